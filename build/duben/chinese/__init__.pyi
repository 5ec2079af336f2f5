from .annexes import (
    annex_names as annex_names,
    listed_annexes as listed_annexes,
)
from .characters import (
    BLANKS as BLANKS,
    BRACKETS as BRACKETS,
    CIRCLED_NUMBERS as CIRCLED_NUMBERS,
    CIRCLES as CIRCLES,
    CLOSING as CLOSING,
    LABEL_NUMERALS as LABEL_NUMERALS,
    OPENING as OPENING,
    PAIRS as PAIRS,
    QUOTATION_MARKS as QUOTATION_MARKS,
    STOPS as STOPS,
    WIDE_CLOSING as WIDE_CLOSING,
    WIDE_FORMS as WIDE_FORMS,
    WIDE_OPENING as WIDE_OPENING,
    WIDE_PAIRS as WIDE_PAIRS,
    circled_number as circled_number,
)
from .dates import (
    WRONG_ZEROS as WRONG_ZEROS,
    YEAR_IN_HAN as YEAR_IN_HAN,
    chinese_date as chinese_date,
    chinese_month as chinese_month,
    write_zeros as write_zeros,
)
from .dictionary_answers import (
    Answers as Answers,
    DictionaryAnswers as DictionaryAnswers,
    answers_of_titles as answers_of_titles,
    current_answers as current_answers,
    known_answers as known_answers,
    remembered_answer as remembered_answer,
)
from .enumerations.finding import (
    DocumentFindings as DocumentFindings,
    EnumerationFinding as EnumerationFinding,
    OtherListing as OtherListing,
    PassageReading as PassageReading,
    TermIndex as TermIndex,
    find_enumerations as find_enumerations,
    read_passage as read_passage,
)
from .enumerations.inline_lists import (
    RunLabel as RunLabel,
    item_head as item_head,
)
from .enumerations.known_terms import (
    FIXED_NAMES as FIXED_NAMES,
    MANY_NUMBERS as MANY_NUMBERS,
    Library as Library,
    agreeing_entry as agreeing_entry,
    entry_names as entry_names,
    index_terms as index_terms,
    is_misspelling as is_misspelling,
    known_term as known_term,
    member_forms as member_forms,
    mentions_members as mentions_members,
    plain_member as plain_member,
    shipped_library as shipped_library,
    shipped_terms as shipped_terms,
)
from .enumerations.member_rules import (
    MANY_SETS as MANY_SETS,
    Mention as Mention,
    Passage as Passage,
)
from .enumerations.terms import (
    COUNT_PATTERN as COUNT_PATTERN,
    IDIOMS as IDIOMS,
    Term as Term,
    count_groups as count_groups,
    normalized_term as normalized_term,
    term_at as term_at,
)
from .known_sources import (
    source_rank as source_rank,
)
from .labels import (
    LETTER_ROWS as LETTER_ROWS,
    LONGEST_CLAUSE as LONGEST_CLAUSE,
    RANK as RANK,
    Label as Label,
    first_clause as first_clause,
    read_entry_label as read_entry_label,
    read_label as read_label,
    read_labels as read_labels,
)
from .marks import (
    TRADITIONAL as TRADITIONAL,
    guess_script as guess_script,
    is_han as is_han,
    is_latin as is_latin,
    is_wide_mark as is_wide_mark,
    widen_marks as widen_marks,
)
from .misspellings import (
    LEVELS as LEVELS,
    find_misspellings as find_misspellings,
    sounds_alike as sounds_alike,
)
from .numerals import (
    LONGEST_TERM as LONGEST_TERM,
    NUMERAL_CHARACTERS as NUMERAL_CHARACTERS,
    parse_number as parse_number,
    spell_number as spell_number,
)
from .official_titles import (
    break_official_title as break_official_title,
    has_title_shape as has_title_shape,
)
from .outline import (
    OutlineStep as OutlineStep,
    Series as Series,
    find_series as find_series,
    outline_levels as outline_levels,
    title_kind as title_kind,
)
from .phrases import (
    HAN_RUN as HAN_RUN,
    LEANING as LEANING,
    break_title as break_title,
    learn_title as learn_title,
    split_phrases as split_phrases,
)
from .pinyin_order import (
    pinyin_key as pinyin_key,
    syllables as syllables,
)
from .word_places import (
    WordPlaces as WordPlaces,
)
from .words import (
    begins_word as begins_word,
    tag_words as tag_words,
)
