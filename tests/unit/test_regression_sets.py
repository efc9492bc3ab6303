"""The hand-written sets that quality tests rely on are sound."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[1] / "data"
ONTONOTES = {
    *("PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "DATE", "TIME"),
    *("MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"),
}
CONFLICTS = {"figure", "name", "wording", "attribution", "polarity", "time", "place"}


def read_lines(name: str) -> list[dict[str, Any]]:
    """Read a file of JSON lines from the test data."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


PAIRS = read_lines("claim_pairs.jsonl")
PASSAGES = read_lines("news_sentences.jsonl")


def test_claim_pairs_are_balanced() -> None:
    """Each relation has over a quarter of the pairs; each kind of conflict has at least five."""
    relations = Counter(pair["relation"] for pair in PAIRS)
    conflicts = Counter(pair["conflict_kind"] for pair in PAIRS if pair["relation"] == "conflict")

    assert len(PAIRS) >= 72
    assert set(relations) == {"same", "different", "conflict"}
    assert min(relations.values()) >= len(PAIRS) * 0.28
    assert set(conflicts) == CONFLICTS
    assert min(conflicts.values()) >= 5


def test_claim_pairs_are_well_formed() -> None:
    """Each side has a text, a kind and a speaker or none; only conflicts have a conflict kind."""
    for pair in PAIRS:
        assert ("conflict_kind" in pair) == (pair["relation"] == "conflict")
        for side in (pair["a"], pair["b"]):
            assert side["text"]
            assert side["kind"] in {"quote", "reported", "figure", "statement"}
            assert side["speaker"] is None or side["speaker"]


def test_no_claim_pair_occurs_twice() -> None:
    """Ids and pairs (texts and speakers) are unique, and no pair is trivially itself."""
    keys = [tuple((p[s]["text"], p[s]["speaker"]) for s in ("a", "b")) for p in PAIRS]

    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS)
    assert len(set(keys)) == len(keys)
    assert all(a != b for a, b in keys)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["id"])
def test_offsets_of_a_passage_cut_out_whole_words(passage: dict[str, Any]) -> None:
    """Every span lies in the text, is not empty and begins and ends at the edge of a word."""
    text = passage["text"]
    spans = [tuple(span[:2]) for span in passage["names"]]
    for attribution in passage["attributions"]:
        spans += [tuple(attribution[k]) for k in ("source", "cue", "content") if attribution[k]]

    for start, end in spans:
        piece = text[start:end]
        assert piece == piece.strip() != ""
        assert not (text[start - 1 : start].isalnum() and piece[0].isalnum())
        assert not (text[end : end + 1].isalnum() and piece[-1].isalnum())


def test_names_have_known_labels_and_do_not_overlap() -> None:
    """Labels are OntoNotes names, and names stand one after the other."""
    labels = Counter(label for passage in PASSAGES for _, _, label in passage["names"])

    assert set(labels) == ONTONOTES
    for passage in PASSAGES:
        names = passage["names"]
        assert all(a[1] <= b[0] for a, b in pairwise(names))


def test_attributions_have_known_types_and_disjoint_parts() -> None:
    """Source and cue lie outside the content, except for nested speech."""
    types = Counter(a["type"] for passage in PASSAGES for a in passage["attributions"])

    assert set(types) == {"direct", "indirect", "mixed"}
    assert len(PASSAGES) >= 40
    for attribution in (a for passage in PASSAGES for a in passage["attributions"]):
        start, end = attribution["content"]
        for part in (attribution["source"], attribution["cue"]):
            assert part is None or part[1] <= start or part[0] >= end
