"""Dates, times and numbers are found by pattern."""

from __future__ import annotations

import pytest

from agents.enrichment.date_rules import find_dates, find_times
from agents.enrichment.number_rules import find_numbers
from tests.measured.growth import MOST, Work, growth

DATES = [
    ("He spoke on Wednesday, 2 December 2020, in Doha.", ["Wednesday, 2 December 2020"]),
    ("On Aug. 7-9, 1998, and on May 22", ["Aug. 7-9, 1998", "May 22"]),
    ("earlier this week and late last year", ["earlier this week", "late last year"]),
    ("in late 2004, early March and mid-2005", ["2004", "March", "mid-2005"]),
    ("in May, but may it be March now", ["May"]),
    ("from 1997-98 to the 1990s", ["1997-98", "the 1990s"]),
    ("two days ago, a 12-year-old", ["two days ago", "12-year-old"]),
    ("a week-long strike, a two-year-long war", ["week-long", "two-year-long"]),
    ("the second day of a third straight week", ["second day", "third straight week"]),
    ("a first-year student", []),
    ("since 9/11, by the end of March", ["9/11", "March"]),
    ("2000 people came in 2000", ["2000"]),
    (
        "October 11,2000, June 14th of 2004 and July 3, 2,000 men",
        [
            "October 11,2000",
            "June 14th of 2004",
            "July 3",
        ],
    ),
    ("that June 14th meeting", ["June 14th"]),
    ("a months-long siege on its 11th day", ["months-long", "11th day"]),
    ("by mid-century, a quarter-century on", ["mid-century", "a quarter-century"]),
    (
        "decades ago, in the 9th century, third-quarter sales",
        [
            "decades ago",
            "9th century",
            "third-quarter",
        ],
    ),
    ("in summer, over the weekend", ["summer", "weekend"]),
    ("in summer 2009 and the summer of 2012", ["summer 2009", "summer of 2012"]),
    ("the Winter Palace, a summer-long tour", []),
    (
        "Columbus Day, World AIDS Day and World Press Freedom Day",
        [
            "Columbus Day",
            "World AIDS Day",
            "World Press Freedom Day",
        ],
    ),
    ("in 431 B.C. and AD 70", ["431 B.C.", "AD 70"]),
    ("$1998 and 1,998 and 19.98", []),
    ("Tuesdays are Fridays", []),
    ("said that Sunday's vote, that year", ["Sunday", "that year"]),
    ("between March and May, March elections, for May delivery", ["March", "May", "March", "May"]),
    ("Theresa May and the March on Rome", []),
    (
        "a year and a half ago, two-and-a-half years",
        ["a year and a half ago", "two-and-a-half years"],
    ),
    ("on Groundhog Day", ["Groundhog Day"]),
    ("Five years later, on V-E Day", ["Five years later", "V-E Day"]),
    ("this season and the last two seasons", ["this season", "last two seasons"]),
    ("the current fiscal year, fiscal 2003", ["current fiscal year", "fiscal 2003"]),
    ("for another year, four more days", ["another year", "four more days"]),
    ("the '90s, from the mid-’50s", ["the '90s", "the mid-’50s"]),
    ("the early '90s, the late ’40’s, people in their 30s", ["'90s", "’40’s"]),
    ("the 17th and 18th centuries", ["17th and 18th centuries"]),
    ("the Middle Ages, a Bronze Age town", ["Middle Ages", "Bronze Age"]),
    (
        "International Women’s Day, Constitution Day",
        ["International Women’s Day", "Constitution Day"],
    ),
    ("two days before the vote, a week before.", ["two days", "a week before"]),
    ("a quarter-point rise, the third season", []),
]
TIMES = [
    ("at 4:20 p.m. EST", ["4:20 p.m. EST"]),
    ("around 10am, 1500 GMT and midnight", ["10am", "1500 GMT", "midnight"]),
    ("for a second day, six hours later", ["six hours later"]),
]
NUMBERS = [
    ("$1.2 billion", [("$1.2 billion", "MONEY")]),
    ("65 cents", [("65 cents", "MONEY")]),
    ("3.5 percent", [("3.5 percent", "PERCENT")]),
    ("40 miles", [("40 miles", "QUANTITY")]),
    ("the 3rd of twenty-one", [("3rd", "ORDINAL"), ("twenty-one", "CARDINAL")]),
    ("no one, but one of them", [("one", "CARDINAL")]),
]
HOSTILE = ["1", "a", "1,000", "one-", "$1 "]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_are_found_as_news_writes_them(text: str, expected: list[str]) -> None:
    """Each date is found with both ends exact, and nothing else is."""
    assert [text[start:end] for start, end in find_dates(text)] == expected


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_times_of_day_are_found(text: str, expected: list[str]) -> None:
    """Clock times and durations under a day are found with both ends exact."""
    assert [text[start:end] for start, end in find_times(text)] == expected


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_the_first_kind_of_number_is_the_right_one(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """Of overlapping matches the one that comes first is the meaning."""
    taken = set[int]()
    kept = []
    for start, end, label in find_numbers(text):
        if taken.isdisjoint(range(start, end)):
            taken |= set(range(start, end))
            kept.append((start, text[start:end], label))
    assert [(found, label) for _, found, label in sorted(kept)] == expected


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    """Sixty thousand characters without sense take as long as in sixteen parts."""

    def prepare(size: int) -> Work:
        text = unit * (size // len(unit))
        return lambda: [list(find(text)) for find in (find_dates, find_times, find_numbers)]

    assert growth(prepare, 4_000) <= MOST
