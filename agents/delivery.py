"""Sends that are not forgotten: every record is acknowledged by the broker, or refused by us."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import faust
from aiokafka.errors import InvalidMessageError, KafkaError, MessageSizeTooLargeError
from faust.types import TopicT

from streams.errors import StorywireError
from streams.kafka.record_batches import UNREADABLE_HEADER
from streams.rejection import Rejection
from streams.settings import Settings
from streams.topics import REJECTED, Topic

EXIT_UNUSABLE: Final = os.EX_CONFIG
"""Exit status of a worker that must not be started again before somebody has mended something."""

_logger = logging.getLogger(__name__)
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 30.0
_KEY_BYTES: Final = 64 * 1024
_HEADERS_BYTES: Final = 1024 * 1024
_VALUE_BYTES: Final = REJECTED.max_message_bytes - 2 * 1024 * 1024
_FINAL: Final = (MessageSizeTooLargeError, InvalidMessageError)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to send; ``partition`` None leaves the choice to the key."""

    topic: Any
    key: bytes | None
    value: bytes | None
    partition: int | None = None
    headers: tuple[tuple[str, bytes], ...] = ()

    async def send(self) -> Awaitable[Any]:
        """Queue the record; the result is awaited for the broker's acknowledgement."""
        sent: Awaitable[Any] = await self.topic.send(
            key=self.key,
            value=self.value,
            partition=self.partition,
            headers=list(self.headers) or None,
        )
        return sent


async def deliver(records: Sequence[Outgoing]) -> None:
    """Send records in order and wait until the broker has acknowledged all of them.

    What the broker did not take is sent again, with growing pauses, for as long as it takes: the
    batch these records come from is only committed once this returns.

    Raises:
        MessageSizeTooLargeError, InvalidMessageError: for a record that can never be taken.
    """
    pauses = pauses_s()
    while records:
        sends = [await record.send() for record in records]
        results = await asyncio.gather(*sends, return_exceptions=True)
        records = [records[index] for index in may_pass(results)]
        if records:
            _logger.warning("%d records not acknowledged, sending again", len(records))
            await asyncio.sleep(next(pauses))


def may_pass(results: Sequence[Any]) -> list[int]:
    """Give the places of the sends that failed for a reason that may pass.

    Raises:
        MessageSizeTooLargeError, InvalidMessageError: for a record that can never be taken.
    """
    failed = []
    for index, result in enumerate(results):
        if isinstance(result, KafkaError | TimeoutError) and not isinstance(result, _FINAL):
            failed.append(index)
        elif isinstance(result, BaseException):
            raise result
    return failed


def pauses_s() -> Iterator[float]:
    """Give growing pauses, in seconds, for ever."""
    pause_s = _FIRST_PAUSE_S
    while True:
        yield pause_s
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


@contextmanager
def nothing_escapes() -> Iterator[None]:
    """End the process, as kill -9 would, if an exception comes this far.

    An exception that leaves an agent makes Faust acknowledge what the agent had not finished: those
    records would be lost. A process that starts anew gets them again instead; if it would fail for
    the same reason, which then is one of streams.errors, its status is ``EXIT_UNUSABLE``.
    """
    try:
        yield
    except StorywireError as error:
        _logger.critical("%s", error)
        logging.shutdown()
        os._exit(EXIT_UNUSABLE)
    except Exception:
        _logger.critical("unexpected, ending the process so that nothing is lost", exc_info=True)
        logging.shutdown()
        os._exit(os.EX_SOFTWARE)


def raw_topic(app: faust.App, settings: Settings, topic: Topic) -> TopicT:
    """Give Faust's topic for a row of the table; keys and values are bytes, decoded by us alone."""
    name = topic.prefixed(settings.topic_prefix).name
    return app.topic(name, key_serializer="raw", value_serializer="raw")


def rejecting(topic: TopicT, now: Callable[[], datetime]) -> Callable[..., Outgoing]:
    """Give a function that turns an event that cannot be used into a record for the operators."""

    def rejected(event: faust.EventT[Any], error: str, message: str) -> Outgoing:
        source = event.message
        key, value, headers, cut = _within_limits(source.key, source.value, _pairs(source.headers))
        rejection = Rejection.of(
            topic=source.topic,
            partition=source.partition,
            offset=source.offset,
            error=error,
            message=f"{message}; kept here: {cut}" if cut else message,
            rejected=now(),
            key=key,
            value=value,
            headers=headers,
        )
        return Outgoing(topic, key, value or b"", headers=rejection.to_headers())

    return rejected


Headers = tuple[tuple[str, bytes], ...]


def _within_limits(
    key: bytes | None, value: bytes | None, headers: Headers
) -> tuple[bytes | None, bytes | None, Headers, str]:
    """Cut a record to what ``news.rejected`` can hold, and say what was cut.

    The broker measures records as they are compressed: unpacked, one can be a hundred times larger
    than its topic allows.
    """
    cut = []
    if len(key or b"") > _KEY_BYTES:
        cut.append(f"the first {_KEY_BYTES} of the key's {len(key or b'')} bytes")
        key = (key or b"")[:_KEY_BYTES]
    if len(value or b"") > _VALUE_BYTES:
        cut.append(f"the first {_VALUE_BYTES} of the value's {len(value or b'')} bytes")
        value = (value or b"")[:_VALUE_BYTES]
    size = sum(len(name) + len(content) for name, content in headers)
    if size > _HEADERS_BYTES:
        cut.append(f"none of the headers of {size} bytes")
        headers = ()
    return key, value, headers, " and ".join(cut)


def _pairs(headers: Any) -> tuple[tuple[str, bytes], ...]:
    """Give a message's headers as pairs; repeated names are kept."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers or ()
    return tuple((str(name), bytes(value or b"")) for name, value in pairs)


def unreadable_because(event: faust.EventT[Any]) -> str | None:
    """Say why an event's record could not be unpacked, None if it could."""
    if event.message.value is not None or event.message.key is not None:
        return None
    reason = dict(_pairs(event.message.headers)).get(UNREADABLE_HEADER)
    return None if reason is None else reason.decode("utf-8", "replace")


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def received_at(event: faust.EventT[Any]) -> datetime:
    """Give the time at which an event's record entered its topic."""
    return datetime.fromtimestamp(event.message.timestamp, UTC)
