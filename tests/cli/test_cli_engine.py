"""Waves that lie in an engine, through the command line: what comes out is what comes out of a file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commandline import Ended, example, run

if TYPE_CHECKING:
    from collections.abc import Callable

pytest.importorskip("ibis", reason="Ibis is not installed: pip install -e '.[test]'")
pytest.importorskip("duckdb", reason="DuckDB is not installed: pip install -e '.[test]'")


@pytest.fixture
def parquet(tmp_path: Path) -> Callable[[str], str]:
    """Write an example as a folder of Parquet, and return the folder."""
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

    def write(name: str) -> str:
        text = Path(example(f"{name}.csv")).read_text(encoding="utf-8")
        header, *rows = csv.reader(text.splitlines(), delimiter=";")
        folder = tmp_path / name
        folder.mkdir()
        columns = {title: pa.array(list(cells), pa.string()) for title, *cells in zip(header, *rows, strict=True)}
        pq.write_table(pa.table(columns), folder / "part-0.parquet")
        return str(folder)

    return write


def figures(ended: Ended) -> list[dict[str, str]]:
    assert ended.code == 0, ended.err
    return ended.rows()


def test_a_wave_in_an_engine_is_described_as_its_file_is(parquet: Callable[[str], str]) -> None:
    folder = parquet("followup")
    there = run("describe", folder, "--engine", "duckdb", "--intervals", "-f", "csv")
    assert figures(there) == figures(run("describe", example("followup.csv"), "--intervals", "-f", "csv"))
    assert there.err.startswith(f"{folder}: 329 rows, a table in duckdb; questionnaire 'kommune'")


def test_a_bundled_wave_is_compared_with_a_wave_in_an_engine(parquet: Callable[[str], str]) -> None:
    there = run("compare", "2017", parquet("followup"), "--engine", "duckdb", "-f", "csv")
    assert figures(there) == figures(run("compare", "2017", example("followup.csv"), "-f", "csv"))


def test_two_waves_in_an_engine_are_compared_as_their_files_are(parquet: Callable[[str], str]) -> None:
    there = run("compare", parquet("baseline"), parquet("followup"), "--engine", "duckdb", "-f", "csv")
    assert figures(there) == figures(run("compare", example("baseline.csv"), example("followup.csv"), "-f", "csv"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--by", "tenure"), "--by tenure: respondents in an engine are counted there, and stay there"),
        (("--margins", "m.csv"), "--margins m.csv: respondents in an engine are counted there, and stay there"),
    ],
)
def test_what_needs_respondents_is_refused(parquet: Callable[[str], str], options: tuple[str, str], said: str) -> None:
    folder = parquet("followup")
    ended = run("describe", folder, "--engine", "duckdb", *options)
    assert (ended.code, ended.out) == (2, "")
    assert f"brobygger: {folder}: {said}" in ended.err


@pytest.mark.parametrize(
    ("address", "wave", "said"),
    [
        ("duckdb", "nothing", "duckdb: there is no table 'nothing' that may be seen"),
        ("duckbd", "nothing", "--engine duckbd: there is no engine of that kind; did you mean 'duckdb'?"),
    ],
)
def test_what_is_not_there_is_named(address: str, wave: str, said: str) -> None:
    ended = run("describe", wave, "--engine", address)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "Traceback" not in ended.err
