"""Measure the shipped pipeline: ``python -m training.measure CORPORA``.

Prints syntax on the treebanks' development parts by genre, and sentence starts on sentences of
news joined five by five. Names are measured by ``storywire eval names``.
"""

from __future__ import annotations

import json
import random
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.scorer import Scorer
from spacy.training import Example

from agents.enrichment import english
from training.treebank import read_sentences, to_doc

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

FIRST_UNSEEN = 33_000
"""Sentences of amber_gmb before this one trained the recogniser or tuned the rules."""

GENRES = {
    "GUM news": lambda name: name.startswith("GUM_news"),
    "GUM": lambda name: name.startswith("GUM_"),
    "EWT": lambda name: not name.startswith("GUM_"),
    "all": lambda _: True,
}
FIGURES = ("tag_acc", "pos_acc", "lemma_acc", "dep_uas", "dep_las")


def syntax(nlp: Language, treebank: Path, wanted: Callable[[str], bool]) -> dict[str, float]:
    """Score tags, lemmas, and syntax (without punctuation) on sentences given one by one."""
    dice = random.Random(0)  # noqa: S311 - reproducible, not secret
    sentences = [each for each in read_sentences(treebank) if wanted(each.document)]
    references = [to_doc(nlp.vocab, [sentence], dice) for sentence in sentences]
    docs = nlp.pipe(reference.text for reference in references)
    examples = [Example(*pair) for pair in zip(docs, references, strict=True)]
    scores = Scorer(nlp).score(examples) | Scorer.score_token_attr(examples, "lemma")
    return {"sentences": len(sentences), **{name: round(scores[name], 4) for name in FIGURES}}


def sentence_starts(nlp: Language, texts: list[str]) -> float:
    """Give F1 of sentence starts where sentences follow each other, five by five."""
    found = right = labelled = 0
    remaining = iter(texts)
    while group := list(islice(remaining, 5)):
        offsets, joined = set[int](), ""
        for text in group:
            offsets.add(len(joined))
            joined += f"{text} "
        starts = {sentence.start_char for sentence in nlp(joined.strip()).sents}
        found, labelled = found + len(starts), labelled + len(offsets)
        right += len(starts & offsets)
    return 2 * right / (found + labelled)


def main(corpora: Path) -> None:
    """Print the figures."""
    nlp = english.load()
    for genre, wanted in GENRES.items():
        print(genre, syntax(nlp, corpora / "nlp" / "parsing" / "dev.conllu", wanted))
    with (corpora / "nlp" / "ner" / "amber_gmb.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"].strip() for line in lines][FIRST_UNSEEN:]
    ended = [text for text in texts if text[-1] in '.?!"']
    print("sentence starts F1", round(sentence_starts(nlp, ended[:4000]), 4))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
