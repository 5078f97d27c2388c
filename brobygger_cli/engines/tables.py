"""Tables in an engine: found by name or as files, with a header that is mapped to a questionnaire as an export's is."""

from __future__ import annotations

import glob
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.engines.connections import connect
from brobygger_cli.engines.values import distinct_values
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.mapping import column_named
from brobygger_cli.spelling import did_you_mean, normalise

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from brobygger_cli.engines.connections import Connection

_READS_FILES = ("duckdb", "pyspark")


@dataclass(frozen=True, eq=False)
class EngineTable:
    """A table in an engine, before it is known what was asked.

    Args:
        name: What the user calls it.
        connection: Where it is.
        rows: Its rows, as an expression of Ibis.
        head: Its header as that of an export without records, to be mapped to a questionnaire.
    """

    name: str
    connection: Connection
    rows: ir.Table
    head: RawTable

    @property
    def short_name(self) -> str:
        """What a wave is called that is this table: its name without its schema, folder or suffix."""
        if _is_file(self.name):
            return Path(self.name).stem.strip("*?_- ") or self.name
        return self.name.rpartition(".")[2]

    def column(self, position: int) -> ir.Value:
        """Return the column at a position (0-based)."""
        return self.rows[self.rows.columns[position]]

    def fetch(self, wanted: ir.Table) -> pa.Table:
        """Return what the engine answers to a query.

        Raises:
            BrobyggerError: If the engine refuses.
        """
        with self.connection.asking(self.name):
            return self.connection.backend.to_pyarrow(wanted)

    def of_wave(self, header: str, value: str) -> EngineTable:
        """Return the rows whose column of that header holds a value.

        Raises:
            BrobyggerError: If there is no such column or value.
        """
        position = column_named(self.head, header, "--wave-column")
        held = distinct_values(self, {position: self.column(position)})[position]
        wanted = [place for place, text in enumerate(held.texts) if normalise(text) == normalise(value)]
        if not wanted:
            values = sorted({text.strip() for text in held.texts})
            raise BrobyggerError(
                f"{self.name}: no row has '{value}' in the column '{header}'", f"It holds: {', '.join(values[:10])}."
            )
        return replace(self, rows=self.rows.filter(held.among(self.column(position), wanted)))


def open_table(address: str, name: str) -> EngineTable:
    """Return the table that a user names, in the engine at an address.

    Args:
        address: The connection: `duckdb`, `postgres://user@host/database`, anything that Ibis takes.
        name: A table or view, with its schema where need be; to DuckDB and Spark also a folder of Parquet files, a
            Parquet file, or a pattern of several; to DuckDB also a CSV file.

    Raises:
        BrobyggerError: If there is no connection, or no such table or file.
    """
    connection = connect(address)
    with connection.asking(name):
        rows = _table(connection, name)
        columns = tuple(str(column).strip() for column in rows.columns)
    nothing = Cells(np.empty(0, dtype=object), np.empty(0, dtype=np.intp))
    head = RawTable(
        name,
        columns,
        tuple(nothing for _ in columns),
        np.empty(0, dtype=np.int64),
        (),
        container=f"a table in {connection.shown}",
        unit="row",
    )
    return EngineTable(name, connection, rows, head)


def _table(connection: Connection, name: str) -> ir.Table:
    backend = connection.backend
    schema, _, last = name.rpartition(".")
    tables = backend.list_tables()
    if name in tables:
        return backend.table(name)
    if backend.name in _READS_FILES and _is_file(name):
        return _files(connection, name)
    if schema:
        within = backend.list_tables(database=schema)
        if last in within:
            return backend.table(last, database=schema)
        tables = [*(f"{schema}.{table}" for table in within), *tables]
    raise BrobyggerError(
        f"{connection.shown}: there is no table '{name}' that may be seen{did_you_mean(name, tables)}",
        f"There are: {', '.join(tables[:10])}{', …' if len(tables) > 10 else ''}." if tables else "It has no tables.",
    )


def _is_file(name: str) -> bool:
    """Tell whether a name is that of a file, a folder or a pattern of files, here or in a store (`s3://…`)."""
    return "/" in name or "\\" in name or name.casefold().endswith((".parquet", ".csv")) or Path(name).exists()


def _files(connection: Connection, name: str) -> ir.Table:
    backend = connection.backend
    if backend.name != "duckdb":
        return backend.read_parquet(name)
    files = [name] if "://" in name else _found(name)
    if all(file.casefold().endswith((".csv", ".csv.gz")) for file in files):
        # Nothing is guessed to be a number.
        return backend.read_csv(files, all_varchar=True, header=True, union_by_name=True)
    return backend.read_parquet(files, union_by_name=True)


def _found(name: str) -> list[str]:
    """Return the files that a folder, file or pattern means; what programs leave in a folder is none."""
    path = Path(name)
    if path.is_dir():
        inside = [file for file in path.rglob("*.parquet") if file.is_file() and not file.name.startswith((".", "_"))]
        found = sorted(map(str, inside))
    else:
        found = [name] if path.is_file() else sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - as users write it
    if not found:
        raise BrobyggerError(
            f"{name}: {'holds no Parquet file' if path.is_dir() else 'no such file'}",
            "With `--engine duckdb` FILE is a folder of Parquet files, a Parquet or CSV file, or a pattern of such.",
        )
    return found
