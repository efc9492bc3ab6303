"""Files of articles: JSON lines, IPTC ninjs, RSS or Atom, told apart by their contents."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from streams import feeds, ninjs
from streams.article import Article
from streams.codec import article_from, as_object, from_json
from streams.errors import InvalidRecord, UndecodableRecord
from streams.publication import Publication, Withdrawn

_FEED_OPENS: Final = b"<"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def publications(
    lines: Iterable[bytes], name: str, outlet: str | None = None
) -> Iterator[tuple[str, Publication]]:
    """Give what a file publishes, each with the place where it stands there (``file:7``).

    A file that opens with ``<`` is a feed; one that is a single JSON text, however it is laid out,
    is one item or an array of items; any other has one JSON object a line, and is read as it comes.

    Args:
        lines: the file.
        name: what to call it.
        outlet: outlet of the articles that do not name theirs.
    """
    remaining = iter(lines)
    first, opening = next(
        ((number, line) for number, line in enumerate(remaining, 1) if line.strip()), (1, b"")
    )
    opening = opening.removeprefix(_BYTE_ORDER_MARK)
    if opening.lstrip().startswith(_FEED_OPENS):
        yield from feeds.publications(b"".join([opening, *remaining]), name, outlet)
    elif opening.strip() in (b"{", b"["):
        yield from _laid_out([opening, *remaining], first, name, outlet)
    else:
        yield from _line_by_line(chain([opening], remaining), first, name, outlet)


def _line_by_line(
    lines: Iterable[bytes], first: int, name: str, outlet: str | None
) -> Iterator[tuple[str, Publication]]:
    for number, line in enumerate(lines, first):
        if line.strip():
            yield f"{name}:{number}", _of_line(line, outlet)


def _of_line(line: bytes, outlet: str | None) -> Publication:
    try:
        return _of_item(from_json(line), outlet)
    except InvalidRecord as error:
        return error


def _laid_out(
    lines: list[bytes], first: int, name: str, outlet: str | None
) -> Iterator[tuple[str, Publication]]:
    """Read a JSON text that is laid out over several lines; else it was meant as lines."""
    try:
        found = from_json(b"".join(lines))
    except UndecodableRecord:
        yield from _line_by_line(lines, first, name, outlet)
        return
    items = found if isinstance(found, list) else [found]
    for number, item in enumerate(items, 1):
        try:
            yield f"{name}, item {number}", _of_item(item, outlet)
        except InvalidRecord as error:
            yield f"{name}, item {number}", error


def _of_item(item: Any, outlet: str | None) -> Article | Withdrawn:
    item = as_object(item)
    if ninjs.is_ninjs(item):
        return ninjs.publication(item, outlet)
    if outlet is not None and item.get("outlet") is None:
        item["outlet"] = outlet
    return article_from(item)
