"""Synonyms: the notions that news writes in several words."""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

_FILE: Final = "synonyms.txt"


@lru_cache(maxsize=50_000)
def concept_of(lemma: str) -> str:
    """Give the first word of a lemma's group, or the lemma itself.

    >>> concept_of("bullion"), concept_of("worrying"), concept_of("tanker")
    ('gold', 'concerning', 'tanker')
    """
    return _groups().get(lemma, lemma)


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
