"""Groups split by a background question: nobody is lost, nobody counts twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.compare import compare
from brobygger_cli.counts import tally
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.questionnaire.load import load, parse
from brobygger_cli.reading import Refinement, read_waves
from brobygger_cli.responses import code_responses
from brobygger_cli.sources import Reading, Source, open_source
from brobygger_cli.splitting import background_question, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.waves import Wave

Row = dict[str, str]

TOML = """
id = "clinic"
title = { en = "Clinic" }

[[groups]]
id = "staff"
code = "1"
label = { da = "Ansatte", en = "Staff" }
waves = { before = { invited = 40 } }

[[groups]]
id = "guests"
code = "2"
label = { da = "Gæster", en = "Guests" }

[[questions]]
id = "content"
type = "single"
text = { en = "Content?" }
options = [
  { id = "yes", code = "1", label = { en = "Yes" } },
  { id = "no", code = "2", label = { en = "No" } },
]

[[questions]]
id = "tenure"
type = "single"
background = true
text = { da = "Hvor længe?", en = "Here for long?" }
options = [
  { id = "new", code = "1", label = { da = "Ny", en = "New" } },
  { id = "old", code = "2", label = { da = "Gammel", en = "Old" } },
]

[[questions]]
id = "age"
type = "number"
background = true
text = { en = "How old?" }
"""
CLINIC = parse(TOML, "clinic.toml")
COLUMNS = ("respondent_id", "group", "content", "tenure", "age")


def table(rows: Sequence[Row], columns: Sequence[str] = COLUMNS) -> RawTable:
    cells = tuple(Cells.of([row.get(column, "") for row in rows]) for column in columns)
    return RawTable("wave.csv", tuple(columns), cells, np.arange(2, len(rows) + 2), (), "utf-8", ",")


def person(number: int, group: str, tenure: str, content: str = "yes") -> Row:
    return {"respondent_id": f"P{number}", "group": group, "tenure": tenure, "content": content, "age": "40"}


def read(before: Sequence[Row], after: Sequence[Row], by: str = "tenure") -> list[Wave]:
    sources = [Source("before", table(before)), Source("after", table(after))]
    return read_waves(sources, [CLINIC, CLINIC], Reading(), Refinement(by=by))


people = st.lists(
    st.tuples(
        st.sampled_from(["staff", "guests", "nobody"]),
        st.sampled_from(["new", "old", "old", "", "ancient"]),
        st.sampled_from(["yes", "no", "", "perhaps"]),
        st.booleans(),
    ),
    max_size=15,
)


@settings(max_examples=60, deadline=None)
@given(people)
def test_every_row_of_a_group_is_in_one_of_its_parts(drawn: list[tuple[str, str, str, bool]]) -> None:
    """Blank, invalid and repeated rows too: the parts' counts and accounts add up to those of the group."""
    rows = [
        person(0 if repeated else number, group, tenure, content)
        for number, (group, tenure, content, repeated) in enumerate(drawn)
    ]
    whole = code_responses(table(rows), CLINIC)
    parts = tally(split(whole, CLINIC.question("tenure")))
    counts = tally(whole)
    for parted, together in ((parts.figures, counts.figures), (parts.accounts, counts.accounts)):
        names = list(parted.index.names)
        flat = parted.reset_index()
        flat["group"] = flat["group"].str.partition("/")[0]
        summed = flat.groupby(names, sort=False).sum().reindex(together.index)
        pd.testing.assert_frame_equal(summed, together, check_dtype=False)
    assert parts.rows() == counts.rows() == len(rows)
    assert sum(parts.respondents.values()) == sum(counts.respondents.values())


def test_a_part_has_those_who_chose_its_option() -> None:
    rows = [person(1, "staff", "new"), person(2, "staff", "old", "no"), person(3, "staff", "old"), person(4, "1", "")]
    figures = tally(split(code_responses(table(rows), CLINIC), CLINIC.question("tenure"))).figures
    of = {
        group: tuple(figures.loc[(group, "option", "content", "yes"), ["n_min", "base"]].astype(int))
        for group in dict.fromkeys(figures.index.get_level_values("group"))
    }
    assert of == {
        "staff/new": (1, 1),
        "staff/old": (1, 2),
        "staff/not_stated": (1, 1),
        "guests/new": (0, 0),
        "guests/old": (0, 0),
        "guests/not_stated": (0, 0),
    }


