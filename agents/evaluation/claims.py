"""Score claims against labelled attributions: content, speaker, recall on indirect speech.

The measure is that of the Gender Gap Tracker (Asr et al. 2021, "The Gender Gap Tracker: Using
Natural Language Processing to measure gender bias in media", PLOS ONE 16(1)): a claim matches a
labelled attribution if it covers at least 0.3 (or 0.8) of it; each one matches at most once; the
speaker is judged on the matched ones, by the head of the words that name him. Overlap is counted in
words, not characters, and all pairs compete, best overlap first. The ``mutual`` scores are
stricter: the label must cover as much of the claim, so that claiming whole paragraphs does not pay.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from agents.evaluation.source_heads import names_the_same
from streams.enriched_article import Claim, ClaimKind

_WORD: Final = re.compile(r"\w+")
LOOSE: Final = 0.3
STRICT: Final = 0.8


@dataclass(frozen=True, slots=True)
class Labelled:
    """An attribution as people labelled it; characters of the document's text."""

    content: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...]
    indirect: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Precision, recall and F1 of claims found."""

    matched: int
    found: int
    labelled: int

    @property
    def precision(self) -> float:
        """The share of claims that match, in [0, 1]; 0 if there are none."""
        return self.matched / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of labels that are matched, in [0, 1]; 0 if there are none."""
        return self.matched / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            self.matched + other.matched, self.found + other.found, self.labelled + other.labelled
        )

    def as_json(self) -> dict[str, float]:
        """Give the three shares, rounded."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


_NOTHING: Final = Counted(0, 0, 0)


@dataclass(frozen=True, slots=True)
class ClaimScores:
    """Scores over documents; ``a + b`` is the score over both.

    Args:
        content_03: claims that cover 0.3 or more of a label.
        content_08: claims that cover 0.8 or more of a label.
        content_03_mutual: as ``content_03``, and the label covers as much of the claim.
        content_08_mutual: as ``content_08``, and the label covers as much of the claim.
        speaker_right: matches at 0.3 whose speaker has the labelled source's head, or that rightly
            name nobody.
        speaker_overlapping: as ``speaker_right``, but any overlap of the two will do.
        indirect: labels of indirect speech, and how many of them are matched at 0.3.
        documents: how many documents were scored.
    """

    content_03: Counted = _NOTHING
    content_08: Counted = _NOTHING
    content_03_mutual: Counted = _NOTHING
    content_08_mutual: Counted = _NOTHING
    speaker_right: int = 0
    speaker_overlapping: int = 0
    indirect: Counted = _NOTHING
    documents: int = 0

    @property
    def speaker(self) -> float:
        """The share of matched claims whose speaker is right, in [0, 1]."""
        return self.speaker_right / self.content_03.matched if self.content_03.matched else 0.0

    @property
    def speaker_overlap(self) -> float:
        """The share of matched claims whose speaker touches the labelled source, in [0, 1]."""
        matched = self.content_03.matched
        return self.speaker_overlapping / matched if matched else 0.0

    @property
    def indirect_recall(self) -> float:
        """The share of labels of indirect speech that are matched, in [0, 1]."""
        return self.indirect.recall

    def __add__(self, other: "ClaimScores") -> "ClaimScores":
        return ClaimScores(
            self.content_03 + other.content_03,
            self.content_08 + other.content_08,
            self.content_03_mutual + other.content_03_mutual,
            self.content_08_mutual + other.content_08_mutual,
            self.speaker_right + other.speaker_right,
            self.speaker_overlapping + other.speaker_overlapping,
            self.indirect + other.indirect,
            self.documents + other.documents,
        )

    def as_json(self) -> dict[str, Any]:
        """Give what ``storywire eval claims --json`` prints, without the set's name."""
        return {
            "documents": self.documents,
            "attributions": self.content_03.labelled,
            "claims": self.content_03.found,
            "content_03": self.content_03.as_json(),
            "content_08": self.content_08.as_json(),
            "content_03_mutual": self.content_03_mutual.as_json(),
            "content_08_mutual": self.content_08_mutual.as_json(),
            "speaker": round(self.speaker, 4),
            "speaker_overlap": round(self.speaker_overlap, 4),
            "indirect_recall": round(self.indirect_recall, 4),
        }


