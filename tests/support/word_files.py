"""Word files built in code: the parts of a package from short pieces of WordprocessingML.

``word_file(p("甲"), …)`` is the bytes of a .docx. Pieces are strings of XML: ``p`` a paragraph,
``r`` a run, ``tbl`` a table; where a piece has no helper of its own, the XML is written out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


# --- pieces ---------------------------------------------------------------------------------------


def r(text: str = "", look: str = "", inner: str = "") -> str:
    """A run: its text, its properties (``<w:b/>``), what else stands in it."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    words = f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
    return f"<w:r>{properties}{words}{inner}</w:r>"


def p(content: str = "", properties: str = "", mark: str = "") -> str:
    """A paragraph of text, or of runs where ``content`` is XML; ``mark`` are properties of its
    mark.
    """
    runs = content if content.startswith("<") else r(content) if content else ""
    marks = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    head = f"<w:pPr>{properties}{marks}</w:pPr>" if properties or marks else ""
    return f"<w:p>{head}{runs}</w:p>"


def styled(text: str, style: str, properties: str = "") -> str:
    """A paragraph of a style."""
    return p(text, f'<w:pStyle w:val="{style}"/>{properties}')


def numbered(text: str, num: int, level: int = 0, properties: str = "") -> str:
    """A paragraph of a numbering."""
    return p(text, properties + num_pr(num, level))


def num_pr(num: int, level: int | None = 0) -> str:
    """numPr with its two values; None: without a level."""
    at = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return f'<w:numPr>{at}<w:numId w:val="{num}"/></w:numPr>'


def aligned(text: str, side: str, size: int = 0, font: str = "") -> str:
    """A paragraph set at a side, in a size (half-points) and a face."""
    look = (f'<w:rFonts w:eastAsia="{font}"/>' if font else "") + (
        f'<w:sz w:val="{size}"/>' if size else ""
    )
    return p(r(text, look), f'<w:jc w:val="{side}"/>')


def ins(content: str, author: str = "甲", day: str = "2024-03-05") -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" w:author="{author}" w:date="{day}T08:00:00Z">{content}</w:ins>'


def deleted(text: str, author: str = "乙", day: str = "2024-03-06") -> str:
    """A tracked deletion."""
    return (
        f'<w:del w:id="2" w:author="{author}" w:date="{day}T08:00:00Z">'
        f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'
    )


def field(instruction: str, result: str, end: bool = True) -> str:
    """A field of runs: its instruction and its result."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    shown = result if result.startswith("<") else r(result)
    return mark("begin") + code + mark("separate") + shown + (mark("end") if end else "")


def tbl(*rows: Sequence[str], borders: bool = True, properties: str = "") -> str:
    """A table of cells; each a text, or the XML of a ``w:tc``."""
    sides = "".join(
        f'<w:{side} w:val="{"single" if borders else "none"}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = "".join(
        f"<w:tr>{''.join(c if c.startswith('<w:tc') else tc(c) for c in row)}</w:tr>"
        for row in rows
    )
    return (
        f"<w:tbl><w:tblPr>{properties}<w:tblBorders>{sides}</w:tblBorders></w:tblPr>{body}</w:tbl>"
    )


def tc(content: str = "", span: int = 1, merge: str = "") -> str:
    """A cell of a text or of blocks; ``merge`` is "restart" or "continue"."""
    properties = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + (
        f'<w:vMerge w:val="{merge}"/>' if merge else ""
    )
    blocks = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def note_ref(identity: int, kind: str = "footnote") -> str:
    """A run with the reference of a note."""
    return f'<w:r><w:{kind}Reference w:id="{identity}"/></w:r>'


def text_box(*blocks: str, vml: bool = False) -> str:
    """A run with a text box: in the choice, and once more in the fallback, as Word writes it."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    shape = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    if vml:
        return f"<w:r>{shape}</w:r>"
    drawing = (
        '<w:drawing><wp:anchor><a:graphic><a:graphicData uri="wps"><wps:wsp>'
        f"<wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing>"
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def picture(relation: str, words: str = "", link: bool = False) -> str:
    """A run with a picture in the line."""
    attribute = "link" if link else "embed"
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图" descr="{words}"/><a:graphic>'
        f'<a:graphicData uri="pic"><pic:pic><pic:blipFill><a:blip r:{attribute}="{relation}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def png(size: tuple[int, int] = (64, 64), form: str = "PNG") -> bytes:
    """The bytes of a grey picture."""
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", size, (120, 130, 140)).save(stream, form)
    return stream.getvalue()


# --- parts ----------------------------------------------------------------------------------------


def style(
    identity: str, name: str, inner: str = "", parent: str = "", default: bool = False
) -> str:
    """A paragraph style."""
    based = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"{first}><w:name w:val="{name}"/>'
        f"{based}{inner}</w:style>"
    )


