"""Notions: what a claim tells, by weight; what all of its report is about weighs less."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from agents.deduplication.merging.names import folded, without_titles
from agents.deduplication.merging.synonyms import notion_of
from agents.deduplication.merging.weights import weight_of
from agents.deduplication.terms import stem_of
from streams.enriched_article import Claim

_LEAST_PERCENT: Final = 25
"""What a notion keeps of its weight at least, however often the report uses it."""
_NAME_SHARE: Final = 2
_NATIONS: Final = {
    "united states": "american",
    "united kingdom": "british",
    "european union": "european",
    "united nations": "un",
}
_NATION: Final = 200


def names_in(claim: Claim, types: dict[str, str]) -> tuple[dict[str, int], set[str]]:
    """Give the notions of names (a person's is the surname) by weight, and all words of the names.

    The words of a long name together weigh at most twice as much as its rarest.
    """
    names: dict[str, int] = {}
    words: set[str] = set()
    for entity in claim.entities:
        person = types.get(entity) == "PERSON"
        parts = (without_titles(entity) if person else folded(entity)).split()
        words.update(parts)
        if " ".join(parts) in _NATIONS:
            names[_NATIONS[" ".join(parts)]] = _NATION
        elif parts:
            kept = parts[-1:] if person else parts
            heaviest = max(map(weight_of, kept))
            total = sum(map(weight_of, kept)) or 1
            for part in kept:
                names[notion_of(part)] = min(heaviest, 2 * heaviest * weight_of(part) // total)
    return names, words


def notions_of(words: Iterable[str], name_words: set[str]) -> set[str]:
    """Give the notions of words that are no part of a name.

    >>> sorted(notions_of(["shipments", "Faller"], {"faller"}))
    ['shipment']
    """
    if not name_words:
        return {notion_of(word.casefold()) for word in words}
    return {notion_of(word.casefold()) for word in words if folded(word) not in name_words}


def literal(words: Iterable[str], language: str, name_words: set[str]) -> dict[str, int]:
    """Give half of what a rare word weighs beyond its notion: "uptick" is more than "increase"."""
    surplus: dict[str, int] = {}
    for word in words:
        beyond = _beyond_notion(word, language)
        if beyond > 0 and word not in name_words:
            surplus[f"={stem_of(word)}"] = beyond // 2
    return surplus


@lru_cache(maxsize=100_000)
def _beyond_notion(word: str, language: str) -> int:
    return weight_of(word, language) - weight_of(notion_of(word), language)


def weighted_names(names: dict[str, int], shares: dict[str, int]) -> dict[str, int]:
    """Give the weights of names: half, for who and where is common to most claims of a story."""
    return {
        notion: _damped(weight // _NAME_SHARE, shares.get(notion, 0))
        for notion, weight in names.items()
        if weight
    }


def _damped(weight: int, percent: int) -> int:
    return weight * max(_LEAST_PERCENT, 100 - 2 * percent) // 100


def weighted(notions: set[str], language: str, shares: dict[str, int]) -> dict[str, int]:
    """Give the weights of notions, less for what the whole report is about."""
    return {
        notion: _damped(weight, shares.get(notion, 0))
        for notion in notions
        if (weight := weight_of(notion, language))
    }
