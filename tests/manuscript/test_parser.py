"""Markdown to blocks: the cases in cases/manuscript, and what must hold for any text at all."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import markdown
import pytest
from duben.manuscript.markdown.cross_references import chapter_slugs
from duben.manuscript.markdown.parser import parse, parse_chapters, split_chunks
from duben.manuscript.markdown.preparation import prepare
from duben.manuscript.markdown.python_markdown import make_markdown
from duben.model import Chapter, Source, text_form
from growth import grows_evenly, soon

CASES = Path(__file__).parents[1] / "cases" / "manuscript"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "texts"


def chapter(text: str) -> Chapter:
    return parse_chapters([Source("a.md", text)])[0]


def shown(text: str) -> str:
    return text_form.blocks_as_text([chapter(text)])


def rules(text: str) -> list[str]:
    return [problem.rule for problem in chapter(text).problems]


def text_of(found: Chapter) -> str:
    return "".join(
        (block.label if block.label != "-" else "") + block.text for block in found.walk()
    )


@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_case_reads_as_expected(case: Path) -> None:
    found = text_form.blocks_as_text(
        [parse_chapters([Source(case.name, case.read_text("utf-8"))])[0]]
    )
    expected = case.with_suffix(".blocks")
    if os.environ.get("DUBEN_ACCEPT"):
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")


def test_every_line_of_a_paragraph_knows_its_place() -> None:
    block = chapter("# 题\n\n甲甲\n乙乙\n\n> 丙\n> 丁").blocks[1]
    assert [block.place_of(offset).line for offset in range(4)] == [3, 3, 4, 4]


def test_lines_of_a_changed_source_are_those_of_the_author() -> None:
    made = parse(Source("a.md", "# 题\n\n甲", (10, 11, 17)), "a")
    assert [block.place.line for block in made.blocks] == [10, 17]


def test_line_end_inside_an_address_leaves_later_lines_right() -> None:
    block = chapter('甲[乙](b.md\n"题")丙\n丁丁').blocks[0]
    assert block.place_of(block.text.index("丁")).line == 3


def test_ids_do_not_change_with_edits_elsewhere() -> None:
    before = {block.text: block.id for block in chapter("# 题\n\n甲\n\n乙\n\n丙").walk()}
    after = {block.text: block.id for block in chapter("# 题\n\n新\n\n甲\n\n丙").walk()}
    assert before["丙"] == after["丙"] and before["甲"] == after["甲"]


def test_equal_paragraphs_have_different_ids() -> None:
    ids = [block.id for block in chapter("同\n\n同\n\n同").blocks]
    assert len(set(ids)) == 3 and ids[1] == f"{ids[0]}-2"


def test_ids_begin_with_a_letter_and_are_ascii() -> None:
    assert all(
        re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", block.id)
        for block in chapter("# 题\n\n- 甲\n\n|a|b|\n|-|-|\n|1|2|").walk()
    )


def test_slugs_are_pinyin_without_the_number_and_differ() -> None:
    assert chapter_slugs(["02-主要精神.md", "03-主要精神.md", "10.md", "附录/a.md", "！.md"]) == (
        "zhu-yao-jing-shen",
        "zhu-yao-jing-shen-2",
        "c-10",
        "a",
        "chapter",
    )


def test_reference_leads_to_a_block_of_another_chapter() -> None:
    first, second = parse_chapters(
        [Source("a.md", "# 甲\n\n[见](b.md#x)，[又见](b.md)"), Source("b.md", "# 乙\n\n## 节 {#x}")]
    )
    assert [span.value for span in first.blocks[1].spans] == [
        "x",
        second.title.id if second.title else "",
    ]
    assert first.problems == ()


def test_reference_to_nothing_is_told_with_the_nearest_id() -> None:
    found = chapter("# 题\n\n## 节 {#section}\n\n[见](#setcion)")
    assert [(str(p.place), p.rule, dict(p.values)["nearest"]) for p in found.problems] == [
        ("a.md:5", "link-target", "section")
    ]
    assert found.blocks[2].spans == ()


def test_id_used_in_two_chapters_is_told_at_the_second() -> None:
    _, second = parse_chapters([Source("a.md", "# 甲 {#x}"), Source("b.md", "# 乙 {#x}")])
    assert [(str(p.place), p.rule, p.values["first"]) for p in second.problems] == [
        ("b.md:1", "id-twice", "a.md:1")
    ]


def test_note_numbers_follow_first_mention() -> None:
    found = chapter("甲[^b]乙[^a]\n\n[^a]: 注甲\n[^b]: 注乙")
    assert [(note.number, note.blocks[0].text) for note in found.notes] == [
        (1, "注乙"),
        (2, "注甲"),
    ]
    assert [span.value for span in found.blocks[0].spans] == [note.id for note in found.notes]


# Braces: attributes only where nothing but ids and classes stands in them, typed as such at the end
# of a text.


@pytest.mark.parametrize(
    ("typed", "text", "classes"),
    [
        ("甲 {.b}", "甲", ("b",)),
        ("甲 {: #x .b .c}", "甲", ("b", "c")),
        ("`甲` {.b}", "甲", ("b",)),
        (r"\{甲\} {.b}", "{甲}", ("b",)),
        (r"甲 \{.b\}", "甲 {.b}", ()),
        (r"甲 \{.b}", "甲 {.b}", ()),
        (r"甲 {.b\}", "甲 {.b}", ()),
        (r"甲 {\.b}", "甲 {.b}", ()),
        (r"\{.b\}", "{.b}", ()),
        ("甲 `{.b}`", "甲 {.b}", ()),
        ("`{.b}`", "{.b}", ()),
        ("甲\n`{.b}`", "甲{.b}", ()),
        ("甲 **{.b}**", "甲 {.b}", ()),
        ("[{.b}](https://example.org/)", "{.b}", ()),
        ("见{一}", "见{一}", ()),
        ("见 {一}", "见 {一}", ()),
        ("见{.b}", "见{.b}", ()),
        ("甲 <sub>{.b}</sub>", "甲 {.b}", ()),
        ("甲 <ruby>{.b}<rt>丙</rt></ruby>", "甲 {.b}", ()),
        ("甲 &#123;.b}", "甲 {.b}", ()),
        ("甲<sup>2</sup> {.b}", "甲2", ("b",)),
    ],
)
def test_braces_are_attributes_only_where_they_were_typed_as_such(
    typed: str, text: str, classes: tuple[str, ...]
) -> None:
    found = chapter(f"# 题\n\n{typed}")
    assert [(block.text, block.classes) for block in found.blocks[1:]] == [(text, classes)]
    assert found.problems == ()


@pytest.mark.parametrize(
    "typed",
    [
        r"# \{.b\}",
        "# `{.b}`",
        r"- \{.b\}",
        r"> \{.b\}",
        '!!! 提示 "\\{.b\\}"\n    乙',
        "词\n:   \\{.b\\}",
        "|`{.b}`|乙|\n|-|-|\n|甲|丙|",
        "甲[^a]\n\n[^a]: \\{.b\\}",
    ],
)
def test_escaped_braces_are_text_wherever_text_may_stand(typed: str) -> None:
    found = chapter(typed)
    assert "{.b}" in text_of(found)
    assert {problem.rule for problem in found.problems} <= {"title-none"}


# What a text may be, and the kind of the block that it makes.
FORMS = {
    "{}": "paragraph", "# {}": "heading", "## {}": "heading", "- {}": "paragraph", "7. {}": "paragraph", "> {}": "paragraph", "{}\n:   释": "term",  # noqa: E501
    "词\n:   {}": "paragraph", "|甲|\n|-|\n|{}|": "cell", "|{}|\n|-|\n|甲|": "cell", '!!! 提示 "{}"\n    文': "box", "文[^a]\n\n[^a]: {}": "paragraph",  # noqa: E501
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("typed", "text", "classes"),
    [
        (r"x \{.b\}", "x {.b}", ()),
        ("x `{.b}`", "x {.b}", ()),
        (r"\{.b\}", "{.b}", ()),
        ("`{.b}`", "{.b}", ()),
        ("{b}", "{b}", ()),
        ("{中文}", "{中文}", ()),
        ("x {.b}", "x", ("b",)),
        ("x {: .b .c}", "x", ("b", "c")),
    ],
)
def test_braces_mean_the_same_in_every_block(
    form: str, typed: str, text: str, classes: tuple[str, ...]
) -> None:
    found = chapter(form.replace("{}", typed))
    assert (FORMS[form], text, classes) in [
        (block.kind, block.text, block.classes) for block in found.walk()
    ]
    assert {problem.rule for problem in found.problems} <= {"title-none"}


def test_characters_named_by_entities_are_text_as_escaped_ones_are() -> None:
    block = chapter(
        "# 题\n\n&#42;甲&#42; &#95;乙&#95; &#96;丙&#96; &#91;丁](#x) &lt;b&gt; &bogus;"
    ).blocks[1]
    assert (block.text, block.spans) == ("*甲* _乙_ `丙` [丁](#x) <b> &bogus;", ())


@pytest.mark.parametrize(
    "typed",
    [
        "{.b}",
        "{.b}\n\n甲",
        "- {.b}",
        "> {.b}",
        "# {.b}",
        "{.b}\n:   乙",
        "|{.b}|乙|\n|-|-|\n|甲|丙|",
        '!!! 提示 "{.b}"\n    乙',
        "表：{.b}\n\n|甲|\n|-|\n|乙|",
    ],
)
def test_braces_that_belong_to_nothing_are_not_dropped_in_silence(typed: str) -> None:
    found = chapter(typed)
    assert "{.b}" in text_of(found) or "attributes" in {problem.rule for problem in found.problems}


# What a Markdown writer expects: the same strong and emphasised pieces as in Python-Markdown's own
# output.
EMPHASIS = (
    "**甲**", "*甲*", "***甲***", "甲**乙**丙", "**“甲”**乙", "**甲 *乙* 丙**", "*甲 **乙** 丙*", "** 甲**", "甲 * 乙 * 丙",  # noqa: E501
    "_甲_", "甲_乙_丙", "__甲__", "a_b_c", "**甲", "甲**", "*甲**", "**甲** **乙**", "*a*b*c*", "**[甲](#x)**乙",  # noqa: E501
    "[**甲**](#x)", "`*甲*`", r"\*甲\*", "2*3*4", "**甲\n乙**", "***甲** 乙*", "*甲*。**乙**，***丙***",  # noqa: E501
)  # fmt: skip


@pytest.mark.parametrize("text", EMPHASIS)
def test_emphasis_is_that_of_python_markdown(text: str) -> None:
    page = markdown.markdown(text)
    theirs = sorted(
        re.sub(r"<[^>]+>|\n", "", inner) for tag in ("strong", "em") for inner in _inside(page, tag)
    )
    block = parse(Source("a.md", text), "a").blocks[0]
    ours = sorted(
        block.text[span.start : span.end] for span in block.spans if span.kind in ("strong", "em")
    )
    assert ours == theirs


def _inside(page: str, tag: str) -> list[str]:
    return re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)


def test_emphasis_that_python_markdown_garbles_keeps_every_character() -> None:
    assert text_of(chapter("***斜*_babc  \n****[_u_")).replace(
        "\n", ""
    ) == "***斜_babc****[u".replace("***", "**", 1)


# Any text: nothing lost, nothing raised, the pieces read as the whole.

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张"
MARKS = [
    "",
    "",
    "",
    "**",
    "*",
    "_",
    "`",
    "``",
    " ",
    "  ",
    "　",
    r"\*",
    "\\",
    "<sub>",
    "</sub>",
    "<br>",
    "[",
    "]",
    "](#a)",
    "|",
    "<",
    ">",
    "&",
    '"',
    ":",
    "{",
    "}",
    "：",
    "“",
    "~",
    "(",
    ")",
    "=",
    "+",
    "#",
    "-",
    "{.",
]
OPENINGS = [
    "",
    "",
    "",
    "",
    "# ",
    "## ",
    "- ",
    "* ",
    "> ",
    "> > ",
    "    ",
    "        ",
    "    - ",
    "  ",
    "　　",
    ":   ",
    "    > ",
    "> - ",
    "| ",
    "---",
    "===",
    "表：",
    "- - ",
    "- # ",
    "> # ",
    "|---|---|",
    "***",
]


def wild(seed: int) -> str:
    chance = random.Random(seed)
    lines = []
    for _ in range(chance.randint(1, 14)):
        words = (
            chance.choice(MARKS) + chance.choice(HAN) * chance.randint(0, 2)
            for _ in range(chance.randint(0, 7))
        )
        line = chance.choice(OPENINGS) + "".join(words) + chance.choice(["", "", "  ", "\\"])
        lines.append("" if chance.random() < 0.25 else line)
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(0, 600, 100))
def test_no_character_is_lost_or_moved(seed: int) -> None:
    for text in map(wild, range(seed, seed + 100)):
        found = chapter(text)
        if {problem.rule for problem in found.problems} & {
            "table-cells-over",
            "link-file",
            "attributes",
        }:
            continue
        assert [c for c in text_of(found) if c in HAN] == [c for c in text if c in HAN], repr(text)


@pytest.mark.parametrize("seed", range(0, 600, 100))
def test_every_line_is_found_where_it_stands(seed: int) -> None:
    for text in map(wild, range(seed, seed + 100)):
        typed = text.split("\n")
        for block in chapter(text).walk():
            for (start, line), (end, _) in zip(
                block.lines, (*block.lines[1:], (len(block.text), 0)), strict=False
            ):
                letters = [c for c in block.text[start:end] if c in HAN]
                assert set(letters) <= set(typed[line - 1]), (text, block)


@pytest.mark.parametrize("seed", range(0, 400, 100))
def test_pieces_read_as_the_whole_chapter_does(seed: int) -> None:
    def bare(tree: Element) -> str:
        return re.sub(r"\s+<", "<", tostring(tree, encoding="unicode")).replace(
            '<tr typed=""><td /><td /></tr>', ""
        )

    for text in map(wild, range(seed, seed + 100)):
        prepared = prepare(Source("a.md", text))
        whole, cut_up = Element("div"), Element("div")
        one, other = make_markdown(prepared.links), make_markdown(prepared.links)
        one.parser.parseChunk(whole, "\n".join(prepared.lines))
        for piece in split_chunks(prepared.lines):
            other.parser.parseChunk(cut_up, "\n".join(prepared.lines[piece.start : piece.stop]))
        assert bare(whole) == bare(cut_up), repr(text)


@pytest.mark.parametrize("seed", range(5))
def test_any_characters_are_read_without_a_traceback(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        parse_chapters(
            [
                Source(
                    "a.md",
                    "".join(
                        chr(
                            chance.choice(
                                (
                                    chance.randrange(128),
                                    chance.randrange(0x2FFF),
                                    chance.randrange(0x110000),
                                )
                            )
                        )
                        for _ in range(200)
                    ),
                )
            ]
        )


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")
def test_corpus_texts_keep_every_letter() -> None:
    for path in sorted(CORPUS.glob("*.txt")):
        text = path.read_text("utf-8")
        typed = [c for c in re.sub("<!--.*?-->", "", text, flags=re.DOTALL) if c.isalnum()]
        assert [c for c in text_of(chapter(text)) if c.isalnum()] == typed, path.name


# Limits: the limit itself is allowed, one more is told; nothing takes long.

COLUMNS = "|".join("a" * 60)


def boxes(depth: int) -> str:
    """Boxes one in the other, with a text in the innermost."""
    return "".join("    " * index + "!!! 提示\n" for index in range(depth)) + "    " * depth + "甲"


LIMITS = (
    ("paragraph-too-large", "a" * 1_000_000, "a" * 1_000_001),
    ("too-many-headings", "# a\n" * 20_000, "# a\n" * 20_001),
    ("nested-too-deep", "> " * 12 + "a", "> " * 13 + "a"),
    ("nested-too-deep", boxes(12), boxes(13)),
    ("table-too-wide", f"{COLUMNS}\n{'-|' * 59}-\n", f"{COLUMNS}|a\n{'-|' * 60}-\n"),
    ("run-too-long", "甲" + "[" * 1000, "甲" + "[" * 1001),
)


@pytest.mark.parametrize(
    ("rule", "allowed", "refused"),
    LIMITS,
    ids=[f"{rule} {refused[:3]}" for rule, _, refused in LIMITS],
)
def test_limit_is_allowed_and_one_more_is_told(rule: str, allowed: str, refused: str) -> None:
    assert rule not in rules(allowed)
    assert rule in rules(refused)


def test_headings_of_all_chapters_count_together() -> None:
    made = parse_chapters([Source("a.md", "# a\n" * 15_000), Source("b.md", "# a\n" * 5_001)])
    assert ["too-many-headings" in {p.rule for p in one.problems} for one in made] == [False, True]


HOSTILE = {
    "brackets": "[" * 50_000, "open brackets": "[a" * 50_000, "quotations": "> " * 10_000 + "a", "one line of 5 MB": "中" * 1_666_666,  # noqa: E501
    "headings in a quotation": "> # a\n" * 19_000, "stars": "*a**b " * 5_000, "openers": "*a _b " * 5_000, "ticks": " ".join("`" * i for i in range(1, 300)),  # noqa: E501
    "angles": "<a" * 30_000, "comments": "<!--" * 30_000, "entities": "&a" * 30_000, "hashes": "# " + "#a" * 50_000, "spaces": "# a" + " " * 100_000 + "b",  # noqa: E501
    "rules": "> ---\n" * 10_000, "addresses": "[a](b" * 10_000, "definition": "[a]: " + '"a' * 50_000, "fences": "".join("`" * (3 + i % 900) + "\n" for i in range(2_000)),  # noqa: E501
    "unclosed notes": "[^a\n" * 10_000, "nested brackets": ("[" * 900 + "a") * 50, "backslashes": "\\*" * 60_000, "tags": "<b>" * 10_000, "pipes": "|" * 100_000,  # noqa: E501
    "lists": "\n".join(" " * 4 * i + "- a" for i in range(100)), "deep brackets": "[" * 150 + "a" + "](#b)" * 150, "deep stars": "*a _b " * 300 + "b_ a*" * 300,  # noqa: E501
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_or_refused_in_seconds(text: str) -> None:
    with soon(5):
        chapter(text)


def test_time_grows_with_length_and_no_faster() -> None:
    text = "这一段里有**粗体**和“引号”，也有[^a]注。\n\n" * 1_000 + "- 项\n" * 1_000
    grows_evenly(lambda times: text * times, chapter, 4)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<b>甲</b>",
        "<div>\n甲\n</div>",
        '<sub class="a">甲</sub>',
        "<img src=x onerror=y>",
    ],
)
def test_no_html_passes(html: str) -> None:
    found = chapter(f"前{html}后")
    assert "html" in {problem.rule for problem in found.problems}
    assert "<" not in text_of(found) and "alert" not in text_of(found)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "JavaScript:x",
        "vbscript:x",
    ],
)
def test_link_of_another_scheme_is_refused_and_stays_text(address: str) -> None:
    found = chapter(f"# 题\n\n[甲]({address})")
    assert [problem.rule for problem in found.problems] == ["link-scheme"]
    assert found.blocks[1].text == "甲" and found.blocks[1].spans == ()


@pytest.mark.parametrize(
    "address", ["https:///a", "https://[::1/", "http://a.cn:99999/", "https:a", "mailto:"]
)
def test_address_that_lacks_a_part_is_refused(address: str) -> None:
    assert rules(f"# 题\n\n[甲]({address})") == ["link-malformed"]


def test_signs_that_no_address_may_have_are_written_as_browsers_do() -> None:
    (span,) = chapter("# 题\n\n[甲](https://a.cn/%7e%zz?a|b{c}`^)").blocks[1].spans
    assert span.value == "https://a.cn/%7e%25zz?a%7Cb%7Bc%7D%60%5E"


def test_four_times_the_notes_take_about_four_times_as_long() -> None:
    def made(notes: int) -> str:
        return (
            "# 题\n\n"
            + "".join(f"字。[^{number}]\n\n" for number in range(notes))
            + "".join(f"[^{number}]: 注\n\n" for number in range(notes))
        )

    def read(text: str) -> None:
        assert len(parse_chapters([Source("a.md", text)])[0].notes) == text.count(": 注")

    grows_evenly(made, read, 16_000)


def test_a_span_ends_before_the_blanks_that_a_line_break_takes_off() -> None:
    [block] = chapter("<sub>甲 </sub>\\\n乙").blocks
    assert (block.text, [(span.kind, span.start, span.end) for span in block.spans]) == (
        "甲\n乙",
        [("sub", 0, 1)],
    )


@pytest.mark.parametrize(
    ("columns", "rows", "fits"), [(3, 4_999, True), (3, 5_001, False), (60, 251, False)]
)
def test_table_of_more_cells_than_fit_into_memory_is_refused(
    columns: int, rows: int, fits: bool
) -> None:
    row = "|" + " 1 |" * columns + "\n"
    text = f"# 题\n\n{row}{row.replace('1', '---')}{row * rows}"
    with soon(10):
        (chapter,) = parse_chapters([Source("01.md", text)])
    assert [(one.rule, one.values["limit"]) for one in chapter.problems] == (
        [] if fits else [("table-too-long", 15_000)]
    )
