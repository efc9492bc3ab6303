"""Train the join model of the clusterer, or say how well it does on what it has not seen.

Usage:
    python -m training.clusterer.join_model DATA            writes the model into the package
    python -m training.clusterer.join_model DATA --check    prints cross-validated BCubed figures

DATA is the folder that holds ``stories``. Three figures are printed for a set. "set unseen": the
model was trained on the other sets only. "half unseen": on the other sets and on one half of this
set's stories, and judged on the reports of the other half, in the full stream; the mean of both.
"renamed": with names, all through the set, that the background has never met. Of the day of news
only the labelled reports are replayed, which is harder than with all the others; "in 7 days" and
"in 23 days" everything takes so long that took one. For the judged pairs of that day: the share of
joins that are right, and of right joins that are made, by a model that has seen the pairs of the
other half of its stories.
"""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.join_model import JoinModel
from agents.evaluation.bcubed import Agreement, bcubed
from agents.evaluation.stories import Replayer
from training.clusterer.judged import JUDGED, read_judged, trace_judged
from training.clusterer.labelled import DAY, SETS, LabelledStream, read_day, read_set
from training.clusterer.traces import RoughModel, Trace, fold_of, joined, only_fold, trace
from training.clusterer.trees import fit
from training.clusterer.variants import VARIANTS, renamed, slowed

_MODEL: Final = Path("agents/deduplication/join_model.npz")
_SHARES: Final = {
    "lookalikes": 3125.0,
    "rumours": 2500.0,
    "triples": 375.0,
    "roundups": 7500.0,
    "incidents": 10000.0,
    DAY: 7500.0,
    JUDGED: 17500.0,
}
"""Weight of each set in training: small ones count more for each report, but less in all."""

_SLOWER: Final = {"in 7 days": 12, "in 23 days": 40}
"""How much slower the day of news is told in the check, where it took fourteen hours."""

_CHECK_SALT: Final = 11
"""Names in the check are other ones than in training."""

_SURE: Final = 0.9
"""What a model that has not seen the judged pairs must give a join, to be believed on their day."""

Traces = Mapping[str, Sequence[tuple[Trace, float]]]


def main() -> None:
    """Read the arguments; train, or check."""
    stories = Path(sys.argv[1]) / "stories"
    background = shipped_background()
    streams = {name: read_set(stories / name, background) for name in SETS}
    streams[DAY] = read_day(stories / DAY, background)
    traces = {name: _traces(stream) for name, stream in streams.items()}
    traces[JUDGED] = _judged_traces(stories / DAY, _train(traces))
    if "--check" in sys.argv:
        _check(streams, traces)
    else:
        _train(traces).save(_MODEL)


def _traces(stream: LabelledStream) -> list[tuple[Trace, float]]:
    """Follow every variant of a stream twice, and give each trace its share of the weight.

    Once guided by the labels, once left to a rough model's mistakes.
    """
    clusterer = Clusterer(ClustererConfig(), RoughModel())
    background = shipped_background()
    found = []
    for share, vary in VARIANTS.values():
        streams = vary(stream, background.of("en"))
        for guided in (True, False):
            traces = [trace(each, clusterer, background, guided=guided) for each in streams]
            found.append((joined(traces), share))
    return found


def _judged_traces(day: Path, model: JoinModel) -> list[tuple[Trace, float]]:
    """Follow the day of the judged pairs, as one who joins only what is sure."""
    background = shipped_background()
    careful = Clusterer(ClustererConfig(join=_SURE, bridge=_SURE), model)
    streams = read_judged(day, background)
    return [(joined([trace_judged(each, careful, background) for each in streams]), 1.0)]


def _train(traces: Traces, without: str = "", fold: tuple[str, int] = ("", 0)) -> JoinModel:
    """Train on all traces, without one set, or without one half of the stories of one set.

    The judged pairs are of the same day as the day's stories: the one goes with the other.
    """
    kinds: dict[str, list[tuple[Trace, float]]] = defaultdict(list)
    for name, some in traces.items():
        if name != without and (name, without) != (JUDGED, DAY):
            kinds[DAY if name == JUDGED else name] += [
                (only_fold(each, 1 - fold[1]) if name == fold[0] else each, _SHARES[name] * share)
                for each, share in some
            ]
    return fit(kinds)


def _check(streams: Mapping[str, LabelledStream], traces: Traces) -> None:
    for name, stream in streams.items():
        unseen = _train(traces, without=name)
        halves = [_train(traces, fold=(name, fold)) for fold in (0, 1)]
        judged = stream.only_labelled()
        _say(f"{name}, set unseen", [_judge(judged, unseen)])
        other_names = renamed(judged, shipped_background().of("en"), _CHECK_SALT)
        _say(f"{name} renamed, set unseen", [_judge(other_names, unseen)])
        _say(f"{name}, half unseen", [_judge(judged, halves[fold], fold) for fold in (0, 1)])
        for what, factor in _SLOWER.items() if name == DAY else ():
            slow = slowed(judged, factor)
            _say(f"{name} {what}, set unseen", [_judge(slow, unseen)])
            _say(f"{name} {what}, half unseen", [_judge(slow, halves[k], k) for k in (0, 1)])
    halves = [_train(traces, fold=(JUDGED, fold)) for fold in (0, 1)]
    ((pairs, _),) = traces[JUDGED]
    _say("judged pairs, half unseen", [_agree(only_fold(pairs, k), halves[k]) for k in (0, 1)])


def _agree(pairs: Trace, model: JoinModel) -> Agreement:
    """Give the precision and recall of joins, each pair with its weight."""
    features = pairs.with_odds(model.pair_odds(pairs.pairs))
    joins = model.probabilities(features) >= ClustererConfig().join
    right = float((pairs.weight * pairs.right * joins).sum())
    joined_in_all = float(pairs.weight[joins].sum())
    return Agreement(right / joined_in_all, right / float((pairs.weight * pairs.right).sum()))


def _say(what: str, found: Sequence[Agreement]) -> None:
    """Print the means of precision, recall and F1."""
    figures = zip(*((each.precision, each.recall, each.f1) for each in found), strict=True)
    precision, recall, f1 = (sum(figure) / len(found) for figure in figures)
    print(f"{what:30} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}", flush=True)


def _judge(stream: LabelledStream, model: JoinModel, fold: int | None = None) -> Agreement:
    """Replay a stream and compare the stories of labelled reports, of one fold or of all."""
    replayer = Replayer(Clusterer(ClustererConfig(), model), shipped_background())
    for signature, now in zip(stream.signatures, stream.clock, strict=True):
        replayer.take(signature, now)
    found = replayer.clusters()
    true = {article: label for article, label in stream.labels.items() if article in found}
    judged = [a for a, label in true.items() if fold is None or fold_of(label) == fold]
    return bcubed({article: found[article] for article in true}, true, judged)


if __name__ == "__main__":
    main()
