"""The text of a piece of HTML, its paragraphs apart."""

import re
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    "address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section table td th tr ul".split()
)
_SILENT: Final = frozenset(("script", "style", "template", "noscript"))
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_EDGES: Final = re.compile(r" *\n *")
_BREAKS: Final = re.compile(r"\n{3,}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(_BLANKS.sub(" ", data))


def text_of_html(html: str) -> str:
    r"""Give the text without its marks; paragraphs stand apart by an empty line.

    >>> text_of_html("<p>A ferry ran <b>aground</b>.</p><p>Nobody was hurt &amp; all is well.</p>")
    'A ferry ran aground.\n\nNobody was hurt & all is well.'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _BREAKS.sub("\n\n", _EDGES.sub("\n", "".join(reader.parts))).strip()
