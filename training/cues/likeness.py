"""How much each word is used as listed cues are, for every kind of construction.

A word is told by its vector and by how it is used in unlabelled news: by whom, with which clauses,
with words quoted. What a listed word is told by is learned without it, so that being listed does
not speak for itself.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from agents.enrichment import cues
from agents.enrichment.cue_features import GROUPS
from agents.enrichment.cue_model import Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy.typing as npt

    from agents.enrichment.cue_features import Description

    Vector = Callable[[str], npt.NDArray[np.float32]]

_KINDS: Final = ("verb", "noun", "adjective")
_VERBS: Final = frozenset(
    cues.SAYING
    | cues.THINKING
    | cues.ASKING
    | cues.WANTING
    | cues.EVALUATING
    | cues.UTTERING
    | cues.SHOWING
    | cues.PREPOSITIONAL.keys()
)
_LISTED: Final[dict[str, frozenset[str]]] = {
    "clause": _VERBS,
    "infinitive": cues.WANTING | cues.ASKING | cues.EVALUATING | cues.SAYING,
    "passive": cues.EVALUATING | cues.SAYING | cues.THINKING | cues.ASKING,
    "object": cues.EVALUATING | cues.UTTERING | cues.SAYING | cues.THINKING,
    "preposition": cues.SAYING | cues.THINKING | frozenset(cues.PREPOSITIONAL),
    "noun": cues.NOUNS | frozenset(cues.NOUN_PREPOSITIONS),
    "adjective": cues.ADJECTIVES | cues.FEELING | cues.WILLING,
}
_PEOPLE: Final = frozenset(
    {"speaker", "other", "some", "PERSON", "ORG", "GPE", "NORP", "name", "other name", "person"}
)
_USES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    "by people": ("source", _PEOPLE),
    "by texts": ("source", frozenset({"text"})),
    "by him or her": ("source", frozenset({"other"})),
    "by nobody": ("source", frozenset({"none"})),
    "of words quoted": ("quoted", frozenset({"some"})),
    "of a quotation": ("quoted", frozenset({"all"})),
    "as": ("as", frozenset({"yes"})),
    "by as": ("by", frozenset({"as"})),
    "that": ("by", frozenset({"that"})),
    "questions": ("by", frozenset({"wh"})),
    "about": ("by", frozenset({"about", "over", "on", "of"})),
    "finite": ("finite", frozenset({"yes"})),
    "participle": ("tag", frozenset({"VBG"})),
    "present": ("tag", frozenset({"VBZ", "VBP"})),
    "of people": ("head name", frozenset({"PERSON"})),
    "beside nouns": ("relation", frozenset({"acl"})),
    "at length": ("size", frozenset({"8", "16"})),
}
_FEWEST: Final = 4
_MOST: Final = 100
_PRIOR: Final = 3
_FOLDS: Final = 8
_VECTOR_SCALE: Final = 8
_STRENGTH: Final = 0.02


class Usage:
    """Counts how lemmas are used, by kind of word."""

    def __init__(self, candidates: Iterable[Description]) -> None:
        """Count the uses of all candidates."""
        self.by_lemma: dict[tuple[str, str], Counter[str]] = {}
        total: dict[str, Counter[str]] = {kind: Counter() for kind in _KINDS}
        for one in candidates:
            uses = Counter(["all", one.group])
            for use, (fact, values) in _USES.items():
                uses[use] += one.facts.get(fact) in values
            kind = kind_of(one.group)
            self.by_lemma.setdefault((kind, one.lemma), Counter()).update(uses)
            total[kind].update(uses)
        self._shares = {
            kind: {use: counts[use] / max(counts["all"], 1) for use in (*_USES, *GROUPS)}
            for kind, counts in total.items()
        }

    def count(self, kind: str, lemma: str) -> int:
        """Give how often a lemma was met as a word of a kind."""
        return self.by_lemma[kind, lemma]["all"] if (kind, lemma) in self.by_lemma else 0

    def row(self, kind: str, lemma: str) -> npt.NDArray[np.float32]:
        """Give how much more often a lemma is used in each way than words of its kind are."""
        counts, shares = self.by_lemma.get((kind, lemma), Counter()), self._shares[kind]
        size = counts["all"]
        ratios = [
            np.log(
                (counts[use] + _PRIOR * shares[use] + 1e-4) / (size + _PRIOR) / (shares[use] + 1e-4)
            )
            for use in (*_USES, *GROUPS)
        ]
        return np.array([*ratios, np.log1p(size)], np.float32)


def kind_of(group: str) -> str:
    """Give the kind of word whose constructions a group holds."""
    return group if group in {"noun", "adjective"} else "verb"


def known_words(usage: Usage, vector: Vector, more: Iterable[tuple[str, str]]) -> dict[str, Word]:
    """Give what is known of all words met, and of ``more``, by lemma.

    Args:
        usage: how words are used in unlabelled news.
        vector: gives the vector of a word.
        more: further words, each with its kind.
    """
    lemmas = {kind: set[str]() for kind in _KINDS}
    for kind, lemma in (*usage.by_lemma, *more):
        if lemma.replace("-", "").isalpha():
            lemmas[kind].add(lemma)
    found: dict[str, dict[str, float]] = {
        group: _likeness(group, sorted(lemmas[kind_of(group)]), usage, vector) for group in GROUPS
    }
    unknown = Word()
    return {
        lemma: Word(
            tuple(
                found[group].get(lemma, unknown.likeness[place])
                for place, group in enumerate(GROUPS)
            ),
            tuple(float(usage.count(kind, lemma)) for kind in _KINDS),
        )
        for lemma in sorted(set().union(*lemmas.values()))
    }


def _likeness(group: str, lemmas: Sequence[str], usage: Usage, vector: Vector) -> dict[str, float]:
    """Learn listed from other words; words that taught it are judged by the other folds."""
    kind, listed = kind_of(group), _LISTED[group]
    rows = np.array(
        [np.r_[vector(lemma) * _VECTOR_SCALE, usage.row(kind, lemma)] for lemma in lemmas]
    )
    counts = np.array([usage.count(kind, lemma) for lemma in lemmas])
    teaches = np.array([lemma in listed or lemma not in _VERBS for lemma in lemmas])
    teaches &= counts >= _FEWEST
    is_listed = np.array([lemma in listed for lemma in lemmas])
    weights = {"logisticregression__sample_weight": np.minimum(counts[teaches], _MOST) ** 0.5}
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, max_iter=500))
    folds = KFold(_FOLDS, shuffle=True, random_state=1)
    apart = cross_val_predict(
        model,
        rows[teaches],
        is_listed[teaches],
        cv=folds,
        method="decision_function",
        params=weights,
    )
    model.fit(rows[teaches], is_listed[teaches], **weights)
    scores = model.decision_function(rows)
    scores[teaches] = apart
    return dict(zip(lemmas, scores.tolist(), strict=True))
