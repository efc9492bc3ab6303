"""How like one report is to another, as plain numbers: two dozen features of a pair."""

from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.compiled import compiled, part
from agents.deduplication.signature import PERMUTATIONS
from agents.deduplication.terms import FIGURE, LEAD, NAME, NO_WORD, PAIR, TITLE

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Sums = npt.NDArray[np.float64]
Places = npt.NDArray[np.uint8]
Terms = npt.NDArray[np.int32]

PAIR_FEATURES: Final = (
    "body",
    "title",
    "lead",
    "names",
    "pairs",
    "figures",
    "title_in_other",
    "other_title_in",
    "key_names_found",
    "figures_found",
    "strongest",
    "rare_shared",
    "copied",
    "contained",
    "gap",
    "same_outlet",
    "own_found",
    "other_found",
    "title_weight",
    "key_names_weight",
    "figures_weight",
    "words",
    "title_words",
    "words_weight",
)
"""Names of the columns of ``compare``; all are in [0, 1] but ``strongest``, ``rare_shared`` and
``gap`` (logarithms; the last of 1 + hours) and the weights (logarithms of shared rarity); -1
where one side has nothing to compare."""

(
    _BODY,
    _TITLE,
    _LEAD,
    _NAMES,
    _PAIRS,
    _FIGURES,
    _TITLE_IN_OTHER,
    _OTHER_TITLE_IN,
    _KEY_NAMES_FOUND,
    _FIGURES_FOUND,
    _STRONGEST,
    _RARE_SHARED,
    _COPIED,
    _CONTAINED,
    _GAP,
    _SAME_OUTLET,
    _OWN_FOUND,
    _OTHER_FOUND,
    _TITLE_WEIGHT,
    _KEY_NAMES_WEIGHT,
    _FIGURES_WEIGHT,
    _WORDS,
    _TITLE_WORDS,
    _WORDS_WEIGHT,
) = range(len(PAIR_FEATURES))

SUMS: Final = 13
(
    _ALL_SQUARES,
    _NAME_SQUARES,
    _WORD_SQUARES,
    _TITLE_RARITIES_SQUARED,
    _LEAD_RARITIES_SQUARED,
    _TITLE_WORD_RARITIES_SQUARED,
    _TITLE_RARITIES,
    _PAIR_RARITIES,
    _FIGURE_RARITIES,
    _WORD_RARITIES,
    _KEY_NAME_RARITIES,
    _KEY_FIGURE_RARITIES,
    _HIGH_RARITIES,
) = range(SUMS)
"""What terms are summed up to: squared weights of all terms, of names and of plain words; squared
rarities; rarities, of key names and figures (those in the lead), of rare terms."""

_SLOTS: Final = 1024
_RARE: Final = 4.0


@part
def _rarity(reports_using: np.float32, log_reports: np.float32) -> np.float32:
    """Give the inverse document frequency of a term."""
    rarity: np.float32 = np.maximum(
        log_reports - np.log(reports_using + np.float32(1)), np.float32(0)
    )
    return rarity


@part
def _add_rarity(sums: Sums, places: int, rarity: np.float32) -> None:
    """Add a term to the sums of rarities that its places call for."""
    if places & TITLE:
        sums[_TITLE_RARITIES] += rarity
    if places & PAIR:
        sums[_PAIR_RARITIES] += rarity
    if places & FIGURE:
        sums[_FIGURE_RARITIES] += rarity
    if places & LEAD and places & NAME:
        sums[_KEY_NAME_RARITIES] += rarity
    if places & LEAD and places & FIGURE:
        sums[_KEY_FIGURE_RARITIES] += rarity
    if not places & NO_WORD:
        sums[_WORD_RARITIES] += rarity
    if rarity > _RARE:
        sums[_HIGH_RARITIES] += rarity


