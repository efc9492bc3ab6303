"""The composition root: builds the Faust app of a stage from the settings, and runs it."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any, Final, Literal, get_args

import faust

from agents import transport
from agents.deduplication import agent as deduplication
from agents.deduplication.logic import make_logic
from agents.enrichment import agent as enrichment
from agents.enrichment.processes import (
    EnrichmentProcesses,
    available_processes,
    make_enricher,
)
from agents.tables import AwaitableTable
from streams.kafka.connection import Connection
from streams.settings import Settings
from streams.topics import ARTICLES, ENRICHED, TOPICS, Topic, group_name

Stage = Literal["enrichment", "deduplication"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)

_SOURCES: Final[dict[Stage, Topic]] = {"enrichment": ARTICLES, "deduplication": ENRICHED}
_WEEK_S: Final = 7 * 86_400.0
_LARGEST_BYTES: Final = max(topic.max_message_bytes for topic in TOPICS)


def build(settings: Settings, stage: Stage, resources: ExitStack) -> faust.App:
    """Build the app of one stage: articles -> enrichment -> shards -> deduplication -> stories.

    What must be closed once the app has stopped is left to ``resources``.
    """
    app = _app(settings, stage)
    attach: dict[Stage, Callable[[], None]] = {
        "enrichment": partial(_attach_enrichment, app, settings, resources),
        "deduplication": lambda: _attach_deduplication(app, settings),
    }
    attach[stage]()
    return app


def run(settings: Settings, stage: Stage) -> int:
    """Run a stage until it is told to stop (SIGTERM, Ctrl-C); give the exit status."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    with ExitStack() as resources:
        worker = faust.Worker(
            build(settings, stage, resources),
            quiet=True,
            loglevel=settings.log_level,
            logging_config=logging_config(settings.log_level),
            redirect_stdouts=False,
            loop=loop,
        )
        try:
            worker.execute_from_commandline()
        except SystemExit as ended:
            return int(ended.code or 0)


def logging_config(level: str) -> dict[str, Any]:
    """Give the logging set-up: one line per event on the standard error, hostile text escaped."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "streams.log_lines.LogLine"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": "line",
            }
        },
        "root": {"level": level, "handlers": ["stderr"]},
    }


def _attach_enrichment(app: faust.App, settings: Settings, resources: ExitStack) -> None:
    processes = EnrichmentProcesses(
        partial(make_enricher, settings.pipeline, settings.enriched_characters),
        processes=settings.processes or available_processes(),
        timeout_s=settings.enrichment_timeout_s,
    )
    resources.callback(processes.close)
    enrichment.attach(app, settings, processes)


def _attach_deduplication(app: faust.App, settings: Settings) -> None:
    deduplication.attach(app, settings, make_logic(settings))


def _app(settings: Settings, stage: Stage) -> faust.App:
    connection = Connection.from_settings(settings)
    app = faust.App(
        group_name(settings.topic_prefix, _SOURCES[stage]),
        broker=connection.faust_url(),
        broker_credentials=connection.faust_credentials(),
        store="rocksdb://",
        Table=AwaitableTable,
        datadir=settings.folder(stage),
        key_serializer="raw",
        value_serializer="raw",
        processing_guarantee="at_least_once",
        topic_allow_declare=False,
        topic_disable_leader=True,
        topic_partitions=settings.shard_partitions,
        topic_replication_factor=settings.replication,
        # A worker that fetched nothing for this long would leave its group and never return; our
        # own watchdog looks after stuck workers instead.
        broker_max_poll_interval=_WEEK_S,
        broker_session_timeout=settings.session_timeout_s,
        broker_heartbeat_interval=settings.session_timeout_s / 10,
        broker_request_timeout=max(settings.session_timeout_s * 1.5, 30.0),
        broker_rebalance_timeout=300.0,
        broker_commit_interval=1.0,
        broker_max_poll_records=500,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=4 * 1024 * 1024,
        stream_buffer_maxsize=512,
        stream_wait_empty=True,
        producer_acks=-1,
        producer_linger=0.02,
        producer_max_batch_size=262_144,
        producer_max_request_size=_LARGEST_BYTES,
        producer_compression_type="gzip",
        producer_request_timeout=60.0,
        producer_threaded=False,
        table_standby_replicas=settings.standby_replicas if stage == "deduplication" else 0,
        web_enabled=False,
        web_bind="127.0.0.1",
        web_tables_enabled=False,
        web_router_enabled=False,
        debug=False,
        worker_redirect_stdouts=False,
    )
    transport.install(app, fetch_max_wait_ms=settings.fetch_max_wait_ms)
    return app
