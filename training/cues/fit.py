"""Fit the learned cues, and work out word by word what vectors told."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from agents.enrichment.cue_model import NUMBERS, CueModel, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from agents.enrichment.cue_features import Description
    from agents.enrichment.cue_model import Word
    from training.cues.likeness import Vector
    from training.cues.rows import Row

    Floats = npt.NDArray[np.float64]

_FOUND: Final = 9_000
_NOT_FOUND: Final = 36_000
_STRENGTH: Final = 0.05
_VECTOR_SCALE: Final = 2
_FOLDS: Final = 8


class _Linear(NamedTuple):
    """A linear model, taken apart: by feature name, by number, by vectors of head and source."""

    weights: dict[str, float]
    numbers: Floats
    head: Floats
    source: Floats
    bias: float

    def plus(self, other: _Linear, times: float) -> _Linear:
        weights = dict(self.weights)
        for name, weight in other.weights.items():
            weights[name] = weights.get(name, 0.0) + times * weight
        return _Linear(
            weights,
            self.numbers + times * other.numbers,
            self.head + times * other.head,
            self.source + times * other.source,
            self.bias + times * other.bias,
        )


class Trainer:
    """Fits in two steps: what rules find in unlabelled news, then what people labelled.

    Args:
        words: what is known of words.
        vector: gives the vector of a word.
    """

    def __init__(self, words: Mapping[str, Word], vector: Vector) -> None:
        """Remember the words and their vectors."""
        self._words, self._vector = words, vector
        self._zero = np.zeros_like(vector("the"))

    def fit(
        self, news: Sequence[Row], labelled: Sequence[Row], weights: Sequence[float]
    ) -> CueModel:
        """Give the model; prints how well it tells labelled candidates of unseen words."""
        first = self._found_by_rules(news)
        labels = np.array([bool(row.label) for row in labelled])
        candidates = [row.candidate for row in labelled]
        names = DictVectorizer(dtype=np.float32).fit(map(_listed, candidates))
        scores = self._scores(first, candidates)
        matrix = hstack([self._matrix(names, map(_listed, candidates), candidates), scores]).tocsr()
        self._report(matrix, labels, candidates, weights)
        model = LogisticRegression(C=_STRENGTH, max_iter=500)
        model.fit(matrix, labels, sample_weight=weights)
        times = float(model.coef_[0][-1])
        linear = self._apart(names, model.coef_[0][:-1], float(model.intercept_[0]))
        return self._distilled(linear.plus(first, times))

    def _found_by_rules(self, news: Sequence[Row]) -> _Linear:
        """Learn what rules find, without knowing which words are listed."""
        mixed = list(news)
        random.Random(3).shuffle(mixed)  # noqa: S311 (a sample that repeats itself)
        rows = [row for row in mixed if row.rule][:_FOUND]
        rows += [row for row in mixed if not row.rule][:_NOT_FOUND]
        candidates = [row.candidate for row in rows]
        names = DictVectorizer(dtype=np.float32).fit(map(_unlisted, candidates))
        matrix = self._matrix(names, map(_unlisted, candidates), candidates)
        model = LogisticRegression(C=_STRENGTH, max_iter=300)
        model.fit(matrix, [bool(row.rule) for row in rows])
        return self._apart(names, model.coef_[0], float(model.intercept_[0]))

    def _matrix(
        self,
        names: DictVectorizer,
        features: map[dict[str, int]],
        candidates: Sequence[Description],
    ) -> csr_matrix:
        known = csr_matrix(np.array([numbers(one, self._words) for one in candidates], np.float32))
        vectors = np.array(
            [np.r_[self._seen(one.head), self._seen(one.source)] for one in candidates], np.float32
        )
        return hstack([names.transform(features), known, csr_matrix(vectors)]).tocsr()

    def _seen(self, word: str) -> npt.NDArray[np.float32]:
        """Give a word's vector; a part of speech (in capitals) has none, and no unknown word."""
        return self._vector(word) * _VECTOR_SCALE if word in self._words else self._zero

    def _scores(self, linear: _Linear, candidates: Sequence[Description]) -> csr_matrix:
        model = self._distilled(linear)
        return csr_matrix(np.array([[model.score(one)] for one in candidates], np.float32))

    def _apart(self, names: DictVectorizer, weights: Floats, bias: float) -> _Linear:
        features = names.get_feature_names_out().tolist()
        known, wide = len(features), len(self._zero)
        begin = known + len(NUMBERS)
        return _Linear(
            dict(zip(features, weights[:known].tolist(), strict=True)),
            weights[known:begin],
            weights[begin : begin + wide] * _VECTOR_SCALE,
            weights[begin + wide :] * _VECTOR_SCALE,
            bias,
        )

    def _distilled(self, linear: _Linear) -> CueModel:
        words = {}
        for lemma, word in self._words.items():
            vector = self._vector(lemma)
            as_head, as_source = float(vector @ linear.head), float(vector @ linear.source)
            words[lemma] = replace(word, as_head=as_head, as_source=as_source)
        return CueModel(linear.weights, words, linear.numbers.tolist(), linear.bias)

    @staticmethod
    def _report(
        matrix: csr_matrix,
        labels: npt.NDArray[np.bool_],
        candidates: Sequence[Description],
        weights: Sequence[float],
    ) -> None:
        words = sorted({one.lemma for one in candidates})
        scores = cross_val_predict(
            LogisticRegression(C=_STRENGTH, max_iter=500),
            matrix,
            labels,
            groups=[words.index(one.lemma) for one in candidates],
            cv=GroupKFold(_FOLDS),
            method="decision_function",
            params={"sample_weight": np.array(weights)},
        )
        own = np.array(weights) == max(weights)
        for least in (0.0, 0.25, 0.5, 0.75, 1.0):
            sure = own & (scores >= least)
            right, all_right = labels[sure].mean(), labels[own].sum()
            print(
                f"from {least}: precision {right:.2f}, recall {labels[sure].sum() / all_right:.2f}"
            )


def _listed(candidate: Description) -> dict[str, int]:
    return dict.fromkeys(candidate.features(), 1)


def _unlisted(candidate: Description) -> dict[str, int]:
    return {name: 1 for name in candidate.features() if "listed" not in name}
