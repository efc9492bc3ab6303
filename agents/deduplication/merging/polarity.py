"""Polarity: whether a claim says that something is so or that it is not, by its words alone."""

import re
from collections.abc import Set as AbstractSet
from typing import Final

from streams.enriched_article import Claim

_SCOPE: Final = 1
_NEAR: Final = 80
_WHOLLY: Final = (["true"], ["case"], ["correct"])
_EMPTY_WORDS = (
    "a an the that this these those such them him to be been being is are was were has have had "
    "having do does did of in on at by for it he she they we you i his her their our its any "
    "all would will could can might may must should and or but as with from there yet ever rule "
    "ruled out deny denied fail failed refuse refused not never"
)
_EMPTY: Final = frozenset(_EMPTY_WORDS.split())
_LONG: Final = 26
"""Words beyond which one cannot tell what a negation belongs to."""
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_NO_NEGATION: Final = re.compile(
    r"\bnot\b[^.;]{1,60}?\bbut\b"
    r"|\bnot (?:only|just|merely|simply|alone|least|yet clear|to mention)\b"
    r"|\bno (?:fewer|less|more|later|earlier|sooner|doubt|matter|one but)\b"
    r"|\bnever before\b"
    r"|\bnothing (?:but|less|short)\b|\bno\. ?\d|\bif not\b|\bor not\b"
    r"|\bwhy (?:not|\w+n['\u2019]t)\b",
    re.IGNORECASE,
)
_NEGATION: Final = re.compile(
    r"\b(?:not|never|no|nobody|nothing|none|neither|nor|without|cannot|\w+n['\u2019]t"
    r"|prevent(?:s|ed|ing)?|(?:stop(?:s|ped)|keeps|kept|barred|blocked) (?:\w+ ){1,4}from"
    r"|no one|lack(?:s|ed|ing)?|dispens(?:e|es|ed|ing) with|does away with"
    r"|den(?:y|ies|ied|ying)|fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing)(?: to)?"
    r"|rul(?:e|es|ed|ing) out|(?:is|was|are|were) (?:false|untrue))\b",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(
    r"\b(?:not|un)\s?(?:\w+ )?(?:clear|known|sure|certain)\b|\bwhether\b|\bif\b|\bnot about\b"
    r"|\bfor or against\b|\bnon-|(?:\bnot|n['\u2019]t) (?:\w+ )?yet\b"
    r"|\b(?:should|must|may|might|could|would|ought|need)(?:n['\u2019]t| not| never)\b"
    r"|\bnot (?:[\w.]+ ){1,8}(?:until|before|unless)\b"
    r"|\bwho (?:\w+ ){1,4}not\b|\b(?:suggestions?|idea|notion) that\b",
    re.IGNORECASE,
)
"""What leaves open whether something is so, or says only what ought to be or might be thought."""
_ATTITUDE: Final = re.compile(
    r"\b(?:feel|felt|feeling|believ|think|thought|doubt|claims?|accus|alleg|hop(?:e|ing)|fear|expect"
    r"|want|wish|question|suspect|insist|vow|promis|pledg|threat)",
    re.IGNORECASE,
)
"""What somebody feels, believes or says of a matter contradicts nothing that is so."""
_DENIAL: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refut\w+|rebut\w+|disput\w+)\b", re.IGNORECASE
)
_OPPOSITES: Final = (
    ("accept", "reject"),
    ("approve", "reject"),
    ("agree", "reject"),
    ("allow", "ban"),
    ("true", "false"),
    ("convict", "innocent"),
    ("convict", "acquit"),
    ("increase", "decrease"),
    ("safe", "unsafe"),
    ("safe", "danger"),
    ("legal", "illegal"),
    ("lawful", "illegal"),
    ("sober", "drunk"),
    ("sober", "drink"),
    ("help", "oppose"),
    ("win", "lose"),
    ("survive", "dead"),
    ("alive", "dead"),
    ("possible", "impossi"),
    ("likely", "unlikel"),
    ("aware", "unaware"),
    ("able", "unable"),
    ("open", "close"),
    ("begin", "end"),
)
_OPPOSITE: Final = frozenset(_OPPOSITES) | {(right, left) for left, right in _OPPOSITES}


def negations_in(claim: Claim) -> tuple[frozenset[str], ...] | None:
    """Give, for each negation of a claim, the word it denies; None where there is no telling.

    A denial by the cue ("he denied that") denies all: it is the empty set.

    >>> from streams.enriched_article import Span
    >>> def negations(text, cue=None):
    ...     return negations_in(Claim(kind="reported", text=text, content=[Span(0, 1)], cue=cue))
    >>> [sorted(words) for words in negations("he did not sign the letter")]
    [['sign']]
    >>> negations("not only he signed, no fewer than ten did"), negations("he did", "denied that")
    ((), (frozenset(),))
    """
    if len(_WORD.findall(claim.text)) > _LONG or _OPEN.search(claim.text) or is_attitude(claim):
        return None
    return denials_in(claim)


def denials_in(claim: Claim) -> tuple[frozenset[str], ...]:
    """Give the words that a claim denies, even where one cannot tell what that contradicts."""
    text = _NO_NEGATION.sub(" ", claim.text)
    found = [_scope(text[negation.end() :]) for negation in _NEGATION.finditer(text)]
    if is_denied_by_cue(claim):
        found.append(frozenset())
    return tuple(found)


def place_of_negation(text: str) -> tuple[int, int] | None:
    """Give where the first negation stands.

    >>> place_of_negation("he did not sign the letter")
    (7, 10)
    """
    found = _NEGATION.search(text)
    return None if found is None else found.span()


def is_denied_by_cue(claim: Claim) -> bool:
    """Say whether whoever is said to have said a claim denied it."""
    return claim.cue is not None and _DENIAL.search(claim.cue) is not None


def is_attitude(claim: Claim) -> bool:
    """Say whether a claim tells of somebody's attitude to a matter rather than of the matter.

    >>> from streams.enriched_article import Span
    >>> text = "many still believe that he was not born there"
    >>> is_attitude(Claim(kind="statement", text=text, content=[Span(0, 45)]))
    True
    """
    return _ATTITUDE.search(claim.text) is not None


def _scope(text: str) -> frozenset[str]:
    """Give the first word that tells something; of "not true" nothing, for it denies all."""
    words = [word for word in _WORD.findall(text[:_NEAR].casefold()) if word not in _EMPTY]
    return frozenset() if words[:1] in _WHOLLY else frozenset(words[:_SCOPE])


def is_denied(negations: tuple[frozenset[str], ...], told: AbstractSet[str]) -> bool:
    """Say whether what is ``told`` is denied: two negations of it make none.

    >>> signing = frozenset({"sign"})
    >>> is_denied((signing,), {"sign", "letter"}), is_denied((signing,), {"go"})
    (True, False)
    """
    return sum(not words or not words.isdisjoint(told) for words in negations) % 2 == 1


def are_opposite(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    """Say whether a notion that only the one tells excludes one that only the other tells.

    >>> are_opposite({"accept"}, {"reject"}), are_opposite({"hire"}, {"dismiss"})
    (True, False)
    """
    return any((left, right) in _OPPOSITE for left in one for right in other)
