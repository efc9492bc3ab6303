"""Streams as they might have been: other names, no headlines or dates, few, lone or long stories.

The labelled sets are few, and each has habits of its own: names that the background knows, a
headline everywhere or nowhere, thousands of reports at once, stories that are over in a day. A
model that has also learned from streams without those habits leans on them less (domain
randomisation: Tobin et al., 2017).
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import itemgetter
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.background import LanguageBackground
from agents.deduplication.signature import Signature, importance
from agents.deduplication.terms import BUCKETS, NAME, PAIR, TITLE
from training.clusterer.labelled import LabelledStream

_MOST: Final = 2500
"""Labelled reports that are varied of a stream: the first ones."""

_STORIES: Final = 12
"""Stories of a short stream."""

_ONE_OUTLET: Final = 7

_SLOWEST: Final = 40.0
"""A story that lingers takes from twice to so many times as long as it did."""

_LONGEST: Final = 30 * 24 * 3600.0
"""Seconds after its first report for which a story lingers at most."""

Vary = Callable[[LabelledStream, LanguageBackground], list[LabelledStream]]


def renamed(
    stream: LabelledStream, background: LanguageBackground, salt: int, share: int = 1
) -> LabelledStream:
    """Give a stream whose names are ones that the background has never met.

    A name stays the same name throughout the stream. ``share`` names become one: then unrelated
    events have names in common, as those of one small country have.
    """
    used = np.zeros(BUCKETS, np.int32)
    as_name = np.zeros(BUCKETS, np.int32)
    for signature in stream.signatures:
        used[signature.terms] += 1
        as_name[signature.terms] += (signature.places & (NAME | PAIR)) > 0
    names = np.flatnonzero(as_name * 2 > used)
    unmet = used == 0
    unmet[0] = False
    unmet[background.buckets] = False
    random = np.random.default_rng(salt)
    fresh = random.choice(np.flatnonzero(unmet), len(names) // share + 1, replace=False)
    become = np.arange(BUCKETS, dtype=np.int32)
    become[names] = fresh[random.permutation(len(names)) // share]
    return _with(stream, [_translated(s, become, background) for s in stream.signatures])


def _translated(
    signature: Signature, become: npt.NDArray[np.int32], background: LanguageBackground
) -> Signature:
    """Give a signature with other terms, the heaviest first; of equal ones only the first."""
    terms, first = np.unique(become[signature.terms], return_index=True)
    counts, places = signature.counts[first], signature.places[first]
    weights = background.rarity_of(terms) * importance(counts, places)
    order = np.lexsort((first, -weights))
    return replace(
        signature, terms=terms[order], counts=counts[order], places=places[order], surfaces=()
    )


def bare(stream: LabelledStream) -> LabelledStream:
    """Give a stream whose reports tell no headline from the text, no time and no outlet."""
    return _with(
        stream,
        [
            replace(
                signature,
                places=signature.places & np.uint8(0xFF ^ TITLE),
                published=float("nan"),
                outlet=_ONE_OUTLET,
            )
            for signature in stream.signatures
        ],
    )


def short_streams(stream: LabelledStream) -> list[LabelledStream]:
    """Cut a stream into ones of a few stories each, those that began about the same time."""
    group: dict[str, int] = {}
    parts: dict[int, list[tuple[Signature, float]]] = defaultdict(list)
    for signature, now in zip(stream.signatures, stream.clock, strict=True):
        label = stream.labels.get(signature.article_id)
        if label is not None:
            part = group.setdefault(label, len(group) // _STORIES)
            parts[part].append((signature, now))
    return [
        LabelledStream(
            stream.name, tuple(s for s, _ in part), tuple(now for _, now in part), stream.labels
        )
        for part in parts.values()
    ]


def alone(stream: LabelledStream, salt: str) -> LabelledStream:
    """Give a stream in which two of three stories have one report only: their first.

    Most events in the news have; the labelled sets hold none of them.
    """
    met: set[str] = set()
    kept = []
    for signature, now in zip(stream.signatures, stream.clock, strict=True):
        label = stream.labels.get(signature.article_id)
        if label is not None and zlib.crc32(f"{salt}{label}".encode()) % 3:
            if label in met:
                continue
            met.add(label)
        kept.append((signature, now))
    return LabelledStream(
        stream.name, tuple(s for s, _ in kept), tuple(now for _, now in kept), stream.labels
    )


def lingering(stream: LabelledStream, salt: str) -> LabelledStream:
    """Give a stream whose stories take longer, each by a factor of its own, up to a month.

    Big news is told for days, and next to no labelled story is. Reports without a label stay.
    """
    began: dict[str, float] = {}
    delayed = []
    for signature, now in zip(stream.signatures, stream.clock, strict=True):
        label = stream.labels.get(signature.article_id)
        after = 0.0 if label is None else now - began.setdefault(label, now)
        delay = max(min(after * _slowness(f"{salt}{label}"), _LONGEST) - after, 0.0)
        late = replace(signature, published=signature.published + delay)
        delayed.append((late, now + delay))
    delayed.sort(key=itemgetter(1))
    return LabelledStream(
        stream.name, tuple(s for s, _ in delayed), tuple(now for _, now in delayed), stream.labels
    )


def _slowness(name: str) -> float:
    """Draw a factor from 2 to ``_SLOWEST`` by a name, its logarithm evenly spread."""
    drawn = zlib.crc32(name.encode()) % 1000 / 1000
    return float(2 * (_SLOWEST / 2) ** drawn)


def slowed(stream: LabelledStream, factor: float) -> LabelledStream:
    """Give a stream in which everything takes ``factor`` times as long."""
    start = min(stream.clock, default=0.0)
    return LabelledStream(
        stream.name,
        tuple(
            replace(s, published=start + (s.published - start) * factor) for s in stream.signatures
        ),
        tuple(start + (now - start) * factor for now in stream.clock),
        stream.labels,
    )


def _with(stream: LabelledStream, signatures: list[Signature]) -> LabelledStream:
    return LabelledStream(stream.name, tuple(signatures), stream.clock, stream.labels)


def _first(stream: LabelledStream) -> LabelledStream:
    kept = stream.only_labelled()
    return LabelledStream(stream.name, kept.signatures[:_MOST], kept.clock[:_MOST], kept.labels)


VARIANTS: Final[Mapping[str, tuple[float, Vary]]] = MappingProxyType(
    {
        "as it is": (0.144, lambda stream, _: [stream]),
        "renamed": (0.072, lambda stream, known: [renamed(_first(stream), known, 1)]),
        "names in common": (0.12, lambda stream, known: [renamed(_first(stream), known, 2, 3)]),
        "bare": (0.072, lambda stream, _: [bare(_first(stream))]),
        "short": (0.072, lambda stream, known: short_streams(renamed(_first(stream), known, 3))),
        "alone": (0.32, lambda stream, _: [alone(stream, "t")]),
        "lingering": (0.07, lambda stream, _: [lingering(_first(stream), "l")]),
        "lingering, alone": (
            0.07,
            lambda stream, _: [lingering(alone(_first(stream), "a"), "a")],
        ),
        "lingering, names in common": (
            0.06,
            lambda stream, known: [lingering(renamed(_first(stream), known, 4, 3), "r")],
        ),
    }
)
"""What is made of every stream in training, and its share of the stream's weight."""