@part
def _add(sums: Sums, places: int, rarity: np.float32, square: np.float32) -> None:
    """Add a term to all the sums that its places call for."""
    _add_rarity(sums, places, rarity)
    sums[_ALL_SQUARES] += square
    if places & NAME:
        sums[_NAME_SQUARES] += square
    if places & TITLE:
        sums[_TITLE_RARITIES_SQUARED] += rarity * rarity
    if places & LEAD:
        sums[_LEAD_RARITIES_SQUARED] += rarity * rarity
    if not places & NO_WORD:
        sums[_WORD_SQUARES] += square
        if places & TITLE:
            sums[_TITLE_WORD_RARITIES_SQUARED] += rarity * rarity


@compiled("void(f4[::1], f4[::1], f8[::1], u1[::1], i4[::1], u1[::1], f4[::1], f4[::1], f4)")
def weigh_terms(
    rarity: Floats,
    weight: Floats,
    sums: Sums,
    places: Places,
    terms: Terms,
    counts: Places,
    frequency_weight: Floats,
    reports_using: Floats,
    log_reports: np.float32,
) -> None:
    """Fill in rarities, weights and sums of a report's terms, all with "no term" first.

    Of ``terms`` and ``counts`` the first is the first term. ``frequency_weight`` is by count,
    ``reports_using`` by bucket.
    """
    for at in range(len(terms)):
        rarity[at + 1] = _rarity(reports_using[terms[at]], log_reports)
        weight[at + 1] = rarity[at + 1] * frequency_weight[counts[at]]
        _add(sums, places[at + 1], rarity[at + 1], weight[at + 1] * weight[at + 1])


@part
def _ratio(above: float, below: float) -> float:
    """Divide, at most 1; -1 where there is nothing to divide by."""
    return min(above / below, 1.0) if below > 0 else -1.0


@part
def _share(found: Sums, every: Sums, which: int) -> float:
    return _ratio(found[which], every[which])


@part
def _of_poorer(shared: Sums, own: Sums, other: Sums, which: int) -> float:
    """Give the share of the side that has less."""
    return _ratio(shared[which], min(own[which], other[which]))


@part
def _cosine(shared: Sums, own: Sums, other: Sums, which: int) -> float:
    return _ratio(shared[which], np.sqrt(own[which] * other[which]))


@part
def _slot_of(term: int, terms: Terms, slots: Places) -> int:
    """Give the slot that holds a term's place among the terms, or the empty one where it may go."""
    slot = term % len(slots)
    while slots[slot] and terms[slots[slot] - 1] != term:
        slot = (slot + 1) % len(slots)
    return slot


@part
def _slots_of(terms: Terms) -> Places:
    """Give a hash table of the places of terms, counted from 1; 0 is an empty slot.

    It is small enough for the nearest cache, unlike one that has an entry for every term there is.
    """
    slots = np.zeros(_SLOTS, np.uint8)
    for at in range(len(terms)):
        slots[_slot_of(terms[at], terms, slots)] = at + 1
    return slots


@part
def _relate(
    out: Floats, shared: Sums, own: Sums, own_found: Sums, other: Sums, other_found: Sums
) -> None:
    """Turn sums over the terms of both reports, and over those in common, into likenesses."""
    out[_BODY] = _cosine(shared, own, other, _ALL_SQUARES)
    out[_NAMES] = _cosine(shared, own, other, _NAME_SQUARES)
    out[_WORDS] = _cosine(shared, own, other, _WORD_SQUARES)
    out[_TITLE] = _cosine(shared, own, other, _TITLE_RARITIES_SQUARED)
    out[_LEAD] = _cosine(shared, own, other, _LEAD_RARITIES_SQUARED)
    out[_TITLE_WORDS] = _cosine(shared, own, other, _TITLE_WORD_RARITIES_SQUARED)
    out[_PAIRS] = _of_poorer(shared, own, other, _PAIR_RARITIES)
    out[_FIGURES] = _of_poorer(shared, own, other, _FIGURE_RARITIES)
    out[_TITLE_IN_OTHER] = _share(own_found, own, _TITLE_RARITIES)
    out[_OTHER_TITLE_IN] = _share(other_found, other, _TITLE_RARITIES)
    out[_FIGURES_FOUND] = _share(own_found, own, _KEY_FIGURE_RARITIES)
    out[_OWN_FOUND] = _share(own_found, own, _ALL_SQUARES)
    out[_OTHER_FOUND] = _share(other_found, other, _ALL_SQUARES)
    out[_KEY_NAMES_FOUND] = min(
        _share(own_found, own, _KEY_NAME_RARITIES), _share(other_found, other, _KEY_NAME_RARITIES)
    )
    out[_RARE_SHARED] = np.log1p(shared[_HIGH_RARITIES])
    out[_TITLE_WEIGHT] = np.log1p(shared[_TITLE_RARITIES])
    out[_KEY_NAMES_WEIGHT] = np.log1p(shared[_KEY_NAME_RARITIES])
    out[_FIGURES_WEIGHT] = np.log1p(shared[_FIGURE_RARITIES])
    out[_WORDS_WEIGHT] = np.log1p(shared[_WORD_RARITIES])


