"""Messages about book.toml, files, chapters and their Markdown."""

from duben.messages.bilingual import Message

FOLDER: dict[str, Message] = {
    "folder-missing": Message(
        "没有找到文件夹“{folder}”", "there is no folder “{folder}”",
        "请检查路径是否写错", "check the path",
    ),
    "folder-is-file": Message(
        "“{folder}”是一个文件，不是书稿文件夹", "“{folder}” is a file, not a manuscript's folder",
        "请给出含有 book.toml 的文件夹；单个文件请先用 duben import 转成书稿",
        "give the folder that holds book.toml; turn a single file into a manuscript with duben import",
    ),
    "folder-unreadable": Message(
        "无法打开文件夹“{folder}”：{reason}", "the folder “{folder}” cannot be opened: {reason}",
        "请检查访问权限", "check its permissions",
    ),
    "no-chapters": Message(
        "文件夹“{folder}”里没有章节", "the folder “{folder}” holds no chapters",
        "章节是扩展名为 .md 的文件，文件名不以 _ 或 . 开头；可用 duben new 新建书稿，或用 duben import 导入已有文稿",
        "chapters are files named *.md that do not begin with _ or .; begin with duben new, or take in a text with duben import",
    ),
    "too-many-chapters": Message(
        "章节共 {count} 个，超过上限 {limit} 个", "there are {count} chapters, the limit is {limit}",
        "请合并章节，或分成几册", "join chapters, or make several books",
    ),
    "book-too-large": Message(
        "全书文字超过上限 {limit} MB，从这一章起未读", "the book's text passes the limit of {limit} MB; from this chapter on nothing was read",
        "请分成几册", "make several books",
    ),
    "too-many-own-files": Message(
        "templates/ 和 styles/ 中的文件超过上限 {limit} 个", "templates/ and styles/ hold more than {limit} files, the limit",
        "请删去不用的文件", "remove those not used",
    ),
}  # fmt: skip

