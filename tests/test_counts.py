"""Counts: what a person with a pencil would count, whatever the blocks it is counted in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.compare import compare
from brobygger_cli.counts import merge, tally
from brobygger_cli.describe import describe
from brobygger_cli.exports import read_export
from brobygger_cli.reading import read_wave
from brobygger_cli.responses import Coding, State, code_responses
from brobygger_cli.sources import Reading, Source
from random_exports import QUESTIONS, SPELLINGS, TOWN, Export, expected, exports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from brobygger_cli.counts import Counts
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.waves import Wave

IN_BASE = {State.ANSWERED, State.DONT_KNOW}
GROUPS = ("north", "south")
# What is counted beside single options: nets and indicators, whom the routing leads on.
SETS = {
    ("net", "ways", "public"): {"rail", "bus"},
    ("indicator", "mood", "content"): {"good", "fair"},
    ("indicator", "ways", "came_green"): {"cycle", "rail", "bus"},
    ("asked", "member", "mood"): {"yes", "unsure"},
    ("asked", "mood", "why_good"): {"good"},
    ("asked", "times", "ways"): {"few", "some", "many"},
    ("asked", "member", "acts"): {"yes"},
} | {("option", question, option): {option} for question, ids in SPELLINGS.items() for option in ids}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], RawTable]:
    path: Path = tmp_path_factory.mktemp("exports") / "town.csv"

    def from_disk(content: bytes) -> RawTable:
        path.write_bytes(content)
        return read_export(str(path))

    return from_disk


def counted(export: Export) -> Iterator[tuple[tuple[str, str, str, str], list[int]]]:
    """Yield every row of the counts with its count and base, person by person."""
    forms = list(zip(export.people, expected(export.people), strict=True))
    for group in GROUPS:
        for question in QUESTIONS:
            given_here = [form[question] for person, form in forms if person.group == group]
            base = [chosen for state, chosen in given_here if state in IN_BASE]
            yield (group, "question", question, ""), [len(base), len(base), len(base)]
            for (kind, of, item), options in SETS.items():
                if of == question:
                    count = sum(1 for chosen in base if chosen & options)
                    yield (group, kind, question, item), [count, count, len(base)]


@settings(max_examples=50, deadline=None)
@given(export=exports())
def test_counts_and_bases_are_those_of_a_count_by_hand(read: Callable[[bytes], RawTable], export: Export) -> None:
    figures = tally(code_responses(read(export.content), TOWN)).figures
    by_hand = dict(counted(export))
    assert set(figures.index) == set(by_hand)
    assert {key: row.tolist() for key, row in zip(figures.index, figures.to_numpy(), strict=True)} == by_hand


@settings(max_examples=50, deadline=None)
@given(export=exports())
def test_answered_dont_know_not_asked_blank_and_invalid_make_up_the_rows(
    read: Callable[[bytes], RawTable], export: Export
) -> None:
    """In every question and group, garbage and rows of no group included."""
    accounts = tally(code_responses(read(export.content), TOWN)).accounts
    groups = ["" if person.flaw == "group" else person.group for person in export.people]
    forms = expected(export.people)
    assert list(accounts.columns) == [state.name.lower() for state in State]
    assert set(accounts.index) == {(group, question) for group in (*GROUPS, "") for question in QUESTIONS}
    for (group, question), row in zip(accounts.index, accounts.to_numpy(), strict=True):
        assert row.sum() == groups.count(group), (group, question)
        states = [form[question][0] for form, of in zip(forms, groups, strict=True) if of == group]
        assert row.tolist() == [states.count(state) for state in State], (group, question)
    assert accounts.groupby(level="question").sum().sum(axis=1).eq(len(export.people)).all()


@settings(max_examples=25, deadline=None)
@given(export=exports())
def test_describe_shows_the_account_and_the_counts_of_every_group(
    read: Callable[[bytes], RawTable], export: Export
) -> None:
    wave = read_wave(Source("now", read(export.content)), TOWN, Reading())
    rows = describe(wave).frame
    questions = rows[rows["level"] == "question"]
    accounts = questions[["answered", "dont_know", "not_asked", "blank", "invalid"]]
    assert (accounts.sum(axis=1) == questions["rows"]).all()
    assert (questions["answered"] + questions["dont_know"] == questions["base"]).all()
    by_hand = dict(counted(export))
    for row in rows[rows["level"] != "question"].to_dict("records"):
        kind = "net" if row["type"] == "net" else str(row["level"])
        count, _, base = by_hand[str(row["group"]), kind, str(row["question"]), str(row["option"])]
        assert (row["count_min"], row["base"]) == (count, base)
        assert np.isnan(row["share"]) if base == 0 else row["share"] == count / base


# Blocks --------------------------------------------------------------------------------------------


def wave_of(raw: RawTable, name: str) -> Wave:
    return read_wave(Source(name, raw), TOWN, Reading())


def in_blocks(raw: RawTable, block: list[int], blocks: int) -> Counts:
    """Count the records block by block and merge."""
    of = np.array(block)
    return merge(tally(code_responses(raw, TOWN, Coding(records=of == number))) for number in range(blocks))


@settings(max_examples=10, deadline=None)
@given(export=exports(clean=True, most=20), later=exports(clean=True, most=20), data=st.data())
def test_merged_counts_of_any_split_are_the_counts_of_the_whole_and_give_the_same_comparison(
    read: Callable[[bytes], RawTable], export: Export, later: Export, data: st.DataObject
) -> None:
    """Blocks may be of any size, empty ones too, and need not be runs of lines."""
    raw, people = read(export.content), len(export.people)
    blocks = data.draw(st.integers(1, 5))
    block = data.draw(st.lists(st.integers(0, blocks - 1), min_size=people, max_size=people))
    whole = wave_of(raw, "before")
    merged = replace(whole, counts=in_blocks(raw, block, blocks))
    pd.testing.assert_frame_equal(merged.counts.figures, whole.counts.figures)
    pd.testing.assert_frame_equal(merged.counts.accounts, whole.counts.accounts)
    followup = wave_of(read(later.content), "after")
    pd.testing.assert_frame_equal(compare(merged, followup).frame, compare(whole, followup).frame)
    pd.testing.assert_frame_equal(describe(merged).frame, describe(whole).frame)
