"""Print merged stories for reading by eye: ``python -m training.merging.sample STORIES…``.

Every ``STORIES`` is a folder with ``articles.jsonl`` and ``labels.tsv``; without labels it is
replayed through the shipped clusterer (its English reports). Of each folder ``--count`` stories
that two or more outlets tell are drawn by chance (``--seed``), merged as labelled or clustered, and
their corroborated claims and contradictions printed with numbers, to be judged one by one. With
``--untaught`` only stories are drawn that have taught the models nothing.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

from agents.deduplication.merging.assembly import StoryIdentity
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.merge import merge
from streams.story import Match, Role, Story
from training.merging.contradictions import read_conflicts
from training.merging.fit import read_pairs
from training.merging.stories import Reader, clustered_in, stories_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agents.deduplication.merging.extract import ReportExtract
    from streams.article import Article


def drawn(names: Sequence[str], count: int, seed: int) -> list[str]:
    """Draw some names: the same ones whenever names, count and seed are the same.

    >>> drawn(["a", "b", "c"], 2, 1) == drawn(["c", "b", "a"], 2, 1)
    True
    """
    chance = random.Random(seed)  # noqa: S311 (a sample that can be drawn again)
    return sorted(chance.sample(sorted(names), min(count, len(names))))


def untaught(stories: Mapping[str, Sequence[Article]]) -> dict[str, Sequence[Article]]:
    """Give the stories of whose articles none is among those that the models were learned from."""
    pairs = (place for pair in read_pairs() for place in (pair.one, pair.other))
    taught = {place.article_id for place in pairs}
    taught |= {place.article_id for read in read_conflicts() for place in read.places}
    return {
        name: articles
        for name, articles in stories.items()
        if taught.isdisjoint(article.id for article in articles)
    }


def alignments(story: Story) -> Iterator[str]:
    """Give each claim that two origins or more bear out, with every version of it."""
    for claim in story.claims:
        if claim.origins > 1:
            versions = dict.fromkeys(one.text for one in claim.support if one.text)
            yield "\n".join([claim.text, *(f"      = {text}" for text in versions)])


def contradictions(story: Story) -> Iterator[str]:
    """Give each contradiction: its kind, and of each side the value and its claim."""
    for conflict in story.conflicts:
        sides = (f"      - {side.value} | {side.text}" for side in conflict.sides)
        yield "\n".join([f"{conflict.kind}: {conflict.subject}", *sides])


def member_of(report: ReportExtract, copies: Mapping[str, str]) -> Member:
    """Make a member of a story of a report, a copy if it is one."""
    copied = copies.get(report.article_id)
    role = Role.COPY if copied else Role.ORIGINAL
    return Member(report=report, match=Match(score=1.0), role=role, copy_of=copied)


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=20, help="stories of each folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--untaught", action="store_true", help="none that taught the models")
    parser.add_argument("--only", choices=("alignments", "contradictions"))
    options = parser.parse_args()
    reader, numbers = Reader(), {"A": 0, "C": 0}
    for folder in options.folders:
        labelled = (folder / "labels.tsv").exists()
        found, copies = (stories_in(folder), {}) if labelled else clustered_in(folder)
        stories = untaught(found) if options.untaught else found
        for name in drawn(list(stories), options.count, options.seed):
            reports = reader.extracts(stories[name])
            story = merge([member_of(report, copies) for report in reports], StoryIdentity(name))
            print(f"\n## {folder.name} {name}: {story.title}")
            told = {"alignments": alignments(story), "contradictions": contradictions(story)}
            for kind in [options.only] if options.only else told:
                letter = kind[0].upper()
                for text in told[kind]:
                    numbers[letter] += 1
                    print(f"  {letter}{numbers[letter]} {text}")
    print(f"\nnumbered: {numbers['A']} corroborated claims, {numbers['C']} contradictions")


if __name__ == "__main__":
    main()
