"""The composition root: builds the Faust app of a stage from the settings, and runs it."""

import asyncio
import gc
import logging.config
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Literal, get_args

import faust
from faust.tables.manager import TableManager
from faust.tables.recovery import Recovery

from agents import transport
from agents.fence import Fence
from agents.health import Counts, Health, HealthServer, Metric
from agents.tables import AwaitableTable, PromptTableManager
from agents.watchdog import Sign, Watchdog, look_at
from streams.errors import InvalidSettings
from streams.kafka.admin import require_topics
from streams.kafka.connection import Connection
from streams.kafka.offsets import group_lag
from streams.settings import Settings
from streams.topic_plan import plan_topics
from streams.topics import ARTICLES, ENRICHED, TOPICS, Topic, group_name

Stage = Literal["enrichment", "deduplication"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)

_SOURCES: Final[dict[Stage, Topic]] = {"enrichment": ARTICLES, "deduplication": ENRICHED}
_COLLECT_AFTER: Final = (10_000, 10, 10)
"""Objects made before the garbage collector looks for cycles, of which there are next to none: at
Python's 700 it takes a fifth of a stage's time."""
_WEEK_S: Final = 7 * 86_400.0
_LARGEST_BYTES: Final = max(topic.max_message_bytes for topic in TOPICS)


@dataclass(frozen=True, slots=True)
class BuiltStage:
    """A stage's app, and what can be seen of its work from another thread."""

    app: faust.App
    counts: Counts
    progress: Callable[[], Hashable]
    """A mark that changes while the stage works, even before anything can be committed."""
    waits_for: Callable[[], str | None] = lambda: None
    """What keeps the stage itself from working; None: nothing does."""
    metrics: Callable[[], Iterable[Metric]] = tuple


def build(settings: Settings, stage: Stage, resources: ExitStack) -> BuiltStage:
    """Build the app of one stage: articles -> enrichment -> shards -> deduplication -> stories.

    What must be closed once the app has stopped is left to ``resources``.

    Raises:
        InvalidSettings: if the language pipeline or a file of the settings cannot be used.
    """
    fence = Fence(settings.session_timeout_s)
    app = _app(settings, stage, fence.check)
    attach: dict[Stage, Callable[[], BuiltStage]] = {
        "enrichment": partial(_attach_enrichment, app, settings, resources),
        "deduplication": lambda: _attach_deduplication(app, settings),
    }
    built = attach[stage]()
    fence.start()
    resources.callback(fence.stop)
    return built


