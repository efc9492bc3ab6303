"""Times: the dates a text names, resolved against when the article was published."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from agents.enrichment.reading import NamedSpan, Reading
from agents.enrichment.token import Token
from streams.enriched_article import TimeMention

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS: Final = {
    name: number
    for number, name in enumerate(
        "monday tuesday wednesday thursday friday saturday sunday".split()
    )
}
_SMALL_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1}
_ISO: Final = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_YEAR: Final = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b(?!s)")
_DAY: Final = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b(?![:.,]\d)")
_AGO: Final = re.compile(r"\b(\d{1,3}|[a-z]+)[ -](day|week|month|year)s? ago\b")
_WORD: Final = re.compile(r"[a-z]+")
_PUBLISHED_DAY: Final = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_FUTURE: Final = frozenset({"will", "'ll", "’ll", "shall"})
_HALF_YEAR: Final = 183
_LONGEST: Final = 80


def times(reading: Reading, published: datetime | None) -> tuple[TimeMention, ...]:
    """Give the dates that a reading names, in order; durations are left out."""
    found = []
    for span in reading.names:
        if span.label in {"DATE", "TIME"}:
            mention = _mention(reading, span, published)
            if mention is not None:
                found.append(mention)
    return tuple(found)


def _mention(reading: Reading, span: NamedSpan, published: datetime | None) -> TimeMention | None:
    start, end = reading.tokens[span.first].start, reading.tokens[span.end - 1].end
    phrase = " ".join(token.lower for token in reading.tokens[span.first : span.end])
    if end - start > _LONGEST or not is_a_date(phrase):
        return None
    today = None if published is None else published.date()
    day = resolved(phrase, today, ahead=_is_ahead(reading, reading.tokens[span.end - 1]))
    return TimeMention(text=reading.text[start:end], start=start, end=end, day=day)


def _is_ahead(reading: Reading, token: Token) -> bool:
    """Tell whether the verb that a date belongs to speaks of the future."""
    at = token
    for _ in range(4):
        if at.pos == "VERB":
            return reading.has_child(at.index, *_FUTURE)
        at = reading.tokens[at.head]
    return False


def is_a_date(phrase: str) -> bool:
    """Tell whether a lower-case phrase names a point in the calendar.

    >>> is_a_date("last october"), is_a_date("six years")
    (True, False)
    """
    words = set(_WORD.findall(phrase))
    return bool(
        _YEAR.search(phrase)
        or _ISO.search(phrase)
        or words & _WEEKDAYS.keys()
        or words & _PUBLISHED_DAY.keys()
        or (words & _MONTHS.keys())
        or "ago" in words
        or (words & {"last", "this", "next"} and words & {"week", "month", "year"})
    )


def resolved(phrase: str, today: date | None, *, ahead: bool = False) -> str | None:
    """Give the day, month or year that a lower-case phrase means, in ISO 8601; None if unknown.

    Args:
        phrase: such as ``wednesday``, ``oct. 26``, ``26 october 2020``, ``last month``.
        today: the day the phrase was written.
        ahead: whether it speaks of the future; a weekday then is the next one, else the last one.

    >>> today = date(2020, 12, 3)
    >>> [resolved(phrase, today) for phrase in ("wednesday", "october 26", "last month", "2019")]
    ['2020-12-02', '2020-10-26', '2020-11', '2019']
    """
    iso = _ISO.search(phrase)
    if iso is not None:
        return _iso_day(*map(int, iso.groups()))
    words = _WORD.findall(phrase)
    month = next((_MONTHS[word] for word in words if word in _MONTHS), None)
    year = _year(phrase, words, today)
    if month is not None:
        return _of_month(phrase, month, year, words, today)
    if today is None:
        return None if year is None else f"{year:04d}"
    relative = _relative(phrase, words, today, ahead=ahead)
    if relative is not None:
        return relative
    return None if year is None else f"{year:04d}"


def _year(phrase: str, words: list[str], today: date | None) -> int | None:
    named = _YEAR.search(phrase)
    if named is not None:
        return int(named.group(1))
    if today is None or "year" not in words:
        return None
    shift = {"last": -1, "this": 0, "next": 1}
    return next((today.year + shift[word] for word in words if word in shift), None)


def _of_month(
    phrase: str, month: int, year: int | None, words: list[str], today: date | None
) -> str | None:
    numbers = [int(number) for number in _DAY.findall(_YEAR.sub(" ", phrase))]
    day = next((number for number in numbers if 1 <= number <= 31), None)  # noqa: PLR2004
    if year is None:
        if today is None:
            return None
        year = _nearest_year(month, day or 15, today, words)
    return f"{year:04d}-{month:02d}" if day is None else _iso_day(year, month, day)


def _nearest_year(month: int, day: int, today: date, words: list[str]) -> int:
    if "last" in words:
        return today.year - (month >= today.month)
    if "next" in words:
        return today.year + (month <= today.month)
    here = _day(today.year, month, day)
    if here is None:
        return today.year
    away = (here - today).days
    return today.year - 1 if away > _HALF_YEAR else today.year + (away < -_HALF_YEAR)


def _relative(phrase: str, words: list[str], today: date, *, ahead: bool) -> str | None:
    ago = _AGO.search(phrase)
    if ago is not None:
        return _back(ago.group(1), ago.group(2), today)
    for word in words:
        if word in _PUBLISHED_DAY:
            return _shifted(today, _PUBLISHED_DAY[word])
        if word in _WEEKDAYS:
            return _weekday(_WEEKDAYS[word], words, today, ahead=ahead)
    if "month" in words:
        shift = {"last": -1, "this": 0, "next": 1}
        by = next((shift[word] for word in words if word in shift), None)
        if by is not None:
            return _month_away(today, by)
    return None


def _weekday(number: int, words: list[str], today: date, *, ahead: bool) -> str | None:
    back = (today.weekday() - number) % 7
    if "next" in words or ahead:
        return _shifted(today, 7 - back)
    if "last" in words and back == 0:
        back = 7
    return _shifted(today, -back)


def _back(count: str, unit: str, today: date) -> str | None:
    number = int(count) if count.isdigit() else _SMALL_NUMBERS.get(count)
    if number is None:
        return None
    if unit == "year":
        return f"{today.year - number:04d}" if today.year > number else None
    if unit == "month":
        return _month_away(today, -number)
    return _shifted(today, -number) if unit == "day" else None


def _month_away(today: date, months: int) -> str | None:
    place = today.year * 12 + today.month - 1 + months
    return f"{place // 12:04d}-{place % 12 + 1:02d}" if place >= 12 else None  # noqa: PLR2004


def _shifted(today: date, days: int) -> str | None:
    try:
        return (today + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso_day(year: int, month: int, day: int) -> str | None:
    found = _day(year, month, day)
    return None if found is None else found.isoformat()
