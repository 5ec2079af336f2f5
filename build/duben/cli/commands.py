"""The commands with their options and their help in one language; ``actions`` says what they do."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from duben import layout, publish
from duben.cli import actions, building, distributing, packing, serving
from duben.cli.screen import Screen
from duben.messages import message
from duben.model import BookError, problem

Function = Callable[..., Any]

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands:
    """The program with its commands, and the decorators that add to it."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.group = self._group()

    def text(self, rule: str) -> str:
        """The help of a command, an option or an argument: the message ``help-RULE``."""
        copies = rule == "edition-copies"
        editions = layout.edition_choices(self.screen.language, copies)
        return message(f"help-{rule}", self.screen.language, {"editions": editions})

    def option(self, *names: str, rule: str, **settings: Any) -> Callable[[Function], Function]:
        """A decorator that adds an option; ``rule`` names its help."""
        return click.option(*names, help=self.text(rule), **settings)

    def argument(self, name: str, metavar: str, **settings: Any) -> Callable[[Function], Function]:
        """A decorator that adds an argument, shown as the message ``help-metavar-METAVAR``."""
        return click.argument(name, metavar=self.text(f"metavar-{metavar}"), **settings)

    def book(self, function: Function) -> Function:
        """A decorator: the argument BOOK, by default the current folder."""
        argument = self.argument(
            "book", "book-or-here", required=False, callback=_default_to_current_folder
        )
        return argument(function)

    def json(self, function: Function) -> Function:
        """A decorator: the option --json."""
        return self.option("--json", "json", is_flag=True, rule="json")(function)

    def strict(self, function: Function) -> Function:
        """A decorator: the option --strict."""
        return self.option("--strict", is_flag=True, rule="strict")(function)

    def command(self, name: str, **settings: Any) -> Callable[[Function], click.Command]:
        """A decorator that makes a command of a function."""
        text = self.text(name)
        return lambda function: self.group.command(
            name,
            help=text,
            short_help=text,
            options_metavar=self.text("metavar-options"),
            **settings,
        )(self._common_options(function))

    def add(self, name: str, action: Function, *parameters: Callable[[Function], Function]) -> None:
        """Adds the command that calls a function with the screen and these parameters."""
        function: Function = partial(action, self.screen)
        for parameter in reversed(parameters):
            function = parameter(function)
        self.command(name)(function)

    def _group(self) -> click.Group:
        def duben() -> None:
            pass

        function = click.version_option(package_name="duben", help=self.text("version"))(duben)
        return click.group(
            help=self.text("group"),
            no_args_is_help=True,
            options_metavar=self.text("metavar-options"),
            subcommand_metavar=self.text("metavar-command"),
            context_settings=CONTEXT,
        )(self._common_options(function))

    def _common_options(self, function: Function) -> Function:
        def set_quiet(context: click.Context, parameter: click.Parameter, value: bool) -> None:
            self.screen.quiet = self.screen.quiet or value

        # The language is known before click runs: here it is only checked and explained.
        languages = click.Choice(["zh", "en"])
        language = self.option("--lang", type=languages, expose_value=False, rule="lang")
        quiet = self.option(
            "--quiet", "-q", is_flag=True, expose_value=False, callback=set_quiet, rule="quiet"
        )
        return quiet(language(function))


def group(screen: Screen) -> click.Group:
    """The program with all its commands, in the language of the screen."""
    commands = Commands(screen)
    _add_manuscript_commands(commands)
    _add_build(commands)
    _add_enumerations(commands)
    _add_comparison_commands(commands)
    _add_distribute(commands)
    _add_packing(commands)
    _add_developer_commands(commands)
    _add_servers(commands)
    return commands.group


