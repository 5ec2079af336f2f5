"""Rows about the author's text: labels, marks, enumerations."""

from duben.messages.row import Row

ROWS: dict[str, Row] = {}
