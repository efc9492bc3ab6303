"""A shard: what it writes for a stream of articles; a crash at any point changes nothing."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from agents.deduplication.loader import LAYOUT
from agents.deduplication.logic import make_logic
from agents.deduplication.rows import CLOCK_KEY, ClockRow, ReportRow, story_id_of, story_key
from agents.deduplication.shard import Shard
from streams.article import Article
from streams.enriched_article import EnrichedArticle, Tick, Withdrawal
from streams.errors import StateMismatch
from streams.settings import Settings
from streams.story import Role, Story, StoryStatus
from streams.story_folding import fold
from streams.story_update import StoryUpdate, UpdateKind
from tests.shards.disk import Disk

LOGIC = make_logic(Settings())
START = datetime(2026, 3, 10, 8, tzinfo=UTC)

FERRY = (
    "A ferry with 214 people aboard ran aground off Brandt Island on Tuesday, the coast guard "
    "said. Rescue boats took the passengers of the Marisol to Port Alder. The captain of the "
    "Marisol told the harbor office that the steering had failed in a gale off Brandt Island."
)
FERRY_TOO = (
    "The ferry Marisol struck rocks near Brandt Island in a gale, and 214 passengers had to be "
    "brought to Port Alder by rescue boats. Its steering failed, the captain told the coast guard, "
    "according to the harbor office in Port Alder."
)
BANK = (
    "The Kelmar National Bank raised its key rate by half a point to 4.25 percent on Tuesday, its "
    "governor Irena Solt said. Inflation in Kelmar reached 6.1 percent in February, and the krone "
    "had lost a tenth of its value since the autumn."
)


def new_shard(disk: Disk) -> Shard:
    return Shard(LOGIC, disk, list(disk.rows.items()))


def an_article(
    article_id: str, text: str, minutes: int = 0, title: str = "", outlet: str | None = None
) -> EnrichedArticle:
    at = START + timedelta(minutes=minutes)
    article = Article(
        id=article_id,
        title=title or text.split(".", maxsplit=1)[0],
        text=text,
        outlet=outlet or f"{article_id}.example",
        published=at,
    )
    return EnrichedArticle(article=article, language="en", received=at, enriched=False)


def a_stream() -> list[EnrichedArticle | Withdrawal | Tick]:
    """Two events by several outlets, with a copy, an update, a withdrawal and a redelivery."""
    return [
        an_article("a", FERRY, 0),
        an_article("b", BANK, 1),
        an_article("c", FERRY_TOO, 2),
        an_article("d", FERRY, 3),
        an_article("a", FERRY + " Two people were hurt.", 4),
        an_article("b", BANK, 5),
        Withdrawal(article_id="c", received=START + timedelta(minutes=6)),
        an_article("e", BANK.replace("half a point", "50 basis points"), 7),
        Tick(at=START + timedelta(days=8)),
        an_article("f", FERRY_TOO, 60 * 24 * 8 + 5),
        Withdrawal(article_id="b", received=START + timedelta(days=8, minutes=6)),
        Withdrawal(article_id="e", received=START + timedelta(days=8, minutes=7)),
    ]


def play(disk: Disk, inputs: Iterable[EnrichedArticle | Withdrawal | Tick]) -> None:
    shard = new_shard(disk)
    for offset, record in enumerate(inputs):
        shard.handle(offset, record)
        disk.flush(shard)


@pytest.fixture
def undisturbed() -> Disk:
    disk = Disk()
    play(disk, a_stream())
    return disk


def folded(updates: Iterable[StoryUpdate]) -> dict[str, Story]:
    """Fold as a consumer does."""
    stories: dict[str, Story | None] = {}
    for update in updates:
        stories[update.story_id] = fold(stories.get(update.story_id), update)
    return {story_id: story for story_id, story in stories.items() if story is not None}


def test_reports_of_one_event_become_one_story() -> None:
    """Two outlets' own words on one event share a story; another event has its own."""
    disk = Disk()

    play(disk, a_stream()[:3])

    sizes = sorted(len(story.reports) for story in disk.read())
    assert sizes == [1, 2]


