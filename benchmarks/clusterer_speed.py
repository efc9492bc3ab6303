"""Clusterer: reports a second and bytes a report, with ever more open reports.

Usage: python -m benchmarks.clusterer_speed FOLDER [REPORTS ...]

FOLDER holds articles.jsonl, a day of news. For each number of open reports (1,000, 10,000, 100,000
and 1,000,000 by default): decide and apply for 2,000 further reports, signing measured apart. All
states are built first, and take turns by 100 reports.
Seconds are this process's CPU time on one core; on a machine that does other work as well, the
chunk of 100 reports that was least disturbed says most.
"""

import gc
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import process_time

from agents.deduplication.background import Background, shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.join_model import shipped_model
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import Signature, sign
from benchmarks.clusterer_load import articles_in, in_language, remembered
from streams.enriched_article import EnrichedArticle

CHUNK = 100
CHUNKS = 20
DAY = 3000


def resident() -> int:
    """Give the bytes of memory that this process has in use."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


@dataclass
class Case:
    """A state with so many open reports, further ones to come, and what they cost so far."""

    size: int
    state: OpenStories
    further: Iterator[Signature]
    bytes_a_report: float
    seconds: list[float] = field(default_factory=list)
    capped: int = 0

    def take_chunk(self, clusterer: Clusterer, now: float) -> None:
        """Decide and apply for the next reports."""
        chunk = list(islice(self.further, CHUNK))
        capped = clusterer.counters.capped_terms
        begun = process_time()
        for signature in chunk:
            decision = clusterer.decide(self.state, signature, now)
            self.state.apply(decision)
            for moved in clusterer.repairs(self.state, decision):
                self.state.apply(moved)
        self.seconds.append(process_time() - begun)
        self.capped += clusterer.counters.capped_terms - capped


def signing(articles: list[EnrichedArticle], background: Background) -> list[Signature]:
    """Sign the articles and print how many a second."""
    signed: list[Signature] = []
    seconds = []
    for start in range(0, len(articles), CHUNK):
        begun = process_time()
        signed += [sign(article, background) for article in articles[start : start + CHUNK]]
        seconds.append(process_time() - begun)
    seconds.sort()
    print(f"sign: {_rates(seconds)}", flush=True)
    return signed


def _rates(seconds: list[float]) -> str:
    median, best = seconds[len(seconds) // 2], seconds[0]
    return f"{CHUNK / median:7,.0f} reports/s (median), {CHUNK / best:7,.0f} (least disturbed)"


def main() -> None:
    """Measure and print a table."""
    background = shipped_background()
    clusterer = Clusterer(ClustererConfig(max_reports=2_000_000), shipped_model())
    articles = in_language(articles_in(Path(sys.argv[1])), "en", DAY)
    day = signing(articles, background)
    now = max(s.published for s in day)
    cases = []
    for size in [int(a) for a in sys.argv[2:]] or [1000, 10_000, 100_000, 1_000_000]:
        gc.collect()
        before, begun = resident(), process_time()
        state, repeater = remembered(day, background, clusterer, size)
        memory = (resident() - before) / size
        print(f"{size:>9,}: made and built in {process_time() - begun:.0f} s", flush=True)
        cases.append(Case(size, state, islice(repeater.stream(), size, None), memory))
    for _ in range(CHUNKS):
        for case in cases:
            case.take_chunk(clusterer, now)
    for case in cases:
        seconds, first = sorted(case.seconds), sorted(cases[0].seconds)
        print(
            f"{case.size:>9,} open: {_rates(seconds)}, "
            f"{seconds[CHUNKS // 2] / first[CHUNKS // 2]:4.2f} x the first's time, "
            f"{case.bytes_a_report:7,.0f} bytes a report, "
            f"{case.capped / (CHUNKS * CHUNK):.1f} terms capped a report"
        )


if __name__ == "__main__":
    main()
