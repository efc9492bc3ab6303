"""The language of an article: what the producer says, else what its words tell."""

import re
from functools import lru_cache
from typing import Any, Final

from streams.article import Article

UNDETERMINED: Final = "und"
"""BCP 47 for a text whose language cannot be told."""

_SAMPLE_CHARACTERS: Final = 2_000
_WORD: Final = re.compile(r"[^\W\d_]{2,40}")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S{1,500}|\S{1,100}@\S{1,100}")
_ENGLISH: Final = frozenset(
    """
    a about after an and are as at be been but by for from had has have he his in is it its more new
    not of on out over said says she that the their they this to up us was were which who will with
    """.split()
)
_FEWEST_LETTERS: Final = 10
_SHORT_WORDS: Final = 12


def language_of(article: Article) -> str:
    """Give the BCP 47 tag of an article's language, ``und`` if it cannot be told.

    The producer's word counts; its case is normalised (``EN-us`` becomes ``en-US``).
    """
    if article.language is not None:
        return normalised(article.language)
    return detected(f"{article.title or ''}\n{(article.text or '')[:_SAMPLE_CHARACTERS]}")


def normalised(tag: str) -> str:
    """Give a language tag in the usual case.

    >>> normalised("EN-us"), normalised("zh-hant-TW"), normalised("eng")
    ('en-US', 'zh-Hant-TW', 'en')
    """
    first, *rest = tag.split("-")
    first = _THREE_LETTERS.get(first.lower(), first.lower())
    return "-".join([first, *(_subtag(part) for part in rest)])


def base_of(tag: str) -> str:
    """Give the language without script and region: the shard.

    >>> base_of("en-US")
    'en'
    """
    return normalised(tag).partition("-")[0]


def detected(text: str) -> str:
    """Tell the language of a text from its first 2,000 characters; ``und`` if it cannot be told.

    >>> detected("Thousands of people marched through the city on Sunday, police said.")
    'en'
    >>> detected("12345 !!!")
    'und'
    """
    sample = _ADDRESS.sub(" ", text[:_SAMPLE_CHARACTERS])
    words = _WORD.findall(sample)
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return UNDETERMINED
    language, _ = _identifier().classify(" ".join(words))
    if len(words) <= _SHORT_WORDS and _looks_english(words):
        return "en"
    return str(language)


def _looks_english(words: list[str]) -> bool:
    return sum(word.lower() in _ENGLISH for word in words) * 6 >= len(words)


def _subtag(part: str) -> str:
    if len(part) == 2:  # noqa: PLR2004 (a region)
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()  # noqa: PLR2004


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 (reads its model)

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


_THREE_LETTERS: Final = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it",
    "por": "pt", "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh", "jpn": "ja", "nld": "nl",
    "dut": "nl", "pol": "pl", "tur": "tr", "ukr": "uk", "fas": "fa", "per": "fa", "kor": "ko",
}  # fmt: skip
