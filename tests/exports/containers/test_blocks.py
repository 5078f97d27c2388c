"""Large delimited text, read in blocks: the same table as when it is read at once, whatever stands where."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers import blocks as blocks_module
from brobygger_cli.exports.containers import parts
from brobygger_cli.exports.containers.blocks import InMemory, OnDisk, Span, open_blocks
from brobygger_cli.exports.containers.encoding import find_encoding, find_encoding_of
from brobygger_cli.exports.containers.quick import read_quickly
from brobygger_cli.exports.containers.text import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.containers.blocks import Blocks
    from brobygger_cli.exports.raw import RawTable

HEADER = "id;q1;remark\n"


def in_blocks(data: bytes, block: int = 60, encoding: str | None = None) -> Blocks:
    found = open_blocks("wave.csv", InMemory(data), encoding=encoding, block=block)
    assert found is not None
    return found


def said(table: RawTable) -> tuple[object, ...]:
    """Return all that a table tells, so that two can be compared."""
    cells = [(list(column.texts), column.codes.tolist()) for column in table.cells]
    return table.columns, cells, table.lines.tolist(), table.flaws, table.encoding, table.delimiter


def rows(table: RawTable) -> list[tuple[str, ...]]:
    return list(zip(*(list(column) for column in table.cells), strict=True))


# Where blocks end ----------------------------------------------------------------------------------


def test_blocks_are_whole_records_and_together_the_file() -> None:
    data = (HEADER + "".join(f"p{number};1;\n" for number in range(50))).encode()
    found = in_blocks(data)
    spans = list(found.spans())
    assert len(spans) > 5
    assert spans[0].start == len(HEADER)
    assert spans[-1].end == len(data)
    assert all(before.end == after.start for before, after in pairwise(spans))
    assert all(data[span.start : span.end].endswith(b"\n") for span in spans)


def test_a_block_does_not_end_at_a_line_end_within_quotes() -> None:
    cell = '"' + "line\n" * 30 + '"'
    data = (HEADER + f"a;1;short\nb;2;{cell}\nc;3;end\n").encode()
    found = in_blocks(data)
    ends = {data[: span.end].decode().rpartition("\n")[0].rpartition("\n")[2] for span in found.spans()}
    assert "line" not in ends
    table = found.whole()
    assert rows(table) == [("a", "1", "short"), ("b", "2", cell[1:-1]), ("c", "3", "end")]
    assert table.lines.tolist() == [2, 3, 34]  # the cell takes 31 lines


def test_a_line_longer_than_a_block_is_not_cut() -> None:
    long = "x" * 500
    table = in_blocks((HEADER + f"a;1;{long}\nb;2;\n").encode()).whole()
    assert rows(table) == [("a", "1", long), ("b", "2", "")]


# What is in them -----------------------------------------------------------------------------------


def test_lines_columns_and_flaws_of_a_file_with_everything_in_it() -> None:
    """As counted by hand: quoted line ends, ragged and blank rows, empty lines, a lost character, CRLF."""
    lines = [
        "\ufeffid;q1;remark",
        "a;1;plain",
        'b;2;"two\r\nlines; and a semicolon"',
        "",
        ";; ",
        "c;3",
        'd;"4";"said ""no"""',
        "e;5;f\ufffdr",
        "f;6;x;one too many",
        "g;7;æøå",
    ]
    table = in_blocks("\r\n".join(lines).encode(), block=40).whole()
    assert table.columns == ("id", "q1", "remark")
    assert rows(table) == [
        ("a", "1", "plain"),
        ("b", "2", "two\r\nlines; and a semicolon"),
        ("c", "3", ""),
        ("d", "4", 'said "no"'),
        ("e", "5", "f\ufffdr"),
        ("f", "6", "x"),
        ("g", "7", "æøå"),
    ]
    assert table.lines.tolist() == [2, 3, 7, 8, 9, 10, 11]
    flaws = [(flaw.code, flaw.line, flaw.record_index, flaw.column) for flaw in table.flaws]
    assert flaws == [
        ("blank_row", 6, None, None),
        ("ragged_row", 7, 2, None),
        ("bytes_not_text", 9, 4, "remark"),
        ("ragged_row", 10, 5, None),
    ]
    assert table.encoding == "utf-8"


