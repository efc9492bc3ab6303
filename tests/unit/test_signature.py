"""Signatures: small, versioned, and a function of the article alone."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from agents.deduplication.background import EMPTY_BACKGROUND, shipped_background
from agents.deduplication.signature import (
    PERMUTATIONS,
    TERMS,
    ForeignSignature,
    Signature,
    sign,
)
from streams.article import Article
from streams.enriched_article import EnrichedArticle, Entity

_DAY = datetime(2026, 3, 10, tzinfo=UTC)
_TEXT = "A ferry ran aground off Sund on Tuesday. The crew of 14 was brought to Harbor Point. " * 5


def _enriched(text: str | None = _TEXT, title: str | None = "Ferry aground") -> EnrichedArticle:
    article = Article(id="a1", title=title, text=text, outlet="Harbor Courier", published=_DAY)
    return EnrichedArticle(article=article, language="en", received=_DAY, enriched=False)


def test_a_signature_survives_bytes() -> None:
    """What is read from bytes gives the same bytes, and has every field."""
    signature = sign(_enriched(), shipped_background())

    again = Signature.from_bytes(signature.to_bytes())

    assert again.to_bytes() == signature.to_bytes()
    assert (again.article_id, again.published) == ("a1", _DAY.timestamp())
    assert again.surfaces == signature.surfaces
    assert np.array_equal(again.terms, signature.terms)


def test_another_version_is_refused() -> None:
    """A signature of another version is not compared with today's."""
    raw = bytearray(sign(_enriched(), EMPTY_BACKGROUND).to_bytes())
    raw[0] += 1

    with pytest.raises(ForeignSignature, match="version"):
        Signature.from_bytes(bytes(raw))


@pytest.mark.parametrize("text", [None, "", "   ", "…"])
def test_an_article_without_text_has_a_signature(text: str | None) -> None:
    """The title alone will do."""
    signature = sign(_enriched(text=text), EMPTY_BACKGROUND)

    assert {"Ferry", "aground"} <= set(signature.surfaces)


def test_an_article_without_title_or_time_has_a_signature() -> None:
    """The text alone will do; the time is unknown, not zero."""
    article = Article(id="a1", text=_TEXT, outlet="Harbor Courier")
    enriched = EnrichedArticle(article=article, language="xx", received=_DAY, enriched=False)

    signature = sign(enriched, shipped_background())

    assert math.isnan(signature.published)
    assert "Sund" in signature.surfaces


def test_entities_have_no_part_in_a_signature() -> None:
    """A new pipeline changes no clustering."""
    plain = _enriched()
    told = plain.model_copy(
        update={"entities": (Entity(type="GPE", name="Sund"),), "enriched": True}
    )

    assert sign(told, EMPTY_BACKGROUND).to_bytes() == sign(plain, EMPTY_BACKGROUND).to_bytes()


def test_the_digest_tells_a_changed_text_and_nothing_else() -> None:
    """The same article read twice has one digest; another title has another."""
    same, changed = _enriched(), _enriched(title="Ferry still aground")

    assert sign(same, EMPTY_BACKGROUND).digest == sign(_enriched(), EMPTY_BACKGROUND).digest
    assert sign(changed, EMPTY_BACKGROUND).digest != sign(same, EMPTY_BACKGROUND).digest


def test_a_huge_article_has_a_small_signature() -> None:
    """Whatever is published, a signature stays under 4 KB and its terms under their number."""
    text = " ".join(f"Name{i} word{i}{'x' * 50}" for i in range(50_000))

    signature = sign(_enriched(text=text), EMPTY_BACKGROUND)

    assert len(signature.terms) == TERMS
    assert len(signature.minhash) == PERMUTATIONS
    assert len(signature.to_bytes()) < 4096


def test_no_bucket_stands_twice_in_a_signature() -> None:
    """Counting a term once for a report depends on it."""
    terms = sign(_enriched(text=_TEXT * 20), EMPTY_BACKGROUND).terms.tolist()

    assert len(terms) == len(set(terms))
    assert 0 not in terms


def test_an_outlets_own_name_says_nothing_of_its_reports() -> None:
    """Two reports of one outlet are not alike for naming it in headline and text."""
    plain = _enriched("A ferry ran aground on Tuesday.", "Ferry aground")
    named = _enriched(
        "A ferry ran aground on Tuesday. Harbor Courier", "Ferry aground | Harbor Courier"
    )

    terms = [sign(each, shipped_background()).terms.tolist() for each in (plain, named)]

    assert sorted(terms[0]) == sorted(terms[1])