def _add_manuscript_commands(commands: Commands) -> None:
    screen = commands.screen

    commands.add(
        "new",
        actions.new_book,
        commands.argument("directory", "directory"),
        commands.option(
            "--cover", type=click.Choice(list(layout.COVER_DESIGNS)), default="plain", rule="cover"
        ),
        commands.option("--theme", metavar="NAME", default="", rule="theme"),
    )

    @commands.command("import")
    @commands.argument("files", "files", nargs=-1, required=True)
    @commands.option("-o", "--output", metavar="DIR", required=True, rule="output")
    @commands.option("--update", is_flag=True, rule="update")
    @commands.option("--base", metavar="OLD", multiple=True, rule="base")
    @commands.option("--original", is_flag=True, rule="original")
    @commands.option("--all", "show_all", is_flag=True, rule="all-changes")
    @commands.strict
    def import_(
        files: tuple[str, ...],
        output: str,
        update: bool,
        base: tuple[str, ...],
        original: bool,
        show_all: bool,
        strict: bool,
    ) -> int:
        if update or base:
            return actions.update_manuscript(screen, files, output, base, original, strict)
        return actions.import_documents(screen, files, output, original, strict, show_all)

    @commands.command("check")
    @commands.book
    @commands.json
    @commands.option("--all", "show_all", is_flag=True, rule="all-places")
    @commands.option("--mend", is_flag=True, rule="mend")
    @commands.option("--undo", is_flag=True, rule="undo")
    @commands.strict
    def check(book: str, json: bool, show_all: bool, mend: bool, undo: bool, strict: bool) -> int:
        if undo and not mend:
            raise BookError(problem("mend-undo-alone", None), 2)
        if undo:
            return actions.undo_mending(screen, book)
        command = actions.mend if mend else actions.check
        return command(screen, book, json, strict, show_all)


def _add_build(commands: Commands) -> None:
    @commands.command("build")
    @commands.argument("books", "books-or-here", nargs=-1, callback=_default_to_current_folder)
    @commands.option("-o", "--output", metavar="OUT", rule="output")
    @commands.option("--edition", "editions", metavar="NAME", multiple=True, rule="edition")
    @commands.option("--format", "formats", metavar="pdf|epub|docx", multiple=True, rule="format")
    @commands.option("-j", "--jobs", type=click.IntRange(1), metavar="N", rule="jobs")
    @commands.option("--no-cache", is_flag=True, rule="no-cache")
    @commands.option("--printed", is_flag=True, rule="printed")
    @commands.option("--since", metavar="OLD", default="", rule="since")
    @commands.option("--scheduler", metavar="ADDRESS", rule="scheduler")
    @commands.option("--all", "show_all", is_flag=True, rule="all")
    @commands.strict
    def build(
        books: tuple[str, ...], output: str | None, no_cache: bool, show_all: bool, **options: Any
    ) -> int:
        build_options = publish.BuildOptions(
            output=None if output is None else building.user_path(output),
            kept=not no_cache,
            **options,
        )
        return building.build(commands.screen, books, build_options, show_all)


def _check_one_action(given: Mapping[str, bool]) -> None:
    """Raises BookError (2) where options that exclude each other are given together."""
    options = [name for name, is_given in given.items() if is_given]
    if len(options) > 1:
        raise BookError(problem("enumerations-one-action", None, options="; ".join(options)), 2)


def _add_enumerations(commands: Commands) -> None:
    screen = commands.screen

    @commands.command("enumerations")
    @commands.argument("books", "books-or-here", nargs=-1, callback=_default_to_current_folder)
    @commands.json
    @commands.option("--write", is_flag=True, rule="write")
    @commands.option("--explain", metavar="TERM", rule="explain")
    @commands.option("--accept", metavar="TERM", multiple=True, rule="accept")
    @commands.option("--strike", metavar="TERM", multiple=True, rule="strike")
    @commands.option("--export", "export_to", metavar="F", rule="export")
    @commands.option("--import", "import_from", metavar="F", rule="import-from")
    @commands.option("--collect", metavar="LIBRARY", rule="collect")
    def enumerations(
        books: tuple[str, ...],
        json: bool,
        write: bool,
        explain: str | None,
        accept: tuple[str, ...],
        strike: tuple[str, ...],
        export_to: str | None,
        import_from: str | None,
        collect: str | None,
    ) -> int:
        _check_one_action(
            {
                "--accept, --strike": bool(accept or strike),
                "--export": export_to is not None,
                "--import": import_from is not None,
                "--collect": collect is not None,
                "--explain": explain is not None,
                "--write, --json": write or json,
            }
        )
        if collect is not None:
            return actions.collect_terms(screen, books, collect)
        if len(books) > 1:
            raise BookError(problem("enumerations-one-book", None), 2)
        (book,) = books
        if accept or strike:
            return actions.answer_enumerations(screen, book, accept, strike)
        if export_to is not None:
            return actions.export_enumerations(screen, book, export_to)
        if import_from is not None:
            return actions.import_enumerations(screen, book, import_from)
        if explain is not None:
            return actions.explain(screen, book, explain)
        return actions.enumerations(screen, book, json, write)


