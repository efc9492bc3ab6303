"""Signature: everything the clusterer ever needs of a report, small and versioned."""

import math
import struct
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import rensa

from agents.deduplication.background import Background, LanguageBackground
from agents.deduplication.terms import (
    LEAD,
    PAIR,
    PLACES,
    TITLE,
    TermUse,
    stem_of,
    term_uses,
    words_of,
)
from streams.enriched_article import EnrichedArticle

SIGNATURE_VERSION: Final = 1
"""Grows when two signatures of different versions must not be compared."""

TERMS: Final = 96
"""Terms kept of a report, the heaviest first."""

PERMUTATIONS: Final = 64
"""Values of the MinHash: its estimate of a Jaccard similarity is off by up to 0.0625 (1 s.d.)."""

SHINGLE: Final = 4
"""Words in a shingle."""

_SEED: Final = 7
HEADER: Final = struct.Struct("<BHdiiHH")
"""Version, terms, published, outlet, shingles, texts, bytes of the digest."""
DIGEST_BYTES: Final = 8
_MOST_COUNTED: Final = 255
_SURFACES: Final = 40
_MAX_SURFACE: Final = 60


class ForeignSignature(ValueError):
    """A signature was written by another version, and cannot be compared with today's."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What is remembered of a report.

    ``terms``, ``counts`` and ``places`` stand side by side, the heaviest term first: its bucket,
    how often the report uses it (at most 255) and where (bits of ``TITLE`` and so on).
    ``surfaces`` are the first few terms as written. ``published`` is in seconds since 1970, NaN
    where unknown. ``minhash`` sketches the report's ``shingles`` distinct word shingles; it is all
    zero where there are none.
    """

    article_id: str
    digest: bytes
    language: str
    outlet: int
    published: float
    terms: npt.NDArray[np.int32] = field(repr=False)
    counts: npt.NDArray[np.uint8] = field(repr=False)
    places: npt.NDArray[np.uint8] = field(repr=False)
    minhash: npt.NDArray[np.uint32] = field(repr=False)
    shingles: int
    surfaces: tuple[str, ...] = field(repr=False)

    def to_bytes(self) -> bytes:
        """Give the signature as bytes; the same signature always gives the same bytes."""
        texts = [self.article_id, self.language, *self.surfaces]
        encoded = [text.encode("utf-8", "replace") for text in texts]
        header = HEADER.pack(
            SIGNATURE_VERSION,
            len(self.terms),
            self.published,
            self.outlet,
            self.shingles,
            len(encoded),
            len(self.digest),
        )
        sizes = struct.pack(f"<{len(encoded)}H", *map(len, encoded))
        arrays = (self.terms, self.counts, self.places, self.minhash)
        return b"".join(
            (header, sizes, self.digest, *encoded, *(array.tobytes() for array in arrays))
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read what ``to_bytes`` gave.

        Raises:
            ForeignSignature: if another version wrote it.
        """
        require_version(raw[0])
        _, size, published, outlet, shingles, texts, digest_size = HEADER.unpack_from(raw)
        sizes = struct.unpack_from(f"<{texts}H", raw, HEADER.size)
        at = HEADER.size + 2 * texts + digest_size
        digest = raw[at - digest_size : at]
        words = []
        for length in sizes:
            words.append(raw[at : at + length].decode())
            at += length
        # Copies, for what is compiled takes no arrays that cannot be written to.
        terms = np.frombuffer(raw, np.int32, size, at).copy()
        counts = np.frombuffer(raw, np.uint8, size, at + 4 * size).copy()
        places = np.frombuffer(raw, np.uint8, size, at + 5 * size).copy()
        minhash = np.frombuffer(raw, np.uint32, PERMUTATIONS, at + 6 * size).copy()
        return cls(
            words[0],
            digest,
            words[1],
            outlet,
            published,
            terms,
            counts,
            places,
            minhash,
            shingles,
            tuple(words[2:]),
        )


def require_version(version: int) -> None:
    """Refuse a signature of another version.

    Raises:
        ForeignSignature: naming both.
    """
    if version != SIGNATURE_VERSION:
        reason = f"signature version is {version}: this one reads {SIGNATURE_VERSION}"
        raise ForeignSignature(reason)


def sign(enriched: EnrichedArticle, background: Background) -> Signature:
    """Give an article's signature: a pure function of the article, its language and the background.

    Entities and claims have no part in it, so that a new pipeline changes no clustering.
    """
    article = enriched.article
    title, text = article.title or "", article.text or ""
    title_words, text_words = words_of(title), words_of(text)
    uses = term_uses(*(_without(article.outlet, words) for words in (title_words, text_words)))
    kept = _heaviest(uses, background.of(enriched.language))
    shingles = _shingles(text_words or title_words)
    published = article.published
    return Signature(
        article_id=article.id,
        digest=_digest(title, text, article.outlet, published.isoformat() if published else ""),
        language=enriched.language,
        outlet=zlib.crc32(article.outlet.casefold().encode("utf-8", "replace")) & 0x7FFFFFFF,
        published=published.timestamp() if published else math.nan,
        terms=np.array([bucket for bucket, _ in kept], np.int32),
        counts=np.array([min(use.count, _MOST_COUNTED) for _, use in kept], np.uint8),
        places=np.array([use.places for _, use in kept], np.uint8),
        minhash=_minhash(shingles),
        shingles=len(shingles),
        surfaces=tuple(use.surface[:_MAX_SURFACE] for _, use in kept[:_SURFACES]),
    )


def _without(outlet: str, words: list[str]) -> list[str]:
    """Leave out the words of the outlet's own name, which say nothing of what it reports."""
    own = _stems_of(outlet)
    named = {word for word in set(words) if word[0].isupper() and stem_of(word) in own}
    return [word for word in words if word not in named] if named else words


@lru_cache(maxsize=1 << 14)
def _stems_of(outlet: str) -> frozenset[str]:
    return frozenset(stem_of(word) for word in words_of(outlet))


def _heaviest(
    uses: dict[int, TermUse], background: LanguageBackground
) -> list[tuple[int, TermUse]]:
    """Give the heaviest terms with their buckets."""
    buckets = np.array(list(uses), np.int32)
    counts = np.array([min(use.count, _MOST_COUNTED) for use in uses.values()], np.uint8)
    places = np.array([use.places for use in uses.values()], np.uint8)
    weights = background.rarity_of(buckets) * importance(counts, places)
    if not len(background.buckets):
        # Without statistics, the length of a word says most about how common it is (Zipf).
        weights *= np.log1p([len(use.surface) for use in uses.values()]).astype(np.float32)
    order = np.argsort(-weights, kind="stable")[:TERMS].tolist()
    every = list(uses.items())
    return [every[i] for i in order]


def importance(
    counts: npt.NDArray[np.uint8], places: npt.NDArray[np.uint8]
) -> npt.NDArray[np.float32]:
    """Weigh terms by use: more for more mentions, for the title, for the lead; less for pairs."""
    weights: npt.NDArray[np.float32] = _IMPORTANCE.take(counts.astype(np.int64) * PLACES + places)
    return weights


def _importances() -> npt.NDArray[np.float32]:
    """Give the weights for every number of mentions, 0 to 255, in every combination of places."""
    places = np.arange(PLACES)
    weights = 1 + np.log(np.maximum(np.arange(256, dtype=np.float32), 1))[:, None]
    weights = weights * np.where(places & TITLE, 1.4, 1.0)
    weights = weights * np.where(places & LEAD, 1.2, 1.0)
    return (weights * np.where(places & PAIR, 0.6, 1.0)).astype(np.float32)


_IMPORTANCE: Final = _importances()


def _digest(*parts: str) -> bytes:
    state = blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        encoded = part.encode("utf-8", "replace")
        state.update(len(encoded).to_bytes(8, "little"))
        state.update(encoded)
    return state.digest()


def _shingles(words: list[str]) -> list[str]:
    """Give the distinct shingles of words, case folded."""
    folded = " ".join(words).casefold().split(" ")
    shifted = (folded[i:] for i in range(SHINGLE))
    return list(dict.fromkeys(map(" ".join, zip(*shifted, strict=False))))


def _minhash(shingles: list[str]) -> npt.NDArray[np.uint32]:
    if not shingles:
        return np.zeros(PERMUTATIONS, np.uint32)
    sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    sketch.update(shingles)
    return np.array(sketch.digest(), np.uint32)
