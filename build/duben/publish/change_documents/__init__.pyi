from . import (
    change_marks as change_marks,
    replacement_pages as replacement_pages,
    report as report,
    slip as slip,
)
