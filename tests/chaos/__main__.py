"""`python -m tests.chaos`: injure the pipeline at random moments, then check its books."""

import argparse
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from streams.topics import ARTICLES, ENRICHED, REJECTED, STORIES, STORY_UPDATES
from tests.chaos import injuries
from tests.chaos.books import Account, Topics, audit
from tests.chaos.feed import feed
from tests.chaos.pipeline import Pipeline, running_pipeline

_WORKERS = {
    "enrichment-1": "enrichment",
    "enrichment-2": "enrichment",
    "deduplication-1": "deduplication",
    "deduplication-2": "deduplication",
}


def main() -> int:
    """Run one session; the exit status is 0 if the books agree."""
    options = _options()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    again = sys.argv[1:] if options.seed is not None else [*sys.argv[1:], "--seed", str(seed)]
    _say(f"seed {seed}; to repeat: python -m tests.chaos {' '.join(again)}")
    with tempfile.TemporaryDirectory(prefix="storywire-chaos-") as name:
        folder = Path(options.keep or name)
        disk = folder / "deduplication-1"
        if not injuries.small_disk(disk):
            _say("no small disk can be mounted here: fill_disk does nothing")
        try:
            with running_pipeline(folder, partitions=options.partitions) as pipeline:
                account = _session(pipeline, options, seed)
        finally:
            injuries.unmount(disk)
    for what, count in account.counts.items():
        _say(f"{count:>8} {what}")
    for fault in account.faults:
        _say(f"FAULT {fault}")
    _say("the books agree" if not account.faults else f"the books do not agree: seed {seed}")
    return 1 if account.faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, help="repeat the session of this seed")
    parser.add_argument("--articles", type=int, default=20_000, help="records to publish")
    parser.add_argument("--injuries", type=int, default=100, help="how many in all")
    parser.add_argument("--partitions", type=int, default=4, help="of every topic")
    parser.add_argument("--kills-only", action="store_true", help="kills of workers, nothing else")
    parser.add_argument("--only", help="one injury, by its name")
    parser.add_argument("--long", action="store_true", help="let the broker be away for a minute")
    parser.add_argument(
        "--between", type=float, help="seconds to wait at most for workers to catch up after each"
    )
    parser.add_argument("--keep", metavar="FOLDER", help="leave the workers' logs here")
    return parser.parse_args()


def _session(pipeline: Pipeline, options: argparse.Namespace, seed: int) -> Account:
    chance = random.Random(seed)
    records = itertools.islice(feed(seed), options.articles)
    for name, stage in _WORKERS.items():
        pipeline.start(name, stage)
    share = -(-options.articles // (options.injuries + 1))
    times = injuries.LONG if options.long else injuries.SHORT
    start = time.monotonic()
    for number, injury in enumerate(
        itertools.islice(_chosen(options, chance), options.injuries), 1
    ):
        pipeline.publish(itertools.islice(records, share))
        _let_work(pipeline, share, options.between or times.between)
        time.sleep(chance.random() * times.pause)
        _say(f"{time.monotonic() - start:7.1f} s  injury {number}: {injury.__name__}")
        injury(pipeline, chance, times)
        pipeline.start_dead_ones()
    pipeline.publish(records)
    pipeline.settle(600)
    _say(f"{time.monotonic() - start:7.1f} s  nothing waits")
    for status, count in sorted(pipeline.restarts.items()):
        _say(f"{count:>8} starts after status {status}")
    statuses = pipeline.stop()
    topics = (ARTICLES, ENRICHED, STORIES, STORY_UPDATES, REJECTED)
    account = audit(Topics(*map(pipeline.read, topics)))
    ended_badly = [f"{name} ended with status {s}" for name, s in statuses.items() if s]
    return Account(account.counts, (*account.faults, *ended_badly))


def _let_work(pipeline: Pipeline, backlog: int, longest_s: float) -> None:
    """Wait until the workers have nearly caught up, so that the next injury strikes at work."""
    until = time.monotonic() + longest_s
    while time.monotonic() < until:
        pipeline.start_dead_ones()
        if (waiting := pipeline.waiting()) is not None and waiting <= backlog:
            return
        time.sleep(0.5)


def _chosen(options: argparse.Namespace, chance: random.Random) -> Iterator[injuries.Injury]:
    if options.only:
        yield from itertools.repeat(getattr(injuries, options.only))
    if options.kills_only:
        while True:
            yield chance.choice(injuries.KILLS)
    while True:
        # Every injury once before any comes twice.
        yield from chance.sample(injuries.INJURIES, len(injuries.INJURIES))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
