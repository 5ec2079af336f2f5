"""A book to the XHTML files of its EPUB."""

from __future__ import annotations

import posixpath
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from math import inf

from jinja2 import Environment
from markupsafe import Markup

from duben import chinese
from duben.chinese import spell_number
from duben.layout import (
    InlinePiece,
    Marker,
    Member,
    Met,
    answer_boxes,
    book_words,
    family,
    glossary_mentions,
    group_by_number,
    grouped,
    move_answers,
    order_enumerations,
    shipped_folder,
    short_title,
    with_members,
)
from duben.manuscript import Picture
from duben.model import (
    Block,
    Book,
    BookError,
    Chapter,
    Enumeration,
    GlossaryEntry,
    Note,
    Occurrence,
    PageStart,
    SourceLocation,
    problem,
)

XHTML = "application/xhtml+xml"
ENUMERATIONS = "enumerations.xhtml"
CHANGES = "changes.xhtml"
OVERVIEW_FROM = 6  # entries from which on the appendix begins with a table by number
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
COVER = "images/cover.png"
NOTE_SIGN = "images/note.png"
ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]{12,}")
ADDRESS_MARK = re.compile("[/?&=_.-]+(?=[A-Za-z0-9])")
BLANK_LINES = re.compile(r"\n[ \t\n]*\n")
# Blocks whose own text the templates write; of the others the first block inside is the first that
# is read.
WRITTEN = frozenset(("heading", "paragraph", "term"))
WRITTEN_WITH_TEXT = frozenset(("table", "cell", "box", "definition"))
ORDER = {"front": 0, "body": 1, "back": 2}


@dataclass(frozen=True, slots=True)
class File:
    """A file of the package: ``name`` is its path, ``id`` its name in the manifest, neither of
    which a revision changes.
    """

    id: str
    name: str
    title: str
    data: bytes
    place: SourceLocation | None = None
    media_type: str = XHTML
    properties: tuple[str, ...] = ()
    linear: bool = True
    template: str = ""  # the name of the one that made it


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as it is packed."""

    id: str
    name: str
    data: bytes
    media_type: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place to which an entry leads back: the id of the mark there, and its block and offset."""

    id: str
    block: str
    offset: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An enumeration as the appendix shows it."""

    it: Enumeration
    id: str
    marks: Markup
    places: Markup
    family: tuple[Member, ...] = ()


@cache
def said(language: str) -> Mapping[str, str]:
    """What the EPUB prints beside the author's words."""
    own = tomllib.loads((shipped_folder("templates") / "epub" / "words.toml").read_text("utf-8"))
    return {**book_words(language), **own.get(language, own["zh-Hans"])}


def relative(target: str, name: str) -> str:
    """The address of ``target`` (a path with or without #id) as written in the file ``name``."""
    path, hash_, id_ = target.partition("#")
    return (
        hash_ + id_
        if path == name and id_
        else posixpath.relpath(path, posixpath.dirname(name) or ".") + hash_ + id_
    )


def circled(number: int) -> str:
    """② for the second mention on a page; past ㊿ the figure."""
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return str(number)


def sensible(text: str) -> Markup:
    """A title that may be broken between its words only."""
    return Markup("<wbr/>").join(sensible_pieces(text))


def sensible_pieces(text: str) -> list[str]:
    """A title in pieces, none of which leans on the one before it."""
    pieces: list[str] = []
    for word in chinese.split_phrases(text):
        if pieces and word.startswith(chinese.LEANING):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def enumeration_id(enumeration: Enumeration) -> str:
    return f"enumeration-{enumeration.id}"


