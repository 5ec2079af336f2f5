from .desk import (
    DeskOptions as DeskOptions,
)
from .server import (
    serve as serve,
)
