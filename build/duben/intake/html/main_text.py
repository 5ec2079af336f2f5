"""Which paragraphs of a page are its main text.

The idea is that of text density (Boilerpipe, Readability): the main text is where the sentences
are. Each paragraph has a weight, the 汉字 of it that stand in sentences and in no link. From the
root the search goes down into the child that holds MAIN_SHARE of the whole weight, as long as there
is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from duben.intake.boilerplate import title_key
from duben.intake.document import SourceLine
from duben.intake.html import containers

MAIN_SHARE = 0.9  # of the weight of a page: the innermost element that holds so much is main text
CONTAINER_SHARE = 0.5  # of the weight: so much the element called the article must hold
TITLE_MIN = 6  # characters of a line that may be the title of a page
ASIDE_HAN = 400  # 汉字 of the sentences that stand beside the text: a disclaimer, news of the day
LISTED_HAN = 50  # 汉字 in no link of a page without sentences: with fewer it is nothing but links
NEWS_HAN = 150  # 汉字 of sentences under 相关新闻: with more it is a part of the article
# Headings of what pages put behind an article: not the words of a document.
ENDS_ARTICLE = re.compile(
    "(?:推荐阅读|相关(?:新闻|阅读|报道|稿件|推荐)|猜你喜欢|你可能(?:会)?(?:喜欢|感兴趣).{0,6}|热门(?:新闻|文章|推荐|评论|排行).{0,6}|精彩(?:图集|推荐)|扫码阅读全文|延伸阅读|"
    "(?:网友|最新|全部)?评论(?:[（(][0-9]{1,6}[)）])?|我要(?:评论|跟帖)|参与评论|今日头条|频道精选|视频推荐|图片新闻)[:：]?"
)


@dataclass(slots=True)
class PageLines:
    """The paragraphs of a page in order, the weight of each, the 汉字 of it in no link, and for
    each element the range (first, end) of those inside it.
    """

    lines: list[SourceLine] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    han: list[int] = field(default_factory=list)
    inside: dict[etree._Element, tuple[int, int]] = field(default_factory=dict)

    def add(self, line: SourceLine, weight: int = 0, han: int = 0) -> None:
        """Adds the next paragraph."""
        self.lines.append(line)
        self.weights.append(weight)
        self.han.append(han)


def find_main_text(root: etree._Element, page: PageLines, titles: list[str]) -> tuple[int, int]:
    """The range (first, end) of the paragraphs that are the main text.

    ``titles`` are what the head of the page gives as its title. Where no sentence stands in the
    page, as over a list or a table of courses, all 汉字 in no link are the weight.
    """
    listed = not any(page.weights) and sum(page.han) >= LISTED_HAN
    sums = [0, *accumulate(page.han if listed else page.weights)]
    total = sums[-1]
    place = _container(page, sums)
    if place is None:
        place = _shown_by_script(page, sums)
    if place is None:
        place = _densest(root, page, sums)
    first, end = page.inside.get(place, (0, len(page.lines)))
    title = _title_index(page.lines, first, end, titles)
    if title is not None and sums[title] == sums[first]:
        first = title
        # The text may be only a part of what follows its title.
        while (
            inner := next((child for child in place if _holds(page, child, title)), None)
        ) is not None:
            inner_first, inner_end = page.inside[inner]
            weight = sums[inner_end] - sums[inner_first]
            if not total or 2 * weight < total or total - weight > ASIDE_HAN:
                break
            place, end = inner, inner_end
    return first, _article_end(page.lines, sums, first, end)


def _container(page: PageLines, sums: list[int]) -> etree._Element | None:
    """The element that the page calls its article, where most of the weight is in it."""
    best, most = None, CONTAINER_SHARE * sums[-1]
    for element, (first, end) in page.inside.items():
        weight = sums[end] - sums[first]
        if weight > most and containers.is_container(element):
            best, most = element, weight
    return best


def _shown_by_script(page: PageLines, sums: list[int]) -> etree._Element | None:
    """The article of a 公众号 whose words are no sentences, as under pictures; those of such a page
    are of its buttons.
    """
    for element, (first, end) in page.inside.items():
        if (
            containers.is_shown_by_script(element)
            and sums[-1] <= ASIDE_HAN
            and any(line.kind == "text" for line in page.lines[first:end])
        ):
            return element
    return None


def is_post(page: PageLines, first: int, end: int) -> bool:
    """Whether a range of paragraphs is all of the article of a 公众号."""
    return first < end and any(
        inside == (first, end) and containers.is_shown_by_script(element)
        for element, inside in page.inside.items()
    )


def _densest(root: etree._Element, page: PageLines, sums: list[int]) -> etree._Element:
    """The innermost element that holds nearly all the weight, and more than one paragraph."""
    place, total = root, sums[-1]
    while total:
        children = [child for child in place if child in page.inside]
        weights = [sums[page.inside[child][1]] - sums[page.inside[child][0]] for child in children]
        if not weights or max(weights) < MAIN_SHARE * total:
            break
        heaviest = children[weights.index(max(weights))]
        first, end = page.inside[heaviest]
        if end - first <= 1 or (heaviest.tag == "p" and _has_sentences_beside(children, weights)):
            break
        place = heaviest
    return place


def _has_sentences_beside(children: list[etree._Element], weights: list[int]) -> bool:
    """Whether several paragraphs hold sentences: the heaviest, long and broken by ``br``, is not
    all of the text.
    """
    return (
        sum(
            child.tag == "p" and weight > 0 for child, weight in zip(children, weights, strict=True)
        )
        > 1
    )


def _article_end(lines: list[SourceLine], sums: list[int], first: int, end: int) -> int:
    """Where 相关新闻 and what follows it begin; ``end`` where there is nothing of the kind."""
    for index in range(first + 1, end):
        before, after = sums[index] - sums[first], sums[end] - sums[index]
        if ENDS_ARTICLE.fullmatch(lines[index].text) and before and after <= min(NEWS_HAN, before):
            return index
    return end


def _holds(page: PageLines, element: etree._Element, index: int) -> bool:
    first, end = page.inside.get(element, (0, 0))
    return first <= index < end


def _title_index(lines: list[SourceLine], first: int, end: int, titles: list[str]) -> int | None:
    """Where the main text says the title that the head of the page gives; else its only h1."""
    for index in range(first, end):
        line = lines[index]
        if (
            line.kind == "text"
            and len(line.text) >= TITLE_MIN
            and any(title.startswith(title_key(line.text)) for title in titles)
        ):
            return index
    headings = [index for index in range(first, end) if lines[index].heading_level == 1]
    return headings[0] if len(headings) == 1 else None
