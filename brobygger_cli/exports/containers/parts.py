"""One block of delimited text as a table: quickly where that is certain, else as a whole file is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers.encoding import REPLACED, check_characters, count_newlines, decode
from brobygger_cli.exports.containers.quick import read_quickly
from brobygger_cli.exports.containers.records import Record, is_blank, read_records
from brobygger_cli.exports.containers.table import (
    in_width,
    lost_characters,
    ragged_rows,
    table_of_records,
    without_blank_rows,
)
from brobygger_cli.exports.raw import Cells, Flaw, RawTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from brobygger_cli.exports.containers.quick import Columns

_LOST_IN_UTF_8 = REPLACED.encode()


@dataclass(frozen=True)
class Shape:
    """What all blocks of a file have in common.

    Attributes:
        path: The file, for messages.
        header: Its header.
        width: How many columns there are, without those at the end that have neither a name nor a cell.
        delimiter: What stands between cells.
        encoding: The encoding.
        given: The encoding as the user named it: then it has to fit. None where it was found.
    """

    path: str
    header: Record
    width: int
    delimiter: str
    encoding: str
    given: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The header cells without surrounding whitespace."""
        return tuple(cell.strip() for cell in self.header.cells[: self.width])

    def table(self, cells: tuple[Cells, ...], lines: npt.NDArray[np.int64], flaws: Iterable[Flaw]) -> RawTable:
        """Return a table of this shape."""
        ordered = tuple(sorted(flaws, key=lambda flaw: flaw.line))
        encoding = self.given or self.encoding
        return RawTable(self.path, self.names, cells, lines, ordered, encoding, self.delimiter)


class Part(NamedTuple):
    """One block of a file.

    Attributes:
        table: Its records; lines are counted in the block.
        lines: How many lines it has.
        width: How many columns have a name or, in this block, a cell.
        fits: Whether all bytes were characters of the encoding.
    """

    table: RawTable
    lines: int
    width: int
    fits: bool


def read_part(data: bytes, shape: Shape) -> Part:
    """Read one block.

    Args:
        data: Whole records; only the last block of a file may lack its last line end.
        shape: What the block has in common with the others.

    Raises:
        UnreadableError: It cannot be read; the line is counted in the block.
    """
    columns = read_quickly(data, shape.delimiter, len(shape.header.cells), shape.encoding)
    if columns is not None:
        try:
            others = [
                Record(line, record.cells)
                for line, text in columns.others.items()
                for record in read_records(shape.path, text.decode(shape.encoding), shape.delimiter)
            ]
        except (UnreadableError, UnicodeDecodeError):
            columns = None
        else:
            return _assembled(data, shape, columns, others)
    return _read_exactly(data, shape)


def flaws_of_header(shape: Shape) -> tuple[Flaw, ...]:
    """Return what is wrong with the header; lines are counted in the file."""
    return table_of_records(shape.path, shape.header, [], width=shape.width).flaws


def joined(parts: Sequence[Part], shape: Shape, first_line: int) -> RawTable:
    """Return the table that the blocks of a file make together.

    Args:
        parts: All of them in order.
        shape: What they have in common.
        first_line: The line on which the first one starts.
    """
    line, records = first_line - 1, 0
    lines: list[npt.NDArray[np.int64]] = []
    flaws = list(flaws_of_header(shape))
    for part in parts:
        lines.append(part.table.lines + line)
        flaws += [
            replace(
                flaw,
                line=flaw.line + line,
                record_index=None if flaw.record_index is None else flaw.record_index + records,
            )
            for flaw in part.table.flaws
        ]
        line += part.lines
        records += len(part.table.lines)
    cells = tuple(_one_column([part.table.cells[column] for part in parts]) for column in range(shape.width))
    return shape.table(cells, np.concatenate([np.empty(0, dtype=np.int64), *lines]), flaws)


