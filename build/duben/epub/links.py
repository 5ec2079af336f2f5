"""Links from an entry of the glossary or the appendix back to the places that name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from duben.chinese import circled_number
from duben.epub.package_files import relative_address
from duben.epub.publication import Publication


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that names an entry: the id of the mark there, and its block and offset."""

    id: str
    block: str
    offset: int


def mention_links(
    publication: Publication,
    mentions: Iterable[NamedPlace],
    path: str,
    definition: NamedPlace | None = None,
    id: str = "",
) -> Markup:
    """Links to mentions as the file ``path`` shows them, named by page of the printed edition when
    that is known of all, else by chapter. The page that lists the members (``definition``) comes
    first. ``id`` is that of the paragraph.
    """
    words, locations = publication.words, publication.locations
    ordered = sorted(
        mentions, key=lambda mention: locations.reading_position(mention.block, mention.offset)
    )
    labels = [locations.folio_at(mention.block, mention.offset) for mention in ordered]
    form, separator = Markup(words["pages_of"]), "、"
    if not all(labels):
        form, separator = Markup("{}"), "，"
        labels = [publication.short_titles[locations.home[mention.block]] for mention in ordered]
    groups: dict[str, list[NamedPlace]] = {}
    for label, mention in zip(labels, ordered, strict=True):
        groups.setdefault(label, []).append(mention)

    def labelled_links(label: str, group: Sequence[NamedPlace]) -> Markup:
        return _group_links(words, locations.home, label, form, group, path)

    sentences: list[Markup] = []
    for label, group in groups.items():
        if definition in group:
            others = [mention for mention in group if mention != definition]
            sentences.append(
                Markup(words["listed_at"])
                + form.format(labelled_links(label, [definition, *others]))
            )
    links = [
        labelled_links(label, group) for label, group in groups.items() if definition not in group
    ]
    if links:
        verb = words["also_named_at" if sentences else "named_at"]
        sentences.append(Markup(verb) + form.format(Markup(separator).join(links)))
    if not sentences:
        return Markup("")
    name = Markup(' id="%s"') % id if id else ""
    return Markup('<p class="places"%s>%s</p>') % (name, Markup("；").join(sentences))


def _group_links(
    words: Mapping[str, str],
    home: Mapping[str, str],
    label: str,
    form: Markup,
    mentions: Sequence[NamedPlace],
    path: str,
) -> Markup:
    """Links to the mentions on one page: its folio, then ② ③ for the others."""
    first, *others = [
        relative_address(f"{home[mention.block]}#{mention.id}", path) for mention in mentions
    ]
    return Markup('<a href="%s">%s</a>') % (first, label) + Markup("").join(
        Markup('<a href="%s" aria-label="%s">%s</a>')
        % (target, form.format(label) + words["nth"].format(rank), circled_number(rank))
        for rank, target in enumerate(others, 2)
    )
