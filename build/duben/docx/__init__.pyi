from .book_package import (
    edition_of as edition_of,
    package as package,
)
