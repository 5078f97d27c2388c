"""The changes of two groups: did one of them change more than the other, in every row?

Where a printed percentage allows several counts, the figures that need the count stay empty, and what all the
counts that are possible give is spanned instead.
"""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from brobygger_cli.methods.change_intervals import INTERVALS
from brobygger_cli.methods.contrasts import TwoWaves, difference_of_changes, test_of_difference
from brobygger_cli.methods.multiplicity import holm

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.question import Question

    Floats = npt.NDArray[np.float64]

_WAVES = ("baseline", "followup")
_FIGURES = ("count", "base", "share", "count_min", "count_max", "effective_n")
_OF_BOTH_WAVES = (
    "change",
    "change_low",
    "change_high",
    "change_min",
    "change_max",
    "change_outer_low",
    "change_outer_high",
    "pairs",
)
_SPANS = ("difference_outer_low", "difference_outer_high", "p_value_min", "p_value_max")
# How many combinations of possible counts are gone through; where print leaves more, nothing is tested.
_AT_MOST = 5_000


def compare_changes(one: pd.DataFrame, other: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Compare the changes of groups, two in every row.

    Args:
        one: The one group's rows, indexed by `counts.KEY` with the two in place of the group, with the columns of
            `linked.compare_linked` and for each wave `…_effective_n` (of the change's interval) and `…_process_n`
            (the same about the process, which tests are about).
        other: The other group's, with the same index.
        settings: Which methods; the test inverts the interval.

    Returns:
        The first group's figures, the other's with the prefix `other_`, and `difference` (of the other's change
        minus the first one's) with `difference_low`, `difference_high`, `test`, `statistic` and `p_value`, NaN
        where a count is not known; `difference_min`, `difference_max`, `difference_outer_low`,
        `difference_outer_high`, `p_value_min` and `p_value_max` span what the possible counts give.
    """
    interval = INTERVALS[settings.change_interval]
    changes = (_changes(one, "effective_n"), _changes(other, "effective_n"))
    difference, low, high = difference_of_changes(*changes, settings.confidence, interval)
    tested = test_of_difference(_changes(one, "process_n"), _changes(other, "process_n"))
    names = [f"{wave}_{figure}" for wave in _WAVES for figure in _FIGURES] + list(_OF_BOTH_WAVES)
    rows = (
        one[names]
        .join(other[names].add_prefix("other_"))
        .assign(
            difference=difference,
            difference_low=low,
            difference_high=high,
            difference_min=other["change_min"] - one["change_max"],
            difference_max=other["change_max"] - one["change_min"],
            difference_outer_low=low,
            difference_outer_high=high,
            test=pd.Series(tested.method.astype(object), one.index, dtype=object).where(tested.method != "", None),
            statistic=tested.statistic,
            p_value=tested.p_value,
            p_value_min=tested.p_value,
            p_value_max=tested.p_value,
        )
    )
    ranged = np.flatnonzero(rows["difference"].isna() & rows["difference_min"].notna())
    spans = [_spans(one.iloc[place], other.iloc[place], settings) for place in ranged]
    for name, ends in zip(_SPANS, zip(*spans, strict=True), strict=False):
        rows[name] = _replaced(rows[name], ranged, ends)
    return rows


def with_whole_questions(rows: pd.DataFrame, questions: Collection[Question]) -> pd.DataFrame:
    """Test questions as wholes: whether the groups' changes differ in any of the options.

    The smallest p-value of the options after Holm's adjustment; where only two options of a single answer were
    chosen at all, they are one share, tested once.

    Args:
        rows: As `compare_changes` gives them.
        questions: The questions to test.

    Returns:
        The rows, with `test`, `p_value`, `p_value_min` and `p_value_max` of these questions.
    """
    place = {key: at for at, key in enumerate(rows.index)}
    bounds = rows[["p_value_min", "p_value_max"]].to_numpy(dtype=float, copy=True)
    counts = rows[[f"{group}{wave}_count_max" for group in ("", "other_") for wave in _WAVES]].to_numpy(dtype=float)
    tests = rows["test"].to_numpy(dtype=object, copy=True)
    of_both = rows.index.get_level_values("group").unique()
    for both, question in product(of_both, questions):
        options = [place[both, "option", question.id, option.id] for option in question.choices]
        if np.isnan(bounds[options]).any():
            continue
        whole = place[both, "question", question.id, ""]
        chosen = [option for option in options if (counts[option] > 0).any()]
        if question.compared_as != "options" and len(chosen) == 2:
            bounds[whole], tests[whole] = bounds[chosen[0]], tests[chosen[0]]
        else:
            bounds[whole] = [holm(bounds[options, end]).min() for end in (0, 1)]
            tests[whole] = "holm_over_options"
    known = bounds[:, 0] == bounds[:, 1]
    return rows.assign(
        test=pd.Series(tests, rows.index, dtype=object).where(known, None),
        p_value=np.where(known, bounds[:, 1], np.nan),
        p_value_min=bounds[:, 0],
        p_value_max=bounds[:, 1],
    )


def _replaced(column: pd.Series, places: npt.NDArray[np.intp], values: Sequence[float]) -> Floats:
    replaced: Floats = column.to_numpy(dtype=float, copy=True)
    replaced[places] = values
    return replaced


def _changes(group: pd.DataFrame, n: str) -> TwoWaves:
    return TwoWaves(*(group[f"{wave}_{figure}"].to_numpy(dtype=float) for wave in _WAVES for figure in ("share", n)))


def _spans(one: pd.Series[Any], other: pd.Series[Any], settings: Settings) -> list[float]:
    """Return the outermost limits and the smallest and largest p-value over all counts that are possible."""
    shares = [_possible_shares(group, wave) for group in (one, other) for wave in _WAVES]
    if math.prod(map(len, shares)) > _AT_MOST:
        return [math.nan] * 4
    before, after, other_before, other_after = np.array(list(product(*shares))).T

    def changes(n: str) -> tuple[TwoWaves, TwoWaves]:
        sizes = [(float(group[f"baseline_{n}"]), float(group[f"followup_{n}"])) for group in (one, other)]
        return (
            TwoWaves(before, sizes[0][0], after, sizes[0][1]),
            TwoWaves(other_before, sizes[1][0], other_after, sizes[1][1]),
        )

    interval = INTERVALS[settings.change_interval]
    _, low, high = difference_of_changes(*changes("effective_n"), settings.confidence, interval)
    p_values = test_of_difference(*changes("process_n")).p_value
    return [float(low.min()), float(high.max()), float(p_values.min()), float(p_values.max())]


def _possible_shares(group: pd.Series[Any], wave: str) -> Floats:
    share = float(group[f"{wave}_share"])
    if not math.isnan(share):
        return np.array([share])
    low, high, base = (float(group[f"{wave}_{figure}"]) for figure in ("count_min", "count_max", "base"))
    return np.arange(low, high + 1) / base
