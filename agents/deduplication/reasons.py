"""Say in words a person understands why a report is in its story."""

from typing import Final

from agents.deduplication.evidence import Candidate
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.similarity import PAIR_FEATURES, Weighed
from agents.deduplication.terms import Place

_COLUMN: Final = {name: i for i, name in enumerate(PAIR_FEATURES)}
_WORDS: Final = 4
_MINUTES: Final = 60.0
_DAY: Final = 24.0


def reasons(query: Weighed, candidate: Candidate, state: OpenStories) -> tuple[str, ...]:
    """Give what a report shares with the story's report that is most like it, the strongest first."""
    at = candidate.nearest
    row = int(candidate.rows[at])
    pair = candidate.pairs[at]
    shared = _shared(query, row, state)
    said = [
        _listed("same title words", [w for w, both in shared if both & Place.TITLE]),
        _listed("same names", [w for w, both in shared if both & (Place.NAME | Place.PAIR)]),
        _listed("same figures", [w for w, both in shared if both & Place.FIGURE]),
        _listed("same words", [w for w, both in shared if not both & ~int(Place.LEAD)]),
        _apart(float(abs(query.signature.published - state.columns.published[row])) / 3600),
        f"{max(pair[_COLUMN['body']], 0):.0%} alike with {state.article_at(row)}",
    ]
    return tuple(filter(None, said))


def _shared(query: Weighed, row: int, state: OpenStories) -> list[tuple[str, int]]:
    """Give the words in common with the places they share, the rarest first."""
    theirs = dict(
        zip(state.columns.terms[row].tolist(), state.columns.places[row].tolist(), strict=True)
    )
    signature = query.signature
    found = [
        (-float(query.rarity[i + 1]), word, theirs[term] & int(signature.places[i]))
        for i, (term, word) in enumerate(
            zip(signature.terms.tolist(), signature.surfaces, strict=False)
        )
        if term in theirs
    ]
    return [(word, both) for _, word, both in sorted(found)]


def _listed(what: str, words: list[str]) -> str:
    """Join the first few words, leaving out those that a longer one contains."""
    kept: list[str] = []
    for word in words[: 3 * _WORDS]:
        if not any(word in other for other in kept):
            kept = [other for other in kept if other not in word]
            kept.append(word)
    return f"{what}: {', '.join(kept[:_WORDS])}" if kept else ""


def _apart(hours: float) -> str:
    """Say how long two reports are apart; nothing if that is not known.

    >>> _apart(0.5), _apart(3.2), _apart(50), _apart(float("nan"))
    ('30 min apart', '3 h apart', '2 d apart', '')
    """
    if hours != hours:
        return ""
    if hours < 1:
        return f"{hours * _MINUTES:.0f} min apart"
    return f"{hours:.0f} h apart" if hours < 2 * _DAY else f"{hours / _DAY:.0f} d apart"
