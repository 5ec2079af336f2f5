"""Fragments of a book, composed now or kept from an earlier build, and joined into one PDF."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from typing import Any

from duben import composer
from duben.cache import Cache
from duben.layout import Edition
from duben.model import (
    Chapter,
)
from duben.pdf import (
    assembly,
    line_positions,
    page_fragments,
    pdf_sanitizer,
    tagging,
)
from duben.pdf.book_styles import BookStyles, shaping_libraries
from duben.pdf.composition import CompositionInputs
from duben.pdf.page_fragments import PageFragment, PdfObjects

HtmlObserver = Callable[[str, str], object]  # takes a part and its HTML
DocumentObserver = Callable[[str, Any], None]  # takes a part and its document, laid out
PAGES_PER_COLLECTION = 40  # so many pages are composed before what refers to itself is looked for


class FragmentRenderer(BookStyles):
    """Composes the fragments of a book, keeps them, and joins them. ``begun``: of which blocks how
    many characters stand before the first page; ``expected`` as ``pdf.compose`` has it, ``file`` as
    ``BookStyles``.
    """

    def __init__(
        self,
        inputs: CompositionInputs,
        edition: Edition,
        store: Cache,
        observe_html: HtmlObserver = lambda part, text: None,
        observe: DocumentObserver = lambda part, document: None,
        expected: Mapping[str, str] | None = None,
        file: str = "",
    ) -> None:
        super().__init__(inputs, edition, expected, file)
        self.store = store
        self.observe_html, self.observe = observe_html, observe
        self.begun: Mapping[str, int] = {}
        self.uncollected = 0  # pages

    def render(
        self,
        part: str,
        *,
        first: int = 1,
        rules: str = "",
        text: str = "",
        chapters: Sequence[Chapter] = (),
        **values: object,
    ) -> PageFragment:
        """One part, composed now or before. ``first`` is the number of its first page; an even one
        stands on the left. ``text`` is its HTML, if it is known.
        """
        text = text or self.text(part, part, chapters=chapters, **values)
        rules = self.rules_from(first, rules)
        self.observe_html(
            " ".join(
                [
                    part,
                    *([str(values["half"])] if values.get("half") else []),
                    *(chapter.file for chapter in chapters[:1]),
                ]
            ),
            text,
        )

        inputs = self.cache_inputs(part, text, rules, chapters)
        fragment = self.store.load(page_fragments.read_fragment, *inputs)
        if fragment is None:
            data = self.compose_now(part, text, rules, self.style_texts)
            if not data[0]["active"] and not self.fetcher.refused:
                self.store.put(*data, *inputs)
            fragment = page_fragments.read_fragment(*data)
        for what in fragment.active:
            self.active.setdefault(what, part)
        return fragment

    def cache_inputs(
        self, part: str, text: str, rules: str, chapters: Sequence[Chapter]
    ) -> tuple[object, ...]:
        """All that a part depends on, as the key of the cache."""
        shown = [
            (url, picture.sha256)
            for url, picture in self.fetcher.pictures.items()
            if url in text or self.own_looks
        ]
        blocks = [
            (block.id, block.text)
            for chapter in chapters
            for root in (chapter.blocks, *(note.blocks for note in chapter.notes))
            for top in root
            for block in top.walk()
        ]
        return (
            part,
            text,
            rules,
            self.style_texts,
            shown,
            self.faces,
            self.edition.zoom,
            shaping_libraries(),
            blocks,
            *self.begun.items(),
        )

    def compose_now(
        self, part: str, text: str, rules: str, sheets: Mapping[str, str]
    ) -> tuple[dict[str, Any], bytes]:
        """The data of a part that is in no cache: its metadata and the bytes of its objects."""
        document = self.parse_html(text).render(**self.settings(rules, sheets))
        self.observe(part, document)
        active = list(pdf_sanitizer.document_violations(document))
        if pdf_sanitizer.FIELD in active:  # no plain data can be made of it
            self.active |= dict.fromkeys(active, part)
            pdf_sanitizer.refuse_violations(self, {})
        reader = line_positions.PositionReader(self.whole, self.begun)
        read = [line_positions.positions_to_json(reader.page(page)) for page in document.pages]
        tagging.keep_whole_links(document.pages)
        metadata, data = composer.document_objects(
            document,
            self.edition.zoom,
            md5(text.encode("utf-8", "surrogatepass")).hexdigest()[:8],
            tagging.VARIANT,
            tagging.finish_tags,
        )
        self.uncollected += len(document.pages)
        del document
        if self.uncollected > PAGES_PER_COLLECTION:
            gc.collect(0)  # of tables, notes and pictures in lines something still refers to itself
            self.uncollected = 0
        return {**metadata, "active": active, "positions": read}, data

    def assemble(
        self,
        fragments: Sequence[PageFragment],
        labels: str = "",
        over: HeadOverlay | None = None,
        at: int = 0,
    ) -> bytes:
        """Fragments as one tagged PDF, with all their fonts; ``over`` is laid over its pages from
        number ``at`` (from 0) on. ``labels`` as ``assembly.assemble`` has it.
        """
        needed = [fragment.fonts for fragment in fragments]
        numbers, fonts = self.subset_fonts([*needed, over.fonts] if over else needed)
        drawn = [page.drawn for page in over.pages] if over else []
        return assembly.assemble(
            fragments,
            fonts,
            numbers,
            language=self.book.settings.book.language,
            labels=labels,
            over=drawn,
            at=at,
            store=self.store,
        )

    def subset_fonts(
        self, fonts: Sequence[Mapping[str, Any]]
    ) -> tuple[list[dict[str, int]], PdfObjects]:
        """For the fonts of each fragment their numbers by name, and these fonts, each cut to the
        glyphs that all fragments use.

        Glyphs that a font lacks have numbers of the part's own: such a font is one for each part,
        and has the glyphs of the last one too, which may be drawn with the fonts of the page below.
        """
        above = fonts[-1]
        wanted: dict[tuple[str, int], dict[str, Any]] = {}
        names: list[dict[str, tuple[str, int]]] = []
        for index, own in enumerate(fonts):
            names.append(
                {name: (name, index + 1 if row["missing"] else 0) for name, row in own.items()}
            )
            for name, row in own.items():
                known = wanted.setdefault(names[-1][name], {**row, "texts": {}, "widths": {}})
                known["texts"] = {**row["texts"], **known["texts"]}
                known["widths"] = {**row["widths"], **known["widths"]}
                if row["missing"] and name in above:
                    known["texts"] = {**above[name]["texts"], **known["texts"]}
                    known["widths"] = {**above[name]["widths"], **known["widths"]}
        order = sorted(wanted)
        rows = [(name, wanted[name, number]) for name, number in order]
        inputs = "fonts", rows, self.faces
        data = self.store.get(*inputs)
        if data is None:
            data = composer.subset_fonts(rows, self.fonts)
            self.store.put(*data, *inputs)
        at = dict(zip(order, data[0]["numbers"], strict=True))
        shared = {name: at[name, number] for name, number in order if not number}
        return [shared | {name: at[key] for name, key in row.items()} for row in names], PdfObjects(
            data[0]["objects"], data[1]
        )


@dataclass(frozen=True, slots=True)
class HeadOverlay:
    """What is laid over the pages of the body, in their order, with its fonts by name."""

    fonts: Mapping[str, Any]
    pages: Sequence[composer.PageMargins]
