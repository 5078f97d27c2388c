"""The tests of a question with several answers that need no more than pairs of ticks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from brobygger_cli.methods.change_tests import n_minus_1
from brobygger_cli.methods.multiple_response import max_t, rao_scott_multiple
from brobygger_cli.methods.ticked_together import DRAWS, Together, max_t_normal, rao_scott_together

if TYPE_CHECKING:
    from numpy.typing import NDArray


def drawn(rng: np.random.Generator, n: int, shares: list[float]) -> NDArray[np.int64]:
    """Return ticks that go together, shape (n, k)."""
    latent = (rng.normal(size=(n, len(shares))) + rng.normal(size=(n, 1))) / np.sqrt(2)
    return np.asarray(latent < stats.norm.ppf(shares), dtype=np.int64)


def error_of(p: float) -> float:
    """Return the standard error of a p-value that is drawn, and how small one can be."""
    return math.sqrt(p * (1 - p) / DRAWS) + 1 / DRAWS


@pytest.mark.parametrize(
    ("ticked", "n"), [((520, 561), (1000, 1000)), ((90, 160), (1500, 2000)), ((30, 60), (800, 900))]
)
def test_a_single_option_has_the_p_of_its_n_minus_1_chi_squared(ticked: tuple[int, int], n: tuple[int, int]) -> None:
    exact = n_minus_1(ticked[0], n[0], ticked[1], n[1])
    test = max_t_normal([[ticked[0]]], n[0], [[ticked[1]]], n[1])
    assert test.statistic == pytest.approx(float(exact.statistic))
    assert abs(test.p_value - float(exact.p_value)) < 4 * error_of(float(exact.p_value))
    assert test.method == "normal"


def test_options_that_have_nothing_to_do_with_each_other_have_the_p_of_the_largest_of_so_many() -> None:
    """Pairs as they are expected where options are independent: 1 - (1 - p) ** k of the smallest p."""
    shares, n = np.array([0.2, 0.35, 0.5, 0.6]), 10_000
    pairs = n * np.outer(shares, shares)
    np.fill_diagonal(pairs, n * shares)
    after = pairs.copy()
    after[1, 1] += 60
    before = 2 * pairs - after  # so that both waves together are independent
    test = max_t_normal(before, n, after, n)
    alone = stats.chi2.sf(test.statistic, 1)
    expected = 1 - (1 - alone) ** 4
    assert 0.1 < expected < 0.9
    assert abs(test.p_value - expected) < 4 * error_of(float(expected))
    assert test.item_p_values.argmin() == 1


@pytest.mark.parametrize("seed", range(4))
def test_in_waves_of_a_thousand_it_comes_close_to_the_permutation(seed: int) -> None:
    """Of which it is the limit: with options that go together, a rare one among them, and one that has changed."""
    rng = np.random.default_rng([20170401, seed])
    shares = [0.03, 0.15, 0.3, 0.5, 0.5, 0.7]
    waves = [drawn(rng, 1_000, shares), drawn(rng, 1_200, [*shares[:-1], 0.73])]
    ticks = np.vstack(waves)
    earlier = np.arange(len(ticks)) < len(waves[0])
    permuted = max_t(ticks, earlier, ~earlier)
    normal = max_t_normal(waves[0].T @ waves[0], 1_000, waves[1].T @ waves[1], 1_200)
    assert permuted.method == "permutation"
    assert normal.statistic == pytest.approx(permuted.statistic)
    np.testing.assert_allclose(normal.item_p_values, permuted.item_p_values, atol=0.02)


def test_where_nothing_has_changed_it_finds_something_in_five_of_a_hundred_comparisons() -> None:
    rng = np.random.default_rng(20170401)
    shares, rejected, rounds = [0.02, 0.1, 0.3, 0.5, 0.8], 0, 200
    for _ in range(rounds):
        before, after = drawn(rng, 3_000, shares), drawn(rng, 4_000, shares)
        rejected += max_t_normal(before.T @ before, 3_000, after.T @ after, 4_000).p_value < 0.05
    # Three standard errors about 5 percent.
    assert 0.004 < rejected / rounds < 0.096


ticks = st.integers(1, 4).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 1), min_size=k, max_size=k), min_size=2, max_size=30)
)


@settings(max_examples=40, deadline=None)
@given(people=ticks, data=st.data())
def test_the_waves_may_be_swapped_and_options_that_tell_nothing_cost_nothing(
    people: list[list[int]], data: st.DataObject
) -> None:
    every = np.array(people)
    size = data.draw(st.integers(1, len(every) - 1))
    before, after = every[:size], every[size:]
    test = max_t_normal(before.T @ before, len(before), after.T @ after, len(after))
    swapped = max_t_normal(after.T @ after, len(after), before.T @ before, len(before))
    assert swapped.statistic == pytest.approx(test.statistic)
    assert swapped.item_p_values == pytest.approx(test.item_p_values, abs=0.02)
    assert test.p_value == test.item_p_values.min()
    padded = [
        np.column_stack([np.zeros(len(wave), dtype=int), wave, np.ones(len(wave), dtype=int)])
        for wave in (before, after)
    ]
    more = max_t_normal(padded[0].T @ padded[0], len(before), padded[1].T @ padded[1], len(after))
    assert more.item_p_values[[0, -1]].tolist() == [1, 1]
    assert more.item_p_values[1:-1] == pytest.approx(test.item_p_values, abs=0.02)


def test_options_ticked_by_the_same_people_cost_nothing() -> None:
    alone = max_t_normal([[300]], 1_000, [[340]], 1_000)
    several = max_t_normal(np.full((3, 3), 300), 1_000, np.full((3, 3), 340), 1_000)
    assert several.item_p_values == pytest.approx([alone.p_value] * 3, abs=4 * error_of(alone.p_value))


def test_two_runs_print_the_same_p() -> None:
    pairs = np.array([[300, 100], [100, 500]]), np.array([[330, 120], [120, 490]])
    runs = [max_t_normal(pairs[0], 1_000, pairs[1], 1_000) for _ in range(2)]
    assert runs[0].item_p_values.tolist() == runs[1].item_p_values.tolist()


@pytest.mark.parametrize("n", [(0, 10), (10, 0), (0, 0)])
def test_an_empty_wave_has_no_test(n: tuple[int, int]) -> None:
    test = max_t_normal(np.zeros((2, 2)), n[0], np.zeros((2, 2)), n[1])
    assert np.isnan([test.statistic, test.p_value, *test.item_p_values]).all()
    assert test.method == ""
    nobody = Together(0, np.zeros((2, 2)), 0, np.zeros((2, 2)))
    assert np.isnan(rao_scott_together(nobody, nobody).p_value)


@pytest.mark.parametrize(
    "pairs",
    [[[1, 2]], [1, 2], [[1, 2], [3, 4]], [[-1]], [[np.nan]]],
    ids=["oblong", "flat", "uneven", "negative", "nan"],
)
def test_what_are_no_pairs_is_refused(pairs: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="Pairs of options"):
        max_t_normal(pairs, 5, pairs, 5)


def test_waves_with_other_options_are_refused() -> None:
    with pytest.raises(ValueError, match="same options"):
        max_t_normal([[1]], 5, np.eye(2), 5)


def test_the_corrected_sum_of_pairs_is_that_of_patterns_whatever_is_counted_together() -> None:
    """Sums over two halves of the respondents, added up, are those of them all."""
    rng = np.random.default_rng(20170401)
    every = drawn(rng, 400, [0.1, 0.3, 0.5, 0.6])
    followup, w = np.arange(400) % 3 == 0, rng.uniform(0.3, 3, 400)
    expected = rao_scott_multiple(every, w * ~followup, w**2 * ~followup, w * followup, w**2 * followup)
    waves = []
    for wave in (~followup, followup):
        halves = [
            Together.of_patterns(every[part & wave].astype(float), w[part & wave], w[part & wave] ** 2)
            for part in (np.arange(400) < 200, np.arange(400) >= 200)
        ]
        waves.append(Together(*(one + other for one, other in zip(*halves, strict=True))))
    assert rao_scott_together(*waves)[:3] == pytest.approx(expected[:3], rel=1e-9)
