"""The mix of groups, against its definition in the other order, R's survey package and the intervals of changes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.methods.change_intervals import INTERVALS, miettinen_nurminen, newcombe
from brobygger_cli.methods.contrasts import TwoWaves, difference_of_changes
from brobygger_cli.methods.mix import kitagawa, stratified_share, within_interval
from brobygger_cli.methods.share_intervals import wilson

# Two groups of which the one with the higher share grows.
GROUPS = ([0.20, 0.60], [100, 50], [0.25, 0.60], [60, 90])

# Schools of survey::apistrat by type (elementary, high, middle): asked, of all, sch.wide and awards "Yes".
SAMPLED, SCHOOLS, GROWN, AWARDED = (100, 50, 50), (4421, 755, 1018), (91, 26, 35), (73, 16, 24)

group = st.tuples(st.floats(0, 1), st.integers(1, 300), st.floats(0, 1), st.integers(1, 300))
groups = st.lists(group, min_size=1, max_size=5).map(np.transpose)


# Kitagawa's decomposition


def test_a_worked_example() -> None:
    """1/3 to .46: the mean parts .533 and .467 times 0.05 and 0, and the mean shares .225 and .6 times -/+ .267."""
    change, within, mix, by_group, mean_part = kitagawa(*GROUPS)
    assert float(change) == pytest.approx(0.46 - 1 / 3)
    assert float(within) == pytest.approx(0.05 * 8 / 15)
    assert float(mix) == pytest.approx((0.6 - 0.225) * 4 / 15)
    np.testing.assert_allclose(by_group, [0.05 * 8 / 15, 0], atol=1e-15)
    np.testing.assert_allclose(mean_part, [8 / 15, 7 / 15])


@given(waves=groups)
def test_the_parts_add_up_and_are_the_mean_of_both_orders_of_replacing(waves: np.ndarray) -> None:
    """Shares first and then parts, or parts first and then shares: each component is the mean of its two sizes."""
    p0, n0, p1, n1 = waves
    w0, w1 = n0 / n0.sum(), n1 / n1.sum()
    result = kitagawa(p0, n0, p1, n1)
    before, after, shares_only, parts_only = w0 @ p0, w1 @ p1, w0 @ p1, w1 @ p0
    assert float(result.change) == pytest.approx(after - before, abs=1e-12)
    assert float(result.within + result.mix) == pytest.approx(float(result.change), abs=1e-12)
    assert float(result.within_by_group.sum()) == pytest.approx(float(result.within), abs=1e-12)
    assert float(result.within) == pytest.approx(((shares_only - before) + (after - parts_only)) / 2, abs=1e-12)
    assert float(result.mix) == pytest.approx(((parts_only - before) + (after - shares_only)) / 2, abs=1e-12)


@given(waves=groups, scale=st.floats(0.01, 100))
def test_an_unchanged_mix_explains_nothing_and_neither_do_unchanged_shares(waves: np.ndarray, scale: float) -> None:
    p0, n0, p1, n1 = waves
    assert float(kitagawa(p0, n0, p1, n0 * scale).mix) == pytest.approx(0, abs=1e-12)
    assert float(kitagawa(p0, n0, p0, n1).within) == 0


@given(waves=groups)
def test_swapping_the_waves_turns_every_sign(waves: np.ndarray) -> None:
    p0, n0, p1, n1 = waves
    forwards, back = kitagawa(p0, n0, p1, n1), kitagawa(p1, n1, p0, n0)
    for part in ("change", "within", "mix", "within_by_group"):
        np.testing.assert_allclose(getattr(back, part), -getattr(forwards, part), atol=1e-12)


def test_a_group_empty_in_both_waves_takes_no_part() -> None:
    p0, n0, p1, n1 = GROUPS
    padded = kitagawa([*p0, np.nan], [*n0, 0], [*p1, np.nan], [*n1, 0])
    np.testing.assert_allclose(padded[:3], kitagawa(*GROUPS)[:3])
    assert padded.within_by_group[2] == 0


def test_of_a_group_empty_in_one_wave_the_change_is_known_but_not_how_it_divides() -> None:
    p0, n0, p1, n1 = GROUPS
    # What stands as the share of an empty group is not read.
    for nothing in (np.nan, 0):
        result = kitagawa([*p0, nothing], [*n0, 0], [*p1, 0.5], [*n1, 50])
        assert float(result.change) == pytest.approx((15 + 54 + 25) / 200 - 1 / 3)
        assert np.isnan([result.within, result.mix]).all()
        np.testing.assert_array_equal(np.isnan(result.within_by_group), [False, False, True])


def test_an_empty_wave_or_an_unknown_base_leaves_its_row_unknown_and_spoils_no_other() -> None:
    bases = np.array([[0, 0], [100, np.nan], [100, np.inf], [100, 50]])
    result = kitagawa(np.where(bases == 0, np.nan, GROUPS[0]), bases, GROUPS[2], GROUPS[3])
    np.testing.assert_array_equal(np.isnan(result[:3]), [[True, True, True, False]] * 3)


def test_what_is_no_share_or_base_is_refused() -> None:
    with pytest.raises(ValueError, match="outside 0-1"):
        kitagawa([20, 60], [100, 50], [0.25, 0.60], [60, 90])
    with pytest.raises(ValueError, match="negative"):
        kitagawa([0.2, 0.6], [100, -50], [0.25, 0.60], [60, 90])


# The change within groups


@pytest.mark.parametrize("name", INTERVALS)
def test_one_group_has_the_interval_of_its_change(name: str) -> None:
    share0, share1 = 60 / 150, 85 / 140
    result = within_interval([1], [share0], [150], [share1], [140], interval=INTERVALS[name])
    low, high = INTERVALS[name](share0, 150, share1, 140)
    assert float(result.within) == pytest.approx(share1 - share0)
    assert round(float(result.standard_error), 4) == 0.0577
    assert (float(result.low), float(result.high)) == pytest.approx((float(low), float(high)))


@settings(max_examples=20)
@given(cells=st.tuples(group, group), part=st.floats(0.01, 1))
def test_two_groups_are_a_difference_of_changes_with_the_waves_of_one_swapped(
    cells: tuple[tuple[float, int, float, int], tuple[float, int, float, int]], part: float
) -> None:
    """The sum of two changes is the second one minus the first one backwards."""
    (p0, n0, p1, n1), second = cells
    theirs = part * np.array(difference_of_changes(TwoWaves(p1, n1, p0, n0), TwoWaves(*second), interval=newcombe))
    first_share, first_n, second_share, second_n = np.transpose(cells)
    ours = within_interval([part, part], first_share, first_n, second_share, second_n, interval=newcombe)
    np.testing.assert_allclose([ours.within, ours.low, ours.high], theirs, atol=1e-9)


def test_large_groups_give_the_wald_interval() -> None:
    part, p0, p1 = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.5, 0.7]), np.array([0.25, 0.45, 0.7])
    n0, n1 = np.array([4e5, 3e5, 2e5]), np.array([5e5, 2e5, 1e5])
    result = within_interval(part, p0, n0, p1, n1)
    error = math.sqrt(part**2 @ (p0 * (1 - p0) / n0 + p1 * (1 - p1) / n1))
    assert float(result.within) == pytest.approx(part @ (p1 - p0))
    assert float(result.standard_error) == pytest.approx(error, rel=1e-4)
    limits = float(result.within) - 1.959964 * error, float(result.within) + 1.959964 * error
    np.testing.assert_allclose([result.low, result.high], limits, atol=1e-6)


def test_within_is_the_component_of_the_decomposition() -> None:
    p0, n0, p1, n1 = GROUPS
    parts = kitagawa(p0, n0, p1, n1)
    result = within_interval(parts.mean_part, p0, n0, p1, n1, 0.9)
    assert float(result.within) == pytest.approx(float(parts.within))
    assert -1 <= result.low < result.within < result.high <= 1


def test_groups_known_exactly_leave_no_uncertainty() -> None:
    result = within_interval([0.4, 0.6], [0.2, 0.6], np.inf, [0.3, 0.7], np.inf)
    np.testing.assert_allclose(result, [0.1, 0, 0.1, 0.1], atol=1e-15)


def test_a_group_without_a_part_may_be_empty_and_another_may_not() -> None:
    part, shares, n = [[0.5, 0.5, 0], [0.4, 0.3, 0.3]], [0.3, 0.4, np.nan], [40, 50, 0]
    result = np.array(within_interval(part, shares, n, [0.5, 0.5, 0.5], 60))
    np.testing.assert_array_equal(np.isnan(result), [[False, True]] * 4)
    # A share that stands beside an empty base is no share.
    assert np.isnan(within_interval([0.5, 0.5], [0.3, 0.4], [40, 0], [0.5, 0.5], 60)).all()


def test_a_group_of_one_has_an_interval_but_no_standard_error() -> None:
    result = within_interval([0.5, 0.5], [0.3, 1], [40, 1], [0.5, 0.5], 60)
    assert np.isnan(result.standard_error)
    assert result.low < result.within < result.high
    low, high = miettinen_nurminen(1, 1, 0.5, 60)
    assert result.within - result.low > (-0.5 - low) / 2
    assert result.high - result.within > (high + 0.5) / 2


def test_a_part_beyond_the_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="outside 0-1"):
        within_interval([30, 70], [0.3, 0.4], 40, [0.5, 0.5], 60)


# A share of a population from its groups


@pytest.mark.parametrize(
    ("ticked", "share", "standard_error", "total", "error_of_total"),
    [
        (GROWN, 0.827948011416, 0.0243447801131, 5128.30994797, 150.791566999),
        (AWARDED, 0.638936064051, 0.0344059179973, 3957.56995392, 213.110254631),
    ],
)
def test_shares_and_totals_agree_with_rs_survey_package(
    ticked: tuple[int, ...], share: float, standard_error: float, total: float, error_of_total: float
) -> None:
    """What R gives for `sch.wide == "Yes"` and, with `awards` in its place, for the second row.

    R: library(survey); data(api)
    R: d <- svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
    R: svymean(~I(sch.wide == "Yes"), d); svytotal(~I(sch.wide == "Yes"), d)
    """
    result = stratified_share(np.divide(ticked, SAMPLED), SAMPLED, SCHOOLS)
    assert float(result.share) == pytest.approx(share, abs=1e-6)
    assert float(result.standard_error) == pytest.approx(standard_error, abs=1e-6)
    assert float(result.share) * sum(SCHOOLS) == pytest.approx(total, rel=1e-6)
    assert float(result.standard_error) * sum(SCHOOLS) == pytest.approx(error_of_total, rel=1e-6)
    assert result.low < result.share < result.high


def test_the_standard_error_is_that_over_all_samples() -> None:
    """Every sample of 2 of 5 and 3 of 4: the variance is unbiased, and the share is the population's on average."""
    share, variance, probability = 0.0, 0.0, 0.0
    shares = []
    for k0, k1 in [(k0, k1) for k0 in range(3) for k1 in range(4)]:
        # 2 of the 5 and 1 of the 4 would tick.
        ways = math.comb(2, k0) * math.comb(3, 2 - k0) * math.comb(1, k1) * math.comb(3, 3 - k1) / (10 * 4)
        result = stratified_share([k0 / 2, k1 / 3], [2, 3], [5, 4])
        shares.append((ways, float(result.share)))
        share += ways * float(result.share)
        variance += ways * float(result.standard_error) ** 2
        probability += ways
    assert probability == pytest.approx(1)
    assert share == pytest.approx(3 / 9)
    assert variance == pytest.approx(sum(ways * (each - share) ** 2 for ways, each in shares))


