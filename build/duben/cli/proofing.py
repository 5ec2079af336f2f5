"""``duben proof`` on the terminal: a table of the rules, figures of evenness, faults by place."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from duben import publish
from duben.cli.screen import Screen, columns, pad, terminal_width, visible
from duben.messages import message

PLACES_SHOWN = 8  # of each rule
ANSWERS = ("fail", "lacking", "unverified", "pass")
NUMBER_COLUMNS = (1, 2)  # of the table of rules: aligned at the right


def report(
    screen: Screen, result: publish.ProofResult, strict: bool, show_all: bool = False
) -> None:
    """Print the tables on stdout and the places on stderr; PLACES_SHOWN of each kind, or all."""
    most = sys.maxsize if show_all else PLACES_SHOWN
    for document in result.documents:
        values = document.report
        head = message("proof-document", screen.language, {"name": document.name, **values})
        screen.result(f"{head}\n\n")
        rows = list(_rule_rows(values, screen.language))
        screen.result("".join(f"{line}\n" for line in columns(rows, NUMBER_COLUMNS)))
        figures = _figure_lines(values["figures"], screen.language)
        screen.result("\n" + "".join(f"{line}\n" for line in figures) + "\n")
        _report_places(screen, document, strict, most)
        _report_last_resorts(screen, document, most)
        _report_short_pages(screen, document, most)
        _report_sparse_pages(screen, document, most)
    answers = Counter(
        _answer(rule) for document in result.documents for rule in document.report["rules"]
    )
    if answers["fail"] or answers["lacking"]:
        colour = "error" if answers["fail"] else "warning"
        screen.say("proof-count", colour, **{answer: answers[answer] for answer in ANSWERS})
    elif result.documents:
        screen.say("proof-clean", "good", unverified=answers["unverified"])


def _answer(rule: dict[str, Any]) -> str:
    """The answer of a rule as it is told: one of ANSWERS."""
    return "lacking" if rule["answer"] == "fail" and not rule["fatal"] else str(rule["answer"])


def _rule_rows(report: dict[str, Any], language: str) -> Iterator[Sequence[str]]:
    yield message("proof-head", language, {}).split("\t")
    for rule in report["rules"]:
        yield (
            rule["rule"],
            str(rule["looked_at"]),
            str(rule["fell_short"]),
            message(f"proof-{_answer(rule)}", language, {}),
            message(f"page-{rule['rule']}", language, {}),
        )


def _figure_lines(figures: dict[str, Any], language: str) -> Iterator[str]:
    yield message("proof-evenness", language, {})
    values = {name: "–" if value is None else value for name, value in figures.items()}
    gaps = {
        "ninety": values["han_99th"],
        "largest": values["han_largest"],
        "deviation": values["han_deviation"],
    }
    marks = {
        "count": values["marks"],
        "deviation": values["mark_deviation"],
        "narrow": values["mark_narrow"],
    }
    lines = {"adjustment": values["adjustment"], "scatter": values["scatter"]}
    texts = [
        message(rule, language, fields).partition("\t")
        for rule, fields in (("proof-han", gaps), ("proof-marks", marks), ("proof-lines", lines))
    ]
    width = max(terminal_width(name) for name, _, _ in texts)
    for name, _, figure in texts:
        yield f"  {pad(name, width)}  {figure}"


def _report_places(screen: Screen, document: publish.MeasuredPdf, strict: bool, most: int) -> None:
    for rule in document.report["rules"]:
        for fault in rule["where"][:most]:
            _report_place(screen, rule, fault, strict)
        if (more := len(rule["where"]) - most) > 0:
            screen.say("proof-more", "dim", rule=rule["rule"], number=more)


def _report_place(
    screen: Screen, rule: dict[str, Any], fault: dict[str, Any], strict: bool
) -> None:
    fatal = rule["fatal"] and (rule["severity"] == "fail" or fault["grave"])
    severity = "error" if strict or fatal else "warning"
    word = message(f"word-{severity}", screen.language, {})
    demand = message(f"page-{rule['rule']}", screen.language, {})
    value = f" [{fault['value']}]" if fault["value"] else ""
    screen.line(
        visible(f"{_location(screen, fault)}: {word} {rule['rule']}: {demand}{value}"),
        severity if screen.colours else "",
    )
    screen.line(f"       | {visible(fault['text'])}", "dim")


def _report_last_resorts(screen: Screen, document: publish.MeasuredPdf, most: int) -> None:
    """Show the lines that could be set no better, and why."""
    lines = document.report["last_resorts"]
    if lines and not screen.quiet:
        screen.line(message("proof-resorts", screen.language, {}))
    for line in lines[:most] if not screen.quiet else ():
        text = f"  {_location(screen, line)} [{line['value']}] {line['text']}"
        screen.line(visible(text), "dim")
        if line["resort"]:
            cause = message("proof-resort", screen.language, {"resort": line["resort"]})
            screen.line(f"       = {visible(cause)}")
    _report_more(screen, lines, most)


def _report_short_pages(screen: Screen, document: publish.MeasuredPdf, most: int) -> None:
    """Show the pages that end above the foot of the type area, and why."""
    pages = document.report["short_pages"] if not screen.quiet else []
    if pages:
        screen.line(message("proof-short", screen.language, {}))
    for page in pages[:most]:
        cause = message(f"proof-cause-{page['resort']}", screen.language, {})
        values = {"label": page["label"], "lines": page["value"].lstrip("-"), "cause": cause}
        screen.line("  " + message("proof-short-page", screen.language, values), "dim")
    _report_more(screen, pages, most)


def _report_sparse_pages(screen: Screen, document: publish.MeasuredPdf, most: int) -> None:
    """Show the pages that are nearly empty."""
    pages = document.report["sparse_pages"] if not screen.quiet else []
    if pages:
        screen.line(message("proof-sparse", screen.language, {}))
    for page in pages[:most]:
        values = {"label": page["label"], "count": page["value"], "text": page["text"]}
        line = message("proof-sparse-page", screen.language, values)
        screen.line("  " + visible(line), "dim")
    _report_more(screen, pages, most)


def _report_more(screen: Screen, places: Sequence[object], most: int) -> None:
    if (more := len(places) - most) > 0:
        screen.say("proof-more-of", "dim", number=more)


def _location(screen: Screen, fault: dict[str, Any]) -> str:
    values = {"label": fault["label"], "line": fault["line"]}
    where = message("proof-where", screen.language, values)
    return f"{fault['place']} ({where})" if fault["place"] else where


def result_to_json(result: publish.ProofResult, text: dict[str, Any] | None) -> dict[str, Any]:
    """The JSON of docs/proof.md: ``documents`` has every PDF, ``rules`` are those of the first.

    ``text`` are the differences between the manuscript and its outputs.
    """
    documents = [{"name": document.name, **document.report} for document in result.documents]
    return {
        "rules": documents[0]["rules"] if documents else [],
        "text": text,
        "figures": documents[0]["figures"] if documents else {},
        "documents": documents,
    }


def marked_path(output: Path, name: str, several: bool) -> Path:
    """Where a marked copy goes: OUT itself where that is one .pdf,
    else a file in the folder OUT.
    """
    if output.suffix.lower() == ".pdf" and not several and not output.is_dir():
        return output
    return output / f"{Path(name).stem}-marked.pdf"
