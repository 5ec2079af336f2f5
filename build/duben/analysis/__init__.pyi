from .book import (
    analyse as analyse,
    enumerations_to_json as enumerations_to_json,
)
from .checks.rules import (
    check as check,
)
from .checks.widths import (
    MarkEdit as MarkEdit,
    mark_edits as mark_edits,
)
from .collecting import (
    booklet_of as booklet_of,
    collect as collect,
    library_to_toml as library_to_toml,
    term_histories as term_histories,
    with_history as with_history,
)
from .decisions.answers import (
    answer_waiting as answer_waiting,
)
from .decisions.corrected_table import (
    read_decision_table as read_decision_table,
)
from .decisions.explanation import (
    explain_term as explain_term,
)
from .decisions.reading import (
    read_decisions as read_decisions,
    unquoted_term as unquoted_term,
)
from .decisions.spreadsheet import (
    DecisionRow as DecisionRow,
    decision_table as decision_table,
    table_to_csv as table_to_csv,
    table_to_xlsx as table_to_xlsx,
)
from .decisions.waiting import (
    reasons_in_words as reasons_in_words,
    source_sentences as source_sentences,
    waiting_enumerations as waiting_enumerations,
)
from .decisions.writing import (
    DecisionEdits as DecisionEdits,
    DecisionsFile as DecisionsFile,
    render_decisions as render_decisions,
)
from .history_sheet import (
    history_to_xlsx as history_to_xlsx,
)
from .house_list import (
    house_list_of_rows as house_list_of_rows,
    read_house_list as read_house_list,
)
from .library import (
    overlay as overlay,
    read_library as read_library,
)
from .provisional import (
    follow_edit as follow_edit,
)
