"""Quotations: what stands between quotation marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

_OPENING: Final = frozenset("“„«‟‘‚")
_CLOSING: Final = frozenset("”»’")
_DOUBLE: Final = re.compile(r"\"")
_SINGLE_OPENING: Final = re.compile(r"(?<![\w'\"])'(?=\w)")
_SINGLE_CLOSING: Final = re.compile(r"(?<=[\w.,!?…])'(?![\w'])")
_LONGEST_SINGLE: Final = 1_500
_BEFORE_OPENING: Final = frozenset(" \n\t([{-–—/:,'")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: characters ``start`` to ``end`` with its marks, ``inner`` ones without.

    ``open_ended`` tells that its paragraph ends before it does.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    open_ended: bool = False


def quotations(
    text: str, shown: str, paragraphs: Sequence[tuple[int, int]]
) -> tuple[Quotation, ...]:
    """Give the quotations of a text in order, none inside another.

    Args:
        text: as published; curly marks tell where a quotation opens.
        shown: the readable text of the same length, where all marks are straight.
        paragraphs: where each one starts and ends; a quotation ends with its paragraph at last.

    >>> from agents.enrichment.readable import readable
    >>> text = "“No,” he said. He called it 'a big mistake.'"
    >>> [text[q.start : q.end] for q in quotations(text, readable(text), [(0, len(text))])]
    ['“No,”', "'a big mistake.'"]
    """
    found: list[Quotation] = []
    for begin, stop in paragraphs:
        doubles = list(_doubles(text, shown, begin, stop))
        found.extend(doubles)
        found.extend(_singles(shown, begin, stop, doubles))
    return tuple(sorted(found, key=lambda quotation: quotation.start))


def _doubles(text: str, shown: str, begin: int, stop: int) -> Iterator[Quotation]:
    opened: re.Match[str] | None = None
    depth = 0
    for mark in _DOUBLE.finditer(shown, begin, stop):
        opens = _opens(text, shown, mark, begin, stop)
        if opened is None:
            if opens is not False:
                opened, depth = mark, 0
        elif opens is True and text[mark.start()] in _OPENING:
            depth += 1
        elif opens is True and _is_new(shown, mark):
            opened = mark
        elif depth:
            depth -= 1
        else:
            yield _whole(text, Quotation(opened.start(), mark.end(), opened.end(), mark.start()))
            opened = None
    if opened is not None and shown[opened.end() : stop].strip():
        yield Quotation(opened.start(), stop, opened.end(), stop, open_ended=True)


def _whole(text: str, quotation: Quotation) -> Quotation:
    """Take in both strokes of marks typed as two single ones, of which one is shown."""
    start, end = quotation.start, quotation.end
    start -= start > 0 and text[start - 1 : start + 1] == "''"
    end += text[end - 1 : end + 1] == "''"
    return replace(quotation, start=start, end=end)


def _opens(text: str, shown: str, mark: re.Match[str], begin: int, stop: int) -> bool | None:
    """Tell whether a mark opens a quotation; None where it could do either."""
    character = text[mark.start()]
    if character in _OPENING:
        return True
    if character in _CLOSING:
        return False
    before = shown[mark.start() - 1] if mark.start() > begin else " "
    after = shown[mark.end()] if mark.end() < stop else " "
    if before in _BEFORE_OPENING and not after.isspace():
        return True if before != "," else None
    if after.isspace() and not before.isspace():
        return False
    return None


def _is_new(shown: str, mark: re.Match[str]) -> bool:
    return mark.start() > 0 and shown[mark.start() - 1].isspace()


def _singles(
    shown: str, begin: int, stop: int, doubles: Sequence[Quotation]
) -> Iterator[Quotation]:
    if shown.find("'", begin, stop) < 0:
        return
    free = begin
    at = 0
    closings = [match.start() for match in _SINGLE_CLOSING.finditer(shown, begin, stop)]
    for opening in _SINGLE_OPENING.finditer(shown, begin, stop):
        start = opening.start()
        if start < free:
            continue
        while closings and at < len(closings) and closings[at] <= start:
            at += 1
        end = _best_closing(shown, start, closings, at)
        if end is None or any(double.start < end and start < double.end for double in doubles):
            continue
        free = end + 1
        yield Quotation(start, free, start + 1, end)


def _best_closing(shown: str, start: int, closings: Sequence[int], at: int) -> int | None:
    """Choose the first closing mark after punctuation, else the first that is no possessive."""
    weak = None
    for end in closings[at : at + 12]:
        if end - start > _LONGEST_SINGLE:
            break
        if shown[end - 1] in ".,!?…":
            return end if weak is None or shown.count(" ", start, weak) > 0 else weak
        if weak is None and shown[end - 1] != "s":
            weak = end
            if end + 1 >= len(shown) or shown[end + 1] in " \n.,;:!?)":
                return weak
    return weak if weak is not None else next(iter(closings[at : at + 1]), None)
