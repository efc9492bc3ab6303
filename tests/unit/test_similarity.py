"""Likeness of a report to remembered ones."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from agents.deduplication.background import EMPTY_BACKGROUND, UNKNOWN_LANGUAGE
from agents.deduplication.decisions import Opened
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.pair_features import PAIR_FEATURES
from agents.deduplication.signature import Signature, sign
from agents.deduplication.similarity import compare, weigh
from agents.deduplication.terms import NAME, TITLE
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.story import Match

_DAY = datetime(2026, 3, 10, tzinfo=UTC)
_TEXT = (
    "the ferry Alma ran aground off Sund with 214 people and the harbor of Dovrek sent boats "
    "that took them all ashore before the storm grew worse in the night"
)


def _signed(
    name: str, title: str | None, text: str | None, hours: float | None = 0, outlet: str = "Post"
) -> Signature:
    published = None if hours is None else _DAY + timedelta(hours=hours)
    article = Article(id=name, title=title, text=text, outlet=outlet, published=published)
    enriched = EnrichedArticle(article=article, language="en", received=_DAY, enriched=False)
    return sign(enriched, EMPTY_BACKGROUND)


def _likeness(query: Signature, *others: Signature) -> list[dict[str, float]]:
    state = OpenStories(UNKNOWN_LANGUAGE, "en")
    for other in others:
        state.apply(Opened(other, f"s{other.article_id}", Match(score=1.0), 0.0))
    rows = np.arange(len(others))
    pairs, _ = compare(weigh(query, state), state, rows)
    return [dict(zip(PAIR_FEATURES, pair, strict=True)) for pair in pairs.tolist()]


def test_a_report_is_fully_like_itself() -> None:
    """Every cosine and share is one; the gap is nothing."""
    report = _signed("a", "Ferry Alma aground off Sund", _TEXT)

    [like] = _likeness(report, report)

    for name in ("body", "title", "lead", "names", "figures", "copied", "contained", "own_found"):
        assert abs(like[name] - 1) < 1e-5, name
    assert like["gap"] == 0


def test_reports_without_a_common_word_are_not_alike() -> None:
    """Zero, not noise."""
    one = _signed("a", "Ferry Alma aground", _TEXT)
    other = _signed("b", "Budget vetoed", "lawmakers rejected it 61 to 58")

    [like] = _likeness(one, other)

    assert like["body"] == like["title"] == like["names"] == like["copied"] == 0


def test_what_cannot_be_compared_is_said_to_be_missing() -> None:
    """No title, no time, no figures: minus one."""
    one = _signed("a", None, "ferry aground", hours=None)
    other = _signed("b", "Ferry aground", _TEXT)

    [like] = _likeness(one, other)

    assert like["title"] == like["gap"] == like["figures"] == -1


def test_likeness_of_bodies_is_symmetric() -> None:
    """Which of two reports came first does not matter to it."""
    one = _signed("a", "Ferry Alma aground", _TEXT)
    other = _signed("b", "Alma: boats on their way", _TEXT[40:] + " says Dovrek", hours=5)

    first, second = _likeness(one, one, other)[1], _likeness(other, one, other)[0]

    assert abs(first["body"] - second["body"]) < 1e-5


def test_a_part_of_a_text_is_contained_in_the_whole() -> None:
    """The share of the shorter text's shingles stays high where the Jaccard similarity drops."""
    whole = _signed("a", "Ferry", " ".join(f"{_TEXT} {i} {i}{i}" for i in range(1)) + " more " * 3)
    part = _signed("b", "Ferry", " ".join(_TEXT.split()[:18]))

    [like] = _likeness(part, whole)

    assert like["copied"] < 0.8
    assert like["contained"] > like["copied"] + 0.15


def test_rows_do_not_influence_each_other() -> None:
    """Compared together or alone, a report is as like."""
    query = _signed("q", "Ferry Alma aground", _TEXT)
    others = [
        _signed("a", "Alma aground", _TEXT[20:], hours=3),
        _signed("b", "Budget vetoed", "lawmakers rejected it 61 to 58", outlet="Times"),
    ]

    together = _likeness(query, *others)

    assert together == [_likeness(query, *others)[0], _likeness(query, *others)[1]]
    assert together[0]["body"] > together[1]["body"]
    assert (together[0]["same_outlet"], together[1]["same_outlet"]) == (1, 0)


