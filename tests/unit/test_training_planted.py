"""Planted contradictions: claims that tell the same, one of them altered."""

import random

import pytest

from agents.deduplication.merging.certainty import SIGNS
from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.prepared import PreparedReport
from streams.enriched_article import Claim, Figure, Span, TimeMention
from streams.record import to_utc
from training.merging.planted import another_figure, planted_in

NOON = to_utc("2026-02-06T12:00:00Z")


def a_report(name: str, text: str, *figures: Figure, **more: object) -> ReportExtract:
    """Make a report of one claim, whose lemmas are its words."""
    claim = Claim(
        kind="statement",
        text=text,
        content=(Span(0, len(text)),),
        lemmas=tuple(text.lower().split()),
        figures=figures,
        **more,
    )
    return ReportExtract(
        article_id=name, outlet=name, language="en", received=NOON, digest="", claims=(claim,)
    )


def planted(one: ReportExtract, other: ReportExtract) -> list[dict[str, float]]:
    """Give the signs of what is planted in two reports of one claim each."""
    left, right = PreparedReport(one), PreparedReport(other)
    found = planted_in(left.claims[0], left, right.claims[0], other, random.Random(1))
    return [dict(zip(SIGNS, signs, strict=True)) for signs in found]


def test_what_both_tell_is_denied() -> None:
    """A denial is planted in the second claim, and compared as the product compares it."""
    one = a_report("a", "The dyke warden closed the northern sluice of Brenmoor")
    other = a_report("b", "The warden had closed the northern sluice of Brenmoor harbour")
    (signs,) = planted(one, other)

    assert signs["of_polarity"] == 1
    assert signs["beside"] > 0.5


def test_a_figure_that_both_tell_is_another_one() -> None:
    """The dead are counted differently, besides what is denied."""
    dead = Figure(value=12, unit="person", aspect="dead", text="12 people", start=0, end=9)
    words = "12 people dead after the flood broke the northern dyke of Brenmoor"
    found = planted(a_report("a", words, dead), a_report("b", words, dead))

    assert [signs["aspect"] for signs in found if not signs["of_polarity"]] == [1.0]


def test_a_day_that_both_tell_is_another_one() -> None:
    """Words and date of the second claim name another day."""
    text = "The delegations of both navies will meet again on March 24"
    time = TimeMention(text="March 24", start=0, end=8, day="2026-03-24")
    one, other = (a_report(name, text, times=(time,)) for name in "ab")

    assert 1.0 in [signs["of_time"] for signs in planted(one, other)]


def test_claims_that_differ_already_are_left_as_they_are() -> None:
    """Nothing is planted where one claim denies, or where nothing is in common."""
    one = a_report("a", "The dyke warden did not close the northern sluice of Brenmoor")
    other = a_report("b", "The warden closed the northern sluice of Brenmoor harbour")

    assert planted(one, other) == []
    assert planted(other, a_report("c", "Copper was dearer on Tuesday")) == []


@pytest.mark.parametrize("text", ["1,250 boats", "$2.4 million", "seven sailors"])
def test_another_figure_is_written_as_the_first_was(text: str) -> None:
    """Letters stay letters, digits keep their decimals and commas; the value follows."""
    figure = Figure(value=7, text=text, start=0, end=len(text))
    other = another_figure(figure, random.Random(4))

    assert other.text != text
    assert other.text.endswith(text.rpartition(" ")[2])
    assert other.value != figure.value
    assert ("," in other.text) == ("," in text)
