"""The body of a book: its chapters, with the page numbers in their text, and what is laid over
the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from duben import composer, layout
from duben.layout import (
    Edition,
    Excerpt,
)
from duben.model import (
    Book,
    Chapter,
    Problem,
    problem,
    warning,
)
from duben.pdf import turning
from duben.pdf.fragment_renderer import FragmentRenderer, HeadOverlay
from duben.pdf.page_fragments import PageFragment
from duben.pdf.page_labels import folios
from duben.pdf.running_heads import compose_running_heads, running_heads_of

LAYOUT_ROUNDS = 4
LONG_TEXT = 20_000  # characters: some 30 pages
NOTE_SIZE, NOTE_STEP = 9, 13.125  # pt
# Ways of placing a note that does not fit, the best first: with its line on the next page; without
# it.
NOTE_POLICIES = (
    ".footnote{footnote-policy:line}",
    ".footnote{footnote-policy:auto}",
    ".footnote{footnote-policy:auto}.box,.table,"
    ".enumeration{break-inside:auto!important}p{orphans:1;widows:1}",
)
# A page without what stands in its margins; and what stands in them alone.
MARGINS = (
    "top-left-corner", "top-left", "top-center", "top-right", "top-right-corner", "right-top", "right-middle", "right-bottom",  # noqa: E501
    "bottom-right-corner", "bottom-right", "bottom-center", "bottom-left", "bottom-left-corner", "left-bottom", "left-middle", "left-top",  # noqa: E501
)  # fmt: skip
# What a book that is not compact has of them among its chapters.
NO_MATTER: Mapping[str, Any] = {"contents": (), "enumerations": ()}
BARE = "@page{" + "".join(f"@{place}{{content:none!important}}" for place in MARGINS) + "}"


@dataclass(frozen=True, slots=True)
class ComposedBody:
    """The parts of the body, what is laid over their pages, their folios, and what could not be
    settled.
    """

    fragments: list[PageFragment]
    numbers: dict[str, str]
    problems: tuple[Problem, ...]
    heads: HeadOverlay | None = None


def compose_body(renderer: FragmentRenderer) -> ComposedBody:
    """The chapters of a book.

    Page numbers that stand in the text are set as text: composed again, three times at most,
    until they are right. (WeasyPrint's target-counter would lay single pages again, and lose or
    double their notes.)
    """
    runs, bare = _chapter_runs(renderer)
    chapters = [chapter for run in runs for chapter in run]
    over = compose_running_heads(renderer, chapters) if bare else None
    body = _settle_references(renderer, runs, over)
    if over is None:
        return body
    heads = running_heads_of(renderer, chapters, body.fragments, over)
    if heads is None:
        return _settle_references(renderer, runs, None)
    rest = iter(heads)
    return replace(
        body,
        fragments=[with_running_heads(fragment, rest) for fragment in body.fragments],
        heads=HeadOverlay(over["fonts"], heads),
    )


def compose_body_chapter(renderer: FragmentRenderer, file: str, first: int) -> ComposedBody | None:
    """The pages of one chapter, the first of which has the number ``first``, with the page numbers
    in its text as they are expected; None where the chapters are not composed apart, or the
    chapter has other running heads.
    """
    runs, bare = _chapter_runs(renderer)
    if not bare or len(runs) < 2:
        return None
    chapters = [chapter for run in runs for chapter in run]
    chapter = next((chapter for chapter in chapters if chapter.file == file), None)
    over = compose_running_heads(renderer, chapters)
    if chapter is None or over is None:
        return None
    fragment = _compose_run(renderer, [chapter], first, over, NO_MATTER)
    heads = running_heads_of(renderer, [chapter], [fragment], over, first)
    if heads is None:
        return None
    fragment = with_running_heads(fragment, iter(heads))
    numbers = folios(fragment.pages, "body", first - 1)
    return ComposedBody([fragment], numbers, (), HeadOverlay(over["fonts"], heads))


def _chapter_runs(renderer: FragmentRenderer) -> tuple[list[list[Chapter]], bool]:
    """The chapters of the body as they are composed at once, and whether without their running
    heads and folios.
    """
    chapters = [
        chapter
        for part in ("body", "back")
        for chapter in renderer.book.chapters
        if chapter.part == part
    ]
    edition = renderer.edition
    odd = edition.facing and renderer.book.settings.print.chapter_starts == "odd"
    apart = (
        not odd
        and not edition.document
        and layout.separable(renderer.own_templates, renderer.own_styles, renderer.shipped_style)
    )
    apart = apart and not renderer.compact
    runs = [[chapter] for chapter in chapters] if apart and len(chapters) > 1 else [chapters]
    # A page of each kind must be laid out for them: on a few pages running heads are set sooner
    # than laid over.
    return runs, apart and (len(runs) > 1 or sum(map(character_count, chapters)) > LONG_TEXT)


def _settle_references(
    renderer: FragmentRenderer,
    runs: Sequence[Sequence[Chapter]],
    over: Mapping[str, Any] | None,
) -> ComposedBody:
    """The body with the page numbers that stand in its text. ``over`` as in ``_compose_run``."""
    known = renderer.paper.folios
    problems: tuple[Problem, ...] = ()
    numbers: dict[str, str] = {}
    for _ in range(LAYOUT_ROUNDS):
        fragments: list[PageFragment] = []
        matter = renderer.matter.run_on(numbers) if renderer.compact else NO_MATTER
        asked, numbers = numbers, {}
        first = 1
        for run in runs:
            fragments.append(_compose_run(renderer, run, first, over, matter))
            numbers |= folios(fragments[-1].pages, "body", first - 1) | numbers
            first += len(fragments[-1].pages)
        before = dict(known)
        known.update((target, numbers.get(target, "")) for target in before)
        settled = known == before and (not renderer.compact or numbers == asked)
        problems = () if settled else (warning("references-unsettled"),)
        if not problems:
            break
    return ComposedBody(fragments, numbers, problems)


def _compose_run(
    renderer: FragmentRenderer,
    chapters: Sequence[Chapter],
    first: int,
    over: Mapping[str, Any] | None,
    matter: Mapping[str, Any],
) -> PageFragment:
    """Chapters composed at once, from this page on; ``matter`` is what of contents and appendix
    stands among them.

    Over their pages ``over`` is laid, the running heads and folios: they alone depend on the
    number of a page. Without it the pages have their own.
    """
    text = renderer.text("body", "body", chapters=chapters, opening=first == 1, **matter)
    render = partial(renderer.render, "body", text=text, chapters=chapters)
    turn = over["turn"] if over else None

    def compose(policy: str) -> PageFragment:
        """The chapters with their notes placed so.

        Without running heads and folios, a left-hand page may be set for the right, and turned
        where pages of both sides differ by no more than ``turn`` (pt), which all but a book's own
        styles see to.
        """
        if over is None:
            return render(rules=policy, first=first)
        rules = policy + BARE
        if first % 2:
            return render(rules=rules)
        if turn is not None and (fragment := render(rules=rules)).turns:
            return turning.turn_fragment(fragment, turn, renderer.edition.zoom)
        return render(rules=rules, first=2)

    return _place_notes(compose, [note.id for chapter in chapters for note in chapter.notes])


def _place_notes(compose: Callable[[str], PageFragment], notes: Iterable[str]) -> PageFragment:
    """A fragment with each of its notes once: where some are lost or doubled, the next way of
    placing them is tried. ``compose`` takes the rules of a way.
    """
    wanted = Counter(notes)
    for policy in NOTE_POLICIES:
        fragment = compose(policy)
        if Counter(note for page in fragment.pages for note in page.notes) == wanted:
            break
    return fragment


def compose_excerpt(
    renderer: FragmentRenderer, excerpt: Excerpt, names: Sequence[str], left: bool, opening: bool
) -> PageFragment:
    """A stretch of the body composed by itself. ``names`` are the folios of its pages, of more
    than it may have; ``left``: the first of them is a left-hand one; ``opening``: it begins
    with the first page of the body.
    """
    rules = "html.body .chapter{break-before:page!important}" + "".join(
        f'@page body:{side}:nth({number}){{@bottom-{side}{{content:"{name}"}}}}'
        for number, name in enumerate(names, 1)
        for side in [("right", "left")[(number + left + 1) % 2]]
    )
    if not excerpt.opening:
        # It goes on with a chapter, whose running head stands on its first page too; room above
        # a heading is none at the head of a page.
        rules += (
            "@page body:first:left{@top-left{content:string(book)}}@page "
            "body:first:right{@top-right{content:string(head)}}"
            ".chapter .heads+*{margin-top:0!important}"
        )
    renderer.marker = replace(renderer.marker, shown=excerpt.shown)
    renderer.begun = {
        block.id: sum(
            not character.isspace() for character in block.text[: excerpt.shown[block.id][0]]
        )
        for block in excerpt.blocks
        if block.id in excerpt.shown
    }
    return _place_notes(
        lambda policy: renderer.render(
            "body",
            first=1 + left,
            rules=policy + rules,
            chapters=excerpt.chapters,
            opening=opening,
            **NO_MATTER,
        ),
        excerpt.notes,
    )


def character_count(chapter: Chapter) -> int:
    """How many characters the text of a chapter has."""
    return sum(len(block.text) for block in chapter.walk())


def with_running_heads(part: PageFragment, over: Iterator[composer.PageMargins]) -> PageFragment:
    """A part whose pages know the running heads and folios that are laid over them."""
    pages = tuple(
        replace(page, foot=head.foot, positions=replace(page.positions, head=head.above))
        for page, head in zip(part.pages, over, strict=False)
    )
    return replace(part, pages=pages)


def long_notes(book: Book, edition: Edition) -> Iterator[Problem]:
    """An error for each note that no page can hold: WeasyPrint does not break notes."""
    limit = int(edition.depth / NOTE_STEP) - 4  # lines
    width = int(edition.measure / NOTE_SIZE) - 2  # characters
    for chapter in book.chapters:
        for note in chapter.notes:
            lines = sum(
                -(-len(block.text) // width)
                for part in note.blocks
                for block in part.walk()
                if block.text
            )
            if lines > limit:
                yield problem("note-too-long", note.place, lines=lines, limit=limit)
