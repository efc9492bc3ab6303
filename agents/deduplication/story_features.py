"""What speaks for a report to tell a story's event, as plain numbers: eight dozen features."""

from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.compiled import compiled, part
from agents.deduplication.pair_features import PAIR_FEATURES, Floats, Places
from agents.deduplication.terms import NAME, NO_WORD, TITLE

Starts = npt.NDArray[np.int64]
Seconds = npt.NDArray[np.float64]

ODDS_FEATURES: Final = (
    "best_odds",
    "second_odds",
    "mean_odds",
    "founder_odds",
    "latest_odds",
    "rival_odds",
)
"""Names of the columns of ``gather_odds``."""

STORY_FEATURES: Final = (
    *(f"best_{name}" for name in PAIR_FEATURES),
    *(f"mean_{name}" for name in PAIR_FEATURES),
    *(f"founder_{name}" for name in PAIR_FEATURES),
    "second_body",
    "size",
    "compared",
    "like_share",
    "gap_first",
    "gap_last",
    "rival_body",
    "rival_title",
    "rival_names",
    "terms",
    "span",
    "covered",
    "names_covered",
    "title_covered",
    "words_covered",
    "only_covered",
    "only_names_covered",
    "only_words_covered",
    "others_body",
    *ODDS_FEATURES,
)
"""Names of the columns of ``gather``: for each pair feature the best of the story's compared
reports (the least for ``gap``), their mean, and the founding report's; then facts of the story, of
what its compared reports cover together, and of its rivals; last the odds that the compared reports
are each given."""

BODY: Final = PAIR_FEATURES.index("body")
_TITLE: Final = PAIR_FEATURES.index("title")
_NAMES: Final = PAIR_FEATURES.index("names")
_GAP: Final = PAIR_FEATURES.index("gap")
_LIKENESSES: Final = len(PAIR_FEATURES)
(
    _SECOND_BODY,
    _SIZE,
    _COMPARED,
    _LIKE_SHARE,
    _GAP_FIRST,
    _GAP_LAST,
    _RIVAL_BODY,
    _RIVAL_TITLE,
    _RIVAL_NAMES,
    _TERMS,
    _SPAN,
    _COVERED,
    _NAMES_COVERED,
    _TITLE_COVERED,
    _WORDS_COVERED,
    _ONLY_COVERED,
    _ONLY_NAMES_COVERED,
    _ONLY_WORDS_COVERED,
    _OTHERS_BODY,
    _ODDS,
) = range(3 * _LIKENESSES, len(STORY_FEATURES) - len(ODDS_FEATURES) + 1)

_LIKE: Final = 0.25
_NONE: Final = -20.0
"""Log-odds of a report that is not there."""
_NO_RIVAL: Final = -8.0
"""Log-odds of the best other story at least: less is no rival."""

_KINDS: Final = 4
_EVERY, _NAME, _IN_TITLE, _WORD = range(_KINDS)
"""Kinds of terms whose weight is summed up."""


@part
def _end(starts: Starts, story: int, rows: int) -> int:
    """Give where the compared reports of a story end."""
    return starts[story + 1] if story + 1 < len(starts) else rows


@part
def _set_lead(out: Floats, column: int, of: int, least: float) -> None:
    """Say in a column how far each story's value in another is above the best of the others.

    No value counts less than ``least``, nor does that of no other story.
    """
    best, second = least, least
    for story in range(len(out)):
        value = max(out[story, of], least)
        second = max(second, min(best, value))
        best = max(best, value)
    for story in range(len(out)):
        value = max(out[story, of], least)
        out[story, column] = value - (second if value == best else best)


@compiled("void(f4[:,::1], i8, f4[::1], i8[::1])")
def set_odds(out: Floats, column: int, odds: Floats, starts: Starts) -> None:
    """Fill in ``ODDS_FEATURES`` from a column on, by the log-odds of the compared reports."""
    for story in range(len(starts)):
        start, end = starts[story], _end(starts, story, len(odds))
        best, second, total = _NONE, _NONE, 0.0
        for report in range(start, end):
            second = max(second, min(best, odds[report]))
            best = max(best, odds[report])
            total += odds[report]
        out[story, column] = best
        out[story, column + 1] = second
        out[story, column + 2] = total / (end - start)
        out[story, column + 3] = odds[start]
        out[story, column + 4] = odds[end - 1]
    _set_lead(out, column + 5, column, _NO_RIVAL)


@part
def _sum_up_likeness(out: Floats, pairs: Floats) -> None:
    """Fill in the best, the mean and the founder's of each likeness to a story's reports."""
    for feature in range(_LIKENESSES):
        best, total = pairs[0, feature], 0.0
        for report in range(len(pairs)):
            best = max(best, pairs[report, feature])
            total += pairs[report, feature]
        out[feature] = best
        out[_LIKENESSES + feature] = total / len(pairs)
        out[2 * _LIKENESSES + feature] = pairs[0, feature]


