"""What is kept between builds: entries in a folder, under keys of all they depend on."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
