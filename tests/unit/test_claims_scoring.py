"""Claims are scored like the public figures."""

import pytest

from agents.evaluation.claims import ClaimScores, Labelled, labelled_of, score_claims
from streams.enriched_article import Claim, ClaimKind, Span, Speaker

TEXT = "Mayor Ann Lee said the old bridge would be closed on Monday for three weeks of work."
CONTENT = (19, 83)


def a_claim(start: int, end: int, speaker: tuple[int, int] | None = (6, 13)) -> Claim:
    """Make a claim of a part of the text."""
    return Claim(
        kind=ClaimKind.REPORTED,
        text=TEXT[start:end],
        content=(Span(start, end),),
        speaker=None if speaker is None else Speaker(start=speaker[0], end=speaker[1]),
    )


LABEL = Labelled(content=(CONTENT,), source=((0, 13),), indirect=True)


def test_the_exact_claim_scores_full() -> None:
    """All measures are 1 for what was labelled."""
    scores = score_claims(TEXT, [a_claim(*CONTENT)], [LABEL])

    assert scores.content_03.f1 == scores.content_08.f1 == scores.content_08_mutual.f1 == 1
    assert scores.speaker == scores.indirect_recall == 1


@pytest.mark.parametrize(
    ("end", "loose", "strict"), [(83, 1, 1), (60, 1, 0), (37, 1, 0), (29, 0, 0)]
)
def test_a_claim_counts_from_the_share_it_covers(end: int, loose: int, strict: int) -> None:
    """Three tenths and eight tenths of the words are the two bars."""
    scores = score_claims(TEXT, [a_claim(19, end)], [LABEL])

    assert (scores.content_03.matched, scores.content_08.matched) == (loose, strict)


def test_a_label_is_matched_once() -> None:
    """The same claim twice is one hit and one miss."""
    scores = score_claims(TEXT, [a_claim(*CONTENT), a_claim(*CONTENT)], [LABEL])

    assert scores.content_03.precision == pytest.approx(0.5)
    assert scores.content_03.recall == 1


def test_a_claim_far_too_long_fails_the_mutual_measure() -> None:
    """Covering a label by claiming everything is seen by the mutual measure."""
    label = Labelled(content=((19, 33),), source=(), indirect=True)

    scores = score_claims(TEXT, [a_claim(0, len(TEXT), None)], [label])

    assert scores.content_08.matched == 1
    assert scores.content_03_mutual.matched == 0


def test_a_wrong_or_missing_speaker_is_wrong() -> None:
    """Somebody must be named where the label names somebody, and nobody where it does not."""
    nobody = Labelled(content=(CONTENT,), source=(), indirect=True)

    assert score_claims(TEXT, [a_claim(*CONTENT, (45, 52))], [LABEL]).speaker == 0
    assert score_claims(TEXT, [a_claim(*CONTENT, None)], [LABEL]).speaker == 0
    assert score_claims(TEXT, [a_claim(*CONTENT)], [nobody]).speaker == 0
    assert score_claims(TEXT, [a_claim(*CONTENT, None)], [nobody]).speaker == 1


def test_a_speaker_that_only_touches_the_source_is_wrong() -> None:
    """The strict figure wants the head; the loose one any overlap."""
    scores = score_claims(TEXT, [a_claim(*CONTENT, (0, 5))], [LABEL])

    assert (scores.speaker, scores.speaker_overlap) == (0, 1)


def test_statements_do_not_count_as_attributions() -> None:
    """What nobody is quoted for is neither hit nor miss."""
    statement = Claim(kind=ClaimKind.STATEMENT, text=TEXT, content=(Span(0, len(TEXT)),))

    assert score_claims(TEXT, [statement], []).content_03.found == 0


def test_nothing_found_or_labelled_scores_zero_without_failing() -> None:
    """Empty documents are documents."""
    assert score_claims("", [], []).as_json()["content_03"]["f1"] == 0
    assert ClaimScores().speaker == 0


def test_scores_add_up_over_documents() -> None:
    """Two documents weigh by their counts."""
    good = score_claims(TEXT, [a_claim(*CONTENT)], [LABEL])
    bad = score_claims(TEXT, [], [LABEL])

    both = good + bad

    assert both.documents == 2
    assert both.content_03.recall == pytest.approx(0.5)


def test_labels_are_read_with_one_or_several_spans() -> None:
    """Both forms of the public files are read."""
    record = {"attributions": [{"content": [1, 5], "source": None, "type": "direct"}]}

    assert labelled_of(record) == [Labelled(((1, 5),), (), indirect=False)]
