"""Synonyms: the notions that news writes in several words."""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from agents.deduplication.terms import stem_of

_FILE: Final = "synonyms.txt"
_LEAST_STEM: Final = 3
_ENDINGS: Final = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ed", ("", "e")),
    ("d", ("",)),
    ("ing", ("", "e")),
    ("ly", ("",)),
)


@lru_cache(maxsize=50_000)
def concept_of(lemma: str) -> str:
    """Give the first word of a lemma's group, or the lemma itself.

    >>> concept_of("bullion"), concept_of("worrying"), concept_of("tanker")
    ('gold', 'concerning', 'tanker')
    """
    return _groups().get(lemma, lemma)


@lru_cache(maxsize=100_000)
def notion_of(word: str) -> str:
    """Give what a lower-case word is compared by: its group, else its first letters.

    >>> notion_of("shipments"), notion_of("cargo"), notion_of("investigators")
    ('shipment', 'shipment', 'probe')
    >>> notion_of("venezuelans") == notion_of("venezuela")
    True
    """
    groups = _groups()
    for form in (word, *_plainer(word)):
        if form in groups:
            return groups[form]
    stem = stem_of(word)
    return groups.get(stem, stem)


def _plainer(word: str) -> list[str]:
    """Give what the word may be without its ending."""
    forms = []
    for ending, others in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            forms += [word[: -len(ending)] + other for other in others]
    return forms


@cache
def _groups() -> dict[str, str]:
    """Read the groups that come with the package; read once.

    Raises:
        ValueError: if a word stands in two groups.
    """
    text = files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    groups: dict[str, str] = {}
    for line in text.splitlines():
        words = line.split() if not line.startswith("#") else []
        for word in words:
            if word in groups:
                reason = f"{_FILE}: {word} stands in the groups {groups[word]} and {words[0]}"
                raise ValueError(reason)
            groups[word] = words[0]
    return groups
