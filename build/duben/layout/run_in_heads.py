"""First sentences that are the titles of their paragraphs, and stand in 黑体. All items of a series
have one, or none of them. ``[text] run_in_heads = false`` switches them off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duben.model import Block, Book, OutlineEntry

LONGEST_HEAD = 48  # characters, its label and its 。 counted
PAIRS = ("“”", "「」", "（）")


def run_in_lengths(book: Book) -> Mapping[str, int]:
    """How many characters at the beginning of a labelled paragraph stand in 黑体, by its block.

    A series is what has labels of one kind and level, with nothing of a higher level between. It
    has heads where each item opens with a short sentence, and one has more behind it. Of an article
    (第X条) only the label stands out: its first sentence is law, not a title.
    """
    lengths: dict[str, int] = {}
    for series in _series(book):
        blocks = [book.blocks[entry.block] for entry in series]
        if series[0].kind == "article":
            heads = [len(entry.label) for entry in series]
        elif book.settings.text.run_in_heads:
            heads = [_head_length(block) for block in blocks]
        else:
            continue
        more = any(head < len(block.text) for head, block in zip(heads, blocks, strict=True))
        if all(heads) and more:
            lengths |= {entry.block: head for entry, head in zip(series, heads, strict=True)}
    return lengths


def _series(book: Book) -> Iterator[list[OutlineEntry]]:
    """The labelled paragraphs of the outline, series by series."""
    chapter = ""
    open_series: dict[int, list[OutlineEntry]] = {}  # by level
    for entry in book.outline_entries.values():
        ended = [
            level
            for level, (first, *_) in open_series.items()
            if entry.chapter != chapter
            or level > entry.level
            or (level == entry.level and (entry.heading or entry.kind != first.kind))
        ]
        for level in ended:
            yield open_series.pop(level)
        chapter = entry.chapter
        block = book.blocks.get(entry.block)  # chapters are composed apart
        labelled = block is not None and entry.label and block.text.startswith(entry.label)
        if block is not None and labelled and block.kind == "paragraph":
            open_series.setdefault(entry.level, []).append(entry)
    yield from open_series.values()


def _head_length(block: Block) -> int:
    """How many characters the short first sentence of a paragraph has; 0 where it has none."""
    end = block.text.find("。", 0, LONGEST_HEAD) + 1
    opened = any(
        block.text.count(pair[0], 0, end) > block.text.count(pair[1], 0, end) for pair in PAIRS
    )
    return 0 if opened else end  # 第三条修改为：“……。……”
