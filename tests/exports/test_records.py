"""Which records and cells a file's characters are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brobygger_cli.exports.containers.records import find_delimiter

if TYPE_CHECKING:
    from collections.abc import Callable

    from brobygger_cli.errors import UnreadableError
    from brobygger_cli.exports.raw import RawTable


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_is_found(delimiter: str) -> None:
    assert find_delimiter(delimiter.join(("id", "a", "b\n1", "2", "3\n"))) == delimiter


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("id;Alder, køn;Hvorfor, hvordan\n1;20, m;Tja, måske\n2;30, k;Nej, aldrig\n", ";"),
        ("id;højde, cm;vægt, kg\n1;170,5;70,5\n2;180,2;81,0\n", ";"),
        ('id,q,r\n1,"a; b; c",x\n2,"d; e; f",y\n', ","),
        ('id,"Hvilke; sæt kryds",r\n1,a;b;c,x\n2,a;b;c,y\n', ","),
        ('"id";"q, r"\n"1";"a, b"\n', ";"),
        ("id\thøjde, cm\n1\t1,5\n2\t1,7\n", "\t"),
        ('id;"to\nlinjer, ja"\n1;"a\nb, c"\n', ";"),
        ("id;a;b\n1;ja, tak;x\n2;ja, nej;y;for mange\n3;a;b\n", ";"),
        ("a;b;c\n1;2;3;4\n5;6;7;8\n", ";"),
        ("id,q,r,,\n1,2,3\n", ","),
    ],
    ids=[
        "labels with commas",
        "decimal commas",
        "quoted ticks",
        "ticks",
        "quoted",
        "tab",
        "newlines",
        "a ragged row",
        "row names without a header",
        "trailing delimiters",
    ],
)
def test_delimiter_is_not_mistaken(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


@pytest.mark.parametrize("text", ["", "id\n1\n2\n", "Kære alle, hej.\nHer er noget tekst.\nOg en linje til.\n"])
def test_text_without_columns_has_no_delimiter(text: str) -> None:
    assert find_delimiter(text) is None


def test_quotes_broken_in_the_header_do_not_make_another_delimiter_win() -> None:
    assert find_delimiter('id;"q\n1;2\n') == ";"


def test_given_delimiter_is_used(read: Callable[..., RawTable]) -> None:
    assert read("id:q;r\n1:2;3\n", delimiter=":").columns == ("id", "q;r")


def test_tab_may_be_spelled_out_in_a_shell(read: Callable[..., RawTable]) -> None:
    table = read("id\tq\n1\t2\n", delimiter="\\t")
    assert (table.columns, table.delimiter) == (("id", "q"), "\t")


@pytest.mark.parametrize("given", ["", ";;", '"', "\n", "\r"])
def test_delimiter_that_can_be_none_is_refused(refuse: Callable[..., UnreadableError], given: str) -> None:
    assert refuse("id;q\n1;2\n", delimiter=given).code == "wrong_delimiter"


@pytest.mark.parametrize("text", ["id;q\n1;2\n", '"id";"q"\n"1";"2"\n'])
def test_delimiter_that_is_not_in_the_header_is_refused_with_the_right_one(
    refuse: Callable[..., UnreadableError], text: str
) -> None:
    error = refuse(text, delimiter=",")
    assert error.code == "wrong_delimiter"
    assert '";"' in error.hint


def test_delimiter_named_by_excel_is_used_and_its_line_is_counted(read: Callable[..., RawTable]) -> None:
    table = read("sep=,\r\nid,q\r\n1,2\r\n")
    assert (table.delimiter, table.columns, list(table.lines)) == (",", ("id", "q"), [3])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_understood(read: Callable[..., RawTable], end: str) -> None:
    table = read(end.join(("id;q", "1;a", "2;b", "")))
    assert [list(cells) for cells in table.cells] == [["1", "2"], ["a", "b"]]
    assert list(table.lines) == [2, 3]


def test_other_separators_of_unicode_end_no_line(read: Callable[..., RawTable]) -> None:
    table = read("id;q\n1;a\u2028b\x0bc\x85d\n2;e\n")
    assert (table.cells[1][0], list(table.lines)) == ("a\u2028b\x0bc\x85d", [2, 3])


def test_quoted_newlines_stay_in_the_cell_and_are_counted(read: Callable[..., RawTable]) -> None:
    table = read('id;"to\r\nlinjer"\r\n1;"a\nb\r\nc"\r\n\r\n2;d\r\n')
    assert table.columns == ("id", "to\r\nlinjer")
    assert list(table.cells[1]) == ["a\nb\r\nc", "d"]
    assert list(table.lines) == [3, 7]


def test_doubled_quotes_and_quoted_delimiters_are_text(read: Callable[..., RawTable]) -> None:
    assert read('id;q\n1;"han sagde ""ja; tak"""\n').cells[1][0] == 'han sagde "ja; tak"'


def test_quotation_mark_within_an_unquoted_cell_is_text(read: Callable[..., RawTable]) -> None:
    assert read('id;q\n1;en 5" skærm\n').cells[1][0] == 'en 5" skærm'


def test_cell_of_any_length_is_read(read: Callable[..., RawTable]) -> None:
    assert len(read("id;q\n1;" + "x" * 200_000 + "\n").cells[1][0]) == 200_000


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id;q\n1;"ja\n2;nej\n3;ja\n', 2),
        ('id;q;r\n1;a;b\n2;"ja;x\n3;nej;"y"\n', 3),
        ('id;q\r\n1;"ja" tak\r\n2;nej\r\n', 2),
        ('id;q;r\n1;"a\nb";"c\n2;d;e\n', 3),
        ('id;"q\n1;2\n', 1),
        ('id;q\r1;a\r2;"b\r', 3),
        ('\n\n"id;q\n1;2\n', 3),
    ],
    ids=["unclosed", "unclosed until the next", "stray", "second cell", "header", "lone CR", "first cell"],
)
def test_broken_quotes_are_told_with_the_line_where_the_cell_starts(
    refuse: Callable[..., UnreadableError], text: str, line: int
) -> None:
    error = refuse(text)
    assert (error.code, error.line) == ("broken_quotes", line)


def test_broken_quotes_are_told_with_a_given_delimiter(refuse: Callable[..., UnreadableError]) -> None:
    error = refuse('id^q\n1^a\n2^"b\n', delimiter="^")
    assert (error.code, error.line) == ("broken_quotes", 3)
