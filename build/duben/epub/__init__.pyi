from .archive import (
    read_packed_file as read_packed_file,
    replace_files as replace_files,
)
from .book_package import (
    package as package,
)
from .edition_code import (
    content_digest as content_digest,
    erase_code as erase_code,
    imprint_page as imprint_page,
    insert_code as insert_code,
    read_code as read_code,
)
