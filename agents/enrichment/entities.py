"""Entities of an article: its named things, each with all its mentions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from agents.enrichment.aliases import initials_of, is_short_for, key
from agents.enrichment.cast import Cast, Member
from agents.enrichment.english.gazetteers import read_list
from agents.enrichment.names import Name, names
from agents.enrichment.reading import Reading
from agents.enrichment.spotting import spot
from streams.enriched_article import ArticlePart, Entity, Mention

_IN_PARENTHESES: Final = re.compile(r"^[\s\"'“”‘’]{0,3}\(\s*(?:the\s+)?[\"'“‘]?$", re.IGNORECASE)
_FREQUENT: Final = 6
_LONGEST_GAP: Final = 7
_SHORTEST_SPELLING: Final = 4
_LONG_WORD: Final = 4
_LONGEST_PERSON: Final = 3
_FIRST_AND_LAST: Final = 2
_LISTED: Final = ("countries", "cities", "regions", "organisations")
_FEWEST_LARGE: Final = 4
_LARGE_SHARE: Final = 0.8


def cast_of(text: Reading, title: Reading, outlet: str = "") -> Cast:
    """Join the names of an article's text and title; its outlet's name is an organisation's."""
    publisher = key(outlet)
    told = names(text)
    found = [*told, *_headline_names(title, told)]
    cast = Cast([replace(one, label="ORG") if one.key == publisher else one for one in found])
    _join_introduced(cast, text)
    spot(cast, text)
    spot(cast, title, in_title=True)
    cast.sort()
    return cast


def _headline_names(title: Reading, told: Sequence[Name]) -> list[Name]:
    """Give the headline's names; where it writes all words large, longer ones must be the text's.

    There "House Democrats Pass Gun Control" looks like a name.
    """
    found = names(title, in_title=True)
    words = [token.text for token in title.tokens if len(token.text) >= _LONG_WORD]
    large = sum(word[0].isupper() for word in words)
    if not told or large < max(_FEWEST_LARGE, _LARGE_SHARE * len(words)):
        return found
    known = {name.key: name for name in told}
    known |= {name.key: name for name in found if _is_in_full(name, known)}
    cut = (
        name if " " not in name.key or _needs_no_text(name) else _known_part(title, name, known)
        for name in found
    )
    return [name for name in cut if name is not None]


def _needs_no_text(name: Name) -> bool:
    """Tell a first and a last name, or a listed name, from words that a headline writes large."""
    words = name.text.split()
    if name.label == "PERSON":
        given = read_list("women").names | read_list("men").names
        return len(words) == _FIRST_AND_LAST and words[0] in given
    return any(name.text in read_list(kind).names for kind in _LISTED)


def _is_in_full(name: Name, known: Mapping[str, Name]) -> bool:
    """Tell the full name of a person whom the text calls by the surname."""
    words = name.key.split()
    return name.label == "PERSON" and len(words) <= _LONGEST_PERSON and words[-1] in known


def _known_part(title: Reading, name: Name, known: Mapping[str, Name]) -> Name | None:
    """Give the longest part of a headline's name that the text names, or None."""
    for length in range(name.end - name.first, 0, -1):
        for first in range(name.first, name.end - length + 1):
            start, stop = title.tokens[first].start, title.tokens[first + length - 1].end
            raw = title.text[start:stop]
            same = known.get(key(raw))
            if same is not None:
                shown = " ".join(raw.split())
                place = Name(first, first + length, start, stop, same.label, shown, raw,
                             None, in_title=True, key=same.key)  # fmt: skip
                return name if length == name.end - name.first else place
    return None


def _join_introduced(cast: Cast, text: Reading) -> None:
    """Join a name with the short form that follows it in parentheses."""
    placed = [
        (name.start, name.stop, member)
        for member in cast.members
        for name in member.names
        if not name.in_title
    ]
    placed.sort(key=lambda place: place[0])
    for (_, stop, before), (start, _, after) in pairwise(placed):
        between = text.text[stop:start]
        if before is after or len(between) > _LONGEST_GAP or not _IN_PARENTHESES.match(between):
            continue
        one, other = cast.current(before), cast.current(after)
        if _introduces(one, other):
            cast.join(one, other)


def _introduces(one: Member, other: Member) -> bool:
    short, full = other.key, one.key
    if " " in short:
        return False
    return (
        is_short_for(short, full)
        or is_short_for(full, short)
        or initials_of(full).startswith(short[:2])
        or _spelled_alike(short, full)
    )


def _spelled_alike(short: str, full: str) -> bool:
    """Tell whether a word is another spelling of a word in a name ("Quds", "Qods Force")."""
    return any(
        len(word) == len(short) and sum(a != b for a, b in zip(word, short, strict=True)) <= 1
        for word in full.split()
        if len(word) >= _SHORTEST_SPELLING
    )


def entities(cast: Cast, text_characters: int) -> tuple[Entity, ...]:
    """Give the entities of a cast, the most salient first.

    Salience in [0, 1] is half frequency (full at ``6`` mentions), three tenths how early the first
    mention stands, two tenths whether the headline names it.
    """
    found = [_entity(member, text_characters) for member in cast.members]
    return tuple(sorted(found, key=lambda entity: (-entity.salience, entity.name, entity.type)))


def _entity(member: Member, text_characters: int) -> Entity:
    in_text = [name for name in member.names if not name.in_title]
    early = 1 - in_text[0].start / max(text_characters, 1) if in_text else 0.0
    salience = 0.5 * min(1.0, len(member.names) / _FREQUENT) + 0.3 * max(0.0, early)
    salience += 0.2 * any(name.in_title for name in member.names)
    return Entity(
        type=member.label,
        name=member.name,
        title=member.title,
        mentions=tuple(
            Mention(
                start=name.start,
                end=name.stop,
                text=name.raw,
                part=ArticlePart.TITLE if name.in_title else ArticlePart.TEXT,
            )
            for name in sorted(member.names, key=lambda name: (name.in_title, name.start))
        ),
        salience=round(min(1.0, salience), 4),
    )
