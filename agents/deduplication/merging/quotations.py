"""Quotations: the quoted words in a claim, and in what two versions of one quotation differ."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from agents.deduplication.merging.spelling import spelled_alike
from agents.deduplication.merging.weights import weight_of
from streams.enriched_article import Claim, ClaimKind

_QUOTED: Final = re.compile(r"[“„«]([^“”„«»]{3,})(?:[”»]|$|(?=[“„«]))|\"([^\"]{3,})(?:\"|$)")
"""What is quoted; each paragraph of a long quotation opens with a mark, and only the last ends."""
_OPENING_MARKS: Final = '“„«"'
_MASKED: Final = re.compile(r"\b[A-Za-z-]+\*+[A-Za-z]*")
_STARS: Final = re.compile(r"\*+")
_INSERTED: Final = re.compile(r"\[([^\]]*)\]")
_ASIDE: Final = re.compile(r"\([^)]*\)")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CONTRACTIONS: Final = tuple(
    (re.compile(rf"{short}\b"), full)
    for short, full in (
        (r"\bcan't", "cannot"),
        (r"\bcan not", "cannot"),
        (r"\bwon't", "will not"),
        (r"(?<=\w)n't", " not"),
        (r"(?<=\w)'re", " are"),
        (r"(?<=\w)'ve", " have"),
        (r"(?<=\w)'ll", " will"),
        (r"(?<=\w)'d", " would"),
        (r"(?<=\w)'m", " am"),
        (r"\bgonna", "going to"),
        (r"\b(it|that|there|what|here)'s", r"\1 is"),
        (r"\bevery single\b", "every"),
        (r"\bper cent", "percent"),
        (r"\b(?:kind|sort) of", ""),
    )
)
_CONTRACTED: Final = ("'", "can not", "gonna", "every single", "per cent", " of ")
_MONTHS = "january february march april may june july august september october november december"
_DAY_FIRST: Final = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTHS.replace(' ', '|')})\b"
)
_CLOCK: Final = re.compile(r"\b0?(\d{1,2})[.:](\d\d)\s*([ap])\.?m\b\.?")
"""Dates and times of day, which outlets write in ways of their own."""
_ISE: Final = re.compile(r"(?<=[a-z]{3})iz(?=(?:e[sdr]?|ing|ations?)\b)")
"""What is written "organise" here and "organize" there."""
_SAME: Final = {"okay": "ok", "judgement": "judgment", "whilst": "while", "amongst": "among"}
_AGREEING: Final = frozenset(
    frozenset(pair.split())
    for pair in ("was were", "is are", "has have", "does do", "is has", "who that", "which that")
)
"""Forms between which the subject decides, and both that "'s" may stand for."""
_LIGHTEST: Final = frozenset(
    "is are was were be been being am has have had will would that up many much please".split()
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
"""Words that one version may lack, but not put for one another."""
_DIGITS: Final = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(), start=2
    )
}
"""Numbers that one outlet writes in letters, another in digits ("one" is more than a number)."""
_NOTHING: Final = frozenset(
    (
        "a an the that this these those it and but or uh um well so then just simply quite very "
        "really actually also even to for of in on at with by from as into onto inside here now "
        "today about all"
    ).split()
)
"""Words that one version may leave out, or put for one another, and still say the same."""
_PRONOUNS: Final = frozenset(["i", "we", "he", "she", "they"])
_LEFT_OUT: Final = "\u2026"
_GAP_IN_TEXT: Final = re.compile(r"\([^)]*\)|\[\s*(?:\.\.\.|\u2026)\s*\]|(?:\.\s?){3,}|\u2026")
"""An aside of the editor's, or words left out: what the other has there is no difference."""
_LEAST_WORDS: Final = 3
_LEAST_SHARED: Final = 2
_FEW_WORDS: Final = 4
_LEAST_WEIGHT: Final = 250
_LONG_RUN: Final = 8
_BASE: Final = 60
_FRAGMENT: Final = 4
_LEAST_OF_FRAGMENT: Final = (0.6, 0.5, 2, 250)
_LEAST_OF_WHOLE: Final = (0.7, 0.6, 4, 250)
_LEAST_OF_PART: Final = (0.75, 0.7, 4, 500)
"""Share of the shorter version's words that both must have, their likeness, number and weight; a
fragment has few to share, and what is a part of a longer one may be a part of another sentence."""
_WORDS_A_CHANGE: Final = 5
_WORDS_A_CHANGE_OF_WHOLE: Final = 3
_WHOLE: Final = 0.75
"""Words in common for each difference beyond the first, fewer if neither version is a part only:
what differs more is another sentence."""
_GAP: Final = 3
_SHORT_END: Final = 2
_SENTENCE: Final = re.compile(r"(?<=[.!?…])[”\"\u2019]?\s+")
_MARKS: Final = ' \t\n“”"„«»'
_MAX_WORDS: Final = 120

