from .folder import (
    ENTRY_BYTES as ENTRY_BYTES,
    CacheDir as CacheDir,
    OverlayCache as OverlayCache,
    cache_key as cache_key,
    user_cache as user_cache,
)
from .store import (
    Cache as Cache,
    NullCache as NullCache,
)
