"""Text cut into lines that fit, by the cells that it takes on a screen."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells

_BREAK_AFTER = "_-/."


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text: it breaks at blanks, and within a word where that is longer than a line.

    Args:
        text: The text. What it stands in by, all its lines do; a no-break blank is none.
        width: How many cells a line may take, at least 2.
    """
    if cell_len(text) <= width:
        return [text]
    indent = text[: min(len(text) - len(text.lstrip(" ")), width // 2)]
    lines: list[str] = []
    line = ""
    for word in text.strip(" ").split(" "):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width - len(indent):
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _folded(word, width - len(indent))
        lines += full
    return [indent + part for part in (*lines, line)]


def longest_word(text: str) -> int:
    """Return how many cells the longest word of a text takes."""
    return max(map(cell_len, text.split(" ")))


def _folded(word: str, width: int) -> list[str]:
    """Return a word in parts that fit, cut behind a hyphen or its like where there is one."""
    parts = []
    rest = word
    while rest:
        start = rest[: 8 * width]  # far more than fits, unless most of it takes no room
        fitting = start if cell_len(start) <= width else chop_cells(start, width)[0]
        cut = len(fitting)
        if fitting != rest:
            behind = 1 + max(fitting.rfind(char) for char in _BREAK_AFTER)
            cut = behind if behind > cut // 2 else cut
        parts.append(rest[:cut])
        rest = rest[cut:]
    return parts or [""]
