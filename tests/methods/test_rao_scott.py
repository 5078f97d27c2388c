"""The Rao-Scott test, against the R package survey (tests/second_program/survey_package.R) and from people."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from brobygger_cli.methods import nominal, weighting
from brobygger_cli.methods.rao_scott import RaoScott, rao_scott

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCHOOLS = Path(__file__).resolve().parents[1] / "second_program"
STRATIFIED, CLUSTERED = (
    np.genfromtxt(SCHOOLS / name, delimiter=",", names=True, dtype=None, encoding="utf-8", deletechars="")
    for name in ("apistrat.csv", "apiclus1.csv")
)


def of_people(wave: NDArray[np.bool_], option: NDArray[np.int64], w: NDArray[np.float64]) -> RaoScott:
    """Return the test of people one by one: whether in the follow-up, which option, and the weight."""
    k = int(option.max()) + 1
    return rao_scott(
        *(
            np.bincount(option[of], power[of], minlength=k)
            for of in (~wave, wave)
            for power in (np.ones(len(w)), w, w**2)
        )
    )


def raked() -> NDArray[np.float64]:
    """Return the weights of apiclus1 that test_weighting.py compares with R."""
    kinds = np.searchsorted(["E", "H", "M"], CLUSTERED["stype"])
    met = (CLUSTERED["sch.wide"] == "Yes").astype(int)
    return weighting.rake([(kinds, [4421, 755, 1018]), (met, [1072, 5122])]).weights


def mean_one_in_each_wave() -> NDArray[np.float64]:
    w = STRATIFIED["pw"].copy()
    for wave in ("No", "Yes"):
        w[STRATIFIED["awards"] == wave] /= w[STRATIFIED["awards"] == wave].mean()
    return np.asarray(w)


# In R: svychisq(~WAVE + stype, svydesign(ids = ~1, strata = ~WAVE, weights = ~WEIGHT, data = DATA), statistic = "F")
@pytest.mark.parametrize(
    ("schools", "wave", "w", "f", "ndf", "ddf", "p"),
    [
        (
            STRATIFIED,
            "sch.wide",
            STRATIFIED["pw"],
            16.5109583649592,
            1.83660783024441,
            363.648350388393,
            3.60173808595528e-07,
        ),
        (
            STRATIFIED,
            "awards",
            STRATIFIED["pw"],
            13.6122943944735,
            1.89277508399732,
            374.76946663147,
            3.27298989484454e-06,
        ),
        # WEIGHT: ave(pw, awards, FUN = function(w) w / mean(w)), as the waves of a comparison are weighted
        (
            STRATIFIED,
            "awards",
            mean_one_in_each_wave(),
            13.5827626524873,
            1.87049060186281,
            370.357139168836,
            3.75444348566182e-06,
        ),
        (
            CLUSTERED,
            "sch.wide",
            CLUSTERED["pw"],
            5.75933935641333,
            1.99999473554474,
            361.999047133597,
            0.00344924613326322,
        ),
        (
            CLUSTERED,
            "awards",
            CLUSTERED["pw"],
            6.09984916012314,
            1.9999989429574,
            361.99980867529,
            0.0024804512201698,
        ),
        # WEIGHT: weights(rake(…)), taken as weights and no more
        (CLUSTERED, "awards", raked(), 6.06319007504459, 1.96632830653826, 355.905423483426, 0.00272471787184525),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_rao_scott_agrees_with_svychisq(
    schools: NDArray[np.void], wave: str, w: NDArray[np.float64], f: float, ndf: float, ddf: float, p: float
) -> None:
    test = of_people(schools[wave] == "Yes", np.searchsorted(["E", "H", "M"], schools["stype"]), w)
    assert (test.statistic, test.df, test.df2, test.p_value) == pytest.approx((f, ndf, ddf, p), rel=1e-8)
    assert test.method == "rao_scott"


waves = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.tuples(st.booleans(), st.integers(0, k - 1), st.floats(0.2, 5)), min_size=k, max_size=40).map(
        lambda people: [*people, *((wave, option, 1.0) for wave in (False, True) for option in range(k))]
    )
)


@given(people=waves)
def test_rao_scott_from_sums_agrees_with_covariances_of_people(people: list[tuple[bool, int, float]]) -> None:
    """As svychisq does it: the covariance matrix of all cells, centred in each wave, seen through contrasts."""
    in_followup, options, weights = (np.array(part) for part in zip(*people, strict=True))
    k, n = int(options.max()) + 1, len(people)
    cells = np.eye(2 * k)[options + k * in_followup]
    shares = weights @ cells / weights.sum()
    influence = (cells - shares) * (weights / weights.sum())[:, np.newaxis]
    covariance = sum(int(of.sum()) * np.cov(influence[of].T, bias=False) for of in (in_followup, ~in_followup))
    half = np.vstack([np.eye(k - 1), -np.ones(k - 1)])
    contrasts = np.vstack([half, -half]) / shares[:, np.newaxis]
    alike = contrasts.T @ np.diag(shares) @ contrasts / n
    eigenvalues = np.linalg.eigvals(np.linalg.inv(alike) @ contrasts.T @ covariance @ contrasts).real
    table = (shares * n).reshape(2, k)
    pearson = stats.chi2_contingency(table, correction=False).statistic
    df = eigenvalues.sum() ** 2 / (eigenvalues**2).sum()
    f = pearson / eigenvalues.sum()
    test = of_people(in_followup, options, weights)
    assert (test.statistic, test.df, test.df2) == pytest.approx((f, df, df * (n - 2)), rel=1e-6, abs=1e-9)
    assert test.p_value == pytest.approx(stats.f.sf(f, df, df * (n - 2)), rel=1e-6)


def test_without_weights_it_is_pearsons_test_with_the_uncertainty_of_its_variance() -> None:
    baseline, followup = np.array([10, 20, 30]), np.array([25, 20, 15])
    test = rao_scott(baseline, baseline, baseline, followup, followup, followup)
    pearson = nominal.pearson(baseline, followup)
    assert test.statistic * test.df == pytest.approx(pearson.statistic * 59 / 60)
    assert (test.df, test.df2) == pytest.approx((2, 2 * 118))


@given(people=waves, scale=st.floats(0.01, 100))
def test_swapping_the_waves_and_another_unit_of_weight_leave_the_test_alone(
    people: list[tuple[bool, int, float]], scale: float
) -> None:
    in_followup, options, weights = (np.array(part) for part in zip(*people, strict=True))
    test = of_people(in_followup, options, weights)
    for other in (of_people(~in_followup, options, weights), of_people(in_followup, options, weights * scale)):
        assert tuple(other[:3]) == pytest.approx(tuple(test[:3]), rel=1e-7, abs=1e-12)


def test_weights_that_vary_make_a_difference_less_certain() -> None:
    baseline, followup = np.array([30, 30]), np.array([20, 40])
    alike = rao_scott(baseline, baseline, baseline, followup, followup, followup)
    varied = rao_scott(baseline, baseline, 1.5 * baseline, followup, followup, 1.5 * followup)
    assert varied.statistic == pytest.approx(alike.statistic / 1.5)
    assert varied.p_value > alike.p_value


def test_an_option_that_nobody_chose_changes_nothing() -> None:
    sums = np.array([[4, 6, 10], [4.2, 7, 9], [5, 8, 12], [10, 5, 4], [9, 5.5, 5], [12, 7, 8]])
    assert rao_scott(*np.insert(sums, 1, 0, axis=1)) == rao_scott(*sums)


def test_a_wave_that_agrees_on_one_option_is_not_taken_for_certain() -> None:
    """Five of five, where half of 200 chose so: R's svychisq has F 53.4, p 6e-12; Fisher's exact p is .060."""
    test = rao_scott([5, 0], [5, 0], [5, 0], [100, 100], [100, 100], [100, 100])
    assert 0.03 < test.p_value < 0.1


def test_small_follow_ups_with_empty_cells_reject_no_more_often_than_they_may() -> None:
    """Exactly, over all follow-ups of 8 that could be drawn from the baseline's distribution."""
    baseline = np.array([4, 6, 30, 80, 80])
    share = baseline / baseline.sum()
    rejected = 0.0
    for answers in itertools.combinations_with_replacement(range(5), 8):
        followup = np.bincount(answers, minlength=5)
        ways = math.factorial(8) / math.prod(math.factorial(count) for count in followup)
        if rao_scott(baseline, baseline, baseline, followup, followup, followup).p_value < 0.05:
            rejected += ways * float(np.prod(share**followup))
    assert rejected < 0.06


