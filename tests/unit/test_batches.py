"""Batches come full from a quick source and in time from a slow one."""

import asyncio
import queue
from collections.abc import Iterator

import pytest

from streams.kafka.batches import batches


async def _all(items: Iterator[int], most: int) -> list[list[int]]:
    return [batch async for batch in batches(items, most=most, within_s=0.05)]


async def test_a_quick_source_fills_its_batches() -> None:
    """In the order of the source, the last one with what is left."""
    assert await _all(iter(range(7)), 3) == [[0, 1, 2], [3, 4, 5], [6]]
    assert await _all(iter(()), 3) == []


async def test_an_item_of_a_slow_source_does_not_wait_for_the_next() -> None:
    """As from a pipe into which somebody writes one article an hour."""
    pipe: queue.Queue[int | None] = queue.Queue()
    slow = batches(iter(pipe.get, None), most=100, within_s=0.05)
    pipe.put(1)

    assert await asyncio.wait_for(anext(slow), 5) == [1]
    pipe.put(2)
    assert await asyncio.wait_for(anext(slow), 5) == [2]
    pipe.put(None)
    assert [batch async for batch in slow] == []


async def test_what_the_source_raises_comes_after_what_it_gave() -> None:
    """An unreadable file does not take back what was published before it."""

    def broken() -> Iterator[int]:
        yield 1
        message = "unreadable"
        raise OSError(message)

    source = batches(broken(), most=10, within_s=0.01)

    assert await anext(source) == [1]
    with pytest.raises(OSError, match="unreadable"):
        await anext(source)


async def test_a_source_is_read_only_a_little_ahead() -> None:
    """Memory is bounded, however large the file is."""
    read = []

    def endless() -> Iterator[int]:
        number = 0
        while True:
            read.append(number)
            yield number
            number += 1

    source = batches(endless(), most=5, within_s=0.05)
    await anext(source)
    await asyncio.sleep(0.3)
    await source.aclose()  # type: ignore[attr-defined]

    assert len(read) <= 5 + 2 * 5 + 2
