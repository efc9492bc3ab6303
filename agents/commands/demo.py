"""`storywire demo`: the whole pipeline on the sample articles, from broker to stories."""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from agents.demo import sample_lines
from streams.broker.find import BrokerPlan, find_broker, stop_broker
from streams.broker.instance import RunningBroker
from streams.codec import decode_article
from streams.commands.broker import plan_of, say
from streams.commands.command import OK, Command
from streams.commands.publish import Tally, articles, send
from streams.commands.stories import in_order, read_stories, story_table
from streams.console import open_console
from streams.errors import StorywireError
from streams.kafka.admin import create_topics, delete_topics
from streams.kafka.connection import Connection
from streams.settings import ENVIRONMENT_PREFIX, Settings
from streams.story import Story
from streams.story_page import story_page
from streams.topic_plan import plan_topics
from streams.topics import ARTICLES
from streams.wording import contradictions

_PATIENCE_S: Final = 150.0
_POLL_S: Final = 0.4
_SHOWN: Final = 3
_LOG_SHOWN: Final = 2_000


class DemoFailed(StorywireError):
    """The stories did not come out."""


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=_SHOWN, help="stories to show in full")


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    begun = time.monotonic()
    with ExitStack() as cleanup:
        scratch = Path(cleanup.enter_context(TemporaryDirectory(prefix="storywire-demo-")))
        settings = settings.model_copy(
            update={
                "topic_prefix": f"demo-{os.getpid()}-{int(time.time())}.",
                "article_partitions": 2,
                "shard_partitions": 2,
                "standby_replicas": 0,
                "tick_interval_s": 0,
                "web_port": 0,
            }
        )
        broker = cleanup.enter_context(_broker(settings))
        say(f"broker: {broker.note}")
        settings = settings.model_copy(
            update={"broker_url": broker.url, "data_folder": scratch / "data"}
        )
        if broker.kind != "in-memory":
            cleanup.enter_context(_topics(settings))
        worker = cleanup.enter_context(_worker(settings, scratch / "worker.log"))
        stories = _play(settings, worker, scratch / "worker.log")
        say(f"{len(stories)} stories after {time.monotonic() - begun:.0f} s\n")
        _show(stories, arguments.pages)
    return OK


@contextmanager
def _broker(settings: Settings) -> Iterator[RunningBroker]:
    """Find or start a broker of the demo's own, and stop it if it was started."""
    plan = plan_of(settings)
    plan = BrokerPlan(
        folder=settings.folder("demo", "broker"),
        cache=plan.cache,
        partitions=plan.partitions,
        url=plan.url,
        compose_file=plan.compose_file,
    )
    broker = find_broker(plan, say)
    try:
        yield broker
    finally:
        if broker.kind != "url":
            stop_broker(plan)


@contextmanager
def _topics(settings: Settings) -> Iterator[None]:
    connection, plans = Connection.from_settings(settings), plan_topics(settings)
    asyncio.run(create_topics(connection, plans))
    try:
        yield
    finally:
        asyncio.run(delete_topics(connection, [plan.name for plan in plans]))


@contextmanager
def _worker(settings: Settings, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `storywire worker`, both stages, with these settings."""
    environment = {**os.environ, **_as_environment(settings)}
    with log.open("wb") as stream:
        worker = subprocess.Popen(
            [sys.executable, "-m", "agents", "worker"],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the demo, which then stops the worker itself
        )
        try:
            yield worker
        finally:
            worker.terminate()
            worker.wait()


def _as_environment(settings: Settings) -> dict[str, str]:
    """Give what was changed for the demo as the environment of the worker."""
    names = (
        "topic_prefix",
        "article_partitions",
        "shard_partitions",
        "standby_replicas",
        "tick_interval_s",
        "web_port",
        "broker_url",
        "data_folder",
    )
    return {ENVIRONMENT_PREFIX + name.upper(): str(getattr(settings, name)) for name in names}


def _play(settings: Settings, worker: subprocess.Popen[bytes], log: Path) -> list[Story]:
    """Publish the samples and wait until every one of them is in a story."""
    tally, lines = Tally(), sample_lines()
    topic = ARTICLES.prefixed(settings.topic_prefix).name
    send(settings, articles(lines, "samples", topic, tally), tally)
    expected = {decode_article(line).id for line in lines}
    say(f"{tally.accepted} articles published; enrichment and deduplication are at work …")
    deadline = time.monotonic() + _PATIENCE_S
    while worker.poll() is None and time.monotonic() < deadline:
        stories = in_order(asyncio.run(read_stories(settings)).values())
        if {report.article_id for story in stories for report in story.reports} == expected:
            return stories
        time.sleep(_POLL_S)
    sys.stderr.write(log.read_text(errors="replace")[-_LOG_SHOWN:])
    reason = "the stories did not come out in time; above is the end of the worker's log"
    raise DemoFailed(reason)


def _show(stories: list[Story], pages: int) -> None:
    console = open_console()
    console.print(story_table(stories))
    telling = sorted(stories, key=lambda one: (-len(contradictions(one)), -one.counts.origins))
    for story in telling[:pages]:
        console.print()
        console.print(story_page(story))


COMMAND: Final = Command(
    "demo", "run the pipeline on sample articles and show the stories", _configure, _run
)
