from .parent import (
    Progress as Progress,
    Worker as Worker,
    open_worker as open_worker,
)
from .problem_codec import (
    problems_from_json as problems_from_json,
    problems_to_json as problems_to_json,
)
