"""Collect the unlabelled English news of the corpora, one paragraph a line, each once."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLLECTIONS = ("firehose", "roundups", "incidents", "triples", "rumours", "lookalikes")
GMB_TEXTS = 29_000
"""The first so many sentences of amber_gmb serve as unlabelled text; the others only measure."""

_FUNCTION_WORDS = frozenset(
    "the of and to in a is that for on with was as by at from his her he they be are has have it "
    "said this not".split()
)
_ENGLISH_SHARE = 0.22
_SHORTEST, _LONGEST = 40, 3000
_FEWEST_WORDS = 20


def is_english(text: str) -> bool:
    """Tell English from other languages by the share of its function words.

    >>> is_english("The man said that he was in the house and that it was not his. " * 2)
    True
    """
    words = text.lower().split()[:300]
    known = sum(word in _FUNCTION_WORDS for word in words)
    return len(words) > _FEWEST_WORDS and known / len(words) > _ENGLISH_SHARE


def paragraphs(corpora: Path) -> Iterator[str]:
    """Yield titles and paragraphs of English articles; a paragraph seen before is left out."""
    seen = set[str]()
    for collection in COLLECTIONS:
        with (corpora / "stories" / collection / "articles.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                if is_english(article.get("text") or ""):
                    yield from _new(article, seen)


def _new(article: dict[str, str], seen: set[str]) -> Iterator[str]:
    for raw in re.split(r"\n+", f"{article.get('title') or ''}\n{article['text']}"):
        paragraph = re.sub(r"[ \t\u00a0]+", " ", raw).strip()[:_LONGEST]
        if len(paragraph) >= _SHORTEST and paragraph[:200] not in seen:
            seen.add(paragraph[:200])
            yield paragraph


def gmb_sentences(corpora: Path) -> Iterator[str]:
    """Yield the texts (never the labels) of the part of amber_gmb that may be trained on."""
    with (corpora / "nlp" / "ner" / "amber_gmb.jsonl").open(encoding="utf-8") as lines:
        for _, line in zip(range(GMB_TEXTS), lines, strict=False):
            yield json.loads(line)["text"]


def vector_lines(corpora: Path) -> Iterator[str]:
    """Yield all text that vectors may learn from: news, and the texts of the training corpora."""
    yield from paragraphs(corpora)
    yield from gmb_sentences(corpora)
    with (corpora / "nlp" / "ner" / "train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield from filter(str.strip, json.loads(line)["text"].split("\n"))
    marker = "# text = "
    with (corpora / "nlp" / "parsing" / "train.conllu").open(encoding="utf-8") as lines:
        yield from (line[len(marker) :] for line in lines if line.startswith(marker))


def sample_for_silver(corpora: Path, words: int, sentences: int, seed: int = 0) -> list[str]:
    """Draw paragraphs of articles up to a number of words, and a number of the GMB texts."""
    dice = random.Random(seed)  # noqa: S311 - a reproducible sample, not secrets
    pool = [text for text in paragraphs(corpora) if _reads_as_prose(text)]
    dice.shuffle(pool)
    drawn, total = list[str](), 0
    for text in pool:
        if total >= words:
            break
        drawn.append(text)
        total += len(text.split())
    return drawn + dice.sample(list(gmb_sentences(corpora)), sentences)


def _reads_as_prose(text: str) -> bool:
    return text[-1] in '."”?!' and len(text) < _LONGEST and is_english(text)
