from .arrangement import (
    arrange as arrange,
    title_text as title_text,
)
from .contents import (
    contents_entries as contents_entries,
    contents_title as contents_title,
)
from .covers import (
    COVER_DESIGNS as COVER_DESIGNS,
    COVER_WIDTH as COVER_WIDTH,
    CoverDesign as CoverDesign,
    fit_title as fit_title,
)
from .css_limits import (
    check_css_limits as check_css_limits,
)
from .editions import (
    EDITIONS as EDITIONS,
    ORDINARY as ORDINARY,
    PRINT_GUIDE as PRINT_GUIDE,
    TRIAL_SHEETS as TRIAL_SHEETS,
    Edition as Edition,
    edition_choices as edition_choices,
    edition_names as edition_names,
    sized_edition as sized_edition,
)
from .excerpt import (
    AFTER_BLOCK as AFTER_BLOCK,
    BlockOffset as BlockOffset,
    Excerpt as Excerpt,
    cut_excerpt as cut_excerpt,
)
from .fonts import (
    FontFace as FontFace,
    FontRole as FontRole,
    book_characters as book_characters,
    check_libraries as check_libraries,
    choose_faces as choose_faces,
    confusables as confusables,
    faces_with_symbols as faces_with_symbols,
    font_folders as font_folders,
    font_report as font_report,
    glyph_id as glyph_id,
    missing_characters as missing_characters,
    substitute_warnings as substitute_warnings,
    symbol_face as symbol_face,
    unprintable_characters as unprintable_characters,
    write_font_configuration as write_font_configuration,
)
from .front_and_back import (
    FrontAndBackMatter as FrontAndBackMatter,
    authors_word as authors_word,
    booklet_names as booklet_names,
    inner_title as inner_title,
    issuer as issuer,
    note_sign as note_sign,
    run_on_entries as run_on_entries,
    source_note as source_note,
    space_label as space_label,
)
from .inline_markup import (
    InlinePiece as InlinePiece,
    label_width as label_width,
)
from .markup import (
    EnumerationMember as EnumerationMember,
    GlossaryMention as GlossaryMention,
    Marker as Marker,
    answer_boxes as answer_boxes,
    create_marker as create_marker,
    definition_entries as definition_entries,
    entry_title as entry_title,
    glossary_mentions as glossary_mentions,
    group_by_number as group_by_number,
    member_texts as member_texts,
    member_tree as member_tree,
    move_answers as move_answers,
    order_enumerations as order_enumerations,
    running_title as running_title,
    short_title as short_title,
    with_members as with_members,
)
from .official_document import (
    RECORD_SLUG as RECORD_SLUG,
    as_official_document as as_official_document,
    opens_with_title as opens_with_title,
    title_breaks as title_breaks,
    title_lines as title_lines,
)
from .official_head import (
    MARK_STEP as MARK_STEP,
)
from .official_parts import (
    conflicting_elements as conflicting_elements,
    official_elements as official_elements,
    read_text_elements as read_text_elements,
)
from .own_fonts import (
    FONTS_FOLDER as FONTS_FOLDER,
    OwnFonts as OwnFonts,
    choose_own_fonts as choose_own_fonts,
    font_files as font_files,
    lacking_characters as lacking_characters,
    names_file as names_file,
    office_folders as office_folders,
)
from .page_sizes import (
    COLUMN_GAP as COLUMN_GAP,
    POINTS_PER_MM as POINTS_PER_MM,
    SIZES as SIZES,
    PageSize as PageSize,
    page_size as page_size,
)
from .run_in_heads import (
    run_in_lengths as run_in_lengths,
)
from .table_cells import (
    empty_lines as empty_lines,
    is_form as is_form,
)
from .table_measures import (
    TableMeasures as TableMeasures,
)
from .templates import (
    template_environment as template_environment,
)
from .theme import (
    book_words as book_words,
    promised_looks as promised_looks,
    replaces_ours as replaces_ours,
    shipped_folder as shipped_folder,
    shipped_stylesheet as shipped_stylesheet,
    stylesheet as stylesheet,
)
from .theme_overrides import (
    book_overrides as book_overrides,
    ebook_overrides as ebook_overrides,
    front_separable as front_separable,
    locate_cause as locate_cause,
    locate_doubtful_value as locate_doubtful_value,
    locate_text as locate_text,
    overrides_add_text as overrides_add_text,
    paper_overrides as paper_overrides,
    separable as separable,
)
