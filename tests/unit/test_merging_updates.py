"""Updates: one sentence for each thing that can happen to a story."""

from datetime import UTC, datetime, timedelta

from agents.deduplication.merging.assembly import StoryIdentity
from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.merge import merge
from agents.deduplication.merging.updates import describe_removal, describe_update
from streams.story import Match, Role, Story, StoryStatus
from streams.story_update import UpdateKind

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def a_member(number: int, *, copy_of: str | None = None, hour: int = 0) -> Member:
    """Make a report."""
    report = ReportExtract(
        article_id=f"r{number}",
        outlet=f"Outlet {number}",
        title="Dyke breaks",
        language="en",
        received=NOON + timedelta(hours=hour, minutes=number),
        digest=str(hour),
    )
    role = Role.COPY if copy_of else Role.ORIGINAL
    return Member(report=report, match=Match(score=1.0), role=role, copy_of=copy_of)


def story(*members: Member, version: int = 1, **identity: object) -> Story:
    """Merge."""
    return merge(members, StoryIdentity("s", version, **identity))  # type: ignore[arg-type]


def sentence(before: Story | None, after: Story, kind: UpdateKind) -> str:
    """Give what is said of a change."""
    return describe_update(before, after, kind, NOON).sentence


def test_each_step_of_a_life_is_said() -> None:
    """Opened, joined, copied, changed, bridged, closed, reopened, withdrawn and removed."""
    one = story(a_member(1))
    two = story(a_member(1), a_member(2), version=2)
    copied = story(a_member(1), a_member(2), a_member(3, copy_of="r1"), version=3)
    changed = story(a_member(1), a_member(2, hour=5), version=3)
    bridged = story(a_member(1), a_member(2), version=3, previous_ids=("t",))
    closed = story(a_member(1), version=2, status=StoryStatus.CLOSED)

    assert sentence(None, one, UpdateKind.OPENED) == "Outlet 1 opened the story."
    assert sentence(one, two, UpdateKind.JOINED) == (
        "Outlet 2 joined with its own report; now 2 reports of 2 origins."
    )
    assert sentence(two, copied, UpdateKind.JOINED) == "Outlet 3 joined with a copy."
    assert sentence(two, changed, UpdateKind.UPDATED) == "Outlet 2 changed a report."
    assert sentence(two, bridged, UpdateKind.BRIDGED) == "The story took over t; now 2 reports."
    assert sentence(one, closed, UpdateKind.CLOSED) == "The story was closed with 1 report."
    assert sentence(closed, one, UpdateKind.REOPENED) == "The story was reopened with 1 report."
    assert sentence(two, one, UpdateKind.WITHDRAWN) == "Outlet 2 withdrew its report."
    assert describe_removal(one, NOON, "its last report was withdrawn").sentence == (
        "The story was removed: its last report was withdrawn."
    )


def test_reports_that_come_or_leave_together_are_counted() -> None:
    """A story that told two events loses some of its reports to another; readers are told."""
    one = story(a_member(1))
    three = story(a_member(1), a_member(2), a_member(3), version=2)

    assert sentence(one, three, UpdateKind.JOINED) == (
        "Outlet 2, Outlet 3 joined with 2 reports; now 3 reports of 3 origins."
    )
    left = describe_update(three, one, UpdateKind.UPDATED, NOON)
    assert left.sentence == "2 reports left for another story; now 1 report of 1 origin."
    assert left.articles_removed == ("r2", "r3")
    assert left.significant


def test_a_merged_story_points_to_its_survivor() -> None:
    """The sentence says where it went."""
    before = story(a_member(1), a_member(2))
    after = before.model_copy(
        update={"version": 2, "status": StoryStatus.MERGED, "merged_into": "survivor"}
    )

    assert sentence(before, after, UpdateKind.BRIDGED) == "The story was merged into survivor."


def test_a_copy_is_not_significant_and_an_independent_report_is() -> None:
    """Readers want to hear of new origins, not of reprints."""
    one = story(a_member(1))
    copied = story(a_member(1), a_member(2, copy_of="r1"), version=2)
    joined = story(a_member(1), a_member(2), version=2)

    assert not describe_update(one, copied, UpdateKind.JOINED, NOON).significant
    assert describe_update(one, joined, UpdateKind.JOINED, NOON).significant


def test_a_hostile_outlet_stays_one_line() -> None:
    """Control characters of a name do not reach the sentence."""
    member = a_member(1)
    report = member.report.model_copy(update={"outlet": "Bad\n\x1b[2JOutlet"})
    hostile = story(member.model_copy(update={"report": report}))

    assert sentence(None, hostile, UpdateKind.OPENED) == "Bad [2JOutlet opened the story."
