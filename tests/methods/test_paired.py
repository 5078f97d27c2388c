"""Methods for pairs, against published figures, R, SciPy, statsmodels and exact fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from brobygger_cli.methods import change_intervals
from brobygger_cli.methods.paired import PairedTest, mcnemar_exact, mcnemar_mid_p, newcombe_paired, partly_paired, phi

# Airway hyper-responsiveness before and after stem cell transplantation (Bentur et al. 2009), complete response
# before and after consolidation therapy (Cavo et al. 2012): both ticked, only before, only after, neither. The
# figures are those of Fagerland, Lydersen & Laake (2017), chapter 8, who subtract the other way round.
AIRWAYS = (1, 1, 7, 12)
RESPONSE = (59, 6, 16, 80)
# Derrick et al. (2015): pairs, then how many of the singles ticked in each wave.
PARTLY = (8, 1, 3, 3, 5, 9, 6, 6)

tables = st.tuples(*[st.integers(0, 40)] * 4).filter(any)
partly_tables = st.tuples(
    *[st.integers(0, 20)] * 4,
    st.integers(0, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(0, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
).map(lambda drawn: (*drawn[:4], *drawn[4], *drawn[5]))


def answers(table: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """Every pair's answer in the baseline and in the follow-up, 1 for ticked."""
    both, lost, gained, neither = table[:4]
    return (
        [1] * (both + lost) + [0] * (gained + neither),
        [1] * both + [0] * lost + [1] * gained + [0] * neither,
    )


@pytest.mark.parametrize(("table", "exact", "mid_p"), [(AIRWAYS, 0.070312, 0.039062), (RESPONSE, 0.052479, 0.034690)])
def test_mcnemar_matches_the_published_examples(table: tuple[int, ...], exact: float, mid_p: float) -> None:
    assert float(mcnemar_exact(table[1], table[2]).p_value) == pytest.approx(exact, abs=6e-7)
    assert float(mcnemar_mid_p(table[1], table[2]).p_value) == pytest.approx(mid_p, abs=6e-7)


@pytest.mark.parametrize(
    ("table", "published"), [(AIRWAYS, (-0.5069, -0.0256)), (RESPONSE, (-0.1186, -0.0046))], ids=["airways", "response"]
)
def test_newcombe_matches_the_published_examples(table: tuple[int, ...], published: tuple[float, float]) -> None:
    low, high = newcombe_paired(*table)
    assert (round(-float(high), 4), round(-float(low), 4)) == published


def test_derricks_test_matches_the_published_example() -> None:
    test = partly_paired(*PARTLY)
    assert round(float(test.statistic), 4) == 1.9367  # the second wave is the higher one
    assert round(float(test.p_value), 4) == 0.0528
    assert test.method == "derrick_z8"
    assert np.isnan(test.df)


@given(lost=st.integers(0, 300), gained=st.integers(0, 300))
def test_mcnemars_exact_test_is_the_binomial_test_of_scipy(lost: int, gained: int) -> None:
    expected = stats.binomtest(lost, lost + gained).pvalue if lost + gained else 1
    assert float(mcnemar_exact(lost, gained).p_value) == pytest.approx(expected, rel=1e-9)


@given(lost=st.integers(0, 60), gained=st.integers(0, 60))
def test_mid_p_agrees_with_exact_fractions(lost: int, gained: int) -> None:
    n = lost + gained
    ways = [math.comb(n, k) for k in range(n + 1)]
    seen = ways[lost]
    doubled = sum(2 * way if way < seen else way for way in ways if way <= seen)
    expected = float(Fraction(doubled, 2 ** (n + 1))) if n else 1
    assert float(mcnemar_mid_p(lost, gained).p_value) == pytest.approx(expected, rel=1e-9)


def test_mcnemar_of_hundreds_of_thousands_agrees_with_r() -> None:
    # Rscript -e 'print(binom.test(300000, 602000)$p.value, digits = 12)'
    assert float(mcnemar_exact(300_000, 302_000).p_value) == pytest.approx(0.00998323430874, rel=1e-8)
    # Rscript -e 'print(2 * pbinom(40, 100, .5) - dbinom(40, 100, .5), digits = 12)'
    assert float(mcnemar_mid_p(40, 60).p_value) == pytest.approx(0.0460440669293, rel=1e-9)


