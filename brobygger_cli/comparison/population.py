"""What is true of these very people: how many of all those invited stand where their respondents do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.comparison.effective import population_of
from brobygger_cli.comparison.pairs import exact
from brobygger_cli.methods.population import hypergeometric_interval

if TYPE_CHECKING:
    from brobygger_cli.comparison.settings import Settings


def people_in_population(pairs: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return an exact interval for the number of people, among all those invited, who were asked and would choose it.

    It is of counts, so it is not given where respondents are weighted.

    Args:
        pairs: Rows as `effective.with_effective_n` gives them.
        settings: Which estimand; nothing is given where it is the process.

    Returns:
        For each wave `…_people_low` and `…_people_high`, whole numbers; NaN where not available.
    """
    waves = ("baseline", "followup")
    if settings.estimand == "process":
        names = [f"{wave}_people_{end}" for wave in waves for end in ("low", "high")]
        return pd.DataFrame(np.nan, index=pairs.index, columns=names)
    columns = {}
    for wave in waves:
        base = pairs[f"{wave}_base"].to_numpy(dtype=float)
        unweighted = pairs[f"{wave}_weight_base"].isna().to_numpy()
        count = np.where(unweighted & (base > 0), exact(pairs, wave).to_numpy(dtype=float), np.nan)
        # Of everybody invited, whoever was led past the question is known not to choose it.
        past = pairs[f"{wave}_past"].to_numpy(dtype=float)
        limits = hypergeometric_interval(count, base + past, population_of(pairs, wave) + past, settings.confidence)
        columns[f"{wave}_people_low"], columns[f"{wave}_people_high"] = limits
    return pd.DataFrame(columns, index=pairs.index)
