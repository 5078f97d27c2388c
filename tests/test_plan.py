"""The plan of a follow-up, against published figures, R, the comparison it plans for, and itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from brobygger_cli.comparison.one_wave import describe_shares
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.counts import from_bounds
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.methods.change_tests import default_test
from brobygger_cli.methods.planning import answers_needed, power_of_change, smallest_detectable_change
from brobygger_cli.methods.population import effective_n
from brobygger_cli.plan import COLUMNS, RATES, Design, plan
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.selection import Selection
from brobygger_cli.waves import Wave

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brobygger_cli.counts import Counts, Key

# Two groups; one question to everybody, one to those who answered no, and an open one.
TOML = """
id = "club"
title = { en = "Club" }
indicative_below = 0.4

[[groups]]
id = "members"
code = "1"
label = { en = "Members" }
waves = { first = { invited = 231, answered = 150 } }

[[groups]]
id = "guests"
code = "2"
label = { en = "Guests" }

[[questions]]
id = "happy"
type = "single"
text = { en = "Happy?" }
options = [
  { id = "yes", code = "1", label = { en = "Yes" } },
  { id = "no", code = "2", label = { en = "No" } },
]

[[questions]]
id = "why"
type = "multiple"
asked_if = { question = "happy", answers = ["no"] }
text = { en = "Why not?" }
options = [
  { id = "cost", code = "1", label = { en = "Cost" } },
  { id = "time", code = "2", label = { en = "Time" } },
]
nets = [{ id = "any", label = { en = "Either" }, options = ["cost", "time"] }]

[[questions]]
id = "remark"
type = "text"
text = { en = "Remarks?" }

[[indicators]]
id = "is_happy"
question = "happy"
options = ["yes"]
improvement = "up"
label = { en = "Happy" }

[[indicators]]
id = "unhappy"
question = "happy"
options = ["no"]
improvement = "down"
label = { en = "Unhappy" }

[[indicators]]
id = "too_costly"
question = "why"
options = ["cost"]
label = { en = "Too costly" }
"""
CLUB = parse(TOML, "club.toml")
MEMBERS = Selection(groups=("members",))


def counts(
    *, happy: tuple[int, int] = (60, 60), base: int = 150, costly: tuple[int, int] = (30, 30), asked: int = 80
) -> Counts:
    """Return what is known of the members: how many (at least, at most) are happy, and stayed away for the cost."""
    unhappy = (base - happy[1], base - happy[0])
    figures: dict[Key, tuple[int, int, int]] = {}
    for kind, question, item, known, of in (
        ("indicator", "happy", "is_happy", happy, base),
        ("indicator", "happy", "unhappy", unhappy, base),
        ("indicator", "why", "too_costly", costly, asked),
        ("question", "happy", "", (base, base), base),
        ("option", "happy", "yes", happy, base),
        ("option", "happy", "no", unhappy, base),
        ("asked", "happy", "why", unhappy, base),
        ("question", "why", "", (asked, asked), asked),
        ("option", "why", "cost", costly, asked),
        ("option", "why", "time", (0, 0), asked),
        ("net", "why", "any", costly, asked),
    ):
        figures["members", kind, question, item] = (*known, of)
    return from_bounds(CLUB, figures)


def baseline(of: Counts | None = None, *, name: str = "first", sent: Mapping[str, int] | None = None) -> Wave:
    """Return a printed wave; `first` is the one whose number invited the questionnaire declares."""
    return Wave(name, "club.csv", "printed", CLUB, of or counts(), (), {}, sent=sent or {})


def planned_rows(
    wave: Wave | None = None,
    *,
    invited: int = 250,
    response: float = 0.56,
    change: float = np.nan,
    power: float = 0.8,
    confidence: float = 0.95,
    **how: Any,  # noqa: ANN401 - handed on
) -> list[dict[str, Any]]:
    """Plan for the members, by default fixture F's follow-up, 140 of 250; None where a cell is empty."""
    design = Design({"members": invited}, {"members": response}, change, power, confidence)
    frame = plan(wave or baseline(), design, **{"selection": MEMBERS, **how}).frame
    return [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in frame.astype(object).to_dict(orient="records")
    ]


