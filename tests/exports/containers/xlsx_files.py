"""Workbooks written part by part, as the description of the format has them and no library of ours."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# The formats of numbers that Excel has of itself: general, a day, a moment, a duration.
_FORMATS = (0, 14, 22, 46)


@dataclass(frozen=True)
class Shown:
    """A number that Excel shows as a day, a moment or a duration."""

    number: float
    style: int


@dataclass(frozen=True)
class Error:
    """An error that Excel shows, and the formula that gives it."""

    text: str
    formula: str = ""


Cell = str | float | bool | Shown | Error | None
DAY, MOMENT, DURATION = 1, 2, 3


def sheet_of(rows: dict[int, dict[str, Cell]]) -> str:
    """Return the part of a sheet with cells by row and column, such as `{1: {"A": "id"}}`."""
    lines = "".join(
        f'<row r="{row}">' + "".join(_cell(f"{column}{row}", cell) for column, cell in cells.items()) + "</row>"
        for row, cells in rows.items()
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def table_of(*rows: list[Cell]) -> dict[int, dict[str, Cell]]:
    """Return rows of cells from A1 on."""
    return {at: {chr(ord("A") + column): cell for column, cell in enumerate(row)} for at, row in enumerate(rows, 1)}


def workbook(sheets: dict[str, dict[int, dict[str, Cell]] | str], hidden: tuple[str, ...] = ()) -> bytes:
    """Return a workbook.

    Args:
        sheets: The cells of every sheet, or its part as it is.
        hidden: The sheets that are hidden.
    """
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" {_state(name, hidden)} r:id="rId{at}"/>'
        for at, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _ in enumerate(sheets, 1)
    )
    related += f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    formats = "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in _FORMATS)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>',
    }
    for at, cells in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = cells if isinstance(cells, str) else sheet_of(cells)
    return zipped(parts)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive of files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def _state(name: str, hidden: tuple[str, ...]) -> str:
    return 'state="hidden"' if name in hidden else ""


def _cell(place: str, cell: Cell) -> str:
    match cell:
        case None:
            return f'<c r="{place}"/>'
        case bool():
            return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        case Shown(number, style):
            return f'<c r="{place}" s="{style}"><v>{number!r}</v></c>'
        case Error(text, formula):
            return f'<c r="{place}" t="e">{f"<f>{formula}</f>" if formula else ""}<v>{text}</v></c>'
        case _:
            return f'<c r="{place}"><v>{cell!r}</v></c>'
