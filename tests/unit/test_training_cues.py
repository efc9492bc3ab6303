"""Training of learned cues: rows, likeness, and a model that tells words apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from agents.enrichment.cue_features import GROUPS, Description
from agents.enrichment.cue_model import Word
from agents.evaluation.reading import json_lines
from tests.parsed.sentences import a_doc
from training.cues.__main__ import LABELS
from training.cues.fit import Trainer
from training.cues.likeness import Usage
from training.cues.rows import Row, labelled_rows, news_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

SAYS = ("slam", "praise", "mock", "blame", "hail")
DOES = ("paint", "lift", "wash", "burn", "weld")


def a_candidate(lemma: str, source: str) -> Description:
    """Make an object of a verb, by somebody or by something."""
    facts = {"frame": "object", "head": "NOUN", "source": source, "quoted": "no", "tag": "VBD"}
    return Description(lemma, "plan", "", "", facts)


def vector(word: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Give cues and other words vectors that point apart."""
    says, spread = word in {*SAYS, "zorb"}, len(word) / 10
    return np.array([1.0 if says else -1.0, spread], np.float32)


@pytest.fixture
def news() -> list[Row]:
    """Make rows of news: people say things, things are done."""
    return [
        Row(a_candidate(lemma, "PERSON" if says else "thing"), "object" if says else "")
        for says, lemmas in ((True, SAYS), (False, DOES))
        for lemma in lemmas
        for _ in range(8)
    ]


def test_a_row_is_read_as_it_was_written() -> None:
    """Words, facts, rule and label."""
    row = Row(a_candidate("slam", "PERSON"), "object", label=True)

    assert Row.from_json(row.as_json()) == row


SENTENCE = (
    "Lee/NNP>2:nsubj zorbed|zorb/VBD>0:root that/IN>5:mark it/PRP>5:nsubj "
    "sank|sink/VBD>2:ccomp ./.>2:punct"
)


class ParsedByHand:
    """Stands for a pipeline: gives one parsed sentence for whatever text."""

    def pipe(self, texts: Iterable[str], **_options: int) -> Iterator[Doc]:
        """Give the sentence for each text."""
        return (a_doc(SENTENCE, names={"Lee": "PERSON"}) for _ in texts)


def test_news_give_candidates_that_no_rule_found_too() -> None:
    """Of a verb that no list holds, with a clause: rules know it by "that"."""
    [row] = news_rows(cast("Language", ParsedByHand()), ["Lee zorbed that it sank."])

    assert (row.candidate.lemma, row.candidate.facts["frame"], row.rule) == (
        "zorb",
        "clause",
        "clause",
    )
    assert row.label is None


@pytest.mark.parametrize(("content", "right"), [([[11, 23]], True), ([[0, 3]], False)])
def test_a_clause_is_right_if_it_is_labelled(content: list[list[int]], *, right: bool) -> None:
    """And false if it is not: all clauses of these texts were judged."""
    record = {"text": "Lee zorbed that it sank.", "attributions": [{"content": content}]}

    [row] = labelled_rows(cast("Language", ParsedByHand()), [record])

    assert row.label is right


def test_uses_are_told_as_ratios_to_all_words(news: list[Row]) -> None:
    """Listed verbs are used by people more than others are; unknown ones as often."""
    usage = Usage(row.candidate for row in news)

    by_people = [usage.row("verb", lemma)[0] for lemma in ("slam", "unheard", "paint")]

    assert by_people[0] > by_people[1] > by_people[2]
    assert by_people[1] == pytest.approx(0.0, abs=1e-3)
    assert (usage.count("verb", "slam"), usage.count("noun", "slam")) == (8, 0)


def test_a_model_tells_words_that_nobody_labelled(news: list[Row]) -> None:
    """Of two such verbs the one that is used like cues scores higher."""
    words = {lemma: Word((2.0,) * len(GROUPS)) for lemma in (*SAYS, "zorb")}
    words |= {lemma: Word((-4.0,) * len(GROUPS)) for lemma in (*DOES, "knit")}
    labelled = [Row(row.candidate, "", label=bool(row.rule)) for row in news]

    model = Trainer(words, vector).fit(news, labelled, [1.0] * len(labelled))

    zorbs, knits = (model.score(a_candidate(lemma, "PERSON")) for lemma in ("zorb", "knit"))
    assert zorbs > knits
    assert model.score(a_candidate("zorb", "PERSON")) > 0
    assert model.score(a_candidate("knit", "thing")) < 0


def test_labels_without_a_text_come_from_texts_that_are_not_ours() -> None:
    """Sentences are kept of free texts only; each row can be trained on."""
    rows = list(json_lines(LABELS))

    assert {row["from"] for row in rows if "text" not in row} == {"political news, text left out"}
    assert all("text" in row for row in rows if row["from"] != "political news, text left out")
    assert all(isinstance(row["label"], bool) for row in rows)
    assert all(Row.from_json(row).candidate.group in GROUPS for row in rows)
