from .catalogue import (
    MESSAGES as MESSAGES,
    WHOLE_FILE as WHOLE_FILE,
    language as language,
    language_undecided as language_undecided,
    message as message,
    problem_text as problem_text,
)
