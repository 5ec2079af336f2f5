"""Hard texts on many pages: the rules that hold whatever the text."""

import hard_texts
import pytest

ALWAYS = ("L1", "L2", "L3", "L4", "L5", "L8", "L9", "L10", "L11", "L12", "L14", "L15", "L22")


@pytest.mark.parametrize("form", ["dense", "law", "phone", "large", "columns"])
def test_hard_texts_keep_the_rules(form):
    found = hard_texts.measured(form, 40)
    results = {one.rule: one for one in found.results}
    assert [(rule, results[rule].where) for rule in ALWAYS if results[rule].fell_short] == []
    assert results["L11"].looked_at > 150 and results["L15"].looked_at > 200
    cut = [one.text for one in results["L6"].where]
    assert (
        all("5678" in one for one in cut) and len(cut) <= 2
    )  # a number in groups, where nothing else is left
    assert len(found.last_resorts) <= 0.02 * results["L11"].looked_at
