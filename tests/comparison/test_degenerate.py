"""Degenerate tables get defined answers: asserted literally, through `compare`, with warnings as errors."""

from __future__ import annotations

from math import comb, pi
from typing import TYPE_CHECKING, Any

import pytest
from made_waves import Answers, at, flags, wave

from brobygger_cli.compare import compare
from brobygger_cli.describe import describe

if TYPE_CHECKING:
    from brobygger_cli.waves import WaveKind

NOTHING = (
    *("change", "change_low", "change_high", "change_min", "change_max", "test", "statistic", "df", "p_value"),
    *("p_value_min", "p_value_max", "p_adjusted", "effect", "effect_name", "effect_low", "effect_high", "finding"),
)


def compared(
    earlier: dict[str, Answers],
    later: dict[str, Answers],
    question: str,
    option: str | None = None,
    kind: WaveKind = "respondents",
) -> dict[str, Any]:
    """Compare group a; nobody of group b ever answers."""
    return at(
        compare(wave("before", {"a": earlier}, kind=kind), wave("after", {"a": later})).frame, "a", question, option
    )


def of(row: dict[str, Any], *names: str) -> list[Any]:
    return [row[name] for name in names]


@pytest.mark.parametrize(
    ("question", "option"),
    [("member", None), ("member", "yes"), ("member", "is_member"), ("ways", None), ("ways", "public")],
)
@pytest.mark.parametrize("empty", ["before", "after", "both"])
def test_base_of_nobody_has_counts_of_0_and_no_share_change_or_test(
    question: str, option: str | None, empty: str
) -> None:
    some: dict[str, Answers] = {"member": {"yes": 20, "no": 15}, "ways": {"cycle": 5, "bus": 9, "rail": 1, "base": 31}}
    row = compared({} if empty != "after" else some, {} if empty != "before" else some, question, option)
    assert {name: row[name] for name in NOTHING} == dict.fromkeys(NOTHING)
    assert row["flags"] == "empty_base"
    sides = {"before": ["baseline"], "after": ["followup"], "both": ["baseline", "followup"]}[empty]
    for side in sides:
        assert row[f"{side}_base"] == 0
        assert row[f"{side}_count"] == (None if option is None else 0)
        assert of(row, f"{side}_share", f"{side}_low", f"{side}_high") == [None, None, None]
    if option is not None:  # it stays in its family, so that the others' adjustment does not depend on it
        assert row["family_size"] == {"yes": 2, "is_member": 4, "public": 4}[option]


def test_group_that_nobody_is_in_keeps_its_rows() -> None:
    frame = compare(wave("before", {"a": {"member": {"yes": 3, "no": 4}}}), wave("after", {})).frame
    of_b = frame[frame["group"] == "b"]
    assert len(of_b) == len(frame) / 2
    assert (of_b[["baseline_base", "followup_base"]] == 0).all(axis=None)
    assert of_b["p_value"].isna().all()
    assert of_b["flags"].str.contains("empty_base").all()


def test_everybody_in_one_option_in_both_waves_is_no_change_and_p_1() -> None:
    earlier: dict[str, Answers] = {"colour": {"red": 40}, "member": {"yes": 40}, "trust": {"high": 40}}
    later: dict[str, Answers] = {"colour": {"red": 60}, "member": {"yes": 60}, "trust": {"high": 60}}
    colour = compared(earlier, later, "colour")
    assert of(colour, "test", "statistic", "df", "p_value", "p_adjusted") == ["pearson", 0, 0, 1, 1]
    assert of(colour, "effect_name", "effect", "effect_low", "flags", "finding") == [
        "cramers_v",
        0,
        None,
        "",
        "unclear",
    ]
    trust = compared(earlier, later, "trust")
    assert of(trust, "test", "statistic", "df", "p_value") == ["exact_permutation", None, None, 1]
    assert of(trust, "effect_name", "effect", "effect_low", "effect_high") == ["prob_higher", 0.5, None, None]
    for option, share in (("red", 1), ("blue", 0)):
        row = compared(earlier, later, "colour", option)
        assert of(row, "baseline_share", "followup_share", "change", "p_value") == [share, share, 0, 1]
        assert of(row, "test", "statistic", "df") == ["fisher_irwin", None, None]
        assert row["change_low"] < 0 < row["change_high"]
        assert row["flags"] == "expected_low"
        assert of(row, "effect", "finding") == [0, "unclear"]


def test_multiple_response_that_nobody_ticks_is_no_change_and_p_1() -> None:
    nobody: dict[str, Answers] = {"ways": {"cycle": 0, "bus": 0, "rail": 0, "base": 40}}
    row = compared(nobody, nobody, "ways")
    assert of(row, "test", "p_value", "effect", "flags") == ["holm_over_options", 1, None, ""]
    assert of(compared(nobody, nobody, "ways", "bus"), "change", "p_value") == [0, 1]


