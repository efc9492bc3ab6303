"""`storywire publish FILE…|-`: publish the articles of JSON lines, ninjs and feeds."""

import argparse
import asyncio
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from streams.article import Article
from streams.article_files import publications
from streams.codec import encode
from streams.commands.broker import with_broker
from streams.commands.command import OK, SOME_REFUSED, Command
from streams.errors import InvalidRecord, StorywireError
from streams.kafka.connection import Connection
from streams.kafka.producer import Accepted, Outcome, Outgoing, open_publisher
from streams.publication import Withdrawn
from streams.settings import Settings
from streams.terminal import counted, printable
from streams.topics import ARTICLES

_PROGRESS_EVERY: Final = 500


class UnreadableFile(StorywireError):
    """A file to be published cannot be read."""


@dataclass(slots=True)
class Tally:
    """How a publication goes, told line by line on the standard error."""

    accepted: int = 0
    refused: int = 0

    def count(self, outcome: Outcome) -> None:
        """Count what the broker said of a record, and tell if it refused it."""
        if isinstance(outcome, Accepted):
            self.accepted += 1
            if self.accepted % _PROGRESS_EVERY == 0 and sys.stderr.isatty():
                sys.stderr.write(f"\r{counted(self.accepted, 'article')} accepted")
                sys.stderr.flush()
        else:
            self.refuse(_name(outcome.record), outcome.error)

    def refuse(self, where: str, error: StorywireError) -> None:
        """Count and tell a refused article."""
        self.refused += 1
        sys.stderr.write(f"refused: {printable(where)}: {printable(str(error))}\n")

    def summary(self) -> str:
        """Say how it went."""
        accepted = counted(self.accepted, "article")
        return f"{accepted} accepted by the broker, {self.refused} refused\n"


def _name(record: Outgoing) -> str:
    return (record.key or b"").decode("utf-8", "replace")


def articles(
    lines: Iterable[bytes], name: str, topic: str, tally: Tally, outlet: str | None = None
) -> Iterator[Outgoing]:
    """Read a file's articles; what cannot be used is told, with its place in the file."""
    for place, found in publications(lines, name, outlet):
        if isinstance(found, Article):
            try:
                yield Outgoing(topic, found.id.encode(), encode(found))
            except InvalidRecord as error:
                tally.refuse(place, error)
        elif isinstance(found, Withdrawn):
            yield from withdrawals([found.article_id], topic)
        else:
            tally.refuse(place, found)


def withdrawals(article_ids: Iterable[str], topic: str) -> Iterator[Outgoing]:
    """Give the records that withdraw articles: their ids, and nothing else."""
    for article_id in article_ids:
        yield Outgoing(topic, article_id.encode(), None)


def send(settings: Settings, records: Iterable[Outgoing], tally: Tally) -> None:
    """Send records and count what the broker says of each.

    Raises:
        BrokerUnavailable: if the broker does not answer.
    """
    asyncio.run(_send(settings, records, tally))


async def _send(settings: Settings, records: Iterable[Outgoing], tally: Tally) -> None:
    connection = Connection.from_settings(settings)
    async with open_publisher(connection, max_record_bytes=ARTICLES.max_message_bytes) as publisher:
        async for outcome in publisher.publish(records):
            tally.count(outcome)


def publish(
    settings: Settings, files: Iterable[Path], tally: Tally, outlet: str | None = None
) -> None:
    """Publish the articles of files, ``-`` for the standard input.

    Raises:
        UnreadableFile: if one cannot be read.
        BrokerUnavailable: if the broker does not answer.
    """
    topic = ARTICLES.prefixed(settings.topic_prefix).name
    with ExitStack() as opened:
        streams = [(str(path), _open(path, opened)) for path in files]
        records = (
            record
            for name, lines in streams
            for record in articles(lines, name, topic, tally, outlet)
        )
        send(settings, records, tally)


def _open(path: Path, opened: ExitStack) -> BinaryIO:
    if str(path) == "-":
        return sys.stdin.buffer
    try:
        return opened.enter_context(path.open("rb"))
    except OSError as error:
        reason = f"{path} cannot be read: {error.strerror}"
        raise UnreadableFile(reason) from None


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="JSON lines, ninjs, RSS or Atom; - for standard input",
    )
    parser.add_argument("--outlet", help="outlet of the articles that do not name theirs")
    parser.add_argument(
        "--withdraw", action="append", default=[], metavar="ID", help="withdraw an article"
    )


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    if not arguments.files and not arguments.withdraw:
        reason = "nothing to publish: name a file of articles, - for the standard input"
        raise UnreadableFile(reason)
    settings = with_broker(settings)
    tally = Tally()
    if arguments.withdraw:
        topic = ARTICLES.prefixed(settings.topic_prefix).name
        send(settings, withdrawals(arguments.withdraw, topic), tally)
    if arguments.files:
        publish(settings, arguments.files, tally, arguments.outlet)
    end = "\r" if sys.stderr.isatty() else ""
    sys.stderr.write(end + tally.summary())
    return SOME_REFUSED if tally.refused else OK


COMMAND: Final = Command("publish", "publish articles from files", _configure, _run)
