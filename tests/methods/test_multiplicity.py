"""Adjusted p-values, against statsmodels and a published family."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adjusted_elsewhere import multipletests
from brobygger_cli.methods.multiplicity import ADJUSTMENTS, benjamini_hochberg, holm

STATSMODELS_NAMES = {"holm": "holm", "bh": "fdr_bh"}

families = st.lists(st.one_of(st.floats(0, 1), st.sampled_from([0.01, 0.05, 1.0])), min_size=1, max_size=12)


@pytest.mark.parametrize("name", STATSMODELS_NAMES)
@settings(max_examples=30, deadline=None)
@given(p=families)
def test_adjusted_p_agrees_with_statsmodels(name: str, p: list[float]) -> None:
    theirs = multipletests(p, method=STATSMODELS_NAMES[name])[1]
    np.testing.assert_allclose(ADJUSTMENTS[name](p), theirs, atol=1e-12)


def test_the_figures_that_benjamini_and_hochberg_print_find_the_four_they_found() -> None:
    # Their 15 comparisons of two treatments of myocardial infarction (1995, section 4.1).
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000]
    assert np.sum(benjamini_hochberg(p) <= 0.05) == 4
    assert np.sum(holm(p) <= 0.05) == 3


@pytest.mark.parametrize("name", ADJUSTMENTS)
@given(p=families, unavailable=st.integers(0, 5))
def test_a_p_not_to_be_had_counts_as_one_and_an_absent_member_like_it(
    name: str, p: list[float], unavailable: int
) -> None:
    adjust = ADJUSTMENTS[name]
    as_one = adjust([*p, *[1.0] * unavailable])[: len(p)]
    with_nan = adjust([*[np.nan] * unavailable, *p])
    assert np.isnan(with_nan[:unavailable]).all()
    np.testing.assert_allclose(with_nan[unavailable:], as_one)
    np.testing.assert_allclose(adjust(p, size=len(p) + unavailable), as_one)


@pytest.mark.parametrize("name", ADJUSTMENTS)
@given(p=families)
def test_adjusting_never_lowers_a_p_nor_changes_their_order(name: str, p: list[float]) -> None:
    adjusted = ADJUSTMENTS[name](p)
    assert np.all(adjusted >= np.array(p) * (1 - 1e-12))
    assert np.all(adjusted <= 1)
    assert np.all(np.diff(adjusted[np.argsort(p)]) >= 0)


def test_no_adjustment_gives_the_raw_p_back() -> None:
    np.testing.assert_array_equal(ADJUSTMENTS["none"]([0.04, np.nan, 0.01]), [0.04, np.nan, 0.01])


@pytest.mark.parametrize("name", ADJUSTMENTS)
def test_a_family_of_none_has_no_p(name: str) -> None:
    assert ADJUSTMENTS[name]([]).shape == (0,)


@pytest.mark.parametrize("name", ADJUSTMENTS)
def test_a_family_smaller_than_its_members_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="family of 1"):
        ADJUSTMENTS[name]([0.1, 0.2], size=1)


@pytest.mark.parametrize("p", [[1.2], [-0.1], [[0.1, 0.2]]])
def test_what_is_no_vector_of_probabilities_is_refused(p: list[float]) -> None:
    with pytest.raises(ValueError, match="one vector"):
        holm(p)
