"""Trends over several waves, against published figures, R, SciPy on people and brute force."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import Table

from brobygger_cli.methods import trend
from brobygger_cli.methods.change_tests import fisher_irwin, n_minus_1
from brobygger_cli.methods.ordinal import ordinal_test

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Malformations by the mother's alcohol consumption, scored by the middle of each class (Graubard & Korn 1987).
MALFORMED = (48, 38, 5, 1, 1)
MOTHERS = (17114, 14502, 793, 127, 38)
DRINKS = (0, 0.5, 1.5, 4, 7)

# Pieces processed by three groups of workers who knew ever more of their output (Hollander & Wolfe, example 6.2).
WORKERS = (
    (40, 35, 38, 43, 44, 41),
    (38, 40, 47, 44, 40, 42),
    (48, 40, 45, 43, 46, 44),
)

ordered_waves = st.tuples(st.integers(2, 4), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 12), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)
two_waves = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda bases: st.tuples(st.integers(0, bases[0]), st.integers(0, bases[1])).map(lambda ticked: (ticked, bases))
)
share_waves = st.lists(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=3, max_size=6
)


def steps_of(people: tuple[tuple[int, ...], ...]) -> list[list[int]]:
    values = sorted({value for wave in people for value in wave})
    return [[wave.count(value) for value in values] for wave in people]


def people(waves: list[list[int]]) -> tuple[list[int], list[int]]:
    """The wave and the answer of every respondent."""
    each = [(wave, step) for wave, row in enumerate(waves) for step, count in enumerate(row) for _ in range(count)]
    return [wave for wave, _ in each], [step for _, step in each]


# Shares


def test_cochran_armitage_matches_the_published_trend_in_malformations() -> None:
    """Agresti (2002, section 3.4) has M^2 = (N - 1) r^2 = 6.6, with the same factor, and p = .01."""
    test = trend.cochran_armitage(MALFORMED, MOTHERS, DRINKS)
    assert round(float(test.statistic) ** 2, 1) == 6.6
    assert round(float(test.p_value), 2) == 0.01
    assert np.isnan(test.df)
    assert test.method == "cochran_armitage"


def test_cochran_armitage_agrees_with_r_but_for_the_factor() -> None:
    # R: prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82))$statistic
    # R: prop.trend.test(c(20, 35, 48), c(78, 90, 102), score = c(2017, 2019, 2022))$statistic
    # It lacks the factor (N - 1) / N, and is a chi-squared of 1 degree of freedom.
    smokers = trend.cochran_armitage((83, 90, 129, 70), (86, 93, 136, 82), range(4))
    assert float(smokers.statistic) ** 2 * 397 / 396 == pytest.approx(8.2249222852)
    assert smokers.statistic < 0
    years = trend.cochran_armitage((20, 35, 48), (78, 90, 102), (2017, 2019, 2022))
    assert float(years.statistic) ** 2 * 270 / 269 == pytest.approx(8.08752837518)
    assert years.statistic > 0


@given(table=two_waves)
def test_two_waves_give_the_n_minus_1_test(table: tuple[tuple[int, int], tuple[int, int]]) -> None:
    (ticked0, ticked1), (n0, n1) = table
    ours = trend.cochran_armitage((ticked0, ticked1), (n0, n1), (2019, 2021))
    theirs = n_minus_1(ticked0, n0, ticked1, n1)
    assert float(ours.statistic) ** 2 == pytest.approx(float(theirs.statistic), rel=1e-9, abs=1e-12)
    assert float(ours.p_value) == pytest.approx(float(theirs.p_value), abs=1e-9)
    assert np.sign(np.round(ours.statistic, 9)) == np.sign(np.round(ticked1 / n1 - ticked0 / n0, 9))


@given(waves=share_waves)
def test_cochran_armitage_agrees_with_statsmodels_permutation_variance(waves: list[tuple[int, int]]) -> None:
    ticked, n = np.transpose(waves)
    assume(0 < ticked.sum() < n.sum())
    times = np.array([2010, 2011.5, 2015, 2016, 2020, 2024])[: len(n)]
    table = Table(np.stack([n - ticked, ticked]), shift_zeros=False)
    theirs = table.test_ordinal_association(np.array([0, 1]), times - 2010)
    ours = trend.cochran_armitage(ticked, n, times)
    assert float(ours.statistic) == pytest.approx(theirs.zscore, abs=1e-9)
    assert float(ours.p_value) == pytest.approx(theirs.pvalue, abs=1e-9)


@given(waves=share_waves, scale=st.floats(0.1, 50), start=st.floats(-3000, 3000))
def test_the_unit_of_time_changes_the_slope_only(waves: list[tuple[int, int]], scale: float, start: float) -> None:
    ticked, n = np.transpose(waves)
    times = np.arange(len(n)) * 1.0
    moved = start + scale * times
    test, other = trend.cochran_armitage(ticked, n, times), trend.cochran_armitage(ticked, n, moved)
    assert float(other.statistic) == pytest.approx(float(test.statistic), abs=1e-6)
    slope = float(trend.slope(ticked, n, times))
    assert float(trend.slope(ticked, n, moved)) * scale == pytest.approx(slope, abs=1e-6)
    assert float(trend.slope(ticked, n, -times)) == pytest.approx(-slope, abs=1e-12)
    assert float(trend.slope(n - ticked, n, times)) == pytest.approx(-slope, abs=1e-12)


def test_slope_is_the_line_through_every_respondents_answer() -> None:
    ticked, n, times = (20, 35, 48), (78, 90, 102), (2017.0, 2019.0, 2022.0)
    answers = np.concatenate([np.repeat([1, 0], [k, m - k]) for k, m in zip(ticked, n, strict=True)])
    assert float(trend.slope(ticked, n, times)) == pytest.approx(np.polyfit(np.repeat(times, n) - 2019, answers, 1)[0])


def test_slope_of_two_waves_is_the_change_by_time() -> None:
    assert float(trend.slope((60, 85), (150, 140), (2019, 2021))) == pytest.approx((85 / 140 - 60 / 150) / 2)


def test_nobody_or_everybody_in_all_waves_is_no_evidence() -> None:
    rows = ([[0, 0, 0], [5, 7, 9]], [5, 7, 9], [0, 1, 2])
    test = trend.cochran_armitage(*rows)
    np.testing.assert_array_equal(test.statistic, 0)
    np.testing.assert_array_equal(test.p_value, 1)
    np.testing.assert_array_equal(trend.share_trend(*rows).p_value, 1)
    np.testing.assert_allclose(trend.slope(*rows), 0, atol=1e-15)


@pytest.mark.parametrize("method", [trend.cochran_armitage, trend.share_trend])
def test_an_unknown_wave_leaves_its_row_unknown_and_spoils_no_other(method: object) -> None:
    assert callable(method)
    counts = np.array([[0, 3, 4], [3, np.nan, 4], [3, 3, 4], [np.inf, 3, 4], [3, 3, 4]])
    n = np.array([[0, 10, 10], [10, 10, 10], [10, np.nan, 10], [np.inf, 10, 10], [10, 10, 10]])
    test = method(counts, n, (0, 1, 2))
    unknown = [True, True, True, True, False]
    for part in (test.statistic, test.p_value, test.method == "", trend.slope(counts, n, (0, 1, 2))):
        np.testing.assert_array_equal(np.isnan(part) if part.dtype == float else part, unknown)
    assert np.isnan(test.df).all()


def test_effective_counts_need_not_be_whole() -> None:
    """The same shares of half as many have half the squared statistic, but for the factor (N - 1) / N."""
    whole = trend.cochran_armitage((20, 30, 47), (81, 91, 101), (0, 1, 2))
    halved = trend.cochran_armitage((10, 15, 23.5), (40.5, 45.5, 50.5), (0, 1, 2))
    assert float((halved.statistic / whole.statistic) ** 2) == pytest.approx((135.5 / 136.5) / (272 / 273) / 2)


@pytest.mark.parametrize("times", [(0, 1), (0, 1, np.nan), (3, 3, 3), 0, ((0, 1, 2),)])
def test_times_that_make_no_trend_are_refused(times: object) -> None:
    with pytest.raises(ValueError, match="time"):
        trend.cochran_armitage((1, 2, 3), (5, 5, 5), times)  # type: ignore[arg-type]


def test_a_count_above_its_base_is_refused() -> None:
    with pytest.raises(ValueError, match="above its base"):
        trend.slope((6, 2, 3), (5, 5, 5), (0, 1, 2))


def test_share_trend_permutes_where_a_wave_is_expected_to_hold_less_than_one() -> None:
    # Expected in the smallest wave: 1 and .66 who ticked; .25 who did not.
    counts, n = [[1, 1, 1], [1, 1, 0], [9, 5, 5]], [[20, 20, 20], [21, 20, 20], [10, 5, 5]]
    test = trend.share_trend(counts, n, (0, 1, 2))
    np.testing.assert_array_equal(test.method, ["cochran_armitage", "exact_permutation", "exact_permutation"])
    np.testing.assert_array_equal(np.isnan(test.statistic), [False, True, True])
    assert test.p_value[0] == trend.cochran_armitage(counts[0], n[0], (0, 1, 2)).p_value


def test_share_trend_of_a_sparse_row_agrees_with_trying_every_table() -> None:
    ticked, n, times = (1, 0, 2), (40, 9, 3), (0, 1, 4)
    mean = sum(m * t for m, t in zip(n, times, strict=True)) / sum(n)
    observed = abs(sum(k * t for k, t in zip(ticked, times, strict=True)) - 3 * mean)
    extreme = 0
    for table in itertools.product(range(4), repeat=3):
        distance = abs(sum(k * t for k, t in zip(table, times, strict=True)) - 3 * mean)
        if sum(table) == 3 and distance >= observed - 1e-9:
            extreme += math.prod(math.comb(m, k) for m, k in zip(n, table, strict=True))
    test = trend.share_trend(ticked, n, times)
    assert test.method == "exact_permutation"
    assert float(test.p_value) == pytest.approx(extreme / math.comb(52, 3))


def test_share_trend_of_two_equal_sparse_waves_is_fishers_test() -> None:
    """With waves of one size the tables farther from expectation are the less probable ones."""
    test = trend.share_trend((0, 1), (50, 50), (2019, 2021))
    assert float(test.p_value) == pytest.approx(float(fisher_irwin(0, 50, 1, 50).p_value))


def test_share_trend_rounds_the_effective_counts_of_sparse_rows() -> None:
    test = trend.share_trend([[0.4, 0, 1.8], [0.3, 0, 0.2]], [30.4, 20, 9.6], (0, 1, 2))
    assert float(test.p_value[0]) == float(trend.share_trend((0, 0, 2), (30, 20, 10), (0, 1, 2)).p_value)
    assert test.p_value[1] == 1


def test_sparse_trends_reject_no_more_often_than_they_may() -> None:
    """Exactly, over all outcomes; z alone rejects in 8.9 % at the level of 5 %, and in 4.0 % at that of 1 %."""
    n = np.array([200, 2, 2])
    ticked = np.array(list(itertools.product(range(31), range(3), range(3))))
    probability = np.prod(stats.binom.pmf(ticked, n, 0.05), axis=1)
    p_value = trend.share_trend(ticked, n, (0, 1, 2)).p_value
    assert probability[p_value < 0.05].sum() < 0.05
    assert probability[p_value < 0.01].sum() < 0.01


# Ordered questions


def test_jonckheere_terpstra_matches_the_published_motivational_effect() -> None:
    """J = 79; the published z of 2.02 is without the tie correction."""
    test = trend.jonckheere_terpstra(steps_of(WORKERS))
    assert test.effect * 108 == pytest.approx(79)
    # R: cor.test(rep(1:3, each = 6), c(40, 35, ..., 44), method = "kendall", exact = FALSE), ties corrected
    assert test.statistic == pytest.approx(2.03929305884, abs=1e-9)
    assert test.p_value == pytest.approx(0.0414207880860, abs=1e-9)
    assert test.method == "jonckheere_terpstra"
    assert np.isnan([test.df, test.effect_low, test.effect_high]).all()


def test_without_ties_the_statistic_is_the_published_one() -> None:
    """The same J of 79 among 18 different values: (79 - 54) / sqrt(153) = 2.02."""
    untied = (0, 2, 4, 7, 9, 12), (1, 5, 6, 8, 11, 16), (3, 10, 13, 14, 15, 17)
    test = trend.jonckheere_terpstra(steps_of(untied))
    assert test.effect * 108 == pytest.approx(79)
    assert round(test.statistic, 2) == 2.02


@given(waves=ordered_waves)
def test_jonckheere_terpstra_agrees_with_kendalls_test_of_answers_by_wave(waves: list[list[int]]) -> None:
    wave, answer = people(waves)
    assume(all(map(sum, waves)) and len(set(answer)) > 1)
    ours = trend.jonckheere_terpstra(waves)
    theirs = stats.kendalltau(wave, answer, method="asymptotic")
    assert ours.p_value == pytest.approx(theirs.pvalue, abs=1e-9)
    assert np.sign(round(ours.statistic, 9)) == np.sign(round(theirs.statistic, 9))


@given(waves=ordered_waves.filter(lambda waves: len(waves) == 2))
def test_two_waves_give_the_mann_whitney_test(waves: list[list[int]]) -> None:
    wave, answer = people(waves)
    assume(all(map(sum, waves)) and len(set(answer)) > 1)
    first = [step for which, step in zip(wave, answer, strict=True) if which == 0]
    second = [step for which, step in zip(wave, answer, strict=True) if which == 1]
    theirs = stats.mannwhitneyu(second, first, use_continuity=False, method="asymptotic")
    ours = trend.jonckheere_terpstra(waves)
    assert ours.p_value == pytest.approx(theirs.pvalue, abs=1e-9)
    assert ours.effect == pytest.approx(theirs.statistic / (len(first) * len(second)))
    assert ours.effect == pytest.approx(ordinal_test(waves[0], waves[1]).effect)


def j_of(waves: NDArray[np.int64], answers: NDArray[np.int64]) -> float:
    """J by its definition: pairs of respondents, the later wave's answer higher, and half of those equal."""
    later = waves[:, np.newaxis] < waves
    rise = answers - answers[:, np.newaxis]
    return float(np.sum(later * ((rise > 0) + (rise == 0) / 2)))


