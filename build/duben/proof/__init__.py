"""Finished files against the text that they must hold and the rules that their pages obey."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
