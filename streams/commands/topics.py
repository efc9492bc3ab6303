"""`storywire topics create|check|list`: the topics of the table on the broker."""

import argparse
import asyncio
import sys
from typing import Final

from rich.table import Table

from streams.commands.broker import with_broker
from streams.commands.command import FAILED, OK, Command
from streams.console import open_console
from streams.kafka.admin import check_topics, create_topics
from streams.kafka.connection import Connection
from streams.settings import Settings
from streams.topic_plan import plan_topics
from streams.topics import TOPICS


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("create", "check", "list"))


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.action == "list":
        return _list(settings)
    settings = with_broker(settings)
    plans = plan_topics(settings)
    connection = Connection.from_settings(settings)
    if arguments.action == "create":
        created = asyncio.run(create_topics(connection, plans))
        sys.stderr.write(f"created {len(created)} of {len(plans)} topics\n")
    differences = asyncio.run(check_topics(connection, plans))
    for difference in differences:
        sys.stderr.write(f"{difference}\n")
    if not differences:
        sys.stderr.write(f"all {len(plans)} topics are as they should be\n")
    return FAILED if differences else OK


def _list(settings: Settings) -> int:
    table = Table("topic", "key", "value", "kept", "partitions", "written by", "read by")
    plans = {plan.name: plan for plan in plan_topics(settings)}
    for row in TOPICS:
        topic = row.prefixed(settings.topic_prefix)
        kept = "newest of each key" if topic.retention is None else f"{topic.retention.days} days"
        count = str(plans[topic.name].partitions)
        readers = ", ".join(topic.readers)
        table.add_row(topic.name, topic.key, topic.value, kept, count, topic.writer, readers)
    open_console(tables=True).print(table)
    return OK


COMMAND: Final = Command("topics", "create, check or list the topics", _configure, _run)