@dataclass
class Ebook:
    """How notes, links and mentions are written in one file of the EPUB; remembers which it has
    met.
    """

    setter: Setter
    chapter: Chapter
    name: str
    marks: dict[str, list[str]] = field(default_factory=dict)  # ids of the marks of each note
    known: set[str] = field(default_factory=set)

    def note(self, note: Note, again: bool) -> Markup:
        marks = self.marks.setdefault(note.id, [])
        marks.append(f"mark-{note.id}" + (f"-{len(marks) + 1}" if marks else ""))
        number, spoken = self.number_of(note), Markup("")
        if len(note.blocks) > 1:
            spoken = Markup(' aria-label="%s"') % self.setter.said["note_named"].format(
                number, len(note.blocks)
            )
        said, kind = Markup("〔%s〕") % number, "mark"
        if self.setter.app_notes:
            said, kind = self.sign(note), "mark duokan-footnote"
        return Markup(
            '<a epub:type="noteref" role="doc-noteref" class="%s" id="%s" href="#%s"%s>%s</a>'
        ) % (kind, marks[-1], note.id, spoken, said)

    def sign(self, note: Note) -> Markup:
        """A picture as the mark: 微信读书 and 掌阅 show its alternative text, the words of the
        note, when it is tapped.
        """
        image = self.setter.note_sign()
        words = " ".join(block.text for part in note.blocks for block in part.walk() if block.text)
        return Markup('<img class="qqreader-footnote zhangyue-footnote" src="%s" alt="%s"/>') % (
            relative(image.name, self.name),
            words,
        )

    @property
    def app_notes(self) -> bool:
        return self.setter.app_notes

    def number_of(self, note: Note) -> int:
        """The chapter's own number; counted anew where notes of several chapters meet."""
        return note.number if self.chapter.slug else list(self.marks).index(note.id) + 1

    def notes_met(self) -> list[Note]:
        """The notes whose marks stand in this file; each now begins with its number, which leads
        back to the mark.
        """
        notes = [self.setter.notes[id] for id in self.marks]
        for note in notes:
            if not note.blocks:
                continue
            at, offset = self.setter.landing(note.blocks[0].id, 0)
            self.setter.marks.setdefault(at, []).insert(0, (offset, self.back(note)))
        return notes

    def back(self, note: Note) -> Markup:
        said = self.setter.said
        link = Markup(
            '<a epub:type="backlink" role="doc-backlink" class="back" href="#%s" aria-label="%s">%s</a>'
        )
        number = f"〔{self.number_of(note)}〕"
        first, *others = self.marks[note.id]
        return link % (first, number + said["back"], number) + Markup("").join(
            link % (mark, circled(rank) + said["back_nth"].format(rank), circled(rank))
            for rank, mark in enumerate(others, 2)
        )

    def link(self, address: str, inner: Markup) -> Markup:
        return Markup('<a href="%s">%s</a>') % (address, inner)

    def reference(self, target: str, inner: Markup) -> Markup:
        if target not in self.setter.home:
            return inner
        return self.link(relative(f"{self.setter.home[target]}#{target}", self.name), inner)

    def mention(self, occurrence: Occurrence, enumeration: Enumeration, inner: Markup) -> Markup:
        """The first in a file opens the entry; the others are marked, so that the entry can lead
        back to them.
        """
        if not self.setter.enumerations:
            return inner
        if enumeration.id in self.known:
            return Markup('<span id="%s">%s</span>') % (occurrence.id, inner)
        self.known.add(enumeration.id)
        return Markup(
            '<a epub:type="glossref" role="doc-glossref" class="term" id="%s" href="%s">%s</a>'
        ) % (
            occurrence.id,
            relative(f"{ENUMERATIONS}#{enumeration_id(enumeration)}", self.name),
            inner,
        )

    def glossed(self, entry: GlossaryEntry, inner: Markup) -> Markup:
        target = self.setter.entries.get(entry.block)
        if target is None:
            return inner
        return Markup(
            '<a epub:type="glossref" role="doc-glossref" class="term" href="%s">%s</a>'
        ) % (relative(f"{self.setter.home[entry.block]}#{target}", self.name), inner)

    def picture(self, name: str, alternative: str) -> Markup:
        image = self.setter.image(name, alternative, self.chapter.file)
        return Markup('<img src="%s" alt="%s"/>') % (relative(image.name, self.name), alternative)

    def number(self, item: Block) -> str:
        digits = "".join(character for character in item.label if character.isdecimal())
        return str(int(digits)) if digits else "1"

    def outlined(self, block: Block) -> Markup:
        return Markup("")


