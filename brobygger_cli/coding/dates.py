"""Dates that a spreadsheet makes of answers such as 1-5 and 1.5: which two numbers may have stood there."""

from __future__ import annotations

import re
from datetime import date, timedelta

from brobygger_cli.spelling import normalise

# In Danish, English, German, Norwegian and Swedish; a spreadsheet shows the first letters of one.
_MONTHS = (
    ("januari", "january", "januar"),
    ("februari", "february", "februar"),
    ("marts", "march", "mars", "märz", "mrz"),
    ("april",),
    ("maj", "may", "mai"),
    ("juni", "june"),
    ("juli", "july"),
    ("augusti",),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december", "dezember", "desember"),
)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:\. |[-. /])([^\W\d]{3,9})\.?(?:[-. /](?:\d{2}|\d{4}))?")
_MONTH_YEAR = re.compile(r"([^\W\d]{3,9})(?:\. |[-. /])(?:19|20)?(\d{1,2})")
_IN_FIGURES = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./]((?:19|20)?\d{2})(?: 0?0[.:]00(?:[.:]00)?)?")
_ISO = re.compile(r"((?:19|20)\d{2})-(\d{2})-(\d{2})(?:[t ]00:00(?::00(?:\.0+)?)?)?")
_SERIAL = re.compile(r"\d{5}(?:[.,]0)?")
_SERIAL_ZERO = date(1899, 12, 30)
_RANGE = re.compile(r"(?<![\d.,])(\d{1,2}) ?(?:[-\u2013\u2014/.]|til|to|bis) ?(\d{1,2})(?![\d.,])")


def number_pairs(text: str) -> list[tuple[int, int]]:
    """Return the pairs of numbers that a spreadsheet may have taken for this date, in the order of likelihood."""
    spelled = normalise(text)
    if found := _DAY_MONTH.fullmatch(spelled):
        return _both_ways(int(found[1]), _month(found[2]))
    if found := _MONTH_YEAR.fullmatch(spelled):
        return _both_ways(_month(found[1]), int(found[2]))
    if found := _IN_FIGURES.fullmatch(spelled):
        return _of_date(int(found[3]) % 100, int(found[2]), int(found[1]))
    if found := _ISO.fullmatch(spelled):
        return _of_date(int(found[1]) % 100, int(found[2]), int(found[3]))
    return []


def pairs_of_serial(text: str) -> list[tuple[int, int]]:
    """Return the pairs behind a date of which only the day's number is left, as 46027 is of 5 January 2026."""
    spelled = normalise(text)
    if not _SERIAL.fullmatch(spelled):
        return []
    day = _SERIAL_ZERO + timedelta(int(spelled[:5]))
    return _of_date(day.year % 100, day.month, day.day)


def pair_in(spelling: str) -> tuple[int, int] | None:
    """Return the two numbers of a range in a spelling, such as 2 and 3 in `2-3 times`; None where there is none."""
    found = _RANGE.search(normalise(spelling))
    return None if found is None else (int(found[1]), int(found[2]))


def _of_date(year: int, month: int, day: int) -> list[tuple[int, int]]:
    """Return the pairs behind a whole date; `11-15` is taken for the first of November 2015."""
    return [*_both_ways(day, month), *(_both_ways(month, year) if day == 1 else [])]


def _both_ways(first: int, second: int) -> list[tuple[int, int]]:
    pairs = [(first, second), (second, first)]
    return list(dict.fromkeys(pairs)) if first and second else []


def _month(name: str) -> int:
    """Return the month (1-12) that a name or its first letters mean, 0 where they mean none."""
    numbers = (number for number, names in enumerate(_MONTHS, 1) if any(full.startswith(name) for full in names))
    return next(numbers, 0)
