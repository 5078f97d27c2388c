"""The test of an ordinal question, against published figures and SciPy on people."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from brobygger_cli.methods import ordinal

# Pain scores 1-5 under two treatments (Brunner & Munzel 2000), as counts of each score.
PAIN = (11, 2, 0, 1, 0), (3, 1, 4, 2, 1)

waves = st.integers(1, 7).flatmap(lambda k: st.tuples(*[st.lists(st.integers(0, 15), min_size=k, max_size=k)] * 2))


def people(counts: list[int] | tuple[int, ...]) -> list[int]:
    return [step for step, count in enumerate(counts) for _ in range(count)]


def test_brunner_munzel_matches_the_published_pain_data() -> None:
    test = ordinal.brunner_munzel(*PAIN)
    assert round(test.statistic, 5) == 3.13747
    assert round(test.df, 3) == 17.683
    assert round(test.p_value, 6) == 0.005786
    assert round(test.effect, 5) == 0.78896
    assert (round(test.effect_low, 4), round(test.effect_high, 4)) == (0.5952, 0.9827)
    assert test.method == "brunner_munzel"


@given(waves=waves)
def test_brunner_munzel_from_counts_agrees_with_scipy_from_people(waves: tuple[list[int], list[int]]) -> None:
    baseline, followup = waves
    ours = ordinal.brunner_munzel(baseline, followup)
    assume(not math.isnan(ours.statistic))
    theirs = stats.brunnermunzel(people(baseline), people(followup))
    assert ours.statistic == pytest.approx(theirs.statistic, abs=1e-9)
    assert ours.p_value == pytest.approx(theirs.pvalue, abs=1e-9)


@given(waves=waves)
def test_the_effect_is_the_part_of_pairs_that_rose_and_half_of_those_that_tied(
    waves: tuple[list[int], list[int]],
) -> None:
    first, second = (np.array(people(wave)) for wave in waves)
    assume(len(first) and len(second))
    rise = second - first[:, np.newaxis]
    assert ordinal.ordinal_test(*waves, 0.95).effect == pytest.approx(np.mean((rise > 0) + (rise == 0) / 2))


@given(waves=waves)
def test_the_effects_interval_excludes_no_change_exactly_when_the_test_rejects(
    waves: tuple[list[int], list[int]],
) -> None:
    test = ordinal.brunner_munzel(*waves)
    assume(not math.isnan(test.statistic) and abs(test.p_value - 0.05) > 1e-9)
    assert (test.effect_low > 0.5 or test.effect_high < 0.5) == (test.p_value < 0.05)
    assert 0 <= test.effect_low <= test.effect <= test.effect_high <= 1


@settings(max_examples=50, deadline=None)
@given(waves=waves)
def test_swapping_the_waves_leaves_p_alone_and_mirrors_the_effect(waves: tuple[list[int], list[int]]) -> None:
    test, swapped = ordinal.ordinal_test(*waves, 0.9), ordinal.ordinal_test(*waves[::-1], 0.9)
    assert swapped.method == test.method
    mirrored = (
        -test.statistic,
        test.df,
        test.p_value,
        1 - test.effect,
        1 - test.effect_high,
        1 - test.effect_low,
    )
    assert swapped[:6] == pytest.approx(mirrored, abs=1e-9, nan_ok=True)


@given(waves=waves)
def test_turning_the_scale_round_turns_the_effect_round(waves: tuple[list[int], list[int]]) -> None:
    test, turned = ordinal.brunner_munzel(*waves), ordinal.brunner_munzel(waves[0][::-1], waves[1][::-1])
    assert turned.effect == pytest.approx(1 - test.effect, nan_ok=True)
    assert turned.statistic == pytest.approx(-test.statistic, abs=1e-9, nan_ok=True)


def test_a_step_that_nobody_chose_changes_nothing() -> None:
    assert ordinal.ordinal_test((0, 4, 0, 3, 2), (0, 1, 0, 5, 7), 0.95) == ordinal.ordinal_test(
        (4, 3, 2), (1, 5, 7), 0.95
    )


def test_waves_that_do_not_overlap_are_tested_by_permutation() -> None:
    test = ordinal.ordinal_test((3, 2, 0, 0), (0, 0, 4, 2), 0.95)
    assert test.method == "exact_permutation"
    # Only the observed labelling and its mirror, which needs waves of one size, are as extreme.
    assert test.p_value == pytest.approx(1 / math.comb(11, 5))
    assert test.effect == 1
    assert np.isnan([test.statistic, test.df, test.effect_low, test.effect_high]).all()


def test_a_wave_of_one_is_tested_by_permutation() -> None:
    test = ordinal.ordinal_test((0, 0, 0, 1), (5, 3, 1, 0), 0.95)
    assert test.method == "exact_permutation"
    assert test.p_value == pytest.approx(1 / 10)
    assert test.effect == 0


def test_large_waves_that_do_not_overlap_have_a_p_far_below_any_level() -> None:
    assert ordinal.ordinal_test((100, 100, 0, 0), (0, 0, 100, 100), 0.95).p_value < 1e-4


def test_everyone_on_one_step_is_no_evidence() -> None:
    test = ordinal.ordinal_test((0, 7, 0), (0, 9, 0), 0.95)
    assert (test.p_value, test.effect, test.method) == (1, 0.5, "exact_permutation")


@pytest.mark.parametrize("waves", [((0, 0), (3, 4)), ((3, 4), (0, 0)), ((0, 0), (0, 0))])
def test_an_empty_wave_has_no_test(waves: tuple[tuple[int, int], tuple[int, int]]) -> None:
    test = ordinal.ordinal_test(*waves, 0.95)
    assert np.isnan(test[:6]).all()
    assert test.method == ""


@pytest.mark.parametrize("followup", [[0, 2, 0, 0, 0], [0, 3, 0, 0, 0], [1, 3, 1, 0, 0], [0, 40, 0, 0, 0]])
def test_t_is_not_used_where_a_wave_is_tiny_or_of_one_mind(followup: list[int]) -> None:
    """Two equal answers against 209 gave a t with p = 2.9e-20; which two of 211 they are gives .014."""
    test = ordinal.ordinal_test([7, 16, 61, 79, 46], followup)
    assert test.method in {"exact_permutation", "permutation"}
    assert np.isnan([test.statistic, test.df, test.effect_low, test.effect_high]).all()


def test_tiny_follow_ups_reject_no_more_often_than_they_may() -> None:
    """Exactly, over all follow-ups of 2 to 5 that could be drawn from the baseline's distribution."""
    baseline = np.array([3, 8, 33, 43, 25])
    share = baseline / baseline.sum()
    for size in (2, 3, 5):
        rejected = 0.0
        for answers in itertools.combinations_with_replacement(range(5), size):
            followup = np.bincount(answers, minlength=5)
            ways = math.factorial(size) / math.prod(math.factorial(count) for count in followup)
            if ordinal.ordinal_test(baseline, followup).p_value < 0.05:
                rejected += ways * float(np.prod(share**followup))
        assert rejected < 0.06, size
