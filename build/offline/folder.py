"""The folder: what goes where. Its door is ``write_folder``."""

from __future__ import annotations

import platform
import shutil
import tempfile
import tomllib
from pathlib import Path

from duben.layout import choose_faces, symbol_face
from duben.pdf.prepress import PROFILES

from offline.licences import write_licences
from offline.python_parts import (
    compile_modules,
    copy_distribution,
    copy_python,
    install_duben,
    needed_distributions,
    packages_folder,
)
from offline.shared_libraries import copy_libraries

PROJECT = Path(__file__).parents[2]
HERE = Path(__file__).parent


def write_folder(parent: Path) -> Path:
    """Writes duben-offline-VERSION-MACHINE into ``parent``, in place of one that is there, and
    returns its path.

        duben 说明.txt       the starter, and how to begin
        runtime/bin          Python, and what starts it by our loader
        runtime/lib          its standard library, packages, duben
        runtime/shared       loader and shared libraries
        runtime/share        fonts and colour profiles
        licenses             of all parts, with a list
    """
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    version = project["version"]
    top = (parent / f"duben-offline-{version}-{platform.machine()}").absolute()
    shutil.rmtree(top, ignore_errors=True)
    runtime = top / "runtime"
    runtime.mkdir(parents=True)
    program = copy_python(runtime)
    packages = packages_folder(runtime)
    distributions = needed_distributions(project)
    for part in distributions:
        copy_distribution(part, packages)
    with tempfile.TemporaryDirectory() as work:
        install_duben(PROJECT, packages, Path(work))
    shutil.copyfile(HERE / "site.py", packages / "sitecustomize.py")
    compile_modules(runtime)
    libraries = copy_libraries(program, runtime)
    data = copy_data(runtime / "share")
    write_licences(top / "licenses", version, distributions, [*libraries.values(), *data])
    values = {
        "@VERSION@": version,
        "@MACHINE@": platform.machine(),
        "@PYTHON@": program.name,
        "@LOADER@": next(name for name in libraries if name.startswith("ld-")),
    }
    write_text(HERE / "duben.sh", top / "duben", values, 0o755)
    write_text(HERE / "python3.sh", runtime / "bin" / "python3", values, 0o755)
    write_text(HERE / "说明.txt", top / "说明.txt", values)
    return top


def copy_data(share: Path) -> list[Path]:
    """Copies the fonts of simplified and traditional books and the colour profiles of the press:
    where they came from.
    """
    fonts = {face.file for script in ("zh-Hans", "zh-Hant") for face in choose_faces(script)}
    if signs := symbol_face():
        fonts.add(signs.file)
    profiles = {path for name in PROFILES if (path := Path(name)).is_file()}
    for folder, files in (("fonts", fonts), ("color/icc/colord", profiles)):
        (share / folder).mkdir(parents=True)
        for file in files:
            shutil.copyfile(file, share / folder / file.name)
    return sorted(fonts | profiles)


def write_text(source: Path, target: Path, values: dict[str, str], mode: int = 0o644) -> None:
    """Writes a text of ours with its values filled in."""
    text = source.read_text("utf-8")
    for key, value in values.items():
        text = text.replace(key, value)
    target.write_text(text, "utf-8")
    target.chmod(mode)
