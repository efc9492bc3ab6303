"""Headlines: a title without the outlet's name that its page adds."""

import re
from typing import Final

from streams.publisher_families import outlet_key

_BLANKS: Final = re.compile(r"\s+")
_SEPARATORS: Final = re.compile(r"\s+[|•·\u2013—:»-]\s+|\s*\|\s*")
_LETTERS: Final = re.compile(r"[^\w]+")
_MAX_TAIL_WORDS: Final = 5
_LEAST_WORDS: Final = 3
_GENERIC: Final = frozenset(
    (
        "news online breaking update updates live video world politics opinion the com uk us "
        "report reports home latest story"
    ).split()
)


def without_outlet(title: str, outlet: str) -> str:
    """Give a headline without the outlet's name before or after it; blanks collapsed.

    >>> without_outlet("Toll rises to 15 | Harbor Courier", "Harbor Courier")
    'Toll rises to 15'
    >>> without_outlet("HARBOR COURIER: Toll rises to 15 in Brenmoor", "Harbor Courier")
    'Toll rises to 15 in Brenmoor'
    >>> without_outlet("Brexit - what now - BBC News", "bbc.co.uk")
    'Brexit - what now'
    >>> without_outlet("Harbor Courier", "Harbor Courier")
    'Harbor Courier'
    """
    title = _BLANKS.sub(" ", title).strip()
    name = _key_words(outlet)
    while (shorter := _cut_end(title, name)) != title:
        title = shorter
    head, colon, rest = title.partition(": ")
    if colon and _is_outlet(head, name) and len(rest.split()) >= _LEAST_WORDS:
        return rest.strip()
    return title


def _cut_end(title: str, name: frozenset[str]) -> str:
    places = list(_SEPARATORS.finditer(title))
    if not places:
        return title
    last = places[-1]
    rest = title[: last.start()].strip()
    if _is_outlet(title[last.end() :], name) and len(rest.split()) >= _LEAST_WORDS:
        return rest
    first = places[0]
    if _is_outlet(title[: first.start()], name):
        rest = title[first.end() :].strip()
        return rest if len(rest.split()) >= _LEAST_WORDS else title
    return title


def _is_outlet(part: str, name: frozenset[str]) -> bool:
    words = _key_words(part)
    if not words or len(words) > _MAX_TAIL_WORDS:
        return False
    joined = "".join(sorted(name))
    known = {word for word in words if word in name or (len(word) > 1 and word in joined)}
    return bool(known) and words <= known | _GENERIC


def _key_words(outlet: str) -> frozenset[str]:
    return frozenset(word for word in _LETTERS.split(outlet_key(outlet)) if word)
