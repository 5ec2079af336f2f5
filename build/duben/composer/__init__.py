"""Chinese lines for WeasyPrint: paragraphs broken as a whole, marks squeezed, lines flush on both
sides.

Call ``install()`` once before rendering; every document of the process is then set by the rules of
docs/composer.md.
"""

from duben.composer.rules import Options
from duben.composer.seam import VersionError, install, uninstall
from duben.composer.seam.digits import digits
from duben.composer.seam.margins import Asked, Shown, margins, shown
from duben.composer.seam.parts import NotPlain, cut, plain
from duben.composer.seam.styles import share
from duben.composer.seam.whole import WholeLine, parts_of, said

__all__ = ["Asked", "NotPlain", "Options", "Shown", "VersionError", "WholeLine", "cut", "digits", "install", "margins", "parts_of", "plain", "said", "share", "shown",
           "uninstall"]  # fmt: skip