FILES: dict[str, Message] = {
    "file-missing": Message("没有找到文件“{name}”", "there is no file “{name}”", "请检查文件名，并把文件放进书稿文件夹", "check the name, and put the file into the manuscript's folder"),
    "file-name-differs": Message(
        "没有找到“{name}”，但有一个“{other}”，只是大小写或字符编码形式不同", "there is no “{name}”, but there is “{other}”, which differs only by case or Unicode form",
        "请把两处名称写成一样", "write both the same",
    ),
    "file-name": Message(
        "文件名“{name}”含有无法显示的字符，未读", "the file name “{name}” holds characters that cannot be shown; it was not read",
        "请给文件改名", "rename the file",
    ),
    "file-names-alike": Message(
        "文件名“{name}”与“{other}”只是大小写或字符编码形式不同，在其他电脑上会互相覆盖",
        "the file names “{name}” and “{other}” differ only by case or Unicode form; on other machines one replaces the other",
        "请给其中一个改名", "rename one of them",
    ),
    "file-outside": Message(
        "“{name}”不在书稿文件夹之内", "“{name}” leads out of the manuscript's folder",
        "请把文件复制到书稿文件夹里，路径从该文件夹写起", "copy the file into the folder and write its path from there",
    ),
    "file-backslash": Message(
        "“{name}”里有反斜杠“\\”", "there is a backslash in “{name}”",
        "路径里写“/”；文件名里带反斜杠的，请给文件改名", "write “/” in paths; rename a file whose name has a backslash",
    ),
    "own-unused": Message(
        "“{name}”没有用上：没有叫这个名字的模板或样式", "“{name}” is not used: no template or style has this name",
        "最相近的是：{nearest}；可用的名字见 docs/manuscript.zh-CN.md；不要，就移到别处", "the nearest known: {nearest}; docs/manuscript.md lists the names; or move it away",
    ),
    "own-replaces": Message(
        "这张样式整个替换了我们的，上面说的缺漏多半由此而来", "this style takes the place of ours, which is most likely why text is missing, or there twice",
        "删去第一行 /* duben: replace */，它就叠在我们的上面", "take out its first line, /* duben: replace */: then it is laid over ours",
    ),
    "file-no-chapter": Message(
        "“{name}”不会排进书里：章节只收 .md 文件", "“{name}” will not be in the book: chapters are .md files",
        "要排进书里，先运行 duben import {name} -o 新文件夹，再把得到的 .md 文件放到这里；不要，就移到别处，或在文件名前加 _",
        "to have it in the book run duben import {name} -o FOLDER and put the .md files that it makes here; else move it away, or begin its name with _",
    ),
    "file-no-chapter-word": Message(
        "“{name}”不会排进书里：章节只收 .md 文件", "“{name}” will not be in the book: chapters are .md files",
        "要排进书里，先在 Word 或 WPS 里另存为“纯文本（.txt）”，用 duben import 转成 .md，再放到这里；不要，就移到别处，或在文件名前加 _",
        "to have it in the book save it as plain text (.txt), turn that into .md with duben import, and put that here; else move it away, or begin its name with _",
    ),
    "file-no-chapter-ending": Message(
        "“{name}”不会排进书里：章节的扩展名是 .md", "“{name}” will not be in the book: chapters are named *.md",
        "要排进书里，把扩展名改为 .md；不要，就移到别处，或在文件名前加 _", "to have it in the book rename it to end in .md; else move it away, or begin its name with _",
    ),
    "file-link": Message(
        "“{name}”是链接（或在链接的文件夹里），不予打开", "“{name}” is a link, or stands behind one, and is not opened",
        "请把文件本身复制到书稿文件夹里", "copy the file itself into the manuscript's folder",
    ),
    "file-not-regular": Message("“{name}”不是普通文件", "“{name}” is not a regular file", "请改为普通文件", "put a regular file there"),
    "file-not-folder": Message("“{name}”应当是文件夹", "“{name}” should be a folder", "请给它改名", "rename it"),
    "file-unreadable": Message("无法读取“{name}”：{reason}", "“{name}” cannot be read: {reason}", "请检查文件和访问权限", "check the file and its permissions"),
    "file-too-large": Message(
        "“{name}”有 {size} MB，超过上限 {limit} MB", "“{name}” has {size} MB, the limit is {limit} MB",
        "请拆分文件；图片请缩小后再用", "split the file; make a picture smaller",
    ),
    "encoding": Message(
        "“{name}”的编码是 {encoding}，不是 UTF-8", "“{name}” is written in {encoding}, not in UTF-8",
        "请用 duben import 导入（可读 GB18030、UTF-16 和 UTF-8），或在编辑器中另存为 UTF-8",
        "take it in with duben import, which reads GB18030, UTF-16 and UTF-8, or save it as UTF-8 in an editor",
    ),
    "encoding-broken": Message(
        "此处有字节 {byte}，不是正确的 UTF-8 文字", "the byte {byte} here is no valid UTF-8",
        "请在编辑器中打开，改正此处文字，另存为 UTF-8；如原文是 GB18030 等编码，请用 duben import 导入",
        "open the file in an editor, mend the text here and save it as UTF-8; if it is in GB18030 or the like, take it in with duben import",
    ),
    "text-control": Message("此处有控制字符 {character}", "there is a control character {character} here", "请删除（它看不见，多半是复制时带来的）", "delete it; it cannot be seen and was probably pasted"),
    "text-noncharacter": Message("此处有 {character}，它不是文字", "{character} here is not a character", "请删除", "delete it"),
    "text-direction": Message(
        "此处有改变书写方向的隐藏字符 {character}，会使文字的显示与实际不符", "there is a hidden character {character} here that turns the direction of text, so that it reads otherwise than it is",
        "请删除", "delete it",
    ),
    "text-private": Message("此处有自造字符 {character}，字体中没有它", "{character} here is a private character that no font has", "请换成标准字符或图片", "use a standard character or a picture"),
    "text-replacement": Message("此处有替代字符 {character}（�），说明原字在转换时已丢失", "there is a replacement character {character} (�) here: the original was lost in a conversion", "请查对原文，补上这个字", "look it up in the original and put it back"),
    "text-bom": Message("正文中间有看不见的 {character}（BOM）", "an invisible {character} (byte order mark) stands inside the text", "请删除", "delete it"),
    "text-more": Message("这类字符还有 {count} 处，只列出前 {told} 处", "there are {count} more of these; the first {told} are shown"),
}  # fmt: skip

