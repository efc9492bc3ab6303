"""Cut off a name what is not part of it: titles, articles, possessives, weekdays, punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.enrichment.english.gazetteers import person_titles, title_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PLACES = frozenset({"GPE", "LOC", "FAC"})

_EDGES = frozenset("\"'“”‘’`.,;:!?()[]{}<>*|/\\-–—•_=+#~…")
_ARTICLES = frozenset({"the", "The", "THE", "a", "A", "an", "An"})
_KEEPS_ARTICLE = frozenset({"Hague"})
_POSSESSIVES = frozenset({"'s", "’s", "'S", "’S"})
_DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Today today Yesterday".split()
)
_NEVER_LAST = frozenset("of the and for or in by with".split())
_COMMON_PLACES = frozenset(
    "province district region area city town village coast Coroner Magistrate Prosecutor".split()
)
_WORD_AND_TITLE = 2
# In headlines and at the beginning of sentences these look like a first name.
_DESCRIBING = frozenset(
    "Billionaire Millionaire Longtime Veteran Ex Actor Actress Singer Rapper Comedian Lawyer "
    "Businessman Businesswoman Congressional Ex-President Teen Teenager Suspect Victim".split()
)
_CUT_BEFORE_VERBS = frozenset({"PERSON", "ORG", "GPE"})
_VERBS_OF_HEADLINES = frozenset(
    "Are Asks Backs Calls Claims Dies Enters Faces Gets Has Have Is Meets Plans Quits Rejects "
    "Resigns Says Slams Sues Tells Urges Vows Warns Was Were Will Wins".split()
)
_DIRECTIONS = frozenset(
    "Central Northern Southern Eastern Western North South East West National International "
    "Special".split()
)
# Not every word of a few capitals is a shouted title.
_ACRONYMS = frozenset({"MS", "PM", "SEC"})
# In capitals these look like a name.
_NOBODY = frozenset("Anybody Everybody Everyone Nobody Somebody Someone".split())
_WITH_DAY = frozenset({"USA Today"})


def trim(doc: Doc, start: int, end: int, label: str) -> tuple[int, int]:
    """Give the [start, end) of the name inside a span of tokens; empty where nothing is left."""
    if label == "WORK_OF_ART" or doc[start:end].text in _WITH_DAY:
        return start, end
    start = _opening(doc, start, end, label)
    return start, _closing(doc, start, end, label)


def can_be_a_name(text: str) -> bool:
    """Tell a name from a bare title, a bare direction and mere punctuation.

    >>> can_be_a_name("Faller"), can_be_a_name("Admiral"), can_be_a_name("-")
    (True, False, False)
    >>> can_be_a_name("FALLER"), can_be_a_name("ADM"), can_be_a_name("NOBODY")
    (True, False, False)
    """
    calm = text.title() if text.isupper() and text not in _ACRONYMS else text
    bare = calm in person_titles() or text in _DIRECTIONS or calm in _NOBODY
    return not bare and text[0] not in _EDGES and any(character.isalnum() for character in text)


def _opening(doc: Doc, start: int, end: int, label: str) -> int:
    while start < end and (_is_edge(doc[start].text) or doc[start].is_space):
        start += 1
    article = end - start > 1 and doc[start].text in _ARTICLES
    if article and doc[start + 1].text not in _KEEPS_ARTICLE:
        start += 1
    while end - start > 1 and label == "PERSON" and doc[start].text in title_words():
        start += 1
    if end - start > _WORD_AND_TITLE and label == "PERSON" and doc[start].text in _DESCRIBING:
        start += 1
    while end - start > 1 and label == "EVENT" and doc[start].text in _DAYS:
        start += 1
    return start


def _closing(doc: Doc, start: int, end: int, label: str) -> int:
    end = _before_verb(doc, start, end, label)
    while start < end and _is_tail(doc[end - 1]):
        end -= 1
    while end - start > 1 and label in PLACES and doc[end - 1].text in _COMMON_PLACES:
        end -= 1
    while start < end and doc[end - 1].text in _DAYS and label != "EVENT":
        end -= 1
    if end < len(doc) and doc[end].text in title_words():
        # "Iranian Supreme Leader Ali Khamenei" is no organisation "Iranian Supreme".
        whole = end
        while start < end and doc[end - 1].text in title_words():
            end -= 1
        if label == "PERSON" and end - start < whole - start == _WORD_AND_TITLE:
            return start
    return end


def _before_verb(doc: Doc, start: int, end: int, label: str) -> int:
    """End a name before the verb of a headline in large words: "House Will Vote"."""
    if label not in _CUT_BEFORE_VERBS:
        return end
    words = ((at, doc[at].text) for at in range(start + 1, end))
    # George Will is somebody, and nothing stands behind his name.
    verbs = (at for at, word in words if word in _VERBS_OF_HEADLINES)
    return next((at for at in verbs if at < end - 1 or doc[at].text != "Will"), end)


def _is_edge(word: str) -> bool:
    return all(character in _EDGES for character in word)


def _is_tail(token: Token) -> bool:
    word = token.text
    return token.is_space or word in _POSSESSIVES or word in _NEVER_LAST or _is_edge(word)
