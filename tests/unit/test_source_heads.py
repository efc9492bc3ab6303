"""A speaker is right by the head of the words that name him."""

import pytest

from agents.evaluation.source_heads import head_of, heads_of, names_the_same


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("Admiral Craig Faller of the Southern Command", "Faller"),
        ("a spokesman for Ann Lee", "spokesman"),
        ("according to the Journal", "Journal"),
        ("Clinton’s campaign manager Robby Mook", "Mook"),
        ("a report released last year", "report"),
        ("experts I interviewed", "experts"),
        ("Lee's", "Lee"),
        ("police on Monday", "police"),
        ("a leading economist", "economist"),
        ("the AFL-CIO", "AFL-CIO"),
        ("who", "who"),
    ],
)
def test_the_head_is_the_last_word_of_the_first_phrase(words: str, head: str) -> None:
    """Neither what follows a preposition nor a reduced clause is the head."""
    found = head_of(words, (0, len(words)))

    assert found is not None
    assert words[slice(*found)] == head


@pytest.mark.parametrize(
    ("source", "heads"),
    [
        ("the police chief, Ann Lee,", ["chief", "Lee"]),
        ("Ann Lee, the police chief", ["Lee"]),
        ("Ann Lee, of Paris, and Bo Ray", ["Lee", "Ray"]),
        ("Ann Lee and Bo Ray", ["Lee", "Ray"]),
        ("“…”", []),
    ],
)
def test_a_source_may_have_several_heads(source: str, heads: list[str]) -> None:
    """A name in apposition to a role counts, and each of several people."""
    assert [source[slice(*head)] for head in heads_of(source, [(0, len(source))])] == heads


def test_touching_the_source_is_not_enough() -> None:
    """Whoever a spokesman speaks for is not the speaker."""
    text = "a spokesman for Ann Lee"

    assert names_the_same(text, (0, 11), [(0, len(text))])
    assert not names_the_same(text, (16, 23), [(0, len(text))])
    assert not names_the_same(text, (16, 23), [])
