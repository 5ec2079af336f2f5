"""The documents that WeasyPrint lays out: our HTML, and the pictures that it may fetch."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from duben.manuscript import Picture

LEADER = b'<svg xmlns="http://www.w3.org/2000/svg" width="4.5" height="1.5"><circle cx="2" cy=".75" r=".42"/></svg>'  # noqa: E501
RULED = b'<svg xmlns="http://www.w3.org/2000/svg" width="294" height="26.25"><path d="M0 26h294" stroke="#888" stroke-width=".4"/></svg>'  # noqa: E501
RULE = b'<svg xmlns="http://www.w3.org/2000/svg" width="63" height="1"><path d="M0 .5h63" stroke="#444" stroke-width=".4"/></svg>'  # noqa: E501
HAIR = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="1"><path d="M0 .15h4" stroke="#bbb" stroke-width=".3"/></svg>'  # noqa: E501
DRAWN = {
    "duben:hair.svg": HAIR,
    "duben:leader.svg": LEADER,
    "duben:ruled.svg": RULED,
    "duben:rule.svg": RULE,
}


class BookFetcher(URLFetcher):
    """Gives the renderer the pictures of the book and nothing else; remembers what else was asked
    for.
    """

    def __init__(self, pictures: Mapping[str, Picture]) -> None:
        super().__init__(allowed_protocols=())
        self.pictures = {
            f"duben:picture/{number}": picture for number, picture in enumerate(pictures.values())
        }
        self.names = tuple(pictures)
        self.refused: list[str] = []
        self.own_pictures: dict[str, bytes] = {}  # pictures of our own

    def address(self, name: str) -> str:
        """The address of a picture of the book; "" where it has none of this name."""
        return f"duben:picture/{self.names.index(name)}" if name in self.names else ""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """A picture of the book or of ours; ValueError for any other address, which is noted in
        ``refused``.
        """
        if url in DRAWN:
            return URLFetcherResponse(url, DRAWN[url], {"Content-Type": "image/svg+xml"})
        if url in self.own_pictures:
            return URLFetcherResponse(url, self.own_pictures[url], {"Content-Type": "image/png"})
        if picture := self.pictures.get(url):
            return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})
        self.refused.append(url)
        raise ValueError(f"not given out: {url}")


class StrictHtml(HTML):
    """A text of our own templates, which is XHTML: read by the parser in C, in a thirtieth of the
    time.
    """

    def __init__(self, string: str, url_fetcher: URLFetcher, base_url: str) -> None:
        self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(
            ElementTree.fromstring(string), content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element
