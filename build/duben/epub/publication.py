"""The EPUB publication while its files are written: what they all need to know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, cached_property

from jinja2 import Environment
from markupsafe import Markup

from duben import chinese
from duben.chinese import chinese_date, spell_number
from duben.epub.locations import Locations
from duben.epub.package_files import (
    IMAGE_ENDINGS,
    NOTE_IMAGE,
    PackageFile,
    PackageImage,
    cover_image,
    text_image,
)
from duben.layout import (
    arrange,
    book_words,
    order_enumerations,
    page_size,
    run_in_lengths,
    shipped_folder,
    short_title,
    title_text,
)
from duben.manuscript import Picture
from duben.model import (
    Book,
    BookError,
    Chapter,
    Enumeration,
    PageStart,
    SourceLocation,
    problem,
)

BLANK_LINES = re.compile(r"\n[ \t\n]*\n")
SHORT_TITLE = 16  # characters: where there is little room


@cache
def epub_words(language: str) -> Mapping[str, str]:
    """What the EPUB prints beside the author's words."""
    table = tomllib.loads((shipped_folder("templates") / "epub" / "words.toml").read_text("utf-8"))
    return {**book_words(language), **table.get(language, table["zh-Hans"])}


class Publication:
    """A book on its way to an EPUB: the book in the order of its files, the words it prints beside
    the author's, where everything stands, and the pictures that its files show.
    """

    def __init__(
        self,
        book: Book,
        pictures: Mapping[str, Picture],
        cover: bytes,
        pages: Sequence[PageStart],
        templates: Environment,
    ) -> None:
        self.language = book.settings.book.language
        self.words = epub_words(self.language)
        self.book = arrange(book, self.words["answers"])
        self.has_cover = bool(cover)
        self.pages = pages
        self.locations = Locations(self.book, pages)
        self.enumerations = order_enumerations(self.book) if book.settings.text.appendix else []
        self.images = ImageStore(pictures, cover)
        self.templates = templates
        self.heads_in_text = run_in_lengths(self.book)

    @property
    def app_notes(self) -> bool:
        """Whether notes get the markup of 多看, 微信读书 and 掌阅 as well."""
        return self.book.settings.output.app_notes

    @property
    def unlisted_enumerations(self) -> list[Enumeration]:
        """The enumerations whose members the book never lists."""
        return [one for one in self.enumerations if not one.members and not one.known]

    @property
    def issuer(self) -> str:
        """Who issues the book; the publisher where nobody else is named."""
        return self.book.settings.imprint.issuer or self.book.settings.book.publisher

    def chapter_title(self, chapter: Chapter) -> str:
        """The title of a chapter, or how its text begins."""
        if chapter.title is not None and (title := title_text(chapter.title.text)):
            return title
        texts = (title_text(block.text) for block in chapter.walk())
        return short_title(next(filter(None, texts), "")) or self.book.settings.book.title

    @cached_property
    def short_titles(self) -> dict[str, str]:
        """What each chapter is called where there is little room, by its file."""
        return {
            self.locations.paths[chapter.slug]: short_title(
                self.chapter_title(chapter), SHORT_TITLE
            )
            for chapter in self.book.chapters
        }

    def day(self, day: date | None = None) -> str:
        """A date in words; without one the book's, "" where it has none."""
        day = day or self.book.settings.book.date
        return chinese_date(day)

    def version(self, number: str = "") -> str:
        """A version in words; without a number the book's."""
        version = number or self.book.settings.book.version
        short = version.isdecimal() and len(version) < 4
        return self.words["version_name"].format(spell_number(int(version)) if short else version)

    def page_size(self) -> str:
        """What the size of the printed pages is called."""
        settings = self.book.settings
        return page_size(settings.print.size).name(settings.book.language)

    def render(
        self,
        id: str,
        name: str,
        title: str,
        matter: str,
        template: str = "",
        place: SourceLocation | None = None,
        **values: object,
    ) -> PackageFile:
        """A page as its template writes it; ``matter`` is the epub:type of its body, ``template``
        is named as the id where it is not given.
        """
        template = f"epub/{template or id}.xhtml"
        text = self.templates.get_template(template).render(
            book=self.book,
            language=self.language,
            title=title,
            matter=matter,
            said=self.words,
            sensible=breakable_title,
            root="" if "/" not in name else "../",
            date=self.day(),
            issuer=self.issuer,
            **values,
        )
        return PackageFile(id, name, title, tidy_lines(text), place, template=template)


class ImageStore:
    """The pictures of the package, each packed once; ``all`` grows while pages are written.
    ``lacks_alternative``: a picture of the text has no alternative text.
    """

    def __init__(self, pictures: Mapping[str, Picture], cover: bytes) -> None:
        self.pictures = pictures
        self.all: list[PackageImage] = [cover_image(cover)] if cover else []
        self.lacks_alternative = False

    def text_picture(self, name: str, alternative: str, file: str) -> PackageImage:
        """A picture that a file of the manuscript shows. BookError where it cannot be packed."""
        self.lacks_alternative |= not alternative
        picture = self.pictures.get(name)
        if picture is None or picture.media_type not in IMAGE_ENDINGS:
            raise BookError(problem("epub-picture", SourceLocation(file), name=name))
        return self._add(text_image(picture.data, picture.media_type))

    def note_sign(self) -> PackageImage:
        """The picture that is the mark of a note where apps ask for one."""
        return self._add(PackageImage("image-note", NOTE_IMAGE, _note_png(), "image/png"))

    def _add(self, image: PackageImage) -> PackageImage:
        if image not in self.all:
            self.all.append(image)
        return image


@cache
def _note_png() -> bytes:
    return (shipped_folder("templates") / "epub" / "note.png").read_bytes()


def breakable_title(text: str) -> Markup:
    """A title that may be broken between its words only."""
    return Markup("<wbr/>").join(title_phrases(text))


def title_phrases(text: str) -> list[str]:
    """A title in phrases, none of which begins with a word that leans on the one before it."""
    phrases: list[str] = []
    for word in chinese.split_phrases(text):
        if phrases and word.startswith(chinese.LEANING):
            phrases[-1] += word
        else:
            phrases.append(word)
    return phrases


def tidy_lines(text: str) -> bytes:
    """A file without blank lines, but for those of code, and with a line end at its end."""
    parts = re.split("(<pre.*?</pre>)", text, flags=re.DOTALL)
    parts[::2] = [BLANK_LINES.sub("\n", part) for part in parts[::2]]
    return ("".join(parts).strip() + "\n").encode("utf-8")
