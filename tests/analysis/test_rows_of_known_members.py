"""A row of the members of a known term that lacks one is told before a comma, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.analysis.checks import known_terms
from duben.publish import reading


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ("政治意识、大局意识、核心意识，带头守渠护堤。", ["看齐意识"]),
        ("政治意识、大局意识、核心意识、看齐意识，带头守渠护堤。", []),
        ("政治意识、大局意识、核心意识等，带头守渠护堤。", []),
        ("政治意识，大局意识，核心意识，带头守渠护堤。", []),
    ],
)
def test_a_row_that_lacks_a_member_is_told(tmp_path: Path, row: str, missing: list[str]) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"# 守渠\n\n全村要增强“四个意识”。\n\n各组都要增强{row}\n", "utf-8")
    found = list(known_terms.as_in_library(reading.load(path).book))
    assert [one.values["there"] for one in found] == missing
