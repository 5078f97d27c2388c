"""Printed percentages, against the decimal module and every count there is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.methods.rounding import percent_half_up, possible_counts


def printed(count: int, base: int, decimals: int) -> Decimal:
    """The percentage by the decimal module's own rounding; 60 digits separate any quotient from a half."""
    with localcontext() as context:
        context.prec = 60
        return (Decimal(100 * count) / Decimal(base)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("percent", "base", "counts"),
    [("41", 78, [32]), ("41", 331, [135, 136, 137]), ("37.4", 231, []), ("0", 20, [0]), ("100", 20, [20])],
)
def test_a_printed_percentage_allows_the_counts_it_can_stand_for(percent: str, base: int, counts: list[int]) -> None:
    assert list(possible_counts(percent, base)) == counts
    assert list(possible_counts(Decimal(percent), base)) == counts


@given(base=st.integers(1, 300), units=st.integers(0, 10_100), decimals=st.integers(0, 2))
def test_possible_counts_are_all_that_print_so_and_no_other(base: int, units: int, decimals: int) -> None:
    percent = Decimal(units % (101 * 10**decimals)).scaleb(-decimals)
    counts = [count for count in range(base + 1) if printed(count, base, decimals) == percent]
    assert list(possible_counts(percent, base)) == counts
    assert list(possible_counts(str(percent), base)) == counts


@given(base=st.integers(1, 10**9), part=st.floats(0, 1), decimals=st.integers(0, 4))
def test_every_count_can_stand_behind_its_own_percentage(base: int, part: float, decimals: int) -> None:
    count = round(part * base)
    percent = percent_half_up(count, base, decimals)
    assert percent == printed(count, base, decimals)
    assert count in possible_counts(percent, base)


def test_decimals_printed_narrow_the_counts() -> None:
    assert list(possible_counts("50", 300)) == [149, 150, 151]
    assert list(possible_counts("50.0", 300)) == [150]


@pytest.mark.parametrize(("percent", "base"), [("101", 50), ("-1", 50), ("41", 0)])
def test_what_no_table_can_print_allows_no_count(percent: str, base: int) -> None:
    assert list(possible_counts(percent, base)) == []


@pytest.mark.parametrize(("percent", "base"), [("NaN", 50), ("Infinity", 50), ("41", -1)])
def test_what_is_no_percentage_of_people_is_refused(percent: str, base: int) -> None:
    with pytest.raises(ValueError, match="no printed percentage"):
        possible_counts(percent, base)


def test_a_half_rounds_up_and_not_to_the_even() -> None:
    assert percent_half_up(1, 8, 0) == 13
    assert percent_half_up(5, 200) == 3
    assert str(percent_half_up(1, 8, 1)) == "12.5"
    assert str(percent_half_up(1, 20, 1)) == "5.0"


def test_a_share_of_nobody_has_no_percentage() -> None:
    assert percent_half_up(0, 0).is_nan()
