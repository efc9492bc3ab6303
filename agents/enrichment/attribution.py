"""Attribution: somebody's words, thoughts or wishes, as tokens of a reading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

Range = tuple[int, int]
"""Tokens from the first to the one after the last."""

_STANCES: Final = frozenset(
    {
        "object",
        "passive object",
        "passive",
        "prepositional",
        "noun with preposition",
        "feeling",
        "willing",
        "infinitive",
        "request",
        "learned",
    }
)
"""Rules that find an attitude or an intention."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words or thoughts.

    Args:
        cue: tokens that say that it is said, the main one first.
        source: the token that heads the words for whoever says it; None if nobody is named.
        content: what is said, in reading order.
        rule: which rule found it.
        via: the token that heads the words for who passes it on.
        negated: whether the cue is denied or denies.
    """

    cue: tuple[int, ...]
    source: int | None
    content: tuple[Range, ...]
    rule: str
    via: int | None = None
    negated: bool = False

    @property
    def is_stance(self) -> bool:
        """Whether an attitude or an intention is told rather than words or a thought."""
        return self.rule in _STANCES


def reach(attribution: Attribution) -> int:
    """Give the last token of an attribution's cue, source and content."""
    return max(attribution.cue[-1], attribution.content[-1][1] - 1, attribution.source or 0)


def inside(index: int, content: Iterable[Range]) -> bool:
    """Tell whether a token is in one of the ranges."""
    return any(first <= index < end for first, end in content)


def covered(found: Iterable[Attribution]) -> set[int]:
    """Give the tokens of all that is said."""
    return {
        index
        for attribution in found
        for first, end in attribution.content
        for index in range(first, end)
    }


def outermost(found: Sequence[Attribution]) -> list[Attribution]:
    """Leave out attributions that are made inside the content of another."""
    owner: dict[int, int] = {}
    sized = sorted(
        range(len(found)),
        key=lambda number: -sum(end - first for first, end in found[number].content),
    )
    kept = []
    for number in sized:
        attribution = found[number]
        indexes = [at for first, end in attribution.content for at in range(first, end)]
        if not indexes or (attribution.cue[0] in owner and all(at in owner for at in indexes)):
            continue
        if sum(at in owner for at in indexes) * 2 > len(indexes):
            continue
        kept.append(number)
        for at in indexes:
            owner[at] = number
    return [found[number] for number in sorted(kept)]
