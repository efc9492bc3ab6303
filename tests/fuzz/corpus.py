"""Records that a careless or hostile producer could send, each with what must become of it."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

ACCEPTED: Final = "accepted"
WITHDRAWAL: Final = "withdrawal"

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class FuzzRecord:
    """One record; ``outcomes`` are the classes of error it may be refused with, or ``ACCEPTED``.

    ``article_id`` is the id under which it must stand in a story if it is accepted.
    """

    kind: str
    key: bytes | None
    value: bytes | None
    outcomes: tuple[str, ...]
    article_id: str = ""
    headers: Headers = ()


_UNDECODABLE: Final = ("UndecodableRecord",)
_INVALID: Final = ("InvalidRecord",)
_UNIDENTIFIED: Final = ("UnidentifiedRecord",)
_OVERSIZED: Final = ("OversizedRecord",)
_SYLLABLES: Final = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
_HOSTILE: Final = "\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>\r\n\u202e {{7*7}} %s $(reboot)"

Make = Callable[[random.Random, str], FuzzRecord]


def corpus(seed: int, count: int) -> Iterator[FuzzRecord]:
    """Give ``count`` records of all kinds; the huge ones are few."""
    chance = random.Random(seed)
    for number in range(count):
        makers = _HUGE if number % 500 == 7 else _SMALL
        make = makers[chance.randrange(len(makers))]
        yield make(chance, f"f{seed}-{number}")


def article(article_id: str, chance: random.Random, **fields: object) -> dict[str, object]:
    """Give a sound article, with other fields where asked."""
    return {
        "id": article_id,
        "title": _words(chance, 6),
        "text": _words(chance, 30),
        "outlet": f"Diario {chance.randrange(9)}",
        "language": "es",
        **fields,
    }


def _words(chance: random.Random, count: int) -> str:
    """Give words that hardly any other article has: each is an event of its own."""
    return " ".join("".join(chance.choices(_SYLLABLES, k=4)) for _ in range(count))


def _sound(kind: str, **fields: object) -> Make:
    """Make a record that is unusual but must be taken."""

    def make(chance: random.Random, name: str) -> FuzzRecord:
        value = json.dumps(article(name, chance, **fields)).encode()
        return FuzzRecord(kind, name.encode(), value, (ACCEPTED,), name)

    return make


def _wrong(kind: str, outcomes: tuple[str, ...] = _INVALID, **fields: object) -> Make:
    """Make a record with a wrong field; None as value leaves the field out."""

    def make(chance: random.Random, name: str) -> FuzzRecord:
        data = article(name, chance, **fields)
        kept = {field: value for field, value in data.items() if value is not None}
        return FuzzRecord(kind, name.encode(), json.dumps(kept).encode(), outcomes)

    return make


def _raw(kind: str, value: Callable[[random.Random], bytes]) -> Make:
    """Make a record whose value is no JSON object."""

    def make(chance: random.Random, name: str) -> FuzzRecord:
        return FuzzRecord(kind, name.encode(), value(chance), _UNDECODABLE)

    return make


def _spliced(kind: str, outcomes: tuple[str, ...], text: str) -> Make:
    """Make an article whose text is this piece of JSON, well-formed or not."""

    def make(chance: random.Random, name: str) -> FuzzRecord:
        raw = json.dumps(article(name, chance, text="SPLICE")).replace('"SPLICE"', text)
        value = raw.encode("utf-8", "surrogatepass")
        return FuzzRecord(kind, name.encode(), value, outcomes, name)

    return make


def _keyed(
    kind: str, key: bytes | None, outcomes: tuple[str, ...], *, without_id: bool = False
) -> Make:
    def make(chance: random.Random, name: str) -> FuzzRecord:
        data = article(name, chance)
        if without_id:
            del data["id"]
        return FuzzRecord(kind, key, json.dumps(data).encode(), outcomes, name)

    return make


def _key_alone(chance: random.Random, name: str) -> FuzzRecord:
    data = article(name, chance)
    del data["id"]
    value = json.dumps(data).encode()
    return FuzzRecord("key instead of id", name.encode(), value, (ACCEPTED,), name)


def _duplicate_keys(chance: random.Random, name: str) -> FuzzRecord:
    raw = json.dumps(article(name, chance)).replace("{", '{"id": "another", ', 1).encode()
    return FuzzRecord("duplicate keys", name.encode(), raw, (ACCEPTED,), name)


def _rubbish_headers(chance: random.Random, name: str) -> FuzzRecord:
    headers = (
        ("", b""),
        ("traceparent", chance.randbytes(40)),
        ("storywire.replays", b"many"),
        ("storywire.error", _HOSTILE.encode()),
        ("x" * 5000, chance.randbytes(5000)),
    )
    made = _sound("rubbish headers")(chance, name)
    return FuzzRecord(made.kind, made.key, made.value, made.outcomes, name, headers)


def _rubbish_in_rubbish(chance: random.Random, name: str) -> FuzzRecord:
    headers = (("storywire.replays", b"\xff\xfe"), ("storywire.topic", b"\x00" * 300), ("", b""))
    value = chance.randbytes(chance.randrange(1, 300))
    return FuzzRecord("rubbish with rubbish headers", b"\xff\xfe", value, _UNDECODABLE, "", headers)


def _withdrawal(chance: random.Random, name: str) -> FuzzRecord:
    return FuzzRecord("null value", f"never-{name}".encode(), None, (WITHDRAWAL,))


def _nothing(chance: random.Random, name: str) -> FuzzRecord:
    return FuzzRecord("null key and value", None, None, _UNIDENTIFIED)


def _invalid_utf8(chance: random.Random, name: str) -> FuzzRecord:
    raw = json.dumps(article(name, chance)).encode().replace(b"Diario", b"Diar\xc3\x28\xff")
    return FuzzRecord("invalid UTF-8", name.encode(), raw, _UNDECODABLE)


def _truncated(chance: random.Random, name: str) -> FuzzRecord:
    raw = json.dumps(article(name, chance)).encode()
    return FuzzRecord("cut off", name.encode(), raw[: chance.randrange(1, len(raw))], _UNDECODABLE)


def _nested(depth: int) -> object:
    value: object = "x"
    for _ in range(depth):
        value = [value]
    return value


def _bomb(chance: random.Random, name: str) -> FuzzRecord:
    """Compress to little what is more than the topic allows when it is unpacked."""
    size = chance.choice([9, 20, 40]) << 20
    return FuzzRecord("zip bomb", name.encode(), b" " * size, _OVERSIZED)


def _bomb_in_headers(chance: random.Random, name: str) -> FuzzRecord:
    headers = tuple((f"h{number}", bytes(1 << 20)) for number in range(20))
    return FuzzRecord("bomb in headers", name.encode(), b"[]", _UNDECODABLE, "", headers)


def _bomb_in_key(chance: random.Random, name: str) -> FuzzRecord:
    return FuzzRecord("bomb in the key", b"k" * (20 << 20), b"[]", _UNDECODABLE)


_SMALL: Final[tuple[Make, ...]] = (
    _sound("sound"),
    _raw("random bytes", lambda chance: b"\x80" + chance.randbytes(chance.randrange(200))),
    _raw("empty", lambda _: b""),
    _raw("not an object", lambda chance: chance.choice([b"[]", b'"a"', b"7", b"true", b"null"])),
    _raw("nested 10,000 deep", lambda _: b"[" * 10_000 + b"]" * 10_000),
    _raw("objects nested deep", lambda _: b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
    _truncated,
    _invalid_utf8,
    _spliced("NaN", _UNDECODABLE, "NaN"),
    _spliced("Infinity", _UNDECODABLE, "-Infinity"),
    _spliced("lone surrogate, escaped", _UNDECODABLE, r'"\ud800 wort"'),
    _spliced("lone surrogate, raw", _UNDECODABLE, '"\ud800 wort"'),
    _spliced("number too large", (*_UNDECODABLE, *_INVALID), "1e999"),
    _spliced("long integer", (*_UNDECODABLE, *_INVALID), "9" * 5000),
    _spliced("null bytes", (ACCEPTED,), r'"a\u0000b tormenta en el puerto"'),
    _wrong("text is a number", text=5),
    _wrong("title is an array", title=["a"]),
    _wrong("outlet is an object", outlet={"name": "x"}),
    _wrong("outlet is missing", outlet=None),
    _wrong("outlet is empty", outlet=""),
    _wrong("neither text nor title", text=None, title=None),
    _wrong("blank text and title", text=" \n", title="\t"),
    _wrong("time is a number", published=1_700_000_000),
    _wrong("time without offset", published="2026-03-10T08:00:00"),
    _wrong("year 0", published="0000-01-01T00:00:00Z"),
    _wrong("year 10000", published="10000-01-01T00:00:00Z"),
    _wrong("year 9999 beyond UTC", published="9999-12-31T23:59:59-14:00"),
    _wrong("language is rubbish", language="english, probably"),
    _wrong("extra field nested 200 deep", extra=_nested(200)),
    _wrong("id with control characters", _INVALID, id="a\u0000\u001b[31mb"),
    _wrong("title of 20,000 characters", title="t" * 20_000),
    _sound("extra fields", **{"$schema": "x", "kicker": {"a": [1, None, {"b": 2.5}]}}),
    _sound("year 1", published="0001-01-01T00:00:00Z"),
    _sound("year 9999", published="9999-12-31T23:59:59Z"),
    _sound("hostile text", text=_HOSTILE * 20, title=_HOSTILE, outlet="\x1b[31mRot"),
    _sound("language without a pipeline", language="zz"),
    _sound("only a title", text=None),
    _sound("title of 4-byte characters", title="😀" * 10_000),
    _sound("url of 10,000 characters", url="https://a.example/" + "a" * 9_900),
    _key_alone,
    _duplicate_keys,
    _rubbish_headers,
    _rubbish_in_rubbish,
    _keyed("no key", None, (ACCEPTED,)),
    _keyed("empty key", b"", (ACCEPTED,)),
    _keyed("wrong key", b"another", _UNIDENTIFIED),
    _keyed("key is not UTF-8", b"\xff\xfe", _UNIDENTIFIED),
    _keyed("neither id nor key", None, _UNIDENTIFIED, without_id=True),
    _withdrawal,
    _nothing,
)

_HUGE: Final[tuple[Make, ...]] = (
    _sound("text of 5,000,000 characters", text="mina " * 1_000_000),
    _wrong("text of 5,000,001 characters", text="x" * 5_000_001),
    _wrong("id of 1 MB", (*_INVALID, *_UNIDENTIFIED), id="i" * 1_000_000),
    _wrong("100,000 authors", authors=["a" * 10_001] + ["b"] * 100_000),
    _bomb,
    _bomb_in_headers,
    _bomb_in_key,
)
