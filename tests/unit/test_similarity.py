"""Likeness of a report to remembered ones."""

from datetime import UTC, datetime, timedelta

import numpy as np

from agents.deduplication.background import EMPTY_BACKGROUND, UNKNOWN_LANGUAGE
from agents.deduplication.decisions import Opened
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import Signature, sign
from agents.deduplication.similarity import PAIR_FEATURES, Comparer, weigh
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
    pairs, _ = Comparer().compare(weigh(query, state), state, rows)
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
