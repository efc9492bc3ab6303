"""Phrasal verbs: "stepped down" is one notion, of which lemmas alone keep the step."""

from itertools import pairwise
from typing import Final

_FORMS: Final = (
    "step steps stepped stepping",
    "turn turns turned turning",
    "vote votes voted voting",
    "blow blows blew blown blowing",
    "kick kicks kicked kicking",
    "break breaks broke broken breaking",
    "lay lays laid laying",
    "call calls called calling",
    "put puts putting",
    "pass passes passed passing",
    "take takes took taken taking",
    "shut shuts shutting",
    "look looks looked looking",
    "lash lashes lashed lashing",
    "pull pulls pulled pulling",
    "hand hands handed handing",
    "scale scales scaled scaling",
)
"""Forms of the verbs, a verb a line, its lemma first."""
_JOINED: Final = frozenset(
    (
        "step-down turn-down vote-down blow-up kick-off break-out lay-off call-off put-off "
        "pass-away take-over shut-down look-into lash-out pull-out hand-over scale-back"
    ).split()
)
"""What they are with a word after them, as ``synonyms.txt`` has it."""


_VERBS: Final = {form: line.split()[0] for line in _FORMS for form in line.split()}
"""Lemma of each form."""
_LEMMAS: Final = frozenset(_VERBS.values())
_MARKS: Final = '.,;:!?\u201d"'


def with_phrasal_verbs(text: str, lemmas: tuple[str, ...]) -> tuple[str, ...]:
    """Give a claim's lemmas with those of verbs joined to the word that makes them another.

    >>> with_phrasal_verbs("Kesler stepped down on Friday", ("Kesler", "step", "Friday"))
    ('Kesler', 'step-down', 'Friday')
    """
    if _LEMMAS.isdisjoint(lemmas):
        return lemmas
    joined = list(lemmas)
    for first, second in pairwise(text.casefold().split()):
        verb = _VERBS.get(first)
        if verb in joined:
            phrase = f"{verb}-{second.rstrip(_MARKS)}"
            if phrase in _JOINED:
                joined[joined.index(verb)] = phrase
    told = tuple(joined)
    return lemmas if told == lemmas else told
