"""Cells set in type: the lines that a cell takes in its column, or a whole row where there are no columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from brobygger_cli.render.arranging import INDENT
from brobygger_cli.render.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brobygger_cli.render.arranging import Entry, Form, Parts
    from brobygger_cli.render.sheets import Column

_FAINT = "dim"


def headed(text: str, width: int, *, right: bool) -> Text:
    """Return a heading in lines of a width."""
    lines = [Text(line) for line in wrapped(text, width)]
    return Text("\n").join(_right(line, width) for line in lines) if right else Text("\n").join(lines)


def figure(entry: Entry, width: int, parts: Parts, form: Form) -> Text:
    """Return a figure flush right: its bar before it, its detail behind it in a column of its own, or below it."""
    if not entry.texts:
        return Text()
    bar = set_cell_size(entry.bar, parts.bar)
    if not form.beside:
        first, *below = _styled_texts(entry)
        room = width - parts.bar if parts.bar else width
        lines = [Text.assemble((bar, _FAINT), _right(first, room)), *(_right(text, width) for text in below)]
        return Text("\n").join(lines)
    main = _right(Text(entry.main, style=entry.style), parts.main)
    line = Text.assemble((f"{bar} " if parts.bar else "", _FAINT), main)
    for text, taken in ((entry.detail, parts.detail), (entry.more, parts.more)):
        if taken:
            line += Text(" " * min(1, line.cell_len) + set_cell_size(text, taken), style=_FAINT)
    return _right(line, width)


def wording(entry: Entry, width: int, *, beside: bool) -> Text:
    """Return words in lines of a width: detail behind them where it fits and may, else below."""
    lines: list[Text] = []
    for text in _styled_texts(entry):
        behind = text.plain.lstrip(" ")
        if lines and beside and lines[-1].cell_len + 1 + cell_len(behind) <= width:
            lines[-1] = Text.assemble(lines[-1], " ", (behind, text.style))
        else:
            lines += [Text(part, style=text.style) for part in wrapped(text.plain, width)]
    return Text("\n").join(lines)


def listed(columns: Sequence[Column], entries: Sequence[Entry], width: int) -> Iterator[Text]:
    """Yield a row line by line, each figure behind its heading: for widths that have room for no columns."""
    widest = min(width // 3, max(cell_len(column.heading) for column in columns))
    for column, entry in zip(columns, entries, strict=True):
        if column.leads:
            yield wording(entry, width, beside=True)
        elif entry.texts:
            room = width - INDENT - widest - 1 if column.heading else width - INDENT
            before = wrapped(column.heading, widest) if column.heading else []
            behind = wording(entry, room, beside=True).split("\n", allow_blank=True)
            for place in range(max(len(before), len(behind))):
                line = Text(" " * INDENT)
                if column.heading:
                    heading = before[place] if place < len(before) else ""
                    line += Text(set_cell_size(heading, widest) + " ", style=_FAINT)
                yield line + behind[place] if place < len(behind) else line


def _styled_texts(entry: Entry) -> list[Text]:
    """Return what a cell says, the figure in its own style and all else faint."""
    styles = (entry.style, _FAINT, _FAINT)
    texts = (entry.main, entry.detail, entry.more)
    return [Text(text, style=style) for text, style in zip(texts, styles, strict=True) if text]


def _right(text: Text, width: int) -> Text:
    return Text(" " * (width - cell_len(text.plain))) + text
