"""A story's life as consumers see it: whoever folds the updates has what the newest records say."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import numpy as np
import pytest

from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.join_model import shipped_model
from agents.deduplication.logic import make_logic
from agents.deduplication.pair_features import PAIR_FEATURES, Floats
from agents.deduplication.shard import Shard, ShardLogic
from streams.article import Article
from streams.codec import decode_story
from streams.enriched_article import EnrichedArticle, Tick, Withdrawal
from streams.settings import Settings
from streams.story import Role, Story, StoryStatus
from streams.story_folding import fold
from streams.story_update import StoryUpdate, UpdateKind
from tests.shards.disk import Disk

Key = TypeVar("Key", bytes, str)
START = datetime(2026, 3, 10, 8, tzinfo=UTC)
ALIKE = 0.2
DYKE = (
    "A dyke broke on the Aldra on Tuesday and flooded the old quarter of Brenmoor. Soldiers filled "
    "sandbags along the river, and mayor Ruth Ellery asked 400 people to leave their houses."
)
DYKE_TOO = (
    "The old quarter of Brenmoor was flooded on Tuesday when the Aldra broke a dyke. Mayor Ruth "
    "Ellery told 400 people to leave, and soldiers are filling sandbags along the river."
)


FIRE = (
    "Firefighters brought a blaze at the Alder paper mill under control on Friday after nine "
    "hours. Two workers, Jon Pell and Rita Osk, were treated for smoke."
)
FIRE_TOO = (
    "Nine hours after it broke out, the fire at the paper mill in Alder was out on Friday; Rita "
    "Osk and Jon Pell, who work there, were treated for smoke."
)


class _Told:
    """A model that is told what to say: whether a report belongs to every story or to none."""

    def __init__(self) -> None:
        self.belongs = False

    def pair_odds(self, pairs: Floats) -> Floats:
        """Give odds for reports that are rather alike, against others."""
        alike = pairs[:, PAIR_FEATURES.index("body")] > ALIKE
        return np.where(alike, 3, -3).astype(np.float32)

    def probabilities(self, features: Floats) -> Floats:
        """Give certainty for each row, or none."""
        return features[:, 0] * 0 + float(self.belongs)


def a_logic(model: _Told, config: ClustererConfig) -> ShardLogic:
    """Make a shard's logic that asks a model."""
    clusterer = Clusterer(config, shipped_model())
    clusterer.judge.model = model
    return replace(make_logic(Settings()), clusterer=clusterer)


class Life:
    """A shard, the newest record of each story that it wrote, and what its updates fold to."""

    def __init__(self, config: ClustererConfig | None = None) -> None:
        self.model = _Told()
        logic = a_logic(self.model, config or ClustererConfig())
        self.rows: dict[bytes, bytes] = {}
        self.newest: dict[str, bytes] = {}
        self.folded: dict[str, Story | None] = {}
        self.updates: list[StoryUpdate] = []
        self._shard = Shard(logic, self)
        self._taken = 0

    def row(self, key: bytes) -> bytes | None:
        """Give a row as it was written."""
        return self.rows.get(key)

    def story(self, story_id: str) -> bytes | None:
        """Give a story as it was written."""
        return self.newest.get(story_id)

    def take(self, record: EnrichedArticle | Withdrawal | Tick) -> None:
        """Let a record come; then both kinds of readers must see the same."""
        self._shard.handle(self._taken, record)
        self._taken += 1
        writes = self._shard.take_writes()
        _write(self.rows, writes.rows)
        _write(self.newest, writes.stories.items())
        _write(self.rows, writes.last_rows)
        for update in writes.updates:
            self.updates.append(update)
            before = self.folded.get(update.story_id)
            self.folded[update.story_id] = fold(before, update)
        assert self.read() == {key: story for key, story in self.folded.items() if story}

    def read(self) -> dict[str, Story]:
        """Give the newest records that a reader of the compacted topic has, but for removed ones.

        Their last update says that they are gone.
        """
        stories = (decode_story(raw) for raw in self.newest.values())
        return {one.story_id: one for one in stories if one.status is not StoryStatus.REMOVED}


def _write(target: dict[Key, bytes], changes: Iterable[tuple[Key, bytes | None]]) -> None:
    """Write as a compacted topic does: nothing under a key removes it."""
    for key, value in changes:
        if value is None:
            target.pop(key, None)
        else:
            target[key] = value


def an_article(name: str, text: str, minutes: int, title: str = "") -> EnrichedArticle:
    """Make an article of an outlet of its own."""
    at = START + timedelta(minutes=minutes)
    article = Article(
        id=name, title=title or f"Dyke {name}", text=text, outlet=f"{name}.example", published=at
    )
    return EnrichedArticle(article=article, language="en", received=at, enriched=False)


@pytest.fixture
def life() -> Life:
    """Let two outlets' stories turn out to be one."""
    life = Life()
    life.take(an_article("a", DYKE, 0))
    life.take(an_article("b", DYKE_TOO, 5))
    life.model.belongs = True
    life.take(an_article("c", f"{DYKE} {DYKE_TOO}", 9))
    return life


