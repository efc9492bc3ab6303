"""Units: what a number can be of, and how units of one kind compare."""

from typing import Final

CURRENCIES: Final = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "a$": "AUD", "c$": "CAD",
    "hk$": "HKD", "nz$": "NZD", "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP",
    "gbp": "GBP", "pound": "GBP", "¥": "JPY", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
    "₹": "INR", "rupee": "INR", "rs": "INR", "₽": "RUB", "ruble": "RUB", "rouble": "RUB",
    "franc": "CHF", "won": "KRW", "₩": "KRW", "lira": "TRY", "shekel": "ILS", "rial": "IRR",
    "peso": "MXN", "naira": "NGN", "rand": "ZAR", "krona": "SEK", "zloty": "PLN", "riyal": "SAR",
    "dirham": "AED", "hryvnia": "UAH", "₪": "ILS", "₺": "TRY", "₴": "UAH",
}  # fmt: skip
"""ISO 4217 codes by sign or singular noun; a bare "dollar" is the United States one."""

MEASURES: Final = {
    "mm": ("m", 0.001), "millimeter": ("m", 0.001), "millimetre": ("m", 0.001),
    "cm": ("m", 0.01), "centimeter": ("m", 0.01), "centimetre": ("m", 0.01),
    "m": ("m", 1.0), "meter": ("m", 1.0), "metre": ("m", 1.0),
    "km": ("m", 1_000.0), "kilometer": ("m", 1_000.0), "kilometre": ("m", 1_000.0),
    "inch": ("m", 0.0254), "ft": ("m", 0.3048), "foot": ("m", 0.3048), "feet": ("m", 0.3048),
    "yard": ("m", 0.9144), "mile": ("m", 1_609.344),
    "g": ("kg", 0.001), "gram": ("kg", 0.001), "gramme": ("kg", 0.001), "kg": ("kg", 1.0),
    "kilogram": ("kg", 1.0), "kilo": ("kg", 1.0), "ton": ("kg", 907.18474),
    "tonne": ("kg", 1_000.0), "lb": ("kg", 0.45359237), "ounce": ("kg", 0.028349523),
    "liter": ("l", 1.0), "litre": ("l", 1.0), "gallon": ("l", 3.785411784),
    "hectare": ("m2", 10_000.0), "acre": ("m2", 4_046.8564224),
    "second": ("s", 1.0), "minute": ("s", 60.0), "hour": ("s", 3_600.0), "day": ("s", 86_400.0),
    "week": ("s", 604_800.0), "mph": ("m/s", 0.44704), "kph": ("m/s", 0.2777777778),
    "km/h": ("m/s", 0.2777777778), "megawatt": ("W", 1e6), "mw": ("W", 1e6),
    "gigawatt": ("W", 1e9), "kilowatt": ("W", 1e3), "watt": ("W", 1.0),
}  # fmt: skip
"""Base unit and factor by singular noun or symbol."""

SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "mln": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "crore": 1e7, "lakh": 1e5,
    "dozen": 12.0,
}  # fmt: skip
"""Factors that follow a number."""

SCALE_WORDS: Final = frozenset(
    "hundred thousand million billion trillion crore lakh dozen bn mn mln tn".split()
)
"""Scales that need no currency before them."""

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS: Final = {word: float(number) for number, word in enumerate(_SMALL)} | {
    word: float(number) for number, word in zip(range(20, 100, 10), _TENS, strict=True)
}

PEOPLE: Final = frozenset(
    """
    boy casualty child children civilian crew death demonstrator employee fatality fighter girl
    hostage individual inmate man men migrant militant officer other others passenger patient people
    person policeman policemen prisoner protester refugee resident soldier student survivor tourist
    troop victim villager woman women worker
    """.split()
)

ASPECTS: Final = {
    "kill": "dead", "die": "dead", "dead": "dead", "death": "dead", "fatality": "dead",
    "slay": "dead", "murder": "dead", "perish": "dead", "drown": "dead", "toll": "dead",
    "injure": "injured", "wound": "injured", "hurt": "injured", "injury": "injured",
    "injured": "injured", "wounded": "injured", "hospitalize": "injured", "hospitalise": "injured",
    "missing": "missing", "disappear": "missing", "unaccounted": "missing",
    "arrest": "arrest", "detain": "arrest", "detained": "arrest", "displace": "displace",
    "displaced": "displace", "evacuate": "evacuate", "rescue": "rescue", "infect": "infect",
}  # fmt: skip
"""One lemma for what is said of a count, by the words that say it."""


def number_of(words: list[str]) -> float | None:
    """Give the number that number words and digits say; None if they say none.

    >>> number_of(["twenty", "five"]), number_of(["three", "hundred"]), number_of(["1,200"])
    (25.0, 300.0, 1200.0)
    >>> number_of(["2.5", "million"]), number_of(["ferry"])
    (2500000.0, None)
    """
    total = current = 0.0
    seen = False
    for word in words:
        if word == "and":
            continue
        if word in SCALE_WORDS:
            factor = SCALES[word]
            current = (current if seen and current else 1.0) * factor
            if factor >= 1_000:  # noqa: PLR2004
                total, current = total + current, 0.0
        elif word in NUMBER_WORDS:
            current += NUMBER_WORDS[word]
        else:
            value = _digits(word)
            if value is None:
                return None
            current += value
        seen = True
    return total + current if seen else None


def _digits(word: str) -> float | None:
    plain = word.replace(",", "")
    if not plain or len(plain) > 18 or not plain.replace(".", "", 1).isdigit():  # noqa: PLR2004
        return None
    try:
        return float(plain) if plain.isascii() else None
    except ValueError:
        return None
