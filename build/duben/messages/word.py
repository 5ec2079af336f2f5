"""Messages about taking Word files in."""

from duben.messages.bilingual import Message

SAVE_AS = (
    "请用 Word 或 WPS 打开，点“另存为”，类型选“Word 文档（.docx）”，再导入另存的文件。",
    "Open it in Word or WPS, choose “Save as”, “Word document (.docx)”, and import that file.",
)
MESSAGES: dict[str, Message] = {
    "word-broken": Message(
        "文件已损坏，打不开。", "The file is broken and cannot be opened.",
        "请在 Word 或 WPS 里打开它，能打开就另存为 .docx；打不开就重新复制或下载。",
        "Open it in Word or WPS and save it as .docx; where that fails, copy or download it again.",
    ),
    "word-no-text": Message(
        "这个文件里没有 Word 的正文（document.xml 缺失或损坏）。", "There is no text of Word in this file (document.xml is missing or broken).",
        *SAVE_AS,
    ),
    "word-password": Message(
        "文件加了密码，读不出来。", "The file is locked with a password.",
        "请在 Word 或 WPS 里输入密码打开，取消密码后另存，再导入。", "Open it with its password in Word or WPS, take the password off, save, and import that.",
    ),
    "word-legacy": Message(
        "这是老格式的文件（.doc、.wps 或 .rtf），要先转成 .docx 才能导入。", "This file is of an old kind (.doc, .wps or .rtf); it must become .docx first.",
        "请用 Word 或 WPS 打开，点“另存为”，类型选“Word 文档（.docx）”；装了 LibreOffice 的电脑会自动转换。",
        "Open it in Word or WPS and save it as “Word document (.docx)”; where LibreOffice is installed this is done for you.",
    ),
    "word-xml": Message(
        "这是 Word 2003 的 XML 文件，要先转成 .docx 才能导入。", "This is the XML of Word 2003; it must become .docx first.",
        "请用 Word 或 WPS 打开，点“另存为”，类型选“Word 文档（.docx）”；装了 LibreOffice 的电脑会自动转换。",
        "Open it in Word or WPS and save it as “Word document (.docx)”; where LibreOffice is installed this is done for you.",
    ),
    "word-other-office": Message(
        "这是表格、幻灯片或别的办公文件，不是 Word 文档。", "This is a spreadsheet, slides or another file of an office, no Word document.",
        "只有文字文档可以导入；表格里的内容请复制到 Word 里，存为 .docx。", "Text documents alone are imported; copy what is needed into Word and save it as .docx.",
    ),
    "word-converted": Message(
        "已用 LibreOffice 把 {name} 转成 .docx 再读取，文本框、图形和个别编号可能有出入。", "{name} was turned into .docx by LibreOffice; text boxes, drawings and a number here and there may differ.",
        "请对照原文通读一遍；最好在 Word 或 WPS 里另存为 .docx 再导入。", "Read it against the original; better save it as .docx in Word or WPS and import that.",
    ),
    "word-not-converted": Message(
        "LibreOffice 没能把 {name} 转成 .docx：{reason}。", "LibreOffice could not turn {name} into .docx: {reason}.",
        *SAVE_AS,
    ),
    "word-original-kind": Message(
        "--original 只用于 .docx 文件。", "--original is for .docx files alone.",
        "去掉 --original。", "Leave --original out.",
    ),
    "word-too-large": Message(
        "文件解压后太大（{part}），没有读。", "Unpacked the file is too large ({part}); it was not read.",
        "如果是图片太多太大，请在 Word 里压缩图片后再存；来路不明的文件不要打开。", "If its pictures are too large, compress them in Word; do not open a file of unknown origin.",
    ),
    "word-too-many-parts": Message(
        "文件里有 {count} 个部件，最多 {limit} 个。", "The file has {count} parts, at most {limit} are read.",
        "请把文件分成几份再导入。", "Cut it into several files.",
    ),
    "word-doctype": Message(
        "文件里有不允许的声明（{part} 里的 DOCTYPE），没有读。", "The file holds a declaration that is not allowed (DOCTYPE in {part}); it was not read.",
        "Word 和 WPS 不会写这种声明，请核实文件的来路。", "Neither Word nor WPS writes it: see where the file comes from.",
    ),
    "word-nesting": Message(
        "文件里的表格或控件嵌套太深，没有读。", "Tables or controls are nested too deep in this file; it was not read.",
        "请在 Word 里把嵌套的表格拆开，再导入。", "Take the nested tables apart in Word and import it again.",
    ),
    "word-labels": Message(
        "自动编号 {count} 个（{series} 组）已改为文字。", "Automatic numbers were typed out: {count} in {series} series.",
        "各组的第一个和最后一个列在“改正”里，请核对。", "The first and last of each are listed under “Mended”: compare them.",
    ),
    "word-number-format": Message(
        "编号格式 {format} 不认识，写成了阿拉伯数字。", "The number format {format} is not known; figures were written.",
        "请对照原文改编号。", "Correct the numbers by the original.",
    ),
    "word-revisions": Message(
        "文件里有修订，按接受修订后的文字导入；删去和移走的有 {count} 处，略去并列出。", "The file has tracked changes; the text after them was taken, {count} passages taken out are listed.",
        "各处改动列在 _revisions.md；要修订前的文字，加 --original 再导入。", "_revisions.md lists each; import it with --original for the text before them.",
    ),
    "word-original": Message(
        "按修订前的文字导入；修订中加入的有 {count} 处，略去并列出。", "The text before the tracked changes was taken; {count} passages put in by them are listed.",
        "要修订后的文字，去掉 --original。", "Leave --original out for the text after them.",
    ),
    "word-macros": Message(
        "文件里有宏，没有读，也不会运行。", "The file holds macros; they were neither read nor run.",
        "只取文字，不必处理。", "Nothing needs to be done.",
    ),
    "word-picture": Message(
        "图片没有收入：{picture}（链接到文件外、已损坏，或不是能用的图片格式）。", "A picture was left out: {picture} (linked, broken, or of a kind that cannot be used).",
        "需要的话，把图片存为 PNG 或 JPEG 放进 images 文件夹，在这一行写 ![说明](images/文件名.png)。",
        "If it is needed, save it as PNG or JPEG in images/ and write ![words](images/name.png) on this line.",
    ),
    "word-inline-picture": Message(
        "夹在文字中间的图片 {count} 张，移到所在段落之后：{text}", "Pictures amid the words of a paragraph, {count}, stand behind it: {text}",
        "图片如果是公式或符号，请把它写进文字里。", "Where a picture is a formula or a sign, type it into the text.",
    ),
    "word-drawing": Message(
        "{what}没有收入。", "A drawing was left out: {what}.",
        "需要的话，在 Word 里把它另存为图片，放进 images 文件夹。", "If it is needed, save it as a picture in Word and put it into images/.",
    ),
    "word-formula": Message(
        "公式 {count} 个，写成了一行文字：{text}", "Formulas became lines of text, {count}: {text}",
        "各个公式列在 import.json 的 unsure 里，请对照原文；复杂的公式请截图放进 images 文件夹。", "They stand in import.json under unsure: compare them; put a picture of a complex one into images/.",
    ),
    "word-symbol": Message(
        "符号字体里的符号有 {count} 个不认识（{text}），写成了 □。", "Signs of symbol fonts that are not known: {count} ({text}); they became □.",
        "请对照原文改成相应的字符。", "Put the right character in its place.",
    ),
    "word-broken-reference": Message(
        "交叉引用有 {count} 处已失效，印出来是“错误”：{text}", "Cross references are broken at {count} places and print as errors: {text}",
        "请改成正确的文字。", "Correct the words.",
    ),
    "word-broken-field": Message(
        "有 {count} 处域不完整，里面的文字照原样保留。", "Fields are incomplete at {count} places; the text in them was kept.",
        "请对照原文看看有没有多出来的文字。", "See whether there is text that should not be there.",
    ),
    "word-note-lost": Message(
        "这里的注号没有对应的注文。", "A sign here has no note.",
        "请补上注文，或删去注号。", "Write the note, or take the sign out.",
    ),
    "word-nested-table": Message(
        "单元格或注里的表格（{count} 个）已改成文字，一行一段。", "Tables inside cells or notes, {count}, became text, a line a row.",
        "请对照原文；需要表格的，请拆成两个表。", "Compare it with the original; make two tables of it if need be.",
    ),
    "word-wide-table": Message(
        "超过 {text} 列的表格（{count} 个）已改成文字，一行一段。", "Tables of more than {text} columns, {count}, became text, a line a row.",
        "请对照原文；需要表格的，请拆成两个表。", "Compare it with the original; make two tables of it if need be.",
    ),
    "word-chunk": Message(
        "文件里嵌了另一个文件（{name}），没有读。", "Another file is embedded here ({name}); it was not read.",
        "请在 Word 里打开，另存为 .docx 后再导入。", "Open it in Word, save it as .docx, and import that.",
    ),
    "word-chunk-read": Message(
        "文件里嵌了另一个文件（{name}），它的文字已并在这里。", "Another file is embedded here ({name}); its text was taken at this place.",
        "请对照原文看看位置和格式。", "See whether it stands where it should.",
    ),
    "intake-lost": Message(
        "有 {count} 个字既不在书稿里，也不在清单里：{text}。这是本程序的错误。", "{count} characters are neither in the manuscript nor in the list: {text}. This is a fault of the program.",
        "请对照原文补上，并把文件和这条提示报告给我们。", "Put them in by the original, and report the file with this message.",
    ),
}  # fmt: skip
