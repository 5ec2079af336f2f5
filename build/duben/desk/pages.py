"""The files of the front end, by a fixed table of names; the page that they begin with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
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
ENDED_PAGE = (
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>读本</title></head><body>'
    "<h1>已结束，请再打开</h1><p>这个页面已经结束，请重新启动读本。已经写下的都保存了。</p>"
    '<p lang="en">This has ended, please open it again. All that was written is saved.</p>'
    "</body></html>"
)


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


def index_page(mode: str, language: str, token: str) -> str:
    """The page of the front end, told what it is for, in which language, and with which token it
    may write.
    """
    text = (static_folder() / INDEX).read_text("utf-8")
    html = f'<html lang="{escape(language)}" data-mode="{escape(mode)}">'
    meta = f'<meta name="duben-token" content="{escape(token)}">'
    return TOKEN_TAG.sub(lambda _: meta, HTML_TAG.sub(lambda _: html, text, count=1), count=1)
