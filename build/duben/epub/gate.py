"""The last check of an EPUB, whatever went in: nothing active, nothing from outside, no link that
leads nowhere.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import tinycss2
from lxml import etree

from duben import layout
from duben.epub.package_files import STYLE, XHTML, PackageFile, PackageImage
from duben.model import Problem, SourceLocation, problem

XML = "{http://www.w3.org/XML/1998/namespace}"
HTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
# EPUB 3.3 allows far more; this is what our templates write.
GLOBAL_ATTRIBUTES = frozenset((
    "id", "class", "lang", XML + "lang", TYPE, "role", "title", "hidden", "aria-label", "aria-labelledby",  # noqa: E501
))  # fmt: skip
PLAIN_ELEMENTS = (
    "html", "head", "title", "body", "section", "nav", "aside", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "dl", "dt",  # noqa: E501
    "dd", "dfn", "blockquote", "table", "caption", "thead", "tbody", "tr", "figure", "figcaption", "pre", "code", "hr", "br",  # noqa: E501
    "wbr", "span", "ins", "del", "strong", "em", "b", "i", "sub", "sup", "ruby", "rt", "rp", "rb",
)  # fmt: skip
ALLOWED_ATTRIBUTES: dict[str, frozenset[str]] = dict.fromkeys(PLAIN_ELEMENTS, frozenset()) | {
    "a": frozenset(("href",)), "img": frozenset(("src", "alt")), "li": frozenset(("value",)), "ol": frozenset(("start",)),  # noqa: E501
    "th": frozenset(("scope", "colspan", "rowspan")), "td": frozenset(("data-label", "data-fill", "colspan", "rowspan")),  # noqa: E501
    "tr": frozenset(("data-again",)),
    "link": frozenset(("rel", "type", "href")), "meta": frozenset(("charset",)), "time": frozenset(("datetime",)),  # noqa: E501
}  # fmt: skip
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\")
LINK_SCHEMES = ("https:", "http:", "mailto:")  # a link that a reader may follow by a tap
# How a text of a style begins that is an address.
ADDRESS_START = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|\\")
FORBIDDEN_FUNCTIONS = frozenset((
    "url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade", "expression", "element",  # noqa: E501
    "-moz-element",
))  # fmt: skip
FORBIDDEN_WORDS = frozenset(("behavior", "-moz-binding", "fixed", "progid"))
CLOSING_BRACKETS = frozenset((")", "]", "}"))  # brackets without their partner reach nothing
DOCTYPE = re.compile(rb"<!DOCTYPE(?!\s+html\s*>)[^\n]{0,60}")
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
NCX_ELEMENTS = frozenset(NCX + name for name in (
    "ncx", "head", "meta", "docTitle", "docAuthor", "text", "navMap", "navPoint", "navLabel", "content", "pageList", "pageTarget",  # noqa: E501
))  # fmt: skip
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def package_problems(
    files: Sequence[PackageFile],
    images: Sequence[PackageImage],
    style: str,
    overrides: Mapping[str, str] | None = None,
) -> list[Problem]:
    """What must not go out, of the finished files and the style sheet. ``overrides`` are the book's
    own templates and styles: where one of them is at fault, it is named.
    """
    overrides = overrides or {}
    problems: list[Problem] = []
    trees: dict[str, etree._Element] = {}
    for file in files:
        try:
            trees[file.name] = etree.fromstring(file.data, PARSER)
        except etree.XMLSyntaxError as error:
            place = malformed_location(file, error, overrides)
            problems.append(
                problem("epub-not-well-formed", place, file=file.name, reason=error.msg)
            )
    ids = {name: element_ids(tree) for name, tree in trees.items()}
    targets: dict[str, Collection[str]] = {name: frozenset(known) for name, known in ids.items()}
    targets |= {image.name: () for image in images} | {STYLE: ()}
    complete = len(trees) == len(files)  # what a broken file holds is not known
    for file in files:
        if file.name in trees:
            problems += repeated_ids(file, ids[file.name], overrides)
            problems += [
                problem(
                    rule,
                    cause_location(rule, what, file, overrides),
                    file=file.name,
                    what=what[:200],
                )
                for rule, what in file_violations(file, trees[file.name], targets)
                if rule != "epub-link" or complete
            ]
    own_sheet = "styles/ebook.css"
    return problems + list(
        style_problems(
            overrides.get(own_sheet, style), own_sheet if own_sheet in overrides else None
        )
    )


def element_ids(tree: etree._Element) -> list[str]:
    """The ids of a file, in its order."""
    ids = (element.get("id") for element in tree.iter(etree.Element))
    return [id for id in ids if id is not None]


def repeated_ids(
    file: PackageFile, ids: Sequence[str], overrides: Mapping[str, str]
) -> Iterator[Problem]:
    """Each id that stands more than once in a file."""
    for id in sorted(id for id, count in Counter(ids).items() if count > 1):
        sought = (f'id="{id}"', f"id='{id}'")
        place = layout.locate_text(overrides, sought, template_names(file)) or file.place
        yield problem("epub-id-twice", place, file=file.name, id=id)


def file_violations(
    file: PackageFile, tree: etree._Element, targets: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, str]]:
    """(rule, what) for everything in a file that may not stand there."""
    yield from declaration_violations(file, tree)
    check = markup_violations if file.media_type == XHTML else ncx_violations
    yield from check(tree, file.name, targets)


def style_problems(sheet: str, name: str | None) -> Iterator[Problem]:
    """What must not stand in a style sheet, each once, where it stands first in the author's file
    ``name``.
    """
    seen: set[str] = set()
    for what, line in style_violations(
        tinycss2.parse_component_value_list(sheet, skip_comments=True)
    ):
        if what not in seen:
            seen.add(what)
            yield problem(
                "epub-style",
                SourceLocation(name, line) if name else None,
                file="ebook.css",
                what=what,
            )


def style_violations(tokens: Iterable[Any], selector: bool = False) -> Iterator[tuple[str, int]]:
    """(what, line) for everything in a style sheet that asks for something from outside or acts;
    escapes hide nothing from the parser.

    A string between [ and ] is a ``selector``'s, which asks for nothing.
    """
    for token in tokens:
        match token.type:
            case "at-keyword" if token.lower_value in ("import", "font-face"):
                yield f"@{token.lower_value}", token.source_line
            case "url":
                yield "url(…)", token.source_line
            case "error" if token.kind not in CLOSING_BRACKETS:
                yield "url(…)" if token.kind == "bad-url" else token.kind, token.source_line
            case "string" if not selector and (
                "//" in token.value or ADDRESS_START.match(token.value.strip())
            ):
                yield token.value.strip()[:60], token.source_line
            case "ident" if token.lower_value in FORBIDDEN_WORDS:
                yield token.lower_value, token.source_line
            case "function":
                if token.lower_name in FORBIDDEN_FUNCTIONS:
                    yield f"{token.lower_name}(…)", token.source_line
                yield from style_violations(token.arguments)
            case "{} block" | "() block":
                yield from style_violations(token.content)
            case "[] block":
                yield from style_violations(token.content, True)


def template_names(file: PackageFile) -> list[str]:
    """The templates that make a file, as the author would name them."""
    return [f"templates/{name}" for name in (file.template, "epub/page.xhtml", "blocks.html")]


def cause_location(
    rule: str, what: str, file: PackageFile, overrides: Mapping[str, str]
) -> SourceLocation | None:
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
        return layout.locate_cause(overrides, (sought,), template_names(file)) or file.place
    return layout.locate_text(overrides, (sought,), template_names(file)) or file.place


def malformed_location(
    file: PackageFile, error: etree.XMLSyntaxError, overrides: Mapping[str, str]
) -> SourceLocation | None:
    """The line of the book's own template that gave the line at which a file is not well-formed;
    the tag's, if one is open.
    """
    lines = file.data.decode("utf-8", "replace").split("\n")
    numbers = [*map(int, re.findall(r"line ([0-9]{1,9})", error.msg or "")), error.lineno or 0]
    templates = {name: overrides[name] for name in template_names(file) if name in overrides}
    return (
        layout.locate_cause(
            templates,
            (lines[number - 1].strip() for number in numbers if 0 < number <= len(lines)),
            templates,
        )
        or file.place
    )


def declaration_violations(file: PackageFile, tree: etree._Element) -> Iterator[tuple[str, str]]:
    """(rule, what) for a document type that is more than a name, since it may bring attributes with
    it, and for another encoding or version of XML.
    """
    declaration = tree.getroottree().docinfo
    if (declaration.encoding or "").upper() != "UTF-8" or declaration.xml_version != "1.0":
        yield (
            "epub-active",
            f'<?xml version="{declaration.xml_version}" encoding="{declaration.encoding}"',
        )
    for match in DOCTYPE.finditer(file.data):
        yield "epub-active", match[0].decode("utf-8", "replace").strip()


def markup_violations(
    tree: etree._Element, name: str, targets: Mapping[str, Collection[str]]
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
        if tag not in ALLOWED_ATTRIBUTES:
            yield "epub-active", f"<{tag}>"
            continue
        for key, value in element.items():
            if key not in GLOBAL_ATTRIBUTES and key not in ALLOWED_ATTRIBUTES[tag]:
                yield "epub-active", f"<{tag} {key}>"
            elif key in ("href", "src"):
                if key == "href" and tag == "a" and value.lower().startswith(LINK_SCHEMES):
                    continue
                if SCHEME.match(value) or not is_reachable(value, name, targets):
                    yield ("epub-active" if SCHEME.match(value) else "epub-link"), value


def ncx_violations(
    tree: etree._Element, name: str, targets: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, str]]:
    """(rule, what) for what an NCX does not need, and for its addresses that lead nowhere."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            if element.tag is not etree.Comment:
                yield "epub-active", "<?…?>"
        elif element.tag not in NCX_ELEMENTS:
            yield "epub-active", f"<{element.tag}>"
    for element in tree.iter("{*}content"):
        if not is_reachable(element.get("src", ""), name, targets):
            yield "epub-link", element.get("src", "")


def is_reachable(address: str, name: str, targets: Mapping[str, Collection[str]]) -> bool:
    """Whether an address in the file ``name`` leads somewhere inside the book."""
    path, _, fragment = address.partition("#")
    target = (
        posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
    )
    return target in targets and (
        not fragment or unquote(fragment) in targets[target] or fragment in targets[target]
    )
