"""The terms that a report's candidates are looked up by."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.deduplication.term_choice import choose_terms

_MAX_POSTINGS = 50


def _chosen(
    weights: list[float],
    postings: list[int],
    *,
    query_terms: int = 9,
    max_looked_up: int = 100,
    capped_terms: int = 2,
) -> tuple[list[int], int, int]:
    chosen, rare, capped = choose_terms(
        np.array(weights, np.float32),
        np.array(postings, np.float32),
        query_terms,
        max_looked_up,
        _MAX_POSTINGS,
        capped_terms,
    )
    return chosen.tolist(), rare, capped


def test_the_heaviest_come_first() -> None:
    """Of equal ones the one that stands first."""
    assert _chosen([1, 3, 2, 3], [5, 5, 5, 5]) == ([1, 3, 2, 0], 4, 0)
    assert _chosen([1, 3, 2, 3], [5, 5, 5, 5], query_terms=2) == ([1, 3], 2, 0)


def test_terms_that_no_report_has_are_left_out() -> None:
    """There is nothing to look up."""
    assert _chosen([3, 2, 1], [0, 4, 0]) == ([1], 1, 0)
    assert _chosen([], []) == ([], 0, 0)


def test_common_terms_are_capped() -> None:
    """The heaviest of them follow those that are looked up in full, however heavy they are."""
    assert _chosen([9, 1, 8, 7], [51, 50, 70, 60]) == ([1, 0, 2], 1, 3)


def test_so_many_postings_are_looked_up_the_rarest_terms_first() -> None:
    """A term that would be one too many is capped, and so are all that are as common or more."""
    assert _chosen([4, 3, 2, 1], [45, 30, 25, 46]) == ([0, 1, 2, 3], 3, 1)
    assert _chosen([4, 3, 2, 1], [46, 30, 25, 46]) == ([1, 2, 0, 3], 2, 2)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 60)), max_size=60),
    st.integers(1, 40),
    st.integers(0, 300),
    st.integers(0, 5),
)
def test_the_choice_agrees_with_its_definition(
    terms: list[tuple[int, int]], query_terms: int, max_looked_up: int, capped_terms: int
) -> None:
    """Sorted, cut and added up in plain Python, it is the same."""
    weights, postings = [float(w) for w, _ in terms], [p for _, p in terms]
    used = [i for i in sorted(range(len(terms)), key=lambda i: -weights[i]) if postings[i]]
    used = used[:query_terms]
    rare, total = set(), 0
    for i in sorted(used, key=lambda i: postings[i]):
        total += postings[i]
        if total > max_looked_up or postings[i] > _MAX_POSTINGS:
            break
        rare.add(i)
    capped = [i for i in used if i not in rare]

    chosen = _chosen(
        weights,
        postings,
        query_terms=query_terms,
        max_looked_up=max_looked_up,
        capped_terms=capped_terms,
    )

    in_full = [i for i in used if i in rare]
    assert chosen == (in_full + capped[:capped_terms], len(rare), len(capped))
