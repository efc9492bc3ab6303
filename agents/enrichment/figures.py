"""Figures: the numbers of a text with what they count or measure and how they are qualified."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from agents.enrichment.reading import Reading
from agents.enrichment.token import Token
from agents.enrichment.units import (
    ASPECTS,
    CURRENCIES,
    MEASURES,
    NUMBER_WORDS,
    SCALE_WORDS,
    SCALES,
    number_of,
)
from streams.enriched_article import Figure, Modifier

_GLUED: Final = re.compile(
    r"(us\$|a\$|c\$|hk\$|nz\$|[$€£¥₹])?(\d[\d,.]*\d|\d)(k|m|bn|b|tn|mn|%|km|kg|mm|cm|mph|kph|g)?",
)
_PERCENT: Final = frozenset({"%", "percent", "percentage", "pct"})
_DURATION_LABELS: Final = frozenset({"DATE", "TIME"})
_MODIFIERS: Final = (
    (("at", "least"), Modifier.AT_LEAST),
    (("no", "more", "than"), Modifier.AT_MOST),
    (("not", "more", "than"), Modifier.AT_MOST),
    (("more", "than"), Modifier.AT_LEAST),
    (("no", "fewer", "than"), Modifier.AT_LEAST),
    (("no", "less", "than"), Modifier.AT_LEAST),
    (("as", "many", "as"), Modifier.AT_MOST),
    (("as", "much", "as"), Modifier.AT_MOST),
    (("up", "to"), Modifier.AT_MOST),
    (("at", "most"), Modifier.AT_MOST),
    (("fewer", "than"), Modifier.AT_MOST),
    (("less", "than"), Modifier.AT_MOST),
    (("close", "to"), Modifier.ABOUT),
    (("over",), Modifier.AT_LEAST),
    (("above",), Modifier.AT_LEAST),
    (("under",), Modifier.AT_MOST),
    (("below",), Modifier.AT_MOST),
    (("about",), Modifier.ABOUT),
    (("around",), Modifier.ABOUT),
    (("some",), Modifier.ABOUT),
    (("roughly",), Modifier.ABOUT),
    (("approximately",), Modifier.ABOUT),
    (("nearly",), Modifier.ABOUT),
    (("almost",), Modifier.ABOUT),
    (("estimated",), Modifier.ABOUT),
)
_PERSON_ASPECTS: Final = frozenset({"dead", "injured", "missing", "arrest"})
_MOST_WORDS: Final = 8
_VAGUE: Final = frozenset({"one", "two", "zero"})


class _Number(NamedTuple):
    """A number written in tokens ``first`` to ``end`` (exclusive)."""

    first: int
    end: int
    value: float
    high: float | None
    unit: str | None


def figures(reading: Reading) -> tuple[Figure, ...]:
    """Give the figures of a reading in order; dates, ordinals and times of day are not figures."""
    dated = {
        index
        for span in reading.names
        if span.label in _DURATION_LABELS
        for index in range(span.first, span.end)
    }
    found = []
    index = 0
    while index < len(reading.tokens):
        number = _number_at(reading.tokens, index)
        if number is None:
            index += 1
            continue
        if not any(at in dated for at in range(number.first, number.end)):
            figure = _figure(reading, number)
            if figure is not None:
                found.append(figure)
        index = number.end
    return tuple(found)


def _number_at(tokens: Sequence[Token], index: int) -> _Number | None:
    """Read the number that begins at a token, if one does."""
    token = tokens[index]
    lower = token.lower
    first = index
    unit = None
    if lower in CURRENCIES and index + 1 < len(tokens) and _follows(tokens, index + 1):
        unit, index = CURRENCIES[lower], index + 1
        token, lower = tokens[index], tokens[index].lower
    if not (
        lower[0].isdigit() or lower in NUMBER_WORDS or lower == "dozen" or lower[0] in "$€£¥₹u"
    ):
        return None
    words, end, glued = _words(tokens, index)
    value = number_of(words)
    if value is None:
        return None
    if glued in CURRENCIES.values():
        unit = glued
    elif glued is not None:
        value, unit = _scaled(value, glued, unit)
    high, end = _range_end(tokens, end, value)
    if high is not None and words[-1] not in SCALE_WORDS:
        value = _with_scale_of_range(tokens, end, value)
    return _Number(first, end, value, high, unit)


def _follows(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].lower[0].isdigit() and tokens[index].start - tokens[index - 1].end <= 1


def _words(tokens: Sequence[Token], index: int) -> tuple[list[str], int, str | None]:
    """Collect the words of one number; the last value is what is glued to its digits."""
    match = _GLUED.fullmatch(tokens[index].lower)
    glued = None
    if match is not None:
        sign, digits, suffix = match.groups()
        words = [digits]
        glued = CURRENCIES[sign] if sign else suffix
        if sign and suffix in SCALES:
            words.append(
                "million"
                if suffix in {"m", "mn"}
                else "billion"
                if suffix in {"b", "bn"}
                else suffix
            )
    else:
        words = [tokens[index].lower]
    end = index + 1
    while end < len(tokens) and end - index < _MOST_WORDS:
        lower = tokens[end].lower
        if lower in SCALE_WORDS or (words[-1] in NUMBER_WORDS and lower in NUMBER_WORDS):
            words.append(lower)
        elif lower == "-" and end + 1 < len(tokens) and tokens[end + 1].lower in NUMBER_WORDS:
            if words[-1] not in NUMBER_WORDS:
                break
        else:
            break
        end += 1
    return [word for word in words if word != "-"], end, glued


def _scaled(value: float, glued: str, unit: str | None) -> tuple[float, str | None]:
    if glued == "%":
        return value, "percent"
    if glued in MEASURES and unit is None and glued != "m":
        base, factor = MEASURES[glued]
        return value * factor, base
    return value * SCALES.get(glued, 1.0), unit


def _range_end(tokens: Sequence[Token], end: int, low: float) -> tuple[float | None, int]:
    """Read the upper end of a range such as "10 to 15" or "10-15"."""
    if end + 1 >= len(tokens) or tokens[end].lower not in {"to", "-", "–", "and", "or"}:
        return None, end
    if tokens[end].lower == "and" and not _is_between(tokens, end):
        return None, end
    lower = tokens[end + 1].lower
    if not (lower[0].isdigit() or lower in NUMBER_WORDS):
        return None, end
    words, after, glued = _words(tokens, end + 1)
    high = number_of(words)
    if high is None or glued is not None or high <= low:
        return None, end
    return high, after


def _is_between(tokens: Sequence[Token], end: int) -> bool:
    return any(tokens[at].lower == "between" for at in range(max(0, end - 4), end))


def _with_scale_of_range(tokens: Sequence[Token], end: int, value: float) -> float:
    """Let "2 to 3 million" scale its lower end too."""
    last = tokens[end - 1].lower
    return value * SCALES[last] if last in SCALE_WORDS else value


def _figure(reading: Reading, number: _Number) -> Figure | None:
    tokens = reading.tokens
    unit, factor, end, noun = _unit(reading, number)
    head = noun if noun is not None else tokens[number.end - 1]
    aspect = _aspect(reading, number, head)
    if unit is None and noun is None and aspect in _PERSON_ASPECTS:
        unit = "person"
    if unit is None and aspect is None:
        return None
    if number.end - number.first == 1 and tokens[number.first].lower in _VAGUE:
        measured = noun is None and unit is not None
        if not measured and aspect not in ASPECTS.values():
            return None
    start, stop = tokens[number.first].start, tokens[end - 1].end
    return Figure(
        value=_rounded(number.value * factor),
        high=None if number.high is None else _rounded(number.high * factor),
        unit=unit,
        aspect=aspect,
        modifier=_modifier(tokens, number.first),
        text=reading.text[start:stop],
        start=start,
        end=stop,
    )


def _rounded(value: float) -> float:
    return round(value, 6)


def _unit(reading: Reading, number: _Number) -> tuple[str | None, float, int, Token | None]:
    """Give unit, factor to its base, the token after it, and the noun counted."""
    tokens = reading.tokens
    end = number.end
    if number.unit is not None:
        return number.unit, 1.0, end, None
    following = tokens[end].lower if end < len(tokens) else ""
    if following in _PERCENT or (following == "per" and _lower(tokens, end + 1) == "cent"):
        return "percent", 1.0, end + (2 if following == "per" else 1), None
    if following == "-" and end + 1 < len(tokens):
        end, following = end + 1, tokens[end + 1].lower
    singular = tokens[end].lemma if end < len(tokens) else ""
    for name in (following, singular, following.rstrip("s")):
        if name in MEASURES and len(following) > 1:
            base, factor = MEASURES[name]
            return base, factor, end + 1, tokens[end]
        if name in CURRENCIES and name.isalpha() and len(name) > 2:  # noqa: PLR2004
            return CURRENCIES[name], 1.0, end + 1, None
    noun = _counted(reading, number)
    if noun is None:
        return None, 1.0, number.end, None
    unit = "person" if noun.lower in {"people", "others"} else noun.lemma
    return unit, 1.0, max(number.end, noun.index + 1), noun


def _lower(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if index < len(tokens) else ""


def _counted(reading: Reading, number: _Number) -> Token | None:
    """Give the noun that a number counts."""
    tokens = reading.tokens
    last = tokens[number.end - 1]
    head = tokens[last.head]
    near = number.end <= head.index <= number.end + 4
    if last.relation in {"nummod", "compound", "det", "amod"} and near and head.pos == "NOUN":
        return head
    for at in range(number.end, min(number.end + 4, len(tokens))):
        token = tokens[at]
        if token.sentence != last.sentence or token.pos not in {"NOUN", "ADJ", "PROPN"}:
            return None
        is_last = at + 1 >= len(tokens) or tokens[at + 1].pos not in {"NOUN", "ADJ", "PROPN"}
        if token.pos == "NOUN" and is_last:
            return token
    return None


def _aspect(reading: Reading, number: _Number, head: Token) -> str | None:
    """Give in one lemma what is said of what is counted."""
    tokens = reading.tokens
    beside = range(max(0, number.first - 1), min(len(tokens), max(number.end, head.index + 1) + 1))
    near = [*(tokens[at] for at in beside), *(tokens[at] for at in head.children), head]
    for token in near:
        aspect = ASPECTS.get(token.lower) or ASPECTS.get(token.lemma)
        if aspect is not None:
            return aspect
    governor = tokens[head.head]
    if governor.index == head.index:
        return None
    return (
        ASPECTS.get(governor.lemma)
        or ASPECTS.get(governor.lower)
        or _aspect_of_clause(reading, head, governor)
    )


def _aspect_of_clause(reading: Reading, head: Token, governor: Token) -> str | None:
    """Give what a verb says of its subject or object: "seized four tankers"."""
    subject = reading.child(governor.index, "nsubj")
    of_subject = None if subject is None else ASPECTS.get(subject.lemma)
    if of_subject is not None and head.relation in {"obj", "obl", "nmod"}:
        return of_subject
    return governor.lemma if head.relation in {"obj", "nsubj"} and governor.pos == "VERB" else None


def _modifier(tokens: Sequence[Token], first: int) -> Modifier:
    before = tuple(token.lower for token in tokens[max(0, first - 3) : first])
    if before and before[-1] in {"a", "an", "the"}:
        before = before[:-1]
    for words, modifier in _MODIFIERS:
        if before[-len(words) :] == words:
            return modifier
    return Modifier.EXACT
