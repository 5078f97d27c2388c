"""Shares in two waves: indicators, options and nets, all rows at once.

Where a printed percentage allows several counts, the figures that need the count stay empty, and the
smallest and largest that are possible are given instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.comparison.pairs import exact
from brobygger_cli.methods import change_intervals, change_tests, share_intervals

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Settings

    Floats = npt.NDArray[np.float64]


def compare_shares(pairs: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Compare every row's share between the waves.

    Args:
        pairs: Rows as `pairs.pair` gives them, any kind but questions.
        settings: Which methods.

    Returns:
        A frame with the index of `pairs` and the columns of a comparison that concern shares; shares and
        changes 0-1, NaN where not available. `p_value_min` and `p_value_max` (and `change_min`,
        `change_max`) span what the possible counts give, `change_outer_low` and `change_outer_high` hold
        every interval of the change; where there is one count they are the values themselves.
    """
    waves = {wave: exact(pairs, wave).to_numpy(dtype=float) for wave in ("baseline", "followup")}
    bases = {wave: pairs[f"{wave}_base"].to_numpy(dtype=float) for wave in waves}
    columns: dict[str, object] = {}
    for wave, count in waves.items():
        share = _share(count, bases[wave])
        low, high = share_intervals.INTERVALS[settings.share_interval](
            share, bases[wave], settings.confidence
        )
        columns |= {
            f"{wave}_count": count,
            f"{wave}_base": bases[wave],
            f"{wave}_share": share,
            f"{wave}_low": low,
            f"{wave}_high": high,
            f"{wave}_count_min": pairs[f"{wave}_count_min"].to_numpy(dtype=float),
            f"{wave}_count_max": pairs[f"{wave}_count_max"].to_numpy(dtype=float),
        }
    b, f = (_share(waves[wave], bases[wave]) for wave in ("baseline", "followup"))
    shares = (b, bases["baseline"], f, bases["followup"])
    low, high = change_intervals.INTERVALS[settings.change_interval](*shares, settings.confidence)
    tested = change_tests.TESTS[settings.test](
        waves["baseline"], bases["baseline"], waves["followup"], bases["followup"]
    )
    effect, effect_low, effect_high = change_tests.cohens_h(*shares, settings.confidence)
    has_test = ~np.isnan(tested.p_value)
    columns |= {
        "change": f - b,
        "change_low": low,
        "change_high": high,
        "test": np.where(has_test, tested.method.astype(object), None),
        "statistic": tested.statistic,
        "df": np.where(has_test & ~np.isnan(tested.statistic), 1.0, np.nan),
        "p_value": tested.p_value,
        "effect": effect,
        "effect_name": np.where(np.isnan(effect), None, "cohens_h"),
        "effect_low": effect_low,
        "effect_high": effect_high,
        "expected_low": change_tests.smallest_expected(
            waves["baseline"], bases["baseline"], waves["followup"], bases["followup"]
        )
        < 1,
    }
    return pd.DataFrame(columns | _spans(pairs, columns, settings), index=pairs.index)


def _spans(pairs: pd.DataFrame, exact_columns: dict[str, object], settings: Settings) -> dict[str, Floats]:
    """Return the smallest and largest change and p-value over all counts that are possible.

    A change is extreme where one wave's count is smallest and the other's largest. The p-value is smallest
    there too, and largest where the two shares are nearest to each other.
    """
    low = {wave: pairs[f"{wave}_count_min"].to_numpy(dtype=float) for wave in ("baseline", "followup")}
    high = {wave: pairs[f"{wave}_count_max"].to_numpy(dtype=float) for wave in ("baseline", "followup")}
    base = {wave: pairs[f"{wave}_base"].to_numpy(dtype=float) for wave in ("baseline", "followup")}
    b_low, b_high = _share(low["baseline"], base["baseline"]), _share(high["baseline"], base["baseline"])
    f_low, f_high = _share(low["followup"], base["followup"]), _share(high["followup"], base["followup"])
    interval = change_intervals.INTERVALS[settings.change_interval]
    outer_low, _ = interval(b_high, base["baseline"], f_low, base["followup"], settings.confidence)
    _, outer_high = interval(b_low, base["baseline"], f_high, base["followup"], settings.confidence)
    spans = {
        "change_min": f_low - b_high,
        "change_max": f_high - b_low,
        "change_outer_low": outer_low,
        "change_outer_high": outer_high,
    }
    p_min = np.array(exact_columns["p_value"], dtype=float)
    p_max = p_min.copy()
    ranged = np.flatnonzero(((low["baseline"] < high["baseline"]) | (low["followup"] < high["followup"])))
    if len(ranged):
        candidates = np.array(
            [_candidates(low, high, base, row) for row in ranged], dtype=float
        )  # (rows, candidates, 2)
        p_values = change_tests.TESTS[settings.test](
            candidates[..., 0],
            base["baseline"][ranged, None],
            candidates[..., 1],
            base["followup"][ranged, None],
        ).p_value
        p_min[ranged], p_max[ranged] = p_values.min(axis=1), p_values.max(axis=1)
    return spans | {"p_value_min": p_min, "p_value_max": p_max}


def _candidates(
    low: dict[str, Floats], high: dict[str, Floats], base: dict[str, Floats], row: int
) -> list[tuple[float, float]]:
    """Return the pairs of counts among which the smallest and the largest p-value of a row are found."""
    ends = {wave: (low[wave][row], high[wave][row]) for wave in low}
    pairs = [(b, f) for b in ends["baseline"] for f in ends["followup"]]
    for here, there in (("baseline", "followup"), ("followup", "baseline")):
        for count in ends[here]:
            even = count / base[here][row] * base[there][row]
            for nearest in (np.floor(even), np.ceil(even)):
                other = float(np.clip(nearest, *ends[there]))
                pairs.append((count, other) if here == "baseline" else (other, count))
    return pairs


def _share(count: Floats, base: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(base > 0, count / base, np.nan)
