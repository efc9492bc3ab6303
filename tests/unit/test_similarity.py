"""Likeness of a report to remembered ones."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.deduplication.background import (
    EMPTY_BACKGROUND,
    UNKNOWN_LANGUAGE,
    shipped_background,
)
from agents.deduplication.decisions import Opened
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.pair_features import PAIR_FEATURES
from agents.deduplication.signature import Signature, sign
from agents.deduplication.similarity import compare, weigh
from agents.deduplication.terms import FIGURE, LEAD, NAME, PAIR, TITLE
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.story import Match

_Term = tuple[float, float, int]

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


_NO_WORD = NAME | FIGURE | PAIR
_WORDS = (
    "Alma Sund Dovrek Velen ferry harbor strike storm crew 214 61 3,000 the of in miners pay "
    "aground Kraus Tomas Kraus night boats clinic"
).split()


def _is_name(place: int) -> bool:
    return place & NAME > 0


def _is_word(place: int) -> bool:
    return place & _NO_WORD == 0


def _in_title(place: int) -> bool:
    return place & TITLE > 0


def _in_lead(place: int) -> bool:
    return place & LEAD > 0


def _is_pair(place: int) -> bool:
    return place & PAIR > 0


def _is_figure(place: int) -> bool:
    return place & FIGURE > 0


def _is_title_word(place: int) -> bool:
    return _in_title(place) and _is_word(place)


def _is_key_name(place: int) -> bool:
    return _in_lead(place) and _is_name(place)


def _is_key_figure(place: int) -> bool:
    return _in_lead(place) and _is_figure(place)


class _Pair:
    """Two reports' terms, and sums over them by their definitions."""

    def __init__(self, one: Signature, other: Signature, state: OpenStories) -> None:
        self.one, self.other = _weights(one, state), _weights(other, state)
        self.shared = self.one.keys() & self.other.keys()

    def cosine(self, is_meant: Callable[[int], bool], value: int) -> float:
        """Give the cosine of weights (1) or rarities (0) of the terms that are meant in both."""
        both = [t for t in self.shared if is_meant(self.one[t][2] & self.other[t][2])]
        lengths = [
            sum(term[value] ** 2 for term in side.values() if is_meant(term[2]))
            for side in (self.one, self.other)
        ]
        products = sum(self.one[t][value] * self.other[t][value] for t in both)
        return _ratio(products, math.sqrt(math.prod(lengths)))

    def of_poorer(self, is_meant: Callable[[int], bool]) -> float:
        sides = (self.one, self.other)
        every = [sum(r for r, _, p in side.values() if is_meant(p)) for side in sides]
        return _ratio(self.rarity(is_meant), min(every))

    def rarity(self, is_meant: Callable[[int], bool]) -> float:
        """Give the rarity of the terms in common that both mean."""
        both = [t for t in self.shared if is_meant(self.one[t][2] & self.other[t][2])]
        return sum(self.one[t][0] for t in both)

    def found(self, side: dict[int, _Term], is_meant: Callable[[int], bool], power: int) -> float:
        """Give the share of one side's rarity (0) or squared weight (1) that the other has."""
        values = {t: v[power] ** (1 + power) for t, v in side.items() if is_meant(v[2])}
        return _ratio(sum(values[t] for t in values if t in self.shared), sum(values.values()))

    def likenesses(self) -> dict[str, float]:
        rare = [self.one[t][0] for t in self.shared]
        return {
            "body": self.cosine(lambda _: True, 1),
            "names": self.cosine(_is_name, 1),
            "words": self.cosine(_is_word, 1),
            "title": self.cosine(_in_title, 0),
            "lead": self.cosine(_in_lead, 0),
            "title_words": self.cosine(_is_title_word, 0),
            "pairs": self.of_poorer(_is_pair),
            "figures": self.of_poorer(_is_figure),
            "title_in_other": self.found(self.one, _in_title, 0),
            "other_title_in": self.found(self.other, _in_title, 0),
            "figures_found": self.found(self.one, _is_key_figure, 0),
            "key_names_found": min(
                self.found(side, _is_key_name, 0) for side in (self.one, self.other)
            ),
            "own_found": self.found(self.one, lambda _: True, 1),
            "other_found": self.found(self.other, lambda _: True, 1),
            "strongest": max(rare, default=0),
            "rare_shared": math.log1p(sum(each for each in rare if each > 4)),
            "title_weight": math.log1p(self.rarity(_in_title)),
            "key_names_weight": math.log1p(self.rarity(_is_key_name)),
            "figures_weight": math.log1p(self.rarity(_is_figure)),
            "words_weight": math.log1p(self.rarity(_is_word)),
        }


def _weights(signature: Signature, state: OpenStories) -> dict[int, _Term]:
    """Give rarity, weight and places of each term."""
    found = {}
    for term, count, place in zip(
        signature.terms.tolist(), signature.counts.tolist(), signature.places.tolist(), strict=True
    ):
        reports = state.background.reports + len(state) + 1
        rarity = max(math.log(reports) - math.log(float(state.reports_using[term]) + 1), 0)
        found[term] = (rarity, rarity * (1 + math.log(count)), place)
    return found


def _ratio(above: float, below: float) -> float:
    return min(above / below, 1) if below else -1


@settings(max_examples=60, deadline=None, derandomize=True)
@given(*(st.lists(st.sampled_from(_WORDS), min_size=least, max_size=30) for least in (0, 1, 0, 1)))
def test_likenesses_are_what_their_definitions_say(
    title: list[str], text: list[str], other_title: list[str], other_text: list[str]
) -> None:
    """Held against sums over dictionaries, for reports of a few words that come again and again."""
    opening = "more " * 60  # so that not all the words are the lead's
    one = _signed("a", " ".join(title), opening + " ".join(text))
    other = _signed("b", " ".join(other_title), opening + " ".join(other_text))
    state = OpenStories(shipped_background().of("en"), "en")
    state.apply(Opened(other, "s", Match(score=1.0), 0.0))

    pairs, _ = compare(weigh(one, state), state, np.array([0]))

    like = dict(zip(PAIR_FEATURES, pairs[0].tolist(), strict=True))
    for name, expected in _Pair(one, other, state).likenesses().items():
        assert like[name] == pytest.approx(expected, rel=1e-4, abs=1e-5), name
