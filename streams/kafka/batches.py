"""Batches of what an iterator gives: full ones where it is quick, small ones where it is slow."""

import asyncio
import queue
import threading
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

_POLL_S: Final = 0.2

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _End:
    """The iterator ended, by itself or with an error."""

    error: BaseException | None = None


class _Feed(Generic[Item]):
    """Reads an iterator in a thread of its own, so that a slow one (a pipe) blocks nobody else."""

    def __init__(self, items: Iterable[Item], ahead: int) -> None:
        self._queue: queue.Queue[Item | _End] = queue.Queue(maxsize=ahead)
        self._abandoned = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(iter(items),), daemon=True)
        self._thread.start()

    def take(self, most: int, within_s: float) -> tuple[list[Item], _End | None]:
        """Take what is there and what comes within the time; nothing if nothing comes."""
        batch: list[Item] = []
        deadline = time.monotonic() + _POLL_S
        while len(batch) < most:
            try:
                item = self._queue.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            if isinstance(item, _End):
                return batch, item
            if not batch:
                deadline = time.monotonic() + within_s
            batch.append(item)
        return batch, None

    def abandon(self) -> None:
        """Let the thread end as soon as the iterator gives something."""
        self._abandoned.set()

    def _read(self, items: Iterator[Item]) -> None:
        end = _End()
        try:
            for item in items:
                self._put(item)
                if self._abandoned.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - raised again where the batches are taken
            end = _End(error)
        self._put(end)

    def _put(self, item: Item | _End) -> None:
        while not self._abandoned.is_set():
            try:
                self._queue.put(item, timeout=_POLL_S)
            except queue.Full:
                continue
            return


async def batches(
    items: Iterable[Item], *, most: int, within_s: float
) -> AsyncIterator[list[Item]]:
    """Give the items in their order, at most ``most`` at a time.

    A batch is given once it is full, or ``within_s`` seconds after its first item. The iterator
    runs in another thread; what it raises is raised here, after the items before.
    """
    feed = _Feed(items, ahead=2 * most)
    end = None
    try:
        while end is None:
            batch, end = await asyncio.to_thread(feed.take, most, within_s)
            if batch:
                yield batch
    finally:
        feed.abandon()
    if end.error is not None:
        raise end.error
