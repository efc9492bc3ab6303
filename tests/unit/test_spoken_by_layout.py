"""Marks, lines and layout tell who speaks: transcripts, labels, signatures."""

from typing import Final

import pytest
import spacy
from spacy.tokens import Doc, Span

from agents.enrichment.institutions import find_institutions
from agents.enrichment.marks import labelled_lines, signed_quotations
from agents.enrichment.quotations import quotations
from agents.enrichment.quoted_tokens import QuotedTokens
from agents.enrichment.readable import pieces, readable
from agents.enrichment.reading import Reading, read
from agents.enrichment.transcripts import turns

NLP: Final = spacy.blank("en")
NLP.add_pipe("sentencizer")


def a_reading(text: str, *people: str) -> Reading:
    """Read a text line by line; the words of ``people`` are names."""
    docs = [(at, a_doc(line, *people)) for at, line in pieces(readable(text))]
    return read(text, docs)


def a_doc(line: str, *people: str) -> Doc:
    """Make a document with a sentence and the people's names."""
    doc = NLP(line)
    spans = [doc.char_span(line.index(name), line.index(name) + len(name), label="PERSON")
             for name in people if name in line]  # fmt: skip
    doc.ents = [span for span in spans if isinstance(span, Span)]
    return doc


def shown(reading: Reading, first: int, end: int) -> str:
    """Give the text of a range of tokens."""
    return reading.text[reading.tokens[first].start : reading.tokens[end - 1].end]


def test_a_transcript_gives_each_turn_to_its_speaker() -> None:
    """Paragraphs without a name go on with the turn before."""
    reading = a_reading("WALLACE: Did you know?\nLEE: No.\nNot then.\nWALLACE: Thanks.")

    found = [
        (reading.tokens[turn.speaker].text, [shown(reading, *said) for said in turn.content])
        for turn in turns(reading)
    ]

    assert found == [
        ("WALLACE", ["Did you know?"]),
        ("LEE", ["No.", "Not then."]),
        ("WALLACE", ["Thanks."]),
    ]


@pytest.mark.parametrize("text", ["NOTE: The office is closed.", "Ann: Hi.\nBo: Hi.", ""])
def test_a_single_label_makes_no_transcript(text: str) -> None:
    """Nor do names that are not in capitals."""
    assert list(turns(a_reading(text))) == []


def test_a_quotation_may_be_signed() -> None:
    """A dash and a name after it."""
    text = "“We saw smoke.” — Ann Lee"
    reading = a_reading(text)
    quoted = QuotedTokens(reading, quotations(text, readable(text), [(0, len(text))]))

    [(cue, source, said)] = signed_quotations(reading, quoted.ranges)

    assert (reading.tokens[cue].text, reading.tokens[source].text) == ("—", "Lee")
    assert shown(reading, *said) == "“We saw smoke.”"


@pytest.mark.parametrize(
    ("line", "source", "said"),
    [
        ("Ann Lee: We saw smoke", "Lee", "We saw smoke"),
        ("Poll: Most want change", "Poll", "Most want change"),
    ],
)
def test_a_line_may_be_labelled_with_who_says_it(line: str, source: str, said: str) -> None:
    """A name or a word such as "poll" before a colon."""
    reading = a_reading(line, "Ann Lee")

    [(_, head, content)] = labelled_lines(reading)

    assert reading.tokens[head].text == source
    assert shown(reading, *content) == said


def test_another_word_before_a_colon_says_nothing() -> None:
    """A heading is not a speaker."""
    assert list(labelled_lines(a_reading("Tomorrow: Rain in the north"))) == []


def test_a_mark_of_two_strokes_is_no_word_longer() -> None:
    """The quotation ends before the verb after it, though its mark has two characters."""
    text = "''We saw smoke,'' said Lee."
    reading = a_reading(text)

    [(first, end)] = QuotedTokens(
        reading, quotations(text, readable(text), [(0, len(text))])
    ).ranges

    assert [token.text for token in reading.tokens[first:end]][-2:] == [",", '"']
    assert reading.tokens[end].text == "said"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Harbor Police Department said", ["Harbor Police Department"]),
        ("the department said", []),
    ],
)
def test_institutions_are_named_in_capitals_around_a_head(text: str, found: list[str]) -> None:
    """A head word alone, or in small letters, is no name."""
    doc = NLP(text)

    assert [doc[start:end].text for start, end in find_institutions(doc)] == found
