"""Who may ask the server, and how much: the rules of docs/desk.md, each a row of ``RULES``.

The server hears 127.0.0.1 only, but every page of every browser and every user of this machine can
reach that. So whoever asks must name this host, bring the cookie of the start address, and, to
change something, the token of our own page.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from hmac import compare_digest
from http.cookies import SimpleCookie
from typing import Any

from duben.desk.answers import accepted_language, problem_rows
from duben.desk.pages import ENTRY_HEADERS, entry_page
from duben.model import Problem, problem

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

START = "/start/"
TOKEN_BYTES = 32
READING = ("GET", "HEAD")
HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """``body`` and ``upload`` in bytes. A body may pause for ``pause`` seconds, and must come at
    ``rate`` bytes a second.
    """

    body: int = 16_000_000  # a chapter of 5 MB, as JSON
    upload: int = 100_000_000
    pause: float = 10
    rate: float = 20_000


DEFAULT_LIMITS = Limits()


@dataclass(slots=True)
class Secrets:
    """What opens the server at ``port``. A ticket is good for one start; ``session`` is what the
    cookie holds, ``token`` what stands in our page.
    """

    port: int
    session: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES))
    token: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES))
    tickets: set[str] = field(default_factory=set)

    @property
    def cookie(self) -> str:
        """The name of the cookie. Browsers keep one jar for all ports of a host."""
        return f"duben-{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    def start_address(self) -> str:
        """A new address that starts a session, once."""
        ticket = secrets.token_urlsafe(TOKEN_BYTES)
        self.tickets.add(ticket)
        return f"http://127.0.0.1:{self.port}{START}{ticket}"

    def admit(self, ticket: str) -> bool:
        """Whether a ticket is good. It is so once."""
        good = [known for known in self.tickets if same(known, ticket)]
        self.tickets.difference_update(good)
        return bool(good)


@dataclass(frozen=True, slots=True)
class Asked:
    """The head of a request."""

    method: str
    path: str
    headers: Mapping[str, str]

    @property
    def starts(self) -> bool:
        return self.path.startswith(START) and self.method == "GET"

    def in_session(self, keys: Secrets) -> bool:
        """Whether it brings the cookie."""
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(self.headers.get("cookie", ""))
        except Exception:  # noqa: BLE001 - CookieError and whatever a broken header raises
            return False
        return keys.cookie in jar and same(jar[keys.cookie].value, keys.session)


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


# --- the rules: whether a request is refused ------------------------------------------------------


def _foreign_host(asked: Asked, keys: Secrets) -> bool:
    """A name that points here (DNS rebinding) is no name of ours."""
    return asked.headers.get("host", "") not in keys.hosts


def _no_session(asked: Asked, keys: Secrets) -> bool:
    return not asked.starts and not asked.in_session(keys)


def _foreign_site(asked: Asked, keys: Secrets) -> bool:
    """A browser says which page asks: ours, or none where the user typed the address."""
    site = asked.headers.get("sec-fetch-site", "none")
    allowed = ("same-origin", "none") if asked.method in READING else ("same-origin",)
    if asked.starts or (site == "none" and "sec-fetch-site" not in asked.headers):
        return False
    return site not in allowed


def _foreign_origin(asked: Asked, keys: Secrets) -> bool:
    """A write comes from our own page, by the address at which it was asked."""
    origin = asked.headers.get("origin", "")
    return asked.method not in READING and origin != f"http://{asked.headers.get('host', '')}"


def _no_token(asked: Asked, keys: Secrets) -> bool:
    given = asked.headers.get("x-duben-token", "")
    return asked.method not in READING and not same(given, keys.token)


def _strange_method(asked: Asked, keys: Secrets) -> bool:
    return asked.method not in (*READING, "POST")


@dataclass(frozen=True, slots=True)
class Rule:
    """When a request is refused, with which status."""

    name: str
    status: int
    refuses: Callable[[Asked, Secrets], bool]


RULES = (
    Rule("desk-host", 403, _foreign_host),
    Rule("desk-method", 405, _strange_method),
    Rule("desk-session", 401, _no_session),
    Rule("desk-site", 403, _foreign_site),
    Rule("desk-origin", 403, _foreign_origin),
    Rule("desk-token", 403, _no_token),
)


class BodyRefused(Exception):
    """Raised while a body is read that is too long or too slow; the application answers it."""

    def __init__(self, status: int, fault: Problem) -> None:
        self.status = status
        self.fault = fault
        super().__init__(fault.rule)


@dataclass(frozen=True, slots=True)
class Guard:
    """An ASGI application around another: it lets through what the rules allow."""

    app: App
    keys: Secrets
    limits: Limits = DEFAULT_LIMITS
    rules: tuple[Rule, ...] = RULES
    headers: Mapping[str, str] = field(default_factory=lambda: HEADERS)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Asked(scope["method"], scope["path"], _header_table(scope))
        guarded = _Answer(send, self.headers)
        for rule in self.rules:
            if rule.refuses(asked, self.keys):
                await guarded.refuse(rule.status, problem(rule.name, None), asked)
                return
        limit = self.limits.upload if _is_upload(asked) else self.limits.body
        body = _Body(receive, limit, self.limits)
        await self.app(scope, body.receive, guarded.send)


def _header_table(scope: Mapping[str, Any]) -> dict[str, str]:
    """The headers by name. One that comes twice is joined, and so is like no allowed one."""
    table: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        joint = "; " if key == "cookie" else ", "
        table[key] = table[key] + joint + text if key in table else text
    return table


def _is_upload(asked: Asked) -> bool:
    return asked.headers.get("content-type", "").startswith("application/octet-stream")


@dataclass(slots=True)
class _Body:
    """The body of a request, counted and timed while it is read."""

    source: Receive
    limit: int
    limits: Limits
    count: int = 0
    done: bool = False
    begin: float = field(default_factory=time.monotonic)

    async def receive(self) -> Message:
        if self.done:
            return await self.source()
        try:
            async with asyncio.timeout(self.limits.pause):
                message = await self.source()
        except TimeoutError:
            raise BodyRefused(408, problem("desk-slow", None)) from None
        self.count += len(message.get("body", b""))
        self.done = not message.get("more_body", False)
        if self.count > self.limit:
            megabytes = self.limit // 1_000_000
            raise BodyRefused(413, problem("desk-body", None, limit=megabytes))
        seconds = time.monotonic() - self.begin
        if not self.done and seconds > self.limits.pause + self.count / self.limits.rate:
            raise BodyRefused(408, problem("desk-slow", None))
        return message


@dataclass(slots=True)
class _Answer:
    """An answer with the headers that every answer has."""

    target: Send
    headers: Mapping[str, str]

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *(
                    (name.encode(), value.encode())
                    for name, value in self.headers.items()
                    if name.encode() not in own
                ),
            ]
        await self.target(message)

    async def refuse(self, status: int, fault: Problem, asked: Asked) -> None:
        """Answers with a problem; to a browser that wants a page, in a page."""
        wants_page = "text/html" in asked.headers.get("accept", "")
        language = accepted_language(asked.headers.get("accept-language", ""))
        own: Mapping[str, str] = {}
        if status == 401 and wants_page:
            kind, data = "text/html; charset=utf-8", entry_page(language).encode()
            own = ENTRY_HEADERS
        else:
            kind = "application/json"
            data = json.dumps({"problems": problem_rows((fault,), language)}).encode()
        headers = {"content-type": kind, "content-length": str(len(data)), "connection": "close"}
        headers |= own
        start = {
            "type": "http.response.start",
            "status": status,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        await self.send(start)
        await self.send({"type": "http.response.body", "body": data})
