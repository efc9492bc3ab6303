"""Say in words a person understands why a report is in its story."""

import math
from typing import Final

from agents.deduplication.evidence import Compared
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.pair_features import PAIR_FEATURES
from agents.deduplication.similarity import Weighed
from agents.deduplication.terms import FIGURE, LEAD, NAME, PAIR, TITLE

_BODY: Final = PAIR_FEATURES.index("body")
_WORDS: Final = 4
_MINUTES: Final = 60.0
_DAY: Final = 24.0


def reasons(
    query: Weighed, compared: Compared, nearest: int, state: OpenStories
) -> tuple[str, ...]:
    """Say what a report shares with the report at a place in ``compared``, and how far it is."""
    row = int(compared.rows[nearest])
    shared = _shared(query, compared, nearest, state)
    said = (
        _listed("same title words", [w for w, both in shared if both & TITLE]),
        _listed("same names", [w for w, both in shared if both & (NAME | PAIR)]),
        _listed("same figures", [w for w, both in shared if both & FIGURE]),
        _listed("same words", [w for w, both in shared if not both & ~LEAD]),
        apart(abs(query.signature.published - float(state.columns.published[row])) / 3600),
        f"{max(float(compared.pairs[nearest, _BODY]), 0):.0%} alike with {state.article_at(row)}",
    )
    return tuple(filter(None, said))


def _shared(
    query: Weighed, compared: Compared, nearest: int, state: OpenStories
) -> list[tuple[str, int]]:
    """Give the words in common with the places they share, the rarest first."""
    surfaces, positions = query.signature.surfaces, compared.positions[nearest]
    at = ((positions > 0) & (positions <= len(surfaces))).nonzero()[0]
    own = positions.take(at)
    both = state.columns.places[int(compared.rows[nearest])].take(at) & query.places.take(own)
    rarity = (-query.rarity.take(own)).tolist()
    words = [surfaces[position - 1] for position in own.tolist()]
    found = sorted(zip(rarity, words, both.tolist(), strict=True))
    return [(word, place) for _, word, place in found]


def _listed(what: str, words: list[str]) -> str:
    """Join the first few words, leaving out those that a longer one contains."""
    kept: list[str] = []
    for word in words[: 3 * _WORDS]:
        # No word has a line break in it, so that this looks into each of them.
        if word not in "\n".join(kept):
            kept = [other for other in kept if other not in word]
            kept.append(word)
    return f"{what}: {', '.join(kept[:_WORDS])}" if kept else ""


def apart(hours: float) -> str:
    """Say how long two reports are apart; nothing if that is not known.

    >>> apart(0.5), apart(3.2), apart(50), apart(float("nan"))
    ('30 min apart', '3 h apart', '2 d apart', '')
    """
    if math.isnan(hours):
        return ""
    if hours < 1:
        return f"{hours * _MINUTES:.0f} min apart"
    return f"{hours:.0f} h apart" if hours < 2 * _DAY else f"{hours / _DAY:.0f} d apart"
