"""Front matter and what stands behind the body, set again with the page numbers that now are."""

from __future__ import annotations

from dataclasses import dataclass

from duben import pdf
from duben.layout import answer_boxes
from duben.model import folio
from duben.publish.change_documents.body_pages import BodyPages
from duben.publish.change_documents.leaf_setting import CopyPage
from duben.revision import Print


@dataclass(frozen=True)
class FrontAndBack:
    """``numbers``: page numbers by the id that a reference names; they are added to here."""

    old: Print
    body: BodyPages
    press: pdf.BookTypesetter
    numbers: dict[str, str]

    def set_again(self) -> tuple[list[CopyPage], list[CopyPage], tuple[str, ...]]:
        """Front matter and what stands behind the body, set with the page numbers that now are; and
        the pages that are gone.
        """
        press = self.press
        body = [page for page in self.old.pages if page.part == "body"]
        count = max((int(page.folio) for page in body if page.folio.isdecimal()), default=0)
        self.numbers.update(self.body.folios())
        pages: list[pdf.FragmentPage] = []
        if any(
            at.chapter in press.paper.front
            for enumeration in press.matter.listed_enumerations
            for at in enumeration.occurrences
        ):
            self.numbers.update(
                pdf.folios(
                    pdf.pages_of(
                        press.front(pages, {"answers": "0", "appendix": "0", **self.numbers})
                    ),
                    "front",
                )
            )
        back: list[CopyPage] = []
        for name, there in (
            ("answers", answer_boxes(press.whole)),
            ("appendix", press.matter.listed_enumerations),
        ):
            if there:
                first = count + len(back) + 1
                part = press.render(
                    name,
                    first=first,
                    answers=answer_boxes(press.whole),
                    **press.matter.appendix(self.numbers),
                )
                self.numbers.update(pdf.folios(part.pages, "back", first - 1))
                back += [
                    CopyPage(folio("back", first + index), "back", None, part, index)
                    for index in range(len(part.pages))
                ]
        made = press.front(pages, self.numbers)
        self.numbers.update(pdf.folios(pdf.pages_of(made), "front"))
        front = [
            CopyPage(folio("front", number), "front", None, part, index)
            for number, (part, index) in enumerate(
                ((part, index) for part in made for index in range(len(part.pages))), 1
            )
        ]
        gone = [
            page.folio
            for kind, now in (("front", front), ("back", back))
            for page in [page for page in self.old.pages if page.part == kind][len(now) :]
        ]
        return front, back, tuple(gone)
