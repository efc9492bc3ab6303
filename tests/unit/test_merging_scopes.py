"""Scopes: figures that count other things, other times or other people contradict nobody."""

from datetime import UTC, datetime

import pytest

from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.figures import Measure
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from agents.deduplication.merging.scopes import count_alike, tells_of_more
from streams.enriched_article import Claim, Figure, Span

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def a_count(
    text: str, *counted: str, aspect: str | None = "injure"
) -> tuple[PreparedClaim, Measure]:
    """Make a claim that counts people, and its first figure."""
    figures = tuple(
        Figure(
            value=float(each.split()[0]), unit="people", aspect=aspect, text=each, start=0, end=1
        )
        for each in counted
    )
    claim = Claim(kind="figure", text=text, content=(Span(0, len(text)),), figures=figures)
    report = ReportExtract(
        article_id=text, outlet="o", language="en", received=NOON, digest="", claims=(claim,)
    )
    (prepared,) = PreparedReport(report).claims
    return prepared, prepared.measures[0]


ONE = a_count("9 people were hurt in the shooting at the ferry landing", "9 people")
APART = [
    a_count("8 others were hurt in the shooting at the ferry landing", "8 others"),
    a_count("Another 8 people were hurt at the ferry landing", "8 people"),
    a_count("The 8 surviving people were hurt at the landing", "8 surviving people"),
    a_count("8 people were hurt at the landing and a ninth on the ferry", "8 people"),
    a_count("He hurt 8 people at the landing before opening fire on the ferry", "8 people"),
    a_count("He hurt 8 people and himself at the ferry landing", "8 people"),
    a_count("He hurt 8 people and then himself at the ferry landing", "8 people"),
    a_count("8 people were hurt in separate shootings across Brenmoor", "8 people"),
    a_count("8 people were hurt at the landing a year earlier", "8 people"),
    a_count("8 of the 9 people hurt at the landing are children", "8"),
    a_count("8 people were hurt, including the gunman", "8 people"),
    a_count("8 people were hurt in an unrelated shooting at a ferry landing", "8 people"),
    a_count("8 people were hurt at the landing in 2019", "8 people"),
    a_count("8 people were killed at the ferry landing", "8 people", aspect="kill"),
]


def test_two_counts_of_all_the_hurt_are_alike() -> None:
    """The same victims counted otherwise are a contradiction."""
    assert count_alike(*ONE, *a_count("12 people were hurt at the ferry landing", "12 people"))


@pytest.mark.parametrize("other", APART, ids=lambda one: one[0].claim.text)
def test_counts_of_something_else_are_not_alike(other: tuple[PreparedClaim, Measure]) -> None:
    """Others, parts, several events, earlier ones, and the culprit make another count."""
    assert not count_alike(*ONE, *other)
    assert not count_alike(*other, *ONE)


def test_the_rest_of_both_can_be_compared() -> None:
    """Five others and four others are two counts of one thing."""
    five = a_count("1 person was killed and 5 others were hurt", "5 others")
    four = a_count("1 man was killed and 4 other people were hurt", "4 other people")

    assert count_alike(*five, *four)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("2 people were killed at the landing", False),
        ("2 people were killed before the man fatally stabbed a guard", True),
        ("2 people were killed in a spate of attacks", True),
        ("the death of Ilse Marchand, 2 people, of Brenmoor", True),
    ],
)
def test_whoever_tells_of_more_dead_counts_not_all(text: str, more: bool) -> None:
    """A second death in the sentence, several events, or an age are no toll."""
    assert tells_of_more(*a_count(text, "2 people", aspect="kill")) is more