def test_complete_separation_has_the_largest_effects_and_small_p() -> None:
    earlier: dict[str, Answers] = {
        "colour": {"red": 40},
        "ease": {"hard": 10},
        "trust": {"high": 2, "middle": 2},
        "member": {"yes": 30, "no": 0},
    }
    later: dict[str, Answers] = {
        "colour": {"green": 40},
        "ease": {"easy": 12},
        "trust": {"low": 5},
        "member": {"yes": 0, "no": 30},
    }
    colour = compared(earlier, later, "colour")
    assert of(colour, "test", "statistic", "df", "effect", "finding") == ["n_minus_1", 79, 1, 1, "changed"]
    member = compared(earlier, later, "member", "is_member")
    assert of(member, "change", "change_low", "effect", "effect_low", "test", "statistic") == [
        -1,
        -1,
        -pi,
        -pi,
        "n_minus_1",
        59,
    ]
    assert member["change_high"] < 0
    assert member["finding"] == "worse"
    ease = compared(earlier, later, "ease")
    assert of(ease, "test", "effect_name", "effect", "effect_low", "effect_high") == [
        "exact_permutation",
        "prob_higher",
        1,
        None,
        None,
    ]
    assert ease["p_value"] == pytest.approx(1 / comb(22, 10))  # one way of all to deal 10 forms out of 22
    assert of(ease, "flags", "finding") == ["small_base", "rise"]
    trust = compared(earlier, later, "trust")
    assert of(trust, "test", "effect", "finding") == ["exact_permutation", 0, "worse"]
    assert trust["p_value"] == pytest.approx(1 / comb(9, 4))


def test_one_respondent_in_each_wave_can_prove_nothing() -> None:
    earlier: dict[str, Answers] = {"colour": {"red": 1}, "trust": {"high": 1}, "member": {"yes": 1, "no": 0}}
    later: dict[str, Answers] = {"colour": {"green": 1}, "trust": {"low": 1}, "member": {"yes": 0, "no": 1}}
    row = compared(earlier, later, "member", "yes")
    assert of(row, "change", "change_low", "p_value", "test", "flags") == [
        -1,
        -1,
        1,
        "fisher_irwin",
        "small_base expected_low",
    ]
    assert row["change_high"] > 0
    assert of(compared(earlier, later, "colour"), "p_value", "test", "effect", "flags") == [
        1,
        "fisher_irwin",
        1,
        "small_base expected_low",
    ]
    assert of(compared(earlier, later, "trust"), "p_value", "test", "effect", "effect_low") == [
        1,
        "exact_permutation",
        0,
        None,
    ]


def test_one_respondent_against_many_is_ranked_without_a_variance() -> None:
    row = compared({"ease": {"hard": 1}}, {"ease": {"hard": 10, "fair": 10, "easy": 20}}, "ease")
    assert of(row, "test", "statistic", "df", "effect_low") == ["exact_permutation", None, None, None]
    assert row["effect"] == pytest.approx(10 / 40 / 2 + 30 / 40)
    # |rank - mean| is as large as seen (21 - 6) for the 11 lowest, and not for the 20 highest (31.5 - 21).
    assert row["p_value"] == pytest.approx(11 / 41)


def test_answers_beside_the_scale_alone_leave_nothing_to_rank() -> None:
    """The option is tested; the question is not, and no print could tell more."""
    earlier: dict[str, Answers] = {"trust": {"high": 0, "middle": 0, "low": 0, "never_met": 40}}
    later: dict[str, Answers] = {"trust": {"high": 20, "middle": 10, "low": 5, "never_met": 5}}
    kinds: tuple[WaveKind, ...] = ("respondents", "printed")
    for kind in kinds:
        row = compared(earlier, later, "trust", kind=kind)
        assert of(row, "test", "p_value", "p_adjusted", "effect", "baseline_test_n", "followup_test_n") == [
            None
        ] * 4 + [0, 35]
        assert set(row["flags"].split()) - {"printed_baseline", "not_printed"} == {"off_scale"}
        option = compared(earlier, later, "trust", "never_met", kind=kind)
        assert of(option, "change", "test") == [pytest.approx(-35 / 40), "n_minus_1"]
        assert option["p_adjusted"] is not None


def test_question_that_a_wave_did_not_ask_is_not_compared_and_stays_in_the_families() -> None:
    some: dict[str, Answers] = {"member": {"yes": 20, "no": 15}, "ease": {"hard": 9, "fair": 9, "easy": 20}}
    without = {"member": some["member"]}
    frame = compare(wave("before", {"a": without}, unasked=["ease"]), wave("after", {"a": some})).frame
    for option in (None, "hard"):
        row = at(frame, "a", "ease", option)
        assert {name: row[name] for name in NOTHING} == dict.fromkeys(NOTHING)
        assert "not_asked" in row["flags"].split()
        assert "empty_base" not in row["flags"].split()
        assert row["family_size"] is not None
    assert at(frame, "a", "member")["family_size"] == 6
    assert "not_asked" not in flags(frame, "a", "member")


def test_description_of_nobody_has_zeros_and_no_shares() -> None:
    frame = describe(wave("now", {}), interval="wilson").frame
    shares = frame[frame["level"] != "question"]
    assert (shares[["count", "base"]] == 0).all(axis=None)
    assert shares[["share", "low", "high"]].isna().all(axis=None)
    assert set(frame["flags"]) == {"empty_base", "wording_inferred empty_base"}
