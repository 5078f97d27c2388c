"""Finite populations, against published figures, R, brute force over all samples and SciPy's distribution."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from brobygger_cli.methods.change_intervals import newcombe
from brobygger_cli.methods.population import effective_n, hypergeometric_interval

# Ticked, asked and all; R:
# hi <- function(x, n, N, a) { M <- x:(N - n + x)
#   range(M[phyper(x - 1, M, N - M, n, lower = FALSE) >= a / 2 & phyper(x, M, N - M, n) >= a / 2]) }
R_INTERVALS = [
    ((60, 150, 231), (82, 104), (83, 102)),
    ((85, 140, 250), (138, 165), (140, 163)),
    ((0, 150, 231), (0, 3), (0, 2)),
    ((140, 140, 250), (246, 250), (247, 250)),
    ((3, 7, 20), (3, 15), (4, 14)),
    ((1, 1, 40), (1, 40), (2, 40)),
    ((412, 3000, 5000), (648, 727), (654, 720)),
    ((12, 900, 100_000), (694, 2313), (774, 2147)),
    ((45_000, 60_000, 100_000), (74_780, 75_219), (74_815, 75_184)),
]

samples = st.integers(1, 100_000).flatmap(
    lambda people: st.integers(1, people).flatmap(
        lambda asked: st.tuples(st.integers(0, asked), st.just(asked), st.just(people))
    )
)


def test_effective_n_matches_the_published_example() -> None:
    np.testing.assert_array_equal(np.round(effective_n([150, 140], [231, 250]), 1), [425.9, 316.9])


def test_the_change_of_the_published_example_gets_its_standard_error_and_interval_through_the_effective_n() -> None:
    # R survey, svydesign(~1, fpc = ~N) a wave, sqrt(SE0^2 + SE1^2): 0.0363295, with n - 1 for n.
    share, n = np.array([60 / 150, 85 / 140]), effective_n([150, 140], [231, 250])
    assert round(float(np.sqrt(np.sum(share * (1 - share) / n))), 4) == 0.0363
    np.testing.assert_array_equal(np.round(newcombe(share[0], n[0], share[1], n[1]), 4), [0.1348, 0.2763])


@pytest.mark.parametrize(("people", "asked", "tickers"), [(231, 150, 92), (250, 140, 6), (12, 11, 5), (9, 1, 4)])
def test_a_share_of_the_effective_n_varies_as_a_draw_without_replacement_does(
    people: int, asked: int, tickers: int
) -> None:
    share, drawn = tickers / people, np.arange(asked + 1)
    variance = np.sum(hypergeom.pmf(drawn, people, tickers, asked) * (drawn / asked - share) ** 2)
    assert share * (1 - share) / effective_n(asked, people) == pytest.approx(variance)


def test_an_infinite_population_needs_no_correction_and_a_whole_one_leaves_no_doubt() -> None:
    result = effective_n([20, np.inf, 20, 1, 36.5, 0], [np.inf, np.inf, 20, 1, 36.5, 50])
    np.testing.assert_array_equal(result, [20, np.inf, np.inf, np.inf, np.inf, 0])


def test_a_large_population_is_nearly_an_infinite_one() -> None:
    assert effective_n(150.5, 1e12) == pytest.approx(150.5)


@given(people=st.floats(1, 1e6), part=st.floats(0, 1))
def test_a_finite_population_never_makes_a_base_of_people_smaller(people: float, part: float) -> None:
    asked = 1 + part * (people - 1)
    assert effective_n(asked, people) >= asked * (1 - 1e-12)


def test_an_unknown_base_or_population_has_no_effective_n_and_spoils_no_other_row() -> None:
    result = effective_n([np.nan, 20, np.nan, 0, 0.2, 20], [50, np.nan, np.inf, 0, 0.5, np.inf])
    np.testing.assert_array_equal(result, [np.nan] * 5 + [20])


def test_a_weighted_base_may_pass_its_population_by_rounding() -> None:
    assert effective_n(231 * (1 + 1e-15), 231) == np.inf


@pytest.mark.parametrize(("table", "at_95", "at_90"), R_INTERVALS)
def test_the_exact_interval_matches_r(
    table: tuple[int, int, int], at_95: tuple[int, int], at_90: tuple[int, int]
) -> None:
    np.testing.assert_array_equal(hypergeometric_interval(*table), at_95)
    np.testing.assert_array_equal(hypergeometric_interval(*table, confidence=0.9), at_90)


def test_rows_computed_together_equal_rows_computed_alone() -> None:
    tables = np.transpose([table for table, _, _ in R_INTERVALS])
    np.testing.assert_array_equal(hypergeometric_interval(*tables), np.transpose([row[1] for row in R_INTERVALS]))


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95, 0.99])
def test_the_exact_interval_holds_every_population_that_no_one_sided_test_rejects(confidence: float) -> None:
    """Every sample from every population of up to a dozen, by counting samples in whole numbers."""
    rows, expected = [], []
    for people in range(1, 13):
        for asked in range(1, people + 1):
            # ways[tickers][x]: samples of `asked` that hold x of the population's tickers.
            ways = [
                [comb(tickers, x) * comb(people - tickers, asked - x) for x in range(asked + 1)]
                for tickers in range(people + 1)
            ]
            enough = (1 - confidence) / 2 * comb(people, asked) * (1 - 1e-9)
            for x in range(asked + 1):
                kept = [i for i, way in enumerate(ways) if min(sum(way[x:]), sum(way[: x + 1])) >= enough]
                assert kept == list(range(kept[0], kept[-1] + 1))
                rows.append((x, asked, people))
                expected.append((kept[0], kept[-1]))
    x_all, asked_all, people_all = np.transpose(rows)
    low, high = hypergeometric_interval(x_all, asked_all, people_all, confidence)
    np.testing.assert_array_equal(np.column_stack([low, high]), expected)


@settings(max_examples=150, deadline=None)
@given(sample=samples, confidence=st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_beyond_either_limit_of_any_population_a_one_sided_test_rejects(
    sample: tuple[int, int, int], confidence: float
) -> None:
    x, asked, people = sample
    low, high = (int(limit) for limit in hypergeometric_interval(x, asked, people, confidence))
    tail = (1 - confidence) / 2
    assert x <= low <= high <= people - (asked - x)
    assert low <= -(-x * people // asked)
    assert high >= x * people // asked
    assert hypergeom(people, low, asked).sf(x - 1) >= tail * (1 - 1e-6)
    assert hypergeom(people, high, asked).cdf(x) >= tail * (1 - 1e-6)
    if low > x:
        assert hypergeom(people, low - 1, asked).sf(x - 1) < tail
    if high < people - (asked - x):
        assert hypergeom(people, high + 1, asked).cdf(x) < tail


def test_the_exact_interval_covers_whatever_the_population_holds() -> None:
    people, asked = 60, 25
    x = np.arange(asked + 1)
    low, high = hypergeometric_interval(x, asked, people)
    for tickers in range(people + 1):
        covered = (low <= tickers) & (tickers <= high)
        assert hypergeom(people, tickers, asked).pmf(x)[covered].sum() >= 0.95


@given(sample=samples)
def test_counting_those_who_did_not_tick_mirrors_the_exact_interval(sample: tuple[int, int, int]) -> None:
    x, asked, people = sample
    low, high = hypergeometric_interval(x, asked, people)
    np.testing.assert_array_equal(hypergeometric_interval(asked - x, asked, people), [people - high, people - low])


def test_everybody_asked_leaves_nothing_to_estimate() -> None:
    x = np.arange(8)
    np.testing.assert_array_equal(hypergeometric_interval(x, 7, 7), [x, x])


def test_weighted_counts_are_rounded_to_people() -> None:
    np.testing.assert_array_equal(hypergeometric_interval(59.8, 150.3, 231), [82, 104])
    # 2.5 is rounded to 2 people, and what passes it by rounding error is no third.
    np.testing.assert_array_equal(
        hypergeometric_interval(2.5 * (1 + 1e-15), 2.5, 50), hypergeometric_interval(2, 2, 50)
    )


def test_without_a_base_or_a_population_of_people_there_is_no_interval() -> None:
    count, n, people = [0, 5, np.nan, 5, 5, 60], [0, 20, 20, np.nan, 20, 150], [50, np.inf, 50, 50, np.nan, 231]
    low, high = hypergeometric_interval(count, n, people)
    np.testing.assert_array_equal(low, [np.nan] * 5 + [82])
    np.testing.assert_array_equal(high, [np.nan] * 5 + [104])


def test_no_rows_give_no_intervals() -> None:
    low, high = hypergeometric_interval([], [], [])
    assert low.shape == high.shape == (0,)


@pytest.mark.parametrize(
    ("count", "n", "people", "message"),
    [(5, 20, 19, "More people answered"), (0, -1, 19, "negative"), (-1, 5, 19, "count"), (6, 5, 19, "count")],
)
def test_a_count_that_no_sample_can_hold_is_refused(count: int, n: int, people: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        hypergeometric_interval(count, n, people)


@pytest.mark.parametrize(("n", "people", "message"), [(20, 19, "More people answered"), (-1, 19, "negative")])
def test_a_base_that_no_population_can_hold_is_refused(n: int, people: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        effective_n([10, n], people)


def test_a_confidence_in_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        hypergeometric_interval(60, 150, 231, confidence=95)
