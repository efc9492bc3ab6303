"""Clusterer against a plain online TF-IDF single pass (scikit-learn), on the same stream.

Usage: python -m benchmarks.clusterer_peer FOLDER...

FOLDER holds articles.jsonl and labels.tsv. The peer hashes words into a sparse vector, weighs them
by the inverse document frequencies of the stream so far, and joins the nearest centroid of a story
of the last seven days, if its cosine reaches a threshold: the best of several for each set, which
the clusterer is not given. Seconds are CPU time, vectorising and signing included.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.join_model import shipped_model
from agents.deduplication.signature import sign
from agents.evaluation.bcubed import bcubed
from agents.evaluation.reading import article_of, json_lines, labels_of
from agents.evaluation.stories import Replay, Replayer, in_order
from benchmarks.clusterer_load import enriched

THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4)
WINDOW = 7 * 86400.0
BUCKETS = 1 << 18


class SinglePass:
    """Allan et al.'s topic detection (1998): the nearest centroid above a threshold, else new."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._vectorizer = HashingVectorizer(
            n_features=BUCKETS, alternate_sign=False, norm=None, stop_words="english"
        )
        self._frequency = np.ones(BUCKETS)
        self._seen = 1
        self._centroids: list[sparse.csr_matrix] = []
        self._sizes: list[int] = []
        self._latest: list[float] = []

    def take(self, text: str, now: float) -> str:
        """Give the story of a text."""
        counts = self._vectorizer.transform([text])
        self._frequency[counts.indices] += 1
        self._seen += 1
        rarity = np.log(self._seen / self._frequency[counts.indices])
        counts.data = (1 + np.log(counts.data)) * rarity
        vector = normalize(counts)
        open_stories = [i for i, at in enumerate(self._latest) if now - at <= WINDOW]
        if open_stories:
            stacked = sparse.vstack([self._centroids[i] for i in open_stories], format="csr")
            likeness = (stacked @ vector.T).toarray().ravel()
            best = int(likeness.argmax())
            if likeness[best] >= self._threshold:
                return self._join(open_stories[best], vector, now)
        self._centroids.append(vector)
        self._sizes.append(1)
        self._latest.append(now)
        return str(len(self._sizes) - 1)

    def _join(self, story: int, vector: sparse.csr_matrix, now: float) -> str:
        size = self._sizes[story]
        self._centroids[story] = normalize(self._centroids[story] * size + vector)
        self._sizes[story] += 1
        self._latest[story] = now
        return str(story)


def ours(replay: Replay) -> dict[str, str]:
    """Cluster a stream with the clusterer as shipped."""
    background = shipped_background()
    replayer = Replayer(Clusterer(ClustererConfig(), shipped_model()), background)
    for article, now in zip(replay.articles, replay.clock, strict=True):
        replayer.take(sign(enriched(article, "en"), background), now)
    return replayer.clusters()


def peer(threshold: float) -> Callable[[Replay], dict[str, str]]:
    """Give a way to cluster a stream by a single pass with a threshold."""

    def cluster(replay: Replay) -> dict[str, str]:
        single_pass = SinglePass(threshold)
        return {
            article.id: single_pass.take(f"{article.title or ''} {article.text or ''}", now)
            for article, now in zip(replay.articles, replay.clock, strict=True)
        }

    return cluster


def main() -> None:
    """Measure both on every folder and print."""
    for name in sys.argv[1:]:
        folder = Path(name)
        replay = in_order([article_of(line) for line in json_lines(folder / "articles.jsonl")])
        labels = labels_of(folder / "labels.tsv")
        ways: list[tuple[str, Callable[[Replay], dict[str, str]]]] = [("clusterer", ours)]
        ways += [(f"single pass at {t:.2f}", peer(t)) for t in THRESHOLDS]
        for way, cluster in ways:
            begun = process_time()
            found = cluster(replay)
            spent = process_time() - begun
            agreement = bcubed(found, {a: labels[a] for a in found})
            print(
                f"{folder.name:12} {way:20} P {agreement.precision:.3f} R {agreement.recall:.3f} "
                f"F1 {agreement.f1:.3f} {len(found) / spent:7,.0f} reports/s",
                flush=True,
            )


if __name__ == "__main__":
    main()
