"""Requests to data and data to answers: languages, JSON, problems."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben.messages import problems_to_json
from duben.model import BookError, Problem, problem

NESTING = 50  # of a JSON body
IMMUTABLE = "private, max-age=31536000, immutable"


def accepted_language(header: str) -> str:
    """ "zh" where the reader wants Chinese before English, else "en" (RFC 9110, 12.5.4)."""
    wishes = []
    for index, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.partition(";")
        wishes.append((-_weight(weight), index, tag.strip().lower()[:2]))
    return next((tag for _, _, tag in sorted(wishes) if tag in ("zh", "en")), "en")


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0


def request_language(request: Request) -> str:
    """The language of whoever asks."""
    return accepted_language(request.headers.get("accept-language", ""))


def problem_rows(problems: Iterable[Problem], language: str) -> list[dict[str, Any]]:
    """Problems for the browser, as ``check --json`` gives them."""
    return problems_to_json(problems, language)


def refusal(
    request: Request, problems: Problem | Iterable[Problem], status: int = 400
) -> JSONResponse:
    """The answer to a request that cannot be done."""
    told = (problems,) if isinstance(problems, Problem) else tuple(problems)
    return JSONResponse({"problems": problem_rows(told, request_language(request))}, status)


def missing(request: Request) -> JSONResponse:
    """The answer where there is no such thing."""
    return refusal(request, problem("desk-missing", None), 404)


def report_fault(error: Exception) -> str:
    """A fault of ours in a few words; with DUBEN_DEBUG its traceback goes to stderr."""
    if os.environ.get("DUBEN_DEBUG"):
        traceback.print_exception(error)
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]


async def read_json(request: Request) -> dict[str, Any]:
    """The JSON object of a request. BookError where it is none."""
    try:
        data = json.loads(await request.body())
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise BookError(problem("desk-json", None))
    return data


def field(data: dict[str, Any], name: str, kind: type, default: Any = None) -> Any:
    """A field of a JSON object. BookError where it is of another kind, or not there and without a
    default.
    """
    value = data.get(name, default)
    if value is None or not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise BookError(problem("desk-field", None, name=name))
    return value


def attachment(data: bytes, name: str, kind: str = "application/octet-stream") -> Response:
    """A file to be kept by whoever asks, never shown in our own place (RFC 6266)."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(data, media_type=kind, headers=headers)
