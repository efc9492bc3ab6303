"""Candidates of texts as rows: described, with the rule that found them, if one did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from agents.enrichment.attribution import covered
from agents.enrichment.attributions import AttributionFinder
from agents.enrichment.constructions import Constructions
from agents.enrichment.cue_features import Describer, Description
from agents.enrichment.quotations import quotations
from agents.enrichment.quoted_tokens import QuotedTokens
from agents.enrichment.readable import pieces, readable
from agents.enrichment.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language

    from agents.enrichment.attribution import Attribution
    from agents.enrichment.constructions import Candidate
    from agents.enrichment.reading import Reading

_LONGEST_TEXT: Final = 2_500
_LONGEST_SENTENCE: Final = 250
_BATCH: Final = 50
_NOT_BY_CUE: Final = frozenset({"quotation beside", "transcript", "colon", "mixed", "according to"})
_COVERS: Final = 0.3
_FITS: Final = 0.25


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate; ``rule`` is empty if none found it, ``label`` is None if nobody judged it."""

    candidate: Description
    rule: str = ""
    label: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """Give what ``from_json`` reads."""
        one = self.candidate
        words = [one.lemma, one.head, one.source, one.governor]
        return {"words": words, "facts": dict(one.facts), "rule": self.rule, "label": self.label}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Row:
        """Make a row of what ``as_json`` gave; other fields are left aside."""
        lemma, head, source, governor = data["words"]
        candidate = Description(lemma, head, source, governor, data["facts"])
        return cls(candidate, data.get("rule", ""), data.get("label"))


def news_rows(nlp: Language, texts: Iterable[str]) -> Iterator[Row]:
    """Give the candidates of unlabelled texts, of long ones those of the beginning."""
    for text in texts:
        reading, quoted, found = _read(nlp, text[:_LONGEST_TEXT])
        rules = {one.cue[0]: one.rule for one in found}
        taken = covered(found)
        for candidate, description in _described(reading, quoted):
            rule = rules.get(candidate.cue, "")
            if rule not in _NOT_BY_CUE and (rule or not _is_inside(candidate, taken)):
                yield Row(description, rule)


def labelled_rows(nlp: Language, records: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """Give the candidates of texts whose attributions of clauses are labelled.

    The labels say nothing of attitudes: only a clause that is not labelled is labelled false.
    """
    for record in records:
        reading, quoted, found = _read(nlp, record["text"])
        taken, rules = covered(found), {one.cue[0]: one.rule for one in found}
        labels = [_tokens(reading, one["content"]) for one in record["attributions"]]
        for candidate, description in _described(reading, quoted):
            rule = rules.get(candidate.cue, "")
            if rule in _NOT_BY_CUE or (not rule and _is_inside(candidate, taken)):
                continue
            tokens = set(candidate.tokens)
            shared = [(len(tokens & label), len(label)) for label in labels if tokens & label]
            right = any(n >= _COVERS * size and n >= _FITS * len(tokens) for n, size in shared)
            if right or _is_clause(candidate):
                yield Row(description, rule, right)


def _is_clause(candidate: Candidate) -> bool:
    return candidate.frame == "clause" or (
        candidate.frame == "noun clause" and candidate.by == "that"
    )


def _is_inside(candidate: Candidate, taken: set[int]) -> bool:
    return candidate.cue in taken and taken.issuperset(candidate.tokens)


def _tokens(reading: Reading, spans: Sequence[Sequence[int]]) -> set[int]:
    return {
        at
        for start, end in spans
        for at in range(reading.token_at(start), reading.token_at(end - 1) + 1)
    }


def _read(nlp: Language, text: str) -> tuple[Reading, QuotedTokens, list[Attribution]]:
    shown = readable(text)
    parts = list(pieces(shown))
    docs = nlp.pipe([part for _, part in parts], batch_size=_BATCH)
    reading = read(text, [(at, doc) for (at, _), doc in zip(parts, docs, strict=True)])
    quoted = quotations(text, shown, [(at, at + len(part)) for at, part in parts])
    found = AttributionFinder(reading, quoted, learned=None).find()
    return reading, QuotedTokens(reading, quoted), found


def _described(reading: Reading, quoted: QuotedTokens) -> Iterator[tuple[Candidate, Description]]:
    constructions, describer = Constructions(reading), Describer(reading, quoted)
    for token in reading.tokens:
        first, end = reading.sentences[token.sentence]
        if quoted.is_speech(token.index) or end - first > _LONGEST_SENTENCE:
            continue
        for candidate in constructions.of(token):
            yield candidate, describer.describe(candidate)
