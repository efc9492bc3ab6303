"""Names the model overlooked: surnames of people that it found elsewhere in the article."""

from typing import Final

from agents.enrichment.aliases import key
from agents.enrichment.cast import Cast, Member
from agents.enrichment.names import Name
from agents.enrichment.reading import Reading
from agents.enrichment.titles import is_title
from agents.enrichment.token import Token

_SHORTEST: Final = 3


def spot(cast: Cast, reading: Reading, *, in_title: bool = False) -> None:
    """Add to each person the places where only the bare surname stands."""
    surnames = _surnames(cast)
    if not surnames:
        return
    for token in reading.tokens:
        member = surnames.get(token.lower)
        if member is None or not _is_free(cast, reading, token, in_title=in_title):
            continue
        raw = reading.text[token.start : token.end]
        first, end = token.index, token.index + 1
        cast.add(
            member,
            Name(first, end, token.start, token.end, "PERSON", raw, raw, None, in_title, key(raw)),
        )


def _surnames(cast: Cast) -> dict[str, Member]:
    """Give the one person each surname belongs to; surnames of several are left out."""
    found: dict[str, Member] = {}
    shared = set()
    for member in cast.members:
        words = member.key.split()
        if member.label != "PERSON" or len(words) < 2 or len(words[-1]) < _SHORTEST:  # noqa: PLR2004
            continue
        if found.setdefault(words[-1], member) is not member:
            shared.add(words[-1])
    return {surname: member for surname, member in found.items() if surname not in shared}


def _is_free(cast: Cast, reading: Reading, token: Token, *, in_title: bool) -> bool:
    if token.pos != "PROPN" or not token.text[0].isupper():
        return False
    if in_title:
        return not any(span.first <= token.index < span.end for span in reading.names)
    if cast.at(token.index) is not None:
        return False
    first, end = reading.sentences[token.sentence]
    before = reading.tokens[token.index - 1] if token.index > first else None
    after = reading.tokens[token.index + 1] if token.index + 1 < end else None
    return not (_goes_with(before) or _goes_with(after))


def _goes_with(token: Token | None) -> bool:
    """Tell whether a neighbour makes the surname part of another name."""
    if token is None or token.pos != "PROPN" or is_title(token.text):
        return False
    return token.text[0].isupper()
