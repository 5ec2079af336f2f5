from .ascii_names import (
    ascii_name as ascii_name,
    make_book_id as make_book_id,
)
from .encoding import (
    find_unwanted as find_unwanted,
    utf16_encoding as utf16_encoding,
)
from .files import (
    file_size as file_size,
    is_zip_bomb as is_zip_bomb,
    list_files as list_files,
    megabytes as megabytes,
    name_key as name_key,
    path_parts as path_parts,
    printable_name as printable_name,
    read_file as read_file,
)
from .loading import (
    BOOK_BYTES as BOOK_BYTES,
    CHAPTER_BYTES as CHAPTER_BYTES,
    CHAPTERS as CHAPTERS,
    DECISIONS as DECISIONS,
    DECISIONS_BYTES as DECISIONS_BYTES,
    KEPT_FOLDER as KEPT_FOLDER,
    SETTINGS as SETTINGS,
    SETTINGS_BYTES as SETTINGS_BYTES,
    Manuscript as Manuscript,
    load as load,
    named_file_place as named_file_place,
    read_text as read_text,
    setting_place as setting_place,
)
from .markdown.parser import (
    parse_alone as parse_alone,
    parse_chapters as parse_chapters,
)
from .markdown.preparation import (
    HEADING_LIMIT as HEADING_LIMIT,
    PARAGRAPH_LIMIT as PARAGRAPH_LIMIT,
    TABLE_CELLS as TABLE_CELLS,
)
from .markdown.source_columns import (
    SourceColumns as SourceColumns,
)
from .pictures import (
    PICTURE_BYTES as PICTURE_BYTES,
    Picture as Picture,
    load_picture as load_picture,
    read_picture as read_picture,
    sniff_media_type as sniff_media_type,
)
from .setting_values import (
    FORMAT_NAMES as FORMAT_NAMES,
)
from .settings import (
    UNKNOWN_KEY_LIMIT as UNKNOWN_KEY_LIMIT,
)
from .themes import (
    THEMES as THEMES,
    home_of as home_of,
    theme_folders as theme_folders,
    user_folder as user_folder,
)
from .toml_text import (
    nested_too_deep as nested_too_deep,
    toml_problem as toml_problem,
)
