"""What table a text file gives, and what is wrong with its form."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers import read_container

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable


def test_nothing_is_guessed(read: Callable[..., RawTable]) -> None:
    table = read("id;a;b;c;d\n007;1,2;N/A; x ;\n")
    assert [cells[0] for cells in table.cells] == ["007", "1,2", "N/A", " x ", ""]


def test_path_stays_as_the_user_gave_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wave.csv").write_bytes(b"id;q\n1;2\n")
    monkeypatch.chdir(tmp_path)
    assert read_container("./wave.csv").path == "./wave.csv"


def test_header_cells_are_stripped_and_duplicates_survive(read: Callable[..., RawTable]) -> None:
    table = read("id; q ;q;;z\n1;a;b;c;d\n")
    assert table.columns == ("id", "q", "q", "", "z")
    assert [cells[0] for cells in table.cells] == ["1", "a", "b", "c", "d"]


def test_header_without_rows_is_an_empty_table(read: Callable[..., RawTable]) -> None:
    table = read("id;q\n")
    assert (table.columns, [len(cells) for cells in table.cells], len(table.lines)) == (
        ("id", "q"),
        [0, 0],
        0,
    )


def test_empty_lines_are_skipped_and_counted(read: Callable[..., RawTable]) -> None:
    table = read("\nid;q\n\n1;a\n\n\n2;b\n\n")
    assert (list(table.lines), table.flaws) == ([4, 7], ())


@pytest.mark.parametrize("text", ["id;q;\n1;a;\n", "id;q;\n1;a\n", "id;q\n1;a;\n", "id;q;;\n1;a; ;\n"])
def test_trailing_delimiter_makes_no_column_and_no_flaw(read: Callable[..., RawTable], text: str) -> None:
    table = read(text)
    assert (table.columns, len(table.cells), table.flaws) == (("id", "q"), 2, ())


def test_unnamed_last_column_with_content_stays(read: Callable[..., RawTable]) -> None:
    table = read("id;q;\n1;a;\n2;b;note\n")
    assert table.columns == ("id", "q", "")
    assert list(table.cells[2]) == ["", "note"]


def test_named_last_column_stays_though_it_is_blank(read: Callable[..., RawTable]) -> None:
    assert read("id;q;r\n1;a;\n").columns == ("id", "q", "r")


def test_ragged_rows_stay_in_the_table_and_are_flaws(read: Callable[..., RawTable]) -> None:
    table = read("id;q;r\n1;a;b\n2;a\n3;a;b;c\n")
    assert [list(cells) for cells in table.cells] == [["1", "2", "3"], ["a", "a", "a"], ["b", "", "b"]]
    assert [(flaw.code, flaw.line, flaw.record_index, flaw.value) for flaw in table.flaws] == [
        ("ragged_row", 3, 1, "2"),
        ("ragged_row", 4, 2, "4"),
    ]


def test_blank_rows_are_left_out_and_are_flaws(read: Callable[..., RawTable]) -> None:
    table = read("id;q\n1;a\n;\n2;b\n ; \n;;;;\n")
    assert (list(table.cells[0]), list(table.lines)) == (["1", "2"], [2, 4])
    assert [(flaw.code, flaw.line, flaw.record_index) for flaw in table.flaws] == [
        ("blank_row", 3, None),
        ("blank_row", 5, None),
        ("blank_row", 6, None),
    ]


def test_record_index_counts_the_rows_of_the_table(read: Callable[..., RawTable]) -> None:
    table = read("id;q\n;\n1;a\n2\n")
    (flaw,) = [flaw for flaw in table.flaws if flaw.code == "ragged_row"]
    assert flaw.record_index == 1
    assert table.lines[1] == flaw.line == 4


def test_flaws_come_in_the_order_of_lines(read: Callable[..., RawTable]) -> None:
    table = read("id;q\n1;\ufffd\n;\n2\n;\n3;\ufffd\n")
    assert [flaw.line for flaw in table.flaws] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\t\n", b"sep=;\r\n"])
def test_empty_file_is_refused(refuse: Callable[..., UnreadableError], data: bytes) -> None:
    assert refuse(data).code == "empty_file"


def test_blank_header_is_refused(refuse: Callable[..., UnreadableError]) -> None:
    error = refuse("\n; ;\n1;2;3\n")
    assert (error.code, error.line) == ("no_header", 2)


@pytest.mark.parametrize("text", ["id\n1\n2\n", "Rapport\nid;q\n1;2\n"])
def test_text_without_columns_is_refused(refuse: Callable[..., UnreadableError], text: str) -> None:
    assert refuse(text).code == "not_a_table"


def test_nul_is_refused_with_its_line(refuse: Callable[..., UnreadableError]) -> None:
    error = refuse(b"id;q\r\n1;a\r\n2;\0\r\n")
    assert (error.code, error.line) == ("not_a_table", 3)


CHARACTERS = "abAB019 ;,|\t\n\r\"'æøåÆØÅ€\u2013"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "windows-1252"]


@st.composite
def written_tables(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    encoding = draw(st.sampled_from(ENCODINGS))
    characters = CHARACTERS if encoding == "windows-1252" else CHARACTERS + "🙂ł\u2028\x85"
    cell = st.text(characters, max_size=6)
    width = draw(st.integers(2, 4))
    header = draw(st.lists(cell.filter(str.strip), min_size=width, max_size=width))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width).filter("".join), max_size=5))
    return encoding, [header, *(row for row in rows if "".join(row).strip())]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    written_tables(),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_every_table_that_csv_writes_reads_back_verbatim(
    tmp_path: Path, written: tuple[str, list[list[str]]], delimiter: str, end: str, quote_all: bool
) -> None:
    encoding, rows = written
    stream = io.StringIO(newline="")
    # Left to itself, Python 3.11 quotes no newline that is not in its own line end.
    quote_all = quote_all or any(re.search("[\r\n]", cell) for row in rows for cell in row)
    writer = csv.writer(
        stream,
        delimiter=delimiter,
        lineterminator=end,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
    )
    lines = []
    for row in rows:
        lines.append(1 + len(re.findall("\r\n|\r|\n", stream.getvalue())))
        writer.writerow(row)
    path = tmp_path / "wave.csv"
    path.write_bytes(stream.getvalue().encode(encoding))

    table = read_container(str(path), encoding=encoding, delimiter=delimiter)

    assert table.columns == tuple(cell.strip() for cell in rows[0])
    assert [list(row) for row in zip(*table.cells, strict=True)] == rows[1:]
    assert list(table.lines) == lines[1:]
    assert table.flaws == ()


def attempt(path: str, encoding: str | None, delimiter: str | None) -> RawTable | UnreadableError:
    try:
        return read_container(path, encoding=encoding, delimiter=delimiter)
    except UnreadableError as error:
        return error


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text('a1;,\t|"\n\r\ufffdæ{[<', max_size=60).map(str.encode),
        st.lists(st.sampled_from([b"\xff\xfe", b"\0", b";", b'"', b"\n", b"\r", b"a", b"\xf8", b"sep=;"])).map(
            b"".join
        ),
    ),
    st.sampled_from([None, "utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1252", "utf-7", "idna", "hex"]),
    st.sampled_from([None, ";", ",", "\\t", "^", "a", " "]),
)
def test_any_bytes_give_a_table_or_an_error_a_person_can_act_on(
    tmp_path: Path, data: bytes, encoding: str | None, delimiter: str | None
) -> None:
    path = tmp_path / "wave.csv"
    path.write_bytes(data)
    table = attempt(str(path), encoding, delimiter)
    if isinstance(table, UnreadableError):
        assert table.hint
        return
    assert len(table.cells) == len(table.columns) > 0
    assert {len(cells) for cells in table.cells} == {len(table.lines)}
    assert all(type(cell) is str for cells in table.cells for cell in cells)
    assert all(flaw.record_index is None or table.lines[flaw.record_index] == flaw.line for flaw in table.flaws)
