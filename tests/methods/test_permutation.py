"""The permutation test, against relabelling every person and exact convolution."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.methods.permutation import DRAWS, permutation_p

if TYPE_CHECKING:
    from numpy.typing import NDArray


def difference(tables: NDArray[np.int64], both: NDArray[np.int64]) -> NDArray[np.float64]:
    """The distance between the two waves' shares, in sum over the options."""
    wave = tables / tables.sum(axis=1, keepdims=True)
    rest = (both - tables) / (both - tables).sum(axis=1, keepdims=True)
    return np.asarray(np.abs(wave - rest).sum(axis=1))


def test_exact_p_agrees_with_relabelling_every_person() -> None:
    baseline, followup = np.array([4, 1, 0, 2]), np.array([1, 3, 2, 0])
    people = np.repeat(np.arange(4), baseline + followup)
    both = baseline + followup
    statistics = [
        difference(np.bincount(people[list(chosen)], minlength=4)[np.newaxis], both)[0]
        for chosen in combinations(range(len(people)), int(baseline.sum()))
    ]
    observed = difference(baseline[np.newaxis], both)[0]
    p_value, method = permutation_p(baseline, followup, difference)
    assert method == "exact_permutation"
    assert p_value == pytest.approx(np.mean(np.array(statistics) >= observed - 1e-9))


def test_drawn_p_comes_close_to_the_exact_one() -> None:
    baseline, followup = np.array([9, 7, 6, 8, 5, 9]), np.array([5, 9, 8, 4, 7, 6])
    drawn = permutation_p(baseline, followup, difference)
    assert drawn.method == "permutation"
    # Exact by convolution: the statistic is a sum over options, whose joint margin is the wave's size.
    n0, n1, both = int(baseline.sum()), int(followup.sum()), baseline + followup
    ways = {(0, 0): 1}
    for total in both.tolist():
        row = [1]
        for k in range(total):
            row.append(row[-1] * (total - k) // (k + 1))
        longer: dict[tuple[int, int], int] = {}
        for (used, distance), way in ways.items():
            for k in range(min(total, n0 - used) + 1):
                # In units of 1 / (n0 * n1), to stay in whole numbers.
                key = used + k, distance + abs(k * n1 - (total - k) * n0)
                longer[key] = longer.get(key, 0) + way * row[k]
        ways = longer
    observed = int(np.abs(baseline * n1 - followup * n0).sum())
    complete = {distance: way for (used, distance), way in ways.items() if used == n0}
    exact = sum(way for distance, way in complete.items() if distance >= observed) / sum(complete.values())
    assert drawn.p_value == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / DRAWS))


@settings(max_examples=25, deadline=None)
@given(
    waves=st.integers(1, 7).flatmap(lambda k: st.tuples(*[st.lists(st.integers(0, 12), min_size=k, max_size=k)] * 2))
)
def test_swapping_the_waves_leaves_p_and_method_alone(waves: tuple[list[int], list[int]]) -> None:
    baseline, followup = waves
    p_value, method = permutation_p(baseline, followup, difference)
    swapped_p, swapped_method = permutation_p(followup, baseline, difference)
    assert swapped_method == method
    assert swapped_p == pytest.approx(p_value, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("spare", [0, 3])
def test_swapping_the_waves_leaves_a_drawn_p_alone_even_between_waves_of_one_size(spare: int) -> None:
    baseline, followup = [20, 11, 14, 9, 8, 13], [10, 13, 8 + spare, 17, 15, 12]
    test = permutation_p(baseline, followup, difference)
    assert test.method == "permutation"
    assert test == permutation_p(followup, baseline, difference)


def test_two_runs_print_the_same_p() -> None:
    waves = ([20, 11, 14, 9, 8, 13], [10, 13, 8, 17, 15, 12])
    assert permutation_p(*waves, difference) == permutation_p(*waves, difference)


def test_waves_that_share_nothing_have_the_smallest_p_that_draws_can_give() -> None:
    p_value, method = permutation_p([50] * 5 + [0] * 5, [0] * 5 + [50] * 5, difference)
    assert method == "permutation"
    assert p_value == 1 / (1 + DRAWS)


def test_a_million_respondents_and_many_options_can_be_drawn() -> None:
    test = permutation_p([50_000] * 20, [50_000] * 19 + [50_100], difference)
    assert test.method == "permutation"
    assert 0.5 < test.p_value <= 1


def test_everyone_on_one_option_is_no_evidence() -> None:
    assert permutation_p([0, 6], [0, 9], difference) == (1.0, "exact_permutation")


@pytest.mark.parametrize("waves", [([0, 0], [3, 4]), ([3, 4], [0, 0]), ([0, 0], [0, 0]), ([], [])])
def test_an_empty_wave_has_no_p(waves: tuple[list[int], list[int]]) -> None:
    p_value, method = permutation_p(*waves, difference)
    assert np.isnan(p_value)
    assert method == ""


@pytest.mark.parametrize(
    ("baseline", "followup"),
    [([1, 2], [1, 2, 3]), ([-1, 2], [1, 2]), ([1.5, 2], [1, 2]), ([[1, 2]], [[1, 2]])],
)
def test_what_is_no_count_per_option_is_refused(baseline: list[float], followup: list[float]) -> None:
    with pytest.raises(ValueError, match=r"whole numbers|same options"):
        permutation_p(baseline, followup, difference)