def test_a_signature_read_from_bytes_is_compared_like_the_one_that_was_written() -> None:
    """Whether it is new or remembered."""
    one = _signed("a", "Ferry Alma aground", _TEXT)
    other = _signed("b", "Alma aground", _TEXT[20:], hours=3)
    read = [Signature.from_bytes(signature.to_bytes()) for signature in (one, other)]

    assert _likeness(read[0], read[1]) == _likeness(one, other)


def test_words_count_apart_from_names() -> None:
    """Two events of one place share its name; two reports of one event share words as well."""
    strike = _signed("a", "Miners strike in Velen", "the miners of Velen stopped work over pay")
    attack = _signed("b", "Hackers strike Velen clinic", "computers of a clinic in Velen failed")
    again = _signed("c", "Miners stop work", "work stopped over pay, miners said")

    [same_place, same_event] = _likeness(strike, attack, again)

    assert same_place["names"] > same_event["names"]
    assert same_place["words"] < same_event["words"]
    assert same_place["words_weight"] < same_event["words_weight"]
    assert 0 < same_place["title_words"] < 1


def test_likenesses_are_what_their_definitions_say() -> None:
    """Cosines, shares and weights, held against sums over dictionaries."""
    one = _signed("a", "Ferry Alma aground off Sund", _TEXT)
    other = _signed("b", "Alma: boats off Sund", _TEXT[30:] + " Dovrek counts 214, says Alma")
    state = OpenStories(UNKNOWN_LANGUAGE, "en")
    state.apply(Opened(other, "s", Match(score=1.0), 0.0))
    pairs, _ = compare(weigh(one, state), state, np.array([0]))
    like = dict(zip(PAIR_FEATURES, pairs[0].tolist(), strict=True))
    mine, theirs = _weights(one, state), _weights(other, state)

    assert like["body"] == pytest.approx(_cosine(mine, theirs, 0), rel=1e-5)
    assert like["names"] == pytest.approx(_cosine(mine, theirs, NAME), rel=1e-5)
    shared = mine.keys() & theirs.keys()
    in_both_titles = [t for t in shared if mine[t][2] & theirs[t][2] & TITLE]
    weight = math.log1p(sum(mine[t][0] for t in in_both_titles))
    assert like["title_weight"] == pytest.approx(weight, rel=1e-5)
    title = [t for t in mine if mine[t][2] & TITLE]
    found = sum(mine[t][0] for t in title if t in theirs) / sum(mine[t][0] for t in title)
    assert like["title_in_other"] == pytest.approx(found, rel=1e-5)
    assert like["strongest"] == pytest.approx(max(mine[t][0] for t in shared), rel=1e-5)
    assert 0 < like["body"] < 1
    assert 0 < like["title_in_other"] < 1


def _weights(signature: Signature, state: OpenStories) -> dict[int, tuple[float, float, int]]:
    """Give rarity, weight and places of each term."""
    found = {}
    for term, count, place in zip(
        signature.terms.tolist(), signature.counts.tolist(), signature.places.tolist(), strict=True
    ):
        reports = state.background.reports + len(state) + 1
        rarity = max(math.log(reports) - math.log(float(state.reports_using[term]) + 1), 0)
        found[term] = (rarity, rarity * (1 + math.log(count)), place)
    return found


def _cosine(
    one: dict[int, tuple[float, float, int]],
    other: dict[int, tuple[float, float, int]],
    which: int,
) -> float:
    """Give the cosine of the weights of the terms that have all of some bits."""
    lengths = [
        math.sqrt(sum(w * w for _, w, p in terms.values() if p & which == which))
        for terms in (one, other)
    ]
    both = [t for t in one.keys() & other.keys() if one[t][2] & other[t][2] & which == which]
    return sum(one[t][1] * other[t][1] for t in both) / math.prod(lengths)
