"""SurveyMonkey: which rows are header, which columns are one question, and what is a tick."""

from __future__ import annotations

import pytest
from common_tables import table

from brobygger_cli.exports.layouts import surveymonkey

WHY = ["Why?", "", ""]
OPTIONS = ["Sport", "Other, or none", "Other (please specify)"]


def test_blank_header_cells_belong_to_the_question_on_their_left() -> None:
    rows = [["RespondentID", "Member?", *WHY], ["", "Response", *OPTIONS], ["10100001", "Yes", "Sport", "", "chess"]]
    raw = surveymonkey.read(table(rows))
    assert raw.columns == (
        *("RespondentID", "Member?", "Why? [Sport]", "Why? [Other, or none]", "Why? [Other (please specify)]"),
    )
    assert [variable.kind for variable in raw.variables] == ["respondent", "single", "tick", "tick", "text"]
    assert {variable.question for variable in raw.variables[2:4]} == {"Why?"}
    assert [variable.tick.label for variable in raw.variables if variable.tick] == OPTIONS[:2]
    assert list(raw.lines) == [3]
    assert raw.standing is None


def test_two_questions_with_one_wording_stay_apart() -> None:
    rows = [
        ["RespondentID", "Why?", "Why?", "How?", ""],
        ["", "Response", "Response", "A", "A"],
        ["1", "x", "y", "z", "w"],
    ]
    assert surveymonkey.read(table(rows)).columns == ("RespondentID", "Why?", "Why? (2)", "How? [A]", "How? [A] (2)")


def test_several_answers_to_each_item_are_a_matrix_and_several_lines_a_form() -> None:
    header = [["RespondentID", "How good?", "", "Your address", ""], ["", "Food", "Music", "Town", "Street"]]
    rows = [["1", "Good", "Bad", "Aarhus", "Vestergade"], ["2", "Bad", "Bad", "Odense", ""], ["3", "", "Good", "", ""]]
    raw = surveymonkey.read(table([*header, *rows]))
    assert [variable.kind for variable in raw.variables[1:]] == ["single", "single", "unknown", "unknown"]
    assert [variable.text for variable in raw.variables[1:3]] == ["How good? [Food]", "How good? [Music]"]
    assert raw.variables[1].question == raw.columns[1]


def test_ticks_may_be_exported_as_the_options_numbers() -> None:
    header = [["RespondentID", "Why?", "", "How good?", ""], ["", "Sport", "Music", "Food", "Music"]]
    rows = [["1", "1", "", "1", "1"], ["2", "", "2", "1", "2"], ["3", "1", "2", "2", "2"]]
    raw = surveymonkey.read(table([*header, *rows]))
    assert [variable.kind for variable in raw.variables[1:]] == ["tick", "tick", "single", "single"]
    assert [(variable.tick.code, variable.tick.label) for variable in raw.variables if variable.tick] == [
        ("1", "Sport"),
        ("2", "Music"),
    ]


def test_other_beside_a_single_answer_is_open_text() -> None:
    header = [["RespondentID", "Town?", "", "Note?"], ["", "Response", "Other (please specify)", "Open-Ended Response"]]
    raw = surveymonkey.read(table([*header, ["1", "Aarhus", "", "x"], ["2", "", "Ribe", ""]]))
    assert raw.columns == ("RespondentID", "Town?", "Town? [Other (please specify)]", "Note?")
    assert [variable.kind for variable in raw.variables] == ["respondent", "single", "text", "text"]


def test_a_matrix_of_menus_has_three_rows_of_header() -> None:
    header = [
        ["RespondentID", "Member?", "Which days?", "", "", ""],
        ["", "Response", "Weekdays", "", "Weekends", ""],
        ["", "", "Morning", "Evening", "Morning", "Evening"],
    ]
    raw = surveymonkey.read(table([*header, ["1", "Yes", "Often", "", "Never", "Often"]]))
    assert raw.columns[1:] == (
        "Member?",
        *("Which days? [Weekdays] [Morning]", "Which days? [Weekdays] [Evening]"),
        *("Which days? [Weekends] [Morning]", "Which days? [Weekends] [Evening]"),
    )
    assert list(raw.lines) == [4]


def test_in_any_language_what_stands_below_several_questions_says_no_more_than_answer() -> None:
    header = [["Tunnus", "Jäsen?", "Ikä?"], ["", "Vastaus", "Vastaus"]]
    raw = table([*header, ["1", "Kyllä", "40"], ["2", "Ei", "50"]])
    assert surveymonkey.recognise(raw)
    assert surveymonkey.read(raw).columns == ("Tunnus", "Jäsen?", "Ikä?")


def test_the_platform_s_own_columns_are_told_from_questions() -> None:
    header = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Custom Data 1", "Member?"]
    raw = surveymonkey.read(table([header, [*[""] * 6, "Response"], ["1", "2", "3", "4", "5", "North", "Yes"]]))
    assert [variable.kind for variable in raw.variables] == [
        *("respondent", "paradata", "paradata", "paradata", "paradata", "unknown", "single"),
    ]


def test_one_row_of_header_is_told_by_the_platform_s_own_columns() -> None:
    raw = table([["Respondent ID", "Collector ID", "Start Date", "End Date", "Why?"], ["1", "2", "3", "4", "A, B"]])
    assert surveymonkey.recognise(raw) == "it has the columns Respondent ID, Collector ID, Start Date, End Date"
    assert list(surveymonkey.read(raw).cells[4]) == ["A, B"]


@pytest.mark.parametrize(
    "rows",
    [
        [["id", "a", "b"], ["", "Yes", "Yes"], ["1", "Yes", "No"], ["2", "No", "Yes"]],
        [["id", "a", "b"], ["", "1", "1"], ["2", "1", "2"]],
        [["id", "a", "b"], ["", "x", "y"], ["2", "z", "w"]],
        [["id", "a", ""], ["", "x", ""], ["2", "z", "w"]],
        [["id", "a", "b"], ["", "Response", "Response"], ["anna", "z", "w"], ["bo", "z", "w"]],
        [["id", "a"], ["", "Response"], ["", "Response"], ["", "Response"], ["1", "x"]],
        [["", "a", "b"], ["", "Response", "Response"], ["1", "z", "w"]],
    ],
    ids=["no id", "no id, codes", "no id, own words", "no label", "names for ids", "three rows", "no name for ids"],
)
def test_a_first_respondent_without_an_id_is_no_row_of_the_header(rows: list[list[str]]) -> None:
    """Nobody may be dropped from a plain file because their id is missing, even where the layout is forced on it."""
    raw = table(rows)
    assert surveymonkey.recognise(raw) == ""
    assert len(surveymonkey.read(raw).lines) == len(raw.lines)