def test_the_same_article_again_changes_nothing() -> None:
    """Redelivery and repeated publication leave every byte as it is."""
    once, twice = Disk(), Disk()

    play(once, a_stream()[:4])
    play(twice, [*a_stream()[:4], *a_stream()[:4]])

    assert twice.stories == once.stories
    assert twice.updates == once.updates


def test_a_changed_text_updates_its_report() -> None:
    """An update keeps its place and is marked as one."""
    disk = Disk()

    play(disk, a_stream()[:5])

    report = next(r for s in disk.read() for r in s.reports if r.article_id == "a")
    assert report.role is Role.UPDATE
    assert disk.updates[-1].kind is UpdateKind.UPDATED


def test_a_withdrawn_article_is_in_no_story(undisturbed: Disk) -> None:
    """After its withdrawal nothing of an article is left in any record."""
    articles = {r.article_id for story in undisturbed.read() for r in story.reports}

    assert articles == {"a", "d", "f"}


def test_a_story_that_lost_all_reports_is_removed(undisturbed: Disk) -> None:
    """The last withdrawal removes the story, with a record that says so."""
    removed = [story for story in undisturbed.read() if story.status is StoryStatus.REMOVED]

    assert len(removed) == 1
    assert removed[0].reports == ()


def test_a_silent_story_closes_and_a_late_report_reopens_it(undisturbed: Disk) -> None:
    """Eight days of silence close a story; a report within the grace opens it again."""
    kinds = [update.kind for update in undisturbed.updates]

    assert UpdateKind.CLOSED in kinds
    assert UpdateKind.REOPENED in kinds


def test_versions_grow_by_one(undisturbed: Disk) -> None:
    """Every story's updates are numbered 1, 2, 3 and so on."""
    numbers: dict[str, list[int]] = {}
    for update in undisturbed.updates:
        numbers.setdefault(update.story_id, []).append(update.version)

    assert all(each == list(range(1, len(each) + 1)) for each in numbers.values())


def test_folded_updates_equal_the_newest_records(undisturbed: Disk) -> None:
    """Who folds all updates has the same stories as who reads the newest records."""
    newest = {story.story_id: story for story in undisturbed.read()}

    assert folded(undisturbed.updates) == newest


@pytest.mark.parametrize("batch", [1, 4])
def test_a_crash_between_any_two_writes_changes_nothing(undisturbed: Disk, batch: int) -> None:
    """Whichever write of a batch was the last, the redelivered batch leads to the same stories."""
    stream = list(enumerate(a_stream()))
    for crash in range(0, len(stream), batch):
        writes_left, only = True, 0
        while writes_left:
            disk = Disk()
            shard = new_shard(disk)
            for start in range(0, len(stream), batch):
                for offset, record in stream[start : start + batch]:
                    shard.handle(offset, record)
                if start == crash:
                    disk.flush(shard, only)
                    writes_left = only < disk.written
                    shard = new_shard(disk)
                    for offset, record in stream[start : start + batch]:
                        shard.handle(offset, record)
                disk.flush(shard)

            assert disk.stories == undisturbed.stories, (crash, batch, only)
            assert folded(disk.updates) == folded(undisturbed.updates), (crash, batch, only)
            only += 1


def test_a_late_write_of_a_worker_that_was_replaced_is_not_believed() -> None:
    """An old row of a story that overwrites a newer one is mended from the reports' rows."""
    disk, calm = Disk(), Disk()
    shard = new_shard(disk)
    for offset, record in enumerate(a_stream()[:3]):
        shard.handle(offset, record)
        disk.flush(shard)
        if offset == 0:
            stale = ReportRow.from_bytes(disk.rows[b"report/a"]).stories
    disk.rows |= {story_key(story_id): row.to_bytes() for story_id, row in stale.items()}
    shard = new_shard(disk)
    for offset, record in list(enumerate(a_stream()))[3:]:
        shard.handle(offset, record)
        disk.flush(shard)

    play(calm, a_stream())

    assert disk.stories == calm.stories


