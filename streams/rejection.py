"""Rejection: a record nobody could use, where it was, and why; its shape in Kafka headers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from streams.record import to_utc

HEADER_PREFIX: Final = "storywire."
MAX_MESSAGE_CHARACTERS: Final = 2_000
_DIGITS: Final = 9
_NULL: Final = (HEADER_PREFIX + "value", b"null")

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that could not be used; ``key``, ``value`` and ``headers`` are as they came."""

    topic: str
    partition: int
    offset: int
    error: str
    """Class name of the error, one of streams.errors."""
    message: str
    """One sentence that names field, value and what is allowed."""
    rejected: datetime
    key: bytes | None = None
    value: bytes | None = None
    headers: Headers = field(default=())
    """The headers the record came with, our own history headers among them."""
    replays: int = 0
    """How often the record had been replayed before it was rejected this time."""

    @classmethod
    def of(
        cls,
        *,
        topic: str,
        partition: int,
        offset: int,
        error: str,
        message: str,
        rejected: datetime,
        key: bytes | None,
        value: bytes | None,
        headers: Iterable[tuple[str, bytes]],
    ) -> Self:
        """Reject a record as it came; one that was replayed before keeps count of it."""
        came = tuple(headers)
        replays = dict(came).get(HEADER_PREFIX + "replays", b"0")
        return cls(
            topic=topic,
            partition=partition,
            offset=offset,
            error=error,
            message=message,
            rejected=rejected,
            key=key,
            value=value,
            headers=came,
            replays=int(replays) if replays.isdigit() and len(replays) < _DIGITS else 0,
        )

    def to_headers(self) -> Headers:
        """Give the headers of the record on ``news.rejected``: the original's, then the reason."""
        reason = {
            "topic": self.topic,
            "partition": str(self.partition),
            "offset": str(self.offset),
            "error": self.error,
            "message": self.message[:MAX_MESSAGE_CHARACTERS],
            "rejected": self.rejected.isoformat(),
            "replays": str(self.replays),
        }
        kept = tuple(pair for pair in self.headers if not _is_ours(pair[0]))
        ours = tuple(
            (HEADER_PREFIX + name, text.encode("utf-8", "replace")) for name, text in reason.items()
        )
        return kept + ours + ((_NULL,) if self.value is None else ())

    @classmethod
    def from_headers(cls, key: bytes | None, value: bytes | None, headers: Headers) -> Self:
        """Read back what :meth:`to_headers` wrote.

        Raises:
            ValueError: if a reason header is missing or not as written by ``to_headers``.
        """
        ours = {
            name.removeprefix(HEADER_PREFIX): raw.decode("utf-8", "replace")
            for name, raw in headers
            if _is_ours(name)
        }
        try:
            return cls(
                topic=ours["topic"],
                partition=int(ours["partition"]),
                offset=int(ours["offset"]),
                error=ours["error"],
                message=ours["message"],
                rejected=to_utc(ours["rejected"]),
                key=key,
                value=None if _NULL in headers else value,
                headers=tuple(pair for pair in headers if not _is_ours(pair[0])),
                replays=int(ours["replays"]),
            )
        except KeyError as missing:
            reason = f"header {HEADER_PREFIX}{missing.args[0]} is missing"
            raise ValueError(reason) from None


def _is_ours(name: str) -> bool:
    return name.startswith(HEADER_PREFIX)
