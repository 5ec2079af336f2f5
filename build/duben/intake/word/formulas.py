"""Formulas (OMML) in one line of text: a fraction as a/b, a power as x^2, a root as √(x)."""

from __future__ import annotations

from lxml import etree

from duben.intake.word.names import SPACES

M = f"{{{SPACES['m']}}}"
CHARACTER = f"{M}chr"


def linear_text(element: etree._Element) -> str:
    """A formula as one line of text; nothing in it is lost but its shape."""
    tag = element.tag.rpartition("}")[2]
    write = WRITERS.get(tag)
    if write is not None:
        return write(element)
    if tag == "t":
        return element.text or ""
    if tag.endswith("Pr"):
        return ""
    return "".join(linear_text(child) for child in element)


def _part(element: etree._Element, tag: str) -> str:
    child = element.find(M + tag)
    return "" if child is None else linear_text(child).strip()


def _group(text: str) -> str:
    """A text that is more than one sign in brackets."""
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _fraction(element: etree._Element) -> str:
    return f"{_group(_part(element, 'num'))}/{_group(_part(element, 'den'))}"


def _raised(element: etree._Element) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    text = _part(element, "e")
    text += f"_{_group(below)}" if below else ""
    return text + (f"^{_group(above)}" if above else "")


def _root(element: etree._Element) -> str:
    degree = _part(element, "deg")
    return (f"{degree}√" if degree else "√") + f"({_part(element, 'e')})"


def _sum(element: etree._Element) -> str:
    sign = element.find(f"{M}naryPr/{CHARACTER}")
    text = "∫" if sign is None else sign.get(f"{M}val", "∫")
    below, above = _part(element, "sub"), _part(element, "sup")
    text += f"_{_group(below)}" if below else ""
    text += f"^{_group(above)}" if above else ""
    return f"{text} {_part(element, 'e')}"


def _delimited(element: etree._Element) -> str:
    properties = element.find(f"{M}dPr")
    signs = ["(", ")"]
    for index, tag in enumerate(("begChr", "endChr")):
        sign = None if properties is None else properties.find(M + tag)
        if sign is not None:
            signs[index] = sign.get(f"{M}val", "")
    inner = ", ".join(linear_text(part).strip() for part in element.findall(f"{M}e"))
    return signs[0] + inner + signs[1]


def _matrix(element: etree._Element) -> str:
    rows = (
        ", ".join(linear_text(cell).strip() for cell in row.findall(f"{M}e"))
        for row in element.findall(f"{M}mr")
    )
    return f"[{'; '.join(rows)}]"


WRITERS = {
    "f": _fraction,
    "sSup": _raised,
    "sSub": _raised,
    "sSubSup": _raised,
    "sPre": _raised,
    "rad": _root,
    "nary": _sum,
    "d": _delimited,
    "m": _matrix,
}
