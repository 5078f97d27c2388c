"""Contrasts: groups of one wave against each other, and their changes, recomputed by other means."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from adjusted_elsewhere import multipletests
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.contrasts.changes import CHANGE_COLUMNS, contrast_changes
from brobygger_cli.contrasts.couples import FINDINGS
from brobygger_cli.contrasts.groups import GROUP_COLUMNS, contrast_groups
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.questionnaire.questionnaire import Response
from brobygger_cli.selection import Selection
from club_waves import CLUB, answers, at, club, files, people, waves

if TYPE_CHECKING:
    from brobygger_cli.waves import Wave

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
BASELINE, FOLLOWUP = str(EXAMPLES / "baseline.csv"), str(EXAMPLES / "followup.csv")
ONE_QUESTION = CLUB.model_copy(update={"questions": CLUB.questions[:2], "indicators": CLUB.indicators[:1]})
PAIRS = list(combinations(["north", "south", "east"], 2))

BEFORE = club(seed=1)
AFTER = club((0.5, 0.5, 0.9), (50, 160, 35), seed=7)
LATER = club((0.4, 0.8, 0.7), (45, 170, 30), seed=13)


@pytest.fixture(name="before", scope="module")
def _before() -> Wave:
    return waves({"before": BEFORE})[0]


@pytest.fixture(name="groups", scope="module")
def _groups(before: Wave) -> pd.DataFrame:
    return contrast_groups(before, Settings()).frame


@pytest.fixture(name="two", scope="module")
def _two() -> list[Wave]:
    return waves({"before": BEFORE, "after": AFTER})


@pytest.fixture(name="changes", scope="module")
def _changes(two: list[Wave]) -> pd.DataFrame:
    return contrast_changes(two, Settings()).frame


def members(rows: list[dict[str, str]], group: str) -> tuple[int, int]:
    said = answers(rows, group, "member")
    return int((said == "yes").sum()), len(said)


# Groups of one wave --------------------------------------------------------------------------------


def test_every_pair_of_groups_has_every_row_and_the_documented_columns(groups: pd.DataFrame) -> None:
    assert tuple(groups) == GROUP_COLUMNS
    sizes = groups.groupby(["group", "other_group"], sort=False).size()
    assert list(sizes.index) == PAIRS
    assert set(sizes) == {21}
    assert set(groups["finding"].dropna()) <= set(FINDINGS)


@pytest.mark.parametrize(("group", "other"), PAIRS)
def test_a_share_is_tested_by_pearson_times_n_minus_1_over_n(groups: pd.DataFrame, group: str, other: str) -> None:
    row = at(groups, group=group, other_group=other, option="is_member")
    (x, n), (y, m) = members(BEFORE, group), members(BEFORE, other)
    assert (row["count"], row["base"], row["other_count"], row["other_base"]) == (x, n, y, m)
    assert row["difference"] == pytest.approx(y / m - x / n)
    pearson = stats.chi2_contingency([[x, n - x], [y, m - y]], correction=False).statistic
    assert row["statistic"] == pytest.approx(pearson * (n + m - 1) / (n + m))
    assert row["p_value"] == pytest.approx(stats.chi2.sf(row["statistic"], 1))
    wilson = stats.binomtest(x, n).proportion_ci(method="wilson")
    assert (row["low"], row["high"]) == pytest.approx(tuple(wilson))


@pytest.mark.parametrize(("group", "other"), PAIRS)
def test_whole_questions_are_tested_as_between_waves(groups: pd.DataFrame, group: str, other: str) -> None:
    mood = at(groups, group=group, other_group=other, question="mood", level="question")
    scale = {"good": 3, "fair": 2, "bad": 1}
    one, two = (answers(BEFORE, name, "mood").map(scale) for name in (group, other))
    assert mood["p_value"] == pytest.approx(stats.brunnermunzel(one, two).pvalue, abs=1e-9)
    higher = np.mean(np.sign(two.to_numpy()[:, None] - one.to_numpy()) / 2 + 0.5)
    assert (mood["effect_name"], mood["effect"]) == ("prob_higher", pytest.approx(higher))
    sport = at(groups, group=group, other_group=other, question="sport", level="question")
    table = pd.concat([answers(BEFORE, name, "sport").value_counts() for name in (group, other)], axis=1).fillna(0)
    assert sport["test"] == "pearson"
    assert sport["p_value"] == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)


def test_indicators_of_all_pairs_are_one_family_and_so_are_questions(groups: pd.DataFrame) -> None:
    for level, family, method in (("indicator", "all/indicators", "holm"), ("question", "all/questions", "fdr_bh")):
        rows = groups[(groups["level"] == level) & (groups["question"] != "age")]
        assert set(rows["family"]) == {family}
        assert set(rows["family_size"]) == {len(rows)}
        np.testing.assert_allclose(rows["p_adjusted"], multipletests(rows["p_value"], method=method)[1])


def test_no_option_is_found_to_differ_before_its_question(groups: pd.DataFrame) -> None:
    whole = groups[groups["level"] == "question"].set_index(["group", "other_group", "question"])["p_adjusted"]
    options = groups[(groups["level"] == "option") & groups["family"].notna()]
    gates = whole.loc[pd.MultiIndex.from_frame(options[["group", "other_group", "question"]])]
    assert (options["p_adjusted"].to_numpy() >= gates.to_numpy() - 1e-12).all()
    assert groups[groups["question"] == "age"]["p_adjusted"].isna().all()


def test_findings_say_where_the_other_group_stands(groups: pd.DataFrame) -> None:
    found = groups[groups["p_adjusted"] < 0.05]
    assert {"higher", "differs"} <= set(found["finding"])
    of_shares = found[found["difference"].notna()]
    assert ((of_shares["finding"] == "higher") == (of_shares["difference"] > 0)).all()
    assert set(groups[groups["p_adjusted"] >= 0.05]["finding"]) == {"unclear"}
    assert set(found[found["question"] == "sport"]["finding"][found["level"] == "question"]) <= {"differs"}


def test_groups_in_the_reverse_order_give_the_reverse(groups: pd.DataFrame) -> None:
    backwards = CLUB.model_copy(update={"groups": CLUB.groups[::-1]})
    frame = contrast_groups(waves({"before": BEFORE}, questionnaire=backwards)[0], Settings()).frame
    for row in frame.to_dict("records"):
        where = {name: None if pd.isna(row[name]) else row[name] for name in ("level", "question", "option")}
        same = at(groups, group=row["other_group"], other_group=row["group"], **where)
        assert row["p_value"] == pytest.approx(same["p_value"], nan_ok=True) or same["p_value"] is None
        if same["difference"] is not None:
            assert row["difference"] == pytest.approx(-same["difference"])
            limits = (-same["difference_high"], -same["difference_low"])
            assert (row["difference_low"], row["difference_high"]) == pytest.approx(limits)
            assert (row["low"], row["other_low"]) == pytest.approx((same["other_low"], same["low"]))
        reverse = {"higher": "lower", "lower": "higher", None: None}
        finding = None if pd.isna(row["finding"]) else row["finding"]
        assert finding == reverse.get(same["finding"], same["finding"])


def test_those_who_did_not_answer_bound_the_difference(groups: pd.DataFrame) -> None:
    row = at(groups, group="north", other_group="south", option="is_member")
    (x, n), (y, m) = members(BEFORE, "north"), members(BEFORE, "south")
    assert row["difference_worst_low"] == pytest.approx(y / 300 - (x + 100 - n) / 100)
    assert row["difference_worst_high"] == pytest.approx((y + 300 - m) / 300 - x / 100)
    assert (row["invited"], row["response"]) == (100, pytest.approx(n / 100))
    assert row["sturdiness"] in {"unless", "not_significant"}


def test_population_narrows_intervals_and_leaves_p(before: Wave, groups: pd.DataFrame) -> None:
    people_ = contrast_groups(before, Settings(estimand="population")).frame
    pd.testing.assert_series_equal(people_["p_value"], groups["p_value"])
    row, of_process = (at(f, group="north", other_group="east", option="is_member") for f in (people_, groups))
    assert row["effective_n"] == pytest.approx(60 * 99 / 40)
    assert row["other_effective_n"] == pytest.approx(40 * 59 / 20)
    assert row["difference_high"] - row["difference_low"] < of_process["difference_high"] - of_process["difference_low"]
    assert row["estimand"] == "population"


def test_weights_enter_shares_and_effective_n() -> None:
    rows = [row | {"w": "3" if row["mood"] == "good" else "1"} for row in BEFORE]
    frame = contrast_groups(waves({"before": rows}, weight_column="w")[0], Settings()).frame
    row = at(frame, group="north", other_group="south", option="does_well")
    shares, sizes = [], []
    for group in ("north", "south"):
        weight = answers(rows, group, "w").astype(float)
        well = answers(rows, group, "mood") == "good"
        shares.append(weight[well].sum() / weight.sum())
        sizes.append(weight.sum() ** 2 / (weight**2).sum())
    assert (row["share"], row["other_share"]) == pytest.approx(shares)
    assert (row["effective_n"], row["other_effective_n"]) == pytest.approx(sizes)
    assert row["difference"] == pytest.approx(shares[1] - shares[0])
    pooled = np.dot(shares, sizes) / sum(sizes)
    z2 = (shares[1] - shares[0]) ** 2 / (pooled * (1 - pooled) * sum(1 / n for n in sizes))
    assert row["statistic"] == pytest.approx(z2 * (1 - 1 / sum(sizes)))


def test_a_split_compares_the_parts_of_the_same_group_only() -> None:
    result = contrast_groups(waves({"before": BEFORE}, by="age")[0], Settings())
    pairs = result.frame[["group", "other_group"]].drop_duplicates()
    assert pairs.to_numpy().tolist() == [[f"{g}/young", f"{g}/old"] for g in ("north", "south", "east")]
    indicators = result.frame[result.frame["level"] == "indicator"]
    assert indicators["family"].unique().tolist() == [f"{g}/indicators" for g in ("north", "south", "east")]
    assert set(indicators["family_size"]) == {2}
    for _, rows in indicators.groupby("family"):
        np.testing.assert_allclose(rows["p_adjusted"], multipletests(rows["p_value"], method="holm")[1])


def test_who_did_not_say_where_they_belong_is_compared_with_nobody() -> None:
    rows = [row | {"age": ""} if number % 10 == 0 else row for number, row in enumerate(BEFORE)]
    result = contrast_groups(waves({"before": rows}, by="age")[0], Settings())
    assert not result.frame[["group", "other_group"]].isin([f"{g.id}/not_stated" for g in CLUB.groups]).any(axis=None)
    assert any("north/not_stated: 6" in note for note in result.notes)


def test_one_group_has_nothing_to_be_compared_with() -> None:
    alone = CLUB.model_copy(update={"groups": CLUB.groups[:1]})
    wave = waves({"before": people("north", 20, seed=1)}, questionnaire=alone)[0]
    with pytest.raises(BrobyggerError, match="has one group") as refused:
        contrast_groups(wave, Settings())
    assert "--by age" in str(refused.value.hint)


def test_an_empty_group_is_flagged_and_fails_nothing() -> None:
    rows = [row for row in BEFORE if row["group"] != "east"]
    frame = contrast_groups(waves({"before": rows})[0], Settings()).frame
    row = at(frame, group="north", other_group="east", option="is_member")
    assert (row["difference"], row["p_value"], row["finding"]) == (None, None, None)
    assert "empty_base" in row["flags"].split()


@pytest.mark.parametrize(
    ("chosen", "pairs"),
    [(["south"], [("north", "south"), ("south", "east")]), (["east", "north"], [("north", "east")]), ([], PAIRS)],
)
def test_a_group_is_shown_with_all_others_and_groups_with_each_other(
    chosen: list[str], pairs: list[tuple[str, str]]
) -> None:
    wave = waves({"before": BEFORE}, questionnaire=ONE_QUESTION)[0]
    every = contrast_groups(wave, Settings()).frame
    frame = contrast_groups(wave, Settings(), selection=Selection(tuple(chosen), (), "indicators")).frame
    assert list(frame.groupby(["group", "other_group"], sort=False).groups) == pairs
    assert set(frame["p_adjusted"]) <= set(every["p_adjusted"])
    assert set(frame["level"]) == {"indicator"}


def test_the_note_of_2017_is_borne_out_from_its_printed_table() -> None:
    """It says in words that other staff refer more often than schools and day care do."""
    result = contrast_groups(files("2017")[0], Settings())
    row = at(result.frame, option="referred_last_year")
    assert (row["group"], row["other_group"]) == ("skole_dagtilbud", "oevrige")
    assert (row["count"], row["base"], row["other_count"], row["other_base"]) == (38, 116, 127, 215)
    assert row["finding"] == "higher"
    assert row["flags"].split()[0] == "printed"
    assert not result.frame["flags"].str.contains("printed_").any()


def test_print_and_reconstruction_agree_where_the_print_tells_the_counts() -> None:
    printed = contrast_groups(files("2017")[0], Settings()).frame
    rows = contrast_groups(replace(files(BASELINE)[0], name="2017"), Settings()).frame
    key = ["level", "question", "option"]
    both = printed.merge(rows, on=key, suffixes=("", "_of_rows"))
    shares = both[both["level"] != "question"]
    known = shares["difference"].notna()
    assert known.sum() > 40
    for name in ("difference", "difference_low", "difference_high", "p_value", "effect", "share", "other_high"):
        np.testing.assert_allclose(shares[known][name], shares[known][f"{name}_of_rows"])
    ranged = shares[shares["difference_min"].notna()]
    assert len(ranged) > known.sum()
    for name, possible in (("difference", "difference"), ("p_value", "p_value")):
        least, most = ranged[f"{possible}_min"], ranged[f"{possible}_max"]
        assert ((least <= ranged[f"{name}_of_rows"] + 1e-12) & (ranged[f"{name}_of_rows"] <= most + 1e-12)).all()
    asked = both[(both["level"] == "question") & (both["type"] != "multiple") & both["p_value"].notna()]
    assert len(asked) == 4
    np.testing.assert_allclose(asked["p_value"], asked["p_value_of_rows"])


def test_notes_say_which_way_a_difference_goes_and_what_the_family_is(before: Wave) -> None:
    notes = " ".join(contrast_groups(before, Settings()).notes)
    assert "Differences are the other group minus the group." in notes
    assert "(all: 3)" in notes
    assert "independent between the waves" not in notes


# The changes of groups -----------------------------------------------------------------------------


def test_every_pair_of_groups_has_every_row_of_the_changes(changes: pd.DataFrame) -> None:
    assert tuple(changes) == CHANGE_COLUMNS
    sizes = changes.groupby(["group", "other_group"], sort=False).size()
    assert list(sizes.index) == PAIRS
    assert set(sizes) == {21}


@pytest.mark.parametrize(("group", "other"), PAIRS)
def test_the_interval_squares_and_adds_those_of_both_changes(changes: pd.DataFrame, group: str, other: str) -> None:
    row = at(changes, group=group, other_group=other, option="is_member")
    shares = [np.divide(*members(rows, name)) for name in (group, other) for rows in (BEFORE, AFTER)]
    assert row["change"] == pytest.approx(shares[1] - shares[0])
    assert row["other_change"] == pytest.approx(shares[3] - shares[2])
    difference = shares[3] - shares[2] - shares[1] + shares[0]
    assert row["difference"] == pytest.approx(difference)
    below = np.hypot(row["other_change"] - row["other_change_low"], row["change_high"] - row["change"])
    above = np.hypot(row["other_change_high"] - row["other_change"], row["change"] - row["change_low"])
    assert (row["difference_low"], row["difference_high"]) == pytest.approx((difference - below, difference + above))
    sizes = [members(rows, name)[1] for name in (group, other) for rows in (BEFORE, AFTER)]
    variance = sum(p * (1 - p) / n for p, n in zip(shares, sizes, strict=True))
    assert row["statistic"] == pytest.approx(difference / variance**0.5, rel=0.1)
    assert row["p_value"] == pytest.approx(2 * stats.norm.sf(abs(row["statistic"])))


def test_the_interval_excludes_zero_exactly_where_the_test_rejects(changes: pd.DataFrame) -> None:
    shares = changes[changes["difference"].notna()]
    excluded = (shares["difference_low"] > 0) | (shares["difference_high"] < 0)
    assert 0 < excluded.sum() < len(shares)
    assert (excluded == (shares["p_value"] < 0.05)).all()


def test_changes_are_adjusted_over_all_pairs(changes: pd.DataFrame) -> None:
    indicators = changes[changes["level"] == "indicator"]
    assert set(indicators["family_size"]) == {6}
    np.testing.assert_allclose(indicators["p_adjusted"], multipletests(indicators["p_value"], method="holm")[1])
    questions = changes[(changes["level"] == "question") & (changes["question"] != "age")]
    np.testing.assert_allclose(questions["p_adjusted"], multipletests(questions["p_value"], method="fdr_bh")[1])


def test_a_question_is_tested_by_its_options_and_one_of_two_options_by_itself(changes: pd.DataFrame) -> None:
    for group, other in PAIRS:
        rows = changes[(changes["group"] == group) & (changes["other_group"] == other)]
        options = rows[(rows["level"] == "option") & (rows["type"] != "net")].set_index("question")["p_value"]
        for question in ("sport", "mood", "ways"):
            whole = at(rows, question=question, level="question")
            assert whole["test"] == "holm_over_options"
            assert whole["p_value"] == pytest.approx(multipletests(options[question], method="holm")[1].min())
        member = at(rows, question="member", level="question")
        assert (member["test"], member["p_value"]) == ("mover", pytest.approx(options["member"].iloc[0]))


def test_changes_of_groups_in_the_reverse_order_are_the_reverse(changes: pd.DataFrame) -> None:
    backwards = CLUB.model_copy(update={"groups": CLUB.groups[::-1]})
    two = waves({"before": BEFORE, "after": AFTER}, questionnaire=backwards)
    frame = contrast_changes(two, Settings()).frame
    key = ["level", "question", "option"]
    both = frame.merge(
        changes.rename(columns={"group": "other_group", "other_group": "group"}), on=["group", "other_group", *key]
    )
    assert len(both) == len(changes)
    for name, reverse in (("difference", "difference"), ("difference_low", "difference_high")):
        np.testing.assert_allclose(both[f"{name}_x"], -both[f"{reverse}_y"], atol=1e-12)
    np.testing.assert_allclose(both["p_value_x"], both["p_value_y"])
    np.testing.assert_allclose(both["change_x"], both["other_change_y"])


def test_waves_in_the_reverse_order_turn_the_differences_round(two: list[Wave], changes: pd.DataFrame) -> None:
    back = contrast_changes(two[::-1], Settings()).frame
    np.testing.assert_allclose(back["difference"], -changes["difference"], atol=1e-12)
    np.testing.assert_allclose(back["difference_low"], -changes["difference_high"], atol=1e-12)
    np.testing.assert_allclose(back["p_adjusted"], changes["p_adjusted"])


count = st.integers(0, 12)


@settings(max_examples=5)
@given(st.lists(st.tuples(count, count), min_size=6, max_size=6))
def test_any_counts_give_differences_that_add_up(cells: list[tuple[int, int]]) -> None:
    """Over three groups, what the second gains on the first and the third on the second is the third's on the first."""
    groups = ("north", "south", "east") * 2
    made: list[list[dict[str, str]]] = [[], []]
    for place, (group, (yes, no)) in enumerate(zip(groups, cells, strict=True)):
        made[place // 3] += [{"group": group, "member": answer} for answer in ["yes"] * yes + ["no"] * no]
    blank = {"group": "north", "member": "", "age": "old"}  # so that no file is empty
    two = waves({"before": [*made[0], blank], "after": [*made[1], blank]}, questionnaire=ONE_QUESTION)
    frame = contrast_changes(two, Settings()).frame
    rows = frame[frame["option"] == "is_member"].set_index(["group", "other_group"])
    gains = rows["difference"]
    assert gains["north", "south"] + gains["south", "east"] == pytest.approx(gains["north", "east"], nan_ok=True)
    assert (gains.isna() == rows["p_value"].isna()).all()
    known = rows[gains.notna()]
    assert ((known["difference_low"] <= known["difference"]) & (known["difference"] <= known["difference_high"])).all()
    assert known["p_value"].between(0, 1).all()


def test_every_later_wave_has_its_block_in_one_family(two: list[Wave], changes: pd.DataFrame) -> None:
    three = waves({"before": BEFORE, "after": AFTER, "later": LATER})
    frame = contrast_changes(three, Settings()).frame
    first = frame[frame["followup_wave"] == "after"].reset_index(drop=True)
    figures = ["difference", "difference_low", "difference_high", "p_value", "baseline_share", "other_followup_share"]
    pd.testing.assert_frame_equal(first[figures], changes[figures])
    indicators = frame[frame["level"] == "indicator"]
    assert indicators["followup_wave"].unique().tolist() == ["after", "later"]
    assert set(indicators["family_size"]) == {12}
    np.testing.assert_allclose(indicators["p_adjusted"], multipletests(indicators["p_value"], method="holm")[1])
    assert len(two) == 2


def test_linked_people_enter_by_the_covariance_of_their_answers() -> None:
    """Everybody answers both waves, and nobody gives membership up; the covariance is drawn towards 0 by n / 2."""
    after = [row | {"member": "yes"} if number % 9 == 0 else row for number, row in enumerate(BEFORE)]
    apart = contrast_changes(waves({"before": BEFORE, "after": after}), Settings())
    linked = contrast_changes(waves({"before": BEFORE, "after": after}, id_column="respondent_id"), Settings())
    loose, row = (at(r.frame, group="north", other_group="south", option="is_member") for r in (apart, linked))
    assert row["difference"] == pytest.approx(loose["difference"])
    assert row["difference_high"] - row["difference_low"] < 0.8 * (loose["difference_high"] - loose["difference_low"])
    assert row["p_value"] < loose["p_value"]
    assert (row["pairs"], row["other_pairs"]) == (60, 150)
    (x, n), (y, _) = members(BEFORE, "north"), members(after, "north")
    of_strangers = x / n * (1 - x / n) / n + y / n * (1 - y / n) / n
    covariance = (x * (n - y) - n / 2) / n**2
    assert row["baseline_effective_n"] == pytest.approx(n * of_strangers / (of_strangers - 2 * covariance / n))
    assert any("covariance" in note for note in linked.notes)
    assert not any("covariance" in note for note in apart.notes)


def test_a_group_that_one_wave_did_not_have_fails_nothing() -> None:
    asked_before = CLUB.model_copy(update={"groups": CLUB.groups[:2]})
    rows = [row for row in BEFORE if row["group"] != "east"]
    baseline = waves({"before": rows}, questionnaire=asked_before)[0]
    frame = contrast_changes([baseline, waves({"after": AFTER})[0]], Settings()).frame
    row = at(frame, group="south", other_group="east", option="is_member")
    assert (row["difference"], row["other_baseline_base"], row["finding"]) == (None, None, None)
    assert at(frame, group="north", other_group="south", option="is_member")["difference"] is not None


def test_population_narrows_the_intervals_of_changes_and_leaves_p(two: list[Wave], changes: pd.DataFrame) -> None:
    frame = contrast_changes(two, Settings(estimand="population")).frame
    pd.testing.assert_series_equal(frame["p_value"], changes["p_value"])
    row, of_process = (at(f, group="north", other_group="east", option="is_member") for f in (frame, changes))
    assert row["difference_high"] - row["difference_low"] < of_process["difference_high"] - of_process["difference_low"]
    assert row["baseline_effective_n"] == pytest.approx(60 * 99 / 40)


def test_where_everybody_answered_a_difference_among_these_people_is_known_exactly() -> None:
    rows = {"before": BEFORE, "after": AFTER}
    groups = tuple(
        group.model_copy(
            update={"waves": {name: Response(invited=len(answers(of, group.id, "age"))) for name, of in rows.items()}}
        )
        for group in CLUB.groups
    )
    two = waves(rows, questionnaire=CLUB.model_copy(update={"groups": groups}))
    exact = Settings(estimand="population")
    of_groups = at(contrast_groups(two[0], exact).frame, group="north", other_group="east", option="is_member")
    row = at(contrast_changes(two, exact).frame, group="north", other_group="east", option="is_member")
    for known in (of_groups, row):
        assert known["difference_low"] == pytest.approx(known["difference"]) == known["difference_high"]
    assert 0 < row["p_value"] < 1
    assert (of_groups["effective_n"], row["baseline_effective_n"]) == (None, None)


def test_a_question_with_other_options_is_not_tested_as_a_whole() -> None:
    sport = CLUB.question("sport")
    shorter = sport.model_copy(update={"options": sport.choices[:2]})
    asked = CLUB.model_copy(update={"questions": tuple(shorter if q is sport else q for q in CLUB.questions)})
    rows = [row | {"sport": row["sport"].replace("run", "swim")} for row in BEFORE]
    two = [waves({"before": rows}, questionnaire=asked)[0], waves({"after": AFTER})[0]]
    frame = contrast_changes(two, Settings()).frame
    whole = at(frame, group="north", other_group="south", question="sport", level="question")
    assert (whole["test"], whole["p_value"]) == (None, None)
    assert "options_differ" in whole["flags"].split()
    assert at(frame, group="north", other_group="south", option="run")["difference"] is None
    assert at(frame, group="north", other_group="south", option="ball")["p_value"] is not None


def test_print_and_reconstruction_agree_on_changes() -> None:
    printed = contrast_changes(files("2017", FOLLOWUP), Settings()).frame
    rows = contrast_changes(files(BASELINE, FOLLOWUP), Settings()).frame
    both = printed.merge(rows, on=["level", "question", "option"], suffixes=("", "_of_rows"))
    known = both[both["difference"].notna()]
    assert len(known) > 40
    for name in ("difference", "difference_low", "difference_high", "p_value", "statistic"):
        np.testing.assert_allclose(known[name], known[f"{name}_of_rows"])
    ranged = both[both["p_value_min"].notna() & (both["level"] != "question")]
    assert len(ranged) > len(known)
    for name in ("difference", "p_value"):
        least, most, true = ranged[f"{name}_min"], ranged[f"{name}_max"], ranged[f"{name}_of_rows"]
        assert ((least <= true + 1e-12) & (true <= most + 1e-12)).all()
    assert (ranged["difference_outer_low"] <= ranged["difference_low_of_rows"] + 1e-12).all()
    assert (ranged["difference_outer_high"] >= ranged["difference_high_of_rows"] - 1e-12).all()


def test_what_print_leaves_open_is_flagged_and_never_too_small() -> None:
    frame = contrast_changes(files("2017", FOLLOWUP), Settings()).frame
    row = at(frame, option="supports_start")
    assert (row["difference"], row["p_value"]) == (None, None)
    assert row["p_value_min"] < row["p_value_max"]
    assert {"count_range", "printed_baseline"} <= set(row["flags"].split())
    question = at(frame, question="formal_cooperation", level="question")
    assert "partly_printed" in question["flags"].split()
    assert question["p_adjusted"] is None
    indicators = frame[frame["level"] == "indicator"]
    worst = multipletests(indicators["p_value_max"], method="holm")[1]
    np.testing.assert_allclose(indicators["p_adjusted"], worst)


def test_a_split_compares_the_changes_of_the_parts() -> None:
    result = contrast_changes(files(BASELINE, FOLLOWUP, by="tenure"), Settings(), language="da")
    pairs = result.frame[["group", "other_group"]].drop_duplicates().to_numpy().tolist()
    assert pairs == [[f"{g}/over_5_years", f"{g}/up_to_5_years"] for g in ("skole_dagtilbud", "oevrige")]
    row = at(result.frame, group="skole_dagtilbud/over_5_years", option="referred_last_year")
    assert row["family"] == "skole_dagtilbud/indicators"
    assert row["label"].startswith("Har henvist")
