"""Qualtrics: which rows are header, who sent in, and what the ImportIds tell of columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from common_tables import table

from brobygger_cli.exports.layouts import qualtrics
from brobygger_cli.exports.standing import STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.exports.variables import Variable


def identified(identifier: str, choice: str = "") -> str:
    """Return a cell of the third row."""
    return json.dumps({"ImportId": identifier, "choiceId": choice} if choice else {"ImportId": identifier})


def export(columns: Sequence[tuple[str, str, str]], *rows: Sequence[str]) -> RawTable:
    """Return the table of columns, each with name, wording and ImportId, and of the rows below them."""
    names, texts, identifiers = zip(*columns, strict=True)
    return table([names, texts, identifiers, *rows])


def read(columns: Sequence[tuple[str, str, str]], *rows: Sequence[str]) -> RawTable:
    """Return the same, read."""
    return qualtrics.read(export(columns, *rows))


def told(raw: RawTable) -> list[str]:
    assert raw.standing is not None
    return [STATUSES[code] for code in raw.standing.codes]


def kinds(raw: RawTable) -> list[str]:
    return [variable.kind for variable in raw.variables]


def labels(variables: Sequence[Variable]) -> list[str]:
    return [variable.tick.label for variable in variables if variable.tick]


OWN = [
    ("Status", "Response Type", identified("status")),
    ("Finished", "Finished", identified("finished")),
    ("Progress", "Progress", identified("progress")),
]


@pytest.mark.parametrize(
    ("status", "finished", "progress", "expected"),
    [
        ("0", "1", "100", "completed"),
        ("0", "0", "45", "partial"),
        ("IP Address", "True", "100", "completed"),
        ("IP-Adresse", "Falsch", "45", "partial"),
        ("4", "1", "100", "completed"),
        ("16", "0", "10", "partial"),
        ("1", "1", "100", "test"),
        ("2", "0", "10", "test"),
        ("Survey Preview", "True", "100", "test"),
        ("8", "1", "100", "test"),
        ("Spam", "FALSE", "3", "test"),
        ("somebody's own word", "1", "100", "unknown"),
        ("0", "", "100", "completed"),
        ("0", "", "99", "partial"),
        ("0", "", "", "unknown"),
        ("", "TRUE", "100", "completed"),
    ],
)
def test_previews_and_tests_are_nobody_s_and_finished_tells_who_sent_in(
    status: str, finished: str, progress: str, expected: str
) -> None:
    raw = read([*OWN, ("Q1", "Member?", identified("QID1"))], [status, finished, progress, "1"])
    assert told(raw) == [expected]
    assert raw.standing is not None
    assert raw.standing.told_by == "Status, Finished, Progress"


def test_without_the_platform_s_own_columns_nothing_is_known_of_who_sent_in() -> None:
    raw = read([("Q1", "Member?", identified("QID1")), ("Status", "Married?", identified("QID2"))], ["1", "2"])
    assert raw.standing is None


def test_rows_of_header_are_those_down_to_the_import_ids() -> None:
    raw = export([("Q1", "Member?", identified("QID1")), ("Q2", "Why?", identified("QID2_TEXT"))], ["1", "x"])
    assert qualtrics.recognise(raw) == "row 3 holds the ImportIds of 2 of its 2 columns"
    assert [list(cells) for cells in qualtrics.read(raw).cells] == [["1"], ["x"]]
    without_wordings = table([["Q1", "Q2"], [identified("QID1"), identified("QID2_TEXT")], ["1", "x"]])
    assert qualtrics.recognise(without_wordings) == "row 2 holds the ImportIds of 2 of its 2 columns"
    assert [list(cells) for cells in qualtrics.read(without_wordings).cells] == [["1"], ["x"]]


@pytest.mark.parametrize("wordings", [[], [["Start Date", "End Date", "Finished", "Response ID", "Member?"]]])
def test_a_file_that_lost_rows_of_its_header_is_still_told(wordings: list[list[str]]) -> None:
    header = ["StartDate", "EndDate", "Finished", "ResponseId", "Q1"]
    raw = table([header, *wordings, ["2026-03-01", "2026-03-01", "1", "R_1abc", "2"]])
    assert qualtrics.recognise(raw) == "it has the columns StartDate, EndDate, Finished and ResponseId"
    found = qualtrics.read(raw)
    assert list(found.cells[3]) == ["R_1abc"]
    assert told(found) == ["completed"]
    assert found.variables[4].text == ("Member?" if wordings else "Q1")


def test_the_older_form_has_its_names_in_the_second_row() -> None:
    header = ["V1", "V2", "V3", "V4", "Q1", "Q1"]
    names = ["ResponseID", "ResponseSet", "Status", "Finished", "Member?", "Member?"]
    raw = qualtrics.read(table([header, names, ["R_1", "Default", "0", "0", "1", "2"]]))
    assert raw.columns == ("ResponseID", "ResponseSet", "Status", "Finished", "Q1", "Q1 (2)")
    assert kinds(raw) == ["respondent", "paradata", "paradata", "paradata", "unknown", "unknown"]
    assert told(raw) == ["partial"]


def test_what_the_platform_measures_is_no_answer() -> None:
    identifiers = [
        "QID1_FIRST_CLICK",
        "QID2_BROWSER",
        "QID3_DO",
        "QID4_TEXT_ab12Topics",
        "Q_TotalDuration",
        "userLanguage",
    ]
    raw = read([(f"c{place}", "text", identified(of)) for place, of in enumerate(identifiers)], ["1"] * 6)
    assert set(kinds(raw)) == {"paradata"}


def test_answers_are_told_from_open_text_by_the_import_id() -> None:
    columns = [
        ("Q1", "Member?", identified("QID1")),
        ("Q1_3_TEXT", "Member? - Other - Text", identified("QID1_3_TEXT")),
        ("town", "town", identified("town")),
        ("score", "Score", identified("SC_abc")),
        ("ResponseId", "Response ID", identified("_recordId")),
    ]
    assert kinds(read(columns, ["1", "", "North", "3", "R_1"])) == ["single", "text", "unknown", "number", "respondent"]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1,2,3", "2", ""], "joined"),
        (["1", "2", "10"], "single"),
        (["Friends, or family,It is near", "It is near"], "joined"),
        (["Friends, or family", "It is near"], "single"),
        (["Up to 1,000", "More than 1,000"], "single"),
    ],
)
def test_several_answers_in_a_cell_are_told_by_the_comma_without_a_blank(cells: list[str], kind: str) -> None:
    raw = read(
        [("Q1", "Why?", identified("QID1")), ("Q2", "How?", identified("QID2"))], *([cell, "1"] for cell in cells)
    )
    assert raw.variables[0].kind == kind
    assert raw.variables[0].separator == ("," if kind == "joined" else "")


def test_a_number_with_a_decimal_comma_is_not_two_answers_in_the_older_form() -> None:
    header, names = ["V1", "V2", "V3", "Q1", "Q2"], ["ResponseID", "Status", "Finished", "Hours?", "Why?"]
    raw = qualtrics.read(table([header, names, ["R_1", "0", "1", "1,5", "1,2,4"], ["R_2", "0", "1", "2", "2,4"]]))
    assert kinds(raw)[3:] == ["unknown", "joined"]


def split(texts: Sequence[str]) -> list[tuple[str, str, str]]:
    return [(f"Q1_{place}", text, identified("QID1", str(place))) for place, text in enumerate(texts, 1)]


def test_an_option_s_column_tells_its_question_and_option() -> None:
    raw = read(split(["Why do you - sometimes - go? - Sport", "Why do you - sometimes - go? - Swimming"]), ["1", ""])
    assert {(variable.kind, variable.question, variable.text) for variable in raw.variables} == {
        ("tick", "Q1", "Why do you - sometimes - go?")
    }
    assert [variable.tick.code for variable in raw.variables if variable.tick] == ["1", "2"]
    assert labels(raw.variables) == ["Sport", "Swimming"]


def test_an_option_with_a_dash_is_told_by_what_the_cells_hold() -> None:
    texts = ["Why? - Sport - indoors", "Why? - Sport - outdoors"]
    assert labels(read(split(texts), ["Sport - indoors", ""], ["", "Sport - outdoors"]).variables) == [
        "Sport - indoors",
        "Sport - outdoors",
    ]


@pytest.mark.parametrize("word", ["Selected Choice", "Ausgewählte Option"])
def test_what_stands_for_the_option_beside_other_is_no_part_of_the_question(word: str) -> None:
    """In every language: the column of text beside it has the question without it."""
    columns = [
        ("Q2", f"How? - {word}", identified("QID2")),
        ("Q2_3_TEXT", "How? - Other - Text", identified("QID2_3_TEXT")),
        *split([f"Why? - {word} - Sport", f"Why? - {word} - Other"]),
        ("Q1_2_TEXT", "Why? - Other - Text", identified("QID1_2_TEXT")),
    ]
    raw = read(columns, ["1", "", "1", "", ""])
    assert [variable.text for variable in raw.variables] == [
        *("How?", "How? - Other - Text", "Why?", "Why?", "Why? - Other - Text")
    ]
    assert raw.variables[0].also == (f"How? - {word}",)
    assert labels(raw.variables) == ["Sport", "Other"]


def test_the_items_of_a_matrix_are_questions_of_their_own() -> None:
    columns = [
        (f"Q1_{place}", f"How good? - {item}", identified(f"QID1_{place}")) for place, item in ((1, "A"), (2, "B"))
    ]
    raw = read(columns, ["1", "2"], ["2", "2"], ["", ""])
    assert [(variable.kind, variable.text) for variable in raw.variables] == [
        ("unknown", "How good? [A]"),
        ("unknown", "How good? [B]"),
    ]


def test_columns_that_hold_their_own_mark_or_nothing_are_ticks_without_the_option_s_id() -> None:
    columns = [(f"Q1_{place}", f"Why? - {item}", identified(f"QID1_{place}")) for place, item in ((1, "A"), (2, "B"))]
    raw = read(columns, ["1", ""], ["", "1"], ["", ""])
    assert kinds(raw) == ["tick", "tick"]
    assert [variable.text for variable in raw.variables] == ["Why?", "Why?"]


def test_import_ids_that_are_no_json_are_read_as_far_as_they_go() -> None:
    raw = export(
        [("Q1", "Member?", '{"ImportId":"QID1"'), ("Q2", "Why?", '{"ImportId":7}'), ("Q3", "", "{}")], ["1", "2", ""]
    )
    assert qualtrics.recognise(raw) == ""
    raw = export(
        [("Q1", "Member?", '{"ImportId":"QID1"'), ("Q2", "Why?", '{"ImportId":"QID2_TEXT","x":[}')], ["1", "2"]
    )
    assert kinds(qualtrics.read(raw)) == ["single", "text"]
