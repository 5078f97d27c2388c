"""One wave by itself: its shares, how certain they are, and how far those who did not answer could move them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.comparison.effective import shown_n, with_effective_n
from brobygger_cli.comparison.nonresponse import worst_case
from brobygger_cli.comparison.pairs import pair
from brobygger_cli.comparison.people import People, with_people
from brobygger_cli.comparison.population import people_in_population
from brobygger_cli.comparison.shares import Side, one_share

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        `low`, `high`, `invited`, `effective_n`, `design_effect`, `worst_low`, `worst_high`, `people_low` and
        `people_high`; shares 0-1, NaN where not available.
    """
    people = People(questionnaire, questionnaire, invited, invited)
    # A wave beside itself: what is computed of pairs of waves holds for one of them.
    rows = with_effective_n(with_people(pair(counts, counts), people), settings)
    shares = pd.DataFrame(one_share(Side.of(rows, _WAVE), settings), index=rows.index)
    shares = shares.join(worst_case(rows, _WAVE)).join(people_in_population(rows, settings))
    shares = shares.rename(columns=lambda name: name.removeprefix(f"{_WAVE}_"))
    return shares.assign(
        invited=rows[f"{_WAVE}_invited"],
        effective_n=shown_n(rows[f"{_WAVE}_own_n"], rows[f"{_WAVE}_base"]),
        design_effect=rows[f"{_WAVE}_design_effect"],
    )
