"""Tests of a question with several answers, against relabelling every person, R and simulation."""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from brobygger_cli.methods import change_tests, multiple_response, nominal, weighting
from brobygger_cli.methods.multiple_response import DRAWS, max_t, rao_scott_multiple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brobygger_cli.methods.nominal import WholeTest

SCHOOLS = Path(__file__).resolve().parents[1] / "second_program"
STRATIFIED, CLUSTERED = (
    np.genfromtxt(SCHOOLS / name, delimiter=",", names=True, dtype=None, encoding="utf-8", deletechars="")
    for name in ("apistrat.csv", "apiclus1.csv")
)


def ticks_of(schools: NDArray[np.void]) -> NDArray[np.int64]:
    return np.column_stack([schools[tick] == "Yes" for tick in ("sch.wide", "comp.imp", "awards")]).astype(np.int64)


def of_people(ticks: NDArray[np.int64], followup: NDArray[np.bool_], w: NDArray[np.float64]) -> WholeTest:
    """Return the Rao-Scott test of people one by one, each with a pattern of their own."""
    return rao_scott_multiple(ticks, w * ~followup, w**2 * ~followup, w * followup, w**2 * followup)


def statistics_of(ticks: NDArray[np.int64], followup: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the N-1 chi-squared statistic of each option, from people."""
    in_followup, in_baseline = ticks[followup], ticks[~followup]
    return change_tests.n_minus_1(in_baseline.sum(axis=0), len(in_baseline), in_followup.sum(axis=0), len(in_followup))[
        0
    ]


# People and their ticks; at most so many that every relabelling can be gone through.
people = st.integers(1, 3).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 1), min_size=k, max_size=k), min_size=2, max_size=8)
)


@settings(max_examples=40, deadline=None)
@given(people=people, data=st.data())
def test_max_t_agrees_with_relabelling_every_person(people: list[list[int]], data: st.DataObject) -> None:
    """Step by step as Westfall and Young define it: an option competes with all whose statistic is no larger."""
    ticks = np.array(people)
    n, k = ticks.shape
    size = data.draw(st.integers(1, n - 1))
    observed = statistics_of(ticks, np.arange(n) < size)
    permuted = np.array(
        [statistics_of(ticks, np.isin(np.arange(n), chosen)) for chosen in combinations(range(n), size)]
    )
    adjusted = [
        max(
            np.mean(permuted[:, observed <= observed[other] + 1e-9].max(axis=1) >= observed[other] - 1e-9)
            for other in range(k)
            if observed[other] >= observed[option] - 1e-9
        )
        for option in range(k)
    ]
    test = max_t(ticks, np.arange(n) >= size, np.arange(n) < size)
    assert test.method == "exact_permutation"
    assert test.statistic == pytest.approx(observed.max())
    assert test.item_p_values == pytest.approx(adjusted)
    assert test.p_value == pytest.approx(np.mean(permuted.max(axis=1) >= observed.max() - 1e-9))


def test_a_single_option_has_the_p_of_its_hypergeometric_distribution() -> None:
    test = max_t([[0], [1]], [14, 6], [9, 16])
    ticked = np.arange(23)
    distance = np.abs(ticked - 20 * 22 / 45)
    assert test.p_value == pytest.approx(stats.hypergeom.pmf(ticked[distance >= distance[6] - 1e-9], 45, 22, 20).sum())


PATTERNS = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1], [1, 1, 1]])
BASELINE, FOLLOWUP = np.array([6, 7, 3, 4, 2]), np.array([3, 2, 7, 4, 3])


def test_drawn_p_values_come_close_to_the_exact_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = max_t(PATTERNS, BASELINE, FOLLOWUP)
    monkeypatch.setattr(multiple_response, "ENUMERATED_AT_MOST", 0)
    drawn = max_t(PATTERNS, BASELINE, FOLLOWUP)
    assert (exact.method, drawn.method) == ("exact_permutation", "permutation")
    assert drawn.statistic == exact.statistic
    error = np.sqrt(exact.item_p_values * (1 - exact.item_p_values) / DRAWS)
    assert (np.abs(drawn.item_p_values - exact.item_p_values) <= 4 * error + 1 / DRAWS).all()


@pytest.mark.parametrize("enumerated", [0, 200_000])
def test_neither_the_order_of_patterns_nor_of_waves_nor_repeated_patterns_matter(
    enumerated: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multiple_response, "ENUMERATED_AT_MOST", enumerated)
    test = max_t(PATTERNS, BASELINE, FOLLOWUP)
    swapped = max_t(PATTERNS, FOLLOWUP, BASELINE)
    turned = max_t(PATTERNS[::-1], BASELINE[::-1], FOLLOWUP[::-1])
    repeated = max_t(np.vstack([PATTERNS, PATTERNS]), [*BASELINE, *([0] * 5)], [*([0] * 5), *FOLLOWUP])
    for other in (swapped, turned, repeated):
        assert other.item_p_values == pytest.approx(test.item_p_values)
        assert other.p_value == pytest.approx(test.p_value)
        assert other.method == test.method


def test_options_ticked_by_the_same_people_cost_nothing() -> None:
    alone = max_t(PATTERNS[:, [1]], BASELINE, FOLLOWUP)
    several = max_t(PATTERNS[:, [1, 1, 1]], BASELINE, FOLLOWUP)
    assert several.p_value == pytest.approx(alone.p_value)
    assert several.item_p_values == pytest.approx([alone.p_value] * 3)


def test_an_option_that_nobody_or_everybody_ticked_has_p_one_and_costs_nothing() -> None:
    plain = max_t(PATTERNS, BASELINE, FOLLOWUP)
    padded = max_t(np.column_stack([np.ones(5), PATTERNS, np.zeros(5)]), BASELINE, FOLLOWUP)
    assert padded.item_p_values == pytest.approx([1, *plain.item_p_values, 1])


def test_waves_that_share_no_tick_have_the_smallest_p_that_draws_can_give() -> None:
    patterns = [list(pattern) for pattern in product((0, 1), repeat=4)]
    changed = np.array([pattern[0] for pattern in patterns])
    test = max_t(patterns, 20 * changed, 20 * (1 - changed))
    assert test.method == "permutation"
    assert test.p_value == test.item_p_values[0] == 1 / (1 + DRAWS)
    assert (test.item_p_values[1:] > 0.5).all()


def test_a_hundred_thousand_respondents_can_be_drawn() -> None:
    patterns = list(product((0, 1), repeat=6))
    counts = 100 + 37 * np.arange(64) % 1400
    test = max_t(patterns, counts, counts + [0, 60] * 32)
    assert test.method == "permutation"
    assert test.p_value == test.item_p_values[5] == 1 / (1 + DRAWS)


def test_two_runs_print_the_same_p() -> None:
    waves = np.arange(10, 26), np.arange(25, 9, -1)
    patterns = list(product((0, 1), repeat=4))
    assert max_t(patterns, *waves).item_p_values.tolist() == max_t(patterns, *waves).item_p_values.tolist()


# Rao-Scott


# tests/second_program/survey_package.R: multiple(ticks(DATA), DATA$stype != "E", WEIGHT), from the schools one by
# one and with eigenvalues
@pytest.mark.parametrize(
    ("schools", "weighted", "statistic", "df", "p"),
    [
        (STRATIFIED, True, 38.609829177838, 1.37993691124923, 1.23627138972801e-09),
        (STRATIFIED, False, 33.0935950005576, 1.40718251549407, 2.1571438118681e-08),
        (CLUSTERED, True, 12.9472783567603, 1.32173909314222, 0.000573867616733547),
    ],
)
def test_rao_scott_of_several_answers_agrees_with_r(
    schools: NDArray[np.void], weighted: bool, statistic: float, df: float, p: float
) -> None:
    w = schools["pw"]
    if schools is CLUSTERED:
        kinds = np.searchsorted(["E", "H", "M"], schools["stype"])
        w = weighting.rake([(kinds, [4421, 755, 1018]), (ticks_of(schools)[:, 0], [1072, 5122])]).weights
    test = of_people(ticks_of(schools), schools["stype"] != "E", w if weighted else np.ones(len(w)))
    assert test[:3] == pytest.approx((statistic, df, p), rel=1e-7)
    assert test.method == "rao_scott_multiple"


def test_the_df_is_that_of_bilder_and_loughin_where_the_waves_do_not_differ() -> None:
    """Where waves differ theirs comes from each wave's own covariances."""
    # By the formulas of MI.test(…, type = "rs2") in the R package MRCV, on the ticks of apistrat once as the
    # baseline and twice as the follow-up: $rs2$df.rs2
    ticks = ticks_of(STRATIFIED)
    once = np.ones(len(ticks))
    test = rao_scott_multiple(ticks, once, once, 2 * once, 2 * once)
    assert test.df == pytest.approx(1.407182515, rel=1e-9)
    assert (test.statistic, test.p_value) == pytest.approx((0, 1))


@given(counts=st.tuples(*[st.integers(1, 200)] * 4))
def test_a_single_option_without_weights_has_pearsons_test(counts: tuple[int, int, int, int]) -> None:
    baseline, followup = counts[:2], counts[2:]
    test = rao_scott_multiple([[0], [1]], baseline, baseline, followup, followup)
    assert test[:3] == pytest.approx(nominal.pearson(baseline, followup)[:3], abs=1e-9)


def test_options_that_have_nothing_to_do_with_each_other_add_up() -> None:
    # In both waves together every pattern as often as the products of its options' shares.
    patterns = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    baseline, followup = np.array([30, 30, 10, 30]), np.array([30, 30, 30, 10])
    test = rao_scott_multiple(patterns, baseline, baseline, followup, followup)
    apart = [
        nominal.pearson((baseline @ p, baseline @ (1 - p)), (followup @ p, followup @ (1 - p))) for p in patterns.T
    ]
    assert test.df == pytest.approx(2)
    assert test.statistic == pytest.approx(sum(option.statistic for option in apart))


weighted_people = st.lists(
    st.tuples(st.lists(st.integers(0, 1), min_size=3, max_size=3), st.booleans(), st.floats(0.2, 5)),
    min_size=1,
    max_size=30,
).map(lambda people: [([0, 0, 0], False, 1.0), ([1, 0, 1], True, 1.0), *people])


@given(people=weighted_people, scale=st.floats(0.01, 100))
def test_patterns_units_waves_and_copies_of_options_leave_the_test_alone(
    people: list[tuple[list[int], bool, float]], scale: float
) -> None:
    ticks, followup, w = (np.array(part) for part in zip(*people, strict=True))
    test = of_people(ticks, followup, w)
    assert 1 - 1e-9 <= test.df <= 3 + 1e-9
    patterns, row = np.unique(ticks, axis=0, return_inverse=True)
    sums = [np.bincount(row, power * of) for of in (~followup, followup) for power in (w, w**2)]
    for other in (
        rao_scott_multiple(patterns, *sums),
        of_people(ticks, followup, w * scale),
        of_people(ticks, ~followup, w),
        of_people(np.hstack([ticks, ticks]), followup, w),
        of_people(np.hstack([ticks, 0 * ticks, 0 * ticks + 1]), followup, w),
    ):
        assert other.p_value == pytest.approx(test.p_value, rel=1e-6, abs=1e-12)


def test_weights_that_vary_divide_the_statistic_by_their_design_effect() -> None:
    alike = rao_scott_multiple(PATTERNS, BASELINE, BASELINE, FOLLOWUP, FOLLOWUP)
    varied = rao_scott_multiple(PATTERNS, BASELINE, 1.5 * BASELINE, FOLLOWUP, 1.5 * FOLLOWUP)
    assert varied.statistic == pytest.approx(alike.statistic / 1.5)
    assert varied.df == pytest.approx(alike.df)


def correlated_ticks(rng: np.random.Generator, n: int, shares: list[float]) -> NDArray[np.int64]:
    latent = (rng.normal(size=(n, len(shares))) + rng.normal(size=(n, 1))) / np.sqrt(2)
    return np.asarray(latent < stats.norm.ppf(shares), dtype=np.int64)


def test_p_comes_close_to_what_relabelling_people_gives() -> None:
    rng = np.random.default_rng(20170401)
    ticks = correlated_ticks(rng, 300, [0.2, 0.35, 0.5, 0.5, 0.7])
    followup = np.arange(300) < 120
    ticks[followup, 2] &= rng.random(120) < 0.8

    def summed(of: NDArray[np.bool_]) -> float:
        return float(statistics_of(ticks, of).sum())

    permuted = np.array([summed(rng.permutation(followup)) for _ in range(3000)])
    expected = float(np.mean(permuted >= summed(followup)))
    assert 0.01 < expected < 0.3
    assert of_people(ticks, followup, np.ones(300)).p_value == pytest.approx(expected, abs=0.025)


@pytest.mark.parametrize("shares", [[0.1], [0.03, 0.05, 0.1, 0.3], [0.3, 0.4, 0.5, 0.6]])
def test_weights_do_not_make_the_test_reject_too_often(shares: list[float]) -> None:
    """Weights that go with what people tick, waves of different size, and nothing that changed."""
    rng = np.random.default_rng(20170401)
    rejected = 0
    for _ in range(1500):
        ticks = correlated_ticks(rng, 190, shares)
        w = np.exp(0.5 * rng.normal(size=190) + 0.3 * ticks.sum(axis=1))
        rejected += of_people(ticks, np.arange(190) < 50, w).p_value < 0.05
    # Two and a half standard errors above 5 percent.
    assert rejected / 1500 < 0.064


# What there is no test of


def test_an_option_that_nobody_or_everybody_ticked_is_no_evidence() -> None:
    w = [2.5, 3]
    assert rao_scott_multiple([[0, 1], [0, 1]], w, w, w, w) == (0, 0, 1, "rao_scott_multiple")
    test = max_t([[0, 1], [0, 1]], [2, 3], [4, 5])
    assert (test.statistic, test.p_value, test.item_p_values.tolist()) == (0, 1, [1, 1])


@pytest.mark.parametrize("waves", [([0, 0], [3, 4]), ([3, 4], [0, 0]), ([0, 0], [0, 0])])
def test_an_empty_wave_has_no_test(waves: tuple[list[int], list[int]]) -> None:
    baseline, followup = waves
    patterns = [[0, 1], [1, 1]]
    drawn = max_t(patterns, baseline, followup)
    assert np.isnan([drawn.statistic, drawn.p_value, *drawn.item_p_values]).all()
    assert drawn.item_p_values.shape == (2,)
    corrected = rao_scott_multiple(patterns, baseline, baseline, followup, followup)
    assert np.isnan(corrected[:3]).all()
    assert drawn.method == corrected.method == ""


def test_no_pattern_at_all_has_no_test() -> None:
    assert np.isnan(max_t(np.zeros((0, 3)), [], []).p_value)
    assert np.isnan(rao_scott_multiple(np.zeros((0, 3)), [], [], [], []).p_value)


@pytest.mark.parametrize(
    ("patterns", "counts"),
    [([[0, 2]], [3]), ([[0, np.nan]], [3]), ([0, 1], [3, 4]), ([[0, 1]], [3, 4]), ([[0, 1]], [-1])],
)
def test_what_are_no_patterns_or_no_sums_of_them_is_refused(patterns: list[list[float]], counts: list[int]) -> None:
    with pytest.raises(ValueError, match=r"pattern|Counts"):
        max_t(patterns, counts, counts)
    with pytest.raises(ValueError, match="pattern"):
        rao_scott_multiple(patterns, counts, counts, counts, counts)
