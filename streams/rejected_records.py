"""What lies on ``news.rejected``: the rejections, which of them were replayed, and which are meant.

A replay leaves two marks. The record goes back to its topic with a count and one line of history
per rejection in its headers, so that a second rejection still tells of the first. And a marker is
written to ``news.rejected`` that names the record replayed, so that it is replayed once. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from streams.codec import from_json
from streams.errors import UndecodableRecord
from streams.received import Received
from streams.record import to_utc
from streams.rejection import HEADER_PREFIX, Headers, Rejection

HISTORY_HEADER: Final = "storywire-history"
"""One per rejection, oldest first; not under our prefix, so that it stays with the record."""
REPLAYS_HEADER: Final = HEADER_PREFIX + "replays"
_MARKER_HEADER: Final = HEADER_PREFIX + "replayed"
_MARKED_HEADER: Final = HEADER_PREFIX + "replayed-at"
NO_REASON: Final = "NoReason"
"""Error class of a record on ``news.rejected`` that does not say why it is there."""


@dataclass(frozen=True, slots=True)
class RejectedRecord:
    """A rejection, its place on ``news.rejected``, and whether it was replayed."""

    partition: int
    offset: int
    rejection: Rejection
    replayed: datetime | None = None

    @property
    def place(self) -> str:
        """Name the record on ``news.rejected``: the partition and the offset there."""
        return f"{self.partition}/{self.offset}"

    @property
    def history(self) -> tuple[str, ...]:
        """Give what was said at earlier rejections of the same record, oldest first."""
        return tuple(
            value.decode("utf-8", "replace")
            for name, value in self.rejection.headers
            if name == HISTORY_HEADER
        )

    @property
    def article_id(self) -> str | None:
        """Give the article's id if there is one to be found: the key, else the JSON's id or url."""
        if self.rejection.key:
            return self.rejection.key.decode("utf-8", "replace")
        try:
            data = from_json(self.rejection.value or b"")
        except UndecodableRecord:
            return None
        found = (data.get("id") or data.get("url")) if isinstance(data, dict) else None
        return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rejected records are meant; what is left empty does not restrict."""

    ids: frozenset[str] = frozenset()
    """Article ids, or places on ``news.rejected`` such as ``3/1042``."""
    errors: frozenset[str] = frozenset()
    """Class names of errors."""
    since: datetime | None = None
    until: datetime | None = None
    """Rejected at or after ``since``, and before ``until``."""
    replayed: bool = False
    """Also those that were replayed already."""

    def takes(self, record: RejectedRecord) -> bool:
        """Whether this record is meant."""
        rejection = record.rejection
        return (
            (self.replayed or record.replayed is None)
            and (not self.ids or record.place in self.ids or record.article_id in self.ids)
            and (not self.errors or rejection.error in self.errors)
            and (self.since is None or rejection.rejected >= self.since)
            and (self.until is None or rejection.rejected < self.until)
        )


def read_rejected(records: Iterable[Received]) -> tuple[RejectedRecord, ...]:
    """Read ``news.rejected``: the rejections in the order of their times, markers applied."""
    rejected: dict[str, RejectedRecord] = {}
    replayed: dict[str, datetime] = {}
    for record in records:
        headers = dict(record.headers)
        if _MARKER_HEADER in headers:
            place = headers[_MARKER_HEADER].decode("utf-8", "replace")
            replayed[place] = _time(headers.get(_MARKED_HEADER), record)
        else:
            read = _read(record)
            rejected[read.place] = read
    return tuple(
        sorted(
            (replace(each, replayed=replayed.get(each.place)) for each in rejected.values()),
            key=lambda each: (each.rejection.rejected, each.partition, each.offset),
        )
    )


def replay_headers(record: RejectedRecord) -> Headers:
    """Give the headers of a record that goes back to its topic: its own, count and history."""
    rejection = record.rejection
    line = (
        f"{rejection.rejected.isoformat()} {rejection.topic}/{rejection.partition}"
        f"/{rejection.offset} {rejection.error}: {rejection.message}"
    )
    return (
        *rejection.headers,
        (HISTORY_HEADER, line.encode("utf-8", "replace")),
        (REPLAYS_HEADER, str(rejection.replays + 1).encode()),
    )


def marker_headers(record: RejectedRecord, now: datetime) -> Headers:
    """Give the headers of the marker that says that a rejected record was replayed."""
    return (
        (_MARKER_HEADER, record.place.encode()),
        (_MARKED_HEADER, now.astimezone(UTC).isoformat().encode()),
    )


def _read(record: Received) -> RejectedRecord:
    try:
        rejection = Rejection.from_headers(record.key, record.value, record.headers)
    except ValueError as error:
        rejection = Rejection(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            error=NO_REASON,
            message=str(error),
            rejected=_time(None, record),
            key=record.key,
            value=record.value,
            headers=record.headers,
        )
    return RejectedRecord(record.partition, record.offset, rejection)


def _time(raw: bytes | None, record: Received) -> datetime:
    try:
        return to_utc((raw or b"").decode())
    except ValueError:
        return record.timestamp or datetime.fromtimestamp(0, UTC)
