"""Three waves and more: each later one against the first as if alone, and the trend over all, in one family."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from made_waves import TOML, Answers, at, random_answers, read, wave

from adjusted_elsewhere import multipletests
from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.methods.multiplicity import holm
from brobygger_cli.methods.trend import cochran_armitage, ordinal_trend, share_trend, slope
from brobygger_cli.methods.weighting import kish_effective_n
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.sources import Reading

if TYPE_CHECKING:
    from brobygger_cli.waves import Wave

# What depends on how many other tests there are.
OF_A_FAMILY = ["p_adjusted", "adjustment", "family_size", "finding", "sturdiness", "verdict"]


def trend(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["comparison"] == "trend"]


def change(frame: pd.DataFrame, followup: str) -> pd.DataFrame:
    return frame[(frame["comparison"] == "change") & (frame["followup_wave"] == followup)]


def survey(name: str, yes: int, trust: tuple[int, int, int], n: int = 60) -> Wave:
    high, middle, low = trust
    return wave(
        name,
        {
            "a": {
                "member": {"yes": yes, "no": n - yes},
                "trust": {"high": high, "middle": middle, "low": low, "never_met": 4},
                "colour": {"red": yes, "green": 10, "blue": n - yes, "unsure": 3},
                "ways": {"cycle": yes // 2, "bus": yes // 3, "rail": yes // 4, "base": yes},
            }
        },
    )


WAVES = [
    survey("first", 20, (10, 20, 30)),
    survey("second", 26, (15, 25, 20)),
    survey("third", 37, (28, 20, 12)),
]


# Each later wave against the baseline --------------------------------------------------------------


@settings(max_examples=2, deadline=None)
@given(random_answers(most=30), random_answers(most=30), random_answers(most=30))
def test_a_change_is_what_it_is_between_two_waves_but_for_its_family(
    first: dict[str, dict[str, Answers]], second: dict[str, dict[str, Answers]], third: dict[str, dict[str, Answers]]
) -> None:
    waves = [wave(name, answers) for name, answers in (("x", first), ("y", second), ("z", third))]
    frame = compare(waves[0], waves[1], later=waves[2:]).frame
    for followup in waves[1:]:
        alone = compare(waves[0], followup).frame.drop(columns=OF_A_FAMILY)
        together = change(frame, followup.name).drop(columns=OF_A_FAMILY).reset_index(drop=True)
        pd.testing.assert_frame_equal(together, alone)


def test_rows_come_wave_by_wave_with_the_trend_at_the_end() -> None:
    frame = compare(WAVES[0], WAVES[1], later=WAVES[2:]).frame
    parts = frame[["comparison", "baseline_wave", "followup_wave"]].drop_duplicates()
    assert parts.to_numpy().tolist() == [
        ["change", "first", "second"],
        ["change", "first", "third"],
        ["trend", "first", "third"],
    ]


# Families ------------------------------------------------------------------------------------------


def test_changes_and_trend_are_adjusted_in_one_family() -> None:
    frame = compare(WAVES[0], WAVES[1], later=WAVES[2:]).frame
    here = frame[frame["group"] == "a"]
    indicators = here[here["level"] == "indicator"]
    assert set(indicators["family_size"]) == {len(indicators)}
    assert len(indicators) == 3 * 4  # two changes and a trend of four indicators
    p = indicators["p_value"].fillna(1.0).to_numpy(dtype=float)
    expected = multipletests(p, method="holm")[1]
    tested = indicators["p_value"].notna()
    np.testing.assert_allclose(indicators["p_adjusted"][tested].astype(float), expected[tested.to_numpy()], rtol=1e-9)
    questions = here[(here["level"] == "question") & here["family"].notna()]
    assert set(questions["family_size"]) == {len(questions)}
    # Six questions in two changes; in the trend all but the one whose options have no order.
    assert len(questions) == 2 * 6 + 5
    p = questions["p_value"].fillna(1.0).to_numpy(dtype=float)
    expected = multipletests(p, method="fdr_bh")[1]
    tested = questions["p_value"].notna()
    np.testing.assert_allclose(questions["p_adjusted"][tested].astype(float), expected[tested.to_numpy()], rtol=1e-9)


def test_options_stand_behind_their_own_question_in_their_own_comparison() -> None:
    frame = compare(WAVES[0], WAVES[1], later=WAVES[2:]).frame
    here = frame[(frame["group"] == "a") & frame["p_adjusted"].notna()]
    questions = here[here["level"] == "question"]
    gates = questions.set_index(["comparison", "followup_wave", "question"])["p_adjusted"]
    behind = 0
    for row in here[here["level"] == "option"].to_dict("records"):
        key = (row["comparison"], row["followup_wave"], row["question"])
        if key in gates.index:
            assert row["p_adjusted"] >= gates[key] - 1e-12
            behind += 1
    assert behind > 30
    of_trust = frame[(frame["group"] == "a") & (frame["family"] == "a/trust")]
    assert set(of_trust["family_size"]) == {3 * 4}


def test_every_indicator_has_a_finding_of_its_trend() -> None:
    """Of a question whose options have no order too: an indicator is a share, whatever the question is."""
    asked = parse(
        TOML + '\n[[indicators]]\nid = "likes_red"\nquestion = "colour"\noptions = ["red"]\nlabel = { en = "Red" }\n',
        "panel.toml",
    )
    waves = [
        wave(name, {"a": {"colour": {"red": red, "green": 20, "blue": 20}}}, questionnaire=asked)
        for name, red in (("x", 10), ("y", 40), ("z", 90))
    ]
    row = at(trend(compare(waves[0], waves[1], later=waves[2:]).frame), "a", "colour", "likes_red")
    assert (row["family"], row["finding"]) == ("a/indicators", "rise")
    assert row["p_adjusted"] >= row["p_value"]


# The trend -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("times", [(), (2017.0, 2021.0, 2026.0)])
def test_the_trend_of_a_share_is_that_of_its_counts(times: tuple[float, ...]) -> None:
    rows = trend(compare(WAVES[0], WAVES[1], Settings(times=times), later=WAVES[2:]).frame)
    when = times or (0.0, 1.0, 2.0)
    cases: list[tuple[str, str, list[int], list[int]]] = [
        ("member", "is_member", [20, 26, 37], [60, 60, 60]),
        ("member", "no", [40, 34, 23], [60, 60, 60]),
        ("trust", "low_trust", [30, 20, 12], [64, 64, 64]),
        ("ways", "bus", [6, 8, 12], [20, 26, 37]),
        ("colour", "unsure", [3, 3, 3], [73, 73, 73]),
    ]
    for question, option, counts, bases in cases:
        row = at(rows, "a", question, option)
        expected = share_trend(counts, bases, np.array(when))
        assert row["test"] == str(expected.method) == "cochran_armitage"
        assert (row["statistic"], row["p_value"]) == pytest.approx((float(expected.statistic), float(expected.p_value)))
        assert row["effect_name"] == "slope"
        assert row["effect"] == pytest.approx(float(slope(counts, bases, np.array(when))))
    assert at(rows, "a", "member", "is_member")["finding"] == "better"
    assert at(rows, "a", "member", "no")["finding"] == "fall"


def test_the_trend_of_a_scale_is_its_ordinal_counterpart_without_answers_off_the_scale() -> None:
    row = at(trend(compare(WAVES[0], WAVES[1], later=WAVES[2:]).frame), "a", "trust")
    expected = ordinal_trend([[30, 20, 10], [20, 25, 15], [12, 20, 28]])  # from low to high
    assert (row["test"], row["effect_name"]) == ("jonckheere_terpstra", "prob_higher")
    figures = (row["statistic"], row["p_value"], row["effect"])
    assert figures == pytest.approx((expected.statistic, expected.p_value, expected.effect))
    assert row["finding"] == "better"


def test_two_options_are_one_share_and_three_without_order_have_no_trend() -> None:
    rows = trend(compare(WAVES[0], WAVES[1], later=WAVES[2:]).frame)
    question, option = at(rows, "a", "member"), at(rows, "a", "member", "yes")
    assert (question["test"], question["p_value"]) == (option["test"], option["p_value"])
    without = at(rows, "a", "colour")
    assert (without["test"], without["p_value"], without["family"]) == (None, None, None)


def test_several_answers_are_tested_by_holm_over_their_options() -> None:
    rows = trend(compare(WAVES[0], WAVES[1], later=WAVES[2:]).frame)
    p = [at(rows, "a", "ways", option)["p_value"] for option in ("cycle", "bus", "rail")]
    row = at(rows, "a", "ways")
    assert (row["test"], row["p_value"]) == ("holm_over_options", pytest.approx(float(holm(p).min())))


def test_a_sparse_share_is_permuted() -> None:
    waves = [wave(name, {"a": {"member": {"yes": yes, "no": 9 - yes}}}) for name, yes in (("x", 0), ("y", 0), ("z", 2))]
    row = at(trend(compare(waves[0], waves[1], later=waves[2:]).frame), "a", "member", "yes")
    expected = share_trend([0, 0, 2], [9, 9, 9], np.arange(3.0))
    assert (row["test"], row["p_value"]) == ("exact_permutation", pytest.approx(float(expected.p_value)))


def test_four_waves_have_one_trend() -> None:
    waves = [*WAVES, survey("fourth", 45, (40, 15, 5))]
    frame = compare(waves[0], waves[1], later=waves[2:]).frame
    row = at(trend(frame), "a", "member", "is_member")
    expected = cochran_armitage([20, 26, 37, 45], [60] * 4, np.arange(4.0))
    assert row["p_value"] == pytest.approx(float(expected.p_value))
    assert row["family_size"] == 4 * 4


def test_times_leave_changes_as_they_are() -> None:
    plain, timed = (
        compare(WAVES[0], WAVES[1], Settings(times=times), later=WAVES[2:]).frame for times in ((), (0.0, 1.0, 9.0))
    )
    columns = [name for name in plain.columns if name not in OF_A_FAMILY]
    for followup in ("second", "third"):
        pd.testing.assert_frame_equal(change(timed, followup)[columns], change(plain, followup)[columns])
    before, after = (at(trend(frame), "a", "member", "yes") for frame in (plain, timed))
    assert before["p_value"] != after["p_value"]
    assert before["effect"] > 4 * after["effect"] > 0


def test_a_weighted_trend_is_of_effective_counts() -> None:
    rng = np.random.default_rng(8)
    waves = {
        name: [
            {
                "respondent_id": str(number),
                "group": "a",
                "member": "yes" if rng.random() < share else "no",
                "trust": str(rng.choice(["high", "low"])),
                "w": f"{rng.uniform(0.2, 3):.3f}",
            }
            for number in range(80)
        ]
        for name, share in (("x", 0.3), ("y", 0.4), ("z", 0.55))
    }
    made = read(waves, Reading(weight_column="w"))
    rows = trend(compare(made[0], made[1], later=made[2:]).frame)
    weights = [np.array([float(row["w"]) for row in of]) for of in waves.values()]
    ticks = [np.array([row["member"] == "yes" for row in of]) for of in waves.values()]
    n = [float(kish_effective_n(w.sum(), (w**2).sum())) for w in weights]
    counts = [size * w[tick].sum() / w.sum() for size, w, tick in zip(n, weights, ticks, strict=True)]
    row = at(rows, "a", "member", "is_member")
    assert row["p_value"] == pytest.approx(float(cochran_armitage(counts, n, np.arange(3.0)).p_value))
    low_to_high = [
        [np.rint(size * w[[row["trust"] == step for row in of]].sum() / w.sum()) for step in ("low", "middle", "high")]
        for size, w, of in zip(n, weights, waves.values(), strict=True)
    ]  # ranks are of whole people
    assert at(rows, "a", "trust")["p_value"] == pytest.approx(ordinal_trend(low_to_high).p_value)


# What there is no trend of -------------------------------------------------------------------------


def test_a_wave_that_did_not_ask_or_that_nobody_answered_leaves_no_trend() -> None:
    silent = wave("second", {"a": {"member": {"yes": 5, "no": 5}}}, unasked=["trust", "ways", "colour"])
    rows = trend(compare(WAVES[0], silent, later=WAVES[2:]).frame)
    for question, option in (("trust", None), ("trust", "low_trust"), ("ways", "bus")):
        row = at(rows, "a", question, option)
        assert (row["test"], row["p_value"], row["p_adjusted"]) == (None, None, None)
    assert at(rows, "a", "member", "is_member")["p_value"] is not None


def test_a_printed_range_leaves_the_trend_open_and_its_family_cautious() -> None:
    printed = wave("first", {"a": {"member": {"yes": (20, 22), "no": (38, 40), "base": 60}}}, kind="printed")
    frame = compare(printed, WAVES[1], later=WAVES[2:]).frame
    row = at(trend(frame), "a", "member", "is_member")
    assert (row["p_value"], row["p_adjusted"], row["finding"]) == (None, None, None)
    changed = at(change(frame, "third"), "a", "member", "is_member")
    assert "adjusted_bound" in changed["flags"].split()


def test_flags_of_every_wave_stand_at_the_trend() -> None:
    small = survey("second", 5, (3, 3, 4), n=10)
    rows = trend(compare(WAVES[0], small, later=WAVES[2:]).frame)
    assert "small_base" in at(rows, "a", "member", "is_member")["flags"].split()
    printed = wave("first", {"a": {"member": {"yes": 20, "no": 40, "base": 60}}}, kind="printed")
    rows = trend(compare(printed, WAVES[1], later=WAVES[2:]).frame)
    assert "printed_baseline" in at(rows, "a", "member", "is_member")["flags"].split()
