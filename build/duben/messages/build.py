"""Rows about making outputs: fonts, pages, EPUB, files written."""

from duben.messages.row import Row

ROWS: dict[str, Row] = {
    "epub-active": Row(
        "EPUB 中的 {file} 含有不许放进电子书的内容：{what}。",
        "{file} in the EPUB holds something that must not be in an e-book: {what}.",
        "电子书里不放脚本、表单、外部资源和样式属性；如使用了自己的模板，请从模板中删去。",
        "Scripts, forms, style attributes and anything from outside stay out of it; if you use a template of your own, take it out there.",
    ),
    "epub-not-well-formed": Row(
        "EPUB 中的 {file} 不是完整的 XHTML：{reason}。",
        "{file} in the EPUB is not well-formed XHTML: {reason}.",
        "多半是自己的模板漏了结束标记，或者正文里有不可见的控制字符。",
        "Mostly a template of your own that leaves a tag open, or an invisible control character in the text.",
    ),
    "epub-id-twice": Row(
        "EPUB 中的 {file} 有两处用了同一个标识“{id}”。",
        "{file} in the EPUB has the id “{id}” twice.",
        "请给其中一处换一个标识（{{#…}}）。",
        "Give one of them another id ({{#…}}).",
    ),
    "epub-link": Row(
        "EPUB 中的 {file} 有一个链接没有去处：{what}。",
        "{file} in the EPUB has a link that leads nowhere: {what}.",
        "请检查所指的标题或文件是否还在。",
        "See whether the heading or file that it names is still there.",
    ),
    "epub-style": Row(
        "样式表 {file} 要用外部的或不安全的东西：{what}。",
        "The style sheet {file} asks for something from outside or unsafe: {what}.",
        "请从样式表中删去 url(…)、@import 和 position: fixed。",
        "Take url(…), @import and position: fixed out of the style sheet.",
    ),
    "epub-picture": Row(
        "图片 {name} 没有交给电子书。",
        "The picture {name} was not handed to the e-book.",
        "请检查图片文件是否在书稿的文件夹里，是否为 PNG 或 JPEG。",
        "See whether the file is in the manuscript’s folder and is a PNG or JPEG.",
    ),
    "epub-page-nowhere": Row(
        "印本的第 {page} 页在电子书里找不到对应的文字。",
        "Page {page} of the printed edition has no place in the e-book.",
        "这是程序的错误，请报告。",
        "This is a fault of the program; please report it.",
    ),
}
