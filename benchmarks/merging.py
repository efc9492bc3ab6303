"""How long one more report takes in a story of 500, and how large its update and record are.

python benchmarks/merging.py [reports]
"""

import random
import statistics
import sys
from datetime import UTC, datetime, timedelta
from time import process_time

from agents.deduplication.merging.assembly import StoryIdentity
from agents.deduplication.merging.extract import EntityUse, ReportExtract
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.merge import MergedStory, merge
from agents.deduplication.merging.updates import describe_update
from streams.codec import encode
from streams.enriched_article import Claim, Speaker
from streams.story import Match, Role, Story
from streams.story_update import UpdateKind

START = datetime(2026, 3, 10, 6, tzinfo=UTC)
CLAIMS = 15
PROPOSITIONS = 400
VOCABULARY = 3_000
COPIES = 0.4
LAST = 20


def a_story(reports: int) -> list[Member]:
    """Make reports that draw their claims from one event's propositions, the main ones often."""
    chance = random.Random(7)  # noqa: S311 (a benchmark needs no secret)
    words = [f"w{chance.randrange(10**6)}" for _ in range(VOCABULARY)]
    people = [f"Person{number} Name{number}" for number in range(60)]
    propositions = [
        [words[min(int(chance.paretovariate(0.6)), VOCABULARY - 1)] for _ in range(12)]
        for _ in range(PROPOSITIONS)
    ]
    members: list[Member] = []
    for number in range(reports):
        if members and chance.random() < COPIES:
            original = chance.choice(members)
            members.append(_copy(original, number))
            continue
        told = {min(int(chance.paretovariate(0.5)), PROPOSITIONS) - 1 for _ in range(CLAIMS)}
        claims = [
            _claim(chance, propositions[which], words, place, people[which % 60])
            for place, which in enumerate(sorted(told))
        ]
        members.append(_member(number, tuple(claims), chance.sample(people, 15)))
    return members


def _claim(
    chance: random.Random, lemmas: list[str], words: list[str], place: int, speaker: str
) -> Claim:
    said = [word if chance.random() < 0.8 else chance.choice(words) for word in lemmas]
    text = " ".join(said)
    start = 250 * place
    return Claim(
        kind="reported",
        text=text,
        content=((start, start + len(text)),),
        lemmas=tuple(said),
        speaker=Speaker(name=speaker, start=start, end=start),
    )


def _member(number: int, claims: tuple[Claim, ...], people: list[str]) -> Member:
    received = START + timedelta(minutes=number)
    report = ReportExtract(
        article_id=f"https://outlet{number}.example/news/2026/03/10/the-story-{number}",
        title=f"Headline of report {number}",
        outlet=f"outlet{number}.example",
        language="en",
        published=received,
        received=received,
        digest=str(number),
        claims=claims,
        entities=tuple(
            EntityUse(type="PERSON", name=name, mentions=2, forms=(name,), salience=0.5)
            for name in people
        ),
    )
    return Member(report=report, match=Match(score=0.9, signals=("title",)))


def _copy(original: Member, number: int) -> Member:
    received = START + timedelta(minutes=number)
    article_id = f"https://copy{number}.example/{number}"
    report = original.report.model_copy(
        update={"article_id": article_id, "outlet": f"copy{number}.example", "received": received}
    )
    return Member(report=report, match=original.match, role=Role.COPY, copy_of=original.article_id)


def main(reports: int = 500) -> None:
    """Print the figures."""
    members = a_story(reports + LAST)
    started = process_time()
    merge(members[:reports], StoryIdentity("s", reports))
    print(f"{reports} reports from nothing: {1000 * (process_time() - started):.0f} ms")
    merged = MergedStory()
    for member in members[:reports]:
        merged.put(member)
    before: Story = merged.record(StoryIdentity("s", reports))
    put: list[float] = []
    record: list[float] = []
    update: list[float] = []
    written: list[float] = []
    size: list[tuple[int, int]] = []
    for version, member in enumerate(members[reports:], start=reports + 1):
        times = [process_time()]
        merged.put(member)
        times.append(process_time())
        after = merged.record(StoryIdentity("s", version))
        times.append(process_time())
        change = describe_update(before, after, UpdateKind.JOINED, member.report.received)
        times.append(process_time())
        raw = encode(after), encode(change)
        times.append(process_time())
        for kept, start, end in zip((put, record, update, written), times, times[1:], strict=False):
            kept.append(1000 * (end - start))
        size.append((len(raw[0]), len(raw[1])))
        before = after
    for name, kept in (("put", put), ("record", record), ("update", update), ("encode", written)):
        print(f"{name:>7}: median {statistics.median(kept):.1f} ms, worst {max(kept):.1f} ms")
    print(
        f"record {statistics.median(s for s, _ in size):.0f} bytes,"
        f" update {statistics.median(u for _, u in size):.0f} bytes,"
        f" {len(before.claims)} claims (+{before.claims_omitted})"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
