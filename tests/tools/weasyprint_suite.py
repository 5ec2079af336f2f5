"""WeasyPrint's own tests, run without the composer and with it: every test must end the same way.

    make weasyprint-suite        needs Ghostscript; about a quarter of an hour

The tests come with WeasyPrint's source release; the installed WeasyPrint, not the one of the
release, is tested.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from duben.composer.weasyprint.version import VERSION

PLUGIN = "from duben import composer\n\ncomposer.install()\n"


def outcomes(report: Path) -> dict[str, str]:
    """How each test of a JUnit report ended."""
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        ends = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
        found[f"{case.get('classname')}::{case.get('name')}"] = ends[0] if ends else "passed"
    return found


def run(folder: Path, name: str, *options: str) -> dict[str, str]:
    """The outcomes of one run of the suite, which says how far it is."""
    report = folder / f"{name}.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "-p",
        "no:cacheprovider",
        "--tb=no",
        f"--junitxml={report}",
        *options,
        "tests",
    ]
    print(f"{name}:", flush=True)
    subprocess.run(command, cwd=folder, check=False)
    return outcomes(report)


def main() -> int:
    if not shutil.which("gs"):
        print("Ghostscript (gs) is needed: apt-get install ghostscript", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "download",
                "-q",
                "--no-deps",
                "--no-binary",
                ":all:",
                f"weasyprint=={VERSION}",
                "-d",
                name,
            ],
            check=True,
        )
        (archive,) = folder.glob("weasyprint-*.tar.gz")
        with tarfile.open(archive) as release:
            release.extractall(folder, filter="data")
        source = folder / f"weasyprint-{VERSION}"
        shutil.rmtree(source / "weasyprint")
        (source / "with_composer.py").write_text(PLUGIN, encoding="utf-8")
        plain = run(source, "plain")
        composed = run(source, "composed", "-p", "with_composer")
    # WeasyPrint tests each property it knows: with the composer there are more of them.
    changed = sorted(
        {test for test in plain if plain[test] != composed.get(test)}
        | {test for test in composed.keys() - plain.keys() if composed[test] != "passed"}
    )
    for test in changed:
        print(f"{test}: {plain.get(test)} → {composed.get(test)}")
    passed = [sum(end == "passed" for end in found.values()) for found in (plain, composed)]
    print(
        f"without the composer {passed[0]} of {len(plain)} passed, with it {passed[1]} of "
        f"{len(composed)}; {len(changed)} end otherwise"
    )
    return 1 if changed or not plain else 0


if __name__ == "__main__":
    sys.exit(main())
