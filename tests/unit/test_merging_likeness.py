"""Likeness: the evidence that two claims are one proposition, and what it weighs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.deduplication.merging.likeness import (
    EVIDENCE,
    Evidence,
    LikenessModel,
    in_order,
    shipped_likeness,
)

words = st.lists(st.sampled_from("abcde"), max_size=12)


def longest_common(one: list[str], other: list[str]) -> int:
    """Give the length of the longest common subsequence by the plain recurrence."""
    row = [0] * (len(other) + 1)
    for left in one:
        before = row[:]
        for at, right in enumerate(other, 1):
            row[at] = before[at - 1] + 1 if left == right else max(before[at], row[at - 1])
    return row[-1]


@settings(derandomize=True, max_examples=200)
@given(words, words)
def test_bits_find_the_longest_common_sequence(one: list[str], other: list[str]) -> None:
    """The bit-parallel way agrees with the recurrence, and does not mind the order."""
    assert in_order(one, other) == longest_common(one, other) == in_order(other, one)


def test_nothing_in_common_scores_near_nothing() -> None:
    """Without evidence two claims are most probably two."""
    assert shipped_likeness().scores(Evidence())[0] < 50


@pytest.mark.parametrize(
    "name",
    [
        "covered",
        "covering",
        "shared",
        "told",
        "order",
        "pairs",
        "quoted",
        "one_speaker",
        "beyond_names",
    ],
)
def test_more_in_common_never_tells_against_one_proposition(name: str) -> None:
    """What speaks for one proposition weighs more than nothing."""
    assert shipped_likeness().weights[EVIDENCE.index(name)] > 0


def test_what_tells_against_is_left_out_of_the_undisputed_score() -> None:
    """Clashing figures and a denial lower the first score only."""
    plain = Evidence(covered=0.9, covering=0.8, shared=3.0, told=3.0, order=0.9, pairs=0.5)
    disputed = plain._replace(figures_clash=1.0, one_denies=1.0)
    score, undisputed = shipped_likeness().scores(disputed)

    assert score < undisputed == shipped_likeness().scores(plain)[0]


def test_scores_are_thousandths_of_a_probability() -> None:
    """Odds of one to one are a half, and the extremes stay within bounds."""
    even = LikenessModel(0.0, tuple(0.0 for _ in EVIDENCE))
    sure = LikenessModel(100.0, even.weights)

    assert even.scores(Evidence()) == (500, 500)
    assert sure.scores(Evidence()) == (1000, 1000)


def test_what_stands_around_two_claims_does_not_put_one_within_the_other() -> None:
    """A short claim is within a long one only if its own words are there, in order."""
    around = Evidence(covered=0.7, shared=2.5)

    assert not around.is_within
    assert around._replace(order=0.6).is_within
