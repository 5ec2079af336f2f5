"""The last look at an EPUB: nothing active, nothing from outside, no link that leads nowhere, whatever went in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import unquote

import tinycss2
from lxml import etree

from duben.epub.files import XHTML, File, Image
from duben.errors import Problem, problem

XML = "{http://www.w3.org/XML/1998/namespace}"
HTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
ANYWHERE = frozenset(("id", "class", "lang", XML + "lang", TYPE, "role", "title", "hidden", "aria-label", "aria-labelledby"))
PLAIN = (
    "html", "head", "title", "body", "section", "nav", "aside", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "dl", "dt",
    "dd", "dfn", "blockquote", "table", "caption", "thead", "tbody", "tr", "figure", "figcaption", "pre", "code", "hr", "br",
    "wbr", "span", "strong", "em", "b", "i", "sub", "sup", "ruby", "rt", "rp", "rb",
)  # fmt: skip
ALLOWED: dict[str, frozenset[str]] = dict.fromkeys(PLAIN, frozenset()) | {
    "a": frozenset(("href",)), "img": frozenset(("src", "alt")), "li": frozenset(("value",)), "ol": frozenset(("start",)),
    "th": frozenset(("scope", "colspan", "rowspan")), "td": frozenset(("data-label", "colspan", "rowspan")),
    "link": frozenset(("rel", "type", "href")), "meta": frozenset(("charset",)), "time": frozenset(("datetime",)),
}  # fmt: skip
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\")
OUTSIDE = ("https:", "http:", "mailto:")  # a link that a reader may follow by a tap
STYLE_FUNCTIONS = frozenset(("url", "src", "image", "image-set", "-webkit-image-set", "expression", "element"))
STYLE_WORDS = frozenset(("behavior", "-moz-binding", "fixed"))
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def problems(files: Sequence[File], images: Sequence[Image], sheet: str) -> list[Problem]:
    """What must not leave the house."""
    found: list[Problem] = []
    trees: dict[str, etree._Element] = {}
    for file in files:
        try:
            trees[file.name] = etree.fromstring(file.data, PARSER)
        except etree.XMLSyntaxError as error:
            found.append(problem("epub-not-well-formed", file.place, file=file.name, reason=error.msg))
    ids = {name: [element.get("id") for element in tree.iter(etree.Element) if element.get("id") is not None]
           for name, tree in trees.items()}  # fmt: skip
    targets = {name: frozenset(known) for name, known in ids.items()}
    targets |= dict.fromkeys([image.name for image in images], frozenset()) | {"style.css": frozenset()}
    for file in files:
        if file.name in trees:
            if len(ids[file.name]) != len(targets[file.name]):
                seen: set[str] = set()
                twice = {id for id in ids[file.name] if id in seen or seen.add(id)}  # type: ignore[func-returns-value]
                found += [problem("epub-id-twice", file.place, file=file.name, id=id) for id in sorted(twice)]
            check = active if file.media_type == XHTML else sources
            found += [problem(rule, file.place, file=file.name, what=what)
                      for rule, what in check(trees[file.name], file.name, targets)]  # fmt: skip
    tokens = tinycss2.parse_component_value_list(sheet, skip_comments=True)
    return found + [problem("epub-style", None, file="ebook.css", what=what) for what in dict.fromkeys(reaching(tokens))]


def reaching(tokens: Iterable[Any]) -> Iterator[str]:
    """What in a style sheet asks for something from outside or acts by itself; escapes hide nothing from the parser."""
    for token in tokens:
        match token.type:
            case "at-keyword" if token.lower_value in ("import", "font-face"):
                yield f"@{token.lower_value}"
            case "url" | "bad-url":
                yield "url(…)"
            case "ident" if token.lower_value in STYLE_WORDS:
                yield token.lower_value
            case "function":
                if token.lower_name in STYLE_FUNCTIONS:
                    yield f"{token.lower_name}(…)"
                yield from reaching(token.arguments)
            case "{} block" | "[] block" | "() block":
                yield from reaching(token.content)


def active(tree: etree._Element, name: str, targets: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """(rule, what) for each element, attribute or address in a page that is not on the list of what we write."""
    if tree.getroottree().docinfo.internalDTD is not None and tree.getroottree().docinfo.internalDTD.entities():
        yield "epub-active", "<!ENTITY>"
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


def sources(tree: etree._Element, name: str, targets: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """(rule, what) for each address in the NCX that leads nowhere."""
    for element in tree.iter("{*}content"):
        if not reached(element.get("src", ""), name, targets):
            yield "epub-link", element.get("src", "")


def reached(address: str, name: str, targets: dict[str, frozenset[str]]) -> bool:
    """Whether an address in the file ``name`` leads somewhere inside the book."""
    path, _, fragment = address.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
    return target in targets and (not fragment or unquote(fragment) in targets[target] or fragment in targets[target])
