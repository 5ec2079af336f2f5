"""What a line costs: the weights of its badness, which says how far it is from one that needs no
change.

Badness adds the squares of what each mark and each gap between 汉字 gains or loses, in em, weighed
as follows, and prices for what a reader must not see. docs/composer.md has the curve that led to
these numbers, and ``tests/curve.py`` draws it anew.
"""

from __future__ import annotations

# Less than this, in the unit of the lengths, is no length: widths pass through sums of thousands of
# numbers.
TOLERANCE = 1e-3

# --- what a gap or a mark costs ---
MARK_WEIGHT = 40.0  # for a squared em that a lone mark gains or loses
GAP_WEIGHT = 33.0  # for a squared em that a gap between 汉字 gains
NEED_PRICE = 32.0  # for each em that a line must gain or lose at all
# em: a mark that grows by as much is twice as bad as its square says, for a hole is seen; one that
# shrinks is not.
HOLE_EM = 0.2

# --- how far gaps open (``pricing.open_gaps``), from the least to the most ---
UNSEEN_STRETCH_EM = 0.013  # gaps between 汉字 that open no more are not seen, and
SEEN_STRETCH_EM = 0.034  # those that open more are seen at once
# In shorter lines (gaps) those that open more are seen later, and marks that grow sooner.
LONG_LINE_GAPS = 24
# What letters of an address may stand apart where 汉字 would open by more than SEEN_STRETCH_EM.
ADDRESS_STRETCH_EM = 0.04
# Before 汉字 open more (1.15 em apart they are seen to), so do letters and digits of words, by
LOOSE_STRETCH_EM = 0.145
# at most: of 0.1 em (those of addresses stand apart already) readers of text make a space.
LETTER_STRETCH_EM = 0.045
# A line whose gaps would have to open more is left short: few characters before what cannot be
# broken (分管院长：______) would stand far apart. From 0.5 em on L13 takes it for a fault.
GIVE_UP_STRETCH_EM = 0.5

# --- prices of lines that are seen to be stretched ---
SEEN_PRICE = 30.0  # of gaps that open by more than UNSEEN_STRETCH_EM
LOOSE_PRICE = 5.0  # at SEEN_STRETCH_EM; it grows with the fourth power
# More is no worse, so that a line that is too short is better than one that is too long.
WORST_STRETCH_EM = 5.0
# A short line is as bad as one that opens by 0.2 em and an eighth of what it lacks.
SHORT_LINE_EM, SHORT_LINE_SHARE = 0.2, 8.0
LETTERS_PRICE = 1e4  # for a line whose letters stand apart
TOO_LOOSE_PRICE = 1e5  # for a line that opens more than LOOSE_STRETCH_EM all the same
OVERFULL_PRICE = 1e9
RAGGED_UNIT_EM = 4.0  # what a line that is not justified may be short for a badness of one

# --- prices of line ends; those of numbers and units are in ``rules`` ---
BROKEN_WORD_PRICE = 30.0
HYPHENATION_PRICE = 6.0

# --- prices of last lines (L17) ---
LONE_PRICE = 110.0  # a single 汉字
# The same in lines of fewer em, where it takes more of a stretch to mend.
LONE_PRICE_NARROW, WIDE_MEASURE_EM = 900.0, 30.0
LONE_WIDTH_EM = 6.0  # a single 汉字 among marks takes no more
SHORT_LAST_PRICE = 1.0  # a last line shorter than the indent of the next
INDENT_EM = 2.2

# --- how far the search goes ---
# A line is not made shorter than it must be by more than so many em;
NEAR_EM = 1.7
# by so many where that comes out badly, which is to say with more badness for a line than
# BAD_LINE, and where lines are not flush.
FAR_EM, BAD_LINE = 9.0, 60.0
OVERRUN_EM = 2.5  # nothing that is longer than its room by more is tried
# A longer text (characters) is broken line by line, each as good as it can be, without looking
# ahead.
LONG_TEXT = 100_000
