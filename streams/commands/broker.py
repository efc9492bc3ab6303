"""`storywire broker up|down|status`: a Kafka broker for whoever has none."""

import argparse
import os
import sys
from pathlib import Path
from typing import Final

from streams.broker.find import (
    BrokerPlan,
    default_folders,
    find_broker,
    running_broker,
    stop_broker,
)
from streams.broker.instance import RunningBroker
from streams.commands.command import FAILED, OK, Command
from streams.errors import BrokerUnavailable
from streams.settings import Settings
from streams.topics import TOPICS

_COMPOSE_FILE: Final = Path("docker-compose.yml")


def plan_of(settings: Settings) -> BrokerPlan:
    """Say which broker the settings ask for, or how one may be started."""
    _, cache = default_folders(os.environ, Path.home())
    counts = {
        "articles": settings.article_partitions,
        "shards": settings.shard_partitions,
    }
    return BrokerPlan(
        folder=settings.folder("broker"),
        cache=cache,
        partitions={
            topic.prefixed(settings.topic_prefix).name: counts[topic.partitions] for topic in TOPICS
        },
        url=settings.broker_url,
        compose_file=_COMPOSE_FILE if _COMPOSE_FILE.is_file() else None,
    )


def with_broker(settings: Settings) -> Settings:
    """Fill in the address of the broker that `storywire broker up` started.

    Raises:
        BrokerUnavailable: if the settings name no broker and none was started.
    """
    if settings.broker_url is not None:
        return settings
    broker = running_broker(plan_of(settings).folder)
    if broker is None:
        reason = "no broker: set broker_url (STORYWIRE_BROKER_URL), or run `storywire broker up`"
        raise BrokerUnavailable(reason)
    return settings.model_copy(update={"broker_url": broker.url})


def say(sentence: str) -> None:
    """Tell the person at the terminal what is going on."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("up", "down", "status"))


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    plan = plan_of(settings)
    if arguments.action == "up":
        return _tell(find_broker(plan, say))
    if arguments.action == "down":
        stopped = stop_broker(plan)
        say(
            "no broker was running" if stopped is None else f"stopped {stopped.kind}; its data stay"
        )
        return OK
    running = running_broker(plan.folder)
    if running is None:
        say("no broker is running; `storywire broker up` starts one")
        return FAILED
    return _tell(running)


def _tell(broker: RunningBroker) -> int:
    sys.stdout.write(f"{broker.url}\t{broker.kind}\t{broker.note}\n")
    return OK


COMMAND: Final = Command("broker", "start, stop or find a Kafka broker", _configure, _run)
