"""Numbers and dates as people write them: Danish 22 %, 0,05 and 12.345; English 22%, 0.05 and 12,345."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.methods.rounding import percent_half_up

if TYPE_CHECKING:
    from datetime import date

    from brobygger_cli.questionnaire.model import Language

MISSING = "–"
_DATES = Catalogue("words")


def number(value: float | None, decimals: int, language: Language, *, sign: bool = False) -> str:
    """Return a number with a fixed number of decimals, a true minus sign, and a plus where `sign` is set."""
    if value is None:
        return MISSING
    shown = f"{abs(value):.{decimals}f}"
    negative = value < 0 and float(shown) != 0
    mark = "−" if negative else "+" if sign and float(shown) != 0 else ""
    return mark + _with_decimal_mark(shown, language)


def whole(value: int | None, language: Language) -> str:
    """Return a whole number with its thousands told apart, a true minus sign before it."""
    if value is None:
        return MISSING
    shown = f"{abs(value):,}"
    return ("−" if value < 0 else "") + (shown.replace(",", ".") if language == "da" else shown)


def as_stated(figure: float, language: Language) -> str:
    """Return a figure that somebody stated, such as a confidence, with the digits that it has, up to six."""
    return _with_decimal_mark(f"{Decimal(f'{figure:.6g}'):f}", language)


def percent(count: int, base: int, language: Language) -> str:
    """Return a share as a whole percentage, rounded half up from the counts themselves."""
    return percent_sign(f"{percent_half_up(count, base):.0f}", language)


def percent_of_share(share: float, language: Language) -> str:
    """Return a share (0-1) that is no quotient of counts, such as a weighted one, as a whole percentage.

    A half is rounded up, also where the sums of weights miss it in the last digits.
    """
    return percent_sign(f"{math.floor(100 * share + 0.5 + 1e-9)}", language)


def percent_sign(figure: str, language: Language) -> str:
    """Return a figure followed by its percent sign."""
    return f"{figure}\u00a0%" if language == "da" else f"{figure}%"  # the blank must not break


def points(change: float, language: Language) -> str:
    """Return a change of a share (0-1) in percentage points, with its sign and one decimal."""
    return number(100 * change, 1, language, sign=True)


def p_value(p: float | None, language: Language) -> str:
    """Return a p-value with three decimals, or as below the smallest that three decimals show."""
    if p is None:
        return MISSING
    return ("<" if p < 0.001 else "") + number(max(p, 0.001), 3, language)


def date_as_written(day: date, language: Language) -> str:
    """Return a date with its month in words, in the order that Danish and British English share."""
    month = _DATES.say(f"month_{day.month}", language)
    return _DATES.say("date", language, day=day.day, month=month, year=day.year)


def _with_decimal_mark(shown: str, language: Language) -> str:
    return shown.replace(".", ",") if language == "da" else shown
