"""The 编者说明 of a book that was taken in: where the text is from and what was done to it, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from duben.intake import escaping
from duben.intake.document import Intake

Words = dict[str, str]

HANS: Words = {
    "title": "编者说明", "from": "正文录自《{title}》", "file": "正文录自文件“{title}”", "source": "，出处：{source}", "date": "，日期：{date}",
    "day": "{0.year}年{0.month}月{0.day}日", "end": "。",
    "kept": "文字照录原文，未作增删。", "all": "文字和标点照录原文，未作改动。", "marks": "排版时只改了标点：{what}。",
    "wide": "汉字旁的半角标点改为全角 {count} 处", "quotes": "直引号改为弯引号 {count} 处", "dashes": "双连字符改为破折号 {count} 处",
    "unseen": "多余的空格和不可见字符去掉 {count} 处", "and": "，",
    "page": "原件中与正文无关的文字（如网站名称、栏目、分享按钮）共 {count} 处，没有收入。", "contents": "原件正文前的目录由本书目录代替。",
    "picture": "原件中的 {count} 幅图片没有收入。", "moved": "原件开头的{what}移到封面和版权页。", "list": "、",
    "to title": "标题", "to subtitle": "题注", "to authors": "署名", "to date": "日期", "to source": "出处",
}  # fmt: skip
HANT: Words = {
    "title": "編者說明", "from": "正文錄自《{title}》", "file": "正文錄自檔案「{title}」", "source": "，出處：{source}", "date": "，日期：{date}",
    "day": "{0.year}年{0.month}月{0.day}日", "end": "。",
    "kept": "文字照錄原文，未作增刪。", "all": "文字和標點照錄原文，未作改動。", "marks": "排版時只改了標點：{what}。",
    "wide": "漢字旁的半形標點改為全形 {count} 處", "quotes": "直引號改為彎引號 {count} 處", "dashes": "雙連字號改為破折號 {count} 處",
    "unseen": "多餘的空格和不可見字元去掉 {count} 處", "and": "，",
    "page": "原件中與正文無關的文字（如網站名稱、欄目、分享按鈕）共 {count} 處，沒有收入。", "contents": "原件正文前的目錄由本書目錄代替。",
    "picture": "原件中的 {count} 幅圖片沒有收入。", "moved": "原件開頭的{what}移到封面和版權頁。", "list": "、",
    "to title": "標題", "to subtitle": "題註", "to authors": "署名", "to date": "日期", "to source": "出處",
}  # fmt: skip


def write(documents: Sequence[Intake]) -> str:
    """The chapter 编者说明, for the author to change; front matter."""
    words = HANT if documents[0].language == "zh-Hant" else HANS
    paragraphs = [f"# {words['title']} {{.front}}", *_origins(documents, words), _changes(documents, words), *_omissions(documents, words)]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _origins(documents: Sequence[Intake], words: Words) -> Iterator[str]:
    for document in documents:
        name = words["from" if document.titled else "file"].format(title=document.title if document.titled else document.file)
        source = words["source"].format(source=document.source) if document.source else ""
        day = words["date"].format(date=_day(document.date, words)) if document.date else ""
        yield escaping.paragraph(name + source + day + words["end"])


def _day(day: date, words: Words) -> str:
    return words["day"].format(day)


def _changes(documents: Sequence[Intake], words: Words) -> str:
    """What was mended, in numbers; "" for Markdown, which is taken as it is."""
    if all(document.markdown for document in documents):
        return ""
    counts = dict.fromkeys(("wide", "quotes", "dashes", "unseen"), 0)
    for document in documents:
        for mend in document.mended:
            counts[_kind(mend.old, mend.new)] += 1
    told = [words[kind].format(count=count) for kind, count in counts.items() if count]
    return words["kept"] + words["marks"].format(what=words["and"].join(told)) if told else words["all"]


def _kind(old: str, new: str) -> str:
    if not new.strip():
        return "unseen"
    return {'"': "quotes", "'": "quotes", "--": "dashes"}.get(old, "wide")


def _omissions(documents: Sequence[Intake], words: Words) -> Iterator[str]:
    kinds = [left.kind for document in documents for left in document.left_out]
    told = [words[kind].format(count=kinds.count(kind)) for kind in ("page", "contents", "picture") if kind in kinds]
    homes = {move.to for document in documents for move in document.moved}
    names = [words[f"to {home}"] for home in ("title", "subtitle", "authors", "date", "source") if home in homes]
    if names and len(documents) == 1:
        told.append(words["moved"].format(what=words["list"].join(names)))
    if told:
        yield "".join(told)