Words = tuple[str, ...]


class _Change(NamedTuple):
    """Words that one version has where the other has others or none, and the words beside them."""

    one: Words
    other: Words
    beside: Words


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of one quotation: the words of each, and the places where they differ.

    ``likeness`` is the share of words in common, in [0, 1].
    """

    one: str
    other: str
    likeness: float


def quotations_in(claim: Claim) -> tuple[str, ...]:
    """Give the quoted parts of a claim's text; all of it if a quotation stands without its marks.

    >>> from streams.enriched_article import Span
    >>> quotations_in(Claim(kind="reported", text="It was “alarming and worrying,” he said",
    ...                     content=[Span(0, 9)]))
    ('alarming and worrying,',)
    >>> quotations_in(Claim(kind="quote", text="“The dyke broke. “Then we ran,”", content=[(0, 9)]))
    ('The dyke broke. ', 'Then we ran,')
    """
    text = claim.text
    marked = any(mark in text for mark in _OPENING_MARKS)
    parts = tuple(one or other for one, other in _QUOTED.findall(text)) if marked else ()
    if not parts and claim.kind is ClaimKind.QUOTE:
        return (claim.text,)
    return parts


@lru_cache(maxsize=50_000)
def words_of_quotation(text: str) -> Words:
    """Give the words as they are compared: small letters, contractions and asides undone.

    >>> words_of_quotation("We’re seeing [an] uptick (applause) in shipments!")
    ('we', 'are', 'seeing', 'an', 'uptick', 'in', 'shipments')
    """
    text = (_ASIDE.sub(" ", text) if "(" in text else text).replace("’", "'").casefold()
    text = (text if text.isascii() else _without_accents(text)).replace("%", " percent")
    if any(phrase in text for phrase in _CONTRACTED):
        for short, full in _CONTRACTIONS:
            text = short.sub(full, text)
    text = _ISE.sub("is", text) if "iz" in text else text
    text = _CLOCK.sub(r"\1 \2 \3m", text)
    text = _DAY_FIRST.sub(r"\2 \1", text)
    words = (_SAME.get(word, word) for word in _WORD.findall(text)[:_MAX_WORDS])
    return tuple(_DIGITS.get(word, word) for word in words)


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _inserted_words(text: str) -> set[str]:
    """Give the words in square brackets, which an editor put in."""
    return {word for part in _INSERTED.findall(text) for word in words_of_quotation(part)}


def shared_run(one: Words, other: Words) -> float:
    """Give how much of the shorter quotation the other one has in the same order, in [0, 1].

    Words count by their weight; a run of words that any two quotations may share counts nothing.
    """
    shorter = min((one, other), key=len)
    if len(shorter) < _LEAST_WORDS:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    runs = [
        one[block.a : block.a + block.size]
        for block in matcher.get_matching_blocks()
        if block.size >= _LEAST_SHARED
    ]
    if len(shorter) <= _FEW_WORDS and max(map(len, runs), default=0) < len(shorter):
        # two of the three words of a name are no quotation
        return 0.0
    shared = [word for run in runs for word in run]
    if sum(map(weight_of, shared)) < _LEAST_WEIGHT and len(shared) < _LONG_RUN:
        return 0.0
    return sum(map(_weight, shared)) / sum(map(_weight, shorter))


def _weight(word: str) -> int:
    return _BASE + weight_of(word)


def sentences_of(quotation: str) -> tuple[str, ...]:
    """Give a quotation's sentences, the blanks and quotation marks around them taken off.

    >>> sentences_of("We lost the bridge. Then the power,")
    ('We lost the bridge.', 'Then the power,')
    """
    return tuple(part.strip(_MARKS) for part in _SENTENCE.split(quotation) if part.strip(_MARKS))


def differing_versions(one: str, other: str) -> Versions | None:
    """Give the two versions if these are one sentence in different words, else None.

    Where one quotation merely starts earlier or ends later, that is no difference; nor are
    articles, conjunctions, contractions, case and punctuation.

    >>> differing_versions("alarming and worrying", "alarming and concerning").one
    'alarming and worrying'
    >>> differing_versions("We will win", "We will win, and soon") is None
    True
    >>> differing_versions("not paying for that f***ing wall", "not paying for that fucking wall")
    """
    left, right = (_words_and_gaps(_unmasked(*pair)) for pair in ((one, other), (other, one)))
    if min(len(left), len(right)) < _LEAST_WORDS or left == right:
        return None
    blocks = _run(left, right)
    changes = _changes(left, right, blocks)
    same = [word for block in blocks for word in left[block.a : block.a + block.size]]
    inserted = _inserted_words(one) | _inserted_words(other)
    real = [
        (change.one, change.other)
        for change in changes
        if not _is_nothing(change.one, change.other) and not _is_editors(change, inserted)
    ]
    short, long = sorted((len(left), len(right)))
    words_a_change = _WORDS_A_CHANGE_OF_WHOLE if short >= _WHOLE * long else _WORDS_A_CHANGE
    if not real or len(real) > 1 + len(same) // words_a_change:
        return None
    changed = sum(max(len(change.one), len(change.other)) for change in changes)
    likeness = len(same) / (len(same) + changed)
    covered = len(same) / short
    least, least_alike, words, weight = _LEAST_OF_PART
    if short >= _WHOLE * long:
        kind = _LEAST_OF_FRAGMENT if long <= _FRAGMENT else _LEAST_OF_WHOLE
        least, least_alike, words, weight = kind
    if len(same) < words or sum(map(weight_of, same)) < weight:
        return None
    is_version = likeness >= least_alike and covered >= least
    return Versions(one, other, likeness) if is_version else None


@lru_cache(maxsize=50_000)
def _words_and_gaps(text: str) -> Words:
    """Give the words of a quotation, with a mark where something was left out or put in."""
    pieces = [words_of_quotation(piece) for piece in _GAP_IN_TEXT.split(text)]
    marked = [word for words in pieces for word in (*words, _LEFT_OUT)][:-1]
    return tuple(marked[:_MAX_WORDS])


def _unmasked(text: str, other: str) -> str:
    """Give a text with words such as "f***" written as the other text writes them."""
    for mask in _MASKED.findall(text):
        pattern = _STARS.sub("[a-z]+", mask).replace("-", "-?", mask.count("-"))
        found = re.search(rf"\b{pattern}\b", other, re.IGNORECASE)
        if found:
            text = text.replace(mask, found[0])
    return text


def _is_nothing(one: Words, other: Words) -> bool:
    """Say whether a difference is one of small words, contractions, numbers or slips of the pen."""
    if not set(one + other) - _NOTHING or "".join(one) == "".join(other):
        return True
    if not one or not other:
        lone = one + other
        if _LIGHTEST.issuperset(lone) or all(map(_YEAR.fullmatch, lone)):
            return True
    told = _spelled_out(one), _spelled_out(other)
    if _is_initial(one) or _is_initial(other):
        return True
    return any(
        len(left) == len(right) and all(map(_is_slip, left, right))
        for left, right in ((one, other), told)
    )


def _is_initial(words: Words) -> bool:
    """Say whether a name stands here by its first letter only, or a text was cut at it."""
    return len(words) == 1 and len(words[0]) == 1 and words[0].isalpha() and words[0] not in "aio"


def _spelled_out(words: Words) -> Words:
    """Give words without subjects, without small words, and with "'s" undone."""
    plain = " ".join(words).replace("'s", " is").split()
    return tuple(
        "1" if word == "one" else word for word in plain if word not in _NOTHING | _PRONOUNS
    )


def _is_slip(one: str, other: str) -> bool:
    """Say whether two words are one: misspelt, with swapped letters, with another ending.

    >>> _is_slip("form", "from"), _is_slip("pews", "pew"), _is_slip("have", "had")
    (True, True, False)
    """
    short, long = sorted((one, other), key=len)
    if one == other or {one, other} in _AGREEING:
        return True
    if len(short) < _FEW_WORDS - 1:
        return False
    bare = short.removesuffix("s")
    ending = long in {f"{short}s", f"{short}es", f"{short[:-1]}ies", short.replace("man", "men")}
    ending |= long in {f"{short}'s", f"{short}'", f"{short.removesuffix('t')}ed"}
    ending |= len(bare) > _FEW_WORDS and long == f"{bare}ing"
    ending |= long in {f"{short}{short[-1]}ing", f"{short}ed", f"{short}d"}
    swapped = len(short) >= _FEW_WORDS and sorted(one) == sorted(other)
    return ending or swapped or spelled_alike(one, other)


def _is_editors(change: "_Change", inserted: set[str]) -> bool:
    """Say whether a difference is what an editor put into one version, or left out of it.

    What stands beside an inserted word may be what it was put for: "[Munster]", "Munster Rugby".
    """
    one, other = change.one, change.other
    if _LEFT_OUT in one or _LEFT_OUT in other:
        return True
    if (not one or not other) and inserted.intersection(change.beside):
        return True
    return any(side and inserted.issuperset(side) for side in (one, other))


def _run(left: Words, right: Words) -> list[Match]:
    """Give the blocks of shared words around the longest one, as long as gaps are small."""
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return []
    at = max(range(len(blocks)), key=lambda number: blocks[number].size)
    first = last = at
    while first > 0 and _are_near(blocks[first - 1], blocks[first], left, blocks[first - 1]):
        first -= 1
    while last + 1 < len(blocks) and _are_near(
        blocks[last], blocks[last + 1], left, blocks[last + 1]
    ):
        last += 1
    return blocks[first : last + 1]


def _are_near(one: Match, other: Match, words: Words, outer: Match) -> bool:
    """Say whether two blocks belong together: few words between, a lone "the" only in its place."""
    gaps = other.a - one.a - one.size, other.b - one.b - one.size
    if max(gaps) > _GAP:
        return False
    telling = outer.size > 1 or weight_of(words[outer.a]) > 0
    return telling or abs(gaps[0] - gaps[1]) <= 1


def _changes(left: Words, right: Words, blocks: list[Match]) -> list[_Change]:
    """Give what differs between the blocks, and at an end where both have a few words more."""
    if not blocks:
        return []
    changes = [
        _Change(
            left[one.a + one.size : other.a],
            right[one.b + one.size : other.b],
            (left[one.a + one.size - 1], left[other.a]),
        )
        for one, other in pairwise(blocks)
    ]
    first, last = blocks[0], blocks[-1]
    end = last.a + last.size
    ends = (
        (left[: first.a], right[: first.b], left[first.a], -1),
        (left[end:], right[last.b + last.size :], left[end - 1], 0),
    )
    return changes + [
        _Change(a, b, (beside,))
        for a, b, beside, nearest in ends
        if 0 < len(a) <= _SHORT_END and 0 < len(b) <= _SHORT_END
        # where one version begins or ends with a small word, the other may merely go on
        if len(a) == len(b) or not _NOTHING.issuperset(a if len(a) < len(b) else b)
        # if the words next to the block are one misspelt, the rest is where one version goes on
        if not _is_slip(a[nearest], b[nearest])
    ]
