"""What is taken of Python: the interpreter, its standard library, and the distributions that duben
needs.
"""

from __future__ import annotations

import shutil
import site
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

# "many" needs other machines.
EXTRAS = ("metafiles", "sign")
# Of the standard library: tests, windows on the screen, installers, and what links to GPL
# libraries (readline, gdbm).
NOT_TAKEN = {
    "__pycache__", "EXTERNALLY-MANAGED", "dist-packages", "ensurepip", "idlelib", "lib2to3",
    "pydoc_data", "site-packages", "sitecustomize.py", "test", "tests", "tkinter", "turtle.py",
    "turtledemo",
}  # fmt: skip
NOT_TAKEN_MODULES = (
    "_crypt", "_ctypes_test", "_curses", "_dbm", "_gdbm", "_test", "_tkinter", "_xx", "nis",
    "ossaudiodev", "readline", "xx",
)  # fmt: skip
# Of a distribution: how it was installed, where from.
INSTALLED = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


# Of the languages that Babel knows: 30 MB, of which dates in saved pages ask for these.
LANGUAGES = ("root.", "en.", "en_US.", "zh")


def copy_python(runtime: Path) -> Path:
    """Copies the interpreter and its standard library into ``runtime``; returns the interpreter's
    copy.
    """
    library = Path(sysconfig.get_path("stdlib", vars=_base()))
    for source in sorted(library.iterdir()):
        if not _is_left_out(source):
            target = runtime / "lib" / library.name / source.name
            if source.is_dir():
                shutil.copytree(source, target, ignore=_ignore)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
    program = Path(sys.executable).resolve()
    (runtime / "bin").mkdir()
    return Path(shutil.copy(program, runtime / "bin" / program.name))


def _base() -> dict[str, str]:
    return {"installed_base": sys.base_prefix, "base": sys.base_prefix}


def _ignore(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if _is_left_out(Path(folder, name))}


def _is_left_out(path: Path) -> bool:
    if path.parent.name == "lib-dynload":
        return path.name.startswith(NOT_TAKEN_MODULES)
    return path.name in NOT_TAKEN or path.name.startswith("config-") or path.suffix == ".a"


def packages_folder(runtime: Path) -> Path:
    """Where this Python looks for packages when it stands in ``runtime``."""
    return Path(site.getsitepackages([str(runtime)])[-1])


def needed_distributions(project: dict[str, Any]) -> list[Distribution]:
    """What the [project] of a pyproject.toml needs, with what that needs in turn, by name."""
    options = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in EXTRAS for line in options[extra])]
    waiting = list(_requirements(lines, ()))
    distributions: dict[tuple[str, tuple[str, ...]], Distribution] = {}
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in distributions:
            continue
        try:
            part = distribution(name)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is not installed: run make") from None
        distributions[name, extras] = part
        waiting += _requirements(part.requires or (), extras)
    by_name = {name: part for (name, _), part in distributions.items()}
    return [by_name[name] for name in sorted(by_name)]


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _requirements(
    lines: Iterable[str], extras: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names and extras that lines of requirements ask for on this machine."""
    for line in lines:
        row = Requirement(line)
        if row.marker is None or any(row.marker.evaluate({"extra": e}) for e in ("", *extras)):
            yield _plain(row.name), tuple(sorted(row.extras))


def copy_distribution(part: Distribution, target: Path) -> None:
    """Copies the files of a distribution, without its tests and its scripts."""
    for file in part.files or ():
        source = Path(str(part.locate_file(file)))
        if {"..", "tests", "__pycache__"} & set(file.parts) or file.name in INSTALLED:
            continue
        if file.parent.name == "locale-data" and not file.name.startswith(LANGUAGES):
            continue
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target / file)


def install_duben(project: Path, target: Path, work: Path) -> None:
    """Builds the wheel of duben in ``work`` and unpacks it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(work)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (wheel,) = work.glob("duben-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)


def compile_modules(runtime: Path) -> None:
    """Compiles all modules, so that a start compiles none: paths without ``runtime``, no dates."""
    options = ["-q", "-j", "2", "--invalidation-mode", "unchecked-hash", "-s", str(runtime)]
    command = [sys.executable, "-m", "compileall", *options, str(runtime / "lib")]
    # Exit status 1: some package brings a module for another Python.
    subprocess.run(command, check=False, capture_output=True, env={"PYTHONHASHSEED": "0"})
