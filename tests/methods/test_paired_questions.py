"""Tests of whole questions of pairs, against published figures, statsmodels, SciPy, R and every possible flip."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats
from statsmodels.stats.contingency_tables import SquareTable

from brobygger_cli.methods.nominal import WholeTest
from brobygger_cli.methods.ordinal import OrdinalTest
from brobygger_cli.methods.paired import mcnemar_exact, mcnemar_mid_p
from brobygger_cli.methods.paired_questions import EXACT_AT_MOST, bhapkar, paired_nominal_test, wilcoxon_signed_rank

Table = NDArray[np.int64]
AnyTest = Callable[[ArrayLike], WholeTest | OrdinalTest]

# Unaided distance vision of 7477 women's right and left eyes (Stuart 1955), tested in Bhapkar (1966).
VISION = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
# Susceptibility of pathogens (Peterson et al. 2007), tested in Fagerland, Lydersen & Laake (2017), chapter 9.
PATHOGENS = [[596, 18, 6, 5], [0, 2, 0, 0], [0, 0, 42, 0], [11, 0, 0, 0]]
FEW = [[3, 2, 0], [1, 2, 3], [0, 1, 2]]


def tables(most: int, options: int = 5) -> st.SearchStrategy[Table]:
    sizes = st.integers(1, options)
    cells = sizes.flatmap(lambda k: st.lists(st.integers(0, most), min_size=k * k, max_size=k * k))
    return cells.map(lambda flat: np.array(flat).reshape(math.isqrt(len(flat)), -1))


def people(table: Table) -> tuple[Table, Table]:
    """The option of every pair in the baseline and in the follow-up."""
    routes = np.repeat(np.indices(table.shape).reshape(2, -1), table.ravel(), axis=1)
    return routes[0], routes[1]


def as_table(baseline: Table, followup: Table, options: int) -> Table:
    table = np.zeros((options, options), dtype=np.int64)
    np.add.at(table, (baseline, followup), 1)
    return table


# Bhapkar


@pytest.mark.parametrize(("table", "statistic", "p_value"), [(VISION, 11.97572, 0.007467), (PATHOGENS, 27.304, 5e-6)])
def test_bhapkar_matches_the_published_examples(table: list[list[int]], statistic: float, p_value: float) -> None:
    test = bhapkar(table)
    assert test.statistic == pytest.approx(statistic, rel=2e-5)
    assert round(test.p_value, 6) == p_value
    assert (test.df, test.method) == (3, "bhapkar")


@given(table=tables(30))
def test_bhapkar_agrees_with_statsmodels_where_all_options_exchange_people(table: Table) -> None:
    k = len(table)
    assume(k > 1 and (table + np.eye(k) > 0).all())
    theirs = SquareTable(table, shift_zeros=False).homogeneity(method="bhapkar")
    ours = bhapkar(table)
    assert ours.df == theirs.df
    assert ours.statistic == pytest.approx(theirs.statistic, rel=1e-6, abs=1e-9)
    assert ours.p_value == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-9)


@given(table=tables(3))
def test_bhapkar_is_the_wald_test_of_each_persons_move_with_a_generalised_inverse(table: Table) -> None:
    baseline, followup = people(table)
    assume(len(baseline))
    options = np.eye(len(table))
    moves = options[followup] - options[baseline]
    covariance = np.atleast_2d(np.cov(moves, rowvar=False, ddof=0))
    change = moves.mean(axis=0)
    inverse = np.linalg.pinv(covariance, rtol=1e-10, hermitian=True)
    ours = bhapkar(table)
    if np.abs(change - covariance @ inverse @ change).max() > 1e-7:
        assert np.isnan(ours[:3]).all()  # a change along which nobody differs from anybody
        assert ours.method == ""
    else:
        assert ours.df == np.linalg.matrix_rank(covariance, rtol=1e-10, hermitian=True)
        assert ours.statistic == pytest.approx(len(moves) * float(change @ inverse @ change), rel=1e-6, abs=1e-9)


@given(table=tables(12), data=st.data())
def test_neither_the_options_order_nor_the_waves_order_matters_to_bhapkar(table: Table, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(table))))
    expected = pytest.approx(bhapkar(table)[:3], rel=1e-6, abs=1e-9, nan_ok=True)
    assert bhapkar(table[np.ix_(order, order)])[:3] == expected
    assert bhapkar(table.T)[:3] == expected


def test_an_option_that_nobody_chose_changes_nothing() -> None:
    table = np.array(FEW) * 20
    padded = np.insert(np.insert(table, 1, 0, axis=0), 1, 0, axis=1)
    assert bhapkar(padded)[:3] == pytest.approx(bhapkar(table)[:3])
    assert paired_nominal_test(padded)[:3] == pytest.approx(paired_nominal_test(table)[:3])
    assert paired_nominal_test(padded).method == paired_nominal_test(table).method


def test_contrasts_that_nobody_moved_along_are_not_tested() -> None:
    """Two pairs of options that exchange people among themselves, and an option that everybody keeps."""
    table = np.diag([20, 20, 20, 20, 20])
    table[0, 1], table[1, 0], table[2, 3], table[3, 2] = 9, 4, 6, 5
    assert bhapkar(table).df == 2


@pytest.mark.parametrize("test", [bhapkar, paired_nominal_test, wilcoxon_signed_rank])
def test_nobody_moved_is_no_evidence(test: AnyTest) -> None:
    outcome = test(np.diag([4, 0, 7, 1]))
    assert outcome.p_value == 1
    assert outcome.statistic == 0


@pytest.mark.parametrize("table", [np.zeros((0, 0)), np.zeros((1, 1)), np.zeros((3, 3))])
def test_no_pairs_have_no_test(table: Table) -> None:
    for test in (bhapkar(table), paired_nominal_test(table), wilcoxon_signed_rank(table)):
        assert np.isnan(test[:-1]).all()
        assert test.method == ""


@pytest.mark.parametrize("test", [bhapkar, paired_nominal_test, wilcoxon_signed_rank])
@pytest.mark.parametrize("table", [[[1, 2]], [1, 2], [[1, -1], [0, 2]], [[0.5, 1], [2, 3]], [[np.nan, 1], [2, 3]]])
def test_a_table_that_is_not_square_or_holds_no_counts_is_refused(test: AnyTest, table: ArrayLike) -> None:
    with pytest.raises(ValueError, match=r"Transitions need|whole numbers"):
        test(table)


# The nominal question


def test_many_pairs_are_tested_by_bhapkar() -> None:
    assert paired_nominal_test(VISION) == bhapkar(VISION)


def test_two_options_are_tested_as_one_share() -> None:
    table = [[1, 1, 0], [7, 12, 0], [0, 0, 0]]
    test = paired_nominal_test(table)
    assert (test.p_value, test.method) == (float(mcnemar_mid_p(1, 7).p_value), "mcnemar_mid_p")
    exact = paired_nominal_test(table, mcnemar_exact)
    assert (exact.p_value, exact.method) == (float(mcnemar_exact(1, 7).p_value), "mcnemar_exact")


@settings(max_examples=25)
@given(table=tables(2, options=4))
def test_few_pairs_are_tested_by_every_exchange_of_a_persons_two_answers(table: Table) -> None:
    baseline, followup = people(table)
    moved = np.flatnonzero(baseline != followup)
    assume(0 < len(moved) <= 8)
    assume(len({*baseline, *followup}) > 2)

    def statistic(exchanged: tuple[int, ...]) -> float:
        before, after = baseline.copy(), followup.copy()
        before[list(exchanged)], after[list(exchanged)] = after[list(exchanged)], before[list(exchanged)]
        found = bhapkar(as_table(before, after, len(table))).statistic
        return math.inf if math.isnan(found) else found

    choices = [part for size in range(len(moved) + 1) for part in itertools.combinations(moved.tolist(), size)]
    observed = statistic(())
    expected = np.mean([statistic(choice) >= observed * (1 - 1e-9) for choice in choices])
    test = paired_nominal_test(table)
    assert test.method == "exact_permutation"
    assert math.isnan(test.df)
    assert test.p_value == pytest.approx(expected)


def test_moves_between_two_of_many_options_are_split_as_in_mcnemars_exact_test() -> None:
    test = paired_nominal_test([[4, 7, 0], [1, 3, 0], [0, 0, 5]])
    assert test.p_value == pytest.approx(float(mcnemar_exact(7, 1).p_value))


def test_a_change_without_variance_is_tested_by_permutation() -> None:
    """Everybody left the first option: the statistic is beyond all bounds, the evidence is not.

    As far from chance is each of the four tables in which either route was taken one way only.
    """
    test = paired_nominal_test([[0, 3, 2], [0, 0, 0], [0, 0, 0]])
    assert math.isnan(test.statistic)
    assert test.p_value == pytest.approx(4 / 2**5)


def test_more_tables_than_can_be_enumerated_are_drawn() -> None:
    table = np.array([[2, 6, 5, 7], [4, 2, 6, 8], [5, 2, 1, 6], [2, 3, 5, 0]])
    test = paired_nominal_test(table)
    assert test.method == "permutation"
    assert test == paired_nominal_test(table)
    baseline, followup = people(table)
    exchange = np.random.default_rng(3).random((3000, len(baseline))) < 0.5
    statistics = [
        bhapkar(as_table(np.where(swap, followup, baseline), np.where(swap, baseline, followup), 4)).statistic
        for swap in exchange
    ]
    assert test.p_value == pytest.approx(np.mean(np.array(statistics) >= test.statistic), abs=0.03)


def test_few_pairs_reject_no_more_often_than_they_may_where_bhapkar_does() -> None:
    rng = np.random.default_rng(4)
    drawn = rng.multinomial(10, np.full(36, 1 / 36), size=300).reshape(-1, 6, 6)
    assert np.mean([bhapkar(table).p_value < 0.05 for table in drawn]) > 0.15
    assert np.mean([paired_nominal_test(table).p_value < 0.05 for table in drawn]) < 0.06


@settings(max_examples=20)
@given(table=tables(6, options=4))
def test_there_is_a_p_value_wherever_there_is_a_pair(table: Table) -> None:
    test, swapped = paired_nominal_test(table), paired_nominal_test(table.T)
    assert math.isnan(test.p_value) != bool(table.any())
    assert (test.method == "") != bool(table.any())
    assert swapped.method == test.method
    assert swapped.p_value == pytest.approx(test.p_value, abs=0.01, nan_ok=True)


# The ordered question


def lone_moves(steps: list[int]) -> Table:
    """A table in which one person moves by each of these numbers of steps."""
    table = np.zeros((max(map(abs, steps)) + 1,) * 2, dtype=np.int64)
    for step in steps:
        table[max(0, -step), max(0, step)] += 1
    return table


def test_wilcoxon_without_ties_agrees_with_r() -> None:
    steps = [1, -2, 3, 4, -5, 6, 7, 8, -9, 10]
    test = wilcoxon_signed_rank(lone_moves(steps))
    # Rscript -e 'wilcox.test(c(1, -2, 3, 4, -5, 6, 7, 8, -9, 10), exact = TRUE)$p.value'
    assert test.p_value == pytest.approx(0.275390625)
    assert test.p_value == pytest.approx(stats.wilcoxon(steps, method="exact").pvalue)
    assert test.method == "wilcoxon_exact"


def test_wilcoxon_of_many_agrees_with_r() -> None:
    # The steps as d <- rep(c(1, -1, 2, -2, 3, -3, 0), c(30, 18, 12, 5, 4, 3, 28)), then Rscript
    # -e 'print(wilcox.test(d, exact = FALSE, correct = FALSE)$p.value, digits = 12)'
    steps = [1] * 30 + [-1] * 18 + [2] * 12 + [-2] * 5 + [3] * 4 + [-3] * 3 + [0] * 28
    test = wilcoxon_signed_rank(lone_moves(steps))
    assert test.p_value == pytest.approx(0.0261353759705)
    assert test.method == "wilcoxon"
    assert test.statistic > 0
    assert math.isnan(test.df)
    assert test.effect == pytest.approx((46 + 28 / 2) / 100)


@given(table=tables(12))
def test_wilcoxon_of_many_agrees_with_scipy(table: Table) -> None:
    baseline, followup = people(table)
    assume(np.sum(baseline != followup) > EXACT_AT_MOST)
    theirs = stats.wilcoxon(followup - baseline, zero_method="wilcox", correction=False, method="approx")
    test = wilcoxon_signed_rank(table)
    assert test.method == "wilcoxon"
    assert stats.norm.sf(abs(test.statistic)) == pytest.approx(test.p_value / 2)
    assert test.p_value == pytest.approx(float(theirs.pvalue), rel=1e-9)


@settings(max_examples=40)
@given(table=tables(2, options=4))
def test_wilcoxon_of_few_is_every_assignment_of_signs_to_the_moves(table: Table) -> None:
    baseline, followup = people(table)
    moves = (followup - baseline)[followup != baseline]
    assume(0 < len(moves) <= 10)
    ranks = stats.rankdata(np.abs(moves))
    sums = np.array([np.dot(signs, ranks) for signs in itertools.product([-1, 1], repeat=len(moves))])
    expected = np.mean(np.abs(sums) >= abs(np.dot(np.sign(moves), ranks)) - 1e-9)
    test = wilcoxon_signed_rank(table)
    assert test.method == "wilcoxon_exact"
    assert test.p_value == pytest.approx(expected)


def test_the_exact_test_reaches_as_far_as_it_says_and_meets_the_normal_one() -> None:
    steps = [1] * 16 + [-1] * 10 + [2] * 9 + [-2] * 6 + [3] * 6 + [-3] * 3
    test = wilcoxon_signed_rank(lone_moves(steps))
    assert len(steps) == EXACT_AT_MOST
    assert test.method == "wilcoxon_exact"
    assert test.p_value == pytest.approx(2 * stats.norm.sf(test.statistic), abs=0.004)
    assert wilcoxon_signed_rank(lone_moves([*steps, 1])).method == "wilcoxon"


@given(cells=st.tuples(*[st.integers(0, 25)] * 4).filter(any))
def test_on_two_steps_wilcoxon_is_mcnemars_exact_test(cells: tuple[int, int, int, int]) -> None:
    stayed_low, rose, fell, stayed_high = cells
    test = wilcoxon_signed_rank([[stayed_low, rose], [fell, stayed_high]])
    assert test.p_value == pytest.approx(float(mcnemar_exact(fell, rose).p_value))


@given(table=tables(6), confidence=st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_the_effect_is_the_part_that_rose_and_half_of_those_who_stayed_inside_its_interval(
    table: Table, confidence: float
) -> None:
    baseline, followup = people(table)
    assume(len(baseline))
    test = wilcoxon_signed_rank(table, confidence)
    assert test.effect == pytest.approx(np.mean((followup > baseline) + (followup == baseline) / 2))
    assert 0 <= test.effect_low <= test.effect <= test.effect_high <= 1
    assert 0 <= test.p_value <= 1


@given(table=tables(9))
def test_swapping_the_waves_or_turning_the_scale_round_mirrors_the_outcome(table: Table) -> None:
    test = wilcoxon_signed_rank(table)
    mirrored = (
        -test.statistic,
        test.df,
        test.p_value,
        1 - test.effect,
        1 - test.effect_high,
        1 - test.effect_low,
    )
    for other in (wilcoxon_signed_rank(table.T), wilcoxon_signed_rank(table[::-1, ::-1])):
        assert other.method == test.method
        assert other[:6] == pytest.approx(mirrored, abs=1e-9, nan_ok=True)


def test_the_effects_interval_is_tangos_for_the_difference_of_shares() -> None:
    """Complete response before and after therapy, in Fagerland, Lydersen & Laake (2017), chapter 8."""
    test = wilcoxon_signed_rank([[80, 6], [16, 59]])
    assert (round(2 * test.effect_low - 1, 4), round(2 * test.effect_high - 1, 4)) == (-0.1240, -0.0054)


@settings(max_examples=30)
@given(rose=st.integers(0, 30), fell=st.integers(0, 30), stayed=st.integers(0, 30))
def test_the_effects_limits_are_where_the_score_test_stops_rejecting(rose: int, fell: int, stayed: int) -> None:
    """With the shares that maximise the likelihood at the limit, found by search."""
    n = rose + fell + stayed
    assume(n)
    test = wilcoxon_signed_rank([[stayed, rose], [fell, 0]])
    for limit in (2 * test.effect_low - 1, 2 * test.effect_high - 1):
        if abs(limit) > 1 - 1e-9:
            assert n in {rose, fell}
            continue

        def surprise(share_fell: float, difference: float = limit) -> float:
            shares = np.array([share_fell + difference, share_fell, 1 - 2 * share_fell - difference])
            return -float(np.array([rose, fell, stayed]) @ np.log(np.maximum(shares, 1e-300)))

        bounds = (max(0.0, -limit), (1 - limit) / 2)
        share_fell = optimize.minimize_scalar(surprise, bounds=bounds, method="bounded", options={"xatol": 1e-12}).x
        score = (rose - fell - n * limit) ** 2 / (n * (2 * share_fell + limit - limit**2))
        assert score == pytest.approx(stats.norm.isf(0.025) ** 2, rel=1e-3)


def test_people_who_all_stayed_leave_the_effect_uncertain() -> None:
    test = wilcoxon_signed_rank(np.diag([3, 2, 5]))
    assert test.effect == 0.5
    assert 0.3 < test.effect_low < 0.4
    assert 0.6 < test.effect_high < 0.7


def test_a_confidence_off_its_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="confidence"):
        wilcoxon_signed_rank(FEW, 95)
