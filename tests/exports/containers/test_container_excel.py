"""What table a workbook gives."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsx_files import DAY, DURATION, MOMENT, Cell, Error, Shown, sheet_of, table_of, workbook, zipped

from brobygger_cli.errors import BrobyggerError, UnreadableError
from brobygger_cli.exports.containers import read_container
from brobygger_cli.exports.containers.values import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable


def read(tmp_path: Path, data: bytes, sheet: str | None = None) -> RawTable:
    path = tmp_path / "wave.csv"  # the name tells nothing
    path.write_bytes(data)
    return read_container(str(path), sheet=sheet)


def refused(tmp_path: Path, data: bytes, sheet: str | None = None) -> BrobyggerError:
    with pytest.raises(BrobyggerError) as caught:
        read(tmp_path, data, sheet)
    assert caught.value.hint
    return caught.value


def columns(table: RawTable) -> list[list[str]]:
    return [list(cells) for cells in table.cells]


def test_cells_are_the_text_of_what_excel_holds(tmp_path: Path) -> None:
    cells: list[Cell] = ["007", 1.0, 1e15, 3.14, True, False, "", None, " x ", "N/A"]
    table = read(tmp_path, workbook({"Data": table_of(["id", "q"], *([at, cell] for at, cell in enumerate(cells)))}))
    assert columns(table)[1] == ["007", "1", "1000000000000000", "3.14", "TRUE", "FALSE", "", "", " x ", "N/A"]


def test_dates_are_written_as_iso_has_them(tmp_path: Path) -> None:
    # 42934 days after 1899-12-30 is 2017-07-18; 0.3528819444 of a day is 08:28:09. Both by hand.
    cells = [Shown(42934, DAY), Shown(42934 + 30489 / 86400, MOMENT), Shown(26.5 / 24, DURATION)]
    table = read(tmp_path, workbook({"Data": table_of(["a", "b", "c"], [*cells])}))
    assert columns(table) == [["2017-07-18"], ["2017-07-18 08:28:09"], ["26:30:00"]]


def test_error_cells_stay_as_the_errors_that_excel_shows(tmp_path: Path) -> None:
    rows = table_of(["id", "q", "r"], [1, Error("#N/A"), "x"], [2, "y", Error("#DIV/0!", "A1/0")], [3, Error("#REF!")])
    table = read(tmp_path, workbook({"Data": rows}))
    assert columns(table)[1:] == [["#N/A", "y", "#REF!"], ["x", "#DIV/0!", ""]]


def test_error_cell_is_found_where_cells_tell_no_place(tmp_path: Path) -> None:
    part = sheet_of({}).replace(
        "<sheetData>",
        '<sheetData><row><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>q</t></is></c></row>'
        '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>',
    )
    assert columns(read(tmp_path, workbook({"Data": part}))) == [["1"], ["#N/A"]]


def test_rows_are_counted_as_excel_does_and_blank_ones_are_flaws(tmp_path: Path) -> None:
    table = read(tmp_path, workbook({"Data": {3: {"B": "id", "C": "q"}, 4: {"B": 1, "C": 2}, 6: {"B": 3}}}))
    assert (table.unit, table.columns, list(table.lines)) == ("row", ("", "id", "q"), [4, 6])
    assert [(flaw.code, flaw.line, flaw.record_index) for flaw in table.flaws] == [("blank_row", 5, None)]


def test_workbook_says_what_it_is(tmp_path: Path) -> None:
    table = read(tmp_path, workbook({"Data": table_of(["id"], [1])}))
    assert (table.container, table.sheet, table.delimiter, table.encoding) == ("an Excel workbook", "Data", "", "")


def test_one_sheet_with_data_is_taken_whatever_else_there_is(tmp_path: Path) -> None:
    sheets: dict[str, dict[int, dict[str, Cell]] | str] = {
        "Empty": {},
        "Header": table_of(["id"]),
        "Data": table_of(["id"], [1]),
        "Hidden": table_of(["id"], [2]),
    }
    assert read(tmp_path, workbook(sheets, hidden=("Hidden",))).sheet == "Data"


def test_header_without_rows_is_a_table_where_no_sheet_has_more(tmp_path: Path) -> None:
    table = read(tmp_path, workbook({"Empty": {}, "Header": table_of(["id", "q"])}))
    assert (table.sheet, table.columns, len(table.lines)) == ("Header", ("id", "q"), 0)


def test_several_sheets_with_data_are_listed_and_none_is_guessed(tmp_path: Path) -> None:
    error = refused(tmp_path, workbook({"2017": table_of(["id"], [1]), "2024": table_of(["id"], [2])}))
    assert "2017, 2024" in error.message
    assert "--sheet" in error.hint


@pytest.mark.parametrize("asked", ["Svar", " svar "])
def test_sheet_is_chosen_by_name(tmp_path: Path, asked: str) -> None:
    data = workbook({"Andet": table_of(["id"], [1]), "Svar": table_of(["id"], [2])}, hidden=("Svar",))
    assert columns(read(tmp_path, data, asked)) == [["2"]]


def test_sheet_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    error = refused(tmp_path, workbook({"Besvarelser": table_of(["id"], [1])}), "Besvarelse")
    assert "did you mean 'Besvarelser'?" in error.message


@pytest.mark.parametrize("sheet", [None, "Tom"])
def test_empty_workbook_is_refused(tmp_path: Path, sheet: str | None) -> None:
    error = refused(tmp_path, workbook({"Tom": {}}), sheet)
    assert isinstance(error, UnreadableError)
    assert error.code == "empty_file"


@pytest.mark.parametrize("place", ['r="XFD1048576"', "r='XFD1048576'", "s='1' r = 'xfd1048576'"])
def test_stray_cell_in_the_last_corner_does_not_take_all_memory(tmp_path: Path, place: str) -> None:
    part = sheet_of(table_of(["id"], [1])).replace("</sheetData>", f"<row><c {place}><v>1</v></c></row></sheetData>")
    error = refused(tmp_path, workbook({"Data": part}))
    assert "row 1,048,576" in error.message


def test_formatted_cells_without_content_do_no_harm(tmp_path: Path) -> None:
    part = sheet_of(table_of(["id"], [1])).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    assert columns(read(tmp_path, workbook({"Data": part}))) == [["1"]]


def test_workbook_that_swells_when_unpacked_is_refused(tmp_path: Path) -> None:
    part = sheet_of(table_of(["id"], [1])) + " " * 70 * 2**20
    error = refused(tmp_path, workbook({"Data": part}))
    assert "64 MiB" in error.message


@pytest.mark.parametrize("missing", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_workbook_without_one_of_its_parts_is_damaged(tmp_path: Path, missing: str) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook({"Data": table_of(["id"], [1])}))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != missing}
    error = refused(tmp_path, zipped(parts))
    assert "damaged" in error.message


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text("abæøå €01.,;<&>\"'", max_size=6),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4))
def test_every_table_reads_back_as_the_text_of_its_cells(tmp_path: Path, rows: list[list[Cell]]) -> None:
    table = read(tmp_path, workbook({"Data": table_of(["id", "q", "r", "s"], *([1.0, *row] for row in rows))}))
    assert columns(table) == [[text_of(row[at]) for row in ([1.0, *row] for row in rows)] for at in range(4)]
    assert list(table.lines) == list(range(2, len(rows) + 2))
