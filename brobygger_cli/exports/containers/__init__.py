"""Kinds of files, told by their bytes and never by their names: each gives its table as text.

To add one, tell it in `kinds.py`, write a module here with a `read_…(path, data, …) -> RawTable`, register
that in `told.py`, and strike the kind from `foreign.py`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.exports.beside import NOTHING, InFolder
from brobygger_cli.exports.containers.disk import STDIN, is_folder, read_bytes
from brobygger_cli.exports.containers.kinds import kind_of
from brobygger_cli.exports.containers.text import read_text

if TYPE_CHECKING:
    from brobygger_cli.exports.raw import RawTable


def read_container(
    path: str, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> RawTable:
    """Read a file's table as text.

    Args:
        path: The file, a folder with the files of one export, or `-` for standard input.
        encoding: The encoding of the text in it, where the file does not tell.
        delimiter: The character between a text file's cells.
        sheet: The sheet of a workbook, or the file of a folder or an archive. A file that is a single table has none
            to choose, and is read as it is.

    Raises:
        UnreadableError: The file cannot be read as a table at all.
        BrobyggerError: It is not told which of several tables to read, or a library for it is not installed.
    """
    folder = path != STDIN and is_folder(path)
    data = b"" if folder else read_bytes(path)
    if not folder and kind_of(data) == "text":
        table = read_text(path, data, encoding=encoding, delimiter=delimiter)
    else:
        from brobygger_cli.exports.containers import told  # noqa: PLC0415 - plain text needs no other container

        asked = told.Asked(encoding, delimiter, sheet)
        table = told.read_folder(path, asked) if folder else told.read_told(path, data, asked)
    if path == STDIN or table.beside is not NOTHING:
        return table
    return replace(table, beside=InFolder(Path(path)))
