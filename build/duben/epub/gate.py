"""The last look at an EPUB: nothing active, nothing from outside, no link that leads nowhere,
whatever went in.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import tinycss2
from lxml import etree

from duben import layout
from duben.epub.files import XHTML, File, Image
from duben.model import Problem, SourceLocation, problem

XML = "{http://www.w3.org/XML/1998/namespace}"
HTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
ANYWHERE = frozenset(
    (
        "id",
        "class",
        "lang",
        XML + "lang",
        TYPE,
        "role",
        "title",
        "hidden",
        "aria-label",
        "aria-labelledby",
    )
)
PLAIN = (
    "html", "head", "title", "body", "section", "nav", "aside", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "dl", "dt",
    "dd", "dfn", "blockquote", "table", "caption", "thead", "tbody", "tr", "figure", "figcaption", "pre", "code", "hr", "br",
    "wbr", "span", "ins", "del", "strong", "em", "b", "i", "sub", "sup", "ruby", "rt", "rp", "rb",
)  # fmt: skip
ALLOWED: dict[str, frozenset[str]] = dict.fromkeys(PLAIN, frozenset()) | {
    "a": frozenset(("href",)), "img": frozenset(("src", "alt")), "li": frozenset(("value",)), "ol": frozenset(("start",)),
    "th": frozenset(("scope", "colspan", "rowspan")), "td": frozenset(("data-label", "colspan", "rowspan")),
    "link": frozenset(("rel", "type", "href")), "meta": frozenset(("charset",)), "time": frozenset(("datetime",)),
}  # fmt: skip
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\")
OUTSIDE = ("https:", "http:", "mailto:")  # a link that a reader may follow by a tap
ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:|\\"
)  # how a text of a style begins that is an address
STYLE_FUNCTIONS = frozenset(("url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade", "expression",
                             "element", "-moz-element"))  # fmt: skip
STYLE_WORDS = frozenset(("behavior", "-moz-binding", "fixed", "progid"))
STRAY = frozenset((")", "]", "}"))  # brackets without their partner reach nothing
DOCTYPE = re.compile(rb"<!DOCTYPE(?!\s+html\s*>)[^\n]{0,60}")
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
NCX_ELEMENTS = frozenset(
    NCX + name
    for name in (
        "ncx",
        "head",
        "meta",
        "docTitle",
        "docAuthor",
        "text",
        "navMap",
        "navPoint",
        "navLabel",
        "content",
        "pageList",
        "pageTarget",
    )
)
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def problems(
    files: Sequence[File], images: Sequence[Image], sheet: str, own: Mapping[str, str] | None = None
) -> list[Problem]:
    """What must not leave the house; ``own`` are the book's own looks, of which the one at fault is
    named.
    """
    own = own or {}
    found: list[Problem] = []
    trees: dict[str, etree._Element] = {}
    for file in files:
        try:
            trees[file.name] = etree.fromstring(file.data, PARSER)
        except etree.XMLSyntaxError as error:
            found.append(
                problem(
                    "epub-not-well-formed",
                    unclosed(file, error, own),
                    file=file.name,
                    reason=error.msg,
                )
            )
    ids = {
        name: [
            element.get("id")
            for element in tree.iter(etree.Element)
            if element.get("id") is not None
        ]
        for name, tree in trees.items()
    }
    targets = {name: frozenset(known) for name, known in ids.items()}
    targets |= dict.fromkeys([image.name for image in images], frozenset()) | {
        "style.css": frozenset()
    }
    for file in files:
        if file.name in trees:
            if len(ids[file.name]) != len(targets[file.name]):
                seen: set[str] = set()
                twice = {id for id in ids[file.name] if id in seen or seen.add(id)}  # type: ignore[func-returns-value]
                found += [
                    problem(
                        "epub-id-twice",
                        layout.locate_text(own, (f'id="{id}"', f"id='{id}'"), likely(file))
                        or file.place,
                        file=file.name,
                        id=id,
                    )
                    for id in sorted(twice)
                ]
            check = active if file.media_type == XHTML else sources
            found += [
                problem(rule, brought(rule, what, file, own), file=file.name, what=what[:200])
                for rule, what in (
                    *declared(file, trees[file.name]),
                    *check(trees[file.name], file.name, targets),
                )
                if rule != "epub-link" or len(trees) == len(files)
            ]  # what a broken file holds is not known
    return found + list(
        style_problems(sheet, "styles/ebook.css" if "styles/ebook.css" in own else None)
    )


def style_problems(sheet: str, name: str | None) -> Iterator[Problem]:
    """What must not stand in a style sheet, each once, where it stands first in the author's file
    ``name``.
    """
    seen: set[str] = set()
    for what, line in reaching(tinycss2.parse_component_value_list(sheet, skip_comments=True)):
        if what not in seen:
            seen.add(what)
            yield problem(
                "epub-style",
                SourceLocation(name, line) if name else None,
                file="ebook.css",
                what=what,
            )


def reaching(tokens: Iterable[Any], selector: bool = False) -> Iterator[tuple[str, int]]:
    """(what, line) that in a style sheet asks for something from outside or acts; escapes hide
    nothing from the parser.

    A string between [ and ] is a ``selector``'s, which asks for nothing.
    """
    for token in tokens:
        match token.type:
            case "at-keyword" if token.lower_value in ("import", "font-face"):
                yield f"@{token.lower_value}", token.source_line
            case "url":
                yield "url(…)", token.source_line
            case "error" if token.kind not in STRAY:
                yield "url(…)" if token.kind == "bad-url" else token.kind, token.source_line
            case "string" if not selector and (
                "//" in token.value or ADDRESS.match(token.value.strip())
            ):
                yield token.value.strip()[:60], token.source_line
            case "ident" if token.lower_value in STYLE_WORDS:
                yield token.lower_value, token.source_line
            case "function":
                if token.lower_name in STYLE_FUNCTIONS:
                    yield f"{token.lower_name}(…)", token.source_line
                yield from reaching(token.arguments)
            case "{} block" | "() block":
                yield from reaching(token.content)
            case "[] block":
                yield from reaching(token.content, True)


def likely(file: File) -> list[str]:
    """The templates that make a file, as the author would name them."""
    return [f"templates/{name}" for name in (file.template, "epub/page.xhtml", "blocks.html")]


def brought(rule: str, what: str, file: File, own: Mapping[str, str]) -> SourceLocation | None:
    """Where in the book's own templates something stands that may not; else where its text comes
    from.
    """
    sought = (
        what.removeprefix("<").removesuffix(">").split(" ")[-1]
        if re.fullmatch(r"<[^ <>!?]+ [^ <>]+>", what)
        else what.removesuffix(">")
    )
    sought = re.sub(r"^<\{[^}]*\}", "<", sought)
    if rule == "epub-active":  # no text of the author's comes out as that
        return layout.locate_cause(own, (sought,), likely(file)) or file.place
    return layout.locate_text(own, (sought,), likely(file)) or file.place


def unclosed(
    file: File, error: etree.XMLSyntaxError, own: Mapping[str, str]
) -> SourceLocation | None:
    """The line of the book's own template that gave the line at which a file is not well-formed;
    the tag's, if one is open.
    """
    lines = file.data.decode("utf-8", "replace").split("\n")
    numbers = [*map(int, re.findall(r"line ([0-9]{1,9})", error.msg or "")), error.lineno or 0]
    templates = {name: own[name] for name in likely(file) if name in own}
    return (
        layout.locate_cause(
            templates,
            (lines[number - 1].strip() for number in numbers if 0 < number <= len(lines)),
            templates,
        )
        or file.place
    )


def declared(file: File, tree: etree._Element) -> Iterator[tuple[str, str]]:
    """(rule, what) for a document type of more than the name, which may bring attributes with it,
    and another writing.
    """
    about = tree.getroottree().docinfo
    if (about.encoding or "").upper() != "UTF-8" or about.xml_version != "1.0":
        yield "epub-active", f'<?xml version="{about.xml_version}" encoding="{about.encoding}"'
    for found in DOCTYPE.finditer(file.data):
        yield "epub-active", found[0].decode("utf-8", "replace").strip()


def active(
    tree: etree._Element, name: str, targets: dict[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """(rule, what) for each element, attribute or address in a page that is not on the list of what
    we write.
    """
    for element in tree.iter():
        if not isinstance(element.tag, str):
            if element.tag is not etree.Comment:
                yield "epub-active", "<?…?>"
            continue
        tag = element.tag.removeprefix(HTML)
        if tag not in ALLOWED:
            yield "epub-active", f"<{tag}>"
            continue
        for key, value in element.items():
            if key not in ANYWHERE and key not in ALLOWED[tag]:
                yield "epub-active", f"<{tag} {key}>"
            elif key in ("href", "src"):
                if key == "href" and tag == "a" and value.lower().startswith(OUTSIDE):
                    continue
                if SCHEME.match(value) or not reached(value, name, targets):
                    yield ("epub-active" if SCHEME.match(value) else "epub-link"), value


def sources(
    tree: etree._Element, name: str, targets: dict[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """(rule, what) for what the NCX does not need, and for each address in it that leads nowhere."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            if element.tag is not etree.Comment:
                yield "epub-active", "<?…?>"
        elif element.tag not in NCX_ELEMENTS:
            yield "epub-active", f"<{element.tag}>"
    for element in tree.iter("{*}content"):
        if not reached(element.get("src", ""), name, targets):
            yield "epub-link", element.get("src", "")


def reached(address: str, name: str, targets: dict[str, frozenset[str]]) -> bool:
    """Whether an address in the file ``name`` leads somewhere inside the book."""
    path, _, fragment = address.partition("#")
    target = (
        posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
    )
    return target in targets and (
        not fragment or unquote(fragment) in targets[target] or fragment in targets[target]
    )
