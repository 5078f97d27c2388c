"""How a sheet fits a width: in columns with figures in one line or two, the wording above them, or line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from brobygger_cli.render.glyphs import BAR_WIDTH
from brobygger_cli.render.wrapping import longest_word, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brobygger_cli.render.sheets import Column

BETWEEN = 2  # blanks between two columns
INDENT = 2  # of figures below their wording
_BARS_FROM = 116  # the width from which rows of two lines have bars
_WORDING = 20  # what a wording needs beside its figures, if its words are no longer
_ROOMY = 30  # what it needs before the details of figures are to stand behind them
_LONGEST_WORD = 28  # longer ones are folded
_HEADING_LINES = 3  # how many of them a heading takes where there is room
_WORD = 14  # what any other word needs; longer ones are folded


class Form(NamedTuple):
    """How the cells of a grid are set.

    Args:
        beside: The detail of a figure stands behind it, not below it.
        bars: Shares are drawn too.
        above: What a row is about stands in a line of its own.
    """

    beside: bool
    bars: bool
    above: bool


class Entry(NamedTuple):
    """A cell in the signs of the output: its bar and its texts, empty where it has none, and the style of the first."""

    bar: str
    main: str
    detail: str
    more: str
    style: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says."""
        return tuple(text for text in (self.main, self.detail, self.more) if text)


class Parts(NamedTuple):
    """How wide the parts of a column's cells are, where they stand beside each other."""

    bar: int
    main: int
    detail: int
    more: int

    @property
    def together(self) -> int:
        """Their width with a blank between them."""
        wide = [width for width in self if width]
        return sum(wide) + max(0, len(wide) - 1)


@dataclass(frozen=True)
class Grid:
    """The columns of a grid: how they are set, how wide they are, and of what parts."""

    form: Form
    places: tuple[int, ...]
    widths: tuple[int, ...]
    parts: tuple[Parts, ...]


def arrange(columns: Sequence[Column], body: Sequence[Sequence[Entry]], width: int) -> Grid | None:
    """Return the roomiest grid that a width has room for, None where it has none for any.

    Args:
        columns: The columns, their headings in the signs of the output.
        body: The rows below them.
        width: How many cells a line may take.
    """
    for form in _forms(columns, width):
        places = tuple(place for place, column in enumerate(columns) if not (form.above and column.leads))
        needs = [_needs(columns[place], [row[place] for row in body], form) for place in places]
        room = width - INDENT * form.above - BETWEEN * (len(places) - 1) - sum(need.least for need in needs)
        if places and room >= 0:
            return Grid(form, places, tuple(_shared(needs, room)), tuple(need.parts for need in needs))
    return None


def _forms(columns: Sequence[Column], width: int) -> Iterator[Form]:
    """Yield the forms that a sheet may take, the roomiest first."""
    if not any(column.leads for column in columns):
        yield Form(beside=width >= _BARS_FROM, bars=True, above=False)
        return
    if width >= _BARS_FROM:
        yield Form(beside=True, bars=True, above=False)
        yield Form(beside=False, bars=True, above=False)
    yield Form(beside=True, bars=False, above=False)
    yield Form(beside=False, bars=False, above=False)
    yield Form(beside=True, bars=False, above=True)
    yield Form(beside=False, bars=False, above=True)


class _Need(NamedTuple):
    """How wide a column must be, would rather be, and would be if its heading were not to break either."""

    least: int
    natural: int
    headed: int
    parts: Parts


def _needs(column: Column, cells: Sequence[Entry], form: Form) -> _Need:
    heading = min(longest_word(column.heading), _WORD)
    headed = cell_len(column.heading)
    if column.numeric:
        parts = _parts(cells, form)
        width = parts.together if form.beside else _below(parts)
        return _Need(max(width, heading), max(width, _in_few_lines(column.heading)), headed, parts)
    joined = [(" ".join(cell.texts),) if form.beside else cell.texts for cell in cells]
    natural = max((cell_len(text) for texts in joined for text in texts), default=0)
    natural = max(natural, heading)
    if not column.breaks:
        return _Need(natural, natural, headed, Parts(0, 0, 0, 0))
    word = max((longest_word(text) for texts in joined for text in texts), default=0)
    wording = _ROOMY if form.beside else _WORDING
    least = max(wording, min(word, _LONGEST_WORD)) if column.leads else min(word, _WORD)
    return _Need(max(min(least, natural), heading), natural, headed, Parts(0, 0, 0, 0))


def _in_few_lines(heading: str) -> int:
    """Return the width from which a heading takes no more than three lines."""
    width = min(longest_word(heading), _WORD)
    while width < _WORDING and len(wrapped(heading, width)) > _HEADING_LINES:
        width += 1
    return width


def _parts(cells: Sequence[Entry], form: Form) -> Parts:
    bar, main, detail, more = (max((cell_len(cell[place]) for cell in cells), default=0) for place in range(4))
    return Parts(BAR_WIDTH if bar and form.bars else 0, main, detail, more)


def _below(parts: Parts) -> int:
    """Return the width of parts that stand below each other, their bar before them."""
    widest = max(parts.main, parts.detail, parts.more)
    return Parts(parts.bar, widest, 0, 0).together


def _shared(needs: Sequence[_Need], room: int) -> list[int]:
    """Return the widths of columns: those that break share what is left, then headings get what nobody needs."""
    widths = [need.least for need in needs]
    breaking = sorted(
        (place for place, need in enumerate(needs) if need.least < need.natural),
        key=lambda place: needs[place].natural,
    )
    for left, place in zip(range(len(breaking), 0, -1), breaking, strict=True):
        later = [needs[other].least for other in breaking[-left:]]
        fair = (room + sum(later)) // left
        widths[place] = max(needs[place].least, min(needs[place].natural, fair, needs[place].least + room))
        room -= widths[place] - needs[place].least
    for place, need in enumerate(needs):
        given = max(0, min(need.headed - widths[place], room))
        widths[place] += given
        room -= given
    return widths
