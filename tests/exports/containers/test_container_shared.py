"""Real files of statistics programs and of Excel, where they are at hand.

R's `foreign::read.spss` gave the values of the .sav files, pandas those of the .dta file, and openpyxl and the same
answers as CSV those of the workbook.
"""

from __future__ import annotations

import csv
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from brobygger_cli.exports.containers import read_container

EXPORTS = Path(os.environ.get("BROBYGGER_EXPORTS", Path(__file__).resolve().parents[4] / "shared" / "exports"))
pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason=f"there are no real exports in {EXPORTS}")


def columns(name: str) -> dict[str, list[str]]:
    table = read_container(str(EXPORTS / name))
    return {column: list(cells) for column, cells in zip(table.columns, table.cells, strict=True)}


def test_spss_file_with_missing_values_gives_what_r_gives() -> None:
    assert columns("spss/sample_missing.sav") == {
        "mychar": ["a", "b", "c", "d", "e", "Z", ""],
        "mynum": ["1.1", "1.2", "-1000.3", "-1.4", "1000.3", "-1", "2500"],
        "mydate": ["2018-05-06", "1880-05-06", "1960-01-01", "1583-01-01", "", "", ""],
        "dtime": [
            "2018-05-06 10:10:10",
            "1880-05-06 10:10:10",
            "1960-01-01 00:00:00",
            "1583-01-01 00:00:00",
            "",
            "",
            "",
        ],
        "mylabl": ["1", "2", "1", "2", "1", "-1", ""],
        "myord": ["1", "2", "3", "1", "1", "-1", "-3"],
        "mytime": ["10:10:10", "23:10:10", "00:00:00", "16:10:10", "", "", ""],
    }
    variables = {
        variable.name: variable for variable in read_container(str(EXPORTS / "spss/sample_missing.sav")).variables
    }
    missing = {name: [choice.code for choice in told.choices if choice.missing] for name, told in variables.items()}
    assert {name: codes for name, codes in missing.items() if codes} == {
        "mynum": ["-1", "2500"],  # of 2000 to 3000 and -1
        "mylabl": ["-1"],
        "myord": ["-1", "-3"],  # of -1, -2 and -3
    }
    assert (variables["mylabl"].kind, variables["myord"].kind) == ("single", "ordinal")


def test_spss_file_of_all_types_gives_its_sets() -> None:
    variables = read_container(str(EXPORTS / "spss/simple_alltypes.sav")).variables
    questions = {variable.name: (variable.question, variable.kind) for variable in variables if variable.question}
    assert questions == {
        **{f"bool{at}": ("mymrset", "tick") for at in (1, 2, 3)},
        **{f"ca_subvar_{at}": ("categorical_array", "single") for at in (1, 2, 3)},
    }
    ticks = [variable.tick for variable in variables if variable.tick]
    assert [(tick.code, tick.label) for tick in ticks] == [
        ("bool1", "Response #1"),
        ("bool2", "Response #2"),
        ("bool3", "Response #3"),
    ]


def test_order_of_an_ordinal_variable_is_that_of_the_file() -> None:
    (told,) = read_container(str(EXPORTS / "spss/ordered_category.sav")).variables
    assert (told.kind, told.labels()) == ("ordinal", {"1": "high", "2": "low", "3": "medium"})


def test_stata_file_gives_its_extended_missing_values() -> None:
    cells = columns("stata/missing_test.dta")
    assert [cells[f"var{at}"] for at in range(1, 10)] == [
        *([code] for code in (".a", ".b", ".c", ".x", ".y", ".z")),
        [""],
        [""],
        ["1"],
    ]


def test_workbook_gives_the_answers_that_the_same_export_has_as_csv() -> None:
    """All 17 576 cells; the workbook holds the seconds' fractions, which the CSV has rounded off."""
    name = "google_forms/2019_data_2019_Spanish_R_Community_Survey_Responses"
    table = read_container(str(EXPORTS / f"{name}.xlsx"))
    with (EXPORTS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert list(table.columns) == [cell.strip() for cell in header]
    first, *others = (list(cells) for cells in table.cells)
    assert others == [list(column) for column in list(zip(*rows, strict=True))[1:]]
    for ours, theirs in zip(first, (row[0] for row in rows), strict=True):
        day, clock = theirs.split()
        month, at, year = day.split("/")
        rounded = datetime.fromisoformat(f"{year}-{month:0>2}-{at:0>2} {clock:0>8}")
        assert abs(datetime.fromisoformat(ours) - rounded) <= timedelta(seconds=0.5)


@pytest.mark.parametrize(
    ("folder", "dataset", "records", "beside"),
    [
        ("surveyxact_cp1252_semicolon", "dataset.csv", 999, ("labels.csv", "structure.csv")),
        (
            "surveyxact_api_utf16_tab",
            "dataset.csv",
            4,
            ("labels_de.csv", "labels_en.csv", "structure_de.csv", "structure_en.csv"),
        ),
        ("redcap/checkboxes-1", "data.csv", 4, ("dictionary.csv",)),
        ("redcap/decimal-comma", "data.csv", 4, ("dictionay.csv",)),
        ("redcap/survey", "data.csv", 2, ("dictionary.csv",)),
    ],
)
def test_folder_of_an_export_gives_its_dataset(
    folder: str, dataset: str, records: int, beside: tuple[str, ...]
) -> None:
    table = read_container(str(EXPORTS / folder))
    assert (table.sheet, len(table.lines), table.beside.names()) == (dataset, records, beside)
