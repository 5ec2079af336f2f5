"""What is handed out with a revision: the report, the slip of corrections, marked pages,
replacement pages.
"""

from __future__ import annotations

from duben.notices.marks import marked
from duben.notices.replacement import Making, Replacement, replacement
from duben.notices.report import advice, report
from duben.notices.signs import explained
from duben.notices.slip import slip

__all__ = [
    "Making",
    "Replacement",
    "advice",
    "explained",
    "marked",
    "replacement",
    "report",
    "slip",
]
