"""Learn the likeness of claims: ``python -m training.merging.fit STORIES [OUTPUT]``.

``STORIES`` holds the folders of stories that ``read_pairs.tsv`` names. Each of its lines is a pair
of claims, by article and place in the text, and whether a reader found one proposition in both.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from agents.deduplication.merging import likeness
from agents.deduplication.merging.alignment import SAME_FROM, evidence_of
from agents.deduplication.merging.likeness import EVIDENCE
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from training.merging.stories import Reader, articles_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

PAIRS: Final = Path(__file__).with_name("read_pairs.tsv")
MODEL: Final = Path(likeness.__file__).with_name("likeness.json")
FOLDS: Final = 6
RIDGE: Final = 20.0
_STEPS: Final = 25


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: the article's id and the characters of its text."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadPair:
    """Two claims of one story of a folder, and whether a reader found one proposition in both."""

    folder: str
    story: str
    one: Place
    other: Place
    same: bool


def read_pairs(path: Path = PAIRS) -> list[ReadPair]:
    """Read labelled pairs, after a heading line."""
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        folder, story, *places, same = line.split("\t")
        one, other = (Place(places[at], int(places[at + 1]), int(places[at + 2])) for at in (0, 3))
        pairs.append(ReadPair(folder, story, one, other, same == "1"))
    return pairs


def claim_at(report: PreparedReport, place: Place) -> PreparedClaim | None:
    """Give the claim that covers a place best, if any covers half of it."""

    def shared(claim: PreparedClaim) -> float:
        start, end = claim.claim.content[0].start, claim.claim.content[-1].end
        both = min(end, place.end) - max(start, place.start)
        return both / max(end - start, place.end - place.start)

    best = max(report.claims, key=shared, default=None)
    return best if best is not None and shared(best) >= 0.5 else None


def fit(features: Floats, same: npt.NDArray[np.bool_], ridge: float = RIDGE) -> Floats:
    """Give weights and, last, the bias of a logistic regression, by Newton's method.

    Features (rows, columns) are put on one scale first, so that ``ridge`` means the same for each.
    """
    mean, scale = features.mean(0), features.std(0)
    scale[scale == 0] = 1.0
    rows = np.c_[(features - mean) / scale, np.ones(len(features))]
    penalty = np.diag([*[ridge] * features.shape[1], 1e-6])
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - same) + penalty @ weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + penalty
        weights = weights - np.linalg.solve(bend, slope)
    plain = weights[:-1] / scale
    return np.append(plain, weights[-1] - plain @ mean)


def chances(features: Floats, weights: Floats) -> Floats:
    """Give the probability of one proposition for each row."""
    odds: Floats = features @ weights[:-1] + weights[-1]
    return 1 / (1 + np.exp(-odds))


def write_model(path: Path, names: Sequence[str], fitted: Floats) -> None:
    """Write what ``fit`` gave, each weight under its name."""
    *weights, bias = fitted.tolist()
    model = {
        "bias": round(bias, 4),
        "weights": {name: round(w, 4) for name, w in zip(names, weights, strict=True)},
    }
    path.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def held_out(
    features: Floats,
    same: npt.NDArray[np.bool_],
    stories: list[str],
    ridge: float = RIDGE,
    beside: tuple[Floats, npt.NDArray[np.bool_], list[str]] | None = None,
) -> Floats:
    """Give each row's probability by a model that has seen no pair of its story.

    Rows ``beside`` these teach, too, but for those of its story.
    """
    rows, labels, names = features, same, stories
    if beside is not None:
        rows, labels = np.r_[rows, beside[0]], np.r_[labels, beside[1]]
        names = [*stories, *beside[2]]
    fold = np.array([zlib.crc32(story.encode()) % FOLDS for story in names])
    found = np.zeros(len(same))
    for number in range(FOLDS):
        seen, own = fold != number, fold[: len(same)] == number
        found[own] = chances(features[own], fit(rows[seen], labels[seen], ridge))
    return found


def reports_of(
    places: Iterable[tuple[str, Place]], corpora: Path
) -> dict[str, dict[str, PreparedReport]]:
    """Read the articles of places, each in a folder of ``corpora``: by folder and article id."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for folder, place in places:
        wanted[folder].add(place.article_id)
    reader, reports = Reader(), {}
    for folder, ids in sorted(wanted.items()):
        articles = articles_in(corpora / folder)
        read = reader.extracts([articles[each] for each in sorted(ids)])
        reports[folder] = {report.article_id: PreparedReport(report) for report in read}
    return reports


def table(pairs: list[ReadPair], corpora: Path) -> tuple[Floats, npt.NDArray[np.bool_], list[str]]:
    """Give evidence, label and story of each pair that can be found and compared."""
    places = [(pair.folder, place) for pair in pairs for place in (pair.one, pair.other)]
    reports = reports_of(places, corpora)
    rows, same, stories = [], [], []
    for pair in pairs:
        one, other = (
            claim_at(reports[pair.folder][place.article_id], place)
            for place in (pair.one, pair.other)
        )
        evidence = evidence_of(one, other) if one and other else None
        if evidence is not None:
            rows.append(evidence)
            same.append(pair.same)
            stories.append(pair.story)
    return np.array(rows, float), np.array(same), stories


def main(corpora: Path, output: Path = MODEL) -> None:
    """Fit, say how well stories not seen are told, and write the model."""
    pairs = read_pairs()
    features, same, stories = table(pairs, corpora)
    told = held_out(features, same, stories) >= SAME_FROM / 1000
    print(f"{len(pairs)} pairs, {len(same)} compared, {int(same.sum())} of them one proposition")
    print(f"held out: precision {same[told].mean():.3f}, recall {told[same].mean():.3f}")
    write_model(output, EVIDENCE, fit(features, same))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:3]))
