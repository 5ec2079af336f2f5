"""The elements of a page: which are text, which are code or controls, and what text they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from duben.intake.line_editing import word_set

# Elements without text for a reader, and those of a page round the text.
SILENT_TAGS = word_set(
    "script style noscript template iframe frame frameset noframes object embed applet "
    "param svg canvas math audio video source track map "
    "area link base"
)
CONTROL_TAGS = word_set(
    "input button select option optgroup textarea datalist output progress meter dialog menu"
)
FRAME_TAGS = word_set("nav footer aside")
BLOCK_TAGS = word_set(
    "html body address article aside blockquote center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup legend li main nav ol p pre section summary table tbody thead tfoot tr "
    "td th caption ul"
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Words in class and id of what stands round the text: where such an element holds little of the
# page's text.
FRAME_WORDS = word_set(
    "share bdshare sharebox social crumb crumbs breadcrumb breadcrumbs nav navbar menu "
    "footer foot copyright sidebar related comment comments "
    "qrcode ewm erweima pagination pager toolbar print fontsize bshare jiathis addthis "
    "login search header top toplogo reward recommend recommends advert ads gg"
)
SENTENCE = re.compile("[。！？；]")
HIDDEN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|opacity\s{0,3}:\s{0,3}0(?![.0-9])"
    r"|font-size\s{0,3}:\s{0,3}0(?:\.[0-9]{1,6}p[xt])?(?![.0-9])|text-indent\s{0,3}:\s{0,3}-[0-9]{4}"
)
HIDING_CLASSES = word_set("ng-hide d-none layui-hide")
ALIGNED = re.compile(r"text-align\s{0,3}:\s{0,3}(?:right|center)")
# arti_title, article-title, wenzhang-title, news_tit, xl_tit, contentTitle; not subtitle.
TITLE_NAME = re.compile(
    "(?:^|[ _-]|art(?:i|icle)?|news|content|wz|xl|wenzhang|info|doc|detail|activity)"
    "[_-]?(?:title|tit|biaoti|bt|h1)(?:$|[ _-]|[0-9])|activity-name"
)
TITLE_IN_CAPITALS = re.compile("(?:^| )title[A-Z]")  # titleT, titleName
WHITE = re.compile("[ \t\r\n\f]+")
ANNEX = re.compile(
    "[ \t\r\n\u3000]{0,20}附[件录錄表][ \u3000]{0,2}[0-9０-９一二三四五六七八九十]{0,3}"
)
# The names that pages of public offices give title, date and source (政府网站发展指引, 附件 3), and
# Open Graph's, and what systems that publish articles write.
META_NAMES = {
    "articletitle": "title", "og:title": "title", "pubdate": "date", "publishdate": "date", "article:published_time": "date",  # noqa: E501
    "article-date": "date", "og:article:published_time": "date", "og:release_date": "date", "publish_time": "date", "datepublished": "date",  # noqa: E501
    "weibo: article:create_at": "date", "dc.date": "date", "dcterms.issued": "date", "pub_date": "date", "publish-date": "date",  # noqa: E501
    "author": "editor", "og:site_name": "site", "article:author": "author", "article-author": "author", "og:article:author": "author",  # noqa: E501
    "contentsource": "source", "article:source": "source",
}  # fmt: skip


def count_characters(
    root: etree._Element, counts_as: Callable[[str], bool]
) -> dict[etree._Element, int]:
    """How many characters of a kind each element holds, scripts and styles left out."""
    counts: dict[etree._Element, int] = {}
    sums: list[int] = [0]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            sums.append(
                0 if element.tag in SILENT_TAGS else sum(map(counts_as, element.text or ""))
            )
            if element.tag in SILENT_TAGS:
                walker.skip_subtree()
        else:
            counts[element] = sums.pop()
            sums[-1] += counts[element] + sum(map(counts_as, element.tail or ""))
    return counts


def inner_texts(element: etree._Element) -> Iterator[str]:
    """The pieces of text inside an element, scripts inside it and comments left out."""
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if event == "start":
            if inner is not element and inner.tag in SILENT_TAGS:
                walker.skip_subtree()
            elif inner.text:
                yield inner.text
            if inner.tag == "br":
                yield " "
        elif inner is not element:
            if inner.tag in BLOCK_TAGS:
                yield " "
            if inner.tail:
                yield inner.tail


def is_set_aside(element: etree._Element) -> bool:
    """Whether an element is set right or centred: a signature, the title of an annex."""
    return (element.get("align") or "").lower() in ("right", "center") or bool(
        ALIGNED.search((element.get("style") or "")[:2000].lower())
    )


def is_called_title(element: etree._Element) -> bool:
    """Whether a page calls an element the title of its article, by tag, class or id."""
    if element.tag in ("h1", "ucaptitle"):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    return bool(TITLE_NAME.search(names.lower()) or TITLE_IN_CAPITALS.search(names))


def collapse_blanks(raw: str) -> str:
    """Text with white space as a browser shows it;
    a line break of the file between 汉字 vanishes.
    """

    def blank(match: re.Match[str]) -> str:
        left, right = raw[match.start() - 1 : match.start()], raw[match.end() : match.end() + 1]
        if match.start() < 40 and ANNEX.fullmatch(raw, 0, match.start()):
            return " "
        return "" if "\n" in match.group() and (left > "\u2e80" or right > "\u2e80") else " "

    return WHITE.sub(blank, raw)
