"""Rows of text to a raw table: the header, its width, the rows without content, and what is wrong with the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.containers.encoding import REPLACED
from brobygger_cli.exports.containers.records import fits, is_blank, named_width
from brobygger_cli.exports.raw import Cells, Flaw, RawTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from brobygger_cli.exports.containers.records import Record
    from brobygger_cli.exports.raw import Unit

_BLANK = "every cell of the row is blank: it is left out"
_LOST = "the cell holds bytes that are no text in the file's encoding, or a character lost before (U+FFFD)"


def table_of_records(
    path: str,
    header: Record,
    records: Sequence[Record],
    *,
    unit: Unit = "line",
    lost: bool = True,
    width: int | None = None,
) -> RawTable:
    """Return the table that a header and the records below it make.

    Args:
        path: The file, for messages.
        header: The names of the columns.
        records: What stands below; those without content are left out.
        unit: What the places of records count.
        lost: Whether a cell may hold the mark of a lost character.
        width: How many columns there are; found where None.
    """
    records, flaws = without_blank_rows(records)
    if width is None:
        width = _width(header.cells, records)
    columns = tuple(cell.strip() for cell in header.cells[:width])
    flaws += ragged_rows(records, width)
    cells = _columns([in_width(record.cells, width) for record in records], width)
    lines = np.array([record.line for record in records], dtype=np.int64)
    if lost:
        flaws += [Flaw("bytes_not_text", header.line, None, name, name, _LOST) for name in columns if REPLACED in name]
        flaws += lost_characters(columns, cells, lines)
    return RawTable(path, columns, cells, lines, tuple(sorted(flaws, key=lambda flaw: flaw.line)), unit=unit)


def table_of_columns(path: str, columns: Sequence[str], cells: Sequence[Cells], *, unit: Unit) -> RawTable:
    """Return the table of a container that names its columns itself; cases without content are left out.

    Args:
        path: The file, for messages.
        columns: The names of the columns.
        cells: The cells of each.
        unit: What the places of records count.
    """
    blank = np.ones(len(cells[0]) if cells else 0, dtype=bool)
    for column in cells:
        blank &= column.holding(not text.strip() for text in column.texts)
    kept = np.flatnonzero(~blank)
    lines = kept.astype(np.int64) + 1
    if blank.any():
        cells = [column.taken(kept) for column in cells]
    flaws = [Flaw("blank_row", case + 1, None, None, "", _BLANK) for case in np.flatnonzero(blank).tolist()]
    flaws += lost_characters(columns, cells, lines)
    names = tuple(name.strip() for name in columns)
    ordered = tuple(sorted(flaws, key=lambda flaw: flaw.line))
    return RawTable(path, names, tuple(cells), lines, ordered, unit=unit)


def _width(header: Sequence[str], records: Sequence[Record]) -> int:
    """Return how many columns there are, without those at the end that have neither a name nor a cell."""
    named = named_width(header)
    used = (index for index in range(len(header), named, -1) if _has_cell(records, index - 1))
    return next(used, named)


def _has_cell(records: Sequence[Record], column: int) -> bool:
    return not all(is_blank(cells[column : column + 1]) for _, cells in records)


def in_width(cells: list[str], width: int) -> list[str]:
    """Return the cells of a record, filled up or cut to the width of the table."""
    return cells if len(cells) == width else (cells + [""] * (width - len(cells)))[:width]


def _columns(rows: Sequence[list[str]], width: int) -> tuple[Cells, ...]:
    table = np.array(rows, dtype=np.object_, order="F").reshape(len(rows), width)
    return tuple(map(Cells.of, table.T))


def without_blank_rows(records: Sequence[Record]) -> tuple[list[Record], list[Flaw]]:
    """Return the records that have any content, and what is to be said of the others."""
    kept, flaws = [], []
    for record in records:
        if is_blank(record.cells):
            flaws.append(Flaw("blank_row", record.line, None, None, "", _BLANK))
        else:
            kept.append(record)
    return kept, flaws


def ragged_rows(records: Sequence[Record], width: int) -> Iterator[Flaw]:
    """Yield what is to be said of records with more or fewer cells than the table is wide."""
    for index, (line, cells) in enumerate(records):
        if not fits(cells, width):
            rule = f"the row has {len(cells)} cells where the header has {width}"
            yield Flaw("ragged_row", line, index, None, str(len(cells)), rule)


def lost_characters(columns: Sequence[str], cells: Sequence[Cells], lines: npt.NDArray[np.int64]) -> Iterator[Flaw]:
    """Yield what is to be said of cells with the mark of a lost character."""
    for name, column in zip(columns, cells, strict=True):
        for place, text in enumerate(column.texts):
            if REPLACED in text:
                for index in column.rows_of(place).tolist():
                    yield Flaw("bytes_not_text", int(lines[index]), index, name, text, _LOST)
