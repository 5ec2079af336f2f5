"""Word files to lines: WordprocessingML in a package, of Word or of WPS.

Begin with ``document.read_word_document``. ``package`` opens the file and holds its limits,
``styles`` and ``numbering`` say how a paragraph looks and is numbered, ``paragraphs`` reads the
text of one, ``story`` goes through body, tables and text boxes.
"""
