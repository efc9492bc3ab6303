"""Signatures unpacked together are what each is when it is read alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.deduplication.packed_signatures import unpack
from agents.deduplication.report_columns import ReportColumns
from agents.deduplication.signature import PERMUTATIONS, TERMS, ForeignSignature, Signature


@st.composite
def signatures(draw: st.DrawFn) -> Signature:
    """Signatures of any size, with texts of any length."""
    size = draw(st.integers(0, TERMS))
    random = np.random.default_rng(draw(st.integers(0, 1000)))
    return Signature(
        article_id=draw(st.text(min_size=1, max_size=30)),
        digest=random.bytes(7) + b"\x01",
        language=draw(st.sampled_from(["en", "pt-BR"])),
        outlet=int(random.integers(1 << 31)),
        published=draw(st.sampled_from([float("nan"), 0.0, 1.5e9])),
        terms=random.integers(1, 1 << 22, size, np.int32),
        counts=random.integers(1, 256, size, np.uint8),
        places=random.integers(0, 32, size, np.uint8),
        minhash=random.integers(0, 1 << 32, PERMUTATIONS, np.uint32),
        shingles=int(random.integers(1000)),
        surfaces=tuple(draw(st.lists(st.text(max_size=10), max_size=5))),
    )


@given(some=st.lists(signatures(), min_size=1, max_size=8))
@settings(derandomize=True, max_examples=50, deadline=None)
def test_columns_are_the_same_as_one_by_one(some: list[Signature]) -> None:
    """Rows added together equal rows added in turn, byte for byte."""
    one_by_one, together = ReportColumns(), ReportColumns(1)
    for number, signature in enumerate(some):
        one_by_one.append(signature, float(number), number)

    packed = [signature.to_bytes() for signature in some]
    together.extend(packed, [float(n) for n in range(len(some))], list(range(len(some))))

    assert together.to_bytes() == one_by_one.to_bytes()


def test_a_foreign_one_among_them_is_refused() -> None:
    """Whatever the others are."""
    own = Signature.from_bytes(_plain())

    with pytest.raises(ForeignSignature, match="signature version is 9"):
        unpack([own.to_bytes(), b"\x09" + own.to_bytes()[1:]])


def _plain() -> bytes:
    empty = np.zeros(0, np.uint8)
    minhash = np.zeros(PERMUTATIONS, np.uint32)
    terms = np.zeros(0, np.int32)
    return Signature("a", b"12345678", "en", 1, 0.0, terms, empty, empty, minhash, 0, ()).to_bytes()
