"""Characters to records of cells, and which delimiter stands between the cells."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers.encoding import count_newlines
from brobygger_cli.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DELIMITERS = (";", "\t", ",", "|")  # in the order in which a tie is decided
SAMPLE = 200  # the records by which a delimiter is judged

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]+")


class Record(NamedTuple):
    """The cells between two line ends, and the physical line (1-based) on which they start."""

    line: int
    cells: list[str]


def read_records(path: str, text: str, delimiter: str) -> list[Record]:
    """Return every record that is not an entirely empty line.

    Raises:
        UnreadableError: `broken_quotes`, with the line on which the broken cell starts.
    """
    records: list[Record] = []
    try:
        records.extend(_reader(text, delimiter))
    except csv.Error as error:
        position = _broken_cell(text, delimiter, records[-1].line if records else 1)
        value = visible(text[position : position + 30].partition("\n")[0].rstrip("\r"))
        message = f"the quotation mark that opens this cell is not closed rightly: {value}"
        hint = 'Close every quoted cell, and write a quotation mark inside one twice ("").'
        line = 1 + count_newlines(text[:position])
        raise UnreadableError("broken_quotes", path, message, hint, line=line) from error
    return records


def read_header(text: str, delimiter: str) -> tuple[Record, int]:
    """Return the first record that is not an entirely empty line, and the number of the line on which it ends.

    Raises:
        ValueError: Its quotes are broken, or there is none.
    """
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                return Record(line, cells), reader.line_num
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError("the header cannot be read") from error
    raise ValueError("there is no header")


def is_blank(cells: Sequence[str]) -> bool:
    """Tell whether cells hold nothing but whitespace."""
    return not "".join(cells).strip()


def named_width(header: Sequence[str]) -> int:
    """Return the header's width without the unnamed columns at its end."""
    return max((index for index, cell in enumerate(header, 1) if cell.strip()), default=0)


def fits(cells: Sequence[str], width: int) -> bool:
    """Tell whether a record is as wide as the header; blank cells beyond it do no harm."""
    return len(cells) == width or (len(cells) > width and is_blank(cells[width:]))


def _reader(text: str, delimiter: str) -> Iterator[Record]:
    csv.field_size_limit(2**31 - 1)  # a long answer is no error; no greater number fits a C long everywhere
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    line = 1
    for cells in reader:
        if cells:
            yield Record(line, cells)
        line = reader.line_num + 1


def _lines(text: str) -> Iterator[str]:
    """Yield physical lines with their ends; `str.splitlines` would also part them at rarer characters."""
    return (match.group() for match in _LINE.finditer(text))


def _broken_cell(text: str, delimiter: str, first_line: int) -> int:
    """Return where, from `first_line` on, the quoted cell starts at which csv gave up.

    csv tells only where it noticed: often the end of the file, or the next quotation mark, many lines below.
    """
    end = rf"{re.escape(delimiter)}\r\n"
    cell = re.compile(rf'"[^"]*+(?:""[^"]*+)*+"(?=[{end}]|\Z)|(?!")[^{end}]*+')
    position = sum(map(len, islice(_lines(text), first_line - 1)))
    while position < len(text):
        match = cell.match(text, position)
        if match is None:
            return position
        position = match.end() + 1
    return len(text)


def find_delimiter(text: str) -> str | None:
    """Tell which candidate divides the records most evenly and into most columns; None where none does."""
    scores = {delimiter: score for delimiter in DELIMITERS if (score := _score(text, delimiter)) is not None}
    return max(scores, key=scores.__getitem__, default=None)  # the first of equals


def is_settled(text: str) -> bool:
    """Tell whether the beginning of a text is enough to find the delimiter, whatever follows."""
    return all(_is_settled(text, delimiter) for delimiter in DELIMITERS)


def _is_settled(text: str, delimiter: str) -> bool:
    lines = _lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return sum(1 for cells in reader if cells) > SAMPLE
    except csv.Error:
        return next(lines, None) is not None


def divides_header(text: str, delimiter: str) -> bool:
    """Tell whether a delimiter gives the header more than one cell."""
    rows, _ = _sample(text, delimiter)
    return len(rows[0]) > 1 if rows else delimiter in _first_line(text)


def _score(text: str, delimiter: str) -> tuple[float, bool, int] | None:
    """Return how well a delimiter divides the text: greater is better, None is not at all."""
    rows, broken = _sample(text, delimiter)
    if not rows:  # the header's quotes are broken: to be reported, not hidden behind another delimiter
        count = _first_line(text).count(delimiter)
        return (0.0, False, count) if count else None
    header, *rows = rows
    rows = [row for row in rows if not is_blank(row)]
    width, named = len(header), named_width(header)
    widths = Counter(width if fits(row, width) or fits(row, named) else len(row) for row in rows)
    if width < 2 or not _like_a_table(widths):
        return None
    evenness = widths[width] / len(rows) if rows else 1.0
    return evenness * width, not broken, width


def _like_a_table(widths: Counter[int]) -> bool:
    """Tell records, some of which may be ragged, from prose with a comma here and there."""
    rows = widths.total()
    return not rows or (widths[1] <= rows / 2 and max(widths.values()) >= rows / 3)


def _sample(text: str, delimiter: str) -> tuple[list[list[str]], bool]:
    """Return the first records as far as they can be read, and whether broken quotes ended them."""
    rows: list[list[str]] = []
    try:
        rows.extend(record.cells for record in islice(_reader(text, delimiter), SAMPLE + 1))
    except csv.Error:
        return rows, True
    return rows, False


def _first_line(text: str) -> str:
    return text.lstrip("\r\n").partition("\n")[0]
