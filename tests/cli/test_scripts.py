"""The scripts beside the tests: each can be imported with today's modules."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SCRIPTS = sorted((*(TESTS / "tools").glob("*.py"), *(TESTS / "bench").glob("*.py")))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_imports_without_error(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(script.parent))
    spec = importlib.util.spec_from_file_location(f"script_{script.stem}", script)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)


def test_the_bench_explains_itself() -> None:
    bench = TESTS / "bench" / "bench.py"
    done = subprocess.run(
        [sys.executable, bench, "--help"], capture_output=True, text=True, check=True
    )
    assert "--rounds" in done.stdout
