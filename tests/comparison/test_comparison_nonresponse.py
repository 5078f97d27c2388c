"""Those who did not answer: how far they could move a finding, and the word that says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_waves import Answers, at, random_answers, read, wave

from brobygger_cli.compare import compare
from brobygger_cli.comparison.nonresponse import STURDINESS, sturdiness
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.describe import describe
from brobygger_cli.sources import Reading

if TYPE_CHECKING:
    from brobygger_cli.waves import Wave, WaveKind


def fixture_f(sent: tuple[int, int] = (231, 250)) -> tuple[Wave, Wave]:
    """Fixture F: 60 of 150 who answered of 231 invited, 85 of 140 of 250."""
    before = wave("before", {"a": {"member": {"yes": 60, "no": 90}}}, sent={"a": sent[0]})
    return before, wave("after", {"a": {"member": {"yes": 85, "no": 55}}}, sent={"a": sent[1]})


def test_worst_case_and_tipping_point_of_fixture_f() -> None:
    before, after = fixture_f()
    row = at(compare(before, after).frame, "a", "member", "is_member")
    assert (row["baseline_worst_low"], row["baseline_worst_high"]) == pytest.approx((0.2597, 0.6104), abs=5e-5)
    assert (row["followup_worst_low"], row["followup_worst_high"]) == pytest.approx((0.34, 0.78))
    assert (row["change_worst_low"], row["change_worst_high"]) == pytest.approx((-0.2704, 0.5203), abs=5e-5)
    assert row["tipping_share"] == pytest.approx(0.136, abs=5e-4)
    # If both waves' others differ by d from those who answered, in opposite directions, the change among all
    # is .2071 - d (81/231 + 110/250).
    assert row["tipping_difference"] == pytest.approx((85 / 140 - 60 / 150) / (81 / 231 + 110 / 250))
    assert row["sturdiness"] == "unless"


def test_at_the_tipping_point_nothing_has_changed_among_all() -> None:
    before, after = fixture_f()
    row = at(compare(before, after).frame, "a", "member", "is_member")
    assert (85 + 110 * row["tipping_share"]) / 250 == pytest.approx(60 / 150)
    d = row["tipping_difference"]
    assert (85 + 110 * (85 / 140 - d)) / 250 == pytest.approx((60 + 81 * (60 / 150 + d)) / 231)


def test_a_wave_described_by_itself_has_the_same_bounds() -> None:
    before, _ = fixture_f()
    row = at(describe(before).frame, "a", "member", "is_member")
    assert (row["worst_low"], row["worst_high"]) == pytest.approx((60 / 231, 141 / 231))
    assert (row["invited"], row["response"]) == (231, pytest.approx(150 / 231))


@pytest.mark.parametrize("known", ["before", "after", "neither"])
def test_without_the_number_invited_nothing_is_said_of_the_worst_case(known: str) -> None:
    before, after = fixture_f()
    before = before if known == "before" else replace(before, sent={})
    after = after if known == "after" else replace(after, sent={})
    row = at(compare(before, after).frame, "a", "member", "is_member")
    assert row["change_worst_low"] is None
    assert row["sturdiness"] is None
    assert row["tipping_difference"] is None
    assert (row["baseline_worst_low"] is None) == (known != "before")
    assert (row["followup_worst_low"] is None) == (known != "after")


def test_where_all_answered_the_worst_case_is_the_share_itself() -> None:
    before, after = fixture_f((150, 140))
    row = at(compare(before, after).frame, "a", "member", "is_member")
    assert row["change_worst_low"] == row["change_worst_high"] == pytest.approx(row["change"])
    assert row["sturdiness"] == "worst_case"
    assert row["tipping_share"] is None  # there is nobody to tip it


def test_a_printed_range_of_counts_widens_the_worst_case() -> None:
    before = wave("before", {"a": {"member": {"yes": (20, 22), "no": (28, 30), "base": 50}}}, kind="printed")
    before = replace(before, sent={"a": 60})
    after = wave("after", {"a": {"member": {"yes": 70, "no": 3}}}, sent={"a": 74})
    row = at(compare(before, after).frame, "a", "member", "is_member")
    assert (row["baseline_worst_low"], row["baseline_worst_high"]) == pytest.approx((20 / 60, 32 / 60))
    assert (row["change_worst_low"], row["change_worst_high"]) == pytest.approx((70 / 74 - 32 / 60, 71 / 74 - 20 / 60))
    assert row["sturdiness"] == "worst_case"


def test_of_a_range_of_counts_the_one_that_tips_first_counts() -> None:
    after = wave("after", {"a": {"member": {"yes": 55, "no": 8}}}, sent={"a": 90})

    def tipping(low: int, high: int, kind: WaveKind = "respondents") -> float:
        member: Answers = {"yes": (low, high), "no": (50 - high, 50 - low), "base": 50}
        if low == high:
            member = {"yes": low, "no": 50 - low}
        before = replace(wave("before", {"a": {"member": member}}, kind=kind), sent={"a": 80})
        return float(at(compare(before, after).frame, "a", "member", "is_member")["tipping_difference"])

    assert tipping(20, 23, "printed") == pytest.approx(min(tipping(count, count) for count in range(20, 24)))


def test_bounds_are_of_people_and_what_tips_a_weighted_change_is_not_said() -> None:
    """Weighted, two of four are three quarters; of six people, the other two could make it anything from 2 to 4."""
    rows = [
        {"respondent_id": str(number), "group": "a", "member": "yes" if weight == "3" else "no", "w": weight}
        for number, weight in enumerate(["3", "3", "1", "1"])
    ]
    waves = [replace(told, sent={"a": 6}) for told in read({"x": rows, "y": rows}, Reading(weight_column="w"))]
    row = at(compare(waves[0], waves[1]).frame, "a", "member", "is_member")
    assert row["baseline_share"] == pytest.approx(0.75)
    assert (row["baseline_worst_low"], row["baseline_worst_high"]) == pytest.approx((2 / 6, 4 / 6))
    assert row["tipping_share"] is row["tipping_difference"] is row["sturdiness"] is None


# The word ------------------------------------------------------------------------------------------


def word_for(p: float, low: float, high: float, alpha: float) -> str | None:
    """Say how sturdy a finding is, as reference and reader understand it."""
    if np.isnan([p, low, high]).any():
        return None
    if p >= alpha:
        return "not_significant"
    return "worst_case" if low > 0 or high < 0 else "unless"


bounds = st.one_of(st.floats(-1, 1), st.just(0.0), st.just(np.nan))


@given(st.lists(st.tuples(st.one_of(st.floats(0, 1), st.just(np.nan)), bounds, st.floats(0, 1)), min_size=1))
def test_the_word_follows_from_p_and_the_bounds(drawn: list[tuple[float, float, float]]) -> None:
    rows = pd.DataFrame(
        [(p, low, min(low + width, 1.0)) for p, low, width in drawn],
        columns=["p_adjusted", "change_worst_low", "change_worst_high"],
    )
    expected = [word_for(p, low, high, 0.05) for p, low, high in rows.to_numpy().tolist()]
    assert sturdiness(rows, 0.05).tolist() == expected


@settings(max_examples=8, deadline=None)
@given(random_answers(most=40), random_answers(most=40), st.integers(0, 40), st.sampled_from([0.95, 0.6]))
def test_every_row_has_the_word_of_its_figures(
    earlier: dict[str, dict[str, Answers]], later: dict[str, dict[str, Answers]], silent: int, confidence: float
) -> None:
    """And where the change could vanish, the tipping difference says at what difference it does."""
    waves = []
    for name, answers in (("before", earlier), ("after", later)):
        made = wave(name, answers)
        waves.append(replace(made, sent={group: max(1, (made.answered(group) or 0) + silent) for group in ("a", "b")}))
    frame = compare(waves[0], waves[1], Settings(confidence=confidence)).frame
    assert set(frame["sturdiness"].dropna()) <= set(STURDINESS)
    for row in frame.to_dict("records"):
        p = np.nan if pd.isna(row["p_adjusted"]) else row["p_adjusted"]
        low, high = row["change_worst_low"], row["change_worst_high"]
        found = None if pd.isna(row["sturdiness"]) else row["sturdiness"]
        assert found == word_for(p, low, high, 1 - confidence), (row["question"], row["option"])
        if found == "unless":
            assert 0 <= row["tipping_difference"] <= 1
        if found == "worst_case":
            assert not row["tipping_difference"] <= 1


def test_a_question_as_a_whole_has_no_bounds() -> None:
    before, after = fixture_f()
    row = at(compare(before, after).frame, "a", "member")
    assert row["p_adjusted"] is not None
    assert row["sturdiness"] is None


# A response that is too low ------------------------------------------------------------------------


@pytest.mark.parametrize(("sent", "low"), [(250, False), (500, True)])
def test_a_group_under_the_threshold_is_indicative_in_every_row(sent: int, low: bool) -> None:
    """The questionnaire asks for 40 %."""
    before, after = fixture_f((231, sent))
    result = compare(before, after)
    flagged = result.frame["flags"].str.contains("low_response")
    assert flagged[result.frame["group"] == "a"].eq(low).all()
    assert not flagged[result.frame["group"] == "b"].any()
    assert any("too low to be more than an indication" in note for note in result.notes) == low
