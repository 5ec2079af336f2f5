"""Who is refused by the server of the desk: a request for each rule of docs/desk.md."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from desk_server import RunningDesk, running_desk, write_book
from duben.desk.guard import HEADERS, RULES, Asked, Limits, Secrets
from duben.desk.server import HOST, open_socket
from duben.model import BookError

SHORT = Limits(body=2_000, upload=5_000, pause=0.4, rate=1_000)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    folder = write_book(tmp_path_factory.mktemp("guard") / "book", 1)
    with running_desk(folder, limits=SHORT, editor="true") as running:
        yield running


# A request that each rule alone refuses: method, what its head has beside the right things.
REFUSED: dict[str, tuple[str, dict[str, str]]] = {
    "desk-host": ("GET", {"host": "duben.example:{port}", "origin": ""}),
    "desk-method": ("DELETE", {}),
    "desk-session": ("GET", {"cookie": "duben-{port}=guess"}),
    "desk-site": ("GET", {"sec-fetch-site": "same-site"}),
    "desk-origin": ("POST", {"origin": "http://127.0.0.1:1"}),
    "desk-token": ("POST", {"x-duben-token": "guess"}),
}


def right_headers(keys: Secrets) -> dict[str, str]:
    return {
        "host": f"127.0.0.1:{keys.port}",
        "cookie": f"{keys.cookie}={keys.session}",
        "origin": f"http://127.0.0.1:{keys.port}",
        "x-duben-token": keys.token,
        "sec-fetch-site": "same-origin",
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_refuses_what_the_others_let_through(rule: Any) -> None:
    keys = Secrets(4321)
    method, wrong = REFUSED[rule.name]
    wrong = {name: value.format(port=4321) for name, value in wrong.items()}
    right = Asked("GET", "/", right_headers(keys))
    assert not any(row.refuses(right, keys) for row in RULES)
    asked = Asked(method, "/", {**right_headers(keys), **wrong})
    assert [row.name for row in RULES if row.refuses(asked, keys)] == [rule.name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_server_refuses_by_each_rule(desk: RunningDesk, rule: Any) -> None:
    method, wrong = REFUSED[rule.name]
    headers = right_headers(desk.keys)
    headers |= {name: value.format(port=desk.keys.port) for name, value in wrong.items()}
    answer = httpx.request(method, desk.base + "/api/books", headers=headers)
    assert answer.status_code == rule.status
    assert [row["rule"] for row in answer.json()["problems"]] == [rule.name]
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_a_write_without_origin_or_site_of_ours_is_refused(desk: RunningDesk) -> None:
    for missing in ("origin", "x-duben-token"):
        headers = right_headers(desk.keys)
        del headers[missing]
        assert httpx.post(desk.base + "/api/books", headers=headers).status_code == 403
    for site in ("cross-site", "same-site", "none"):
        headers = {**right_headers(desk.keys), "sec-fetch-site": site}
        assert httpx.post(desk.base + "/api/books", headers=headers).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]:{port}", "0.0.0.0:{port}"])
def test_a_host_is_named_with_its_port(desk: RunningDesk, host: str) -> None:
    headers = {**right_headers(desk.keys), "host": host.format(port=desk.keys.port)}
    assert httpx.get(desk.base + "/", headers=headers).status_code == 403


def test_localhost_is_an_address_of_ours(desk: RunningDesk) -> None:
    headers = {**right_headers(desk.keys), "host": f"localhost:{desk.keys.port}"}
    assert httpx.get(desk.base + "/", headers=headers).status_code == 200


def test_no_other_machine_is_heard(desk: RunningDesk) -> None:
    assert HOST == "127.0.0.1"
    with open_socket(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        with pytest.raises(BookError) as caught:
            open_socket(listening.getsockname()[1])
    assert caught.value.status == 2 and caught.value.problems[0].rule == "desk-port-taken"


def test_a_start_address_is_good_once(desk: RunningDesk) -> None:
    address = desk.keys.start_address()
    first = httpx.get(address, headers={"accept": "text/html"})
    assert (first.status_code, first.headers["location"]) == (303, "/")
    cookie = first.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "max-age" not in cookie.lower() and "domain" not in cookie.lower()
    second = httpx.get(address, headers={"accept": "text/html"})
    # What answers runs: the page says how to be let in, and never that it has ended.
    assert second.status_code == 401 and "duben runs on this computer" in second.text
    assert "set-cookie" not in second.headers
    chinese = {"accept": "text/html", "accept-language": "zh-CN"}
    for path in (address, desk.base):
        page = httpx.get(path, headers=chinese)
        assert page.status_code == 401 and "请从图标打开读本" in page.text
        assert "已结束" not in page.text and not re.search("[a-z]{4}", words_of(page.text))
        style = page.text.partition("<style>")[2].partition("</style>")[0]
        digest = b64encode(sha256(style.encode()).digest()).decode()
        policy = page.headers["content-security-policy"]
        assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
        assert "script" not in policy and "unsafe" not in policy
    # Whoever is in already is led on.
    assert desk.client.get(address).status_code == 303


def words_of(page: str) -> str:
    """What a page says."""
    return re.sub(r"<style>.*</style>|<[^>]*>", "", page)


def test_secrets_have_256_bits() -> None:
    keys = Secrets(1)
    ticket = keys.start_address().rpartition("/")[2]
    assert min(map(len, (keys.session, keys.token, ticket))) >= 43
    assert len({keys.session, keys.token, ticket, Secrets(1).session}) == 4


def test_no_other_origin_may_read_answers(desk: RunningDesk) -> None:
    headers = {**right_headers(desk.keys), "origin": "http://duben.example"}
    answer = httpx.get(desk.base + "/api/books", headers=headers)
    assert not [name for name in answer.headers if name.startswith("access-control")]
    preflight = httpx.options(desk.base + "/api/books", headers=headers)
    assert preflight.status_code == 405


def test_a_body_is_counted_while_it_is_read(desk: RunningDesk) -> None:
    sent: list[int] = []

    def chunks() -> Iterator[bytes]:
        for _ in range(200):
            sent.append(1)
            yield b"x" * 1_000
            time.sleep(0.002)

    headers = {**right_headers(desk.keys), "content-type": "application/json"}
    try:
        answer = httpx.post(desk.base + desk.book() + "/open", content=chunks(), headers=headers)
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # it was cut off before it had read the answer
    assert len(sent) < 200


def test_a_body_that_pauses_is_given_up(desk: RunningDesk) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in right_headers(desk.keys).items())
    book = desk.book()
    with socket.create_connection((HOST, desk.keys.port), timeout=5) as slow:
        slow.sendall(f"POST {book}/open HTTP/1.1\r\n{head}content-length: 50\r\n\r\n{{".encode())
        begin = time.monotonic()
        assert b" 408 " in slow.recv(1000)
        assert 0.2 < time.monotonic() - begin < 3


def test_slow_bodies_and_many_connections_hold_nobody_up(desk: RunningDesk) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in right_headers(desk.keys).items())
    book = desk.book()

    async def slow() -> None:
        _, writer = await asyncio.open_connection(HOST, desk.keys.port)
        writer.write(f"POST {book}/open HTTP/1.1\r\n{head}content-length: 500\r\n\r\n".encode())
        for _ in range(5):
            writer.write(b"x")
            await asyncio.sleep(0.1)
        writer.close()

    async def silent() -> None:
        _, writer = await asyncio.open_connection(HOST, desk.keys.port)
        await asyncio.sleep(0.5)
        writer.close()

    async def all_of_them() -> list[float]:
        crowd = [asyncio.create_task(slow()) for _ in range(30)]
        crowd += [asyncio.create_task(silent()) for _ in range(200)]
        await asyncio.sleep(0.1)
        seconds = []
        async with httpx.AsyncClient(headers=right_headers(desk.keys)) as client:
            for _ in range(5):
                begin = time.monotonic()
                assert (await client.get(desk.base + "/")).status_code == 200
                seconds.append(time.monotonic() - begin)
        await asyncio.gather(*crowd)
        return seconds

    assert max(asyncio.run(all_of_them())) < 1


def test_names_never_lead_out_of_the_folder_of_static_files(desk: RunningDesk) -> None:
    for name in ("../desk.py", "..%2fdesk.py", "%2e%2e/desk.py", "/etc/passwd", "desk.py", ""):
        assert desk.get(f"/static/{name}").status_code == 404


def test_a_second_server_stands_beside_the_first(desk: RunningDesk, tmp_path: Path) -> None:
    with running_desk(write_book(tmp_path / "second", 1)) as second:
        second.client.cookies.update(desk.client.cookies)
        assert second.get("/").status_code == 200
        assert httpx.get(second.base, headers=right_headers(desk.keys)).status_code == 403
    assert desk.get("/").status_code == 200
