"""A book to the pages of a PDF, and finished PDFs to sheets, press files and marked copies."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
