"""Terms: words, names, figures and pairs in any language."""

from agents.deduplication.terms import (
    BUCKETS,
    FIGURE,
    LEAD,
    LEAD_WORDS,
    MAX_WORDS,
    NAME,
    PAIR,
    TITLE,
    TermUse,
    bucket_of,
    names_among,
    term_uses,
    words_of,
)


def _uses(title: str, text: str) -> dict[int, TermUse]:
    return term_uses(words_of(title), words_of(text))


def test_a_text_has_its_words_and_numbers_in_order() -> None:
    """Punctuation is left out; a number keeps its commas and points inside."""
    assert words_of("Ferry aground: 1,163 rescued at 6.5 knots.") == [
        "Ferry",
        "aground",
        "1,163",
        "rescued",
        "at",
        "6.5",
        "knots",
    ]


def test_an_empty_text_has_no_terms() -> None:
    """Neither title nor text: no terms, no failure."""
    assert term_uses([], []) == {}


def test_no_more_words_are_read_than_the_limit() -> None:
    """A text of five million words costs no more than a long one."""
    assert len(words_of("word " * 100_000)) == MAX_WORDS


def test_scripts_without_blanks_fall_into_pairs_of_characters() -> None:
    """Chinese, Japanese and Thai are comparable without a dictionary."""
    assert words_of("台風が上陸 10 時") == ["台風", "風が", "が上", "上陸", "10", "時"]


def test_scripts_that_write_vowels_as_marks_keep_their_words_whole() -> None:
    """Hindi words are words; Thai, which has no blanks either, falls into fours of letters."""
    assert words_of("पुलिस ने कहा 12") == ["पुलिस", "ने", "कहा", "12"]
    assert words_of("แผ่นดินไหว")[0] == "แผ่น"


def test_accents_are_the_same_composed_or_not() -> None:
    """Two outlets that encode an accent differently write the same word."""
    assert words_of("Be\u0301atrice") == words_of("B\u00e9atrice") == ["B\u00e9atrice"]


def test_a_word_that_is_also_written_small_is_no_name() -> None:
    """The first word of a sentence is not taken for a name, if the text uses it elsewhere."""
    assert names_among(["Police", "said", "police", "in", "Dovrek"]) == {"Dovrek"}


def test_a_term_knows_its_places() -> None:
    """Title, lead, names, figures and pairs are told apart, and add up over uses."""
    filler = "word " * LEAD_WORDS
    uses = _uses("Quake near Dovrek", f"It shook Dovrek. {filler} Anna Kolve felt 6.1")

    assert uses[bucket_of("dovrek")].places == TITLE | LEAD | NAME
    assert uses[bucket_of("dovrek")].count == 2
    assert uses[bucket_of("quake")].places == TITLE | LEAD
    assert uses[bucket_of("anna kolve")].places == PAIR
    assert uses[bucket_of("6.1")].places == FIGURE


def test_a_text_that_opens_with_its_title_does_not_say_it_twice() -> None:
    """Feeds that repeat the headline in the body give the same counts as those that do not."""
    assert _uses("Ferry aground", "Ferry aground off Sund") == _uses("Ferry aground", "off Sund")


def test_buckets_lie_between_one_and_the_last() -> None:
    """Bucket 0 is kept for "no term", even for text that is no valid Unicode."""
    buckets = [bucket_of(text) for text in ("", "a", "\ud800", "é" * 1000)]

    assert all(0 < bucket < BUCKETS for bucket in buckets)
