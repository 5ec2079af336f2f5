"""The rules on the author's text, a function each."""
