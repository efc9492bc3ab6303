"""Laws that merging obeys whatever the reports: order, redelivery and history do not matter."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.deduplication.merging.assembly import StoryIdentity
from agents.deduplication.merging.extract import EntityUse, ReportExtract
from agents.deduplication.merging.limits import Limits
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.merge import MergedStory, merge
from agents.deduplication.merging.updates import describe_removal, describe_update
from streams.codec import decode_story, decode_story_update, encode
from streams.enriched_article import Claim, Figure, Speaker
from streams.story import Counts, Match, Role, Story, StoryStatus
from streams.story_folding import fold
from streams.story_update import UpdateKind

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
IDENTITY = StoryIdentity("s-1")
LAWS = settings(derandomize=True, max_examples=25, deadline=None)

PEOPLE = ("Craig Faller", "Craig Fuller", "Ruth Ellery", "Oskar Lindahl", "Lindahl")
SENTENCES = (
    "the Aldra river broke a dyke and flooded the town of Brenmoor",
    "a dyke broke on the Aldra and the town of Brenmoor was flooded",
    "soldiers filled sandbags along the river in Brenmoor",
    "the bridge was lost before the power in Brenmoor",
    "the government will not release emergency aid for Brenmoor",
    "the government will release emergency aid for Brenmoor",
)
OUTLETS = ("Harbor Courier", "Anselm Evening Courier", "Northern Wire", "reuters.com", "Gazette")


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Make a claim of a small world, so that reports agree and contradict each other often."""
    sentence = draw(st.sampled_from(SENTENCES))
    dead = draw(st.sampled_from((None, 12, 15)))
    text = f"{dead} people died when {sentence}" if dead else sentence
    start = draw(st.integers(0, 3)) * 100
    speaker = draw(st.sampled_from((None, *PEOPLE)))
    figure = Figure(value=dead or 0, unit="person", aspect="dead", text=str(dead), start=0, end=2)
    return Claim(
        kind=draw(st.sampled_from(("quote", "reported", "statement"))),
        text=text,
        content=((start, start + len(text)),),
        speaker=Speaker(name=speaker, start=0, end=1) if speaker else None,
        figures=(figure,) if dead else (),
        lemmas=tuple(text.lower().split()),
        negated="not" in text,
    )


@st.composite
def members(draw: st.DrawFn, number: int) -> Member:
    """Make a report with a given number in its id."""
    minute = draw(st.integers(0, 5))
    names = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3))
    report = ReportExtract(
        article_id=f"article-{number}",
        title=draw(st.sampled_from(("Dyke breaks at Brenmoor", "Toll rises in Kelmar", None))),
        outlet=draw(st.sampled_from(OUTLETS)),
        language="en",
        published=draw(st.sampled_from((None, NOON + timedelta(minutes=minute)))),
        received=NOON + timedelta(minutes=draw(st.integers(0, 5))),
        lead="A dyke broke.",
        digest=str(number),
        entities=tuple(
            EntityUse(type="PERSON", name=name, title="Mayor", mentions=1, forms=(name,))
            for name in names
        ),
        claims=tuple(draw(st.lists(claims(), max_size=5))),
        pipeline="english 1",
    )
    copy_of = draw(st.sampled_from((None, None, "article-0", "article-2", "elsewhere")))
    if copy_of == report.article_id:
        copy_of = None
    role = Role.COPY if copy_of else Role.ORIGINAL
    return Member(report=report, match=Match(score=1.0), role=role, copy_of=copy_of)


@st.composite
def stories(draw: st.DrawFn, least: int = 1, most: int = 6) -> list[Member]:
    """Make the reports of one story."""
    return [draw(members(number)) for number in range(draw(st.integers(least, most)))]


@given(reports=stories(), data=st.data())
@LAWS
def test_merging_is_commutative(reports: list[Member], data: st.DataObject) -> None:
    """Reports give the same record, to the byte, in whatever order they are merged."""
    shuffled = data.draw(st.permutations(reports))
    merged = MergedStory()
    for member in shuffled:
        merged.put(member)

    assert encode(merged.record(IDENTITY)) == encode(merge(reports, IDENTITY))


@given(reports=stories(least=2), data=st.data())
@LAWS
def test_merging_is_associative(reports: list[Member], data: st.DataObject) -> None:
    """The union of two merged sets is the merge of the union, wherever they were split."""
    split = data.draw(st.integers(0, len(reports)))
    left, right = MergedStory(), MergedStory()
    for side, part in ((left, reports[:split]), (right, reports[split:])):
        for member in part:
            side.put(member)
    for member in right.members:
        left.put(member)

    assert left.record(IDENTITY) == merge(reports, IDENTITY)


@given(reports=stories(), data=st.data())
@LAWS
def test_merging_is_idempotent(reports: list[Member], data: st.DataObject) -> None:
    """A report that comes again changes nothing."""
    again = data.draw(st.lists(st.sampled_from(reports), max_size=4))
    merged = MergedStory()
    for member in [*reports, *again]:
        merged.put(member)

    assert merged.record(IDENTITY) == merge(reports, IDENTITY)


