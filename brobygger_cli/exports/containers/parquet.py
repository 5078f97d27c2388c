"""The container "Parquet file", read by pyarrow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from brobygger_cli.errors import BrobyggerError, UnreadableError
from brobygger_cli.exports.containers.library import library
from brobygger_cli.exports.containers.table import table_of_columns
from brobygger_cli.exports.containers.values import cells_coded, text_of
from brobygger_cli.exports.raw import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.exports.raw import RawTable

KIND = "a Parquet file"
LARGEST = 500_000_000  # cells: those that are alike take no room in the file, but each does in memory


def read_parquet(path: str, data: bytes) -> RawTable:
    """Read a Parquet file into a raw table: the records are counted as cases, the header is the columns' names.

    The cells are written as `text_of` does, numbers of single precision with as many digits as that has; nothing
    stands for null. A column of lists or structures holds them as JSON.

    Args:
        path: The file, for messages.
        data: Its bytes.

    Raises:
        UnreadableError: It is damaged, or has no columns, or too many cells.
        BrobyggerError: The library is not installed.
    """
    pyarrow = library("pyarrow.parquet", path, KIND, "parquet")
    try:
        file = pyarrow.ParquetFile(library("pyarrow", path, KIND, "parquet").BufferReader(data))
        names: list[str] = list(file.schema_arrow.names)
        _check_size(path, file.metadata.num_rows, len(names))
        cells = list(_columns(file, names))
    except BrobyggerError:
        raise
    except Exception as error:  # the library stumbles over damage with errors of every kind
        message = f"this is {KIND} that cannot be read ({str(error).partition(chr(10))[0]})"
        hint = "It may be cut off, damaged or encrypted: export or copy it again."
        raise UnreadableError("unreadable_file", path, message, hint) from error
    return replace(table_of_columns(path, names, cells, unit="case"), container=KIND)


def _check_size(path: str, rows: int, columns: int) -> None:
    if not columns:
        raise UnreadableError("no_header", path, "this Parquet file has no columns", "Export it again.")
    if rows * columns > LARGEST:
        message = f"{rows:,} rows of {columns:,} columns are more than {LARGEST:,} cells, too many to be read at once"
        raise UnreadableError("unreadable_file", path, message, "Read it with --engine duckdb.")


def _columns(file: Any, names: list[str]) -> Iterator[Cells]:  # noqa: ANN401 - the library has no types
    """Yield the cells of every column, one after the other, so that only one is held as the library has it."""
    for place, name in enumerate(names):
        table = file.read(columns=[name])  # every column of that name, and "a.b" with "a"
        alike = [index for index, other in enumerate(table.column_names) if other == name]
        column = table.column(alike[names[:place].count(name)])
        if len(column) != file.metadata.num_rows:
            raise ValueError(f'the column "{name}" has {len(column):,} of {file.metadata.num_rows:,} rows')
        yield _cells(column)


def _cells(column: Any) -> Cells:  # noqa: ANN401 - as above
    """Return the cells of a column; each distinct value is written once."""
    kind = str(column.type)
    if kind.startswith(("list", "large_list", "fixed_size_list", "struct", "map")):
        return Cells.of(np.array([text_of(value) for value in column.to_pylist()], dtype=object))
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    single = kind == "float"  # as a float of Python, it would have the digits of a double
    distinct = encoded.dictionary.to_numpy(zero_copy_only=False) if single else encoded.dictionary.to_pylist()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return cells_coded(codes, [text_of(value) for value in distinct])
