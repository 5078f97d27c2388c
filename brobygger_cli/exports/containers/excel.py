"""The container "Excel workbook": .xlsx, read by python-calamine."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from brobygger_cli.errors import BrobyggerError, UnreadableError
from brobygger_cli.exports.containers.library import library
from brobygger_cli.exports.containers.records import Record, is_blank
from brobygger_cli.exports.containers.sheet_parts import extents
from brobygger_cli.exports.containers.table import table_of_records
from brobygger_cli.exports.containers.values import text_of
from brobygger_cli.spelling import did_you_mean, normalise, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from python_calamine import CalamineWorkbook

    from brobygger_cli.exports.containers.sheet_parts import Extent
    from brobygger_cli.exports.containers.zipped import Archive
    from brobygger_cli.exports.raw import RawTable

KIND = "an Excel workbook"
LARGEST_SHEET = 40_000_000  # cells from the first corner to the last: a million rows of forty


def read_excel(archive: Archive, sheet: str | None = None) -> RawTable:
    """Read a sheet of a workbook into a raw table.

    The cells are the text of what Excel holds, not of how it shows it: `text_of` tells how numbers, truths and dates
    are written. An error cell is the error that it shows, such as `#N/A`. Rows are counted as Excel does.

    Args:
        archive: The workbook.
        sheet: The name of the sheet; the one with data where None.

    Raises:
        UnreadableError: The workbook is damaged or empty, or too large when it is unpacked.
        BrobyggerError: There is no such sheet, or several have data; or the library is not installed.
    """
    calamine = library("python_calamine", archive.path, KIND, "excel")
    found = extents(archive)
    try:
        workbook: CalamineWorkbook = calamine.load_workbook(BytesIO(archive.data))
        shown = [part.name for part in workbook.sheets_metadata if part.visible == calamine.SheetVisibleEnum.Visible]
        sheets = dict(zip(workbook.sheet_names, found, strict=True))
        wanted = shown if sheet is None else [_named(archive.path, sheets, sheet)]
        filled = {name: rows for name in wanted if (rows := _rows(archive.path, workbook, name, sheets[name]))}
    except BrobyggerError:
        raise
    except Exception as error:  # the library stumbles over damage with errors of every kind
        message = f"this Excel workbook is damaged ({error})"
        hint = "Open it in Excel and save it again, or export it again."
        raise UnreadableError("unreadable_file", archive.path, message, hint) from error
    if not filled:
        where = "this workbook" if sheet is None else f'the sheet "{visible(wanted[0])}"'
        hint = "Export it again, or choose another sheet with --sheet NAME."
        raise UnreadableError("empty_file", archive.path, f"{where} is empty", hint)
    name, (header, *records) = _only_one(archive.path, filled)
    return replace(table_of_records(archive.path, header, records, unit="row"), container=KIND, sheet=name)


def _named(path: str, sheets: Mapping[str, Extent], asked: str) -> str:
    """Return the sheet of a name."""
    same = [name for name in sheets if name == asked] or [
        name for name in sheets if normalise(name) == normalise(asked)
    ]
    if len(same) != 1:
        message = f"{path}: --sheet {asked}: there is no such sheet{did_you_mean(asked, sheets)}"
        raise BrobyggerError(message, f"There are: {', '.join(map(visible, sheets))}.")
    return same[0]


def _rows(path: str, workbook: CalamineWorkbook, name: str, extent: Extent) -> list[Record]:
    """Return the rows of a sheet, from the first that has content."""
    if extent.rows * extent.columns > LARGEST_SHEET:
        reach = f"row {extent.rows:,} of column {extent.columns:,}"
        message = f'the sheet "{visible(name)}" reaches to {reach}: too far to be read'
        hint = "Delete the stray cells far from the table, or save the sheet as CSV UTF-8."
        raise UnreadableError("unreadable_file", path, message, hint)
    records: list[Record] = []
    for record in _records(workbook, name, extent):
        if records or not is_blank(record.cells):
            records.append(record)
    return records


def _records(workbook: CalamineWorkbook, name: str, extent: Extent) -> Iterator[Record]:
    """Yield the rows of a sheet from its first; the library leaves out what is left of all content, and errors."""
    sheet = workbook.get_sheet_by_name(name)
    left = [""] * (sheet.start[1] if sheet.start else 0)
    of_row: dict[int, dict[int, str]] = {}
    for (row, column), error in extent.errors.items():
        of_row.setdefault(row, {})[column - 1] = error
    for row, values in enumerate(sheet.iter_rows(), 1):
        cells = left + [value if type(value) is str else text_of(value) for value in values]
        for column, error in of_row.get(row, {}).items():
            cells[column] = error
        yield Record(row, cells)


def _only_one(path: str, filled: Mapping[str, list[Record]]) -> tuple[str, list[Record]]:
    """Return the only sheet with rows below its header, or the only one with a header."""
    with_data = [name for name, rows in filled.items() if len(rows) > 1] or list(filled)
    if len(with_data) > 1:
        message = f"{path}: several sheets of this workbook have data: {', '.join(map(visible, with_data))}"
        raise BrobyggerError(message, "Choose one with --sheet NAME.")
    return with_data[0], filled[with_data[0]]
