"""Bytes to records and back; the only module that knows orjson."""

from typing import Any, Final, TypeVar

import orjson
from pydantic import TypeAdapter, ValidationError

from streams.article import Article
from streams.enriched_article import EnrichedArticle, ShardInput, Tick, Withdrawal
from streams.errors import ForeignSchema, InvalidRecord, UndecodableRecord, UnidentifiedRecord
from streams.record import SCHEMA_VERSION, Record
from streams.story import Story
from streams.story_update import StoryUpdate

_SHOWN: Final = 80
_shard_input: Final[TypeAdapter[EnrichedArticle | Withdrawal | Tick]] = TypeAdapter(ShardInput)

AnyRecord = TypeVar("AnyRecord", bound=Record)


def encode(record: Record) -> bytes:
    """Give the record's JSON in UTF-8; fields without a value are left out.

    Raises:
        InvalidRecord: if a text in it is not valid Unicode (a lone surrogate).
    """
    try:
        return orjson.dumps(record.model_dump(mode="json", exclude_none=True))
    except (orjson.JSONEncodeError, UnicodeEncodeError, ValueError) as error:
        reason = f"{type(record).__name__} cannot be written as JSON: {error}"
        raise InvalidRecord(reason) from error


def to_json(value: Any, *, pretty: bool = False) -> bytes:
    """Give plain data as JSON in UTF-8, its keys sorted, on one line or indented."""
    option = orjson.OPT_SORT_KEYS | (orjson.OPT_INDENT_2 if pretty else 0)
    return orjson.dumps(value, option=option)


def from_json(raw: bytes | str) -> Any:
    """Read JSON.

    Raises:
        UndecodableRecord: if it is not JSON in UTF-8, or nested too deep.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        reason = f"not JSON in UTF-8: {error}"
        raise UndecodableRecord(reason) from None
    except RecursionError:
        reason = "not JSON in UTF-8: nested too deep"
        raise UndecodableRecord(reason) from None


def decode_article(raw: bytes, key: bytes | None = None) -> Article:
    """Read an Article published under ``key``; the key stands in for a missing id.

    Raises:
        UndecodableRecord: if the bytes are not the JSON of an object.
        UnidentifiedRecord: if there is neither id, url nor key, or the key is not the id.
        InvalidRecord: if a field is missing or its value is not allowed.
    """
    data = as_object(from_json(raw))
    name = decode_key(key)
    if name is not None and data.get("id") is None and data.get("url") is None:
        data["id"] = name
    article = article_from(data)
    if name is not None and name != article.id:
        reason = f"key is {_shown(name)} but id is {_shown(article.id)}: they must be equal"
        raise UnidentifiedRecord(reason)
    return article


def decode_key(key: bytes | None) -> str | None:
    """Read a record's key: an article id, or None where there is none.

    Raises:
        UnidentifiedRecord: if it is not UTF-8.
    """
    if not key:
        return None
    try:
        return key.decode()
    except UnicodeDecodeError:
        reason = f"key is {_shown(key)}: it must be UTF-8"
        raise UnidentifiedRecord(reason) from None


def decode_shard_input(raw: bytes) -> EnrichedArticle | Withdrawal | Tick:
    """Read what a shard of the clusterer is sent.

    Raises:
        InvalidRecord: if it cannot be read, or was written by a newer schema version.
    """
    data = as_object(from_json(raw))
    _refuse_foreign_schema(data)
    try:
        return _shard_input.validate_python(data)
    except ValidationError as error:
        raise InvalidRecord(_explain(error)) from None


def decode_story(raw: bytes) -> Story:
    """Read a Story.

    Raises:
        InvalidRecord: if it cannot be read, or was written by a newer schema version.
    """
    return decode_record(Story, raw)


def decode_story_update(raw: bytes) -> StoryUpdate:
    """Read a StoryUpdate.

    Raises:
        InvalidRecord: if it cannot be read, or was written by a newer schema version.
    """
    return decode_record(StoryUpdate, raw)


def decode_record(model: type[AnyRecord], raw: bytes) -> AnyRecord:
    """Read a versioned record of a given type.

    Raises:
        InvalidRecord: if it cannot be read, or was written by a newer schema version.
    """
    data = as_object(from_json(raw))
    _refuse_foreign_schema(data)
    return _validated(model, data)


def article_from(data: dict[str, Any]) -> Article:
    """Make an Article of plain data.

    Raises:
        UnidentifiedRecord: if there is neither id nor url.
        InvalidRecord: if a field is missing or its value is not allowed.
    """
    if data.get("id") is None and data.get("url") is None:
        reason = "id is missing, and so are url and the record's key: one of them is required"
        raise UnidentifiedRecord(reason)
    return _validated(Article, data)


def as_object(data: Any) -> dict[str, Any]:
    """Take what was read of JSON for a record.

    Raises:
        UndecodableRecord: if it is no object.
    """
    if not isinstance(data, dict):
        reason = f"a record must be a JSON object, not {_json_type(data)}"
        raise UndecodableRecord(reason)
    return data


def _refuse_foreign_schema(data: dict[str, Any]) -> None:
    version = data.get("schema_version", SCHEMA_VERSION)
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        reason = (
            f"schema_version is {_shown(version)}: this version of storywire reads up to "
            f"{SCHEMA_VERSION}; upgrade it"
        )
        raise ForeignSchema(reason)


def _validated(model: type[AnyRecord], data: dict[str, Any]) -> AnyRecord:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InvalidRecord(_explain(error)) from None


def _explain(error: ValidationError) -> str:
    """Say of the first few wrong fields what they are and what they must be."""
    sentences = []
    for detail in error.errors(include_url=False, include_context=False)[:5]:
        where = ".".join(str(part) for part in detail["loc"]) or "the record"
        what = detail["msg"].removeprefix("Value error, ")
        what = what[0].lower() + what[1:]
        if detail["type"] == "missing":
            sentences.append(f"{where} is missing: it is required")
        elif detail["loc"]:
            sentences.append(f"{where} is {_shown(detail['input'])}: {what}")
        else:
            sentences.append(f"{where}: {what}")
    return "; ".join(sentences)


def _shown(value: Any) -> str:
    """Quote a stranger's value: escaped, and cut."""
    text = ascii(value[: 2 * _SHOWN] if isinstance(value, str | bytes) else value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _json_type(value: Any) -> str:
    names = {list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
