"""The running server: its socket, its address, its end."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from duben.desk.desk import Desk, DeskOptions
from duben.desk.guard import DEFAULT_LIMITS, RULES, Guard, Limits, Rule, Secrets
from duben.desk.meeting import answer_others, remember_port, remembered_port
from duben.desk.routes import application
from duben.model import BookError, problem

HOST = "127.0.0.1"
CONNECTIONS = 500
BACKLOG = 500
HEAD_SECONDS = 10  # for the head of the first request of a connection
END_SECONDS = 2  # for the last answers
LOOK_SECONDS = 1  # how often it is asked whether all tabs are gone


def serve(options: DeskOptions, announce: Callable[[str], None]) -> None:
    """Serves until it is interrupted, or until all tabs have been gone for ten minutes. The start
    address is announced when it can be opened. BookError (2) for a port that is taken.
    """
    with _desk_socket(options) as listening:
        asyncio.run(_serve(options, listening, announce))


def _desk_socket(options: DeskOptions) -> socket.socket:
    """A socket at the port that is wanted; of a desk, at the one it had last where that is free."""
    last = remembered_port(options.folder) if options.mode == "desk" and not options.port else 0
    if last:
        with contextlib.suppress(BookError):
            return open_socket(last)
    return open_socket(options.port)


def open_socket(port: int) -> socket.socket:
    """A socket that hears this machine only. BookError (2) where the port cannot be had."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        rule = "desk-port-taken" if error.errno == errno.EADDRINUSE else "desk-port"
        reason = error.strerror or str(error)
        raise BookError(problem(rule, None, port=port, reason=reason), 2) from None
    return listening


async def _serve(
    options: DeskOptions, listening: socket.socket, announce: Callable[[str], None]
) -> None:
    keys = Secrets(listening.getsockname()[1])
    server = new_server(options, keys)
    with contextlib.suppress(ValueError, RuntimeError):  # in a thread there are no signals
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, server.end)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not running.done():
        await asyncio.sleep(0.01)
    if server.started:
        if options.mode == "desk":
            remember_port(options.folder, keys.port)
            server.end_answers = await answer_others(options.folder, keys.start_address)
        announce(keys.start_address())
        if options.browser:
            open_browser(keys.start_address())
    await running


def open_browser(address: str) -> None:
    """Opens an address in a browser with windows, where there can be one."""
    if has_desktop():
        # A thread that the end does not wait for: some browsers come back when they are closed.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def new_server(
    options: DeskOptions,
    keys: Secrets,
    limits: Limits = DEFAULT_LIMITS,
    rules: tuple[Rule, ...] = RULES,
) -> DeskServer:
    """A server that does not run yet, with its desk behind its guard."""
    desk = Desk(options)
    return DeskServer(desk, Guard(application(desk, keys), keys, limits, rules))


def has_desktop() -> bool:
    """Whether a browser with windows can be there: one in the terminal would take its place."""
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))


class DeskServer(uvicorn.Server):
    """A server that ends by itself when nobody looks, and saves before it ends."""

    def __init__(self, desk: Desk, app: Any) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=ImpatientProtocol,
                ws="none",
                lifespan="off",
                access_log=False,
                log_level="critical",
                server_header=False,
                date_header=False,
                proxy_headers=False,
                limit_concurrency=CONNECTIONS,
                timeout_graceful_shutdown=END_SECONDS,
            )
        )
        self.desk = desk
        self.end_answers: Callable[[], None] = lambda: None  # to others of this user

    def end(self) -> None:
        """Ends it soon."""
        self.should_exit = True

    async def main_loop(self) -> None:
        self.desk.open_unsaved()
        watcher = asyncio.create_task(self._end_when_idle())
        await super().main_loop()
        watcher.cancel()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.end_answers()
        await self.desk.close()
        await super().shutdown(sockets)

    async def _end_when_idle(self) -> None:
        while not self.desk.idle:
            await asyncio.sleep(LOOK_SECONDS)
            await self.desk.close_unused()
        self.end()


class ImpatientProtocol(H11Protocol):
    """HTTP that does not wait for ever for the head of a first request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(HEAD_SECONDS, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()
