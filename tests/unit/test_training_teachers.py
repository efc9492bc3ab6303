"""What teachers read and which of their labels are kept, as far as no network is needed."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.vectors import Mode, Vectors  # type: ignore[import-not-found]

from training.teachers.batches import IGNORED, Frame, backwards, frames, padded, rounded
from training.teachers.lexicon import UNKNOWN, Lexicon, number_parts, sentence_like
from training.teachers.marks import MARKS, Marked, aims, likeliest, names_in, pack_marked
from training.teachers.trees import Parse, is_tree, pack_trusted, parsable

if TYPE_CHECKING:
    from collections.abc import Sequence

NLP = spacy.blank("en")
VECTORS = Vectors(
    data=np.ones((50, 8), np.float32),
    mode=Mode.floret,
    minn=2,
    maxn=3,
    hash_count=1,
    strings=NLP.vocab.strings,
)


def a_parse(heads: Sequence[int], sureness: float) -> Parse:
    """Make a parse of which only the heads and the sureness matter."""
    words = len(heads)
    deps = ["ROOT" if word == head else "dep" for word, head in enumerate(heads)]
    return Parse(list(heads), deps, ["NN"] * words, ["NOUN"] * words, [""] * words, sureness)


def sentences(text: str) -> list[Span]:
    """Cut a text of words and full stops into its sentences."""
    words = text.split()
    starts: list[bool | int | None] = [not i or words[i - 1] == "." for i in range(len(words))]
    return list(Doc(NLP.vocab, words=words, sent_starts=starts).sents)


def test_every_sentence_is_in_one_frame() -> None:
    """However the dice fall, nothing is left out, shown twice or too long for its frame."""
    lengths = [random.Random(seed).randint(1, 130) for seed in range(200)]
    for dice in (None, random.Random(7)):
        made = frames(lengths, 500, dice)
        assert sorted(index for frame in made for index in frame.indices) == list(range(200))
        assert all(len(frame.indices) <= frame.columns for frame in made)
        assert all(lengths[index] <= frame.length for frame in made for index in frame.indices)


def test_frames_have_few_shapes() -> None:
    """A network is compiled for each shape: there are some thirty, not one for each length."""
    made = frames(list(range(1, 101)) * 40, 2_000)
    assert len({(frame.length, frame.columns) for frame in made}) == len(
        {rounded(length) for length in range(1, 101)}
    )


def test_padding_trains_nothing() -> None:
    """Rows stand side by side, and what is missing below and beside them is ignored."""
    filled = padded([[5, 6, 7], [8]], Frame(4, 3, (0, 1)))
    assert filled.T.tolist() == [
        [5, 6, 7, IGNORED],
        [8, IGNORED, IGNORED, IGNORED],
        [IGNORED] * 4,
    ]


def test_turning_round_twice_changes_nothing() -> None:
    """The way back is the way there, and padding stays where it is."""
    places = backwards([3, 5, 1], Frame(6, 4, (0, 1, 2)))
    there = np.take_along_axis(places, places, 0)
    assert (there == np.arange(6)[:, None]).all()


def test_a_rare_part_is_unknown() -> None:
    """What occurs once has no row of its own; what occurs twice has."""
    rows = number_parts(["Oslo", "Oslo", "Bergen"])
    lexicon = Lexicon(rows, VECTORS)
    assert UNKNOWN not in lexicon.lookup("Oslo")[0]
    assert lexicon.lookup("Bergen")[0][0] == UNKNOWN
    assert lexicon.lookup("“")[0].tolist() == lexicon.lookup('"')[0].tolist()


def test_a_frame_is_looked_up_word_by_word() -> None:
    """Each word has its rows, padding is row 0."""
    rows = number_parts(["Oslo", "Oslo"])
    found, view = Lexicon(rows, VECTORS).frame([["Oslo", "calls"], ["Oslo"]], Frame(2, 3, (0, 1)))
    assert found[..., 0].T.tolist() == [[2, UNKNOWN], [2, 0], [0, 0]]
    assert view.shape == (2, 3, 8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained all day . She left .", ["It rained all day .", "She left ."]),
        ("It rained all day . she left", ["It rained all day . she left"]),
        ("Mr . Berg left", ["Mr . Berg left"]),
    ],
)
def test_text_is_cut_where_sentences_seem_to_end(text: str, expected: list[str]) -> None:
    """A stop ends one where a capital follows, unless only an abbreviation would be left."""
    words = text.split()
    assert [" ".join(words[a:b]) for a, b in sentence_like(words)] == expected


def test_a_text_without_stops_is_cut_all_the_same() -> None:
    """No range is endless, and together they are the text."""
    ranges = sentence_like(["word"] * 150)
    assert [end - start for start, end in ranges] == [60, 60, 30]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [([0], True), ([1, 1, 1], True), ([1, 2, 0], False), ([0, 1], False), ([0, 2, 1], False)],
)
def test_a_tree_has_one_root_and_no_circle(heads: list[int], expected: bool) -> None:
    """Every word leads to the one root."""
    assert is_tree(heads) is expected


def test_sentences_that_are_no_prose_are_not_parsed() -> None:
    """Fragments of a word or two teach nothing."""
    (doc,) = {sentence.doc for sentence in sentences("Oslo . The rain fell all day .")}
    assert [sentence.text for sentence in parsable(doc)] == ["The rain fell all day ."]


def test_only_trusted_parses_are_packed_and_neighbours_stay_together() -> None:
    """The least sure fifth and what is no tree are left out; a gap parts documents."""
    text = "a b . c d . e f . g h . i j . k l ."
    found = sentences(text)
    good, circle = [1, 1, 1], [1, 2, 0]
    parses = [a_parse(good, -0.1) for _ in found]
    parses[2], parses[4] = a_parse(good, -0.9), a_parse(circle, -0.1)
    packed = pack_trusted(found, parses).get_docs(NLP.vocab)
    assert [doc.text.strip() for doc in packed] == ["a b . c d .", "g h .", "k l ."]


def test_a_packed_tree_is_the_one_that_was_parsed() -> None:
    """Heads, relations and tags reach the document as they are."""
    found = sentences("a b . c d .")
    parses = [a_parse([1, 1, 1], -0.1), a_parse([0, 0, 0], -0.1)]
    (doc,) = pack_trusted(found, parses).get_docs(NLP.vocab)
    assert [word.head.i for word in doc] == [1, 1, 1, 3, 3, 3]
    assert [word.dep_ for word in doc] == ["dep", "ROOT", "dep", "ROOT", "dep", "dep"]


def named(text: str, *names: tuple[int, int, str], missing: Sequence[int] = ()) -> Doc:
    """Make a document with names, and words of which nothing is known."""
    doc = Doc(NLP.vocab, words=text.split())
    spans = [Span(doc, start, end, label=label) for start, end, label in names]
    doc.set_ents(spans, missing=[doc[i : i + 1] for i in missing], default="outside")
    return doc


def marks_of(doc: Doc) -> list[str]:
    """Show the mark of each word; "-" is missing."""
    return [MARKS[aim] if aim != IGNORED else "-" for aim in aims(doc)]


def test_the_aim_of_a_word_is_its_mark() -> None:
    """What is not annotated trains nothing."""
    doc = named("Anna Berg saw something", (0, 2, "PERSON"), missing=[3])
    assert marks_of(doc) == ["B-PERSON", "I-PERSON", "O", "-"]


def test_no_name_goes_on_that_has_not_begun() -> None:
    """The likeliest marks one by one may be impossible together; the likeliest row is not."""
    logs = np.full((3, len(MARKS)), -9.0)
    for word, mark, score in (
        (0, "O", -1.0),
        (0, "B-ORG", -1.5),
        (1, "I-ORG", -0.5),
        (1, "O", -3.0),
        (2, "O", -0.1),
    ):
        logs[word, MARKS.index(mark)] = score
    assert [MARKS[number] for number in likeliest(logs)] == ["B-ORG", "I-ORG", "O"]
    logs[0, MARKS.index("B-ORG")] = -6.0
    assert [MARKS[number] for number in likeliest(logs)] == ["O", "O", "O"]


def test_names_side_by_side_stay_two() -> None:
    """A name begins where the mark says so, even beside another."""
    marks = ["B-LOC", "B-LOC", "I-LOC", "O", "B-ORG"]
    assert list(names_in(marks)) == [(0, 1, "LOC"), (1, 3, "LOC"), (4, 5, "ORG")]


@pytest.mark.parametrize(
    ("own", "marks", "sure", "expected"),
    [
        ((0, 2, "ORG"), "B-ORG I-ORG O", 0.5, ["B-ORG", "I-ORG", "O"]),
        ((0, 2, "ORG"), "B-LOC I-LOC O", 0.95, ["B-LOC", "I-LOC", "O"]),
        ((0, 2, "ORG"), "B-LOC O O", 0.5, ["-", "-", "O"]),
        ((0, 2, "ORG"), "O O B-LOC", 0.95, ["O", "O", "B-LOC"]),
        ((0, 1, "ORG"), "O B-LOC O", 0.5, ["-", "-", "O"]),
    ],
    ids=["agreed", "teacher sure", "neither", "sure of none", "one each"],
)
def test_a_doubtful_mark_is_missing(
    own: tuple[int, int, str], marks: str, sure: float, expected: list[str]
) -> None:
    """A name counts if both find it or the teacher is sure; else nothing is known there."""
    reading = Marked(marks.split(), [sure] * 3)
    (doc,) = pack_marked([named("Berg Steel grew", own)], [reading]).get_docs(NLP.vocab)
    assert marks_of(doc) == expected


def test_the_pure_parts_need_no_network_library() -> None:
    """Whoever runs the tests need not install it."""
    names = ("lexicon", "batches", "trees", "marks")
    lines = [f"import training.teachers.{name}" for name in names]
    code = "\n".join(["import sys", *lines, "assert 'torch' not in sys.modules"])
    subprocess.run([sys.executable, "-c", code], check=True)