def _add_comparison_commands(commands: Commands) -> None:
    commands.add(
        "compare",
        actions.compare,
        commands.argument("old", "old"),
        commands.argument("new", "new"),
        commands.option("-o", "--output", metavar="OUT", rule="compare-output"),
        commands.option("--date", "day", metavar="2026-11-24", rule="slip-date"),
        commands.json,
    )
    commands.add(
        "proof",
        actions.proof,
        commands.argument(
            "path", "book-or-pdf", required=False, callback=_default_to_current_folder
        ),
        commands.json,
        commands.option("-o", "--output", metavar="OUT", rule="marked"),
        commands.option("--all", "show_all", is_flag=True, rule="all-measured"),
        commands.strict,
    )
    commands.add("verify", actions.verify, commands.argument("path", "delivery"), commands.strict)


def _add_distribute(commands: Commands) -> None:
    formats = click.Choice(["pdf", "epub"])
    slips = click.IntRange(1, 8)  # on a sheet of A4

    @commands.command("distribute")
    @commands.book
    @commands.argument("recipients", "recipients", required=False)
    @commands.option("-o", "--output", metavar="OUT", rule="output")
    @commands.option(
        "--edition",
        "editions",
        metavar="|".join(layout.edition_names(copies=True)),
        multiple=True,
        rule="edition-copies",
    )
    @commands.option(
        "--format", "formats", metavar="pdf|epub", multiple=True, type=formats, rule="format-copies"
    )
    @commands.option("--zip", "packed", is_flag=True, rule="zip")
    @commands.option("--scope", metavar="TEXT", default="", rule="scope")
    @commands.option("--date", "day", metavar="2026-11-24", rule="date")
    @commands.option("--labels", metavar="99.1x38.1", rule="labels")
    @commands.option("--slips", metavar="N", type=slips, default=4, rule="slips")
    @commands.option("--sign", metavar="KEY.p12", rule="sign")
    @commands.option("--recall", metavar="VERSION", rule="recall")
    @commands.option("-j", "--jobs", type=click.IntRange(1), metavar="N", rule="jobs")
    @commands.option("--scheduler", metavar="ADDRESS", rule="scheduler")
    @commands.json
    @commands.strict
    def distribute(
        book: str, recipients: str | None, recall: str | None, json: bool, **options: Any
    ) -> int:
        screen = commands.screen
        if recall is not None:
            return distributing.recall(screen, book, recipients, recall, json)
        return distributing.distribute(screen, book, recipients, json, **options)


def _add_packing(commands: Commands) -> None:
    commands.add(
        "pack",
        packing.pack,
        commands.book,
        commands.option("-o", "--output", metavar="FILE.zip", rule="pack-output"),
    )
    commands.add(
        "unpack",
        packing.unpack,
        commands.argument("path", "packed"),
        commands.option("-o", "--output", metavar="DIR", required=True, rule="output"),
    )


def _add_developer_commands(commands: Commands) -> None:
    views = click.Choice(["blocks", "outline", "html", "lines", "pages", "breaks"])
    commands.add(
        "where",
        actions.where,
        commands.argument("book", "book"),
        commands.argument("place", "where"),
    )
    commands.add(
        "show",
        actions.show,
        click.argument("what", metavar="WHAT", type=views),
        commands.argument("book", "book"),
        commands.argument("place", "place", required=False),
        commands.option("--edition", metavar="NAME", rule="edition-shown"),
    )


def _add_servers(commands: Commands) -> None:
    ports = click.IntRange(0, 65535)
    port = commands.option("--port", type=ports, metavar="N", default=0, rule="port")
    no_browser = commands.option("--no-browser", is_flag=True, rule="no-browser")
    commands.add(
        "preview",
        serving.preview,
        commands.book,
        port,
        no_browser,
        commands.option("--editor", metavar="CMD", default="", rule="editor"),
    )
    commands.add(
        "desk",
        serving.open_desk,
        commands.argument("folder", "folder-or-here", default="."),
        port,
        no_browser,
        commands.option("--install", is_flag=True, rule="install"),
    )


def _default_to_current_folder(
    context: click.Context, parameter: click.Parameter, value: Any
) -> Any:
    """The book that was named; else the current folder, where that holds a book.toml."""
    if value:
        return value
    os.getcwd()  # OSError where the folder was removed under the terminal
    if not Path("book.toml").is_file():
        metavar = parameter.make_metavar(context).strip("[].")
        raise click.MissingParameter(ctx=context, param=parameter, param_hint=f"'{metavar}'")
    return (".",) if parameter.nargs == -1 else "."
