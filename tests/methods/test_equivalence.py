"""The four verdicts, against the two one-sided tests that the interval stands for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from brobygger_cli.methods.change_intervals import miettinen_nurminen
from brobygger_cli.methods.change_tests import n_minus_1
from brobygger_cli.methods.equivalence import verdict


@pytest.mark.parametrize(
    ("p_value", "low", "high", "expected"),
    [
        (0.001, 0.02, 0.14, "changed"),
        (0.001, 0.12, 0.14, "changed"),
        (0.001, -0.14, -0.02, "changed"),
        (0.001, 0.02, 0.08, "trivial"),
        (0.001, -0.08, -0.02, "trivial"),
        (0.400, -0.02, 0.08, "equivalent"),
        (0.400, -0.02, 0.14, "inconclusive"),
        (0.400, -0.14, 0.08, "inconclusive"),
        (0.400, -0.14, 0.14, "inconclusive"),
    ],
)
def test_each_pair_of_findings_has_its_verdict(p_value: float, low: float, high: float, expected: str) -> None:
    assert verdict(p_value, 0.05, low, high, 0.1) == expected


@given(
    change=st.floats(-0.5, 0.5),
    std_error=st.floats(0.005, 0.3),
    margin=st.floats(0.01, 0.3),
    alpha=st.sampled_from([0.01, 0.05, 0.1]),
)
def test_verdicts_are_those_of_a_test_of_no_change_and_two_one_sided_ones(
    change: float, std_error: float, margin: float, alpha: float
) -> None:
    p_value = 2 * ndtr(-abs(change) / std_error)
    p_equivalence = max(ndtr(-(change + margin) / std_error), ndtr(-(margin - change) / std_error))
    assume(abs(p_equivalence - alpha) > 1e-9)
    half_width = -ndtri(alpha) * std_error
    expected = {
        (True, False): "changed",
        (True, True): "trivial",
        (False, True): "equivalent",
        (False, False): "inconclusive",
    }[bool(p_value < alpha), bool(p_equivalence < alpha)]
    assert verdict(p_value, alpha, change - half_width, change + half_width, margin) == expected


def test_the_published_example_has_changed_and_its_halves_show_nothing() -> None:
    p_value = n_minus_1([60, 15], [150, 37], [85, 15], [140, 35]).p_value
    low, high = miettinen_nurminen([60 / 150, 15 / 37], [150, 37], [85 / 140, 15 / 35], [140, 35], confidence=0.9)
    np.testing.assert_array_equal(verdict(p_value, 0.05, low, high, 0.1), ["changed", "inconclusive"])


def test_a_limit_on_the_margin_is_not_within_it_and_p_on_the_level_does_not_reject() -> None:
    assert verdict(0.4, 0.05, -0.1, 0.05, 0.1) == "inconclusive"
    assert verdict(0.4, 0.05, -0.05, 0.1, 0.1) == "inconclusive"
    assert verdict(0.05, 0.05, 0.01, 0.05, 0.1) == "equivalent"


def test_without_a_margin_or_a_test_there_is_no_verdict_and_no_other_row_is_spoilt() -> None:
    nan = np.nan
    verdicts = verdict(
        [nan, 0.4, 0.4, 0.4, 0.4],
        0.05,
        [-0.02, nan, -0.02, -0.02, -0.02],
        [0.08, 0.08, nan, 0.08, 0.08],
        [0.1, 0.1, 0.1, nan, 0.1],
    )
    np.testing.assert_array_equal(verdicts, ["", "", "", "", "equivalent"])


def test_one_margin_serves_all_rows_and_no_rows_have_no_verdict() -> None:
    assert verdict([[0.4], [0.001]], 0.05, [0.02, 0.12], [0.08, 0.14], 0.1).tolist() == [
        ["equivalent", "inconclusive"],
        ["trivial", "changed"],
    ]
    assert verdict([], 0.05, [], [], 0.1).shape == (0,)


@pytest.mark.parametrize("margin", [5, -0.05])
def test_a_margin_in_percentage_points_is_refused(margin: float) -> None:
    with pytest.raises(ValueError, match="margin"):
        verdict(0.4, 0.05, -0.02, 0.08, [0.1, margin])


@pytest.mark.parametrize("alpha", [0, 0.5, 5])
def test_a_level_that_leaves_no_interval_is_refused(alpha: float) -> None:
    with pytest.raises(ValueError, match="level"):
        verdict(0.4, alpha, -0.02, 0.08, 0.1)
