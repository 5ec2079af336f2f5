"""Tags that a parser must not see: start tags with more attributes than any page has, and ends
before the end of a page.
"""

from __future__ import annotations

import re

# signs of an attribute (a blank, a slash, "=") in one tag; libxml2 2.14 takes time by their square
ATTRIBUTE_LIMIT = 2_000
OPENS = re.compile("<!--|<(?P<name>[A-Za-z][A-Za-z0-9]*)")
INSIDE = re.compile(r"""(?P<names>[^=>]+)|=[ \t\r\n\f]*+(?:"[^"]*"|'[^']*')?""")
BETWEEN = re.compile(r"[\s/]+")
RAW = {
    "script": re.compile("</script", re.IGNORECASE),
    "style": re.compile("</style", re.IGNORECASE),
}


def limit_attributes(source: str) -> str:
    """The page without what stands in a tag after its first thousand attributes. Every character is
    looked at once.
    """
    parts: list[str] = []
    begin = at = 0
    while opening := OPENS.search(source, at):
        at = opening.end()
        if not opening["name"]:
            at = _after(source, source.find("-->", at))
            continue
        full, at = _scan_tag(source, at)
        if full < at:
            parts += [source[begin:full], "\n" * source.count("\n", full, at)]
            begin = at
        if raw := RAW.get(opening["name"].lower()):
            closing = raw.search(source, at)
            at = _after(source, closing.start() if closing else -1)
    return "".join([*parts, source[begin:]]) if parts else source


ENDS = re.compile("</(?:html|body)[ \t\r\n\f]{0,80}>", re.IGNORECASE)


def remove_end_tags(source: str) -> str:
    """The page without </body> and </html>. Pages put together from parts have them in the middle;
    browsers read on, libxml2 stops.
    """
    return ENDS.sub(lambda tag: "\n" * tag.group().count("\n"), source)


def _scan_tag(source: str, at: int) -> tuple[int, int]:
    """Where a tag has as many attributes as it may have, and where its attributes end; ``at``:
    behind its name.
    """
    count, full = 0, -1
    while inside := INSIDE.match(source, at):
        count += len(BETWEEN.findall(inside["names"])) if inside["names"] else 1
        if count > ATTRIBUTE_LIMIT and full < 0:
            full = at
        at = inside.end()
    return (full if full >= 0 else at), at


def _after(source: str, index: int) -> int:
    return len(source) if index < 0 else index
