"""Planning, against published figures, R, statsmodels and the exact power of the tests that it plans."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, hypergeom
from statsmodels.stats.proportion import power_proportions_2indep

from brobygger_cli.methods.change_tests import n_minus_1
from brobygger_cli.methods.planning import answers_needed, power_of_change, smallest_detectable_change
from brobygger_cli.methods.population import effective_n

shares = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.5, 1.0]))
bases = st.one_of(st.floats(1, 1e5), st.just(np.inf))


def test_the_smallest_detectable_change_matches_the_published_example_with_and_without_correction() -> None:
    without = smallest_detectable_change(0.4, 150, 140)
    corrected = smallest_detectable_change(0.4, *effective_n([150, 140], [231, 250]))
    # R, also for the fall: g <- function(p1, p0 = .4, n0 = 150, n1 = 140) { pb <- (n0 * p0 + n1 * p1) / (n0 + n1)
    #   abs(p1 - p0) - qnorm(.975) * sqrt(pb * (1 - pb) * (1 / n0 + 1 / n1)) -
    #     qnorm(.8) * sqrt(p0 * (1 - p0) / n0 + p1 * (1 - p1) / n1) }
    # uniroot(g, c(.4, 1), tol = 1e-12)$root - .4
    # uniroot(g, c(.4, 1), n0 = 150 * 230 / 81, n1 = 140 * 249 / 110, tol = 1e-12)$root - .4
    # uniroot(g, c(0, .4), tol = 1e-12)$root - .4
    fall = smallest_detectable_change(0.4, 150, 140, direction=-1)
    np.testing.assert_array_equal(np.round([without, corrected], 3), [0.164, 0.103])
    np.testing.assert_allclose([without, corrected, fall], [0.1638212105, 0.1031918766, -0.1534862565], atol=1e-9)


def test_the_smallest_detectable_change_matches_r_for_waves_of_one_size() -> None:
    # R: power.prop.test(n = 150, p1 = .4, power = .8)$p2
    assert smallest_detectable_change(0.4, 150, 150) == pytest.approx(0.5609920438 - 0.4, abs=1e-4)
    # R: power.prop.test(n = 60, p1 = .1, power = .9, sig.level = .01)$p2
    rise = smallest_detectable_change(0.1, 60, 60, alpha=0.01, power=0.9)
    assert rise == pytest.approx(0.3984036521 - 0.1, abs=1e-4)
    # R: power.prop.test(n = 25, p1 = 1e-12, power = .8, tol = 1e-12)$p2
    assert smallest_detectable_change(0, 25, 25) == pytest.approx(0.2604417095, abs=1e-9)


@pytest.mark.parametrize(
    ("n", "share0", "share1", "power"),
    [
        # R: power.prop.test(n = 150, p1 = .4, p2 = .55)$power and so on
        (150, 0.4, 0.55, 0.7417416351),
        (40, 0.1, 0.3, 0.6122388264),
        (500, 0.9, 0.87, 0.3178834337),
        (20, 0.5, 0.5, 0.025),
    ],
)
def test_power_matches_r_for_waves_of_one_size(n: int, share0: float, share1: float, power: float) -> None:
    assert power_of_change(share0, n, share1, n) == pytest.approx(power, abs=1e-9)


@pytest.mark.parametrize("alpha", [0.01, 0.05])
@pytest.mark.parametrize(
    ("share0", "n0", "share1", "n1"), [(0.4, 150, 0.55, 140), (0.1, 400, 0.2, 90), (0.7, 60, 0.5, 300)]
)
def test_power_matches_statsmodels_for_waves_of_two_sizes(
    share0: float, n0: int, share1: float, n1: int, alpha: float
) -> None:
    theirs = power_proportions_2indep(share0 - share1, share1, n0, n1 / n0, alpha, return_results=False)
    # They add the power of finding the opposite change.
    assert power_of_change(share0, n0, share1, n1, alpha) == pytest.approx(theirs, abs=1e-4)


def significant_rises(n0: float, n1: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which of all samples of 150 and 140 the N-1 test calls a rise when their shares count as of n0 and n1."""
    ticked0, ticked1 = np.indices((151, 141))
    p_value = n_minus_1(ticked0 / 150 * n0, n0, ticked1 / 140 * n1, n1).p_value
    return (p_value < 0.05) & (ticked1 / 140 > ticked0 / 150)


