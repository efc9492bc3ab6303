"""Names: when two names can be one person or thing, and when two spellings of one."""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import Final

from agents.deduplication.merging.spelling import sound_of, spelled_alike

_DASHES: Final = re.compile(r"[\s\-‐-―/_]+")
_DROPPED: Final = re.compile(r"[^\w\s]")
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_SUFFIXES: Final = frozenset(["jr", "sr", "ii", "iii", "iv"])
_PARTICLES: Final = frozenset("al el bin ibn de del van von der den da di la le".split())
_LEAST_FUZZY: Final = 4

_TITLES: Final = {
    "adm": "admiral",
    "gen": "general",
    "lt": "lieutenant",
    "col": "colonel",
    "capt": "captain",
    "cmdr": "commander",
    "sgt": "sergeant",
    "maj": "major",
    "sen": "senator",
    "rep": "congressman",
    "gov": "governor",
    "pres": "president",
    "dr": "doctor",
    "prof": "professor",
    "rev": "reverend",
    "congresswoman": "congressman",
    "representative": "congressman",
    "amb": "ambassador",
    "supt": "superintendent",
    "insp": "inspector",
    "det": "detective",
    "dep": "deputy",
    "pm": "premier",
    "ceo": "executive",
    "secy": "secretary",
    "sec": "secretary",
}
_OFFICES: Final = frozenset(_TITLES.values()) | frozenset(
    "sheriff chief mayor judge chairman chairwoman chancellor commissioner minister".split()
)
_EMPTY_TITLES: Final = frozenset("mr mrs ms miss sir the former of and for".split())

_NICKNAMES: Final = (
    "william bill billy will",
    "robert bob rob bobby",
    "richard dick rick",
    "james jim jimmy",
    "john jack johnny",
    "thomas tom tommy",
    "michael mike mick",
    "joseph joe",
    "edward ed ted",
    "charles charlie chuck",
    "daniel dan danny",
    "david dave",
    "stephen steven steve",
    "christopher chris",
    "anthony tony",
    "benjamin ben",
    "alexander alex",
    "matthew matt",
    "timothy tim",
    "gregory greg",
    "kenneth ken",
    "ronald ron",
    "donald don",
    "samuel sam",
    "andrew andy drew",
    "patrick pat",
    "nicholas nick nicolas",
    "lawrence larry",
    "gerald jerry",
    "elizabeth liz beth betty",
    "katherine kate kathy catherine",
    "margaret maggie meg",
    "susan sue",
    "jennifer jen",
    "jeffrey jeff",
    "vladimir volodymyr",
    "muhammad mohammad mohammed",
    "raymond ray",
    "philip phil phillip",
    "douglas doug",
    "bernard bernie",
    "theodore teddy",
)
_NICKNAME: Final = {form: group.split()[0] for group in _NICKNAMES for form in group.split()}

_PLACES: Final = {
    "u s": "united states",
    "us": "united states",
    "usa": "united states",
    "u s a": "united states",
    "america": "united states",
    "united states of america": "united states",
    "uk": "united kingdom",
    "u k": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "uae": "united arab emirates",
    "eu": "european union",
    "e u": "european union",
    "un": "united nations",
    "u n": "united nations",
    "prc": "china",
    "dprk": "north korea",
    "russian federation": "russia",
    "washington d c": "washington",
    "washington dc": "washington",
    "new york city": "new york",
    "turkiye": "turkey",
    "czechia": "czech republic",
    "kyiv": "kiev",
}
_PLACE_NAMES: Final = frozenset(
    name.removesuffix("s")
    if " " not in name
    else " ".join(word.removesuffix("s") for word in name.split())
    for name in _PLACES.values()
)
_FEW_MORE: Final = 2
_GENERIC_PLACES: Final = frozenset("river city town province county island region".split())
_KINDS_OF_FIRM: Final = frozenset(
    "group inc corp corporation co company ltd plc holding ag".split()
)
_ABBREVIATED: Final = 3


class Likeness(IntEnum):
    """How two names relate; the higher, the more surely one thing."""

    DIFFERENT = 0
    SPELLING = 1
    """So nearly equal that one may be another spelling of the other."""
    BARE = 2
    """One is the bare surname of the other, an abbreviation of it, or leaves out "Jr."."""
    VARIANT = 3
    """One is a fuller form of the other."""
    SAME = 4


