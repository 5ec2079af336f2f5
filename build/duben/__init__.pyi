from .model import (
    Block as Block,
    Book as Book,
    BookError as BookError,
    Chapter as Chapter,
    Enumeration as Enumeration,
    InlineList as InlineList,
    Occurrence as Occurrence,
    OutlineEntry as OutlineEntry,
    Problem as Problem,
    Settings as Settings,
    SourceLocation as SourceLocation,
)
from .publish import (
    BuildResult as BuildResult,
    Draft as Draft,
    OutputFile as OutputFile,
    Verification as Verification,
    build as build,
    check as check,
    compare as compare,
    enumerations as enumerations,
    load as load,
    verify as verify,
)
from .revision import Change as Change, Revision as Revision
