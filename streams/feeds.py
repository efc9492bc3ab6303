"""RSS and Atom feeds as articles."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any

import feedparser

from streams.codec import article_from
from streams.errors import InvalidRecord, UndecodableRecord
from streams.html_text import text_of_html
from streams.publication import Publication


def publications(
    raw: bytes, name: str, outlet: str | None = None
) -> Iterator[tuple[str, Publication]]:
    """Give the articles of a feed, each with its place (``news.xml, entry 2``).

    A feed that carries only teasers gives articles whose text is the teaser.

    Args:
        raw: the feed; nothing is fetched, whatever addresses are in it.
        name: what to call it.
        outlet: outlet of the entries; by default the source they name, else the feed's title.
    """
    feed = feedparser.parse(BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version:
        problem = feed.get("bozo_exception", "it has no known root element")
        yield (
            name,
            UndecodableRecord(f"not a feed: neither RSS nor Atom can be read in it: {problem}"),
        )
        return
    for number, entry in enumerate(feed.entries, 1):
        fields = _fields(entry, feed.feed, outlet)
        try:
            yield f"{name}, entry {number}", article_from(fields)
        except InvalidRecord as error:
            yield f"{name}, entry {number}", error


def _fields(entry: Any, feed: Any, outlet: str | None) -> dict[str, Any]:
    texts = [part.get("value", "") for part in entry.get("content", ())]
    text = max(texts, key=len, default="") or entry.get("summary", "")
    summary = entry.get("summary", "") if texts else ""
    fields = {
        "id": entry.get("id") or entry.get("link"),
        "url": entry.get("link"),
        "title": text_of_html(entry.get("title", "")),
        "text": text_of_html(text),
        "published": _time(entry.get("published_parsed") or entry.get("updated_parsed")),
        "outlet": outlet or (entry.get("source") or {}).get("title") or feed.get("title"),
        "language": entry.get("language") or feed.get("language"),
        "authors": [each["name"] for each in entry.get("authors", ()) if each.get("name")],
        "section": next((tag["term"] for tag in entry.get("tags", ()) if tag.get("term")), None),
        "summary": text_of_html(summary),
    }
    return {field: value for field, value in fields.items() if value}


def _time(parsed: struct_time | None) -> str | None:
    """Give a time, which feedparser has turned to UTC, with its offset."""
    if parsed is None:
        return None
    return datetime(*parsed[:6], tzinfo=UTC).isoformat()