def test_one_group_of_a_large_population_has_wilsons_interval() -> None:
    result = stratified_share([0.3], [150], [1e9])
    np.testing.assert_allclose([result.low, result.high], wilson(0.3, 149), atol=1e-6)


def test_large_groups_have_the_normal_interval() -> None:
    share, error, low, high = stratified_share([0.3, 0.6], [4e5, 3e5], [1e6, 2e6], 0.9)
    np.testing.assert_allclose([low, high], [share - 1.644854 * error, share + 1.644854 * error], atol=1e-6)


def test_a_population_that_all_answered_is_known() -> None:
    result = stratified_share([[0.3, 0.6, 1]], [10, 20, 1], [10, 20, 1])
    np.testing.assert_allclose(np.ravel(result), [16 / 31, 0, 16 / 31, 16 / 31], atol=1e-15)


def test_a_small_group_of_one_mind_is_not_taken_for_known() -> None:
    """5 of 400 said no, all 30 of the other 40 yes: the share is anywhere up to about one half."""
    result = stratified_share([0, 1], [5, 30], [400, 40])
    assert result.standard_error == 0
    assert float(result.low) == pytest.approx(40 / 440, abs=0.01)
    assert 0.4 < result.high < 0.6


@settings(max_examples=50)
@given(
    rows=st.lists(
        st.integers(2, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(n, 500))),
        min_size=1,
        max_size=5,
    )
)
def test_the_limits_enclose_the_share_and_mirror_that_of_the_others(rows: list[tuple[int, int, int]]) -> None:
    ticked, n, population = np.transpose(rows)
    result, others = stratified_share(ticked / n, n, population), stratified_share(1 - ticked / n, n, population)
    assert -1e-12 <= result.low <= result.share <= result.high <= 1 + 1e-12
    expected = [1 - others.share, others.standard_error, 1 - others.high, 1 - others.low]
    np.testing.assert_allclose(result, expected, atol=1e-9)


