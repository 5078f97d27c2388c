"""What table a Stata file gives, and what it tells of its variables.

The files are written by pandas, which reads and writes Stata without the library used here; extended missing values,
which it does not write, are read back by it in the test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers import read_container
from brobygger_cli.exports.variables import Choice

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "wave.csv")  # the name tells nothing


def columns(table: RawTable) -> dict[str, list[str]]:
    return {name: list(cells) for name, cells in zip(table.columns, table.cells, strict=True)}


@pytest.mark.parametrize("version", [114, 117, 118])
def test_every_version_gives_codes_labels_and_wordings(path: str, version: int) -> None:
    frame = pd.DataFrame({"id": [1, 2, 3], "koen": [1, 2, 97], "by": ["Århus", "", "Ribe"]})
    frame.to_stata(
        path,
        version=version,  # type: ignore[arg-type]
        write_index=False,
        variable_labels={"koen": "Hvad er dit køn?"},
        value_labels={"koen": {1: "Mand", 2: "Kvinde", 97: "Ønsker ikke at svare"}},
    )
    table = read_container(path)
    assert (table.container, table.unit, list(table.lines)) == ("a Stata file", "case", [1, 2, 3])
    assert columns(table) == {"id": ["1", "2", "3"], "koen": ["1", "2", "97"], "by": ["Århus", "", "Ribe"]}
    number, koen, by = table.variables
    assert (number.kind, koen.kind, by.kind) == ("number", "single", "text")
    assert koen.text == "Hvad er dit køn?"
    assert koen.choices == (Choice("1", "Mand"), Choice("2", "Kvinde"), Choice("97", "Ønsker ikke at svare"))


def test_numbers_have_the_digits_of_their_precision(path: str) -> None:
    frame = pd.DataFrame({"a": np.array([3.3, 2, np.nan], dtype=np.float32), "b": [3.3, 1e15, 0.1 + 0.2]})
    frame.to_stata(path, write_index=False)
    assert columns(read_container(path)) == {
        "a": ["3.3", "2", ""],
        "b": ["3.3", "1000000000000000", "0.30000000000000004"],
    }


def test_days_and_moments_are_written_as_iso_has_them_and_other_times_as_numbers(path: str) -> None:
    moments = pd.to_datetime(["2017-07-18 08:28:09", "2024-02-29 00:00:00"])
    frame = pd.DataFrame({"day": moments.normalize(), "moment": moments, "month": moments})
    frame.to_stata(path, write_index=False, convert_dates={"day": "td", "moment": "tc", "month": "tm"})
    table = read_container(path)
    assert columns(table) == {
        "day": ["2017-07-18", "2024-02-29"],
        "moment": ["2017-07-18 08:28:09", "2024-02-29 00:00:00"],
        "month": ["690", "769"],  # months since January 1960
    }
    assert [variable.kind for variable in table.variables] == ["paradata"] * 3


def test_extended_missing_values_stay_and_are_told_and_the_plain_one_is_nothing(path: str) -> None:
    frame = pd.DataFrame({"q": [1.0, "a", "b", None], "t": ["a", "b", "c", "d"]})
    labels: dict[str, dict[float | int, str]] = {"q": {1: "Ja", "a": "Ved ikke"}}  # type: ignore[dict-item]
    pyreadstat.write_dta(frame, path, missing_user_values={"q": ["a", "b"]}, variable_value_labels=labels)
    pandas = pd.read_stata(path, convert_missing=True, convert_categoricals=False)
    assert [str(value) for value in pandas["q"]] == ["1.0", ".a", ".b", "."]

    table = read_container(path)
    assert columns(table) == {"q": ["1", ".a", ".b", ""], "t": ["a", "b", "c", "d"]}
    assert table.variables[0].choices == (
        Choice("1", "Ja"),
        Choice(".a", "Ved ikke", missing=True),
        Choice(".b", "", missing=True),
    )
    assert table.variables[1].choices == ()


def test_long_texts_are_read(path: str) -> None:
    frame = pd.DataFrame({"t": ["x" * 5000, "y" * 3]})
    frame.to_stata(path, write_index=False, version=118, convert_strl=["t"])
    assert columns(read_container(path)) == {"t": ["x" * 5000, "yyy"]}


def test_encoding_may_be_given_where_the_file_cannot_tell_it(path: str) -> None:
    pyreadstat.write_dta(pd.DataFrame({"t": ["rød"]}), path, version=13)  # writes UTF-8, which Stata 13 did not know
    assert columns(read_container(path, encoding="utf-8")) == {"t": ["rød"]}
    pd.DataFrame({"t": ["rød"]}).to_stata(path, write_index=False, version=118)
    assert columns(read_container(path, encoding="windows-1252")) == {"t": ["rød"]}


def test_file_that_is_cut_off_is_refused(path: str, tmp_path: Path) -> None:
    pd.DataFrame({"q": range(100)}).to_stata(path, write_index=False)
    data = (tmp_path / "wave.csv").read_bytes()
    (tmp_path / "wave.csv").write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableError, match="a Stata file") as caught:
        read_container(path)
    assert caught.value.hint
