"""Hostile text never steers a terminal."""

import logging

import pytest

from streams.log_lines import LogLine
from streams.terminal import printable


@pytest.mark.parametrize(
    "hostile",
    ["\x1b]0;owned\x07", "\x9b31m", "a\u202eb", "\u2066a", "\x00", "\ud800", "a\u2028b", "\ufeff"],
)
def test_what_steers_a_terminal_is_replaced(hostile: str) -> None:
    """Escapes, overrides and invisible marks become a visible substitute."""
    shown = printable(hostile)

    assert "\ufffd" in shown
    assert shown.encode()
    assert not set(shown) & set("\x1b\x9b\x00\u202e\u2066\u2028\ufeff")


@pytest.mark.parametrize("harmless", ["Ünïcode – “quotes” 漢字 عربى", "नमस्\u200dते", "👩\u200d🚀"])
def test_ordinary_text_stays(harmless: str) -> None:
    """Letters of all scripts, dashes, quotes, joiners and emoji are text."""
    assert printable(harmless) == harmless


def test_lines_are_joined_unless_asked_for() -> None:
    """A headline with line ends cannot fake a second line."""
    assert printable("a\r\nb\rc") == "a b c"
    assert printable("a\r\nb", lines=True) == "a\nb"


def test_a_log_line_is_one_line() -> None:
    """A stranger's text in a message can neither break the line nor colour it."""
    record = logging.LogRecord("n", logging.INFO, "p", 1, "%s", ("a\nFAKE\x1b[31m",), None)

    line = LogLine().format(record)

    assert "\n" not in line
    assert "\x1b" not in line
