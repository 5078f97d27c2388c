"""Reports as Word files and workbooks, made without drawing, and what stands in such files."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock
from zipfile import ZipFile

import docx
import pandas as pd
from docx.oxml.ns import qn

import html_reports
from brobygger_cli.cli.comparing import to_compare
from brobygger_cli.cli.options import Language
from brobygger_cli.render import drawing
from brobygger_cli.render.documents import as_docx, as_xlsx
from brobygger_cli.report.build import build
from brobygger_cli.report.model import Bullets, Facts, Paragraph, Picture, Table
from brobygger_cli.report.provenance import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from brobygger_cli.report.model import Block, Report, Section

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
DATE = dt.date(2026, 11, 22)
# The waves of each report, its language, and what else is asked.
COMPARISONS: dict[str, tuple[tuple[str, ...], str, dict[str, Any]]] = {
    "municipality": (("2017", "followup.csv"), "da", {}),
    "library": (
        ("library_2023.csv", "library_2025.csv", "library_2027.csv"),
        "en",
        {"questionnaire": str(EXAMPLES / "library.toml")},
    ),
}
ROWS = pd.DataFrame(
    {
        "group": ["=1+1", "b"],
        "count": pd.array([5, None], dtype="Int64"),
        "share": [0.1 + 0.2, float("nan")],
        "statistic": [float("inf"), -1.5],
    }
)


def png(width: int, height: int) -> bytes:
    """Return a white picture, at 192 dots an inch."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    dots = struct.pack(">IIB", 7559, 7559, 1)
    lines = zlib.compress(b"".join(b"\0" + b"\xff" * width for _ in range(height)))
    parts = (chunk(b"IHDR", header), chunk(b"pHYs", dots), chunk(b"IDAT", lines), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


PNG = png(1400, 900)


@cache
def report_of(comparison: str) -> Report:
    """Return the report of one of `COMPARISONS`."""
    files, language, asked = COMPARISONS[comparison]
    first, *later = (str(EXAMPLES / file) if file.endswith(".csv") else file for file in files)
    waves = to_compare(first, later, lang=Language(language), **asked)
    return build(waves.compared(), Origin((), (), DATE))


def by_hand(language: Any = "da") -> Report:  # noqa: ANN401 - a literal type of another module
    """Return a report that holds every kind of block."""
    return replace(html_reports.report(language), rows=ROWS, made=DATE)


def filled(text: str) -> Report:
    """Return a report in which every text is the same one."""
    rows = pd.DataFrame([[text, text]], dtype=object)  # text that is not valid Unicode has no other type
    rows.columns = pd.Index([text, "label"], dtype=object)
    return replace(html_reports.filled(text), rows=rows, made=DATE)


def word(report: Report, template: Path | None = None, picture: bytes = PNG) -> bytes:
    """Return a report as a Word file with a blank picture in the place of every figure."""
    with mock.patch.object(drawing, "draw", return_value=picture):
        return as_docx.render(report, template)


def workbook(report: Report) -> bytes:
    """Return a report as a workbook."""
    return as_xlsx.render(report)


def opened(data: bytes) -> Document:
    """Open a Word file."""
    return docx.Document(BytesIO(data))


def members(data: bytes) -> dict[str, str]:
    """Return the XML in a package by the names of its parts."""
    with ZipFile(BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: package.read(name).decode("utf-8") for name in names}


def sections(report: Report) -> Iterator[Section]:
    """Yield every section, each before those within it."""
    left = list(report.sections)
    while left:
        section = left.pop(0)
        yield section
        left = [*section.sections, *left]


def blocks(report: Report) -> Iterator[Block]:
    """Yield every block in order."""
    for section in sections(report):
        yield from section.blocks


def tables(report: Report) -> list[Table]:
    """Return the tables in order."""
    return [block for block in blocks(report) if isinstance(block, Table)]


def paragraphs(report: Report) -> Iterator[str]:
    """Yield the text outside of tables and pictures."""
    for block in blocks(report):
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Facts):
            yield from (text for pair in block.pairs for text in pair)
        elif isinstance(block, Table | Picture):
            yield from block.notes


def word_tables(document: Document) -> list[BaseOxmlElement]:
    """Return the tables of the report in a Word file; names and what they stand for have no header."""
    return list(document.element.body.xpath(".//w:tbl[w:tr/w:trPr/w:tblHeader]"))


def cells(table: BaseOxmlElement) -> list[list[str]]:
    """Return the text of every cell as it stands in a Word file, each once, also where it reaches over columns."""
    return [["".join(cell.xpath(".//w:t/text()")) for cell in row.xpath("w:tc")] for row in table.xpath("w:tr")]


def spans_of(table: BaseOxmlElement) -> list[int]:
    """Return over how many columns each heading of the last header row reaches."""
    last = table.xpath("w:tr[w:trPr/w:tblHeader]")[-1]
    return [int((cell.xpath("w:tcPr/w:gridSpan/@w:val") or ["1"])[0]) for cell in last.xpath("w:tc")]


def joined(rows: list[list[str]], spans: list[int]) -> list[list[str]]:
    """Put figures and what stands beside them together, by the number of columns below each heading."""
    ends = [sum(spans[: place + 1]) for place in range(len(spans))]
    return [
        row if len(row) == 1 else ["".join(row[end - span : end]) for end, span in zip(ends, spans, strict=True)]
        for row in rows
    ]


def fields(document: Document) -> list[tuple[str, str]]:
    """Return the instruction and the result of every field in the body, in order."""
    found, code, result, at = [], "", "", ""
    for node in document.element.body.xpath(".//w:fldChar | .//w:instrText | .//w:t"):
        kind = node.get(qn("w:fldCharType"))
        if kind == "begin":
            code, result, at = "", "", kind
        elif kind == "end":
            found.append((code.strip(), result))
            at = ""
        elif kind == "separate":
            at = kind
        elif at == "begin":
            code += node.text
        elif at == "separate":
            result += node.text
    return found


def styled(document: Document) -> list[tuple[str, str]]:
    """Return the paragraphs outside of tables: the name of the style of each, and its text."""
    return [(str(paragraph.style and paragraph.style.name), paragraph.text) for paragraph in document.paragraphs]


def text_area(document: Document) -> tuple[int, int]:
    """Return width and height of the text of the last section."""
    last = document.sections[-1]
    sizes = (
        last.page_width,
        last.left_margin,
        last.right_margin,
        last.page_height,
        last.top_margin,
        last.bottom_margin,
    )
    wide, left, right, high, top, bottom = (int(size or 0) for size in sizes)
    return wide - left - right, high - top - bottom
