"""Chinese lines for WeasyPrint: paragraphs broken as a whole, marks squeezed, lines flush on both
sides.

Call ``install()`` once before rendering; every document of the process is then set by the rules of
docs/composer.md. WeasyPrint is imported when something of the door is used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
