"""Wording: whether two versions of a quotation tell something else, or differ only slightly."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Final, NamedTuple

from streams.story import Conflict, ConflictKind, Story

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_DENIED: Final = tuple(
    (re.compile(short, re.IGNORECASE), full)
    for short, full in ((r"\bwon't\b", "will not"), (r"\bcan't\b", "can not"), (r"n't\b", " not"))
)
_SLIP: Final = re.compile(
    r"\[\s*(sic|\.{3}|\u2026)\s*\]|(?<=\d): ?00\b|(?<=\d)'(?=s\b)", re.IGNORECASE
)
"""What an editor put in, the minutes of a full hour, and the apostrophe of "the 80's"."""
_DIGITS: Final = re.compile(r"\d")
_SMALL: Final = frozenset(
    (
        "a an the this that these those it its there here and but or so then than as if of in on "
        "at to by with from for into onto about around over up down out off along alongside "
        "through is are was were be been being am has have had having do does did doing done will "
        "would shall can could get gets got getting gotten go goes going gonna come comes coming "
        "keep i me my we us our you your he him his she her they them their one ones who whom "
        "whose which what whatever anyone anybody someone somebody everyone "
        "everybody s re ve ll d m t"
    ).split()
)
"""Words that carry the grammar of a sentence and little of what it tells."""
_FILLERS: Final = frozenset(
    (
        "really actually just quite very simply even also too well uh um er oh yeah yes okay ok so "
        "like kind sort basically obviously certainly probably perhaps maybe rather pretty totally "
        "utter utterly total complete absolute own whole entire ever again still now today anymore "
        "already always much many some any all both each every single lot lots bit thing things "
        "stuff way anyway please sir folks guys man look know mean think guess right particularly "
        "especially equally itself himself herself themselves ourselves myself as"
    ).split()
)
"""What one version may lack, and the sentence still tells the same."""
_OFFSPRING: Final = frozenset(["jr", "sr", "junior", "senior"])
_JOINTS: Final = frozenset(["and", "or"])
_NEGATIONS: Final = frozenset(
    "not no never none nobody nothing nowhere neither nor without cannot hardly barely".split()
)
_DUTIES: Final = frozenset("should must may might ought need".split())
_SYNONYMS: Final = (
    "big large huge",
    "real true genuine",
    "unnecessary needless",
    "begin start began begun",
    "child children kid",
    "shut close",
    "buy bought purchase",
    "help assist",
    "show showed demonstrate",
    "speak spoke talk",
    "tell told say said",
    "fast quick rapid",
    "hard difficult tough",
    "happen occur",
    "mother mom mum",
    "father dad",
    "wrong incorrect",
    "glad happy pleased",
    "afraid scared frightened",
    "terrible awful horrible",
    "allow let permit",
    "choose chose pick",
    "answer reply respond",
    "mistake error",
    "current present",
    "film movie",
    "shop store",
    "until till",
    "toward towards",
    "act action",
)
"""Words that say the same, a group a line; opposites and mere likes are never together."""
_NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(), start=2
    )
}
_PERSONS: Final = {
    word: words
    for words in (
        "i me my mine myself",
        "we us our ours ourselves",
        "you your yours",
        "he him his himself she her hers herself",
        "they them their theirs themselves",
    )
    for word in words.split()
}
_LEAST_STEM: Final = 4
_ENDINGS: Final = tuple("ations ation nesses ness isms ism ings ing ies ied ed es s ly y e".split())
_LONG: Final = 8
"""Words that two versions share from which one telling word may be missing in one of them, or be
another one for the same; of a few words that are quoted each was chosen to be."""
_SHORT_END: Final = 2
"""Words at an end up to which another ending stands for this one; a longer one merely goes on."""


class _Change(NamedTuple):
    """Words that one version has where the other has others or none."""

    one: Sequence[str]
    other: Sequence[str]


@lru_cache(maxsize=10_000)
def differ_slightly(one: str, other: str) -> bool:
    """Say whether two versions of a quotation tell the same in nearly the same words.

    They do if they differ in small words, endings, fillers or the order of words, or if a long one
    lacks a single word. A negation, a number, another name or another telling word is more.

    >>> differ_slightly("We’re seeing growing influence there", "We see a growing influence there")
    True
    >>> differ_slightly("alarming and worrying", "alarming and concerning")
    False
    >>> differ_slightly("He will sign the letter today", "He will not sign the letter today")
    False
    """
    left, right = _words(one), _words(other)
    changes = list(_changes(left, right))
    here = [word for change in changes for word in change.one]
    there = [word for change in changes for word in change.other]
    if set(left).isdisjoint(right) or _strict(here) != _strict(there) or _are_of_two(here, there):
        return False
    if _duties(left) != _duties(right):
        return False
    is_long = min(len(left) - len(here), len(right) - len(there)) >= _LONG
    notion = _notion if is_long else _stem
    only_here, only_there = _unmatched(here, there, notion), _unmatched(there, here, notion)
    if _stem("".join(only_here)) == _stem("".join(only_there)):
        # nothing, or "back yards" for "backyard"
        return True
    missing = only_here or only_there
    if (
        not is_long
        or (only_here and only_there)
        or len(missing) > 1
        or missing[0] in _names(left) | _names(right) | _OFFSPRING
    ):
        return False
    return not any(_is_an_item(change.one or change.other, missing[0]) for change in changes)


def is_slight(conflict: Conflict) -> bool:
    """Say whether a conflict is of versions of a quotation that differ only slightly."""
    first, *others = conflict.sides
    return conflict.kind is ConflictKind.WORDING and all(
        differ_slightly(first.text, side.text) for side in others
    )


def contradictions(story: Story) -> tuple[Conflict, ...]:
    """Give a story's conflicts without those of slightly different wording."""
    return tuple(conflict for conflict in story.conflicts if not is_slight(conflict))


