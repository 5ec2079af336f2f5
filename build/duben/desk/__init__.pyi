from .desk import (
    DeskOptions as DeskOptions,
)
from .meeting import (
    running_address as running_address,
)
from .server import (
    has_desktop as has_desktop,
    serve as serve,
)
from .starter import (
    install_starter as install_starter,
)
