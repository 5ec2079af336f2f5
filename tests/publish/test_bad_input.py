"""Hostile and broken manuscripts: a sentence with its place, the right status, and nothing harmed,
fetched or let out.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import http.server
import io
import os
import resource
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

CANARY = "KANARIE-5f1c9d"
TOML = '[book]\nid = "b"\ntitle = "样书"\ndate = 2025-01-02\n'
TEXT = "# 第一章 开头\n\n正文一段。\n\n## 一、标题\n\n再来一段。\n"
Content = str | bytes | Callable[[Path], None]


# --- what stands round each case ------------------------------------------------------------------


class _Counter(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # noqa: N802 - the name that the library calls
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"body { color: red }")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[http.server.ThreadingHTTPServer]:
    """The canary: whatever asks it for something has reached the network."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counter) as server:
        server.asked = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of a sound manuscript, made once."""
    top = tmp_path_factory.mktemp("earlier")
    book = manuscript(top / "book", {})
    assert duben("build", book).returncode == 0
    return book / "out"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder for the manuscript, with secrets one step above it."""
    (tmp_path / "secret.txt").write_text(CANARY, "utf-8")
    (tmp_path / "secret.css").write_text(f"body::before {{ content: '{CANARY}' }}", "utf-8")
    (tmp_path / "secret.md").write_text(f"# {CANARY}\n", "utf-8")
    Image.new("RGB", (61, 37), (1, 2, 3)).save(tmp_path / "secret.png")
    return tmp_path / "book"


