from .atomic_files import (
    replace_file as replace_file,
    replace_files as replace_files,
    write_folder as write_folder,
)
from .blocks import (
    Block as Block,
    BlockKind as BlockKind,
    Chapter as Chapter,
    Note as Note,
    Span as Span,
    SpanKind as SpanKind,
    walk_blocks as walk_blocks,
)
from .book import (
    Amendment as Amendment,
    Book as Book,
    GlossaryEntry as GlossaryEntry,
    OutlineEntry as OutlineEntry,
    PageStart as PageStart,
    VersionNote as VersionNote,
)
from .codec import (
    CodecError as CodecError,
    from_plain as from_plain,
    to_plain as to_plain,
)
from .days import MONTH as MONTH, Month as Month, read_day as read_day
from .edition_code import (
    CODE_PATTERN as CODE_PATTERN,
    code_payload as code_payload,
    data_digest as data_digest,
    edition_code as edition_code,
)
from .enumerations import (
    Decision as Decision,
    Enumeration as Enumeration,
    EnumerationStatus as EnumerationStatus,
    InlineList as InlineList,
    MemberList as MemberList,
    Occurrence as Occurrence,
    TextRange as TextRange,
    finding_fingerprint as finding_fingerprint,
)
from .house_list import (
    FixedWording as FixedWording,
    HouseList as HouseList,
    Person as Person,
)
from .known_terms import (
    BookletRecord as BookletRecord,
    KnownTerm as KnownTerm,
    TermHistory as TermHistory,
    TermLibrary as TermLibrary,
    TermRecord as TermRecord,
    TermState as TermState,
    TermWording as TermWording,
)
from .page import (
    LinePiece as LinePiece,
    Page as Page,
    PrintedLine as PrintedLine,
    Rectangle as Rectangle,
    folio as folio,
    roman_numeral as roman_numeral,
)
from .problems import (
    BookError as BookError,
    Problem as Problem,
    Source as Source,
    SourceLocation as SourceLocation,
    problem as problem,
    remark as remark,
    warning as warning,
)
from .runs import (
    group_by as group_by,
    group_runs as group_runs,
)
from .settings import (
    RECEIVED_NOTE as RECEIVED_NOTE,
    TITLE_TO_FILL as TITLE_TO_FILL,
    UNDATED as UNDATED,
    BookSettings as BookSettings,
    CoverName as CoverName,
    CoverSettings as CoverSettings,
    FontSettings as FontSettings,
    ImprintSettings as ImprintSettings,
    OfficialFormat as OfficialFormat,
    OfficialSettings as OfficialSettings,
    OutputSettings as OutputSettings,
    PrintSettings as PrintSettings,
    Settings as Settings,
    TextSettings as TextSettings,
)
from .text_form import (
    blocks_as_text as blocks_as_text,
    outline_as_text as outline_as_text,
)
