"""How a comparison is made; docs/reference.md tells the defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Adjust = Literal["default", "holm", "bh", "none"]


@dataclass(frozen=True)
class Settings:
    """The methods of a comparison, by the names under which they are registered.

    Args:
        confidence: Of every interval, 0-1.
        share_interval: Interval of one share.
        change_interval: Interval of a change of a share.
        test: Test of a change of a share.
        adjust: Adjustment for many tests; `default` is Holm for indicators, Benjamini-Hochberg otherwise.
    """

    confidence: float = 0.95
    share_interval: str = "wilson"
    change_interval: str = "miettinen-nurminen"
    test: str = "default"
    adjust: Adjust = "default"