def test_rows_of_another_layout_are_refused() -> None:
    """State whose parts were made by another version is not touched, and the mend is named."""
    disk = Disk()
    play(disk, a_stream()[:3])
    foreign = ClockRow(0.0, 0.0, {**LAYOUT, "signature": 99})
    disk.rows[CLOCK_KEY] = foreign.to_bytes()

    with pytest.raises(StateMismatch, match=r"signature version 99.*replaying news.articles"):
        new_shard(disk)


def test_after_the_retention_nothing_is_left() -> None:
    """A story long silent is removed for good: no record, no row."""
    disk = Disk()

    withdrawal = Withdrawal(article_id="c", received=START + timedelta(minutes=6))
    play(disk, [*a_stream()[:3], withdrawal, Tick(at=START + timedelta(days=400))])

    assert disk.stories == {}
    assert list(disk.rows) == [CLOCK_KEY]
    assert Counter(u.kind for u in disk.updates)[UpdateKind.REMOVED] == 2


@pytest.mark.parametrize("retention_days", [3, 100])
def test_a_report_that_is_like_a_removed_story_opens_a_new_one(retention_days: int) -> None:
    """The clusterer may remember a story for longer than its record is kept, open or closed."""
    disk = Disk()
    shard = Shard(make_logic(Settings(retention_days=retention_days)), disk)
    late = retention_days + 1
    stream: list[EnrichedArticle | Tick] = [
        an_article("a", FERRY, 0),
        Tick(at=START + timedelta(days=late)),
        an_article("b", FERRY_TOO, int(60 * 24 * late) + 5),
    ]

    for offset, record in enumerate(stream):
        shard.handle(offset, record)
        disk.flush(shard)

    assert [[each.article_id for each in story.reports] for story in disk.read()] == [["b"]]
    kinds = [update.kind for update in disk.updates]
    assert kinds[-2:] == [UpdateKind.REMOVED, UpdateKind.OPENED]


LONG_AFTER = Tick(at=START + timedelta(days=400))


@pytest.mark.parametrize(
    "last_batch",
    [[LONG_AFTER], [LONG_AFTER, an_article("b", BANK, 60 * 24 * 400)]],
    ids=["removed", "and its article comes again"],
)
def test_a_crash_while_stories_are_removed_for_good_changes_nothing(
    last_batch: list[EnrichedArticle | Withdrawal | Tick],
) -> None:
    """Whichever write was the last: no record stays for ever, and none is removed unsaid."""
    stream: list[EnrichedArticle | Withdrawal | Tick] = [
        *(an_article(name, text, 1) for name, text in (("a", FERRY), ("c", FERRY_TOO))),
        an_article("b", BANK, 2),
        Withdrawal(article_id="b", received=START + timedelta(minutes=3)),
    ]

    def after(*last_writes: int | None) -> Disk:
        """Give what stands after the batch was begun so often, and cut off so."""
        disk = Disk()
        play(disk, stream)
        for only in last_writes:
            shard = new_shard(disk)
            for offset, record in enumerate(last_batch, len(stream)):
                shard.handle(offset, record)
            disk.flush(shard, only)
        return disk

    calm = after(None)
    for only in range(calm.written):
        disk = after(only, None)

        assert disk.stories.keys() == calm.stories.keys(), only
        assert {story_id_of(key) for key in disk.rows} - {None} <= disk.stories.keys(), only
        removed = {u.story_id for u in disk.updates if u.kind is UpdateKind.REMOVED}
        assert removed == {u.story_id for u in calm.updates if u.kind is UpdateKind.REMOVED}, only


