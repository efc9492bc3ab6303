"""A worker that was asleep for nearly its session must not write any more."""

import pytest

from agents.fence import Fence


class Clock:
    """A clock that is set by hand."""

    at_s = 100.0

    def __call__(self) -> float:
        return self.at_s


@pytest.mark.parametrize(("asleep_s", "ends"), [(0.0, 0), (23.9, 0), (24.1, 1), (3600.0, 1)])
def test_who_slept_for_most_of_the_session_ends(asleep_s: float, ends: int) -> None:
    """Four fifths of the session timeout are the limit."""
    clock, reasons = Clock(), list[str]()
    fence = Fence(30.0, clock, reasons.append)
    fence.beat()

    clock.at_s += asleep_s
    fence.check()

    assert len(reasons) == ends


def test_before_the_first_beat_nobody_is_fenced() -> None:
    """Loading a pipeline may take longer than a session: no partition can be lost yet."""
    clock, reasons = Clock(), list[str]()
    fence = Fence(30.0, clock, reasons.append)

    clock.at_s += 1000
    fence.check()

    assert reasons == []