@given(reports=stories(least=2), data=st.data())
@LAWS
def test_reports_taken_out_leave_no_trace(reports: list[Member], data: st.DataObject) -> None:
    """A record depends on the reports that are in, not on those that were."""
    gone = data.draw(st.integers(1, len(reports) - 1))
    merged = MergedStory()
    for member in data.draw(st.permutations(reports)):
        merged.put(member)
        merged.record(IDENTITY)
    for member in reports[:gone]:
        merged.take_out(member.article_id)

    assert merged.record(IDENTITY) == merge(reports[gone:], IDENTITY)


@given(reports=stories(least=2), data=st.data())
@LAWS
def test_a_changed_report_replaces_the_former(reports: list[Member], data: st.DataObject) -> None:
    """An update of an article is merged as if its former text had never been."""
    changed = data.draw(members(0))
    merged = MergedStory()
    for member in [*reports, changed]:
        merged.put(member)

    assert merged.record(IDENTITY) == merge([changed, *reports[1:]], IDENTITY)


@given(reports=stories(most=8), data=st.data())
@LAWS
def test_folding_all_updates_gives_the_compacted_story(
    reports: list[Member], data: st.DataObject
) -> None:
    """Who folds the updates and who reads the compacted topic see the same, a whole life long."""
    compacted: Story | None = None
    folded: Story | None = None
    merged = MergedStory()
    steps = [(UpdateKind.JOINED, member) for member in reports]
    steps += [(UpdateKind.UPDATED, data.draw(members(0))), (UpdateKind.WITHDRAWN, reports[-1])]
    if len(reports) == 1:
        steps.pop()
    for version, (kind, member) in enumerate(steps, start=1):
        if kind is UpdateKind.WITHDRAWN:
            merged.take_out(member.article_id)
        else:
            merged.put(member)
        after = merged.record(StoryIdentity("s-1", version))
        update = decode_story_update(encode(describe_update(compacted, after, kind, NOON)))
        compacted = decode_story(encode(after))
        folded = fold(fold(folded, update), update)

        assert folded is not None
        assert encode(folded) == encode(compacted)


@given(reports=stories())
@LAWS
def test_the_last_updates_of_a_story_fold_too(reports: list[Member]) -> None:
    """Close, bridge and removal reach a reader of the updates as they reach one of the table."""
    opened = merge(reports, IDENTITY)
    closed = merge(reports, StoryIdentity("s-1", 2, StoryStatus.CLOSED))
    moved = Story(
        story_id="s-1",
        version=3,
        status=StoryStatus.MERGED,
        merged_into="s-0",
        language=closed.language,
        first_seen=closed.first_seen,
        last_seen=closed.last_seen,
        counts=Counts(articles=0, copies=0, outlets=0, publisher_families=0, origins=0),
    )
    updates = [
        describe_update(None, opened, UpdateKind.OPENED, NOON),
        describe_update(opened, closed, UpdateKind.CLOSED, NOON),
        describe_update(closed, moved, UpdateKind.BRIDGED, NOON),
    ]
    folded: Story | None = None
    for update in updates:
        folded = fold(folded, decode_story_update(encode(update)))

    assert folded == decode_story(encode(moved))
    assert fold(folded, describe_removal(moved, NOON, "its time is over")) is None


@given(reports=stories(), size=st.integers(2_000, 12_000))
@LAWS
def test_a_record_keeps_its_size_and_says_what_is_left_out(
    reports: list[Member], size: int
) -> None:
    """A record never exceeds its limit; whatever is left out of a list is counted."""
    whole = merge(reports, IDENTITY)
    try:
        story = merge(reports, IDENTITY, limits=Limits(max_bytes=size))
    except ValueError as too_small:
        pytest.skip(str(too_small))

    assert len(encode(story)) <= size
    assert story.counts == whole.counts
    assert len(story.claims) + story.claims_omitted == len(whole.claims)
    assert len(story.reports) + story.reports_omitted == len(whole.reports)


@given(reports=stories())
@LAWS
def test_every_line_can_be_traced(reports: list[Member]) -> None:
    """Every support, side and origin names a report of the story, every rival a claim of it."""
    story = merge(reports, IDENTITY)
    articles = {report.article_id for report in story.reports}
    names = {claim.claim_id for claim in story.claims}

    assert {support.article_id for claim in story.claims for support in claim.support} <= articles
    assert {report.origin for report in story.reports} <= articles
    assert {other for claim in story.claims for other in claim.differs_from} <= names
    for conflict in story.conflicts:
        for side in conflict.sides:
            assert side.article_ids
            assert set(side.article_ids) <= articles
            assert set(side.claim_ids) <= names


def test_records_do_not_depend_on_the_hash_seed() -> None:
    """Two processes with different hash seeds write the same bytes."""
    program = (
        "import sys; sys.path.insert(0, 'tests/unit'); from test_laws_of_merging import *\n"
        "from hypothesis import find\n"
        "reports = [Member(report=ReportExtract(article_id=str(i), outlet=OUTLETS[i % 5],"
        " language='en', received=NOON, digest='', title='Toll rises', claims=[Claim(kind='quote',"
        " text=s, content=[(0, 9)], lemmas=s.split(), speaker=Speaker(name=PEOPLE[i % 5], start=0,"
        " end=1)) for s in SENTENCES], entities=[EntityUse(type='PERSON', name=p, title='Mayor',"
        " mentions=1) for p in PEOPLE[i % 5:i % 5 + 1]]), match=Match(score=1))"
        " for i in range(9)]\n"
        "sys.stdout.buffer.write(encode(merge(reports, IDENTITY)))"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(written) == 1