def planned(*arguments: Any, **how: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - handed on
    """Plan as `planned_rows` does; return the rows by indicator or option."""
    return {row["option"]: row for row in planned_rows(*arguments, **how)}


def figures(row: dict[str, Any], *beginnings: str) -> dict[str, Any]:
    """Return the figures whose columns begin so, of both estimands, alone and after Holm."""
    return {name: cell for name, cell in row.items() if name.startswith(tuple(f"{begin}_" for begin in beginnings))}


# Figures


def test_the_smallest_detectable_change_is_the_published_one_without_and_with_the_population() -> None:
    row = planned()["is_happy"]
    assert (row["expected_answers"], row["expected_base"]) == (140, 140)
    assert (round(row["rise_process"], 3), round(row["rise_population"], 3)) == (0.164, 0.103)


def test_waves_of_one_size_have_the_power_and_the_smallest_changes_of_r() -> None:
    row = planned(invited=300, response=0.5, change=0.15)["is_happy"]
    # R: p <- function(...) power.prop.test(n = 150, ..., tol = 1e-12)
    # p(p1 = .4, p2 = .55)$power; p(p1 = .4, p2 = .55, sig.level = .05 / 3)$power
    assert row["power_process"] == pytest.approx(0.741741635116, abs=1e-9)
    assert row["power_process_holm"] == pytest.approx(0.583060390923, abs=1e-9)
    # p(p1 = .4, power = .8)$p2 - .4; p(p1 = .4, power = .8, sig.level = .05 / 3)$p2 - .4
    assert row["rise_process"] == pytest.approx(0.160992165306, abs=1e-9)
    assert row["rise_process_holm"] == pytest.approx(0.185941577866, abs=1e-9)
    # A fall from .4 is a rise from .6 of those who did not choose it: p(p1 = .6, power = .8)$p2 - .6
    assert row["fall_process"] == pytest.approx(-0.150871682455, abs=1e-9)
    # p(p1 = .4, power = .9, sig.level = .01)$p2 - .4; p(p1 = .4, p2 = .55, sig.level = .01)$power
    row = planned(invited=300, response=0.5, change=0.15, power=0.9, confidence=0.99)["is_happy"]
    assert row["rise_process"] == pytest.approx(0.220830596936, abs=1e-9)
    assert row["power_process"] == pytest.approx(0.510288843035, abs=1e-9)


def test_the_power_is_near_the_exact_power_of_the_test_that_a_comparison_makes() -> None:
    row = planned(change=0.1)["is_happy"]
    before, after = np.indices((151, 141))
    p_value = default_test(before, 150, after, 140).p_value
    probability = binom.pmf(before, 150, 0.4) * binom.pmf(after, 140, 0.5)
    for column, alpha in (("power_process", 0.05), ("power_process_holm", 0.05 / 3)):
        exact = probability[(p_value < alpha) & (after / 140 > before / 150)].sum()
        assert row[column] == pytest.approx(exact, abs=0.01)


def test_indicators_are_planned_alone_and_as_a_family_and_options_alone() -> None:
    rows = planned(change=0.1, options=True)
    for name, row in rows.items():
        of_family = [cell for column, cell in row.items() if column.endswith("_holm")]
        if row["level"] == "indicator":
            assert row["family_size"] == 3
            assert row["rise_process_holm"] > row["rise_process"]
            assert row["power_population_holm"] < row["power_population"]
        else:
            assert (name, row["family_size"], set(of_family)) == (name, None, {None})
    own = [column for column in rows["yes"] if column.endswith(("_process", "_population"))]
    assert [rows["yes"][column] for column in own] == [rows["is_happy"][column] for column in own]


def test_a_wanted_change_goes_the_way_of_improvement_and_up_where_neither_way_is() -> None:
    rows = planned(change=0.1)
    assert {name: row["change"] for name, row in rows.items()} == {"is_happy": 0.1, "unhappy": -0.1, "too_costly": 0.1}
    # Happy and unhappy are one question seen from two sides.
    for name, figure in figures(rows["is_happy"], "power", "answers_needed").items():
        other = rows["unhappy"][name]
        assert figure == (None if other is None else pytest.approx(other, rel=1e-9)), name
    assert rows["is_happy"]["rise_process"] == pytest.approx(-rows["unhappy"]["fall_process"], rel=1e-9)


def test_a_change_that_leads_off_the_scale_has_neither_power_nor_answers() -> None:
    beyond = planned(baseline(counts(happy=(146, 146))), change=0.1)["is_happy"]
    assert set(figures(beyond, "power", "answers_needed").values()) == {None}
    to_the_end = planned(baseline(counts(happy=(135, 135))), change=0.1)["is_happy"]
    assert None not in figures(to_the_end, "power").values()


def test_without_a_wanted_change_nothing_of_it_is_told() -> None:
    row = planned()["is_happy"]
    assert {row["change"], *figures(row, "power", "answers_needed").values()} == {None}


# What is expected of the follow-up


def test_a_routed_question_is_expected_to_be_asked_as_at_the_baseline() -> None:
    row = planned(baseline(counts(asked=80)))["too_costly"]
    assert row["expected_base"] == pytest.approx(140 * 80 / 150)
    assert row["rise_process"] == pytest.approx(float(smallest_detectable_change(30 / 80, 80, 140 * 80 / 150)))


def test_answers_are_whole_people_rounded_half_up() -> None:
    # .57 * 250 is 142.49999999999997 to a computer, and 142.5 on paper.
    assert [planned(response=rate)["is_happy"]["expected_answers"] for rate in (0.57, 0.5696, 1)] == [143, 142, 250]


def test_a_follow_up_like_the_baseline_is_worth_what_a_comparison_takes_it_to_be_worth() -> None:
    """Of the population: the effective n, routed questions among them, is that of the wave when it has come in."""
    twice = counts(happy=(120, 120), base=300, costly=(60, 60), asked=160)
    population = Settings(estimand="population")
    before = describe_shares(counts(), CLUB, {"members": 231}, population)["effective_n"]
    after = describe_shares(twice, CLUB, {"members": 500}, population)["effective_n"]
    rows = planned(invited=500, response=0.6, change=0.07)
    for question, option in (("happy", "is_happy"), ("why", "too_costly")):
        row, key = rows[option], ("members", "indicator", question, option)
        share, n0, n1 = row["baseline_share"], before[key], after[key]
        assert n0 > row["baseline_base"]
        assert row["fall_population"] == pytest.approx(float(smallest_detectable_change(share, n0, n1, direction=-1)))
        assert row["power_population"] == pytest.approx(float(power_of_change(share, n0, share + 0.07, n1)))


def test_what_is_not_said_is_as_at_the_baseline() -> None:
    frame = plan(baseline(), Design(), selection=MEMBERS).frame
    assert set(frame["invited"]) == {231}
    assert set(frame["response"]) == {150 / 231}
    assert set(frame["expected_answers"]) == {150}


def test_without_the_number_invited_to_the_baseline_there_are_figures_of_the_process_alone() -> None:
    wave = baseline(name="other")
    row = planned(wave, change=0.2)["is_happy"]
    known = {name.partition("_p")[2] for name, cell in figures(row, "rise", "power").items() if cell is not None}
    assert known == {"rocess", "rocess_holm"}
    # Nobody says how many answered: the largest base stands for them.
    assert row["expected_base"] == 140
    notes = plan(wave, Design({"members": 250}, {"members": 0.5}), selection=MEMBERS).notes
    assert any("its largest base, 150, is taken" in note for note in notes)
    assert any("--invited other:members=N" in note for note in notes)


def test_a_group_of_which_nothing_is_known_needs_nothing_and_gets_nothing() -> None:
    frame = plan(baseline(), Design(change=0.1)).frame
    guests = frame[frame["group"] == "guests"]
    assert len(guests) == 3
    for column in ("expected_base", "rise_process", "power_process", "answers_needed_process"):
        assert guests[column].isna().all()
    assert all("not_printed" in flags for flags in guests["flags"])


# The answers needed


@settings(max_examples=20)
@given(
    happy=st.integers(0, 150),
    asked=st.integers(60, 80),
    invited=st.integers(5, 400),
    change=st.sampled_from([0.05, 0.1, 0.2, 0.35]),
    power=st.sampled_from([0.5, 0.8]),
    option=st.sampled_from(["is_happy", "unhappy", "too_costly"]),
    estimand=st.sampled_from(["process", "population"]),
)
def test_the_answers_needed_suffice_and_one_fewer_does_not(
    *, happy: int, asked: int, invited: int, change: float, power: float, option: str, estimand: str
) -> None:
    wave = baseline(counts(happy=(happy, happy), asked=asked))

    def power_with(answers: int) -> float:
        # Of the process, people are invited until there are answers enough; all others are among those invited.
        sent = max(answers, 1) if estimand == "process" else invited
        response = answers / sent
        row = planned(wave, invited=sent, response=response, change=change, power=power)[option]
        return -1.0 if row[f"power_{estimand}"] is None else float(row[f"power_{estimand}"])

    needed = planned(wave, invited=invited, change=change, power=power)[option][f"answers_needed_{estimand}"]
    if needed is None:
        assert power_with(invited if estimand == "population" else 10**8) <= power + 1e-6
        return
    assert power_with(needed) >= power - 1e-6
    assert power_with(needed - 1) <= power + 1e-6


def test_where_everybody_is_asked_the_answers_needed_are_those_of_the_method() -> None:
    row = planned(change=0.12)["is_happy"]
    assert row["answers_needed_population"] == answers_needed(0.4, float(effective_n(150, 231)), 0.12, 250)
    row = planned(change=0.2, invited=10)["is_happy"]
    assert row["answers_needed_process"] == answers_needed(0.4, 150, 0.2)
    assert row["answers_needed_process"] > row["invited"]


def test_where_some_are_asked_the_answers_needed_are_of_the_whole_group() -> None:
    row = planned(change=0.25)["too_costly"]
    in_base = float(answers_needed(30 / 80, 80, 0.25))
    assert (in_base - 1) * 150 / 80 < row["answers_needed_process"] <= in_base * 150 / 80 + 1


def test_too_small_a_baseline_needs_no_number_of_answers() -> None:
    row = planned(change=0.05)["is_happy"]
    assert (row["answers_needed_process"], row["answers_needed_process_holm"]) == (None, None)


# Several counts


def test_a_range_of_counts_gives_the_least_favourable_figures_of_all_that_are_possible() -> None:
    """Shares near a half are the least certain ones, so the ends of a range are not enough."""
    ranged = planned(baseline(counts(happy=(50, 75))), change=0.1)["is_happy"]
    single = [planned(baseline(counts(happy=(count, count))), change=0.1)["is_happy"] for count in range(50, 76)]
    assert (ranged["baseline_share"], ranged["baseline_count"]) == (None, None)
    assert (ranged["baseline_count_min"], ranged["baseline_count_max"]) == (50, 75)
    assert "count_range" in ranged["flags"].split()
    for beginning, least_favourable in (("rise", max), ("fall", min), ("power", min), ("answers_needed", max)):
        for name, figure in figures(ranged, beginning).items():
            of_counts = [row[name] for row in single]
            assert figure == (None if None in of_counts else pytest.approx(least_favourable(of_counts))), name
    assert ranged["rise_process"] > max(single[0]["rise_process"], single[-1]["rise_process"])


def test_a_range_that_says_next_to_nothing_is_planned_too() -> None:
    huge = counts(happy=(0, 60_000), base=100_000, costly=(0, 30), asked=80)
    wave = baseline(huge, name="other", sent={"members": 200_000})
    row = planned(wave, change=0.1)["is_happy"]
    assert row["rise_process"] == pytest.approx(float(smallest_detectable_change(0.4, 100_000, 140)), abs=1e-3)
    assert row["fall_process"] is None  # from 0 nothing falls


# A curve


def test_a_curve_is_a_plan_for_every_response_rate() -> None:
    curve = planned_rows(curve=True, change=0.1)
    assert [row["response"] for row in curve] == [*RATES] * 3
    for rate in (0.1, 0.7, 1.0):
        assert [row for row in curve if row["response"] == rate] == planned_rows(response=rate, change=0.1)
    smallest = [row["rise_population"] for row in curve if row["option"] == "is_happy"]
    assert smallest == sorted(smallest, reverse=True)


def test_a_curve_needs_no_response_rate() -> None:
    frame = plan(baseline(name="other"), Design({"members": 100}), curve=True, selection=MEMBERS).frame
    assert list(frame["expected_answers"])[:3] == [10, 20, 30]


# Flags and notes


def test_what_will_be_true_of_the_follow_up_is_flagged_as_what_is_true_of_the_baseline() -> None:
    both = {"low_response", "small_base"}
    assert all(both <= set(row["flags"].split()) for row in planned_rows(response=0.3, invited=50))
    assert not any(both & set(row["flags"].split()) for row in planned_rows())
    assert "expected_low" in planned(baseline(counts(happy=(0, 0))))["is_happy"]["flags"].split()
    assert "expected_low" not in planned()["is_happy"]["flags"].split()


def test_notes_tell_power_level_family_and_what_is_assumed() -> None:
    result = plan(baseline(), Design({"members": 250}, {"members": 0.3}, 0.1, 0.9, 0.99), selection=MEMBERS)
    said = "\n".join(result.notes)
    for part in (
        "90 % power at 1 %",
        "1 % / 3",
        "Normal approximation",
        "drawn at random",
        "first, members: 150 answered, 65 % of those invited.",
        "follow-up, members: 250 invited; 30 % of them expected to answer: too few to be more than an indication.",
    ):
        assert part in said


# Selection and refusals


def test_the_result_has_the_documented_columns_and_the_rows_asked_for() -> None:
    result = plan(baseline(), Design(), language="da", selection=Selection(groups=("members",), questions=("why",)))
    assert tuple(result.frame.columns) == COLUMNS
    assert (result.kind, result.language) == ("plan", "da")
    assert list(result.frame["option"]) == ["too_costly", "cost", "time", "any"]
    assert list(result.frame["type"]) == ["multiple", "multiple", "multiple", "net"]


def refused(wave: Wave, design: Design, **how: Any) -> BrobyggerError:  # noqa: ANN401 - handed on
    with pytest.raises(BrobyggerError) as caught:
        plan(wave, design, **how)
    assert caught.value.hint
    return caught.value


def test_what_is_not_known_and_not_said_is_asked_for() -> None:
    unknown = baseline(name="other")
    error = refused(unknown, Design())
    assert "how many will be invited is not known of: members" in error.message
    assert "--invited members=N" in error.hint
    error = refused(unknown, Design({"members": 250}))
    assert "what part will answer is not known of: members" in error.message
    assert "--response SHARE" in error.hint


def test_more_who_answered_than_were_invited_are_refused() -> None:
    error = refused(baseline(name="other", sent={"members": 100}), Design())
    assert error.message == "other, members: 150 answered, but only 100 were invited"


def test_a_plan_of_nothing_is_refused() -> None:
    error = refused(baseline(), Design(), selection=Selection(questions=("remark",)))
    assert "no share to plan" in error.message
    without = parse(TOML.partition("[[indicators]]")[0], "club.toml")
    wave = Wave("first", "club.csv", "printed", without, from_bounds(without, {}), (), {})
    assert "--all" in refused(wave, Design()).hint
