"""The variance of a change between overlapping waves, against simulated draws and exhaustive ones."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.methods.change_intervals import miettinen_nurminen
from brobygger_cli.methods.overlap import (
    cautious_covariance,
    change_variance,
    covariance_of,
    covariance_of_pairs,
    covariance_range,
    variance_ratio,
    widest_and_narrowest_covariance,
)


class Overlapping(NamedTuple):
    """Two waves of a population, and how its people answer."""

    both: int
    only_baseline: int
    only_followup: int
    neither: int
    n_baseline: int
    n_followup: int
    overlap: int

    @property
    def population(self) -> int:
        """How many people there are."""
        return self.both + self.only_baseline + self.only_followup + self.neither

    @property
    def waves(self) -> tuple[float, int, float, int, int]:
        """The first five arguments of the variance."""
        share0 = (self.both + self.only_baseline) / self.population
        share1 = (self.both + self.only_followup) / self.population
        return share0, self.n_baseline, share1, self.n_followup, self.overlap

    @property
    def covariance(self) -> float:
        """Of a person's two answers, over the whole population."""
        return float(covariance_of_pairs(self.both, self.only_baseline, self.only_followup, self.neither))


# 40 % and 61 % of 231 people, correlated by .53: answers that give the published .001006.
PUBLISHED = Overlapping(85, 7, 55, 84, 150, 140, 110)

shares = st.floats(0, 1)
correlations = st.floats(-1, 1)


@st.composite
def overlapping(draw: st.DrawFn) -> Overlapping:
    cells = draw(st.tuples(*[st.integers(0, 60)] * 4).filter(any))
    population = sum(cells)
    n0, n1 = draw(st.integers(1, population)), draw(st.integers(1, population))
    overlap = draw(st.integers(max(0, n0 + n1 - population), min(n0, n1)))
    return Overlapping(cells[0], cells[1], cells[2], cells[3], n0, n1, overlap)


def test_the_published_variance_is_reproduced() -> None:
    variance = change_variance(*PUBLISHED.waves, PUBLISHED.covariance, PUBLISHED.population)
    assert round(float(variance), 6) == 0.001006


def test_the_published_variance_is_that_of_waves_drawn_again_and_again() -> None:
    rng = np.random.default_rng(1984)
    people = np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], PUBLISHED[:4], axis=0)
    drawn = people[rng.permuted(np.tile(np.arange(231), (40_000, 1)), axis=1)[:, :180]]
    baseline = drawn[:, :150, 0].mean(axis=1)
    followup = (drawn[:, :110, 1].sum(axis=1) + drawn[:, 150:, 1].sum(axis=1)) / 140
    assert np.var(followup - baseline) == pytest.approx(0.001006, rel=0.02)


def test_the_variance_of_every_possible_pair_of_waves_of_six_is_met_exactly() -> None:
    """All 20 baselines of three out of six people, with all 9 follow-ups of three that share two with each."""
    answers0, answers1 = np.array([1, 1, 1, 0, 0, 0]), np.array([1, 1, 0, 1, 1, 0])
    changes = [
        answers1[list(followup)].mean() - answers0[list(baseline)].mean()
        for baseline in itertools.combinations(range(6), 3)
        for followup in itertools.combinations(range(6), 3)
        if len(set(baseline) & set(followup)) == 2
    ]
    population = Overlapping(2, 1, 2, 1, 3, 3, 2)
    variance = change_variance(*population.waves, population.covariance, 6)
    assert float(variance) == pytest.approx(np.var(changes), rel=1e-12)


@given(population=overlapping())
def test_the_variance_is_never_negative_and_only_the_covariance_moves_it(population: Overlapping) -> None:
    variance = float(change_variance(*population.waves, population.covariance, population.population))
    independent = float(change_variance(*population.waves, 0, population.population))
    ratio = float(variance_ratio(*population.waves, population.covariance, population.population))
    assert variance >= 0
    assert ratio >= 0
    assert ratio * independent == pytest.approx(variance, abs=1e-12)


@given(share0=shares, share1=shares, correlation=correlations, n0=st.integers(1, 500), n1=st.integers(1, 500))
def test_no_overlap_in_an_infinite_population_is_two_independent_waves(
    share0: float, share1: float, correlation: float, n0: int, n1: int
) -> None:
    covariance = covariance_of(share0, share1, correlation)
    assert variance_ratio(share0, n0, share1, n1, 0, covariance) == 1
    expected = share0 * (1 - share0) / n0 + share1 * (1 - share1) / n1
    assert float(change_variance(share0, n0, share1, n1, 0, covariance)) == pytest.approx(expected, abs=1e-12)


