"""The loader and the shared libraries that Python, its packages and Pango need."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from duben.layout.fonts import LIBRARIES

LINE = re.compile(r"^\s*(?:(?P<name>\S+) => )?(?P<path>/\S+) \(0x[0-9a-f]+\)$", re.MULTILINE)
ELF = b"\x7fELF"
# Opened by name at run time: libgcc when a thread ends.
OPENED_LATE = ("libgcc_s.so.1",)
# WeasyPrint takes it where it is, and does without. An empty file ends the search, which would
# else go on among the libraries of the system that it runs on.
KEPT_OUT = "libharfbuzz-vector.so.0"


def copy_libraries(program: Path, runtime: Path) -> dict[str, Path]:
    """Copies loader and libraries into ``runtime``/shared: their names and where they came from.

    Libraries that a package brings stay where its modules look for them.
    """
    shared = runtime / "shared"
    shared.mkdir()
    named = [name for _, names, _ in LIBRARIES for name in names if ".so." in name]
    roots = [program, *elf_files(runtime / "lib"), *(system_library(n) for n in named)]
    roots += [system_library(name) for name in OPENED_LATE]
    sources: dict[str, Path] = {}
    for root in roots:
        if not root.is_relative_to(runtime):
            sources[root.name] = root
        sources |= needed_libraries(root, runtime)
    for name, source in sorted(sources.items()):
        shutil.copyfile(source, shared / name)
        (shared / name).chmod(0o755)
    (shared / KEPT_OUT).touch()
    forget_paths([program, *(shared / name for name in sorted(sources))])
    return sources


def elf_files(folder: Path) -> list[Path]:
    """Shared libraries and modules below a folder."""
    return [
        path
        for path in sorted(folder.rglob("*.so*"))
        if path.is_file() and path.open("rb").read(4) == ELF
    ]


def system_library(name: str) -> Path:
    """Where this machine has a library. SystemExit without it."""
    listing = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True)
    for line in listing.stdout.splitlines():
        row, _, path = line.strip().partition(" => ")
        if row.split(" ")[0] == name and "x32" not in row and "/lib32/" not in path:
            return Path(path)
    raise SystemExit(f"{name} is not on this machine: run make")


def needed_libraries(file: Path, runtime: Path) -> dict[str, Path]:
    """What a file is linked to outside of ``runtime``, directly or not: names and paths."""
    answer = subprocess.run(["ldd", file], capture_output=True, text=True, check=False)
    if "not found" in answer.stdout:
        raise SystemExit(f"{file}: {answer.stdout}")
    return {
        row["name"].rpartition("/")[2] if row["name"] else Path(row["path"]).name: Path(row["path"])
        for row in LINE.finditer(answer.stdout)
        if not Path(row["path"]).is_relative_to(runtime)
    }


def forget_paths(files: Iterable[Path]) -> None:
    """Takes the folders of this machine out of files, in which they would look for libraries."""
    for file in files:
        command = ["patchelf", "--print-rpath", str(file)]
        path = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        if path:
            subprocess.run(["patchelf", "--remove-rpath", file], check=True)