def test_waves_with_nothing_in_common_differ() -> None:
    assert rao_scott([30, 0], [30, 0], [30, 0], [0, 20], [0, 20], [0, 20]).p_value < 1e-6


def test_one_option_remaining_is_no_evidence() -> None:
    assert rao_scott([0, 2], [0, 3.1], [0, 5], [0, 4], [0, 4], [0, 4]) == (0, 0, 1, "rao_scott", 0)


@pytest.mark.parametrize("n", [[0, 0], [1, 0], [2, 3]])
def test_a_wave_without_respondents_or_with_one_has_no_test(n: list[int]) -> None:
    w = n if n != [2, 3] else [0, 0]
    for waves in ((n, w, w, [3, 4], [3, 4], [3, 4]), ([3, 4], [3, 4], [3, 4], n, w, w)):
        test = rao_scott(*waves)
        assert np.isnan([test.statistic, test.df, test.p_value, test.df2]).all()
        assert test.method == ""


@pytest.mark.parametrize(
    ("baseline", "followup"),
    [([1, 2], [1, 2, 3]), ([-1, 2], [1, 2]), ([np.nan, 2], [1, 2]), ([[1, 2]], [[1, 2]])],
)
def test_what_is_no_sum_per_option_is_refused(baseline: list[float], followup: list[float]) -> None:
    with pytest.raises(ValueError, match=r"not negative|same options"):
        rao_scott(baseline, baseline, baseline, followup, followup, followup)
    with pytest.raises(ValueError, match="same options"):
        rao_scott([1, 2], [1], [1, 2], [1, 2], [1], [1, 2])
