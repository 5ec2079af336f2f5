"""duben (读本): Chinese study material in Markdown becomes typeset booklets, as PDF and as EPUB.

    draft = duben.load("book")            # a folder, or one .md, .txt or .html file
    duben.check(draft)                    # every problem in it
    duben.enumerations(draft)             # the numbered enumerations of its text
    duben.compare(before, draft)          # what changed from another
    duben.build("book")                   # PDF and EPUB, into book/out

What cannot go on raises BookError; it carries the problems, and ``duben.messages.problem_text``
puts each into words.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
