from .cache_dir import (
    ENTRY_BYTES as ENTRY_BYTES,
    Cache as Cache,
    CacheDir as CacheDir,
    MemoryCache as MemoryCache,
    NullCache as NullCache,
    program_digest as program_digest,
    user_cache as user_cache,
)