def run(settings: Settings, stage: Stage) -> int:
    """Run a stage until it is told to stop (SIGTERM, Ctrl-C); give the exit status.

    Raises:
        BrokerUnavailable: if no broker answers.
        TopicMismatch: if the topics are not as the settings say.
        InvalidSettings: if the language pipeline or a file of the settings cannot be used.
    """
    logging.config.dictConfig(logging_config(settings.log_level))
    connection = Connection.from_settings(settings)
    asyncio.run(require_topics(connection, plan_topics(settings)))
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    with ExitStack() as resources:
        built = build(settings, stage, resources)
        gc.freeze()
        gc.set_threshold(*_COLLECT_AFTER)
        _watch_over(built, settings, stage, connection, resources)
        worker = faust.Worker(
            built.app,
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


def _watch_over(
    built: BuiltStage,
    settings: Settings,
    stage: Stage,
    connection: Connection,
    resources: ExitStack,
) -> None:
    """Start the watchdog, and the health server if the settings have a port for it."""
    waiting = _Waiting(connection, settings, stage)

    joined = _joined(built.app)

    def look() -> Sign:
        if not joined.is_set():
            answers = waiting.measure() is not None
            return Sign(time.monotonic(), rebalancing=True, lag=0 if answers else None, progress=0)
        sign = look_at(built.app, waiting.measure)
        return replace(sign, progress=(sign.progress, built.progress()))

    # A chunk of articles, and then the one at fault in it, may take their whole time.
    patience_s = max(settings.stuck_after_s, 2.5 * settings.enrichment_timeout_s)
    watchdog = Watchdog(look, patience_s)

    async def stop(*_arguments: Any, **_keywords: Any) -> None:
        watchdog.stop()

    built.app.on_before_shutdown.connect(stop, weak=False)
    watchdog.start()
    resources.callback(watchdog.stop)
    if settings.web_port:
        health = partial(_health, built, waiting, joined)
        try:
            server = HealthServer(settings.web_host, settings.web_port, health)
        except OSError as error:
            where = f"web_host {settings.web_host} and web_port {settings.web_port}"
            reason = f"{where} cannot be listened on: {error.strerror}; choose others"
            raise InvalidSettings(reason) from None
        resources.callback(server.close)


def _joined(app: faust.App) -> threading.Event:
    """Give an event that is set once the worker has joined its group.

    Faust makes its services when they are first asked for, on the loop of the thread that asks: no
    other thread may look at it before.
    """
    joined = threading.Event()

    async def note(*_arguments: Any, **_keywords: Any) -> None:
        joined.set()

    app.on_partitions_assigned.connect(note, weak=False)
    return joined


def _health(built: BuiltStage, waiting: "_Waiting", joined: threading.Event) -> Health:
    if joined.is_set():
        return health_of(built, waiting)
    return Health("the worker is joining its group", tuple(built.metrics()))


class _Waiting:
    """How many records wait for this worker's group, as it was measured last."""

    def __init__(self, connection: Connection, settings: Settings, stage: Stage) -> None:
        source, prefix = _SOURCES[stage], settings.topic_prefix
        group = group_name(prefix, source)
        self._ask = partial(group_lag, connection, group, [source.prefixed(prefix).name])
        self.by_partition: Mapping[tuple[str, int], int] = {}

    def measure(self) -> Mapping[tuple[str, int], int] | None:
        """Ask the broker."""
        found = self._ask()
        self.by_partition = found or {}
        return found


def health_of(built: BuiltStage, waiting: _Waiting) -> Health:
    """Read a worker's health from any thread."""
    recovery = _recovery(built.app)
    mine = {tuple(tp) for tp in built.app._assignment or ()}  # noqa: SLF001 - shown nowhere else
    lag = sum(records for tp, records in dict(waiting.by_partition).items() if tp in mine)
    metrics = (
        Metric("processed_total", "counter", "Records finished.", built.counts.processed),
        Metric("refused_total", "counter", "Records sent to the rejected.", built.counts.refused),
        Metric("lag", "gauge", "Records that wait in this worker's partitions.", lag),
        Metric(
            "recovery_remaining",
            "gauge",
            "Changelog records still to be read before work begins.",
            max(0, recovery.active_remaining_total()),
        ),
        *built.metrics(),
    )
    return Health(_waits_for(built), metrics)


def _recovery(app: faust.App) -> Recovery:
    tables = app.tables
    assert isinstance(tables, TableManager)
    return tables.recovery


def _waits_for(built: BuiltStage) -> str | None:
    recovery = _recovery(built.app)
    if recovery.in_recovery:
        return f"{max(0, recovery.active_remaining_total())} changelog records are still to be read"
    if (reason := built.waits_for()) is not None:
        return reason
    if built.app.rebalancing or not recovery.completed.is_set():
        return "partitions are being assigned"
    return None


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
        # They tell of every look at the lag, and of every timer on a busy machine.
        "loggers": {name: {"level": "WARNING"} for name in ("aiokafka", "mode.timers")},
        "root": {"level": level, "handlers": ["stderr"]},
    }


def _attach_enrichment(app: faust.App, settings: Settings, resources: ExitStack) -> BuiltStage:
    # spaCy takes a second to import: the other stage does without.
    from agents.enrichment import agent as enrichment  # noqa: PLC0415
    from agents.enrichment.processes import (  # noqa: PLC0415
        EnrichmentProcesses,
        available_processes,
        make_enricher,
    )

    processes = EnrichmentProcesses(
        partial(make_enricher, settings.pipeline, settings.enriched_characters),
        processes=settings.processes or available_processes(),
        timeout_s=settings.enrichment_timeout_s,
    )
    resources.callback(processes.close)
    # Before the first article, so that none waits for a pipeline that is still being loaded.
    processes.warm_up()
    counts = Counts()
    enrichment.attach(app, settings, processes, counts)
    return BuiltStage(app, counts, progress=lambda: processes.finished)


def _attach_deduplication(app: faust.App, settings: Settings) -> BuiltStage:
    from agents.deduplication import agent  # noqa: PLC0415 (numpy and models, as above)
    from agents.deduplication.logic import make_logic  # noqa: PLC0415

    deduplication = agent.attach(app, settings, make_logic(settings))
    return BuiltStage(
        app,
        deduplication.counts,
        progress=deduplication.mark,
        waits_for=deduplication.waits_for,
        metrics=deduplication.metrics,
    )


def _app(settings: Settings, stage: Stage, before_write: Callable[[], None]) -> faust.App:
    connection = Connection.from_settings(settings)
    app = faust.App(
        group_name(settings.topic_prefix, _SOURCES[stage]),
        broker=connection.faust_url(),
        broker_credentials=connection.faust_credentials(),
        store="rocksdb://",
        Table=AwaitableTable,
        TableManager=PromptTableManager,
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
        producer_compression_type="zstd",
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
    transport.install(app, fetch_max_wait_ms=settings.fetch_max_wait_ms, before_write=before_write)
    return app
