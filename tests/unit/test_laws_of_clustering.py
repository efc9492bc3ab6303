"""Laws that the clusterer keeps for any stream of articles."""

import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.deduplication.background import EMPTY_BACKGROUND, UNKNOWN_LANGUAGE
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.decisions import Bridged, Forgotten, Unchanged, Updated
from agents.deduplication.join_model import shipped_model
from agents.deduplication.open_stories import OpenStories, RememberedReport
from agents.deduplication.signature import Signature, sign
from agents.deduplication.similarity import weigh
from agents.deduplication.verdicts import Judge
from streams.article import Article
from streams.enriched_article import EnrichedArticle

_START = datetime(2026, 3, 10, tzinfo=UTC)
_NAMES = ("Arlo", "Brenna", "Calder", "Dovrek", "Elmira", "Farrow", "Grenval", "Hollis")
_WORDS = tuple(
    f"{a}{b}" for a in ("ferr", "brid", "harb", "stor", "vote") for b in ("y", "ge", "or")
)

Step = tuple[int, int, int]
"""Event, wording, and hours since the step before (a late report has a negative number)."""

STREAMS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(-30, 60)), min_size=1, max_size=30
)
LAWS = settings(max_examples=15, deadline=None, derandomize=True)


def _text(event: int, wording: int) -> str:
    """Write a few sentences: an event has its names, figures and words, a wording its own mix."""
    draw = random.Random(event)
    names = [f"{draw.choice(_NAMES)}{event}" for _ in range(4)]
    words = [f"{word}{event if draw.random() < 0.6 else ''}" for word in _WORDS]
    mix = random.Random(f"{event} {wording}")
    sentences = [
        f"the {mix.choice(words)} of {mix.choice(names)} {mix.choice(words)} "
        f"{event}{mix.randint(1, 4)} people near {mix.choice(names)} said {mix.choice(words)}."
        for _ in range(8)
    ]
    return " ".join(sentences)


def _stream(steps: Sequence[Step]) -> list[tuple[Signature, float]]:
    """Sign an article for each step, with the clock at its arrival."""
    signed = []
    clock = _START
    for i, (event, wording, hours) in enumerate(steps):
        published = clock + timedelta(hours=hours)
        clock = max(clock, published)
        article = Article(
            id=f"a{i}",
            title=_text(event, wording).split(".")[0],
            text=_text(event, wording),
            outlet=f"outlet {i % 3}",
            published=published if wording else None,
        )
        enriched = EnrichedArticle(article=article, language="en", received=clock, enriched=False)
        signed.append((sign(enriched, EMPTY_BACKGROUND), clock.timestamp()))
    return signed


@cache
def _clusterer() -> Clusterer:
    return Clusterer(ClustererConfig(window=86400.0, grace=86400.0 * 3), shipped_model())


def _state() -> OpenStories:
    return OpenStories(UNKNOWN_LANGUAGE, "en")


def _run(state: OpenStories, stream: Sequence[tuple[Signature, float]]) -> list[str]:
    """Decide and apply, and give each step's outcome as text."""
    outcome = []
    for signature, now in stream:
        for change in _clusterer().expire(state, now):
            state.apply(change)
            outcome.append(repr(change))
        decision = _clusterer().decide(state, signature, now)
        state.apply(decision)
        moves = _clusterer().repairs(state, decision)
        for move in moves:
            state.apply(move)
        outcome.append(repr((decision, moves)))
    return outcome


@LAWS
@given(STREAMS)
def test_deciding_changes_nothing(steps: list[Step]) -> None:
    """Two decisions about one report are equal, and the state is as before."""
    state = _state()
    *former, (signature, now) = _stream(steps)
    _run(state, former)
    before = state.snapshot()

    decisions = [repr(_clusterer().decide(state, signature, now)) for _ in range(2)]

    assert decisions[0] == decisions[1]
    assert state.snapshot() == before


@LAWS
@given(STREAMS)
def test_the_same_stream_gives_the_same_bytes(steps: list[Step]) -> None:
    """Decisions and the final state depend on nothing but the stream."""
    one, other = _state(), _state()

    assert _run(one, _stream(steps)) == _run(other, _stream(steps))
    assert one.snapshot() == other.snapshot()


@LAWS
@given(STREAMS)
def test_a_redelivered_report_changes_nothing(steps: list[Step]) -> None:
    """A report that is remembered is where it was; the state keeps its bytes."""
    state = _state()
    stream = _stream(steps)
    _run(state, stream)
    before = state.snapshot()

    for signature, now in stream:
        if signature.article_id in state:
            decision = _clusterer().decide(state, signature, now)
            state.apply(decision)

            assert isinstance(decision, Unchanged)
            assert decision.story_id == state.story_of(signature.article_id)
    assert state.snapshot() == before


@LAWS
@given(STREAMS, st.integers(0, 30))
def test_a_restored_snapshot_has_the_same_future(steps: list[Step], cut: int) -> None:
    """A crash anywhere, and a restart from the snapshot, is not seen in any later decision."""
    stream = _stream(steps)
    state = _state()
    _run(state, stream[:cut])

    restored = OpenStories.restore(UNKNOWN_LANGUAGE, state.snapshot())

    assert restored.snapshot() == state.snapshot()
    assert _run(restored, stream[cut:]) == _run(state, stream[cut:])


