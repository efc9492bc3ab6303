"""What the model is shown has the published text's length and none of its traps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.enrichment.readable import LONGEST_MARKS, LONGEST_PIECE, LONGEST_WORD, pieces, readable
from tests.measured.growth import MOST, Work, growth


@settings(derandomize=True, max_examples=200)
@given(st.text(max_size=300))
def test_a_readable_text_is_as_long_as_the_published_one(text: str) -> None:
    """Offsets into the one must be offsets into the other."""
    assert len(readable(text)) == len(text)


@settings(derandomize=True, max_examples=200)
@given(st.text(alphabet="ab .\n\"<>&;'\x00", max_size=200))
def test_pieces_stand_where_they_say(text: str) -> None:
    """A piece must be found at its offset, without blanks at its ends, in order."""
    shown = readable(text)
    end = 0
    for start, piece in pieces(shown):
        assert shown[start : start + len(piece)] == piece
        assert piece == piece.strip() != ""
        assert start >= end
        end = start + len(piece)


def test_every_letter_is_in_a_piece() -> None:
    """Cutting must lose nothing but blanks."""
    shown = readable("One line.\r\nAnother one\nthat goes on.\n\n\n" + "word " * 5_000)

    kept = "".join(piece for _, piece in pieces(shown))

    assert kept.replace(" ", "").replace("\n", "") == shown.replace(" ", "").replace("\n", "")


def test_markup_and_control_characters_become_blanks() -> None:
    """Tags, references and control characters must not reach the model as words."""
    shown = readable("<p class='x'>He&nbsp;said\x07 no.</p> Ben &amp; Co")

    assert shown.split() == ["He", "said", "no.", "Ben", "&", "Co"]


def test_a_word_of_100000_characters_is_kept_from_the_model() -> None:
    """The longest word that is shown has LONGEST_WORD characters."""
    assert readable("x" * 100_000).strip() == ""
    assert readable("x" * LONGEST_WORD) == "x" * LONGEST_WORD


def test_long_runs_of_marks_are_kept_from_the_model() -> None:
    """A tokenizer peels marks off one by one; a line of dashes or emoji says nothing."""
    assert readable("no" + '"' * (LONGEST_MARKS + 1) + "yes").split() == ["no", "yes"]
    assert readable("_" * 900 + "😀" * 900).strip() == ""
    assert readable('"' * LONGEST_MARKS) == '"' * LONGEST_MARKS


def test_no_piece_is_longer_than_the_bound() -> None:
    """A paragraph without end must be cut, at a sentence end where there is one."""
    sentence = "The ferry left the harbour at noon. "

    found = [piece for _, piece in pieces(sentence * 2_000)]

    assert max(map(len, found)) <= LONGEST_PIECE
    assert all(piece.endswith("noon.") for piece in found)


@pytest.mark.parametrize("unit", ["<", "&", "a\n", '"', "x"])
def test_a_million_characters_take_as_long_as_their_parts(unit: str) -> None:
    """Time must grow with the length of the text, whatever it is made of."""

    def prepare(size: int) -> Work:
        text = unit * (size // len(unit))
        return lambda: list(pieces(readable(text)))

    assert growth(prepare, 20_000) <= MOST