def every_j(waves: list[list[int]]) -> tuple[float, list[float]]:
    """J, and J of every assignment of the respondents to the waves."""
    wave, answer = (np.array(part) for part in people(waves))
    n, first = len(wave), sum(waves[0])
    every = []
    for chosen in itertools.combinations(range(n), first):
        rest = [person for person in range(n) if person not in chosen]
        for second in itertools.combinations(rest, sum(waves[1])):
            labels = np.full(n, 2)
            labels[list(chosen)], labels[list(second)] = 0, 1
            every.append(j_of(labels, answer))
    return j_of(wave, answer), every


SMALL = [[2, 1, 0], [1, 1, 1], [0, 1, 2]]


@pytest.mark.parametrize("waves", [SMALL, [[1, 0], [0, 1], [0, 1]], [[3, 1, 0], [0, 0, 1], [0, 2, 1]]])
def test_the_variance_is_that_over_every_assignment_to_the_waves(waves: list[list[int]]) -> None:
    observed, every = every_j(waves)
    test = trend.jonckheere_terpstra(waves)
    assert test.statistic == pytest.approx((observed - np.mean(every)) / np.std(every))
    pairs = sum(a * b for a, b in itertools.combinations(map(sum, waves), 2))
    assert test.effect == pytest.approx(observed / pairs)


