"""Intervals for a change, against published figures, their definition and the N-1 test."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from brobygger_cli.methods.change_intervals import INTERVALS, miettinen_nurminen, newcombe
from brobygger_cli.methods.change_tests import n_minus_1
from brobygger_cli.methods.share_intervals import wilson

# Ticked and base of the baseline, ticked and base of the follow-up.
PUBLISHED = [
    ((48, 80, 56, 70), (0.0528, 0.3382), (0.0524, 0.3339)),
    ((0, 20, 0, 10), (-0.1658, 0.2844), (-0.1611, 0.2775)),
    ((0, 20, 10, 10), (0.7156, 1), (0.6791, 1)),
    ((1, 34, 7, 34), (0.0270, 0.3453), (0.0189, 0.3404)),
    ((60, 150, 85, 140), (0.0923, 0.3166), (0.0921, 0.3146)),
]

waves = st.tuples(st.integers(1, 400), st.integers(1, 400)).flatmap(
    lambda bases: st.tuples(st.integers(0, bases[0]), st.just(bases[0]), st.integers(0, bases[1]), st.just(bases[1]))
)


def interval(name: str, table: tuple[float, float, float, float], confidence: float = 0.95) -> tuple[float, float]:
    ticked0, n0, ticked1, n1 = table
    low, high = INTERVALS[name](ticked0 / n0, n0, ticked1 / n1, n1, confidence)
    return float(low), float(high)


@pytest.mark.parametrize(("table", "published", "_"), PUBLISHED)
def test_miettinen_nurminen_matches_the_published_examples(
    table: tuple[int, int, int, int], published: tuple[float, float], _: object
) -> None:
    assert tuple(np.round(interval("miettinen-nurminen", table), 4)) == published


@pytest.mark.parametrize(("table", "_", "published"), PUBLISHED)
def test_newcombe_matches_the_published_examples(
    table: tuple[int, int, int, int], _: object, published: tuple[float, float]
) -> None:
    assert tuple(np.round(interval("newcombe", table), 4)) == published


def test_newcombe_of_a_finite_population_enters_through_the_effective_n() -> None:
    n0, n1 = 150 * 230 / 81, 140 * 249 / 110
    np.testing.assert_array_equal(np.round([n0, n1], 1), [425.9, 316.9])
    np.testing.assert_array_equal(np.round(newcombe(60 / 150, n0, 85 / 140, n1), 4), [0.1348, 0.2763])


@settings(max_examples=300, deadline=None)
@given(table=waves, alpha=st.sampled_from([0.01, 0.05, 0.1, 0.3]))
def test_miettinen_nurminen_excludes_zero_exactly_when_the_n_minus_1_test_rejects(
    table: tuple[int, int, int, int], alpha: float
) -> None:
    p_value = float(n_minus_1(*table).p_value)
    assume(abs(p_value - alpha) > 1e-9)
    low, high = interval("miettinen-nurminen", table, 1 - alpha)
    assert (low > 0 or high < 0) == (p_value < alpha)


def test_interval_and_test_agree_in_every_small_table() -> None:
    n0, n1 = 11, 14
    ticked0, ticked1 = (grid.ravel() for grid in np.indices((n0 + 1, n1 + 1)))
    low, high = miettinen_nurminen(ticked0 / n0, n0, ticked1 / n1, n1)
    np.testing.assert_array_equal((low > 0) | (high < 0), n_minus_1(ticked0, n0, ticked1, n1).p_value < 0.05)


def likeliest_share(change: float, table: tuple[int, int, int, int]) -> float:
    """The follow-up's share that maximises the binomial likelihood, by golden-section search."""
    ticked0, n0, ticked1, n1 = table

    def log_likelihood(share: float) -> float:
        parts = [(ticked0, share - change), (n0 - ticked0, 1 - share + change)]
        parts += [(ticked1, share), (n1 - ticked1, 1 - share)]
        return sum(count * math.log(max(probability, 1e-300)) for count, probability in parts if count)

    low, high = max(0.0, change), min(1.0, 1 + change)
    for _ in range(100):
        third = (high - low) / 3
        if log_likelihood(low + third) < log_likelihood(high - third):
            low += third
        else:
            high -= third
    return (low + high) / 2


