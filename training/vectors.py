"""Train floret vectors on unlabelled news: a small table of hashed pieces of words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import floret

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_TOKEN = re.compile(r"n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+(?=n['’]t\b)|(?:[A-Z]\.)+|\w+|[^\w\s]")


def split_words(line: str) -> list[str]:
    """Split roughly as the pipeline's tokenizer does.

    >>> split_words("The U.S. didn't say so.")
    ['The', 'U.S.', 'did', "n't", 'say', 'so', '.']
    """
    return _TOKEN.findall(line)


def train_vectors(lines: Iterable[str], output: Path) -> Path:
    """Write a floret table of 25,000 rows of 64 numbers; the same lines give the same table."""
    text = output.with_suffix(".txt")
    with text.open("w", encoding="utf-8") as file:
        file.writelines(" ".join(split_words(line)) + "\n" for line in lines)
    model = floret.train_unsupervised(
        str(text),
        model="skipgram",
        mode="floret",
        hashCount=2,
        bucket=25_000,
        minn=3,
        maxn=5,
        minCount=5,
        dim=64,
        epoch=5,
        lr=0.05,
        ws=5,
        neg=5,
        thread=1,
    )
    model.save_floret_vectors(str(output))
    return output
