"""What table an SPSS file gives, and what it tells of its variables.

The files are written by `sav_files` and `por_files`; R's `foreign::read.spss` reads them as stated here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from por_files import number, por, text, variable
from sav_files import CLOCK, DAY, HIGHEST, LOWEST, MOMENT, SYSMIS, Sav

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers import read_container
from brobygger_cli.exports.variables import Choice

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.exports.variables import Variable


def read(tmp_path: Path, data: bytes, encoding: str | None = None) -> RawTable:
    path = tmp_path / "wave.csv"  # the name tells nothing
    path.write_bytes(data)
    return read_container(str(path), encoding=encoding)


def refused(tmp_path: Path, data: bytes, encoding: str | None = None) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path, data, encoding)
    assert caught.value.hint
    return caught.value


def column(table: RawTable, name: str) -> tuple[list[str], Variable]:
    at = table.columns.index(name)
    return list(table.cells[at]), table.variables[at]


def test_cases_are_counted_and_the_names_of_variables_are_the_header(tmp_path: Path) -> None:
    table = read(tmp_path, Sav(["ID", "Q"], [[7, 1], [8, 2]]).written())
    assert (table.container, table.unit, list(table.lines)) == ("an SPSS file", "case", [1, 2])
    assert (table.columns, table.delimiter, table.sheet, table.flaws) == (("ID", "Q"), "", None, ())


def test_long_names_are_the_header(tmp_path: Path) -> None:
    data = Sav(["V1"], [[1]], long_names={"V1": "Har_du_børn"}).written()
    assert read(tmp_path, data).columns == ("Har_du_børn",)


def test_numbers_are_exact_and_codes_have_no_decimals(tmp_path: Path) -> None:
    values: list[float | str | None] = [1, 97, -2, 3.14, 0.1 + 0.2, 1e15, None]
    cells, told = column(
        read(tmp_path, Sav(["ID", "Q"], [[at, value] for at, value in enumerate(values)]).written()), "Q"
    )
    assert cells == ["1", "97", "-2", "3.14", "0.30000000000000004", "1000000000000000", ""]
    assert (told.kind, told.choices) == ("number", ())


def test_text_stays_as_it_is(tmp_path: Path) -> None:
    data = Sav(["ID", "T"], [[1, "007"], [2, " æ"], [3, ""]], texts={"T": 8}, labels={"T": "Hvorfor?"}).written()
    cells, told = column(read(tmp_path, data), "T")
    assert cells == ["007", " æ", ""]
    assert (told.kind, told.text) == ("text", "Hvorfor?")


def test_times_are_written_as_iso_has_them(tmp_path: Path) -> None:
    # Seconds since 1582-10-14, as R counts them up to 2017-07-18; 30 489 are 08:28:09.
    day = 13_719_715_200
    data = Sav(
        ["ID", "DAG", "TID", "NAAR"],
        [[1, day, 30489, day + 30489], [2, None, 95400, day], [3, 1e300, -5, None]],
        formats={"DAG": DAY, "TID": CLOCK, "NAAR": MOMENT},
    ).written()
    table = read(tmp_path, data)
    assert column(table, "DAG")[0] == ["2017-07-18", "", "1e+300"]
    assert column(table, "TID")[0] == ["08:28:09", "26:30:00", "-00:00:05"]
    assert column(table, "NAAR")[0] == ["2017-07-18 08:28:09", "2017-07-18 00:00:00", ""]
    assert {column(table, name)[1].kind for name in ("DAG", "TID", "NAAR")} == {"paradata"}


def labelled(tmp_path: Path, missing: tuple[int, list[float | str]], cells: list[float | None]) -> Variable:
    data = Sav(
        ["ID", "Q"],
        [[at, cell] for at, cell in enumerate(cells)],
        labels={"Q": "Har du børn?"},
        value_labels={"Q": {1: "Ja", 2: "Nej", 97: "Ved ikke", 98: "Vil ikke svare"}},
        missing={"Q": missing},
        measures={"Q": 1},
    ).written()
    values, told = column(read(tmp_path, data), "Q")
    assert values == ["" if cell is None else str(cell) for cell in cells]
    return told


@pytest.mark.parametrize(
    ("missing", "declared"),
    [
        ((0, []), []),
        ((1, [97.0]), ["97"]),
        ((2, [97.0, 98.0]), ["97", "98"]),
        ((-2, [90.0, 99.0]), ["97", "98"]),
        ((-2, [97.5, HIGHEST]), ["98"]),
        ((-2, [LOWEST, 1.0]), ["1"]),
        ((-3, [98.0, 99.0, 2.0]), ["2", "98"]),
    ],
    ids=["none", "one", "two", "a range", "to the highest", "from the lowest", "a range and one"],
)
def test_codes_declared_missing_stay_in_their_cells_and_are_told(
    tmp_path: Path, missing: tuple[int, list[float | str]], declared: list[str]
) -> None:
    told = labelled(tmp_path, missing, [1, 2, 97, 98, None])
    assert (told.kind, told.text) == ("single", "Har du børn?")
    assert [choice.code for choice in told.choices if choice.missing] == declared
    assert told.labels() == {"1": "Ja", "2": "Nej", "97": "Ved ikke", "98": "Vil ikke svare"}


def test_codes_declared_missing_without_a_label_are_told_where_they_occur(tmp_path: Path) -> None:
    told = labelled(tmp_path, (-2, [90.0, 99.0]), [1, 95, 99])
    assert [choice for choice in told.choices if not choice.label] == [
        Choice("95", "", missing=True),
        Choice("99", "", missing=True),
    ]


def test_texts_can_be_declared_missing(tmp_path: Path) -> None:
    data = Sav(
        ["T"],
        [["ja"], ["?"]],
        texts={"T": 8},
        value_labels={"T": {"ja": "Ja", "?": "Ved ikke"}},
        missing={"T": (1, ["?"])},
    )
    cells, told = column(read(tmp_path, data.written()), "T")
    assert cells == ["ja", "?"]
    assert told.choices == (Choice("ja", "Ja"), Choice("?", "Ved ikke", missing=True))


@pytest.mark.parametrize(
    ("measure", "cells", "kind"),
    [(1, [1, 2, 9], "single"), (2, [1, 2, 9], "ordinal"), (3, [1, 2], "single"), (3, [1, 1.5, 2], "number")],
    ids=["nominal", "ordinal", "scale with all its labels", "scale with labels at its ends"],
)
def test_measure_tells_answers_from_numbers(tmp_path: Path, measure: int, cells: list[float], kind: str) -> None:
    data = Sav(["Q"], [[cell] for cell in cells], value_labels={"Q": {1: "Lidt", 2: "Meget"}}, measures={"Q": measure})
    assert column(read(tmp_path, data.written()), "Q")[1].kind == kind


def test_number_with_labels_for_what_is_missing_only_is_a_number(tmp_path: Path) -> None:
    data = Sav(
        ["Q"], [[41], [999]], value_labels={"Q": {999: "Uoplyst"}}, missing={"Q": (1, [999.0])}, measures={"Q": 1}
    )
    assert column(read(tmp_path, data.written()), "Q")[1].kind == "number"


def test_cases_without_content_are_left_out_and_are_flaws(tmp_path: Path) -> None:
    table = read(tmp_path, Sav(["Q"], [[1], [None], [2]]).written())
    assert (list(table.cells[0]), list(table.lines)) == (["1", "2"], [1, 3])
    assert [(flaw.code, flaw.line, flaw.record_index) for flaw in table.flaws] == [("blank_row", 2, None)]


def test_number_of_cases_may_be_untold(tmp_path: Path) -> None:
    assert len(read(tmp_path, Sav(["Q"], [[1], [2]]).written(cases=-1)).lines) == 2


@pytest.mark.parametrize("cases", [3, 1_000_000_000])
def test_file_that_tells_of_more_cases_than_it_has_is_refused(tmp_path: Path, cases: int) -> None:
    assert refused(tmp_path, Sav(["Q"], [[1], [2]]).written(cases=cases)).code == "unreadable_file"


def test_encoding_that_the_file_tells_is_used_and_one_that_is_given_wins(tmp_path: Path) -> None:
    written = Sav(["T"], [["rød"]], texts={"T": 8}, encoding="windows-1252").written()
    assert read(tmp_path, written).cells[0][0] == "rød"
    mistold = written.replace(b"windows-1252", b"utf-8".ljust(12))
    error = refused(tmp_path, mistold)
    assert error.code == "wrong_encoding"
    assert "--read-encoding" in error.hint
    assert read(tmp_path, mistold, "windows-1252").cells[0][0] == "rød"


@pytest.mark.parametrize("code", ["\xe5", "\xff\xfe"])
def test_labelled_code_that_is_no_text_in_the_encoding_ends_in_an_error(tmp_path: Path, code: str) -> None:
    """The library ends the whole program over such a code."""
    data = Sav(["T"], [["a"]], texts={"T": 8}, value_labels={"T": {code: "x", "b": "y"}}, encoding="latin-1")
    error = refused(tmp_path, data.written().replace(b"latin-1", b"utf-8  "))
    assert error.code == "wrong_encoding"


def test_labels_of_no_variable_are_damage(tmp_path: Path) -> None:
    data = Sav(["Q"], [[1]], value_labels={"Q": {SYSMIS: "x"}}).written()
    pointing = data.index(b"\x04\0\0\0\x01\0\0\0\x01\0\0\0") + 8
    error = refused(tmp_path, data[:pointing] + b"\x09" + data[pointing + 1 :])
    assert error.code == "unreadable_file"


def test_portable_file_is_read_with_what_is_declared_missing(tmp_path: Path) -> None:
    data = por(
        "1" + text("test") + "4" + number(3) + "5" + number(11),
        variable("ID", 0),
        variable("KOEN", 0, "B" + number(8) + number(9), "8" + number(97), "C" + text("Hvem?")),
        variable("BY", 8),
        "D" + number(1) + text("KOEN") + number(3),
        number(1) + text("Mand") + number(97) + text("Ved ikke") + number(8) + text("Nej"),
        "F"
        + number(1)
        + number(1)
        + text("Aarhus")
        + number(1000)
        + number(97)
        + text("x")
        + number(-31)
        + "*."
        + text(""),
    )
    table = read(tmp_path, data)
    assert [list(cells) for cells in table.cells] == [["1", "1000", "-31"], ["1", "97", ""], ["Aarhus", "x", ""]]
    assert (table.container, table.unit) == ("an SPSS file", "case")
    assert table.variables[1].text == "Hvem?"
    assert table.variables[1].choices == (
        Choice("1", "Mand"),
        Choice("97", "Ved ikke", missing=True),
        Choice("8", "Nej", missing=True),
    )


@pytest.mark.parametrize("packed", ["not", "by row", "zsav"])
def test_every_way_of_packing_gives_the_same_table(tmp_path: Path, packed: str) -> None:
    path = tmp_path / "wave.sav"
    frame = pd.DataFrame({"q": [1.0, np.nan, 2.5], "t": ["", "ja", "x" * 300]})
    pyreadstat.write_sav(frame, str(path), compress=packed == "zsav", row_compress=packed == "by row")
    table = read_container(str(path))
    assert [list(cells) for cells in table.cells] == [["1", "", "2.5"], ["", "ja", "x" * 300]]
