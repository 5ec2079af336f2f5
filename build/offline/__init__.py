"""A folder in which duben runs on a Linux without network and without Python: ``make offline``.

    python -m offline DIST [--no-archive]      (with build/ on PYTHONPATH)

Python and the shared libraries are those of this machine; they are started by their own loader.
"""
