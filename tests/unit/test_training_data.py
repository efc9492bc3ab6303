"""Training data say what the corpora say, and "not annotated" stays missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import spacy

from training.names import attach_clitics, to_docs
from training.news_text import is_english
from training.register import curl_quotes
from training.treebank import read_sentences, to_docbin

if TYPE_CHECKING:
    from pathlib import Path

NLP = spacy.blank("en")
TREEBANK = """# newdoc id = d1
# newpar
1\tHe\the\tPRON\tPRP\tNumber=Sing\t2\tnsubj\t_\t_
2\tleft\tleave\tVERB\tVBD\tTense=Past\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tdo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_

"""


def labels(**record: Any) -> list[tuple[str, str]]:
    """Show each token of a record with its IOB mark; "-" is missing."""
    full = {"source": "wikigold", "masked": [], **record}
    (doc,) = to_docs(NLP, full)
    return [(token.text, token.ent_iob_ or "-") for token in doc]


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    """Write the small treebank."""
    path = tmp_path / "small.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    return path


def test_a_masked_span_is_missing() -> None:
    """Something is annotated there that has no label here: no answer is wrong."""
    marks = labels(text="Ann saw Xyz", spans=[[0, 3, "PERSON"]], masked=[[8, 11]], covered=["NORP"])
    assert marks == [("Ann", "B"), ("saw", "O"), ("Xyz", "-")]


def test_a_date_is_missing_where_dates_are_not_covered() -> None:
    """Where they are covered, a date without a label is none."""
    text = "On Monday"
    assert labels(text=text, spans=[], covered=["NORP"])[1] == ("Monday", "-")
    assert labels(text=text, spans=[], covered=["NORP", "DATE"])[1] == ("Monday", "O")


def test_a_demonym_is_missing_where_peoples_are_not_covered() -> None:
    """Its absence proves nothing."""
    assert labels(text="An Iranian", spans=[], covered=["DATE"])[1] == ("Iranian", "-")


def test_titles_are_cut_off_persons() -> None:
    """The name is Ann Lee, whoever calls her Dr."""
    marks = labels(text="Dr. Ann Lee", spans=[[0, 11, "PERSON"]], covered=["NORP"])
    assert marks == [("Dr.", "O"), ("Ann", "B"), ("Lee", "I")]


def test_offsets_move_with_a_closed_gap() -> None:
    """Every span after a closed gap still cuts out its text."""
    fixed = attach_clitics(
        {"text": "Ann 's dog did n't see Bo", "spans": [[23, 25, "PERSON"]], "masked": [[7, 10]]}
    )
    cut = [fixed["text"][start:end] for start, end, _ in fixed["spans"]]
    assert cut == ["Bo"]
    assert [fixed["text"][start:end] for start, end in fixed["masked"]] == ["dog"]


def test_multiword_tokens_come_split_and_glued(treebank: Path) -> None:
    """The tokenizer splits "don't" as well, and no blank stands between its parts."""
    first, second = read_sentences(treebank)
    assert first.words == ["He", "left", "."]
    assert second.words == ["do", "n't", "go"]
    assert second.spaces == [False, True, True]


def test_heads_count_through_the_document(treebank: Path) -> None:
    """The second sentence's root is its own head, behind the first sentence."""
    (doc,) = to_docbin(NLP.vocab, treebank).get_docs(NLP.vocab)
    assert [token.head.i for token in doc] == [1, 1, 1, 5, 5, 5]
    assert [sentence.root.text for sentence in doc.sents] == ["left", "go"]


def test_quotes_curl_toward_their_words() -> None:
    """An opening mark follows a blank, a closing one a word."""
    words = ["He", "said", ",", '"', "It", "'s", "on", ".", '"']
    spaces = [True, False, True, False, False, True, False, False, True]
    assert curl_quotes(words, spaces)[3] == "“"
    assert curl_quotes(words, spaces)[-1] == "”"
    assert curl_quotes(words, spaces)[5] == "’s"


def test_other_languages_are_left_out() -> None:
    """Vectors and silver labels are English."""
    assert not is_english(
        "Der Mann sagte, dass er in dem Haus war und dass es nicht seines war. " * 3
    )
