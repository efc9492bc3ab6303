"""Label unlabelled news with a trained recogniser; the whole collection votes on each name."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from spacy.tokens import Doc, DocBin, Span

from agents.enrichment.english.gazetteers import people_names
from training.names import LEARNED, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

CLEAR_SHARE = 0.75
"""Share of a name's votes that its first label needs to overrule the others, in (0.5, 1]."""
FEWEST_VOTES = 4
NOT_A_NAME = ""

_VOTED = frozenset({"PERSON", "ORG", "LOC"})
_LONGEST_NAME = 6


def label_news(nlp: Language, paragraphs: Iterable[str]) -> DocBin:
    """Label paragraphs; a clear majority decides a name everywhere, a doubtful one is missing."""
    docs = [learned(doc) for doc in nlp.pipe(paragraphs, batch_size=256)]
    verdicts = _verdicts(docs)
    packed = DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], store_user_data=False)
    for doc in docs:
        if any(doc.ents):
            packed.add(_voted(doc, verdicts))
    return packed


def learned(doc: Doc) -> Doc:
    """Write all places as LOC and drop what rules find and no recogniser learns."""
    merged = (("LOC" if ent.label_ in PLACES else ent.label_, ent) for ent in doc.ents)
    doc.set_ents(
        [Span(doc, ent.start, ent.end, label=label) for label, ent in merged if label in LEARNED]
    )
    return doc


def _verdicts(docs: list[Doc]) -> dict[str, str | None]:
    """Map each name to its label for the collection, or to None where the votes are split."""
    votes = defaultdict[str, Counter[str]](Counter)
    for doc in docs:
        for entity in doc.ents:
            if entity.label_ in _VOTED:
                votes[entity.text][entity.label_] += 1
    for text, count in _unnamed(docs, votes).items():
        votes[text][NOT_A_NAME] += count
    verdicts = dict[str, str | None]()
    for text, counts in votes.items():
        label, most = counts.most_common(1)[0]
        total = counts.total()
        if total >= FEWEST_VOTES:
            verdicts[text] = label if most / total >= CLEAR_SHARE else None
    return verdicts


def _unnamed(docs: list[Doc], names: dict[str, Counter[str]]) -> Counter[str]:
    """Count where a string that is a name elsewhere stands alone and unlabelled."""
    single = {text for text in names if " " not in text}
    return Counter(
        token.text
        for doc in docs
        for token in doc
        if not token.ent_type_ and token.text in single and not _beside_capital(token.doc, token.i)
    )


def _beside_capital(doc: Doc, index: int) -> bool:
    before = doc[index - 1].text if index else ""
    after = doc[index + 1].text if index + 1 < len(doc) else ""
    return before[:1].isupper() or after[:1].isupper()


def _voted(doc: Doc, verdicts: dict[str, str | None]) -> Doc:
    kept, doubtful, taken = list[Span](), list[Span](), set[int]()
    for entity in doc.ents:
        verdict = verdicts.get(entity.text, entity.label_)
        voted = entity.label_ in _VOTED and entity.text not in people_names()
        if voted and not verdict:
            doubtful.append(entity)
        else:
            label = verdict if voted and verdict else entity.label_
            kept.append(Span(doc, entity.start, entity.end, label=label))
        taken |= set(range(entity.start, entity.end))
    for span in _overlooked(doc, verdicts, taken):
        kept.append(span)
    doc.set_ents(kept, missing=doubtful, default="outside")
    return doc


def _overlooked(doc: Doc, verdicts: dict[str, str | None], taken: set[int]) -> Iterator[Span]:
    """Find unlabelled occurrences of names of two words or more that the collection agrees on."""
    for start in range(len(doc)):
        if start in taken or not doc[start].text[:1].isupper():
            continue
        for end in range(min(start + _LONGEST_NAME, len(doc)), start + 1, -1):
            if taken.isdisjoint(range(start, end)) and verdicts.get(doc[start:end].text):
                taken |= set(range(start, end))
                yield Span(doc, start, end, label=verdicts[doc[start:end].text] or "")
                break
