"""OpenStories: what is remembered, and what it costs."""

from dataclasses import replace

import numpy as np
import pytest

from agents.deduplication.background import UNKNOWN_LANGUAGE
from agents.deduplication.candidates import Sought
from agents.deduplication.decisions import (
    Bridged,
    Closed,
    Forgotten,
    Joined,
    Moved,
    Opened,
    Updated,
)
from agents.deduplication.open_stories import ForeignSnapshot, OpenStories, RememberedReport
from agents.deduplication.signature import PERMUTATIONS, Signature
from streams.story import Match

_MATCH = Match(score=1.0)


def _signature(name: str, *terms: int) -> Signature:
    return Signature(
        article_id=name,
        digest=b"12345678",
        language="en",
        outlet=1,
        published=float("nan"),
        terms=np.array(terms, np.int32),
        counts=np.ones(len(terms), np.uint8),
        places=np.zeros(len(terms), np.uint8),
        minhash=np.zeros(PERMUTATIONS, np.uint32),
        shingles=0,
        surfaces=(),
    )


def _with(*stories: tuple[str, str]) -> OpenStories:
    """Give a state in which each report (a letter) was put into a story, in order."""
    state = OpenStories(UNKNOWN_LANGUAGE, "en")
    for at, (name, story) in enumerate(stories):
        signature = _signature(name, 1, 10 + at)
        if story in state.story_ids:
            state.apply(Joined(signature, story, _MATCH, float(at)))
        else:
            state.apply(Opened(signature, story, _MATCH, float(at)))
    return state


def test_a_bridge_gathers_all_reports_under_the_survivor() -> None:
    """In order of arrival, the bridging one last; the absorbed story is gone."""
    state = _with(("a", "one"), ("b", "two"), ("c", "one"))

    state.apply(Bridged(_signature("d", 1), "one", ("two",), _MATCH, {"two": _MATCH}, 9.0))

    assert state.reports_of("one") == ["a", "b", "c", "d"]
    assert state.story_ids == ["one"]


def test_a_moved_report_takes_its_place_by_arrival() -> None:
    """It stands in its new story where it would have stood from the start."""
    state = _with(("a", "one"), ("b", "two"), ("c", "two"), ("d", "one"))

    state.apply(Moved("b", "two", "one", _MATCH))

    assert (state.reports_of("one"), state.reports_of("two")) == (["a", "b", "d"], ["c"])


def test_an_updated_report_stays_in_its_story_even_if_alone() -> None:
    """The story keeps its id and has the report once."""
    state = _with(("a", "one"))

    state.apply(Updated(_signature("a", 2, 3), "one", 5.0))

    assert state.reports_of("one") == ["a"]
    assert state.signature_of("a").terms.tolist() == [2, 3]
    assert len(state) == 1


def test_a_forgotten_story_leaves_no_postings() -> None:
    """Its terms are as rare as before it came."""
    state = _with(("a", "one"), ("b", "two"))
    terms = np.array([1, 10, 11], np.int32)

    state.apply(Forgotten("one", evicted=False))

    assert state.postings_of(terms).tolist() == [1, 0, 1]
    assert "a" not in state
    sought = Sought(terms, np.ones(3, np.float32))
    rows, _ = state.index.best(sought, state.columns.alive, 10)
    assert {state.article_at(row) for row in rows.tolist()} == {"b"}


def test_a_report_added_to_a_closed_story_opens_it() -> None:
    """Closing is undone by news."""
    state = _with(("a", "one"))
    state.apply(Closed("one"))
    assert state.is_closed("one")

    state.apply(Joined(_signature("b", 1), "one", _MATCH, 7.0))

    assert not state.is_closed("one")


def test_memory_is_given_back_when_reports_come_and_go() -> None:
    """However many reports have passed, the columns hold little more than the live ones."""
    state = OpenStories(UNKNOWN_LANGUAGE, "en")
    for i in range(12_000):
        state.apply(Opened(_signature(f"a{i}", 1 + i), f"s{i}", _MATCH, float(i)))
        if i >= 100:
            state.apply(Forgotten(f"s{i - 100}", evicted=False))

    assert len(state) == 100
    assert state.columns.rows < 5000


def test_a_decision_on_an_unknown_story_is_a_mistake() -> None:
    """It is not taken for a new story."""
    with pytest.raises(KeyError):
        _with(("a", "one")).apply(Joined(_signature("b", 1), "other", _MATCH, 1.0))


def test_what_was_given_is_not_held_on_to() -> None:
    """Changing a signature's array afterwards changes nothing that is remembered."""
    signature = _signature("a", 4, 5)
    state = OpenStories(UNKNOWN_LANGUAGE, "en")
    state.apply(Opened(signature, "one", _MATCH, 0.0))

    signature.terms[:] = 0

    assert state.signature_of("a").terms.tolist() == [4, 5]


def test_a_snapshot_of_another_version_is_refused() -> None:
    """It is not read as if nothing had changed."""
    raw = bytearray(_with(("a", "one")).snapshot())
    raw[0] += 1

    with pytest.raises(ForeignSnapshot, match="version"):
        OpenStories.restore(UNKNOWN_LANGUAGE, bytes(raw))


def test_an_empty_state_survives_its_snapshot() -> None:
    """Nothing remembered is a state as well."""
    empty = OpenStories(UNKNOWN_LANGUAGE, "en")

    assert len(OpenStories.restore(UNKNOWN_LANGUAGE, empty.snapshot())) == 0


def test_remembered_reports_need_not_come_in_order() -> None:
    """Their order is in the rows; closed stories are told beside them."""
    state = _with(("a", "one"), ("b", "two"), ("c", "one"))
    rows = [
        RememberedReport(
            n, replace(state.signature_of(n), surfaces=("x",)).to_bytes(), s, order, float(order)
        )
        for n, s, order in (("c", "one", 2), ("a", "one", 0), ("b", "two", 1))
    ]

    rebuilt = OpenStories.from_reports(UNKNOWN_LANGUAGE, "en", rows, closed=("two",))

    assert rebuilt.reports_of("one") == ["a", "c"]
    assert rebuilt.is_closed("two")
