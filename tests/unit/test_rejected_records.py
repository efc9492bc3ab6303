"""What lies on news.rejected can be read, chosen and sent back with its history."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from streams.received import Received
from streams.rejected_records import (
    HISTORY_HEADER,
    NO_REASON,
    RejectedRecord,
    Selection,
    marker_headers,
    read_rejected,
    replay_headers,
)
from streams.rejection import Rejection

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def _rejection(
    key: bytes | None = b"a-1", minutes: int = 0, error: str = "InvalidRecord"
) -> Rejection:
    return Rejection.of(
        topic="articles",
        partition=3,
        offset=40,
        error=error,
        message="outlet is missing: it is required",
        rejected=NOON + timedelta(minutes=minutes),
        key=key,
        value=b'{"id": "a-1"}',
        headers=[("producer", b"desk")],
    )


def _received(rejection: Rejection, offset: int, partition: int = 0) -> Received:
    headers = rejection.to_headers()
    return Received("rejected", partition, offset, NOON, rejection.key, rejection.value, headers)


def test_rejections_are_read_in_the_order_of_their_times() -> None:
    """Partitions have no order among each other."""
    late, early = _rejection(minutes=9), _rejection(minutes=1)

    read = read_rejected([_received(late, 0), _received(early, 0, partition=1)])

    assert [record.place for record in read] == ["1/0", "0/0"]
    assert read[0].rejection.rejected == early.rejected
    assert read[0].replayed is None


def test_a_marker_anywhere_says_that_a_record_was_replayed() -> None:
    """It lies on another partition, and may even come first."""
    (record,) = read_rejected([_received(_rejection(), 5)])
    marker = Received("rejected", 2, 0, NOON, None, b"", marker_headers(record, NOON))

    (read,) = read_rejected([marker, _received(_rejection(), 5)])

    assert read.replayed == NOON


def test_a_record_without_a_reason_is_listed_all_the_same() -> None:
    """Anybody can write to the topic; nothing on it is passed over in silence."""
    (read,) = read_rejected([Received("rejected", 0, 7, NOON, None, b"?", (("x", b"\xff"),))])

    assert read.rejection.error == NO_REASON
    assert "storywire.topic is missing" in read.rejection.message
    assert read.rejection.topic == "rejected"


def test_a_replayed_record_keeps_its_own_headers_and_its_history() -> None:
    """Rejected, replayed and rejected again: both rejections are told."""
    (first,) = read_rejected([_received(_rejection(), 0)])
    back = replay_headers(first)
    again = Rejection.of(
        topic="articles", partition=3, offset=99, error="EnrichmentFailed", message="too slow",
        rejected=NOON + timedelta(hours=1), key=b"a-1", value=b"{}", headers=back,
    )  # fmt: skip
    (second,) = read_rejected([_received(again, 1)])

    assert ("producer", b"desk") in back
    assert second.rejection.replays == 1
    assert second.history == (
        "2026-05-01T12:00:00+00:00 articles/3/40 InvalidRecord: outlet is missing: it is required",
    )
    third = replay_headers(second)
    assert [name for name, _ in third].count(HISTORY_HEADER) == 2
    assert dict(third)["storywire.replays"] == b"2"


@pytest.mark.parametrize(
    ("selection", "taken"),
    [
        (Selection(), True),
        (Selection(ids=frozenset({"a-1"})), True),
        (Selection(ids=frozenset({"0/5"})), True),
        (Selection(ids=frozenset({"a-2"})), False),
        (Selection(errors=frozenset({"InvalidRecord", "OversizedRecord"})), True),
        (Selection(errors=frozenset({"OversizedRecord"})), False),
        (Selection(since=NOON), True),
        (Selection(since=NOON + timedelta(seconds=1)), False),
        (Selection(until=NOON), False),
        (Selection(until=NOON + timedelta(seconds=1)), True),
    ],
)
def test_records_are_chosen_by_id_class_and_time(selection: Selection, taken: bool) -> None:
    """All that is given must fit."""
    (record,) = read_rejected([_received(_rejection(), 5)])

    assert selection.takes(record) is taken
    assert not selection.takes(replace(record, replayed=NOON))
    assert replace(selection, replayed=True).takes(replace(record, replayed=NOON)) is taken


@pytest.mark.parametrize(
    ("key", "value", "article_id"),
    [
        (b"k", b'{"id": "v"}', "k"),
        (None, b'{"id": "v"}', "v"),
        (None, b'{"url": "u"}', "u"),
        (None, b'{"id": 7}', None),
        (None, b"[]", None),
        (None, b"\xff", None),
        (None, None, None),
        (b"\xff", None, "\ufffd"),
    ],
)
def test_the_article_is_found_whatever_is_wrong(
    key: bytes | None, value: bytes | None, article_id: str | None
) -> None:
    """Many are rejected because it is missing."""
    record = RejectedRecord(0, 0, replace(_rejection(), key=key, value=value))

    assert record.article_id == article_id
