"""Train the English pipeline: ``python -m training CORPORA [WORK]``, about five hours on one core.

``CORPORA`` holds ``nlp`` (parsing and names) and ``stories`` (unlabelled news). A step whose result
is in ``WORK`` already is not repeated. The pipeline is written to ``agents/enrichment/english``.

The parser learns from treebanks and from the trees that a large network, the teacher, gives to
unlabelled news; the recogniser from labelled names, from what it found in news itself, and from
what a teacher of its own finds there.
"""

from __future__ import annotations

import sys
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import spacy
import torch
from spacy.tokens import DocBin
from spacy.training.initialize import convert_vectors

from agents.enrichment import english, lemma_rules, name_rules
from training import names, treebank
from training.assemble import assemble
from training.fit import fit, polish
from training.lemmas import write_table
from training.news_text import sample_for_silver, vector_lines
from training.silver import label_news, learned
from training.teachers.language_model import Views, train_language_model
from training.teachers.marks import pack_marked
from training.teachers.parser import TeachingParser, train_parser
from training.teachers.recogniser import TeachingRecogniser, train_recogniser
from training.teachers.trees import pack_trusted, parsable
from training.vectors import split_words, train_vectors

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.teachers.lexicon import WordVectors

CONFIGS: Final = Path(__file__).with_name("configs")
SILVER_WORDS: Final = 450_000
SILVER_SENTENCES: Final = 17_000
READING_SECONDS: Final = 1_750
"""Time for which each language model reads: about half of the news, once."""
PARSED_WORDS: Final = 650_000
PARSED_SENTENCES: Final = 11_000
GOLD_SHOWN: Final = 2
"""Times that the treebanks stand beside the teacher's trees."""
SYNTAX_POLISH_STEPS: Final = 1_280
TAUGHT_STEPS: Final = 2_400
NAMES_POLISH_STEPS: Final = 800
MARKED_WORDS: Final = 1_150_000
MARKED_SENTENCES: Final = 10_000
NAMES_TAUGHT_STEPS: Final = 4_000


class Recipe:
    """The steps, each a method that writes one file or folder into the work folder."""

    def __init__(self, corpora: Path, work: Path) -> None:
        """Remember the folders; ``work`` is made."""
        work.mkdir(parents=True, exist_ok=True)
        self._corpora, self._work = corpora, work
        self._blank = spacy.blank("en")
        self._treebank = corpora / "nlp" / "parsing" / "train.conllu"

    def run(self) -> None:
        """Run every step that has not been run."""
        torch.set_num_threads(1)
        write_table(self._treebank, english.PIPELINE.parent / lemma_rules.TABLE)
        parser = self._step("syntax", partial(fit, CONFIGS / "syntax.cfg", self._syntax_paths()))
        parser = self._step("syntax-polished", partial(polish, best(parser), SYNTAX_POLISH_STEPS))
        trees = self._step("trees.spacy", partial(self._trees, best(parser)))
        parser = self._step("taught", partial(polish, best(parser), TAUGHT_STEPS, corpus=trees))
        gold = self._name_paths()
        teacher = best(self._step("teacher", partial(fit, CONFIGS / "names.cfg", gold)))
        silver = self._step("silver.spacy", partial(self._silver, teacher, gold["paths.train"]))
        mixed = {**gold, "paths.train": str(silver), "paths.teacher": str(teacher)}
        student = self._step("student", partial(fit, CONFIGS / "student.cfg", mixed))
        student = self._step("student-polished", partial(polish, best(student), NAMES_POLISH_STEPS))
        marked = self._step("marked.spacy", partial(self._marked, best(student)))
        student = self._step(
            "student-taught", partial(polish, best(student), NAMES_TAUGHT_STEPS, corpus=marked)
        )
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
        nlp = spacy.blank("en")
        convert_vectors(nlp, table, truncate=0, prune=-1, mode="floret")
        nlp.to_disk(path)

    def _parsed(self, path: Path) -> None:
        source = self._corpora / "nlp" / "parsing" / f"{path.stem}.conllu"
        treebank.to_docbin(self._blank.vocab, source).to_disk(path)

    def _named(self, path: Path) -> None:
        source = self._corpora / "nlp" / "ner" / f"{path.stem.removesuffix('-names')}.jsonl"
        names.to_docbin(self._blank, source).to_disk(path)

    @cached_property
    def _floret(self) -> WordVectors:
        vectors: WordVectors = spacy.load(self._step("vectors", self._vectors)).vocab.vectors
        return vectors

    @cached_property
    def _views(self) -> Views:
        """Both language models."""
        forth = self._step("forth.pt", partial(self._language_model, reverse=False))
        back = self._step("back.pt", partial(self._language_model, reverse=True))
        return Views(forth, back, self._floret)

    def _language_model(self, path: Path, *, reverse: bool) -> None:
        lines = map(split_words, vector_lines(self._corpora))
        train_language_model(lines, self._floret, READING_SECONDS, path, reverse=reverse)

    def _teaching_parser(self, path: Path) -> None:
        gold = list(treebank.read_sentences(self._treebank))
        train_parser(gold, self._floret, self._views, path)

    def _trees(self, parser: Path, path: Path) -> None:
        """Let the teacher parse news, one of the small parser's sentences at a time."""
        kept = torch.load(self._step("parser.pt", self._teaching_parser), weights_only=True)
        teacher = TeachingParser(kept, self._floret, self._views)
        texts = sample_for_silver(self._corpora, PARSED_WORDS, PARSED_SENTENCES)
        docs = list(spacy.load(parser).pipe(texts))
        sentences = [sentence for doc in docs for sentence in parsable(doc)]
        parses = teacher.read([[word.text for word in sentence] for sentence in sentences])
        packed = pack_trusted(sentences, parses)
        for seed in range(GOLD_SHOWN):
            packed.merge(treebank.to_docbin(self._blank.vocab, self._treebank, seed))
        packed.to_disk(path)

    def _teaching_recogniser(self, path: Path) -> None:
        packed = DocBin().from_disk(self._name_paths()["paths.train"])
        gold = list(packed.get_docs(self._blank.vocab))
        train_recogniser(gold, self._floret, self._views, path)

    def _marked(self, student: Path, path: Path) -> None:
        """Let the teacher mark the names in news that the small recogniser has read before."""
        kept = torch.load(self._step("recogniser.pt", self._teaching_recogniser), weights_only=True)
        teacher = TeachingRecogniser(kept, self._floret, self._views)
        nlp = spacy.load(student)
        nlp.add_pipe(name_rules.COMPONENT)
        texts = sample_for_silver(self._corpora, MARKED_WORDS, MARKED_SENTENCES)
        docs = [piece for doc in nlp.pipe(texts) for piece in names.pieces(learned(doc))]
        readings = teacher.read([[word.text for word in doc] for doc in docs])
        packed = pack_marked(docs, readings)
        packed.merge(DocBin().from_disk(self._name_paths()["paths.train"]))
        packed.to_disk(path)

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
