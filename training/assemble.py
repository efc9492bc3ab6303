"""Join the trained halves to the one pipeline that is shipped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import spacy

from agents.enrichment.lemma_rules import COMPONENT as LEMMAS
from agents.enrichment.name_rules import COMPONENT as NAMES
from agents.enrichment.sentence_rules import COMPONENT as SENTENCES

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

VERSION = "1.0.0"


def assemble(syntax: Path, names: Path, output: Path) -> Language:
    """Put the recogniser and the rules behind the tagger and parser, and write the result."""
    nlp = spacy.load(syntax)
    nlp.add_pipe("ner", source=spacy.load(names))
    nlp.add_pipe(SENTENCES, before="parser")
    nlp.add_pipe(LEMMAS, after="tagger")
    nlp.add_pipe(NAMES, last=True)
    nlp.meta.update(
        {
            "name": "storywire_news_small",
            "version": VERSION,
            "license": "CC BY-SA 4.0",
            "description": "English news: tags, morphology, lemmas, UD syntax, names.",
            "performance": {},
            "sources": [],
        }
    )
    # Where the corpora lay on the machine that trained is nobody's business.
    config = nlp.config
    config["paths"] = dict.fromkeys(config["paths"])
    nlp.config = config
    nlp.to_disk(output)
    _forget_words(nlp, output / "vocab" / "strings.json")
    return nlp


def _forget_words(nlp: Language, strings: Path) -> None:
    """Keep the labels and drop the words of the training texts; loading needs none of them."""
    labels = {label for names in nlp.pipe_labels.values() for label in names}
    kept = sorted(word for word in nlp.vocab.strings if word in labels or "=" in word)
    strings.write_text(json.dumps(kept, indent=0), encoding="utf-8")