@settings(max_examples=60, deadline=None)
@given(table=waves)
def test_the_limits_lie_where_the_score_statistic_crosses_the_normal_quantile(
    table: tuple[int, int, int, int],
) -> None:
    ticked0, n0, ticked1, n1 = table
    total = n0 + n1
    change = ticked1 / n1 - ticked0 / n0

    def squared_score(hypothesised: float) -> float:
        share1 = likeliest_share(hypothesised, table)
        share0 = share1 - hypothesised
        variance = share0 * (1 - share0) / n0 + share1 * (1 - share1) / n1
        return float((change - hypothesised) ** 2 / (variance * total / (total - 1)))

    low, high = interval("miettinen-nurminen", table)
    for limit, outward in ((low, -1), (high, 1)):
        inside, outside = limit - outward * 1e-4, limit + outward * 1e-4
        if abs(inside) < 1 and (inside - change) * outward > 0:
            assert squared_score(inside) < 1.959964**2
        if abs(outside) < 1:
            assert squared_score(outside) > 1.959964**2


@pytest.mark.parametrize("name", INTERVALS)
@settings(deadline=None)
@given(
    shares=st.tuples(*[st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0]))] * 2),
    bases=st.tuples(*[st.one_of(st.floats(1, 1e7), st.sampled_from([1.0, 1e7]))] * 2),
)
def test_swapping_the_waves_negates_the_limits_and_they_enclose_the_change(
    name: str, shares: tuple[float, float], bases: tuple[float, float]
) -> None:
    low, high = INTERVALS[name](shares[0], bases[0], shares[1], bases[1])
    swapped_low, swapped_high = INTERVALS[name](shares[1], bases[1], shares[0], bases[0])
    np.testing.assert_allclose([swapped_low, swapped_high], [-high, -low], atol=1e-9)
    assert -1 <= low <= shares[1] - shares[0] <= high <= 1


@pytest.mark.parametrize("name", INTERVALS)
@settings(deadline=None)
@given(table=waves)
def test_counting_those_who_did_not_tick_mirrors_the_interval(name: str, table: tuple[int, int, int, int]) -> None:
    ticked0, n0, ticked1, n1 = table
    low, high = interval(name, table)
    mirrored = interval(name, (n0 - ticked0, n0, n1 - ticked1, n1))
    np.testing.assert_allclose(mirrored, [-high, -low], atol=1e-9)


@pytest.mark.parametrize(
    "table",
    [
        (6, 6, 1_955_091, 1_955_091),
        (0, 7_289_420, 2, 2_800_837),
        (1, 1, 0, 10_000_000),
        (0, 1, 1, 1),
        (0, 1, 0, 1),
    ],
)
def test_extreme_tables_keep_their_symmetry_where_two_roots_of_the_cubic_nearly_meet(
    table: tuple[int, int, int, int],
) -> None:
    ticked0, n0, ticked1, n1 = table
    low, high = interval("miettinen-nurminen", table)
    np.testing.assert_allclose(interval("miettinen-nurminen", (ticked1, n1, ticked0, n0)), [-high, -low], atol=1e-12)
    np.testing.assert_allclose(
        interval("miettinen-nurminen", (n0 - ticked0, n0, n1 - ticked1, n1)), [-high, -low], atol=1e-12
    )


@pytest.mark.parametrize("name", INTERVALS)
def test_an_empty_wave_has_no_change_and_spoils_no_other_row(name: str) -> None:
    low, high = INTERVALS[name]([0.4, np.nan, 0.4, 0.4], [150, 0, 150, np.nan], 0.6, [140, 140, 0, 140])
    np.testing.assert_array_equal(np.isnan([low, high]), [[False, True, True, True]] * 2)


@pytest.mark.parametrize("name", INTERVALS)
def test_a_wave_known_exactly_leaves_wilsons_interval_of_the_other(name: str) -> None:
    low, high = wilson(0.6, 140)
    np.testing.assert_allclose(INTERVALS[name](0.4, np.inf, 0.6, 140), [low - 0.4, high - 0.4])
    np.testing.assert_allclose(INTERVALS[name](0.4, np.inf, 0.6, np.inf), [0.2, 0.2])


def test_an_infinite_base_is_the_limit_of_large_ones() -> None:
    np.testing.assert_allclose(
        miettinen_nurminen(0.4, 1e9, 0.6, 140), miettinen_nurminen(0.4, np.inf, 0.6, 140), atol=1e-6
    )


def test_rows_computed_together_equal_rows_computed_alone() -> None:
    rng = np.random.default_rng(3)
    share0, share1 = rng.random((2, 50))
    n0, n1 = rng.integers(1, 500, (2, 50))
    together = np.transpose(miettinen_nurminen(share0, n0, share1, n1))
    alone = [miettinen_nurminen(*row) for row in zip(share0, n0, share1, n1, strict=True)]
    np.testing.assert_allclose(together, alone, atol=1e-14)
