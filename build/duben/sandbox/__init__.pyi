from .parent import (
    Progress as Progress,
    Worker as Worker,
    open_worker as open_worker,
)