@part
def _describe_compared(out: Floats, pairs: Floats) -> None:
    """Fill in the least gap, the second best body, and how many were compared and are like."""
    gap, best, second, like = np.inf, -np.inf, -np.inf, 0
    for report in range(len(pairs)):
        body = pairs[report, BODY]
        second = max(second, min(best, body))
        best = max(best, body)
        like += body > _LIKE
        if pairs[report, _GAP] >= 0:
            gap = min(gap, pairs[report, _GAP])
    out[_GAP] = gap if gap < np.inf else -1.0
    out[_SECOND_BODY] = second if len(pairs) > 1 else -1.0
    out[_COMPARED] = len(pairs)
    out[_LIKE_SHARE] = like / len(pairs)


@part
def _log_hours(seconds: float) -> float:
    """Give the logarithm of 1 + hours of a distance in time, -1 where it is not known."""
    return -1.0 if np.isnan(seconds) else np.log1p(abs(seconds) / 3600)


@part
def _weights(places: Places, rarity: Floats, weight: Floats) -> Floats:
    """Give what each of the report's terms weighs in each kind: an array (terms, kinds)."""
    weights = np.zeros((len(places), _KINDS), np.float32)
    # Position 0 stands for "no term", and weighs nothing.
    for term in range(1, len(places)):
        square = weight[term] * weight[term]
        weights[term, _EVERY] = square
        if places[term] & NAME:
            weights[term, _NAME] = square
        if not places[term] & NO_WORD:
            weights[term, _WORD] = square
        if places[term] & TITLE:
            weights[term, _IN_TITLE] = rarity[term]
    return weights


@part
def _set_shares(out: Floats, covered: Places, covering: Starts, weights: Floats) -> None:
    """Say what part of each kind of the report's terms a story covers, and it alone."""
    for kind in range(_KINDS):
        every, found, only = 0.0, 0.0, 0.0
        for term in range(len(weights)):
            every += weights[term, kind]
            if covered[term]:
                found += weights[term, kind]
                if covering[term] == 1:
                    only += weights[term, kind]
        out[_COVERED + kind] = found / every if every > 0 else -1.0
        if kind != _IN_TITLE:
            column = _ONLY_WORDS_COVERED if kind == _WORD else _ONLY_COVERED + kind
            out[column] = only / every if every > 0 else -1.0


@part
def _cover(out: Floats, positions: Places, starts: Starts, weights: Floats) -> None:
    """Say what part of the report, its names, title and words each story's reports have together.

    And what part of the report, its names and words no other story has.
    """
    covered = np.zeros((len(starts), len(weights)), np.uint8)
    covering = np.zeros(len(weights), np.int64)
    for story in range(len(starts)):
        for report in range(starts[story], _end(starts, story, len(positions))):
            for at in range(positions.shape[1]):
                covered[story, positions[report, at]] = 1
        for term in range(len(weights)):
            covering[term] += covered[story, term]
    for story in range(len(starts)):
        _set_shares(out[story], covered[story], covering, weights)


@part
def _relate_to_rivals(out: Floats) -> None:
    """Say how far each story is ahead of the best other one, and how like the others are."""
    _set_lead(out, _RIVAL_BODY, BODY, 0.0)
    _set_lead(out, _RIVAL_TITLE, _TITLE, 0.0)
    _set_lead(out, _RIVAL_NAMES, _NAMES, 0.0)
    total = 0.0
    for story in range(len(out)):
        total += max(out[story, BODY], 0.0)
    for story in range(len(out)):
        others = total - max(out[story, BODY], 0.0)
        out[story, _OTHERS_BODY] = others / max(len(out) - 1, 1)


@compiled(
    "void(f4[:,::1], f4[:,::1], u1[:,::1], i8[::1], f4[::1], "
    "i8[::1], f8[:,::1], f8, u1[::1], f4[::1], f4[::1])"
)
def set_evidence(
    out: Floats,
    pairs: Floats,
    positions: Places,
    starts: Starts,
    odds: Floats,
    sizes: Starts,
    times: Seconds,
    published: float,
    places: Places,
    rarity: Floats,
    weight: Floats,
) -> None:
    """Fill in ``STORY_FEATURES``: an array (stories, features).

    ``pairs``, ``positions`` and ``odds`` are of the compared reports, those of one story from
    ``starts`` on. ``sizes`` are all reports of each story, ``times`` (stories, 2) when its first
    and last were published. The other arrays are of the new report's terms, with "no term" first.
    """
    for story in range(len(starts)):
        of_story = pairs[starts[story] : _end(starts, story, len(pairs))]
        _sum_up_likeness(out[story], of_story)
        _describe_compared(out[story], of_story)
        first, last = times[story, 0], times[story, 1]
        out[story, _SIZE] = np.log1p(sizes[story])
        out[story, _GAP_FIRST] = _log_hours(first - published)
        out[story, _GAP_LAST] = _log_hours(last - published)
        out[story, _SPAN] = _log_hours(last - first)
        out[story, _TERMS] = len(places) - 1
    _relate_to_rivals(out)
    _cover(out, positions, starts, _weights(places, rarity, weight))
    set_odds(out, _ODDS, odds, starts)