@given(share0=shares, share1=shares, correlation=correlations)
def test_an_overlap_by_chance_is_two_independent_waves(share0: float, share1: float, correlation: float) -> None:
    covariance = covariance_of(share0, share1, correlation)
    assert float(variance_ratio(share0, 40, share1, 60, 24, covariance, 100)) == pytest.approx(1)


@given(share=shares, n=st.integers(1, 500), more=st.integers(0, 500))
def test_the_same_people_with_the_same_answers_have_a_change_without_variance(share: float, n: int, more: int) -> None:
    for population in (np.inf, n + more):
        variance = change_variance(share, n, share, n, n, share * (1 - share), population)
        assert float(variance) == pytest.approx(0, abs=1e-15)


@given(population=overlapping())
def test_pairs_alone_give_the_variance_of_their_differences(population: Overlapping) -> None:
    n = population.population
    people = np.repeat([0, -1, 1, 0], population[:4])
    share0, _, share1, _, _ = population.waves
    variance = change_variance(share0, n, share1, n, n, population.covariance)
    assert float(variance) == pytest.approx(np.var(people) / n, abs=1e-12)


def test_a_population_asked_twice_leaves_nothing_to_chance() -> None:
    assert float(change_variance(0.4, 231, 0.6, 231, 231, 0.1, 231)) == pytest.approx(0, abs=1e-15)
    assert variance_ratio(0.4, 231, 0.6, 231, 231, 0.1, 231) == 1


def test_shares_without_variance_have_a_ratio_of_one() -> None:
    np.testing.assert_array_equal(variance_ratio([0, 1, 0], 20, [0, 1, 1], 30, 10, 0.1, 100), 1)


@given(population=overlapping())
def test_effective_bases_divided_by_the_ratio_carry_the_variance(population: Overlapping) -> None:
    """The effective n of a population of N is n (N - 1) / (N - n), as it is where nobody overlaps."""
    size = population.population
    share0, n0, share1, n1, _ = population.waves
    ratio = float(variance_ratio(*population.waves, population.covariance, size))
    carried = sum(
        share * (1 - share) * (size - n) / (n * (size - 1)) * ratio if n < size else 0.0
        for share, n in ((share0, n0), (share1, n1))
    )
    expected = change_variance(*population.waves, population.covariance, size)
    assert carried == pytest.approx(float(expected), abs=1e-12)


def test_an_overlap_of_like_answers_narrows_the_interval_of_the_change() -> None:
    ratio = variance_ratio(0.4, 150, 85 / 140, 140, 110, covariance_of(0.4, 85 / 140, 0.5))
    assert 0.5 < ratio < 0.7
    low, high = miettinen_nurminen(0.4, 150 / ratio, 85 / 140, 140 / ratio)
    independent_low, independent_high = miettinen_nurminen(0.4, 150, 85 / 140, 140)
    assert independent_low < low < high < independent_high


@given(cells=st.tuples(*[st.integers(0, 40)] * 4).filter(any))
def test_the_covariance_of_pairs_is_that_of_their_answers(cells: tuple[int, int, int, int]) -> None:
    answers = np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], cells, axis=0)
    expected = np.mean(answers[:, 0] * answers[:, 1]) - np.prod(answers.mean(axis=0))
    assert float(covariance_of_pairs(*cells)) == pytest.approx(expected, abs=1e-12)
    low, high = covariance_range(*answers.mean(axis=0))
    assert low == 0
    assert covariance_of_pairs(*cells) <= high + 1e-12


def test_the_largest_covariance_is_that_of_the_smaller_share_within_the_larger() -> None:
    _, high = covariance_range([0.4, 0.6, 0.4, 0], [0.6, 0.4, 0.4, 0.5])
    np.testing.assert_allclose(high, [0.16, 0.16, 0.24, 0])
    assert float(high[0]) == pytest.approx(float(covariance_of_pairs(40, 0, 20, 40)))


@given(share0=shares, share1=shares, correlation=correlations)
def test_a_stated_correlation_is_cut_at_what_the_shares_allow(share0: float, share1: float, correlation: float) -> None:
    covariance = float(covariance_of(share0, share1, correlation))
    # The four cells that have this covariance are shares.
    cells = [share0 * share1 + covariance]
    cells += [share0 - cells[0], share1 - cells[0], 1 - share0 - share1 + cells[0]]
    assert min(cells) >= -1e-12
    assert abs(covariance) <= abs(correlation) * np.sqrt(share0 * (1 - share0) * share1 * (1 - share1)) + 1e-12