def manuscript(book: Path, files: dict[str, Content]) -> Path:
    book.mkdir(parents=True, exist_ok=True)
    for name, content in {"book.toml": TOML, "01-a.md": TEXT, **files}.items():
        path = book / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content(path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return book


def duben(
    *arguments: object, limits: Callable[[], None] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "duben", *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=300,
        preexec_fn=limits,
        check=False,
        env={**os.environ, "LANG": "C.UTF-8", **environment},
    )


def prints(folder: Path, but: tuple[str, ...] = ()) -> dict[str, str]:
    """What lies in a folder: every file's digest, every link's target."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.split("/")[0] in but:
            continue
        if path.is_symlink():
            found[name] = f"link {os.readlink(path)}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            found[name] = "other"
    return found


def said(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr


def insides(folder: Path) -> Iterator[bytes]:
    """Every byte that a reader of the outputs could come by: streams of the PDFs, files of the
    EPUBs, unpacked.
    """
    for path in folder.iterdir():
        yield path.read_bytes()
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as archive:
                yield from (archive.read(name) for name in archive.namelist())
        elif path.suffix == ".pdf":
            with pikepdf.open(path) as document:
                for one in document.objects:
                    if isinstance(one, pikepdf.Stream):
                        with contextlib.suppress(pikepdf.PdfError):
                            yield one.read_bytes()
                    else:
                        yield str(one).encode()


# --- the cases ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """Files laid over a sound manuscript, the exit status of ``build``, and what is said of it
    (rule, place).
    """

    name: str
    files: dict[str, Content]
    status: int
    said: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)


def gone(path: Path) -> None:
    path.unlink(missing_ok=True)


def link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def png(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels, all of them white."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        )

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def small_png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 0, 0)).save(stream, "PNG")
    return stream.getvalue()


def line(text: str) -> dict[str, Content]:
    """A chapter whose fifth line is the one in question."""
    return {"01-a.md": f"# 第一章 开头\n\n正文一段。\n\n{text}\n"}


AT_LINE = "01-a.md:5"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image '
    'href="http://127.0.0.1:PORT/svg.png"/></svg>'
)
LOOP = (
    "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% "
    "endfor %}{% endfor %}{% endfor %}"
)
TOML_EXTRA = {"broken": '[book\ntitle = "x"\n', "deep": "a = " + "[" * 3000 + "]" * 3000}

# What no line holds as it is: a blank to fill in, a number, a heading, cells, code, a note. A book
# with text off its pages is not made.
WIDE = f"""姓名{"_" * 90}单位

第{"9" * 120}号

## {"W" * 90}

| {"b" * 90} | {"—" * 60} |
|---|---|
| `{"c" * 90}` | 甲[^a] |

```
{"d" * 120}
```

[^a]: {"e" * 120}"""

COVER = (
    "{{% extends 'duben/paper/cover.html' %}}\n{{% block body %}}\n{{{{ super() }}}}\n{}\n{{% "
    "endblock %}}"
)
TWO_PAGES = COVER.format("<p style='break-before: page'>甲</p>")
EBOOK_PAGE = """<!DOCTYPE html [<!ATTLIST body onload CDATA "alert(1)">]>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{{ title }}</title></head>
<body epub:type="{{ matter }}">{% block body %}{% endblock %}</body></html>"""  # noqa: E501

CASES = (
    # book.toml
    Case("TOML that does not parse", {"book.toml": TOML + 'authors = ["甲"\n[output]\n'}, 1, ("book.toml:",)),  # noqa: E501
    Case("TOML nested without end", {"book.toml": TOML_EXTRA["deep"]}, 1, ("book.toml:1",)),
    Case("title of a wrong type", {"book.toml": TOML.replace('"样书"', "7")}, 1, ("book.toml:3",)),
    Case("date as a string", {"book.toml": TOML.replace("2025-01-02", '"2025-01-02"')}, 1, ("book.toml:4",)),  # noqa: E501
    Case("unknown key", {"book.toml": TOML + 'tittle = "x"\n'}, 1, ("book.toml:5", "title")),
    Case("unknown edition in book.toml", {"book.toml": TOML + '[output]\neditions = ["skreen"]\n'}, 1, ("book.toml:6", "screen")),  # noqa: E501
    Case("address that is a script", {"book.toml": TOML + 'address = "javascript:alert(1)"\n'}, 1, ("book.toml:5", "setting-address")),  # noqa: E501
    Case("address too long for a code", {"book.toml": TOML + f'address = "https://example.org/{"a" * 3000}"\n'}, 1, ("book.toml:5", "setting-address")),  # noqa: E501
    Case("id that leads out of the folder", {"book.toml": TOML.replace('"b"', '"../b"')}, 1, ("book.toml:2",)),  # noqa: E501
    Case("id that Windows takes for a device", {"book.toml": TOML.replace('"b"', '"con"')}, 1, ("book.toml:2",)),  # noqa: E501
    Case("theme that leads out of the folder", {"book.toml": TOML + '[output]\ntheme = "../../x"\n'}, 1, ("book.toml:6",)),  # noqa: E501
    Case("huge number", {"book.toml": TOML + "[print]\nstaple_sheets = " + "9" * 5000 + "\n"}, 1, ("book.toml:",)),  # noqa: E501
    Case("chapter that leads out of the folder", {"book.toml": TOML + 'chapters = ["../secret.md"]\n'}, 1, ("book.toml:",)),  # noqa: E501
    Case("chapter that is not there", {"book.toml": TOML + 'chapters = ["01-a.md", "02-b.md"]\n'}, 1, ("book.toml:", "02-b.md")),  # noqa: E501
    Case("no book.toml", {"book.toml": gone}, 1, ("book.toml:1",)),
    Case("book.toml in GBK", {"book.toml": TOML.encode("gbk")}, 1, ("book.toml:1", "settings-encoding")),  # noqa: E501
    Case("a day that no month has", {"book.toml": TOML.replace("2025-01-02", "2025-13-01")}, 1, ("book.toml:4", "2025-13-01")),  # noqa: E501
    Case("texts that are no chapters", {"文.docx": b"PK", "二.txt": "x"}, 0, ("文.docx", "file-no-chapter-word", "二.txt")),  # noqa: E501
    Case("book.toml is a folder", {"book.toml": Path.mkdir}, 1, ("book.toml:1",)),
    # chapters as files
    Case("chapter in GBK", {"01-a.md": (TEXT * 5).encode("gbk")}, 1, ("01-a.md:1", "GB18030")),
    Case("chapter in UTF-16", {"01-a.md": TEXT.encode("utf-16")}, 1, ("01-a.md:1", "UTF-16")),
    Case("chapter in UTF-16 without a mark", {"01-a.md": (TEXT * 5).encode("utf-16-be")}, 1, ("01-a.md:1", "UTF-16")),  # noqa: E501
    Case("one wrong byte", {"01-a.md": TEXT.encode() + b"\n\nabc\xffdef\n"}, 1, ("01-a.md:10",)),
    Case("NUL", line("甲\0乙"), 1, (AT_LINE,)),
    Case("escape sequences for the terminal", line("甲\x1b[31m乙\x1b]0;x\x07丙"), 1, (AT_LINE,)),
    Case("marks that turn the direction of writing", line("甲\u202e乙丙\u202c丁"), 1, (AT_LINE,)),
    Case("no chapter at all", {"01-a.md": gone}, 1, ("no-chapters",)),
    Case("chapter that is a pipe", {"02-b.md": os.mkfifo}, 1, ("02-b.md",)),
    Case("chapter that is a folder", {"02-b.md": Path.mkdir}, 1, ("02-b.md",)),
    Case("chapter that is a link out of the folder", {"02-b.md": link("../secret.md")}, 1, ("02-b.md",)),  # noqa: E501
    Case("chapter that is a link to itself", {"02-b.md": link("02-b.md")}, 1, ("02-b.md",)),
    Case("chapter of more than 5 MB", {"02-b.md": "甲" * 1_700_000}, 1, ("02-b.md:1", "5")),
    Case("empty chapter", {"02-b.md": ""}, 0, ("02-b.md:1",)),
    # Markdown
    Case("script", line("甲<script>alert(1)</script>乙"), 1, (AT_LINE,)),
    Case("handler", line('<p onclick="alert(1)">甲</p>'), 1, (AT_LINE,)),
    Case("javascript: link", line("[甲](javascript:alert(1))"), 1, (AT_LINE,)),
    Case("file: link", line("[甲](file:///etc/passwd)"), 1, (AT_LINE,)),
    Case("frame", line('<iframe src="http://127.0.0.1:PORT/frame"></iframe>'), 1, (AT_LINE,)),
    Case("base", line('<base href="http://127.0.0.1:PORT/">'), 1, (AT_LINE,)),
    Case("meta refresh", line('<meta http-equiv="refresh" content="0; url=http://127.0.0.1:PORT/">'), 1, (AT_LINE,)),  # noqa: E501
    Case("attachment", line('<link rel="attachment" href="../secret.txt">'), 1, (AT_LINE,)),
    Case("style element", line("<style>@import url(http://127.0.0.1:PORT/style.css)</style>"), 1, (AT_LINE,)),  # noqa: E501
    Case("style attribute", line("## 标题 {style='background: url(http://127.0.0.1:PORT/a.png)'}"), 1, (AT_LINE,)),  # noqa: E501
    Case("handler as an attribute of a heading", line("## 标题 {onclick='alert(1)'}"), 1, (AT_LINE,)),  # noqa: E501
    Case("link that leads nowhere", line("见[那里](#nirgendwo)。"), 1, (AT_LINE,)),
    Case("10,000 nested quotations", line("> " * 10_000 + "甲"), 1, (AT_LINE,)),
    Case("200 nested lists", line("".join("    " * depth + "- 甲\n" for depth in range(200))), 1, ("01-a.md:",)),  # noqa: E501
    Case("50,000 brackets", line("[" * 50_000), 1, (AT_LINE,)),
    Case("50,000 stars", line("*" * 50_000 + "甲"), 1, (AT_LINE,)),
    Case("20,001 headings", {"01-a.md": "# 开头\n" + "## 标题\n" * 20_000}, 1, ("01-a.md:", "20000")),  # noqa: E501
    Case("table of 61 columns", line("|" + "甲|" * 61 + "\n|" + "-|" * 61 + "\n|" + "乙|" * 61), 1, ("01-a.md:", "60")),  # noqa: E501
    Case("paragraph of more than 1 MB", line("甲" * 400_000), 1, (AT_LINE, "1")),
    # pictures
    Case("picture that is not there", line("![甲](images/a.png)"), 1, (AT_LINE, "images/a.png")),
    Case("picture one folder above", line("![甲](../secret.png)"), 1, (AT_LINE,)),
    Case("picture with a path of Windows", line("![甲](images\\a.png)"), 1, (AT_LINE, "images/a.png")),  # noqa: E501
    Case("picture of the whole machine", line("![甲](/etc/passwd)"), 1, (AT_LINE,)),
    Case("picture from an address", line("![甲](http://127.0.0.1:PORT/a.png)"), 1, (AT_LINE,)),
    Case("picture as data", line("![甲](data:image/png;base64,AAAA)"), 1, (AT_LINE,)),
    Case("picture that is a link out of the folder", {**line("![甲](a.png)"), "a.png": link("../secret.png")}, 1, (AT_LINE,)),  # noqa: E501
    Case("picture through a folder that is a link", {**line("![甲](images/secret.png)"), "images": link("..")}, 1, (AT_LINE,)),  # noqa: E501
    Case("picture that is a pipe", {**line("![甲](a.png)"), "a.png": os.mkfifo}, 1, (AT_LINE,)),
    Case("picture bomb", {**line("![甲](a.png)"), "a.png": png(30_000, 30_000)}, 1, (AT_LINE, "picture-pixels")),  # noqa: E501
    Case("web page named .png", {**line("![甲](a.png)"), "a.png": "<html><script src=http://127.0.0.1:PORT/x></script></html>"}, 1, (AT_LINE,)),  # noqa: E501
    Case("SVG with script", {**line("![甲](a.svg)"), "a.svg": SVG}, 1, (AT_LINE,)),
    Case("SVG with script named .png", {**line("![甲](a.png)"), "a.png": SVG}, 1, (AT_LINE,)),
    Case("picture cut short", {**line("![甲](a.png)"), "a.png": small_png()[:70]}, 1, (AT_LINE,)),
    # glyphs
    Case("character of a private area", line("甲\ue123乙"), 1, (AT_LINE, "U+E123")),
    Case("character that no font has", line("甲\U0003134d乙"), 1, (AT_LINE, "U+3134D")),
    # the editor's decisions
    Case("enumerations.toml that does not parse", {"enumerations.toml": "[[enumeration]\n"}, 1, ("enumerations.toml:1",)),  # noqa: E501
    Case("enumerations.toml with unknown keys", {"enumerations.toml": '[[enumeration]]\nterm = "三个坚持"\ncuont = 3\n'}, 1, ("enumerations.toml:3",)),  # noqa: E501
    # templates and styles of the book's own
    Case("template that does not parse", {"templates/paper/front.html": "甲\n{% for %}\n"}, 1, ("templates/paper/front.html:2",)),  # noqa: E501
    Case("template that uses what is not there", {"templates/paper/cover.html": "甲\n{{ nonsuch.title }}"}, 1, ("templates/paper/cover.html:2",)),  # noqa: E501
    Case("template that divides by nothing", {"templates/paper/cover.html": "甲\n乙\n{{ 1/0 }}", "templates/paper/notes.html": "{% extends 'duben/paper/notes.html' %}"}, 1, ("templates/paper/cover.html:3", "template-broken", "ZeroDivisionError")),  # noqa: E501
    Case("template whose cover has two pages", {"templates/paper/cover.html": TWO_PAGES}, 1, ("templates/paper/cover.html:1", "cover-pages")),  # noqa: E501
    Case("template with a link that acts", {"templates/paper/cover.html": COVER.format("<a href='javascript:alert(1)'>甲</a>")}, 1, ("templates/paper/cover.html:4", "pdf-active", "javascript:alert(1)")),  # noqa: E501
    Case("template with a link to a file", {"templates/paper/notes.html": COVER.format("<a href='file:///etc/passwd'>甲</a>").replace("cover", "notes")}, 1, ("templates/paper/notes.html:4", "pdf-active", "file:///etc/passwd")),  # noqa: E501
    Case("template with a field to fill in", {"templates/paper/back-cover.html": COVER.format("<input style='appearance: auto'/>").replace("cover", "back-cover")}, 1, ("templates/paper/back-cover.html:4", "pdf-active")),  # noqa: E501
    Case("template of the e-book with a document type", {"templates/epub/page.xhtml": EBOOK_PAGE}, 1, ("templates/epub/page.xhtml:1", "epub-active")),  # noqa: E501
    Case("template that tries to escape", {"templates/paper/cover.html": "{{ ''.__class__.__mro__[1].__subclasses__() }}"}, 1, ("templates/paper/cover.html",)),  # noqa: E501
    Case("template that tries to escape by format", {"templates/paper/cover.html": "{{ '{0.__class__.__mro__}'.format(book) }}"}, 1, ("templates/paper/cover.html",)),  # noqa: E501
    Case("template that reads a file", {"templates/paper/cover.html": '{% include "../../../secret.txt" %}'}, 1, ("templates/paper/cover.html",)),  # noqa: E501
    Case("template that reads a file by its path", {"templates/paper/cover.html": '{% include "/etc/passwd" %}'}, 1, ("templates/paper/cover.html",)),  # noqa: E501
    Case("template that never ends", {"templates/paper/cover.html": LOOP}, 2, ("worker-time",), environment={"DUBEN_TIME": "3"}),  # noqa: E501
    Case("template that wants all memory", {"templates/paper/cover.html": "{{ 'x' * 10**10 }}"}, 2, ("worker-memory",)),  # noqa: E501
    Case("template that calls itself", {"templates/paper/cover.html": '{% include "paper/cover.html" %}'}, 1, ("templates/paper/cover.html",)),  # noqa: E501
    Case("template with a picture from an address", {"templates/paper/cover.html": '<html><body><img src="http://127.0.0.1:PORT/t.png"></body></html>'}, 1, ("not-in-the-book", "templates/paper/cover.html:1")),  # noqa: E501
    Case("template with an attachment", {"templates/paper/cover.html": '<html><head><link rel="attachment" href="file://PATH/secret.txt"></head><body>甲</body></html>'}, 1, ("pdf-active", "templates/paper/cover.html:1")),  # noqa: E501
    Case("style with an import of an address", {"styles/text.css": '@import url("http://127.0.0.1:PORT/x.css");'}, 1, ("not-in-the-book", "styles/text.css:1")),  # noqa: E501
    Case("style with an import of a file", {"styles/text.css": '@import url("file://PATH/secret.css");'}, 1, ("not-in-the-book", "styles/text.css:1")),  # noqa: E501
    Case("style with an import of a file above", {"styles/text.css": '@import "../secret.css";'}, 1, ("not-in-the-book", "styles/text.css:1")),  # noqa: E501
    Case("style with a picture from an address", {"styles/text.css": "body { background: url(http://127.0.0.1:PORT/bg.png) }"}, 1, ("not-in-the-book", "styles/text.css:1")),  # noqa: E501
    Case("style with a font from a file", {"styles/text.css": "@font-face { font-family: x; src: url(file:///etc/passwd) } body { font-family: x }"}, 1, ("not-in-the-book", "styles/text.css:1")),  # noqa: E501
    Case("style with huge values", {"styles/text.css": "body { font-size: 1e30px }"}, 1, ("styles/text.css",)),  # noqa: E501
    Case("style with a huge margin", {"styles/text.css": "p { margin: 1e30px }"}, 1, ("styles/text.css",)),  # noqa: E501
    Case("style that turns and blows up", {"styles/text.css": "p { transform: scale(1e30) rotate(1e30rad) }"}, 1, ("styles/text.css",)),  # noqa: E501
    Case("style that lets a line run off the page", {**line("甲" + "a" * 200), "styles/text.css": "p { white-space: nowrap }"}, 1, (AT_LINE, "text-off-page")),  # noqa: E501
    Case("style that sets a table on a page of its own size", {**line("| 甲 | 乙 |\n|---|---|\n| 一 | 二 |"), "styles/text.css": "@page wide { size: A5 landscape } table { page: wide }"}, 0, (), ("--edition", "screen")),  # noqa: E501
    Case("style with a page of another size in a booklet", {"styles/text.css": "p { color: red }\n@page wide { size: A5 landscape }"}, 1, ("styles/text.css:2", "style-folded")),  # noqa: E501
    Case("words wider than the page", line(WIDE), 0),
    Case("style that is no style", {"styles/text.css": "}}}{{{ \0 @@"}, 1, ("styles/text.css",)),
    Case("style with a misspelt property", {"styles/text.css": "p {\n  colour: red;\n}"}, 0, ("styles/text.css:2", "colour")),  # noqa: E501
    Case("style that is a link out of the folder", {"styles/text.css": link("../../secret.css")}, 1, ("styles/text.css",)),  # noqa: E501
    # how it is called
    Case("unknown edition", {}, 2, ("edition-unknown", "screen"), ("--edition", "skreen")),
    Case("unknown format", {}, 2, ("format-unknown",), ("--format", "odt")),
    Case("outputs into the manuscript", {}, 2, ("output-is-source",), ("-o", "BOOK")),
    Case("outputs above the manuscript", {}, 2, ("output-is-source",), ("-o", "BOOK/..")),
    Case("outputs into the manuscript by a link", {"self": link(".")}, 2, ("output-is-source",), ("-o", "BOOK/self")),  # noqa: E501
    Case("outputs under a file", {}, 2, ("output-not-folder",), ("-o", "BOOK/01-a.md/out")),
    Case("outputs where nobody can write", {}, 2, ("output-",), ("-o", "/proc/duben")),
    Case("limit that is no number", {}, 2, ("variable",), environment={"DUBEN_TIME": "soon"}),
    Case("a worker without memory", {}, 2, ("worker-memory",), environment={"DUBEN_MEMORY": "150"}),
)  # fmt: skip


def filled(content: Content, place: Path, port: int) -> Content:
    if isinstance(content, str):
        return content.replace("PORT", str(port)).replace("PATH", str(place.parent))
    return content


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_bad_input(
    case: Case, place: Path, earlier: Path, server: http.server.ThreadingHTTPServer
) -> None:
    port = server.server_address[1]
    book = manuscript(
        place, {name: filled(content, place, port) for name, content in case.files.items()}
    )
    shutil.copytree(earlier, book / "out")
    before, outputs, secrets = (
        prints(book, but=("out",)),
        prints(book / "out"),
        prints(place.parent, but=("book",)),
    )

    done = duben(
        "build",
        book,
        *(argument.replace("BOOK", str(book)) for argument in case.arguments),
        **case.environment,
    )

    assert (done.returncode, [word for word in case.said if word not in said(done)]) == (
        case.status,
        [],
    ), said(done)
    assert "Traceback" not in said(done)
    assert CANARY not in said(done)
    assert not any(character in said(done) for character in "\0\x1b\x07\u202e")
    assert "program-fault" not in said(done)
    assert prints(book, but=("out",)) == before
    assert prints(place.parent, but=("book",)) == secrets
    assert server.asked == []  # type: ignore[attr-defined]
    if case.status:
        assert prints(book / "out") == outputs
    else:
        assert duben("verify", book / "out").returncode == 0
        assert not any(CANARY.encode() in data for data in insides(book / "out"))


def test_check_finds_what_build_finds(place: Path) -> None:
    book = manuscript(place, line("甲<script>alert(1)</script>乙"))
    done = duben("check", book)
    assert (done.returncode, AT_LINE in said(done)) == (1, True)


def test_all_faults_are_told_at_once(place: Path) -> None:
    book = manuscript(
        place,
        {
            "book.toml": TOML + "tittle = 1\n",
            "enumerations.toml": "[[x",
            **line("![甲](a.png)"),
            "02-b.md": b"\xff\xfe",
            "03-c.md": "# 丙\n\n<script>\n",
        },
    )
    done = duben("build", book)
    assert done.returncode == 1
    for where in ("book.toml:5", "enumerations.toml:1", "01-a.md:5", "02-b.md:1", "03-c.md:3"):
        assert where in said(done)


# --- when writing fails ---------------------------------------------------------------------------


def test_a_full_disk_leaves_the_old_outputs(place: Path, earlier: Path) -> None:
    """Every file of the build is cut off at 100 kB."""
    book = manuscript(place, {})
    shutil.copytree(earlier, book / "out")
    before = prints(book)
    done = duben(
        "build", book, limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    )
    assert (done.returncode, "output-full" in said(done), "Traceback" in said(done)) == (
        2,
        True,
        False,
    ), said(done)
    assert prints(book) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_really_full_disk_leaves_the_old_outputs(
    place: Path, earlier: Path, tmp_path: Path
) -> None:
    book, disk = manuscript(place, {}), tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk], capture_output=True, check=False
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        (disk / "b.epub").write_bytes(b"old")
        before = prints(disk)
        done = duben("build", book, "-o", disk)
        assert (done.returncode, "output-full" in said(done), "Traceback" in said(done)) == (
            2,
            True,
            False,
        ), said(done)
        assert prints(disk) == before
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_folder_that_cannot_be_written_is_told(place: Path, tmp_path: Path) -> None:
    """Root may write everywhere but on a disk that is read-only."""
    book, out = manuscript(place, {}), tmp_path / "out"
    out.mkdir(0o555)
    root = os.geteuid() == 0
    if (
        root
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", out], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("mounting is not allowed here")
    try:
        done = duben("build", book, "-o", out)
    finally:
        if root:
            subprocess.run(["umount", out], check=True)
    assert (done.returncode, "output-denied" in said(done), "Traceback" in said(done)) == (
        2,
        True,
        False,
    ), said(done)
    assert list(out.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [("--help",), ("check", "--json"), ("enumerations",)])
def test_a_full_standard_output_is_told(place: Path, arguments: tuple[str, ...]) -> None:
    book = manuscript(place, {"02-b.md": "# 第二章\n\n抓好“两个重点”：修路、造林。\n"})
    command = [
        sys.executable,
        "-P",
        "-m",
        "duben",
        *arguments,
        *([str(book)] if arguments[0] != "--help" else []),
    ]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, "stdout-failed" in done.stderr, "Traceback" in done.stderr) == (
        2,
        True,
        False,
    ), done.stderr


# --- when it is stopped ---------------------------------------------------------------------------


def _attentive() -> None:
    """What began these tests may have told its children to ignore signals: nohup does."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@contextlib.contextmanager
def begun(book: Path) -> Iterator[subprocess.Popen[str]]:
    """A build that has begun to write beside the old outputs; its cover is never done."""
    (book / "templates" / "paper").mkdir(parents=True)
    (book / "templates" / "paper" / "cover.html").write_text(LOOP, "utf-8")
    command = [sys.executable, "-P", "-m", "duben", "build", str(book)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_attentive
    ) as running:
        try:
            until = time.monotonic() + 120
            while not list((book / "out").glob(".duben-work-*/request")):
                assert time.monotonic() < until and running.poll() is None, running.communicate()
                time.sleep(0.01)
            yield running
        finally:
            running.kill()
    shutil.rmtree(book / "templates")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_leaves_the_old_outputs(place: Path, earlier: Path, number: int) -> None:
    book = manuscript(place, {})
    shutil.copytree(earlier, book / "out")
    before = prints(book)
    with begun(book) as running:
        running.send_signal(number)
        out, err = running.communicate(timeout=120)
    assert (running.returncode, "Traceback" in out + err) == (130, False), err
    assert prints(book) == before


def test_a_killed_build_is_tidied_up_by_the_next(place: Path, earlier: Path) -> None:
    book = manuscript(place, {})
    shutil.copytree(earlier, book / "out")
    before = prints(book)
    with begun(book) as running:
        running.kill()
    # Its worker sees that it is alone and ends.
    time.sleep(0.3)
    left = [name for name in prints(book) if name not in before]
    assert left and all(name.startswith("out/.duben") for name in left)
    assert {name: digest for name, digest in prints(book).items() if name in before} == before
    assert duben("build", book).returncode == 0
    assert prints(book).keys() == before.keys()
    assert duben("verify", book / "out", "--strict").returncode == 0


def test_a_second_build_into_the_same_place_is_refused(place: Path, earlier: Path) -> None:
    book = manuscript(place, {})
    shutil.copytree(earlier, book / "out")
    lock = os.open(book / "out" / ".duben.lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    before = prints(book)
    done = duben("build", book)
    os.close(lock)
    assert (done.returncode, "output-busy" in said(done)) == (2, True)
    assert prints(book) == before


def test_builds_at_once_leave_a_whole_folder(place: Path) -> None:
    book = manuscript(place, {})
    command = [sys.executable, "-P", "-m", "duben", "build", str(book)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ends = [one.communicate(timeout=300) for one in running]
    assert sorted(one.returncode for one in running)[0] == 0, ends
    assert all("Traceback" not in err for _, err in ends)
    assert duben("verify", book / "out", "--strict").returncode == 0


# --- documents taken in ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.docx", b"PK\x03\x04", 1),
        ("a.exe", b"MZ", 2),
        ("nowhere.txt", None, 2),
        ("a.txt", b"", 1),
        ("a.html", b"<html>" + b"<div>" * 100_000 + "甲。".encode(), None),
        ("a.txt", b"\x00\x01\x02" * 1000, None),
        ("pipe.txt", "pipe", 2),
        ("folder.txt", "folder", 2),
    ],
)
def test_bad_documents(
    tmp_path: Path, name: str, content: bytes | str | None, status: int | None
) -> None:
    path = tmp_path / name
    if content == "pipe":
        os.mkfifo(path)
    elif content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    done = duben("import", path, "-o", tmp_path / "made")
    assert "Traceback" not in said(done) and "program-fault" not in said(done), said(done)
    assert done.returncode in ((0, 1) if status is None else (status,)), said(done)
    if done.returncode:
        assert sorted(entry.name for entry in tmp_path.iterdir()) == (
            [name] if content is not None else []
        )


def test_a_folder_that_holds_something_is_not_imported_into(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、甲\n\n正文一段。\n", "utf-8")
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine").write_text("x")
    before = prints(tmp_path)
    for arguments in (
        ("import", tmp_path / "a.txt", "-o", tmp_path / "made"),
        ("new", tmp_path / "made"),
    ):
        assert duben(*arguments).returncode == 2
    assert prints(tmp_path) == before