@compiled(
    "void(f4[:,::1], u1[:,::1], i8[::1], i4[::1], u1[::1], f4[::1], f8[::1], "
    "i4[:,::1], u1[:,::1], u1[:,::1], f4[::1], f4[::1], f4)"
)
def compare_terms(
    features: Floats,
    positions: npt.NDArray[np.uint8],
    rows: Rows,
    own_terms: Terms,
    own_places: Places,
    own_weight: Floats,
    own: Sums,
    terms: npt.NDArray[np.int32],
    counts: Places,
    places: Places,
    frequency_weight: Floats,
    reports_using: Floats,
    log_reports: np.float32,
) -> None:
    """Fill in what follows from the terms."""
    slots = _slots_of(own_terms)
    shared, own_found = np.empty(SUMS), np.empty(SUMS)
    other, other_found = np.empty(SUMS), np.empty(SUMS)
    for i in range(len(rows)):
        row = rows[i]
        for each in range(SUMS):
            shared[each] = own_found[each] = other_found[each] = other[each] = 0
        strongest = np.float32(0)
        for at in range(terms.shape[1]):
            term, place = terms[row, at], places[row, at]
            if not term:
                break
            rarity = _rarity(reports_using[term], log_reports)
            weight = rarity * frequency_weight[counts[row, at]]
            _add(other, place, rarity, weight * weight)
            position = slots[_slot_of(term, own_terms, slots)]
            if position:
                positions[i, at] = position
                own_place, weight_there = own_places[position], own_weight[position]
                _add(shared, place & own_place, rarity, weight * weight_there)
                _add(own_found, own_place, rarity, weight_there * weight_there)
                _add(other_found, place, rarity, weight * weight)
                strongest = np.maximum(strongest, rarity)
        features[i, _STRONGEST] = strongest
        _relate(features[i], shared, own, own_found, other, other_found)


@compiled("void(f4[:,::1], i8[::1], u4[::1], i8, f8, i8, u4[:,::1], i4[::1], f8[::1], i4[::1])")
def compare_texts(
    features: Floats,
    rows: Rows,
    own_minhash: npt.NDArray[np.uint32],
    own_shingles: int,
    own_published: float,
    own_outlet: int,
    minhash: npt.NDArray[np.uint32],
    shingles: npt.NDArray[np.int32],
    published: npt.NDArray[np.float64],
    outlet: npt.NDArray[np.int32],
) -> None:
    """Fill in what follows from the wording, the time and the outlet.

    The Jaccard similarity J of the shingles is estimated by MinHash. Of the shorter text a share
    follows from it and from both sizes: J (a + b) / (1 + J) shingles are common.
    """
    for i in range(len(rows)):
        row = rows[i]
        equal = 0
        for each in range(len(own_minhash)):
            equal += minhash[row, each] == own_minhash[each]
        shorter = min(shingles[row], own_shingles)
        jaccard = equal / PERMUTATIONS if shorter > 0 else 0.0
        common = jaccard / (1 + jaccard) * (shingles[row] + own_shingles)
        features[i, _COPIED] = jaccard
        features[i, _CONTAINED] = min(common / max(shorter, 1), 1.0)
        hours = abs(published[row] - own_published) / 3600
        features[i, _GAP] = -1.0 if np.isnan(hours) else np.log1p(hours)
        features[i, _SAME_OUTLET] = outlet[row] == own_outlet
