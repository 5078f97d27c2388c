"""What table a Parquet file gives."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers import parquet, read_container

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "wave.csv")  # the name tells nothing


MOMENT = dt.datetime.fromisoformat("2017-07-18 08:28:09")


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([1, None, 97, 1]), ["1", "", "97", "1"]),
        (pa.array([1.0, 2.5, None, -0.0]), ["1", "2.5", "", "0"]),
        (pa.array([3.3, 1, None, 3.3], pa.float32()), ["3.3", "1", "", "3.3"]),
        (pa.array(["007", None, "", " æ "]), ["007", "", "", " æ "]),
        (pa.array(["ja", None, "nej", "ja"]).dictionary_encode(), ["ja", "", "nej", "ja"]),
        (pa.array([True, False, None, True]), ["TRUE", "FALSE", "", "TRUE"]),
        (pa.array([MOMENT.date(), None] * 2), ["2017-07-18", ""] * 2),
        (pa.array([MOMENT, None] * 2, pa.timestamp("ns")), ["2017-07-18 08:28:09", ""] * 2),
        (pa.array([Decimal("1.00"), Decimal("1.50")] * 2), ["1", "1.50"] * 2),
        (pa.nulls(4), [""] * 4),
        (pa.array([b"\xc3\xa6", None] * 2), ["æ", ""] * 2),
        (pa.array([[1, 2], None, [], [3]]), ["[1, 2]", "", "[]", "[3]"]),
        (pa.array([{"a": 1}, None] * 2), ['{"a": 1}', ""] * 2),
    ],
    ids=lambda value: str(getattr(value, "type", "")),
)
def test_values_of_every_type_are_written_as_people_write_them(path: str, values: pa.Array, texts: list[str]) -> None:
    pq.write_table(pa.table({"id": [1, 2, 3, 4], "q": values}), path)
    table = read_container(path)
    assert [list(cells) for cells in table.cells] == [["1", "2", "3", "4"], texts]
    assert (table.container, table.unit, list(table.lines)) == ("a Parquet file", "case", [1, 2, 3, 4])
    assert (table.columns, table.delimiter, table.encoding, table.variables) == (("id", "q"), "", "", ())


@pytest.mark.parametrize("names", [["a", "a", "b"], ["a.b", "a", "b"], ["a", "a.b", "a"]])
def test_columns_are_told_apart_whatever_their_names(path: str, names: list[str]) -> None:
    pq.write_table(pa.Table.from_arrays([pa.array([value]) for value in (1, 2, 3)], names), path)
    table = read_container(path)
    assert (list(table.columns), [cells[0] for cells in table.cells]) == (names, ["1", "2", "3"])


def test_blocks_of_rows_are_one_table(path: str) -> None:
    values = [f"svar {at % 7}" for at in range(100)]
    pq.write_table(pa.table({"q": values}), path, row_group_size=9, use_dictionary=False)
    assert list(read_container(path).cells[0]) == values


def test_table_without_columns_is_refused(path: str) -> None:
    pq.write_table(pa.table({}), path)
    with pytest.raises(UnreadableError) as caught:
        read_container(path)
    assert caught.value.code == "no_header"


def test_file_that_is_cut_off_is_refused(path: str, tmp_path: Path) -> None:
    pq.write_table(pa.table({"q": range(1000)}), path)
    data = (tmp_path / "wave.csv").read_bytes()
    (tmp_path / "wave.csv").write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableError, match="a Parquet file") as caught:
        read_container(path)
    assert caught.value.hint


def test_more_cells_than_memory_holds_are_refused_before_they_are_read(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cells that are alike take hardly any room in the file."""
    pq.write_table(pa.table({"q": [1] * 1000, "r": [1] * 1000}), path)
    monkeypatch.setattr(parquet, "LARGEST", 1999)
    with pytest.raises(UnreadableError, match="1,000 rows of 2 columns") as caught:
        read_container(path)
    assert "--engine duckdb" in caught.value.hint