SETTINGS: dict[str, Message] = {
    "settings-missing": Message(
        "书稿文件夹里没有 book.toml", "the manuscript's folder holds no book.toml",
        "请新建 book.toml，至少写明 [book] 的 title 和 date（见 docs/manuscript.zh-CN.md）", "make one with at least title and date in [book]; see docs/manuscript.md",
    ),
    "settings-encoding": Message(
        "“{name}”的编码不是 UTF-8，读不出来", "“{name}” is not written in UTF-8 and cannot be read",
        "用记事本打开它，点“另存为”，编码选“UTF-8”，文件名不变，保存", "open it in an editor and save it under the same name as UTF-8",
    ),
    "setting-date-none": Message("没有 {value} 这一天", "there is no day {value}", "请核对年、月、日，如 {key} = 2026-01-31", "check year, month and day, such as {key} = 2026-01-31"),
    "setting-date-form": Message("{key} 的日期写法不对：{value}", "{key} is not written as a date: {value}", "请写成 {key} = {right}，不加引号，月和日写两位", "write {key} = {right} without quotation marks, month and day with two digits"),
    "toml-broken": Message(
        "{file} 的写法有误，从这一行起无法读懂", "{file} cannot be understood from this line on",
        "文字要放在英文引号里，如 title = \"书名\"；请检查引号、括号、等号和逗号", "text stands in straight quotation marks, title = \"…\"; check marks, brackets, equal signs and commas",
    ),
    "toml-truth": Message(
        "{key} = {word}：{word} 不是 true，也不是 false", "{key} = {word}: {word} is neither true nor false",
        "是或否只能写 true 或 false，小写，不加引号，如 {key} = {right}；文字要放在英文引号里", "write true or false, in small letters and without quotation marks, such as {key} = {right}; text stands in straight quotation marks",
    ),
    "toml-unquoted": Message(
        "{key} 的值“{word}”没有加引号", "the value of {key}, “{word}”, has no quotation marks",
        "文字要放在英文引号里：{key} = \"{word}\"；是或否写 true 或 false", "text stands in straight quotation marks: {key} = \"{word}\"; truths are true or false",
    ),
    "toml-twice": Message(
        "这一行在前面已经写过一次", "what this line sets was set above already",
        "请删去一处；同一个 [表] 的各项写在一起", "delete one of the two; keys of the same [table] stand together",
    ),
    "setting-missing": Message("缺少必填项 {key}（在 [{table}] 中）", "{key} is missing in [{table}]", "请在 [{table}] 下面加一行：{example}", "add a line under [{table}]: {example}"),
    "setting-not-table": Message("{table} 应当是一个表", "{table} should be a table", "请写成单独一行 [{table}]，其下再写各项", "write [{table}] on a line of its own and its keys below"),
    "setting-unknown-table": Message("没有名为 [{table}] 的表", "there is no table [{table}]", "最相近的是：{nearest}；可用的有：{known}", "the nearest known: {nearest}; there are: {known}"),
    "setting-unknown-key": Message("没有名为 {key} 的项", "there is no key {key}", "最相近的是：{nearest}；这里可用的有：{known}", "the nearest known: {nearest}; there are: {known}"),
    "setting-unknown-more": Message("另有 {count} 个不认识的项，只列出前 {told} 个", "there are {count} more unknown keys; the first {told} are shown", "请检查是否放错了文件", "see whether this is the right file"),
    "setting-too-deep": Message(
        "这一项的名称由 {parts} 段组成，超过上限 {limit} 段", "this key has {parts} parts, the limit is {limit}",
        "请检查是否误输了句点", "look for points typed by mistake",
    ),
    "setting-outside": Message("{key} 不应写在这里", "{key} does not belong here", "请移到 [{table}] 之下", "move it below [{table}]"),
    "setting-choice": Message("{key} 的值“{value}”不可用", "{key} cannot be “{value}”", "可用的值：{choices}", "it may be: {choices}"),
    "setting-size": Message(
        "开本 size 不能是“{value}”", "size cannot be “{value}”",
        "可用的值：{choices}，或者 [宽, 高]，单位毫米，从 [115, 165] 到 [210, 297]",
        "it may be {choices}, or [width, height] in mm, from [115, 165] to [210, 297]",
    ),
    "cover-needs": Message(
        "封面“{design}”要有 {key}", "the cover “{design}” needs {key}",
        '请在 [cover] 下写上文件名：{key} = "images/….png"', 'name a file under [cover]: {key} = "images/….png"',
    ),
    "columns-narrow": Message(
        "这个开本排不下两栏，正文仍是一栏", "the page is too narrow for two columns: the text stays in one",
        '请在 [print] 下写 size = "A4" 或 "大16开"', 'set size = "A4" or "大16开" under [print]',
    ),
    "cover-unused": Message(
        "封面“{design}”上不印 {key}", "the cover “{design}” does not show {key}",
        "印 {key} 的封面：{choices}", "covers that show it: {choices}",
    ),
    "official-unused": Message(
        "[official] 的 {format} 格式不印 {key}", "[official] format “{format}” does not print {key}",
        "请删去这一项，或改写 format（document 文件，letter 信函，minutes 纪要，order 命令）",
        "take the key out, or change format (document, letter, minutes, order)",
    ),
    "official-term-alone": Message(
        "写了保密期限，没有写密级", "there is a security_term without security", '请在 [official] 下写 security = "机密"（绝密、机密、秘密）', 'write security = "机密" (绝密, 机密, 秘密) under [official]',
    ),
    "official-posts": Message(
        "posts 有 {posts} 个职务，signers 有 {signers} 个姓名", "posts has {posts} entries, signers {signers}",
        "请让职务和姓名一一对应", "give each signer one post, in the same order",
    ),
    "setting-copy_number": Message(
        "份号“{value}”不是 1 到 6 位数字", "the copy_number “{value}” is not one to six digits", '请写最多 6 位数字，加引号：copy_number = "000001"', 'write up to 6 digits in quotation marks: copy_number = "000001"',
    ),
    "setting-type-str": Message("{key} 应当是文字", "{key} should be text", "请加上英文引号，如 {key} = \"…\"", "put it in straight quotation marks: {key} = \"…\""),
    "setting-type-int": Message("{key} 应当是整数", "{key} should be a whole number", "请直接写数字，不加引号", "write digits without quotation marks"),
    "setting-type-bool": Message("{key} 应当是 true 或 false", "{key} should be true or false", "请直接写 true 或 false，不加引号", "write true or false without quotation marks"),
    "setting-type-date": Message("{key} 应当是日期", "{key} should be a date", "请写成 {key} = 2026-01-31，不加引号", "write {key} = 2026-01-31 without quotation marks"),
    "setting-type-list": Message("{key} 应当是一列文字", "{key} should be a list of texts", "请写成 {key} = [\"甲\", \"乙\"]", "write {key} = [\"a\", \"b\"]"),
    "setting-range": Message("{key} 的值 {value} 超出范围", "{key} cannot be {value}", "应在 {low} 到 {high} 之间", "it may be {low} to {high}"),
    "setting-empty": Message("{key} 不能为空", "{key} may not be empty", "请填写", "fill it in"),
    "setting-title-to-fill": Message("书名还没有填", "the title is still to be filled in", "请在 title 后面写上书名", "write it after title"),
    "setting-control": Message("{key} 中有换行或看不见的字符", "{key} holds a line break or an invisible character", "请删除", "delete it"),
    "setting-id": Message(
        "id“{value}”不可用", "the id “{value}” cannot be used",
        "id 用作文件名：限英文字母、数字、点、-、_，以字母或数字开头，最多 64 个字符，不能是 con、nul 等 Windows 保留名",
        "it names files: letters, digits, point, - and _, a letter or digit first, 64 at most, and none of Windows' own names such as con or nul",
    ),
    "setting-address": Message(
        "网址“{value}”不可用", "the address “{value}” cannot be used",
        "请写以 https:// 或 http:// 开头的网址，中间不留空格，不超过 {most} 个字符", "write an address that begins with https:// or http://, without spaces, of {most} characters at most"),
    "setting-theme": Message("主题名“{value}”不可用", "the theme's name “{value}” cannot be used", "限英文字母、数字、-、_", "letters, digits, - and _ only"),
    "setting-language": Message("语言“{value}”不可用，目前只排中文", "the language “{value}” cannot be used; books are in Chinese so far", "请写 zh-Hans（简体）或 zh-Hant（繁体）", "write zh-Hans (simplified) or zh-Hant (traditional)"),
    "setting-unknown-value": Message("{key} 中的“{value}”不可用", "{key} cannot hold “{value}”", "最相近的是：{nearest}；可用的有：{choices}", "the nearest known: {nearest}; there are: {choices}"),
    "setting-chapter-twice": Message("“{name}”在 chapters 中列了两次", "“{name}” is listed twice in chapters", "请删去一处", "remove one"),
    "chapter-missing": Message("chapters 中列了“{name}”，但文件夹里没有这个文件", "chapters lists “{name}”, which is not in the folder", "请改正文件名，或从 chapters 中删去", "correct the name, or take it off the list"),
    "chapter-not-md": Message("章节“{name}”的扩展名不是 .md", "the chapter “{name}” is not named *.md", "请改名；其他格式的文稿请用 duben import 导入", "rename it; take other formats in with duben import"),
    "chapter-left-out": Message("“{name}”没有列入 chapters，不会排进书里", "“{name}” is not listed in chapters and will not be in the book", "如需排入，请加进 chapters；如不需要，可在文件名前加 _", "add it to chapters, or begin its name with _ to say that it is meant so"),
    "chapter-ending": Message("“{name}”的扩展名不是小写的 .md，不会排进书里", "“{name}” does not end in lower-case .md and will not be in the book", "请把扩展名改为 .md", "rename it to end in .md"),
}  # fmt: skip

