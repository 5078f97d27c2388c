"""Weights and their precision, against the R package survey (tests/second_program/survey_package.R)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.methods import weighting

SCHOOLS = Path(__file__).resolve().parents[1] / "second_program"
STRATIFIED, CLUSTERED = (
    np.genfromtxt(SCHOOLS / name, delimiter=",", names=True, dtype=None, encoding="utf-8", deletechars="")
    for name in ("apistrat.csv", "apiclus1.csv")
)
TYPES = ["E", "H", "M"]
POPULATION = [4421, 755, 1018]
POPULATION_BY_TARGET = [1072, 5122]

positive = st.floats(0.01, 100)


def cells(column: np.ndarray, values: list[str]) -> np.ndarray:
    return np.array([values.index(value) for value in column.tolist()])


def mean_weight(weights: np.ndarray, schools: np.ndarray, **where: str) -> list[float]:
    """Return the mean weight of each type of school that is as asked for."""
    return [
        float(
            weights[
                np.logical_and.reduce(
                    [
                        schools["stype"] == kind,
                        *(schools[name.replace("_", ".")] == value for name, value in where.items()),
                    ]
                )
            ].mean()
        )
        for kind in TYPES
    ]


# Precision


def test_equal_weights_cost_nothing() -> None:
    assert weighting.kish_effective_n(30, 45) == pytest.approx(20)
    assert weighting.design_effect(20, 30, 45) == pytest.approx(1)


@given(weights=st.lists(positive, min_size=1, max_size=20))
def test_the_design_effect_is_one_and_the_squared_coefficient_of_variation(weights: list[float]) -> None:
    w = np.array(weights)
    effect = weighting.design_effect(len(w), w.sum(), (w**2).sum())
    assert effect == pytest.approx(1 + w.var() / w.mean() ** 2)
    assert len(w) / effect == pytest.approx(weighting.kish_effective_n(w.sum(), (w**2).sum()))


def test_an_empty_base_has_no_precision() -> None:
    assert np.isnan(weighting.kish_effective_n([0, np.nan], 0)).all()
    assert np.isnan(weighting.design_effect([0, 0], [0, np.nan], [0, np.nan])).all()
    assert np.isnan(
        weighting.linearised_standard_error([0, 1, np.nan], [0, 1, 5], [0, 1, 5], [0, 1, 2], [0, 1, 2])
    ).all()


# In R: svymean(~stype, svydesign(ids = ~1, weights = ~pw, data = apistrat)), and of sch.wide and awards
@pytest.mark.parametrize(
    ("column", "value", "share", "standard_error"),
    [
        ("stype", "E", 0.713755237067748, 0.0291250232678881),
        ("stype", "H", 0.121892157602241, 0.0177318438864508),
        ("stype", "M", 0.164352605330011, 0.0229241108019977),
        ("sch.wide", "Yes", 0.827948011415824, 0.0260686796653517),
        ("awards", "No", 0.361063935949422, 0.0360031053567647),
    ],
)
def test_the_linearised_standard_error_agrees_with_svymean(
    column: str, value: str, share: float, standard_error: float
) -> None:
    w, chosen = STRATIFIED["pw"], STRATIFIED[column] == value
    assert w[chosen].sum() / w.sum() == pytest.approx(share)
    ours = weighting.linearised_standard_error(len(w), w.sum(), (w**2).sum(), w[chosen].sum(), (w[chosen] ** 2).sum())
    assert ours == pytest.approx(standard_error, rel=1e-9)


def test_without_weights_the_standard_error_is_the_usual_one() -> None:
    ours = weighting.linearised_standard_error(50, 50, 50, [0, 20, 50], [0, 20, 50])
    assert ours == pytest.approx([0, np.sqrt(0.4 * 0.6 / 49), 0])


# Weights from the population


def test_poststratified_weights_agree_with_r() -> None:
    # In R: postStratify(svydesign(ids = ~1, weights = ~pw, data = apiclus1), ~stype, pop.types)
    weights = weighting.poststratify(cells(CLUSTERED["stype"], TYPES), POPULATION)
    expected = [0.907063959745991, 1.59330458046958, 1.20306102680013]
    assert mean_weight(weights, CLUSTERED) == pytest.approx(expected, rel=1e-9)


def raked_schools() -> weighting.Raked:
    return weighting.rake(
        [
            (cells(CLUSTERED["stype"], TYPES), POPULATION),
            (cells(CLUSTERED["sch.wide"], ["No", "Yes"]), POPULATION_BY_TARGET),
        ]
    )


def test_raked_weights_agree_with_r() -> None:
    # In R: rake(svydesign(ids = ~1, weights = ~pw, data = apiclus1), list(~stype, ~sch.wide),
    #         list(pop.types, pop.schwide), control = list(maxit = 500, epsilon = 1e-13))
    raked = raked_schools()
    no = [1.17703910772114, 1.98320501309955, 1.44973203196414]
    yes = [0.882520764475508, 1.48696809884326, 1.08698055378185]
    assert mean_weight(raked.weights, CLUSTERED, sch_wide="No") == pytest.approx(no, rel=1e-8)
    assert mean_weight(raked.weights, CLUSTERED, sch_wide="Yes") == pytest.approx(yes, rel=1e-8)
    assert raked.converged
    assert raked.largest_departure <= 1e-10


def test_raking_from_weights_that_differ_agrees_with_r() -> None:
    # In R: rake(svydesign(ids = ~1, weights = ~pw, data = apistrat), list(~sch.wide, ~awards),
    #         list(pop.schwide, data.frame(awards = c("No", "Yes"), Freq = c(2000, 4194))), control = as above)
    raked = weighting.rake(
        [
            (cells(STRATIFIED["sch.wide"], ["No", "Yes"]), POPULATION_BY_TARGET),
            (cells(STRATIFIED["awards"], ["No", "Yes"]), [2000, 4194]),
        ],
        start=STRATIFIED["pw"],
    )
    for where, expected in (
        ({"sch_wide": "No", "awards": "No"}, [1.43596280667396, 0.490455538963548, 0.661302968237161]),
        ({"sch_wide": "Yes", "awards": "No"}, [1.13153195223317, 0.386476662840894, 0.521103635267683]),
        ({"sch_wide": "Yes", "awards": "Yes"}, [1.51279167713442, 0.516696570342992, 0.696684915350047]),
    ):
        assert mean_weight(raked.weights, STRATIFIED, **where) == pytest.approx(expected, rel=1e-8)


margins = st.lists(st.lists(st.integers(-1, 2), min_size=30, max_size=30), min_size=1, max_size=3)


@given(margins=margins, targets=st.lists(st.lists(positive, min_size=3, max_size=3), min_size=3, max_size=3))
def test_weights_that_converged_fit_every_margin_and_have_mean_one(
    margins: list[list[int]], targets: list[list[float]]
) -> None:
    # Somebody in every cell.
    columns = [np.array([0, 1, 2, *column]) for column in margins]
    raked = weighting.rake(list(zip(columns, targets, strict=False)), max_rounds=50)
    assert raked.weights.mean() == pytest.approx(1)
    assert (raked.weights >= 0).all()
    assert raked.converged == (raked.largest_departure <= 1e-10)
    for column, target in zip(columns, targets, strict=False):
        known = column >= 0
        shares = np.bincount(column[known], raked.weights[known]) / raked.weights[known].sum()
        assert np.abs(shares - np.array(target) / sum(target)).max() <= raked.largest_departure + 1e-9


def test_those_whose_cell_is_unknown_keep_the_weight_they_had() -> None:
    weights = weighting.poststratify([0, 0, 0, 1, -1, -1], [50, 50])
    assert weights == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2, 1, 1])
    weights = weighting.poststratify([0, 1, -1], [3, 1], start=[10, 10, 40])
    assert weights == pytest.approx([0.75, 0.25, 2])


def test_targets_are_shares_whatever_they_add_up_to() -> None:
    first, second = [0, 0, 1, 1, 1], [0, 1, 0, 1, 1]
    people = weighting.rake([(first, [300, 700]), (second, [90, 10])])
    shares = weighting.rake([(first, [0.3, 0.7]), (second, [0.9, 0.1])])
    assert people.weights == pytest.approx(shares.weights)


def test_margins_that_contradict_each_other_are_said_not_to_fit() -> None:
    raked = weighting.rake([([0, 0, 1], [1, 1]), ([0, 0, 1], [1, 3])], max_rounds=7)
    assert not raked.converged
    assert raked.rounds == 7
    assert raked.largest_departure == pytest.approx(0.25)


def test_a_cell_with_nobody_in_it_is_named() -> None:
    with pytest.raises(weighting.EmptyCellError, match="no respondent") as lacking:
        weighting.rake([([0, 1, 1], [1, 1]), ([0, 0, 2], [1, 1, 1])])
    assert (lacking.value.margin, lacking.value.cell, lacking.value.respondents) == (1, 1, 0)
    with pytest.raises(weighting.EmptyCellError, match="nobody of the population") as lacking:
        weighting.poststratify([0, 1, 1], [5, 0])
    assert (lacking.value.margin, lacking.value.cell, lacking.value.respondents) == (0, 1, 2)


def test_a_cell_that_is_empty_on_both_sides_does_not_matter() -> None:
    assert weighting.poststratify([0, 2], [1, 0, 3]) == pytest.approx([0.5, 1.5])


@pytest.mark.parametrize(
    ("cell", "targets", "start"),
    [
        ([0, 1, 2], [1, 1], None),
        ([0, 1, -2], [1, 1], None),
        ([0, 0.5, 1], [1, 1], None),
        ([0, 1], [1, -1], None),
        ([0, 1], [0, 0], None),
        ([0, 1], [1, np.nan], None),
        ([0, 1], [1, 1], [1, 0]),
        ([0, 1], [1, 1], [1, 1, 1]),
    ],
)
def test_what_is_no_margin_or_no_weight_is_refused(
    cell: list[float], targets: list[float], start: list[float] | None
) -> None:
    with pytest.raises(ValueError, match=r"cell|target|begin") as refused:
        weighting.poststratify(cell, targets, start)
    assert refused.type is ValueError


def test_margins_are_of_the_same_respondents() -> None:
    with pytest.raises(ValueError, match="same respondents"):
        weighting.rake([([0, 1], [1, 1]), ([0, 1, 1], [1, 1])])
    with pytest.raises(ValueError, match="at least one margin"):
        weighting.rake([])


# Trimming


# In R: trimWeights(raked, upper = 1.1 * mean(weights(raked)), strict = TRUE), and 1.5
@pytest.mark.parametrize(
    ("largest", "no", "yes"),
    [
        (1.1, [1.1, 1.1, 1.1], [0.961363636363636, 1.1, 1.1]),
        (
            1.5,
            [1.18509252460613, 1.5, 1.45778544884913],
            [0.890574181360501, 1.49502151572826, 1.09503397066685],
        ),
    ],
)
def test_trimmed_weights_agree_with_r(largest: float, no: list[float], yes: list[float]) -> None:
    raked = raked_schools().weights
    trimmed = weighting.trim(raked, largest)
    assert mean_weight(trimmed.weights, CLUSTERED, sch_wide="No") == pytest.approx(no, rel=1e-8)
    assert mean_weight(trimmed.weights, CLUSTERED, sch_wide="Yes") == pytest.approx(yes, rel=1e-8)
    assert trimmed.trimmed == np.sum(raked > largest)


@given(weights=st.lists(positive, min_size=1, max_size=30), largest=st.floats(1.01, 5))
def test_trimmed_weights_stay_under_the_limit_and_keep_their_mean_and_order(
    weights: list[float], largest: float
) -> None:
    w = np.array(weights)
    trimmed = weighting.trim(w, largest)
    assert trimmed.weights.mean() == pytest.approx(w.mean())
    assert trimmed.weights.max() <= largest * w.mean() * (1 + 1e-12)
    assert (np.diff(trimmed.weights[np.argsort(w)]) >= -1e-9).all()
    if trimmed.trimmed == 0:
        assert (trimmed.weights == w).all()


def test_no_weights_are_left_as_they_are() -> None:
    assert weighting.trim([], 5).weights.size == 0


@pytest.mark.parametrize("largest", [1, 0.5, np.nan])
def test_a_limit_at_or_below_the_mean_is_refused(largest: float) -> None:
    with pytest.raises(ValueError, match="above their mean"):
        weighting.trim([1, 2], largest)