class Setter:
    """Sets the files of one EPUB, and knows where in them everything stands."""

    def __init__(
        self,
        book: Book,
        pictures: Mapping[str, Picture],
        cover: bytes,
        pages: Sequence[PageStart],
        templates: Environment,
    ) -> None:
        self.language = book.settings.book.language
        self.said = said(self.language)
        self.book = arranged(book, self.said["answers"])
        self.pictures = pictures
        self.cover = cover
        self.templates = templates
        self.images: list[Image] = []
        self.images_by_name: dict[str, Image] = {}
        self.app_notes = self.book.settings.output.app_notes
        self.bare_pictures = False  # a picture of the text without alternative text
        if cover:
            self.images.append(Image("cover-image", COVER, cover, "image/png", ("cover-image",)))
        self.names = {
            chapter.slug: f"text/{chapter.slug}.xhtml" if chapter.slug else "answers.xhtml"
            for chapter in self.book.chapters
        }
        self.order = [block for chapter in self.book.chapters for block in chapter.walk()]
        self.position = {block.id: index for index, block in enumerate(self.order)}
        self.home = {
            block.id: self.names[chapter.slug]
            for chapter in self.book.chapters
            for block in chapter.walk()
        }
        self.notes = {note.id: note for chapter in self.book.chapters for note in chapter.notes}
        self.enumerations = order_enumerations(self.book) if book.settings.text.appendix else []
        self.entries = {
            part.id: f"entry-{group[0].id}"
            for block in self.order
            if block.kind == "definitions"
            for group in grouped(block)
            for part in group
            if part.kind == "term"
        }
        self.marks: dict[str, list[tuple[int, Markup]]] = {}
        self.before: dict[str, Markup] = {}
        self.page_list: list[tuple[str, str]] = []
        self.starts: list[tuple[tuple[float, int], str]] = []
        self.begin_pages(pages)
        self.glossed, self.after = self.gloss()
        self.break_lines()

    # --- where things stand -----------------------------------------------------------------------------------------

    @cached_property
    def anchored(self) -> Mapping[str, tuple[str, int]]:
        """The mark (block, offset) of each note."""
        found: dict[str, tuple[str, int]] = {}
        for block in self.order:
            for span in block.spans:
                if span.kind == "note":
                    found.setdefault(span.value, (block.id, span.start))
        return found

    @cached_property
    def noted(self) -> Mapping[str, tuple[str, int]]:
        """For each block of a note where its mark stands: on paper it is read on that page."""
        return {
            block.id: self.anchored[note.id]
            for note in self.notes.values()
            if note.id in self.anchored
            for part in note.blocks
            for block in part.walk()
        }

    def place(self, block: str, offset: int) -> tuple[float, int]:
        """How far on in the book a place is."""
        block, offset = self.noted.get(block, (block, offset))
        return self.position.get(block, inf), offset

    def page_of(self, block: str, offset: int) -> str:
        """The folio of the printed page on which a place is read; "" when none is known."""
        index = bisect_right(self.starts, self.place(block, offset), key=lambda start: start[0])
        return self.starts[index - 1][1] if index else ""

    def landing(self, id: str, offset: int) -> tuple[str, int]:
        """The block whose text the templates write where a block begins; a figure stands for
        itself.
        """
        block = self.order[self.position[id]]
        while block.kind not in WRITTEN and not (block.kind in WRITTEN_WITH_TEXT and block.text):
            if block.kind in ("figure", "code"):
                return block.id, 0
            if block.children:
                block, offset = block.children[0], 0
            else:
                following = self.position[block.id] + 1
                if following == len(self.order):
                    return block.id, 0
                block, offset = self.order[following], 0
        return block.id, offset

    # --- what stands at places of the text --------------------------------------------------------------------------

    def begin_pages(self, pages: Sequence[PageStart]) -> None:
        """A mark where each page of the printed edition begins, and the list of them."""
        appendix = {it.id: enumeration_id(it) for it in self.enumerations}
        if appendix:
            appendix |= {
                "appendix": "enumerations",
                "unlisted": "unlisted" if self.listed[1] else "enumerations",
            }
        for page in pages:
            id = f"page-{page.label}"
            mark = Markup(
                '<span epub:type="pagebreak" role="doc-pagebreak" id="%s" aria-label="%s"></span>'
            ) % (id, page.label)
            if page.block in self.position:
                block, offset = self.landing(page.block, page.offset)
                name = self.home[block]
                self.starts.append((self.place(page.block, page.offset), page.label))
                if self.order[self.position[block]].kind in ("figure", "code"):
                    self.before[block] = self.before.get(block, Markup("")) + mark
                else:
                    self.marks.setdefault(block, []).append((offset, mark))
            elif page.block in appendix:
                name, key = ENUMERATIONS, appendix[page.block]
                self.before[key] = self.before.get(key, Markup("")) + mark
            else:
                raise BookError(problem("epub-page-nowhere", None, page=page.label))
            self.page_list.append((page.label, f"{name}#{id}"))
        self.starts.sort(key=lambda start: start[0])

    def gloss(self) -> tuple[dict[str, tuple[InlinePiece, ...]], dict[str, Markup]]:
        """The glossary's terms where they are first met in each chapter; at each entry the places
        that name its term.
        """
        first: dict[str, list[InlinePiece]] = {}
        counted: dict[str, int] = {}
        places: dict[str, list[Mention]] = {}
        for met in glossary_mentions(self.book):
            counted[met.block.id] = number = counted.get(met.block.id, 0) + 1
            id = f"{met.block.id}-g{number}"
            self.marks.setdefault(met.block.id, []).append(
                (met.start, Markup('<span id="%s"></span>') % id)
            )
            places.setdefault(met.entry.block, []).append(Mention(id, met.block.id, met.start))
            if met.first:
                first.setdefault(met.block.id, []).append(glossed(met))
        after = {
            block: self.places(mentions, self.home[block])
            for block, mentions in places.items()
            if block in self.home
        }
        by_entry: dict[str, Markup] = {}
        for block, markup in after.items():
            group = self.entries[block].removeprefix("entry-")
            by_entry[group] = by_entry.get(group, Markup("")) + markup
        return {block: tuple(pieces) for block, pieces in first.items()}, by_entry

    def break_lines(self) -> None:
        """Headings of the two upper levels are broken between words, addresses behind a mark of
        theirs.
        """
        for block in self.order:
            for address in ADDRESS.finditer(block.text):
                self.marks.setdefault(block.id, []).extend(
                    (at.end(), Markup("<wbr/>"))
                    for at in ADDRESS_MARK.finditer(block.text, *address.span())
                )
            if block.kind == "heading" and block.level <= 2:
                offset = 0
                for piece in sensible_pieces(block.text)[:-1]:
                    offset += len(piece)
                    self.marks.setdefault(block.id, []).append((offset, Markup("<wbr/>")))

    def places(
        self, mentions: Iterable[Mention], name: str, defined: Mention | None = None
    ) -> Markup:
        """Links to mentions, by page of the printed edition when that is known, else by chapter."""
        said = self.said
        inside = sorted(mentions, key=lambda it: self.place(it.block, it.offset))
        pages = {it: self.page_of(it.block, it.offset) for it in inside}
        by_page = all(pages.values())
        groups: dict[str, list[Mention]] = {}
        for it in inside:
            groups.setdefault(
                pages[it] if by_page else self.chapter_names[self.home[it.block]], []
            ).append(it)
        where, between = (Markup(said["pages_of"]), "、") if by_page else (Markup("{}"), "，")
        parts: list[Markup] = []
        for label, group in groups.items():
            if defined in group:
                rest = [it for it in group if it != defined]
                parts.append(
                    Markup(said["listed_at"])
                    + where.format(self.linked(label, where, [defined, *rest], name))
                )
        links = [
            self.linked(label, where, group, name)
            for label, group in groups.items()
            if defined not in group
        ]
        if links:
            parts.append(
                Markup(said["also_named_at" if parts else "named_at"])
                + where.format(Markup(between).join(links))
            )
        return (
            Markup('<p class="places">%s</p>') % Markup("；").join(parts) if parts else Markup("")
        )

    def linked(self, label: str, where: Markup, mentions: Sequence[Mention], name: str) -> Markup:
        """Links to the mentions on one page: its folio, then ② ③ for the others."""
        targets = [relative(f"{self.home[it.block]}#{it.id}", name) for it in mentions]
        others = [
            Markup('<a href="%s" aria-label="%s">%s</a>')
            % (target, where.format(label) + self.said["nth"].format(rank), circled(rank))
            for rank, target in enumerate(targets[1:], 2)
        ]
        return Markup('<a href="%s">%s</a>') % (targets[0], label) + Markup("").join(others)

    def image(self, name: str, alternative: str, file: str) -> Image:
        """A picture of the text, packed once and named by its content."""
        if not alternative:
            self.bare_pictures = True
        if name not in self.images_by_name:
            picture = self.pictures.get(name)
            if picture is None or picture.media_type not in EXTENSIONS:
                raise BookError(problem("epub-picture", SourceLocation(file), name=name))
            digest = sha256(picture.data).hexdigest()[:16]
            image = Image(
                f"image-{digest}",
                f"images/{digest}.{EXTENSIONS[picture.media_type]}",
                picture.data,
                picture.media_type,
            )
            if image not in self.images:
                self.images.append(image)
            self.images_by_name[name] = image
        return self.images_by_name[name]

    # --- the files ------------------------------------------------------------------------------------------------------

    @cached_property
    def chapter_names(self) -> Mapping[str, str]:
        """What a chapter is called where there is little room, by the name of its file."""
        return {
            self.names[chapter.slug]: short_title(self.title(chapter), 16)
            for chapter in self.book.chapters
        }

    def title(self, chapter: Chapter) -> str:
        """The title of a chapter, or how its text begins."""
        if chapter.title is not None and bare(chapter.title.text):
            return bare(chapter.title.text)
        beginning = next((bare(block.text) for block in chapter.walk() if bare(block.text)), "")
        return short_title(beginning) or self.book.settings.book.title

    def made(
        self,
        id: str,
        name: str,
        title: str,
        matter: str,
        template: str = "",
        place: SourceLocation | None = None,
        **values: object,
    ) -> File:
        template = f"epub/{template or id}.xhtml"
        text = self.templates.get_template(template).render(
            book=self.book,
            language=self.language,
            title=title,
            matter=matter,
            said=self.said,
            sensible=sensible,
            root="" if "/" not in name else "../",
            date=self.day(),
            issuer=issuer(self.book),
            **values,
        )
        return File(id, name, title, tidy(text), place, template=template)

    def note_sign(self) -> Image:
        """The picture of a note's mark, packed once."""
        if NOTE_SIGN not in self.images_by_name:
            data = (shipped_folder("templates") / "epub" / "note.png").read_bytes()
            self.images_by_name[NOTE_SIGN] = Image("image-note", NOTE_SIGN, data, "image/png")
            self.images.append(self.images_by_name[NOTE_SIGN])
        return self.images_by_name[NOTE_SIGN]

    def day(self) -> str:
        day = self.book.settings.book.date
        return self.said["day"].format(day.year, day.month, day.day)

    def version(self, number: str = "") -> str:
        version = number or self.book.settings.book.version
        return self.said["version_name"].format(
            spell_number(int(version)) if version.isdecimal() and len(version) < 4 else version
        )

    def texts(self) -> list[File]:
        """Every file that is read, in reading order; the contents page is put in later."""
        said, book = self.said, self.book
        texts = []
        if self.cover:
            alternative = "　".join(
                part for part in (book.settings.book.title, book.settings.book.subtitle) if part
            )
            texts.append(
                self.made(
                    "cover",
                    "cover.xhtml",
                    said["cover"],
                    "frontmatter",
                    picture=COVER,
                    alternative=f"{said['cover']}：{alternative}",
                )
            )
        texts.append(
            self.made("title-page", "title.xhtml", said["title_page"], "frontmatter", "title")
        )
        texts.append(
            self.made(
                "colophon", "colophon.xhtml", said["colophon"], "frontmatter", facts=self.facts()
            )
        )
        texts += [self.chapter(chapter) for chapter in book.chapters]
        if self.enumerations:
            texts.append(self.appendix())
        if book.history:
            texts.append(self.changes())
        return texts

    def changes(self) -> File:
        """The versions, the present one first, and what it changed, place by place."""
        said = self.said
        told = []
        for first, one in reversed(list(enumerate(self.book.history))):
            sentences = [(text, *self.leads(block)) for text, block in one.sentences]
            note = one.note or (
                "" if sentences else said["no_changes" if first else "first_version"]
            )
            day = date.fromisoformat(one.date) if one.date else None
            told.append(
                {
                    "number": self.version(one.number),
                    "date": said["day"].format(day.year, day.month, day.day) if day else "",
                    "note": note,
                    "sentences": sentences,
                    "more": one.more,
                }
            )
        amendments = [
            {
                "label": one.label,
                "target": self.leads(one.block)[0],
                "kind": said[f"amendment_{one.kind}"],
                "segments": one.segments,
            }
            for one in self.book.history[-1].amendments
        ]
        return self.made(
            "changes", CHANGES, said["revisions"], "backmatter", history=told, amendments=amendments
        )

    def leads(self, block: str) -> tuple[str, str]:
        """The address of a block as seen from the page of changes, and the folio of the printed
        page; "" where there is none.
        """
        if not self.prints(block):
            return "", ""
        return relative(f"{self.home[block]}#{block}", CHANGES), self.page_of(block, 0)

    def chapter(self, chapter: Chapter) -> File:
        kind = {
            "front": Markup(' epub:type="preface" role="doc-preface"'),
            "back": Markup(""),
            "body": Markup(' epub:type="chapter" role="doc-chapter"'),
        }[chapter.part]
        name = self.names[chapter.slug]
        medium = Ebook(self, chapter, name)
        m = Marker(
            self.book,
            medium,
            self.notes,
            self.glossed,
            self.marks,
            before=self.before,
            after=self.after,
            typed=True,
        )
        return self.made(
            f"chapter-{chapter.slug}" if chapter.slug else "answers",
            name,
            self.title(chapter),
            f"{chapter.part}matter",
            "chapter",
            SourceLocation(chapter.file),
            chapter=chapter,
            kind=kind,
            m=m,
        )

    @cached_property
    def listed(self) -> tuple[list[Enumeration], list[Enumeration]]:
        """The enumerations whose members are known, and those never listed."""
        return [it for it in self.enumerations if it.members], [
            it for it in self.enumerations if not it.members
        ]

    def appendix(self) -> File:
        known = with_members(self.enumerations)
        listed, unlisted = (
            [
                Entry(
                    it,
                    enumeration_id(it),
                    self.before.get(enumeration_id(it), Markup("")),
                    self.mentioned(it),
                    family(it, known),
                )
                for it in group
            ]
            for group in self.listed
        )
        overview = [
            (numeral, [(it, enumeration_id(it)) for it in group])
            for numeral, group in group_by_number(self.enumerations)
        ]
        return self.made(
            "enumerations",
            ENUMERATIONS,
            self.said["appendix"],
            "backmatter",
            before=self.before,
            listed=listed,
            unlisted=unlisted,
            overview=overview if len(self.enumerations) >= OVERVIEW_FROM else [],
        )

    def mentioned(self, enumeration: Enumeration) -> Markup:
        """Links to every mention of an enumeration that the book prints."""
        mentions = {
            it.id: Mention(it.id, it.block, it.start)
            for it in enumeration.occurrences
            if self.prints(it.block)
        }
        defined = enumeration.defined if enumeration.members else None
        return self.places(
            mentions.values(), ENUMERATIONS, mentions.get(defined.id) if defined else None
        )

    def prints(self, block: str) -> bool:
        """Whether the templates write the text of a block; a note whose mark is left out is left
        out with it.
        """
        if block not in self.position or self.order[self.position[block]].kind == "code":
            return False
        return block not in self.in_notes or block in self.noted

    @cached_property
    def in_notes(self) -> frozenset[str]:
        return frozenset(
            block.id
            for note in self.notes.values()
            for part in note.blocks
            for block in part.walk()
        )

    def facts(self) -> list[tuple[str, str]]:
        """The rows of the colophon: what is known, in the order of the trade; what concerns paper
        alone is left out.
        """
        data, imprint, said = self.book.settings.book, self.book.settings.imprint, self.said
        rows = [
            ("title", data.title + (f"（{data.subtitle}）" if data.subtitle else "")),
            ("authors", "　".join(data.authors)),
            ("publisher", data.publisher if data.publisher != imprint.issuer else ""),
            ("issuer", imprint.issuer),
            ("kind", said.get(imprint.kind, imprint.kind)),
            ("permit", imprint.permit),
            ("recipients", imprint.recipients),
            ("version", self.version()),
            ("date", self.day()),
            ("source", data.source),
            ("address", data.address),
            ("page_source", said["page_source_said"] if self.page_list else ""),
        ]
        return [(said[name], value) for name, value in rows if value]


