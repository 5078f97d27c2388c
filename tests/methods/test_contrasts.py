"""Differences between changes, against their definition, a regression, and the test of one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.methods import contrasts
from brobygger_cli.methods.change_intervals import miettinen_nurminen, newcombe
from brobygger_cli.methods.change_tests import n_minus_1
from brobygger_cli.methods.contrasts import TwoWaves, difference_of_changes
from brobygger_cli.methods.share_intervals import wilson

if TYPE_CHECKING:
    from brobygger_cli.methods.arrays import FloatArray

PUPILS, STAFF = TwoWaves(0.40, 150, 0.45, 140), TwoWaves(0.30, 60, 0.62, 50)

cell = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
# Many rows an example, as a row alone takes as long as hundreds together.
groups = st.lists(st.tuples(cell, cell, cell, cell), min_size=1, max_size=30).map(
    lambda rows: (two_waves([row[:2] for row in rows]), two_waves([row[2:] for row in rows]))
)


def two_waves(rows: list[tuple[tuple[int, int], tuple[int, int]]]) -> TwoWaves:
    """Rows of (ticked, base) in both waves as shares."""
    ticked, n = np.moveaxis(np.array(rows), 2, 0)
    return TwoWaves(ticked[:, 0] / n[:, 0], n[:, 0], ticked[:, 1] / n[:, 1], n[:, 1])


def backwards(group: TwoWaves) -> TwoWaves:
    """The waves swapped."""
    return TwoWaves(group.share_followup, group.n_followup, group.share_baseline, group.n_baseline)


def others(group: TwoWaves) -> TwoWaves:
    """Those who did not tick."""
    return group._replace(
        share_baseline=1 - np.asarray(group.share_baseline), share_followup=1 - np.asarray(group.share_followup)
    )


def wald(a: TwoWaves, b: TwoWaves) -> tuple[float, float]:
    """The difference and its standard error from the observed variances."""
    cells = np.array([[*a], [*b]], dtype=float)
    shares, n = cells[:, ::2], cells[:, 1::2]
    change = shares[:, 1] - shares[:, 0]
    return float(change[1] - change[0]), float(np.sqrt((shares * (1 - shares) / n).sum()))


def test_the_limits_square_and_add_the_distances_of_both_groups() -> None:
    """Zou & Donner's (2008) formula with Wilson intervals, written out for four shares."""
    ends = [wilson(share, n) for share, n in ((0.40, 150), (0.45, 140), (0.30, 60), (0.62, 50))]
    (l1, u1), (l2, u2), (l3, u3), (l4, u4) = [(float(low), float(high)) for low, high in ends]
    below = (0.62 - l4) ** 2 + (u3 - 0.30) ** 2 + (u2 - 0.45) ** 2 + (0.40 - l1) ** 2
    above = (u4 - 0.62) ** 2 + (0.30 - l3) ** 2 + (0.45 - l2) ** 2 + (u1 - 0.40) ** 2
    difference, low, high = difference_of_changes(PUPILS, STAFF, interval=newcombe)
    assert float(difference) == pytest.approx(0.27)
    assert float(low) == pytest.approx(0.27 - below**0.5)
    assert float(high) == pytest.approx(0.27 + above**0.5)


def test_large_groups_give_the_wald_interval_and_test() -> None:
    a, b = TwoWaves(0.40, 150e4, 0.45, 140e4), TwoWaves(0.30, 60e4, 0.302, 50e4)
    difference, standard_error = wald(a, b)
    np.testing.assert_allclose(
        difference_of_changes(a, b),
        [difference, difference - 1.959964 * standard_error, difference + 1.959964 * standard_error],
        atol=1e-6,
    )
    small = b._replace(share_followup=0.352)
    difference, standard_error = wald(a, small)
    test = contrasts.test_of_difference(a, small)
    assert float(test.statistic) == pytest.approx(difference / standard_error, rel=1e-3)