def test_of_two_stories_that_are_one_the_older_survives(life: Life) -> None:
    """The survivor names the other among its previous ids, and the other points to it."""
    survivor, other = sorted(life.read().values(), key=lambda story: story.status.value)

    assert (other.status, other.merged_into) == (StoryStatus.MERGED, survivor.story_id)
    assert (other.reports, other.claims, other.conflicts) == ((), (), ())
    assert survivor.previous_ids == (other.story_id,)
    assert [report.article_id for report in survivor.reports] == ["a", "b", "c"]
    assert [update.kind for update in life.updates[-2:]] == [UpdateKind.BRIDGED] * 2


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("CORRECTED: dyke breaks", Role.CORRECTION),
        ("Corrections: an earlier report", Role.CORRECTION),
        ("Dyke breaks at the Department of Correction", Role.UPDATE),
        ("Political correctness and the dyke", Role.UPDATE),
        ("Correctional officers fill sandbags", Role.UPDATE),
    ],
)
def test_a_report_is_corrected_if_it_says_so(life: Life, title: str, role: Role) -> None:
    """A prison or a manner of speaking corrects nothing."""
    life.take(an_article("a", f"{DYKE} Two men drowned.", 20, title))

    roles = {
        report.article_id: report.role for one in life.read().values() for report in one.reports
    }
    assert roles["a"] is role


def test_every_step_of_a_life_reaches_both_kinds_of_readers(life: Life) -> None:
    """Update, correction, withdrawal, close, reopening and removal; each take compares them."""
    life.take(an_article("a", f"{DYKE} Two men drowned.", 20))
    life.take(an_article("b", f"{DYKE_TOO} Nobody drowned.", 25, "Correction: dyke breaks"))
    (story,) = (one for one in life.read().values() if one.reports)
    assert {report.article_id: report.role for report in story.reports} == {
        "a": Role.UPDATE,
        "b": Role.CORRECTION,
        "c": Role.COPY,
    }

    life.take(Withdrawal(article_id="c", received=START + timedelta(minutes=30)))
    life.take(Tick(at=START + timedelta(days=8)))
    life.take(an_article("d", DYKE, 60 * 24 * 8 + 9))
    life.take(Tick(at=START + timedelta(days=400)))

    kinds = [update.kind for update in life.updates if update.story_id == story.story_id]
    joined = kinds.index(UpdateKind.BRIDGED)
    assert kinds[joined + 1 :] == [
        UpdateKind.UPDATED,
        UpdateKind.UPDATED,
        UpdateKind.WITHDRAWN,
        UpdateKind.CLOSED,
        UpdateKind.REOPENED,
        UpdateKind.CLOSED,
        UpdateKind.REMOVED,
    ]
    assert life.newest == {}


LOOSE = ClustererConfig(least_likeness=-1.0)
MIXED = [
    an_article(name, text, minutes, "News of the day")
    for minutes, (name, text) in enumerate(
        # A copy of another text joins whatever the model says, and splits no story.
        {"a": DYKE, "b": FIRE, "c": DYKE_TOO, "d": FIRE, "e": FIRE_TOO}.items()
    )
]
"""Reports of two events; a model that thinks that all belongs together puts them into one story."""


def test_a_story_of_two_events_becomes_two_for_both_kinds_of_readers() -> None:
    """One version each: the new story opens, the old one loses reports, these join the new one."""
    life = Life(LOOSE)
    life.model.belongs = True
    for article in MIXED:
        life.take(article)

    kept, opened = sorted(life.read().values(), key=lambda story: story.first_seen)
    assert [report.article_id for report in kept.reports] == ["a", "c"]
    assert [report.article_id for report in opened.reports] == ["b", "d", "e"]
    assert (kept.status, opened.status) == (StoryStatus.ACTIVE, StoryStatus.ACTIVE)
    last = [(update.story_id, update.kind, update.version) for update in life.updates[-3:]]
    assert last == [
        (opened.story_id, UpdateKind.OPENED, 1),
        (kept.story_id, UpdateKind.UPDATED, 5),
        (opened.story_id, UpdateKind.JOINED, 2),
    ]
    assert life.updates[-2].articles_removed == ("b", "d")


def test_a_split_that_a_crash_cut_short_is_completed_and_told_alike() -> None:
    """After whichever write: nobody withdrew a report, they moved."""
    model = _Told()
    model.belongs = True
    logic = a_logic(model, LOOSE)
    calm = Disk()
    for offset, article in enumerate(MIXED):
        shard = Shard(logic, calm, list(calm.rows.items()))
        before = calm.copy()
        shard.handle(offset, article)
        calm.flush(shard)

    for written in range(calm.written + 1):
        disk = before.copy()
        for only in (written, None):
            shard = Shard(logic, disk, list(disk.rows.items()))
            shard.handle(len(MIXED) - 1, MIXED[-1])
            disk.flush(shard, only)

        assert disk.stories == calm.stories
        assert set(disk.rows.items()) == set(calm.rows.items())
        told = {(update.story_id, update.version, update.kind) for update in disk.updates}
        assert told == {(update.story_id, update.version, update.kind) for update in calm.updates}
