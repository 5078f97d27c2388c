"""Intervals for one share, against published figures and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from brobygger_cli.methods.share_intervals import INTERVALS, clopper_pearson, jeffreys, wilson

STATSMODELS_NAMES = {"wilson": "wilson", "clopper-pearson": "beta", "jeffreys": "jeffreys"}


@pytest.mark.parametrize(("ticked", "n", "published"), [(81, 263, (0.2553, 0.3662)), (0, 20, (0, 0.1611))])
def test_wilson_matches_newcombes_published_examples(ticked: int, n: int, published: tuple[float, float]) -> None:
    np.testing.assert_array_equal(np.round(wilson(ticked / n, n), 4), published)


@pytest.mark.parametrize("name", INTERVALS)
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_intervals_agree_with_statsmodels_between_the_ends(name: str, confidence: float) -> None:
    n = 37
    ticked = np.arange(1, n)
    theirs = proportion_confint(ticked, n, 1 - confidence, STATSMODELS_NAMES[name])
    np.testing.assert_allclose(INTERVALS[name](ticked / n, n, confidence), theirs, atol=1e-10)


def test_clopper_pearson_has_the_closed_form_where_nobody_or_everybody_ticked() -> None:
    low, high = clopper_pearson([0, 1], 10)
    np.testing.assert_allclose(low, [0, 0.025**0.1])
    np.testing.assert_allclose(high, [1 - 0.025**0.1, 1])


def test_jeffreys_reaches_the_end_where_nobody_or_everybody_ticked_but_not_beside_it() -> None:
    low, high = jeffreys([0, 1 / 50, 49 / 50, 1], 50)
    assert low[0] == 0 < low[1]
    assert high[2] < 1 == high[3]


@pytest.mark.parametrize("name", INTERVALS)
def test_nobody_and_everybody_give_exact_ends_at_any_base(name: str) -> None:
    n = np.arange(1, 3000)
    np.testing.assert_array_equal(INTERVALS[name](0, n)[0], 0)
    np.testing.assert_array_equal(INTERVALS[name](1, n)[1], 1)


@pytest.mark.parametrize("name", INTERVALS)
def test_a_share_of_nobody_has_no_interval(name: str) -> None:
    assert np.isnan(INTERVALS[name]([0.5, np.nan, np.nan, 0.5, 0], [0, 0, 5, np.nan, 0])).all()


@pytest.mark.parametrize("name", INTERVALS)
def test_a_population_observed_whole_has_an_interval_without_width(name: str) -> None:
    np.testing.assert_array_equal(INTERVALS[name]([0, 0.4, 1], np.inf), [[0, 0.4, 1]] * 2)


@pytest.mark.parametrize("name", INTERVALS)
@given(
    n=st.integers(1, 10**7),
    part=st.floats(0, 1),
    confidence=st.floats(0.8, 0.999),
)
def test_intervals_lie_on_the_scale_around_the_share_and_mirror_it(
    name: str, n: int, part: float, confidence: float
) -> None:
    share = round(part * n) / n
    low, high = INTERVALS[name](share, n, confidence)
    assert 0 <= low <= share <= high <= 1
    mirrored_low, mirrored_high = INTERVALS[name](1 - share, n, confidence)
    np.testing.assert_allclose([mirrored_low, mirrored_high], [1 - high, 1 - low], atol=1e-9)


@pytest.mark.parametrize("name", INTERVALS)
@given(share=st.floats(0, 1), n=st.floats(1, 1e7))
def test_no_effective_base_gives_a_limit_off_the_scale(name: str, share: float, n: float) -> None:
    low, high = INTERVALS[name](share, n, 0.5)
    assert 0 <= low <= high <= 1


def test_an_effective_base_between_two_whole_ones_gives_a_width_between_theirs() -> None:
    low, high = wilson(0.4, [100, 100.5, 101])
    assert np.all(np.diff(high - low) < 0)


def test_a_weighted_share_may_miss_one_by_rounding() -> None:
    assert wilson(1 + 1e-15, 30)[1] == 1


def test_a_percentage_is_not_mistaken_for_a_share() -> None:
    with pytest.raises(ValueError, match="percentage"):
        wilson(41, 100)


def test_a_negative_base_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        wilson(0.4, -1)


def test_a_confidence_in_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(0.4, 100, confidence=95)
