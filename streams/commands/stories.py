"""`storywire stories`: list stories, show one in full, follow what changes."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Iterable
from typing import Final

from rich.table import Table
from rich.text import Text

from streams.codec import decode_story, decode_story_update, encode
from streams.commands.broker import with_broker
from streams.commands.command import OK, Command
from streams.console import open_console
from streams.errors import InvalidRecord, StorywireError
from streams.kafka.connection import Connection
from streams.kafka.consumer import follow, read_all
from streams.received import newest_by_key
from streams.settings import Settings
from streams.story import Story, StoryStatus
from streams.story_page import story_page
from streams.story_update import StoryUpdate
from streams.terminal import printable
from streams.topics import STORIES, STORY_UPDATES
from streams.wording import contradictions

_LISTED: Final = 50


class NoSuchStory(StorywireError):
    """There is no story of this id."""


async def read_stories(settings: Settings) -> dict[str, Story]:
    """Give the newest record of every story there is, by id."""
    topic = STORIES.prefixed(settings.topic_prefix).name
    records = [record async for record in read_all(Connection.from_settings(settings), [topic])]
    stories = (decode_story(each.value or b"") for each in newest_by_key(records).values())
    return {story.story_id: story for story in stories}


def find_story(stories: dict[str, Story], story_id: str) -> Story:
    """Find a story by its id or the beginning of it, following merges.

    Raises:
        NoSuchStory: if there is none, or more than one begins so.
    """
    found = sorted(each for each in stories if each.startswith(story_id))
    if story_id in stories:
        found = [story_id]
    if len(found) != 1:
        what = "no story" if not found else f"{len(found)} stories"
        reason = f"{what} with an id that begins with {story_id!a}; `storywire stories` lists them"
        raise NoSuchStory(reason)
    story = stories[found[0]]
    while story.merged_into in stories:
        story = stories[story.merged_into]
    return story


def story_table(stories: Iterable[Story]) -> Table:
    """Give stories as a table, one a line; hostile text in them is made harmless."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("story", "last report", "reports", "outlets", "origins", "conflicts"):
        table.add_column(heading, no_wrap=True, justify="left" if heading == "story" else "right")
    table.add_column("title")
    for story in stories:
        counts = story.counts
        numbers = (counts.articles, counts.outlets, counts.origins, len(contradictions(story)))
        title = Text(printable(story.title or "(no headline)"))
        if story.status is not StoryStatus.ACTIVE:
            title.append(f"  ({story.status})", style="dim")
        cells = [str(number) if number else "·" for number in numbers]
        moment = (story.last_published or story.last_seen).strftime("%d %b %H:%M")
        table.add_row(story.story_id[:12], moment, *cells, title)
    return table


def why_table(story: Story) -> Table:
    """Give for each report of a story why it is there."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", title="Why they are together")
    table.title_justify = "left"
    for heading in ("score", "outlet", "article"):
        table.add_column(heading, no_wrap=heading == "score")
    table.add_column("because", ratio=1)
    for report in story.reports:
        because = Text("; ".join(printable(signal) for signal in report.match.signals))
        outlet, article = Text(printable(report.outlet)), Text(printable(report.article_id))
        table.add_row(f"{report.match.score:.2f}", outlet, article, because)
    return table


def in_order(stories: Iterable[Story]) -> list[Story]:
    """Put the story with the latest report first; those merged into others are left out."""
    shown = [story for story in stories if story.status is not StoryStatus.MERGED]
    return sorted(
        shown,
        key=lambda story: (story.last_published or story.last_seen, story.story_id),
        reverse=True,
    )


async def _follow(settings: Settings, *, as_json: bool) -> None:
    topic = STORY_UPDATES.prefixed(settings.topic_prefix).name
    console = open_console()
    async for update in _updates(settings, topic):
        if as_json:
            sys.stdout.write(encode(update).decode() + "\n")
            sys.stdout.flush()
        else:
            console.print(_line(update))


async def _updates(settings: Settings, topic: str) -> AsyncIterator[StoryUpdate]:
    connection = Connection.from_settings(settings)
    async for record in follow(connection, [topic], from_start=False):
        try:
            yield decode_story_update(record.value or b"")
        except InvalidRecord as error:
            sys.stderr.write(f"passed over offset {record.offset}: {printable(str(error))}\n")


def _line(update: StoryUpdate) -> Text:
    line = Text(f"{update.at:%H:%M:%S}  ", style="dim")
    line.append(f"{update.story_id[:12]}  {update.kind:<9}  ", style="not dim cyan")
    return line.append(
        printable(update.sentence), style="bold" if update.significant else "not dim"
    )


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("list", "show"), default="list")
    parser.add_argument("story_id", nargs="?", metavar="ID", help="or the beginning of it")
    parser.add_argument("--why", action="store_true", help="say why each report is in the story")
    parser.add_argument("--full", action="store_true", help="show all claims and reports")
    parser.add_argument("--follow", action="store_true", help="tell every change as it comes")
    parser.add_argument("--all", action="store_true", help=f"list more than {_LISTED}")
    parser.add_argument("--json", action="store_true", help="one record per line")


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    settings = with_broker(settings)
    if arguments.follow:
        asyncio.run(_follow(settings, as_json=arguments.json))
        return OK
    stories = asyncio.run(read_stories(settings))
    if arguments.action == "show":
        if arguments.story_id is None:
            reason = "which story? `storywire stories` lists them with their ids"
            raise NoSuchStory(reason)
        _show(find_story(stories, arguments.story_id), arguments)
    else:
        _list(in_order(stories.values()), arguments)
    return OK


def _show(story: Story, arguments: argparse.Namespace) -> None:
    if arguments.json:
        sys.stdout.write(encode(story).decode() + "\n")
        return
    console = open_console()
    console.print(story_page(story, full=arguments.full))
    if arguments.why:
        console.print(why_table(story))


def _list(stories: list[Story], arguments: argparse.Namespace) -> None:
    if arguments.json:
        for story in stories:
            sys.stdout.write(encode(story).decode() + "\n")
        return
    shown = stories if arguments.all else stories[:_LISTED]
    if not stories:
        sys.stderr.write("no stories yet\n")
        return
    open_console().print(story_table(shown))
    if len(shown) < len(stories):
        sys.stderr.write(f"{len(stories) - len(shown)} more: --all lists them\n")


COMMAND: Final = Command("stories", "list stories, show one, follow changes", _configure, _run)
