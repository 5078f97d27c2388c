"""The trend over all waves: its test, its p-value, and how steep it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from brobygger_cli.methods.permutation import DRAWS

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

    from brobygger_cli.explanations.row import How, Row

    Floats = NDArray[np.float64]

_PERMUTATIONS = {"permutation", "exact_permutation"}


class Line(NamedTuple):
    """The line through the shares of all waves, each weighing as its base, one element a wave.

    Attributes:
        counts: How many chose it, effective ones where respondents are weighted.
        bases: Of how many.
        levers: How far each wave is from the mean time of all respondents.
    """

    counts: Floats
    bases: Floats
    levers: Floats

    @property
    def rise(self) -> float:
        """The sum of every answer times its wave's lever."""
        return float(self.levers @ self.counts)

    @property
    def spread(self) -> float:
        """The sum of squared levers of all respondents."""
        return float(self.bases @ self.levers**2)


def test(row: Row) -> How:
    """Say why this test was made."""
    name = str(row.record["test"])
    if name in _PERMUTATIONS:
        return row.how("test_permutation_of_trend", "cochran_armitage")
    return row.how(f"test_{name}_of_trend", name)


def statistic(row: Row) -> How:
    """Say how the statistic came about."""
    found = row.write.share(row.figure("statistic"))
    if row.record["test"] == "jonckheere_terpstra":
        return _jonckheere(row, found)
    if row.is_question:
        return row.how("statistic_of_first_option", "cochran_armitage", found=found)
    line = _line(row)
    total, ticked = float(line.bases.sum()), float(line.counts.sum())
    if not ticked * (total - ticked):
        return row.how("statistic_of_nothing", "cochran_armitage")
    size, share = row.write.size, row.write.share
    margins = f"{size(ticked)} × {size(total - ticked)} / ({size(total)} × ({size(total)} − 1) × {share(line.spread)})"
    formula = f"{row.write.fine(line.rise / line.spread)} / √({margins}) = {found}"
    return row.how("statistic_cochran_armitage", "cochran_armitage", formula=formula)


def p_value(row: Row) -> How:
    """Say how the p-value came about."""
    name, found = str(row.record["test"]), row.figure("p_value")
    p = row.write.fine(found)
    if row.is_question and name in {"cochran_armitage", *_PERMUTATIONS} and row.record["effect_name"] is None:
        return row.how("p_of_an_option", "cochran_armitage", p=p)
    if name == "holm_over_options":
        return _smallest_of_options(row)
    if name == "permutation":
        extreme = str(round(found * (1 + DRAWS) - 1))
        formula = f"(1 + {extreme}) / (1 + {DRAWS}) = {p}"
        return row.how("p_permutation", "permutation", formula=formula, draws=str(DRAWS), extreme=extreme)
    if name == "exact_permutation":
        return row.how("p_exact_permutation", "exact_permutation", p=p)
    return row.how("p_normal", name, statistic=row.write.share(abs(row.figure("statistic"))), p=p)


def possible_p_value(row: Row, end: str) -> How:
    """Say that there is only one p-value."""
    return row.how("p_only", "ranges", p=row.write.fine(row.figure(f"p_value_{end}")))


def effect(row: Row) -> How:
    """Say how steep the trend is."""
    found = row.write.share(row.figure("effect"))
    if row.record["effect_name"] == "slope":
        line = _line(row)
        steepness = row.write.fine(row.figure("effect"))
        formula = f"{row.write.share(line.rise)} / {row.write.share(line.spread)} = {steepness}"
        times = ", ".join(row.write.level(time) for time in _times(row))
        return row.how("slope", "slope", formula=formula, times=times)
    higher, ties, pairs = _pairs_of_waves(row)
    size = row.write.size
    formula = f"({size(higher)} + {size(ties)} / 2) / {size(pairs)} = {found}"
    return row.how("prob_later_higher", "jonckheere_terpstra", formula=formula)


def _jonckheere(row: Row, found: str) -> How:
    higher, ties, pairs = _pairs_of_waves(row)
    excess = higher + ties / 2 - pairs / 2
    if excess == 0:
        return row.how("statistic_of_no_change", "jonckheere_terpstra")
    size = row.write.size
    deviation = size(excess / row.figure("statistic"))
    formula = f"({size(higher)} + {size(ties)} / 2 − {size(pairs)} / 2) / {deviation} = {found}"
    return row.how("statistic_jonckheere_terpstra", "jonckheere_terpstra", formula=formula)


def _times(row: Row) -> tuple[float, ...]:
    return row.settings.times or tuple(float(place) for place in range(len(row.waves)))


def _line(row: Row) -> Line:
    counts, bases = (np.array(part) for part in zip(*_of_waves(row, row.record["option"]), strict=True))
    when = np.array(_times(row), dtype=float)
    return Line(counts, bases, when - bases @ when / bases.sum())


def _of_waves(row: Row, option: str | None) -> list[tuple[float, float]]:
    """Return count and base in every wave, from the comparisons of two: effective ones where there are weights."""
    frame = row.comparison
    level = row.record["level"] if option == row.record["option"] else "option"
    same = (frame["group"] == row.group) & (frame["question"] == row.question.id) & (frame["level"] == level)
    changes = frame[same & (frame["comparison"] == "change") & (frame["option"] == option)]
    by_wave = dict(zip(changes["followup_wave"], changes.to_dict(orient="records"), strict=True))
    first = _of_wave(by_wave[row.waves[1].name], "baseline")
    return [first, *(_of_wave(by_wave[wave.name], "followup") for wave in row.waves[1:])]


def _of_wave(change: Mapping[Hashable, Any], side: str) -> tuple[float, float]:
    base, effect = float(change[f"{side}_base"]), float(change[f"{side}_design_effect"])
    if math.isnan(effect):
        return float(change[f"{side}_count"]), base
    return float(change[f"{side}_share"]) * base / effect, base / effect


def _pairs_of_waves(row: Row) -> tuple[float, float, float]:
    """Return of all pairs of respondents from different waves: where the later is higher, ties, and how many."""
    steps = [row.question.choices[place].id for place in row.question.scale()]
    # Effective counts are rounded to whole people, as the test does.
    waves = np.rint([[count for count, _ in _of_waves(row, step)] for step in steps]).T
    higher = ties = pairs = 0.0
    for later in range(1, len(waves)):
        earlier = waves[:later].sum(axis=0)
        higher += float(waves[later] @ (np.cumsum(earlier) - earlier))
        ties += float(waves[later] @ earlier)
        pairs += float(waves[later].sum() * earlier.sum())
    return higher, ties, pairs


def _smallest_of_options(row: Row) -> How:
    rows = row.rows_of("option")
    p_values = rows[rows["type"] != "net"].set_index("option")["p_value"].astype(float)
    smallest, p = float(p_values.min()), row.write.fine(row.figure("p_value"))
    formula = f"{len(p_values)} × {row.write.fine(smallest)}"
    at_most = len(p_values) * smallest > 1
    key = "p_holm_over_options_at_most_1" if at_most else "p_holm_over_options"
    formula = formula if at_most else f"{formula} = {p}"
    return row.how(key, "holm_over_options", option=str(p_values.idxmin()), formula=formula, p=p)
