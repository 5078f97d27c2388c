"""Those who did not answer, against published figures, R and every way in which they could have answered."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brobygger_cli.methods.nonresponse import change_bounds, share_bounds, tipping_difference, tipping_share

Wave = tuple[int, int, int]

# Ticked, answered, did not answer.
F = ((60, 150, 81), (85, 140, 110))


def waves(most: int) -> st.SearchStrategy[Wave]:
    return st.integers(1, most).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(0, most)))


def test_bounds_and_tipping_point_match_the_published_example() -> None:
    (count0, n0, unknown0), (count1, n1, unknown1) = F
    low, high = share_bounds([count0, count1], [n0, n1], [unknown0, unknown1])
    np.testing.assert_array_equal(np.round([low, high], 4), [[0.2597, 0.34], [0.6104, 0.78]])
    np.testing.assert_array_equal(np.round(change_bounds(*F[0], *F[1]), 4), [-0.2704, 0.5203])
    assert round(float(tipping_share(count0 / n0, count1 / n1, n1, unknown1)), 3) == 0.136


@given(baseline=waves(6), followup=waves(6))
def test_bounds_are_the_ends_of_every_way_to_have_answered(baseline: Wave, followup: Wave) -> None:
    shares = [
        [(count + ticking) / (n + unknown) for ticking in range(unknown + 1)]
        for count, n, unknown in (baseline, followup)
    ]
    changes = [share1 - share0 for share0 in shares[0] for share1 in shares[1]]
    np.testing.assert_array_equal(share_bounds(*baseline), [min(shares[0]), max(shares[0])])
    np.testing.assert_array_equal(change_bounds(*baseline, *followup), [min(changes), max(changes)])


@given(baseline=waves(300), followup=waves(300))
def test_the_tipping_share_makes_both_waves_shares_equal(baseline: Wave, followup: Wave) -> None:
    share0, (count1, n1, unknown1) = baseline[0] / baseline[1], followup
    tipping = float(tipping_share(share0, count1 / n1, n1, unknown1))
    if unknown1 == 0:
        assert np.isnan(tipping)
    else:
        assert (count1 + tipping * unknown1) / (n1 + unknown1) == pytest.approx(share0, abs=1e-12)


def test_a_tipping_share_off_the_scale_is_not_hidden() -> None:
    np.testing.assert_allclose(tipping_share([0.2, 0.8], [0.8, 0.2], 100, 50), [-1, 2])


@pytest.mark.parametrize(
    ("baseline", "followup", "difference"),
    [
        # R: d <- function(c0, n0, u0, c1, n1, u1) { p0 <- c0 / n0; p1 <- c1 / n1; w0 <- u0 / (n0 + u0)
        #      w1 <- u1 / (n1 + u1); m0 <- if (p1 > p0) 1 - p0 else p0; m1 <- if (p1 > p0) p1 else 1 - p1
        #      uniroot(function(d) w0 * min(d, m0) + w1 * min(d, m1) - abs(p1 - p0), c(0, 1), tol = 1e-13)$root }
        (F[0], F[1], 0.2619908016),
        ((2, 50, 100), (40, 60, 30), 0.6266666667),
        ((40, 60, 30), (2, 50, 100), 0.6266666667),
        ((45, 50, 60), (20, 40, 70), 0.3384615385),
    ],
)
def test_the_tipping_difference_matches_r(baseline: Wave, followup: Wave, difference: float) -> None:
    assert tipping_difference(*baseline, *followup) == pytest.approx(difference, abs=1e-9)


def reach(wave: Wave, difference: float) -> tuple[float, float]:
    """The shares a wave can have when its others differ from its respondents by at most this."""
    count, n, unknown = wave
    others = max(0.0, count / n - difference), min(1.0, count / n + difference)
    return (count + unknown * others[0]) / (n + unknown), (count + unknown * others[1]) / (n + unknown)


def gap_between(baseline: Wave, followup: Wave, difference: float) -> float:
    """How far apart the two waves stay at the nearest; not above 0 where they can meet."""
    (low0, high0), (low1, high1) = reach(baseline, difference), reach(followup, difference)
    return max(low1 - high0, low0 - high1)


@given(baseline=waves(300), followup=waves(300))
@example(baseline=(0, 5, 5), followup=(10, 10, 0))
@example(baseline=(0, 5, 0), followup=(10, 10, 7))
@example(baseline=(0, 5, 5), followup=(5, 5, 5))
@example(baseline=(2, 5, 0), followup=(4, 10, 0))
@example(baseline=(0, 1, 2), followup=(2, 2, 1))
def test_the_tipping_difference_is_the_smallest_at_which_the_waves_can_meet(baseline: Wave, followup: Wave) -> None:
    difference = float(tipping_difference(*baseline, *followup))
    if np.isinf(difference):
        assert gap_between(baseline, followup, 1) > 0
        return
    assert 0 <= difference <= 1
    assert gap_between(baseline, followup, difference) <= 1e-12
    if difference > 0:
        assert gap_between(baseline, followup, difference * 0.999 - 1e-9) > 0


def test_the_tipping_difference_is_the_least_of_every_pair_of_differences() -> None:
    """A grid over the baseline's difference, with the follow-up's that makes up for it."""
    for count0, n0, unknown0, count1, n1, unknown1 in [(60, 150, 81, 85, 140, 110), (45, 50, 60, 20, 40, 70)]:
        share0, share1 = count0 / n0, count1 / n1
        weight0, weight1 = unknown0 / (n0 + unknown0), unknown1 / (n1 + unknown1)
        difference0 = np.linspace(-share0, 1 - share0, 200_001)
        difference1 = (share0 + weight0 * difference0 - share1) / weight1
        possible = (difference1 >= -share1) & (difference1 <= 1 - share1)
        least = np.maximum(np.abs(difference0), np.abs(difference1))[possible].min()
        assert tipping_difference(count0, n0, unknown0, count1, n1, unknown1) == pytest.approx(least, abs=1e-5)


@given(baseline=waves(60), followup=waves(60))
def test_no_difference_undoes_a_change_exactly_where_the_bounds_exclude_none(baseline: Wave, followup: Wave) -> None:
    low, high = change_bounds(*baseline, *followup)
    assert np.isinf(tipping_difference(*baseline, *followup)) == (low > 0 or high < 0)


@given(baseline=waves(300), followup=waves(300))
def test_the_tipping_difference_knows_no_order_of_waves_and_no_side_of_a_question(
    baseline: Wave, followup: Wave
) -> None:
    difference = tipping_difference(*baseline, *followup)
    assert tipping_difference(*followup, *baseline) == pytest.approx(difference)
    others = [(n - count, n, unknown) for count, n, unknown in (baseline, followup)]
    # Looser than a last digit: a gap of 0 on paper is divided by the weight of few.
    assert tipping_difference(*others[0], *others[1]) == pytest.approx(difference, abs=1e-9)


def test_no_change_needs_no_difference_even_where_all_answered() -> None:
    np.testing.assert_array_equal(tipping_difference(20, 50, [0, 30], 40, 100, [0, 30]), [0, 0])


def test_where_all_answered_the_bounds_are_the_shares() -> None:
    np.testing.assert_array_equal(share_bounds(60, 150, 0), [0.4, 0.4])
    np.testing.assert_allclose(change_bounds(60, 150, 0, 85, 140, 0), [85 / 140 - 0.4] * 2)
    assert tipping_difference(60, 150, 0, 85, 140, 0) == np.inf


def test_weighted_counts_need_not_be_whole_and_may_miss_their_base_by_rounding() -> None:
    np.testing.assert_allclose(share_bounds(30.5, 62.25, 10.5), [30.5 / 72.75, 41 / 72.75])
    np.testing.assert_array_equal(share_bounds(30 * (1 + 1e-15), 30, 10), [0.75, 1])


@pytest.mark.parametrize("row", [(0, 0, 81), (60, 150, np.nan), (np.nan, 150, 81), (60, np.nan, 81), (60, 150, np.inf)])
def test_what_is_not_known_bounds_nothing_and_spoils_no_other_row(row: tuple[float, float, float]) -> None:
    count, n, unknown = np.transpose([row, F[0]])
    np.testing.assert_array_equal(np.isnan(share_bounds(count, n, unknown)), [[True, False]] * 2)
    for bounds in (change_bounds(count, n, unknown, *F[1]), change_bounds(*F[1], count, n, unknown)):
        np.testing.assert_array_equal(np.isnan(bounds), [[True, False]] * 2)
    np.testing.assert_array_equal(np.isnan(tipping_difference(count, n, unknown, *F[1])), [True, False])
    np.testing.assert_array_equal(np.isnan(tipping_difference(*F[1], count, n, unknown)), [True, False])


def test_an_unknown_share_or_an_unknown_number_of_others_has_no_tipping_share() -> None:
    tipping = tipping_share([0.4, np.nan, 0.4, 0.4, 0.4], [np.nan, 0.6, 0.6, 0.6, 0.6], 140, [9, 9, np.nan, 0, np.inf])
    assert np.isnan(tipping).all()
    assert np.isnan(tipping_share(0.4, 0.6, 0, 9))


@pytest.mark.parametrize(
    ("row", "message"), [((160, 150, 81), "count above its base"), ((60, -1, 81), "base"), ((60, 150, -1), "answer")]
)
def test_what_no_wave_can_hold_is_refused(row: Wave, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        share_bounds(*row)
    with pytest.raises(ValueError, match=message):
        change_bounds(*F[0], *row)
    with pytest.raises(ValueError, match=message):
        tipping_difference(*row, *F[1])


def test_a_tipping_share_of_percentages_or_of_fewer_than_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="percentage"):
        tipping_share(40, 0.6, 140, 110)
    with pytest.raises(ValueError, match="answer"):
        tipping_share(0.4, 0.6, 140, -110)
