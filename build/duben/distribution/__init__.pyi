from .copies import (
    ANY_SYSTEM as ANY_SYSTEM,
)
from .delivery import (
    DistributionResult as DistributionResult,
    distribute as distribute,
)
from .ledger import (
    LedgerEntry as LedgerEntry,
    holders_of_version as holders_of_version,
    number_ranges as number_ranges,
    read_ledger as read_ledger,
)
from .lists import (
    LABEL_SIZE as LABEL_SIZE,
)
from .plan import (
    DistributionOptions as DistributionOptions,
)
from .recipients import (
    read_recipients as read_recipients,
)
