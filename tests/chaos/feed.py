"""The harness's articles: invented events told by several outlets, the same for the same seed."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SYLLABLES: Final = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
_COMMON: Final = (
    "de la el en que los del se por un para con no una su al lo como más pero sus le ya este sí "
    "porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos"
).split()
_OUTLETS: Final = 12
_OPEN_EVENTS: Final = 150
_NEW_EVENT: Final = 0.25
"""Share of articles that bring an event of their own: about four tell of each."""

_UPDATED, _WITHDRAWN, _BAD, _ENGLISH = 0.03, 0.02, 0.02, 0.05
"""Shares of updates, withdrawals, unusable records, and articles that the pipeline reads."""


@dataclass(frozen=True, slots=True)
class Published:
    """One record for ``news.articles``; None as value withdraws the article."""

    key: bytes
    value: bytes | None


def feed(seed: int) -> Iterator[Published]:
    """Give records for ever: articles, and now and then an update, a withdrawal or rubbish."""
    chance = random.Random(seed)
    events = [_words(chance, 30) for _ in range(_OPEN_EVENTS)]
    recent: list[str] = []
    number = 0
    while True:
        number += 1
        if chance.random() < _NEW_EVENT:
            events[chance.randrange(_OPEN_EVENTS)] = _words(chance, 30)
        kind = chance.random()
        if recent and kind < _UPDATED:
            yield _article(chance, chance.choice(recent), events)
        elif recent and kind < _UPDATED + _WITHDRAWN:
            yield Published(recent.pop(chance.randrange(len(recent))).encode(), None)
        elif kind < _UPDATED + _WITHDRAWN + _BAD:
            yield Published(f"bad-{number}".encode(), b'{"id": "bad", "text": \x00nope')
        else:
            recent = [*recent[-200:], f"a{number}"]
            yield _article(chance, recent[-1], events)


def _words(chance: random.Random, count: int) -> list[str]:
    return ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(count)]


def _article(chance: random.Random, article_id: str, events: list[list[str]]) -> Published:
    event = chance.choice(events)
    words = [*chance.sample(event, 22), *chance.choices(_COMMON, k=40)]
    chance.shuffle(words)
    # Another language for the same id would be another shard: it must follow from the id.
    english = int(article_id[1:]) % round(1 / _ENGLISH) == 0
    article = {
        "id": article_id,
        "title": " ".join(chance.sample(event, 6)).capitalize(),
        "text": " ".join(words).capitalize() + ".",
        "outlet": f"Outlet {chance.randrange(_OUTLETS)}",
        "language": "en" if english else "es",
    }
    return Published(article_id.encode(), json.dumps(article).encode())