PICTURES: dict[str, Message] = {
    "picture-remote": Message("图片“{name}”不在书稿文件夹里；程序不会上网取图", "the picture “{name}” is not in the manuscript's folder; nothing is fetched from the network", "请把图片保存到 images/ 文件夹里，再写它的文件名", "save the picture into images/ and write its name"),
    "picture-svg": Message("图片“{name}”是 SVG，不能使用", "the picture “{name}” is an SVG, which is not taken", "请另存为 PNG（宽 2000 像素以上）", "save it as PNG, 2000 pixels wide or more"),
    "picture-format": Message("“{name}”不是可用的图片（内容是 {format}）", "“{name}” is no picture that can be used (its content is {format})", "请另存为 PNG 或 JPEG；也可用 GIF、WebP", "save it as PNG or JPEG; GIF and WebP are taken too"),
    "picture-unknown": Message("“{name}”不是图片，看不出是什么文件", "“{name}” is no picture, nor anything else that is known", "请另存为 PNG 或 JPEG；也可用 GIF、WebP", "save it as PNG or JPEG; GIF and WebP are taken too"),
    "picture-broken": Message("图片“{name}”已损坏，无法读完（{format}）", "the picture “{name}” is broken and cannot be read to its end ({format})", "请重新取得图片，或用看图软件另存一次", "get it again, or open it in a viewer and save it anew"),
    "picture-pixels": Message("图片“{name}”有 {pixels} 百万像素，超过上限 {limit} 百万像素", "the picture “{name}” has {pixels} megapixels, the limit is {limit}", "请缩小图片；整页宽的图片有 2000 像素宽已足够", "make it smaller; 2000 pixels are enough for the full width of a page"),
    "picture-memory": Message("内存不足，无法读取图片“{name}”", "there is not enough memory to read the picture “{name}”", "请缩小图片", "make it smaller"),
    "image-empty": Message("图片没有写文件名", "a picture names no file", "请写成 ![说明](images/文件名.png)", "write ![text](images/name.png)"),
    "image-remote": Message("图片“{address}”是网址；程序不会上网取图", "the picture “{address}” is an address; nothing is fetched from the network", "请把图片保存到 images/ 文件夹里，再写它的文件名", "save the picture into images/ and write its name"),
    "image-backslash": Message("图片路径“{address}”里有 \\", "the picture's path “{address}” has a \\", "路径请用 /，不用 \\：{right}", "write / instead of \\: {right}"),
    "image-outside": Message("图片“{address}”不在书稿文件夹之内", "the picture “{address}” leads out of the manuscript's folder", "请把图片复制到 images/ 文件夹里，再写它的文件名", "copy it into images/ and write its name"),
}  # fmt: skip

