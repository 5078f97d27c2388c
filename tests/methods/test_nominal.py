"""Tests of a nominal question, against published figures and SciPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from brobygger_cli.methods import change_tests, nominal

PUBLISHED = ((14, 10, 3, 2), (11, 7, 8, 4))

waves = st.integers(1, 7).flatmap(lambda k: st.tuples(*[st.lists(st.integers(0, 30), min_size=k, max_size=k)] * 2))


def test_pearson_and_cramers_v_match_the_published_figures() -> None:
    test = nominal.pearson(*PUBLISHED)
    assert (round(test.statistic, 3), test.df, round(test.p_value, 4)) == (3.813, 3, 0.2824)
    assert round(nominal.cramers_v(*PUBLISHED), 2) == 0.25
    assert round(nominal.cramers_v(*PUBLISHED), 3) == 0.254


@given(waves=waves)
def test_pearson_and_cramers_v_agree_with_scipy(waves: tuple[list[int], list[int]]) -> None:
    table = np.array(waves)
    table = table[:, table.sum(axis=0) > 0]
    assume(table.sum(axis=1).all() and table.shape[1] > 1)
    theirs = stats.chi2_contingency(table, correction=False)
    ours = nominal.pearson(*waves)
    assert ours.df == theirs.dof
    assert ours.statistic == pytest.approx(theirs.statistic, abs=1e-9)
    assert ours.p_value == pytest.approx(theirs.pvalue, abs=1e-9)
    assert nominal.cramers_v(*waves) == pytest.approx(stats.contingency.association(table), abs=1e-9)


@given(waves=waves)
def test_expected_low_follows_cochrans_rule(waves: tuple[list[int], list[int]]) -> None:
    table = np.array(waves)
    table = table[:, table.sum(axis=0) > 0]
    assume(table.sum(axis=1).all())
    expected = stats.contingency.expected_freq(table).ravel()
    # Two sums of products may land on either side of exactly 1 or 5.
    assume(np.abs(expected - 1).min() > 1e-9)
    assume(np.abs(expected - 5).min() > 1e-9)
    assert nominal.expected_low(*waves) == (expected.min() < 1 or 5 * np.sum(expected < 5) > len(expected))


def test_a_fifth_of_the_expected_counts_may_be_below_five() -> None:
    # Ten cells, of which the two of the last option are expected to hold 4.
    assert not nominal.expected_low((20, 20, 20, 20, 4), (20, 20, 20, 20, 4))
    assert nominal.expected_low((20, 20, 20, 4, 4), (20, 20, 20, 4, 4))


def test_an_option_that_nobody_chose_changes_nothing() -> None:
    assert nominal.nominal_test((14, 0, 10, 30), (11, 0, 7, 18)) == nominal.nominal_test((14, 10, 30), (11, 7, 18))


def test_a_full_table_is_tested_by_pearson() -> None:
    waves = (40, 30, 20), (25, 35, 30)
    assert nominal.nominal_test(*waves) == nominal.pearson(*waves)
    assert nominal.nominal_test(*waves).method == "pearson"


def test_a_sparse_table_is_tested_by_permutation_of_the_same_statistic() -> None:
    test = nominal.nominal_test(*PUBLISHED)
    assert test.method == "exact_permutation"
    assert test.statistic == nominal.pearson(*PUBLISHED).statistic
    assert math.isnan(test.df)
    theirs = stats.chi2_contingency(
        PUBLISHED, correction=False, method=stats.PermutationMethod(n_resamples=20_000, rng=1)
    )
    assert test.p_value == pytest.approx(theirs.pvalue, abs=0.013)


def test_a_question_with_two_options_is_tested_as_one_share() -> None:
    for yes0, n0, yes1, n1 in [(60, 150, 85, 140), (1, 20, 0, 30)]:
        share = change_tests.default_test(yes0, n0, yes1, n1)
        test = nominal.nominal_test((yes0, n0 - yes0), (yes1, n1 - yes1))
        assert test.p_value == share.p_value
        assert test.method == share.method


@settings(max_examples=20, deadline=None)
@given(waves=waves)
def test_swapping_the_waves_leaves_the_test_alone(waves: tuple[list[int], list[int]]) -> None:
    baseline, followup = waves
    test, swapped = nominal.nominal_test(baseline, followup), nominal.nominal_test(followup, baseline)
    assert swapped.method == test.method
    assert swapped[:3] == pytest.approx(test[:3], abs=1e-9, nan_ok=True)
    v = nominal.cramers_v(baseline, followup)
    assert nominal.cramers_v(followup, baseline) == pytest.approx(v, abs=1e-9, nan_ok=True)


def test_one_option_remaining_is_no_evidence() -> None:
    assert nominal.nominal_test((0, 2), (0, 3)) == (0, 0, 1, "pearson")
    assert nominal.cramers_v((0, 2), (0, 3)) == 0


@pytest.mark.parametrize("waves", [((0, 0), (3, 4)), ((3, 4), (0, 0)), ((0, 0), (0, 0))])
def test_an_empty_wave_has_no_test(waves: tuple[tuple[int, int], tuple[int, int]]) -> None:
    test = nominal.nominal_test(*waves)
    assert np.isnan(test[:3]).all()
    assert test.method == ""
    assert math.isnan(nominal.cramers_v(*waves))
    assert nominal.expected_low(*waves)


def test_waves_with_nothing_in_common_have_a_v_of_one() -> None:
    assert nominal.cramers_v((30, 0, 20), (0, 40, 0)) == pytest.approx(1)


def test_freeman_halton_matches_the_published_p() -> None:
    assert round(nominal.freeman_halton(*PUBLISHED).p_value, 5) == 0.30077


@pytest.mark.parametrize(
    ("baseline", "followup", "p_value"),
    [
        # R: fisher.test(rbind(c(3, 0, 2, 8), c(1, 5, 2, 1)))$p.value; the last is drawn here, so it is near
        ((3, 0, 2, 8), (1, 5, 2, 1), 0.00668650235213693),
        ((12, 3, 0), (4, 9, 1), 0.0129375972488471),
        ((40, 22, 11, 3, 1), (51, 12, 9, 0, 4), 0.0517204525323347),
    ],
)
def test_freeman_halton_agrees_with_r(baseline: tuple[int, ...], followup: tuple[int, ...], p_value: float) -> None:
    test = nominal.freeman_halton(baseline, followup)
    assert test.method == "freeman_halton"
    assert test.p_value == pytest.approx(p_value, rel=1e-6 if sum(baseline) < 20 else 0.02)


@given(waves=waves)
def test_freeman_halton_of_two_options_is_fisher_irwin(waves: tuple[list[int], list[int]]) -> None:
    baseline, followup = ([wave[0], sum(wave[1:])] for wave in waves)
    assume(sum(baseline) and sum(followup))
    theirs = change_tests.fisher_irwin(baseline[0], sum(baseline), followup[0], sum(followup)).p_value
    assert nominal.freeman_halton(baseline, followup).p_value == pytest.approx(float(theirs), rel=1e-6)


def test_nominal_test_is_freeman_haltons_where_shares_are_tested_by_fishers() -> None:
    test = nominal.nominal_test(*PUBLISHED, change_tests.fisher_irwin)
    assert test == nominal.freeman_halton(*PUBLISHED)
