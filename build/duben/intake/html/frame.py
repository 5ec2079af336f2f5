"""What stands round the text of a page (menus, buttons, scripts, hidden parts) is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from lxml import etree

from duben import chinese
from duben.intake.boilerplate import title_key
from duben.intake.document import ChangeLog, Omission
from duben.intake.html import containers
from duben.intake.html.elements import (
    CONTROL_TAGS,
    FRAME_TAGS,
    FRAME_WORDS,
    HIDDEN,
    HIDING_CLASSES,
    SILENT_TAGS,
    count_characters,
    inner_texts,
)
from duben.intake.html.marked_text import NO_MARKS

LITTLE_SHARE = 0.2  # of the 汉字 of a page
ARTICLE_SHARE = 0.6  # of the sentences of a page: a part that holds so much is its article
TITLE_ELEMENTS = 500  # elements of a part round the text in which the title is looked for
TITLE_SHARE = 0.6  # of the characters of a title
TITLE_BLOCK_HAN = 120  # 汉字 of an element round the text that may show the title
HEAD_WORDS = frozenset({"header", "top"})  # FRAME_WORDS that also name the head of a part
WORD = re.compile("[^a-z0-9]+")
WORDY_ATTRIBUTES = {"input": "value", "iframe": "srcdoc"}


class FrameFilter:
    """Says which elements of a page are left out; what they hold is recorded in ``log``.

    ``titles`` are what the head of the page gives as its title.
    """

    def __init__(self, root: etree._Element, titles: list[str], log: ChangeLog) -> None:
        self.titles, self.log = titles, log
        self.han = count_characters(root, chinese.is_han)
        self.page_han = max(1, self.han.get(root, 0))
        self.stops = count_characters(root, lambda character: character in "。！？；")
        self.page_stops = self.stops.get(root, 0)
        self.named = Counter(map(_own_names, root.iter(etree.Element)))

    def omits(self, element: etree._Element, line: int) -> bool:
        """Whether an element is left out. ``line`` is where the walk is, if it has no line."""
        tag = element.tag
        if tag in ("head", "title", "meta"):
            for inner in element.iter(*SILENT_TAGS) if tag == "head" else ():
                self._omit(inner, f"<{inner.tag}>", line)
            return True
        if tag in SILENT_TAGS or tag in CONTROL_TAGS:
            self._omit(element, f"<{tag}>", line)
            return True
        hidden = _is_hidden(element) and not self._is_article(element)
        frames = _is_frame(element) and self._is_little(element) and not self._heads_part(element)
        if not (hidden or frames):
            return False
        if element.find(".//h1") is not None or (not hidden and self._shows_title(element)):
            return False  # the title of the page may stand there
        self._omit(element, "", line)
        return True

    def omit_hidden(self, table: etree._Element, line: int) -> None:
        """Takes out of a table what its style hides; told."""
        for element in [*table.iter(etree.Element)][1:]:
            if not _is_hidden(element) or self._is_article(element):
                continue
            if element.find(".//h1") is None:
                self._omit(element, "", line)
                if element.tag in ("tr", "td", "th"):
                    element.getparent().remove(element)
                else:
                    element.text = None
                    del element[:]

    def omit_comment(self, comment: etree._Element, line: int) -> None:
        """Records a comment that holds 汉字."""
        text = " ".join((comment.text or "").split())
        if any(map(chinese.is_han, text)):
            number = comment.sourceline or line
            self.log.left_out.append(Omission(number, f"<!-- {text} -->", "code"))

    def _is_article(self, element: etree._Element) -> bool:
        """Whether an element that its style hides holds the article all the same: pages show it by
        a script once it is loaded.
        """
        return containers.is_shown_by_script(element) or (
            self.page_stops > 0 and self.stops.get(element, 0) >= ARTICLE_SHARE * self.page_stops
        )

    def _heads_part(self, element: etree._Element) -> bool:
        """Whether an element is the head of one part of the text, as others of its name are: with
        words in no link, and sentences behind it.
        """
        return (
            bool(HEAD_WORDS.intersection(_frame_words(element)))
            and self.named[_own_names(element)] > 1
            and element.find(".//a") is None
            and self.han.get(element, 0) > 0
            and any(self.stops.get(after, 0) for after in element.itersiblings())
        )

    def _is_little(self, element: etree._Element) -> bool:
        """Whether an element holds little of the page's text and of its sentences."""
        return self.han.get(element, 0) <= LITTLE_SHARE * self.page_han and self.stops.get(
            element, 0
        ) <= max(3, LITTLE_SHARE * self.page_stops)

    def _shows_title(self, element: etree._Element) -> bool:
        """Whether an element, or a part of it, says the title that the head of the page gives."""
        return bool(self.titles) and any(
            0 < self.han.get(inner, 0) <= TITLE_BLOCK_HAN and self._says_title(inner)
            for inner in islice(element.iter(etree.Element), TITLE_ELEMENTS)
        )

    def _says_title(self, element: etree._Element) -> bool:
        """Whether the text of an element is a title, or most of one that ends with the site."""
        text = title_key("".join(inner_texts(element)))
        return any(
            title in text or (title.startswith(text) and len(text) >= TITLE_SHARE * len(title))
            for title in self.titles
        )

    def _omit(self, element: etree._Element, tag: str, line: int) -> None:
        pieces = [*inner_texts(element), *_attribute_words(element)]
        text = " ".join(" ".join(pieces).split()).translate(NO_MARKS)
        if tag and tag[1:-1] in SILENT_TAGS and len(text) > 200:
            text = text[:200] + "…"
        if text or tag:
            kind: Literal["code", "page"] = "code" if tag else "page"
            number = element.sourceline or line
            self.log.left_out.append(Omission(number, f"{tag} {text}".strip(), kind))


def _attribute_words(element: etree._Element) -> Iterator[str]:
    """What an element shows that stands in no text of the page: a field's value, an own frame."""
    name = WORDY_ATTRIBUTES.get(element.tag)
    words = name and element.get(name) or ""
    if any(map(chinese.is_han, words)):
        yield words


def _is_hidden(element: etree._Element) -> bool:
    style = (element.get("style") or "")[:2000].lower()
    classes = (element.get("class") or "")[:500].lower().split()
    return (
        "hidden" in element.attrib
        or bool(HIDDEN.search(style))
        or not HIDING_CLASSES.isdisjoint(classes)
    )


def _is_frame(element: etree._Element) -> bool:
    """Whether the tag, the class or the id says that an element stands round the text."""
    return element.tag in FRAME_TAGS or not FRAME_WORDS.isdisjoint(_frame_words(element))


def _frame_words(element: etree._Element) -> list[str]:
    """The words of an element's class and id."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500].lower()
    return WORD.split(names)


def _own_names(element: etree._Element) -> tuple[str, str]:
    """The tag and the class of an element."""
    return element.tag, (element.get("class") or "")[:500].lower()
