"""The licences of all parts, and a list of them."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path, PurePath

COPYRIGHT = Path("/usr/share/doc")
# Texts that the copyright files of Debian name instead of repeating them.
COMMON = Path("/usr/share/common-licenses")
PROJECT = Path(__file__).parents[2]
# How files of licences are called in a distribution.
NAMES = ("licen", "copying", "notice", "authors", "copyright")
FEW = 4  # licences of a package that are named in the list
HEAD = """\
各部分和它们的许可。每行：名称，版本，许可，许可全文所在（都在本文件夹里）。
Debian 软件包的源代码，由 Debian 以同样的名称和版本提供。
Parts and their licences: name, version, licence, where its text stands in this folder.
The sources of Debian packages are offered by Debian under the same names and versions.

"""


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the list; ``text`` is a path in the folder of licences."""

    name: str
    version: str
    licence: str
    text: str


def write_licences(
    folder: Path, version: str, distributions: Sequence[Distribution], system_files: Iterable[Path]
) -> None:
    """Writes the texts and 清单.txt. ``system_files`` came from this machine's packages."""
    folder.mkdir()
    shutil.copyfile(PROJECT / "LICENSE", folder / "duben.txt")
    rows = [
        Part("duben", version, "AGPL-3.0-or-later", "duben.txt"),
        python_part(folder),
        *(distribution_part(part, folder) for part in distributions),
        *debian_parts(system_files, folder),
    ]
    shutil.copytree(COMMON, folder / "common-licenses")
    lines = [f"{row.name}\t{row.version}\t{row.licence}\t{row.text}\n" for row in rows]
    (folder / "清单.txt").write_text(HEAD + "".join(lines), "utf-8")


def python_part(folder: Path) -> Part:
    """Python and its standard library."""
    library = Path(sys.base_prefix, "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    sources = (library / "LICENSE.txt", COPYRIGHT / library.name / "copyright")
    source = next(path for path in sources if path.is_file())
    shutil.copyfile(source, folder / "Python.txt")
    return Part("Python", platform.python_version(), "PSF-2.0", "Python.txt")


def distribution_part(part: Distribution, folder: Path) -> Part:
    """A Python package: its files of licences, from its metadata folder or its own."""
    name = f"{part.name}-{part.version}"
    target = folder / "python" / name
    for file in part.files or ():
        if is_licence(file) and (source := Path(str(part.locate_file(file)))).is_file():
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / "-".join(file.parts[-2:]))
    return Part(
        part.name,
        part.version,
        stated_licence(part),
        f"python/{name}/" if target.is_dir() else "（没有附全文）",
    )


def is_licence(file: PurePath) -> bool:
    """Whether a file of a distribution is the text of a licence."""
    if file.suffix in (".py", ".pyc"):
        return False
    return "licenses" in file.parts or file.name.lower().startswith(NAMES)


def stated_licence(part: Distribution) -> str:
    """The licence in a word, as the metadata of a package states it."""
    metadata = part.metadata.json
    stated = str(metadata.get("license_expression") or metadata.get("license") or "\n")
    classifiers = [
        row.rpartition(" :: ")[2]
        for row in metadata.get("classifier", [])
        if row.startswith("License ::")
    ]
    return ", ".join(classifiers) or "?" if "\n" in stated else stated


def debian_parts(files: Iterable[Path], folder: Path) -> Iterator[Part]:
    """The Debian packages that files came from, each once. Files of no package are left out: they
    are Python's own.
    """
    (folder / "debian").mkdir()
    for name in sorted({name for file in files if (name := owner(file))}):
        source = COPYRIGHT / name / "copyright"
        shutil.copyfile(source, folder / "debian" / f"{name}.txt")
        command = ["dpkg-query", "-W", "-f", "${Version} (${source:Package} ${source:Version})"]
        answer = subprocess.run([*command, name], capture_output=True, text=True, check=True)
        text = source.read_text("utf-8")
        stated = sorted(set(re.findall(r"^License: *(\S.*)", text, re.MULTILINE)))
        licence = ", ".join(stated) if 0 < len(stated) <= FEW else "见全文"
        yield Part(name, answer.stdout, licence, f"debian/{name}.txt")


def owner(file: Path) -> str:
    """The Debian package of a file; "" where it is of none."""
    resolved = file.resolve()
    for path in (file, resolved, Path(str(resolved).removeprefix("/usr"))):
        answer = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False)
        for line in answer.stdout.splitlines():
            if not line.startswith("diversion by"):
                return line.partition(":")[0]
    return ""
