"""What holds of a shard for years, whatever comes: time leaps, articles change, go and come again.

Stories close, are reopened, bridged, repaired, split and removed for good in these streams: the
model that the clusterer asks answers as if by chance, but the same question always alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.logic import make_logic
from agents.deduplication.pair_features import Floats
from agents.deduplication.shard import Shard, ShardLogic
from streams.article import Article
from streams.enriched_article import EnrichedArticle, Tick, Withdrawal
from streams.settings import Settings
from streams.story import Story, StoryStatus
from streams.story_folding import fold
from streams.story_update import StoryUpdate, UpdateKind
from tests.shards.disk import Disk

Record = EnrichedArticle | Withdrawal | Tick

START = datetime(2026, 3, 10, 8, tzinfo=UTC)
DAY_S = 86_400.0
FERRY = (
    "A ferry with 214 people aboard ran aground off Brandt Island on Tuesday, the coast guard "
    "said. Rescue boats took the passengers of the Marisol to Port Alder."
)
FERRY_TOO = (
    "The ferry Marisol struck rocks near Brandt Island in a gale, and 214 passengers had to be "
    "brought to Port Alder by rescue boats, the coast guard said."
)
FIRE = (
    "Firefighters brought a blaze at the Alder paper mill under control on Friday after nine "
    "hours. Two workers, Jon Pell and Rita Osk, were treated for smoke."
)
FIRE_TOO = (
    "Nine hours after it broke out, the fire at the paper mill in Alder was out on Friday; Rita "
    "Osk and Jon Pell, who work there, had breathed smoke."
)
TEXTS = (FERRY, FERRY_TOO, FIRE, FIRE_TOO, f"{FERRY} {FIRE}", f"{FIRE_TOO} {FERRY_TOO}")
"""Some hold others, so that reports of several texts are copies."""
SENTENCES = (
    "The ferry Marisol ran aground off Brandt Island on Tuesday with 214 people aboard.",
    "A gale drove Marisol on to rocks, the coast guard said.",
    "Rescue boats brought 214 passengers of the Marisol from Brandt Island to Port Alder.",
    "Firefighters worked nine hours at the paper mill in Alder.",
    "Jon Pell and Rita Osk, who work at the Alder mill, breathed smoke on Tuesday.",
    "Nobody in Port Alder had seen so many rescue boats.",
)
DAYS = st.sampled_from([0, 1, 3, 8, 30])


class Whimsical:
    """A model whose answers have no rhyme or reason, so that everything happens often."""

    def pair_odds(self, pairs: Floats) -> Floats:
        """Give log-odds from -3 to 3."""
        return 6 * _wild(pairs) - 3

    def probabilities(self, features: Floats) -> Floats:
        """Give chances from 0 to 1, most of them high: else stories stay small."""
        chances: Floats = np.sqrt(_wild(features))
        return chances


def _wild(rows: Floats) -> Floats:
    """Give the places of the sum of a row that nobody looks at.

    Not the last ones: whoever has the reports in another order adds up to others.
    """
    sums = (np.round(rows.astype(np.float64), 2) * 37).sum(axis=1).round(1)
    wild: Floats = (sums * 0.618 % 1).astype(np.float32)
    return wild


@dataclass(frozen=True)
class Stream:
    """Batches of what comes, each some days after the one before; and the shard's settings."""

    logic: ShardLogic
    batches: tuple[tuple[Record, ...], ...]


@st.composite
def logics(draw: st.DrawFn) -> ShardLogic:
    """Make a shard's logic that forgets soon and has no likings."""
    config = ClustererConfig(
        window=draw(st.sampled_from([1, 3])) * DAY_S,
        grace=draw(st.sampled_from([1, 20])) * DAY_S,
        bridge=0.3,
        bridge_likeness=0.05,
        repair_likeness=0.05,
        repair_gain=0.05,
        split_contrast=draw(st.sampled_from([-20.0, 1.5])),
    )
    clusterer = Clusterer(config, Whimsical())
    logic = make_logic(Settings(retention_days=draw(st.sampled_from([2, 12, 40]))))
    return replace(logic, clusterer=clusterer)


@st.composite
def streams(draw: st.DrawFn) -> Stream:
    """Make a stream of few articles that come, change, are withdrawn and come again."""
    at, batches = START, []
    for days in draw(st.lists(DAYS, min_size=3, max_size=12)):
        at += timedelta(days=days)
        batch = []
        for _ in range(draw(st.integers(1, 3))):
            at += timedelta(minutes=draw(st.sampled_from([1, 10])))
            batch.append(draw(records(at)))
        batches.append(tuple(batch))
    return Stream(draw(logics()), tuple(batches))


@st.composite
def records(draw: st.DrawFn, at: datetime) -> Record:
    """Make one record: an article most of the time."""
    name = draw(st.sampled_from("abcdefgh"))
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return Tick(at=at)
    if kind == 1:
        return Withdrawal(article_id=name, received=at)
    anew = st.permutations(SENTENCES).map(lambda told: " ".join(told[:3]))
    text = draw(st.sampled_from(TEXTS) | anew)
    outlet = draw(st.sampled_from(["x.example", "y.example"]))
    title = text.split(".", maxsplit=1)[0]
    article = Article(id=name, title=title, text=text, outlet=outlet, published=at)
    return EnrichedArticle(article=article, language="en", received=at, enriched=False)


