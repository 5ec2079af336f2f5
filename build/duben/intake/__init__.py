"""Documents from elsewhere (text, web pages, Word and PDF files) to a manuscript, tables to rows.

``read_document`` reads a file, ``write_manuscript`` writes the manuscript, ``update_manuscript``
brings one up to a revised source, ``read_spreadsheet`` reads a table of recipients or decisions.

A format has a package of its own: ``text``, ``html``, ``word``, ``pdf``. A new one comes in by a
function from the bytes of a file to its lines (``SourceLine``) and to what they tell of title, date
and source (``DocumentHead``), and by one row of ``reading.READERS`` for its kind of file. What all
formats share stays in this room: corrected marks, notes, captions, headings and chapters, and the
Markdown that is written.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
