"""The books: what went in, what came out, and whether the two agree; pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agents.deduplication.logic import make_logic
from agents.deduplication.shard import Shard
from streams.codec import (
    decode_article,
    decode_key,
    decode_shard_input,
    decode_story,
    decode_story_update,
)
from streams.errors import InvalidRecord
from streams.received import Received
from streams.rejection import Rejection
from streams.settings import Settings
from streams.story import Story, StoryStatus
from streams.story_folding import fold
from streams.story_update import StoryUpdate
from tests.shards.disk import Disk

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Topics:
    """All records of a run, each topic's partitions in their order."""

    articles: Sequence[Received]
    enriched: Sequence[Received]
    stories: Sequence[Received]
    updates: Sequence[Received]
    rejected: Sequence[Received]


@dataclass(frozen=True, slots=True)
class Account:
    """The outcome: counts to print, and every disagreement in one sentence."""

    counts: Mapping[str, int]
    faults: tuple[str, ...]


def audit(topics: Topics, *, against_undisturbed: bool = True) -> Account:
    """Check the books of a finished run.

    Args:
        topics: all that is on the broker, once nothing waits any more.
        against_undisturbed: also run the shards' inputs through fresh shards, and compare.
    """
    accepted, refused = expected(topics.articles)
    newest = newest_stories(topics.stories)
    stories = {story_id: decode_story(raw) for story_id, raw in newest.items()}
    updates = [decode_story_update(each.value or b"") for each in topics.updates]
    faults = [
        *_membership_faults(accepted, stories.values()),
        *_rejection_faults(refused, topics.rejected),
        *_version_faults(updates),
        *_folding_faults(updates, stories),
    ]
    if against_undisturbed:
        faults += _undisturbed_faults(topics.enriched, newest)
    counts = {
        "published": len(topics.articles),
        "accepted": len(accepted),
        "rejected": len(refused),
        "rejected twice": len(topics.rejected) - len(refused),
        "enriched": len(topics.enriched),
        "stories": sum(story.status is StoryStatus.ACTIVE for story in stories.values()),
        "merged": sum(story.status is StoryStatus.MERGED for story in stories.values()),
        "updates": len(updates),
        "updates sent twice": len(updates) - len({(u.story_id, u.version) for u in updates}),
    }
    return Account(counts, tuple(faults))


def expected(articles: Iterable[Received]) -> tuple[set[str], set[tuple[str, int, int]]]:
    """Say which article ids must be in a story, and which records must be on the rejected topic."""
    accepted: set[str] = set()
    refused: set[tuple[str, int, int]] = set()
    for record in articles:
        try:
            if record.value is None:
                accepted.discard(decode_key(record.key) or "")
            else:
                accepted.add(decode_article(record.value, record.key).id)
        except InvalidRecord:
            refused.add((record.topic, record.partition, record.offset))
    return accepted, refused


def newest_stories(records: Iterable[Received]) -> dict[str, bytes]:
    """Give what a reader of the compacted topic has in the end."""
    newest: dict[str, bytes] = {}
    for record in records:
        story_id = (record.key or b"").decode()
        newest.pop(story_id, None)
        if record.value is not None:
            newest[story_id] = record.value
    return newest


def _membership_faults(accepted: set[str], stories: Iterable[Story]) -> list[str]:
    held = Counter(
        report.article_id
        for story in stories
        if story.status in {StoryStatus.ACTIVE, StoryStatus.CLOSED}
        for report in story.reports
    )
    twice = sorted(article for article, times in held.items() if times > 1)
    return [
        *_fault("accepted articles are in no story", sorted(accepted - held.keys())),
        *_fault("articles are in several stories", twice),
        *_fault("articles in stories were never accepted", sorted(held.keys() - accepted)),
    ]


def _rejection_faults(refused: set[tuple[str, int, int]], records: Iterable[Received]) -> list[str]:
    found = [Rejection.from_headers(each.key, each.value, each.headers) for each in records]
    places = {(each.topic, each.partition, each.offset) for each in found}
    return [
        *_fault("unusable records are not on the rejected topic", sorted(refused - places)),
        *_fault("usable records were rejected", sorted(places - refused)),
    ]


def _version_faults(updates: Iterable[StoryUpdate]) -> list[str]:
    reached: dict[str, int] = defaultdict(int)
    jumps = []
    for update in updates:
        if update.version > reached[update.story_id] + 1:
            jumps.append(f"{update.story_id} {reached[update.story_id]} -> {update.version}")
        reached[update.story_id] = max(reached[update.story_id], update.version)
    return _fault("versions do not grow by one", jumps)


def _folding_faults(updates: Iterable[StoryUpdate], stories: Mapping[str, Story]) -> list[str]:
    folded: dict[str, Story | None] = {}
    unfoldable = []
    for update in updates:
        try:
            folded[update.story_id] = fold(folded.get(update.story_id), update)
        except InvalidRecord as error:
            unfoldable.append(str(error))
    standing = {story_id: story for story_id, story in folded.items() if story is not None}
    differ = sorted(
        story_id
        for story_id in standing.keys() | stories.keys()
        if standing.get(story_id) != stories.get(story_id)
    )
    return [
        *_fault("updates cannot be folded", unfoldable),
        *_fault("folded updates differ from the newest story", differ),
    ]


def undisturbed(enriched: Iterable[Received], batch: int = 64) -> dict[str, bytes]:
    """Give the stories of shards that read the same records in the same order, in peace."""
    logic = make_logic(Settings())
    by_partition: dict[int, list[Received]] = defaultdict(list)
    for record in enriched:
        by_partition[record.partition].append(record)
    stories: dict[str, bytes] = {}
    for _, records in sorted(by_partition.items()):
        memory = Disk()
        shard = Shard(logic, memory)
        for number, record in enumerate(records, 1):
            shard.handle(record.offset, decode_shard_input(record.value or b""))
            if number % batch == 0:
                memory.flush(shard)
        memory.flush(shard)
        stories |= memory.stories
    return stories


def _undisturbed_faults(enriched: Iterable[Received], newest: Mapping[str, bytes]) -> list[str]:
    calm = undisturbed(enriched)
    differ = sorted(
        story_id
        for story_id in calm.keys() | newest.keys()
        if calm.get(story_id) != newest.get(story_id)
    )
    return _fault("stories differ from those of an undisturbed run", differ)


def _fault(what: str, cases: Sequence[object]) -> list[str]:
    if not cases:
        return []
    shown = ", ".join(str(case) for case in cases[:_SHOWN])
    return [f"{len(cases)} {what}: {shown}{' …' if len(cases) > _SHOWN else ''}"]
