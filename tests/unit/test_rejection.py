"""A rejection and its headers."""

from datetime import UTC, datetime

import pytest

from streams.rejection import MAX_MESSAGE_CHARACTERS, Rejection

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)


def a_rejection(**changes: object) -> Rejection:
    """Reject a record, with some of it changed."""
    facts: dict[str, object] = {
        "topic": "in",
        "partition": 3,
        "offset": 17,
        "error": "InvalidRecord",
        "message": "outlet is missing: it is required",
        "rejected": AT,
        "key": b"a",
        "value": b"{}",
        "headers": (("trace", b"1"),),
    }
    return Rejection.of(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [b"{}", b"", None])
def test_a_rejection_is_read_back_as_it_was(value: bytes | None) -> None:
    """Topic, partition, offset, class, message and the producer's own headers survive."""
    rejection = a_rejection(value=value)

    sent = rejection.to_headers()

    assert Rejection.from_headers(b"a", value or b"", sent) == rejection


def test_a_missing_header_is_named() -> None:
    """A record that is no rejection of ours is not taken for one."""
    with pytest.raises(ValueError, match=r"storywire\.topic"):
        Rejection.from_headers(b"a", b"", ())


def test_a_long_message_is_cut() -> None:
    """Headers stay small whatever the error says."""
    headers = dict(a_rejection(message="x" * 100_000).to_headers())

    assert len(headers["storywire.message"]) == MAX_MESSAGE_CHARACTERS


@pytest.mark.parametrize(("header", "replays"), [(b"2", 2), (b"-1", 0), (b"x", 0), (b"9" * 50, 0)])
def test_a_replayed_record_keeps_count(header: bytes, replays: int) -> None:
    """The count of replays comes with the record; rubbish in its place counts as none."""
    rejection = a_rejection(headers=(("storywire.replays", header),))

    assert rejection.replays == replays
