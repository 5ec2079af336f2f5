"""What we know of Chinese text: numerals, marks, labels, phrases, enumerations."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
