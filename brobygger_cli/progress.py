"""How far something has come, said on a terminal once it takes longer than a second, and gone when it is done."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from brobygger_cli.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

# Seconds: what is done sooner needs no word, and nobody reads faster than this.
PATIENCE = 1.0
_PAUSE = 0.1


class Progress:
    """Says how much of something is done.

    Args:
        total: When it is all done, in any unit.
    """

    def __init__(self, total: int) -> None:
        self._total = max(total, 1)
        self._done = 0
        self._line = _Line()
        self._next = time.monotonic() + PATIENCE

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take back what was said."""
        self._line.clear()

    def reached(self, what: str, more: int) -> None:
        """Note that so much more is done, and say so, unless something was said a moment ago.

        Args:
            what: What is being done, such as `reading followup.csv`.
            more: How much of it was done since.
        """
        self._done += more
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PAUSE
            self._line.write(f"{what}: {min(100, 100 * self._done // self._total)} %")


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say what is being done, if it takes longer than a second: of what nobody knows how far it has come."""
    line = _Line()
    timer = threading.Timer(PATIENCE, line.write, [f"{what} …"])
    timer.daemon = True
    if line.shown:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if timer.ident is not None:
            timer.join()
        line.clear()


class _Line:
    """One line of a terminal on stderr, written over and over; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        self.shown = sys.stderr is not None and sys.stderr.isatty()
        self._width = 0

    def write(self, text: str) -> None:
        """Write it anew."""
        if self.shown:
            room = max(1, shutil.get_terminal_size().columns - 1)
            said = visible(text)[-room:]
            sys.stderr.write(f"\r{said.ljust(self._width)}")
            sys.stderr.flush()
            self._width = len(said)

    def clear(self) -> None:
        """Take it away."""
        if self._width:
            sys.stderr.write(f"\r{' ' * self._width}\r")
            sys.stderr.flush()
            self._width = 0