def test_a_story_whose_only_report_came_again_as_another_is_still_known() -> None:
    """The report's row tells of its new story only; the old one is removed in its time."""
    disk = Disk()
    withdrawal = Withdrawal(article_id="a", received=START + timedelta(minutes=1))
    play(disk, [an_article("a", FERRY), withdrawal, an_article("a", BANK, 2)])

    shard = new_shard(disk)
    shard.handle(3, Tick(at=START + timedelta(days=400)))
    disk.flush(shard)

    assert disk.stories == {}
    assert Counter(u.kind for u in disk.updates)[UpdateKind.REMOVED] == 2


def test_an_update_opens_no_closed_story() -> None:
    """Only a further report does; then it is said, whether or not the worker was restarted."""
    for restarted in (True, False):
        disk = Disk()
        shard = new_shard(disk)
        days = 60 * 24 * 8
        stream: list[EnrichedArticle | Tick] = [
            an_article("a", FERRY),
            Tick(at=START + timedelta(days=8)),
            an_article("a", f"{FERRY} Two people were hurt.", days + 5),
            an_article("c", FERRY_TOO, days + 10),
        ]
        for offset, record in enumerate(stream):
            shard = new_shard(disk) if restarted else shard
            shard.handle(offset, record)
            disk.flush(shard)

        kinds = [update.kind.value for update in disk.updates]
        assert kinds == ["opened", "closed", "updated", "reopened"]


def test_a_story_whose_late_reports_are_withdrawn_is_closed_whatever_crashes() -> None:
    """Its first report is too old to be remembered, but the story is still active."""
    disk, day = Disk(), 60 * 24
    late = START + timedelta(days=128)
    stream: list[EnrichedArticle | Withdrawal | Tick] = [
        an_article("a", FERRY),
        an_article("b", FERRY_TOO, 125 * day),
        Tick(at=late - timedelta(minutes=10)),
        Withdrawal(article_id="b", received=late),
    ]
    for offset, record in enumerate(stream):
        shard = new_shard(disk)
        shard.handle(offset, record)
        disk.flush(shard, 1 if record is stream[-1] else None)

    shard = new_shard(disk)
    shard.handle(len(stream) - 1, stream[-1])
    disk.flush(shard)

    (story,) = disk.read()
    assert story.status is StoryStatus.CLOSED
    assert [report.article_id for report in story.reports] == ["a"]


def test_a_reports_row_tells_of_no_story_that_merely_closed_before_it_came() -> None:
    """Else it would tell of it for ever, and that story would stand up again after its removal."""
    disk = Disk()
    shard = new_shard(disk)
    days = 60 * 24 * 8
    for offset, record in enumerate(
        (an_article("a", FERRY), an_article("b", BANK, days), an_article("c", BANK, days + 1))
    ):
        shard.handle(offset, record)
    disk.flush(shard)

    rows = {name: ReportRow.from_bytes(disk.rows[f"report/{name}".encode()]) for name in "bc"}
    assert all(row.stories.keys() == {row.story_id} for row in rows.values())


def test_the_smallest_record_allowed_holds_any_two_reports() -> None:
    """Whatever is left out, the earliest report and the representative one stay: they must fit."""
    smallest = Settings.model_fields["story_max_bytes"].metadata[0].ge
    logic = make_logic(Settings(story_max_bytes=smallest))
    disk = Disk()
    shard = Shard(logic, disk)

    for number, character in enumerate("\U0001f600\x01\x02"):
        article = Article(
            id=f"{number}" + "\U0001f600" * 1000,
            url=character * 10_000,
            title=character * 10_000,
            text=FERRY,
            outlet=f"{number}" + character * 499,
        )
        record = EnrichedArticle(article=article, language="en", received=START, enriched=False)
        shard.handle(number, record)
        disk.flush(shard)

    assert [story.counts.articles for story in disk.read()] == [3]
    assert all(len(raw) <= smallest for raw in disk.stories.values())
