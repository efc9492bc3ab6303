"""Introductions: by which names, titles and nouns an article introduces its people."""

from typing import Final

from agents.enrichment.cast import Cast, Member
from agents.enrichment.reading import Reading
from agents.enrichment.token import Token

_JUNIORS: Final = frozenset({"jr", "sr", "ii", "iii"})


def mentions_of_people(cast: Cast) -> list[tuple[int, Member]]:
    """Give the first token of each place where the text names somebody, and whom, in order."""
    found = [
        (name.first, member)
        for member in cast.members
        if member.label == "PERSON"
        for name in member.names
        if not name.in_title
    ]
    return sorted(found, key=lambda pair: pair[0])


def by_surname(cast: Cast) -> dict[str, list[Member]]:
    """Give the people of more than one word by their last one but for "Jr"."""
    found: dict[str, list[Member]] = {}
    for member in cast.members:
        words = member.key.split()
        given, _, surname = " ".join(words[: -1 if words[-1] in _JUNIORS else None]).rpartition(" ")
        if member.label == "PERSON" and given:
            found.setdefault(surname, []).append(member)
    return found


def learn_roles(reading: Reading, cast: Cast) -> None:
    """Note by which nouns each person is introduced: titles, appositions, what they are."""
    tokens = reading.tokens
    for first, member in mentions_of_people(cast):
        if member.title:
            member.roles.update(word.lower().rstrip(".") for word in member.title.split())
        for at in (first, tokens[first].head):
            token = tokens[at]
            if cast.at(token.index) is not member and token.pos != "NOUN":
                continue
            member.roles.update(_roles_around(tokens, token))


def _roles_around(tokens: list[Token], token: Token) -> set[str]:
    around = [tokens[at] for at in token.children]
    head = tokens[token.head]
    introduced = token.relation in {"appos", "flat"} or token.dep == "nmod:desc"
    if introduced or head.relation == "appos":
        around.append(head)
    return {
        one.lemma
        for one in around
        if one.pos == "NOUN"
        and one.relation in {"appos", "compound", "nmod", "nsubj", "root", "obl", "obj"}
    }
