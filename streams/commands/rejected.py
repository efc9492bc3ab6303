"""`storywire rejected list|replay`: what could not be used, why, and how to send it back."""

import argparse
import asyncio
import sys
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from rich.table import Table
from rich.text import Text

from streams.codec import to_json
from streams.commands.broker import with_broker
from streams.commands.command import OK, SOME_REFUSED, Command
from streams.console import open_console
from streams.errors import InvalidSettings
from streams.kafka.connection import Connection
from streams.kafka.rejected import list_rejected, replay
from streams.record import to_utc
from streams.rejected_records import RejectedRecord, Selection
from streams.settings import Settings
from streams.terminal import counted, printable
from streams.topics import ARTICLES, ENRICHED, REJECTED

_SHOWN_CHARACTERS: Final = 60


def as_data(record: RejectedRecord) -> dict[str, Any]:
    """Give a rejected record as plain data; a value that is not UTF-8 in base64."""
    rejection = record.rejection
    data = {
        "place": record.place,
        "topic": rejection.topic,
        "partition": rejection.partition,
        "offset": rejection.offset,
        "error": rejection.error,
        "message": rejection.message,
        "rejected": rejection.rejected.isoformat(),
        "article_id": record.article_id,
        "replays": rejection.replays,
        "replayed": None if record.replayed is None else record.replayed.isoformat(),
        "history": list(record.history),
    }
    if rejection.value is None:
        return {**data, "value": None}
    try:
        value = rejection.value.decode()
    except UnicodeDecodeError:
        return {**data, "value_base64": b64encode(rejection.value).decode()}
    return {**data, "value": value}


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("list", "replay"))
    parser.add_argument("--id", action="append", default=[], metavar="ID", help="article or place")
    parser.add_argument("--error", action="append", default=[], help="class, as in the list")
    parser.add_argument("--since", metavar="TIME", help="rejected then or later, ISO 8601")
    parser.add_argument("--until", metavar="TIME", help="rejected before then")
    parser.add_argument("--replayed", action="store_true", help="also what was replayed already")
    parser.add_argument("--all", action="store_true", help="replay: everything not yet replayed")
    parser.add_argument("--json", action="store_true", help="one object per record and line")


def _selection(arguments: argparse.Namespace) -> Selection:
    return Selection(
        ids=frozenset(arguments.id),
        errors=frozenset(arguments.error),
        since=_moment("--since", arguments.since),
        until=_moment("--until", arguments.until),
        replayed=arguments.replayed,
    )


def _moment(option: str, text: str | None) -> datetime | None:
    try:
        return None if text is None else to_utc(text)
    except ValueError as error:
        reason = f"{option} is {text!a}: {error}"
        raise InvalidSettings(reason) from None


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    selection = _selection(arguments)
    if arguments.action == "replay":
        if selection == Selection() and not arguments.all:
            reason = "replay what? name --id, --error, --since or --until, or say --all"
            raise InvalidSettings(reason)
        return asyncio.run(_replay(with_broker(settings), selection))
    settings = with_broker(settings)
    topic = REJECTED.prefixed(settings.topic_prefix).name
    found = asyncio.run(list_rejected(Connection.from_settings(settings), topic, selection))
    if arguments.json:
        for record in found:
            sys.stdout.write(to_json(as_data(record)).decode() + "\n")
    else:
        _print(found)
    return OK


async def _replay(settings: Settings, selection: Selection) -> int:
    prefix = settings.topic_prefix
    done = failed = 0
    async for result in replay(
        Connection.from_settings(settings),
        rejected_topic=REJECTED.prefixed(prefix).name,
        sources={topic.prefixed(prefix).name for topic in (ARTICLES, ENRICHED)},
        selection=selection,
        max_record_bytes=ENRICHED.max_message_bytes,
        now=lambda: datetime.now(UTC),
    ):
        if result.error is None:
            done += 1
        else:
            failed += 1
            sys.stderr.write(f"{result.record.place}: {printable(str(result.error))}\n")
    sys.stderr.write(f"{counted(done, 'record')} sent back, {failed} not\n")
    return SOME_REFUSED if failed else OK


def _print(records: Iterable[RejectedRecord]) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("place", "rejected", "from", "error", "article"):
        table.add_column(heading, no_wrap=heading in {"place", "rejected"})
    table.add_column("why", ratio=1)
    for record in records:
        rejection = record.rejection
        table.add_row(
            record.place,
            f"{rejection.rejected:%d %b %H:%M:%S}",
            f"{rejection.topic}/{rejection.partition}/{rejection.offset}",
            Text(printable(rejection.error)),
            Text(printable((record.article_id or "")[:_SHOWN_CHARACTERS])),
            Text(printable(rejection.message) + (" (replayed)" if record.replayed else "")),
        )
    if table.row_count:
        open_console().print(table)
    else:
        sys.stderr.write("nothing was rejected\n")


COMMAND: Final = Command("rejected", "list or replay what could not be used", _configure, _run)
