"""Clocks: the times of day that a text names."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_HALF_DAY: Final = 720
_CLOCK: Final = re.compile(
    r"\b(?:(?P<about>about|around|shortly|just|nearly|almost|before|after|by)\s+)?"
    r"(?:(?P<word>noon|midnight)|(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*"
    r"(?P<half>[ap])\.?\s?m\b\.?|(?P<hour24>\d{1,2})[:.](?P<minute24>\d\d)\b(?!\s*%))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes, and how exactly it is given."""

    minutes: int
    exact: bool
    text: str
    half_known: bool = True

    def gap(self, other: "Clock") -> int:
        """Give the minutes between two times; where one says neither a.m. nor p.m., the fewest."""
        minutes = abs(self.minutes - other.minutes)
        if self.half_known and other.half_known:
            return minutes
        return min(minutes % _HALF_DAY, -minutes % _HALF_DAY)


@lru_cache(maxsize=20_000)
def clocks_in(text: str) -> tuple[Clock, ...]:
    """Give the times of day a text names.

    >>> [(clock.minutes, clock.exact) for clock in clocks_in("at 3:30 p.m., or about 5 am")]
    [(930, True), (300, False)]
    """
    return tuple(_clock(found) for found in _CLOCK.finditer(text))


def _clock(found: re.Match[str]) -> Clock:
    if found["word"]:
        minutes = 720 if found["word"].casefold() == "noon" else 0
    elif found["hour24"]:
        minutes = int(found["hour24"]) % 24 * 60 + int(found["minute24"])
    else:
        afternoon = 720 if found["half"].casefold() == "p" else 0
        minutes = int(found["hour"]) % 12 * 60 + int(found["minute"] or 0) + afternoon
    known = not found["hour24"] or not 0 < int(found["hour24"]) <= _HALF_DAY // 60
    return Clock(minutes, found["about"] is None, found[0].strip(), known)
