"""Names are scored strictly, and only where the source says what it covers."""

from __future__ import annotations

import pytest

from agents.evaluation.names import NameRecord, Span, score_names

TEXT = "Ann met Bo in Rome on Monday"
ANN, BO, ROME, MONDAY = (0, 3), (8, 10), (14, 18), (22, 28)


def a_record(
    *spans: tuple[tuple[int, int], str],
    covered: tuple[str, ...] = ("PERSON", "GPE|LOC"),
    masked: tuple[tuple[int, int], ...] = (),
) -> NameRecord:
    """Build a record of the one text."""
    return NameRecord.from_json(
        {
            "text": TEXT,
            "spans": [[*place, label] for place, label in spans],
            "covered": list(covered),
            "masked": [list(place) for place in masked],
        }
    )


def predicted(*spans: tuple[tuple[int, int], str]) -> list[Span]:
    """Build predictions."""
    return [(*place, label) for place, label in spans]


def test_a_span_with_a_wrong_end_is_wrong_twice() -> None:
    """Strict spans: it is spurious, and the labelled one is missed."""
    scores = score_names([a_record((ANN, "PERSON"))], [predicted(((0, 2), "PERSON"))])

    person = scores.labels["PERSON"]
    assert (person.found, person.missed, person.spurious) == (0, 1, 1)


def test_a_label_that_is_not_covered_cannot_be_spurious() -> None:
    """Where dates were not annotated, a predicted date proves nothing."""
    scores = score_names([a_record()], [predicted((MONDAY, "DATE"))])

    assert scores.overall.spurious == 0
    assert "DATE" not in scores.labels


def test_a_span_of_an_uncovered_label_still_counts_for_recall() -> None:
    """It is right where it stands, so finding it can be measured; precision cannot."""
    record = a_record((MONDAY, "DATE"))
    scores = score_names([record, record], [predicted((MONDAY, "DATE")), []])

    date = scores.labels["DATE"]
    assert date.recall == 0.5
    assert date.precision is None
    assert date.f1 is None


def test_what_touches_a_masked_span_is_neither_right_nor_wrong() -> None:
    """The type of a masked span is unknown."""
    scores = score_names([a_record(masked=(BO,))], [predicted((BO, "PERSON"))])

    assert scores.overall.spurious == 0


@pytest.mark.parametrize("label", ["GPE", "LOC", "FAC"])
def test_a_source_of_merged_places_takes_each_kind_of_place(label: str) -> None:
    """A source that writes every place as LOC cannot say which kind it is."""
    scores = score_names([a_record((ROME, "LOC"))], [predicted((ROME, label))])

    assert scores.labels["LOC"].f1 == 1.0
    assert scores.merged.f1 == 1.0


def test_separate_places_are_told_apart_but_merged_in_the_headline_figure() -> None:
    """GPE for LOC is wrong by label and right as a place."""
    record = a_record((ROME, "LOC"), covered=("PERSON", "GPE", "LOC", "FAC"))
    scores = score_names([record], [predicted((ROME, "GPE"))])

    assert scores.labels["LOC"].recall == 0.0
    assert scores.merged.f1 == 1.0


def test_a_number_of_predictions_that_does_not_fit_is_refused() -> None:
    """Scores of the wrong record would be silently wrong."""
    with pytest.raises(ValueError, match="zip"):
        score_names([a_record()], [])


def test_the_figures_come_as_plain_data() -> None:
    """The command prints them as they are."""
    figures = score_names([a_record((ANN, "PERSON"))], [predicted((ANN, "PERSON"))]).as_dict()

    assert (figures["precision"], figures["recall"], figures["f1"]) == (1.0, 1.0, 1.0)
    assert figures["labels"]["PERSON"]["labelled"] == 1
    assert figures["person_org_loc"]["f1"] == 1.0
