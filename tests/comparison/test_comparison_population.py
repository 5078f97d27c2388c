"""What is true of these very people: intervals that know how many there are, and p-values that do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from made_waves import Answers, Row, at, random_answers, read, wave
from scipy.stats import hypergeom

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.describe import describe
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.sources import Reading

if TYPE_CHECKING:
    from brobygger_cli.waves import Wave

POPULATION = Settings(estimand="population")


def fixture_f(sent: tuple[int, int] = (231, 250)) -> tuple[Wave, Wave]:
    """Fixture F: 60 of 150 who answered of 231 invited, 85 of 140 of 250; and of another group nobody of one."""
    before = wave("before", {"a": {"member": {"yes": 60, "no": 90}}}, sent={"a": sent[0], "b": 1})
    return before, wave("after", {"a": {"member": {"yes": 85, "no": 55}}}, sent={"a": sent[1], "b": 1})


def test_fixture_f_of_very_these_people() -> None:
    before, after = fixture_f()
    row = at(compare(before, after, replace(POPULATION, change_interval="newcombe")).frame, "a", "member", "is_member")
    assert row["estimand"] == "population"
    assert (row["baseline_effective_n"], row["followup_effective_n"]) == pytest.approx((425.9, 316.9), abs=0.05)
    assert (row["change_low"], row["change_high"]) == pytest.approx((0.1348, 0.2763), abs=5e-5)
    assert (row["baseline_people_low"], row["baseline_people_high"]) == (82, 104)
    assert (row["p_value"], row["statistic"]) == pytest.approx((0.000433, 12.3857), abs=5e-5)


def test_the_interval_of_people_is_all_totals_that_a_hypergeometric_test_does_not_reject() -> None:
    """Against scipy, total by total: at least 60 of 150 is not too rare, nor at most 60."""
    before, after = fixture_f()
    row = at(compare(before, after, POPULATION).frame, "a", "member", "is_member")
    held = [
        total
        for total in range(60, 231 - 90 + 1)
        if hypergeom.sf(59, 231, total, 150) >= 0.025 and hypergeom.cdf(60, 231, total, 150) >= 0.025
    ]
    assert (row["baseline_people_low"], row["baseline_people_high"]) == (held[0], held[-1])
    described = at(describe(before, interval="wilson", estimand="population").frame, "a", "member", "is_member")
    assert (described["people_low"], described["people_high"]) == (held[0], held[-1])
    assert described["effective_n"] == pytest.approx(150 * 230 / 81)


@settings(max_examples=6, deadline=None)
@given(random_answers(most=40), random_answers(most=40))
def test_p_values_are_about_the_process_whatever_the_estimand(
    earlier: dict[str, dict[str, Answers]], later: dict[str, dict[str, Answers]]
) -> None:
    waves = []
    for name, answers in (("before", earlier), ("after", later)):
        made = wave(name, answers)
        waves.append(replace(made, sent={group: (made.answered(group) or 0) + 20 for group in ("a", "b")}))
    process, population = (compare(waves[0], waves[1], chosen).frame for chosen in (Settings(), POPULATION))
    said_by_tests = [
        *("test", "statistic", "df", "p_value", "p_adjusted", "p_value_min", "p_value_max", "asked_p_value"),
        *("finding", "family", "family_size", "flags", "sturdiness", "change", "baseline_share", "followup_share"),
    ]
    pd.testing.assert_frame_equal(population[said_by_tests], process[said_by_tests])
    for end, sign in (("low", 1), ("high", -1)):
        nearer = sign * (population[f"baseline_{end}"] - process[f"baseline_{end}"])
        assert (nearer.dropna() >= -1e-12).all()
    assert (
        population["baseline_effective_n"]
        .ge(process["baseline_effective_n"] - 1e-9)[process["baseline_base"] > 0]
        .all()
    )


def test_the_process_knows_nothing_of_how_many_were_invited() -> None:
    before, after = fixture_f()
    informed, uninformed = (
        frame[frame["group"] == "a"]
        for frame in (
            compare(before, after).frame,
            compare(replace(before, sent={}), replace(after, sent={})).frame,
        )
    )
    about_those_invited = informed.filter(regex="invited|response|worst|tipping|sturdiness").columns
    pd.testing.assert_frame_equal(
        informed.drop(columns=about_those_invited), uninformed.drop(columns=about_those_invited)
    )
    assert informed["baseline_people_low"].isna().all()
    assert at(informed, "a", "member", "is_member")["baseline_effective_n"] == 150


def test_where_all_answered_nothing_is_uncertain_about_these_people() -> None:
    before, after = fixture_f((150, 140))
    row = at(compare(before, after, POPULATION).frame, "a", "member", "is_member")
    change = 85 / 140 - 60 / 150
    assert (row["change_low"], row["change_high"]) == pytest.approx((change, change))
    assert (row["baseline_low"], row["baseline_high"]) == pytest.approx((0.4, 0.4))
    assert (row["baseline_people_low"], row["baseline_people_high"]) == (60, 60)
    assert row["p_value"] == pytest.approx(0.000433, abs=5e-7)


@pytest.mark.parametrize(("sent", "effective"), [((151, 250), 150 * 150 / 1), ((1000, 141), 150 * 999 / 850)])
def test_the_waves_may_have_invited_quite_different_numbers(sent: tuple[int, int], effective: float) -> None:
    before, after = fixture_f(sent)
    row = at(compare(before, after, POPULATION).frame, "a", "member", "is_member")
    assert row["baseline_effective_n"] == pytest.approx(effective)


def test_more_may_answer_one_wave_than_were_invited_to_the_other() -> None:
    before = wave("before", {"a": {"member": {"yes": 20, "no": 30}}}, sent={"a": 52, "b": 1})
    after = wave("after", {"a": {"member": {"yes": 85, "no": 55}}}, sent={"a": 250, "b": 1})
    row = at(compare(before, after, POPULATION).frame, "a", "member", "is_member")
    assert (row["baseline_effective_n"], row["followup_effective_n"]) == pytest.approx((50 * 51 / 2, 140 * 249 / 110))


def test_of_weighted_respondents_no_number_of_people_is_told() -> None:
    rows: list[Row] = [
        {"respondent_id": str(number), "group": "a", "member": said, "w": weight}
        for number, (said, weight) in enumerate([("yes", "1"), ("no", "2"), ("no", "1.5")] * 5)
    ]
    waves = [replace(told, sent={"a": 40, "b": 1}) for told in read({"x": rows, "y": rows}, Reading(weight_column="w"))]
    row = at(compare(waves[0], waves[1], POPULATION).frame, "a", "member", "is_member")
    assert row["baseline_people_low"] is None
    kish = (4.5 * 5) ** 2 / (7.25 * 5)
    assert row["baseline_effective_n"] == pytest.approx(kish * 39 / 25)


def test_people_of_a_routed_share_are_those_who_would_be_asked_and_choose() -> None:
    """Of 20 who answered 9 are members, 8 of these go by rail: as sure as 8 of 20, not as 8 of 9.

    Of the 211 who did not answer, nobody knows how many are members.
    """
    answers: dict[str, Answers] = {
        "member": {"yes": 9, "no": 11},
        "ways": {"cycle": 1, "bus": 1, "rail": 8, "base": 9},
    }
    before = wave("before", {"a": answers}, sent={"a": 231, "b": 1})
    frame = compare(before, replace(before, name="after"), POPULATION).frame
    rail, member = at(frame, "a", "ways", "rail"), at(frame, "a", "member", "is_member")
    held = [
        total
        for total in range(8, 231 - 12 + 1)
        if hypergeom.sf(7, 231, total, 20) >= 0.025 and hypergeom.cdf(8, 231, total, 20) >= 0.025
    ]
    assert (rail["baseline_people_low"], rail["baseline_people_high"]) == (held[0], held[-1])
    assert rail["baseline_people_high"] <= member["baseline_people_high"]


# Of an unknown size --------------------------------------------------------------------------------


def test_a_population_of_unknown_size_is_refused_by_name() -> None:
    before, after = fixture_f()
    with pytest.raises(BrobyggerError) as refused:
        compare(replace(before, sent={}), replace(after, sent={}), POPULATION)
    assert str(refused.value).endswith("not known of: before:a, after:a")
    assert refused.value.hint is not None
    assert "--invited before:a=N --invited after:a=N" in refused.value.hint
    with pytest.raises(BrobyggerError, match="not known of: before:a"):
        describe(replace(before, sent={}), estimand="population")


def test_a_group_that_nobody_answered_for_needs_no_size() -> None:
    before, after = (replace(told, sent={"a": 250}) for told in fixture_f())
    frame = compare(before, after, POPULATION).frame
    assert np.isnan(frame[frame["group"] == "b"]["baseline_effective_n"].astype(float)).all()


def test_the_note_tells_which_figures_are_about_whom() -> None:
    before, after = fixture_f()
    notes = " ".join(compare(before, after, POPULATION).notes)
    assert "Intervals are about the people invited" in notes
    assert "p-values are about the process" in notes
    assert "worst case" in notes
    assert "Intervals are about" not in " ".join(compare(before, after).notes)
