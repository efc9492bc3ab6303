"""What every record has in common: frozen, validated on construction, times in aware UTC."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

SCHEMA_VERSION: Final = 1
"""Version of all wire records; grows when a reader of the former one could misread the new one."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Record(BaseModel):
    """Base of all wire records: immutable; unknown fields of newer minor versions are ignored."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", allow_inf_nan=False, ser_json_inf_nan="null"
    )


def to_utc(value: Any) -> datetime:
    """Read an aware time, or a bare day as its midnight in UTC.

    Args:
        value: an aware ``datetime`` or ISO 8601 text with an offset (or a day, ``YYYY-MM-DD``).

    Raises:
        ValueError: for anything else, with the reason.

    >>> to_utc("2026-03-10T08:00:00+02:00").isoformat()
    '2026-03-10T06:00:00+00:00'
    >>> to_utc("2026-03-10").isoformat()
    '2026-03-10T00:00:00+00:00'
    >>> to_utc("2026-03-10T08:00:00")
    Traceback (most recent call last):
    ValueError: must say its offset from UTC, as in 2026-03-10T08:00:00Z
    """
    if isinstance(value, str):
        if _DAY.fullmatch(value):
            return datetime.combine(date.fromisoformat(value), time(), UTC)
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            reason = "must be an ISO 8601 time with its offset, as in 2026-03-10T08:00:00Z"
            raise ValueError(reason) from None
    if not isinstance(value, datetime):
        reason = "must be an ISO 8601 time as text"
        raise ValueError(reason)  # noqa: TRY004 (pydantic collects ValueErrors)
    if value.tzinfo is None:
        reason = "must say its offset from UTC, as in 2026-03-10T08:00:00Z"
        raise ValueError(reason)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        reason = "must lie between the years 1 and 9999 in UTC"
        raise ValueError(reason) from None


def _without_control_characters(value: str) -> str:
    if _CONTROL.search(value):
        reason = "must not contain control characters"
        raise ValueError(reason)
    return value


def _iso(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


UtcTime = Annotated[
    datetime,
    BeforeValidator(to_utc, json_schema_input_type=str),
    PlainSerializer(_iso, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An aware time in UTC; on the wire ISO 8601 with ``Z``."""

Identifier = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=1024),
    AfterValidator(_without_control_characters),
]
"""An id: 1 to 1024 characters, none of them a control character."""

ShortText = Annotated[str, StringConstraints(strict=True, max_length=10_000)]
"""A line or a paragraph: at most 10,000 characters."""

Count = Annotated[int, Field(ge=0, strict=True)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
"""A share, a similarity or a probability in [0, 1]."""
