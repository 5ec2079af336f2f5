from .desk import (
    DeskOptions as DeskOptions,
)
from .server import (
    serve as serve,
)
from .starter import (
    install_starter as install_starter,
)
