"""Tests of a change, against published figures, SciPy and exact fractions."""

from __future__ import annotations

import math
import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from brobygger_cli.methods import change_tests
from brobygger_cli.methods.change_tests import (
    TESTS,
    boschloo,
    cohens_h,
    default_test,
    fisher_irwin,
    fisher_mid_p,
    n_minus_1,
    smallest_expected,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIXTURE = (60, 150, 85, 140)
SMALL = (1, 34, 7, 34)

waves = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda bases: st.tuples(st.integers(0, bases[0]), st.just(bases[0]), st.integers(0, bases[1]), st.just(bases[1]))
)


def two_by_two(table: tuple[int, int, int, int]) -> NDArray[np.int64]:
    ticked0, n0, ticked1, n1 = table
    return np.array([[ticked0, ticked1], [n0 - ticked0, n1 - ticked1]])


def test_n_minus_1_matches_the_published_figures() -> None:
    assert np.round(n_minus_1(*SMALL).statistic, 3) == 5.025
    assert np.round(n_minus_1(*SMALL).p_value, 5) == 0.02498
    assert np.round(n_minus_1(*FIXTURE).statistic, 4) == 12.3857
    assert np.round(n_minus_1(*FIXTURE).p_value, 6) == 0.000433


def test_fisher_irwin_matches_the_published_figures() -> None:
    assert np.round(fisher_irwin(*SMALL).p_value, 4) == 0.0544
    assert np.round(fisher_irwin(*FIXTURE).p_value, 6) == 0.000630


def test_fisher_mid_p_matches_the_published_figures() -> None:
    assert np.round(fisher_mid_p(*SMALL).p_value, 5) == 0.02966
    assert np.round(fisher_mid_p(*FIXTURE).p_value, 6) == 0.000443


def test_cohens_h_matches_the_reference_and_is_significant_with_it() -> None:
    h, low, high = cohens_h(60 / 150, 150, 85 / 140, 140)
    assert np.round(h, 3) == 0.417
    np.testing.assert_allclose([h - low, high - h], 1.959964 * math.sqrt(1 / 150 + 1 / 140), rtol=1e-6)


def test_cohens_h_stays_on_its_scale() -> None:
    h, low, high = cohens_h([0, 1, 0.5], 2, [1, 0, 0.5], 3)
    np.testing.assert_allclose(h, [np.pi, -np.pi, 0])
    assert high[0] == np.pi
    assert low[1] == -np.pi


@given(table=waves)
def test_n_minus_1_is_pearsons_statistic_shrunk(table: tuple[int, int, int, int]) -> None:
    ticked0, n0, ticked1, n1 = table
    if 0 < ticked0 + ticked1 < n0 + n1:
        theirs = stats.chi2_contingency(two_by_two(table), correction=False).statistic
        ours = n_minus_1(*table)
        assert float(ours.statistic) == pytest.approx(theirs * (n0 + n1 - 1) / (n0 + n1), abs=1e-12)
        assert float(ours.p_value) == pytest.approx(stats.chi2.sf(float(ours.statistic), 1), abs=1e-12)


