"""The parts of an .xlsx workbook, looked at before a library reads them: how large a sheet is, and its error cells.

The library lays out every cell from the first to the last of a sheet: a stray one in the last corner would take all
memory there is. And it gives nothing for the cells in which Excel shows an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers.packed import room_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.exports.containers.zipped import Archive

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"

_SHEET = re.compile(rb"""<(?:[\w.-]+:)?sheet\s[^>]*?\s[\w.-]+:id\s*=\s*["']([^"']*)["']""")
_RELATION = re.compile(rb"<(?:[\w.-]+:)?Relationship\s([^>]*)>")
_ID = re.compile(rb"""(?:^|\s)Id\s*=\s*["']([^"']*)["']""")
_TARGET = re.compile(rb"""(?:^|\s)Target\s*=\s*["']([^"']*)["']""")

# A row or a cell, with its place where it tells one: r="12" of a row, r="AB12" of a cell.
_PLACE = re.compile(
    rb"""<(?:[\w.-]+:)?(row|c)(?=[\s/>])(?:[^>]*?\sr\s*=\s*["']([A-Za-z]{0,8})([0-9]{1,9})["'])?[^>]*>""",
)
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
# What stands within such a cell: perhaps the formula, then the error that it gave.
_ERROR = re.compile(rb"\s*(?:<(?:[\w.-]+:)?f\b[^>]*>(?:[^<]*</[^>]*>)?)?\s*<(?:[\w.-]+:)?v\b[^>]*>([^<]*)<")


@dataclass
class Extent:
    """How far a sheet reaches, and what its error cells show.

    Attributes:
        rows: The last row (1-based) with a cell that holds something.
        columns: The last column with one.
        errors: The text of every error cell, such as `#N/A`, by row and column (1-based).
    """

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def extents(archive: Archive) -> list[Extent]:
    """Return how far every sheet of a workbook reaches, in the workbook's order; all its parts are unpacked for that.

    Raises:
        UnreadableError: The workbook is damaged, or too large when it is unpacked.
    """
    names = _sheet_parts(archive)
    found = dict.fromkeys(names, Extent())
    room = room_for(len(archive.data))
    for name in archive.names():
        part = archive.read(name, room)
        room -= len(part)
        if name in found:
            found[name] = _extent(archive.path, part)
    return [found[name] for name in names]


def _sheet_parts(archive: Archive) -> list[str]:
    """Return the names of the parts that hold the sheets."""
    targets = {}
    for relation in _RELATION.finditer(archive.read(_RELATIONS)):
        identifier, target = _ID.search(relation[1]), _TARGET.search(relation[1])
        if identifier and target:
            targets[identifier[1]] = _part_name(target[1].decode("utf-8", "replace"))
    return [targets.get(sheet[1], "") for sheet in _SHEET.finditer(archive.read(WORKBOOK))]


def _part_name(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _extent(path: str, part: bytes) -> Extent:
    """Return how far one sheet reaches."""
    if b"\0" in part:
        hint = "Open it in Excel and save it again, or save it as CSV UTF-8."
        raise UnreadableError("unreadable_file", path, "a sheet of this workbook is not written in UTF-8", hint)
    extent = Extent()
    has_errors = _IS_ERROR.search(part) is not None
    for row, column, tag in _filled_cells(part):
        extent.rows = max(extent.rows, row)
        extent.columns = max(extent.columns, column)
        if has_errors and _IS_ERROR.search(tag[0]) and (shown := _ERROR.match(part, tag.end())):
            extent.errors[row, column] = shown[1].decode("utf-8", "replace")
    return extent


def _filled_cells(part: bytes) -> Iterator[tuple[int, int, re.Match[bytes]]]:
    """Yield row, column and tag of every cell that is not empty; a cell without a place follows the one before."""
    row = column = 0
    for tag in _PLACE.finditer(part):
        kind, letters, number = tag.groups()
        if kind == b"row":
            row = int(number) if number else row + 1
            column = 0
            continue
        column = _column_number(letters) if letters else column + 1
        at = int(number) if number else row
        if part[tag.end() - 2] != ord("/"):
            yield at, column, tag


@lru_cache
def _column_number(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