def test_a_cell_below_an_unnamed_column_makes_it_one_in_every_block() -> None:
    data = ("id;q1;;\n" + "".join(f"p{number};1;;\n" for number in range(40)) + "late;1;here;\n").encode()
    table = in_blocks(data).whole()
    assert table.columns == ("id", "q1", "")
    assert list(table.cells[2]) == [*([""] * 40), "here"]
    assert not table.flaws


@pytest.fixture
def short_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find out how a file is written from so little of it that its end tells something new."""
    monkeypatch.setattr(blocks_module, "_HEADS", (3_000, 2**24))


@pytest.mark.usefixtures("short_head")
def test_a_byte_that_is_no_utf_8_in_the_last_block_decides_over_all_of_them() -> None:
    plain = (HEADER + "".join(f"p{number};1;\n" for number in range(600))).encode()
    danish = in_blocks(plain + "sidst;1;\u00f8re\n".encode("cp1252"))
    assert danish.shape.encoding == "utf-8"  # as the head has it
    table = danish.whole()
    assert (table.encoding, table.cells[2][600]) == ("windows-1252", "øre")
    # A file that is UTF-8 otherwise stays so, and the byte is lost.
    mixed = in_blocks(plain + "næst;1;år\n".encode() + "sidst;1;\u00f8re\n".encode("cp1252")).whole()
    assert (mixed.encoding, mixed.cells[2][600], mixed.cells[2][601]) == ("utf-8", "år", "\ufffdre")


@pytest.mark.usefixtures("short_head")
def test_an_encoding_that_was_given_has_to_fit_and_the_line_is_named() -> None:
    data = (HEADER + "".join(f"p{number};1;\n" for number in range(600))).encode() + b"sidst;1;\xf8re\n"
    found = in_blocks(data, encoding="utf-8")
    spans = list(found.spans())
    with pytest.raises(UnreadableError, match=r"byte 0xF8 is no character in \"utf-8\"") as caught:
        found.part(spans[-1])
    before = data[: spans[-1].start].count(b"\n")
    assert (caught.value.line or 0) + before == 602


def test_cells_that_begin_alike_or_are_longer_than_a_word_are_told_apart() -> None:
    texts = ["abcdefgh", "abcdefghi", "abcdefghj", "a" * 63, "a" * 64, "a" * 65, "b" + "a" * 64, "", "abcdefgh "]
    data = (HEADER + "".join(f"p;1;{text}\n" for text in texts * 3)).encode()
    found = read_quickly(data[len(HEADER) :], ";", 3, "utf-8")
    assert found is not None
    assert list(found.cells[2].texts) == texts
    assert found.cells[2].codes.tolist() == list(range(len(texts))) * 3


@pytest.mark.parametrize(
    "data",
    [b'a;"b ""c"""\n', b'a;5" pipe\n', b"a;b\rc;d\n", b"a;b\0\n", b'a;"b"c\n', b'a;"b\n', b"a;\xf8\n", b"a\nb\nc;d\n"],
)
def test_what_is_doubtful_is_not_read_quickly(data: bytes) -> None:
    assert read_quickly(data, ";", 2, "utf-8") is None


def test_a_few_ragged_rows_do_not_make_a_block_slow() -> None:
    data = "".join(f"p{number};1;\n" for number in range(100)) + "ragged\n" + 'last;1;"x"\n'
    found = read_quickly(data.encode(), ";", 3, "utf-8")
    assert found is not None
    assert found.others == {101: b"ragged"}
    assert found.lines.tolist() == [*range(1, 101), 102]


# The same as at once -------------------------------------------------------------------------------

