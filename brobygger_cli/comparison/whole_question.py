"""What the test of a whole question rests on, and what it gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.comparison.effective import is_weighted
from brobygger_cli.comparison.pairs import exact

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from brobygger_cli.comparison.people import People
    from brobygger_cli.methods.nominal import WholeTest
    from brobygger_cli.methods.ordinal import OrdinalTest
    from brobygger_cli.methods.rao_scott import RaoScott

    Floats = npt.NDArray[np.float64]
    Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class WholeQuestion:
    """The test of one question in one group; NaN or None where not available.

    `baseline_test_n` and `followup_test_n` are those the test compares: the base without answers that are
    no step of the scale. `p_value_min` and `p_value_max` differ where printed percentages leave a range.
    `item_p_values` are those of the options and nets where the test of the whole gives each of them one that is
    adjusted for all of them.
    """

    test: str | None = None
    statistic: float = math.nan
    df: float = math.nan
    p_value: float = math.nan
    p_value_min: float = math.nan
    p_value_max: float = math.nan
    effect: float = math.nan
    effect_name: str | None = None
    effect_low: float = math.nan
    effect_high: float = math.nan
    baseline_test_n: float = math.nan
    followup_test_n: float = math.nan
    expected_low: bool = False
    item_p_values: dict[str, float] | None = None


class Effect(NamedTuple):
    """The size of a change, by its name in results, and its interval where there is one."""

    name: str
    size: float
    low: float = math.nan
    high: float = math.nan


NO_EFFECT = Effect("", math.nan)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the test of a whole question rests on.

    Args:
        pairs: All rows, as `effective.with_effective_n` gives them.
        shares: The comparison of the options and nets, as `linked.compare_linked` gives it.
        patterns: The patterns of ticks in the baseline and in the follow-up (see `Counts`); empty for printed tables.
        ticked_together: How many ticked both of two options, likewise.
        people: Who answered.
    """

    pairs: pd.DataFrame
    shares: pd.DataFrame
    patterns: tuple[pd.DataFrame, pd.DataFrame]
    ticked_together: tuple[pd.DataFrame, pd.DataFrame]
    people: People

    @cached_property
    def counts(self) -> Floats:
        """The counts of both waves where only one is possible, shape (rows, 2); NaN elsewhere."""
        return np.column_stack([exact(self.pairs, wave) for wave in ("baseline", "followup")]).astype(float)

    @cached_property
    def patterns_of(self) -> list[dict[tuple[str, str], pd.DataFrame]]:
        """The patterns of both waves by group and question, each indexed by the pattern."""
        return [_by_question(wave) for wave in self.patterns]

    @cached_property
    def ticked_together_of(self) -> list[dict[tuple[str, str], pd.DataFrame]]:
        """How many ticked both of two, of both waves by group and question, each indexed by the two."""
        return [_by_question(wave) for wave in self.ticked_together]

    @cached_property
    def place(self) -> dict[Row, int]:
        """The position of every row in the pairs, by its key."""
        return {key: place for place, key in enumerate(self.pairs.index)}

    @cached_property
    def weighted(self) -> npt.NDArray[np.bool_]:
        """The rows whose respondents are weighted in either wave, shape (rows,)."""
        return is_weighted(self.pairs).to_numpy()


def _by_question(wave: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    return {
        (str(group), str(question)): table.droplevel(["group", "question"])
        for (group, question), table in wave.groupby(["group", "question"], sort=False)
    }


def outcome(
    test: OrdinalTest | WholeTest | RaoScott, effect: Effect, n: tuple[float, float], *, expected_low: bool = False
) -> WholeQuestion:
    """Return the outcome of a test, with the size of the change and the numbers of answers that it compares."""
    return WholeQuestion(
        test=test.method or None,
        statistic=test.statistic,
        df=test.df,
        p_value=test.p_value,
        p_value_min=test.p_value,
        p_value_max=test.p_value,
        effect=effect.size,
        effect_name=None if math.isnan(effect.size) else effect.name,
        effect_low=effect.low,
        effect_high=effect.high,
        baseline_test_n=n[0],
        followup_test_n=n[1],
        expected_low=expected_low,
    )
