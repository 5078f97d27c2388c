"""The engines in which tables are counted: each is there, or a test says what it would take."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
import servers
from town_tables import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from town_tables import Values

NUMBERS = count(1)
NAMES = (f'Wave {number}; drop table "it\'s"' for number in NUMBERS)


@pytest.fixture(scope="session")
def duckdb_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """DuckDB, in memory, over folders of Parquet files."""
    _need_ibis()
    home = tmp_path_factory.mktemp("parquet")
    return Engine("duckdb", lambda header, rows: parquet(home / next(NAMES), header, rows))


@pytest.fixture(scope="session")
def postgres_engine() -> Iterator[Engine]:
    """A PostgreSQL server of its own."""
    _need_ibis()
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install -e '.[test]'", exc_type=ImportError)
    programs = servers.postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql, or brew install postgresql")
    with servers.postgres_server(programs) as port:
        password = servers.PASSWORD.replace(" ", "%20")
        address = f"postgres://{servers.USER}:{password}@{servers.LOCAL}:{port}/postgres"
        yield Engine(address, lambda header, rows: table(address, next(NAMES), header, rows))


@pytest.fixture(scope="session")
def pyspark_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Spark in local mode, over folders of Parquet files."""
    _need_ibis()
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install -e '.[engines-test]'")
    if reason := servers.why_no_spark():
        pytest.skip(reason)
    home = tmp_path_factory.mktemp("spark")
    with servers.spark_session(home):
        yield Engine("pyspark", lambda header, rows: parquet(home / str(next(NUMBERS)), header, rows))


def parquet(folder: Path, header: list[str], rows: Values) -> str:
    """Write a table as a folder of two Parquet files beside what programs leave there, and return its path."""
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

    columns = [pa.array(values, _arrow_kind(values)) for values in zip(*rows, strict=True)]
    whole = pa.Table.from_arrays(columns, names=header)
    folder.mkdir()
    half = len(rows) // 2
    pq.write_table(whole.slice(0, half), folder / "part-0.parquet")
    pq.write_table(whole.slice(half), folder / "part-1.parquet")
    (folder / "_SUCCESS").touch()
    return str(folder)


def table(address: str, name: str, header: list[str], rows: Values) -> str:
    """Write a table in PostgreSQL, and return its name."""
    import psycopg  # noqa: PLC0415 - an extra
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415 - an extra

    kinds = [_sql_kind(values) for values in zip(*rows, strict=True)]
    columns = [SQL("{} {}").format(Identifier(of), SQL(kind)) for of, kind in zip(header, kinds, strict=True)]
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(SQL("CREATE TABLE {} ({})").format(Identifier(name), SQL(", ").join(columns)))
        with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(name))) as copy:
            for row in rows:
                copy.write_row(row)
    return name


def _need_ibis() -> None:
    pytest.importorskip("ibis", reason="Ibis is not installed: pip install -e '.[test]'")


def _kind(values: tuple[object, ...]) -> type:
    kinds = {type(value) for value in values if value is not None}
    return kinds.pop() if len(kinds) == 1 else str


def _arrow_kind(values: tuple[object, ...]) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa  # noqa: PLC0415 - an extra

    return {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), str: pa.string()}[_kind(values)]


def _sql_kind(values: tuple[object, ...]) -> str:
    return {bool: "boolean", int: "bigint", float: "double precision", str: "text"}[_kind(values)]