def test_a_stated_correlation_that_the_shares_allow_is_kept() -> None:
    assert float(covariance_of(0.4, 0.6, 0.5)) == pytest.approx(0.12)
    assert float(covariance_of(0.5, 0.5, -1)) == pytest.approx(-0.25)


@given(population=overlapping(), correlation=st.floats(0, 1))
def test_no_covariance_in_the_range_leaves_a_variance_outside_the_two_ends(
    population: Overlapping, correlation: float
) -> None:
    size = population.population
    ends = widest_and_narrowest_covariance(*population.waves, size)
    widest, narrowest = (float(change_variance(*population.waves, end, size)) for end in ends)
    share0, _, share1, _, _ = population.waves
    between = float(change_variance(*population.waves, covariance_of(share0, share1, correlation), size))
    assert narrowest - 1e-12 <= between <= widest + 1e-12


def test_more_overlap_than_by_chance_is_widest_without_covariance_and_less_is_narrowest() -> None:
    # By chance 90.9 of 231 would be in both.
    widest, narrowest = widest_and_narrowest_covariance(0.4, 150, 0.6, 140, [110, 90], 231)
    np.testing.assert_allclose(widest, [0, 0.16])
    np.testing.assert_allclose(narrowest, [0.16, 0])
    assert widest_and_narrowest_covariance(0.4, 150, 0.6, 140, 1)[0] == 0


def test_nothing_known_is_carried_through_without_a_warning() -> None:
    waves = [np.nan, 0.4, 0.4, 0.4, 0.4], [50, 0, 50, 50, 50], 0.5, 40, [10, 0, np.nan, 10, 10]
    known = [False, False, False, False, True]
    covariance = [0.1, 0.1, 0.1, np.nan, 0.1]
    np.testing.assert_array_equal(np.isfinite(change_variance(*waves, covariance, 100)), known)
    np.testing.assert_array_equal(np.isfinite(variance_ratio(*waves, covariance, 100)), known)
    for end in widest_and_narrowest_covariance(*waves, 100):
        np.testing.assert_array_equal(np.isfinite(end), [False, False, False, True, True])
    assert np.isnan(covariance_of_pairs(0, 0, 0, 0))
    assert np.isnan(covariance_range(np.nan, 0.5)).all()
    assert np.isnan(covariance_of(0.5, np.nan, 0.5))


def test_arguments_of_any_shape_are_broadcast() -> None:
    ratio = variance_ratio(0.4, 50, np.array([[0.3], [0.5]]), 40, 10, [0, 0.05, 0.1])
    assert ratio.shape == (2, 3)
    assert ratio[1, 2] == variance_ratio(0.4, 50, 0.5, 40, 10, 0.1)


@pytest.mark.parametrize(
    ("waves", "population", "message"),
    [
        ((0.4, 50, 0.5, 40, 41), np.inf, "more people than one of the waves"),
        ((0.4, 50, 0.5, 40, -1), np.inf, "negative"),
        ((0.4, 50, 0.5, 40, 30), 49, "than the population"),
        ((0.4, 50, 0.5, 40, 30), 59, "so few people in both"),
        ((40, 50, 0.5, 40, 30), np.inf, "outside 0-1"),
    ],
)
def test_waves_that_cannot_be_are_refused(waves: tuple[float, ...], population: float, message: str) -> None:
    share0, n0, share1, n1, overlap = waves
    with pytest.raises(ValueError, match=message):
        change_variance(share0, n0, share1, n1, overlap, 0.1, population)


def test_counts_and_correlations_off_their_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        covariance_of_pairs(1, -1, 1, 1)
    with pytest.raises(ValueError, match="-1 to 1"):
        covariance_of(0.5, 0.5, 53)


def test_a_positive_covariance_is_drawn_towards_nothing_as_newcombes_phi_is() -> None:
    # ad - bc = 12 * 7 - 1 * 2 = 82, less half of 22 pairs, over 22 squared
    assert float(cautious_covariance(12, 1, 2, 7)) == pytest.approx(71 / 22**2)
    # A product below n / 2 is as good as none; a negative covariance makes a change less certain, and stays.
    assert float(cautious_covariance(3, 1, 2, 1)) == 0
    assert float(cautious_covariance(1, 7, 6, 2)) == float(covariance_of_pairs(1, 7, 6, 2)) < 0
    assert np.isnan(cautious_covariance(0, 0, 0, 0))


@given(cells=st.tuples(*[st.integers(0, 40)] * 4))
def test_few_who_never_changed_leave_the_change_a_variance(cells: tuple[int, int, int, int]) -> None:
    cautious, plain = cautious_covariance(*cells), covariance_of_pairs(*cells)
    assert np.isnan(plain) or cautious <= plain
