"""Which remembered report a new one (nearly) repeats, if any.

Resemblance and containment of word shingles are estimated by MinHash (Broder, "On the resemblance
and containment of documents", 1997). Shared text alone makes no copy: pages of one outlet that hold
nothing but the same boilerplate share all of it. A copy's headline is said by the other text too.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.pair_features import PAIR_FEATURES, Floats

CONTAINED: Final = 0.55
"""Share of the shorter text's shingles that a copy has in common, at least."""

HEADLINE_FOUND: Final = 0.4
"""Share of each headline's rare words that the other report has, at least."""

_OUTLET: Final = PAIR_FEATURES.index("same_outlet")
_SHARE: Final = PAIR_FEATURES.index("contained")
_OWN_TITLE: Final = PAIR_FEATURES.index("title_in_other")
_OTHER_TITLE: Final = PAIR_FEATURES.index("other_title_in")


def shares_much(pairs: Floats) -> bool:
    """Tell whether any compared report shares much text; if not, none is a copy or boilerplate."""
    return bool(np.maximum.reduce(pairs[:, _SHARE], initial=0) >= CONTAINED)


def copy_scores(pairs: Floats) -> Floats:
    """Give, for each compared report, how much of it is copied in [0, 1]; 0 for no copy.

    ``pairs`` are rows of ``PAIR_FEATURES``; a report without a headline (-1) lacks none.
    """
    share = pairs[:, _SHARE]
    is_copy = (share >= CONTAINED) & _headlines_agree(pairs)
    return np.where(is_copy, share, np.float32(0))


def only_boilerplate(pairs: Floats) -> npt.NDArray[np.bool_]:
    """Tell which compared reports share an outlet and most of a text that is not about the news.

    One text under two headlines that it says nothing of is what the outlet puts on every page.
    """
    same: npt.NDArray[np.bool_] = (pairs[:, _OUTLET] > 0) & (pairs[:, _SHARE] >= CONTAINED)
    return same & ~_headlines_agree(pairs)


def _headlines_agree(pairs: Floats) -> npt.NDArray[np.bool_]:
    headline = np.minimum(np.abs(pairs[:, _OWN_TITLE]), np.abs(pairs[:, _OTHER_TITLE]))
    return headline >= HEADLINE_FOUND
