"""Processes that run the language pipeline, so that it never blocks the event loop."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Final

from pebble import ProcessExpired, ProcessPool

from agents.enrichment.outcomes import (
    ArticleRecord,
    Enriches,
    Outcome,
    Refused,
    outcomes_of,
)
from agents.parent import end_with_parent
from streams.errors import EnrichmentFailed, StorywireError

_CHUNK_CHARACTERS: Final = 20_000
_CHUNK_RECORDS: Final = 8
"""Half a second of work: enough for the pipeline's own batches, and no long wait for the last."""


class _Child:
    """What a child process keeps between calls; why it cannot work, if it cannot."""

    enricher: Enriches | StorywireError


def _start(make_enricher: Callable[[], Enriches]) -> None:
    """Prepare a child: it ignores the terminal's Ctrl-C, and ends with its parent."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = "1"
    try:
        _Child.enricher = make_enricher()
    except StorywireError as error:
        _Child.enricher = error


def _run(records: Sequence[ArticleRecord]) -> list[Outcome]:
    if isinstance(_Child.enricher, StorywireError):
        raise _Child.enricher
    return outcomes_of(records, _Child.enricher)


class EnrichmentProcesses:
    """A pool of processes, each with its own pipeline.

    A chunk of records that hangs or kills its process is tried again record by record; the record
    at fault is refused (``EnrichmentFailed``), the others go on. A process may have been killed by
    somebody else: only a record that kills two processes when it is alone is at fault.

    Args:
        make_enricher: picklable; called once in each process.
        processes: how many; at least 1.
        timeout_s: seconds that a chunk, and then a record, may take.
    """

    def __init__(
        self, make_enricher: Callable[[], Enriches], *, processes: int, timeout_s: float
    ) -> None:
        self.finished = 0
        """Chunks and single records that were finished or given up: grows while there is life."""
        self._timeout_s = timeout_s
        self._pool = ProcessPool(
            max_workers=processes,
            initializer=_start,
            initargs=(make_enricher,),
            context=multiprocessing.get_context("spawn"),
        )

    def warm_up(self) -> None:
        """Start the processes, and wait until one has loaded its pipeline.

        Raises:
            InvalidSettings: if there is no such pipeline.
        """
        self._pool.schedule(_run, args=[()]).result()

    async def outcomes(self, records: Sequence[ArticleRecord]) -> list[Outcome]:
        """Decide what becomes of each record, in their order."""
        chunks = [self._chunk(chunk) for chunk in split(records)]
        return [outcome for chunk in await asyncio.gather(*chunks) for outcome in chunk]

    async def _chunk(self, records: Sequence[ArticleRecord]) -> list[Outcome]:
        try:
            return await self._scheduled(records)
        except (FutureTimeout, ProcessExpired):
            return [await self._alone(record) for record in records]

    async def _alone(self, record: ArticleRecord) -> Outcome:
        for last in (False, True):
            try:
                return (await self._scheduled([record]))[0]
            except FutureTimeout as error:
                return self._at_fault(error)
            except ProcessExpired as error:
                if last:
                    return self._at_fault(error)
        raise AssertionError

    async def _scheduled(self, records: Sequence[ArticleRecord]) -> list[Outcome]:
        try:
            future = self._pool.schedule(_run, args=[records], timeout=self._timeout_s)
            return await asyncio.wrap_future(future)
        finally:
            self.finished += 1

    def _at_fault(self, error: Exception) -> Refused:
        if isinstance(error, FutureTimeout):
            reason = f"the pipeline did not finish this article in {self._timeout_s:g} seconds"
        else:
            reason = "the pipeline's process died of this article"
        return Refused(EnrichmentFailed.__name__, reason)

    def close(self) -> None:
        """End the processes; work in flight is cancelled."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join(timeout=10)


def make_enricher(pipeline: str, limit: int) -> Enriches:
    """Load the pipeline, in the process that will run it.

    Args:
        pipeline: as in the settings.
        limit: characters of a text that the pipeline reads.

    Raises:
        InvalidSettings: if there is no such pipeline.
    """
    # spaCy takes a second to import, and their parent does without.
    from agents.enrichment import language_model  # noqa: PLC0415
    from agents.enrichment.enricher import Enricher  # noqa: PLC0415

    model = language_model.load(pipeline)
    return Enricher({model.language: model}, limit=limit)


def available_processes() -> int:
    """Count the cores this process may use."""
    return len(os.sched_getaffinity(0))


def split(records: Sequence[ArticleRecord]) -> list[list[ArticleRecord]]:
    """Cut records into chunks of bounded size, so that no process waits long for another."""
    chunks: list[list[ArticleRecord]] = []
    room = 0
    for record in records:
        size = len(record.value or b"")
        if not chunks or size > room or len(chunks[-1]) >= _CHUNK_RECORDS:
            chunks.append([])
            room = _CHUNK_CHARACTERS
        chunks[-1].append(record)
        room -= size
    return chunks
