"""Dates in words become days."""

from datetime import date

import pytest

from agents.enrichment.times import is_a_date, resolved

THURSDAY = date(2020, 12, 3)


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("wednesday", "2020-12-02"),
        ("thursday", "2020-12-03"),
        ("last thursday", "2020-11-26"),
        ("next friday", "2020-12-04"),
        ("december 2", "2020-12-02"),
        ("dec. 2", "2020-12-02"),
        ("2 december 2020", "2020-12-02"),
        ("wednesday , december 2 , 2020", "2020-12-02"),
        ("october 26", "2020-10-26"),
        ("january 4", "2021-01-04"),
        ("november", "2020-11"),
        ("last december", "2019-12"),
        ("last month", "2020-11"),
        ("this month", "2020-12"),
        ("next month", "2021-01"),
        ("2019", "2019"),
        ("earlier this year", "2020"),
        ("last year", "2019"),
        ("yesterday", "2020-12-02"),
        ("today", "2020-12-03"),
        ("tomorrow", "2020-12-04"),
        ("three days ago", "2020-11-30"),
        ("2 months ago", "2020-10"),
        ("10 years ago", "2010"),
        ("2020-12-02", "2020-12-02"),
        ("february 30", None),
        ("last week", None),
    ],
)
def test_a_date_is_resolved_against_the_day_of_publication(phrase: str, day: str | None) -> None:
    """Relative dates look back, as news does, unless the words say otherwise."""
    assert resolved(phrase, THURSDAY) == day


def test_a_weekday_that_is_still_to_come_is_the_next_one() -> None:
    """Who "will meet on Friday" meets on the Friday after."""
    assert resolved("friday", THURSDAY, ahead=True) == "2020-12-04"
    assert resolved("thursday", THURSDAY, ahead=True) == "2020-12-10"


def test_without_a_day_of_publication_only_full_dates_are_known() -> None:
    """A weekday of an undated article stays unknown."""
    assert resolved("wednesday", None) is None
    assert resolved("december 2", None) is None
    assert resolved("2 december 2020", None) == "2020-12-02"
    assert resolved("2019", None) == "2019"


def test_the_ends_of_the_calendar_do_not_fail() -> None:
    """The years 1 and 9999 have neighbours that do not exist."""
    assert resolved("tomorrow", date(9999, 12, 31)) is None
    assert resolved("yesterday", date(1, 1, 1)) is None
    assert resolved("last month", date(1, 1, 1)) is None
    assert resolved("50 years ago", date(20, 1, 1)) is None


@pytest.mark.parametrize("phrase", ["six years", "two hours", "the 15-year term", "daily"])
def test_durations_are_no_dates(phrase: str) -> None:
    """How long is not when."""
    assert not is_a_date(phrase)
