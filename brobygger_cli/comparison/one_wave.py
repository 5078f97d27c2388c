"""One wave by itself: its shares, how certain they are, and how far those who did not answer could move them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.comparison.effective import population_of, shown_n, with_effective_n
from brobygger_cli.comparison.nonresponse import worst_case
from brobygger_cli.comparison.pairs import pair
from brobygger_cli.comparison.people import People, with_people
from brobygger_cli.comparison.population import people_in_population
from brobygger_cli.comparison.shares import Side, one_share
from brobygger_cli.methods.weighting import linearised_standard_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.counts import Counts
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

_WAVE = "followup"


def describe_shares(
    counts: Counts, questionnaire: Questionnaire, invited: Mapping[str, int], settings: Settings
) -> pd.DataFrame:
    """Describe every row of a wave.

    Args:
        counts: The wave.
        questionnaire: What was asked.
        invited: How many were invited, by group; absent where not known.
        settings: Which methods and which estimand.

    Returns:
        Indexed by `counts.KEY`: `count` (NaN where print allows several), `count_min`, `count_max`, `base`, `share`,
        `low`, `high`, `std_error`, `invited`, `effective_n`, `design_effect`, `worst_low`, `worst_high`, `people_low`
        and `people_high`; shares 0-1, NaN where not available.
    """
    people = People(questionnaire, questionnaire, invited, invited)
    # A wave beside itself: what is computed of pairs of waves holds for one of them.
    rows = with_effective_n(with_people(pair(counts, counts), people), settings)
    shares = pd.DataFrame(one_share(Side.of(rows, _WAVE), settings), index=rows.index)
    shares = shares.join(worst_case(rows, _WAVE)).join(people_in_population(rows, settings))
    shares = shares.rename(columns=lambda name: name.removeprefix(f"{_WAVE}_"))
    return shares.assign(
        std_error=_standard_error(rows, shares["share"], settings),
        invited=rows[f"{_WAVE}_invited"],
        effective_n=shown_n(rows[f"{_WAVE}_own_n"], rows[f"{_WAVE}_base"]),
        design_effect=rows[f"{_WAVE}_design_effect"],
    )


def _standard_error(rows: pd.DataFrame, share: pd.Series, settings: Settings) -> npt.NDArray[np.float64]:
    """Return the standard error of every share, linearised where respondents are weighted.

    It is that of a survey package, with the divisor n - 1; intervals do not rest on it. Of people, where they are
    the estimand, it has the finite population correction.
    """
    base, count = rows[f"{_WAVE}_base"], rows[f"{_WAVE}_count_min"]
    n = base.to_numpy(dtype=float)
    # Where nobody is weighted everybody counts one, and so does its square.
    sums = {"weight_base": base, "squares_base": base, "weight": count, "squares": count}
    weights = [rows[f"{_WAVE}_{name}"].fillna(one).to_numpy(dtype=float) for name, one in sums.items()]
    error = linearised_standard_error(n, weights[0], weights[1], weights[2], weights[3])
    if settings.estimand == "population":
        with np.errstate(invalid="ignore", divide="ignore"):
            error = error * np.sqrt(1 - n / population_of(rows, _WAVE))
    return np.where(share.isna(), np.nan, error)
