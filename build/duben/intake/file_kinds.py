"""What a file is by its content, whatever its name says: a name is typed by people, and WPS saves
more than one kind under ".doc".
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

import lazy_loader

olefile = lazy_loader.load("olefile")

FileKind = Literal[
    "docx", "legacy", "encrypted", "word-xml", "other-office", "pdf", "web-archive", "html", ""
]
OLE, ZIP, RTF, PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"{\\rtf", b"%PDF-"
# WordprocessingML 2003, and a package in one XML file.
WORD_XML = (
    b"http://schemas.microsoft.com/office/word/2003/wordml",
    b"http://schemas.microsoft.com/office/2006/xmlPackage",
)
ARCHIVE = re.compile(rb"MIME-Version:|Content-Type:\s{0,3}multipart/related", re.IGNORECASE)
WEB_PAGE = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<body")
HEAD_BYTES = 4_096


def detect_kind(data: bytes) -> FileKind:
    """The kind of a file: "docx" (a package of Word), "legacy" (.doc, .wps, .rtf), "encrypted",
    "word-xml" (Word's XML of 2003), "other-office" (tables, slides, ODF), "pdf", "html",
    "web-archive" (a page in one file); "" for text and all else.
    """
    if data.startswith(ZIP):
        return _zip_kind(data)
    if data.startswith(OLE):
        return _ole_kind(data)
    if data.startswith(RTF):
        return "legacy"
    if data.startswith(PDF):
        return "pdf"
    head = data[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<?xml") and any(space in head for space in WORD_XML):
        return "word-xml"
    if ARCHIVE.match(head) or (head.startswith(b"From:") and ARCHIVE.search(head)):
        return "web-archive"
    return "html" if head[:200].lower().startswith(WEB_PAGE) else ""


def _zip_kind(data: bytes) -> FileKind:
    """What a zip archive holds; a broken one is called a package of Word, whose reader says so."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except Exception:  # noqa: BLE001 - zipfile raises half a dozen kinds on broken archives
        return "docx"
    folders = {name.lstrip("/").split("/", 1)[0].lower() for name in names}
    if folders & {"xl", "ppt", "meta-inf", "mimetype", "doc.kml"} and "word" not in folders:
        return "other-office"
    return "docx"


def _ole_kind(data: bytes) -> FileKind:
    """What an OLE file holds: text of Word or WPS, an encrypted package, something else."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            names = {entry[0].lower() for entry in file.listdir()}
    except Exception:  # noqa: BLE001 - olefile raises several kinds on broken files
        return "legacy"
    if names & {"encryptedpackage", "encryptioninfo"}:
        return "encrypted"
    return "other-office" if names & {"workbook", "book", "powerpoint document"} else "legacy"
