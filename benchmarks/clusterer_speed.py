"""Clusterer: reports a second and bytes a report, with ever more open reports.

Usage: python -m benchmarks.clusterer_speed FOLDER [REPORTS ...]

FOLDER holds articles.jsonl, a day of news. For each number of open reports (1,000, 10,000, 100,000
and 1,000,000 by default): decide and apply for 2,000 further reports, signing measured apart.
Seconds are this process's CPU time on one core.
"""

import gc
import sys
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.join_model import shipped_model
from agents.deduplication.signature import sign
from benchmarks.clusterer_load import articles_in, in_language, remembered

MEASURED = 2000
DAY = 6000


def resident() -> int:
    """Give the bytes of memory that this process has in use."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def main() -> None:
    """Measure and print a table."""
    background = shipped_background()
    clusterer = Clusterer(ClustererConfig(max_reports=2_000_000), shipped_model())
    articles = in_language(articles_in(Path(sys.argv[1])), "en")[:DAY]
    begun = process_time()
    day = [sign(article, background) for article in articles]
    print(f"sign: {len(day) / (process_time() - begun):,.0f} reports/s of CPU time")
    sizes = [int(a) for a in sys.argv[2:]] or [1000, 10_000, 100_000, 1_000_000]
    first = 0.0
    for size in sizes:
        gc.collect()
        before, wall = resident(), perf_counter()
        state, repeater = remembered(day, background, clusterer, size)
        wall = perf_counter() - wall
        memory = resident() - before
        stream = islice(repeater.stream(), size, size + MEASURED)
        further = list(stream)
        capped = clusterer.counters.capped_terms
        begun, now = process_time(), max(s.published for s in day)
        for signature in further:
            state.apply(clusterer.decide(state, signature, now))
        spent = process_time() - begun
        first = first or spent
        print(
            f"{size:>9,} open: {MEASURED / spent:7,.0f} reports/s, {spent / first:4.2f} x the time "
            f"of the first, {memory / size:7,.0f} bytes a report, built in {wall:.1f} s, "
            f"{(clusterer.counters.capped_terms - capped) / MEASURED:.1f} terms capped a report",
            flush=True,
        )
        del state, repeater


if __name__ == "__main__":
    main()
