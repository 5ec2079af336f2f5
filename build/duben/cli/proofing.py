"""`duben proof` on the terminal: a table of the rules, figures of evenness, and each place that
falls short.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from duben.cli.screen import Screen, visible
from duben.messages import message
from duben.publish import MeasuredPdf, ProofResult

SHOWN = 8  # places of a rule that are told
COLOURS = {"pass": "good", "fail": "error", "unverified": "dim"}


def tell(screen: Screen, proved: ProofResult, strict: bool) -> None:
    """Tables to stdout, places to stderr."""
    for document in proved.documents:
        report = document.report
        screen.result(
            message("proof-document", screen.tongue, {"name": document.name, **report}) + "\n\n"
        )
        screen.result("".join(f"{line}\n" for line in _table(_rows(report, screen.tongue))))
        screen.result(
            "\n"
            + "".join(f"{line}\n" for line in _figures(report["figures"], screen.tongue))
            + "\n"
        )
        _places(screen, document, strict)
        _resorts(screen, document)
        _short(screen, document)
    if proved.documents:
        fatal = sum(1 for one in proved.documents for rule in one.report["rules"] if rule["fatal"])
        remarks = sum(
            1
            for one in proved.documents
            for rule in one.report["rules"]
            if rule["fell_short"] and not rule["fatal"]
        )
        if fatal or remarks:
            screen.say("proof-count", "error" if fatal else "warning", fatal=fatal, remarks=remarks)
        else:
            screen.say("proof-clean", "good")


def _rows(report: dict[str, Any], tongue: str) -> Iterator[Sequence[str]]:
    yield message("proof-head", tongue, {}).split("\t")
    for one in report["rules"]:
        answer = message(f"proof-{one['answer']}", tongue, {})
        yield (
            one["rule"],
            str(one["looked_at"]),
            str(one["fell_short"]),
            answer,
            message(f"page-{one['rule']}", tongue, {}),
        )


def _table(rows: Iterator[Sequence[str]]) -> Iterator[str]:
    cells = list(rows)
    widths = [max(_width(row[column]) for row in cells) for column in range(4)]
    for row in cells:
        padded = [
            " " * (widths[at] - _width(cell)) + cell
            if at in (1, 2)
            else cell + " " * (widths[at] - _width(cell))
            for at, cell in enumerate(row[:4])
        ]
        yield "  ".join([*padded, row[4]])


def _width(text: str) -> int:
    """Columns on a terminal: 汉字 take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _figures(figures: dict[str, Any], tongue: str) -> Iterator[str]:
    yield message("proof-evenness", tongue, {})
    values = {name: "–" if value is None else value for name, value in figures.items()}
    rows = (
        message(
            "proof-han",
            tongue,
            {
                "ninety": values["han_99th"],
                "largest": values["han_largest"],
                "deviation": values["han_deviation"],
            },
        ),
        message(
            "proof-marks",
            tongue,
            {
                "count": values["marks"],
                "deviation": values["mark_deviation"],
                "narrow": values["mark_narrow"],
            },
        ),
        message(
            "proof-lines",
            tongue,
            {"adjustment": values["adjustment"], "scatter": values["scatter"]},
        ),
    )
    names = [row.partition("\t")[0] for row in rows]
    for row, name in zip(rows, names, strict=True):
        yield f"  {name}{' ' * (max(map(_width, names)) - _width(name))}  {row.partition(chr(9))[2]}"


def _places(screen: Screen, document: MeasuredPdf, strict: bool) -> None:
    for rule in document.report["rules"]:
        for one in rule["where"][:SHOWN]:
            _place(screen, rule, one, strict)
        if (more := len(rule["where"]) - SHOWN) > 0:
            screen.say("proof-more", "dim", rule=rule["rule"], number=more)


def _resorts(screen: Screen, document: MeasuredPdf) -> None:
    """Lines that could be set no better, and why."""
    found = document.report["last_resorts"]
    if found and not screen.quiet:
        screen.line(message("proof-resorts", screen.tongue, {}))
    for one in found[:SHOWN] if not screen.quiet else ():
        screen.line(visible(f"  {_where(screen, one)} [{one['value']}] {one['text']}"), "dim")
        if one["resort"]:
            screen.line(
                "       = "
                + visible(message("proof-resort", screen.tongue, {"resort": one["resort"]}))
            )
    if (more := len(found) - SHOWN) > 0:
        screen.say("proof-more-of", "dim", number=more)


def _short(screen: Screen, document: MeasuredPdf) -> None:
    """Pages that are not full, and why."""
    found = document.report["short_pages"] if not screen.quiet else []
    if found:
        screen.line(message("proof-short", screen.tongue, {}))
    for one in found[:SHOWN]:
        cause = message(f"proof-cause-{one['resort']}", screen.tongue, {})
        screen.line(
            "  "
            + message(
                "proof-short-page",
                screen.tongue,
                {"label": one["label"], "lines": one["value"].lstrip("-"), "cause": cause},
            ),
            "dim",
        )
    if (more := len(found) - SHOWN) > 0:
        screen.say("proof-more-of", "dim", number=more)


def _where(screen: Screen, one: dict[str, Any]) -> str:
    where = message("proof-where", screen.tongue, {"label": one["label"], "line": one["line"]})
    return f"{one['place']} ({where})" if one["place"] else where


def _place(screen: Screen, rule: dict[str, Any], one: dict[str, Any], strict: bool) -> None:
    severity = (
        "error"
        if strict or rule["fatal"] and (rule["severity"] == "fail" or one["grave"])
        else "warning"
    )
    word = message(f"word-{severity}", screen.tongue, {})
    asked = message(f"page-{rule['rule']}", screen.tongue, {})
    value = f" [{one['value']}]" if one["value"] else ""
    screen.line(
        visible(f"{_where(screen, one)}: {word} {rule['rule']}: {asked}{value}"),
        severity if screen.colours else "",
    )
    screen.line(f"       | {visible(one['text'])}", "dim")


def document_json(proved: ProofResult, text: dict[str, Any] | None) -> dict[str, Any]:
    """The agreed JSON: the rules of the first PDF at the top; ``documents`` has every PDF."""
    rows = [{"name": one.name, **one.report} for one in proved.documents]
    return {
        "rules": rows[0]["rules"] if rows else [],
        "text": text,
        "figures": rows[0]["figures"] if rows else {},
        "documents": rows,
    }


def marked_path(output: Path, name: str, several: bool) -> Path:
    """Where a marked copy goes: into a folder, or to the file itself where OUT ends with .pdf."""
    if output.suffix.lower() == ".pdf" and not several and not output.is_dir():
        return output
    return output / f"{Path(name).stem}-marked.pdf"
