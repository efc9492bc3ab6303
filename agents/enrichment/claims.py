"""Claims of an article: what it says somebody said, and what it says happened."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any, Final, Generic, TypeVar

from agents.enrichment import cues
from agents.enrichment.attribution import Attribution, Range
from agents.enrichment.attributions import AttributionFinder
from agents.enrichment.cast import Cast
from agents.enrichment.cue_model import shipped_cues
from agents.enrichment.datelines import dateline_end
from agents.enrichment.quotations import Quotation
from agents.enrichment.reading import Reading
from agents.enrichment.speakers import SpeakerResolver
from agents.enrichment.statements import statements
from streams.enriched_article import Claim, ClaimKind, Figure, Span, TimeMention

_CONTENT_WORDS: Final = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "NUM"})
_NEGATIONS: Final = frozenset(
    {"not", "n't", "n’t", "never", "no", "nobody", "nothing", "none", "neither"}
)
_QUOTED_SHARE: Final = 0.9
_LONGEST_CUE: Final = 60
_TWO_STROKES: Final = "''"


def claims(
    reading: Reading,
    cast: Cast,
    quotations: Sequence[Quotation],
    figures: Sequence[Figure],
    times: Sequence[TimeMention],
) -> tuple[Claim, ...]:
    """Give the claims of an article's text in reading order."""
    attributions = AttributionFinder(reading, quotations, shipped_cues()).find()
    attributions.sort(key=lambda attribution: (attribution.cue[0], attribution.content[0]))
    maker = _ClaimMaker(reading, cast, quotations, figures, times)
    found = [maker.attributed(attribution) for attribution in attributions]
    found.extend(
        maker.stated(sentence) for sentence in statements(reading, cast, attributions, figures)
    )
    return tuple(sorted(found, key=lambda claim: (claim.content[0], claim.cue_start or 0)))


Placed = TypeVar("Placed", Figure, TimeMention)


class _Places(Generic[Placed]):
    """Things at places of the text, in order, to be found by span."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        self._placed: Sequence[Placed] = placed
        self._starts = [one.start for one in placed]

    def within(self, content: Sequence[Span]) -> tuple[Placed, ...]:
        """Give those that begin in one of the spans."""
        return tuple(
            one
            for span in content
            for one in self._placed[
                bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)
            ]
        )


class _ClaimMaker:
    def __init__(
        self,
        reading: Reading,
        cast: Cast,
        quotations: Sequence[Quotation],
        figures: Sequence[Figure],
        times: Sequence[TimeMention],
    ) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._cast = cast
        self._quotations = quotations
        self._quotation_ends = [quotation.end for quotation in quotations]
        self._figures = _Places(figures)
        self._times = _Places(times)
        self._speakers = SpeakerResolver(reading, cast)
        self._dateline = dateline_end(reading.text)
        self._names = {id(member): member.name for member in cast.members}

    def attributed(self, attribution: Attribution) -> Claim:
        """Make a claim of an attribution."""
        ranges = self._without_dateline(attribution.content)
        content = tuple(self._span(piece) for piece in ranges)
        cue_start = self._tokens[attribution.cue[0]].start
        cue_end = self._tokens[attribution.cue[-1]].end
        cue_lemma = self._tokens[attribution.cue[0]].lemma
        source, via = attribution.source, attribution.via
        quoted = self._quoted_share(content)
        return Claim(
            kind=ClaimKind.QUOTE if quoted >= _QUOTED_SHARE else ClaimKind.REPORTED,
            speaker=None if source is None else self._speakers.resolve(source, attribution.cue[0]),
            via=None if via is None else self._speakers.resolve(via),
            cue=self._reading.text[cue_start:cue_end][:_LONGEST_CUE],
            cue_start=cue_start,
            cue_end=cue_end,
            stance=attribution.is_stance,
            negated=attribution.negated != self._is_negated(ranges),
            hedged=cue_lemma in cues.HEDGING_CUES or self._is_hedged(ranges),
            **self._of_content(ranges, content),
        )

    def stated(self, sentence: Range) -> Claim:
        """Make a claim of a sentence that nobody is quoted for."""
        ranges = self._without_dateline((sentence,))
        content = (self._span(ranges[0]),)
        shared = self._of_content(ranges, content)
        return Claim(
            kind=ClaimKind.FIGURE if shared["figures"] else ClaimKind.STATEMENT,
            negated=self._is_negated(ranges),
            hedged=self._is_hedged(ranges),
            **shared,
        )

    def _without_dateline(self, ranges: Sequence[Range]) -> tuple[Range, ...]:
        """Begin what is said after "PELL (Meridian) —"; a range of nothing else stays."""
        (first, end), *others = ranges
        if self._tokens[first].start < self._dateline:
            begin = self._reading.token_at(self._dateline)
            first = begin if begin < end else first
        return ((first, end), *others)

    def _of_content(self, ranges: Sequence[Range], content: tuple[Span, ...]) -> dict[str, Any]:
        return {
            "text": " ".join(
                " ".join(self._reading.text[span.start : span.end].split()) for span in content
            ),
            "content": content,
            "entities": self._entities_in(ranges),
            "figures": self._figures.within(content),
            "times": self._times.within(content),
            "lemmas": tuple(
                token.lemma
                for first, end in ranges
                for token in self._tokens[first:end]
                if token.pos in _CONTENT_WORDS
            ),
        }

    def _span(self, piece: Range) -> Span:
        """Give where a range stands, with both strokes of a mark typed as two single ones."""
        start, end = self._tokens[piece[0]].start, self._tokens[piece[1] - 1].end
        text = self._reading.text
        start -= start > 0 and text[start - 1 : start + 1] == _TWO_STROKES
        end += text[end - 1 : end + 1] == _TWO_STROKES
        return Span(start, end)

    def _entities_in(self, ranges: Sequence[Range]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for first, end in ranges:
            for index in range(first, end):
                member = self._cast.at(index)
                if member is not None:
                    found[self._names[id(member)]] = None
        return tuple(found)

    def _quoted_share(self, content: Sequence[Span]) -> float:
        letters = quoted = 0
        for span in content:
            letters += span.end - span.start
            for number in range(
                bisect_right(self._quotation_ends, span.start), len(self._quotations)
            ):
                quotation = self._quotations[number]
                if quotation.start >= span.end:
                    break
                quoted += min(span.end, quotation.end) - max(span.start, quotation.start)
        return quoted / max(letters, 1)

    def _is_negated(self, ranges: Sequence[Range]) -> bool:
        """Tell whether what heads the content is negated."""
        first, end = ranges[0]
        head = self._tokens[first]
        for token in self._tokens[first:end]:
            if not first <= token.head < end or token.head == token.index:
                head = token
                break
        return any(self._tokens[at].lower in _NEGATIONS for at in [*head.children]) or (
            head.lower in _NEGATIONS
        )

    def _is_hedged(self, ranges: Sequence[Range]) -> bool:
        return any(
            token.lower in cues.HEDGES for first, end in ranges for token in self._tokens[first:end]
        )
