"""The server of ``duben preview`` and ``duben desk``: books in the browser of this machine."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
