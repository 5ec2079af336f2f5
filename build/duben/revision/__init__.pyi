from .changes import (
    Change as Change,
)
from .clauses import (
    first_word_end as first_word_end,
    last_word_end as last_word_end,
    show_cells as show_cells,
)
from .comparison import (
    Revision as Revision,
    compare as compare,
)
from .consequences import (
    AppendixChange as AppendixChange,
)
from .differences import (
    Segment as Segment,
    diff_text as diff_text,
)
from .errata import (
    Correction as Correction,
    ErrataRow as ErrataRow,
    errata_rows as errata_rows,
    errata_to_json as errata_to_json,
    find_corrections as find_corrections,
)
from .json_form import (
    revision_to_json as revision_to_json,
)
from .page_break_matching import (
    MatchedPageBreaks as MatchedPageBreaks,
    UnitOffset as UnitOffset,
    match_page_breaks as match_page_breaks,
)
from .pages import (
    NEW_PRINT as NEW_PRINT,
    PrintLine as PrintLine,
    Reprint as Reprint,
    VersionSide as VersionSide,
    both_prints as both_prints,
    changed_lines as changed_lines,
    changed_ranges as changed_ranges,
    line_parts as line_parts,
    lines_of_range as lines_of_range,
    page_fates as page_fates,
    sheets_to_reprint as sheets_to_reprint,
)
from .pairing import (
    moved_pairs as moved_pairs,
    pair_units as pair_units,
)
from .record import (
    RECORD_BYTES as RECORD_BYTES,
    RECORD_ENDING as RECORD_ENDING,
    RecordError as RecordError,
    attach_print as attach_print,
    dump_record as dump_record,
    parse_record as parse_record,
    record_name as record_name,
    text_digest as text_digest,
)
from .units import (
    Unit as Unit,
    UnitSource as UnitSource,
    shorten as shorten,
)
from .version import (
    BlockRange as BlockRange,
    Print as Print,
    Version as Version,
    unit_spots as unit_spots,
    version_of as version_of,
)
from .wording import (
    GROUPS as GROUPS,
    InlineChange as InlineChange,
    Wording as Wording,
    comparison_heading as comparison_heading,
    edits as edits,
    short_quote as short_quote,
    summary_lines as summary_lines,
    version_names as version_names,
    word_changes as word_changes,
)
