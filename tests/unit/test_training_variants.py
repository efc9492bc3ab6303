"""Streams that are varied before the clusterer learns from them."""

import math
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from agents.deduplication.background import EMPTY_BACKGROUND, UNKNOWN_LANGUAGE
from agents.deduplication.signature import Signature, sign
from agents.deduplication.terms import NAME, PAIR, TITLE
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from training.clusterer.labelled import LabelledStream
from training.clusterer.variants import (
    VARIANTS,
    alone,
    bare,
    lingering,
    renamed,
    short_streams,
    slowed,
)

_DAY = datetime(2026, 3, 10, tzinfo=UTC)
_TEXTS = (
    ("Ferry aground off Sund", "the ferry Alma ran aground off Sund with people aboard"),
    ("Sund sends boats", "boats from Sund took them off the ferry Alma, said Petra Holm"),
    ("Budget vetoed in Dovrek", "the president of Dovrek vetoed the budget, said Petra Holm"),
)


def _stream(stories: int = 3) -> LabelledStream:
    signatures = []
    for i in range(stories):
        title, text = _TEXTS[i % 3]
        article = Article(id=f"a{i}", title=title, text=text, outlet="Post", published=_DAY)
        enriched = EnrichedArticle(article=article, language="en", received=_DAY, enriched=False)
        signatures.append(sign(enriched, EMPTY_BACKGROUND))
    labels = {s.article_id: f"story {i}" for i, s in enumerate(signatures)}
    return LabelledStream("some", tuple(signatures), tuple(map(float, range(stories))), labels)


def _terms(signature: Signature, *, names: bool) -> set[int]:
    return {
        term
        for term, place in zip(signature.terms.tolist(), signature.places.tolist(), strict=True)
        if bool(place & (NAME | PAIR)) == names
    }


def test_a_renamed_stream_has_other_names_and_the_same_words() -> None:
    """Names alone are replaced, and stay in common between reports that had them in common."""
    stream = _stream()
    other = renamed(stream, UNKNOWN_LANGUAGE, salt=1)

    for before, after in zip(stream.signatures, other.signatures, strict=True):
        assert _terms(before, names=False) == _terms(after, names=False)
        assert not _terms(before, names=True) & _terms(after, names=True)
    for (one, two), (new_one, new_two) in zip(
        pairwise(stream.signatures), pairwise(other.signatures), strict=True
    ):
        common = len(set(one.terms.tolist()) & set(two.terms.tolist()))
        assert len(set(new_one.terms.tolist()) & set(new_two.terms.tolist())) == common > 0


def test_renaming_is_the_same_each_time_but_for_the_salt() -> None:
    """A model can be trained again."""
    stream = _stream()
    terms = [
        [s.terms.tolist() for s in renamed(stream, UNKNOWN_LANGUAGE, salt).signatures]
        for salt in (1, 1, 2)
    ]

    assert terms[0] == terms[1] != terms[2]


def test_names_that_become_one_tie_reports_that_had_none_in_common() -> None:
    """As the few names of a small country do."""
    stream = _stream()
    every = renamed(stream, UNKNOWN_LANGUAGE, salt=1, share=1000)

    names = [_terms(signature, names=True) for signature in every.signatures]

    assert names[0] == names[1] == names[2]
    assert len(names[0]) == 1


def test_a_bare_stream_tells_no_title_time_or_outlet() -> None:
    """The texts stay as they were."""
    for before, after in zip(_stream().signatures, bare(_stream()).signatures, strict=True):
        assert math.isnan(after.published)
        assert not (after.places & TITLE).any()
        assert after.terms.tolist() == before.terms.tolist()


def test_short_streams_hold_every_report_once_with_its_story() -> None:
    """No more than a dozen stories each."""
    parts = short_streams(_stream(30))

    assert [s.article_id for part in parts for s in part.signatures] == [f"a{i}" for i in range(30)]
    assert [len(part.signatures) for part in parts] == [12, 12, 6]


def test_lone_reports_are_the_first_of_their_stories() -> None:
    """Some stories keep all their reports, the others only the first; none is lost."""
    stream = _stream(60)
    labels = {f"a{i}": f"story {i % 20}" for i in range(60)}
    stream = LabelledStream(stream.name, stream.signatures, stream.clock, labels)

    kept = [s.article_id for s in alone(stream, "t").signatures]

    sizes = Counter(labels[article] for article in kept)
    assert set(sizes.values()) == {1, 3}
    assert kept[:20] == [f"a{i}" for i in range(20)]


def _three_told_by_turns() -> LabelledStream:
    """Three stories of twenty reports, one in ten minutes, but for one that has no label."""
    stream = _stream(60)
    start = _DAY.timestamp()
    signatures = tuple(
        replace(s, published=start + 600.0 * i) for i, s in enumerate(stream.signatures)
    )
    labels = {f"a{i}": f"story {i % 3}" for i in range(59)}
    return LabelledStream("some", signatures, tuple(s.published for s in signatures), labels)


def test_lingering_stories_take_longer_and_lose_no_report() -> None:
    """Each by its own factor; the first reports and those without a label stay where they were."""
    stream = _three_told_by_turns()
    slow = lingering(stream, "l")

    before = {s.article_id: s.published for s in stream.signatures}
    after = {s.article_id: s.published for s in slow.signatures}
    assert before.keys() == after.keys()
    assert list(slow.clock) == sorted(slow.clock) == [s.published for s in slow.signatures]
    assert {a for a in before if after[a] == before[a]} == {"a0", "a1", "a2", "a59"}
    factors = [(after[f"a{57 + i % 2}"] - after[f"a{i}"]) for i in (0, 1)]
    assert factors[0] != factors[1]
    assert all(2 * 57 * 600 <= took <= 40 * 57 * 600 for took in factors)


def test_a_slowed_stream_keeps_its_order() -> None:
    """All gaps grow alike."""
    stream = _three_told_by_turns()
    slow = slowed(stream, 12)

    assert [s.article_id for s in slow.signatures] == [s.article_id for s in stream.signatures]
    assert slow.clock[0] == stream.clock[0]
    assert slow.clock[-1] - slow.clock[0] == 12 * (stream.clock[-1] - stream.clock[0])
    assert [s.published for s in slow.signatures] == list(slow.clock)


def test_shares_of_the_variants_add_up_to_one() -> None:
    """The weights of the sets mean what they say."""
    assert math.isclose(sum(share for share, _ in VARIANTS.values()), 1)
