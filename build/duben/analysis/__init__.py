"""Chapters to a book: outline, enumerations, the decisions of the editor, checks."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
