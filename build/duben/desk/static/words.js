// What the desk says, in Chinese and in English: the same keys in both.
const zh = {
  desk: "读本", books: "书架", failed: "没有成功，请再试一次。", gone: "读本已结束，请再打开。",
  skip: "跳到正文", close: "关闭", cancel: "取消", done: "已完成", working: "正在处理…", menu: "步骤",
  // the steps
  taken: "导入情况", text: "文字", terms: "提法", editions: "成品", folded: "折页", compare: "比较与版本", copies: "发放", files: "文件",
  // books
  dropBooks: "把文件拖到这里，或点这里选择", dropBooksNote: "Word、公众号网页、PDF、纯文本、Markdown 都可以；几个文件依次成为一本书的几部分",
  newBook: "新建一本", noBooks: "还没有书。把收到的文件拖进上面的框里，或者点“新建一本”自己写。", open: "打开", rename: "改名", bin: "放进回收站", binAsk: "把《{title}》放进回收站？文件都还在，可以取回。",
  unbin: "取回", binned: "回收站", pack: "打包成一个文件", title: "书名", subtitle: "副书名", author: "作者、编者", publisher: "编印单位", date: "日期", make: "建立",
  chapters: "{n} 章", version: "第 {version} 版", renameTo: "新的书名", reading: "正在读取《{name}》…", untitled: "书名待填",
  versionsHead: "以前的版本", versionsIntro: "每次修改停顿后自动留一版，写着改了哪几章。恢复以前，现在的文字也会留作一版。", restoredTo: "已恢复到 {time} 的文字。", comparing: "正在比较，要十来秒…", compared: "比较好了。", printedTag: "印发",
  changedAt: "{time} 改过", inFolder: "存放在“{folder}”", today: "今天", monthDay: "{month}月{date}日", packShort: "打包", packNote: "打包成一个文件，留底或交给同事；拖回书架就能打开",
  packedIn: "《{title}》已经放上书架。", packedTwice: "书架上原来就有《{title}》。拖进来的是另一本，存放在“{folder}”，两本互不影响；不要的一本可以放进回收站。",
  // taken in
  takenIntro: "原文件变成书稿时，略去、移动、改动了什么。点位置可到书里看；不该改的，点“恢复”。", nothingTaken: "这本书不是由文件导入的，或者没有需要告诉您的。",
  unsure: "请您看一眼", left_out: "略去的", moved: "移动的", mended: "改动的", restore: "恢复", restored: "已恢复。", restoredTag: "已恢复", look: "看", takenAs: "当作{what}", lacks: "原文件里没有找到{what}", why: "原因：{why}", line: "第 {line} 行", sourceLine: "原文件第 {line} 行", showMore: "再看 {n} 条", absent: "（没有）", nothing: "（无）",
  blank: "（空格）", blanks: "（{n} 个空格）", times: "{n} 处", movedTo: "移作{what}", nextText: "下一步：看文字", seen: "看过了", seeAgain: "再看", isRight: "没错", leaveEmpty: "不用填", changeIt: "去改", fillIn: "去填写",
  whatTitle: "书名", whatSubtitle: "副书名", whatAuthor: "作者", whatAuthors: "作者", whatDate: "日期", whatSource: "来源", whatPublisher: "编印单位", whatHeading: "标题", whatPart: "分篇", whatTable: "表格", whatEnumeration: "提法", whatOther: "其他",
  // text
  editor: "文字", pages: "页面", page: "第 {label} 页", problems: "问题", noProblems: "没有问题。", mend: "改正", takeOut: "去掉 {words}", mendAll: "全部改正", mended_n: "已改正 {n} 处。", undo: "撤销改正", undone: "已撤销。",
  saved: "已保存 {time}", saving: "正在保存…", settled: "页面已是最新", composing: "正在排版…", stale: "这是 {since} 的页面：改正下面的错误后更新。",
  chaptersOf: "章节", settings: "设置", settingsFile: "书的设置（原文）", decisions: "提法审定（原文）", advanced: "高级", conflict: "同一处在别处也改了", conflictText: "有 {n} 处两边都改过：每处选一份，再点“就这样”。可以先接着写；没选的一份留在历史里。", clashDone: "就这样", clashNothing: "（没有这几个字）", clashWaits: "等您选一份", mine: "用我的", theirs: "用别处的", merged: "别处的修改已并入。",
  inTable: "表格：", addRow: "加一行", dropRow: "减一行", addColumn: "加一列", dropColumn: "减一列", putTable: "放进去", tableRows: "几行（不算标题行）", tableColumns: "几列", columnHead: "栏目",
  marksHelp: "记号说明", "mark #": "章的标题（开头一行）", "mark ##": "标题；### 是小标题", "mark **": "两头各两个星号：重点（粗体）", "mark [^1]": "注；下面“[^1]: ”后面是注的文字", "mark |": "表格的格子", "mark !!!": "框；框里的文字前面空四格", "mark ![]": "图片；方括号里是图注",
  pastedLines: "粘贴的文字已按一行一段分开（断开的行接成一段）。", pasteAsWas: "照原样", pasteReading: "正在整理粘贴的内容：标题、重点、列表、表格…", pasteRead: "粘贴的内容已整理好：标题、重点、列表、表格都留下，“点击关注”一类的略去。", pasteWords: "只要文字", pastePlain: "只粘贴了文字。{reason}",
  dropAsk: "《{name}》要放在哪里？", dropWords: "把文字放在光标处", dropWordsNote: "放在光标所在的那一段后面", dropChapter: "作为新的一章", dropChapterNote: "放在全书最后", dropUpdate: "是这本书改过的新版", dropUpdateNote: "只并入改动，您的修改都保留", dropDone: "文字已放进来；不要的话，按 Ctrl+Z 撤销。", chapterAdded: "新的一章已放在最后。", updated: "并入了 {n} 处改动；{left} 处您也改过，没有并入，请到“修订”里看。",
  findWords: "查找什么", replaceWith: "替换为", findBefore: "上一处", findNext: "下一处", replaceOne: "替换这一处", replaceBook: "全书替换", foundCount: "全书 {n} 处，这一章 {here} 处", foundNone: "全书没有找到", replacedCount: "全书替换了 {n} 处，在 {chapters} 章里。", takeBack: "撤销", staleYet: "文字里有错误，页面还排不出来：请先改正问题里的错误。",
  divider: "页面的宽度",
  // the text beside others, and a server that has ended
  ended: "已结束，请再打开：双击桌面上的“读本”图标，或重新运行启动它的命令。写下的字都还在这个页面上，请不要关闭；读本再打开后，这里会接着保存。", startedAnew: "读本重新启动了。请在这个浏览器里从“读本”图标再打开一次，这里就会接着保存。写下的字都还在这个页面上。", backAgain: "又连上了。", notSaved: "还没有保存", draftTaken: "上次没来得及保存的字，已经放回来了。", copyText: "复制这一章的文字", copied: "已复制。",
  outsideTaken: "“{name}”在别处改过，已换成新的。", outsideMerged: "“{name}”在别处改过，已并入。", outsideLost: "“{name}”在别处存过一份旧的，您写的有几处不在里面了。", outsideConflict: "“{name}”的同一处在别处也改了：现在显示的是别处的文字，您的一份留着。", noteCorrected: "正文改动了，“{name}”里“照录原文”那句话已跟着改。", recall: "取回我写的", recalled: "已取回；换下的文字留在历史里。",
  heading: "标题", heading2: "小标题", strong: "重点", note: "注", table: "表格", picture: "图片", box: "框", find: "查找", sample: "文字", noteText: "注的内容", tableSample: "| 项目 | 数量 |\n|---|---|\n| 甲 | 1 |\n| 乙 | 2 |", boxSample: "!!! 提示\n    框里的文字", pictureAdded: "图片已放进书里。", errors: "{n} 个错误", warnings: "{n} 个提醒", notes: "{n} 条说明", larger: "放大页面", smaller: "缩小页面",
  // terms
  termsIntro: "带数目的提法，如“三个代表”“四个全面”。待核的在前，请逐条决定。书末附录只印收进去的；没有列出各项的，只印名称。",
  termsWait: "正在全书里找提法…", waiting: "待核", sure: "无疑问", settledTerm: "您已定", named: "只提到", struck: "不收", nameOnly: "只列名称", accept: "收进附录", right: "没错", strike: "不收", edit: "修改", clear: "取消决定", save: "保存", saveAnyway: "仍这样保存",
  acceptDone: "已收进附录", strikeDone: "附录不收", editDone: "已按您写的改好", clearDone: "决定已取消", undoTerm: "撤销", undoMore: "再撤销一步", unlisted: "书里没有列出各项", inText: "原文",
  members: "成员", membersHint: "一行一个", count: "数目", where: "出处", decide: "处理", noTerms: "书里没有找到带数目的提法。", sheetOut: "导出表格", sheetIn: "读回表格", sheetTaken: "已读回 {n} 条。", nWaiting: "{n} 条等您决定", noneWaits: "没有等您决定的。",
  // editions
  editionsIntro: "勾选要做的样式，点“制作”。", build: "制作", building: "正在制作：{stage}", built: "做好了：{n} 个文件。", notBuilt: "没有做成，原来的文件没有动。", firstPage: "首页", alsoEpub: "电子书（手机、平板阅读）", alsoDocx: "Word 文件", toFiles: "去看文件",
  // folded
  foldedIntro: "对折装订后的样子：左右翻看；下面是每张纸的正面和背面。", spread: "第 {n} 次翻开，共 {all} 次", before: "往前翻", next: "往后翻", sheets: "纸张", front: "第 {n} 张 正面", back: "第 {n} 张 背面", noBooklet: "还没有做。请先在“成品”里勾选“打印对折”并制作。",
  // compare
  compareIntro: "与以前的版本比较：改了什么、要换哪几页、勘误怎样写。只比文字；只改字体、加粗的不列。", withVersion: "与这一版比较", dropOld: "旧版不在上面？把旧版的文件拖到这里", dropOldNote: "打包的书、Word、文本、印制记录", noVersions: "还没有以前的版本。保存修改后，这里会列出。", changes: "改动", nothingChanged: "没有差别。", added: "增", removed: "删", changed: "改", renumbered: "改号", movedChange: "移", restoreVersion: "恢复到这一版", restoreAsk: "恢复到 {time} 的文字？现在的文字也会留作一版。",
  // copies
  copiesIntro: "把发放名单拖进来，核对后为每个单位制作带编号的一份。", dropList: "把发放名单拖到这里", dropListNote: "Excel 或 CSV，一行一个单位；写着单位的一列叫“单位”“分公司”“部门”“支部”“网点”等都可以", run: "制作各单位的文件", total: "共 {n} 个单位", checkRows: "请核对", "column-name": "单位", "column-copies": "份数", "column-number": "编号", "column-contact": "联系人", "column-address": "地址", "column-note": "备注",
  // files
  filesIntro: "做好的文件。点名称下载。", noFiles: "还没有做好的文件。", download: "下载", older: "旧文字的", history: "历史", historyIntro: "每次修改停顿后自动留一版。", nPages: "{n} 页", size: "大小",
  hintSettings: "请到“设置”里填写。", hintTerms: "请到“提法”里逐条决定。", theme: "明暗",
  // prints
  tellPrinted: "第 {version} 版拿去印了", tellPrintedNote: "记下来以后：这一版的文件一直留着，改过文字就作为下一版，勘误和换页都与这一版比较。", printedKept: "已记为印发。", printedAlready: "第 {version} 版已记为印发。", printedChanged: "第 {version} 版印发以后，文字改过了。",
  beginVersion: "作为第 {version} 版", beginVersionAsk: "第 {version} 版已经印发，文字又改过了。现在作为第 {next} 版制作；第 {version} 版的文件都还留着。", versionBegun: "现在是第 {version} 版。",
  dropCorrected: "改过的文件拖到这里，并入这本书", dropCorrectedNote: "Word、文本等：只并入改动，您在读本里的修改都保留；随后列出改了什么、勘误和换页", mergedCount: "并入了 {n} 处改动", mergedLeft: "有 {n} 处您也改过，没有并入，请照下面自己决定：",
  sameTitle: "这份文件是《{title}》改过以后的吗？", sameTitleMerge: "是，并入那一本", sameTitleMergeNote: "只并入改动，您在读本里的修改都保留；随后列出改了什么、勘误和换页", sameTitleOther: "不是，另成一本", sameTitleOtherNote: "书架上两本都有",
  givenOut: "已经发放", copyCount: "{n} 份", givenOlder: "{units} 个单位的 {n} 份还是改动以前的文字：请发勘误表或换页（在“比较与版本”里做），发了就点“已换页或发了勘误”；或者换发新的。", givenVersion: "版次", givenState: "文字", givenDay: "发放日期", "given older": "改动以前的", "given now": "现在的", "given exchanged": "已换发", givenMark: "已换页或发了勘误", givenUnmark: "取消", givenMarked: "已记为换发。",
  toTerm: "去“提法”里看",
};
const en = {
  desk: "duben", books: "Books", failed: "That did not work. Please try again.", gone: "duben has ended. Please open it again.",
  skip: "Skip to the content", close: "Close", cancel: "Cancel", done: "Done", working: "Working …", menu: "Steps",
  taken: "Import", text: "Text", terms: "Enumerations", editions: "Editions", folded: "Folded", compare: "Compare, versions", copies: "Copies", files: "Files",
  dropBooks: "Drop files here, or click to choose", dropBooksNote: "Word, saved web pages, PDF, plain text, Markdown; several files become the parts of one book",
  newBook: "New book", noBooks: "No books yet. Drop a file into the frame above, or press “New book” to write one.", open: "Open", rename: "Rename", bin: "Move to the bin", binAsk: "Move “{title}” to the bin? The files stay and can be taken back.",
  unbin: "Take back", binned: "Bin", pack: "Pack into one file", title: "Title", subtitle: "Subtitle", author: "Author, editor", publisher: "Publisher", date: "Date", make: "Make",
  chapters: "{n} chapters", version: "version {version}", renameTo: "New title", reading: "Reading “{name}” …", untitled: "title to be filled in",
  versionsHead: "Earlier versions", versionsIntro: "A version is kept after each pause in the changes, with the chapters that changed. Before one is brought back, the text of now is kept too.", restoredTo: "This is the text of {time} again.", comparing: "Comparing, some ten seconds …", compared: "Compared.", printedTag: "printed",
  changedAt: "changed {time}", inFolder: "in “{folder}”", today: "today", monthDay: "{month}/{date}", packShort: "Pack", packNote: "One file to keep or to hand on; dropped on the shelf it opens again",
  packedIn: "“{title}” is on the shelf.", packedTwice: "“{title}” was on the shelf already. What was dropped is another book, in “{folder}”; put the one that is not wanted into the bin.",
  takenIntro: "What was left out, moved and mended while the document became a book. The place leads there; “Restore” takes a thing back.", nothingTaken: "This book was not made of a document, or there is nothing to tell.",
  unsure: "Please look at these", left_out: "Left out", moved: "Moved", mended: "Mended", restore: "Restore", restored: "Restored.", restoredTag: "restored", look: "Look", takenAs: "taken as {what}", lacks: "the document has no {what}", why: "Why: {why}", line: "line {line}", sourceLine: "line {line} of the document", showMore: "{n} more", absent: "(absent)", nothing: "(nothing)",
  blank: "(a blank)", blanks: "({n} blanks)", times: "{n} times", movedTo: "moved to: {what}", nextText: "Next: the text", seen: "looked at", seeAgain: "Look again", isRight: "It is right", leaveEmpty: "Leave it empty", changeIt: "Change it", fillIn: "Fill it in",
  whatTitle: "title", whatSubtitle: "subtitle", whatAuthor: "author", whatAuthors: "author", whatDate: "date", whatSource: "source", whatPublisher: "publisher", whatHeading: "heading", whatPart: "part", whatTable: "table", whatEnumeration: "enumeration", whatOther: "other",
  editor: "Text", pages: "Pages", page: "Page {label}", problems: "Problems", noProblems: "No problems.", mend: "Mend", takeOut: "Take {words} out", mendAll: "Mend all", mended_n: "{n} places mended.", undo: "Undo mending", undone: "Undone.",
  saved: "Saved {time}", saving: "Saving …", settled: "The pages are up to date", composing: "Typesetting …", stale: "These are the pages of {since}: they follow when the errors below are corrected.",
  chaptersOf: "Chapters", settings: "Settings", settingsFile: "The file of settings", decisions: "The file of decisions", advanced: "Advanced", conflict: "The same place was changed elsewhere too", conflictText: "{n} places were changed on both sides: choose one of each, then press “Take these”. You may go on writing first; what is not chosen stays in the history.", clashDone: "Take these", clashNothing: "(none of these words)", clashWaits: "Waiting for your choice", mine: "Keep mine", theirs: "Take the other", merged: "Changes made elsewhere were merged.",
  inTable: "Table:", addRow: "Add a row", dropRow: "Remove the row", addColumn: "Add a column", dropColumn: "Remove the column", putTable: "Put it in", tableRows: "Rows (without the head)", tableColumns: "Columns", columnHead: "Head ",
  marksHelp: "What the marks mean", "mark #": "title of the chapter (its first line)", "mark ##": "heading; ### is a subheading", "mark **": "two stars on both sides: strong (bold)", "mark [^1]": "a note; its text stands behind “[^1]: ”", "mark |": "cells of a table", "mark !!!": "a box; its text is indented by four blanks", "mark ![]": "a picture; its caption stands in the brackets",
  pastedLines: "Each line that was pasted is a paragraph (broken lines were joined).", pasteAsWas: "As it was", pasteReading: "Reading what was pasted: headings, strong words, lists, tables …", pasteRead: "What was pasted keeps its headings, strong words, lists and tables, without the page around it.", pasteWords: "Only the words", pastePlain: "Only the words were pasted. {reason}",
  dropAsk: "Where is “{name}” to go?", dropWords: "Its text at the cursor", dropWordsNote: "behind the paragraph of the cursor", dropChapter: "As a new chapter", dropChapterNote: "at the end of the book", dropUpdate: "It is this book, revised", dropUpdateNote: "only its changes are taken, yours stay", dropDone: "The text is in; Ctrl+Z takes it back.", chapterAdded: "The new chapter is the last.", updated: "{n} changes were merged; {left} places that you changed too were not.",
  findWords: "Find", replaceWith: "Replace with", findBefore: "Previous", findNext: "Next", replaceOne: "Replace this one", replaceBook: "Replace in all chapters", foundCount: "{n} in the book, {here} in this chapter", foundNone: "Not found in the book", replacedCount: "{n} places replaced, in {chapters} chapters.", takeBack: "Undo", staleYet: "There are errors in the text: the pages follow when they are corrected.",
  divider: "Width of the pages",
  ended: "duben has ended. Please open it again: by its icon, or by the command that started it. All that you wrote is still on this page, please keep it open; it is saved when duben is open again.", startedAnew: "duben was started anew. Please open it in this browser by its icon; then this page goes on saving. All that you wrote is still here.", backAgain: "Connected again.", notSaved: "Not saved yet", draftTaken: "Words that could not be saved last time have been put back.", copyText: "Copy the text of this chapter", copied: "Copied.",
  outsideTaken: "“{name}” was changed elsewhere; this is the new text.", outsideMerged: "“{name}” was changed elsewhere; the changes were merged.", outsideLost: "An older copy of “{name}” was saved elsewhere: some of what you wrote is not in it.", outsideConflict: "The same place of “{name}” was changed elsewhere too: the other text is shown, yours is kept.", noteCorrected: "The text was changed: “{name}” no longer says that it stands as received.", recall: "Take mine back", recalled: "Taken back; the other text is kept in the history.",
  heading: "Heading", heading2: "Subheading", strong: "Strong", note: "Note", table: "Table", picture: "Picture", box: "Box", find: "Find", sample: "text", noteText: "the note", tableSample: "| Item | Number |\n|---|---|\n| A | 1 |\n| B | 2 |", boxSample: "!!! note\n    text in the box", pictureAdded: "The picture is in the book.", errors: "{n} errors", warnings: "{n} warnings", notes: "{n} remarks", larger: "Larger pages", smaller: "Smaller pages",
  termsIntro: "Terms with a number, such as “three represents”, those that wait first. The appendix prints what is kept; of terms whose members the book does not list, the name alone.",
  termsWait: "Looking through the book …", waiting: "to be reviewed", sure: "no doubt", settledTerm: "decided by you", named: "named only", struck: "left out", nameOnly: "name alone", accept: "Keep in the appendix", right: "It is right", strike: "Leave out", edit: "Edit", clear: "Cancel the decision", save: "Save", saveAnyway: "Save it all the same",
  acceptDone: "kept in the appendix", strikeDone: "left out of the appendix", editDone: "changed as you wrote", clearDone: "the decision is cancelled", undoTerm: "Undo", undoMore: "Undo one more", unlisted: "the book does not list its members", inText: "in the text",
  members: "Members", membersHint: "one a line", count: "Number", where: "Where", decide: "Decide", noTerms: "No terms with a number were found.", sheetOut: "Export a spreadsheet", sheetIn: "Read the spreadsheet", sheetTaken: "{n} rows taken.", nWaiting: "{n} wait for your decision", noneWaits: "Nothing waits for your decision.",
  editionsIntro: "Tick what you want and press “Make”.", build: "Make", building: "Making: {stage}", built: "Made: {n} files.", notBuilt: "Not made; earlier files are as they were.", firstPage: "First page", alsoEpub: "E-book (phones and tablets)", alsoDocx: "Word file", toFiles: "To the files",
  foldedIntro: "As it looks when folded and stapled: turn the pages; below, front and back of each sheet.", spread: "Spread {n} of {all}", before: "Previous", next: "Next", sheets: "Sheets", front: "Sheet {n}, front", back: "Sheet {n}, back", noBooklet: "No booklet yet. Tick it under “Editions” and make it.",
  compareIntro: "Compare with an earlier version: what changed, which pages to replace, how the errata read. The text alone is compared; what is only set in bold is not told.", withVersion: "Compare with this", dropOld: "Is the old version not above? Drop its file here", dropOldNote: "a packed book, Word, text, a record of a print", noVersions: "No earlier version yet. They appear here after changes are saved.", changes: "Changes", nothingChanged: "No differences.", added: "added", removed: "removed", changed: "changed", renumbered: "renumbered", movedChange: "moved", restoreVersion: "Go back to this", restoreAsk: "Go back to the text of {time}? The text of now is kept as a version.",
  copiesIntro: "Drop the list of recipients, check it, and make a numbered copy for each.", dropList: "Drop the list of recipients here", dropListNote: "Excel or CSV, a row for each, with a column for the name", run: "Make the copies", total: "{n} recipients", checkRows: "Please check", "column-name": "Name", "column-copies": "Copies", "column-number": "Number", "column-contact": "Contact", "column-address": "Address", "column-note": "Note",
  filesIntro: "The files that were made. Click a name to download it.", noFiles: "No files yet.", download: "Download", older: "of an older text", history: "History", historyIntro: "A version is kept after each pause in the changes.", nPages: "{n} pages", size: "Size",
  hintSettings: "Fill it in under “Settings”.", hintTerms: "Decide on it under “Enumerations”.", theme: "Light or dark",
  tellPrinted: "Version {version} went to print", tellPrintedNote: "Its files are kept, a changed text becomes the next version, and corrections are made against this one.", printedKept: "Kept as printed.", printedAlready: "Version {version} is kept as printed.", printedChanged: "The text was changed since version {version} was printed.",
  beginVersion: "Make it version {version}", beginVersionAsk: "Version {version} was printed, and the text was changed since. It is made as version {next} now; the files of version {version} stay.", versionBegun: "This is version {version} now.",
  dropCorrected: "Drop a corrected file here to merge it into this book", dropCorrectedNote: "Word, text …: only its changes are taken, yours stay; then you see what changed, the errata and the pages to replace", mergedCount: "{n} changes were merged", mergedLeft: "{n} places were changed by you too and were not merged; please decide:",
  sameTitle: "Is this file “{title}”, corrected?", sameTitleMerge: "Yes, merge it", sameTitleMergeNote: "only its changes are taken, yours stay; then you see what changed, the errata and the pages to replace", sameTitleOther: "No, another book", sameTitleOtherNote: "both stand on the shelf",
  givenOut: "Given out", copyCount: "{n} copies", givenOlder: "{n} copies of {units} recipients hold an older text: hand out errata or replacement pages (under “Compare, versions”) and press “Pages or errata handed out”; or hand out new copies.", givenVersion: "Version", givenState: "Text", givenDay: "Given out on", "given older": "older", "given now": "present", "given exchanged": "exchanged", givenMark: "Pages or errata handed out", givenUnmark: "Take it back", givenMarked: "Noted as exchanged.",
  toTerm: "Look under “Enumerations”",
};

