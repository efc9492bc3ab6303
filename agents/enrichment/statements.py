"""Statements: sentences that nobody is quoted for but that tell an event."""

from collections.abc import Iterator, Sequence
from typing import Final

from agents.enrichment.attribution import Attribution, Range
from agents.enrichment.cast import Cast
from agents.enrichment.reading import Reading
from streams.enriched_article import Figure

_FEWEST_WORDS: Final = 5
_LONGEST_WORDS: Final = 80
_ACCUSING_PERSONS: Final = frozenset({"i", "you", "we"})


def statements(
    reading: Reading, cast: Cast, attributions: Sequence[Attribution], figures: Sequence[Figure]
) -> Iterator[Range]:
    """Give the sentences that carry an event with a name or a figure and attribute no words.

    What somebody wants or judges may be told in them.
    """
    taken = {
        reading.tokens[index].sentence
        for attribution in attributions
        if not attribution.is_stance
        for first, end in (*attribution.content, (attribution.cue[0], attribution.cue[0] + 1))
        for index in (first, end - 1)
    }
    counted = {
        reading.tokens[min(reading.token_at(figure.start), len(reading.tokens) - 1)].sentence
        for figure in figures
    }
    for number, (first, end) in enumerate(reading.sentences):
        if number in taken or not _FEWEST_WORDS <= end - first <= _LONGEST_WORDS:
            continue
        if not _tells_an_event(reading, first, end):
            continue
        if number in counted or any(cast.at(index) is not None for index in range(first, end)):
            yield _without_marks(reading, first, end)


def _tells_an_event(reading: Reading, first: int, end: int) -> bool:
    verbs = subjects = 0
    for token in reading.tokens[first:end]:
        verbs += token.pos == "VERB"
        if token.relation == "nsubj":
            subjects += token.lower not in _ACCUSING_PERSONS
    return verbs > 0 and subjects > 0 and reading.tokens[end - 1].text != "?"


def _without_marks(reading: Reading, first: int, end: int) -> Range:
    tokens = reading.tokens
    while first < end and not any(character.isalnum() for character in tokens[end - 1].text):
        end -= 1
    while first < end and not any(character.isalnum() for character in tokens[first].text):
        first += 1
    return first, end