def arranged(book: Book, heading: str) -> Book:
    """The book in the order of its files, with gathered answers as a chapter of their own (without
    a slug).
    """
    moved = move_answers(book)
    chapters = sorted(moved.chapters, key=lambda chapter: ORDER[chapter.part])
    if gathered := answer_boxes(book):
        title = Block("heading", "answers", gathered[0][1][0].place, heading, level=1)
        blocks = [title]
        notes: list[Note] = []
        for chapter, boxes in gathered:
            if chapter.title is not None:
                blocks.append(
                    Block(
                        "heading",
                        f"answers-{chapter.slug}",
                        boxes[0].place,
                        bare(chapter.title.text),
                        level=2,
                    )
                )
            blocks += [
                part
                for box in boxes
                for part in ([box] if box.text not in ("", heading) else box.children)
            ]
            marked = {
                span.value
                for box in boxes
                for block in box.walk()
                for span in block.spans
                if span.kind == "note"
            }
            notes += [note for note in chapter.notes if note.id in marked]
        chapters = [
            replace(chapter, notes=tuple(note for note in chapter.notes if note not in notes))
            for chapter in chapters
        ]
        chapters.append(
            Chapter("", gathered[0][0].file, tuple(blocks), tuple(notes), "back", title)
        )
    return replace(book, chapters=tuple(chapters))


def glossed(met: Met) -> InlinePiece:
    return InlinePiece(met.start, met.end, "glossed", met.entry)


def bare(text: str) -> str:
    """A title on one line, without the places of pictures."""
    return text.replace("\n", "").replace("\ufffc", "").strip()


def issuer(book: Book) -> str:
    return book.settings.imprint.issuer or book.settings.book.publisher


def tidy(text: str) -> bytes:
    """A file without blank lines, but for those of code, and with a line end at its end."""
    parts = re.split("(<pre.*?</pre>)", text, flags=re.DOTALL)
    parts[::2] = [BLANK_LINES.sub("\n", part) for part in parts[::2]]
    return ("".join(parts).strip() + "\n").encode("utf-8")