@pytest.mark.parametrize("test", [mcnemar_mid_p, mcnemar_exact])
def test_nobody_changed_is_no_evidence_and_swapping_the_waves_leaves_p_alone(test: PairedTest) -> None:
    assert test(0, 0).p_value == 1
    assert test(3, 3).p_value <= 1
    np.testing.assert_array_equal(test([1, 5, 9], [4, 5, 2]).p_value, test([4, 5, 2], [1, 5, 9]).p_value)


@pytest.mark.parametrize("test", [mcnemar_mid_p, mcnemar_exact])
def test_mcnemar_of_rows_with_nothing_known_names_no_test(test: PairedTest) -> None:
    outcome = test([np.nan, 2, 2], [3, np.nan, 3])
    np.testing.assert_array_equal(np.isnan(outcome.p_value), [True, True, False])
    np.testing.assert_array_equal(outcome.method == "", [True, True, False])
    assert np.isnan(outcome.statistic).all()
    assert np.isnan(outcome.df).all()


def test_effective_counts_are_rounded_to_people_for_mcnemar() -> None:
    assert mcnemar_mid_p(1.3, 6.8).p_value == mcnemar_mid_p(1, 7).p_value


def test_arguments_of_any_shape_are_broadcast() -> None:
    test = mcnemar_mid_p(np.arange(4)[:, np.newaxis], np.arange(3))
    assert test.p_value.shape == test.method.shape == test.df.shape == (4, 3)
    low, high = newcombe_paired(np.arange(4)[:, np.newaxis], 2, np.arange(3), 5)
    assert low.shape == high.shape == (4, 3)
    assert partly_paired(np.arange(4)[:, np.newaxis], 2, 1, 5, np.arange(3), 5, 1, 3).p_value.shape == (4, 3)


def test_negative_counts_and_counts_above_their_base_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        mcnemar_mid_p(-1, 3)
    with pytest.raises(ValueError, match="negative"):
        newcombe_paired(1, 2, 3, -4)
    with pytest.raises(ValueError, match="above its base"):
        partly_paired(1, 2, 3, 4, 6, 5, 1, 5)