def level(
    text: str, kind: str = "decimal", at: int = 0, start: int = 1, inner: str = "", suffix: str = ""
) -> str:
    """A level of a numbering."""
    behind = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{behind}'
        f'{inner}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identity: int, *levels: str, inner: str = "") -> str:
    """An abstract numbering with its levels."""
    return f'<w:abstractNum w:abstractNumId="{identity}">{inner}{"".join(levels)}</w:abstractNum>'


def num(identity: int, of: int, *overrides: str) -> str:
    """A numbering of an abstract one."""
    return (
        f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{"".join(overrides)}</w:num>'
    )


def restart(at: int = 0, start: int = 1) -> str:
    """An override of the start of a level."""
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def document(*blocks: str) -> str:
    """The part with the text."""
    return f"<w:document {SPACES}><w:body>{''.join(blocks)}</w:body></w:document>"


def part(tag: str, *content: str) -> str:
    """A part with a root of this name: styles, numbering, footnotes …"""
    return f"<w:{tag} {SPACES}>{''.join(content)}</w:{tag}>"


def note(identity: int, *blocks: str, kind: str = "footnote") -> str:
    """A note, or a ``comment``."""
    return f'<w:{kind} w:id="{identity}">{"".join(blocks)}</w:{kind}>'


def comment(identity: int, text: str, author: str = "丙", day: str = "2024-03-07") -> str:
    """A comment."""
    return (
        f'<w:comment w:id="{identity}" w:author="{author}" w:date="{day}T09:00:00Z">{p(text)}'
        "</w:comment>"
    )


def word_file(
    *blocks: str,
    styles: Sequence[str] = (),
    numbering: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    endnotes: Sequence[str] = (),
    comments: Sequence[str] = (),
    media: Mapping[str, bytes] = {},
    more: Mapping[str, tuple[str, str | bytes]] = {},
    external: Mapping[str, str] = {},
    parts: Mapping[str, str | bytes] = {},
) -> bytes:
    """The bytes of a .docx. ``media`` are pictures by the id of their relation, ``more`` other
    parts by their id (type, content), ``external`` addresses by id, ``parts`` take the place of
    parts by name.
    """
    files: dict[str, str | bytes] = {"word/document.xml": document(*blocks)}
    relations: list[tuple[str, str, str, bool]] = []
    named = {
        "styles": styles, "numbering": numbering, "footnotes": footnotes, "endnotes": endnotes,
        "comments": comments,
    }  # fmt: skip
    for tag, content in named.items():
        if content:
            files[f"word/{tag}.xml"] = part(tag, *content)
            relations.append((f"rel-{tag}", tag, f"{tag}.xml", False))
    for identity, data in media.items():
        files[f"word/media/{identity}.bin"] = data
        relations.append((identity, "image", f"media/{identity}.bin", False))
    for identity, (kind, content) in more.items():
        files[f"word/{identity}.xml"] = content
        relations.append((identity, kind, f"{identity}.xml", False))
    relations += [(identity, "image", target, True) for identity, target in external.items()]
    files["word/_rels/document.xml.rels"] = relation_part(relations)
    files["_rels/.rels"] = relation_part([("r1", "officeDocument", "word/document.xml", False)])
    files["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/></Types>'
    )
    return archive({**files, **parts})


def relation_part(relations: Sequence[tuple[str, str, str, bool]]) -> str:
    """A part of relations: id, type, target, external."""
    rows = "".join(
        f'<Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if outside else "")
        + "/>"
        for identity, kind, target, outside in relations
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()
