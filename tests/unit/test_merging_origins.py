"""Origins: copies and families count once, whatever they copy and own."""

from datetime import UTC, datetime, timedelta

from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.origins import origins_of
from streams.story import Match

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def a_member(name: str, minute: int, copy_of: str | None = None) -> Member:
    """Make a report received at a minute."""
    report = ReportExtract(
        article_id=name,
        outlet=name,
        language="en",
        received=NOON + timedelta(minutes=minute),
        digest="",
    )
    return Member(report=report, match=Match(score=1.0), copy_of=copy_of)


def test_own_reports_of_two_families_are_two_origins() -> None:
    """Each is its own origin."""
    members = [a_member("a", 0), a_member("b", 1)]

    assert origins_of(members, {"a": "A", "b": "B"}) == {"a": "a", "b": "b"}


def test_reports_of_one_family_are_one_origin() -> None:
    """Named after the earliest of them."""
    members = [a_member("a", 1), a_member("b", 0)]

    assert origins_of(members, {"a": "House", "b": "House"}) == {"a": "b", "b": "b"}


def test_copies_are_of_the_origin_they_copy() -> None:
    """Through a chain of copies, and not of the family that prints them."""
    members = [a_member("agency", 0), a_member("x", 1, "agency"), a_member("y", 2, "x")]
    families = {"agency": "Agency", "x": "X", "y": "Y"}

    assert set(origins_of(members, families).values()) == {"agency"}


def test_two_papers_with_one_agency_text_stay_independent_in_their_own() -> None:
    """Printing the same agency does not make the papers' own reports one origin."""
    members = [
        a_member("agency", 0),
        a_member("x1", 1, "agency"),
        a_member("y1", 2, "agency"),
        a_member("x2", 3),
        a_member("y2", 4),
    ]
    families = {"agency": "Agency", "x1": "X", "x2": "X", "y1": "Y", "y2": "Y"}

    origins = origins_of(members, families)
    assert origins["x2"] != origins["y2"]
    assert len(set(origins.values())) == 3


def test_copies_of_a_text_that_is_gone_are_one_origin() -> None:
    """A withdrawn original leaves its copies together."""
    members = [a_member("x", 1, "gone"), a_member("y", 0, "gone")]

    assert set(origins_of(members, {"x": "X", "y": "Y"}).values()) == {"y"}


def test_copies_in_a_ring_end() -> None:
    """Two reports that are each other's copies are one origin, not an endless loop."""
    members = [a_member("x", 0, "y"), a_member("y", 1, "x")]

    assert len(set(origins_of(members, {"x": "X", "y": "Y"}).values())) == 1
