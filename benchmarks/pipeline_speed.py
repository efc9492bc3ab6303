"""Measure tokens per second of the English pipeline on one core, per component.

Run: ``OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python -m benchmarks.pipeline_speed [FILE.jsonl]``

The texts are those of the file's records (``text``), or of the sample articles. Time is the
process's CPU time, so other work on the machine disturbs it little.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from agents.enrichment import english

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

SAMPLES = Path(__file__).parents[1] / "agents" / "demo" / "articles.jsonl"
FEWEST_CHARACTERS = 400_000
BATCH = 64
ROUNDS = 3


def read_texts(path: Path) -> list[str]:
    """Read the texts of a file of articles, repeated until they are long enough to time."""
    with path.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    texts = [text for text in texts if text]
    repeats = 1 + FEWEST_CHARACTERS // max(1, sum(map(len, texts)))
    return texts * repeats


def seconds(work: Callable[[], object]) -> float:
    """Time some work by the CPU clock; the best of a few rounds."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        rounds.append(time.process_time() - started)
    return min(rounds)


def component_seconds(nlp: Language, texts: list[str]) -> dict[str, float]:
    """Time each component alone on documents that have passed the ones before it."""
    docs = [nlp.make_doc(text) for text in texts]
    spent = {"tokenizer": seconds(lambda: [nlp.make_doc(text) for text in texts])}
    for name, component in nlp.pipeline:
        started = time.process_time()
        if hasattr(component, "pipe"):
            docs = list(component.pipe(docs, batch_size=BATCH))
        else:
            docs = [component(doc) for doc in docs]
        spent[name] = time.process_time() - started
    return spent


def main() -> None:
    """Print tokens per second of the whole pipeline, and microseconds per token of its parts."""
    texts = read_texts(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
    started = time.process_time()
    nlp = english.load()
    load_s = time.process_time() - started
    tokens = sum(len(nlp.make_doc(text)) for text in texts)
    whole = seconds(lambda: list(nlp.pipe(texts, batch_size=BATCH)))
    size_mb = (
        sum(file.stat().st_size for file in english.PIPELINE.rglob("*") if file.is_file()) / 1e6
    )
    print(f"load {load_s:.2f} s (with imports), {size_mb:.1f} MB on disk")
    print(f"{tokens} tokens: {tokens / whole:.0f} tokens/s on one core")
    for name, spent in component_seconds(nlp, texts).items():
        print(f"  {name:16s}{1e6 * spent / tokens:7.1f} us/token")


if __name__ == "__main__":
    main()