@pytest.mark.filterwarnings("ignore:The Identity link")
def test_large_groups_agree_with_the_interaction_of_a_regression() -> None:
    """A binomial model with identity link: its interaction is the difference of changes."""
    ticked, n = np.array([8_000, 6_480, 3_060, 2_700]), np.array([20_000, 16_000, 9_000, 7_500])
    followup, group = np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1])
    design = np.stack([np.ones(4), followup, group, followup * group], axis=1)
    model = sm.GLM(
        np.repeat([1, 0], 4),
        np.concatenate([design, design]),
        family=sm.families.Binomial(link=sm.families.links.Identity()),
        freq_weights=np.concatenate([ticked, n - ticked]),
    ).fit()
    share = ticked / n
    a, b = TwoWaves(share[0], n[0], share[1], n[1]), TwoWaves(share[2], n[2], share[3], n[3])
    difference, low, high = difference_of_changes(a, b)
    assert float(difference) == pytest.approx(model.params[3], abs=1e-8)
    np.testing.assert_allclose([low, high], model.conf_int()[3], atol=2e-4)
    test = contrasts.test_of_difference(a, b)
    assert float(test.statistic) == pytest.approx(model.tvalues[3], abs=1e-3)
    assert float(test.p_value) == pytest.approx(model.pvalues[3], abs=1e-3)


@settings(max_examples=6)
@given(pair=groups, alpha=st.sampled_from([0.01, 0.05, 0.1, 0.3]))
def test_the_interval_excludes_zero_exactly_when_the_test_rejects(
    pair: tuple[TwoWaves, TwoWaves], alpha: float
) -> None:
    p_value = contrasts.test_of_difference(*pair).p_value
    _, low, high = difference_of_changes(*pair, 1 - alpha)
    clear = np.abs(p_value - alpha) > 1e-9
    np.testing.assert_array_equal(((low > 0) | (high < 0))[clear], (p_value < alpha)[clear])


def test_a_limit_is_zero_at_the_confidence_of_p() -> None:
    p_value = float(contrasts.test_of_difference(PUPILS, STAFF).p_value)
    assert 0.001 < p_value < 0.05
    assert float(difference_of_changes(PUPILS, STAFF, 1 - p_value)[1]) == pytest.approx(0, abs=1e-12)
    p_value = float(contrasts.test_of_difference(STAFF, PUPILS).p_value)
    assert float(difference_of_changes(STAFF, PUPILS, 1 - p_value)[2]) == pytest.approx(0, abs=1e-12)


def mirrored(triple: tuple[FloatArray, FloatArray, FloatArray]) -> list[FloatArray]:
    difference, low, high = triple
    return [-difference, -high, -low]


@settings(max_examples=5)
@given(pair=groups)
def test_swapping_groups_waves_or_answers_turns_the_sign(pair: tuple[TwoWaves, TwoWaves]) -> None:
    a, b = pair
    expected = mirrored(difference_of_changes(a, b))
    test = contrasts.test_of_difference(a, b)
    for swapped in ((b, a), (backwards(a), backwards(b)), (others(a), others(b))):
        np.testing.assert_allclose(difference_of_changes(*swapped), expected, atol=1e-9)
        other = contrasts.test_of_difference(*swapped)
        np.testing.assert_allclose(other.p_value, test.p_value, atol=1e-9)
        np.testing.assert_allclose(other.statistic, -test.statistic, atol=1e-6)


@settings(max_examples=6)
@given(pair=groups)
def test_the_limits_enclose_the_difference_and_its_sign_is_that_of_z(pair: tuple[TwoWaves, TwoWaves]) -> None:
    difference, low, high = difference_of_changes(*pair)
    assert np.all((low >= -2) & (low <= difference) & (high >= difference) & (high <= 2))
    np.testing.assert_array_equal(np.sign(contrasts.test_of_difference(*pair).statistic), np.sign(difference))


