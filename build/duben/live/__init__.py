"""A book held in a process that stays, over its folder: pages and problems as they are now."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
