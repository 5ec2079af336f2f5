"""Messages about tables of .csv, .xlsx and .xls that are read."""

from duben.messages.bilingual import Message

MESSAGES: dict[str, Message] = {
    "table-kind": Message(
        "认不出表格“{name}”的类型。", "A table is no such file: “{name}”.",
        "表格用 .csv、.xlsx 或 .xls；别的表格请在 Excel 或 WPS 里另存为 .xlsx。", "It is .csv, .xlsx or .xls; save other tables as .xlsx."),
    "table-large": Message(
        "表格“{name}”超过 {limit} MB。", "The table “{name}” is larger than {limit} MB.",
        "把图片和用不到的工作表删掉再存一次。", "Take out pictures and sheets that are not needed."),
    "table-rows": Message(
        "表格超过 {limit} 行。", "The table has more than {limit} rows.",
        "请分成几份表格，分几次做。", "Split it and work in several runs."),
    "table-encoding": Message(
        "表格“{name}”的编码是 {encoding}，不能直接读。", "The table “{name}” is in {encoding}, which is not read.",
        "在 Excel 或 WPS 里另存为 .xlsx，或“CSV UTF-8（逗号分隔）”。", "Save it as .xlsx, or as “CSV UTF-8 (comma delimited)”."),
    "table-not-csv": Message(
        "“{name}”名为 .csv，内容却是 Excel 工作簿。", "“{name}” is called .csv but is a workbook.",
        "把扩展名改成 .xlsx（较老的改成 .xls）再试。", "Rename it to .xlsx (an older one to .xls)."),
    "table-quotes": Message(
        "从这一行起的双引号没有成对，后面的行读不出来。", "A double quotation mark from this row on has no partner; what follows cannot be read.",
        "在表格软件里打开、另存为 .xlsx；手工改时，引号里的引号要写两个。",
        "Save it as .xlsx from a spreadsheet; by hand, write a quotation mark inside quotation marks twice."),
    "table-workbook": Message(
        "读不出工作簿“{name}”：文件损坏，或者内容与扩展名不符。", "The workbook “{name}” cannot be read: it is damaged, or not what its ending says.",
        "在 Excel 或 WPS 里打开它，另存为 .xlsx 再试。", "Open it in a spreadsheet and save it as .xlsx."),
    "table-password": Message(
        "工作簿“{name}”设了打开密码。", "The workbook “{name}” is locked with a password.",
        "去掉密码再存一次。", "Save it without the password."),
    "table-sheets": Message(
        "只用了工作表“{used}”，没有看：{others}", "The sheet “{used}” alone was read, not: {others}",
        "表格要在第一个工作表里。", "The table stands on the first sheet."),
    "table-empty": Message("表格“{name}”是空的。", "The table “{name}” is empty.", "第一行写列名。", "The first row names the columns."),
}  # fmt: skip
