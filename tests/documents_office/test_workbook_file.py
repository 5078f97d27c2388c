"""A report as a workbook: a sheet for every question, numbers as numbers, and every cell the report's."""

from __future__ import annotations

import datetime as dt
import math
import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import openpyxl
import pytest
from office_files import DATE, ROWS, by_hand, report_of, sections, tables, workbook

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.render.documents import as_xlsx
from brobygger_cli.render.documents.workbook.numbers import held, number_format
from brobygger_cli.report.model import Value

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook

    from brobygger_cli.report.model import Report

REPORTS = ("by hand", "municipality", "library")
DECIMAL = {"by hand": ",", "municipality": ",", "library": "."}


def report(name: str) -> Report:
    return by_hand() if name == "by hand" else report_of(name)


@pytest.fixture(scope="module")
def books() -> dict[str, Workbook]:
    return {name: openpyxl.load_workbook(BytesIO(workbook(report(name)))) for name in REPORTS}


def shown(cell: Cell, decimal: str) -> str:
    """Return what a cell shows, by the little of number formats that the workbook uses."""
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    positive, *rest = re.split(r"(?<!\\);", cell.number_format)
    if positive.startswith("[<0.001]"):
        chosen = positive.removeprefix("[<0.001]") if cell.value < 0.001 else rest[0]
    else:
        chosen = rest[0] if cell.value < 0 and rest else positive
    figure = re.search(r"(?<!\\)0(\.0+)?", chosen)
    if figure is None:
        return chosen.replace("\\", "")
    percent = 100 if re.search(r"(?<!\\)%", chosen) else 1
    decimals = len(figure[1]) - 1 if figure[1] else 0
    scaled = abs(cell.value) * percent
    text = f"{math.floor(scaled * 10**decimals + 0.5 + 1e-9) / 10**decimals:.{decimals}f}".replace(".", decimal)
    around = [re.sub(r'[\\"]', "", part) for part in (chosen[: figure.start()], chosen[figure.end() :])]
    return f"{around[0]}{text}{around[1]}"


@pytest.mark.parametrize("name", REPORTS[1:])
def test_every_cell_of_every_table_shows_what_the_report_says(books: dict[str, Workbook], name: str) -> None:
    checked = 0
    for number, table in enumerate(tables(report(name)), 1):
        captions = [
            (sheet, row[0].row)
            for sheet in books[name]
            for row in sheet.iter_rows(max_col=1)
            if re.match(rf"(Tabel|Table) {number}\. ", str(row[0].value))
        ]
        ((sheet, at),) = captions
        assert str(sheet.cell(at, 1).value).endswith(table.caption)
        start = at + (3 if any(column.over for column in table.columns) else 2)
        for place, row in enumerate(table.rows):
            cells = [cell for cell in sheet[start + place] if cell.value is not None]
            expected = [text for value in row.cells for text in (value.text, value.detail) if text]
            found = [shown(cell, DECIMAL[name]) for cell in cells]
            if row.is_heading:
                assert found == [row.cells[0].text]
            else:
                assert found == expected
            checked += len(found)
    assert checked > 50


@pytest.mark.parametrize("name", REPORTS)
def test_what_is_a_number_in_the_report_is_one_in_the_workbook(books: dict[str, Workbook], name: str) -> None:
    in_report = [
        100 * cell.number if cell.unit == "points" else cell.number
        for table in tables(report(name))
        for row in table.rows
        for cell in row.cells
        if cell.number is not None
    ]
    numbers = [
        cell.value
        for sheet in books[name].worksheets[:-1]
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    ]
    assert len(numbers) > 20
    assert numbers == pytest.approx(in_report, rel=1e-14)


def test_headings_of_changes_say_that_they_are_points(books: dict[str, Workbook]) -> None:
    sheet = books["municipality"]["think_of_civil_society"]
    headings = [cell.value for row in sheet.iter_rows(max_row=8) for cell in row if cell.value]
    assert "Ændring (procentpoint)" in headings