def _words(text: str) -> list[str]:
    """Give the words, contractions undone as far as they hide a negation."""
    letters = unicodedata.normalize("NFKD", _SLIP.sub("", text.replace("\u2019", "'")))
    text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for short, full in _DENIED:
        text = short.sub(full, text)
    return _WORD.findall(text.replace("'", " "))


def _changes(left: Sequence[str], right: Sequence[str]) -> Iterator[_Change]:
    """Give what differs within what both share, and what stands for another end, in small letters.

    A name is no other for being told in full.
    """
    one, other = ([word.casefold() for word in words] for words in (left, right))
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for at, (tag, i, j, k, m) in enumerate(codes):
        # "on-going" is "ongoing"
        if tag == "equal" or "".join(one[i:j]) == "".join(other[k:m]):
            continue
        if _is_fuller_name(left, i, j, m - k) or _is_fuller_name(right, k, m, j - i):
            continue
        outer = at in {0, len(codes) - 1}
        if not outer or (0 < j - i <= _SHORT_END and 0 < m - k <= _SHORT_END):
            yield _Change(one[i:j], other[k:m])


def _is_fuller_name(words: Sequence[str], start: int, end: int, instead: int) -> bool:
    """Say whether some words only make a name longer that both have: "Somerset Cricket Club".

    ``instead`` is how many words the other version has in their place.
    """
    more = [word for word in words[start:end] if word.casefold() not in _SMALL]
    beside = (*words[max(start, 1) - 1 : start], *words[end : end + 1])
    return (
        not instead
        and bool(more)
        and all(word[:1].isupper() for word in more)
        and any(word[:1].isupper() and word.casefold() not in _SMALL for word in beside)
        and (_OFFSPRING | _JOINTS).isdisjoint(word.casefold() for word in words[start:end])
    )


def _duties(words: Sequence[str]) -> frozenset[str]:
    return _DUTIES.intersection(word.casefold() for word in words)


def _strict(words: Sequence[str]) -> tuple[int, set[str]]:
    """Give what else must not differ: how often something is denied, and the numbers."""
    denials = sum(word in _NEGATIONS for word in words)
    numbers = {_NUMBERS.get(word, word) for word in words if _is_number(word)}
    return denials, numbers


def _are_of_two(here: Sequence[str], there: Sequence[str]) -> bool:
    """Say whether one version speaks of oneself, say, where the other speaks of somebody else."""
    left = {_PERSONS[word] for word in here if word in _PERSONS}
    right = {_PERSONS[word] for word in there if word in _PERSONS}
    return bool(left and right) and left.isdisjoint(right)


def _is_an_item(words: Sequence[str], missing: str) -> bool:
    """Say whether the word that is missing is one of several: "friend" of "and friend"."""
    return missing in words and not _JOINTS.isdisjoint(words)


def _is_number(word: str) -> bool:
    return word in _NUMBERS or _DIGITS.search(word) is not None


def _unmatched(
    words: Sequence[str], others: Sequence[str], notion: Callable[[str], str]
) -> list[str]:
    """Give the telling words for which the others have none of the same notion."""
    notions = {notion(word) for word in others}
    return [
        word
        for word in words
        if word not in _SMALL | _FILLERS | _NEGATIONS | _DUTIES
        and not _is_number(word)
        and not (word.endswith("ly") and len(word) > _LEAST_STEM)
        and notion(word) not in notions
    ]


def _stem(word: str) -> str:
    """Give a word without its ending, of "organize" and "organise", "labour" and "labor" the same.

    >>> _stem("cheers") == _stem("cheered"), _stem("fitted") == _stem("fit")
    (True, True)
    """
    word = word.replace("iz", "is").replace("our", "or")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM - 1:
            word = word[: -len(ending)]
            break
    doubled = len(word) > _LEAST_STEM - 1 and word[-1] == word[-2]
    return word[:-1] if doubled else word


def _notion(word: str) -> str:
    """Give a word's stem, or that of the first word that says the same.

    >>> _notion("large") == _notion("big"), _notion("children") == _notion("kid")
    (True, True)
    """
    stem = _stem(word)
    return _notions().get(stem, stem)


@cache
def _notions() -> dict[str, str]:
    groups = [[_stem(word) for word in group.split()] for group in _SYNONYMS]
    return {stem: stems[0] for stems in groups for stem in stems}


def _names(words: Sequence[str]) -> set[str]:
    """Give the lone words in capital letters, but for the first: not "Supreme" of a court."""
    capital = [False, *(word[:1].isupper() for word in words[1:]), False]
    return {
        word.casefold()
        for at, word in enumerate(words)
        if capital[at] and not capital[at - 1] and not capital[at + 1]
    }
