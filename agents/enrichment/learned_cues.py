"""Cues that no list holds: of what a word governs, what the learned model takes for said."""

from typing import Final

from agents.enrichment.constructions import Candidate, Constructions
from agents.enrichment.cue_features import Describer
from agents.enrichment.cue_model import CueModel
from agents.enrichment.quoted_tokens import QuotedTokens
from agents.enrichment.reading import Reading
from agents.enrichment.token import Token

SURE: Final = 0.0
"""Log-odds from which a candidate counts: as likely as not. Two in three are right among those that
were judged by hand because an earlier model was in doubt."""

_CLAUSES: Final = frozenset({"clause", "noun clause", "noun predicate", "adjective clause"})
_CONTENT: Final = frozenset({"VERB", "NOUN", "ADJ"})
_NO_CUES: Final = frozenset({"be", "go"})


class LearnedCues:
    """Finds the surest candidate of each word of one reading."""

    def __init__(self, reading: Reading, quoted: QuotedTokens, model: CueModel) -> None:
        self._constructions = Constructions(reading)
        self._describer = Describer(reading, quoted)
        self._model = model

    def of(self, token: Token) -> Candidate | None:
        """Give what a word says if the model is sure enough that it says something."""
        if token.pos not in _CONTENT or token.lemma in _NO_CUES:
            return None
        if not self._model.may_be_cue(token):
            return None
        best, surest = None, SURE
        for candidate in self._constructions.of(token):
            score = self._model.score(self._describer.describe(candidate))
            if score >= surest:
                best, surest = candidate, score
        return best


def is_clause(candidate: Candidate) -> bool:
    """Tell whether words or a thought are told, not an attitude or an intention."""
    return candidate.frame in _CLAUSES and candidate.by != "to"
