"""How files look: the bytes of an export to a raw table.

To add a container (a kind of file: .xlsx, .sav …), write one module beside `text.py` that recognises
the container's bytes and reads them into a `RawTable`; call it in `read_export`, ahead of text, which takes
whatever no other container knows; and strike the container from `foreign.py`.

To add a layout (how a platform fills the table: more header rows, one-hot columns, a codebook beside it …),
write one module that recognises the layout in a `RawTable` and returns it as the plain layout: one header
row, one row per respondent; apply it in `read_export`, after the container.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.exports.text import read_text

if TYPE_CHECKING:
    from brobygger_cli.exports.raw import RawTable


def read_export(path: str, *, encoding: str | None = None, delimiter: str | None = None) -> RawTable:
    """Read a survey export into a raw table.

    Args:
        path: The file.
        encoding: The encoding of a text file; found in its bytes when not given.
        delimiter: The character between a text file's cells; found in its records when not given.

    Raises:
        UnreadableError: The file cannot be read as a table at all.
    """
    return read_text(path, encoding=encoding, delimiter=delimiter)