export const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
const words = language === "zh" ? zh : en;

/** What a page is called: 第 3 页, 封面. */
export const pageName = (label) => (/^[0-9ivxlc]+$/.test(label) ? t("page", { label }) : label);

/** A time (2026-12-01 16:20:05) as it is said: 今天 16:20, 12月1日 16:20. */
export function shortTime(time) {
  const [day, clock = ""] = time.split(/[ T]/);
  const [year, month, date] = day.split("-").map(Number);
  const now = new Date();
  const today = year === now.getFullYear() && month === now.getMonth() + 1 && date === now.getDate();
  const said = today ? t("today") : year === now.getFullYear() ? t("monthDay", { month, date }) : day;
  return `${said} ${clock.slice(0, 5)}`.trim();
}

/** A text in the language of the page; {name} are filled in. */
export function t(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// What CodeMirror says.
export const editorWords = language === "zh"
  ? { Find: "查找", Replace: "替换为", next: "下一个", previous: "上一个", all: "全部", "match case": "区分大小写", regexp: "正则", "by word": "整词", replace: "替换", "replace all": "全部替换", close: "关闭", "current match": "当前", "on line": "行", "replaced $ matches": "替换了 $ 处", "Control character": "控制字符", mend: "改正", Diagnostics: "问题", "No diagnostics": "没有问题", "Go to line": "转到行", go: "转到" }
  : { mend: "Mend" };
export const keys = { zh, en };
