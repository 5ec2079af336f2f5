"""WeasyPrint's start-up without what it does anew each time and what a document seldom needs: a
third of a second.

Its declarations of C are read by a parser in Python; here lies what comes of them
(``declarations``, written by this module: ``python -m duben.composer.weasyprint.startup``). It imports
fontTools for fonts with variations, pictures or web formats; that comes when such a font does.
Another WeasyPrint, or one that was imported before, is left as it is.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

HEAD = '''"""WeasyPrint's declarations of C as cffi has parsed them: written by ``duben.composer.weasyprint.startup``, not by hand."""

from __future__ import annotations

from typing import Any

# ruff: noqa
'''
# What these patches call and WeasyPrint does not declare.
FURTHER = """
PangoFontDescription* pango_font_description_from_string(const char *str);
unsigned char *pango_log2vis_get_embedding_levels(const char *text, int length, int *direction);
void g_free(void *memory);
int g_unichar_get_mirror_char(unsigned int character, unsigned int *mirrored);
"""
_START, _END = "ffi.cdef('''", "''')\n"


def imported() -> None:
    """Import WeasyPrint, the quick way if it is the one that is known here."""
    if "weasyprint" not in sys.modules and (folder := _folder()):
        from duben.composer.weasyprint import declarations

        source = folder / "text" / "ffi.py"
        known = source.is_file() and sha256(source.read_bytes()).hexdigest() == declarations.SOURCE
        with _declared(declarations.PARSED) if known else _as_ever(), _without_font_tools():
            importlib.import_module("weasyprint")
    importlib.import_module("weasyprint")


def _folder() -> Path | None:
    """Where WeasyPrint lies, which is found without importing it."""
    spec = find_spec("weasyprint")
    return (
        Path(spec.submodule_search_locations[0])
        if spec and spec.submodule_search_locations
        else None
    )


@contextmanager
def _as_ever() -> Iterator[None]:
    yield


@contextmanager
def _declared(parsed: dict[str, Any]) -> Iterator[None]:
    """For as long as it lasts, cffi gives what comes of these declarations, and takes no others."""
    import _cffi_backend

    class Declared(_cffi_backend.FFI):
        """The declarations that are known."""

        def cdef(self, source: str) -> None:
            """They are known already."""

        def dlopen(self, name: str, flags: int = 0) -> Any:
            """A library, which stays: at exit Python may free it before the objects that it must
            free.
            """
            return super().dlopen(name, flags | getattr(self, "RTLD_NODELETE", 0))

    known = sys.modules.get("cffi")
    stand_in = ModuleType("cffi")
    stand_in.FFI = lambda: Declared("weasyprint", **parsed)  # type: ignore[attr-defined]
    sys.modules["cffi"] = stand_in
    try:
        yield
    finally:
        del sys.modules["cffi"]
        if known is not None:
            sys.modules["cffi"] = known


class _Later:
    """Stands for a name of a module of fontTools in modules of WeasyPrint, until one of them uses
    it.
    """

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Any:
        _bring_font_tools()
        return _real(self._module, self._name)

    def __call__(self, *arguments: Any, **settings: Any) -> Any:
        return self._real()(*arguments, **settings)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)


# What WeasyPrint 70.0 takes from fontTools.
_TAKEN = {
    "fontTools": ("subset",), "fontTools.ttLib": ("TTFont", "TTLibError", "ttFont", "woff2"),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}  # fmt: skip
_TAKING = ("weasyprint.pdf.fonts", "weasyprint.text.fonts")


@contextmanager
def _without_font_tools() -> Iterator[None]:
    """For as long as it lasts, who imports fontTools gets names that bring it when they are used."""
    if any(name.partition(".")[0] == "fontTools" for name in sys.modules):
        yield
        return
    names = [*_TAKEN, "fontTools.varLib"]
    for name in names:
        module = sys.modules[name] = ModuleType(name)
        module.__path__ = []
        for taken in _TAKEN.get(name, ()):
            setattr(module, taken, _Later(name, taken))
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


def _bring_font_tools() -> None:
    """Put what stands for names of fontTools out of the way: an exception must be its own to be
    caught.
    """
    for name in _TAKING:
        module = sys.modules.get(name)
        for own, value in list(vars(module).items()) if module else ():
            if isinstance(value, _Later):
                setattr(module, own, _real(value._module, value._name))


def _real(module: str, name: str) -> Any:
    """A name of a module, be it a module itself."""
    home = importlib.import_module(module)
    return (
        getattr(home, name) if hasattr(home, name) else importlib.import_module(f"{module}.{name}")
    )


def written() -> str:
    """The text of ``declarations`` for the WeasyPrint that is installed."""
    import cffi
    from cffi import recompiler

    folder = _folder()
    assert folder is not None
    data = (folder / "text" / "ffi.py").read_bytes()
    source = data.decode("utf-8")
    begin = source.index(_START) + len(_START)
    parser = cffi.FFI()
    parser.set_source("declarations", None)
    parser.cdef(source[begin : source.index(_END, begin)] + FURTHER)
    made = recompiler.Recompiler(parser, "declarations", target_is_python=True)
    made.collect_type_table()
    made.collect_step_tables()
    rows = _Rows()
    made.write_py_source_to_f(rows)
    _, _, inside = "".join(rows).partition("_cffi_backend.FFI('declarations',\n")
    return f'{HEAD}SOURCE = "{sha256(data).hexdigest()}"  # of weasyprint/text/ffi.py\nPARSED: dict[str, Any] = dict(\n{inside}'


class _Rows(list[str]):
    """What is written, piece by piece."""

    write = list.append


if __name__ == "__main__":
    Path(__file__).with_name("declarations.py").write_text(written(), "utf-8")
