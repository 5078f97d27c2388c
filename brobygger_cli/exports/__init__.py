"""How files look: the bytes of an export to a raw table.

A file has a container (a kind of file: delimited text, .xlsx, .sav …), which gives its table as text, and a layout
(how a survey platform fills the table: more header rows, one-hot columns, a codebook beside it …), which gives every
column one header and every respondent one record, and adds what the platform tells: wordings, codes, who never opened
the form.

To add a container, write one module in `containers/` and register it there; to add a layout, write one in `layouts/`
and register it there. The two know nothing of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.exports.containers import read_container
from brobygger_cli.exports.layouts import apply_layout

if TYPE_CHECKING:
    from brobygger_cli.exports.raw import RawTable


@dataclass(frozen=True)
class HowToRead:
    """How the user wants a file to be read; what is not said is found.

    Args:
        encoding: The encoding of a text file.
        delimiter: The character between a text file's cells.
        sheet: The sheet of a workbook, or the file of an archive.
        layout: The name of the platform layout; `plain` is none.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    layout: str | None = None


def read_export(path: str, how: HowToRead | None = None) -> RawTable:
    """Read a survey export into a raw table.

    Args:
        path: The file, a folder with the files of one export, or `-` for standard input.
        how: How to read it; everything is found where None.

    Raises:
        UnreadableError: The file cannot be read as a table at all.
        BrobyggerError: A library for this kind of file is not installed, or there is no such sheet or layout.
    """
    asked = how or HowToRead()
    raw = read_container(path, encoding=asked.encoding, delimiter=asked.delimiter, sheet=asked.sheet)
    return apply_layout(raw, asked.layout)