@given(table=waves)
def test_fisher_irwin_agrees_with_scipy(table: tuple[int, int, int, int]) -> None:
    assert float(fisher_irwin(*table).p_value) == pytest.approx(stats.fisher_exact(two_by_two(table)).pvalue, rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(table=waves)
def test_fisher_mid_p_agrees_with_exact_fractions(table: tuple[int, int, int, int]) -> None:
    ticked0, n0, ticked1, n1 = table
    ticked = ticked0 + ticked1
    ways = {k: math.comb(n0, k) * math.comb(n1, ticked - k) for k in range(max(0, ticked - n1), min(ticked, n0) + 1)}
    seen = ways[ticked0]
    less = sum(way for way in ways.values() if way < seen)
    tied = sum(way for way in ways.values() if way == seen)
    exact = Fraction(2 * less + tied, 2 * math.comb(n0 + n1, ticked))
    expected = 1 if ticked in {0, n0 + n1} else float(exact)
    assert float(fisher_mid_p(*table).p_value) == pytest.approx(expected, rel=1e-9)


def test_boschloo_has_the_waves_as_its_fixed_margins() -> None:
    k0, k1 = np.arange(8)[:, np.newaxis], np.arange(6)
    fisher_one_sided = np.asarray(stats.hypergeom.sf(k0 - 1, 12, k0 + k1, 7))
    as_extreme = fisher_one_sided <= fisher_one_sided[6, 1] * (1 + 1e-9)
    shares = np.linspace(0, 1, 2001)[:, np.newaxis, np.newaxis]
    probability = stats.binom.pmf(k0, 7, shares) * stats.binom.pmf(k1, 5, shares)
    worst = (probability * as_extreme).sum(axis=(1, 2)).max()
    assert float(boschloo(6, 7, 1, 5).p_value) == pytest.approx(2 * worst, abs=1e-4)


@pytest.mark.parametrize("name", TESTS)
@settings(max_examples=30, deadline=None)
@given(table=waves)
def test_swapping_the_waves_leaves_p_alone(name: str, table: tuple[int, int, int, int]) -> None:
    ticked0, n0, ticked1, n1 = table
    p_value = float(TESTS[name](*table).p_value)
    assert 0 <= p_value <= 1
    assert float(TESTS[name](ticked1, n1, ticked0, n0).p_value) == pytest.approx(p_value, rel=1e-6)


@given(table=waves)
def test_swapping_the_waves_flips_the_sign_of_h(table: tuple[int, int, int, int]) -> None:
    ticked0, n0, ticked1, n1 = table
    h, low, high = cohens_h(ticked0 / n0, n0, ticked1 / n1, n1)
    swapped = cohens_h(ticked1 / n1, n1, ticked0 / n0, n0)
    np.testing.assert_allclose(swapped, [-h, -high, -low], atol=1e-12)


@pytest.mark.parametrize("name", TESTS)
def test_nobody_or_everybody_in_both_waves_is_no_evidence(name: str) -> None:
    np.testing.assert_array_equal(TESTS[name]([0, 5], 5, [0, 9], 9).p_value, 1)


def test_nobody_in_both_waves_has_a_statistic_of_zero() -> None:
    assert n_minus_1(0, 5, 0, 9).statistic == 0


@pytest.mark.parametrize("name", TESTS)
def test_an_empty_wave_has_no_p_and_names_no_test(name: str) -> None:
    test = TESTS[name]([0, 3, 3, np.nan, 3], [0, 5, 5, 5, 5], [3, 0, np.nan, 3, 4], [5, 0, 5, 5, 5])
    np.testing.assert_array_equal(np.isnan(test.p_value), [True, True, True, True, False])
    np.testing.assert_array_equal(test.method == "", [True, True, True, True, False])
    assert np.isnan(test.statistic[:4]).all()
    assert np.isnan(test.df[:4]).all()


def test_default_is_n_minus_1_from_an_expected_count_of_one_upwards() -> None:
    # Expected counts of those who ticked: 1 and 1; then .9 and 1.1; then half a person in each wave.
    test = default_test([2, 2, 0], [10, 9, 50], [0, 0, 1], [10, 11, 50])
    np.testing.assert_array_equal(test.method, ["n_minus_1", "fisher_irwin", "fisher_irwin"])
    np.testing.assert_allclose(test.p_value[0], n_minus_1(2, 10, 0, 10).p_value)
    np.testing.assert_allclose(test.p_value[1:], fisher_irwin([2, 0], [9, 50], [0, 1], [11, 50]).p_value)
    np.testing.assert_array_equal(np.isnan(test.df), [False, True, True])


@given(table=waves)
def test_smallest_expected_agrees_with_scipy(table: tuple[int, int, int, int]) -> None:
    theirs = stats.contingency.expected_freq(two_by_two(table)).min()
    assert float(smallest_expected(*table)) == pytest.approx(theirs)


def test_effective_counts_need_not_be_whole() -> None:
    assert n_minus_1(48.2, 120.5, 68.1, 112.3).p_value < 0.05
    rounded = fisher_irwin(0.4, 30.4, 4.6, 28.6).p_value
    assert rounded == fisher_irwin(0, 30, 5, 29).p_value


def test_fisher_irwin_of_a_hundred_thousand_agrees_with_scipy() -> None:
    table = (40_000, 100_000, 40_400, 100_000)
    assert float(fisher_irwin(*table).p_value) == pytest.approx(stats.fisher_exact(two_by_two(table)).pvalue, rel=1e-6)


def test_a_count_above_its_base_is_refused() -> None:
    with pytest.raises(ValueError, match="above its base"):
        n_minus_1(6, 5, 1, 5)


def test_counts_of_any_shape_are_broadcast() -> None:
    test = change_tests.default_test(np.arange(4)[:, np.newaxis], 10, np.arange(3), 12)
    assert test.p_value.shape == test.method.shape == test.statistic.shape == (4, 3)
    assert test.p_value[1, 2] == default_test(1, 10, 2, 12).p_value


def test_scipy_stats_is_not_loaded_before_boschloo_needs_it() -> None:
    code = (
        "import sys\n"
        "from brobygger_cli.methods import change_intervals, change_tests, multiplicity, nominal\n"
        "from brobygger_cli.methods import ordinal, permutation, rounding, share_intervals\n"
        "sys.exit('scipy.stats' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
