"""Sizes: an upper bound of what a part of a story takes as JSON, without writing it."""

from typing import Final

from streams.story import Conflict, Report, Story, StoryEntity, Support

_NUMBER: Final = 24
"""Bytes of a number, a time or an enumerated value, at the most; times have up to 32 beside it."""
_SUPPORT: Final = len('{"article_id":,"content":[],"text":,"speaker":},')
_SPAN: Final = len("[5000000,5000000],")
_REPORT: Final = 330 + 4 * _NUMBER
_VARIANT: Final = len('{"name":,"articles":,"origins":},') + 2 * 8
_ENTITY: Final = (
    len('{"type":"","name":,"articles":,"origins":,"salience":,"variants":[],"wikidata":},') + 80
)
_SIDE: Final = 160 + 2 * 32 + 8
_CONFLICT: Final = len('{"conflict_id":,"kind":"attribution","subject":,"sides":[]},')
_CONTROL: Final = 5


def text_bytes(text: str | None) -> int:
    r"""Give at least the bytes of a text in JSON.

    >>> text_bytes("“a”"), text_bytes('a"\n')
    (9, 11)
    """
    if text is None:
        return 0
    size = (len(text) if text.isascii() else len(text.encode("utf-8", "replace"))) + 2
    if not text.isprintable():
        size += _CONTROL * sum(character < " " or character == "\x7f" for character in text)
    return size + text.count('"') + text.count("\\")


def own_bytes(story: Story) -> int:
    """Give at least the bytes of a story's own texts and ids, its lists left aside."""
    ids = (story.story_id, story.representative, story.earliest, *story.previous_ids)
    return sum(map(text_bytes, (story.title, story.summary, *ids))) + len(ids)


def support_bytes(support: Support) -> int:
    """Give at least the bytes of a support."""
    texts = text_bytes(support.article_id) + text_bytes(support.text) + text_bytes(support.speaker)
    return texts + _SUPPORT + _SPAN * len(support.content)


def report_bytes(report: Report) -> int:
    """Give at least the bytes of a report."""
    texts = (
        report.article_id,
        report.url,
        report.title,
        report.outlet,
        report.publisher_family,
        report.leaning,
        report.copy_of,
        report.origin,
        *report.match.signals,
    )
    return sum(map(text_bytes, texts)) + _REPORT + 2 * len(report.match.signals)


def entity_bytes(entity: StoryEntity) -> int:
    """Give at least the bytes of an entity."""
    names = sum(text_bytes(variant.name) + _VARIANT for variant in entity.variants)
    return names + text_bytes(entity.name) + text_bytes(entity.wikidata) + _ENTITY


def conflict_bytes(conflict: Conflict) -> int:
    """Give at least the bytes of a conflict."""
    size = text_bytes(conflict.subject) + text_bytes(conflict.conflict_id) + _CONFLICT
    for side in conflict.sides:
        ids = sum(map(text_bytes, side.article_ids)) + sum(map(text_bytes, side.claim_ids))
        size += ids + len(side.article_ids) + len(side.claim_ids)
        size += text_bytes(side.value) + text_bytes(side.text) + _SIDE
    return size