MARKDOWN: dict[str, Message] = {
    "fence-open": Message("代码块 {fence} 没有结束", "the code block {fence} is never closed", "请在代码之后另起一行写 {fence}", "write {fence} on a line of its own after the code"),
    "comment-open": Message("注释 <!-- 没有结束", "the comment <!-- is never closed", "请在注释末尾写 -->；如要排出这几个字符，请写 \\<!--", "write --> at its end; to print these characters write \\<!--"),
    "box-unknown": Message("没有名为“{kind}”的框", "there is no box named “{kind}”", "可用的有：{known}", "there are: {known}"),
    "box-title": Message("框的标题“{title}”没有加引号", "the box's title “{title}” has no quotation marks", "请写成 !!! 提示 \"{title}\"", "write !!! 提示 \"{title}\""),
    "box-empty": Message("框“{title}”里没有内容", "the box “{title}” is empty", "框内各行之前要空四格（半角空格）", "indent each line that belongs into it by four spaces"),
    "html": Message("不接受 HTML 标记 <{tag}>", "HTML <{tag}> is not taken", "书稿只写文字；可用的标记只有 <ruby> <rt> <rp> <sub> <sup> <br>，不带属性。要排出尖括号，请写 \\<", "a manuscript is text; only <ruby> <rt> <rp> <sub> <sup> <br> may be typed, without attributes. To print the bracket write \\<"),
    "tags-too-deep": Message("<{tag}> 嵌套过深，超过上限 {limit} 层", "<{tag}> is nested too deep, the limit is {limit}", "请检查是否缺少结束标记", "check for missing closing tags"),
    "html-unpaired": Message("标记 <{tag}> 没有成对", "<{tag}> has no partner", "请检查开始和结束标记", "check the opening and closing tags"),
    "link-scheme": Message("链接“{address}”不可用", "the link “{address}” is not taken", "可用的链接：https://、http://、mailto:，以及书内的 #标识 或 文件名.md#标识", "links may be https://, http://, mailto:, or inside the book #id or file.md#id"),
    "link-malformed": Message("链接“{address}”不是完整的网址", "the link “{address}” is no whole address", "请写成 https://网站/… 或 mailto:信箱，端口不超过 65535", "write https://site/… or mailto:somebody@site; a port is 65535 at most"),
    "link-address": Message("链接“{address}”中有空格或看不见的字符", "the link “{address}” holds a space or an invisible character", "空格请写成 %20", "write a space as %20"),
    "link-file": Message("链接“{address}”指向的不是章节", "the link “{address}” leads to a file that is no chapter", "书里没有别的文件可供打开；请链接到 文件名.md 或网址", "the book holds no other files; link to a chapter or an address"),
    "link-empty": Message("链接没有写目标", "a link has no target", "请写成 [文字](#标识) 或 [文字](网址)", "write [text](#id) or [text](address)"),
    "link-target": Message("链接的目标“{target}”不存在", "the link's target “{target}” does not exist", "最相近的是：{nearest}；标识写在标题之后，如 ## 标题 {{#biaoshi}}", "the nearest known: {nearest}; an id is given after a heading: ## 标题 {{#id}}"),
    "link-unused": Message("链接定义 [{name}] 没有用到，不会出现在书里", "nothing refers to the link definition [{name}]; it will not be in the book", "请删去；如是正文，请把英文冒号改为中文冒号", "delete it; if it is text, use a Chinese colon"),
    "id": Message("标识“{id}”不可用", "the id “{id}” cannot be used", "限英文字母、数字、-、_，以字母开头，最多 100 个字符", "letters, digits, - and _ only, a letter first, 100 at most"),
    "id-twice": Message("标识“{id}”已在 {first} 用过", "the id “{id}” is already used at {first}", "全书的标识不能重复，请换一个", "ids differ through the whole book; choose another"),
    "attributes": Message("花括号里的“{attributes}”无法理解", "“{attributes}” in braces is not understood", "花括号里只能写 #标识 和 .样式名，用空格隔开；要排出花括号，请写 \\{{", "braces take #id and .class, with spaces between; to print a brace write \\{{"),
    "note-undefined": Message("脚注 [^{note}] 没有注文", "the note [^{note}] is marked, but has no text", "请另起一段写 [^{note}]: 注文", "write [^{note}]: and its text in a paragraph of its own"),
    "note-unmarked": Message("注文 [^{note}] 在正文中没有注号，不会出现在书里", "the note [^{note}] is nowhere marked in the text and will not be in the book", "请在正文中写 [^{note}]，或删去注文", "write [^{note}] where it belongs, or delete it"),
    "note-twice": Message("注文 [^{note}] 写了两次（第一次在第 {first} 行）", "the note [^{note}] has two texts (the first on line {first})", "请换一个名称，或删去一处", "rename one, or delete it"),
    "note-empty": Message("脚注 [^{note}] 的注文是空的", "the note [^{note}] has an empty text", "请补上注文", "write its text"),
    "note-in-note": Message("注文里不能再有脚注 [^{note}]", "a note cannot hold another note, [^{note}]", "请把内容并入注文", "put its words into the note itself"),
    "title-twice": Message("一章里有第二个一级标题“{title}”", "the chapter has a second title of level 1, “{title}”", "一个文件是一章：请拆成两个文件，或改用 ##", "a file is a chapter: split it in two, or use ##"),
    "title-late": Message("一级标题“{title}”之前有内容", "something stands before the chapter's title “{title}”", "请把 # 标题移到文件开头", "move the # title to the head of the file"),
    "title-none": Message("这一章没有标题", "the chapter has no title", "请在文件开头写 # 标题", "write # and its title at the head of the file"),
    "chapter-empty": Message("这一章没有内容", "the chapter is empty", "请写入内容，或删去文件", "write something, or delete the file"),
    "cell-lines": Message("这一行有一格空了 {count} 行，最多空 {limit} 行", "a cell of the row has {count} empty lines, the limit is {limit}", "请删去多余的 <br>", "take out the <br> that are too many"),
    "table-cells-over": Message("这一行的单元格比表头多，多出的“{text}”排不出来", "the row has more cells than the table's head; “{text}” cannot be shown", "请补足表头，或检查竖线 |；要排出竖线，请写 \\|", "complete the head, or check the | signs; to print one write \\|"),
    "table-span": Message("第 {column} 格的合并符号（^^ 或 <<）不成一个合并的格", "the sign of a merged cell (^^ or <<) in cell {column} belongs to no merged cell", "<< 的左边、^^ 的上边要有它所接的格，合并处须成矩形，表头和表身分开；要排出符号本身，请写 \\^^ 或 \\<<", "<< needs the cell it goes on from at its left, ^^ above; a merged cell is a rectangle in the head or in the body; to print the sign write \\^^ or \\<<"),
    "table-too-long": Message("表格有 {rows} 行，共 {cells} 格，超过上限 {limit} 格", "the table has {rows} rows, {cells} cells; the limit is {limit} cells", "请拆成几张表，分到几章里", "split it into several tables, in several chapters"),
    "table-too-wide": Message("表格有 {columns} 列，超过上限 {limit} 列", "the table has {columns} columns, the limit is {limit}", "请拆成几张表", "split it into several tables"),
    "too-many-headings": Message("标题超过上限 {limit} 个", "there are more than {limit} headings, the limit", "请检查是否有误用的 #，或分成几册", "check for # used by mistake, or make several books"),
    "nested-too-deep": Message("嵌套 {depth} 层，超过上限 {limit} 层", "things are nested {depth} deep, the limit is {limit}", "请减少行首的 > 和缩进", "take away some > or indents at the line's start"),
    "too-many-paragraphs": Message(
        "这一章有 {count} 段，超过上限 {limit} 段", "this chapter has {count} paragraphs, the limit is {limit}",
        "请分成几个文件", "divide it into several files",
    ),
    "paragraph-too-large": Message("从这里开始的一段有 {size} MB，超过上限 {limit} MB", "the paragraph that begins here has {size} MB, the limit is {limit} MB", "段落之间要空一行；请检查是否缺少空行", "paragraphs have a blank line between them; check for missing ones"),
    "paragraph-tangled": Message("从这里开始的一段太长，标记符号又多（{count} 处），无法解读", "the paragraph that begins here is too long for the many marks in it ({count})", "请用空行分段；要排出 * _ [ < 等符号，请在前面加 \\", "divide it with blank lines; to print * _ [ < and the like put \\ before them"),
    "run-too-long": Message("这里连着有 {count} 个“{sign}”，超过上限 {limit} 个", "“{sign}” stands here {count} times in a row, the limit is {limit}", "请检查是否误输", "check whether they are meant"),
    "markdown-unread": Message("从这里开始的一段无法解读", "the paragraph that begins here cannot be read", "请检查列表、引用和缩进的写法，或用空行把它分开", "check its lists, quotations and indents, or divide it with blank lines"),
}  # fmt: skip

MESSAGES: dict[str, Message] = {**FOLDER, **FILES, **SETTINGS, **PICTURES, **MARKDOWN}
