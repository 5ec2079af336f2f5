from .archive import (
    ZIP_EPOCH as ZIP_EPOCH,
    read_packed_file as read_packed_file,
    replace_files as replace_files,
    write_packed_entry as write_packed_entry,
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
