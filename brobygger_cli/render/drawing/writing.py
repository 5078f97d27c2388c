"""From a figure to a file or a stream."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.render import check_output, write_bytes, write_text
from brobygger_cli.render.drawing import check_library, draw

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Figure
    from brobygger_cli.render.drawing.canvas import Kind

_KINDS: dict[str, Kind] = {".svg": "svg", ".png": "png"}


def check_picture(output: str | None, *, force: bool) -> None:
    """Check that a picture could be drawn and written, before the work that it is to show is done.

    Args:
        output: The file; stdout where None.
        force: Whether an existing file may be replaced.

    Raises:
        BrobyggerError: If the library that draws is not installed, no picture has the file's ending, it cannot be
            written, or stdout is a terminal.
    """
    _kind_of(output)
    check_library()
    if output is not None:
        check_output(output, force=force)


def write_picture(figure: Figure, output: str | None, *, force: bool, dark: bool) -> None:
    """Draw a figure and write it.

    Args:
        figure: What it shows.
        output: The file; stdout, as SVG, where None.
        force: Whether an existing file may be replaced.
        dark: Whether it is on dark ground in any case.

    Raises:
        BrobyggerError: As `check_picture`.
    """
    drawn = draw(figure, _kind_of(output), dark=dark)
    if output is None:
        write_text(drawn.decode(), None)
    else:
        write_bytes(drawn, output, force=force)


def _kind_of(output: str | None) -> Kind:
    """Return the kind of picture that a file holds."""
    if output is None:
        if sys.stdout.isatty():
            raise BrobyggerError("a terminal shows no pictures", "Name a file: -o figure.svg or -o figure.png.")
        return "svg"
    kind = _KINDS.get(Path(output).suffix.casefold())
    if kind is None:
        raise BrobyggerError(f"{output}: no kind of picture has that ending", f"Give one of {', '.join(_KINDS)}.")
    return kind
