from . import (
    change_marks as change_marks,
    legend as legend,
    replacement_pages as replacement_pages,
    report as report,
    slip as slip,
)
