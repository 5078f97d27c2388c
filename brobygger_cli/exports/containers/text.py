"""The container "delimited text": .csv, .tsv, .txt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers.beginning import divided
from brobygger_cli.exports.containers.blocks import read_in_blocks
from brobygger_cli.exports.containers.encoding import REPLACED, decode
from brobygger_cli.exports.containers.foreign import known_binary
from brobygger_cli.exports.containers.records import is_blank, read_records
from brobygger_cli.exports.containers.table import table_of_records

if TYPE_CHECKING:
    from brobygger_cli.exports.raw import RawTable


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
    in_blocks = read_in_blocks(path, data, encoding, delimiter)
    if in_blocks is not None:
        return in_blocks
    text, encoding = decode(path, data, encoding)
    text, delimiter = divided(path, text, delimiter)
    header, *records = read_records(path, text, delimiter)
    if is_blank(header.cells):
        hint = "The first row has to name the columns: delete blank rows above it, or export with names."
        raise UnreadableError("no_header", path, "the header row is blank", hint, line=header.line)

    table = table_of_records(path, header, records, lost=REPLACED in text)
    return replace(table, encoding=encoding, delimiter=delimiter)
