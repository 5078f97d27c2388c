"""Where print allows several counts, the ends that are reported are those of every possible pair of counts."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_waves import Answers, at, wave

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.methods.change_intervals import INTERVALS
from brobygger_cli.methods.change_tests import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.waves import Wave, WaveKind


@st.composite
def ranges(draw: st.DrawFn, most: int) -> tuple[int, int, int]:
    """Draw the smallest and largest possible count, and the base."""
    base = draw(st.integers(1, most))
    low = draw(st.integers(0, base))
    return low, draw(st.integers(low, base)), base


def printed(name: str, low: int, high: int, base: int) -> Wave:
    member: Answers = {"yes": (low, high), "no": (base - high, base - low), "base": base}
    return wave(name, {"a": {"member": member}}, kind="printed")


def possible(first: tuple[int, int, int], second: tuple[int, int, int]) -> Iterator[tuple[int, int]]:
    return product(range(first[0], first[1] + 1), range(second[0], second[1] + 1))


@pytest.mark.parametrize(
    ("test", "most", "examples"),
    [("default", 30, 40), ("n-1", 25, 15), ("fisher", 14, 15), ("mid-p", 14, 15), ("boschloo", 4, 3)],
)
def test_ends_are_the_smallest_and_the_largest_of_all_possible_counts(test: str, most: int, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(ranges(most), ranges(most))
    def check(first: tuple[int, int, int], second: tuple[int, int, int]) -> None:
        row = at(
            compare(printed("before", *first), printed("after", *second), Settings(test=test)).frame,
            "a",
            "member",
            "yes",
        )
        b, f = (np.array(counts) for counts in zip(*possible(first, second), strict=True))
        p = TESTS[test](b, first[2], f, second[2]).p_value
        assert (row["p_value_min"], row["p_value_max"]) == (
            pytest.approx(p.min(), rel=1e-9),
            pytest.approx(p.max(), rel=1e-9),
        )
        change = f / second[2] - b / first[2]
        assert (row["change_min"], row["change_max"]) == (pytest.approx(change.min()), pytest.approx(change.max()))
        low, high = INTERVALS["miettinen-nurminen"](b / first[2], first[2], f / second[2], second[2])
        assert row["change_outer_low"] == pytest.approx(low.min(), abs=1e-9)
        assert row["change_outer_high"] == pytest.approx(high.max(), abs=1e-9)
        if len(p) > 1:
            assert row["p_value"] is row["change"] is row["change_low"] is row["test"] is row["effect"] is None
        else:
            assert row["p_value"] == p[0]

    check()


@settings(max_examples=20, deadline=None)
@given(ranges(20), ranges(20))
def test_ends_of_newcombes_interval_hold_those_of_all_possible_counts(
    first: tuple[int, int, int], second: tuple[int, int, int]
) -> None:
    chosen = Settings(change_interval="newcombe")
    row = at(compare(printed("before", *first), printed("after", *second), chosen).frame, "a", "member", "yes")
    b, f = (np.array(counts) for counts in zip(*possible(first, second), strict=True))
    low, high = INTERVALS["newcombe"](b / first[2], first[2], f / second[2], second[2])
    assert row["change_outer_low"] == pytest.approx(low.min(), abs=1e-9)
    assert row["change_outer_high"] == pytest.approx(high.max(), abs=1e-9)


def test_two_ranges_that_share_a_share_have_the_largest_p_of_1() -> None:
    """10/20 and 15/30 stand inside both ranges, at no end of either."""
    row = at(compare(printed("before", 7, 13, 20), printed("after", 11, 19, 30)).frame, "a", "member", "yes")
    assert row["p_value_max"] == 1
    assert row["p_value_min"] == pytest.approx(0.05179, abs=1e-5)  # 7/20 v 19/30: 49 x 170^2 / (20 x 30 x 26 x 24)


def test_wide_ranges_of_large_waves_are_compared_without_counting_for_ever() -> None:
    """Nothing printed of two options in surveys of 30,000: 900 million pairs of counts are not enumerated."""
    row = at(
        compare(printed("before", 0, 30_000, 30_000), printed("after", 0, 20_000, 20_000)).frame, "a", "member", "yes"
    )
    assert row["p_value_max"] == 1
    assert row["p_value_min"] == 0
    assert (row["change_min"], row["change_max"]) == (-1, 1)


def test_range_against_a_wave_in_which_nobody_answered_is_not_tested() -> None:
    """Asked, and left blank by everybody: no share, no test, and no division by nothing."""
    kinds: tuple[WaveKind, ...] = ("respondents", "printed")
    for kind in kinds:
        nobody = wave("after", {"a": {"member": {"yes": 0, "no": 0, "base": 0}}}, kind=kind)
        for first, second in ((printed("before", 3, 5, 20), nobody), (nobody, printed("after", 3, 5, 20))):
            row = at(compare(first, second).frame, "a", "member", "yes")
            assert row["p_value_min"] is row["p_value_max"] is row["change_min"] is row["change_max"] is None
            assert "empty_base" in row["flags"].split()
