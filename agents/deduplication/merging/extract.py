"""Extract: all that a story needs of one report, without the article's text."""

import re
from collections import Counter
from hashlib import blake2b
from typing import Final

from agents.deduplication.merging.phrasal_verbs import with_phrasal_verbs
from agents.deduplication.merging.quotations import quotations_in
from agents.deduplication.merging.remains import SENTENCE_END, remains
from agents.deduplication.merging.titles import DATELINE
from streams.article import LanguageCode
from streams.enriched_article import Claim, ClaimKind, EnrichedArticle, Entity, Span
from streams.headline import without_outlet
from streams.record import SCHEMA_VERSION, Count, Identifier, Record, Share, ShortText, UtcTime

EXTRACT_VERSION: Final = 1
"""Grows when extracts of an older version must be made anew before they are merged."""

MAX_CLAIMS: Final = 80
MAX_ENTITIES: Final = 60
MAX_CLAIM_CHARACTERS: Final = 1200
LEAD_CHARACTERS: Final = 400
MAX_CONTEXT_CHARACTERS: Final = 250
_LEAST_WORDS: Final = 4
_LEAST_OF_A_STANCE: Final = (4, 2)
"""Content words of what somebody takes a stance on, from which it tells anything itself, and how
many of them must be no part of a name."""
_OPENING: Final = 40
"""Characters of a text within which a dateline may begin."""
_MAX_FORMS: Final = 6
_WORD: Final = re.compile(r"[^\W_]+")
_BOILERPLATE: Final = re.compile(
    r"\b(?:contributed to this (?:report|story|article)|(?:reporting|editing|writing) by [A-Z]\w*"
    r"|follow (?:him|her|us|them) on|all rights reserved|click here|read more|sign up for"
    r"|this (?:report|story|article) (?:was|has been) (?:\w+ ){0,2}(?:supplied|shortened|updated"
    r"|corrected|edited|published|produced|provided|written)"
    r"|photo by|file photo|hide caption|requests? (?:for|seeking) comment|declined? to comment)\b",
    re.IGNORECASE,
)
"""Lines about the article, which no two outlets have to agree on."""
_BOILERPLATE_WORDS: Final = (
    "contributed",
    "reporting by",
    "editing by",
    "writing by",
    "follow",
    "rights reserved",
    "click here",
    "read more",
    "sign up",
    "photo",
    "hide caption",
    "comment",
    "this report",
    "this story",
    "this article",
)
"""One of these is in all of them: a look for each takes a fraction of the pattern's time."""
_FRAGMENT: Final = 5
"""Content words up to which a claim cannot be told from others without its sentence."""
_BLANKS: Final = re.compile(r"\s+")


class EntityUse(Record):
    """An entity as one report uses it: ``forms`` are the ways it is written, most used first."""

    type: str
    name: ShortText
    title: ShortText | None = None
    mentions: Count
    forms: tuple[ShortText, ...] = ()
    salience: Share = 0.0
    wikidata: str | None = None


class ReportExtract(Record):
    """What a story keeps of a report: facts, headline, first lines, entities and claims.

    ``claims_cut`` says how many claims beyond the first ``MAX_CLAIMS`` were left out; a claim's
    text is cut at ``MAX_CLAIM_CHARACTERS``, its offsets never are.
    """

    schema_version: int = SCHEMA_VERSION
    extract_version: int = EXTRACT_VERSION
    article_id: Identifier
    url: ShortText | None = None
    title: ShortText | None = None
    outlet: ShortText
    language: LanguageCode
    published: UtcTime | None = None
    received: UtcTime
    lead: ShortText = ""
    digest: str
    """Of title and text: equal for equal articles."""
    entities: tuple[EntityUse, ...] = ()
    claims: tuple[Claim, ...] = ()
    contexts: tuple[str, ...] = ()
    """For each claim, the rest of its sentence if the claim is a fragment, else nothing."""
    claims_cut: Count = 0
    pipeline: str | None = None
    rules: int = 1


def extract(enriched: EnrichedArticle) -> ReportExtract:
    """Give what a story needs of an enriched article: a pure function of it."""
    article = enriched.article
    title, text = article.title or "", article.text or ""
    found = [*enriched.claims, *remains(enriched.claims, enriched.entities, text)]
    found = [_without_dateline(_unsaid(claim), text) for claim in found if _is_told(claim)]
    found = [_with_phrasal_verbs(claim) for claim in found]
    claims = sorted(found, key=lambda claim: (claim.content, claim.kind))
    return ReportExtract(
        article_id=article.id,
        url=article.url,
        title=without_outlet(title, article.outlet) or None,
        outlet=article.outlet,
        language=enriched.language,
        published=article.published,
        received=enriched.received,
        lead=_first_lines(text or title),
        digest=_digest(title, text),
        entities=tuple(_use_of(entity) for entity in _most_salient(enriched.entities)),
        claims=tuple(_short(claim) for claim in claims[:MAX_CLAIMS]),
        contexts=tuple(_context(claim, text) for claim in claims[:MAX_CLAIMS]),
        claims_cut=max(0, len(claims) - MAX_CLAIMS),
        pipeline=enriched.pipeline,
        rules=enriched.rules,
    )


