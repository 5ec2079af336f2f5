"""Messages about printed forms: the draft and its lines, the press, the sheets, the imprint."""

from duben.messages.bilingual import Message

MESSAGES: dict[str, Message] = {
    "help-metavar-where": Message("页:行|文件.md:行[:列]", "PAGE:LINE|FILE.md:LINE[:COLUMN]"),
    "imprint-permit": Message(
        "“{kind}”的封面要印准印证编号，[imprint] 里没有 permit。",
        "The cover of a “{kind}” shows the number of its 准印证; [imprint] has no permit.",
        '写上 permit = "（编号）"；没有准印证的学习材料，把 kind 改成“学习资料”，机关自己的传达提纲改成“公文性材料”。',
        'Write permit = "(number)"; material without a 准印证 is “学习资料”, an office’s own outline “公文性材料”.',
    ),
    "imprint-issuer": Message(
        "“{kind}”要印明编印单位，[imprint] 里没有 issuer。",
        "A “{kind}” says who issues it; [imprint] has no issuer.",
        '写上 issuer = "编印单位全称"。',
        'Write issuer = "full name".',
    ),
    "imprint-recipients": Message(
        "“{kind}”要印明发送对象，[imprint] 里没有 recipients。",
        "A “{kind}” says for whom it is; [imprint] has no recipients.",
        '写上 recipients = "系统内各单位"，不得发到系统以外。',
        'Write recipients = "…": it does not leave the system.',
    ),
    "imprint-printer": Message(
        "“{kind}”要印明印刷单位，[imprint] 里没有 printer。",
        "A “{kind}” says who printed it; [imprint] has no printer.",
        '写上 printer = "印刷单位全称"。',
        'Write printer = "full name".',
    ),
    "imprint-printed": Message(
        "“{kind}”要印明印刷日期，[imprint] 里没有 printed。",
        "A “{kind}” says when it was printed; [imprint] has no printed.",
        '写上 printed = "2026年1月"。',
        'Write printed = "2026年1月".',
    ),
    "imprint-copies": Message(
        "“{kind}”要印明印数，[imprint] 里没有 copies。",
        "A “{kind}” says how many copies were printed; [imprint] has no copies.",
        "写上 copies = 500。",
        "Write copies = 500.",
    ),
    "imprint-kind": Message(
        "写了准印证编号，类别却是“{kind}”，编号不会印在封面上。",
        "There is a 准印证 number, but the kind is “{kind}”: the number will not stand on the cover.",
        '有准印证的，写 kind = "内部资料"；没有的，删去 permit。',
        'With a 准印证 write kind = "内部资料"; else take permit away.',
    ),
    "press-profile": Message(
        "这台电脑缺少印刷色彩特性文件 {file}。",
        "This machine lacks the colour profile {file}, without which no file for a press can be made.",
        "请安装 Debian 软件包：sudo apt install {package}。",
        "Install the Debian package: sudo apt install {package}.",
    ),
    "press-coarse": Message(
        "图片 {name} 印出来只有每英寸 {dpi} 点，低于 {most} 点会发虚。",
        "The picture {name} is printed with {dpi} dots per inch; below {most} it looks blurred.",
        "请换一张像素更多的原图，或在样式里把它排小。",
        "Take a picture of more pixels, or set it smaller in your style.",
    ),
    "cover-coarse": Message(
        "封面图片 {name} 印出来只有每英寸 {dpi} 点，低于 {least} 点会发虚。",
        "The cover's picture {name} is printed with {dpi} dots per inch; below {least} it looks blurred.",
        "请换一张至少 {width} × {height} 像素的原图。",
        "Take one of {width} × {height} pixels at least.",
    ),
    "press-shading": Message(
        "样式里有渐变色，印刷版只用单黑，渐变没有转换。",
        "A style has a gradient; the press prints black alone, and it was not turned to grey.",
        "请从自己的样式中去掉渐变。",
        "Take gradients out of your own style.",
    ),
    "spine-pages": Message(
        "书脊只能占一页，现在排成了 {pages} 页。",
        "The spine has one page only; it has become {pages} pages.",
        "请缩短书名，或者把自己的模板、样式中的字号改小。",
        "Shorten the title, or make what stands on it smaller in your own template or style sheet.",
    ),
    "guide-pages": Message(
        "印制说明只能占一页，现在排成了 {pages} 页。",
        "The guide for the printer has one page only; it has become {pages} pages.",
        "请缩短书名，或者把自己的模板、样式中的字号和间距改小。",
        "Shorten the title, or make what stands on it smaller in your own template or style sheet.",
    ),
    "page-G1": Message("A4纸（GB/T 9704 5.1，规定）", "A4 paper (GB/T 9704 5.1, 规定)"),
    "page-G2": Message(
        "天头37、订口28、版心156×225毫米（5.2.1，规定）",
        "head 37, binding edge 28, type area 156 × 225 mm (5.2.1, 规定)",
    ),
    "page-G3": Message(
        "每面22行、每行28字（5.2.3，一般）", "22 lines of 28 characters (5.2.3, 一般)"
    ),
    "page-G4": Message("正文3号仿宋（5.2.2，一般）", "text of 16 pt in 仿宋 (5.2.2, 一般)"),
    "page-G5": Message(
        "标题2号小标宋，居中（7.3.1，一般）", "title of 22 pt in 小标宋, centred (7.3.1, 一般)"
    ),
    "page-G6": Message(
        "主送机关顶格，末尾用冒号（7.3.2，规定）", "主送机关 flush left, with ： (7.3.2, 规定)"
    ),
    "page-G7": Message(
        "层次序数的字体：黑、楷、仿宋（7.3.3，一般）",
        "faces of the levels: 黑, 楷, 仿宋 (7.3.3, 一般)",
    ),
    "page-G8": Message("首页有正文（惯例）", "the first page has text (practice)"),
    "page-G9": Message(
        "页码4号，一字线，版心下7毫米（7.5，一般）",
        "folio of 14 pt between dashes, 7 mm below (7.5, 一般)",
    ),
    "page-G10": Message(
        "日期用阿拉伯数字（7.3.5.4，规定）", "dates in Arabic digits (7.3.5.4, 规定)"
    ),
    "page-G11": Message("各页行线对齐（6.2，规定）", "lines of all pages register (6.2, 规定)"),
    "page-G12": Message("字体都有名称（惯例）", "every face is named (practice)"),
    "page-G13": Message(
        "份号、密级、紧急程度顶格，自上而下（7.2.1至7.2.3，规定）",
        "份号, 密级, 紧急程度 flush left, in this order (7.2.1 to 7.2.3, 规定)",
    ),
    "page-G14": Message(
        "发文机关标志居中，上边缘距版心35毫米（信函距页边30，命令距版心20）（7.2.4、10，规定）",
        "发文机关标志 centred, 35 mm below the type area's edge; a letter 30 mm below the page's, an order 20 (7.2.4, 10, 规定)",
    ),
    "page-G15": Message(
        "发文字号在标志下空二行，居中（7.2.5，规定）",
        "发文字号 two lines below the mark, centred (7.2.5, 规定)",
    ),
    "page-G16": Message(
        "签发人居右空一字，姓名楷体，各行对齐（7.2.6，规定）",
        "签发人 one character in from the right, in 楷体, aligned (7.2.6, 规定)",
    ),
    "page-G17": Message(
        "红色分隔线与版心等宽，在发文字号下4毫米（7.2.7，规定）",
        "a red rule as wide as the text, 4 mm below 发文字号 (7.2.7, 规定)",
    ),
    "page-G18": Message(
        "附件说明空一行、左空二字，名称对齐，末尾无标点（7.3.4，规定）",
        "附件说明 a line below the text, two characters in, names aligned, without marks at their end (7.3.4, 规定)",
    ),
    "page-G19": Message(
        "署名和成文日期的位置（7.3.5，规定）",
        "where 署名 and 成文日期 stand (7.3.5, 规定)",
    ),
    "page-G20": Message(
        "附注加圆括号，左空二字，在日期下一行（7.3.6，规定）",
        "附注 in brackets, two characters in, on the line below the date (7.3.6, 规定)",
    ),
    "page-G21": Message(
        "附件另起一面，“附件”黑体顶格，标题在第三行居中（7.3.7，规定）",
        "an annex on a page of its own, 附件 in 黑体 flush left, its title on the third line (7.3.7, 规定)",
    ),
    "page-G22": Message(
        "版记在最后一面的末尾，线宽0.35、0.25毫米，4号字（7.4，规定）",
        "版记 at the foot of the last page, rules of .35 and .25 mm, 14 pt (7.4, 规定)",
    ),
    "page-G23": Message(
        "版记在双数面；空白面和它后面的版记面没有页码（7.5，惯例）",
        "版记 on an even page; a blank page and 版记 behind it have no number (7.5, practice)",
    ),
    "page-G24": Message(
        "信函的红色双线170毫米、首页没有页码（10.1，规定）",
        "a letter's double rules of 170 mm, no number on its first page (10.1, 规定)",
    ),
    "page-G25": Message(
        "出席、请假、列席黑体，左空二字，回行对齐（10.3，一般）",
        "出席, 请假, 列席 in 黑体, two characters in, aligned (10.3, 一般)",
    ),
    "page-G26": Message(
        "落款那一面有正文（7.3.5.5，一般）",
        "the page of the signature has text (7.3.5.5, 一般)",
    ),
    "where-form": Message(
        "看不懂“{text}”是哪一处。",
        "“{text}” names no place.",
        "送审稿上的一行写作 3:5 或 第3页第5行，书稿里的一处写作 01-文件.md:12 或 01-文件.md:12:4。",
        "A line of the draft is written 3:5, a place of the manuscript 01-file.md:12 or 01-file.md:12:4.",
    ),
    "where-no-page": Message(
        "送审稿没有第 {page} 页。",
        "The draft has no page {page}.",
        "正文各页为 {pages}；印稿若是改稿以前打印的，请先重新打印。",
        "The pages of the text are {pages}; a print from before a correction has others.",
    ),
    "where-no-line": Message(
        "送审稿第 {page} 页没有第 {line} 行，共 {lines} 行。",
        "Page {page} of the draft has no line {line}, but {lines}.",
        "标题、表格、图题和脚注的行都数在内，页眉和页码不算。",
        "Lines of headings, tables, captions and notes count, running heads and folios do not.",
    ),
    "where-ours": Message(
        "送审稿第 {page} 页第 {line} 行不是书稿里的文字，是程序排出来的（目录、附录、版权页等）。",
        "Line {line} on page {page} of the draft is no text of the manuscript, but made by the program (contents, appendix, imprint).",
    ),
    "where-not-printed": Message(
        "书稿的这一行没有印在送审稿上。",
        "This line of the manuscript is not printed in the draft.",
        '空行、只有标记的行、[text] answers = "omit" 略去的答案都没有印出来。',
        'Empty lines, lines of marks alone, and answers left out by [text] answers = "omit" are not.',
    ),
    "breaks-place": Message(
        "show breaks 要写明是哪一处，show 的其他内容不用写。",
        "show breaks needs a place, and nothing else that is shown takes one.",
        "例如 duben show breaks 书稿 01-文件.md:12，或送审稿上的 3:5。",
        "For example duben show breaks BOOK 01-file.md:12, or 3:5 of the draft.",
    ),
    "breaks-not-ours": Message(
        "这一处没有由本程序断行的段落。",
        "The lines of this place are not broken by the composer.",
        "图、空行和没有汉字的段落都不是。",
        "Pictures, empty lines and paragraphs without 汉字 are not.",
    ),
    "breaks-line": Message("第{number}行：{text}", "Line {number}: {text}"),
    "breaks-end": Message("断在", "end"),
    "breaks-need": Message("差（字）", "lacks, em"),
    "breaks-price": Message("代价", "price"),
    "breaks-dearer": Message("全段多出", "dearer"),
    "breaks-parts": Message("代价的由来", "parts of the price"),
    "breaks-join": Message("，", ", "),
    "breaks-rule": Message("不可以（{rule}）", "not allowed ({rule})"),
    "breaks-word": Message("不拆开", "not parted"),
    "breaks-long": Message("太长，挤不下", "too long"),
    "breaks-part-need": Message("增减 {price}", "change {price}"),
    "breaks-part-letters": Message("字母拉开 {price}", "letters apart {price}"),
    "breaks-part-gaps": Message("汉字间 {price}", "汉字 gaps {price}"),
    "breaks-part-marks": Message("标点 {price}", "marks {price}"),
    "breaks-part-seen": Message("看得出 {price}", "seen {price}"),
    "breaks-part-too_loose": Message("过松 {price}", "too loose {price}"),
    "breaks-part-ragged": Message("参差 {price}", "ragged {price}"),
    "breaks-part-last_line": Message("末行孤字 {price}", "last line {price}"),
    "breaks-part-line_end": Message("断处 {price}", "line end {price}"),
    "breaks-part-overfull": Message("超出 {price}", "overfull {price}"),
}
