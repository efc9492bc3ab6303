"""Train the English pipeline: ``python -m training CORPORA [WORK]``, about two hours on one core.

``CORPORA`` holds ``nlp`` (parsing and names) and ``stories`` (unlabelled news). A step whose result
is in ``WORK`` already is not repeated. The pipeline is written to ``agents/enrichment/english``.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import spacy
from spacy.cli.init_pipeline import init_vectors_cli
from spacy.tokens import DocBin

from agents.enrichment import english, lemma_rules, name_rules
from training import names, treebank
from training.assemble import assemble
from training.fit import fit, polish
from training.lemmas import write_table
from training.news_text import sample_for_silver, vector_lines
from training.silver import label_news
from training.vectors import train_vectors

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIGS: Final = Path(__file__).with_name("configs")
SILVER_WORDS: Final = 450_000
SILVER_SENTENCES: Final = 17_000
SYNTAX_POLISH_STEPS: Final = 1_280
NAMES_POLISH_STEPS: Final = 800


class Recipe:
    """The steps, each a method that writes one file or folder into the work folder."""

    def __init__(self, corpora: Path, work: Path) -> None:
        """Remember the folders; ``work`` is made."""
        work.mkdir(parents=True, exist_ok=True)
        self._corpora, self._work = corpora, work
        self._blank = spacy.blank("en")

    def run(self) -> None:
        """Run every step that has not been run."""
        tables = english.PIPELINE.parent
        treebank_file = self._corpora / "nlp" / "parsing" / "train.conllu"
        write_table(treebank_file, tables / lemma_rules.TABLE)
        parser = self._step("syntax", partial(fit, CONFIGS / "syntax.cfg", self._syntax_paths()))
        parser = self._step("syntax-polished", partial(polish, best(parser), SYNTAX_POLISH_STEPS))
        gold = self._name_paths()
        teacher = best(self._step("teacher", partial(fit, CONFIGS / "names.cfg", gold)))
        silver = self._step("silver.spacy", partial(self._silver, teacher, gold["paths.train"]))
        mixed = {**gold, "paths.train": str(silver), "paths.teacher": str(teacher)}
        student = self._step("student", partial(fit, CONFIGS / "student.cfg", mixed))
        student = self._step("student-polished", partial(polish, best(student), NAMES_POLISH_STEPS))
        assemble(best(parser), best(student), english.PIPELINE)

    def _step(self, name: str, make: Callable[[Path], object]) -> Path:
        path = self._work / name
        if not path.exists():
            print(f"making {path}", flush=True)
            make(path)
        return path

    def _syntax_paths(self) -> dict[str, str]:
        return {
            "paths.vectors": str(self._step("vectors", self._vectors)),
            "paths.train": str(self._step("train.spacy", self._parsed)),
            "paths.dev": str(self._step("dev.spacy", self._parsed)),
        }

    def _name_paths(self) -> dict[str, str]:
        return {
            "paths.vectors": str(self._step("vectors", self._vectors)),
            "paths.train": str(self._step("train-names.spacy", self._named)),
            "paths.dev": str(self._step("dev-names.spacy", self._named)),
        }

    def _vectors(self, path: Path) -> None:
        table = train_vectors(vector_lines(self._corpora), self._work / "vectors.floret")
        init_vectors_cli("en", table, path, mode="floret")

    def _parsed(self, path: Path) -> None:
        source = self._corpora / "nlp" / "parsing" / f"{path.stem}.conllu"
        treebank.to_docbin(self._blank.vocab, source).to_disk(path)

    def _named(self, path: Path) -> None:
        source = self._corpora / "nlp" / "ner" / f"{path.stem.removesuffix('-names')}.jsonl"
        names.to_docbin(self._blank, source).to_disk(path)

    def _silver(self, teacher: Path, gold: str, path: Path) -> None:
        nlp = spacy.load(teacher)
        nlp.add_pipe(name_rules.COMPONENT)
        texts = sample_for_silver(self._corpora, SILVER_WORDS, SILVER_SENTENCES)
        labelled = label_news(nlp, texts)
        labelled.merge(DocBin().from_disk(gold))
        labelled.to_disk(path)


def best(trained: Path) -> Path:
    """Give the pipeline of a finished training that scored best on the development set."""
    return trained / "model-best"


if __name__ == "__main__":
    Recipe(Path(sys.argv[1]), Path((*sys.argv, "build/training")[2])).run()