def test_power_is_near_the_exact_power_of_the_n_minus_1_test() -> None:
    ticked0, ticked1 = np.arange(151)[:, np.newaxis], np.arange(141)
    for share1 in (0.5, 0.5638, 0.65):
        probability = binom.pmf(ticked0, 150, 0.4) * binom.pmf(ticked1, 140, share1)
        exact = probability[significant_rises(150, 140)].sum()
        assert power_of_change(0.4, 150, share1, 140) == pytest.approx(exact, abs=0.01)


def test_power_in_a_finite_population_is_near_the_exact_power_of_draws_without_replacement() -> None:
    ticked0, ticked1 = np.arange(151)[:, np.newaxis], np.arange(141)
    n0, n1 = effective_n([150, 140], [231, 250])
    for tickers1 in (115, 125, 135):
        probability = hypergeom.pmf(ticked0, 231, 92, 150) * hypergeom.pmf(ticked1, 250, tickers1, 140)
        exact = probability[significant_rises(n0, n1)].sum()
        assert power_of_change(92 / 231, n0, tickers1 / 250, n1) == pytest.approx(exact, abs=0.02)


@given(share=shares, n0=bases, n1=bases, direction=st.sampled_from([1, -1]), power=st.sampled_from([0.5, 0.8, 0.95]))
def test_the_smallest_detectable_change_has_just_the_power_asked_for(
    share: float, n0: float, n1: float, direction: int, power: float
) -> None:
    change = float(smallest_detectable_change(share, n0, n1, 1 if direction == 1 else -1, power=power))
    end = 1.0 if direction == 1 else 0.0
    if np.isnan(change):
        assert share == end or power_of_change(share, n0, end, n1) < power
        return
    assert 0 <= direction * change <= abs(end - share)
    if abs(change) > 1e-6:
        larger, smaller = np.clip([share + change * (1 + 1e-6), share + change * (1 - 1e-6)], 0, 1)
        assert power_of_change(share, n0, larger, n1) >= power - 1e-9
        assert power_of_change(share, n0, smaller, n1) <= power + 1e-9


@given(share=st.integers(0, 64).map(lambda part: part / 64), n0=bases, n1=bases)
def test_a_fall_is_a_rise_of_those_who_do_not_tick(share: float, n0: float, n1: float) -> None:
    fall = smallest_detectable_change(share, n0, n1, direction=-1)
    np.testing.assert_allclose(smallest_detectable_change(1 - share, n0, n1), -fall, atol=1e-9)


@given(share0=shares, n0=bases, share1=shares, n1=bases)
def test_power_knows_no_order_of_waves(share0: float, n0: float, share1: float, n1: float) -> None:
    power = float(power_of_change(share0, n0, share1, n1))
    assert 0 <= power <= 1
    assert power_of_change(share1, n1, share0, n0) == pytest.approx(power, abs=1e-9)


def test_two_shares_known_exactly_leave_no_change_unfound() -> None:
    assert smallest_detectable_change(0.4, np.inf, np.inf) == pytest.approx(0, abs=1e-12)
    np.testing.assert_array_equal(power_of_change(0.4, np.inf, [0.4, 0.41], np.inf), [0, 1])


def test_a_wave_known_exactly_leaves_the_other_ones_error() -> None:
    # The closed form of one sample against a known share.
    change = float(smallest_detectable_change(0.4, np.inf, 140))
    share = 0.4 + change
    error_unchanged, error_changed = np.sqrt(0.24 / 140), np.sqrt(share * (1 - share) / 140)
    assert change == pytest.approx(1.959963985 * error_unchanged + 0.841621234 * error_changed, abs=1e-8)


def test_where_nothing_varies_a_change_is_certain_to_be_found_or_to_be_missed() -> None:
    np.testing.assert_array_equal(
        power_of_change([0, 0, 0, 1], [50, 1, 50, 50], [1, 1, 0, 0], [50, 1, 50, 50]), [1, 0, 0, 1]
    )


def test_a_share_without_room_or_waves_too_small_have_no_detectable_change() -> None:
    assert np.isnan(smallest_detectable_change([1, 0.97, 0.5], [150, 20, 2], [140, 20, 2])).all()
    assert np.isnan(smallest_detectable_change([0, 0.03], [150, 20], [140, 20], direction=-1)).all()


