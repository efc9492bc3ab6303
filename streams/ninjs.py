"""IPTC ninjs, the news agencies' JSON, as articles: versions 1, 2 and 3.

See https://iptc.org/standards/ninjs/ for the standard. Version 3 writes ``bodyText`` where earlier
ones write ``body_text``; both are read.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from streams.article import Article
from streams.codec import article_from
from streams.errors import UnidentifiedRecord
from streams.html_text import text_of_html
from streams.publication import Withdrawn

_SIGNS: Final = frozenset(
    "headline headlines bodytext bodyhtml bodyxhtml bodies pubstatus versioncreated".split()
)
_CANCELED: Final = "canceled"


def is_ninjs(item: Mapping[str, Any]) -> bool:
    """Tell whether an object is a ninjs item: it has a ``uri`` and no outlet of ours.

    >>> is_ninjs({"uri": "urn:x:1", "headline": "Ferry aground"})
    True
    >>> is_ninjs({"id": "1", "title": "Ferry aground", "outlet": "Harbor Courier"})
    False
    """
    names = _plain(item).keys()
    return "uri" in names and "outlet" not in names and not names.isdisjoint(_SIGNS)


def publication(item: Mapping[str, Any], outlet: str | None = None) -> Article | Withdrawn:
    """Turn a ninjs item into an article, or into a withdrawal if its status is ``canceled``.

    Args:
        item: the item.
        outlet: outlet to name if the item says nothing of its source.

    Raises:
        InvalidRecord: if a field that an article needs is missing, or not as it must be.
    """
    told = _plain(item)
    status = str(told.get("pubstatus") or "").rpartition(":")[2]
    if status == _CANCELED:
        return _withdrawn(told.get("uri"))
    fields = {
        "id": told.get("uri"),
        "url": told.get("url") or _link(told),
        "title": told.get("headline") or _first(told.get("headlines"), "value"),
        "text": _text(told),
        "published": told.get("firstcreated") or told.get("versioncreated"),
        "outlet": _source(told) or outlet,
        "language": told.get("language"),
        "authors": [told[name] for name in ("byline", "by") if told.get(name)][:1],
        "summary": told.get("descriptiontext") or _first(told.get("descriptions"), "value"),
        "version": told.get("version"),
    }
    return article_from({name: value for name, value in fields.items() if value is not None})


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give an item's fields under names that all versions have in common."""
    return {name.casefold().replace("_", ""): value for name, value in item.items()}


def _withdrawn(uri: Any) -> Withdrawn:
    if not isinstance(uri, str) or not uri:
        reason = f"uri is {uri!a:.80}: a canceled item names its article there"
        raise UnidentifiedRecord(reason)
    return Withdrawn(uri)


def _text(told: Mapping[str, Any]) -> Any:
    if told.get("bodytext"):
        return told["bodytext"]
    for name in ("bodyhtml", "bodyxhtml"):
        if isinstance(told.get(name), str):
            return text_of_html(told[name])
    bodies = [body for body in _objects(told.get("bodies")) if isinstance(body.get("value"), str)]
    plain = [body for body in bodies if _content_type(body).startswith("text/plain")]
    if plain:
        return plain[0]["value"]
    return text_of_html(bodies[0]["value"]) if bodies else None


def _content_type(body: Mapping[str, Any]) -> str:
    return str(body.get("contenttype") or body.get("contentType") or "text/plain")


def _source(told: Mapping[str, Any]) -> Any:
    """Name who publishes: the information source, in whatever way the version spells it."""
    for name in ("infosources", "infosource"):
        if (found := _first(told.get(name), "name")) is not None:
            return found
    return told.get("source") or told.get("copyrightholder")


def _link(told: Mapping[str, Any]) -> Any:
    """Give the address among the other ids of the item."""
    for link in _objects(told.get("altids")):
        if link.get("role") == "url":
            return link.get("value")
    return None


def _first(value: Any, name: str) -> Any:
    return next((each[name] for each in _objects(value) if each.get(name)), None)


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, Mapping))
