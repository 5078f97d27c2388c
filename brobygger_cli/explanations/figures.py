"""Figures as they stand in a formula that a reader can follow with a pocket calculator."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.numbers import as_stated, number, percent_sign

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language

_SIGNIFICANT = 4
# Below this a number is easier to read as so many times a power of ten.
_SMALLEST_IN_FULL = 1e-9
_ENDLESS = "∞"


@dataclass(frozen=True)
class Figures:
    """Writes figures with the decimal mark of a language."""

    language: Language

    def share(self, value: float) -> str:
        """Return a share, a change or a statistic: four decimals."""
        return self._decimals(value, 4)

    def size(self, value: float) -> str:
        """Return a number of people: whole where it is, else with two decimals."""
        return self._decimals(value, 0 if float(value).is_integer() else 2)

    def fine(self, value: float) -> str:
        """Return a figure with four significant digits, however small."""
        if value == 0 or math.isinf(value):
            return self._decimals(value, 0)
        exponent = math.floor(math.log10(abs(value)))
        if abs(value) < _SMALLEST_IN_FULL:
            return f"{self._decimals(value / 10.0**exponent, _SIGNIFICANT - 1)} × 10^{self._decimals(exponent, 0)}"
        return self._decimals(value, max(0, _SIGNIFICANT - 1 - exponent))

    def percent(self, share: float) -> str:
        """Return a confidence or a level (0-1) as a percentage, with as many decimals as it has."""
        return percent_sign(as_stated(100 * share, self.language), self.language)

    def level(self, share: float) -> str:
        """Return a level of significance (0-1) as it is usually written."""
        return as_stated(share, self.language)

    def _decimals(self, value: float, decimals: int) -> str:
        if math.isinf(value):
            return _ENDLESS if value > 0 else f"−{_ENDLESS}"
        return number(value, decimals, self.language)


def operand(figure: str) -> str:
    """Return a figure as it stands behind an operator: a negative one in brackets."""
    return f"({figure})" if figure.startswith("−") else figure
