"""Count terms in a folder of articles: the background statistics shipped with the clusterer.

Usage: python -m training.clusterer.background ARTICLES.jsonl OUT.npz
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
import py3langid

from agents.deduplication.terms import term_uses, words_of
from streams.codec import from_json

_LEAST_TEXTS: Final = 3
_LEAST_REPORTS: Final = 200


def count(articles: Iterable[dict[str, Any]]) -> tuple[Counter[str], dict[str, Counter[int]]]:
    """Count texts by language, and by language the texts that use a bucket's terms."""
    reports: Counter[str] = Counter()
    frequency: dict[str, Counter[int]] = defaultdict(Counter)
    for article in articles:
        title, text = article.get("title") or "", article.get("text") or ""
        language = py3langid.classify(title + " " + text[:1000])[0]
        reports[language] += 1
        frequency[language].update(term_uses(words_of(title), words_of(text)).keys())
    return reports, frequency


def write(out: Path, reports: Counter[str], frequency: dict[str, Counter[int]]) -> None:
    """Write the counts of every language with enough texts; buckets as steps from the last one."""
    kept = sorted(name for name, texts in reports.items() if texts >= _LEAST_REPORTS)
    arrays: dict[str, Any] = {
        "version": np.array("1"),
        "languages": np.array(kept),
        "reports": np.array([reports[name] for name in kept]),
    }
    for name in kept:
        rows = sorted((b, n) for b, n in frequency[name].items() if n >= _LEAST_TEXTS)
        arrays[f"{name}.buckets"] = np.diff([b for b, _ in rows], prepend=0).astype(np.int32)
        arrays[f"{name}.frequencies"] = np.array([n for _, n in rows], np.uint16)
    np.savez_compressed(out, **arrays)


def main() -> None:
    """Read the arguments and write the file."""
    with Path(sys.argv[1]).open("rb") as lines:
        reports, frequency = count(from_json(line) for line in lines)
    write(Path(sys.argv[2]), reports, frequency)
    print(dict(reports.most_common(15)))


if __name__ == "__main__":
    main()
