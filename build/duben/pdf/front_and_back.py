"""Front matter and what stands behind the body: composed once the folios of the body are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duben import layout
from duben.model import Block, Chapter, PageStart
from duben.pdf.fragment_renderer import FragmentRenderer
from duben.pdf.page_fragments import FragmentPage, PageFragment
from duben.pdf.page_labels import folios, pages_of
from duben.pdf.page_overlays import ordinary_page_table


def preface_folios(
    renderer: FragmentRenderer,
    pages: Sequence[FragmentPage],
    numbers: Mapping[str, str],
    ordinary: Sequence[PageStart] = (),
) -> dict[str, str]:
    """The folios of the front matter where the appendix names pages of it, else none; they do not
    hang on those of the contents page. The rest as ``compose_front`` has it.
    """
    mentioned = any(
        occurrence.chapter in renderer.paper.front
        for enumeration in renderer.matter.listed_enumerations
        for occurrence in enumeration.occurrences
    )
    if not mentioned:
        return {}
    numbers = {"answers": "0", "appendix": "0", **numbers}
    return folios(pages_of(compose_front(renderer, pages, numbers, ordinary)), "front")


def compose_back(
    renderer: FragmentRenderer, numbers: dict[str, str], body_pages: int
) -> list[PageFragment]:
    """The answers and the appendix, behind so many pages of the body; their folios are added to
    ``numbers``, which has those of what the appendix names.
    """
    answers = layout.answer_boxes(renderer.whole)
    fragments: list[PageFragment] = []
    before = body_pages
    for name, entries in (
        ("answers", answers),
        ("appendix", () if renderer.compact else renderer.matter.listed_enumerations),
    ):
        if entries:
            fragment = _compose_behind(renderer, name, numbers, before, answers)
            before += len(fragment.pages)
            fragments.append(fragment)
    return fragments


# So often the appendix is composed at most until it names its own pages rightly; the second time
# nearly always does.
COMPOSED_AT_MOST = 3


def _compose_behind(
    renderer: FragmentRenderer,
    name: str,
    numbers: dict[str, str],
    before: int,
    answers: Sequence[tuple[Chapter, list[Block]]],
) -> PageFragment:
    """The answers or the appendix, whose folios are added to ``numbers``. The table by number names
    pages of the appendix itself where these have members that the library supplies: then it is
    composed again with them.
    """
    values = renderer.matter.appendix(numbers)
    for _ in range(COMPOSED_AT_MOST):
        fragment = renderer.render(name, first=before + 1, answers=answers, **values)
        numbers |= folios(fragment.pages, "back", before)
        known, values = values, renderer.matter.appendix(numbers)
        if name == "answers" or not values["overview"] or values["supplied"] == known["supplied"]:
            break
    return fragment


def compose_front(
    renderer: FragmentRenderer,
    pages: Sequence[FragmentPage],
    numbers: Mapping[str, str],
    ordinary: Sequence[PageStart] = (),
) -> list[PageFragment]:
    """The front matter before ``pages``, with ``numbers`` on its contents page: title page and
    imprint, which tells how long the book is, and the rest; together where looks of the book's own
    say more of them. ``ordinary`` as ``compose`` has it.
    """
    if renderer.compact:
        return _compact_front(renderer, pages)
    apart = layout.front_separable(
        renderer.own_templates, renderer.own_styles, renderer.shipped_style
    )
    rest = {
        "table": ordinary_page_table(renderer, pages, ordinary),
        "chapters": [chapter for chapter in renderer.book.chapters if chapter.part == "front"],
        "history": list(renderer.matter.history(numbers)),
        **renderer.matter.contents(numbers),
    }

    def title(count: int) -> PageFragment:
        """Title page and imprint of a book of so many pages between its covers; 0: unknown."""
        colophon = renderer.matter.colophon(count)
        if apart:
            return renderer.render("front", half="title", colophon=colophon)
        return renderer.render("front", half="", colophon=colophon, **rest)

    front = [title(0)]
    if apart:
        first = 1 + len(front[0].pages)
        front.append(renderer.render("front", first=first, half="contents", **rest))
    imprint = renderer.book.settings.imprint
    if imprint.printer or imprint.printed or imprint.copies:
        # How many sheets a copy takes is told where a printing is; the row stands at the foot
        # of its page and moves no other.
        count = len(pages_of(front))
        front[0] = title(count + count % 2 + len(pages))
    return front


def _compact_front(renderer: FragmentRenderer, pages: Sequence[FragmentPage]) -> list[PageFragment]:
    """The imprint of a compact book, which stands inside its cover, and its preface."""
    colophon = renderer.matter.colophon(1 + len(pages))
    preface = [chapter for chapter in renderer.book.chapters if chapter.part == "front"]
    return [renderer.render("front", first=2, half="imprint", colophon=colophon, chapters=preface)]
