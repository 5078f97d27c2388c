"""Numbers that can be read in two ways are settled by their column or refused; marks that differ are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_tables import code, said, the_only

from brobygger_cli.questionnaire.number import decimal_mark, readings
from brobygger_cli.responses import State

ERROR, WARNING = "error", "warning"


@pytest.mark.parametrize(
    ("cell", "by_point", "by_comma"),
    [
        ("1.000", 1, 1000),
        ("1,000", 1000, 1),
        ("12.500", 12.5, 12500),
        ("123,456", 123456, 123.456),
        ("-1.234", -1.234, -1234),
        (" 7.125 ", 7.125, 7125),
    ],
)
def test_three_digits_after_a_mark_are_decimals_or_thousands(cell: str, by_point: float, by_comma: float) -> None:
    both = readings(cell)
    assert (float(both["."]), float(both[","])) == (by_point, by_comma)


@pytest.mark.parametrize(
    "cell",
    ["1000", "1.5", "1.0000", "0.125", "0,500", "1234.567", "1.234.567", "1.234,5", ".125", "a.bcd", "", "1 000"],
)
def test_other_numbers_and_texts_can_be_read_in_one_way_at_most(cell: str) -> None:
    assert readings(cell) == {}


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("1.5", "."),
        ("1,5", ","),
        ("0.125", "."),
        ("1234,567", ","),
        ("1.5e3", "."),
        ("1.234,5", ","),
        ("1,234.5", "."),
        ("1.234.567", ","),
        ("1,234,567", "."),
        ("1.000", ""),
        ("15", ""),
        ("ja, tak", ""),
        ("1.2.3", ""),
        ("12.", ""),
    ],
)
def test_decimal_mark_is_told_where_a_number_shows_one(cell: str, mark: str) -> None:
    assert decimal_mark(cell) == mark


@given(number=st.decimals(0, 999999, places=2, allow_nan=False).filter(lambda number: number % 1 > 0))
def test_two_decimals_leave_no_doubt(number: object) -> None:
    """Whatever stands before the mark."""
    assert decimal_mark(f"{number}") == "."
    assert decimal_mark(f"{number}".replace(".", ",")) == ","
    assert decimal_mark(f"{number:,}") == "."


def test_nothing_settles_a_number_that_stands_alone() -> None:
    found = code({"age": ["1.000", "30", "1.000", "2,500"]})
    assert said(found) == [
        ("ambiguous_number", ERROR, "1.000", (2, 4)),
        ("ambiguous_number", ERROR, "2,500", (5,)),
    ]
    assert found.violations[0].rule.startswith("may be 1 or 1000: ")
    assert found.violations[1].rule.startswith("may be 2.5 or 2500: ")
    assert list(found.answers["age"].state) == [State.INVALID, State.ANSWERED, State.INVALID, State.INVALID]


@pytest.mark.parametrize(
    ("other", "read", "mark"),
    [("22.5", "1.5", "decimal point"), ("0.125", "1.5", "decimal point"), ("22,5", "1500", "decimal comma")],
)
def test_another_number_of_the_column_settles_it_and_that_is_said(other: str, read: str, mark: str) -> None:
    found = code({"age": ["1.500", other, "1.250"]})
    assert said(found) == [("ambiguous_number", WARNING, "1.500", (2, 4))]
    assert the_only(found).rule == f"is read as {read}, and others like it likewise: '{other}' has a {mark}"
    assert list(found.answers["age"].state) == [State.ANSWERED] * 3


def test_number_that_is_settled_has_to_be_within_its_bounds() -> None:
    found = code({"age": ["3.500", "22,5"]})
    assert said(found) == [("ambiguous_number", WARNING, "3.500", (2,)), ("unknown_answer", ERROR, "3.500", (2,))]


def test_marks_that_differ_are_counted_with_their_first_lines_and_settle_nothing() -> None:
    found = code({"age": ["22.1", "1,54", "7.5", "1.000", "7.5"]})
    assert said(found) == [
        ("mixed_decimals", WARNING, "1,54", (3,)),
        ("ambiguous_number", ERROR, "1.000", (5,)),
    ]
    assert found.violations[0].rule == (
        "decimal comma in 1 row, first at line 3; decimal point in 3 rows, first at line 2: both are read as decimal "
        "marks"
    )


def test_file_that_keeps_numbers_as_such_writes_them_in_one_way() -> None:
    """A workbook's 1.234 is that number; its text 1.000 is none, for a number would be 1."""
    assert said(code({"age": ["1.234", "30"]}, delimiter="")) == []
    assert said(code({"age": ["1.000", "30"]}, delimiter="")) == [("ambiguous_number", ERROR, "1.000", (2,))]
    assert said(code({"age": ["1.000", "1.234"]}, delimiter="")) == [("ambiguous_number", WARNING, "1.000", (2,))]


def test_weights_are_numbers_like_others() -> None:
    columns = {"often": ["1-5"] * 3, "w": ["1.234", "0.875", "1.500"]}
    found = code(columns, weights="w")
    assert said(found) == [("ambiguous_number", WARNING, "1.234", (2, 4))]
    assert found.weights is not None
    assert list(found.weights) == [1.234, 0.875, 1.5]


@pytest.mark.parametrize(
    ("weight", "why"), [("1.000", "ambiguous_number"), ("1_0", "invalid_weight"), ("nan", "invalid_weight")]
)
def test_row_whose_weight_is_not_known_is_not_read(weight: str, why: str) -> None:
    found = code({"often": ["1-5", "6-10"], "w": [weight, "2"]}, weights="w")
    assert said(found) == [(why, ERROR, weight, (2,))]
    assert list(found.answers["often"].state) == [State.INVALID, State.ANSWERED]
