"""Origins: which reports are one source, because one copies the other or one family owns both."""

from collections.abc import Iterable, Mapping

from agents.deduplication.merging.members import Member


def origins_of(members: Iterable[Member], families: Mapping[str, str]) -> dict[str, str]:
    """Give each article's origin: the id of the earliest article of that origin.

    A copy belongs to the origin of the text it copies; every other report to its publisher family.
    (A family that prints both an agency's text and a text of its own does not thereby make the
    agency dependent on it.) Copies of a text that is no longer in the story are one origin with
    the earliest of them. ``members`` may come in any order; ``families`` gives each article's.
    """
    ordered = sorted(members, key=lambda member: (member.report.received, member.article_id))
    by_id = {member.article_id: member for member in ordered}
    sources: dict[str, str] = {}
    heirs: dict[str, str] = {}
    for member in ordered:
        root = _root_of(member, by_id)
        if root not in by_id:
            root = heirs.setdefault(root, member.article_id)
        sources[member.article_id] = families[root]
    earliest: dict[str, str] = {}
    for member in ordered:
        earliest.setdefault(sources[member.article_id], member.article_id)
    return {article_id: earliest[source] for article_id, source in sources.items()}


def _root_of(member: Member, by_id: Mapping[str, Member]) -> str:
    """Follow the chain of copies to its end, which may lie outside the story."""
    seen = {member.article_id}
    at = member
    while at.copy_of is not None and at.copy_of not in seen:
        if at.copy_of not in by_id:
            return at.copy_of
        seen.add(at.copy_of)
        at = by_id[at.copy_of]
    return min(seen) if at.copy_of in seen else at.article_id
