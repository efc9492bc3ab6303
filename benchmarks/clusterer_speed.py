"""Clusterer: reports a second and bytes a report, with ever more open reports.

Usage: python -m benchmarks.clusterer_speed FOLDER [REPORTS ...]

FOLDER holds articles.jsonl, a day of news. For each number of open reports (1,000, 10,000, 100,000
and 1,000,000 by default): decide and apply for 2,000 further reports, signing measured apart.
Seconds are this process's CPU time on one core; on a machine that does other work as well, the
chunk of 100 reports that was least disturbed says most.
"""

import gc
import sys
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

MEASURED = 2000
CHUNK = 100
DAY = 3000


def resident() -> int:
    """Give the bytes of memory that this process has in use."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def chunk_seconds(
    clusterer: Clusterer, state: OpenStories, further: list[Signature], now: float
) -> list[float]:
    """Decide and apply for every report; give the CPU seconds of each chunk, in order of size."""
    seconds = []
    for start in range(0, len(further), CHUNK):
        begun = process_time()
        for signature in further[start : start + CHUNK]:
            decision = clusterer.decide(state, signature, now)
            state.apply(decision)
            for moved in clusterer.repairs(state, decision):
                state.apply(moved)
        seconds.append(process_time() - begun)
    return sorted(seconds)


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
    first = 0.0
    for size in [int(a) for a in sys.argv[2:]] or [1000, 10_000, 100_000, 1_000_000]:
        gc.collect()
        before, begun = resident(), process_time()
        state, repeater = remembered(day, background, clusterer, size)
        built, memory = process_time() - begun, resident() - before
        capped = clusterer.counters.capped_terms
        further = list(islice(repeater.stream(), size, size + MEASURED))
        seconds = chunk_seconds(clusterer, state, further, now)
        median = seconds[len(seconds) // 2]
        first = first or median
        print(
            f"{size:>9,} open: {_rates(seconds)}, {median / first:4.2f} x the first's time, "
            f"{memory / size:7,.0f} bytes a report, "
            f"{(clusterer.counters.capped_terms - capped) / MEASURED:.1f} terms capped a report, "
            f"load made and state built in {built:.0f} s",
            flush=True,
        )
        del state, repeater, further


if __name__ == "__main__":
    main()