@settings(max_examples=6)
@given(pair=groups)
def test_against_a_group_known_not_to_change_the_test_is_n_minus_1(pair: tuple[TwoWaves, TwoWaves]) -> None:
    known, group = TwoWaves(0.25, np.inf, 0.25, np.inf), pair[0]
    share0, n0, share1, n1 = map(np.asarray, group)
    theirs = n_minus_1(share0 * n0, n0, share1 * n1, n1)
    ours = contrasts.test_of_difference(known, group)
    np.testing.assert_allclose(ours.statistic**2, theirs.statistic, atol=1e-6)
    np.testing.assert_allclose(difference_of_changes(known, group)[1:], miettinen_nurminen(*group), atol=1e-12)


@pytest.mark.parametrize("wave", [1, 3])
def test_an_infinite_base_is_the_limit_of_large_ones(wave: int) -> None:
    tests, limits = [], []
    for base in (1e9, np.inf):
        known = TwoWaves(*[base if place == wave else part for place, part in enumerate(PUPILS)])
        tests.append(float(contrasts.test_of_difference(known, STAFF).statistic))
        limits.append(difference_of_changes(known, STAFF))
    assert tests[0] == pytest.approx(tests[1], abs=1e-4)
    np.testing.assert_allclose(limits[0], limits[1], atol=1e-5)


def test_what_is_known_of_everybody_differs_beyond_doubt_or_not_at_all() -> None:
    a, b = TwoWaves(0.5, np.inf, 0.75, np.inf), TwoWaves(0.25, np.inf, [0.75, 0.5, 0.25], np.inf)
    test = contrasts.test_of_difference(a, b)
    np.testing.assert_array_equal(test.statistic, [np.inf, 0, -np.inf])
    np.testing.assert_array_equal(test.p_value, [0, 1, 0])


def test_the_same_change_is_no_evidence_however_little_the_variance() -> None:
    nobody, everybody = TwoWaves(0, 20, 0, 30), TwoWaves(1, 9, 1, 8)
    test = contrasts.test_of_difference(nobody, everybody)
    assert (float(test.statistic), float(test.p_value), str(test.method)) == (0, 1, "mover")


def test_the_largest_difference_there_is_has_a_limit_inside_the_scale() -> None:
    a, b = TwoWaves(1, 5, 0, 5), TwoWaves(0, 5, 1, 5)
    difference, low, high = difference_of_changes(a, b)
    assert float(difference) == float(high) == 2
    assert 0 < low < 2
    assert 0 < contrasts.test_of_difference(a, b).p_value < 1e-3


def test_a_missing_wave_of_either_group_leaves_its_row_unknown_and_spoils_no_other() -> None:
    a = TwoWaves([0.4, np.nan, 0.4, 0.4, 0.4], [150, 150, 0, 150, 150], 0.45, [140, 140, 140, np.nan, 140])
    b = TwoWaves(0.3, 60, 0.62, [50, 50, 50, 50, 0])
    test = contrasts.test_of_difference(a, b)
    unknown = [False, True, True, True, True]
    for part in (*difference_of_changes(a, b), test.statistic, test.p_value):
        np.testing.assert_array_equal(np.isnan(part), unknown)
    np.testing.assert_array_equal(test.method == "", unknown)
    assert np.isnan(test.df).all()


def test_rows_computed_together_equal_rows_computed_alone() -> None:
    rng = np.random.default_rng(3)
    shares, n = rng.random((4, 20)), rng.integers(1, 200, (4, 20))
    a, b = TwoWaves(shares[0], n[0], shares[1], n[1]), TwoWaves(shares[2], n[2], shares[3], n[3])
    together = contrasts.test_of_difference(a, b).statistic
    for row in range(20):
        one_a, one_b = (TwoWaves(*[part[row] for part in group]) for group in (a, b))  # type: ignore[index]
        assert float(contrasts.test_of_difference(one_a, one_b).statistic) == pytest.approx(together[row], abs=1e-12)
