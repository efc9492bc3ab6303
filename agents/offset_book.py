"""What of one partition was handed over, and up to which offset all of it is done; pure."""

from collections.abc import Collection


class OffsetBook:
    """The books of one partition, from the offset that reading starts at.

    An offset may be committed once every record below it was handed over and is done. Offsets that
    never held a record (compacted, or beyond their retention) count as done when the record
    behind them is handed over: only then is it known that there was nothing.

    >>> book = OffsetBook(5)
    >>> book.hand_over(5); book.hand_over(6); book.hand_over(9)
    >>> book.settle({6}), book.settle({5, 6}), book.settle({9})
    (5, 9, 10)
    """

    __slots__ = ("_holes", "done", "next", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.next = start
        """The offset that must be handed over next, unless there is a hole before it."""
        self.done = start
        """All records below this offset are done: what may be committed."""
        self._holes: dict[int, int] = {}

    def hand_over(self, offset: int) -> None:
        """Note that the record at ``offset`` was given to the agents.

        Raises:
            ValueError: if a later record was handed over before.
        """
        if offset < self.next:
            reason = f"offset {offset} was handed over before, {self.next} comes next"
            raise ValueError(reason)
        if offset > self.next:
            self._holes[self.next] = offset
        self.next = offset + 1

    def settle(self, processed: Collection[int]) -> int:
        """Move ``done`` over the processed records that follow it without a gap, and give it."""
        while self.done < self.next:
            if self.done in self._holes:
                self.done = self._holes.pop(self.done)
            elif self.done in processed:
                self.done += 1
            else:
                break
        return self.done