def test_missing_groups_leave_their_row_unknown_and_spoil_no_other() -> None:
    shares = np.array([[0.3, np.nan], [0.3, 0.5], [0.3, 0.5], [0.3, 0.5], [0.3, np.nan], [0.3, 0.5]])
    n = np.array([[20, 0], [20, 0], [20, np.nan], [20, 10], [20, 0], [20, 10]])
    population = np.array([[50, 40], [50, 40], [50, 40], [50, np.inf], [50, 0], [50, 40]])
    result = stratified_share(shares, n, population)
    np.testing.assert_array_equal(np.isnan(result), [[True, True, True, True, False, False]] * 4)
    alone = stratified_share([0.3], [20], [50])
    np.testing.assert_allclose([part[4] for part in result], alone)
    assert np.isnan(stratified_share([np.nan], [0], [0])).all()


def test_one_respondent_of_several_tells_the_share_alone() -> None:
    result = stratified_share([0.3, 1], [20, 1], [50, 40])
    assert float(result.share) == pytest.approx((0.3 * 50 + 40) / 90)
    assert np.isnan(result[1:]).all()


def test_effective_bases_need_not_be_whole() -> None:
    result = stratified_share([0.3, 0.5], [18.6, 1.4], [50, 1.6])
    assert np.isfinite(result).all()


def test_impossible_populations_are_refused() -> None:
    with pytest.raises(ValueError, match="above its population"):
        stratified_share([0.3, 0.5], [20, 41], [50, 40])
    with pytest.raises(ValueError, match="negative"):
        stratified_share([0.3, np.nan], [20, 0], [50, -1])
