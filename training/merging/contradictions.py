"""Learn which differences are contradictions.

``python -m training.merging.contradictions STORIES``, which holds the folders of stories that
``read_conflicts.tsv`` names. Each of its lines is two claims that differ, by article and place in
the text (and the two figures), and what a reader found: 1 for a contradiction, t for a true
difference not worth showing, 0 for none. ``--holdout FOLDER`` fits without the stories of a folder
and says how it does on them; the model is written otherwise.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from agents.deduplication.merging import certainty, claim_conflicts, figure_conflicts
from agents.deduplication.merging.certainty import CERTAIN_FROM, SIGNS, Signs, Told, signs_of
from streams.story import ConflictKind
from training.merging.fit import (
    Place,
    chances,
    claim_at,
    fit,
    held_out,
    read_pairs,
    reports_of,
    write_model,
)
from training.merging.planted import planted_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from agents.deduplication.merging.figures import Measure
    from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
    from training.merging.fit import Floats

READ: Final = Path(__file__).with_name("read_conflicts.tsv")
MODEL: Final = Path(certainty.__file__).with_name("certainty.json")
RIDGE: Final = 4.0
_SEED: Final = 3


@dataclass(frozen=True, slots=True)
class ReadConflict:
    """Two claims of one story that differ, the two figures if it is these, and what was found."""

    folder: str
    story: str
    kind: ConflictKind
    places: tuple[Place, Place]
    figures: tuple[str, str]
    verdict: str


def read_conflicts(path: Path = READ) -> list[ReadConflict]:
    """Read labelled differences, after a heading line."""
    read = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        folder, story, kind, *sides, verdict = line.split("\t")
        one, other = (Place(sides[at], int(sides[at + 1]), int(sides[at + 2])) for at in (0, 4))
        figures = sides[3], sides[7]
        read.append(ReadConflict(folder, story, ConflictKind(kind), (one, other), figures, verdict))
    return read


def figure_of(measure: Measure) -> str:
    """Give a figure as it is kept: its one or lower bound.

    >>> from agents.deduplication.merging.figures import Measure
    >>> figure_of(Measure("person", "person", "dead", 12.0, float("inf"), False, "at least 12"))
    '12'
    """
    return f"{measure.low if abs(measure.low) < float('inf') else measure.high:.12g}"


def signs_in(read: ReadConflict, reports: Mapping[str, PreparedReport]) -> Signs | None:
    """Give the signs of what was read, or nothing where the product would not compare the two."""
    found = [claim_at(reports[place.article_id], place) for place in read.places]
    claims = [claim for claim in found if claim is not None]
    if len(claims) != len(found):
        return None
    sides = [reports[place.article_id] for place in read.places]
    if read.kind is not ConflictKind.FIGURE:
        if not claim_conflicts.can_contradict(read.kind, *claims):
            return None
        return signs_of(read.kind, *map(Told, claims, sides))
    measures = _measures(read.figures, claims)
    if measures is None:
        return None
    return signs_of(read.kind, *map(Told, claims, sides, measures))


def _measures(
    figures: tuple[str, str], claims: Sequence[PreparedClaim]
) -> tuple[Measure, Measure] | None:
    one, other = claims
    for a in one.measures:
        for b in other.measures:
            if (figure_of(a), figure_of(b)) == figures and figure_conflicts.can_contradict(
                one, a, other, b
            ):
                return a, b
    return None


def table(
    read: Sequence[ReadConflict], corpora: Path
) -> tuple[Floats, npt.NDArray[np.bool_], list[ReadConflict]]:
    """Give signs, label (a trifle differs truly, too) and row of all that can be compared."""
    reports = reports_of([(row.folder, place) for row in read for place in row.places], corpora)
    signs = [signs_in(row, reports[row.folder]) for row in read]
    kept = [row for row, found in zip(read, signs, strict=True) if found is not None]
    features = np.array([found for found in signs if found is not None], float)
    return features, np.array([row.verdict != "0" for row in kept]), kept


def planted(corpora: Path) -> tuple[Floats, npt.NDArray[np.bool_], list[str]]:
    """Give signs, label and story of contradictions that are planted in read pairs of claims."""
    chance = random.Random(_SEED)  # noqa: S311 (the same ones whenever the model is learned)
    pairs = read_pairs()
    places = [(pair.folder, place) for pair in pairs for place in (pair.one, pair.other)]
    reports = reports_of(places, corpora)
    signs, same, stories = [], [], []
    for pair in pairs:
        for own, its in ((pair.one, pair.other), (pair.other, pair.one)):
            report, other = (reports[pair.folder][place.article_id] for place in (own, its))
            one, altered = claim_at(report, own), claim_at(other, its)
            if one is None or altered is None:
                continue
            found = list(planted_in(one, report, altered, other.extract, chance))
            signs += found
            same += [pair.same] * len(found)
            stories += [pair.story] * len(found)
    return np.array(signs, float), np.array(same), stories


def marked(features: Floats, *, planted: bool) -> Floats:
    """Add a column, the last, that says whether rows are planted.

    >>> marked(np.zeros((1, 2)), planted=True).tolist()
    [[0.0, 0.0, 1.0]]
    """
    rows: Floats = np.c_[features, np.full(len(features), float(planted))]
    return rows


def report(found: Floats, real: npt.NDArray[np.bool_], rows: Sequence[ReadConflict]) -> None:
    """Print what share of those shown is real, and what share of the real ones is shown."""
    kinds = np.array([row.kind.value for row in rows])
    shown = found >= CERTAIN_FROM / 1000
    for kind in (*sorted(set(kinds)), "all"):
        of_kind = (kinds == kind) | (kind == "all")
        both = int((shown & real & of_kind).sum())
        print(
            f"{kind}: {int(of_kind.sum())} read, {int((real & of_kind).sum())} real; "
            f"shown {int((shown & of_kind).sum())}, real {both}"
        )


def main() -> None:
    """Fit, say how well stories not seen are told, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--output", type=Path, default=MODEL)
    parser.add_argument("--holdout", metavar="FOLDER")
    options = parser.parse_args()
    features, real, rows = table(read_conflicts(), options.corpora)
    features = marked(features, planted=False)
    signs, labels, stories = planted(options.corpora)
    signs = marked(signs, planted=True)
    if options.holdout:
        out = np.array([row.folder == options.holdout for row in rows])
        kept = [row for row in rows if row.folder == options.holdout]
        apart = ~np.isin(stories, [row.story for row in kept])
        weights = fit(np.r_[features[~out], signs[apart]], np.r_[real[~out], labels[apart]], RIDGE)
        report(chances(features[out], weights), real[out], kept)
        return
    print(f"planted: {len(labels)}, {int(labels.sum())} of them contradictions")
    print("stories held out, in folds:")
    names = [row.story for row in rows]
    report(held_out(features, real, names, RIDGE, (signs, labels, stories)), real, rows)
    weights = fit(np.r_[features, signs], np.r_[real, labels], RIDGE)
    write_model(options.output, SIGNS, np.delete(weights, len(SIGNS)))


if __name__ == "__main__":
    main()
