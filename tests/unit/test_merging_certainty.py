"""Certainty: what tells that two claims that differ contradict each other, and what it weighs."""

import pytest

from agents.deduplication.merging.certainty import (
    SIGNS,
    CertaintyModel,
    Signs,
    Told,
    certainty,
    shipped_certainty,
    signs_of,
)
from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.prepared import PreparedReport
from streams.enriched_article import Claim, Figure, Span
from streams.record import to_utc
from streams.story import ConflictKind


def a_report(name: str, *claims: Claim) -> PreparedReport:
    """Make a report of claims."""
    return PreparedReport(
        ReportExtract(
            article_id=name,
            outlet=name,
            language="en",
            received=to_utc("2026-02-06T12:00:00Z"),
            digest="",
            claims=claims,
        )
    )


def a_claim(text: str, *figures: Figure, start: int = 0, cue: str | None = None) -> Claim:
    """Make a claim whose lemmas are its words."""
    return Claim(
        kind="statement",
        text=text,
        content=(Span(start, start + len(text)),),
        lemmas=tuple(text.lower().split()),
        figures=figures,
        cue=cue,
    )


def dead(number: int) -> Figure:
    """Count the dead."""
    text = f"{number} people"
    return Figure(value=number, unit="person", aspect="dead", text=text, start=0, end=9)


def first_of(report: PreparedReport, *, counts: bool = True) -> Told:
    """Give a report's first claim as a side, with its figure."""
    claim = report.claims[0]
    return Told(claim, report, claim.measures[0] if counts else None)


def killed(number: int, *more: Claim) -> Told:
    """Make a report that tells first how many a flood killed."""
    text = f"the flood killed {number} people in the old town of Brenmoor"
    return first_of(a_report(f"r{number}", a_claim(text, dead(number)), *more))


def test_signs_do_not_mind_the_order() -> None:
    """Whoever came first contradicts the other as much as he is contradicted."""
    one, other = killed(12), killed(15, a_claim("the valley had seen 12 people die", dead(12)))
    there = signs_of(ConflictKind.FIGURE, one, other)
    back = signs_of(ConflictKind.FIGURE, other, one)

    assert there == pytest.approx(back)
    assert certainty(ConflictKind.FIGURE, one, other) == certainty(ConflictKind.FIGURE, other, one)


def test_figures_alike_but_for_the_number_contradict_each_other() -> None:
    """The same words around two figures leave little doubt."""
    assert certainty(ConflictKind.FIGURE, killed(12), killed(15)) > 900


def test_whoever_tells_both_figures_means_two_things() -> None:
    """A report that has the other's figure, too, is the less a contradiction."""
    before = a_claim("12 people died in the flood of the year before", dead(12), start=900)
    plain = certainty(ConflictKind.FIGURE, killed(12), killed(15))
    both = certainty(ConflictKind.FIGURE, killed(12), killed(15, before))

    assert both < plain


def test_what_the_other_report_knows_tells_the_claims_apart() -> None:
    """A word that only one claim has tells more if the other report uses it elsewhere."""
    one = a_claim("catholic teachers voted for the strike")
    other = a_claim("secondary teachers voted for the strike")
    aware = a_report("b", other, a_claim("the catholic schools stay open", start=500))
    told = first_of(a_report("a", one), counts=False)

    signs = [
        signs_of(ConflictKind.POLARITY, told, first_of(report, counts=False))
        for report in (a_report("b", other), aware)
    ]

    assert signs[0].known_apart == 0 < signs[1].known_apart


def test_a_denial_by_the_cue_is_a_sign() -> None:
    """Who "denied that" denies all of it."""
    text = "the trust paid a ransom to the hackers"
    told = first_of(a_report("a", a_claim(text)), counts=False)
    plain, denied = (
        first_of(a_report("b", a_claim(text, cue=cue)), counts=False) for cue in (None, "denied")
    )

    assert signs_of(ConflictKind.POLARITY, told, plain).cue == 0
    assert signs_of(ConflictKind.POLARITY, told, denied).cue == 1


@pytest.mark.parametrize(
    ("name", "speaks_for"),
    [
        ("known_apart", False),
        ("lead", True),
        ("covering", True),
        ("unsaid", False),
        ("around", True),
        ("before_apart", False),
        ("both_tell", False),
        ("ratio", False),
        ("aspect", True),
        ("cue", True),
    ],
)
def test_what_was_learned_is_what_one_would_think(name: str, speaks_for: bool) -> None:
    """Each sign weighs to the side that a reader would put it on."""
    assert (shipped_certainty().weights[SIGNS.index(name)] > 0) == speaks_for


def test_scores_are_thousandths_of_a_probability() -> None:
    """Odds of one to one are a half, and the extremes stay within bounds."""
    even = CertaintyModel(0.0, tuple(0.0 for _ in SIGNS))

    assert even.score(Signs()) == 500
    assert CertaintyModel(100.0, even.weights).score(Signs()) == 1000


def beside(kind: ConflictKind, *texts: str) -> float:
    """Give how much of the clauses that differ both claims tell."""
    sides = (
        first_of(a_report(str(at), a_claim(text)), counts=False) for at, text in enumerate(texts)
    )
    return signs_of(kind, *sides).beside


def test_a_denial_is_read_beside_the_clause_that_is_denied() -> None:
    """What the rest of a long sentence tells does not matter, what is denied does."""
    long = "Tarn, whose ferries were late in the cold spring, paid the ransom for its computers"
    other = "Tarn had not paid the ransom for its computers"
    of_another = "Tarn had not paid the sailors of its oldest ferry"

    assert beside(ConflictKind.POLARITY, long, other) > 0.4
    assert beside(ConflictKind.POLARITY, long, of_another) == 0
