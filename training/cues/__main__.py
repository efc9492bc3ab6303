"""Train the learned cues: ``python -m training.cues CORPORA [WORK]``, twenty minutes on one core.

``CORPORA`` holds ``nlp`` (sentences of news, labelled clauses) and ``stories`` (unlabelled news).
Steps whose result is in ``WORK`` already are not repeated. ``labels.jsonl``, beside this file,
holds candidates judged by hand: from news in the public domain and from texts under free licences
with their sentence, from other news without. The model is written to ``agents/enrichment/english``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from agents.enrichment import english
from agents.enrichment.lemma_rules import KNOWN, lemma_table
from agents.evaluation.reading import json_lines
from training.cues.fit import Trainer
from training.cues.likeness import Usage, known_words
from training.cues.rows import Row, labelled_rows, news_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

LABELS: Final = Path(__file__).with_name("labels.jsonl")
MODEL: Final = english.PIPELINE.parent / "cue_model.npz"
OWN_WEIGHT: Final = 1.0
CLAUSE_WEIGHT: Final = 0.5
"""Clauses labelled elsewhere say less of attitudes than candidates judged for the purpose."""
FROM_DAY: Final = "2017-01-20"
"""Earlier political news may be among the texts that the model is measured on."""
MOST_REPORTS: Final = 350
KINDS: Final = {"VB": "verb", "JJ": "adjective"}


def news(corpora: Path) -> Iterator[str]:
    """Give the unlabelled texts: sentences, and reports of a time that is not measured on."""
    for record in json_lines(corpora / "nlp" / "ner" / "amber_gmb.jsonl"):
        yield record["text"]
    reports = json_lines(corpora / "stories" / "roundups" / "articles.jsonl")
    later = [one["text"] for one in reports if (one.get("published") or "") >= FROM_DAY]
    yield from later[:MOST_REPORTS]


def kept(path: Path, rows: Iterable[Row]) -> list[Row]:
    """Give the rows of a file, which is made of these if it is not there."""
    if not path.exists():
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row.as_json()) + "\n" for row in rows)
    return [Row.from_json(data) for data in json_lines(path)]


class Vectors:
    """Vectors of the shipped pipeline, of length one."""

    def __init__(self) -> None:
        """Load the pipeline's table."""
        self._vocab = english.load(exclude=["ner"]).vocab
        self._known: dict[str, npt.NDArray[np.float32]] = {}

    def __call__(self, word: str) -> npt.NDArray[np.float32]:
        """Give a word's vector."""
        if word not in self._known:
            vector = np.asarray(self._vocab.get_vector(word), np.float32)
            self._known[word] = vector / (np.linalg.norm(vector) + 1e-6)
        return self._known[word]


def main(corpora: Path, work: Path) -> None:
    """Run the recipe."""
    work.mkdir(parents=True, exist_ok=True)
    nlp = english.load()
    unlabelled = kept(work / "news-rows.jsonl", news_rows(nlp, news(corpora)))
    clauses = json_lines(corpora / "nlp" / "quotes" / "train.jsonl")
    labelled = kept(work / "clause-rows.jsonl", labelled_rows(nlp, clauses))
    own = [Row.from_json(data) for data in json_lines(LABELS)]
    more = [
        (KINDS[tag.split()[1]], form)
        for form, tag in lemma_table()
        if tag.startswith(KNOWN) and tag.split()[1] in KINDS
    ]
    vector = Vectors()
    words = known_words(Usage(row.candidate for row in unlabelled), vector, more)
    weights = [OWN_WEIGHT] * len(own) + [CLAUSE_WEIGHT] * len(labelled)
    Trainer(words, vector).fit(unlabelled, [*own, *labelled], weights).save(MODEL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path((*sys.argv, "build/training")[2]))
