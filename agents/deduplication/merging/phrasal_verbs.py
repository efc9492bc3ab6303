"""Phrasal verbs: "stepped down" is one notion, of which lemmas alone keep the step."""

import re
from functools import cache
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


def with_phrasal_verbs(text: str, lemmas: tuple[str, ...]) -> tuple[str, ...]:
    """Give a claim's lemmas with those of verbs joined to the word that makes them another.

    >>> with_phrasal_verbs("Kesler stepped down on Friday", ("Kesler", "step", "Friday"))
    ('Kesler', 'step-down', 'Friday')
    """
    if not any(word in text for word in _PARTICLES):
        return lemmas
    verbs, pattern = _verbs()
    joined = list(lemmas)
    for found in pattern.finditer(text):
        verb = verbs[found[1].casefold()]
        phrase = f"{verb}-{found[2].casefold()}"
        if phrase in _JOINED and verb in joined:
            joined[joined.index(verb)] = phrase
    told = tuple(joined)
    return lemmas if told == lemmas else told


_PARTICLES: Final = tuple(sorted({f" {phrase.partition('-')[2]}" for phrase in _JOINED}))


@cache
def _verbs() -> tuple[dict[str, str], re.Pattern[str]]:
    """Give the lemma of each form, and what finds a form with a word after it."""
    verbs = {form: line.split()[0] for line in _FORMS for form in line.split()}
    words = "|".join(particle.strip() for particle in _PARTICLES)
    pattern = re.compile(rf"\b({'|'.join(verbs)}) ({words})\b", re.IGNORECASE)
    return verbs, pattern
