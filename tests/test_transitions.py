"""Linked respondents: what a merge of the two waves by their ids would count, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import Coding, code_responses
from brobygger_cli.transitions import CELLS, Background, link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.responses import Responses
    from brobygger_cli.transitions import Transitions

Row = dict[str, str]

CLINIC = parse(
    """
id = "clinic"
title = { en = "Clinic" }

[[groups]]
id = "staff"
code = "1"
label = { en = "Staff" }

[[groups]]
id = "guests"
code = "2"
label = { en = "Guests" }

[[questions]]
id = "colour"
type = "single"
text = { en = "Colour?" }
options = [
  { id = "red", code = "1", label = { en = "Red" } },
  { id = "green", code = "2", label = { en = "Green" } },
  { id = "blue", code = "3", label = { en = "Blue" } },
]

[[questions]]
id = "trust"
type = "ordinal"
order = "high_to_low"
text = { en = "Trust?" }
options = [
  { id = "high", code = "1", label = { en = "High" } },
  { id = "low", code = "2", label = { en = "Low" } },
  { id = "never_met", code = "3", label = { en = "Never met" }, on_scale = false },
]

[[questions]]
id = "ways"
type = "multiple"
asked_if = { question = "colour", answers = ["red", "green"] }
text = { en = "Which ways?" }
options = [
  { id = "cycle", code = "1", label = { en = "Bicycle" } },
  { id = "bus", code = "2", label = { en = "Bus" } },
  { id = "rail", code = "3", label = { en = "Train" } },
]
nets = [{ id = "public", label = { en = "Public transport" }, options = ["bus", "rail"] }]

[[questions]]
id = "tenure"
type = "single"
background = true
text = { en = "Here for long?" }
options = [
  { id = "new", code = "1", label = { en = "New" } },
  { id = "old", code = "2", label = { en = "Old" } },
]

