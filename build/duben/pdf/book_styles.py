"""The text of a book's parts and the style sheets that they are laid out with."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cssselect2 import Matcher
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from duben import composer, layout
from duben.chinese import break_title, chinese_date
from duben.layout import (
    COLUMN_GAP,
    RECORD_SLUG,
    Edition,
    FontFace,
    FontRole,
    FrontAndBackMatter,
    as_official_document,
    book_words,
    create_marker,
    issuer,
    move_answers,
    note_sign,
    running_title,
    shipped_stylesheet,
    stylesheet,
    template_environment,
    title_breaks,
)
from duben.model import CoverSettings
from duben.pdf.composition import CompositionInputs
from duben.pdf.documents import BookFetcher, StrictHtml
from duben.pdf.paper_markup import Paper, heading_lines
from duben.pdf.prepress import BLEED

LIBRARY = re.compile("lib(pango|harfbuzz|fontconfig|freetype|fribidi|glib|gobject)[^/]*$")
# More specific than the style sheets, which come behind. There is no bold of a font for titles.
TITLES = ", ".join(
    f":root {name}"
    for name in (
        ".cover .title",
        ".front-cover .front-title",
        ".title-page .title",
        ".text-title",
        ".red-mark[class]",
        ".document-title[class]",
    )
)
DOCUMENT_TEXT = ", ".join(f":root body{name}" for name in ("", *(f" h{n}[class]" for n in "3456")))


class BookStyles:
    """A book in an edition: its templates, style sheets and fonts,
    and what they may not bring in. With a ``file`` only that chapter of it is set.
    """

    def __init__(
        self,
        inputs: CompositionInputs,
        edition: Edition,
        expected: Mapping[str, str] | None = None,
        file: str = "",
    ) -> None:
        composer.install()
        book = as_official_document(inputs.book) if edition.document else inputs.book
        self.whole = book
        self.book = move_answers(book)
        self.edition = edition
        self.faces = [
            (str(face.file), face.index, *file_status(face.file)) for face in inputs.faces
        ]
        self.own_templates, self.own_styles = inputs.templates, inputs.styles
        self.own_looks = layout.paper_overrides(
            layout.book_overrides(inputs.templates, inputs.styles)
        )
        self.active: dict[str, str] = {}  # what may not go into a PDF → the part that has it
        # A draft says what it is: no drawing.
        self.cover = CoverSettings() if edition.numbered else book.settings.cover
        self.fetcher = BookFetcher(inputs.pictures)
        self.compact = book.settings.output.layout == "compact" and not edition.document
        self.words = book_words(book.settings.book.language)
        self.matter = FrontAndBackMatter(self.book, book, edition, self.words)
        self.families = font_family_css(inputs.faces, edition.document)
        self.environment = template_environment(inputs.templates)
        chapters = tuple(chapter for chapter in self.book.chapters if file in ("", chapter.file))
        set_book = replace(self.book, chapters=chapters) if file else self.book
        rows, marks = (
            ({}, title_breaks(self.book))
            if edition.document
            else heading_lines(set_book, self.edition)
        )
        referable = frozenset(
            block.id
            for chapter in book.chapters
            if chapter.part != "front"
            for block in chapter.walk()
        )
        self.paper = Paper(
            self.book,
            inputs.pictures,
            edition,
            referable,
            self.words["page_of"],
            lambda: self.marker,
            frozenset(chapter.slug for chapter in book.chapters if chapter.part == "front"),
            expected=expected or {},
        )
        self.marker = replace(
            create_marker(set_book, self.paper, marks, rows),
            book=self.book,
            table_width=edition.measure / 9 - 0.6,
            row_lines=edition.lines - 8,
            smallest=edition.smallest_table,
        )
        self.document_rules = ""  # what a document's pages have that only their number tells
        self.sheets: dict[tuple[str, ...], CSS] = {}

    def text(self, template: str, part: str, **values: object) -> str:
        """The HTML of a part, of a template."""
        book = self.book.settings.book
        return self.environment.get_template(f"paper/{template}.html").render(
            book=self.book,
            part=part,
            m=self.marker,
            said=self.words,
            break_title=break_title,
            heads=self.heads(),
            running=running_title(book.title, self.edition.columns),
            language=book.language,
            edition=self.edition,
            mark=self.mark(),
            issuer=issuer(self.book),
            record_slug=RECORD_SLUG,
            official=self.book.settings.official,
            version=self.matter.version(),
            sign=note_sign,
            cover=self.cover,
            **values,
        )

    def rules(self, more: str = "") -> str:
        """What the edition and the fonts say as CSS."""
        return (
            self.edition.page_rule()
            + self.bleed
            + self.column_rules
            + self.families
            + f':root{{--mark:"{self.mark()}"}}'
            + self.document_rules
            + more
        )

    def rules_from(self, first: int, more: str) -> str:
        """The same of a part that begins with this page."""
        rules = self.rules(more)
        if first > 1:
            rules += f"@page:first{{counter-reset:page {first}}}" + "html{break-before:left}" * (
                first % 2 == 0
            )
        if self.book.settings.print.chapter_starts == "odd" and self.edition.facing:
            rules += "html.body .chapter{break-before:right}"
        return rules

    @cached_property
    def style_texts(self) -> dict[str, str]:
        """The text of each style sheet of the edition, by name."""
        return {name: stylesheet(name, self.own_styles) for name in self.edition.styles}

    def settings(self, rules: str, sheets: Mapping[str, str]) -> dict[str, Any]:
        """How WeasyPrint is asked to lay a text out."""
        return {
            "font_config": self.fonts,
            "presentational_hints": True,
            "stylesheets": [self.sheet((rules,)), self.sheet(tuple(sheets.values()))],
        }

    @property
    def column_rules(self) -> str:
        """The text of chapters in columns; their titles and tables go over all of them."""
        if self.edition.text_columns == 1:
            return ""
        return (
            f"html.body .chapter{{columns:{self.edition.text_columns};"
            f"column-gap:{COLUMN_GAP * self.edition.size}pt}}"
            "html.body .chapter>h1,html.body .chapter>.text-title,html.body .chapter>.table"
            "{column-span:all}"
        )

    @property
    def bleed(self) -> str:
        """Backgrounds go on beyond the edge of pages that a press may print; ours have none."""
        return (
            f"@page{{bleed:{BLEED:.3f}pt}}"
            if self.own_looks and self.edition.printed_by_press
            else ""
        )

    def sheet(self, texts: tuple[str, ...]) -> CSS:
        """Style sheets, one behind the other, as one: each element is matched against it once."""
        if texts not in self.sheets:
            sheet = shared_sheet(texts, self.fonts)
            self.sheets[texts] = sheet or parse_sheet(texts, self.fonts, self.fetcher)
        return self.sheets[texts]

    def parse_html(self, text: str) -> HTML:
        """A document of ours. Own templates may be HTML that is no XHTML, and a text may have signs
        that XML does not know.
        """
        if not self.own_templates:
            with suppress(ElementTree.ParseError, UnicodeEncodeError):
                return StrictHtml(text, self.fetcher, "duben:text/")
        return HTML(string=text, url_fetcher=self.fetcher, base_url="duben:text/")

    @property
    def fonts(self) -> FontConfiguration:
        """What WeasyPrint knows of the fonts of this process."""
        return shared_fonts(tuple(self.faces), os.environ.get("FONTCONFIG_FILE", ""))

    def shipped_style(self, name: str) -> str:
        """The text of a style without the book's own; "" where it is the book's alone."""
        return shipped_stylesheet(name) if name in self.edition.styles else ""

    def mark(self) -> str:
        """What every page of a draft says beside its running head:
        送审稿 and the date of the text.
        """
        return (
            f"{self.words['draft']}　{chinese_date(self.book.settings.book.date)}".rstrip("　")
            if self.edition.numbered
            else ""
        )

    def heads(self) -> dict[str, str]:
        """The running head of each chapter."""
        return {
            chapter.slug: running_title(chapter.title.text, self.edition.columns)
            if chapter.title
            else ""
            for chapter in self.book.chapters
        }


@lru_cache(maxsize=1)
def shared_fonts(
    faces: tuple[tuple[str, int, int, int], ...], configuration: str
) -> FontConfiguration:
    """What WeasyPrint knows of the fonts of this process, while these (file, index, size, time) and
    the file that tells of them are the same.
    """
    return FontConfiguration()


@lru_cache(maxsize=40)  # of a live book each chapter has some rules of its own
def shared_sheet(texts: tuple[str, ...], fonts: FontConfiguration) -> CSS | None:
    """These style sheets as one, for every book that has them; None where one of them asks for
    another file: which it is, its book must know.
    """
    fetcher = BookFetcher({})
    sheet = parse_sheet(texts, fonts, fetcher)
    return None if fetcher.refused else sheet


def parse_sheet(texts: tuple[str, ...], fonts: FontConfiguration, fetcher: BookFetcher) -> CSS:
    """Style sheets, one behind the other, as one."""
    matcher, pages, layers = Matcher(), [], []  # type: ignore[var-annotated]
    for text in texts:
        sheet = CSS(
            string=text,
            font_config=fonts,
            url_fetcher=fetcher,
            base_url="duben:style/",
            matcher=matcher,
            page_rules=pages,
            layers=layers,
        )
    return sheet


def file_status(file: Path) -> tuple[int, int]:
    """Size (bytes) and time of change (ns) of a file: one of them changes when the file does."""
    status = file.stat()
    return status.st_size, status.st_mtime_ns


@cache
def shaping_libraries() -> list[tuple[str, int, int]]:
    """(path, size, time) of the libraries that shape and draw text for WeasyPrint in this process;
    none where the system has no /proc.
    """
    paths: set[str] = set()
    with suppress(OSError), open("/proc/self/maps", encoding="utf-8", errors="replace") as rows:
        paths = {
            f"/{path}"
            for row in rows
            if (path := row.rstrip().partition("/")[2]) and LIBRARY.search(path)
        }
    return [(name, *file_status(Path(name))) for name in sorted(paths) if Path(name).is_file()]


def font_family_css(faces: Sequence[FontFace], document: bool = False) -> str:
    """The roles as CSS variables; 楷 takes its quotation marks and dashes from 宋
    (duben.layout.fonts). The fonts of [fonts] stand before ours; ``document``: of an official
    document, which is set in 仿宋.
    """
    used = {face.role: face.used for face in reversed(faces) if not face.key}
    own = {face.role: face.used for face in faces if face.own}
    song = families(own, "digits", "latin", "text") + f'"{used["song"]}"'
    hei = families(own, "digits", "latin", "heading") + f'"{used["hei"]}",{song}'
    kai = families(own, "digits", "latin", "kai") + f'"{used["kai"]}",{song}'
    rules = f":root{{--song:{song};--hei:{hei};--kai:{kai};--mono:"
    rules += f'"{used["hei"]}","{used["song"]}";--accent:#A6192E}}'
    if "title" in own:
        family = families(own, "digits", "latin", "title") + song
        rules += f"{TITLES}{{font-family:{family};font-weight:normal}}"
    if document and "fangsong" in own:
        family = families(own, "digits", "latin", "fangsong") + song
        rules += f"{DOCUMENT_TEXT}{{font-family:{family}}}"
    return rules


def families(own: Mapping[FontRole, str], *roles: FontRole) -> str:
    """The own fonts of these roles, as the beginning of a list of families."""
    return "".join(f'"{own[role]}",' for role in roles if role in own)
