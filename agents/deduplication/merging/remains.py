"""Remains: what a sentence tells beside the words it attributes to somebody.

"The navy tracks an uptick in shipments, which he said also come from Cuba" attributes only its end;
its beginning is a statement too.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from streams.enriched_article import ArticlePart, Claim, ClaimKind, Entity, Span

SENTENCE_END: Final = re.compile(r"[.!?][”\"\u2019)]*\s+(?=[A-Z“\"])|\n")
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_LEAST_WORDS: Final = 8
_RELATIVE: Final = re.compile(r"\s*(?:which|who|whom|whose|where)\b", re.IGNORECASE)


def remains(claims: Sequence[Claim], entities: Sequence[Entity], text: str) -> Iterator[Claim]:
    """Give, as statements, the beginnings of sentences that end in an attributed relative clause.

    A beginning must have at least eight words and name somebody or something, and must not be part
    of a claim already.
    """
    for claim in claims:
        start = claim.content[0].start
        if claim.speaker is None or not _RELATIVE.match(text, start):
            continue
        opening = _opening_of(text, start)
        end = opening + len(text[opening:start].rstrip(" ,;\u2013\u2014-"))
        span = Span(opening, end)
        if any(_overlap(span, other) for one in claims for other in one.content):
            continue
        names = tuple(entity.name for entity in entities if _is_named_in(entity, span))
        said = " ".join(text[opening:end].split())
        words = tuple(word.casefold() for word in _WORD.findall(said))
        if names and len(words) >= _LEAST_WORDS:
            yield Claim(
                kind=ClaimKind.STATEMENT, text=said, content=(span,), entities=names, lemmas=words
            )


def _opening_of(text: str, start: int) -> int:
    """Give where the sentence begins that ``start`` is in."""
    first = max(0, start - 1000)
    ends = [found.end() for found in SENTENCE_END.finditer(text[first:start])]
    return first + max(ends, default=0)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_named_in(entity: Entity, span: Span) -> bool:
    return any(
        mention.part is ArticlePart.TEXT and span.start <= mention.start < span.end
        for mention in entity.mentions
    )
