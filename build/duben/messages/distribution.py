"""Messages about distributing copies: the table of recipients, numbers, the ledger."""

from duben.messages.bilingual import Message

MESSAGES: dict[str, Message] = {
    # The file
    "recipients-columns": Message(
        "名单超过 {limit} 列。",
        "The list has more than {limit} columns.",
        "删掉用不到的列。",
        "Take out columns that are not needed.",
    ),
    "recipients-empty": Message(
        "名单“{name}”是空的。",
        "The list “{name}” is empty.",
        "第一行写列名：单位、份数……",
        "The first row names the columns: name, copies …",
    ),
    "recipients-none": Message(
        "名单只有表头，没有单位。",
        "The list has a head and no recipients.",
        "从第二行起每行写一个单位。",
        "From the second row on write one in each.",
    ),
    # Its head
    "recipients-no-name": Message(
        "第{row}行没有“单位”这一列（现有：{shown}）。",
        "Row {row} has no column “name” (there is: {shown}).",
        "第一行写列名：单位（必有）、份数、编号、联系人、地址、备注；看到乱码时，请另存为 .xlsx。",
        "The first row names the columns: name (must be there), copies, number, contact, address, note; if it looks garbled save it as .xlsx.",
    ),
    "recipients-head-below": Message(
        "列名写在第{below}行，应当写在第一行（现在第{row}行是别的内容）。",
        "The names of the columns stand in row {below}; they belong in the first (row {row} has something else).",
        "删去列名上面的标题行。",
        "Take the title rows above them out.",
    ),
    "recipients-column-twice": Message(
        "列“{column}”（{cell}）和 {first} 列说的是同一件事。",
        "The column “{column}” ({cell}) says the same as column {first}.",
        "只留一列。",
        "Keep one of them.",
    ),
    "recipients-no-head": Message(
        "第{row}行的 {cell} 有内容“{text}”，这一列却没有列名。",
        "Row {row}: {cell} holds “{text}”, but its column has no name.",
        "补上列名，或者删去；单元格里的逗号会把 .csv 的列错开。",
        "Name the column or take it out; a comma in a cell shifts the columns of a .csv.",
    ),
    # Its rows
    "recipients-formula": Message(
        "第{row}行“{column}”（{cell}）是公式。",
        "Row {row}, “{column}” ({cell}): a formula.",
        "复制后“选择性粘贴”为数值。",
        "Copy it and paste it as a value.",
    ),
    "recipients-merged": Message(
        "第{row}行起 {range} 是合并单元格，分不清属于哪一行。",
        "From row {row} on {range} are merged: which row they belong to is not clear.",
        "取消合并，每行都填上。",
        "Unmerge them and fill every row in.",
    ),
    "recipients-cell-error": Message(
        "第{row}行“{column}”（{cell}）的内容是错误值（如 #N/A）。",
        "Row {row}, “{column}” ({cell}): an error such as #N/A.",
        "填上正确的内容。",
        "Put the right value in.",
    ),
    "recipients-cell-long": Message(
        "第{row}行“{column}”（{cell}）超过 {limit} 个字。",
        "Row {row}, “{column}” ({cell}): more than {limit} characters.",
        "缩短它。",
        "Shorten it.",
    ),
    "recipients-break": Message(
        "第{row}行“{column}”（{cell}）里有换行。",
        "Row {row}, “{column}” ({cell}): a line break inside the cell.",
        "改成一行。",
        "Write it on one line.",
    ),
    "recipients-control": Message(
        "第{row}行“{column}”（{cell}）里有看不见的字符 {character}。",
        "Row {row}, “{column}” ({cell}): the invisible character {character}.",
        "删掉它，重新输入这一格。",
        "Take it out: type the cell anew.",
    ),
    "recipients-glyph": Message(
        "第{row}行“{column}”（{cell}）有字体里没有的字：{characters}。",
        "Row {row}, “{column}” ({cell}): no chosen font has {characters}.",
        "请核对是否打错。",
        "See whether it is typed rightly.",
    ),
    "recipients-sum": Message(
        "第{row}行的合计是“{text}”，各行加起来是 {right}。",
        "Row {row}: the total says “{text}”; the rows come to {right}.",
        "改正份数或合计。",
        "Correct the copies or the total.",
    ),
    "recipients-total": Message(
        "第{row}行是“{text}”，不是单位。",
        "Row {row} is “{text}”, not a recipient.",
        "删去合计行，份数由程序核算。",
        "Take the row of totals out: they are worked out.",
    ),
    "recipients-name-empty": Message(
        "第{row}行没有写单位（{cell}）。",
        "Row {row} has no name ({cell}).",
        "补上单位，或者删去整行。",
        "Write it, or take the row out.",
    ),
    "recipients-name-path": Message(
        "第{row}行的单位“{text}”（{cell}）像文件路径。",
        "Row {row}: the name “{text}” ({cell}) looks like a path.",
        "单位名称里不写 ../、\\ 和盘符。",
        "No ../, \\ or drive letter in a name.",
    ),
    "recipients-name-none": Message(
        "第{row}行的单位“{text}”（{cell}）没有一个字。",
        "Row {row}: the name “{text}” ({cell}) holds no letter.",
        "写上单位名称。",
        "Write the name.",
    ),
    "recipients-name-long": Message(
        "第{row}行的单位（{cell}）超过 {limit} 个字。",
        "Row {row}: the name ({cell}) has more than {limit} characters.",
        "用简称。",
        "Use a short form.",
    ),
    "recipients-name-twice": Message(
        "第{row}行的单位“{text}”（{cell}）在第{first}行已有（只差全角半角、大小写或空格也算）。",
        "Row {row}: “{text}” ({cell}) is in row {first} already (another width, case or space does not count).",
        "并成一行，份数相加；确是两个单位，就把名称写得分得开。",
        "Join the rows and add the copies up; if they are two, tell them apart by name.",
    ),
    "recipients-number-twice": Message(
        "第{row}行的编号“{text}”（{cell}）在第{first}行已有。",
        "Row {row}: the number “{text}” ({cell}) is in row {first} already.",
        "改正其中一个。",
        "Correct one of them.",
    ),
    "recipients-copies-empty": Message(
        "第{row}行没有写份数（{cell}）。",
        "Row {row} has no number of copies ({cell}).",
        "写上份数；不发的单位删去整行。",
        "Write it, or take the row out.",
    ),
    "recipients-copies-whole": Message(
        "第{row}行的份数“{text}”（{cell}）不是整数。",
        "Row {row}: “{text}” ({cell}) is no whole number of copies.",
        "只写数字，例如 3；这里可写 {right}",
        "Write digits only, such as 3; here {right}",
    ),
    "recipients-copies-range": Message(
        "第{row}行的份数“{text}”（{cell}）不在 1 到 {limit} 之间。",
        "Row {row}: “{text}” ({cell}) copies; 1 to {limit} can be made.",
        "改正份数；不发的单位删去整行。",
        "Correct it; take the row out if it gets none.",
    ),
    # Making copies
    "copies-edition": Message(
        "版式“{name}”不做分发的份。",
        "There are no copies of the edition “{name}”.",
        "可用的：{choices}",
        "There is: {choices}",
    ),
    "copies-nothing": Message(
        "没有可分发的：book.toml 里没有 {editions} 之一，也没有 EPUB。",
        "Nothing to distribute: book.toml asks for none of {editions}, and for no EPUB.",
        "用 --edition screen 指定。",
        "Say --edition screen.",
    ),
    "scope-long": Message(
        "印发范围超过 {limit} 个字。",
        "The scope has more than {limit} characters.",
        "用 --scope 写一个短的；不写 --scope 时，用的是 book.toml 里的 recipients。",
        "Say a shorter one with --scope; without it recipients of book.toml is taken.",
    ),
    "scope-glyph": Message(
        "印发范围里有字体里没有的字：{characters}。",
        "The scope has characters that no chosen font has: {characters}.",
        "请核对是否打错。",
        "See whether it is typed rightly.",
    ),
    "labels-size": Message(
        "标签尺寸 {width}×{height} 毫米放不进 A4，或者太小。",
        "A label of {width} × {height} mm does not fit on A4, or is too small.",
        "宽 38 至 210 毫米，高 20 至 297 毫米，例如 --labels 99.1x38.1。",
        "38 to 210 mm wide, 20 to 297 mm high, such as --labels 99.1x38.1.",
    ),
    "labels-form": Message(
        "看不懂标签尺寸“{text}”。",
        "The size of labels “{text}” is not clear.",
        "写成 宽x高（毫米），例如 99.1x38.1。",
        "Write WIDTHxHEIGHT in mm, such as 99.1x38.1.",
    ),
    "day-form": Message(
        "看不懂日期“{text}”。",
        "The date “{text}” is not clear.",
        "写成 年-月-日，如 2026-11-24。",
        "Write YYYY-MM-DD, such as 2026-11-24.",
    ),
    "distribution-other": Message(
        "这个文件夹里是另一次分发或别的输出：{path}",
        "This folder holds another distribution, or other outputs: {path}",
        "每次分发用一个新的 -o 文件夹；要续做上次没做完的，名单和选项要和上次一样。",
        "Take a new folder with -o for each distribution; to go on with one that was stopped, give the same list and options.",
    ),
    "distribution-text": Message(
        "这次分发（份号 {first}—{last}）开始以后，书稿、字体或程序变了：{path}",
        "Text, fonts or program have changed since this distribution ({first}—{last}) was begun: {path}",
        "把书稿恢复到当时再运行，补齐这一批；改过的书稿用新的 -o 文件夹另发，份号接着往下排。",
        "Bring the text back to what it was and run this again to complete it; distribute the new text into another folder: the numbers continue.",
    ),
    "distribution-lost": Message(
        "台账里这份名单已经发过，在文件夹“{folder}”（份号 {first}—{last}），那些文件不在了，照原来的份号重做。",
        "By the ledger this list was distributed into a folder {folder} ({first}—{last}); its files are gone and are made again with the same numbers.",
        "要再发一批、给新的份号，另用一个 -o 文件夹。",
        "To give new numbers take another folder with -o.",
    ),
    "distribution-lost-text": Message(
        "台账里这份名单已经发过，在文件夹“{folder}”（份号 {first}—{last}），那些文件不在了；书稿、字体或程序后来变了，这次给新的份号。",
        "By the ledger this list was distributed into a folder {folder} ({first}—{last}); its files are gone, and text, fonts or program have changed since: new numbers are given.",
        "原来那一批如已发出，请收回。",
        "If those copies were handed out, take them back.",
    ),
    "distribution-taken": Message(
        "台账里从 {first} 起的份号已经归了别人，和 {path} 里的对不上。",
        "In the ledger the numbers from {first} on are somebody else's; they do not fit what is in {path}.",
        "台账 ledger.csv 被改过：恢复它再运行，或换一个 -o 文件夹重新分发。",
        "ledger.csv was changed: restore it and run this again, or distribute into another folder.",
    ),
    # The ledger
    "ledger-busy": Message(
        "另一个 duben 正在分发这本书：{path}",
        "Another duben is distributing this book: {path}",
        "等它结束后再运行。",
        "Run this again when it is done.",
    ),
    "ledger-broken": Message(
        "台账 ledger.csv 读不出来（{reason}）。",
        "ledger.csv cannot be read ({reason}).",
        "恢复它的备份；它记着哪些份号已经用过，不能丢。",
        "Restore it: it knows which numbers have been given.",
    ),
    "ledger-number": Message(
        "份号“{text}”不对。",
        "“{text}” is no number of a copy.",
        "恢复台账的这一行。",
        "Restore this row of the ledger.",
    ),
    "ledger-twice": Message(
        "份号 {number} 在第{first}行已经给过了。",
        "The number {number} has been given in row {first} already.",
        "核对后删去错的一行。",
        "Find out which is wrong and take it out.",
    ),
    "ledger-full": Message(
        "从 {first} 起再发 {copies} 份，份号就超过六位（{last}）了。",
        "{copies} copies from {first} on go beyond the six digits of a number ({last}).",
        "把 ledger.csv 存档移走，从 000001 重新开始编号。",
        "Put ledger.csv into an archive and begin again at 000001.",
    ),
    "ledger-no-version": Message(
        "没有人领过第 {version} 版（台账里有：{known}）。",
        "Nobody has version {version} (the ledger has: {known}).",
        "核对版次。",
        "Check the version.",
    ),
    "recall-none": Message(
        "--recall 只要书稿，不要名单。",
        "--recall takes a book and no list.",
        "duben distribute 书稿 --recall 版次",
        "duben distribute BOOK --recall VERSION",
    ),
    "distribute-needs": Message(
        "还缺名单或 -o 文件夹。",
        "A list of recipients and -o OUT are needed.",
        "duben distribute 书稿 名单.xlsx -o 文件夹",
        "duben distribute BOOK LIST.xlsx -o OUT",
    ),
    # What was done
    "distribute-done": Message(
        "完成：{recipients} 个单位，{copies} 份，份号 {numbers}，在 {output}",
        "Done: recipients: {recipients}, copies: {copies}, numbers: {numbers}, in {output}",
    ),
    "distribute-before": Message(
        "这次分发早已做好：{recipients} 个单位，{copies} 份，份号 {numbers}，在 {output}",
        "This distribution was complete already: recipients: {recipients}, copies: {copies}, numbers: {numbers}, in {output}",
    ),
    "distribute-undated": Message(
        "发放清单、签收表没有印日期，留了空白手填；要印上，加 --date 2026-11-24（哪天发就写哪天）",
        "The lists have a blank for the day, to be filled in by hand; to print it: --date 2026-11-24",
    ),
    "distribute-no-issuer": Message(
        '回执上退回的单位留了横线手填；要印上，在 book.toml 的 [imprint] 下写 issuer = "单位名称"',
        'The slips have a rule for whom they come back to; to print it: issuer = "…" below [imprint] in book.toml',
    ),
    "distribute-ledger": Message("份号已记入 {path}", "The numbers are in {path}"),
    "recall-line": Message("{name}：{numbers}（{date}）{more}", "{name}: {numbers} ({date}){more}"),
    "recall-done": Message(
        "第 {version} 版发给了 {recipients} 个单位，{copies} 份",
        "Version {version} went to recipients: {recipients}, copies: {copies}",
    ),
    "stage-copies": Message("制作各份", "making copies"),
    "stage-lists": Message("排清单和标签", "setting lists and labels"),
    # Signatures
    "sign-missing": Message(
        "要签名，但没有装 pyHanko。",
        "Signing takes pyHanko, which is not installed.",
        "pip install 'duben[sign]'",
        "pip install 'duben[sign]'",
    ),
    "sign-key": Message(
        "打不开密钥文件“{name}”：密码不对，或不是 .p12/.pfx。",
        "The key “{name}” cannot be opened: a wrong password, or no .p12 or .pfx.",
        "核对密码；自动运行时可设 DUBEN_SIGN_PASSWORD。",
        "Check the password; DUBEN_SIGN_PASSWORD gives it to a script.",
    ),
    "sign-wrong": Message(
        "签名和 {name} 对不上：两者之一被改过。",
        "The signature does not fit {name}: one of them was altered.",
        "向发送者重新要一份。",
        "Ask the sender for it again.",
    ),
    "sign-unchecked": Message(
        "这里有签名，但没有装 pyHanko，没有核对。",
        "There is a signature, but pyHanko is not installed: it was not checked.",
        "pip install 'duben[sign]'，或用 openssl cms -verify 核对。",
        "pip install 'duben[sign]', or check it with openssl cms -verify.",
    ),
    # Many places
    "scheduler-missing": Message(
        "这台电脑没有装 dask.distributed。",
        "dask.distributed is not installed.",
        "pip install 'duben[many]'；不加 --scheduler 就在本机做。",
        "pip install 'duben[many]'; without --scheduler this machine does the work.",
    ),
    "scheduler-silent": Message(
        "调度器 {address} 没有回应：{reason}",
        "The scheduler {address} does not answer: {reason}",
        "核对地址（如 tcp://10.0.0.5:8786），看 dask scheduler 是否在运行。",
        "Check the address (such as tcp://10.0.0.5:8786) and whether dask scheduler is running.",
    ),
    "scheduler-here": Message(
        "{name} 不能和 --scheduler 一起用。",
        "{name} does not go with --scheduler.",
        "去掉 --scheduler，在本机做。",
        "Build it here, without --scheduler.",
    ),
    "scheduler-large": Message(
        "书稿“{name}”的文件夹超过 {limit} MB，不能交给集群。",
        "The folder of “{name}” has more than {limit} MB: it cannot be sent to a cluster.",
        "把和书无关的文件移出书稿文件夹，或不加 --scheduler 在本机做。",
        "Move what is not of the book elsewhere, or build it here, without --scheduler.",
    ),
    "scheduler-differs": Message(
        "集群里做“{name}”的电脑和本机不一样（{what}），做出来的会有差别，没有采用。",
        "The machine of the cluster that made “{name}” differs from this one ({what}): its pages may differ, and were not taken.",
        "在集群的每台电脑上装同一版本的 duben 和字体。",
        "Install the same version of duben and the same fonts on every machine of the cluster.",
    ),
    "place-lost": Message(
        "做“{name}”的进程或电脑几次中断，没有做成。",
        "The process or machine that made “{name}” was lost several times; it was not made.",
        "看内存是否够用，用 -j 1 再试。",
        "See whether memory suffices, and try again with -j 1.",
    ),
}
