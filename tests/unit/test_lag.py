"""Lag in records and in seconds, without a broker."""

from datetime import UTC, datetime, timedelta

import pytest

from streams.lag import PartitionOffsets, group_lags, partition_lag

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def _offsets(
    committed: int | None, beginning: int = 0, end: int = 10, waiting_s: float | None = None
) -> PartitionOffsets:
    since = None if waiting_s is None else NOW - timedelta(seconds=waiting_s)
    return PartitionOffsets("g", "t", 0, committed, beginning, end, since)


@pytest.mark.parametrize(
    ("offsets", "records", "seconds"),
    [
        (_offsets(10), 0, 0.0),
        (_offsets(9, waiting_s=2.5), 1, 2.5),
        (_offsets(None, waiting_s=60), 10, 60.0),
        (_offsets(None, beginning=4, waiting_s=60), 6, 60.0),
        (_offsets(2, beginning=4), 6, None),
        (_offsets(0, end=0), 0, 0.0),
        (_offsets(12), 0, 0.0),
        (_offsets(9, waiting_s=-30), 1, 0.0),
    ],
    ids=[
        "nothing waits",
        "one waits",
        "never committed",
        "never committed, some deleted",
        "deleted before they were read",
        "empty",
        "the topic was made anew",
        "a clock ahead of ours",
    ],
)
def test_a_partition(offsets: PartitionOffsets, records: int, seconds: float | None) -> None:
    """Records from the first that can be read to the end; the age of that first one."""
    lag = partition_lag(offsets, NOW)

    assert (lag.records, lag.seconds) == (records, seconds)


def test_what_retention_took_before_it_was_read_is_counted() -> None:
    """A group that was away too long must be told."""
    assert partition_lag(_offsets(2, beginning=4), NOW).lost == 2
    assert partition_lag(_offsets(None, beginning=4), NOW).lost == 0


def test_a_group_is_as_late_as_its_latest_partition() -> None:
    """Records add up; an unknown age makes the group's unknown."""
    known = [partition_lag(_offsets(9, waiting_s=seconds), NOW) for seconds in (1, 7)]
    unknown = partition_lag(_offsets(8), NOW)

    (lag,) = group_lags(known)
    assert (lag.records, lag.seconds) == (2, 7.0)
    (lag,) = group_lags([*known, unknown])
    assert (lag.records, lag.seconds) == (4, None)
