"""Figures and dates as a reader expects them, held against Unicode's CLDR, which Babel writes by.

We differ from CLDR in these, each tested below: a minus sign is the true one (−), not a hyphen; a share that is a
quotient of counts is rounded half up, as the printed notes do, not half to even; English dates have the British order.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.methods.rounding import percent_half_up
from brobygger_cli.numbers import (
    MISSING,
    as_stated,
    date_as_written,
    number,
    p_value,
    percent,
    percent_of_share,
    percent_sign,
    points,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from brobygger_cli.questionnaire.model import Language

LOCALES: dict[Language, str] = {"da": "da_DK", "en": "en_GB"}
languages = st.sampled_from(list(LOCALES))


def cldr(value: Decimal | int, language: Language, pattern: str) -> str:
    return format_decimal(value, format=pattern, locale=LOCALES[language]).replace("-", "−")


# What a reader meets


@pytest.mark.parametrize(
    ("danish", "english", "written"),
    [
        ("22\u00a0%", "22%", lambda language: percent(38, 170, language)),
        ("34\u00a0%", "34%", lambda language: percent_of_share(0.335, language)),
        ("[19; 26]\u00a0%", "[19; 26]%", lambda language: percent_sign("[19; 26]", language)),
        ("0,05", "0.05", lambda language: number(0.05, 2, language)),
        ("−0,5", "−0.5", lambda language: number(-0.5, 1, language)),
        ("+16,4", "+16.4", lambda language: points(0.1643, language)),
        ("−3,0", "−3.0", lambda language: points(-0.03, language)),
        ("0,0", "0.0", lambda language: points(-0.0001, language)),
        ("0,043", "0.043", lambda language: p_value(0.0434, language)),
        ("<0,001", "<0.001", lambda language: p_value(0.0002, language)),
        ("1,000", "1.000", lambda language: p_value(1.0, language)),
        ("97,5", "97.5", lambda language: as_stated(100 * 0.975, language)),
        ("95", "95", lambda language: as_stated(100 * 0.95, language)),
        ("0,05", "0.05", lambda language: as_stated(1 - 0.95, language)),
        ("0,00001", "0.00001", lambda language: as_stated(1 - 0.99999, language)),
        ("12.345", "12,345", lambda language: whole(12345, language)),
        ("−1.234.567", "−1,234,567", lambda language: whole(-1234567, language)),
        ("999", "999", lambda language: whole(999, language)),
        ("22. november 2026", "22 November 2026", lambda language: date_as_written(date(2026, 11, 22), language)),
        ("1. maj 2017", "1 May 2017", lambda language: date_as_written(date(2017, 5, 1), language)),
    ],
)
def test_both_languages_write_it_as_their_readers_do(
    danish: str, english: str, written: Callable[[Language], str]
) -> None:
    assert (written("da"), written("en")) == (danish, english)


@pytest.mark.parametrize("language", LOCALES)
def test_what_is_missing_is_a_dash_and_never_a_number(language: Language) -> None:
    assert {number(None, 2, language), p_value(None, language), whole(None, language)} == {MISSING}


# Against CLDR


@given(st.integers(-(10**9), 10**9), st.integers(0, 6), languages)
def test_decimals_are_those_of_cldr(digits: int, decimals: int, language: Language) -> None:
    """No number here is a tie of its last decimal, which is rounded as binary figures are, and CLDR's as decimals."""
    value = Decimal(digits).scaleb(-decimals)
    pattern = "0" if decimals == 0 else f"0.{'0' * decimals}"
    assert number(float(value), decimals, language) == cldr(value, language, pattern)


@given(st.integers(-(10**12), 10**12), languages)
def test_thousands_are_told_apart_as_by_cldr(value: int, language: Language) -> None:
    assert whole(value, language) == cldr(value, language, "#,##0")


@given(st.integers(0, 100), languages)
def test_whole_percentages_are_those_of_cldr(share: int, language: Language) -> None:
    theirs = format_percent(Decimal(share) / 100, locale=LOCALES[language])
    assert percent(share, 100, language) == theirs
    assert percent_of_share(share / 100, language) == theirs


def test_a_half_is_rounded_up_where_cldr_rounds_to_even() -> None:
    """So that 1 of 8 is 13 %, as the printed notes have it."""
    assert format_percent(Decimal(1) / 8, locale="da_DK") == "12\u00a0%"
    assert percent(1, 8, "da") == percent_of_share(0.125, "da") == "13\u00a0%"
    assert percent_half_up(1, 8) == 13


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), languages)
def test_dates_are_those_of_cldr(day: date, language: Language) -> None:
    assert date_as_written(day, language) == format_date(day, "long", locale=LOCALES[language])


def test_english_dates_are_in_the_british_order() -> None:
    assert format_date(date(2026, 11, 22), "long", locale="en_US") == "November 22, 2026"
    assert date_as_written(date(2026, 11, 22), "en") == "22 November 2026"


@given(st.integers(1, 99999), st.integers(0, 5), languages)
def test_a_figure_is_written_as_it_was_stated(digits: int, decimals: int, language: Language) -> None:
    value = Decimal(digits).scaleb(-decimals)
    assert as_stated(float(value), language) == cldr(value, language, "0.######")


@pytest.mark.parametrize("language", LOCALES)
def test_a_minus_is_the_true_sign(language: Language) -> None:
    assert format_decimal(-1, locale=LOCALES[language]) == "-1"
    assert whole(-1, language) == number(-1, 0, language) == "\u22121"