def test_there_is_a_sheet_for_every_question_and_a_link_to_every_sheet(books: dict[str, Workbook]) -> None:
    book = books["municipality"]
    questions = [section for section in sections(report_of("municipality")) if section.kind == "question"]
    asked = [section.id.removeprefix("question-") for section in questions]
    assert book.sheetnames == [
        "Indhold",
        "Hvad der er målt",
        "Hvad der har ændret sig",
        *asked,
        "Metode",
        "Kodebog",
        "Herkomst",
        "Rå tal",
    ]
    contents = book["Indhold"]
    linked = [row[0] for row in contents.iter_rows(max_col=1) if row[0].hyperlink]
    assert {cell.value: cell.hyperlink.location for cell in linked} == {
        name: f"'{name}'!A1" for name in book.sheetnames[1:]
    }
    for name in book.sheetnames[1:-1]:
        assert book[name]["A2"].hyperlink.location == "'Indhold'!A1"


def test_headings_stay_in_view(books: dict[str, Workbook]) -> None:
    book = books["municipality"]
    assert book["Rå tal"].freeze_panes == "F2"
    assert book["Rå tal"].auto_filter.ref.startswith("A1:")
    question = book["think_of_civil_society"]
    below = question[question.freeze_panes]
    assert below.column == 2
    assert question.cell(below.row - 1, 1).value == "Svar"
    assert question.cell(below.row, 1).value.startswith("Stort set altid")
    codebook = book["Kodebog"]
    assert codebook.cell(codebook[codebook.freeze_panes].row - 1, 1).value == "Ordlyd"
    assert codebook.print_title_rows is not None


def test_pages_are_landscape_and_as_wide_as_the_sheet(books: dict[str, Workbook]) -> None:
    for sheet in books["municipality"].worksheets[:-1]:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_the_raw_comparison_keeps_numbers_text_and_what_is_missing_apart(books: dict[str, Workbook]) -> None:
    found = [list(row) for row in books["by hand"]["Rå tal"].iter_rows(values_only=True)]
    assert found == [list(ROWS.columns), ["=1+1", 5, pytest.approx(0.3), "inf"], ["b", None, None, -1.5]]


def test_notes_and_sources_stand_below_their_table(books: dict[str, Workbook]) -> None:
    sheet = books["by hand"].worksheets[2]
    column = [row[0] for row in sheet.iter_rows(max_col=1, values_only=True)]
    assert "Anm.: Base: alle, der har svaret." in column
    assert "Kilde: Egne beregninger." in column


def test_the_same_report_becomes_the_same_bytes() -> None:
    first = workbook(by_hand())
    assert first == workbook(by_hand())
    with ZipFile(BytesIO(first)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_workbook_tells_its_title_and_date_and_names_nobody(books: dict[str, Workbook]) -> None:
    told = books["by hand"].properties
    assert (told.title, told.created.date()) == (by_hand().title, DATE)
    assert isinstance(told.created, dt.datetime)
    assert not told.creator
    assert not told.lastModifiedBy


def test_a_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrobyggerError, match="takes no template"):
        as_xlsx.render(by_hand(), tmp_path / "template.docx")


@pytest.mark.parametrize(
    ("value", "number", "shown_as"),
    [
        (Value("22\u00a0%", 0.224, "share"), 0.224, "0\\\u00a0%;0\\\u00a0%"),
        (Value("22%", 0.224, "share"), 0.224, "0%;0%"),
        (Value("+16,4", 0.16435, "points"), 16.435, '+0.0;"−"0.0'),
        (Value("0,0", -0.0003, "points"), -0.03, "0.0;0.0"),
        (Value("<0,001", 0.00004, "p"), 0.00004, "[<0.001]\\<\\0\\,\\0\\0\\1;0.000"),
        (Value("P 0,52", 0.5168, "number"), 0.5168, "\\P\\ 0.00;\\P\\ 0.00"),
        (Value("116", 116, "count"), 116, "0;0"),
        (Value("12–21\u00a0%", 0.16, "share"), None, None),
        (Value("–"), None, None),
    ],
    ids=lambda value: getattr(value, "text", ""),
)
def test_numbers_are_held_in_full_and_shown_as_the_report_shows_them(
    value: Value, number: float | None, shown_as: str | None
) -> None:
    assert held(value) == (None if number is None else pytest.approx(number))
    assert number_format(value) == shown_as
