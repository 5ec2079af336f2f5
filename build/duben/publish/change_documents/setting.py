"""Sheets of our own as PDF: a template, a style sheet, the faces of the book; as small as need be
to fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from duben import composer
from duben.layout import FontFace, stylesheet, template_environment
from duben.pdf import font_family_css
from duben.revision import Revision, version_names

TypeSize = tuple[float, float]  # of the type and from line to line, pt
HOPELESS_RATIO = (
    1.2  # a text that is reckoned to take more than this of the pages that there are is not tried
)


class _NoFetcher(URLFetcher):
    """Gives the renderer nothing: these sheets hold text alone."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        raise ValueError(f"not given out: {url}")


@dataclass(frozen=True)
class SheetTypesetter:
    """Sets sheets in the language and the faces of a book. ``page``: width and height in pt, where
    it is not that of the style sheet.
    """

    language: str
    faces: Sequence[FontFace]
    page: tuple[float, float] | None = None
    _rendered: dict[tuple[str, str, TypeSize], Any] = field(default_factory=dict, compare=False)

    @cached_property
    def fonts(self) -> FontConfiguration:
        composer.install()
        return FontConfiguration()

    def pages(self, text: str, sheet: str, size: TypeSize) -> Any:
        """A composed document of WeasyPrint."""
        rules = font_family_css(self.faces) + f":root{{--size:{size[0]}pt;--step:{size[1]}pt}}"
        sheets = [
            CSS(string=style, font_config=self.fonts, url_fetcher=_NoFetcher())
            for style in (rules, stylesheet(sheet), self._page_rule())
        ]
        return HTML(string=text, url_fetcher=_NoFetcher(), base_url="duben:notice/").render(
            font_config=self.fonts, stylesheets=sheets
        )

    def _page_rule(self) -> str:
        return f"@page{{size:{self.page[0]}pt {self.page[1]}pt}}" if self.page else ""

    def fit(
        self, texts: Sequence[str], sheet: str, sizes: Sequence[TypeSize], most: int
    ) -> tuple[bytes, int]:
        """The PDF of the first text, in the largest size, that takes ``most`` pages at most; else
        the last in the smallest. And its pages.
        """
        for text in texts:
            for size in sizes:
                if (text, size) != (texts[-1], sizes[-1]) and self._hopeless(
                    text, sheet, size, most
                ):
                    continue
                document = self._render_once(text, sheet, size)
                if len(document.pages) <= most:
                    break
            else:
                continue
            break
        return pdf_bytes(document, self.language), len(document.pages)

    def _render_once(self, text: str, sheet: str, size: TypeSize) -> Any:
        """A composed document, the same one each time."""
        if (text, sheet, size) not in self._rendered:
            self._rendered[text, sheet, size] = self.pages(text, sheet, size)
        return self._rendered[text, sheet, size]

    def _hopeless(self, text: str, sheet: str, size: TypeSize, most: int) -> bool:
        """Whether another size of the text has shown that it takes far more pages in this one."""
        found = [
            (other, len(document.pages))
            for (own, style, other), document in self._rendered.items()
            if (own, style) == (text, sheet)
        ]
        return any(
            (pages - 1) * size[0] * size[1] > HOPELESS_RATIO * most * other[0] * other[1]
            for other, pages in found
        )


def pdf_bytes(document: Any, language: str) -> bytes:
    """A composed document as tagged PDF."""
    document.metadata.lang = language
    return document.write_pdf(pdf_tags=True)


def fill_template(name: str, revision: Revision, said: Mapping[str, str], **values: object) -> str:
    """A template of ours, filled in: with the titles and the language of a revision, the names of
    its versions, and these values.
    """
    old, new = version_names(revision, said)
    return (
        template_environment()
        .get_template(f"revision/{name}")
        .render(
            said=said,
            language=revision.new.language,
            title=revision.new.title,
            old_title=revision.old.title,  # it stands on the print that is corrected
            old=old,
            new=new,
            **values,
        )
    )
