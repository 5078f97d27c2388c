"""Files that are no table are named, not read; so are those of a known kind that are not whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from brobygger_cli.errors import UnreadableError
    from brobygger_cli.exports.raw import RawTable


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"SQLite format 3\0", "SQLite"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7-Zip"),
        (b"Rar!\x1a\x07\x01\0", "RAR"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<p>a, b</p>", "HTML"),
        (b"<table><tr><td>a;b</td></tr></table>", "HTML"),
        ('<?xml version="1.0"?><a/>'.encode("utf-16"), "XML"),
        (b'{"responses": [1, 2]}', "JSON"),
        (b'[\n  {"id": 1, "q": 2}\n]', "JSON"),
    ],
)
def test_file_of_another_kind_is_named_with_a_way_out(
    refuse: Callable[..., UnreadableError], data: bytes, name: str
) -> None:
    error = refuse(data)
    assert error.code == "not_a_table"
    assert name in error.message


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04\x14\0[Content_Types].xml\0xl/workbook.xml", "Excel workbook"),
        (b"PK\x03\x04\x14\0dataset.csv", "ZIP archive"),
        (b"\x1f\x8b\x08\0", "gzip archive"),
        (b"$FL2@(#) SPSS DATA FILE", "an SPSS file"),
        (b"$FL3@(#) SPSS DATA FILE", "an SPSS file"),
        (b"<stata_dta><header>", "a Stata file"),
        (b"\x72\x02\x01\x00\x05\x00", "a Stata file"),
        (b"PAR1\x15\x04\nPAR1", "a Parquet file"),
    ],
)
def test_file_of_a_known_kind_that_is_not_whole_is_named(
    refuse: Callable[..., UnreadableError], data: bytes, name: str
) -> None:
    error = refuse(data)
    assert error.code == "unreadable_file"
    assert name in error.message


@pytest.mark.parametrize("header", ["PAR1;PAR2", "[q1];[q2]", "<b>q</b>;r", "PK;r", "html;body"])
def test_header_that_resembles_another_kind_is_read(read: Callable[..., RawTable], header: str) -> None:
    assert read(f"{header}\n1;2\n").columns == tuple(header.split(";"))
