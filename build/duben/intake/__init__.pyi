from .collection import (
    read_documents as read_documents,
)
from .document import (
    ImportedDocument as ImportedDocument,
)
from .editors_note import (
    Edits as Edits,
    edits_since as edits_since,
    is_editors_note as is_editors_note,
    true_note as true_note,
)
from .manuscript_folder import (
    document_problems as document_problems,
    intake_report as intake_report,
    new_manuscript as new_manuscript,
    refuse_nonempty as refuse_nonempty,
    report_places as report_places,
    temporary_folder_beside as temporary_folder_beside,
    write_manuscript as write_manuscript,
)
from .questions import (
    list_questions as list_questions,
)
from .reading import (
    document_as_book as document_as_book,
    needs_conversion as needs_conversion,
    read_document as read_document,
    shown_text as shown_text,
)
from .spreadsheet import (
    CELL_ERRORS as CELL_ERRORS,
    CELL_LIMIT as CELL_LIMIT,
    COLUMN_LIMIT as COLUMN_LIMIT,
    CellValue as CellValue,
    Spreadsheet as Spreadsheet,
    SpreadsheetRow as SpreadsheetRow,
    read_spreadsheet as read_spreadsheet,
)
from .summary import (
    summarize_changes as summarize_changes,
)
from .unsure_lists import (
    find_unsure_lists as find_unsure_lists,
    summarize_unsure_lists as summarize_unsure_lists,
)
from .updating import (
    update_manuscript as update_manuscript,
)
