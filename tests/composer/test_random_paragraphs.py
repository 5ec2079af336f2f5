"""Paragraphs of all classes of characters and inline elements: nothing is lost, doubled, out of
order or outside the measure.
"""

import pytest
import random_paragraphs
from duben import composer


@pytest.fixture(autouse=True)
def _installed():
    composer.install()
    yield
    composer.uninstall()


def test_paragraphs_at_random_are_set_whole_and_inside_the_measure():
    found = [f"{fault.number}: {fault.what}" for fault in random_paragraphs.faults(range(45))]
    assert found == []


def test_a_lost_character_and_one_outside_the_measure_would_be_told(monkeypatch):
    body = "<p>甲" + "乙" * 30
    monkeypatch.setattr(random_paragraphs, "paragraph", lambda draw: body)
    monkeypatch.setattr(random_paragraphs, "wanted", lambda source: "甲" + "乙" * 29)
    (fault,) = random_paragraphs.faults([0])
    assert fault.what == "lost {}, made up {'乙': 1}"
    monkeypatch.undo()
    monkeypatch.setattr(
        random_paragraphs, "paragraph", lambda draw: "<p style='margin-left: -9pt'>甲乙"
    )
    (fault,) = random_paragraphs.faults([0])
    assert fault.what.startswith("outside the measure: 甲")
