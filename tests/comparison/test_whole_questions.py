"""Whole questions: which way is up, what stands beside the scale, and what is tested how."""

from __future__ import annotations

import pytest
from made_waves import Answers, at, flags, wave
from scipy import stats

from brobygger_cli.compare import compare


@pytest.mark.parametrize(
    ("question", "lowest", "highest"), [("trust", "low", "high"), ("ease", "hard", "easy"), ("times", "none", "more")]
)
def test_prob_higher_is_above_a_half_where_answers_have_moved_up_the_scale(
    question: str, lowest: str, highest: str
) -> None:
    """High in the sense of the question, in whichever order it lists its steps."""
    middle = {"trust": "middle", "ease": "fair", "times": "once"}[question]
    down: Answers = {lowest: 30, middle: 20, highest: 10}
    up: Answers = {lowest: 10, middle: 20, highest: 30}
    risen = at(
        compare(wave("before", {"a": {question: down}}), wave("after", {"a": {question: up}})).frame, "a", question
    )
    assert risen["effect_name"] == "prob_higher"
    # Of 3,600 pairs: follow-up higher in 20*30 + 30*(30+20), tied in 300 + 400 + 300.
    assert risen["effect"] == pytest.approx((20 * 30 + 30 * 50 + 500) / 3600)
    assert risen["statistic"] > 0
    fallen = at(
        compare(wave("before", {"a": {question: up}}), wave("after", {"a": {question: down}})).frame, "a", question
    )
    assert fallen["effect"] == pytest.approx(1 - risen["effect"])
    assert (risen["finding"], fallen["finding"]) == (("better", "worse") if question == "trust" else ("rise", "fall"))


@pytest.mark.parametrize(("question", "beside"), [("trust", "never_met"), ("times", "unsure")])
def test_answers_beside_the_scale_leave_the_ordinal_test_and_keep_their_row(question: str, beside: str) -> None:
    steps = {"trust": ("high", "middle", "low"), "times": ("none", "once", "more")}[question]
    before: Answers = dict(zip(steps, (9, 12, 20), strict=True))
    after: Answers = dict(zip(steps, (15, 14, 10), strict=True))
    plain = compare(wave("before", {"a": {question: before}}), wave("after", {"a": {question: after}})).frame
    more = compare(
        wave("before", {"a": {question: before | {beside: 7}}}), wave("after", {"a": {question: after | {beside: 1}}})
    ).frame
    columns = (
        "test",
        "statistic",
        "df",
        "p_value",
        "effect",
        "effect_low",
        "effect_high",
        "baseline_test_n",
        "followup_test_n",
    )
    assert [at(more, "a", question)[c] for c in columns] == [at(plain, "a", question)[c] for c in columns]
    row = at(more, "a", question)
    assert (row["baseline_base"], row["baseline_test_n"], row["followup_base"], row["followup_test_n"]) == (
        48,
        41,
        40,
        39,
    )
    assert "off_scale" in flags(more, "a", question)
    assert "off_scale" not in flags(plain, "a", question)
    option = at(more, "a", question, beside)
    assert (option["baseline_count"], option["baseline_base"], option["followup_count"]) == (7, 48, 1)
    # The share of a step is of everybody who answered, those beside the scale included.
    assert at(more, "a", question, steps[0])["baseline_share"] == 9 / 48


def test_ordinal_test_is_scipys_brunner_munzel_over_the_steps_from_low_to_high() -> None:
    before: Answers = {"high": 14, "middle": 25, "low": 11, "never_met": 3}
    after: Answers = {"high": 22, "middle": 15, "low": 6, "never_met": 9}
    row = at(
        compare(wave("before", {"a": {"trust": before}}), wave("after", {"a": {"trust": after}})).frame, "a", "trust"
    )
    scipys = stats.brunnermunzel([3] * 22 + [2] * 15 + [1] * 6, [3] * 14 + [2] * 25 + [1] * 11)
    assert row["test"] == "brunner_munzel"
    assert abs(row["statistic"]) == pytest.approx(abs(scipys.statistic))
    assert row["p_value"] == pytest.approx(scipys.pvalue)


def test_dont_know_is_an_option_of_a_question_without_a_scale() -> None:
    before: Answers = {"red": 14, "green": 10, "blue": 13, "unsure": 20}
    after: Answers = {"red": 11, "green": 7, "blue": 18, "unsure": 14}
    row = at(
        compare(wave("before", {"a": {"colour": before}}), wave("after", {"a": {"colour": after}})).frame, "a", "colour"
    )
    scipys = stats.chi2_contingency([[14, 10, 13, 20], [11, 7, 18, 14]], correction=False)
    assert (row["test"], row["df"], row["baseline_test_n"]) == ("pearson", 3, 57)
    assert row["statistic"] == pytest.approx(scipys.statistic)
    assert row["p_value"] == pytest.approx(scipys.pvalue)
    assert row["effect"] == pytest.approx((scipys.statistic / 107) ** 0.5)
    assert "off_scale" not in flags(
        compare(wave("b", {"a": {"colour": before}}), wave("f", {"a": {"colour": after}})).frame, "a", "colour"
    )


def test_whole_multiple_response_is_its_smallest_option_after_holm() -> None:
    before: Answers = {"cycle": 12, "bus": 20, "rail": 5, "base": 50}
    after: Answers = {"cycle": 30, "bus": 22, "rail": 9, "base": 60}
    frame = compare(wave("before", {"a": {"ways": before}}), wave("after", {"a": {"ways": after}})).frame
    row = at(frame, "a", "ways")
    p = [at(frame, "a", "ways", option)["p_value"] for option in ("cycle", "bus", "rail")]
    assert row["test"] == "holm_over_options"
    assert row["p_value"] == pytest.approx(3 * min(p))  # the net is no option: it has no part in it
    assert row["effect"] is None


def test_yes_no_question_and_its_yes_have_the_same_p() -> None:
    for before, after in (((12, 30), (25, 19)), ((1, 30), (3, 19)), ((5, 0), (4, 1))):
        waves = [
            wave(name, {"a": {"member": {"yes": yes, "no": no}}}) for name, (yes, no) in (("b", before), ("f", after))
        ]
        frame = compare(waves[0], waves[1]).frame
        assert at(frame, "a", "member")["p_value"] == pytest.approx(at(frame, "a", "member", "yes")["p_value"])
