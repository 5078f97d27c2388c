"""`brobygger map` writes what is certain, and proposes the rest in lines that do nothing until they are confirmed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mapped_exports import CLUB, OFTEN, choices, chosen, coded, codes_of, confirmed, counted, export, plain_rows, told

from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.mapping import Mapping, map_columns
from brobygger_cli.mapping.confirmed import Form
from brobygger_cli.proposal import propose

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

    from brobygger_cli.exports.raw import RawTable

REVIEW = re.compile(r"^# (.* = .*?)  # review: ")


def read(text: str) -> Mapping:
    """Return the mapping that a proposal is as it stands."""
    return Mapping("club.map.toml", Form.model_validate(tomllib.loads(text)))


def reviews(text: str) -> dict[str, str]:
    """Return the lines to review with their reasons."""
    lines = [line for line in text.splitlines() if REVIEW.match(line)]
    return {line.partition("  # review: ")[0].removeprefix("# "): line.partition("  # review: ")[2] for line in lines}


def confirm(text: str, *keys: str) -> Mapping:
    """Return the mapping that a proposal is once a person takes the comment sign from the lines with these keys."""
    lines = []
    for line in text.splitlines():
        key = line.removeprefix("# ").partition(" = ")[0]
        lines.append(line.removeprefix("# ") if REVIEW.match(line) and key in keys else line)
    return read("\n".join(lines))


def rows(**other: list[str] | tuple[str, list[str]]) -> RawTable:
    """Return the plain export with other cells, or another header and cells, in some columns."""
    columns = []
    for header, cells in plain_rows():
        said = other.get(header, cells)
        columns.append(said if isinstance(said, tuple) else (header, said))
    return export(columns)


def test_the_proposal_of_an_exact_match_holds_it_all_and_changes_nothing() -> None:
    raw = export(plain_rows())
    proposal = propose(raw, CLUB)
    mapping = read(proposal.text)
    assert reviews(proposal.text) == {}
    assert (mapping.form.group, mapping.form.respondent, mapping.form.ignore) == ("group", "respondent_id", ())
    assert mapping.of("often").column == "often"
    assert mapping.of("does").options == {"sing": "does_1", "eat": "does_2", "talk": "does_3"}
    assert map_columns(raw, CLUB, mapping) == map_columns(raw, CLUB)
    assert propose(raw, CLUB, mapping).text == proposal.text
    assert "5 of 5 questions of 'club' have their columns; lines to review: 0" in proposal.summary[0]
    assert "club.map.toml" in proposal.summary[1]


@settings(max_examples=60)
@given(
    headers=st.lists(
        st.one_of(
            st.sampled_from([header for header, _ in plain_rows()]),
            st.sampled_from(
                ["", "oftn", 'He said "x"', "a\\b", "Er du medlem?", "does", "#1", "\u202egnis", "x = 1 # y"]
            ),
            st.text(max_size=12),
        ),
        min_size=1,
        max_size=12,
    ),
    cells=st.lists(st.sampled_from(["1", "2", "Ja", "", "Nein", "Alwayss", "a\nb"]), min_size=1, max_size=3),
)
@example(headers=["often", "OFTEN", "often #1"], cells=["1"])
def test_whatever_an_export_is_like_its_proposal_can_be_read_and_changes_no_count(
    headers: list[str], cells: list[str]
) -> None:
    raw = export([(header.strip(), cells) for header in headers])
    text = propose(raw, CLUB).text
    tomllib.loads(text)
    if not any("#" in header for header in headers):  # such a header may look like the number of a repeated one
        mapping = read(text)
        plain, mapped = coded(raw), coded(raw, mapping)
        assert {v.code for v in plain.violations} == {v.code for v in mapped.violations}
        assert counted(raw).accounts.equals(counted(raw, mapping).accounts)


@pytest.mark.parametrize(
    ("header", "question"),
    [
        ("ofen", "often"),
        ("2. How often do you come?", "often"),
        ("How often did you come?", "often"),
        ("Q2: Hvor ofte kommer du", "often"),
        ("How many times did you come", "visits"),
        ("Are you a membr?", "member"),
    ],
)
def test_a_near_column_is_proposed_and_read_only_once_it_is_confirmed(header: str, question: str) -> None:
    raw = rows(**{question: (header, dict(plain_rows())[question])})
    text = propose(raw, CLUB).text
    assert [line for line in reviews(text) if line.startswith("column")] == [f'column = "{header}"']
    for mapping in (None, read(text)):
        assert question not in map_columns(raw, CLUB, mapping).questions()
        assert codes_of(coded(raw, mapping))["missing_column"] == "error"
    assert counted(raw, confirm(text, "column")).figures.equals(counted(export(plain_rows())).figures)


def test_near_options_and_a_near_group_are_proposed() -> None:
    raw = rows(does_2=("What do you do here? [Eating, drinking]", ["0", "1", "1", "0"]), group=("grup", ["1"] * 4))
    text = propose(raw, CLUB).text
    assert {line: why[:10] for line, why in reviews(text).items()} == {
        'group = "grup"': "near match",
        'eat = "What do you do here? [Eating, drinking]"': "near match",
    }
    found = map_columns(raw, CLUB, confirm(text, "group", "eat"))
    assert (found.group, found.ticks) == (1, {"does": {0: 5, 1: 6, 2: 7}})


def test_ticks_are_proposed_by_the_platforms_question_and_label() -> None:
    variables = [
        (f"V{at}", ["1", "0"], Variable(f"V{at}", "tick", "V", "What do you do her?", tick=Choice(f"{at}", label)))
        for at, label in enumerate(("Talking", "Sing", "Eat and drink"))
    ]
    text = propose(told(*variables), CLUB).text
    assert [line for line in reviews(text) if not line.startswith(("column", "ignore"))] == [
        'sing = "V1"',
        'eat = "V2"',
        'talk = "V0"',
    ]


def test_a_column_is_proposed_for_the_only_question_whose_options_are_its_answers() -> None:
    labelled = told(
        *((header, cells, Variable(header)) for header, cells in plain_rows() if header != "often"),
        ("Q7", ["A", "B", "A", "B"], Variable("Q7", "single", "Q7", "", tuple(map(Choice, "ABCDE", OFTEN)))),
    )
    written = rows(often=("Q7", ["Never", "Always", "Seldom", "Never"]))
    for raw in (labelled, written):
        assert reviews(propose(raw, CLUB).text) == {'column = "Q7"': "its answers are the options of this question"}
        assert "often" not in map_columns(raw, CLUB).questions()
    assert 'column = "Q7"' not in reviews(propose(rows(often=("Q7", ["Never", "Maybe", "", ""])), CLUB).text)
    both = rows(often=("Q7", ["Yes", "No", "Yes", "No"]), member=("Q8", ["Yes", "No", "Yes", "No"]))
    assert not any(why.startswith("its answers") for why in reviews(propose(both, CLUB).text).values())


def test_a_question_without_any_near_column_and_columns_without_a_question_are_said() -> None:
    text = propose(rows(often=("Shoe size", ["44"] * 4)), CLUB).text
    assert list(reviews(text)) == ['ignore = ["Shoe size"]', 'column = ""']
    assert "--without often" in text
    assert (
        codes_of(coded(rows(often=("Shoe size", ["44"] * 4)), confirm(text, "ignore"))).keys() & {"unknown_column"}
        == set()
    )


def test_unknown_answers_are_proposed_and_read_only_once_they_are_confirmed() -> None:
    raw = rows(
        often=["Allways", "Never", "Every day", "?"],
        group=["North branch", "1", "2", "2"],
        does_1=["Ja", "Nein", "Ja", "Nein"],
    )
    text = propose(raw, CLUB).text
    assert reviews(text) == {
        '"North branch" = "north"': "near match (0.89)",
        '"Allways" = "always"': "near match (0.92)",
        '"Every day" = ""': "no option is near",
        '"?" = ""': "no option is near",
        'not_ticked = ["Nein"]': "neither ticked nor not ticked as they stand; or `ticked`",
    }
    assert codes_of(coded(raw, read(text)))["unknown_answer"] == "error"
    mapping = confirm(text, '"Allways"', '"North branch"', "not_ticked")
    found = coded(raw, mapping)
    assert chosen(found, "often") == [["always"], ["never"], [], []]
    assert found.group.tolist() == [0, 0, 1, 1]
    assert chosen(found, "does")[1] == ["eat"]


def test_what_nobody_was_shown_is_no_answer_to_be_judged() -> None:
    raw = replace(rows(often=["N/A", "1", "N/A", "9"]), unseen={3: np.array([True, False, True, False])})
    assert reviews(propose(raw, CLUB).text) == {}


def test_unknown_parts_of_joined_answers_are_proposed() -> None:
    columns = [*plain_rows()[:2], ("does", ["Sing, Eat, drink", "Sing, Talkk", "Sing, Swim", ""])]
    variables = [Variable("respondent_id"), Variable("group"), Variable("does", "joined", "does", separator=", ")]
    raw = export(columns, variables)
    said = {line: why for line, why in reviews(propose(raw, CLUB).text).items() if line.startswith('"')}
    assert said == {'"Talkk" = "talk"': "near match (0.89)", '"Swim" = ""': "no option is near"}


def test_labels_that_are_not_the_questionnaires_are_proposed_code_by_code() -> None:
    raw = told(
        ("respondent_id", ["P1", "P2", "P3"], Variable("respondent_id")),
        ("group", ["1", "1", "1"], Variable("group")),
        ("often", ["1", "2", "4"], Variable("often", "ordinal", "often", "", choices(_1="Never ever", _4="Always"))),
    )
    text = propose(raw, CLUB).text
    assert reviews(text)['"1" = "never"'] == "labelled 'Never ever'; it has this code in the questionnaire"
    assert codes_of(coded(raw, read(text)))["label_differs"] == "warning"
    assert "label_differs" not in codes_of(coded(raw, confirm(text, '"1"')))


def test_what_two_columns_seem_to_hold_is_not_settled_by_writing_it_down() -> None:
    raw = export([*plain_rows(), ("How often do you come?", ["1"] * 4)])
    text = propose(raw, CLUB).text
    assert reviews(text) == {
        'column = "often"': 'the column "How often do you come?" seems to hold the same: name the right one'
    }
    assert codes_of(coded(raw, read(text)))["duplicate_column"] == "error"
    assert codes_of(coded(raw, confirm(text, "column")))["duplicate_column"] == "warning"


def test_a_contradicting_column_and_a_doubtful_option_are_not_settled_by_writing_them_down() -> None:
    raw = told(
        ("s_2", ["1"], Variable("s_2", "single", "s_2", "Are you a member?")),
        ("s_3_1", ["1"], Variable("s_3_1", "tick", "s_3", "", tick=Choice("1", "Singing"))),
    )
    said = reviews(propose(raw, CLUB).text)
    assert said['column = "s_2"'] == "has the name of one question and the wording of another"
    assert said['sing = "s_3_1"'].startswith("matched by the code")


def test_what_was_confirmed_before_stays() -> None:
    raw = rows(often=("How it was", ["Allways", "Never", "", ""]), group=["N", "1", "2", "2"])
    said: Table[str, object] = {
        "groups": {"N": "north"},
        "ignore": ["remark"],
        "questions": {
            "often": {"column": "How it was", "answers": {"Allways": "always"}},
            "does": {"not_ticked": ["Nein"]},
        },
    }
    mapping = confirmed(**said)
    again = read(propose(raw, CLUB, mapping).text)
    assert again.form.groups == {"N": "north"}
    assert again.of("often") == mapping.of("often")
    assert again.of("does").not_ticked == ("Nein",)
    assert again.form.ignore == ("remark",)
    assert counted(raw, again).figures.equals(counted(raw, mapping).figures)