def test_tiny_waves_are_permuted_and_come_close_to_trying_every_assignment() -> None:
    observed, every = every_j(SMALL)
    exact = np.mean(np.abs(np.array(every) - np.mean(every)) >= abs(observed - np.mean(every)) - 1e-9)
    test = trend.ordinal_trend(SMALL)
    assert test.method == "permutation"
    assert test.p_value == pytest.approx(exact, abs=5 * math.sqrt(exact * (1 - exact) / 1e5))
    assert test.effect == trend.jonckheere_terpstra(SMALL).effect
    assert np.isnan([test.statistic, test.df, test.effect_low, test.effect_high]).all()


def test_the_permutation_p_of_two_waves_comes_close_to_the_exact_one() -> None:
    waves = [0, 5, 8, 3, 1], [1, 0, 2, 1, 3]
    exact = ordinal_test(*waves)
    assert exact.method == "exact_permutation"
    assert trend.ordinal_trend(waves).p_value == pytest.approx(exact.p_value, abs=0.004)


def test_the_permutation_p_is_the_same_every_time() -> None:
    assert trend.ordinal_trend(SMALL) == trend.ordinal_trend(SMALL)


def test_two_rare_answers_are_judged_by_how_many_hold_them() -> None:
    """Six of 204 gave the low answer, among them both of the last wave: z says p = .00003."""
    waves = [[4, 196], [0, 2], [2, 0]]
    assert trend.jonckheere_terpstra(waves).p_value < 1e-4
    assert 0.0005 < trend.ordinal_trend(waves).p_value < 0.01


