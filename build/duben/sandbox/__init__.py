"""A guarded process: limits, no network, and a sentence for its end; LibreOffice, guarded too."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