def _is_told(claim: Claim) -> bool:
    """Say whether a claim tells anything: no line about the article, nor a bare name of a thing.

    "He criticized the war in Afghanistan" claims nothing of the war.
    """
    text = claim.text.casefold()
    if any(words in text for words in _BOILERPLATE_WORDS) and _BOILERPLATE.search(claim.text):
        return False
    if claim.kind is not ClaimKind.REPORTED or quotations_in(claim):
        return True
    if claim.stance and not _tells_itself(claim):
        return False
    return len(claim.text.split()) >= _LEAST_WORDS


def _tells_itself(claim: Claim) -> bool:
    """Say whether what somebody takes a stance on has enough words, not in a name alone."""
    words, beside_names = _LEAST_OF_A_STANCE
    names = {part for name in claim.entities for part in name.casefold().split()}
    said = [lemma for lemma in claim.lemmas if lemma.casefold() not in names]
    return len(claim.lemmas) >= words and len(said) >= beside_names


def _unsaid(claim: Claim) -> Claim:
    """Give what is told in a stance ("angry about a shop that opened") as nobody's words."""
    if not claim.stance:
        return claim
    nobody = {"speaker": None, "via": None, "cue": None, "cue_start": None, "cue_end": None}
    return claim.model_copy(update={"kind": ClaimKind.STATEMENT, **nobody})


def _with_phrasal_verbs(claim: Claim) -> Claim:
    lemmas = with_phrasal_verbs(claim.text, claim.lemmas)
    return claim if lemmas is claim.lemmas else claim.model_copy(update={"lemmas": lemmas})


def _without_dateline(claim: Claim, text: str) -> Claim:
    """Give the claim without the place, day and agency that an article opens with."""
    start, end = claim.content[0]
    found = DATELINE.match(text[start:end]) if start <= _OPENING else None
    if found is None:
        return claim
    dropped = Counter(word.casefold() for word in _WORD.findall(found[0]))
    lemmas = []
    for lemma in claim.lemmas:
        if dropped[lemma.casefold()] > 0:
            dropped[lemma.casefold()] -= 1
        else:
            lemmas.append(lemma)
    content = (Span(start + found.end(), end), *claim.content[1:])
    said = " ".join(" ".join(text[first:last].split()) for first, last in content)
    return claim.model_copy(update={"content": content, "text": said, "lemmas": tuple(lemmas)})


def _most_salient(entities: tuple[Entity, ...]) -> list[Entity]:
    ranked = sorted(entities, key=lambda entity: (-entity.salience, entity.type, entity.name))
    return ranked[:MAX_ENTITIES]


def _use_of(entity: Entity) -> EntityUse:
    forms = [mention.text for mention in entity.mentions]
    ranked = sorted(set(forms), key=lambda form: (-forms.count(form), form))
    return EntityUse(
        type=entity.type,
        name=entity.name,
        title=entity.title,
        mentions=len(entity.mentions),
        forms=tuple(ranked[:_MAX_FORMS]),
        salience=entity.salience,
        wikidata=entity.wikidata,
    )


def _short(claim: Claim) -> Claim:
    if len(claim.text) <= MAX_CLAIM_CHARACTERS:
        return claim
    return claim.model_copy(update={"text": claim.text[:MAX_CLAIM_CHARACTERS] + "…"})


def _context(claim: Claim, text: str) -> str:
    """Give the sentence around a fragment such as “alarming”, without the fragment itself."""
    if len(claim.lemmas) > _FRAGMENT:
        return ""
    (start, _), (_, end) = claim.content[0], claim.content[-1]
    before = text[max(0, start - MAX_CONTEXT_CHARACTERS) : start]
    after = text[end : end + MAX_CONTEXT_CHARACTERS]
    opening = max((found.end() for found in SENTENCE_END.finditer(before)), default=0)
    closing = SENTENCE_END.search(after)
    first = start - len(before) + opening
    last = end + (closing.start() if closing else len(after))
    told = _without_source(claim, text[:last])
    return _BLANKS.sub(" ", f"{told[first:start]} {told[end:last]}").strip()


def _without_source(claim: Claim, text: str) -> str:
    """Blank out who says it and the verb of saying, which are no part of what is said."""
    places = [(claim.cue_start or 0, claim.cue_end or 0)]
    places += [(one.start, one.end) for one in (claim.speaker, claim.via) if one is not None]
    for start, end in places:
        text = f"{text[:start]}{' ' * len(text[start:end])}{text[end:]}"
    return text


def _first_lines(text: str) -> str:
    lead = _BLANKS.sub(" ", text[: 2 * LEAD_CHARACTERS]).strip()
    if len(lead) <= LEAD_CHARACTERS:
        return lead
    return lead[:LEAD_CHARACTERS].rsplit(" ", 1)[0] + "…"


def _digest(title: str, text: str) -> str:
    both = f"{title}\n\n{text}".encode("utf-8", "replace")
    return blake2b(both, digest_size=16).hexdigest()
