"""What is pasted or dropped into a text: read as a received document is, and given as Markdown.

It goes the way of every received document: a guarded process reads it into a manuscript of its own,
in a folder that goes again. Furniture of pages is left out there.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import manuscript, publish
from duben.desk.access import desk_of, writable_book
from duben.desk.answers import field, problem_rows, read_json, request_language
from duben.desk.books import chapter_part
from duben.desk.keys import text_key
from duben.desk.pictures import write_picture
from duben.desk.shelf import free_place
from duben.desk.texts import check_size
from duben.model import BookError, Problem, from_plain, replace_file

# A page that begins with a title of its own: else the first words of what is pasted are taken for
# one. Neither the words nor the marks round bold ones stay.
HEAD = "粘贴的内容"
PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><title>{head}</title></head>'
    "<body><article><h1>{head}</h1>\n{html}\n</article></body></html>"
)
BOLD = re.compile("⸨([^⸨⸩\n]*)⸩")
PICTURE = re.compile(r"(!\[[^\]\n]*\]\()([^()\s]+)(\))")
HEADING = re.compile(r"^(#{1,5}) (?=\S)", re.MULTILINE)
ATTRIBUTES = re.compile(r"\s*\{[^{}\n]*\}\s*$")
NUMBER = re.compile(r"^(\d+)")


async def add_fragment(request: Request) -> Response:
    """Gives pasted HTML or an upload as Markdown for a text; with ``chapter`` an upload becomes a
    new chapter, the last.
    """
    book, texts = writable_book(request)
    desk, data = desk_of(request), await read_json(request)
    html = field(data, "html", str, "")
    upload = None if html else desk.uploads.get(field(data, "upload", str))
    chapter = field(data, "chapter", bool, False)

    def read() -> tuple[str, tuple[Problem, ...]]:
        with tempfile.TemporaryDirectory(prefix="duben-") as work:
            path = upload or Path(work, "paste.html")
            if upload is None:
                page = PAGE.format(head=HEAD, html=html)
                path.write_text(page, "utf-8", errors="replace")
            return read_fragment(path, Path(work, "read"), book.folder, chapter)

    async with desk.importing:
        text, problems = await desk.run(read)
    rows = problem_rows(problems, request_language(request))
    if not chapter:
        return JSONResponse({"text": text, "problems": rows})
    await texts.save_all()
    file = await desk.run(write_chapter, book.folder, text)
    await book.files_changed(frozenset((file,)))
    return JSONResponse({"key": text_key(file), "file": file, "problems": rows})


def read_fragment(
    path: Path, work: Path, folder: Path, chapter: bool
) -> tuple[str, tuple[Problem, ...]]:
    """The Markdown of a document, for a place in a chapter or as a chapter; its pictures go into
    the book in ``folder``. BookError for a document that cannot be read.
    """
    answer = publish.import_files((path,), work)
    opened = manuscript.load(work)
    bodies = [source.text for source in opened.sources if chapter_part(source.text) == "body"]
    text = "\n\n".join(body.strip() for body in bodies)
    text = PICTURE.sub(lambda found: found[1] + _moved(found[2], work, folder) + found[3], text)
    text = BOLD.sub(lambda found: f"**{found[1].strip()}**" if found[1].strip() else found[1], text)
    text = re.sub("[⸨⸩]", "", text)
    problems = from_plain(tuple[Problem, ...], answer["problems"])
    title = opened.settings.book.title
    if chapter and len(bodies) == 1 and not title.startswith("〔"):
        return text + "\n", problems
    lower = "\n".join(_without_titles(text.split("\n")))
    if lower.startswith("# ") or "\n# " in lower:  # a chapter has one title, its own
        lower = HEADING.sub(r"#\1 ", lower)
    if not chapter:
        return lower.strip() + "\n", problems
    name = path.stem if title.startswith("〔") else title
    return f"# {name}\n\n{lower.strip()}\n", problems


def _without_titles(lines: list[str]) -> Iterator[str]:
    """The lines without titles that no document had."""
    for line in lines:
        words = ATTRIBUTES.sub("", line.removeprefix("# "))
        if not (line.startswith("# ") and (words == HEAD or words.startswith("〔"))):
            yield line


def _moved(name: str, work: Path, folder: Path) -> str:
    """The name in the book of a picture that was read; its own where it is none of ours."""
    data = manuscript.read_file(work, name, manuscript.PICTURE_BYTES, None)
    if not isinstance(data, bytes):
        return name
    try:
        return write_picture(folder, Path(name).name, data).relative_to(folder).as_posix()
    except BookError:
        return name


def write_chapter(folder: Path, text: str) -> str:
    """Writes a new last chapter; the name of its file. BookError where that fails."""
    files = [source.file for source in manuscript.load(folder).sources]
    numbers = [int(found[1]) for file in files if (found := NUMBER.match(Path(file).name))]
    stem = manuscript.ascii_name(text.partition("\n")[0].removeprefix("# "))[:40] or "chapter"
    path = free_place(folder / f"{max(numbers, default=len(files)) + 1:02}-{stem}", ".md")
    check_size(folder, path.name, text)
    with publish.writing_errors(path):
        replace_file(path, text.encode())
    return path.name