@LAWS
@given(STREAMS, st.integers(0, 30), st.randoms(use_true_random=False))
def test_a_state_rebuilt_from_its_reports_has_the_same_future(
    steps: list[Step], cut: int, order: random.Random
) -> None:
    """The rows of live reports, read in any order, are all that the state depends on."""
    stream = _stream(steps)
    state = _state()
    _run(state, stream[:cut])
    signed = {
        signature.article_id: (i, signature, now) for i, (signature, now) in enumerate(stream)
    }
    rows = [
        RememberedReport(
            a, state.signature_of(a).to_bytes(), state.story_of(a), signed[a][0], signed[a][2]
        )
        for a in sorted(state.article_ids)
    ]
    order.shuffle(rows)
    closed = [story for story in state.story_ids if state.is_closed(story)]

    rebuilt = OpenStories.from_reports(UNKNOWN_LANGUAGE, "en", rows, closed)

    assert rebuilt.snapshot() == state.snapshot()
    assert _run(rebuilt, stream[cut:]) == _run(state, stream[cut:])


@LAWS
@given(STREAMS)
def test_every_report_is_in_one_story_and_every_id_leads_there(steps: list[Step]) -> None:
    """However stories were tied, each remembered report is in one, and no id is lost or reused."""
    state = _state()
    opened: list[str] = []
    merged: dict[str, str] = {}
    forgotten: set[str] = set()
    for signature, now in _stream(steps):
        for change in _clusterer().expire(state, now):
            state.apply(change)
            if isinstance(change, Forgotten):
                forgotten.add(change.story_id)
        decision = _clusterer().decide(state, signature, now)
        state.apply(decision)
        if isinstance(decision, Bridged):
            merged.update(dict.fromkeys(decision.absorbed, decision.story_id))
        elif decision.story_id not in opened:
            opened.append(decision.story_id)

        members = [article for story in state.story_ids for article in state.reports_of(story)]

        assert sorted(members) == sorted(state.article_ids)
    for story in opened:
        end = story
        while end in merged:
            end = merged[end]
        assert end in forgotten or end in state.story_ids
    assert len(opened) == len(set(opened))


@LAWS
@given(STREAMS)
def test_candidates_agree_with_brute_force(steps: list[Step]) -> None:
    """Without caps, the index finds all reports that share one of the terms looked up."""
    state = _state()
    *former, (signature, _) = _stream(steps)
    _run(state, former)
    query = weigh(signature, state)
    uncapped = ClustererConfig(query_terms=10_000, max_rows=10_000, max_looked_up=1_000_000)
    judge = Judge(uncapped, shipped_model())

    found = set(judge.candidate_rows(state, query).tolist())

    own = set(signature.terms.tolist())
    indexed = {
        row
        for article, row in state.row_of.items()
        if own & set(state.signature_of(article).terms[:48].tolist())
    }
    assert found == indexed


@LAWS
@given(STREAMS)
def test_asking_about_one_story_changes_no_verdict_on_it(steps: list[Step]) -> None:
    """A story is judged as among all candidates, or not at all if it is none of them."""
    state = _state()
    *former, (signature, _) = _stream(steps)
    _run(state, former)
    query = weigh(signature, state)
    judge = Judge(ClustererConfig(max_stories=2), shipped_model())
    verdicts = {v.number: v.probability for v in judge.verdicts(state, query)}

    for number in set(state.columns.story[: state.columns.rows].tolist()):
        about = {v.number: v.probability for v in judge.verdicts(state, query, about=number)}

        assert about == (verdicts if number in verdicts else {})


@LAWS
@given(STREAMS, st.integers(1, 8))
def test_memory_is_bounded_by_the_setting(steps: list[Step], most: int) -> None:
    """After every sweep no more reports are remembered than allowed, and what left was counted."""
    clusterer = Clusterer(ClustererConfig(max_reports=most), shipped_model())
    state = _state()
    for signature, now in _stream(steps):
        state.apply(clusterer.decide(state, signature, now))
        changes = clusterer.expire(state, now)
        for change in changes:
            state.apply(change)

        assert len(state) <= most
    assert clusterer.counters.evicted_stories >= (len(steps) > most * 30)


@LAWS
@given(STREAMS)
def test_a_withdrawn_report_leaves_no_trace(steps: list[Step]) -> None:
    """Removing the last report gives the state before it, when nothing else moved."""
    state = _state()
    *former, (signature, now) = _stream(steps)
    _run(state, former)
    before = state.snapshot()
    decision = _clusterer().decide(state, signature, now)
    if isinstance(decision, Bridged | Updated) or getattr(decision, "reopens", False):
        return

    state.apply(decision)
    state.remove(signature.article_id)

    assert state.snapshot() == before


_SCRIPT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from test_laws_of_clustering import _run, _state, _stream
steps = [(i % 5, i % 4, i % 7) for i in range(40)]
state = _state()
text = "".join(_run(state, _stream(steps)))
print(hashlib.sha256(text.encode() + state.snapshot()).hexdigest())
"""


@pytest.mark.slow
def test_the_hash_seed_has_no_influence() -> None:
    """Interpreters with different hash seeds decide alike."""
    folder = str(np.testing.__file__ and __file__.rsplit("/", 1)[0])
    seen = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, folder],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert len(seen) == 1
