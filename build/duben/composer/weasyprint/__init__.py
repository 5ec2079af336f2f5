"""The patches of WeasyPrint: the only part of the project that reaches into it.

WeasyPrint asks ``split_inline_box`` for the content of each line of a paragraph. For a paragraph
with Chinese text the answer comes from here: the text of all its boxes is shaped once (``faces``),
read with its properties (``inline_content``, ``cascade``), measured and broken as a whole, each
line is made of copies of its boxes (``filling``) and drawn glyph by glyph (``drawing``), so that
links, notes, anchors, tags and pages stay WeasyPrint's affair. ``replacements`` is the table of all
that is replaced, ``fingerprints`` says of which WeasyPrint.
"""

from duben.composer.weasyprint.version import VersionError, check_version

check_version()  # before imports that another WeasyPrint may not be able to satisfy

from duben.composer.weasyprint.installation import install, uninstall  # noqa: E402

__all__ = ["VersionError", "install", "uninstall"]
