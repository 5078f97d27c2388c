"""The trend over three or more waves: is there a rise or a fall all the way through?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from brobygger_cli.changes import Part, is_outcome
from brobygger_cli.flags import hidden_in_part, joined, version_flags, wave_flags
from brobygger_cli.methods.multiplicity import holm
from brobygger_cli.methods.trend import ordinal_trend, share_trend, slope
from brobygger_cli.methods.weighting import kish_effective_n
from brobygger_cli.questionnaire.versions import differences, formed_otherwise

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.waves import Wave

    Floats = npt.NDArray[np.float64]
    Row = tuple[str, str, str, str]

# What the rows of a change have and a trend has not, but what judges findings looks at.
_NOT_OF_A_TREND = (
    "change_min",
    "change_max",
    "change_worst_low",
    "change_worst_high",
    "margin",
    "margin_low",
    "margin_high",
)


class Trend(NamedTuple):
    """The trend of one row; NaN or None where not available."""

    test: str | None = None
    statistic: float = math.nan
    p_value: float = math.nan
    effect: float = math.nan
    effect_name: str | None = None


@dataclass(frozen=True, eq=False)
class _Waves:
    """The counts of all waves by the rows of the last one.

    Args:
        place: The position of every row, by its key.
        counts: Shape (rows, waves): how many, effective ones where respondents are weighted; NaN where not known.
        bases: Of how many.
        empty: The rows of which nobody answered in a wave.
    """

    place: dict[Row, int]
    counts: Floats
    bases: Floats
    empty: npt.NDArray[np.bool_]


def compare_trend(waves: Sequence[Wave], settings: Settings) -> Part:
    """Test every row for a trend over all waves; linked respondents count as independent.

    Args:
        waves: Three or more, the earliest first.
        settings: When the waves were; one apart where nothing is said.
    """
    last = waves[-1]
    index = last.counts.figures.index
    index = index[index.get_level_values("kind") != "asked"]
    all_waves = _read(waves, index)
    times = np.array(settings.times or range(len(waves)), dtype=float)
    otherwise = frozenset(key for wave in waves for key in formed_otherwise(wave.questionnaire, last.questionnaire))
    of_shares = [
        Trend() if key[1:] in otherwise else trend for key, trend in zip(index, _shares(all_waves, times), strict=True)
    ]
    of_last = (differences(wave.questionnaire, last.questionnaire)["options_differ"] for wave in waves)
    untestable = frozenset[str]().union(*of_last, *(wave.unasked for wave in waves))
    outcomes = {question.id: question for question in last.questionnaire.questions if is_outcome(question)}
    trends = [
        trend
        if kind != "question"
        else _whole(outcomes[question], group, all_waves, of_shares)
        if question in outcomes and question not in untestable
        else Trend()
        for (group, kind, question, _), trend in zip(index, of_shares, strict=True)
    ]
    rows = pd.DataFrame(trends, index=index, columns=list(Trend._fields))
    rows["p_value_min"] = rows["p_value_max"] = rows["p_value"]
    rows = rows.reindex(columns=[*rows.columns, *_NOT_OF_A_TREND])
    tested = [name for name, question in outcomes.items() if _has_trend(question)]
    of_indicator = (index.get_level_values("kind") == "indicator") & index.get_level_values("question").isin(outcomes)
    in_family = of_indicator | index.get_level_values("question").isin(tested)
    tests = rows.loc[in_family, ["p_value_min", "p_value_max"]].assign(item_p=np.nan)
    unknown = any(wave.kind == "printed" or wave.hidden is not None for wave in waves)
    nobody = all_waves.empty[in_family]
    never = tests.index.get_level_values("question").isin(untestable)
    tests["open"] = tests["p_value_max"].isna().to_numpy() & ~never & ~nobody & unknown

    def flags(adjusted: pd.DataFrame, _alpha: float) -> pd.Series:
        return _flags(waves, adjusted)

    return Part("trend", tuple(waves), rows, tests, flags)


def _flags(waves: Sequence[Wave], rows: pd.DataFrame) -> pd.Series:
    """Return what to beware of in every row: what holds for any of the waves, or between any of them and the last."""
    every = [_flags_of(wave, rows.index).join(version_flags(rows.index, wave, waves[-1])) for wave in waves]
    together = pd.concat(every, keys=range(len(waves)))
    together = together.groupby(level=list(range(1, together.index.nlevels)), sort=False).any().loc[rows.index]
    several = [asked.id for asked in waves[-1].questionnaire.questions if asked.compared_as == "options"]
    of_options = rows.index.get_level_values("question").isin(several)
    whole = rows.index.get_level_values("kind") == "question"
    untested = whole & rows["p_value"].isna() & rows["family"].notna() & ~together["hidden"]
    together = together.assign(
        partly_hidden=untested & hidden_in_part(rows.index, waves),
        printed_baseline=waves[0].kind == "printed",
        printed_followup=any(wave.kind == "printed" for wave in waves[1:]),
        margins_only=together["printed"] & of_options & (rows.index.get_level_values("kind") != "indicator"),
        expected_low=rows["test"].isin(["permutation", "exact_permutation"]),
        adjusted_bound=rows["adjusted_bound"].eq(True),
    )
    return joined(together.drop(columns="printed"))


def _has_trend(question: Question) -> bool:
    """Tell whether there is such a thing as a trend of the whole question: three unordered options have none."""
    return question.compared_as != "nominal" or len(question.scale()) <= 2


def _read(waves: Sequence[Wave], index: pd.Index[Any]) -> _Waves:
    counts, bases, empty = [], [], np.zeros(len(index), dtype=bool)
    for wave in waves:
        figures = wave.counts.figures.reindex(index)
        count = figures["n_min"].where(figures["n_min"] == figures["n_max"], np.nan).to_numpy(dtype=float)
        base = figures["base"].to_numpy(dtype=float)
        empty |= base == 0
        if wave.counts.weights is not None:
            weights = wave.counts.weights.reindex(index)
            base = kish_effective_n(weights["weight_base"], weights["squares_base"])
            count = (weights["weight"] / weights["weight_base"]).to_numpy(dtype=float) * base
        counts.append(count)
        bases.append(base)
    place = {(str(g), str(k), str(q), str(i)): row for row, (g, k, q, i) in enumerate(index)}
    return _Waves(place, np.column_stack(counts), np.column_stack(bases), empty)


def _shares(waves: _Waves, times: Floats) -> list[Trend]:
    """Return the trend of every row as a share; of question rows it is meaningless, and not used."""
    tested = share_trend(waves.counts, waves.bases, times)
    slopes = slope(waves.counts, waves.bases, times)
    return [
        Trend() if math.isnan(p) else Trend(str(test), float(statistic), float(p), float(change), "slope")
        for test, statistic, p, change in zip(tested.method, tested.statistic, tested.p_value, slopes, strict=True)
    ]


def _whole(question: Question, group: str, waves: _Waves, of_shares: list[Trend]) -> Trend:
    places = [waves.place[group, "option", question.id, option.id] for option in question.choices]
    if question.compared_as == "options":
        p_values = [of_shares[place].p_value for place in places]
        unknown = any(map(math.isnan, p_values))
        return Trend() if unknown else Trend("holm_over_options", math.nan, float(holm(p_values).min()))
    places = [places[position] for position in question.scale()]
    if question.compared_as == "nominal":
        first = of_shares[places[0]]
        return first._replace(effect=math.nan, effect_name=None) if _has_trend(question) else Trend()
    counts = waves.counts[places].T
    if np.isnan(counts).any():
        return Trend()
    test = ordinal_trend(np.rint(counts).astype(int))  # effective counts are rounded to whole people
    return Trend(test.method or None, test.statistic, test.p_value, test.effect, "prob_higher")


def _flags_of(wave: Wave, index: pd.Index[Any]) -> pd.DataFrame:
    figures = wave.counts.figures.reindex(index).rename(columns={"n_min": "count_min", "n_max": "count_max"})
    return wave_flags(figures, wave)