CELLS = [
    "",
    "1",
    "0",
    " x ",
    "Helt enig",
    "Overvejende uenig, men ikke helt og holdent",
    "æøå",
    "\ufffd",
    "x" * 70,
    "NA",
]
QUOTED = ['"a"', '"a;b"', '"one\ntwo"', '"one\r\ntwo"', '"say ""hi"""', '""']
WEIRD = ['5" pipe', '"x"y', "a\rb", "a\0b", '"open']


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw the bytes of a delimited file, often with something wrong in it."""
    width = draw(st.integers(2, 4))
    delimiter = draw(st.sampled_from(";,\t|"))
    texts = CELLS + draw(st.sampled_from([[], QUOTED, QUOTED + WEIRD]))
    unnamed = [""] * draw(st.sampled_from([0, 0, 1]))
    lines = [[*(f"c{place}" for place in range(width)), *unnamed]]
    for number in range(draw(st.integers(0, 40))):
        row = [f"p{number}", *(draw(st.sampled_from(texts)) for _ in range(width - 1)), *unnamed]
        change = draw(st.integers(0, 40))
        if change == 0:
            row = [draw(st.sampled_from(["", " "]))] * len(row)
        elif change == 1:
            row = row[:-1]
        elif change == 2:
            row = [*row, draw(st.sampled_from(["", "more"]))]
        elif change == 3:
            row[-1] = "last"
        lines.append([] if change == 4 else row)
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    text = "".join(delimiter.join(row) + end for row in lines)
    text = draw(st.sampled_from(["", "", f"sep={delimiter}{end}"])) + text
    text = text.rstrip("\r\n") if draw(st.booleans()) else text
    data = text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"])), "replace")
    if draw(st.integers(0, 9)):
        return data
    at = draw(st.integers(0, len(data)))
    return data[:at] + bytes([draw(st.integers(0, 255))]) + data[at:]


@settings(max_examples=250, deadline=None)
@given(data=files(), block=st.sampled_from([60, 150, 600]), encoding=st.sampled_from([None, None, "utf-8", "cp1252"]))
def test_a_file_in_blocks_is_the_file_at_once(data: bytes, block: int, encoding: str | None) -> None:
    """Or it is not read in blocks, and then reading it at once decides."""
    found = open_blocks("wave.csv", InMemory(data), encoding=encoding, block=block)
    if found is None:
        return
    try:
        table = found.whole()
    except UnreadableError:
        return
    assert said(table) == said(read_text("wave.csv", data, encoding=encoding))


@settings(max_examples=50, deadline=None)
@given(data=files())
def test_no_more_than_a_few_files_are_not_read_in_blocks(data: bytes) -> None:
    """The property above would hold of nothing at all."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data or b"\r" in data.replace(b"\r\n", b""):
        return
    if all(mark.encode() not in data for mark in ('5" pipe', '"x"y', '"open')):
        in_blocks(data, block=600).whole()


@given(data=st.binary(max_size=200), cuts=st.lists(st.integers(0, 200), max_size=4))
def test_an_encoding_found_piece_by_piece_is_that_of_the_whole(data: bytes, cuts: list[int]) -> None:
    ends = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[start:end] for start, end in pairwise(ends)]
    first = next((piece for piece in pieces if piece), b"")
    if len(first) >= 4 or len(data) < 4:  # a mark is not cut in two
        assert find_encoding_of(piece for piece in pieces if piece) == find_encoding(data)


def test_a_text_of_a_megabyte_is_read_quickly_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (HEADER + "".join(f"{number};{number % 7};Helt enig, næsten\n" for number in range(50_000))).encode()
    assert len(data) > blocks_module.QUICK_FROM

    def refused(*_: object) -> None:
        raise AssertionError("read slowly")

    with monkeypatch.context() as patched:
        patched.setattr(parts, "_read_exactly", refused)
        quickly = read_text("wave.csv", data)
    monkeypatch.setattr(blocks_module, "QUICK_FROM", len(data) + 1)
    assert said(quickly) == said(read_text("wave.csv", data))


def test_a_file_on_disk_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "wave.csv"
    path.write_bytes(b"0123456789")
    assert OnDisk(str(path), 10).piece(Span(3, 6)) == b"345"
