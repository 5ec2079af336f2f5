"""Messages about lists of members that wait for the editor's word (待核): on what they rest, and
what speaks against them.
"""

from duben.messages.bilingual import Message

MESSAGES: dict[str, Message] = {
    # On what a list rests: the names of duben.chinese.enumerations.signs
    "sign-count": Message("项数相符", "as many as the number says"),
    "sign-gloss": Message("列在提法后的括号、冒号里，或“即”“简称”之后", "stands in brackets or behind a colon, 即, 简称"),
    "sign-numbered": Message("有序号（一是……二是……，标题，分条）", "numbered: 一是…二是…, headings, items"),
    "sign-quoted": Message("各项各有引号", "each in quotation marks of its own"),
    "sign-head": Message("各项都有所数的字眼", "the counted word stands in every member"),
    "sign-alike": Message("各项写法整齐（开头、结尾或字数相同）", "members begin or end alike, or are of one length"),
    "sign-bounded": Message("前面没有多余的字", "the list begins where its clause does"),
    "sign-again": Message("书里另一处也这样列", "the book lists the same elsewhere"),
    "sign-library": Message("与提法库一致", "the library of known terms has the same"),
    # What speaks against it
    "doubt-uneven": Message("各项长短悬殊", "one member is far longer than another"),
    "doubt-name": Message("提法没有引号，名称到哪里为止不清楚", "no quotation marks: where the name ends is not plain"),
    "doubt-next": Message("里面又数到别的项数，可能混进了下一串", "another number is counted inside: the next list may have run in"),
    "doubt-pair": Message("只是断成两截的句子，可能是碰巧", "a sentence cut in two, as any sentence can be"),
    "doubt-short-name": Message("数的只有一个字，看不出是不是这几项", "one character is counted, which does not tell these members"),
    "doubt-begin": Message("第一项比别项长得多，前面可能多取了字", "the first member is much longer: it may begin too early"),
    "doubt-end": Message("最后一项与别项不同类，后面可能多取了字", "the last member is unlike the others: it may end too late"),
    "doubt-subject": Message("第一项里有“是”“为”，可能连主语也取了进来", "是 or 为 in the first member: its subject may have been taken in"),
    "doubt-pair-inside": Message("有的一项里又有两样东西，分项可能不对", "some members hold two things: the list may be divided elsewhere"),
    "doubt-action": Message("第一项比别项长，以动词开头，前面可能多取了字", "the first member is longer and begins with a verb: it may begin too early"),
    "doubt-governed": Message("这一串前面有两个动词，第一项可能少取了字", "two verbs stand before the list: the first member may begin too late"),
    "doubt-loose-pair": Message("只有两项，写法又不一样，可能是碰巧并列", "two members that are built differently: any sentence has such a pair"),
    "doubt-generic": Message("名称太泛，别处这样称呼的不一定是它", "a general name: what is called so elsewhere may be something else"),
    "doubt-clauses": Message("取自别处的长句，不一定就是各项", "long clauses from elsewhere"),
    "doubt-far": Message("提法和后面的序号之间隔着别的话，不一定相属", "other words stand between the term and the numbered list"),
    "doubt-two": Message("取自别处，又只有两项，可能是碰巧", "two members from elsewhere, perhaps by chance"),
    "doubt-another": Message("书里还有一种列法，不知道以哪一处为准", "the book has another list as well"),
    "doubt-short": Message("取自别处的短语，字数相同，可能是碰巧", "short words of one length from elsewhere, perhaps by chance"),
    "doubt-compound": Message("合成的提法，各部分是在别处凑齐的", "a compound, whose parts were put together from elsewhere"),
    "doubt-predicate": Message("列在“是”的后面，可能是说明，不是列举", "stands behind a plain 是: it may describe instead of listing"),
    "doubt-open": Message("原文以“等”结尾，没有列全", "the list ends in 等: there are more"),
    "doubt-scope": Message("第一项比别项多一个词，这个词可能管着各项", "the first member has a word more than the others: it may say of all where or whose they are"),
    "doubt-opens": Message("只有第一项以动词、介词开头，它可能管着各项", "the first member alone begins with a verb or a preposition: it may govern all"),
    "doubt-ties": Message("有的一项以“又”“也”“而”等开头，要连着前一项读", "a member begins with 又, 也 or 而: it goes with the one before it"),
    "doubt-adverbial": Message("有的一项只说时间、条件或谁做，可能不是各项本身", "a member only says when, how or who: it may not be the item itself"),
    "doubt-sentence": Message("有的一项是“……包括……”这样的句子，名称可能只是前半句", "a member is a sentence with 包括 or 是指: its name may be the first half"),
    "doubt-alone": Message("除项数相符以外没有别的凭据", "nothing speaks for it but its number"),

    # The list on the screen
    "waiting-head": Message("待核（{count}）：各项还没有把握，附录先不印各项。最有把握的在前。", "To confirm ({count}): members that are not sure; the appendix does not print them yet. The least doubtful first."),
    "waiting-entry": Message("{number}. “{term}”：{count} 项，{place}", "{number}. “{term}”: {count}, {place}"),
    "waiting-sentence": Message("原文（{place}）：{sentence}", "Text ({place}): {sentence}"),
    "waiting-doubts": Message("疑点：{doubts}", "Doubts: {doubts}"),
    "waiting-signs": Message("依据：{signs}", "Signs: {signs}"),
    "waiting-next": Message(
        "各项对的：duben enumerations {book} --accept 提法；不对的：--strike 提法（都可重复）。多的话用表格：--export 表.xlsx，改“处理”一列，再 --import 表.xlsx。",
        "Right ones: duben enumerations {book} --accept TERM; wrong ones: --strike TERM (both may be repeated). For many: --export F.xlsx, correct the column 处理, then --import F.xlsx."),
    "waiting-next-file": Message(
        "单个文件没有地方保存决定；先变成书稿：duben import {book} -o 书稿。", "A single file has no place for decisions; make it a manuscript first: duben import {book} -o BOOK."),
    "explain-signs": Message("依据：{signs}", "Signs: {signs}"),
    "explain-doubts": Message("疑点：{doubts}", "Doubts: {doubts}"),
    "explain-sure": Message("有把握：附录照印", "Sure: the appendix prints them"),
    "explain-waits": Message("待核：编者核定以前，附录不印各项", "Not sure: until the editor confirms them the appendix does not print them"),
    "explain-confirmed": Message("编者已核定（{place}）：附录照印", "Confirmed by the editor ({place}): the appendix prints them"),
    "explain-struck": Message("编者删去了各项，只列名称（{place}）", "The editor has struck the members and leaves the name ({place})"),

    # --accept and --strike
    "help-accept": Message("各项核对无误，附录照印；可重复。", "The members of this term are right: the appendix prints them; may be repeated."),
    "help-strike": Message("各项不对：附录只列名称，没有引号的不再算提法；可重复。", "The members of this term are wrong: the appendix has its name alone, and no entry where it has no quotation marks; may be repeated."),
    "answered": Message("“{term}”：{what}", "“{term}”: {what}"),
    "answered-accepted": Message("核定，附录印 {members}", "confirmed, the appendix prints {members}"),
    "answered-struck": Message("各项删去，附录只列名称", "members struck, the appendix has its name alone"),
    "answered-ignored": Message("各项删去，不再算提法", "members struck, no enumeration any more"),
    "answer-unlisted": Message("书里没有找到“{term}”的各项，没有可收可删的", "the members of “{term}” were found nowhere in the book: there is nothing to accept or strike",
                               "在 enumerations.toml 里写上 members，或者用 --explain 看它见于何处", "write its members in enumerations.toml, or see with --explain where it stands"),
    "answer-both": Message("“{term}”既要收又要删", "“{term}” is to be both accepted and struck", "只写一个", "give one of them"),
    "answer-no-enumeration": Message("“{term}”没有列为提法", "“{term}” was not taken for an enumeration", "用 --explain 看为什么；确是提法，在 enumerations.toml 里写明", "see with --explain why; if it is one, say so in enumerations.toml"),
    "waiting-written": Message("待核的 {count} 条写着 confirm = false：各项对的改成 true，附录才印", "Entries to confirm: {count}, with confirm = false; where the members are right make it true, and the appendix prints them"),
    "waiting-first": Message("待核的 {count} 行在最前面：看原文和疑点，在“处理”一列里选", "Rows to confirm: {count}, the first ones; look at their text and reasons, and choose in the column 处理"),
    "waiting-left": Message("还有 {count} 个待核", "{count} left to confirm"),
    "waiting-none": Message("没有待核的了", "none left to confirm"),
    "sheet-not-waiting": Message("第{row}行“{term}”：各项没有疑点，不能改成待核（{cell}）", "row {row}, “{term}”: its members are sure and cannot be set to wait ({cell})",
                                 "要它只列名称，写“只列名称”", "to leave its name alone write 只列名称"),
    "sheet-outdated": Message("第{row}行“{term}”：表格写好以后，书里的各项变了（{cell}），不能照旧收入", "row {row}, “{term}”: its members in the text have changed since the table was written ({cell})",
                              "重新 --export，再核这一条", "--export again and look at it"),
    "sheet-since": Message("第{row}行“{term}”：表格导出以后，“{column}”（{cell}）已另作决定（现在：{now}），照现在的留着", "row {row}, “{term}”: “{column}” ({cell}) was decided otherwise since the table was written (now: {now}) and stays so",
                           "要按表格改，重新 --export，在新表里改", "to have it as in the table --export again and correct the new one"),

    # After import
    "import-unsure": Message("  提法：{count} 个的各项等您核定（附录先不印各项），见下面的 duben enumerations", "  Enumerations: the members of {count} wait for you (the appendix does not print them yet); see duben enumerations below"),
    "T21": Message("有 {count} 个提法的各项待核，附录先不印各项：{terms}", "members that are not sure, so that the appendix does not print them yet: {terms} (in all {count})",
               "运行 duben enumerations 书稿，逐个收入或删去", "run duben enumerations BOOK and accept or strike each"),
    "T17-confirmed": Message("“{term}”核定过的各项在书里变了：现在是 {count} 项（{listed}；{at}），核定的是 {old_count} 项（{old}）；附录先不印各项", "the confirmed members of “{term}” have changed in the text: now {count} ({listed}; {at}), confirmed were {old_count} ({old}); the appendix does not print them",
                             "核对后运行 duben enumerations 书稿 --accept {term}", "look at them, then run duben enumerations BOOK --accept {term}"),
}  # fmt: skip