@given(table=tables, confidence=st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_newcombe_squares_and_adds_wilson_limits_with_their_correlation(
    table: tuple[int, int, int, int], confidence: float
) -> None:
    both, lost, gained, neither = table
    n = sum(table)
    before, after = answers(table)
    varies = len(set(before)) == 2 and len(set(after)) == 2
    phi = float(np.corrcoef(before, after)[0, 1]) if varies else 0.0
    product = both * neither - lost * gained
    if product > 0:
        phi *= max(0.0, 1 - n / 2 / product)
    shares = np.mean(before), np.mean(after)
    (low0, high0), (low1, high1) = (
        proportion_confint(sum(wave), n, 1 - confidence, method="wilson") for wave in (before, after)
    )
    change = shares[1] - shares[0]
    down, up = (shares[1] - low1, high0 - shares[0]), (high1 - shares[1], shares[0] - low0)
    low, high = newcombe_paired(*table, confidence)
    assert (change - low) ** 2 == pytest.approx(down[0] ** 2 + down[1] ** 2 - 2 * phi * down[0] * down[1], abs=1e-9)
    assert (high - change) ** 2 == pytest.approx(up[0] ** 2 + up[1] ** 2 - 2 * phi * up[0] * up[1], abs=1e-9)


@given(table=tables)
def test_newcombe_holds_the_change_stays_on_its_scale_and_turns_with_the_waves(
    table: tuple[int, int, int, int],
) -> None:
    both, lost, gained, neither = table
    low, high = newcombe_paired(*table)
    change = (gained - lost) / sum(table)
    assert -1 <= low <= change + 1e-12
    assert change - 1e-12 <= high <= 1
    np.testing.assert_allclose(newcombe_paired(both, gained, lost, neither), (-high, -low), atol=1e-12)
    np.testing.assert_allclose(newcombe_paired(neither, gained, lost, both), (-high, -low), atol=1e-12)


def test_newcombe_of_unrelated_answers_is_that_of_independent_waves() -> None:
    np.testing.assert_allclose(
        newcombe_paired(10, 30, 20, 60), change_intervals.newcombe(40 / 120, 120, 30 / 120, 120), rtol=1e-12
    )


def test_agreement_narrows_newcombes_interval_and_contradiction_widens_it() -> None:
    def width(*table: int) -> float:
        low, high = newcombe_paired(*table)
        return float(high - low)

    assert width(40, 10, 10, 40) < width(25, 25, 25, 25) < width(10, 40, 40, 10)


def test_no_pairs_or_nothing_known_have_no_interval() -> None:
    low, high = newcombe_paired([0, 1, 1], 0, [0, np.nan, 2], [0, 1, 1])
    np.testing.assert_array_equal(np.isnan(low), [True, True, False])
    np.testing.assert_array_equal(np.isnan(high), [True, True, False])


@given(waves=st.tuples(st.integers(1, 60), st.integers(1, 60)), data=st.data())
def test_without_pairs_derricks_test_is_the_pooled_z_test(waves: tuple[int, int], data: st.DataObject) -> None:
    n0, n1 = waves
    ticked0, ticked1 = data.draw(st.integers(0, n0)), data.draw(st.integers(0, n1))
    test = partly_paired(0, 0, 0, 0, ticked0, n0, ticked1, n1)
    if ticked0 + ticked1 in {0, n0 + n1}:
        assert (float(test.statistic), float(test.p_value)) == (0, 1)
    else:
        z, p_value = proportions_ztest([ticked1, ticked0], [n1, n0])
        assert float(test.statistic) == pytest.approx(z, abs=1e-9)
        assert float(test.p_value) == pytest.approx(p_value, abs=1e-9)


@given(table=partly_tables)
def test_derricks_test_follows_its_definition(table: tuple[int, ...]) -> None:
    before, after = answers(table)
    ticked0, single0, ticked1, single1 = table[4:]
    n0, n1 = len(before) + single0, len(after) + single1
    test = partly_paired(*table)
    if not (n0 and n1):
        assert np.isnan([test.statistic, test.p_value]).all()
        assert test.method == ""
        return
    p0, p1 = (sum(before) + ticked0) / n0, (sum(after) + ticked1) / n1
    pooled = (n0 * p0 + n1 * p1) / (n0 + n1)
    varies = len(set(before)) == 2 and len(set(after)) == 2
    phi = float(np.corrcoef(before, after)[0, 1]) if varies else 0.0
    variance = pooled * (1 - pooled) * (1 / n0 + 1 / n1 - 2 * phi * len(before) / (n0 * n1))
    expected = (p1 - p0) / math.sqrt(variance) if variance > 1e-12 else 0
    assert float(test.statistic) == pytest.approx(expected, abs=1e-8)
    assert float(test.p_value) == pytest.approx(2 * stats.norm.sf(abs(expected)), abs=1e-8)


@given(table=partly_tables)
def test_swapping_the_waves_turns_derricks_z_and_leaves_p_alone(table: tuple[int, ...]) -> None:
    both, lost, gained, neither, ticked0, single0, ticked1, single1 = table
    test = partly_paired(*table)
    swapped = partly_paired(both, gained, lost, neither, ticked1, single1, ticked0, single0)
    np.testing.assert_allclose(swapped.statistic, -test.statistic, atol=1e-12)
    np.testing.assert_allclose(swapped.p_value, test.p_value, atol=1e-12)


def test_derricks_test_is_defined_where_there_is_nothing_to_explain() -> None:
    # Nobody ticked; everybody did; all are pairs and none changed; and with singles it is no longer so.
    test = partly_paired([0, 6, 6, 6], 0, 0, [6, 0, 6, 6], [0, 4, 0, 1], [4, 4, 0, 4], [0, 3, 0, 3], [3, 3, 0, 3])
    np.testing.assert_array_equal(test.statistic[:3], 0)
    np.testing.assert_array_equal(test.p_value[:3], 1)
    assert test.statistic[3] > 0


def test_derricks_test_with_nothing_known_names_no_test() -> None:
    test = partly_paired([1, np.nan], 1, 1, 1, [np.nan, 1], 3, 1, 3)
    assert np.isnan([test.statistic, test.p_value]).all()
    np.testing.assert_array_equal(test.method, "")


def test_derricks_test_rejects_as_often_as_it_should_where_nothing_changed() -> None:
    """60 pairs with phi .5 and 20 singles in each wave, of whom 40 % tick."""
    rng = np.random.default_rng(1)
    pairs = rng.multinomial(60, [0.28, 0.12, 0.12, 0.48], size=20_000).T
    singles = rng.binomial(20, 0.4, size=(2, 20_000))
    p_value = partly_paired(pairs[0], pairs[1], pairs[2], pairs[3], singles[0], 20, singles[1], 20).p_value
    assert 0.045 < np.mean(p_value < 0.05) < 0.055


def test_phi_matches_the_published_correlation() -> None:
    # Derrick et al. (2015): pairs 8, 1, 3, 3.
    assert round(float(phi(8, 1, 3, 3)), 4) == 0.4308
