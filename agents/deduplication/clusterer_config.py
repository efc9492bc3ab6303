"""The settings of the clusterer, and the counts of how often its caps were hit."""

from dataclasses import dataclass
from typing import Final

_DAY: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class ClustererConfig:
    """Settings of the clusterer; times in seconds, probabilities in [0, 1].

    Attributes:
        join: probability from which a report joins a story.
        least_likeness: likeness of bodies, in [0, 1], to one report at least; below it a story is
            out of the question, unless the report is a copy.
        bridge: probability, from both sides, from which a report ties two stories into one.
        bridge_likeness: likeness of bodies, in [0, 1], that it must have to one of each.
        window: a story without a new report for so long is closed.
        grace: a closed story can be reopened for so long; then it is forgotten.
        max_reports: so many reports are remembered; the longest silent stories make room.
        query_terms: heaviest terms of a report by which stories are looked up.
        max_postings: a term used by more remembered reports than this is capped.
        max_looked_up: so many uses of terms are looked up for a report, the rarest terms' first.
        capped_terms: so many terms that a cap left out, the heaviest, are looked up a little.
        latest_postings: for each of them, so many of the latest reports that use it.
        max_rows: reports compared at most, the most promising first.
        max_stories: stories weighed at most.
        rows_per_story: reports of one story compared at most, beside its first and latest.
        latest_per_story: how many of a story's latest reports are compared in any case.
        max_repairs: reports of other stories that a new one may show to be misplaced, at most.
        repair_likeness: likeness of bodies, in [0, 1], from which such a report is looked at.
        repair_gain: how much more probable the other story must be for it to be moved.
        split_contrast: how much surer the join model must be of two reports within one of two
            groups than of two across, in log-odds, for them to tell two events.
        split_doubt: what is added to that, divided by the number of reports in the smaller group.
        max_split: a story with more reports is not split.
        earliest: a publication time before this is a mistake, and counts as unknown.
        future: a publication time further ahead of the clock than this counts as unknown.
    """

    join: float = 0.5
    least_likeness: float = 0.1
    bridge: float = 0.5
    bridge_likeness: float = 0.3
    window: float = 7 * _DAY
    grace: float = 120 * _DAY
    max_reports: int = 1_000_000
    query_terms: int = 40
    max_postings: int = 1000
    max_looked_up: int = 3000
    capped_terms: int = 4
    latest_postings: int = 16
    max_rows: int = 48
    max_stories: int = 6
    rows_per_story: int = 4
    latest_per_story: int = 1
    max_repairs: int = 2
    repair_likeness: float = 0.35
    repair_gain: float = 0.4
    split_contrast: float = 1.25
    split_doubt: float = 2.0
    max_split: int = 32
    earliest: float = 365 * _DAY * 2
    future: float = 1 * _DAY


@dataclass(slots=True)
class Counters:
    """How often a cap cut something off."""

    capped_terms: int = 0
    capped_rows: int = 0
    evicted_stories: int = 0
