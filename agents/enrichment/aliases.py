"""When two names are one: well-known short forms, initials, blends, surnames, parts."""

import re
from typing import Final

_WELL_KNOWN: Final = {
    "us": "united states",
    "usa": "united states",
    "america": "united states",
    "united states of america": "united states",
    "uk": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "eu": "european union",
    "un": "united nations",
    "uae": "united arab emirates",
    "prc": "china",
    "people's republic of china": "china",
    "drc": "democratic republic of the congo",
    "dprk": "north korea",
    "republic of korea": "south korea",
    "russian federation": "russia",
    "islamic republic of iran": "iran",
    "nyc": "new york city",
    "la": "los angeles",
    "dc": "washington",
    "washington dc": "washington",
    "nato": "north atlantic treaty organization",
    "who": "world health organization",
    "fbi": "federal bureau of investigation",
    "cia": "central intelligence agency",
    "imf": "international monetary fund",
    "iaea": "international atomic energy agency",
    "irgc": "islamic revolutionary guard corps",
    "bbc": "bbc",
    "ap": "associated press",
    "afp": "agence france-presse",
    "nyt": "new york times",
    "wsj": "wall street journal",
}
_SHOWN_AS: Final = {
    "united states": "United States",
    "united kingdom": "United Kingdom",
    "european union": "European Union",
    "united nations": "United Nations",
    "united arab emirates": "United Arab Emirates",
}
_UPPER_CASE_ONLY: Final = frozenset({"us", "who", "la", "un", "eu", "ap", "dc", "pm"})
_SMALL: Final = frozenset("of the and for in on at to de la le du des von van & d'".split())
_CORPORATE: Final = frozenset(
    """
    ag airlines airways bank co company corp corporation energy gmbh group holdings inc industries
    international limited llc llp ltd motors nv plc sa se technologies
    """.split()
)
_FEWEST: Final = 2
_SHORTEST_BLEND: Final = 5
_LONGEST_BLEND: Final = 20
_PERIODS: Final = re.compile(r"(?<=\b[A-Za-z])\.")
_NEVER_SHORTENED: Final = frozenset({"white house"})
"""Names whose last word is another organisation's: "the House" is not the White House."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|&", re.UNICODE)


def key(name: str) -> str:
    """Give the form under which a name is compared with others.

    >>> key("The U.S."), key("America"), key("us"), key("US  Southern Command")
    ('united states', 'united states', 'us', 'united states southern command')
    """
    words = _WORD.findall(_PERIODS.sub("", name).replace("’", "'"))
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    if words and words[0] in {"US", "USA"}:
        words[0:1] = ["United", "States"]
    joined = " ".join(words)
    lower = joined.lower()
    if lower in _UPPER_CASE_ONLY and not joined.isupper():
        return lower
    return _WELL_KNOWN.get(lower, lower)


def shown_as(name_key: str) -> str | None:
    """Give the canonical name of something known by many short names, or None."""
    return _SHOWN_AS.get(name_key)


def initials_of(name_key: str) -> str:
    """Give the initials of a name's weighty words.

    >>> initials_of("islamic revolutionary guard corps")
    'irgc'
    """
    return "".join(word[0] for word in name_key.split() if word not in _SMALL)


def is_short_for(short: str, full: str) -> bool:
    """Tell whether a one-word name is an acronym or a blend of a longer name (both keys).

    >>> is_short_for("irgc", "islamic revolutionary guard corps")
    True
    >>> is_short_for("southcom", "united states southern command")
    True
    >>> is_short_for("south", "south korea")
    False
    """
    words = [word for word in full.split() if word not in _SMALL]
    if " " in short or min(len(words), len(short)) < _FEWEST:
        return False
    split = full.replace("-", " ")
    if short in {initials_of(full), initials_of(split), initials_of(" ".join(words[1:]))}:
        return True
    return len(short) >= _SHORTEST_BLEND and any(
        _blends(short, words[begin:]) for begin in range(min(3, len(words) - 1))
    )


def _blends(short: str, words: list[str]) -> bool:
    """Tell whether a word is made of beginnings, of two letters or more, of all these words."""
    if len(words) < _FEWEST or len(short) > _LONGEST_BLEND:
        return False
    reached = {0}
    for word in words:
        reached = {
            at + size
            for at in reached
            for size in range(2, min(len(word), len(short) - at) + 1)
            if short[at : at + size] == word[:size]
        }
    return len(short) in reached and short not in words


def same_person(short: str, full: str) -> bool:
    """Tell whether a shorter person's name (a key) can stand for a fuller one.

    >>> same_person("faller", "craig s faller"), same_person("c faller", "craig faller")
    (True, True)
    >>> same_person("bill clinton", "hillary clinton")
    False
    """
    less, more = short.split(), full.split()
    if not less or len(less) > len(more):
        return False
    if len(less) == 1:
        return (
            less[0] == more[-1]
            or (len(more) > _FEWEST and less[0] in more[1:])
            or less[0] == more[0]
        )
    if less[-1] != more[-1] and less != more[: len(less)] and less[-1] not in more:
        return False
    at = 0
    for word in less:
        while at < len(more) and not (more[at] == word or _initial(word, more[at])):
            at += 1
        if at == len(more):
            return False
        at += 1
    return less[0][0] == more[0][0] or less == more[-len(less) :]


def _initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))


def same_organisation(short: str, full: str) -> bool:
    """Tell whether a shorter name of an organisation (a key) can stand for a fuller one.

    >>> same_organisation("southern command", "united states southern command")
    True
    >>> same_organisation("pfizer", "pfizer inc")
    True
    >>> same_organisation("journal", "wall street journal")
    True
    >>> same_organisation("united states", "united states southern command")
    False
    >>> same_organisation("iran", "quds force of iran")
    False
    """
    less, more = short.split(), full.split()
    if not less or len(less) >= len(more) or full in _NEVER_SHORTENED:
        return False
    if less == more[-len(less) :]:
        return more[-len(less) - 1] not in _SMALL
    rest = more[len(less) :]
    return less == more[: len(less)] and all(word in _CORPORATE for word in rest)
