"""Write the table of lemmas that the suffix rules do not give by themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from agents.enrichment.lemma_rules import KNOWN, lemma
from training.treebank import read_sentences

if TYPE_CHECKING:
    from pathlib import Path

_BASE_TAGS = {"VB": "VB", "VBP": "VB", "JJ": "JJ", "RB": "JJ"}
_INFLECTED = ("VBZ", "VBD", "VBN", "VBG")


def write_table(treebank: Path, output: Path) -> int:
    """Write the exceptions and the known base forms of a treebank; give the number of rows."""
    counts = defaultdict[tuple[str, str], Counter[str]](Counter)
    known = dict[tuple[str, str], str]()
    for sentence in read_sentences(treebank):
        for form, tag, found in zip(sentence.words, sentence.tags, sentence.lemmas, strict=True):
            if form.isspace() or "\t" in found:
                continue
            counts[form.lower().replace("’", "'"), tag][found] += 1
            kind = "VB" if tag in _INFLECTED else _BASE_TAGS.get(tag)
            if kind and found.isalpha() and found.islower():
                known[found, f"{KNOWN} {kind}"] = found
    rows = dict(known)
    for (form, tag), lemmas in counts.items():
        if tag in ("NNP", "ADD", "GW", "NFP", "XX", "CD"):
            continue
        best, seen = lemmas.most_common(1)[0]
        if lemma(form, tag, known) != best and (seen > 1 or tag in _INFLECTED):
            rows[form, tag] = best
    lines = [f"{form}\t{tag}\t{found}\n" for (form, tag), found in sorted(rows.items())]
    output.write_text("".join(lines), encoding="utf-8")
    return len(lines)
