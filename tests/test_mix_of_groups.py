"""The mix of groups: Kitagawa's decomposition by hand, and what must hold whatever the answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.mix import COLUMNS, compare_mix
from brobygger_cli.selection import Selection
from club_waves import CLUB, answers, at, club, files, people, waves

if TYPE_CHECKING:
    from brobygger_cli.waves import Wave

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
BASELINE, FOLLOWUP = str(EXAMPLES / "baseline.csv"), str(EXAMPLES / "followup.csv")
GROUPS = ["north", "south", "east"]
ONE_QUESTION = CLUB.model_copy(update={"questions": CLUB.questions[:2], "indicators": CLUB.indicators[:1]})

BEFORE = club(seed=1)
AFTER = club((0.5, 0.5, 0.9), (80, 100, 60), seed=7)


@pytest.fixture(name="two", scope="module")
def _two() -> list[Wave]:
    return waves({"before": BEFORE, "after": AFTER})


@pytest.fixture(name="mix", scope="module")
def _mix(two: list[Wave]) -> pd.DataFrame:
    return compare_mix(two, Settings()).frame


def members(rows: list[dict[str, str]]) -> tuple[list[int], list[int]]:
    """Return members and answers by group."""
    said = [answers(rows, group, "member") for group in GROUPS]
    return [int((of_group == "yes").sum()) for of_group in said], [len(of_group) for of_group in said]


def test_a_row_of_the_whole_stands_before_those_of_its_groups(mix: pd.DataFrame) -> None:
    assert tuple(mix) == COLUMNS
    assert set(mix["whole"]) == {"all"}
    assert set(mix["level"]) == {"indicator", "option"}
    blocks = mix["group"].to_numpy().reshape(-1, 4)
    assert pd.isna(blocks[:, 0]).all()
    assert (blocks[:, 1:] == GROUPS).all()
    same = mix[["level", "question", "option"]].astype(str).to_numpy().reshape(-1, 4, 3)
    assert (same == same[:, :1]).all()


def test_kitagawa_by_hand(mix: pd.DataFrame) -> None:
    (x0, n0), (x1, n1) = (map(np.array, members(rows)) for rows in (BEFORE, AFTER))
    p0, p1, w0, w1 = x0 / n0, x1 / n1, n0 / n0.sum(), n1 / n1.sum()
    row = at(mix, group=None, option="is_member")
    assert (row["baseline_count"], row["baseline_base"]) == (x0.sum(), n0.sum())
    assert row["baseline_share"] == pytest.approx(x0.sum() / n0.sum())
    assert row["followup_share"] == pytest.approx(x1.sum() / n1.sum())
    assert row["change"] == pytest.approx(x1.sum() / n1.sum() - x0.sum() / n0.sum())
    assert row["change_within"] == pytest.approx(((w0 + w1) / 2 * (p1 - p0)).sum())
    assert row["change_of_mix"] == pytest.approx(((p0 + p1) / 2 * (w1 - w0)).sum())
    for place, group in enumerate(GROUPS):
        own = at(mix, group=group, option="is_member")
        assert (own["baseline_part"], own["followup_part"]) == pytest.approx((w0[place], w1[place]))
        assert own["change_within"] == pytest.approx((w0[place] + w1[place]) / 2 * own["change"])
        assert own["change"] == pytest.approx(p1[place] - p0[place])


def test_the_parts_add_up_in_every_row(mix: pd.DataFrame) -> None:
    whole = mix[mix["group"].isna()].reset_index(drop=True)
    np.testing.assert_allclose(whole["change_within"] + whole["change_of_mix"], whole["change"], atol=1e-12)
    np.testing.assert_allclose(whole["followup_share"] - whole["baseline_share"], whole["change"], atol=1e-12)
    of_groups = {
        name: mix[mix["group"].notna()][name].to_numpy(dtype=float).reshape(-1, 3).sum(axis=1)
        for name in ("change_within", "baseline_part", "followup_part", "baseline_count", "followup_base")
    }
    np.testing.assert_allclose(of_groups["change_within"], whole["change_within"], atol=1e-12)
    np.testing.assert_allclose(of_groups["baseline_part"], 1)
    np.testing.assert_allclose(of_groups["followup_part"], whole["followup_part"])
    np.testing.assert_array_equal(of_groups["baseline_count"], whole["baseline_count"].astype(float))
    np.testing.assert_array_equal(of_groups["followup_base"], whole["followup_base"].astype(float))


def test_the_interval_squares_and_adds_the_weighted_ones_of_the_groups(mix: pd.DataFrame, two: list[Wave]) -> None:
    changes = compare(two[0], two[1]).frame
    row = at(mix, group=None, option="is_member")
    below = above = 0.0
    for group in GROUPS:
        change = at(changes, group=group, option="is_member")
        own = at(mix, group=group, option="is_member")
        part = (own["baseline_part"] + own["followup_part"]) / 2
        below += (part * (change["change"] - change["change_low"])) ** 2
        above += (part * (change["change_high"] - change["change"])) ** 2
    assert row["change_within_low"] == pytest.approx(row["change_within"] - below**0.5)
    assert row["change_within_high"] == pytest.approx(row["change_within"] + above**0.5)


def test_a_change_can_be_nothing_but_mix() -> None:
    """No group changes; more of the group with many members answers."""
    after = club((0.3, 0.5, 0.6), (60, 50, 140), seed=3)
    frame = compare_mix(waves({"before": BEFORE, "after": after}), Settings()).frame
    row = at(frame, group=None, option="is_member")
    assert row["change_within"] == pytest.approx(0)
    assert row["change_of_mix"] == pytest.approx(row["change"])
    assert row["change"] > 0.03
    assert row["change_within_low"] < 0 < row["change_within_high"]


def test_population_counts_groups_by_those_invited(two: list[Wave]) -> None:
    """Invited were 100, 300 and 60, then 90, 290 and 70, whoever answered."""
    (x0, n0), (x1, n1) = (map(np.array, members(rows)) for rows in (BEFORE, AFTER))
    invited = np.array([100, 300, 60])
    part = invited / invited.sum()
    frame = compare_mix(two, Settings(estimand="population")).frame
    row = at(frame, group=None, option="is_member")
    share = (part * x0 / n0).sum()
    assert row["baseline_share"] == pytest.approx(share)
    later = np.array([90, 290, 70]) / 450
    assert row["followup_share"] == pytest.approx((later * x1 / n1).sum())
    assert at(frame, group="south", option="is_member")["baseline_part"] == pytest.approx(300 / 460)
    # Cochran (1977), (5.52): the standard error of a stratified share.
    p = x0 / n0
    error = np.sqrt((part**2 * (1 - n0 / invited) * p * (1 - p) / (n0 - 1)).sum())
    assert row["baseline_high"] - row["baseline_low"] == pytest.approx(2 * stats.norm.isf(0.025) * error, rel=0.05)
    assert row["baseline_low"] < share < row["baseline_high"]
    assert row["baseline_response"] == pytest.approx(n0.sum() / 460)


def test_response_rates_alone_move_a_share_of_respondents_and_not_one_of_those_invited() -> None:
    same = CLUB.model_copy(
        update={
            "groups": tuple(
                group.model_copy(update={"waves": {**group.waves, "after": group.waves["before"]}})
                for group in CLUB.groups
            )
        }
    )
    after = club((0.3, 0.5, 0.6), (90, 60, 50), seed=3)
    two = waves({"before": BEFORE, "after": after}, questionnaire=same)
    rows = [
        at(compare_mix(two, Settings(estimand=estimand)).frame, group=None, option="is_member")
        for estimand in ("process", "population")
    ]
    assert abs(rows[0]["change_of_mix"]) > 0.01
    assert rows[1]["change_of_mix"] == pytest.approx(0)
    assert rows[1]["change"] == pytest.approx(0)


def test_the_process_has_no_interval_of_a_share_of_all_and_the_note_says_what_it_mixes(two: list[Wave]) -> None:
    result = compare_mix(two, Settings())
    whole = result.frame[result.frame["group"].isna()]
    assert whole[["baseline_low", "followup_high"]].isna().all(axis=None)
    note = next(note for note in result.notes if "response rates" in note)
    assert "before: north 60 %, south 50 %, east 67 %" in note
    assert "--estimand population" in note


def test_groups_share_their_weighted_shares_and_count_for_their_respondents() -> None:
    weighted = [[row | {"w": "4" if row["member"] == "yes" else "1"} for row in rows] for rows in (BEFORE, AFTER)]
    frame = compare_mix(waves({"before": weighted[0], "after": weighted[1]}, weight_column="w"), Settings()).frame
    x, n = map(np.array, members(BEFORE))
    shares = 4 * x / (4 * x + n - x)
    assert at(frame, group=None, option="is_member")["baseline_share"] == pytest.approx((shares * n).sum() / n.sum())
    assert at(frame, group="east", option="is_member")["baseline_share"] == pytest.approx(shares[2])


def test_a_split_makes_every_group_a_whole_of_its_parts_and_all_another() -> None:
    rows = {"before": BEFORE, "after": [row | {"age": ""} if place < 5 else row for place, row in enumerate(AFTER)]}
    result = compare_mix(waves(rows, by="age"), Settings())
    assert result.frame["whole"].unique().tolist() == [*GROUPS, "all"]
    of_south = result.frame[(result.frame["whole"] == "south") & (result.frame["option"] == "is_member")]
    assert of_south["group"].tolist()[1:] == ["south/young", "south/old"]
    x, n = map(np.array, members(BEFORE))
    whole = at(of_south, group=None)
    assert (whole["baseline_count"], whole["baseline_base"]) == (x[1], n[1])
    everybody = at(result.frame, whole="all", group=None, option="is_member")
    assert (everybody["baseline_base"], everybody["followup_base"]) == (n.sum(), len(AFTER) - 5)
    assert any(
        note.startswith("after: those who did not say") and "north/not_stated: 5" in note for note in result.notes
    )


def test_of_a_group_that_is_empty_in_one_wave_nobody_knows_how_it_changed() -> None:
    after = [row for row in AFTER if row["group"] != "east"]
    frame = compare_mix(waves({"before": BEFORE, "after": after}), Settings()).frame
    row = at(frame, group=None, option="is_member")
    (x0, n0), (x1, n1) = (map(np.array, members(rows)) for rows in (BEFORE, after))
    assert row["change"] == pytest.approx(x1.sum() / n1.sum() - x0.sum() / n0.sum())
    assert (row["change_within"], row["change_of_mix"], row["change_within_low"]) == (None, None, None)
    assert "empty_base" in row["flags"].split()


def test_a_group_that_is_empty_in_both_waves_takes_no_part() -> None:
    without = [[row for row in rows if row["group"] != "east"] for rows in (BEFORE, AFTER)]
    frame = compare_mix(waves({"before": without[0], "after": without[1]}), Settings()).frame
    row = at(frame, group=None, option="is_member")
    assert row["change_within"] + row["change_of_mix"] == pytest.approx(row["change"])
    assert row["change_within_low"] < row["change_within"] < row["change_within_high"]


def test_waves_in_the_reverse_order_turn_every_part_round(two: list[Wave], mix: pd.DataFrame) -> None:
    back = compare_mix(two[::-1], Settings()).frame
    for name in ("change", "change_within", "change_of_mix"):
        np.testing.assert_allclose(back[name], -mix[name], atol=1e-12)
    np.testing.assert_allclose(back["change_within_low"], -mix["change_within_high"], atol=1e-12)


def test_every_later_wave_has_its_block(two: list[Wave], mix: pd.DataFrame) -> None:
    three = [*two, waves({"later": BEFORE})[0]]
    frame = compare_mix(three, Settings()).frame
    assert frame["followup_wave"].unique().tolist() == ["after", "later"]
    first = frame[frame["followup_wave"] == "after"].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, mix)
    same = frame[frame["followup_wave"] == "later"]
    assert set(same["change"].dropna()) == {0.0}


count = st.integers(0, 10)


@settings(max_examples=6)
@given(st.lists(st.tuples(count, count), min_size=6, max_size=6))
def test_any_counts_add_up(cells: list[tuple[int, int]]) -> None:
    made: list[list[dict[str, str]]] = [[], []]
    for place, (yes, no) in enumerate(cells):
        made[place // 3] += [{"group": GROUPS[place % 3], "member": said} for said in ["yes"] * yes + ["no"] * no]
    blank = {"group": "north", "member": "", "age": "old"}  # so that no file is empty
    two = waves({"before": [*made[0], blank], "after": [*made[1], blank]}, questionnaire=ONE_QUESTION)
    frame = compare_mix(two, Settings()).frame
    row = at(frame, group=None, option="is_member")
    bases = [sum(map(sum, cells[:3])), sum(map(sum, cells[3:]))]
    if all(bases):
        shares = [sum(yes for yes, _ in wave) / base for wave, base in zip((cells[:3], cells[3:]), bases, strict=True)]
        assert row["change"] == pytest.approx(shares[1] - shares[0])
    else:
        assert row["change"] is None
    if row["change_within"] is not None:
        assert row["change_within"] + row["change_of_mix"] == pytest.approx(row["change"])
        assert row["change_within_low"] <= row["change_within"] <= row["change_within_high"]


def test_print_and_reconstruction_agree_where_the_print_tells_the_counts() -> None:
    printed = compare_mix(files("2017", FOLLOWUP), Settings()).frame
    rows = compare_mix(files(BASELINE, FOLLOWUP), Settings()).frame
    key = ["group", "question", "option"]
    both = printed.fillna({"group": "whole"}).merge(rows.fillna({"group": "whole"}), on=key, suffixes=("", "_of_rows"))
    known = both[both["change_within"].notna()]
    whole = known[known["group"] == "whole"]
    assert len(whole) > 40
    for name in ("change", "change_within", "baseline_share"):
        np.testing.assert_allclose(known[name], known[f"{name}_of_rows"])
    for name in ("change_of_mix", "change_within_low", "change_within_high"):
        np.testing.assert_allclose(whole[name], whole[f"{name}_of_rows"], atol=1e-12)
    ranged = both[(both["group"] == "whole") & both["change_min"].notna()]
    assert len(ranged) > len(whole)
    for name in ("change", "change_within", "change_of_mix"):
        true = ranged[f"{name}_of_rows"]
        assert ((ranged[f"{name}_min"] <= true + 1e-12) & (true <= ranged[f"{name}_max"] + 1e-12)).all()
    assert (ranged["change_within_outer_low"] <= ranged["change_within_low_of_rows"] + 1e-12).all()
    assert (ranged["change_within_outer_high"] >= ranged["change_within_high_of_rows"] - 1e-12).all()


def test_a_group_is_shown_with_the_wholes_it_belongs_to(two: list[Wave]) -> None:
    frame = compare_mix(two, Settings(), selection=Selection(("east",), (), "indicators")).frame
    assert frame["group"].astype(object).where(frame["group"].notna(), None).tolist() == [None, "east"] * 2


def test_a_question_as_a_whole_and_a_single_group_are_refused(two: list[Wave]) -> None:
    with pytest.raises(BrobyggerError, match="no share that could be split"):
        compare_mix(two, Settings(), selection=Selection((), (), "questions"))
    alone = CLUB.model_copy(update={"groups": CLUB.groups[:1]})
    rows = people("north", 10, seed=1)
    with pytest.raises(BrobyggerError, match="has one group"):
        compare_mix(waves({"before": rows, "after": rows}, questionnaire=alone), Settings())
