"""How far a consumer group is behind, in records and in seconds; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PartitionOffsets:
    """What the broker knows of one partition and one group."""

    group: str
    topic: str
    partition: int
    committed: int | None
    """The next offset the group will read; None: it has never committed."""
    beginning: int
    """The first offset that is kept."""
    end: int
    """The offset the next record will get."""
    waiting_since: datetime | None = None
    """Timestamp of the first record that is not committed; None: there is none, or unknown."""


@dataclass(frozen=True, slots=True)
class PartitionLag:
    """How far a group is behind in one partition."""

    offsets: PartitionOffsets
    records: int
    """Records that wait, at most: compaction leaves offsets without records."""
    seconds: float | None
    """Age of the first one that waits; 0.0 if none does; None if it is unknown."""

    @property
    def lost(self) -> int:
        """Records that retention removed before the group read them."""
        committed = self.offsets.committed
        return max(0, self.offsets.beginning - committed) if committed is not None else 0


def partition_lag(offsets: PartitionOffsets, now: datetime) -> PartitionLag:
    """Measure one partition.

    >>> from datetime import timezone
    >>> waiting, now = (datetime(2026, 1, 1, 0, 0, s, tzinfo=timezone.utc) for s in (0, 30))
    >>> lag = partition_lag(PartitionOffsets("g", "t", 0, 5, 0, 8, waiting), now)
    >>> lag.records, lag.seconds
    (3, 30.0)
    """
    records = max(0, offsets.end - first_unread(offsets))
    if records == 0:
        return PartitionLag(offsets, 0, 0.0)
    if offsets.waiting_since is None:
        return PartitionLag(offsets, records, None)
    # A producer's clock may be ahead of ours: nothing is late by less than no time.
    seconds = max(0.0, (now - offsets.waiting_since).total_seconds())
    return PartitionLag(offsets, records, seconds)


def first_unread(offsets: PartitionOffsets) -> int:
    """Give the offset of the first record that the group has still to read.

    >>> first_unread(PartitionOffsets("g", "t", 0, committed=None, beginning=4, end=9))
    4
    """
    return max(offsets.beginning, offsets.committed or 0)


@dataclass(frozen=True, slots=True)
class GroupLag:
    """How far a whole group is behind."""

    group: str
    records: int
    seconds: float | None
    """The latest partition's; None if one that has records waiting is unknown."""


def group_lags(partitions: Iterable[PartitionLag]) -> tuple[GroupLag, ...]:
    """Sum up by group, in the order of their names.

    >>> group_lags([])
    ()
    """
    by_group: dict[str, list[PartitionLag]] = {}
    for lag in partitions:
        by_group.setdefault(lag.offsets.group, []).append(lag)
    return tuple(_sum_up(group, lags) for group, lags in sorted(by_group.items()))


def _sum_up(group: str, lags: list[PartitionLag]) -> GroupLag:
    known = [lag.seconds for lag in lags if lag.seconds is not None]
    seconds = max(known, default=0.0) if len(known) == len(lags) else None
    return GroupLag(group, sum(lag.records for lag in lags), seconds)
