"""Scoring of stories and copies on made-up news."""

from itertools import count

import pytest

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.join_model import shipped_model
from agents.evaluation.copies import CopiesScore, LabelledPair, score_copies
from agents.evaluation.stories import Replayer, in_order, score_stories
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.record import to_utc

_DAY = to_utc("2026-03-10")
_FERRY = (
    "The ferry Alma ran aground off Sund Island with 214 people on board. Harbor master Ines Kolve "
    "said a rudder had failed. Lifeboats took all passengers to Dovrek."
)
_VOTE = (
    "Lawmakers in Grenval voted down the budget by 61 to 58. Premier Tomas Hollis said he would "
    "stay. Brenna Farrow called for elections, and the central bank warned."
)


def _article(name: str, title: str, text: str, published: str | None = None) -> Article:
    return Article(
        id=name,
        title=title,
        text=text,
        outlet="Post",
        published=to_utc(published) if published else None,
    )


def _enriched(article: Article) -> EnrichedArticle:
    return EnrichedArticle(article=article, language="en", received=_DAY, enriched=False)


def test_articles_with_times_arrive_in_time_order() -> None:
    """The clock is the article's own time; equal times keep the order of the file."""
    replay = in_order(
        [
            _article("c", "C", "c", "2026-03-12"),
            _article("a", "A", "a", "2026-03-10"),
            _article("b", "B", "b", "2026-03-10"),
        ]
    )

    assert [article.id for article in replay.articles] == ["a", "b", "c"]
    assert replay.clock[2] - replay.clock[0] == 2 * 86400


def test_without_all_times_the_file_is_the_order() -> None:
    """The clock begins at the latest known time, so that none lies in the future."""
    replay = in_order([_article("b", "B", "b", "2026-03-12"), _article("a", "A", "a")])

    assert [article.id for article in replay.articles] == ["b", "a"]
    assert replay.clock[0] == to_utc("2026-03-12").timestamp()
    assert replay.clock[1] > replay.clock[0]


def test_a_stream_of_two_events_is_scored() -> None:
    """Two stories, all in place; articles without a label are replayed but not scored."""
    articles = [
        _article("a", "Ferry Alma aground off Sund", _FERRY),
        _article("b", "Grenval rejects budget", _VOTE),
        _article("c", "Ferry Alma aground near Sund", f"Dovrek. {_FERRY}"),
        _article("d", "Recipe of the day", "Stir the soup."),
    ]
    ticks = count()

    score = score_stories(
        in_order(articles),
        {"a": "ferry", "b": "vote", "c": "ferry"},
        _enriched,
        Replayer(Clusterer(ClustererConfig(), shipped_model()), shipped_background()),
        lambda: float(next(ticks)),
    )

    assert (score.articles, score.stories) == (3, 2)
    assert score.agreement.f1 == 1.0
    assert score.articles_per_second == 1.0


def test_copies_are_counted_right_found_and_missed() -> None:
    """A copy with a foreign first line is found; two reports of one outlet are not copies."""
    ferry, vote = _article("a", "Ferry Alma aground", _FERRY), _article("b", "Budget", _VOTE)
    reprint = _article("c", "Ferry Alma aground", f"Read our newsletter. {_FERRY}")
    unlike = _article("d", "Ferry Alma aground", "Nothing in common here whatsoever, alas.")

    score = score_copies(
        [
            LabelledPair(_enriched(ferry), _enriched(reprint), copy=True),
            LabelledPair(_enriched(ferry), _enriched(unlike), copy=True),
            LabelledPair(_enriched(ferry), _enriched(vote), copy=False),
        ],
        shipped_background(),
    )

    assert score == CopiesScore(pairs=3, copies=2, found=1, right=1)
    assert (score.precision, score.recall) == (1.0, 0.5)
    assert score.f1 == pytest.approx(2 / 3)


def test_no_pairs_score_nothing() -> None:
    """Empty input: zeros, no failure."""
    assert score_copies([], shipped_background()).f1 == 0.0
