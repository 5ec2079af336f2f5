"""Messages about taking a document in."""

from duben.messages.bilingual import Message

MESSAGES: dict[str, Message] = {
    "update-no-book": Message(
        "{name} 不是书稿：里面没有 book.toml。", "{name} is no manuscript: there is no book.toml in it.",
        "第一次导入不加 --update。", "The first import is without --update.",
    ),
    "update-no-base": Message(
        "{name} 没有保存上次导入的原文（import.base.json），分不出哪些是原文的改动、哪些是编者的改动。",
        "{name} does not keep the source as it was taken in (import.base.json): what the source changed cannot be told from what the editor changed.",
        "请用 --base 给出上次导入的那个文件。", "Give the file that was imported then with --base.",
    ),
    "update-broken-base": Message(
        "这个文件记着上次导入的原文，现在读不出来：内容已损坏，或者是别的版本的程序写的。", "This file keeps the source as it was taken in; it cannot be read: it is damaged, or another version of the program wrote it.",
        "请换回备份的这个文件，或用 --base 给出上次导入的那个文件。", "Put a copy of it back, or give the file that was imported then with --base.",
    ),
    "update-both": Message(
        "原文和书稿改了同一处，书稿照旧：{text}", "Source and manuscript changed the same words; the manuscript is as it was: {text}",
        "三种写法列在 _conflicts.md，请编者定夺。", "The three wordings stand in _conflicts.md: decide.",
    ),
    "update-removed": Message(
        "原文删去了这一段，但书稿里改过或加了注，没有删：{text}", "The source no longer has this paragraph, but it was worked on here and stays: {text}",
        "不要了就自己删去，连同它的注。", "Take it out, with its notes, if it is to go.",
    ),
    "update-changed-gone": Message(
        "原文改了一段，而书稿里已经删去，没有加回：{text}", "The source changed a paragraph that is gone from the manuscript; it was not put back: {text}",
        "新的写法在 _conflicts.md，要用就抄进来。", "The new wording stands in _conflicts.md.",
    ),
    "update-moved": Message(
        "原文移动并修改了这一段，书稿里也改过，留在原处：{text}", "The source moved and changed this paragraph, which was worked on here too; it stays: {text}",
        "三种写法列在 _conflicts.md，请编者定夺。", "The three wordings stand in _conflicts.md: decide.",
    ),
    "update-new-file": Message(
        "原文在这里多了一章，写成新文件 {name}，按文件名排在前后两章之间。", "The source has a chapter more here, written as {name}; its name puts it between its neighbours.",
        "位置不对，就改文件名前面的数字。", "Change the number before its name if it stands wrong.",
    ),
    "update-new-chapter": Message(
        "原文多了一章，写成新文件 {name}，但 book.toml 的 chapters 里没有它。", "The source has a chapter more, written as {name}, which chapters in book.toml does not name.",
        "请把它写进 chapters。", "Add it to chapters.",
    ),
    "update-file-gone": Message(
        "原文里这一章整个删去或移走了，文件 {name} 已没有内容，一并删去。", "The source took this chapter out or moved it; nothing was left in {name}, which is removed.",
    ),
    "update-chapter-gone": Message(
        "原文里 {name} 这一章整个删去或移走了，文件已没有内容，但 book.toml 里写着它，没有删。", "The source took the chapter {name} out or moved it; nothing is left in the file, which stays because book.toml names it.",
        "请从 chapters 里删去它，再删去文件。", "Take it out of chapters, then remove the file.",
    ),
    "update-setting": Message(
        "新原文的 {key} 改成了“{value}”，book.toml 没有改。", "The source now has {key} “{value}”; book.toml is as it was.",
        "需要就自己改 book.toml。", "Change book.toml if you want it.",
    ),
    "update-setting-gone": Message(
        "新原文里没有了 {key}“{value}”，book.toml 没有改。", "The source has no {key} “{value}” any more; book.toml is as it was.",
        "不要了就从 book.toml 里删去。", "Take it out of book.toml if it is not wanted.",
    ),
    "intake-missing": Message(
        "找不到文件“{name}”。", "There is no file “{name}”.",
        "看看文件名和所在文件夹对不对。", "Check the name and the folder.",
    ),
    "intake-unreadable": Message(
        "打不开文件“{name}”：{reason}。", "The file “{name}” cannot be opened: {reason}.",
        "看看文件是不是正被别的程序打开，或者没有读取权限。", "See whether another program holds it, or whether you may read it.",
    ),
    "intake-folder": Message(
        "这是文件夹，不是文件。", "This is a folder, not a file.",
        "导入的是单个文件，例如 文件.txt；整个书稿文件夹直接用 duben build。",
        "Import takes single files such as text.txt; a manuscript folder goes to duben build.",
    ),
    "intake-kind": Message(
        "不认识这种文件（{suffix}）。", "Files of this kind ({suffix}) are not known.",
        "可以导入的是 .docx、.doc、.pdf、.txt、.md、.html、.mhtml 文件；其他文件请先另存为“Word 文档（.docx）”“纯文本”或“网页”。",
        "Import reads .docx, .doc, .pdf, .txt, .md, .html and .mhtml; save other files as .docx, plain text or a web page first.",
    ),
    "intake-word": Message(
        "这种文字处理软件的文件不能直接导入。", "Files of this word processor cannot be imported.",
        "请用 Word 或 WPS 打开，点“另存为”，类型选“Word 文档（.docx）”，再导入另存的文件。",
        "Open it in Word or WPS, choose “Save as”, “Word document (.docx)”, and import that file.",
    ),
    "intake-page-blocked": Message(
        "这个网页不是正文：“{text}”。保存的时候网站没有给出文章。", "This page is not the text: “{text}”. The site did not give the article when the page was saved.",
        "请在浏览器里打开原来的网页，看到正文以后再另存，或者把正文复制成文本文件再导入。",
        "Open the page in a browser, save it once the text is shown, or copy the text into a file and import that.",
    ),
    "intake-pdf-scan": Message(
        "这个 PDF（{count} 页）里只有图片，没有文字，是扫描件。", "This PDF ({count} pages) holds pictures and no text: it is a scan.",
        "请用文字识别（OCR）软件转成文字，校对后另存为“纯文本（.txt）”再导入，或找原来的文件。",
        "Have it recognised (OCR), read the text over, save it as plain text (.txt) and import that, or find the original.",
    ),
    "intake-pdf-scanned-pages": Message(
        "有 {count} 页只有图片，没有文字，没有导入：第 {pages} 页。", "{count} pages hold pictures and no text and were not imported: {pages}.",
        "如果是扫描的文字，请识别成文字补进章节文件。", "If they are scanned text, have them recognised and add it to the chapters.",
    ),
    "intake-pdf-locked": Message(
        "这个 PDF 加了密码，打不开。", "This PDF is locked with a password.",
        "请在 PDF 阅读器里输入密码打开，另存（打印）为不加密的 PDF 再导入。",
        "Open it in a PDF reader with its password, save (print) it as a PDF without one, and import that.",
    ),
    "intake-pdf-broken": Message(
        "这个 PDF 已损坏，读不出来。", "This PDF is damaged and cannot be read.",
        "请重新下载或另存一次；在 PDF 阅读器里能打开的，打印成新的 PDF 再导入。",
        "Download or save it again; if a PDF reader opens it, print it to a new PDF and import that.",
    ),
    "intake-pdf-garbled": Message(
        "这个 PDF 的字体没有说明各个字是什么字，取出来是乱码，没有导入。", "The fonts of this PDF do not tell which characters they hold; it was not imported.",
        "请用文字识别（OCR）软件转成文字再导入，或找原来的文件。",
        "Have it recognised (OCR) and import the text, or find the original.",
    ),
    "intake-pdf-pages": Message(
        "这个 PDF 有 {count} 页，最多 {limit} 页。", "This PDF has {count} pages; {limit} are the most.",
        "请分成几个文件再导入。", "Part it into several files.",
    ),
    "intake-pdf-characters": Message(
        "这个 PDF 的字太多（最多 {limit} 字，一页最多 60000 字）。", "This PDF holds too many characters (at most {limit}, 60,000 on a page).",
        "请分成几个文件再导入。", "Part it into several files.",
    ),
    "intake-archive": Message(
        "Safari 的网页归档（.webarchive）不能直接导入。", "A web archive of Safari (.webarchive) cannot be imported.",
        "请在浏览器里重新保存，类型选“网页，全部”或“单个文件（.mhtml）”，再导入。",
        "Save it again in a browser as “Web page, complete” or “Single file (.mhtml)” and import that.",
    ),
    "intake-archive-none": Message(
        "这个文件里没有网页，不是浏览器保存的网页归档。", "There is no page in this file: it is no archive that a browser saved.",
        "如果是纯文本，把文件名的结尾改成 .txt 再导入；如果是网页，在浏览器里重新保存。",
        "If it is plain text, give its name the ending .txt and import that; if it is a page, save it again in a browser.",
    ),
    "intake-archive-damaged": Message(
        "网页归档里正文的编码有坏处，或者文件没有存完，读出的文字可能有缺有错。", "The code of the page in this archive has faults, or the file ends too early: text may be missing or wrong.",
        "请重新保存或下载，再导入；不能重来的，与原网页逐段对照。", "Save or download it again and import that; else compare every paragraph with the page.",
    ),
    "intake-archive-undecodable": Message(
        "网页归档里正文的编码（base64）坏了，读不出文字。", "The code (base64) of the page in this archive is broken: its text cannot be read.",
        "请在浏览器里打开原来的网页，重新保存，再导入。", "Open the page in a browser, save it again, and import that.",
    ),
    "intake-no-character": Message(
        "网页这一行写着 {text}，编号不对应任何字，书稿里记作“�”。", "This line of the page has {text}: no character has such a number; the manuscript has � for it.",
        "请对照原网页，在章节文件里补上原来的字，或删去“�”。", "Compare it with the page, and put the right character into the chapter or take � out.",
    ),
    "intake-picture": Message(
        "图片没有收入：{picture}（原文旁边没有这个图片文件，或者它不是 PNG、JPEG、GIF、WebP 图片）。",
        "A picture was left out: {picture} (no such file beside the text, or no PNG, JPEG, GIF or WebP).",
        "需要的话，把图片文件放进 images 文件夹，在这一行写 ![说明](images/文件名.png)。图片里如有文字，请核对是否属于正文。",
        "If it is needed, put the file into images/ and write ![words](images/name.png) on this line. See whether it shows words of the text.",
    ),
    "intake-notes": Message(
        "注释 {count} 条，已从文末移到页下，正文里的注号改为脚注。", "Notes under the text: {count}; they are footnotes now, and so are their signs.",
        "请对照原文看看注号的位置。", "See whether each sign stands where it stood.",
    ),
    "intake-told-mended": Message("改正 {count} 处", "Mended: {count}"),
    "intake-told-left-out": Message("略去 {count} 处", "Left out: {count}"),
    "intake-told-moved": Message("移走 {count} 处", "Moved: {count}"),
    "intake-told-more": Message("其余 {count} 处没有列出；加 --all 全部列出", "{count} more: --all lists them"),
    "intake-unsure-more": Message("其余 {count} 处用 duben enumerations 查看", "{count} more: duben enumerations lists them"),
    "intake-told-colon": Message("标题末尾的冒号去掉", "colons at the end of headings taken off"),
    "intake-told-lines": Message("第{lines}行：", "line {lines}: "),
    "intake-told-lines-of": Message("第{lines}行（{count} 处）：", "lines {lines} ({count}): "),
    "intake-told-lines-more-of": Message("第{lines}等行（{count} 处）：", "lines {lines} and more ({count}): "),
    "intake-told-paragraphs": Message("第{lines}段：", "paragraph {lines}: "),
    "intake-told-paragraphs-of": Message("第{lines}段（{count} 处）：", "paragraphs {lines} ({count}): "),
    "intake-told-paragraphs-more-of": Message("第{lines}等段（{count} 处）：", "paragraphs {lines} and more ({count}): "),
    "intake-told-label": Message("自动编号改为文字：{label}", "automatic numbers typed out: {label}"),
    "intake-told-removed": Message("（去掉）", "(removed)"),
    "intake-told-blank": Message("空格×{count}", "blank×{count}"),
    "intake-told-tab": Message("制表符×{count}", "tab×{count}"),
    "intake-told-wide-blank": Message("全角空格×{count}", "wide blank×{count}"),
    "intake-to-title": Message("书名", "title"),
    "intake-to-subtitle": Message("题注", "subtitle"),
    "intake-to-authors": Message("署名", "authors"),
    "intake-to-date": Message("日期", "date"),
    "intake-to-source": Message("出处", "source"),
    "intake-to-paragraph": Message("所在段落之后", "behind its paragraph"),
    "intake-to-notes": Message("脚注", "footnote"),
    "intake-picture-file": Message(
        "这是图片，不是文字。", "This is a picture, not text.",
        "扫描件要先用文字识别软件转成文字，逐字核对后存为 .txt 再导入。", "Scanned pages must be turned into text first; check every word, save it as .txt and import that.",
    ),
    "intake-empty": Message(
        "这个文件里没有正文。", "There is no text in this file.",
        "用记事本或浏览器打开看看；网页要等内容全部显示出来再保存。", "Open it and look; a web page must be saved when all of it is shown.",
    ),
    "intake-binary": Message(
        "这不是文本文件。", "This is not a text file.",
        "请另存为“纯文本（.txt）”或“网页（.htm）”再导入。", "Save it as plain text (.txt) or as a web page (.htm) and import that.",
    ),
    "intake-encoding": Message(
        "看不出文件的编码：既不是 UTF-8、UTF-16，也不像 GB18030（GBK）。",
        "The encoding is not known: neither UTF-8 nor UTF-16, and hardly GB18030 (GBK).",
        "用记事本打开，确认文字正常，再“另存为”，编码选 UTF-8。", "Open it in an editor, see that the text is right, and save it as UTF-8.",
    ),
    "intake-broken-bytes": Message(
        "这一行里有坏字节，按 {encoding} 读不出来。", "This line holds bytes that are no {encoding}.",
        "重新下载或复制原文；或用记事本打开，改好这一行，另存为 UTF-8。", "Download the text again, or mend the line in an editor and save it as UTF-8.",
    ),
    "intake-too-large": Message(
        "文件太大：{size} MB，最多 {limit} MB。", "The file is too large: {size} MB, at most {limit} MB.",
        "把文件分成几份，再一起导入。", "Cut it into several files and import them together.",
    ),
    "intake-not-empty": Message(
        "“{name}”已经有内容，没有写入。", "“{name}” holds something already; nothing was written.",
        "换一个新的文件夹名。", "Name another folder.",
    ),
    "intake-holds-import": Message(
        "“{name}”里已经有一本导入的书，没有写入。", "“{name}” holds a book that was imported; nothing was written.",
        "原文有修改，要并进这本书，在命令后面加 --update；另做一本，就换一个新的文件夹名。",
        "To merge a revised source into that book add --update to the command; for another book name another folder.",
    ),
    "intake-cannot-write": Message(
        "写不进“{name}”：{reason}。", "“{name}” cannot be written: {reason}.",
        "看看磁盘是否已满，对这个文件夹有没有写入权限。", "See whether the disk is full and whether you may write there.",
    ),
    "intake-no-title": Message(
        "没有找到书名，book.toml 里暂写〔书名待填〕。", "No title was found; book.toml has 〔书名待填〕 in its place.",
        "请改 book.toml 里的 title，章首有〔书名待填〕的也一并改。", "Change title in book.toml, and the chapter's heading where it says 〔书名待填〕.",
    ),
    "intake-same-text": Message(
        "给了两份完全相同的文件（“{other}”“{name}”），只收了一次。", "The same text was given twice (“{other}”, “{name}”); it was taken once.",
        "是不是选错了文件？", "See whether another file was meant.",
    ),
    "intake-same-title": Message(
        "不止一篇的标题是“{title}”，目录里分不清。", "Several texts are called “{title}”: the contents do not tell them apart.",
        "请在各章第一行的标题里加上年份或地方。", "Add the year or the place to the title on the first line of each chapter.",
    ),
    "intake-no-common-title": Message(
        "{count} 个文件合成一本，看不出共同的书名，book.toml 里暂写〔书名待填〕；各篇的标题是章名。",
        "{count} files make one book, and nothing tells its title: book.toml has 〔书名待填〕; the titles of the texts are those of the chapters.",
        "请改 book.toml 里的 title。", "Change title in book.toml.",
    ),
    "intake-joined": Message(
        "原文是按行宽断行的，{lines} 行并入上一行。", "The lines of the text were broken at its width; {lines} were joined to the ones before.",
        "请对照原文看看分段；每一处记在 import.json 里。", "import.json lists each under “mended”; compare the paragraphs with the original.",
    ),
    "intake-wide-digits": Message(
        "有 {count} 个全角数字，照原样保留。", "There are {count} full-width digits; they were kept.",
        "想统一成半角，请在章节文件里查找替换。", "Replace them in the chapters if you want half-width ones.",
    ),
    "intake-nesting": Message(
        "网页嵌套太深，读不完整，没有导入。", "The page is nested too deep to be read as a whole; it was not imported.",
        "请在浏览器里全选、复制，粘贴到记事本，存为 .txt 再导入。", "Select all in the browser, paste it into an editor, and import that as .txt.",
    ),
    "intake-paragraph-too-large": Message(
        "这一段太长，超过 {limit} MB。", "This paragraph is longer than {limit} MB.",
        "原文可能丢了换行。请在记事本里分段后再导入。", "Line breaks may have been lost; put them back in an editor and import again.",
    ),
    "intake-parted": Message(
        "“{title}”太长，已分成 {count} 章，后面几章的标题加了“（续）”字样。", "“{title}” is too long for one chapter; it was cut in {count}, the later ones titled （续1） and so on.",
        "想按内容分章，请在章节文件里另起带 # 的标题。", "To cut it by its matter, put headings with # into the chapters.",
    ),
    "intake-beyond-chapter": Message(
        "没有写入：“{name}”这一章有 {size} MB，一章最多 {limit} MB。", "Nothing was written: the chapter “{name}” would have {size} MB, the limit is {limit} MB.",
        "在原文里用 # 标题分章，或把文件分成几份，再一起导入。", "Divide it with # headings, or into several files, and import them together.",
    ),
    "intake-beyond-paragraphs": Message(
        "没有写入：“{name}”这一章有 {count} 段，一章最多 {limit} 段。", "Nothing was written: the chapter “{name}” would have {count} paragraphs, the limit is {limit}.",
        "在原文里用 # 标题分章，或把文件分成几份，再一起导入。", "Divide it with # headings, or into several files, and import them together.",
    ),
    "intake-beyond-headings": Message(
        "没有写入：标题有 {count} 个，一本书最多 {limit} 个。", "Nothing was written: there would be {count} headings, the limit of a book is {limit}.",
        "把文件分成几份，各成一本。", "Cut it into several files and make a book of each.",
    ),
    "intake-beyond-chapters": Message(
        "没有写入：分出来有 {count} 章，一本书最多 {limit} 章。", "Nothing was written: there would be {count} chapters, the limit of a book is {limit}.",
        "把文件分成几份，各成一本。", "Cut it into several files and make a book of each.",
    ),
    "intake-beyond-book": Message(
        "没有写入：文字共 {size} MB，一本书最多 {limit} MB。", "Nothing was written: the text has {size} MB, the limit of a book is {limit} MB.",
        "把文件分成几份，各成一本。", "Cut it into several files and make a book of each.",
    ),
    "intake-typed-table": Message(
        "用制表符或空格分开的行认作表格，共 {count} 张（原文从第 {lines} 行起）。", "Lines parted by tabs or blanks were taken for tables: {count}, from line {lines} of the original on.",
        "请对照原文核对。", "Compare them with the original.",
    ),
    "intake-parser-lost": Message(
        "网页的代码有毛病，约有 {count} 个汉字没能读出来。", "The page is broken: about {count} 汉字 of it could not be read.",
        "请用浏览器打开网页，全选、复制，另存为纯文本再导入，并与原文对照。",
        "Open the page in a browser, copy all of it into a plain text file, import that, and compare it with the page.",
    ),
    "intake-picture-text": Message(
        "网页的正文只有图片，已收入；图里的文字不能检索，也不能查对。", "The page's text is nothing but pictures; they were taken, but words in them cannot be searched or checked.",
        "要当文字用，请把图里的文字录入书稿。", "To have it as text, type the words of the picture into the manuscript.",
    ),
    "intake-second-reader": Message(
        "网页里没有找到成段的正文，已换一种办法取出文字，没有行号。", "No running text was found in the page; it was read in another way, without line numbers.",
        "请对照原文逐段核对。", "Compare every paragraph with the original.",
    ),
}  # fmt: skip
