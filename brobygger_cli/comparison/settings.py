"""How a comparison is made; docs/reference.md tells the defaults."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Adjust = Literal["default", "holm", "bh", "none"]
Estimand = Literal["process", "population"]
MultipleTest = Literal["default", "permutation", "rao-scott", "holm"]


@dataclass(frozen=True)
class Settings:
    """The methods of a comparison, by the names under which they are registered.

    Args:
        confidence: Of every interval, 0-1.
        share_interval: Interval of one share.
        change_interval: Interval of a change of a share.
        test: Test of a change of a share.
        adjust: Adjustment for many tests; `default` is Holm for indicators, Benjamini-Hochberg otherwise.
        estimand: What the intervals are about: what brought the answers about, or these very people. p-values are
            about the former throughout.
        multiple_test: Test of a whole question with several answers; `default` is a permutation test where the
            ticks of every respondent are known, Rao-Scott where they are weighted, Holm over the options
            otherwise.
        margin: A change of a share (0-1) too small to matter, where the questionnaire declares none.
        overlap: How many are stated to have answered both waves, by group.
        overlap_correlation: How a person's two answers are correlated (0-1) where the overlap is stated; NaN where
            it is not said, and the change is taken to be as uncertain as any correlation of 0 or more makes it.
        times: When the waves were, for the trend over three or more; one apart where empty.
    """

    confidence: float = 0.95
    share_interval: str = "wilson"
    change_interval: str = "miettinen-nurminen"
    test: str = "default"
    adjust: Adjust = "default"
    estimand: Estimand = "process"
    multiple_test: MultipleTest = "default"
    margin: float = math.nan
    overlap: Mapping[str, int] = field(default_factory=dict)
    overlap_correlation: float = math.nan
    times: tuple[float, ...] = ()

    @property
    def alpha(self) -> float:
        """The level of every test."""
        return 1 - self.confidence