@lru_cache(maxsize=50_000)
def folded(name: str) -> str:
    """Give the form in which names are compared: no case, accents, dashes, dots, possessive, "the".

    >>> folded("The Islamic Revolutionary Guard Corps’"), folded("Mohammad-Javad  Zarif")
    ('islamic revolutionary guard corps', 'mohammad javad zarif')
    >>> folded("U.S."), folded("Müller's")
    ('united states', 'muller')
    """
    if name.isascii() and name.isalnum():
        plain = name.lower()
        return _PLACES.get(plain, plain)
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name.strip()))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold()
    plain = _DROPPED.sub("", _DASHES.sub(" ", plain)).strip()
    plain = " ".join(plain.split()).removeprefix("the ")
    return _PLACES.get(plain, plain)


@lru_cache(maxsize=50_000)
def without_titles(name: str) -> str:
    """Give a person's folded name without titles before it and suffixes after it.

    >>> without_titles("Adm. Craig Fuller"), without_titles("Donald Trump Jr.")
    ('craig fuller', 'donald trump')
    """
    words = folded(name).split()
    while len(words) > 1 and (
        words[0] in _TITLES or words[0] in _EMPTY_TITLES or words[0] in _TITLES.values()
    ):
        words = words[1:]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words = words[:-1]
    return " ".join(words)


@lru_cache(maxsize=50_000)
def suffix_of(name: str) -> str:
    """Give what tells a son from a father of the same name, if anything does.

    >>> suffix_of("Donald Trump Jr."), suffix_of("Donald Trump"), suffix_of("King Charles III")
    ('jr', '', 'iii')
    """
    *before, last = folded(name).split() or [""]
    return last if before and last in _SUFFIXES else ""


def is_title(word: str) -> bool:
    """Say whether a folded word is a title or an office.

    >>> is_title("superintendent"), is_title("supt"), is_title("smith")
    (True, True, False)
    """
    return word in _TITLES or word in _OFFICES


@lru_cache(maxsize=50_000)
def role_words(role: str) -> frozenset[str]:
    """Give the words of a title or role in which two roles can agree.

    >>> sorted(role_words("Adm.") & role_words("Admiral"))
    ['admiral']
    """
    words = (_TITLES.get(word, word) for word in folded(role).split())
    return frozenset(word for word in words if word not in _EMPTY_TITLES and len(word) > 1)


@lru_cache(maxsize=200_000)
def likeness_of_people(left: str, right: str) -> Likeness:
    """Compare two names of people, by surname and given names.

    >>> likeness_of_people("Mohammad-Javad Zarif", "Javad Zarif").name
    'VARIANT'
    >>> likeness_of_people("Craig Faller", "Adm. Craig Fuller").name
    'SPELLING'
    >>> likeness_of_people("Faller", "Craig Faller").name
    'BARE'
    >>> likeness_of_people("Michelle Obama", "Barack Obama").name
    'DIFFERENT'
    >>> likeness_of_people("Donald Trump Jr.", "Donald Trump Sr.").name
    'DIFFERENT'
    """
    one, other = without_titles(left).split(), without_titles(right).split()
    suffixes = {suffix_of(left), suffix_of(right)}
    if not one or not other or len(suffixes - {""}) > 1:
        return Likeness.DIFFERENT
    if one == other:
        return Likeness.SAME if len(suffixes) == 1 else Likeness.BARE
    if one[-1] == other[-1] or _joined_surname(one) == _joined_surname(other):
        return _by_given_names(one, other)
    given = _given_names_agree(one[:-1], other[:-1]) or _given_alike(one[0], other[0])
    # a bare surname against a full name spelt otherwise is too little to go by
    as_full = (len(one) == 1) == (len(other) == 1)
    alike = as_full and given and spelled_alike(one[-1], other[-1])
    return Likeness.SPELLING if alike else Likeness.DIFFERENT


def _by_given_names(one: list[str], other: list[str]) -> Likeness:
    """Compare names of one surname by what stands before it."""
    if len(one) == 1 or len(other) == 1:
        return Likeness.BARE
    if _given_names_agree(one[:-1], other[:-1]):
        return Likeness.VARIANT
    return Likeness.SPELLING if _given_alike(one[0], other[0]) else Likeness.DIFFERENT


