"""Several rows of a header made one: names, and what was found wrong under the old ones."""

from __future__ import annotations

from dataclasses import replace

from common_tables import table
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.exports.layouts.headers import completed, filled, unique, with_header
from brobygger_cli.exports.raw import Flaw
from brobygger_cli.exports.variables import Choice, Variable


def test_two_questions_with_one_wording_stay_apart() -> None:
    assert unique(["Why?", "Why?", "Why?", "How?"]) == ("Why?", "Why? (2)", "Why? (3)", "How?")


def test_a_number_that_is_taken_is_not_given_again() -> None:
    assert unique(["q", "q (2)", "q"]) == ("q", "q (2)", "q (3)")


def test_a_column_without_a_name_is_called_by_its_place() -> None:
    assert unique(["id", " ", ""]) == ("id", "column 2", "column 3")


def test_names_stand_on_one_line() -> None:
    assert unique(["How content\n are\tyou?"]) == ("How content are you?",)


@given(st.lists(st.sampled_from(["q", "q (2)", "q (3)", "", "column 2", "Q"]), max_size=12))
def test_names_are_always_told_apart_and_none_is_blank(names: list[str]) -> None:
    found = unique(names)
    assert len(set(found)) == len(found) == len(names)
    assert all(found)


def test_a_blank_cell_of_a_header_belongs_to_its_left() -> None:
    assert filled(["", "a", "", " ", "b", ""]) == ["", "a", "a", "a", "b", "b"]


def flaw(line: int, record: int | None, column: str | None, value: str) -> Flaw:
    return Flaw("bytes_not_text", line, record, column, value, "rule")


def test_what_is_wrong_is_told_under_the_new_names() -> None:
    raw = table([["Why?", "", ""], ["A", "B", "C"], ["x", "y", "z\ufffd"]])
    raw = replace(raw, flaws=(flaw(3, 1, "", "z\ufffd"), flaw(3, 1, "Why?", "x")))
    read = with_header(raw, ["Why? [A]", "Why? [B]", "Why? [C]"], 1)
    assert [(found.record_index, found.column) for found in read.flaws] == [(0, "Why? [C]"), (0, "Why? [A]")]


def test_what_is_wrong_in_a_further_row_of_the_header_is_the_header_s() -> None:
    raw = table([["Why?", "How?"], ["A\ufffd", "B"], ["x", "y"]])
    raw = replace(raw, flaws=(flaw(2, 0, "Why?", "A\ufffd"), flaw(2, 0, None, "1"), flaw(3, 1, None, "1")))
    read = with_header(raw, ["Why? [A\ufffd]", "How? [B]"], 1)
    assert [(found.line, found.record_index, found.column) for found in read.flaws] == [
        (2, None, "Why? [A\ufffd]"),
        (2, None, None),
        (3, 0, None),
    ]


def test_lines_stay_those_of_the_file() -> None:
    read = with_header(table([["a", "b"], ["A", "B"], ["x", "y"], ["z", "w"]]), ["a", "b"], 1)
    assert list(read.lines) == [3, 4]
    assert [list(cells) for cells in read.cells] == [["x", "z"], ["y", "w"]]


def test_the_labels_of_a_statistics_file_complete_what_a_layout_tells() -> None:
    choices = (Choice("1", "Yes"), Choice("2", "No"))
    told = (Variable("Q1", "single", text="Member?", choices=choices), Variable("Status", "single", choices=choices))
    found = completed((Variable("Q1", question="Q1"), Variable("Status", "paradata", text="Status")), told)
    assert [(variable.name, variable.kind, variable.text) for variable in found] == [
        ("Q1", "single", "Member?"),
        ("Status", "paradata", "Status"),
    ]
    assert found[0].choices == choices


def test_without_a_statistics_file_a_layout_s_word_stands_alone() -> None:
    variables = (Variable("Q1", "text"),)
    assert completed(variables, ()) == variables
