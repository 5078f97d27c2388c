"""Typed values of workbooks, statistics files and Parquet as the text that stands for them."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import singledispatch
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.raw import Cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

_EXACT = 2**53  # beyond it, not every whole number has a float of its own


@singledispatch
def text_of(value: object) -> str:
    """Write a value as text, so that nothing of it is lost and codes look as people write them.

    Nothing is "", and text stays as it is. Whole numbers have no decimals (1.0 is "1"); other numbers are the shortest
    text that is read back as the same number. Truths are "TRUE" and "FALSE", as Excel shows them. Days are
    "2017-07-18"; moments are "2017-07-18 08:28:09", and durations "26:30:00", with a fraction of the second where
    there is one. Bytes are read as UTF-8. What is made of several values is written as JSON.
    """
    return str(value)


@text_of.register(type(None))
def _(_: None) -> str:
    return ""


@text_of.register
def _(value: bool) -> str:
    return "TRUE" if value else "FALSE"


@text_of.register(float)
@text_of.register(np.float32)
def number_text(value: float | np.float32) -> str:
    """Write a number of double or single precision."""
    number = float(value)
    whole = abs(number) <= _EXACT and number.is_integer()
    return str(int(number) if whole else value)


@text_of.register
def _(value: Decimal) -> str:
    whole = value.is_finite() and value == value.to_integral_value()
    return str(int(value) if whole else value)


@text_of.register
def moment_text(value: datetime) -> str:
    """Write a moment, with the time of the day also at midnight."""
    return value.isoformat(" ")


@text_of.register(date)
@text_of.register(time)
def _(value: date | time) -> str:
    return value.isoformat()


@text_of.register
def duration_text(value: timedelta) -> str:
    """Write a duration; its hours may be more than a day has."""
    sign, length = ("-", -value) if value < timedelta(0) else ("", value)
    minutes, seconds = divmod(length.days * 86_400 + length.seconds, 60)
    fraction = f".{length.microseconds:06}" if length.microseconds else ""
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{fraction}"


@text_of.register
def _(value: bytes) -> str:
    return value.decode("utf-8", "replace")


@text_of.register(list)
@text_of.register(dict)
def _(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=text_of)


def moment_after(epoch: datetime, count: float, unit: timedelta) -> str:
    """Write the moment so many units after another, or the number where no calendar has it."""
    try:
        return moment_text(epoch + count * unit)
    except (OverflowError, ValueError):  # beyond the year 9999, or no number
        return number_text(count)


def day_after(epoch: datetime, count: float, unit: timedelta) -> str:
    """Write the day so many units after another, and the time where it is not midnight."""
    return moment_after(epoch, count, unit).removesuffix(" 00:00:00")


def cells_coded(codes: npt.NDArray[np.integer], texts: Sequence[str]) -> Cells:
    """Return the cells of a column that holds positions in `texts`, or -1 for ""; texts may be alike."""
    return Cells.of(np.array([*texts, ""], dtype=object)[codes])
