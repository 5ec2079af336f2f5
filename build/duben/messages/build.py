"""Messages about making outputs: fonts, pages, EPUB, files written."""

from duben.messages.bilingual import Message

MESSAGES: dict[str, Message] = {
    "note-too-long": Message(
        "这条注释约有 {lines} 行，一页放不下（最多 {limit} 行）。",
        "This note has about {lines} lines, more than a page can hold ({limit}).",
        "请把长注释改写成正文的一段，或放进附录一章，注释里只说“见……”。",
        "Make it a paragraph of the text or a chapter of its own, and let the note only point there.",
    ),
    "not-in-the-book": Message(
        "模板或样式要用书稿里没有的东西：{name}。",
        "A template or a style asks for something that is not in the book: {name}.",
        "请从自己的模板或样式表中删去它；图片请放进书稿，在正文里引用。",
        "Take it out of your template or style sheet; put pictures into the manuscript and name them in the text.",
    ),
    "references-unsettled": Message(
        "正文里的页码引用没有排稳：页码一填进去，后面的页就会移动。",
        "The page numbers in the text could not be settled: setting them moves the pages that they name.",
        "请把“（第…页）”所在的那句话稍改长短，再生成一次。",
        "Make a sentence with a cross reference a little longer or shorter and build again.",
    ),
    "pdf-active": Message(
        "PDF 中含有不许放进书里的内容：{what}。",
        "The PDF holds something that must not be in a book: {what}.",
        "链接只能指向书里的 #标识、https://、http:// 或 mailto:；附件、表单、脚本都不放。请在这个模板或样式表中改正。",
        "Links lead to an #id of the book, https://, http:// or mailto:; attachments, forms and scripts stay out. Correct this template or style sheet.",
    ),
    "cover-pages": Message(
        "封面只能占一页，现在排成了 {pages} 页。",
        "The cover has one page only; it has become {pages} pages.",
        "请缩短书名、副题等，或者把自己的模板、样式中的字号和间距改小。",
        "Shorten the title, subtitle and the like, or make what stands on it smaller in your own template or style sheet.",
    ),
    "back-cover-pages": Message(
        "封底只能占一页，现在排成了 {pages} 页。",
        "The back cover has one page only; it has become {pages} pages.",
        "请缩短书名、副题等，或者把自己的模板、样式中的字号和间距改小。",
        "Shorten the title, subtitle and the like, or make what stands on it smaller in your own template or style sheet.",
    ),
    "epub-active": Message(
        "EPUB 中的 {file} 含有不许放进电子书的内容：{what}。",
        "{file} in the EPUB holds something that must not be in an e-book: {what}.",
        "电子书里不放脚本、表单、外部资源和样式属性；如使用了自己的模板，请从模板中删去。",
        "Scripts, forms, style attributes and anything from outside stay out of it; if you use a template of your own, take it out there.",
    ),
    "epub-not-well-formed": Message(
        "EPUB 中的 {file} 不是完整的 XHTML：{reason}。",
        "{file} in the EPUB is not well-formed XHTML: {reason}.",
        "多半是自己的模板漏了结束标记，或者正文里有不可见的控制字符。",
        "Mostly a template of your own that leaves a tag open, or an invisible control character in the text.",
    ),
    "epub-id-twice": Message(
        "EPUB 中的 {file} 有两处用了同一个标识“{id}”。",
        "{file} in the EPUB has the id “{id}” twice.",
        "请给其中一处换一个标识（{{#…}}）。",
        "Give one of them another id ({{#…}}).",
    ),
    "epub-link": Message(
        "EPUB 中的 {file} 有一个链接没有去处：{what}。",
        "{file} in the EPUB has a link that leads nowhere: {what}.",
        "请检查所指的标题或文件是否还在。",
        "See whether the heading or file that it names is still there.",
    ),
    "epub-style": Message(
        "样式表 {file} 要用外部的或不安全的东西：{what}。",
        "The style sheet {file} asks for something from outside or unsafe: {what}.",
        "请从样式表中删去 url(…)、网址、@import 和 position: fixed。",
        "Take url(…), addresses, @import and position: fixed out of the style sheet.",
    ),
    "epub-picture": Message(
        "图片 {name} 没有交给电子书。",
        "The picture {name} was not handed to the e-book.",
        "请检查图片文件是否在书稿的文件夹里，是否为 PNG 或 JPEG。",
        "See whether the file is in the manuscript’s folder and is a PNG or JPEG.",
    ),
    "epub-page-nowhere": Message(
        "印本的第 {page} 页在电子书里找不到对应的文字。",
        "Page {page} of the printed edition has no place in the e-book.",
        "这是程序的错误，请报告。",
        "This is a fault of the program; please report it.",
    ),
    "epub-hidden": Message(
        "这一行使电子书里 {count} 段文字看不见，从“{text}”起。",
        "This line hides text of the e-book: paragraphs: {count}, from “{text}” on.",
        "请改掉或删去这一行；不要的文字，请从书稿里删去。",
        "Change the line or take it out; take text that is not wanted out of the manuscript.",
    ),
    "font-missing": Message(
        "找不到字体文件 {file}（{family}）。",
        "The font file {file} ({family}) was not found.",
        "请安装 Debian 软件包 {package}：sudo apt install {package}；没有管理员权限时，把字体文件放进 ~/.local/share/fonts，或用环境变量 DUBEN_FONTS 指明所在文件夹。",
        "Install the Debian package {package}: sudo apt install {package}. Without rights to do so, put the file into ~/.local/share/fonts, "
        "or name its folder in the environment variable DUBEN_FONTS.",
    ),
    "font-substituted": Message(
        "没有楷体字体 {asked}，改用 {used}。",
        "The font {asked} is not installed; {used} stands in for it.",
        "要用楷体，请安装 Debian 软件包 {package}：sudo apt install {package}。",
        "For 楷体 install the Debian package {package}: sudo apt install {package}.",
    ),
    "font-not-there": Message(
        "没有找到字体“{asked}”（[fonts] {key}），改用 {used}。",
        "The font “{asked}” ([fonts] {key}) was not found; {used} stands in for it.",
        "相近的有：{nearest}；把字体装在系统里，或放进书稿的 fonts 文件夹，写它的文件名",
        "near to it: {nearest}; install it, or put the file into the book's folder fonts and name the file",
    ),
    "font-restricted": Message(
        "字体“{family}”（{file}）不许嵌入文件（fsType {bits}），不能用。",
        "The font “{family}” ({file}) may not be embedded in a file (fsType {bits}); it is refused.",
        "换一种字体，或向字体厂商取得可以嵌入的版本。",
        "Choose another font, or ask its maker for one that may be embedded.",
    ),
    "font-broken": Message(
        "{file} 读不出来，不是完好的字体（“{asked}”）。",
        "{file} cannot be read; it is no sound font (“{asked}”).",
        "请换一个完好的 .ttf、.otf 或 .ttc 文件。",
        "Take a sound .ttf, .otf or .ttc file.",
    ),
    "font-lacks": Message(
        "字体“{asked}”缺 {count} 个要用的字，改用 {used}：{characters}",
        "The font “{asked}” lacks characters of the book ({count}); {used} stands in for them: {characters}",
        "想要字形一致，换一种收字多的字体。",
        "For one look choose a font with more characters.",
    ),
    "font-marks": Message(
        "字体“{asked}”里的 {marks} 不是一个汉字宽，这几个符号改用本程序的宋体。",
        "In the font “{asked}” {marks} are not as wide as a 汉字; our 宋 stands in for these marks.",
        "",
        "",
    ),
    "glyph-missing": Message(
        "所选字体中没有这些字：{characters}。",
        "No chosen font has these characters: {characters}.",
        '请核对是否打错；确需使用，可改用其他写法，或在 book.toml 的 [text] 中设 missing_glyph = "warning"（印出来将是空框）。',
        'See whether they are typing errors; if not, write it another way, or set missing_glyph = "warning" under [text] in book.toml '
        "(they will be printed as empty boxes).",
    ),
    "library-missing": Message(
        "这台电脑缺少制作 PDF 所需的程序库 {file}。",
        "This machine lacks the library {file}, without which no PDF can be made.",
        "请安装 Debian 软件包：sudo apt install {package}。",
        "Install the Debian package: sudo apt install {package}.",
    ),
    "library-slow": Message(
        "这台电脑缺少程序库 {file}，制作 PDF 会慢三到十倍。",
        "This machine lacks the library {file}; making a PDF takes three to ten times as long.",
        "请安装 Debian 软件包：sudo apt install {package}。",
        "Install the Debian package: sudo apt install {package}.",
    ),
    "cover-light": Message(
        "封面深色的地方占{share}％，办公室激光打印机印不匀、费墨粉：小册子的封面换成了浅色的一种，屏幕版、印刷版和电子书照旧。",
        "{share} % of the cover is dark, which an office laser prints unevenly: the booklet has the light variant; "
        "screen, press and EPUB are as designed.",
    ),
    "booklet-sheet": Message(
        "小册子的一面放两页（{page}），A4纸放不下，排在{sheet}纸上。",
        "Two pages of {page} do not fit on a sheet of A4: the booklet stands on {sheet}.",
        "请用能印{sheet}的打印机；要用A4纸，就把 book.toml 里 [print] 的 size 改成 A5、大32开或32开。",
        "Print it on a printer for {sheet}; for A4 set size under [print] in book.toml to A5, 大32开 or 32开.",
    ),
    "booklet-thick": Message(
        "小册子有 {sheets} 张纸（{pages} 页），骑马订一般只能订 {most} 张。",
        "The booklet has {sheets} sheets ({pages} pages); a staple holds about {most}.",
        '可在 book.toml 的 [print] 中设 split = true，分订成 {parts} 本；或设 binding = "glued" 送去胶装；厚纸、长钉可改 staple_sheets。',
        'Set split = true under [print] in book.toml to have it as {parts} booklets, or binding = "glued" and have it glued; '
        "with a stronger stapler raise staple_sheets.",
    ),
    "booklet-split": Message(
        "小册子有 {sheets} 张纸，超过一钉 {most} 张，已分成 {parts} 本，依次排在同一个文件里。",
        "The booklet has {sheets} sheets, more than the {most} that a staple holds; it is split into {parts} booklets, one after the other in the file.",
        "打印后请按 docs/printing.zh-CN.md 所说分开折叠、装订。",
        "Fold and staple each on its own, as docs/printing.md says.",
    ),
    "folio-missing": Message(
        "PDF 中这些页没有印页码（从封面数起）：{pages}",
        "These pages of the PDF lack their folio (counted from the cover): {pages}",
        "这是程序的错误，请报告；这份文件先不要分发。",
        "It is a fault of the program: please report it, and do not hand out this file.",
    ),
    "head-missing": Message(
        "PDF 中这些页没有印书眉（从封面数起）：{pages}",
        "These pages of the PDF lack their running head (counted from the cover): {pages}",
        "这是程序的错误，请报告；这份文件先不要分发。",
        "It is a fault of the program: please report it, and do not hand out this file.",
    ),
    "text-off-page": Message(
        "PDF 从封面数起的第 {page} 页有字排到了纸外：“{text}”。",
        "Page {page} of the PDF (counted from the cover) has text that runs over the edge of the paper: “{text}”.",
        "请改短其中不能断开的长串字母或数字，少套几层；用了自己的样式的，先不用它再试。",
        "Shorten what cannot be broken in it, or nest it less; with a style of your own, try without it first.",
    ),
    "text-missing": Message(
        "{output} 中缺了这段文字：“{expected}”。",
        "The {output} lacks this text: “{expected}”.",
        "这份文件不可使用。如用了自己的模板或样式，先不用它们再试；否则是程序的错误，请报告。",
        "Do not use this file. If you have templates or styles of your own, try without them; else it is a fault of the program: please report it.",
    ),
    "text-doubled": Message(
        "{output} 中这段文字出现了两次：“{found}”。",
        "The {output} has this text twice: “{found}”.",
        "这份文件不可使用。如用了自己的模板或样式，先不用它们再试；否则是程序的错误，请报告。",
        "Do not use this file. If you have templates or styles of your own, try without them; else it is a fault of the program: please report it.",
    ),
    "text-changed": Message(
        "{output} 的文字与原稿不同：原稿“{expected}”，{output}“{found}”。",
        "The text of the {output} is not that of the source: source “{expected}”, {output} “{found}”.",
        "这份文件不可使用。如用了自己的模板或样式，先不用它们再试；否则是程序的错误，请报告。",
        "Do not use this file. If you have templates or styles of your own, try without them; else it is a fault of the program: please report it.",
    ),
    "text-moved": Message(
        "{output} 中这段文字不在原来的位置：“{expected}”。",
        "In the {output} this text stands in another place than in the source: “{expected}”.",
        "这份文件不可使用。如用了自己的模板或样式，先不用它们再试；否则是程序的错误，请报告。",
        "Do not use this file. If you have templates or styles of your own, try without them; else it is a fault of the program: please report it.",
    ),
    "text-added": Message(
        "{output} 中此处附近多出了原稿没有的文字：“{found}”。",
        "Near this place the {output} has text that is not in the source: “{found}”.",
        "如果是自己的模板或样式加上的，不必理会；否则这份文件不可使用，请报告。",
        "If a template or style of your own adds it, all is well; else do not use this file, and please report it.",
    ),
    "text-many": Message(
        "{output} 与原稿的不同超过 {most} 处，其余不再列出。",
        "The {output} differs from the source in more than {most} places; the others are not told.",
        "这份文件不可使用；通常是自己的模板或样式漏掉了整个部分。",
        "Do not use this file; mostly a template or style of your own leaves out a whole part.",
    ),
}
