"""Words of the dictionary begin where jieba has them, and what was answered before is not asked
again.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from itertools import accumulate
from pathlib import Path

import pytest
import rjieba
from duben import chinese
from duben.chinese import words
from duben.chinese.enumerations import terms
from duben.manuscript import ascii_names
from duben.publish import reading
from growth import soon

BOOK = Path(__file__).parents[2] / "book"


def test_words_begin_where_jieba_has_them() -> None:
    chosen = random.Random(7)
    text = "\n".join(path.read_text("utf-8") for path in sorted(BOOK.glob("*.md")))
    every = sorted(set(text)) + list(
        "國會權這對說個為於從過時們開關實現發業經濟壹〇①３%.-_+#&Ab9𠀀"
    )
    stretches = [
        text[at : at + chosen.randrange(1, 60)]
        for at in (chosen.randrange(len(text)) for _ in range(400))
    ]
    for stretch in stretches + [
        "".join(chosen.choices(every, k=chosen.randrange(1, 12))) for _ in range(400)
    ]:
        expected = list(accumulate(map(len, rjieba.cut(stretch, False)), initial=0))
        assert [
            at for at in range(len(stretch) + 1) if words.begins_word(stretch, at)
        ] == expected, stretch


def test_a_long_run_is_cut_once() -> None:
    text = "三个代表重要思想" * 20_000
    with soon(3):
        assert sum(words.begins_word(text, at) for at in range(0, len(text), 3)) > 0


def _forget() -> None:
    for one in (words.tag_words, words._runs, terms.count_groups, terms.normalized_term):
        one.cache_clear()


def test_dictionaries_are_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    _forget()
    with chinese.known_answers({}) as answers:
        first = reading.load(BOOK)
    before = json.loads(json.dumps(answers.to_data()))
    assert set(before) == {"begins", "kinds", "sounds"}
    _forget()
    monkeypatch.setattr(words, "_dictionary", None)
    monkeypatch.setattr(ascii_names, "_look_up_pinyin", None)
    with chinese.known_answers(before) as answers:
        assert reading.load(BOOK) == first
    assert json.loads(json.dumps(answers.to_data())) == before
    _forget()


def test_answers_known_outside_are_known_inside() -> None:
    with chinese.known_answers({"cuts": {"山水": ["山水"]}}) as outside:
        with chinese.known_answers({"cuts": {"水火": ["水火"]}}) as inside:
            chinese.remembered_answer("cuts", "木石", list)
        chinese.remembered_answer("cuts", "水火", list)
    assert inside.to_data()["cuts"] == {"山水": ["山水"], "水火": ["水火"], "木石": ["木", "石"]}
    assert outside.to_data()["cuts"] == {"山水": ["山水"], "水火": ["水", "火"]}
    assert chinese.current_answers() == {}


THREADS = """
import threading
from duben.chinese import words
from duben.manuscript import ascii_names

def ask(question, failed):
    try:
        question("河边种树")
    except Exception as error:
        failed.append(error)

for question in (words._ask_kinds, ascii_names._look_up_pinyin):
    failed = []
    threads = [threading.Thread(target=ask, args=(question, failed)) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert not failed, failed
"""


def test_threads_that_ask_first_at_once_all_get_an_answer() -> None:
    subprocess.run([sys.executable, "-c", THREADS], check=True)
