"""Messages of the desk in the browser: what it cannot do, and why."""

from duben.messages.bilingual import Message

MESSAGES: dict[str, Message] = {
    # Who may ask
    "desk-host": Message(
        "这个地址不是读本的地址。",
        "This is not an address of duben.",
        "请用启动时给出的地址。",
        "Use the address that was given at the start.",
    ),
    "desk-method": Message("不接受这种请求。", "Requests of this kind are not taken."),
    "desk-session": Message(
        "已结束，请再打开。",
        "This has ended, please open it again.",
        "请重新启动读本，用新给出的地址。",
        "Start duben again and use the address it gives.",
    ),
    "desk-site": Message(
        "请求来自别的网页，没有执行。", "Another page sent this request; nothing was done."
    ),
    "desk-origin": Message(
        "请求来自别的网页，没有执行。", "Another page sent this request; nothing was done."
    ),
    "desk-token": Message(
        "请求不是从读本的页面发出的，没有执行。",
        "The request does not come from duben's page; nothing was done.",
        "重新载入页面再试。",
        "Load the page again and try once more.",
    ),
    "desk-body": Message("内容超过{limit} MB。", "This is larger than {limit} MB."),
    "desk-slow": Message(
        "内容传得太慢，已停止接收。",
        "The content came too slowly and was given up.",
        "再试一次。",
        "Try again.",
    ),
    "desk-missing": Message(
        "没有这一项，可能已经改动。",
        "There is no such thing; it may have changed.",
        "重新载入页面。",
        "Load the page again.",
    ),
    "desk-json": Message("看不懂这个请求。", "This request cannot be read."),
    "desk-field": Message(
        "请求里缺少“{name}”，或者它不对。",
        "“{name}” is not in the request, or not as it should be.",
    ),
    "desk-preview": Message(
        "预览只看页面，不改书稿。",
        "The preview shows pages and changes nothing.",
        "要在浏览器里改，请用 duben desk。",
        "To write in the browser use duben desk.",
    ),
    "desk-fault": Message(
        "读本自身出了错：{what}",
        "A fault of duben itself: {what}",
        "书稿没有受影响；再试一次。",
        "The text is not touched; try again.",
    ),
    "desk-single-book": Message(
        "这里只打开了一本书，不能新建、移走或收入别的书。",
        "This desk shows a single book: none can be added or taken away.",
        "请在它上一级的文件夹里启动 duben desk。",
        "Start duben desk in the folder above it.",
    ),
    "desk-settings-by-hand": Message(
        "设置文件的写法特别，这里改不了。",
        "The file of the settings has an unusual form and cannot be changed here.",
        "请到“高级”里改。",
        "Change it under “Advanced”.",
    ),
    "desk-chapter-first": Message(
        "前面没有可以并入的一章。", "There is no chapter before it to be joined with."
    ),
    "desk-chapter-split": Message("这一行不能分章。", "The text cannot be split at this line."),
    "desk-chapter-last": Message(
        "这是最后一章，不能删去。",
        "This is the last chapter and cannot be taken away.",
    ),
    "desk-chapter-touched": Message(
        "这几章后来又改过，不能整个撤销。",
        "These chapters were changed since and cannot be put back as a whole.",
        "以前的文字都留着，可以从旧版里恢复。",
        "The earlier text is kept among the versions.",
    ),
    # Beside a field of the form of settings
    "desk-form-needed": Message("请填写。", "Please fill this in."),
    "desk-form-date": Message(
        "请写成 2026年3月12日，或 2026年3月；不知道就空着。",
        "Write 2026-03-12 or 2026-03; leave it empty if you do not know it.",
    ),
    "desk-form-number": Message("请写数字。", "Please write digits."),
    "desk-form-range": Message("应在 {low} 到 {high} 之间。", "It may be {low} to {high}."),
    "desk-form-size": Message(
        "请写成 宽×高，单位毫米，如 120×180；从 115×165 到 210×297。",
        "Write width×height in mm, such as 120×180; from 115×165 to 210×297.",
    ),
    "desk-form-picture": Message(
        "这种封面要用图，请在这里选一张。", "This cover needs a picture; choose one here."
    ),
    "desk-form-columns": Message(
        "这个开本排不下两栏，正文仍是一栏。",
        "The page is too narrow: the text stays in one column.",
    ),
    "desk-form-unused": Message(
        "现在的封面不印这一项。", "The cover that is chosen does not show this."
    ),
    "desk-form-official": Message(
        "这种公文格式不印这一项。", "This format of document does not print it."
    ),
    "desk-form-imprint": Message("“{kind}”要写明这一项。", "A “{kind}” must say this."),
    "desk-version-opened": Message("打开时：{files}", "As it was opened: {files}"),
    "desk-version-edited": Message("改过：{files}", "Changed: {files}"),
    "desk-version-outside": Message(
        "别处改动以前：{files}", "Before a change made elsewhere: {files}"
    ),
    "desk-version-restored": Message(
        "恢复了旧版：{files}", "An earlier version taken back: {files}"
    ),
    "desk-version-conflict": Message(
        "没能并入的改动：{files}", "A change that could not be merged: {files}"
    ),
    "desk-version-updated": Message(
        "并入了改过的文件：{files}", "A corrected file was merged: {files}"
    ),
    "desk-version-print": Message("第 {version} 版（印发的）", "version {version} (printed)"),
    "desk-version-printed": Message("已印发：{files}", "Printed: {files}"),
    "desk-print-older": Message(
        "还没有做好的文件，或者做好以后文字又改过。",
        "Nothing is finished yet, or the text was changed since.",
        "先在“成品”里制作，再记为已印发。",
        "Make the editions first, then tell that they were printed.",
    ),
    "desk-print-record": Message(
        "做好的文件里没有印本记录。",
        "The finished files hold no record of the print.",
        "连同屏幕版或小册子再制作一次。",
        "Make the screen edition or the booklet again.",
    ),
    "desk-version-by-hand": Message(
        "现在的版次是“{version}”，不是数字，不能自动加一。",
        "The present version, “{version}”, is no number and cannot be counted up.",
        "在书的设置里改版次。",
        "Change it in the settings of the book.",
    ),
    "desk-update-no-base": Message(
        "这本书没有保存导入时的原文，或者保存的已经损坏，不能自动并入改过的文件。",
        "This book does not keep the source that it was made of, or what is kept is damaged, so a corrected one cannot be merged.",
        "把改过的文件当作新书导入，再在“比较”里与这本比较。",
        "Take the corrected file in as a new book and compare the two.",
    ),
    "desk-file-fronts.pdf": Message("打印对折，各张的正面", "the booklet, fronts of the sheets"),
    "desk-file-backs.pdf": Message("打印对折，各张的背面", "the booklet, backs of the sheets"),
    "desk-file-guide.pdf": Message("印制说明", "how to print it"),
    "desk-file-trial.pdf": Message("试印单", "the trial sheets"),
    "desk-file-press-cover.pdf": Message("印刷厂用的封面", "the cover for the press"),
    "desk-file-marked.pdf": Message("标出改动的各页", "the pages with changes, marked"),
    "desk-file.record.json": Message(
        "印本记录，以后做勘误表用", "the record of a print, for later corrections"
    ),
    "desk-file-list.csv": Message("发放清单（表格）", "the list of copies, for a spreadsheet"),
    "desk-file-list.pdf": Message("发放清单", "the list of copies"),
    "desk-file-labels.pdf": Message("地址标签", "labels for addresses"),
    "desk-file-signatures.pdf": Message("签收表", "the sheet of signatures"),
    "desk-file-slips.pdf": Message("回执", "slips to be sent back"),
    "desk-file.epub": Message("手机、电脑上看的电子书（EPUB）", "the e-book (EPUB)"),
    "desk-file.docx": Message("Word 文件", "the Word file"),
    "desk-no-picture": Message(
        "“{name}”不是可以用的图片。",
        "“{name}” is no picture that can be used.",
        "可用的：PNG、JPEG、GIF、WebP。",
        "Usable are PNG, JPEG, GIF and WebP.",
    ),
    "desk-uploads": Message(
        "放进来的文件太多了。",
        "Too many files were dropped here.",
        "重新启动读本再试。",
        "Start duben again and try once more.",
    ),
    "desk-restore-place": Message(
        "不知道这一处原来在书里哪里，请自己抄回去。",
        "Where this stood in the book is not known; please copy it back by hand.",
    ),
    "desk-restore-gone": Message(
        "书里已经没有改后的这几个字，没有恢复。",
        "The text no longer has the mended words; nothing was taken back.",
    ),
    "desk-mend-gone": Message("这一处已经改过了。", "This place has changed already."),
    "desk-nothing-to-undo": Message("没有可以撤销的。", "There is nothing to undo."),
    "desk-members-count": Message(
        "“{term}”的数目是 {count}，成员写了 {listed} 个。",
        "The number of “{term}” is {count}, the members are {listed}.",
        "改数目或补成员；确是如此，仍可保存。",
        "Correct the number or the members; if it is so indeed, keep it.",
    ),
    "desk-undo-touched": Message(
        "改正的地方后来又动过，没有撤销。",
        "The mended place was changed since; nothing was undone.",
        "请在书稿里自己改回去。",
        "Please change it back in the text.",
    ),
    "desk-installed": Message("已放好：{path}", "Put in place: {path}"),
    "desk-installed-bat": Message(
        "已放好：{path}（复制到 Windows 桌面上；没有在 Windows 上试过）",
        "Put in place: {path} (to be copied to the desktop of Windows; not tried there)",
    ),
    # The server
    "desk-port-taken": Message(
        "端口 {port} 已被占用。",
        "Port {port} is in use.",
        "换一个 --port，或者不写，由读本自己选。",
        "Give another --port, or none: duben takes a free one.",
    ),
    "desk-port": Message(
        "不能使用端口 {port}：{reason}",
        "Port {port} cannot be used: {reason}",
        "换一个 --port，或者不写，由读本自己选。",
        "Give another --port, or none: duben takes a free one.",
    ),
    "desk-editor": Message(
        "打不开编辑器“{command}”：{reason}",
        "The editor “{command}” cannot be opened: {reason}",
        "检查 --editor 后面的命令。",
        "Check the command behind --editor.",
    ),
    "desk-editor-form": Message(
        "--editor 后面不是一条命令：{command}",
        "What stands behind --editor is no command: {command}",
        "例：--editor 'code -g {{file}}:{{line}}'",
        "For example: --editor 'code -g {{file}}:{{line}}'",
    ),
    "desk-ready": Message(
        "已在浏览器里打开；结束按 Ctrl-C。", "It is open in the browser; Ctrl-C ends it."
    ),
    "desk-ready-no-browser": Message(
        "请在浏览器里打开上面的地址；结束按 Ctrl-C。",
        "Open the address above in a browser; Ctrl-C ends it.",
    ),
    "desk-running": Message(
        "这个文件夹的读本已经开着：打开的是正在运行的那一个。",
        "duben is open over this folder already: this is the one that runs.",
    ),
    "desk-over": Message("已结束，书稿都已保存。", "It has ended; everything is saved."),
    "help-desk": Message(
        "在浏览器里写、查、排、发，不用打命令。",
        "Write, check, build and hand out in the browser, with nothing to type.",
    ),
    "help-port": Message(
        "用哪个端口，默认任选一个空闲的。", "The port; by default any that is free."
    ),
    "help-no-browser": Message("不打开浏览器。", "Open no browser."),
    "help-editor": Message(
        "点页面时用哪条命令打开自己的编辑器，如 'code -g {{file}}:{{line}}'。",
        "The command that opens your editor at a click, such as 'code -g {{file}}:{{line}}'.",
    ),
    "help-install": Message(
        "在桌面和菜单里放一个启动图标，不启动。",
        "Put a starter on the desktop and into the menu; nothing is started.",
    ),
    "help-metavar-folder-or-here": Message("[文件夹]", "[FOLDER]"),
}
