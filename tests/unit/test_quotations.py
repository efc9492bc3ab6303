"""Quotation marks of all kinds are paired."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.enrichment.quotations import quotations
from agents.enrichment.readable import pieces, readable


def found_in(text: str) -> list[str]:
    """Give the quotations of a text, marks included."""
    shown = readable(text)
    paragraphs = [(start, start + len(piece)) for start, piece in pieces(shown)]
    return [text[one.start : one.end] for one in quotations(text, shown, paragraphs)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“No,” she said.", ["“No,”"]),
        ('"No," she said. "Not now."', ['"No,"', '"Not now."']),
        ("''No,'' she said.", ["''No,''"]),
        ("«Non», dit-elle.", ["«Non»"]),
        ("‘It is over,’ the boys’ father said.", ["‘It is over,’"]),
        ("'It isn't over,' he said.", ["'It isn't over,'"]),
        ("The boys' mother didn't know; it's the '90s.", []),
        ("Nothing quoted here.", []),
        ("“He told me ‘go’ and I went,” she said.", ["“He told me ‘go’ and I went,”"]),
        ('He called it "a disaster".', ['"a disaster"']),
        ("", []),
    ],
)
def test_quotations_are_found_with_their_marks(text: str, expected: list[str]) -> None:
    """Each kind of mark opens and closes; apostrophes do neither."""
    assert found_in(text) == expected


def test_a_quotation_may_go_on_in_the_next_paragraph() -> None:
    """A paragraph that ends inside a quotation ends that part of it."""
    text = "“There were three.\n\n“I hid,” she said."

    assert found_in(text) == ["“There were three.", "“I hid,”"]


@settings(derandomize=True, max_examples=300)
@given(st.text(alphabet="ab .,\n\"“”'’‘", max_size=120))
def test_quotations_never_overlap(text: str) -> None:
    """Whatever the marks, quotations are in order and lie in the text."""
    shown = readable(text)
    paragraphs = [(start, start + len(piece)) for start, piece in pieces(shown)]
    end = 0
    for one in quotations(text, shown, paragraphs):
        assert end <= one.start < one.inner_start <= one.inner_end <= one.end <= len(text)
        end = one.end
