from .office import (
    convert_to_docx as convert_to_docx,
    find_office as find_office,
)
from .parent import (
    Progress as Progress,
    Task as Task,
    Worker as Worker,
    open_worker as open_worker,
)
