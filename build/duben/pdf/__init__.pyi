from .body import (
    LAYOUT_ROUNDS as LAYOUT_ROUNDS,
    compose_excerpt as compose_excerpt,
)
from .book_styles import (
    font_family_css as font_family_css,
)
from .code_room import (
    reserve_code as reserve_code,
)
from .composition import (
    ComposedChapter as ComposedChapter,
    Composition as Composition,
    CompositionInputs as CompositionInputs,
)
from .covers import (
    compose_back_cover as compose_back_cover,
    compose_cover as compose_cover,
)
from .edition_code import (
    code_update as code_update,
    read_code as read_code,
)
from .fragment_renderer import (
    FragmentRenderer as FragmentRenderer,
)
from .front_and_back import (
    compose_back as compose_back,
    compose_front as compose_front,
    preface_folios as preface_folios,
)
from .imposition import (
    EMPTY as EMPTY,
    PAPER as PAPER,
    PlacedSide as PlacedSide,
    Side as Side,
    impose as impose,
    impose_sides as impose_sides,
    signatures as signatures,
)
from .incremental_updates import (
    FileEnd as FileEnd,
    end_after_update as end_after_update,
    incremental_update as incremental_update,
    pdf_number as pdf_number,
    read_file_end as read_file_end,
)
from .line_positions import (
    read_lines as read_lines,
)
from .outline_letters import (
    Lettering as Lettering,
    Outline as Outline,
    Outlines as Outlines,
    StampText as StampText,
)
from .outliner import (
    Outliner as Outliner,
)
from .page_fragments import (
    FragmentPage as FragmentPage,
    PageFragment as PageFragment,
)
from .page_labels import (
    folios as folios,
    pages_of as pages_of,
)
from .placed_drawings import (
    PagePoint as PagePoint,
    PlacedDrawing as PlacedDrawing,
    find_imprint as find_imprint,
    page_origins as page_origins,
    place_drawings as place_drawings,
)
from .prepress import (
    OFFICE_DPI as OFFICE_DPI,
    PRINT_DPI as PRINT_DPI,
    coarse_pictures as coarse_pictures,
    inside_pages as inside_pages,
    prepare_for_press as prepare_for_press,
    spine_width as spine_width,
)
from .printer_sheets import (
    print_guide as print_guide,
    spine_title as spine_title,
)
from .typesetter import (
    compose as compose,
    compose_chapter as compose_chapter,
    words_of_titles as words_of_titles,
)
