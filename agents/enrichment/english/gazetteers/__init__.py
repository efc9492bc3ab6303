"""Read the word lists beside this file: peoples, places, titles."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class WordList(NamedTuple):
    """Whole names, and the words that decide what a longer name is."""

    names: frozenset[str]
    words: frozenset[str]


@cache
def read_list(name: str) -> WordList:
    """Read ``<name>.txt``: names divided by commas; lines opening with ">" hold deciding words."""
    text = files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    names, words = set[str](), set[str]()
    for line in text.splitlines():
        if line and not line.startswith("#"):
            target = words if line.startswith(">") else names
            target |= {part.strip() for part in line.lstrip("> ").split(",") if part.strip()}
    return WordList(frozenset(names), frozenset(words))


@cache
def people_names() -> frozenset[str]:
    """Give every demonym, religion and party, with plurals.

    >>> {"Iranian", "Iranians", "Danes"} <= people_names()
    True
    """
    names = read_list("peoples").names
    plurals = {f"{name}s" for name in names if not name.endswith(("s", "sh", "ch", "ese", "men"))}
    return names | plurals


@cache
def people_first_words() -> frozenset[str]:
    """Give the words that names of peoples begin with, hyphens dividing words as well."""
    return frozenset(name.split()[0].split("-")[0] for name in people_names())


@cache
def person_titles() -> frozenset[str]:
    """Give the words before a person's name that are not part of it, with and without full stops.

    >>> {"Adm.", "Adm", "Prime Minister"} <= person_titles()
    True
    """
    names = read_list("titles").names
    return names | {name.removesuffix(".") for name in names}


@cache
def title_words() -> frozenset[str]:
    """Give the capitalised words that titles are made of.

    >>> "Prime" in title_words(), "of" in title_words()
    (True, False)
    """
    return frozenset(
        word for title in person_titles() for word in title.split() if word[0].isupper()
    )
