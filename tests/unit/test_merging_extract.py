"""Extracts: what a story keeps of a report, and what of its text is no claim."""

import re
from datetime import UTC, datetime

from agents.deduplication.merging.extract import MAX_CLAIMS, ReportExtract, extract
from streams.article import Article
from streams.codec import decode_record, encode
from streams.enriched_article import (
    Claim,
    ClaimKind,
    EnrichedArticle,
    Entity,
    Mention,
    Span,
    Speaker,
)

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TEXT = (
    "BRENMOOR, Kelmar, March 10 (Meridian) — A dyke broke on Tuesday and the old quarter was"
    " flooded."
    " The navy was tracking an “uptick” in shipments from Kelmar to Vastria, which he said was also"
    " receiving aid. Reporting by Alma Reyes."
)


def a_claim(words: str, **fields: object) -> Claim:
    """Claim some words of the text."""
    start = TEXT.index(words)
    data = {
        "kind": ClaimKind.STATEMENT,
        "lemmas": tuple(re.findall(r"\w+", words.lower())),
        **fields,
    }
    return Claim(text=words, content=(Span(start, start + len(words)),), **data)


def an_extract(
    *claims: Claim, title: str = "Dyke breaks in Brenmoor | Harbor Courier"
) -> ReportExtract:
    """Extract an article that makes these claims."""
    start = TEXT.index("Vastria")
    vastria = Mention(start=start, end=start + 7, text="Vastria")
    return extract(
        EnrichedArticle(
            article=Article(id="a", title=title, text=TEXT, outlet="Harbor Courier"),
            language="en",
            received=NOON,
            enriched=True,
            entities=(Entity(type="GPE", name="Vastria", mentions=(vastria,)),),
            claims=claims,
            pipeline="english 1",
        )
    )


def test_an_extract_survives_its_table() -> None:
    """What is written is read again, and the article's text is not in it."""
    made = an_extract(a_claim("A dyke broke on Tuesday and the old quarter was flooded"))

    assert decode_record(ReportExtract, encode(made)) == made
    assert len(encode(made)) < 2 * len(TEXT) + 1500
    assert made.title == "Dyke breaks in Brenmoor"


def test_a_dateline_is_no_part_of_a_claim() -> None:
    """The span begins behind place, day and agency, and still leads to the claim's words."""
    whole = TEXT[: TEXT.index(" The navy")].rstrip(".")
    (claim,) = an_extract(a_claim(whole)).claims

    ((start, end),) = claim.content
    assert TEXT[start:end] == claim.text
    assert claim.text.startswith("A dyke broke on Tuesday")
    assert "meridian" not in " ".join(claim.lemmas)


def test_the_beginning_of_a_sentence_that_ends_attributed_is_a_claim_too() -> None:
    """What stands before "which he said" is told as well."""
    said = a_claim(
        "which he said was also receiving aid",
        kind=ClaimKind.REPORTED,
        speaker=Speaker(description="he", start=0, end=0),
    )
    claims = an_extract(said).claims

    assert [claim.text for claim in claims] == [
        "The navy was tracking an “uptick” in shipments from Kelmar to Vastria",
        "which he said was also receiving aid",
    ]
    ((start, end),) = claims[0].content
    assert TEXT[start:end] == claims[0].text


def test_a_fragment_keeps_its_sentence_as_context() -> None:
    """A single quoted word is told from others by what stands around it."""
    made = an_extract(a_claim("uptick", kind=ClaimKind.QUOTE))

    assert "tracking" in made.contexts[0]
    assert "shipments" in made.contexts[0]
    assert "flooded" not in made.contexts[0]


def test_scraps_and_lines_about_the_article_are_no_claims() -> None:
    """A bare noun phrase and a by-line tell nothing that outlets could agree on."""
    made = an_extract(
        a_claim("the old quarter", kind=ClaimKind.REPORTED), a_claim("Reporting by Alma Reyes")
    )
    about = a_claim("A dyke broke on Tuesday").model_copy(
        update={"text": "This report was supplied by an agency and shortened by the Gazette"}
    )

    assert an_extract(about).claims == ()

    assert made.claims == ()


def test_what_somebody_takes_a_stance_on_is_a_claim_only_if_it_tells_something() -> None:
    """Angry about a dyke: nothing is said of it; that it broke and flooded the quarter is."""
    stance = {"kind": ClaimKind.REPORTED, "stance": True}
    made = an_extract(
        a_claim("in shipments from Kelmar to", **stance, lemmas=("shipment", "kelmar")),
        a_claim(
            "from Kelmar to Vastria, which he",
            **stance,
            entities=("Kelmar Vastria Alma Reyes",),
            lemmas=("Kelmar", "Vastria", "Alma", "Reyes", "envoy"),
        ),
        a_claim("A dyke broke on Tuesday and the old", **stance),
    )

    assert [claim.text for claim in made.claims] == ["A dyke broke on Tuesday and the old"]


def test_claims_beyond_the_limit_are_counted() -> None:
    """A report of endless claims keeps the first and says how many it cut."""
    many = [
        a_claim("A dyke broke on Tuesday", kind=ClaimKind.QUOTE, lemmas=(str(number),))
        for number in range(MAX_CLAIMS + 3)
    ]
    made = an_extract(*many)

    assert (len(made.claims), made.claims_cut) == (MAX_CLAIMS, 3)
