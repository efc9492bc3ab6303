"""BCubed against figures worked out by hand."""

import pytest

from agents.evaluation.bcubed import bcubed


def test_equal_clusterings_agree_fully() -> None:
    """Names of clusters do not matter."""
    agreement = bcubed({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "y"})

    assert (agreement.precision, agreement.recall, agreement.f1) == (1.0, 1.0, 1.0)


def test_splitting_costs_recall_only() -> None:
    """Two pairs of a story of four: every item finds half of its story."""
    agreement = bcubed(dict(zip("abcd", "1122", strict=True)), dict.fromkeys("abcd", "x"))

    assert (agreement.precision, agreement.recall) == (1.0, 0.5)
    assert agreement.f1 == pytest.approx(2 / 3)


def test_lumping_costs_precision_only() -> None:
    """One cluster of two stories of two: every item is with half its own."""
    agreement = bcubed(dict.fromkeys("abcd", "1"), dict(zip("abcd", "xxyy", strict=True)))

    assert (agreement.precision, agreement.recall) == (0.5, 1.0)


def test_an_uneven_case_worked_by_hand() -> None:
    """{abc}{de} for {ab}{cde}: P = (2/3+2/3+1/3+1+1)/5, R = (1+1+1/3+2/3+2/3)/5."""
    found = dict(zip("abcde", "11122", strict=True))
    true = dict(zip("abcde", "xxyyy", strict=True))

    agreement = bcubed(found, true)

    assert agreement.precision == pytest.approx(11 / 15)
    assert agreement.recall == pytest.approx(11 / 15)


def test_nothing_to_compare_is_no_agreement() -> None:
    """No items: zero, not a division by zero."""
    assert bcubed({}, {}).f1 == 0.0


def test_different_items_are_refused() -> None:
    """An item in one clustering only is a mistake of the caller."""
    with pytest.raises(ValueError, match="1 items"):
        bcubed({"a": "1"}, {})


def test_a_mean_over_some_items_still_sees_whole_clusters() -> None:
    """What is lumped with others is not right because the others are not asked."""
    found, true = dict.fromkeys("abcd", "1"), dict(zip("abcd", "xxyy", strict=True))

    assert bcubed(found, true, of=["a", "b"]).precision == 0.5