def handle(shard: Shard, stream: Stream, batch: int) -> None:
    """Let a shard process a batch: its offsets go on from those of the batches before."""
    first = sum(map(len, stream.batches[:batch]))
    for offset, record in enumerate(stream.batches[batch], first):
        shard.handle(offset, record)


def built(stream: Stream, disk: Disk) -> Shard:
    """Build a shard from what has been written."""
    return Shard(stream.logic, disk, list(disk.rows.items()))


def folded(updates: Iterable[StoryUpdate]) -> dict[str, Story]:
    """Fold as a consumer does."""
    stories: dict[str, Story | None] = {}
    for update in updates:
        stories[update.story_id] = fold(stories.get(update.story_id), update)
    return {story_id: story for story_id, story in stories.items() if story is not None}


@given(streams())
@settings(max_examples=80, derandomize=True, deadline=None)
def test_every_article_stands_in_one_story_and_both_readers_see_the_same(stream: Stream) -> None:
    """What came and was not withdrawn stands once; updates fold to the newest records."""
    disk = Disk()
    shard = built(stream, disk)
    for batch, records_ in enumerate(stream.batches):
        handle(shard, stream, batch)
        disk.flush(shard)
        standing = [report.article_id for story in disk.read() for report in story.reports]
        last = {
            record.article.id if isinstance(record, EnrichedArticle) else record.article_id: record
            for record in records_
            if not isinstance(record, Tick)
        }

        assert len(standing) == len(set(standing))
        for name, record in last.items():
            assert (name in standing) == isinstance(record, EnrichedArticle)
        assert folded(disk.updates) == {story.story_id: story for story in disk.read()}


@given(streams())
@settings(max_examples=60, derandomize=True, deadline=None)
def test_a_shard_built_from_its_rows_is_the_one_that_wrote_them(stream: Stream) -> None:
    """After every batch another worker may take over: all comes to the same end."""
    calm, disk = Disk(), Disk()
    one = built(stream, calm)
    for batch in range(len(stream.batches)):
        handle(one, stream, batch)
        calm.flush(one)
        other = built(stream, disk)
        handle(other, stream, batch)
        disk.flush(other)

        assert disk.stories == calm.stories
        assert disk.rows == calm.rows


@given(streams(), st.data())
@settings(max_examples=60, derandomize=True, deadline=None)
def test_a_crash_after_any_write_changes_nothing(stream: Stream, data: st.DataObject) -> None:
    """Also where stories are removed for good in the batch: all comes to the same end."""
    calm, disk = Disk(), Disk()
    crashing = data.draw(st.integers(0, len(stream.batches) - 1))
    one, other = built(stream, calm), built(stream, disk)
    for batch in range(len(stream.batches)):
        handle(one, stream, batch)
        calm.flush(one)
        handle(other, stream, batch)
        if batch == crashing:
            disk.flush(other, data.draw(st.integers(0, calm.written)))
            other = built(stream, disk)
            handle(other, stream, batch)
        disk.flush(other)

    assert disk.stories == calm.stories
    assert versions(disk) == versions(calm)


@given(streams(), st.data())
@settings(max_examples=40, derandomize=True, deadline=None)
def test_a_crash_after_each_write_of_a_batch_changes_nothing(
    stream: Stream, data: st.DataObject
) -> None:
    """Each of them, in one batch: also where it removes stories, and however it ends."""
    calm = Disk()
    one = built(stream, calm)
    crashing = data.draw(st.integers(0, len(stream.batches) - 1))
    for batch in range(crashing):
        handle(one, stream, batch)
        calm.flush(one)
    before = calm.copy()
    handle(one, stream, crashing)
    calm.flush(one)
    for written in range(calm.written + 1):
        disk = before.copy()
        other = built(stream, disk)
        handle(other, stream, crashing)
        disk.flush(other, written)
        other = built(stream, disk)
        handle(other, stream, crashing)
        disk.flush(other)

        assert disk.stories == calm.stories
        assert versions(disk) == versions(calm)


def versions(disk: Disk) -> set[tuple[str, int]]:
    """Give story and version of every update; some came twice."""
    return {(update.story_id, update.version) for update in disk.updates}


def test_the_streams_hold_what_they_are_for() -> None:
    """Stories close, reopen, are bridged, split and removed, or the laws say little."""
    seen: set[UpdateKind] = set()
    statuses: set[StoryStatus] = set()
    signals: set[str] = set()

    @given(streams())
    @settings(max_examples=80, derandomize=True, deadline=None)
    def collect(stream: Stream) -> None:
        disk = Disk()
        shard = built(stream, disk)
        for batch in range(len(stream.batches)):
            handle(shard, stream, batch)
            disk.flush(shard)
        seen.update(update.kind for update in disk.updates)
        for story in disk.read():
            statuses.add(story.status)
            signals.update(*(report.match.signals for report in story.reports))

    collect()

    assert seen == set(UpdateKind)
    assert StoryStatus.MERGED in statuses
    assert "first report to show that there are two events" in signals