def test_the_answers_needed_match_r_where_both_waves_turn_out_of_one_size() -> None:
    # R: power.prop.test(p1 = .4, p2 = .5, power = .8)$n is 387.3385, so that 387 are too few.
    np.testing.assert_array_equal(answers_needed(0.4, [388, 387], 0.1), [387, 388])
    # R: power.prop.test(p1 = .1, p2 = .05, power = .9, sig.level = .01)$n is 823.3305.
    needed = answers_needed(0.1, 824, -0.05, alpha=0.01, power=0.9)
    assert 821 <= needed <= 824


@given(
    share=shares,
    n0=bases,
    change=st.integers(-1000, 1000).map(lambda thousandths: thousandths / 1000),
    people=st.one_of(st.integers(1, 5000), st.just(np.inf)),
    power=st.sampled_from([0.5, 0.8, 0.9]),
)
def test_the_answers_needed_suffice_and_one_fewer_does_not(
    share: float, n0: float, change: float, people: float, power: float
) -> None:
    needed = float(answers_needed(share, n0, change, people, power=power))
    followup = share + change
    if not 0 <= followup <= 1 or followup == share:
        assert np.isnan(needed)
        return

    def power_with(answers: float) -> float:
        return float(power_of_change(share, n0, followup, effective_n(answers, people)))

    if np.isnan(needed):
        assert power_with(people) <= power + 1e-9
        return
    assert needed == round(needed)
    assert 1 <= needed <= people
    assert power_with(needed) >= power - 1e-9
    if needed > 1:
        assert power_with(needed - 1) <= power + 1e-9


def test_a_finite_population_needs_fewer_answers_and_never_more_than_it_has_people() -> None:
    n0 = float(effective_n(150, 231))
    needed = answers_needed(0.4, n0, 0.103, [250, 100_000, np.inf])
    assert needed[0] < needed[1] <= needed[2]
    assert answers_needed(0.4, n0, 0.103, 250) == 141
    assert answers_needed(0.4, np.inf, 0.0001, 250) == 250


def test_no_number_of_answers_makes_up_for_too_small_a_baseline() -> None:
    assert np.isnan(answers_needed(0.4, 20, 0.1, [np.inf, 250])).all()


def test_an_impossible_change_needs_no_number_of_answers() -> None:
    assert np.isnan(answers_needed([0.97, 0.03, 0.4], 150, [0.05, -0.05, 0])).all()
    assert answers_needed(0.7, 1e4, 0.1 + 0.2) > 0


def test_what_is_not_known_plans_nothing_and_spoils_no_other_row() -> None:
    nan = np.nan
    share, n0, n1 = [nan, 0.4, 0.4, 0.4, 0.4], [150, 0, nan, 150, 150], [140, 140, 140, 0, 140]
    expected = [True] * 4 + [False]
    np.testing.assert_array_equal(np.isnan(smallest_detectable_change(share, n0, n1)), expected)
    np.testing.assert_array_equal(np.isnan(power_of_change(share, n0, 0.6, n1)), expected)
    needed = answers_needed(
        [nan, 0.4, 0.4, 0.4, 0.4], [150, 0, 150, 150, 150], [0.2, 0.2, nan, 0.2, 0.2], [250, 250, 250, nan, 250]
    )
    np.testing.assert_array_equal(np.isnan(needed), expected)
    assert np.isnan(answers_needed(0.4, 150, 0.2, 0))


@pytest.mark.parametrize("power", [0.2, 1, 80])
def test_a_power_in_percent_or_below_an_even_chance_is_refused(power: float) -> None:
    with pytest.raises(ValueError, match="power"):
        smallest_detectable_change(0.4, 150, 140, power=power)
    with pytest.raises(ValueError, match="power"):
        answers_needed(0.4, 150, 0.2, power=power)


def test_percentages_and_levels_off_the_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="percentage"):
        smallest_detectable_change(40, 150, 140)
    with pytest.raises(ValueError, match="percentage"):
        power_of_change(0.4, 150, 56, 140)
    with pytest.raises(ValueError, match="between 0 and 1"):
        answers_needed(0.4, 150, 0.2, alpha=5)


def test_a_direction_is_up_or_down() -> None:
    with pytest.raises(ValueError, match="direction"):
        smallest_detectable_change(0.4, 150, 140, direction=0)  # type: ignore[arg-type]
