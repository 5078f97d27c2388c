"""Tables in an engine are found by name or as files, and what goes wrong is told with what to do, without a secret."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from town_tables import coded_town, typed

from brobygger_cli.engines import open_table
from brobygger_cli.errors import BrobyggerError

if TYPE_CHECKING:
    from pathlib import Path

    from town_tables import Engine

pytest_plugins = ["engines_at_hand"]


def refused(address: str, name: str) -> BrobyggerError:
    with pytest.raises(BrobyggerError) as raised:
        open_table(address, name)
    return raised.value


@pytest.fixture(scope="module")
def database(duckdb_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database file with a table, a view in a schema of its own, and what a server would not show."""
    duckdb = pytest.importorskip("duckdb")
    header, rows = coded_town(1, 20)
    folder = duckdb_engine.put(header, typed(rows))
    path = tmp_path_factory.mktemp("database") / "survey.db"
    with duckdb.connect(str(path)) as connection:
        connection.read_parquet(f"{folder}/*.parquet").create("wave_2024")
        connection.execute("CREATE SCHEMA old; CREATE VIEW old.wave_2017 AS SELECT * FROM wave_2024")
    return f"duckdb://{path}"


def test_a_table_or_view_is_found_by_its_name(database: str) -> None:
    for name in ("wave_2024", "old.wave_2017"):
        table = open_table(database, name)
        assert table.head.columns == tuple(coded_town(1, 20)[0])
        assert len(table.head.lines) == 0
        assert table.head.path == name


def test_a_database_is_read_and_never_written(database: str) -> None:
    table = open_table(database, "wave_2024")
    with pytest.raises(Exception, match="read-only"):
        table.connection.backend.raw_sql("CREATE TABLE mine (a INTEGER)")


def test_a_table_that_there_is_not_is_told_with_the_nearest(database: str) -> None:
    error = refused(database, "wave2024")
    assert error.message.endswith("there is no table 'wave2024' that may be seen; did you mean 'wave_2024'?")
    assert error.hint == "There are: wave_2024."
    assert "did you mean 'old.wave_2017'?" in refused(database, "old.wave_2016").message


def test_parquet_is_read_as_a_folder_a_file_or_a_pattern(duckdb_engine: Engine) -> None:
    header, rows = coded_town(2, 20)
    folder = duckdb_engine.put(header, typed(rows))
    tables = [open_table("duckdb", name) for name in (folder, f"{folder}/part-0.parquet", f"{folder}/part-*.parquet")]
    assert [table.fetch(table.rows).num_rows for table in tables] == [20, 10, 20]


def test_text_in_delimited_files_stays_as_it_is(tmp_path: Path) -> None:
    pytest.importorskip("ibis")
    (tmp_path / "a.csv").write_text("id;code\n007;01\n", encoding="utf-8")
    table = open_table("duckdb", str(tmp_path / "a.csv"))
    assert table.fetch(table.rows).to_pylist() == [{"id": "007", "code": "01"}]


def test_files_that_there_are_not_are_told(duckdb_engine: Engine, tmp_path: Path) -> None:
    assert duckdb_engine.address == "duckdb"
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.txt").write_text("no table", encoding="utf-8")
    assert refused("duckdb", str(tmp_path / "empty")).message.endswith("empty: holds no Parquet file")
    assert refused("duckdb", str(tmp_path / "wave_*.parquet")).message.endswith("wave_*.parquet: no such file")
    assert "It is no Parquet file" in refused("duckdb", str(tmp_path / "note.txt")).hint
    assert refused("duckdb", "wave").hint == "It has no tables."


@pytest.mark.parametrize(
    ("address", "message", "hint"),
    [
        ("dukdb", "--engine dukdb: there is no engine of that kind; did you mean 'duckdb'?", "There are: "),
        ("os://etc", "--engine os: there is no engine of that kind", "There are: "),
        ("", "--engine: is no address of an engine", "Such as: duckdb, "),
        ("duckdb://none.db", "--engine duckdb://none.db: no such file", "Give the path of the database"),
        ("postgres://evaluator@127.0.0.1:port/db", "--engine postgres://…: is no address", "are written %40"),
    ],
)
def test_addresses_that_are_none_are_told(address: str, message: str, hint: str) -> None:
    pytest.importorskip("ibis")
    error = refused(address, "wave")
    assert error.message == message
    assert hint in error.hint


@pytest.mark.parametrize(
    "address",
    [
        "postgres://evaluator:s3krit@127.0.0.1:1/db",
        "postgres://evaluator:s3%2Fkrit@127.0.0.1:1/db",
        "postgres://evaluator:s3/krit@127.0.0.1:1/db",
        "postgres://evaluator:s3?krit@127.0.0.1:1/db",
        "postgres://evaluator@127.0.0.1:1/db?password=s3krit",
        "postgres://evaluator:12?3krit@127.0.0.1:1/db",
        "snowflake://evaluator:s3krit@account/db?token=s3krit",
    ],
)
def test_a_password_is_never_shown(address: str) -> None:
    pytest.importorskip("ibis")
    error = refused(address, "wave")
    assert "krit" not in error.message + error.hint
    assert error.__cause__ is None
    assert error.hint


def test_an_engine_that_cannot_be_reached_is_told() -> None:
    pytest.importorskip("ibis")
    pytest.importorskip("psycopg", exc_type=ImportError)
    error = refused("postgres://evaluator@127.0.0.1:1/survey", "wave")
    assert error.message.startswith("postgres://evaluator@127.0.0.1:1/survey: no connection: ")
    assert error.hint == "Check host, port and database, and that the engine runs and may be reached from here."


def test_a_library_that_is_not_installed_is_told_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ibis", None)
    assert refused("duckdb", "wave").hint == "Install it with: pip install 'brobygger-cli[engine]'"


def test_no_engine_is_loaded_before_one_is_named() -> None:
    heavy = "sorted({'ibis', 'duckdb', 'pyspark', 'psycopg'} & set(sys.modules))"
    run = [sys.executable, "-c", f"import sys, brobygger_cli.engines; print({heavy})"]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip() == "[]"