@dataclass(slots=True)
class _Words:
    """The words of a text by number, for spans."""

    starts: list[int] = field(default_factory=list)

    def numbers(self, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
        return frozenset(
            number for start, end in spans for number in range(self._from(start), self._from(end))
        )

    def _from(self, character: int) -> int:
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.starts[middle] < character:
                low = middle + 1
            else:
                high = middle
        return low


def labelled_of(record: dict[str, Any]) -> list[Labelled]:
    """Read the attributions of one line of a labelled file.

    The line holds ``text`` and ``attributions``, each with ``source`` and ``content`` (lists of
    ``[start, end]``, or one such pair) and ``type`` (``direct``, ``indirect`` or ``mixed``).

    >>> labelled_of({"attributions": [{"content": [[0, 9]], "source": [], "type": "direct"}]})
    [Labelled(content=((0, 9),), source=(), indirect=False)]
    """
    return [
        Labelled(
            content=_spans(one["content"]),
            source=_spans(one.get("source")),
            indirect=one["type"] == "indirect",
        )
        for one in record["attributions"]
    ]


def _spans(given: Any) -> tuple[tuple[int, int], ...]:
    if not given:
        return ()
    pairs = [given] if isinstance(given[0], int) else given
    return tuple((int(start), int(end)) for start, end in pairs)


def score_claims(text: str, found: Sequence[Claim], labelled: Sequence[Labelled]) -> ClaimScores:
    """Score one document's claims; those that nobody is quoted for do not count."""
    words = _Words([match.start() for match in _WORD.finditer(text)])
    quoted = [one for one in found if one.kind in {ClaimKind.QUOTE, ClaimKind.REPORTED}]
    said = [words.numbers(one.content) for one in quoted]
    meant = [words.numbers(one.content) for one in labelled]
    loose = _matches(said, meant, LOOSE, mutual=False)
    sizes = len(quoted), len(labelled)
    indirect = [number for number, one in enumerate(labelled) if one.indirect]
    matched_indirect = len(set(indirect) & {label for _, label in loose})
    return ClaimScores(
        Counted(len(loose), *sizes),
        Counted(len(_matches(said, meant, STRICT, mutual=False)), *sizes),
        Counted(len(_matches(said, meant, LOOSE, mutual=True)), *sizes),
        Counted(len(_matches(said, meant, STRICT, mutual=True)), *sizes),
        sum(_speaker_is_right(text, quoted[claim], labelled[label]) for claim, label in loose),
        sum(_speaker_overlaps(quoted[claim], labelled[label]) for claim, label in loose),
        Counted(matched_indirect, 0, len(indirect)),
        1,
    )


def _matches(
    said: Sequence[frozenset[int]],
    meant: Sequence[frozenset[int]],
    least: float,
    *,
    mutual: bool,
) -> list[tuple[int, int]]:
    """Pair claims and labels, best overlap first, each at most once."""
    by_word: dict[int, list[int]] = {}
    for label, numbers in enumerate(meant):
        for number in numbers:
            by_word.setdefault(number, []).append(label)
    pairs = []
    for claim, numbers in enumerate(said):
        for label in sorted({label for number in numbers for label in by_word.get(number, ())}):
            shared = len(numbers & meant[label])
            covered, fitting = shared / len(meant[label]), shared / len(numbers)
            if min(covered, fitting if mutual else 1.0) >= least:
                pairs.append((-covered, -fitting, label, claim))
    taken_claims: set[int] = set()
    taken_labels: set[int] = set()
    result = []
    for *_, label, claim in sorted(pairs):
        if claim not in taken_claims and label not in taken_labels:
            taken_claims.add(claim)
            taken_labels.add(label)
            result.append((claim, label))
    return result


def _speaker_is_right(text: str, claim: Claim, label: Labelled) -> bool:
    """Tell whether speaker and labelled source have the same head, or both are missing."""
    if claim.speaker is None or not label.source:
        return claim.speaker is None and not label.source
    return names_the_same(text, (claim.speaker.start, claim.speaker.end), label.source)


def _speaker_overlaps(claim: Claim, label: Labelled) -> bool:
    """Tell whether the speaker stands inside the labelled source, or both are missing."""
    if claim.speaker is None or not label.source:
        return claim.speaker is None and not label.source
    start, end = claim.speaker.start, claim.speaker.end
    return any(start < stop and begin < end for begin, stop in label.source)
