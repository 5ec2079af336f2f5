from .bilingual import Message as Message
from .catalogue import (
    MESSAGES as MESSAGES,
    WHOLE_FILE_RULES as WHOLE_FILE_RULES,
    choose_language as choose_language,
    hint as hint,
    language_undecided as language_undecided,
    message as message,
    problem_text as problem_text,
)
from .problem_rows import (
    problems_to_json as problems_to_json,
    sentence_and_hint as sentence_and_hint,
)
