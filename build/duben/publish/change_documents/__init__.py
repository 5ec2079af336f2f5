"""What is handed out with a revision: report, slip, marked and replacement pages."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