def _given_alike(one: str, other: str) -> bool:
    """Say whether two given names are spellings of one; those of a man and a woman end otherwise.

    >>> _given_alike("catherine", "katharine"), _given_alike("daniel", "daniela")
    (True, False)
    """
    if sound_of(one) == sound_of(other):
        return True
    return one[-1] == other[-1] and spelled_alike(_heard(one), _heard(other))


def _heard(word: str) -> str:
    return word.replace("c", "k")


def _joined_surname(words: list[str]) -> str:
    """Give the surname with its particle: "al" "Assad" and "Alassad" are one."""
    if len(words) > 1 and words[-2] in _PARTICLES:
        return words[-2] + words[-1]
    return words[-1]


def _given_names_agree(one: list[str], other: list[str]) -> bool:
    """Say whether given names can be one person's: a nickname, an initial, or one left out."""
    if not one or not other:
        return True
    if _given_agree(one[0], other[0]):
        return True
    short, long = sorted((one, other), key=len)
    return any(_given_agree(short[0], name) for name in long[1:] if len(name) > 1)


def _given_agree(one: str, other: str) -> bool:
    if _NICKNAME.get(one, one) == _NICKNAME.get(other, other) or _is_diminutive(one, other):
        return True
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def _is_diminutive(one: str, other: str) -> bool:
    """Say whether of two given names one is the other made small.

    >>> _is_diminutive("gracie", "grace"), _is_diminutive("eddie", "eddy")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    made = (short + ending for ending in ("y", "ie", f"{short[-1]}y", f"{short[-1]}ie"))
    return long in made or (short[-1] == "e" and long in {f"{short[:-1]}ie", f"{short[:-1]}y"})


@lru_cache(maxsize=200_000)
def likeness_of_things(left: str, right: str) -> Likeness:
    """Compare two names of organisations, places and other things.

    >>> likeness_of_things("Qods Force", "the Quds Force").name
    'SPELLING'
    >>> likeness_of_things("US Southern Command", "United States Southern Command").name
    'SAME'
    >>> likeness_of_things("Southern Command", "US Southern Command").name
    'VARIANT'
    >>> likeness_of_things("IRGC", "Islamic Revolutionary Guard Corps").name
    'BARE'
    >>> likeness_of_things("Justice Department", "State Department").name
    'DIFFERENT'
    """
    one, other = _thing_words(left), _thing_words(right)
    if not one or not other:
        return Likeness.DIFFERENT
    if one == other:
        return Likeness.SAME
    if _abbreviates(left, other) or _abbreviates(right, one):
        return Likeness.BARE
    return _by_words(*sorted((one, other), key=len))


def _by_words(short: tuple[str, ...], long: tuple[str, ...]) -> Likeness:
    """Compare names, one of which may have a few words more before or after."""
    if len(short) == 1 and long[0] == short[0]:
        rest = set(long[1:])
        if rest <= _GENERIC_PLACES or (rest <= _KINDS_OF_FIRM and short[0] not in _PLACE_NAMES):
            return Likeness.VARIANT
    if len(long) - len(short) > _FEW_MORE or (len(short) == 1 and len(long) > 1):
        return Likeness.DIFFERENT
    if short in {long[: len(short)], long[-len(short) :]}:
        is_place = " ".join(short) in _PLACE_NAMES
        return Likeness.DIFFERENT if is_place else Likeness.VARIANT
    if _one_word_respelled(short, long[: len(short)]):
        return Likeness.SPELLING
    return Likeness.DIFFERENT


def _thing_words(name: str) -> tuple[str, ...]:
    words = folded(name).split()
    if words and words[0] in {"us", "uk", "un"} and len(words) > 1:
        words = [*_PLACES[words[0]].split(), *words[1:]]
    return tuple(word.removesuffix("s") if len(word) > _LEAST_FUZZY else word for word in words)


def _one_word_respelled(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(pairs) == 1 and spelled_alike(*pairs[0]) and (len(one) > 1 or len(pairs[0][0]) > 5)  # noqa: PLR2004


def _abbreviates(short: str, words: tuple[str, ...]) -> bool:
    """Say whether one word such as IRGC is the initials of the others."""
    letters = folded(short)
    if not _ABBREVIATED <= len(letters) <= len(words) + 1:
        return False
    initials = "".join(word[0] for word in words if word not in {"of", "the", "and", "for"})
    return letters in {initials, "".join(word[0] for word in words)}
