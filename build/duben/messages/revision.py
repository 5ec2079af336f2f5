"""Messages about versions, their records and what changed between them."""

from duben.messages.bilingual import Message

MESSAGES: dict[str, Message] = {
    "record-missing": Message(
        "没有这份印本记录：{path}", "There is no such record of a print: {path}",
        "每次制作时，记录写在成品旁边，名为“书名-版次.record.json”；印发过的可以在书稿的 prints 文件夹里找。",
        "Each build writes one beside its outputs, ID-VERSION.record.json; those of printed versions may lie in BOOK/prints."),
    "record-broken": Message(
        "这份印本记录读不出来（{reason}）：{path}", "This record of a print cannot be read ({reason}): {path}",
        "请另找一份；有当时的书稿，也可以用 duben build 重新制作一份。",
        "Find another copy of it; if you have the text of that version, build it again."),
    "record-other-version": Message(
        "{name} 是第{old}版的印本记录，不能用第{new}版的盖掉它。", "{name} is the record of version {old} and will not be replaced by that of version {new}.",
        "在 book.toml 的 [book] 下换一个 version，例如整数。", "Choose another version below [book] in book.toml, such as a whole number."),
    "record-same-version": Message(
        "文字和上次制作的第{version}版不一样，版次却没有变（上次的记录在 {folder} 里）。",
        "The text differs from version {version} as it was made before (its record is in {folder}), but the version is the same.",
        "那一版已经印发的，请在 book.toml 的 [book] 下改 version，没有这一行就加上，例如 version = \"2\"；还在改稿的，不必理会。",
        "If that version was printed and given out, change version below [book] in book.toml, or add it there, such as version = \"2\"; while you are still writing never mind."),
    "record-printed": Message(
        "第{version}版已经印发，它的记录在 prints 里，文字和现在的不同。", "Version {version} was printed, as its record in prints says, with another text.",
        "在 book.toml 的 [book] 下把 version 改成下一版（没有这一行就加上，例如 version = \"2\"），再用 --printed。", "Change version below [book] in book.toml, or add it there (version = \"2\"), then use --printed again."),
    "build-file-record": Message("{name}（印本记录，以后做勘误表用）", "{name} (the record of this print, for later corrections)"),
    "record-kept": Message("印本记录已存入 {path}", "The record of this print is kept: {path}"),
    "compare-errors": Message(
        "“{name}”有 {errors} 个错误，没有比较：读不出来的文字会被当成删掉的。", "“{name}” has errors ({errors}) and was not compared: what cannot be read would be told as taken out.",
        "改正下面各处，再运行一次。", "Correct the places below and run it again."),
    "handed": Message("{name}　{what}", "{name}: {what}"),
    "handed-pages": Message("{name}，{pages} 页　{what}", "{name}, pages: {pages}: {what}"),
    "handed-report.html": Message("修订说明，每一处都列出（网页）", "the report with every change, as a web page"),
    "handed-report.pdf": Message("修订说明：先看这个", "the report: look here first"),
    "handed-errata.pdf": Message("勘误表，发给拿着旧版的读者", "the slip of corrections, for readers of the old copies"),
    "handed-marked.pdf": Message("有改动的各页，画了标记", "the pages with changes, marked"),
    "handed-replacement.pdf": Message("换页，双面打印，发给拿着旧版的读者", "replacement pages, to be printed on both sides, for readers of the old copies"),
    "handed-replacement.record.json": Message("换过页的印本的记录，发了换页就存进 prints 文件夹", "the record of copies with these pages: keep it in prints/ once they are sent out"),
    "handed-changes.json": Message("供别的程序读", "for programs"),
    "compare-advice": Message("怎么办：{line}", "What to do: {line}"),
    "compare-undated": Message(
        "勘误表没有印日期，留了空白手填：书的日期同旧版一样，是原文的日期。要印上，加 --date 2026-11-24（哪天改的就写哪天）",
        "The slip has a blank for the day, to be filled in by hand: the book's date is that of its text. To print it: --date 2026-11-24",
    ),
    "compare-done": Message("完成：{files} 个文件，在 {output}", "Done: files: {files}, in {output}"),
    "stage-revision": Message("写修订说明", "writing what changed"),
    "help-compare-output": Message(
        "再写出修订说明、勘误表、标出改动的页、换页，放在这个文件夹。",
        "Also write the report, the slip of corrections, marked and replacement pages, into this folder."),
    "help-printed": Message(
        "这次的成品要付印：把印本记录存进书稿的 prints 文件夹，以后据此做勘误表。",
        "This goes to print: keep its record in BOOK/prints, for later slips of corrections."),
}  # fmt: skip
