from .book import (
    LiveBook as LiveBook,
)
from .state import (
    LiveLine as LiveLine,
    LivePage as LivePage,
    LiveState as LiveState,
    PageSpot as PageSpot,
)
