"""Train the English pipeline: ``python -m training CORPORA [WORK]``, about three hours on one core.

``CORPORA`` holds ``nlp`` (parsing and names) and ``stories`` (unlabelled news). Steps whose result
is in ``WORK`` already are not repeated. The pipeline is written to ``agents/enrichment/english``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.cli.init_pipeline import init_vectors_cli
from spacy.tokens import DocBin

from agents.enrichment import english, lemma_rules, name_rules
from training import names, treebank
from training.assemble import assemble
from training.fit import fit
from training.lemmas import write_table
from training.news_text import sample_for_silver, vector_lines
from training.silver import label_news
from training.vectors import train_vectors

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIGS = Path(__file__).with_name("configs")
SILVER_WORDS = 600_000


def main(corpora: Path, work: Path) -> None:
    """Run every step that has not been run."""
    work.mkdir(parents=True, exist_ok=True)
    data = corpora / "nlp"
    blank = spacy.blank("en")

    def step(name: str, make: Callable[[Path], object]) -> Path:
        path = work / name
        if not path.exists():
            print(f"making {path}", flush=True)
            make(path)
        return path

    def parsed(path: Path) -> None:
        treebank.to_docbin(blank.vocab, data / "parsing" / f"{path.stem}.conllu").to_disk(path)

    def named(path: Path) -> None:
        source = data / "ner" / f"{path.stem.removesuffix('-names')}.jsonl"
        names.to_docbin(blank, source).to_disk(path)

    def vectors(path: Path) -> None:
        table = train_vectors(vector_lines(corpora), work / "vectors.floret")
        init_vectors_cli("en", table, path, mode="floret")

    shared = {"paths.vectors": str(step("vectors", vectors))}
    syntax = {
        **shared,
        "paths.train": str(step("train.spacy", parsed)),
        "paths.dev": str(step("dev.spacy", parsed)),
    }
    gold = {
        **shared,
        "paths.train": str(step("train-names.spacy", named)),
        "paths.dev": str(step("dev-names.spacy", named)),
    }
    write_table(data / "parsing" / "train.conllu", english.PIPELINE.with_name(lemma_rules.TABLE))
    step("syntax", lambda path: fit(CONFIGS / "syntax.cfg", path, syntax))
    teacher = step("teacher", lambda path: fit(CONFIGS / "names.cfg", path, gold))

    def silver(path: Path) -> None:
        nlp = spacy.load(teacher / "model-best")
        nlp.add_pipe(name_rules.COMPONENT)
        labelled = label_news(nlp, sample_for_silver(corpora, SILVER_WORDS))
        labelled.merge(DocBin().from_disk(gold["paths.train"]))
        labelled.to_disk(path)

    student = {
        **gold,
        "paths.train": str(step("silver.spacy", silver)),
        "paths.teacher": str(teacher / "model-best"),
    }
    step("student", lambda path: fit(CONFIGS / "student.cfg", path, student))
    assemble(work / "syntax" / "model-best", work / "student" / "model-best", english.PIPELINE)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "build/training"))
