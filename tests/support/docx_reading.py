"""A Word file of ours read with the eyes of others: its parts, pandoc, mammoth, LibreOffice."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html
from tools import need, run

NOTE_MARKS = re.compile("[①-⑳]")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts_of(data: bytes) -> dict[str, etree._Element]:
    """The parts of XML by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def document_of(data: bytes) -> etree._Element:
    return parts_of(data)["word/document.xml"]


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph with text, what was taken out in brackets."""
    rows = []
    for paragraph in document_of(data).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(
            f"[-{element.text}]" if element.tag == f"{W}delText" else element.text or ""
            for element in paragraph.iter(f"{W}t", f"{W}delText")
        )
        if text:
            rows.append(("Normal" if style is None else style.get(f"{W}val", ""), text))
    return rows


def bare(text: str) -> str:
    """A text without blanks and marks of notes."""
    return NOTE_MARKS.sub("", "".join(text.split()))


def missing_in_order(texts: Iterable[str], stream: str) -> list[str]:
    """The texts that do not stand in a stream, each behind the one before; one may be interrupted
    once, by the foot of a page.
    """
    stream, at, missing = bare(stream), 0, []
    for text in filter(None, map(bare, texts)):
        found = stream.find(text, at)
        if found >= 0:
            at = found + len(text)
        elif (end := _interrupted(text, stream, at)) is not None:
            at = end
        else:
            missing.append(text)
    return missing


def _interrupted(text: str, stream: str, at: int) -> int | None:
    for cut in range(len(text) - 1, 0, -1):
        first = stream.find(text[:cut], at)
        if first >= 0:
            second = stream.find(text[cut:], first + cut)
            if 0 <= second < first + cut + 600:
                return second + len(text) - cut
    return None


def pandoc_text(path: Path) -> str:
    """What pandoc reads, without the notes."""
    command = [need("pandoc"), "--from=docx", "--to=json", str(path)]
    tree = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    title = tree["meta"].get("title", {})  # a title at the beginning is taken for the file's
    return "".join(_pandoc_words([title, tree["blocks"]]))


def _pandoc_words(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _pandoc_words(child)
    elif isinstance(node, dict):
        content = node.get("c")
        if node.get("t") == "Str":
            yield content
        elif node.get("t") == "Note":
            return
        elif node.get("t") in ("Code", "CodeBlock"):
            yield content[1]
        else:
            yield from _pandoc_words(content)


def mammoth_text(path: Path) -> str:
    """What mammoth reads, the notes at the end, without the marks of notes."""
    need("mammoth")
    import mammoth

    with path.open("rb") as stream:
        page = html.fromstring(f"<div>{mammoth.convert_to_html(stream).value}</div>")
    for mark in page.xpath("//sup[a[starts-with(@href, '#footnote-')]]"):
        mark.drop_tree()
    return str(page.text_content())


def schema_faults(path: Path) -> list[str]:
    """What of a file the schemas of Word do not allow. (A theme is not required, 11.3.)"""
    need("openxml-audit")
    from openxml_audit import FileFormat, OpenXmlValidator

    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(path))
    return [str(error) for error in result.errors if "relationships/theme" not in str(error)]


def libreoffice_pdf(path: Path) -> Path:
    """The PDF that LibreOffice makes of a file, beside it."""
    soffice, folder = need("soffice"), path.parent
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    options = ["--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    run([soffice, profile, *options, str(path)], HOME=str(folder))
    pdf = path.with_suffix(".pdf")
    assert pdf.is_file()
    return pdf


def pdf_text(path: Path, *options: str) -> str:
    need("pdftoppm")  # of the same package as pdftotext
    return run(["pdftotext", *options, str(path), "-"]).stdout
