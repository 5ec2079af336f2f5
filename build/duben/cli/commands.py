"""The commands, their options and their help, in one language; what they do is a function each in
``actions``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from duben import publish
from duben.cli.screen import Screen
from duben.messages import message
from duben.model import BookError, problem

Command = Callable[..., Any]

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
# Commands of the contract that are still to come.
LATER = ("preview",)


def group(screen: Screen) -> click.Group:
    """The program with all its commands, speaking the screen's language."""

    def told(rule: str) -> str:
        return message(f"help-{rule}", screen.tongue, {})

    def option(*names: str, told_by: str, **more: Any) -> Callable[[Command], Command]:
        return click.option(*names, help=told(told_by), **more)

    def later(name: str) -> str:
        return told(name) + told("later")

    def be_quiet(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        screen.quiet = screen.quiet or value

    def common(command: Command) -> Command:
        # The language is read before click is: here it is only checked and explained.
        command = option(
            "--lang", type=click.Choice(["zh", "en"]), expose_value=False, told_by="lang"
        )(command)
        return option(
            "--quiet", "-q", is_flag=True, expose_value=False, callback=be_quiet, told_by="quiet"
        )(command)

    book_or_here = click.argument(
        "book", metavar=told("metavar-book-or-here"), required=False, callback=_here
    )
    strict = option("--strict", is_flag=True, told_by="strict")
    as_json = option("--json", "json", is_flag=True, told_by="json")

    @click.group(
        help=told("group"),
        no_args_is_help=True,
        options_metavar=told("metavar-options"),
        subcommand_metavar=told("metavar-command"),
        context_settings=CONTEXT,
    )
    @common
    @click.version_option(package_name="duben", help=told("version"))
    def duben() -> None:
        pass

    def command(name: str, **more: Any) -> Callable[[Command], click.Command]:
        help = later(name) if name in LATER else told(name)
        return lambda function: duben.command(
            name, help=help, short_help=help, options_metavar=told("metavar-options"), **more
        )(common(function))

    @command("new")
    @click.argument("directory", metavar=told("metavar-directory"))
    def new(directory: str) -> int:
        return _actions().new(screen, directory)

    @command("import")
    @click.argument("files", metavar=told("metavar-files"), nargs=-1, required=True)
    @option("-o", "--output", metavar="DIR", required=True, told_by="output")
    @option("--update", is_flag=True, told_by="update")
    @option("--base", metavar="OLD", multiple=True, told_by="base")
    @strict
    def import_(
        files: tuple[str, ...], output: str, update: bool, base: tuple[str, ...], strict: bool
    ) -> int:
        if update or base:
            return _actions().bring_up(screen, files, output, base, strict)
        return _actions().take_in(screen, files, output, strict)

    @command("check")
    @book_or_here
    @as_json
    @strict
    def check(book: str, json: bool, strict: bool) -> int:
        return _actions().check(screen, book, json, strict)

    @command("build")
    @click.argument("books", metavar=told("metavar-books-or-here"), nargs=-1, callback=_here)
    @option("-o", "--output", metavar="OUT", told_by="output")
    @option("--edition", "editions", metavar="NAME", multiple=True, told_by="edition")
    @option("--format", "formats", metavar="pdf|epub", multiple=True, told_by="format")
    @option("-j", "--jobs", type=click.IntRange(1), metavar="N", told_by="jobs")
    @option("--no-cache", is_flag=True, told_by="no-cache")
    @option("--printed", is_flag=True, told_by="printed")
    @option("--since", metavar="OLD", told_by="since")
    @option("--scheduler", metavar="ADDRESS", told_by="scheduler")
    @option("--all", "every", is_flag=True, told_by="all")
    @strict
    def build(
        books: tuple[str, ...],
        output: str | None,
        editions: tuple[str, ...],
        formats: tuple[str, ...],
        jobs: int | None,
        no_cache: bool,
        since: str | None,
        scheduler: str | None,
        every: bool,
        printed: bool,
        strict: bool,
    ) -> int:
        from duben.cli import building  # alone: 0.5 s less than with all other actions

        options = publish.BuildOptions(
            None if output is None else building.path_of(output),
            editions,
            formats,
            strict,
            printed,
            since or "",
            not no_cache,
            jobs,
            scheduler,
        )
        return building.build(screen, books, options, every)

    @command("enumerations")
    @book_or_here
    @as_json
    @option("--write", is_flag=True, told_by="write")
    @option("--explain", metavar="TERM", told_by="explain")
    @option("--export", metavar="F", told_by="export")
    @option("--import", "import_from", metavar="F", told_by="import-from")
    def enumerations(
        book: str,
        json: bool,
        write: bool,
        explain: str | None,
        export: str | None,
        import_from: str | None,
    ) -> int:
        if export is not None:
            return _actions().export(screen, book, export)
        if import_from is not None:
            return _actions().take_back(screen, book, import_from)
        if explain is not None:
            return _actions().explain(screen, book, explain)
        return _actions().enumerations(screen, book, json, write)

    @command("compare")
    @click.argument("old", metavar=told("metavar-old"))
    @click.argument("new", metavar=told("metavar-new"))
    @option("-o", "--output", metavar="OUT", told_by="compare-output")
    @as_json
    def compare(old: str, new: str, output: str | None, json: bool) -> int:
        return _actions().compare(screen, old, new, output, json)

    @command("proof")
    @click.argument("path", metavar=told("metavar-book-or-pdf"), required=False, callback=_here)
    @as_json
    @option("-o", "--output", metavar="OUT", told_by="marked")
    @strict
    def proof(path: str, json: bool, output: str | None, strict: bool) -> int:
        return _actions().proof(screen, path, json, output, strict)

    @command("distribute")
    @book_or_here
    @click.argument("recipients", metavar=told("metavar-recipients"), required=False)
    @option("-o", "--output", metavar="OUT", told_by="output")
    @option(
        "--edition", "editions", metavar="screen|booklet", multiple=True, told_by="edition-copies"
    )
    @option(
        "--format",
        "formats",
        metavar="pdf|epub",
        multiple=True,
        type=click.Choice(["pdf", "epub"]),
        told_by="format",
    )
    @option("--zip", "packed", is_flag=True, told_by="zip")
    @option("--scope", metavar="TEXT", default="", told_by="scope")
    @option("--date", "day", metavar="2026-11-24", told_by="date")
    @option("--labels", metavar="99.1x38.1", told_by="labels")
    @option("--slips", metavar="N", type=click.IntRange(1, 8), default=4, told_by="slips")
    @option("--sign", metavar="KEY.p12", told_by="sign")
    @option("--recall", metavar="VERSION", told_by="recall")
    @option("-j", "--jobs", type=click.IntRange(1), metavar="N", told_by="jobs")
    @option("--scheduler", metavar="ADDRESS", told_by="scheduler")
    @as_json
    @strict
    def distribute(
        book: str, recipients: str | None, recall: str | None, json: bool, **wishes: Any
    ) -> int:
        from duben.cli import distributing

        if recall is not None:
            return distributing.recall(screen, book, recipients, recall, json)
        return distributing.distribute(screen, book, recipients, json, **wishes)

    @command("verify")
    @click.argument("path", metavar=told("metavar-delivery"))
    @strict
    def verify(path: str, strict: bool) -> int:
        return _actions().verify(screen, path, strict)

    @command("where")
    @click.argument("book", metavar=told("metavar-book"))
    @click.argument("place", metavar=told("metavar-where"))
    def where(book: str, place: str) -> int:
        return _actions().where(screen, book, place)

    @command("show")
    @click.argument(
        "what", metavar="WHAT", type=click.Choice(["blocks", "outline", "html", "lines", "pages"])
    )
    @click.argument("book", metavar=told("metavar-book"))
    def show(what: str, book: str) -> int:
        return _actions().show(screen, what, book)

    for name in LATER:
        _announce(command, name)
    return duben


def _announce(command: Callable[..., Callable[[Command], click.Command]], name: str) -> None:
    """A command that is still to come: whatever follows it is taken, and answered with a sentence."""

    @command(name, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
    @click.argument("rest", nargs=-1, type=click.UNPROCESSED, metavar="...")
    def later(rest: tuple[str, ...]) -> int:
        raise BookError(problem("later-command", None, name=name), 2)


def _here(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """The book that was named; where none was, the folder that one stands in."""
    if value:
        return value
    if not Path("book.toml").is_file():
        raise click.MissingParameter(
            ctx=context,
            param=parameter,
            param_hint=f"'{parameter.make_metavar(context).strip('[].')}'",
        )
    return (".",) if parameter.nargs == -1 else "."


def _actions() -> Any:
    """What the commands do, with the libraries that takes: not loaded for ``--help``."""
    from duben.cli import actions

    return actions
