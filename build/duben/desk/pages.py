"""The files of the front end, by a fixed table of names; the page that they begin with."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

KINDS: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
INDEX = "index.html"
HTML_TAG = re.compile(r"<html\b[^>]*>")
TOKEN_TAG = re.compile(r"<meta name=\"duben-token\"[^>]*>")
# The page for a browser that was not let in. What answers runs, so it is not called ended.
ENTRY_STYLE = (
    ":root{color-scheme:light dark;--ground:#f4f2ee;--panel:#fbfaf8;--ink:#22201d;--soft:#5f5a52;"
    "--accent:#a6192e;--line:#d9d4cb}@media(prefers-color-scheme:dark){:root{--ground:#191817;"
    "--panel:#22211f;--ink:#ece8e1;--soft:#b3aca1;--accent:#e8707f;--line:#3d3a36}}"
    "body{margin:0;min-height:100vh;display:grid;place-content:center;background:var(--ground);"
    "color:var(--ink);font:1.05rem/1.8 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif}"
    "main{max-width:34rem;margin:1rem;padding:1.6rem 2rem 1.8rem;background:var(--panel);"
    "border:1px solid var(--line);border-top:4px solid var(--accent);border-radius:10px}"
    "h1{margin:0 0 .6rem;font:600 1.4rem/1.4 'Noto Serif CJK SC',SimSun,serif;color:var(--accent)}"
    "p{margin:.4rem 0}ol{margin:.4rem 0;padding-left:1.6rem}.soft{color:var(--soft)}"
)
ENTRY_HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; style-src 'sha256-"
    + b64encode(sha256(ENTRY_STYLE.encode()).digest()).decode()
    + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
}
ENTRY_WORDS: Mapping[str, tuple[str, ...]] = {
    "zh": (
        "读本",
        "请从图标打开读本",
        "读本正在这台电脑上运行，但这个浏览器还没有拿到进门的钥匙：打开用的链接只能用一次，"
        "关掉浏览器也要重新拿。",
        "双击桌面上的“读本”图标（或者再运行一次启动它的命令），就会打开正在运行的那一个；",
        "如果它已经在另一个窗口里开着，回到那个窗口就可以。",
        "已经写下的都保存着。",
    ),
    "en": (
        "duben",
        "Please open duben by its icon",
        "duben runs on this computer, but this browser has no key to it: the address that opens "
        "it is good once, and has to be had again when the browser was closed.",
        "Open it by its icon on the desktop, or run the command that started it once more: that "
        "opens the one that runs.",
        "If it is open in another window, go back to that one.",
        "All that was written is saved.",
    ),
}


def static_folder() -> Path:
    """The folder of the front end's files, packed with us."""
    return Path(__file__).parent / "static"


@cache
def static_names() -> Mapping[str, Path]:
    """The files that are served, by name: those in the folder itself when the server began."""
    return {
        path.name: path
        for path in sorted(static_folder().glob("*"))
        if path.suffix in KINDS and path.is_file() and not path.is_symlink()
    }


def entry_page(language: str) -> str:
    """The page for a browser that was not let in: what to do."""
    title, head, why, again, other, soft = map(escape, ENTRY_WORDS[language])
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{ENTRY_STYLE}</style></head><body><main><h1>{head}</h1>"
        f"<p>{why}</p><ol><li>{again}</li><li>{other}</li></ol>"
        f'<p class="soft">{soft}</p></main></body></html>'
    )


def index_page(mode: str, language: str, token: str) -> str:
    """The page of the front end, told what it is for, in which language, and with which token it
    may write.
    """
    text = (static_folder() / INDEX).read_text("utf-8")
    html = f'<html lang="{escape(language)}" data-mode="{escape(mode)}">'
    meta = f'<meta name="duben-token" content="{escape(token)}">'
    return TOKEN_TAG.sub(lambda _: meta, HTML_TAG.sub(lambda _: html, text, count=1), count=1)
