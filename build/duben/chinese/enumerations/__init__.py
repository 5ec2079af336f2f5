"""Named enumerations (数字提法) and inline lists: what is counted, what is listed, and where.

*The idea.* 三项任务 alone says little; beside a list of just as many things it is an enumeration.
So a list is cut only where a number says how many items it must have, and whatever has another
number is refused. In doubt nothing is taken: a wrong member is worse than none.

*The words.* A *passage* is the text of one block. A *term* is an expression that counts (两个确立,
两学一做): a *count* and what is counted, its *head*. It is *quoted*, *bare* (without quotation
marks) or a *compound* of several counts, which add up. A *mention* is a place where a term stands.
Its *members* are what is counted, its *evidence* the characters they were read from. A *run* is
一是……二是……; each of its items opens with a *run label*. A *rule* finds the members beside one
mention.

*The steps*, each a module:

1. ``terms``: the terms of a passage, by number, classifier, idioms and the dictionary's words.
2. ``inline_lists``: the run labels of a passage, and the runs of the document.
3. ``member_rules``: for each mention the rules in RULES, the surest first; ``list_items`` cuts a
   list into items at ；、 and 和 and finds where it begins, behind the verb that governs it;
   ``roles`` reads what the parts of a compound are made (以甲为核心，以乙、丙为两翼).
4. ``mismatches``: where no rule finds as many, a list that plainly belongs to the number (T10).
5. ``finding``: candidates by their normalized term, the members of the surest rule, all mentions;
   for terms without members a sentence far away whose clauses begin with what is counted
   (``far_lists``), or sentences and paragraphs behind that open with it (``parallel_units``).
6. ``list_errors``: items that a list names twice (T16), run labels out of their order (T15).

A passage is read by itself (``read_passage``), so that what it says can be kept while its text is
the same. Time grows with the length of the text.

*The sources.* The rules are our own: they were made on public documents with annotations by hand,
and measured on others (docs/enumerations.md). Labels and their order are those of GB/T 15834 B.3;
words and their kinds those of jieba's dictionary.
"""
