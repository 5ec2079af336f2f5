"""Rows about distributing copies: the table of recipients, numbers, the ledger."""

from duben.messages.row import Row

ROWS: dict[str, Row] = {
    # The file
    "recipients-columns": Row("名单超过 {limit} 列。", "The list has more than {limit} columns.", "删掉用不到的列。", "Take out columns that are not needed."),
    "recipients-empty": Row("名单“{name}”是空的。", "The list “{name}” is empty.", "第一行写列名：单位、份数……", "The first row names the columns: name, copies …"),
    "recipients-none": Row("名单只有表头，没有单位。", "The list has a head and no recipients.", "从第二行起每行写一个单位。", "From the second row on write one in each."),

    # Its head
    "recipients-no-name": Row(
        "第{row}行没有“单位”这一列（现有：{shown}）。", "Row {row} has no column “name” (there is: {shown}).",
        "第一行写列名：单位（必有）、份数、编号、联系人、地址、备注；看到乱码时，请另存为 .xlsx。",
        "The first row names the columns: name (must be there), copies, number, contact, address, note; if it looks garbled save it as .xlsx."),
    "recipients-head-below": Row(
        "列名写在第{below}行，应当写在第一行（现在第{row}行是别的内容）。", "The names of the columns stand in row {below}; they belong in the first (row {row} has something else).",
        "删去列名上面的标题行。", "Take the title rows above them out."),
    "recipients-column-twice": Row(
        "列“{column}”（{cell}）和 {first} 列说的是同一件事。", "The column “{column}” ({cell}) says the same as column {first}.",
        "只留一列。", "Keep one of them."),
    "recipients-no-head": Row(
        "第{row}行的 {cell} 有内容“{text}”，这一列却没有列名。", "Row {row}: {cell} holds “{text}”, but its column has no name.",
        "补上列名，或者删去；单元格里的逗号会把 .csv 的列错开。", "Name the column or take it out; a comma in a cell shifts the columns of a .csv."),

    # Its rows
    "recipients-formula": Row(
        "第{row}行“{column}”（{cell}）是公式。", "Row {row}, “{column}” ({cell}): a formula.",
        "复制后“选择性粘贴”为数值。", "Copy it and paste it as a value."),
    "recipients-merged": Row(
        "第{row}行起 {range} 是合并单元格，分不清属于哪一行。", "From row {row} on {range} are merged: which row they belong to is not clear.",
        "取消合并，每行都填上。", "Unmerge them and fill every row in."),
    "recipients-cell-error": Row(
        "第{row}行“{column}”（{cell}）的内容是错误值（如 #N/A）。", "Row {row}, “{column}” ({cell}): an error such as #N/A.", "填上正确的内容。", "Put the right value in."),
    "recipients-cell-long": Row(
        "第{row}行“{column}”（{cell}）超过 {limit} 个字。", "Row {row}, “{column}” ({cell}): more than {limit} characters.", "缩短它。", "Shorten it."),
    "recipients-break": Row(
        "第{row}行“{column}”（{cell}）里有换行。", "Row {row}, “{column}” ({cell}): a line break inside the cell.", "改成一行。", "Write it on one line."),
    "recipients-control": Row(
        "第{row}行“{column}”（{cell}）里有看不见的字符 {character}。", "Row {row}, “{column}” ({cell}): the invisible character {character}.",
        "删掉它，重新输入这一格。", "Take it out: type the cell anew."),
    "recipients-glyph": Row(
        "第{row}行“{column}”（{cell}）有字体里没有的字：{characters}。", "Row {row}, “{column}” ({cell}): no chosen font has {characters}.",
        "请核对是否打错。", "See whether it is typed rightly."),
    "recipients-total": Row(
        "第{row}行是“{text}”，不是单位。", "Row {row} is “{text}”, not a recipient.", "删去合计行，份数由程序核算。", "Take the row of totals out: they are worked out."),
    "recipients-name-empty": Row("第{row}行没有写单位（{cell}）。", "Row {row} has no name ({cell}).", "补上单位，或者删去整行。", "Write it, or take the row out."),
    "recipients-name-path": Row(
        "第{row}行的单位“{text}”（{cell}）像文件路径。", "Row {row}: the name “{text}” ({cell}) looks like a path.",
        "单位名称里不写 ../、\\ 和盘符。", "No ../, \\ or drive letter in a name."),
    "recipients-name-none": Row(
        "第{row}行的单位“{text}”（{cell}）没有一个字。", "Row {row}: the name “{text}” ({cell}) holds no letter.", "写上单位名称。", "Write the name."),
    "recipients-name-long": Row("第{row}行的单位（{cell}）超过 {limit} 个字。", "Row {row}: the name ({cell}) has more than {limit} characters.", "用简称。", "Use a short form."),
    "recipients-name-twice": Row(
        "第{row}行的单位“{text}”（{cell}）在第{first}行已有（只差全角半角、大小写或空格也算）。",
        "Row {row}: “{text}” ({cell}) is in row {first} already (another width, case or space does not count).",
        "并成一行，份数相加；确是两个单位，就把名称写得分得开。", "Join the rows and add the copies up; if they are two, tell them apart by name."),
    "recipients-number-twice": Row(
        "第{row}行的编号“{text}”（{cell}）在第{first}行已有。", "Row {row}: the number “{text}” ({cell}) is in row {first} already.", "改正其中一个。", "Correct one of them."),
    "recipients-copies-empty": Row("第{row}行没有写份数（{cell}）。", "Row {row} has no number of copies ({cell}).", "写上份数；不发的单位删去整行。", "Write it, or take the row out."),
    "recipients-copies-whole": Row(
        "第{row}行的份数“{text}”（{cell}）不是整数。", "Row {row}: “{text}” ({cell}) is no whole number of copies.", "只写数字，例如 3；这里可写 {right}", "Write digits only, such as 3; here {right}"),
    "recipients-copies-range": Row(
        "第{row}行的份数“{text}”（{cell}）不在 1 到 {limit} 之间。", "Row {row}: “{text}” ({cell}) copies; 1 to {limit} can be made.",
        "改正份数；不发的单位删去整行。", "Correct it; take the row out if it gets none."),
}