[[indicators]]
id = "trusting"
question = "trust"
options = ["high", "never_met"]
label = { en = "Trust, or no reason for any" }
""",
    "clinic.toml",
)
OPTIONS = {
    "colour": ("red", "green", "blue"),
    "trust": ("high", "low", "never_met"),
    "ways": ("cycle", "bus", "rail"),
    "tenure": ("new", "old"),
}
GROUPS = ("staff", "guests")
SETS = {
    ("indicator", "trust", "trusting"): {"high", "never_met"},
    ("net", "ways", "public"): {"bus", "rail"},
    ("asked", "colour", "ways"): {"red", "green"},
} | {("option", question, option): {option} for question, options in OPTIONS.items() for option in options}


def coded(rows: Sequence[Row], name: str = "wave") -> Responses:
    columns = ("person", "group", "colour", "trust", "ways_1", "ways_2", "ways_3", "tenure")
    cells = tuple(Cells.of([row.get(column, "") for row in rows]) for column in columns)
    raw = RawTable(f"{name}.csv", columns, cells, np.arange(2, len(rows) + 2), (), "utf-8", ",")
    return code_responses(raw, CLINIC, Coding(id_column="person"))


# A count by hand -------------------------------------------------------------------------------------


@st.composite
def waves(draw: st.DrawFn) -> list[Row]:
    """Draw rows: ids in disguise, missing and repeated ones, groups that are none, garbage among the answers."""
    rows = draw(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["staff", "staff", "guests", "?"])), max_size=12))
    return [draw(_row(identifier, group)) for identifier, group in rows]


@st.composite
def _row(draw: st.DrawFn, identifier: int, group: str) -> Row:
    written = draw(st.sampled_from([f"P{identifier}", f"  P{identifier} "])) if identifier else " "
    colour = draw(st.sampled_from(["red", "green", "blue", "", "mauve"]))
    row = {"person": written, "group": group, "colour": colour, "tenure": draw(st.sampled_from(OPTIONS["tenure"]))}
    row["trust"] = draw(st.sampled_from([*OPTIONS["trust"], "", "some"]))
    if colour in {"red", "green"} and draw(st.integers(0, 4)):
        row |= {f"ways_{code}": draw(st.sampled_from("01")) for code in (1, 2, 3)}
    return row


def by_hand(rows: Sequence[Row]) -> pd.DataFrame:
    """Return what is said by everybody who can be linked: by id, the first row of each, without unknown groups.

    A cell holds the set of options chosen; None outside the base.
    """
    read: list[dict[str, object]] = []
    seen = set()
    for row in rows:
        identifier = row["person"].strip()
        first = identifier not in seen
        seen.add(identifier)
        if identifier and first and row["group"] in GROUPS:
            said: dict[str, object] = {"id": identifier, "group": row["group"]}
            for question in ("colour", "trust", "tenure"):
                said[question] = {row[question]} if row[question] in OPTIONS[question] else None
            ticks = {option: row.get(f"ways_{code}") for code, option in enumerate(OPTIONS["ways"], start=1)}
            said["ways"] = {option for option, tick in ticks.items() if tick == "1"} if any(ticks.values()) else None
            read.append(said)
    return pd.DataFrame(read, columns=["id", "group", *OPTIONS], dtype=object)


@settings(max_examples=60, deadline=None)
@given(waves(), waves())
def test_pairs_are_those_of_a_merge_by_id(earlier: list[Row], later: list[Row]) -> None:
    transitions = link(coded(earlier), coded(later))
    merged = by_hand(earlier).merge(by_hand(later), on="id", suffixes=("_0", "_1"))
    stayed = merged[merged["group_0"] == merged["group_1"]]
    assert transitions.moved == len(merged) - len(stayed)
    assert transitions.linked == {group: int((stayed["group_1"] == group).sum()) for group in GROUPS}
    expected = {}
    for group in GROUPS:
        here = stayed[stayed["group_1"] == group]
        for question in OPTIONS:
            answered = here[here[f"{question}_0"].notna() & here[f"{question}_1"].notna()]
            expected[group, "question", question, ""] = [len(answered), 0, 0, 0]
            for (kind, of, item), options in SETS.items():
                if of == question:
                    before = np.array([bool(chosen & options) for chosen in answered[f"{question}_0"]], dtype=bool)
                    after = np.array([bool(chosen & options) for chosen in answered[f"{question}_1"]], dtype=bool)
                    cells = (before & after, before & ~after, ~before & after, ~before & ~after)
                    expected[group, kind, question, item] = [int(cell.sum()) for cell in cells]
    assert list(transitions.shares.columns) == CELLS
    assert {key: row.astype(int).tolist() for key, row in transitions.shares.iterrows()} == expected


@settings(max_examples=40, deadline=None)
@given(waves(), waves())
def test_tables_from_option_to_option_are_those_of_a_merge_by_id(earlier: list[Row], later: list[Row]) -> None:
    transitions = link(coded(earlier), coded(later))
    merged = by_hand(earlier).merge(by_hand(later), on="id", suffixes=("_0", "_1"))
    asked = [question for question in OPTIONS if question != "ways"]  # several answers go from nowhere to nowhere
    assert set(transitions.questions) == {(group, question) for group in GROUPS for question in asked}
    for (group, question), found in transitions.questions.items():
        here = merged[(merged["group_0"] == group) & (merged["group_1"] == group)]
        moves = [
            (min(before), min(after))
            for before, after in zip(here[f"{question}_0"], here[f"{question}_1"], strict=True)
            if before is not None and after is not None
        ]
        table = [[moves.count((origin, goal)) for goal in OPTIONS[question]] for origin in OPTIONS[question]]
        assert found.tolist() == table, (group, question)


def everybody(people: int, **answers: str) -> list[Row]:
    return [{"person": f"P{number}", "group": "staff", "tenure": "old", **answers} for number in range(people)]


def test_a_respondents_second_row_is_not_linked() -> None:
    rows = [*everybody(2, colour="red"), {"person": "P0", "group": "staff", "colour": "blue", "tenure": "old"}]
    transitions = link(coded(rows), coded(everybody(2, colour="red")))
    assert transitions.questions["staff", "colour"].tolist() == [[2, 0, 0], [0, 0, 0], [0, 0, 0]]


def test_who_answered_nothing_in_a_wave_is_not_linked() -> None:
    """An export may list everybody it was sent to; leavers and newcomers are those who answered."""
    silent = [{"person": f"P{number}", "group": "staff"} for number in range(3)]
    earlier = [*everybody(10, colour="red")[3:], *silent]
    transitions = link(coded(earlier), coded(everybody(8, colour="red")))
    assert transitions.linked["staff"] == 5


def test_waves_without_ids_are_not_linked() -> None:
    raw = RawTable("w.csv", ("group",), (Cells.of(["staff"]),), np.array([2]), (), "utf-8", ",")
    with pytest.raises(ValueError, match="without ids"):
        link(code_responses(raw, CLINIC), code_responses(raw, CLINIC))


# The same ids, other people --------------------------------------------------------------------------


def tenures(transitions: Transitions) -> Background:
    return next(found for found in transitions.background if found.question == "tenure")


def staff(tenure: Sequence[str]) -> list[Row]:
    return [{"person": str(number), "group": "staff", "tenure": said} for number, said in enumerate(tenure)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(OPTIONS["tenure"]), st.sampled_from(OPTIONS["tenure"])), min_size=1))
def test_agreement_is_cohens_kappa_over_the_largest_that_the_shares_allow(pairs: list[tuple[str, str]]) -> None:
    """Against statsmodels."""
    found = tenures(link(coded(staff([before for before, _ in pairs])), coded(staff([after for _, after in pairs]))))
    counts = np.array([[pairs.count((before, after)) for after in OPTIONS["tenure"]] for before in OPTIONS["tenure"]])
    assert (found.pairs, found.differing) == (len(pairs), int(counts.sum() - np.trace(counts)))
    if (counts.sum(axis=0) == 0).any() or (counts.sum(axis=1) == 0).any():
        assert np.isnan(found.kappa)  # all say the same in a wave: strangers would agree no less
    else:
        expected = cohens_kappa(counts)
        assert found.kappa == pytest.approx(float(expected.kappa / expected.kappa_max))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_ids_that_restart_are_noticed(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    earlier, later = (np.where(rng.random(116) < share, "old", "new").tolist() for _ in range(2))
    assert tenures(link(coded(staff(earlier)), coded(staff(later)))).other_people


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_a_panel_in_which_some_cross_a_limit_of_tenure_is_no_cause_for_alarm(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    earlier = np.where(rng.random(116) < share, "old", "new")
    later = np.where(rng.random(116) < 0.2, "old", earlier)
    assert not tenures(link(coded(staff(earlier.tolist())), coded(staff(later.tolist())))).other_people


@pytest.mark.parametrize("still_new", [0, 5])
def test_a_panel_in_which_most_of_the_new_have_become_old_is_no_cause_for_alarm(still_new: int) -> None:
    """Nobody has become new: they agree as far as the answers of the two waves can, however few stayed new."""
    earlier = ["new"] * 30 + ["old"] * 70
    later = ["new"] * still_new + ["old"] * (100 - still_new)
    assert not tenures(link(coded(staff(earlier)), coded(staff(later)))).other_people


def test_a_handful_of_pairs_cannot_tell() -> None:
    earlier, later = ["new", "old"] * 4, ["old", "new"] * 4
    assert not tenures(link(coded(staff(earlier)), coded(staff(later)))).other_people
    assert tenures(link(coded(staff(earlier * 2)), coded(staff(later * 2)))).other_people


def test_groups_that_change_about_tell_it_too() -> None:
    """Where no background is asked, the group is the one thing that people should have kept."""
    rng = np.random.default_rng(1)

    def grouped() -> list[Row]:
        return [
            {"person": str(number), "group": str(group), "trust": "high"}
            for number, group in enumerate(rng.choice(GROUPS, 80))
        ]

    earlier = grouped()
    found = {agreement.question: agreement for agreement in link(coded(earlier), coded(grouped())).background}
    assert set(found) == {""}
    assert found[""].other_people
    assert not link(coded(earlier), coded(earlier)).background[0].other_people
