"""Bytes to a table, by the kind of file that they are told to be, and what is packed in what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.beside import NOTHING, InFolder
from brobygger_cli.exports.containers.disk import read_bytes
from brobygger_cli.exports.containers.excel import read_excel
from brobygger_cli.exports.containers.folder import Folder
from brobygger_cli.exports.containers.foreign import known_document
from brobygger_cli.exports.containers.kinds import kind_of
from brobygger_cli.exports.containers.members import find_dataset
from brobygger_cli.exports.containers.packed import ungzip
from brobygger_cli.exports.containers.parquet import read_parquet
from brobygger_cli.exports.containers.sheet_parts import WORKBOOK
from brobygger_cli.exports.containers.spss import read_portable, read_spss
from brobygger_cli.exports.containers.stata import read_stata
from brobygger_cli.exports.containers.text import read_text
from brobygger_cli.exports.containers.zipped import Archive, InArchive
from brobygger_cli.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from brobygger_cli.exports.containers.kinds import Kind
    from brobygger_cli.exports.raw import RawTable

_DEEPEST = 2  # how often what was unpacked may be packed again: an archive of a gzipped table


@dataclass(frozen=True)
class Asked:
    """What the user said of a file, as `read_container` takes it."""

    encoding: str | None
    delimiter: str | None
    sheet: str | None


def read_told(path: str, data: bytes, asked: Asked, depth: int = 0) -> RawTable:
    """Read bytes as the kind of file that they are told to be.

    Args:
        path: The file, for messages.
        data: Its bytes.
        asked: What the user said of it.
        depth: How often it was packed in something else.

    Raises:
        UnreadableError: They cannot be read as a table at all.
        BrobyggerError: It is not told which of several tables to read, or a library is not installed.
    """
    kind = kind_of(data)
    if kind not in {"gzip", "zip"}:
        return _READERS[kind](path, data, asked)
    if depth == _DEEPEST:
        hint = "Unpack it and name the file inside."
        raise UnreadableError("unreadable_file", path, "this is an archive in an archive in an archive", hint)
    if kind == "zip":
        return _read_archive(Archive(path, data), asked, depth)
    table = read_told(path, ungzip(path, data), asked, depth + 1)
    return replace(table, container=f"{table.container}, gzipped")


def read_folder(path: str, asked: Asked) -> RawTable:
    """Read the dataset of the export in a folder.

    Raises:
        UnreadableError: There is none, or it cannot be read.
        BrobyggerError: It is not told which of several tables to read, or a library is not installed.
    """
    folder = Folder(Path(path))
    found = find_dataset(path, "folder", folder, asked.sheet)
    file = folder.path / found.name
    table = read_told(str(file), read_bytes(str(file)), replace(asked, sheet=found.sheet))
    beside = InFolder(file) if table.beside is NOTHING else table.beside
    return replace(table, path=path, sheet=table.sheet or found.name, beside=beside)


def _read_archive(archive: Archive, asked: Asked, depth: int) -> RawTable:
    """Read a workbook, or the dataset of the export in an archive."""
    names = archive.names()
    if WORKBOOK in names:
        return read_excel(archive, asked.sheet)
    if foreign := known_document(names):
        message = f"this is {foreign.what}, which is not read"
        raise UnreadableError("not_a_table", archive.path, message, foreign.hint)
    found = find_dataset(archive.path, "ZIP archive", archive, asked.sheet)
    inside = f"{archive.path}/{visible(found.name)}"
    table = read_told(inside, archive.read(found.name), replace(asked, sheet=found.sheet), depth + 1)
    return replace(
        table,
        path=archive.path,
        container=f"{table.container} in a ZIP archive",
        sheet=table.sheet or found.name,
        beside=InArchive(archive, found.name) if table.beside is NOTHING else table.beside,
    )


# The readers of all that is not packed.
_READERS: dict[Kind, Callable[[str, bytes, Asked], RawTable]] = {
    "spss": lambda path, data, asked: read_spss(path, data, encoding=asked.encoding),
    "portable": lambda path, data, _: read_portable(path, data),
    "stata": lambda path, data, asked: read_stata(path, data, encoding=asked.encoding),
    "parquet": lambda path, data, _: read_parquet(path, data),
    "text": lambda path, data, asked: read_text(path, data, encoding=asked.encoding, delimiter=asked.delimiter),
}
