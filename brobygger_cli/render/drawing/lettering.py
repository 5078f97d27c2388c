"""Text in drawings: measured, broken into lines that fit, and cut where there is no end to it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from brobygger_cli.render.safe import plain

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

FAMILY = "DejaVu Sans"  # the one font that comes with the library
LINE = 1.32  # from one line to the next, in sizes of the letters
_ELLIPSIS = "…"
_LACKING = "\ufffd"
_FINE = 100  # the size at which letters are measured
_LONGEST = 500  # letters: more would never fit
_NO_CHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")  # XML takes none of them


def legible(text: str) -> str:
    """Return text in which what steers and what is no character is spelled out or replaced."""
    return _NO_CHARACTERS.sub(_LACKING, plain(text))


def lines_of(text: str, width: float, size: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """Break text into lines that fit.

    Args:
        text: Any text; what steers terminals and texts is spelled out.
        width: The width in points.
        size: The size of the letters in points.
        bold: Whether they are bold.
        most: The greatest number of lines; what is behind them is cut, with an ellipsis.
    """
    words = [word for word in legible(text[:_LONGEST]).split(" ") if word]  # other blanks do not break
    lines: list[str] = []
    line = ""
    while words and len(lines) <= most:
        wanted = f"{line} {words[0]}" if line else words[0]
        if width_of(wanted, size, bold=bold) <= width:
            line = wanted
            words.pop(0)
        elif line:
            lines.append(line)
            line = ""
        else:
            fitting = _fitting(words[0], width, size, bold=bold)
            lines.append(words[0][:fitting])
            words[0] = words[0][fitting:]
    lines += [line] if line else []
    if len(lines) <= most and len(text) <= _LONGEST:
        return lines
    last = lines[min(most, len(lines)) - 1]
    kept = last[: _fitting(last, width, size, bold=bold, end=_ELLIPSIS)]
    return [*lines[: most - 1], f"{kept}{_ELLIPSIS}"]


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text in points: that of its letters, as to lay it out would take long."""
    return size * sum(_width(char, bold=bold) for char in shown(text))


def shown(text: str) -> str:
    """Return a text with a mark in place of every letter that the font lacks."""
    letters = _letters()
    return "".join(char if ord(char) in letters else _LACKING for char in text)


def _fitting(text: str, width: float, size: float, *, bold: bool, end: str = "") -> int:
    """Return how many letters of a text fit before an end, at least one."""
    fewest, most = 1, len(text)
    while fewest < most:
        middle = (fewest + most + 1) // 2
        if width_of(text[:middle] + end, size, bold=bold) <= width:
            fewest = middle
        else:
            most = middle - 1
    return fewest


def properties(size: float, *, bold: bool = False) -> FontProperties:
    """Return the font of a text."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - only where something is drawn

    return FontProperties(family=FAMILY, size=size, weight="bold" if bold else "normal")


@cache
def _width(char: str, *, bold: bool) -> float:
    """Return the width of a letter, as a part of its size."""
    return _font(bold=bold).load_char(ord(char)).linearHoriAdvance / 65_536 / _FINE


@cache
def _font(*, bold: bool) -> FT2Font:
    from matplotlib.font_manager import findfont  # noqa: PLC0415 - only where something is drawn
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - only where something is drawn

    font = FT2Font(findfont(properties(_FINE, bold=bold)))
    font.set_size(_FINE, 72)
    return font


@cache
def _letters() -> frozenset[int]:
    """Return the letters that both weights of the font have."""
    return frozenset(_font(bold=False).get_charmap()) & frozenset(_font(bold=True).get_charmap())