def test_large_waves_are_not_permuted() -> None:
    waves = [[2, 5, 9, 4], [1, 5, 6, 8], [0, 4, 4, 2]]
    assert trend.ordinal_trend(waves) == trend.jonckheere_terpstra(waves)


@settings(max_examples=50)
@given(waves=ordered_waves)
def test_turning_time_or_the_scale_round_turns_the_trend_round(waves: list[list[int]]) -> None:
    test = trend.jonckheere_terpstra(waves)
    for turned in (waves[::-1], [wave[::-1] for wave in waves]):
        other = trend.jonckheere_terpstra(turned)
        assert other.statistic == pytest.approx(-test.statistic, abs=1e-9, nan_ok=True)
        assert other.effect == pytest.approx(1 - test.effect, nan_ok=True)
        assert other.p_value == pytest.approx(test.p_value, nan_ok=True)


def test_a_step_that_nobody_chose_changes_nothing() -> None:
    padded = [[2, 0, 1, 0, 0], [1, 0, 1, 0, 1], [0, 0, 1, 0, 2]]
    assert trend.ordinal_trend(padded) == trend.ordinal_trend(SMALL)
    assert trend.jonckheere_terpstra(padded) == trend.jonckheere_terpstra(SMALL)


@pytest.mark.parametrize("method", [trend.jonckheere_terpstra, trend.ordinal_trend])
def test_everyone_on_one_step_is_no_evidence(method: object) -> None:
    assert callable(method)
    test = method([[0, 7], [0, 9], [0, 4]])
    assert (test.statistic, test.p_value, test.effect, test.method) == (0, 1, 0.5, "jonckheere_terpstra")


@pytest.mark.parametrize("method", [trend.jonckheere_terpstra, trend.ordinal_trend])
@pytest.mark.parametrize("waves", [[[0, 0], [3, 4], [1, 2]], [[3, 4], [0, 0]], [[0, 0], [0, 0]], [[], []]])
def test_an_empty_wave_has_no_trend(method: object, waves: list[list[int]]) -> None:
    assert callable(method)
    test = method(waves)
    assert np.isnan(test[:6]).all()
    assert test.method == ""


@pytest.mark.parametrize("waves", [[3, 4, 5], [[3, 4]], [[3, -1], [2, 2]], [[1.5, 2], [1, 1]]])
def test_what_is_no_table_of_people_is_refused(waves: list[object]) -> None:
    with pytest.raises(ValueError, match=r"waves|whole"):
        trend.jonckheere_terpstra(waves)  # type: ignore[arg-type]


def test_hundreds_of_thousands_are_counted_without_overflow() -> None:
    test = trend.jonckheere_terpstra([[400_000, 600_000], [400_000, 600_000], [399_000, 601_000]])
    assert 0 < test.p_value < 1
    assert 0.5 < test.effect < 0.501
