"""What the program says, in Chinese and in English: a table of messages, a module for each topic."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
