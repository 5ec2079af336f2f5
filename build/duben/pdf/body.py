"""The body of a book: its chapters, with the page numbers in their text, and what is laid over
the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

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
from duben.pdf import (
    assembly,
    page_fragments,
)
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
BARE = "@page{" + "".join(f"@{place}{{content:none!important}}" for place in MARGINS) + "}"


class BodyTypesetter(FragmentRenderer):
    """Composes the chapters of a book."""

    def chapter_runs(self) -> tuple[list[list[Chapter]], bool]:
        """The chapters of the body as they are composed at once, and whether without their running
        heads and folios.
        """
        chapters = [
            chapter
            for part in ("body", "back")
            for chapter in self.book.chapters
            if chapter.part == part
        ]
        odd = self.edition.facing and self.book.settings.print.chapter_starts == "odd"
        apart = (
            not odd
            and not self.edition.document
            and layout.separable(self.own_templates, self.own_styles, self.shipped_style)
        )
        runs = [[chapter] for chapter in chapters] if apart and len(chapters) > 1 else [chapters]
        # A page of each kind must be laid out for them: on a few pages running heads are set sooner
        # than laid over.
        return runs, apart and (len(runs) > 1 or sum(map(character_count, chapters)) > LONG_TEXT)

    def compose_body(
        self,
    ) -> tuple[list[PageFragment], HeadOverlay | None, dict[str, str], tuple[Problem, ...]]:
        """The parts of the body, what is laid over their pages, their folios, and what could not be
        settled.

        Page numbers that stand in the text are set as text: composed again, three times at most,
        until they are right. (WeasyPrint's target-counter would lay single pages again, and lose or
        double their notes.)
        """
        runs, bare = self.chapter_runs()
        chapters = [chapter for run in runs for chapter in run]
        over = compose_running_heads(self, chapters) if bare else None
        fragments, numbers, problems = self.settle_references(runs, over)
        if over is None:
            return fragments, None, numbers, problems
        shown = running_heads_of(self, chapters, fragments, over)
        if shown is None:
            fragments, numbers, problems = self.settle_references(runs, None)
            return fragments, None, numbers, problems
        rest = iter(shown)
        return (
            [with_running_heads(part, rest) for part in fragments],
            HeadOverlay(over, shown),
            numbers,
            problems,
        )

    def settle_references(
        self, runs: Sequence[Sequence[Chapter]], over: assembly.PdfFragment | None
    ) -> tuple[list[PageFragment], dict[str, str], tuple[Problem, ...]]:
        """The parts of the body with the page numbers that stand in their text, their folios, and
        what could not be settled.

        ``over`` as ``compose_run`` has it.
        """
        problems: tuple[Problem, ...] = ()
        for _ in range(LAYOUT_ROUNDS):
            fragments: list[PageFragment] = []
            numbers: dict[str, str] = {}
            first = 1
            for run in runs:
                fragments.append(self.compose_run(run, first, over))
                numbers |= folios(fragments[-1].pages, "body", first - 1) | numbers
                first += len(fragments[-1].pages)
            before = dict(self.paper.folios)
            self.paper.folios.update((target, numbers.get(target, "")) for target in before)
            problems = () if self.paper.folios == before else (warning("references-unsettled"),)
            if not problems:
                break
        return fragments, numbers, problems

    def compose_run(
        self, chapters: Sequence[Chapter], first: int, over: assembly.PdfFragment | None
    ) -> PageFragment:
        """Chapters composed at once, from this page on: where notes are lost or doubled, the next
        way of placing them is tried.

        Over their pages ``over`` is laid, the running heads and folios: they alone depend on the
        number of a page. Without it the pages have their own.
        """
        wanted = Counter(note.id for chapter in chapters for note in chapter.notes)
        opening = first == 1
        text = self.text("body", "body", chapters=chapters, opening=opening)
        for policy in NOTE_POLICIES:
            if over is None:
                part = self.render("body", first=first, rules=policy, text=text, chapters=chapters)
            else:
                part = self.compose_bare(
                    policy, first % 2 == 0, over.metadata["turn"], text, chapters
                )
            if Counter(note for page in part.pages for note in page.notes) == wanted:
                break
        return part

    def compose_bare(
        self, policy: str, left: bool, turn: float | None, text: str, chapters: Sequence[Chapter]
    ) -> PageFragment:
        """Chapters without running heads and folios, from a ``left`` or right-hand page on:
        composed for the right, and turned where pages of both sides differ by no more than ``turn``
        (pt), which all but a book's own styles see to.
        """
        compose = partial(self.render, "body", rules=policy + BARE, text=text, chapters=chapters)
        if not left:
            return compose()
        if turn is not None and (part := compose()).turns:
            return page_fragments.turn_fragment(part, turn, self.edition.zoom)
        return compose(first=2)

    def compose_excerpt(
        self, excerpt: Excerpt, names: Sequence[str], left: bool, opening: bool
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
        self.marker = replace(self.marker, shown=excerpt.shown)
        self.begun = {
            block.id: sum(
                not character.isspace() for character in block.text[: excerpt.shown[block.id][0]]
            )
            for block in excerpt.blocks
            if block.id in excerpt.shown
        }
        wanted = Counter(excerpt.notes)
        for policy in NOTE_POLICIES:
            part = self.render(
                "body",
                first=1 + left,
                rules=policy + rules,
                chapters=excerpt.chapters,
                opening=opening,
            )
            if Counter(note for page in part.pages for note in page.notes) == wanted:
                break
        return part


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
