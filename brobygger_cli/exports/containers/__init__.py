"""Kinds of files, told by their bytes and never by their names: each gives its table as text.

To add one, write a module here with a `read_…(path, data, …) -> RawTable`, call it in `read_container` where its bytes
are recognised, ahead of text, which takes whatever no other container knows, and strike it from `foreign.py`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.exports.beside import InFolder
from brobygger_cli.exports.containers.disk import read_bytes
from brobygger_cli.exports.containers.text import read_text

if TYPE_CHECKING:
    from brobygger_cli.exports.raw import RawTable


def read_container(
    path: str, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> RawTable:
    """Read a file's table as text.

    Args:
        path: The file.
        encoding: The encoding of a text file.
        delimiter: The character between a text file's cells.
        sheet: The sheet of a workbook, or the file of an archive.

    Raises:
        UnreadableError: The file cannot be read as a table at all.
    """
    data = read_bytes(path)
    raw = read_text(path, data, encoding=encoding, delimiter=delimiter)
    return replace(raw, beside=InFolder(Path(path)))
