"""Score names against labelled records: strict spans, honest about what a source covers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MERGED = ("PERSON", "ORG", "LOC")
PLACES = frozenset({"GPE", "LOC", "FAC"})

Span = tuple[int, int, str]


@dataclass(frozen=True)
class NameRecord:
    """A labelled text; ``covered`` are the labels whose absence is meaningful in it.

    ``places`` are the labels that the source writes as LOC ("GPE|LOC" in ``covered``).
    """

    text: str
    spans: frozenset[Span]
    masked: tuple[tuple[int, int], ...]
    covered: frozenset[str]
    places: frozenset[str]

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> NameRecord:
        """Read one decoded line of the names format.

        Raises:
            KeyError: ``text``, ``spans`` or ``covered`` is missing.

        """
        covered, places = set[str](), set[str]()
        for entry in record["covered"]:
            alternatives = entry.split("|")
            covered.add("LOC" if len(alternatives) > 1 else entry)
            places |= set(alternatives) if len(alternatives) > 1 else set()
        spans = (
            (start, end, "LOC" if label in places else label)
            for start, end, label in record["spans"]
        )
        masked = tuple((start, end) for start, end in record.get("masked", ()))
        return cls(record["text"], frozenset(spans), masked, frozenset(covered), frozenset(places))


@dataclass
class LabelScore:
    """Counts of one label.

    Precision counts only records that cover the label; recall counts every labelled span.
    ``precision`` and ``f1`` are None where no record covers the label.
    """

    found: int = 0
    missed: int = 0
    spurious: int = 0
    found_where_covered: int = 0
    covered: bool = False

    @property
    def precision(self) -> float | None:
        """Share of the predictions that are right, in [0, 1]."""
        if not self.covered:
            return None
        predicted = self.found_where_covered + self.spurious
        return self.found_where_covered / predicted if predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the labelled spans that were found exactly, in [0, 1]."""
        labelled = self.found + self.missed
        return self.found / labelled if labelled else 0.0

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, in [0, 1]."""
        if self.precision is None:
            return None
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float | int | None]:
        """Give the figures as plain data, rounded to four places."""
        return {
            "precision": _rounded(self.precision),
            "recall": _rounded(self.recall),
            "f1": _rounded(self.f1),
            "labelled": self.found + self.missed,
            "predicted": self.found_where_covered + self.spurious,
        }


@dataclass
class NameScores:
    """What ``score_names`` measured; ``overall`` counts covered labels only."""

    records: int = 0
    overall: LabelScore = field(default_factory=lambda: LabelScore(covered=True))
    merged: LabelScore = field(default_factory=lambda: LabelScore(covered=True))
    labels: dict[str, LabelScore] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Give the figures as plain data: overall ones at the top, then per label.

        ``person_org_loc`` is PERSON, ORG and one merged place label together.
        """
        return {
            "records": self.records,
            **self.overall.as_dict(),
            "person_org_loc": self.merged.as_dict(),
            "labels": {name: self.labels[name].as_dict() for name in sorted(self.labels)},
        }


def score_names(records: Iterable[NameRecord], predictions: Iterable[Sequence[Span]]) -> NameScores:
    """Compare predicted spans, one sequence per record, with the labelled ones.

    A span counts only with both ends and the label exact. Predictions that touch a masked span
    and predictions of labels that the record does not cover are neither right nor wrong. Where a
    source writes all places as LOC, GPE and LOC count as one, and FAC counts where it matches.

    Raises:
        ValueError: there are more records than predictions, or fewer.

    >>> record = NameRecord.from_json(
    ...     {"text": "Ann met Bo in Rome", "spans": [[0, 3, "PERSON"], [8, 10, "PERSON"],
    ...      [14, 18, "LOC"]], "covered": ["PERSON", "GPE|LOC"]})
    >>> scores = score_names([record], [[(0, 3, "PERSON"), (14, 18, "GPE")]])
    >>> scores.overall.precision, round(scores.overall.recall, 2)
    (1.0, 0.67)
    """
    scores = NameScores()
    for record, predicted in zip(records, predictions, strict=True):
        scores.records += 1
        _count_labels(record, _comparable(record, predicted, record.places), scores)
        _count_merged(record, predicted, scores.merged)
    return scores


def _comparable(
    record: NameRecord, predicted: Sequence[Span], places: frozenset[str]
) -> frozenset[Span]:
    """Drop what touches a masked span; write places as the source does."""
    renamed = set[Span]()
    for start, end, label in predicted:
        if any(
            start < masked_end and masked_start < end for masked_start, masked_end in record.masked
        ):
            continue
        as_place = (start, end, "LOC")
        building = bool(places) and label == "FAC" and as_place in record.spans
        renamed.add(as_place if label in places or building else (start, end, label))
    return frozenset(renamed)


def _count_labels(record: NameRecord, predicted: frozenset[Span], scores: NameScores) -> None:
    for name in record.covered:
        scores.labels.setdefault(name, LabelScore()).covered = True
    found = Counter(label for _, _, label in record.spans & predicted)
    missed = Counter(label for _, _, label in record.spans - predicted)
    spurious = Counter(label for _, _, label in predicted - record.spans)
    for name in sorted({*found, *missed, *spurious}):
        covered = name in record.covered
        if not covered and not found[name] and not missed[name]:
            continue
        targets = [scores.labels.setdefault(name, LabelScore())]
        targets += [scores.overall] if covered else []
        for target in targets:
            target.found += found[name]
            target.missed += missed[name]
            if covered:
                target.found_where_covered += found[name]
                target.spurious += spurious[name]


def _count_merged(record: NameRecord, predicted: Sequence[Span], score: LabelScore) -> None:
    """Count PERSON, ORG and all places as LOC, where the record covers them."""
    covered = {"LOC" if label in PLACES else label for label in record.covered}
    wanted = {label for label in MERGED if label in covered}
    labelled = {_merged(span) for span in record.spans}
    merged = {_merged(span) for span in _comparable(record, predicted, frozenset())}
    uncertain = {
        (start, end, "LOC")
        for start, end, label in predicted
        if label == "FAC" and "FAC" not in record.covered | record.places
    }
    merged -= uncertain - labelled
    labelled = {span for span in labelled if span[2] in wanted}
    merged = {span for span in merged if span[2] in wanted}
    score.found += len(labelled & merged)
    score.found_where_covered += len(labelled & merged)
    score.missed += len(labelled - merged)
    score.spurious += len(merged - labelled)


def _merged(span: Span) -> Span:
    start, end, label = span
    return (start, end, "LOC" if label in PLACES else label)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
