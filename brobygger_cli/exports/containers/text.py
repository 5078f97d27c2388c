"""The container "delimited text": .csv, .tsv, .txt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers.encoding import REPLACED, count_newlines, decode
from brobygger_cli.exports.containers.foreign import known_binary, known_markup
from brobygger_cli.exports.containers.records import (
    divides_header,
    find_delimiter,
    fits,
    is_blank,
    named_width,
    read_records,
)
from brobygger_cli.exports.raw import Cells, Flaw, RawTable
from brobygger_cli.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brobygger_cli.exports.containers.records import Record


# A first line "sep=;" is Excel's way to name the delimiter.
_EXCEL_DELIMITER = re.compile(r'"?sep=([^\r\n])"?(?=[\r\n])', re.IGNORECASE)


def read_text(path: str, data: bytes, *, encoding: str | None = None, delimiter: str | None = None) -> RawTable:
    r"""Read delimited text into a raw table.

    Args:
        path: The file, for messages.
        data: Its bytes.
        encoding: Its encoding; found when not given.
        delimiter: The character between its cells (a tab may be spelled `\t`); found when not given.

    Raises:
        UnreadableError: The file cannot be read as a table at all.
    """
    if foreign := known_binary(data):
        message = f"this is {foreign.what}, not delimited text"
        raise UnreadableError("not_a_table", path, message, foreign.hint)
    text, encoding = decode(path, data, encoding)
    if told := _EXCEL_DELIMITER.match(text):
        text = text[told.end() :]  # its line end stays: an empty line, so that the others keep their numbers
        delimiter = delimiter or told[1]
    _check_content(path, text)
    delimiter = _choose_delimiter(path, text, delimiter)
    header, *records = read_records(path, text, delimiter)
    if is_blank(header.cells):
        hint = "The first row has to name the columns: delete blank rows above it, or export with names."
        raise UnreadableError("no_header", path, "the header row is blank", hint, line=header.line)

    records, flaws = _without_blank_rows(records)
    width = _width(header.cells, records)
    columns = tuple(cell.strip() for cell in header.cells[:width])
    flaws += _ragged_rows(records, width)
    rows = [_in_width(record.cells, width) for record in records]
    if REPLACED in text:
        flaws += _bytes_not_text(columns, header, records)
    return RawTable(
        path=path,
        columns=columns,
        cells=_columns(rows, width),
        lines=np.array([record.line for record in records], dtype=np.int64),
        flaws=tuple(sorted(flaws, key=lambda flaw: flaw.line)),
        encoding=encoding,
        delimiter=delimiter,
    )


def _check_content(path: str, text: str) -> None:
    if not text.strip():
        hint = "Export it again; the export or the download may have been cut off."
        raise UnreadableError("empty_file", path, "the file is empty", hint)
    if (position := text.find("\0")) >= 0:
        line = 1 + count_newlines(text[:position])
        hint = "The file is damaged, or of a kind not known here: export it again as CSV (UTF-8)."
        message = "a NUL character stands here: this is not text"
        raise UnreadableError("not_a_table", path, message, hint, line=line)
    if foreign := known_markup(text):
        message = f"this is {foreign.what}, not delimited text"
        raise UnreadableError("not_a_table", path, message, foreign.hint)


def _choose_delimiter(path: str, text: str, given: str | None) -> str:
    if given is None:
        if found := find_delimiter(text):
            return found
        message = 'no ";", tab, "," or "|" divides the lines of this file into columns'
        hint = "Delete whatever stands above the header row, or name the delimiter with --read-delimiter."
        raise UnreadableError("not_a_table", path, message, hint)
    delimiter = "\t" if given == "\\t" else given
    if len(delimiter) != 1 or delimiter in '"\r\n':
        message = f'"{visible(given)}" cannot be a delimiter'
        hint = "Give one character, for instance ; or \\t for a tab."
        raise UnreadableError("wrong_delimiter", path, message, hint)
    if not divides_header(text, delimiter):
        message = f'the delimiter "{visible(delimiter)}" does not divide the header into columns'
        found = find_delimiter(text)
        hint = f'"{visible(found)}" does.' if found else "Leave --read-delimiter out to have it found."
        raise UnreadableError("wrong_delimiter", path, message, hint)
    return delimiter


def _width(header: Sequence[str], records: Sequence[Record]) -> int:
    """Return how many columns there are, without those at the end that have neither a name nor a cell."""
    named = named_width(header)
    used = (index for index in range(len(header), named, -1) if _has_cell(records, index - 1))
    return next(used, named)


def _has_cell(records: Sequence[Record], column: int) -> bool:
    return not all(is_blank(cells[column : column + 1]) for _, cells in records)


def _in_width(cells: list[str], width: int) -> list[str]:
    return cells if len(cells) == width else (cells + [""] * (width - len(cells)))[:width]


def _columns(rows: Sequence[list[str]], width: int) -> tuple[Cells, ...]:
    table = np.array(rows, dtype=np.object_, order="F").reshape(len(rows), width)
    return tuple(map(Cells.of, table.T))


def _without_blank_rows(records: Sequence[Record]) -> tuple[list[Record], list[Flaw]]:
    rule = "every cell of the row is blank: it is left out"
    kept, flaws = [], []
    for record in records:
        if is_blank(record.cells):
            flaws.append(Flaw("blank_row", record.line, None, None, "", rule))
        else:
            kept.append(record)
    return kept, flaws


def _ragged_rows(records: Sequence[Record], width: int) -> Iterator[Flaw]:
    for index, (line, cells) in enumerate(records):
        if not fits(cells, width):
            rule = f"the row has {len(cells)} cells where the header has {width}"
            yield Flaw("ragged_row", line, index, None, str(len(cells)), rule)


def _bytes_not_text(columns: Sequence[str], header: Record, records: Sequence[Record]) -> Iterator[Flaw]:
    rule = "the cell holds bytes that are no text in the file's encoding, or a character lost before (U+FFFD)"
    for name in columns:
        if REPLACED in name:
            yield Flaw("bytes_not_text", header.line, None, name, name, rule)
    for index, (line, cells) in enumerate(records):
        for name, cell in zip(columns, cells, strict=False):  # rows may be ragged
            if REPLACED in cell:
                yield Flaw("bytes_not_text", line, index, name, cell, rule)
