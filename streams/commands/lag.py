"""`storywire lag`: how far each stage is behind, in records and in seconds."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from rich.table import Table

from streams.codec import to_json
from streams.commands.broker import with_broker
from streams.commands.command import OK, Command
from streams.console import open_console
from streams.kafka.connection import Connection
from streams.kafka.offsets import fetch_offsets
from streams.lag import PartitionLag, group_lags, partition_lag
from streams.settings import Settings
from streams.terminal import counted
from streams.topics import ARTICLES, ENRICHED, group_name


def groups_of(settings: Settings) -> dict[str, list[str]]:
    """Give the topics that each stage's consumer group reads."""
    prefix = settings.topic_prefix
    return {
        group_name(prefix, topic): [topic.prefixed(prefix).name] for topic in (ARTICLES, ENRICHED)
    }


async def measure(settings: Settings, now: datetime) -> list[PartitionLag]:
    """Ask the broker how far every group is behind in every partition."""
    connection = Connection.from_settings(settings)
    offsets = await fetch_offsets(connection, groups_of(settings))
    return [partition_lag(each, now) for each in offsets]


def as_data(lag: PartitionLag) -> dict[str, Any]:
    """Give one partition's lag as plain data."""
    offsets = lag.offsets
    return {
        "group": offsets.group,
        "topic": offsets.topic,
        "partition": offsets.partition,
        "committed": offsets.committed,
        "end": offsets.end,
        "records": lag.records,
        "seconds": lag.seconds,
        "lost": lag.lost,
    }


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one object per partition and line")
    parser.add_argument("--all", action="store_true", help="show partitions without lag, too")


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    lags = asyncio.run(measure(with_broker(settings), datetime.now(UTC)))
    if arguments.json:
        for lag in lags:
            sys.stdout.write(to_json(as_data(lag)).decode() + "\n")
    else:
        _print(lags, everything=arguments.all)
    return OK


def _print(lags: Sequence[PartitionLag], *, everything: bool) -> None:
    console = open_console(tables=True)
    table = Table("group", "topic", "partition", "committed", "end", "behind", "seconds")
    for column in table.columns[2:]:
        column.justify = "right"
    shown = [lag for lag in lags if lag.records or lag.lost or everything]
    for lag in shown:
        offsets = lag.offsets
        committed = "never" if offsets.committed is None else str(offsets.committed)
        place = (offsets.group, offsets.topic, str(offsets.partition), committed)
        table.add_row(*place, str(offsets.end), str(lag.records), _seconds(lag.seconds))
    if shown:
        console.print(table)
    for group in group_lags(lags):
        console.print(
            f"{group.group}: {counted(group.records, 'record')} behind, "
            f"{_seconds(group.seconds)} seconds"
        )
    lost = sum(lag.lost for lag in lags)
    if lost:
        console.print(f"[red]lost to retention before they were read: {lost} records[/red]")


def _seconds(seconds: float | None) -> str:
    return "unknown" if seconds is None else f"{seconds:.1f}"


COMMAND: Final = Command("lag", "show how far the stages are behind", _configure, _run)
