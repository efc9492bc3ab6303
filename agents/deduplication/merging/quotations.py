"""Quotations: the quoted words in a claim, and in what two versions of one quotation differ."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from agents.deduplication.merging.weights import weight_of
from streams.enriched_article import Claim, ClaimKind

_QUOTED: Final = re.compile(r"[“„«]([^“”„«»]{3,})(?:[”»]|$)|\"([^\"]{3,})(?:\"|$)")
_INSERTED: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CONTRACTIONS: Final = (
    ("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"),
    ("gonna", "going to"), ("it's", "it is"), ("that's", "that is"), ("there's", "there is"),
)
_NOTHING: Final = frozenset(["a", "an", "the", "that", "and", "uh", "um", "well", "so"])
_LEAST_WORDS: Final = 3
_LEAST_SHARED: Final = 2
_LEAST_LIKENESS: Final = 0.6
_SHORT_END: Final = 2
_MAX_WORDS: Final = 120

Words = tuple[str, ...]


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
    """
    parts = tuple(one or other for one, other in _QUOTED.findall(claim.text))
    if not parts and claim.kind is ClaimKind.QUOTE:
        return (claim.text,)
    return parts


@lru_cache(maxsize=50_000)
def words_of_quotation(text: str) -> Words:
    """Give the words as they are compared: small letters, contractions written out, [sic] dropped.

    >>> words_of_quotation("We’re seeing [an] uptick!")
    ('we', 'are', 'seeing', 'uptick')
    """
    text = _INSERTED.sub(" ", text).replace("’", "'").casefold()
    for short, full in _CONTRACTIONS:
        text = text.replace(short, full)
    return tuple(_WORD.findall(text)[:_MAX_WORDS])


def shared_run(one: Words, other: Words) -> float:
    """Give the share of the shorter quotation that the other one has in the same order, in [0, 1]."""
    if min(len(one), len(other)) < _LEAST_WORDS:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    blocks = [block.size for block in matcher.get_matching_blocks() if block.size >= _LEAST_SHARED]
    return sum(blocks) / min(len(one), len(other))


def differing_versions(one: str, other: str) -> Versions | None:
    """Give the two versions if these are one quotation in different words, else None.

    Where one quotation merely starts earlier or ends later, that is no difference; nor are
    articles, contractions, case and punctuation.

    >>> differing_versions("alarming and worrying", "alarming and concerning").one
    'alarming and worrying'
    >>> differing_versions("We will win", "We will win, and soon") is None
    True
    """
    left, right = words_of_quotation(one), words_of_quotation(other)
    if min(len(left), len(right)) < _LEAST_WORDS:
        return None
    changes, same = _changes(left, right)
    if not any(set(a + b) - _NOTHING for a, b in changes):
        return None
    if len(same) < _LEAST_SHARED or not any(weight_of(word) for word in same):
        return None
    changed = sum(max(len(a), len(b)) for a, b in changes)
    likeness = len(same) / (len(same) + changed)
    if likeness < _LEAST_LIKENESS:
        return None
    return Versions(one, other, likeness)


def _changes(left: Words, right: Words) -> tuple[list[tuple[Words, Words]], list[str]]:
    """Give the (old, new) words of each difference within what both quote, and the words shared."""
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    while codes and _is_extent(codes[0]):
        codes = codes[1:]
    while codes and _is_extent(codes[-1]):
        codes = codes[:-1]
    same = [word for tag, i, j, _, _ in codes if tag == "equal" for word in left[i:j]]
    changes = [(left[i:j], right[k:m]) for tag, i, j, k, m in codes if tag != "equal"]
    return changes, same


def _is_extent(code: tuple[str, int, int, int, int]) -> bool:
    """Say whether a difference at an end comes of one version's quoting more than the other."""
    tag, i, j, k, m = code
    return tag in {"insert", "delete"} or (tag == "replace" and max(j - i, m - k) > _SHORT_END)
