"""Damaged files end in a table or in an error that a person can act on, quickly, whatever a library makes of them."""

from __future__ import annotations

import gzip
import io
import random
import time
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from por_files import number, por, text, variable
from sav_files import DAY, Sav
from xlsx_files import DAY as DAY_SHOWN
from xlsx_files import Error, Shown, table_of, workbook, zipped

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports.containers import read_container
from brobygger_cli.exports.raw import RawTable

if TYPE_CHECKING:
    from pathlib import Path

CSV = "id;q\n1;ja\n2;nej\n".encode("utf-16")
RUNS = 150  # of every kind; a longer run found nothing else
SLOW = 5.0  # seconds


def sav() -> bytes:
    return Sav(
        ["ID", "Q", "T", "TIK", "DAG"],
        [[1, 1, "ja", 1, 13_719_715_200], [2, 97, "nej", 0, None]],
        labels={"Q": "Hvad mener du?"},
        texts={"T": 8},
        formats={"DAG": DAY},
        value_labels={"Q": {1: "Ja", 97: "Ved ikke"}, "T": {"ja": "Ja", "nej": "Nej"}},
        missing={"Q": (-3, [90.0, 99.0, -1.0])},
        sets="$s=D1 1 4 Sæt  tik\n",
        long_names={"Q": "Spørgsmål"},
    ).written()


def dta(version: int) -> bytes:
    stream = io.BytesIO()
    frame = pd.DataFrame({"id": [1, 2], "q": [1, 97], "t": ["ja", "nej"], "x": [1.5, None]})
    frame.to_stata(
        stream,
        version=version,  # type: ignore[arg-type]
        write_index=False,
        value_labels={"q": {1: "Ja", 97: "Ved ikke"}},
    )
    return stream.getvalue()


def parquet() -> bytes:
    stream = io.BytesIO()
    table = pa.table({"id": [1, 2, None], "t": ["ja", None, "nej"], "l": [[1], None, []], "x": [1.5, None, 2.0]})
    pq.write_table(table, stream)
    return stream.getvalue()


FILES = {
    "sav": sav(),
    "dta 114": dta(114),
    "dta 118": dta(118),
    "por": por(
        "1" + text("test") + "4" + number(2) + "5" + number(11),
        variable("ID", 0, "8" + number(97)) + variable("T", 8, "C" + text("Hvem?")),
        "D" + number(1) + text("ID") + number(1) + number(97) + text("Ved ikke"),
        "F" + number(1) + text("ja") + number(97) + text("nej"),
    ),
    "parquet": parquet(),
    "xlsx": workbook({"Data": table_of(["id", "q"], [1, Error("#N/A")], [Shown(42934, DAY_SHOWN), True]), "Andet": {}}),
    "zip": zipped({"dataset.csv": CSV, "structure.csv": b"a;b\n", "labels.csv": b"a;b\n"}),
    "gzip": gzip.compress(CSV),
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes that are cut off, or of which some are turned, replaced, lost or doubled."""
    if chance.random() < 0.2:
        return data[: chance.randrange(len(data))]
    bad = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8])):
        at = chance.randrange(len(bad))
        length = chance.randrange(1, 9)
        match chance.randrange(4):
            case 0:
                bad[at] ^= 1 << chance.randrange(8)
            case 1:
                bad[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\1\0\0\0"])
            case 2:
                del bad[at : at + length]
            case _:
                bad[at:at] = bad[at - length : at]
    return bytes(bad)


def attempt(path: str) -> RawTable | BrobyggerError:
    try:
        return read_container(path)
    except BrobyggerError as error:
        return error


@pytest.mark.parametrize("kind", FILES)
def test_damaged_file_ends_in_a_table_or_in_an_error_with_a_hint(tmp_path: Path, kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311 - the same damage every time
    path = tmp_path / "wave"
    ends = []
    for data in [FILES[kind], *(damaged(FILES[kind], chance) for _ in range(RUNS))]:
        path.write_bytes(data)
        started = time.monotonic()
        ends.append(attempt(str(path)))
        assert time.monotonic() - started < SLOW
    assert isinstance(ends[0], RawTable), "the file is whole"
    assert {type(end) for end in ends[1:]} > {RawTable}, "the damage does harm, and not always"
    for end in ends:
        if not isinstance(end, RawTable):
            assert end.hint
            continue
        assert {len(cells) for cells in end.cells} == {len(end.lines)}
        assert all(type(cell) is str for cells in end.cells for cell in cells)
        assert len(end.variables) in {0, len(end.columns)}
