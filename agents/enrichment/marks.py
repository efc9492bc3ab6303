"""Attributions by punctuation: colons after a name or before a quotation, dashes after one."""

from collections.abc import Iterator, Sequence
from typing import Final

from agents.enrichment.reading import Reading
from agents.enrichment.sources import is_agent, source_of
from agents.enrichment.token import Token

_DASHES: Final = frozenset({"-", "–", "—", "―", "--"})
_LONGEST_NAME: Final = 6
_LONGEST_LABEL: Final = 5
_REPORTING: Final = frozenset(
    "poll study report survey analysis source sources police official".split()
)
_NAMES: Final = frozenset({"PERSON", "ORG", "GPE", "NORP"})

Marked = tuple[int, int, tuple[int, int]]
"""The token that is the cue, the one that heads the source, and the range of what is said."""


def signed_quotations(reading: Reading, quoted: Sequence[tuple[int, int]]) -> Iterator[Marked]:
    """Find quotations signed by a name: “…” — Ann Lee."""
    tokens = reading.tokens
    for first, end in quoted:
        dash = end
        if dash + 1 >= len(tokens) or tokens[dash].text not in _DASHES:
            continue
        stop = dash + 1
        while stop < len(tokens) and stop - dash <= _LONGEST_NAME and _is_name(tokens, stop, dash):
            stop += 1
        at_the_end = stop >= len(tokens) or tokens[stop].piece != tokens[dash].piece
        if stop > dash + 1 and (at_the_end or tokens[stop].text in {",", "“", '"'}):
            yield dash, stop - 1, (first, end)


def _is_name(tokens: Sequence[Token], at: int, dash: int) -> bool:
    token = tokens[at]
    return token.piece == tokens[dash].piece and token.text[0].isupper()


def labelled_lines(reading: Reading) -> Iterator[Marked]:
    """Find lines such as "Poll: Most want change" and "Faller: We see influence growing"."""
    tokens = reading.tokens
    named = {
        index: span.label
        for span in reading.names
        if span.end - span.first <= _LONGEST_LABEL
        for index in range(span.first, span.end)
    }
    for number, (first, end) in enumerate(reading.sentences):
        if first and tokens[first - 1].piece == tokens[first].piece:
            continue
        for at in range(first + 1, min(first + _LONGEST_LABEL + 1, end - 2)):
            if tokens[at].text == ":":
                label = tokens[at - 1]
                speaks = named.get(at - 1) in _NAMES or label.lower in _REPORTING
                if speaks and tokens[at + 1].text[0].isupper():
                    yield at, at - 1, (at + 1, _line_end(reading, number))
                break
            if tokens[at].pos in {"VERB", "AUX", "PUNCT"}:
                break


def _line_end(reading: Reading, sentence: int) -> int:
    _, end = reading.sentences[sentence]
    return end


def introduced_quotations(reading: Reading, quoted: Sequence[tuple[int, int]]) -> Iterator[Marked]:
    """Find quotations after a colon, whatever verb introduces them: made this comment: “…”."""
    tokens = reading.tokens
    for first, end in quoted:
        if first < 2 or tokens[first - 1].text != ":":  # noqa: PLR2004 (a word and the colon)
            continue
        begin, _ = reading.sentences[tokens[first - 2].sentence]
        for at in range(begin, first - 1):
            token = tokens[at]
            if token.pos not in {"VERB", "AUX"} or tokens[token.head].pos == "VERB":
                continue
            source = source_of(reading, token)
            if source is not None and is_agent(reading, source) and source < first:
                yield at, source, (first, end)
                break
