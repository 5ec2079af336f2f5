"""duben (读本): a folder of Chinese study material in Markdown becomes typeset booklets, as PDF and as EPUB."""
