"""Which characters a file's bytes are."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from brobygger_cli.errors import UnreadableError
    from brobygger_cli.exports.raw import RawTable

DANISH = "id;spørgsmål\r\n1;Både \u2013 og æblegrød\r\n2;Nej\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (DANISH.encode(), "utf-8"),
        (codecs.BOM_UTF8 + DANISH.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + DANISH.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + DANISH.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + DANISH.encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF32_BE + DANISH.encode("utf-32-be"), "utf-32-be"),
        (DANISH.encode("utf-16-le"), "utf-16-le"),
        (DANISH.encode("utf-16-be"), "utf-16-be"),
        (DANISH.encode("windows-1252"), "windows-1252"),
    ],
    ids=[
        "utf-8",
        "utf-8 BOM",
        "utf-16-le BOM",
        "utf-16-be BOM",
        "utf-32-le BOM",
        "utf-32-be BOM",
        "utf-16-le",
        "utf-16-be",
        "windows-1252",
    ],
)
def test_encoding_is_found_and_its_mark_is_no_part_of_the_header(
    read: Callable[..., RawTable], data: bytes, encoding: str
) -> None:
    table = read(data)
    assert table.encoding == encoding
    assert table.columns == ("id", "spørgsmål")
    assert list(table.cells[1]) == ["Både \u2013 og æblegrød", "Nej"]
    assert table.flaws == ()


def test_one_danish_letter_at_the_end_of_a_long_file_is_enough_to_tell_windows_1252(
    read: Callable[..., RawTable],
) -> None:
    table = read(b"id;q\n" + b"1;ja\n" * 50_000 + b"2;n\xf8\n")
    assert (table.encoding, table.cells[1][-1]) == ("windows-1252", "nø")


def test_undefined_byte_of_windows_1252_is_a_flaw_of_its_cell(read: Callable[..., RawTable]) -> None:
    (flaw,) = read(b"id;q\n1;gr\xf8n\n2;bl\x81\n").flaws
    assert (flaw.code, flaw.line, flaw.record_index, flaw.column) == ("bytes_not_text", 3, 1, "q")
    assert flaw.value == "bl\ufffd"


def test_stray_byte_does_not_turn_utf8_into_mojibake(read: Callable[..., RawTable]) -> None:
    table = read("id;q\n1;rød\n2;blå\n3;grøn\n".encode() + b"4;r\xf8d\n")
    assert table.encoding == "utf-8"
    assert list(table.cells[1]) == ["rød", "blå", "grøn", "r\ufffdd"]
    assert [(flaw.code, flaw.line, flaw.column) for flaw in table.flaws] == [("bytes_not_text", 5, "q")]


def test_character_that_was_lost_before_is_a_flaw(read: Callable[..., RawTable]) -> None:
    (flaw,) = read("id;q\n1;r\ufffdd\n").flaws
    assert (flaw.code, flaw.line, flaw.record_index, flaw.column) == ("bytes_not_text", 2, 0, "q")


def test_lost_character_in_the_header_is_a_flaw_of_the_header(read: Callable[..., RawTable]) -> None:
    (flaw,) = read("id;k\ufffdn\n1;m\n").flaws
    assert (flaw.code, flaw.line, flaw.record_index, flaw.column) == ("bytes_not_text", 1, None, "k\ufffdn")


def test_given_encoding_is_used_and_reported(read: Callable[..., RawTable]) -> None:
    table = read("id;by\n1;Łódź\n".encode("iso-8859-2"), encoding="iso-8859-2")
    assert (table.cells[1][0], table.encoding) == ("Łódź", "iso-8859-2")


@pytest.mark.parametrize("given", ["utf-16", "utf-16-le"])
def test_given_encoding_agrees_with_a_mark_of_its_family(read: Callable[..., RawTable], given: str) -> None:
    assert read(codecs.BOM_UTF16_LE + DANISH.encode("utf-16-le"), encoding=given).columns[0] == "id"


def test_given_encoding_that_contradicts_the_mark_is_refused(refuse: Callable[..., UnreadableError]) -> None:
    error = refuse(codecs.BOM_UTF8 + DANISH.encode(), encoding="latin-1")
    assert error.code == "wrong_encoding"
    assert "utf-8" in error.message


def test_given_encoding_that_does_not_decode_names_line_and_byte(
    refuse: Callable[..., UnreadableError],
) -> None:
    error = refuse(b"id;q\r\n1;ja\r\n2;n\xf8d\r\n", encoding="utf-8")
    assert (error.code, error.line) == ("wrong_encoding", 3)
    assert "0xF8" in error.message


@pytest.mark.parametrize("given", ["utf8mb4", "hex", "", "a\0b", "punycode", "undefined", "\udcff"])
def test_unknown_or_unusable_encoding_name_lists_usual_ones(refuse: Callable[..., UnreadableError], given: str) -> None:
    error = refuse(DANISH.encode(), encoding=given)
    assert error.code == "wrong_encoding"
    assert "windows-1252" in error.hint


def test_halves_of_characters_are_refused(refuse: Callable[..., UnreadableError]) -> None:
    assert refuse(b"id;q\n1;+2AA-\n", encoding="utf-7").code == "wrong_encoding"
