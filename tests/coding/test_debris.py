"""What a spreadsheet leaves among the respondents is named and not read; respondents are left alone."""

from __future__ import annotations

import numpy as np
import pytest
from made_tables import ASKED, code, raw_table, said

from brobygger_cli.coding.debris import cut_short, repeated_headers, totals_rows
from brobygger_cli.exports.raw import Cells
from brobygger_cli.responses import Coding, State, code_responses

AGES = {"often": ["1-5", "6-10", "1-5"], "age": ["30", "40", "50"]}


def with_row(row: dict[str, str], at: int = 3) -> dict[str, list[str]]:
    """Return the ages with a row more, the first column being the respondent's id."""
    columns = {"id": ["R0", "R1", "R2"], **AGES}
    return {name: [*texts[:at], row.get(name, ""), *texts[at:]] for name, texts in columns.items()}


# Headers


@pytest.mark.parametrize(
    "row",
    [
        {"id": "id", "often": "often", "age": "age"},
        {"id": " id ", "often": "often", "age": "age "},
    ],
)
@pytest.mark.parametrize("at", [0, 1, 3])
def test_header_among_the_rows_is_found_wherever_it_stands(row: dict[str, str], at: int) -> None:
    assert repeated_headers(raw_table(with_row(row, at))) == [at]


@pytest.mark.parametrize(
    "row",
    [
        {"id": "id", "often": "1-5", "age": "age"},
        {"id": "id", "age": "age"},
        {"id": "R9", "often": "often", "age": "age"},
        {"id": "ID", "often": "OFTEN", "age": "AGE"},
    ],
)
def test_row_that_is_not_wholly_the_header_is_a_row_like_others(row: dict[str, str]) -> None:
    """One cell may hold a header's word by chance."""
    assert repeated_headers(raw_table(with_row(row))) == []


def test_header_that_stands_twice_more_is_reported_once_and_neither_row_is_read() -> None:
    columns = {"often": ["often", "1-5", "often"], "remark": ["remark", "fine", "remark"]}
    found = code({"id": ["id", "R1", "id"], **columns})
    assert ("repeated_header", "error", None, (2, 4)) in said(found)
    assert list(found.answers["often"].state) == [State.INVALID, State.ANSWERED, State.INVALID]
    assert list(found.answers["remark"].state) == [State.INVALID, State.ANSWERED, State.INVALID]


def test_empty_table_holds_no_debris() -> None:
    raw = raw_table({"id": [], "age": []})
    assert (repeated_headers(raw), totals_rows(raw, 0, [])) == ([], [])


# Totals


@pytest.mark.parametrize(
    "row",
    [
        {"id": "Total", "age": "120"},
        {"id": "Sum:", "often": "12", "age": "120"},
        {"id": "I ALT", "age": "1.234,5"},
        {"id": "Gns.", "age": "40,0"},
        {"often": "Total", "age": "120"},  # in the first cell that is filled
        {"id": "Gennemsnit", "often": "37 %", "age": "40"},
    ],
)
def test_row_of_totals_at_the_end_is_found(row: dict[str, str]) -> None:
    assert totals_rows(raw_table(with_row(row)), 0, []) == [3]


@pytest.mark.parametrize(
    "row",
    [
        {"id": "R3", "age": "120"},
        {"id": "Total"},
        {"id": "Total", "often": "1-5", "age": "30"},
        {"id": "Totally", "age": "30"},
        {"id": "R3", "often": "Total", "age": "30"},
        {"age": "120"},
    ],
)
def test_respondent_is_not_taken_for_totals(row: dict[str, str]) -> None:
    assert totals_rows(raw_table(with_row(row)), 0, []) == []


def test_totals_are_looked_for_only_where_a_table_ends() -> None:
    rows = with_row({"id": "Total", "age": "120"}, at=0)
    assert totals_rows(raw_table({name: [*texts, *texts[1:]] for name, texts in rows.items()}), 0, []) == []
    assert totals_rows(raw_table({name: [*texts, *texts[1:]] for name, texts in rows.items()}), 0, [1]) == [0]


def test_row_of_totals_is_an_error_and_answers_nothing() -> None:
    found = code(with_row({"id": "Total", "often": "3", "age": "120"}))
    assert said(found) == [("totals_row", "error", None, (5,))]
    assert list(found.answers["age"].state) == [State.ANSWERED] * 3 + [State.INVALID]


def test_debris_is_told_in_the_wave_that_it_stands_in() -> None:
    raw = raw_table({**with_row({"id": "Total", "age": "120"}), "year": ["1", "2", "1", "2"]})
    lines = {}
    for wave in ("1", "2"):
        of_wave = np.array([year == wave for year in raw.cells[3]])
        found = code_responses(raw, ASKED, Coding(without=["remark"], wave_column="year", records=of_wave))
        lines[wave] = [one.lines for one in found.violations if one.code == "totals_row"]
    assert lines == {"1": [], "2": [(5,)]}


# Ids


def test_ids_that_a_spreadsheet_has_shortened_are_found() -> None:
    assert cut_short(Cells.of(["4,57154E+11", "4.6E+12", "R1", "1e5x", "12"])) == [0, 1]


def test_shortened_ids_are_found_however_late_they_stand() -> None:
    assert cut_short(Cells.of([*(f"R{row}" for row in range(1000)), "4.6E+12"])) == [1000]


def test_shortened_ids_are_a_warning_with_every_row() -> None:
    found = code({"id": ["1,2E+11", "1,3E+11"], "often": ["1-5", "1-5"]})
    assert said(found) == [
        ("excel_number", "warning", "1,2E+11", (2,)),
        ("excel_number", "warning", "1,3E+11", (3,)),
    ]