FULL = [person(1, "staff", "new"), person(2, "guests", "old")]


@pytest.mark.parametrize(("before", "after"), [(FULL, FULL), ([*FULL, person(3, "staff", "")], FULL)])
def test_there_is_a_part_without_an_answer_in_every_wave_or_in_none(before: list[Row], after: list[Row]) -> None:
    """Only where somebody needs it, and then in the other wave as well, so that the waves have the same groups."""
    needed = len(before) > len(FULL)
    levels = ["new", "old", *(["not_stated"] if needed else [])]
    waves = read(before, after)
    for wave in waves:
        assert [group.id for group in wave.questionnaire.groups] == [
            f"{group}/{level}" for group in ("staff", "guests") for level in levels
        ]
    assert set(compare(waves[0], waves[1]).frame["group"]) == {
        f"{g}/{level}" for g in ("staff", "guests") for level in levels
    }


def test_a_row_of_no_group_needs_no_part() -> None:
    waves = read([*FULL, {"respondent_id": "P9", "group": "nobody"}], FULL)
    assert all(len(wave.questionnaire.groups) == 4 for wave in waves)


def test_parts_are_called_by_group_and_option_in_both_languages() -> None:
    group = read(FULL, FULL)[0].questionnaire.groups[1]
    assert (group.id, group.label.da, group.label.en) == ("staff/old", "Ansatte · Gammel", "Staff · Old")


def test_how_many_of_a_part_were_invited_is_not_known() -> None:
    """The questionnaire knows it of the whole group, of which the parts are not shares that anybody knows."""
    before = read(FULL, FULL)[0]
    assert before.invited_by_group() == {}


def test_the_background_question_remains_accounted_for() -> None:
    waves = read(FULL, FULL)
    frame = compare(waves[0], waves[1]).frame
    tenure = frame[(frame["group"] == "staff/new") & (frame["question"] == "tenure") & (frame["option"] == "new")]
    assert tenure["baseline_share"].tolist() == [1.0]


@pytest.mark.parametrize("name", ["tenure", " TENURE ", "Here for long?", "hvor længe?"])
def test_a_background_question_goes_by_any_of_its_names(name: str) -> None:
    assert background_question(CLINIC, name).id == "tenure"


@pytest.mark.parametrize("name", ["tenur", "content", "age", "nothing"])
def test_what_is_no_background_question_with_one_answer_is_refused(name: str) -> None:
    with pytest.raises(BrobyggerError) as refused:
        background_question(CLINIC, name)
    assert f"--by {name}: 'clinic' has no such background question" in str(refused.value)
    assert ("did you mean 'tenure'" in str(refused.value)) == (name == "tenur")
    assert "tenure" in str(refused.value.hint)


def test_a_wave_that_did_not_ask_it_cannot_be_split() -> None:
    without = table(FULL, ("respondent_id", "group", "content", "age"))
    sources = [Source("before", table(FULL)), Source("after", without)]
    with pytest.raises(BrobyggerError, match="--by tenure: a wave did not ask it"):
        read_waves(sources, [CLINIC, CLINIC], Reading(without=("tenure",)), Refinement(by="tenure"))


def test_a_printed_table_cannot_be_split() -> None:
    printed = open_source("2017", Reading())
    with pytest.raises(BrobyggerError, match=r"--by tenure: a printed table does not tell how answers differ"):
        read_waves([printed, printed], [load("kommune")] * 2, Reading(), Refinement(by="tenure"))


def test_an_option_that_says_not_stated_is_no_second_part_of_that_name() -> None:
    """Where the questionnaire lets people tick that they would rather not say, and one has left it blank."""
    asked = parse(
        TOML.replace(
            '{ id = "old", code = "2"',
            '{ id = "not_stated", code = "9", label = { en = "Rather not say" } },\n  { id = "old", code = "2"',
        ),
        "clinic.toml",
    )
    rows = [person(1, "staff", "not_stated"), person(2, "staff", ""), person(3, "staff", "old")]
    whole = code_responses(table(rows), asked)
    counts = tally(split(whole, asked.question("tenure")))
    assert counts.figures.index.is_unique
    assert counts.rows() == len(rows)
