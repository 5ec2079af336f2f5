"""Messages about the program itself: how it was called, what it made, what stood in the way."""

from duben.messages.bilingual import Message

MESSAGES: dict[str, Message] = {
    # How it was called
    "later-single-file": Message(
        "duben {name} 需要书稿文件夹，不能是单个文件：{path}", "duben {name} needs a manuscript's folder, not a single file: {path}",
        "先用 duben import {path} -o 文件夹 建立书稿。", "Make a manuscript of it first: duben import {path} -o FOLDER"),
    "build-needs-folder": Message(
        "只能由书稿文件夹制作小册子，这是单个文件：{path}", "A booklet is made from a manuscript's folder; this is a single file: {path}",
        "先运行 duben import {path} -o 文件夹，再运行 duben build 文件夹。",
        "First duben import {path} -o FOLDER, then duben build FOLDER."),
    "edition-unknown": Message(
        "没有名为“{name}”的版式。", "There is no edition called “{name}”.",
        "可用的：{choices}", "There is: {choices}"),
    "theme-in-theme": Message(
        "主题里写的 theme 不起作用：主题不能再用别的主题。", "theme does nothing in a theme, which cannot use another one.",
        "删去这一行；要用别的主题，写在书稿的 book.toml 里。", "Take this line out; name another theme in the book.toml of the book."),
    "theme-unknown": Message(
        "没有名为“{name}”的主题。", "There is no theme called “{name}”.",
        "去掉 theme 这一行；可用的：{choices}", "Take the line away; there is: {choices}"),
    "format-unknown": Message(
        "没有名为“{name}”的格式。", "There is no format called “{name}”.",
        "可用的：{choices}", "There is: {choices}"),
    "path-closed": Message(
        "到不了“{path}”：{reason}。", "“{path}” cannot be reached: {reason}.",
        "看看名字是不是太长，对这个文件夹有没有读取权限。", "See whether the name is too long, or whether you may read that folder."),
    "variable": Message(
        "环境变量 {name} 应当是正整数，现在是“{value}”。", "The variable {name} must be a whole number above 0; it is “{value}”.",
        "改正或去掉这个变量。", "Correct it or take it away."),
    "usage": Message("{message}", "{message}", "运行 {command} --help 查看用法。", "“{command} --help” tells how it is used."),
    "revision-git": Message(
        "读不出版本 {revision} 中的 {folder}：{reason}", "Cannot read {folder} at revision {revision}: {reason}",
        "检查版本号和文件夹；这个文件夹要在 git 仓库里。", "Check both; the folder must lie in a git repository."),
    "revision-no-git": Message(
        "要读历史版本 {revision}，但这台机器上没有 git。", "Reading revision {revision} takes git, and this machine has none.",
        "安装 git（Debian：apt install git）。", "Install git (Debian: apt install git)."),

    # Where outputs go
    "output-is-source": Message(
        "输出位置不能是书稿文件夹本身、它的上级，也不能在它放图片、样式、模板、字体的文件夹里：{path}", "Outputs cannot go into the manuscript's folder itself, one above it, or those of its pictures, styles, templates and fonts: {path}",
        "换一个位置，例如 -o {folder}/out。", "Choose another place, such as -o {folder}/out."),
    "output-foreign": Message(
        "{path} 里已有不是 duben 写的同名文件：{names}。什么也没有写。", "{path} holds files of these names that duben did not write: {names}. Nothing was written.",
        "换一个文件夹（-o），或者把这些文件移走。", "Choose another folder (-o), or move these files away."),
    "output-leads-out": Message(
        "书稿中的 {path} 是一个链接，通向书稿之外的 {target}。", "{path} is a link that leads out of the manuscript, to {target}.",
        "确实要写到那里，请用 -o {target} 说明；否则删掉这个链接。", "If you mean that place, say -o {target}; else take the link away."),
    "output-twice": Message(
        "{first} 和 {second} 的输出会写到同一个位置：{path}", "{first} and {second} would be written to the same place: {path}",
        "在其中一个的 book.toml 里改 id。", "Change the id in one of their book.toml files."),
    "output-busy": Message(
        "另一个 duben 正在往这里写：{path}", "Another duben is writing here: {path}",
        "等它结束后再运行。", "Run this again when it is done."),
    "output-full": Message(
        "写不下了，磁盘已满或超出限额：{path}", "No room to write: the disk or its quota is full at {path}",
        "腾出空间，或用 -o 换一个位置。原有的输出没有改动。", "Make room, or choose another place with -o. Earlier outputs are as they were."),
    "output-denied": Message(
        "没有权限写入：{path}", "No permission to write: {path}",
        "文件可能正在别的程序里打开，请先关闭；或用 -o 换一个可以写的位置。原有的输出没有改动。",
        "The file may be open in another program: close it first; or choose a place that you may write to with -o. Earlier outputs are as they were."),
    "output-not-folder": Message(
        "输出位置不是文件夹，也不能建成文件夹：{path}", "The place for outputs is no folder and cannot become one: {path}",
        "用 -o 换一个位置。", "Choose another place with -o."),
    "output-in-the-way": Message(
        "这里有一个同名的文件夹或特殊文件，输出放不进去：{path}", "A folder or special file of that name is in the way: {path}",
        "把它移走或改名，或用 -o 换一个位置。", "Move or rename it, or choose another place with -o."),
    "output-failed": Message(
        "写不出输出，{reason}：{path}", "Cannot write outputs, {reason}: {path}",
        "用 -o 换一个位置。原有的输出没有改动。", "Choose another place with -o. Earlier outputs are as they were."),
    "system-failed": Message(
        "打不开“{path}”：{reason}。", "“{path}” cannot be opened: {reason}.",
        "检查它和它上面各层文件夹的权限，磁盘是否还在、有没有空间。", "Look at its permissions and those of the folders above it, and whether its disk is there and has room."),
    "here-gone": Message(
        "终端所在的文件夹已经不在了。", "The folder that this terminal is in is no longer there.",
        "先用 cd 进到一个还在的文件夹，再运行。", "Go into one that is there with cd, and run it again."),
    "stdout-failed": Message(
        "结果写不到标准输出（{reason}）。", "The result cannot be written to standard output ({reason}).",
        "检查重定向的文件和磁盘空间。", "Look at the file it is sent to and at the room on its disk."),
    "manifest-foreign": Message(
        "这里的 manifest.json 不是 duben 写的，不能覆盖：{path}", "This manifest.json was not written by duben and will not be overwritten: {path}",
        "用 -o 换一个文件夹，或把那个文件移走。", "Choose another folder with -o, or move that file away."),

    # How the rendering ended
    "worker-time": Message(
        "制作超过了 {limit} 秒，已经停止。", "The work took more than {limit} seconds and was stopped.",
        "自带的模板里可能有不结束的循环；书确实很大，可设 DUBEN_TIME=秒数 后再试。",
        "A template of the book's own may loop for ever; for a very large book set DUBEN_TIME=SECONDS and try again."),
    "worker-memory": Message(
        "制作需要的内存超过了限度（{limit} MB），已经停止。", "The work needed more memory than allowed ({limit} MB) and was stopped.",
        "减小图片或分成几本；机器内存充足，可设 DUBEN_MEMORY=MB数 后再试。",
        "Make pictures smaller or split the book; if the machine has more, set DUBEN_MEMORY=MB and try again."),
    "worker-died": Message(
        "排版程序意外中止，没有产生输出。", "The typesetting process died; nothing was made.",
        "可能是内存不足，可设 DUBEN_MEMORY=MB数 后再试；如果仍然这样，请检查字体是否完好，并设 DUBEN_DEBUG=1 取得详情后报告（{signal}）。",
        "Memory may have run out: set DUBEN_MEMORY=MB and try again. If it still happens, look at the installed fonts, and report "
        "it ({signal}) with what DUBEN_DEBUG=1 shows."),
    "program-memory": Message(
        "内存不够，已经停止。", "Memory ran out; the work was stopped.",
        "关掉别的程序再试，或把书稿分成几本。", "Close other programs and try again, or split the book."),
    "program-fault": Message(
        "duben 自身出了错：{what}", "A fault of duben itself: {what}",
        "这不是书稿的错。设 DUBEN_DEBUG=1 再运行可得到详情，请把它报告给我们。",
        "This is not the manuscript's fault. Run it again with DUBEN_DEBUG=1 for the details, and please report them."),
    "own-looks": Message(
        "用书稿自带的模板或样式排不了版：有一个值排版程序算不出来。", "The book's own templates or styles cannot be laid out: there is a value that cannot be reckoned with.",
        "从这一行看起，检查 {names} 中的数值（零、极大、负数）；移走它们再做一次可以确认。设 DUBEN_DEBUG=1 可得到详情。",
        "Look at this line first, then at the other values (0, very large, negative) in {names}; moving them away shows whether they are to blame. "
        "DUBEN_DEBUG=1 shows details."),
    "style-large": Message(
        "这个长度太大，没有一页放得下：{value}", "This length is too large for any page: {value}",
        "改成合适的数值；检查单位。", "Give a fitting one; look at its unit."),
    "style-small": Message(
        "这个长度太小，排不出来：{value}", "This length is too small to be set: {value}",
        "改成合适的数值，或写 0。", "Give a fitting one, or 0."),
    "style-divided": Message(
        "calc() 里除以了 0。", "A calc() divides by 0.",
        "改正这个算式。", "Correct the sum."),
    "style-paper": Message(
        "这样大小的纸做不成书：{value}", "No book can be made of paper of this size: {value}",
        "纸的大小由版式决定，请删去这一行；要别的大小，写 18 毫米到 5 米之间的长度。",
        "The edition gives the size of its paper: delete this; for another give lengths between 18 mm and 5 m."),
    "style-folded": Message(
        "对折装订的小册子，每一页都要是{page}大小，这里写的是：{value}", "Every page of a booklet to be folded is {page}; this says: {value}",
        "删去这一行；要别的大小，就不做小册子：加 --edition screen，或在 book.toml 的 [output] 里写 editions = [\"screen\"]。",
        "Delete this; for another size make no booklet: --edition screen, or editions = [\"screen\"] under [output] in book.toml."),
    "style-letter": Message(
        "字号比页面还大（{value}，页面宽 {page} 磅）。", "The letters are larger than the page ({value}; the page is {page} pt wide).",
        "改成合适的字号；正文是 10.5 磅。", "Give a fitting size; the text has 10.5 pt."),
    "style-nothing": Message(
        "字号小得看不见，这里的字等于没有印出来：{value}", "Letters of this size cannot be seen in print: {value}",
        "改成合适的字号，或删去这一行。", "Give a fitting size, or delete this."),
    "style-unseen": Message(
        "字的颜色和纸一样，印出来看不见：{value}", "Letters of this colour cannot be seen on paper: {value}",
        "改成看得见的颜色；有底色的，把底色写在同一条样式里。", "Give another; where there is a ground, write its background in the same rule."),
    "style-margins-across": Message(
        "页边距太大：{edition} 版式的页面每行只剩 {room} 字的地方，至少要有 {most} 字。", "The margins are too large: lines of the edition {edition} have room for {room} characters; {most} are needed.",
        "改小页边距。一份样式表几种版式共用；只想改一种的，写进自己的 styles/phone.css、large.css、draft.css 或 official.css（照抄自带的再加）。",
        "Make them smaller. Editions share their style sheets: what is for one of them goes into a styles/phone.css, large.css, draft.css or official.css of your own (a copy of ours, and your lines)."),
    "style-margins-down": Message(
        "页边距太大：{edition} 版式的页面只剩 {room} 行的地方，至少要有 {most} 行。", "The margins are too large: pages of the edition {edition} have room for {room} lines; {most} are needed.",
        "改小上下页边距。", "Make those above and below the text smaller."),
    "style-ignored": Message(
        "这一行样式没有起作用：{what}", "This line of the style sheet has no effect: {what}",
        "检查属性名和值的写法；不是每种 CSS 都能用于纸面。", "Look at the property's name and value; not all of CSS can be used for paper."),
    "template-broken": Message(
        "模板 {name} 有错：{reason}", "The template {name} is wrong: {reason}",
        "改正这一行。模板只能用书里的东西。", "Correct this line; a template may use what the book holds and nothing else."),

    # pack, unpack
    "pack-link": Message(
        "{name} 是链接，没有装进去。", "{name} is a link; it was not packed.",
        "把文件本身放进书稿文件夹再装一次。", "Put the file itself into the folder and pack again."),
    "pack-fonts": Message(
        "字体没有装进去：{names}", "Fonts were not packed: {names}",
        "字体的许可多半不许转送；收到的人自己装上，或放进书稿的 fonts 文件夹。",
        "Few licences of fonts allow to send them on; who receives the book installs them or puts them into its folder fonts."),
    "pack-taken": Message(
        "已有一个同名的文件，不是 .zip，没有覆盖：{path}", "There is a file of that name that is no .zip; it was not replaced: {path}",
        "用 -o 换一个名字。", "Name another with -o."),
    "pack-files": Message(
        "文件超过 {limit} 个。", "There are more than {limit} files.",
        "书稿文件夹里只留书稿用得着的文件。", "Keep in the folder what the manuscript needs."),
    "pack-large": Message(
        "文件合起来超过 {limit} MB。", "The files are larger than {limit} MB together.",
        "缩小图片，或把用不着的文件移出书稿文件夹。", "Make the pictures smaller, or move out what the manuscript does not need."),
    "unpack-no-book": Message(
        "这个 .zip 里没有书稿（缺 {name}）：{path}", "There is no manuscript in this .zip ({name} is missing): {path}",
        "要还原的是 duben pack 写出的 .zip；核对收到的小册子用 duben verify。", "unpack takes what duben pack wrote; a delivery is looked at by duben verify."),
    "unpack-name": Message(
        "文件名指到了文件夹之外，没有解开：{name}", "A name leads out of the folder; nothing was unpacked: {name}",
        "这不是 duben pack 写出的；请对方重新装一份。", "duben pack did not write this; ask for it again."),
    "unpack-twice": Message(
        "两个文件同名（大小写不分）：{name}", "Two files have one name, but for its case: {name}",
        "请对方改好名字，重新装一份。", "Ask for it again with names that differ."),
    "unpack-link": Message(
        "{name} 是链接或设备，没有解开。", "{name} is a link or a device; nothing was unpacked.",
        "请对方用 duben pack 重新装一份。", "Ask for a file that duben pack wrote."),
    "unpack-locked": Message(
        "{name} 加了密码。", "{name} is locked by a password.",
        "请对方去掉密码重新装一份。", "Ask for it without a password."),
    "unpack-file-large": Message(
        "{name} 太大（上限 {limit} MB），或压缩得不近情理。", "{name} is too large (at most {limit} MB), or packed beyond reason.",
        "请对方用 duben pack 重新装一份。", "Ask for a file that duben pack wrote."),
    "pack-done": Message("{files} 个文件装进了 {path}；还原用 duben unpack {path} -o 文件夹", "{files} files in {path}; back again: duben unpack {path} -o FOLDER"),
    "unpack-done": Message("{files} 个文件放进了 {folder}", "{files} files in {folder}"),

    # verify
    "delivery-missing": Message(
        "没有这个文件夹或 .zip：{path}", "There is no such folder or .zip: {path}",
        "检查名字和位置。", "Check its name and place."),
    "delivery-zip": Message(
        "这不是可读的 .zip：{path}", "This is not a .zip that can be read: {path}",
        "重新取得这个文件；传送中可能损坏了。", "Fetch the file again; it may have been damaged on its way."),
    "delivery-unreadable": Message(
        "读不出 {path}：{reason}", "Cannot read {path}: {reason}",
        "检查权限。", "Check its permissions."),
    "delivery-no-manifest": Message(
        "这里没有 manifest.json，无从核对：{path}", "There is no manifest.json here to compare with: {path}",
        "请指向 duben build 写出的文件夹，或它的 .zip。", "Name a folder that duben build wrote, or a .zip of it."),
    "manifest-broken": Message(
        "{name} 被改坏了，读不出来。", "{name} was altered and cannot be read.",
        "别人发来的，向发送者重新要一份；自己做的，删掉它，用 duben build 重新生成即可。",
        "If you received it ask the sender for it again; if it is your own delete it and run duben build again."),
    "file-gone": Message(
        "缺少文件 {name}", "{name} is missing",
        "别人发来的，向发送者重新要一份；自己做的，用 duben build 重新生成即可。",
        "If you received it ask the sender for it again; if it is your own run duben build again."),
    "file-altered": Message(
        "{name} 和制作时不一样", "{name} is not as it was made",
        "别人发来的，向发送者重新要一份；自己做的，用 duben build 重新生成即可。",
        "If you received it ask the sender for it again; if it is your own run duben build again."),
    "manifest-altered": Message(
        "{name} 里关于书稿、设置、字体或版本的记载被改过：和它自己的识别码对不上。",
        "What {name} says of sources, settings, fonts or versions was altered: it does not fit its own code.",
        "别人发来的，向发送者重新要一份，并核对版权页上的识别码；自己做的，用 duben build 重新生成即可。",
        "If you received it ask the sender for it again and compare the code on the imprint; if it is your own run duben build again."),
    "imprint-differs": Message(
        "{name} 版权页上的识别码是 {shown}，按 manifest.json 和各页内容应当是 {expected}：两者之一被改过。",
        "The imprint of {name} shows the code {shown}; by manifest.json and the pages it is {expected}: one of them was altered.",
        "别人发来的，向发送者重新要一份，并当面或打电话核对识别码；自己做的，用 duben build 重新生成即可。",
        "If you received it ask the sender for it again and compare the code by telephone; if it is your own run duben build again."),
    "file-exchanged": Message(
        "{name} 里装的是 {other}，两个文件弄混了。", "{name} holds what belongs in {other}: the files were exchanged.",
        "把它们换回来，或重新取得。", "Put them back in their places, or fetch them again."),
    "file-extra": Message(
        "多出一个文件 {name}。", "{name} is one too many.", "它不是分发时制作的，请移走。", "It was not made by the distribution: take it away."),
    "file-doubled": Message(
        "压缩包里有两个 {name}（大小写不同也算）", "The .zip holds {name} twice (in whatever case)",
        "解压时留下哪一个说不准，请向发送者重新要一份。", "Which of them is unpacked cannot be told; ask the sender for it again."),
    "sums-differ": Message(
        "SHA256SUMS 与 manifest.json 对 {name} 的记载不一致", "SHA256SUMS and manifest.json disagree about {name}",
        "其中一个被改过。别人发来的，向发送者重新要一份；自己做的，用 duben build 重新生成即可。",
        "One of them was altered. If you received it ask the sender for it again; if it is your own run duben build again."),
    "file-foreign": Message("{name} 不是 duben 制作的", "{name} was not made by duben"),
    "file-older": Message(
        "这些文件是由较早的书稿制作的：{name}", "made from an older text: {name}",
        "需要更新时，用 duben build 一起重做。", "Build it again to bring it up to date."),

    # What was done
    "check-remarks": Message("没有发现错误，也没有警告：{name}（上面是 {remarks} 条提示，可以不改）", "No errors and no warnings: {name} (above, for your information, are notes: {remarks})"),
    "check-clean": Message("没有发现问题：{name}", "No problems found: {name}"),
    "check-count": Message("{name}：{errors} 个错误，{warnings} 个警告", "{name}: errors: {errors}, warnings: {warnings}"),
    "build-file": Message("{name}，{pages} 页", "{name}, {pages} pages"),
    "build-file-unpaged": Message("{name}", "{name}"),
    "build-done": Message("完成：《{title}》{pages} 页，{files} 个文件，在 {output}", "Done: “{title}”, pages: {pages}, files: {files}, in {output}"),
    "build-failed": Message(
        "没有制作《{title}》：{errors} 个错误要先改正。原有的输出没有改动。",
        "“{title}” was not made; errors to be corrected first: {errors}. Earlier outputs are as they were."),
    "build-book": Message("—— {book}", "—— {book}"),
    "build-column-book": Message("书稿", "book"),
    "build-column-result": Message("结果", "result"),
    "build-column-pages": Message("页数", "pages"),
    "build-column-files": Message("文件", "files"),
    "build-column-errors": Message("错误", "errors"),
    "build-column-warnings": Message("警告", "warnings"),
    "build-column-output": Message("位置", "output"),
    "build-result-done": Message("完成", "done"),
    "build-result-failed": Message("没有制作", "not made"),
    "build-all": Message("{books} 本书，完成 {done} 本，没有制作 {failed} 本", "Books: {books}, made: {done}, not made: {failed}"),
    "import-done": Message("完成：书稿在 {folder}，文字分成 {chapters} 个文件", "Done: the manuscript {folder}, files of text: {chapters}"),
    "import-counts": Message(
        "改正 {mended} 处，略去 {left_out} 处，移走 {moved} 处；清单在 {report}",
        "Mended: {mended}, left out: {left_out}, moved: {moved}; listed in {report}"),
    "updated-changed": Message("{place}：改 {words}", "{place}: changed, {words}"),
    "updated-added": Message("{place}：增 {words}", "{place}: added, {words}"),
    "updated-removed": Message("{place}：删 {words}", "{place}: removed, {words}"),
    "updated-moved": Message("{place}：移到这里 {words}", "{place}: moved here, {words}"),
    "updated-more": Message("……另有 {count} 处", "… and {count} more"),
    "update-done": Message(
        "完成：原文的改动有 {count} 处并入 {folder}，改写了 {files} 个文件；编者加的注、框、标识和各项设置照旧",
        "Done: changes of the source taken into {folder}: {count}, files: {files}; notes, boxes, ids and settings of the editor are as they were"),
    "update-conflicts": Message(
        "有 {count} 处原文和书稿都动过，没有改动书稿，列在 {path}，请编者定夺", "{count} places were changed in both; the manuscript has its own wording there. They are listed in {path}: decide them"),
    "update-next": Message("下一步：duben check {folder}，再用 duben compare 看改了哪些", "Next: duben check {folder}, then duben compare tells what changed"),
    "import-asked": Message("下面几处没有把握，请看一眼；对的不用管。", "Please look at these, which are not sure; what is right may stay."),
    "asked-title": Message("书名", "Title"),
    "asked-subtitle": Message("副题名", "Subtitle"),
    "asked-author": Message("署名", "Author"),
    "asked-date": Message("日期", "Date"),
    "asked-heading": Message("标题", "Heading"),
    "asked-part": Message("分部分", "Part"),
    "asked-table": Message("表格", "Table"),
    "asked-enumeration": Message("提法", "Enumeration"),
    "asked-other": Message("其他", "Other"),
    "asked-at": Message("  {what}：“{text}”当作{taken_as}；不对就改 {folder}/{place}", "  {what}: “{text}” was taken as {taken_as}; else change {folder}/{place}"),
    "asked-source": Message("  {what}：原文 {place} “{text}”当作{taken_as}；请核对", "  {what}: “{text}” ({place} of the source) was taken as {taken_as}; see whether it is"),
    "asked-key": Message("  {what}：取“{taken_as}”；不对就改 {folder}/book.toml 第{line}行 {key}", "  {what}: “{taken_as}”; else change {key} on line {line} of {folder}/book.toml"),
    "asked-to-fill": Message("  {what}：没有找到，暂写“{taken_as}”；请改 {folder}/book.toml 第{line}行 {key}", "  {what}: not found, “{taken_as}” stands for it; change {key} on line {line} of {folder}/book.toml"),
    "asked-absent": Message("  {what}：没有找到，书上不印；知道的话，在 {folder}/book.toml 的 [book] 下面加一行 {example}", "  {what}: not found, none is printed; if you know it, add a line under [book] in {folder}/book.toml: {example}"),
    "asked-month": Message("  {what}：原文只写“{text}”，没有日，书上不印；要印，在 {folder}/book.toml 的 [book] 下面加一行 {example}", "  {what}: the text says “{text}”, without a day; none is printed; to print one, add a line under [book] in {folder}/book.toml: {example}"),
    "asked-parts": Message(
        "  分部分：原文分成 {count} 部分，各成一章：{parts}。书名、日期取第一部分的；不该分的，把后一个 .md 文件的文字移到前一个里，第一行的 # 改成 ##",
        "  Parts: the text was taken for {count}, a chapter each: {parts}. Title and date are those of the first; to join two, move the text of the second .md file into the first, its # as ##"),
    "asked-parts-of": Message(
        "  分部分：{file} 分成 {count} 部分，各成一章：{parts}",
        "  Parts: {file} was taken for {count}, a chapter each: {parts}"),
    "asked-more": Message("  {what}：还有 {count} 处，见 import.json", "  {what}: {count} more in import.json"),
    "import-steps": Message("接下来：", "Next:"),
    "import-check": Message("  {number}. 查文字：duben check {folder}", "  {number}. see what is wrong in the text: duben check {folder}"),
    "import-enumerations": Message("  {number}. 核定提法：duben enumerations {folder}", "  {number}. confirm the enumerations: duben enumerations {folder}"),
    "import-build": Message("  {number}. 做成书：duben build {folder}", "  {number}. make the book: duben build {folder}"),
    "import-next": Message("下一步：duben build {folder}", "Next: duben build {folder}"),
    "new-done": Message("完成：新书稿在 {folder}", "Done: a new manuscript in {folder}"),
    "verify-done": Message("一致：{files} 个文件都和 manifest.json 相符：{path}", "All well, as manifest.json says: {path}, files: {files}"),
    "verify-signed": Message(
        "manifest.json 由“{name}”签名；证书是否可信，请另行核对。", "manifest.json is signed by “{name}”; whether that certificate is to be trusted was not looked into."),
    "verify-failed": Message("不一致：{errors} 处与 manifest.json 不符：{path}", "Not as made: {path}, differences from manifest.json: {errors}"),
    "enumerations-written": Message(
        "写好 {path}：{count} 条，其中新的 {new} 条，有变化的 {changed} 条，书里已没有的 {gone} 条",
        "Wrote {path}, entries: {count}, new: {new}, changed: {changed}, gone: {gone}"),
    "enumeration-listed": Message("“{term}”：{count} 项，列在 {place}", "“{term}”: {count}, listed at {place}"),
    "enumeration-open": Message("“{term}”：{count} 项，列在 {place}，没有列全（……等）", "“{term}”: {count}, listed at {place}, but not all (… 等)"),
    "enumeration-supplied": Message("“{term}”：{count} 项，书里没有列出，各项取自 enumerations.toml", "“{term}”: {count}, not listed in the book; the members are those of enumerations.toml"),
    "enumeration-unlisted": Message("“{term}”：{count} 项，书里没有列出各项", "“{term}”: {count}, the book lists no members"),
    "enumeration-from-library": Message("“{term}”：{count} 项，书里没有列出各项；附录据《{source}》（{date}）补列：", "“{term}”: {count}, the book lists no members; the appendix supplies those of 《{source}》 ({date}):"),
    "terms-collected": Message("{path} 写好了：{books} 本读本，{count} 个提法；表格在旁边的 {sheet}", "{path} written: {books} booklets, {count} terms; the spreadsheet is {sheet} beside it"),
    "terms-left-waiting": Message("有 {count} 个提法的各项待核，没有汇入；核对以后再运行一次", "{count} lists of members wait for confirmation and were not gathered; run this again when they are confirmed"),
    "enumeration-also": Message("另见 {places}", "also at {places}"),
    "enumeration-at": Message("见于 {places}", "at {places}"),
    "enumerations-same": Message("{path} 没有要改的", "{path} is up to date"),
    "enumerations-wrote": Message("写好 {path}", "Wrote {path}"),
    "enumerations-look": Message("请看过这几条：{names}", "Please look at: {names}"),
    "enumerations-next": Message("下一步：打开它，改正各条，再运行 duben build", "Next: open it, correct the entries, and run duben build"),
    "enumerations-exported": Message("写好 {path}：{count} 行。改好后：duben enumerations {book} --import {path}", "Wrote {path}, rows: {count}. When corrected: duben enumerations {book} --import {path}"),
    "enumerations-imported": Message("读入 {name}：改了 {count} 条", "Took {name} in, entries changed: {count}"),
    "file-changed-meanwhile": Message(
        "{name} 刚刚被改过（可能同时运行了另一次），没有写", "{name} was changed meanwhile, perhaps by another run: nothing was written",
        "再运行一次", "run it once more"),
    "enumerations-one-action": Message(
        "这几个选项一次只能用一个：{options}", "only one of these at a time: {options}", "分几次运行；--accept 和 --strike 可以一起用", "run it once for each; --accept and --strike may stand together"),
    "enumerations-no-folder": Message(
        "单个文件没有地方保存决定。", "A single file has no place for decisions.",
        "先把它变成书稿：duben import 文件 -o 书稿", "Make it a manuscript first: duben import FILE -o BOOK"),
    "enumerations-errors-first": Message(
        "书稿有错误，提法不一定找得全，没有写 enumerations.toml。", "The text has errors, so that enumerations may be missing: enumerations.toml was not written.",
        "先改正上面的错误。", "Correct the errors above first."),
    "interrupted": Message("已中断，原有的输出没有改动。", "Interrupted; earlier outputs are as they were."),

    # Words of the screen
    "problems-more": Message("还有{count}处同类问题（{rule}）；加--all全部列出", "{count} more of this kind ({rule}): --all lists them"),
    "import-more": Message("还有 {count} 处同类问题（{rule}）", "{count} more of this kind ({rule})"),
    "enumerations-none": Message("没有找到数字提法。", "No enumerations were found."),
    "problems-of-kind": Message("这一类（{rule}）共 {count} 条；加 --all 逐条列出", "{count} of this kind ({rule}); --all lists every place"),
    "word-error": Message("错误", "error"),
    "word-warning": Message("警告", "warning"),
    "word-note": Message("提示", "note"),
    "stage-read": Message("读取书稿", "reading"),
    "stage-check": Message("检查", "checking"),
    "stage-body": Message("排正文", "typesetting the text"),
    "stage-parts": Message("排目录和附录", "typesetting contents and appendix"),
    "stage-join": Message("合并各页", "joining pages"),
    "stage-impose": Message("拼版", "imposing"),
    "stage-epub": Message("制作电子书", "making the EPUB"),
    "stage-docx": Message("写 Word 文件", "writing the Word file"),
    "stage-proof": Message("核对文字", "comparing the text"),
    "stage-write": Message("写入", "writing"),

    # Help
    "help-group": Message(
        "读本：把一个文件夹的 Markdown 书稿制成可印的小册子（PDF）、电子书（EPUB）和 Word 文件。",
        "duben (读本): a folder of Markdown becomes a booklet for print (PDF), for phones (EPUB) and for Word."),
    "help-new": Message("建立一个新书稿，马上就能制作。", "Make a new manuscript that builds at once."),
    "help-import": Message(
        "把 .docx、.txt、.html、.md 文件变成书稿，并列出改了什么、略去了什么。",
        "Turn .docx, .txt, .html and .md files into a manuscript; tells what was mended and left out."),
    "help-check": Message("检查书稿，一次列出全部问题及其行号。", "Check a manuscript: every problem, with its line."),
    "help-build": Message(
        "制作 PDF、EPUB 和 Word 文件，写到 书稿/out 或 -o 指定的位置。不写书稿时做当前文件夹里的书。",
        "Make PDF, EPUB and Word files, into BOOK/out or where -o says. Without BOOK: the one in this folder."),
    "help-enumerations": Message("列出数字提法、大纲和并列项。", "List the numbered enumerations, the outline and the inline lists."),
    "help-collect": Message("把各书稿里有把握的和核对过的提法汇入提法库（.toml），旁边另写一份 .xlsx 表格。", "Gather the lists that are sure or confirmed in a library of terms (.toml); a spreadsheet (.xlsx) is written beside it."),
    "help-pack": Message("把书稿连同印本记录、发放台账装成一个 .zip，交给同事或存档。", "A manuscript with its records and ledger as one .zip, to hand on or to keep."),
    "help-unpack": Message("把 duben pack 装的 .zip 还原成书稿文件夹。", "A manuscript's folder from a .zip that duben pack wrote."),
    "help-pack-output": Message("写到哪里，默认是当前文件夹里的 书名代号.zip。", "Where to write it; by default ID.zip in the current folder."),
    "help-metavar-packed": Message("文件.zip", "FILE.zip"),
    "help-verify": Message("核对收到的文件夹或 .zip 是否和制作时一样。", "Compare a delivered folder or .zip with its manifest."),
    "help-show": Message(
        "显示各阶段之间的数据，供开发者查看：blocks、outline、html、lines、pages；breaks 说明某处的一段为什么这样断行。",
        "Show what passes between the stages, for developers: blocks, outline, html, lines, pages; breaks: why the lines of a paragraph end where they end."),
    "help-compare": Message(
        "比较新旧两版，说明改了什么。可以是两个书稿文件夹、两个文件，或“版本:文件夹”（git 里的旧版）。",
        "Tell what changed between two versions: folders, single files, or REV:FOLDER, a folder at a git revision."),
    "help-proof": Message("按规则测量排好的页面。", "Measure finished pages against the rules."),
    "help-distribute": Message("按名单制作分发的各份。", "Make the copies for a list of recipients."),
    "help-where": Message("查印出来的某页某行在书稿的何处。", "Tell where a printed line stands in the manuscript."),
    "help-preview": Message("边写边看页面。", "Show the pages while you write."),
    "help-since": Message(
        "另做一份标出改动的 PDF（ID-screen-marked.pdf）；Word 文件里的改动记成修订。旧版可以是印本记录、版次、旧书稿文件夹或 git 版本。",
        "Make a PDF with its changes marked as well (ID-screen-marked.pdf); in the Word file changes are tracked. OLD is a record, a printed version's number, a folder or a git revision."),
    "help-scheduler": Message("交给这个地址的 dask 调度器去做，如 tcp://10.0.0.5:8786。", "Hand the work to the dask scheduler at this address, such as tcp://10.0.0.5:8786."),
    "help-edition-copies": Message("做哪种版式的份：{editions}；可重复。默认按 book.toml。", "Copies of which edition, {editions}; may be repeated. By default as book.toml says."),
    "help-zip": Message("每个单位一个 .zip，不用文件夹。", "One .zip for each recipient instead of a folder."),
    "help-scope": Message("印发范围，印在版权页上；默认是 book.toml 的发送对象。", "The scope (印发范围) on the imprint; by default the recipients of book.toml."),
    "help-date": Message("分发日期；不写就留空白，手填。", "The date of the distribution; without it a blank, to be filled in by hand."),
    "help-slip-date": Message("勘误表上的日期；不写就用新版的日期，新旧日期相同就留空白，手填。", "The date on the slip of corrections; by default that of the new version, a blank where the old has the same."),
    "help-labels": Message("一个地址标签的宽x高，毫米。", "Width x height of an address label, mm."),
    "help-slips": Message("一张 A4 上几张回执。", "How many return slips on a sheet of A4."),
    "help-sign": Message("用这个 .p12 里的密钥给 manifest.json 签名（要装 pyHanko）。", "Sign manifest.json with the key in this .p12 (takes pyHanko)."),
    "help-recall": Message("按台账列出领过这一版的单位，不制作。", "List whoever has copies of this version, by the ledger; nothing is made."),
    "help-metavar-recipients": Message("[名单]", "[RECIPIENTS]"),
    "help-write": Message("写出或更新书稿里的 enumerations.toml，编者改过的都保留。", "Write enumerations.toml, or bring it up to date; what the editor changed stays."),
    "help-explain": Message("说明一个提法是按哪条规则、从哪些字找到的，或者为什么不算。", "Tell by which rule and from which characters a term was found, or why it was not."),
    "help-export": Message("写成表格（.xlsx 或 .csv），供在电子表格里改。", "Write a table (.xlsx or .csv) for a spreadsheet."),
    "help-import-from": Message("把改好的表格读回 enumerations.toml。", "Take the corrected table back into enumerations.toml."),
    "help-lang": Message("提示所用的语言：zh 中文，en 英文。", "The language of messages: zh or en."),
    "help-quiet": Message("只显示错误和警告。", "Say nothing but errors and warnings."),
    "help-strict": Message("把警告当作错误。", "Count warnings as errors."),
    "help-json": Message("输出一个 JSON 文档。", "Print one JSON document."),
    "help-output": Message("写到哪个文件夹。", "The folder to write into."),
    "help-edition": Message("版式：{editions}；可重复。", "An edition: {editions}; may be repeated."),
    "help-edition-shown": Message("哪种版式的 html、lines、pages 或 breaks：{editions}。", "The edition of html, lines, pages or breaks: {editions}."),
    "help-format": Message("格式：pdf、epub 或 docx；可重复。", "A format, pdf, epub or docx; may be repeated."),
    "help-format-copies": Message("格式：pdf 或 epub；可重复。", "A format, pdf or epub; may be repeated."),
    "help-jobs": Message("同时做几本（或在几个进程里做各份），默认按处理器的个数。",
                     "How many books at once, or in how many processes copies are made; by default as many as there are processors."),
    "help-all": Message("同类问题全部列出，不只列前十处。", "List every problem, not only the first ten of a kind."),
    "help-all-changes": Message("改动逐条全部列出，不只列前面一部分。", "List every change, not only the first ones."),
    "help-all-places": Message("每一处都列出，不只列每类的第一处。", "List every place, not only the first of each kind."),
    "help-all-measured": Message("每一处都列出，不只列每类的前八处。", "List every place, not only the first eight of each kind."),
    "help-mend": Message("改好有把握的（标点全角半角，L22），列出改前改后；原来的文件留在 .duben 里。", "Carry out what is certain (widths of marks, L22) and show before and after; the files as they were are kept in .duben."),
    "help-undo": Message("与 --mend 同用：还原上一次改的文件。", "With --mend: put back what the last one changed."),
    "mend-done": Message("改了 {count} 处标点；要还原：duben check {book} --mend --undo", "Marks set right: {count}; to undo: duben check {book} --mend --undo"),
    "mend-none": Message("没有可以直接改的标点。", "There are no marks to set right."),
    "mend-undone": Message("已还原：{names}", "Put back as they were: {names}"),
    "mend-undo-alone": Message("--undo 要和 --mend 一起用。", "--undo goes with --mend.", "duben check 书稿 --mend --undo", "duben check BOOK --mend --undo"),
    "mend-kind": Message("--mend 只改书稿文件夹和 .md 文件，“{name}”不是。", "--mend changes manuscripts' folders and .md files; “{name}” is neither.",
        "先用 duben import 转成书稿，再改。", "Make a manuscript of it with duben import first."),
    "mend-nothing-kept": Message("{folder} 没有改过，或已经还原。", "Nothing was mended in {folder}, or it was put back already."),
    "mend-kept-broken": Message("{folder} 里留存的文件不全，不能自动还原。", "What is kept in {folder} is not whole and cannot be put back by itself.",
        "文件都还在那里，请自己核对后复制回来。", "Look at the files there and copy them back by hand."),
    "mend-changed-since": Message("“{name}”改过标点以后又动过，没有还原任何文件。", "“{name}” was changed after its marks were set right; nothing was put back.",
        "原来的文件在 {kept}；要还原就自己复制回来，后来的改动会丢。", "The file as it was: {kept}; copying it back loses what was changed since."),
    "help-no-cache": Message("全部重做，不用以前留下的结果，也不留下。", "Make everything anew: use nothing that earlier builds kept, and keep nothing."),
    "help-version": Message("显示版本号。", "Show the version."),
    "help-metavar-options": Message("[选项]", "[OPTIONS]"),
    "help-metavar-command": Message("命令 [参数]...", "COMMAND [ARGS]..."),
    "help-metavar-book": Message("书稿", "BOOK"),
    "help-marked": Message("另写一份 PDF，标出不合规则的地方。", "Also write a PDF with the places marked."),
    "help-metavar-book-or-pdf": Message("[书稿|文件.pdf]", "[BOOK|FILE.pdf]"),
    "help-metavar-book-or-here": Message("[书稿]", "[BOOK]"),
    "help-metavar-books-or-here": Message("[书稿]...", "[BOOK]..."),
    "help-metavar-directory": Message("文件夹", "DIR"),
    "help-metavar-files": Message("文件...", "FILE..."),
    "help-metavar-place": Message("[页:行|文件.md:行]", "[PAGE:LINE|FILE.md:LINE]"),
    "help-metavar-old": Message("旧版", "OLD"),
    "help-metavar-new": Message("新版", "NEW"),
    "help-metavar-delivery": Message("文件夹|文件.zip", "OUT|FILE.zip"),
    "help-theme": Message("主题，见 docs/themes.zh-CN.md。", "The theme, see docs/themes.md."),
    "help-cover": Message("封面式样，图样见 docs/covers.zh-CN.md。", "The design of the cover; pictures in docs/covers.md."),
    "help-update": Message("书稿已经改过，把新原文的改动并进去；编者所加的都保留，冲突处列出。", "Take the changes of a revised source into a manuscript that was worked on; what the editor did is kept, conflicts are listed."),
    "help-original": Message("Word 文件有修订时，取修订之前的文字。", "Of Word files with tracked changes: take the text before them."),
    "help-base": Message("上次导入的原文；书稿里没有 import.base.json 时才需要。", "The source as it was imported before; needed where the manuscript has no import.base.json."),

    # Examples of a right call, where a word is missing
    "example-new": Message("例如：duben new 读本", "For example: duben new reader"),
    "example-import": Message("例如：duben import 网页.html -o 读本", "For example: duben import page.html -o reader"),
    "example-check": Message("例如：duben check 读本", "For example: duben check reader"),
    "example-build": Message("例如：duben build 读本", "For example: duben build reader"),
    "example-enumerations": Message("例如：duben enumerations 读本", "For example: duben enumerations reader"),
    "example-compare": Message("例如：duben compare 旧读本 读本，或 duben compare HEAD~1:读本 读本", "For example: duben compare old-reader reader, or duben compare HEAD~1:reader reader"),
    "example-verify": Message("例如：duben verify 读本/out", "For example: duben verify reader/out"),
    "example-proof": Message("例如：duben proof 读本", "For example: duben proof reader"),
    "example-show": Message("例如：duben show outline 读本", "For example: duben show outline reader"),
    "other-language": Message("English messages: --lang en", "中文提示请加 --lang zh，或设 LANG=zh_CN.UTF-8 (messages in Chinese)"),
}  # fmt: skip
