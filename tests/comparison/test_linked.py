"""The same people in both waves: the tests that know it, and who is counted in them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_waves import OPTIONS, Row, at, flags, read

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.methods.paired import newcombe_paired
from brobygger_cli.methods.paired_questions import paired_nominal_test, wilcoxon_signed_rank
from brobygger_cli.sources import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

LINKED = Reading(id_column="who")


def person(number: int | str, **answers: str) -> Row:
    return {"who": str(number), "group": "a", **answers}


def members(table: tuple[int, int, int, int], left: str = "", came: str = "") -> dict[str, list[Row]]:
    """Return both waves of pairs (both, lost, gained, neither) and of those in one wave, y or n for each."""
    cells = zip(table, (("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")), strict=True)
    pairs = [said for count, said in cells for _ in range(count)]
    spelled = {"y": "yes", "n": "no"}
    before = [person(number, member=said) for number, (said, _) in enumerate(pairs)]
    after = [person(number, member=said) for number, (_, said) in enumerate(pairs)]
    before += [person(f"L{number}", member=spelled[said]) for number, said in enumerate(left)]
    after += [person(f"N{number}", member=spelled[said]) for number, said in enumerate(came)]
    return {"before": before, "after": after[::-1]}  # in any order


def compared(rows: dict[str, list[Row]], chosen: Settings | None = None, reading: Reading = LINKED) -> pd.DataFrame:
    before, after = read(rows, reading)
    return compare(before, after, chosen).frame


# Published examples --------------------------------------------------------------------------------


def test_fully_linked_is_mcnemar_with_the_interval_for_pairs() -> None:
    """Fagerland, Lydersen & Laake (2013): 1, 1, 7 and 12 of 21."""
    row = at(compared(members((1, 1, 7, 12))), "a", "member", "is_member")
    assert row["test"] == "mcnemar_mid_p"
    assert row["p_value"] == pytest.approx(0.0391, abs=5e-5)
    assert (row["change_low"], row["change_high"]) == pytest.approx((0.0256, 0.5069), abs=5e-5)
    assert (row["change_outer_low"], row["change_outer_high"]) == (row["change_low"], row["change_high"])
    assert (row["pairs"], row["leavers"], row["newcomers"], row["gained"], row["lost"]) == (21, 0, 0, 7, 1)
    assert row["finding"] == "unclear"  # the adjusted p-value is what counts


def test_partly_linked_is_z8_over_pairs_and_singles() -> None:
    """Derrick, Dobson-McKittrick, Toher & White (2015)."""
    row = at(compared(members((8, 1, 3, 3), "yyyyynnnn", "yyyyyy")), "a", "member", "is_member")
    assert row["test"] == "derrick_z8"
    assert (row["baseline_share"], row["followup_share"]) == pytest.approx((0.5833, 0.8095), abs=5e-5)
    assert (row["statistic"], row["p_value"]) == pytest.approx((1.9367, 0.0528), abs=5e-5)
    assert (row["pairs"], row["leavers"], row["newcomers"], row["gained"], row["lost"]) == (15, 9, 6, 3, 1)


# Who is counted ------------------------------------------------------------------------------------

said = st.fixed_dictionaries(
    {
        "group": st.sampled_from(["a", "a", "b"]),
        "colour": st.sampled_from(["red", "green", "blue", ""]),
        "member": st.sampled_from(["yes", "no", ""]),
    }
)
surveys = st.dictionaries(st.integers(0, 15), said, min_size=1, max_size=14)


@settings(max_examples=12, deadline=None)
@given(surveys, surveys)
def test_pairs_leavers_and_newcomers_make_up_the_bases(
    earlier: dict[int, dict[str, str]], later: dict[int, dict[str, str]]
) -> None:
    rows = {
        name: [{"who": str(number), "tenure": "new", **answers} for number, answers in wave.items()]
        for name, wave in (("before", earlier), ("after", later))
    }
    frame = compared(rows)
    shares = frame[frame["level"] != "question"]
    assert (shares["pairs"] + shares["leavers"] == shares["baseline_base"]).all()
    assert (shares["pairs"] + shares["newcomers"] == shares["followup_base"]).all()
    assert (shares["gained"] + shares["lost"] <= shares["pairs"]).all()
    for group in ("a", "b"):
        both = [
            number
            for number in earlier.keys() & later.keys()
            if earlier[number]["group"] == later[number]["group"] == group
            and earlier[number]["member"]
            and later[number]["member"]
        ]
        row = at(frame, group, "member", "yes")
        gained = [n for n in both if (earlier[n]["member"], later[n]["member"]) == ("no", "yes")]
        assert (row["pairs"], row["gained"]) == (len(both), len(gained))
        # With everybody linked, gained less lost is what the count has changed by.
        if row["leavers"] == row["newcomers"] == 0:
            assert row["gained"] - row["lost"] == row["followup_count"] - row["baseline_count"]


def test_where_nobody_is_linked_waves_are_independent() -> None:
    rows = {"before": members((5, 2, 8, 9))["before"], "after": members((0, 0, 0, 0), came="yyynnyynyn")["after"]}
    linked, unlinked = compared(rows), compared(rows, reading=Reading())
    people = ["pairs", "leavers", "newcomers", "gained", "lost"]
    pd.testing.assert_frame_equal(linked.drop(columns=people), unlinked.drop(columns=people))
    row = at(linked, "a", "member", "is_member")
    assert (row["pairs"], row["leavers"], row["newcomers"]) == (0, 24, 10)
    assert at(unlinked, "a", "member", "is_member")["pairs"] is None


def test_each_later_wave_is_linked_to_the_baseline() -> None:
    rows = members((1, 1, 7, 12))
    waves = read({**rows, "last": members((1, 1, 7, 12), came="yy")["after"]}, LINKED)
    frame = compare(waves[0], waves[1], later=waves[2:]).frame
    two = frame[(frame["comparison"] == "change") & (frame["option"] == "is_member") & (frame["group"] == "a")]
    assert two["pairs"].tolist() == [21, 21]
    assert two["newcomers"].tolist() == [0, 2]
    assert two["test"].tolist() == ["mcnemar_mid_p", "derrick_z8"]


# Whole questions -----------------------------------------------------------------------------------


def drawn(question: str, pairs: int, singles: int = 0) -> dict[str, list[Row]]:
    rng = np.random.default_rng(4)
    options = OPTIONS[question]
    before = [person(number, **{question: str(rng.choice(options[:3]))}) for number in range(pairs + singles)]
    after = [
        person(row["who"], **{question: row[question] if rng.random() < 0.5 else str(rng.choice(options[1:3]))})
        for row in before[:pairs]
    ]
    after += [person(f"N{number}", **{question: str(rng.choice(options[:3]))}) for number in range(singles)]
    return {"before": before, "after": after}


def moves(rows: dict[str, list[Row]], question: str, order: Sequence[str]) -> list[list[int]]:
    """Return how many went from each option to each, by hand."""
    later = {row["who"]: row[question] for row in rows["after"]}
    pairs = [(row[question], later[row["who"]]) for row in rows["before"] if row["who"] in later]
    return [[pairs.count((origin, goal)) for goal in order] for origin in order]


@pytest.mark.parametrize("pairs", [12, 150])
def test_a_nominal_question_of_linked_people_is_tested_by_its_moves(pairs: int) -> None:
    rows = drawn("colour", pairs)
    expected = paired_nominal_test(moves(rows, "colour", OPTIONS["colour"]))
    row = at(compared(rows), "a", "colour")
    assert row["p_value"] == pytest.approx(expected.p_value)
    assert row["test"] == ("bhapkar" if pairs == 150 else "paired_permutation")
    assert (row["baseline_test_n"], row["followup_test_n"]) == (pairs, pairs)


@pytest.mark.parametrize("pairs", [12, 150])
def test_an_ordinal_question_of_linked_people_is_tested_by_wilcoxon(pairs: int) -> None:
    rows = drawn("trust", pairs)
    expected = wilcoxon_signed_rank(moves(rows, "trust", ["low", "middle", "high"]))
    row = at(compared(rows), "a", "trust")
    assert (row["test"], row["p_value"]) == (expected.method, pytest.approx(expected.p_value))
    assert row["effect_name"] == "prob_higher_pairs"
    limits = (expected.effect, expected.effect_low, expected.effect_high)
    assert (row["effect"], row["effect_low"], row["effect_high"]) == pytest.approx(limits)


def test_two_options_are_tested_as_the_share_that_they_are() -> None:
    frame = compared(members((8, 1, 3, 3), "yyyyynnnn", "yyyyyy"))
    share, question = at(frame, "a", "member", "yes"), at(frame, "a", "member")
    assert (question["test"], question["p_value"]) == (share["test"], share["p_value"])


@pytest.mark.parametrize("question", ["colour", "trust"])
def test_a_few_pairs_do_not_stand_for_all_who_answered(question: str) -> None:
    """Three of a hundred are linked: the question is tested on the hundred, as if nobody were."""
    rows = drawn(question, 3, singles=97)
    linked, unlinked = (at(compared(rows, reading=how), "a", question) for how in (LINKED, Reading()))
    for figure in ("test", "p_value", "effect", "baseline_test_n", "followup_test_n"):
        assert linked[figure] == unlinked[figure]


@pytest.mark.parametrize("question", ["colour", "trust"])
def test_whoever_is_left_out_of_a_test_of_pairs_is_flagged(question: str) -> None:
    rows = drawn(question, 80, singles=20)
    frame = compared(rows)
    assert at(frame, "a", question)["baseline_test_n"] == 80
    assert flags(frame, "a", question) == {"pairs_only"}
    assert "pairs_only" not in flags(compared(drawn(question, 80)), "a", question)


def test_a_question_with_several_answers_is_tested_by_its_options() -> None:
    """The ticks of linked people cannot change waves one by one."""
    rng = np.random.default_rng(2)
    rows = {
        name: [
            person(number, member="yes", **{f"ways_{code}": str(rng.integers(0, 2)) for code in (1, 2, 3)})
            for number in range(40)
        ]
        for name in ("before", "after")
    }
    frame = compared(rows)
    options = [at(frame, "a", "ways", option) for option in OPTIONS["ways"]]
    assert {option["test"] for option in options} == {"mcnemar_mid_p"}
    row = at(frame, "a", "ways")
    assert row["test"] == "holm_over_options"
    assert row["p_value"] == pytest.approx(min(1.0, 3 * min(option["p_value"] for option in options)))
    before, after = read(rows, LINKED)
    for test in ("permutation", "rao-scott"):
        with pytest.raises(BrobyggerError, match=f"--multiple-test {test}: linked respondents are not two"):
            compare(before, after, Settings(multiple_test=test))


# Intervals -----------------------------------------------------------------------------------------


def test_a_margin_is_held_against_the_interval_for_pairs() -> None:
    row = at(compared(members((30, 2, 3, 25)), Settings(margin=0.1)), "a", "member", "is_member")
    limits = newcombe_paired(30, 2, 3, 25, 0.9)
    assert (row["margin_low"], row["margin_high"]) == pytest.approx(tuple(map(float, limits)))
    assert row["verdict"] == "equivalent"


def test_linked_waves_have_nearly_the_interval_of_a_stated_overlap_with_their_correlation() -> None:
    rows = members((60, 15, 25, 50), "y" * 20 + "n" * 20, "y" * 22 + "n" * 18)
    linked = at(compared(rows), "a", "member", "is_member")
    phi = (60 * 50 - 15 * 25) / math.sqrt(75 * 75 * 85 * 65)
    overlapping = Settings(overlap={"a": 150}, overlap_correlation=phi)
    stated = at(compared(rows, overlapping, Reading()), "a", "member", "is_member")
    independent = at(compared(rows, reading=Reading()), "a", "member", "is_member")
    for end in ("change_low", "change_high"):
        assert linked[end] == pytest.approx(stated[end], abs=0.005)
        assert abs(linked[end] - linked["change"]) < 0.85 * abs(independent[end] - independent["change"])


def test_a_few_who_all_stay_the_same_say_little_of_a_population() -> None:
    """Twenty of 231 answered twice, and none changed: that does not make it certain that nobody has."""
    rows = members((9, 0, 0, 11))
    before, after = (replace(told, sent={"a": 231, "b": 1}) for told in read(rows, LINKED))
    row = at(compare(before, after, Settings(estimand="population")).frame, "a", "member", "is_member")
    process = at(compared(rows), "a", "member", "is_member")
    assert row["change_high"] > 0.8 * process["change_high"] > 0.05
    assert row["change_low"] == pytest.approx(-row["change_high"])


# Weights -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("singles", ["", "yyn"])
def test_linked_and_weighted_change_lies_in_its_interval_and_agrees_with_its_test(singles: str) -> None:
    """McNemar's test is of people, who count one each; of weighted ones it would speak of another change."""
    rows = members((10, 2, 9, 20), singles, singles)
    heavy = {name: [row | {"w": "9" if row["member"] == "yes" else "1"} for row in of] for name, of in rows.items()}
    row = at(compared(heavy, reading=Reading(id_column="who", weight_column="w")), "a", "member", "is_member")
    assert row["change_low"] <= row["change"] <= row["change_high"]
    assert row["test"] not in {"mcnemar_mid_p", "derrick_z8"}
    assert (row["p_value"] < 0.05) == (row["change_low"] > 0 or row["change_high"] < 0)


# What is said --------------------------------------------------------------------------------------


def test_the_notes_count_leavers_and_newcomers_and_warn_of_other_people() -> None:
    rng = np.random.default_rng(3)
    rows = {
        name: [
            person(number, member="yes", tenure=str(rng.choice(["new", "old"])))
            for number in range(start, start + people)
        ]
        for name, start, people in (("before", 0, 60), ("after", 10, 70))
    }
    before, after = read(rows, LINKED)
    notes = " ".join(compare(before, after).notes)
    assert "after, a: 50 linked to before by their ids; 10 leavers, 20 newcomers." in notes
    assert "WARNING: after:" in notes
    assert "do the same ids stand for other people?" in notes
    assert "taken as independent between the waves" not in notes
    same = read({"before": rows["before"], "after": rows["before"][10:]}, LINKED)
    assert "WARNING" not in " ".join(compare(same[0], same[1]).notes)