def _assembled(data: bytes, shape: Shape, columns: Columns, others: list[Record]) -> Part:
    """Return a block of which most was read quickly."""
    blank = np.full(len(columns.lines), not any(column.plain for column in columns.cells))
    for column in sorted(columns.cells, key=lambda cells: cells.different):
        if not blank.any():
            break
        blank &= column.holding(not text.strip() for text in column.texts)
    kept = np.flatnonzero(~blank)
    records, flaws = without_blank_rows([*others, *(Record(line, []) for line in columns.lines[blank].tolist())])
    of_width, lines = columns.cells[: shape.width], columns.lines[kept]
    if not records:
        cells = tuple(column if len(kept) == len(column) else column.taken(kept) for column in of_width)
    else:
        lines = np.concatenate([lines, np.array([record.line for record in records], dtype=np.int64)])
        order = np.argsort(lines, kind="stable")
        rows = [in_width(record.cells, shape.width) for record in records]
        cells = tuple(
            _with_others(column, kept, [row[place] for row in rows], order) for place, column in enumerate(of_width)
        )
        lines = lines[order]
        place_of = np.argsort(order)[len(kept) :].tolist()
    for flaw in ragged_rows(records, shape.width):
        flaws.append(replace(flaw, record_index=place_of[flaw.record_index or 0]))
    if _LOST_IN_UTF_8 in data:
        flaws += lost_characters(shape.names, cells, lines)
    beyond = enumerate(columns.cells[shape.width :], shape.width + 1)
    used = [place for place, column in beyond if any(text.strip() for text in column.texts)]
    width = max([shape.width, *used[-1:], *(_used(record, shape) for record in records)])
    return Part(shape.table(cells, lines, flaws), data.count(b"\n"), width, fits=True)


def _with_others(column: Cells, kept: npt.NDArray[np.intp], others: list[str], order: npt.NDArray[np.intp]) -> Cells:
    """Return the cells that are kept of a column and those of the other records, in the order of lines."""
    every = [*column.texts.tolist(), *others]
    codes = np.concatenate([column.codes[kept], np.arange(len(column.texts), len(every))])
    place: dict[str, int] = {}
    same = np.array([place.setdefault(text, at) for at, text in enumerate(every)], dtype=np.intp)
    return Cells(np.array(every, dtype=object), same[codes]).taken(order)


def _read_exactly(data: bytes, shape: Shape) -> Part:
    try:
        text, fits = data.decode(shape.encoding), True
    except UnicodeDecodeError:
        if shape.given is not None:
            decode(shape.path, data, shape.given)  # says where and why it does not fit
        text, fits = data.decode(shape.encoding, "replace"), False
    check_characters(shape.path, text)
    records = read_records(shape.path, text, shape.delimiter)
    table = table_of_records(shape.path, shape.header, records, lost=REPLACED in text, width=shape.width)
    flaws = tuple(flaw for flaw in table.flaws if flaw.record_index is not None or flaw.code != "bytes_not_text")
    table = shape.table(table.cells, table.lines, flaws)
    width = max([shape.width, *(_used(record, shape) for record in records)])
    return Part(table, count_newlines(text), width, fits)


def _used(record: Record, shape: Shape) -> int:
    """Return how many columns a record needs, up to the width of the header."""
    beyond = range(len(shape.header.cells), shape.width, -1)
    return next((place for place in beyond if not is_blank(record.cells[place - 1 : place])), 0)


def _one_column(parts: list[Cells]) -> Cells:
    """Return the cells of a column of which every block holds some."""
    place: dict[str, int] = {}
    codes = []
    for cells in parts:
        of_text = np.array([place.setdefault(text, len(place)) for text in cells.texts], dtype=np.int32)
        codes.append(of_text[cells.codes] if len(of_text) else np.empty(0, dtype=np.int32))
    every = np.concatenate(codes) if codes else np.empty(0, dtype=np.int32)
    narrow = every.astype(np.int16) if len(place) < np.iinfo(np.int16).max else every
    return Cells(np.array(list(place), dtype=object), narrow)
