"""Progress: said on a terminal only, after a second only, on one line only, and taken back."""

from __future__ import annotations

import io
import os
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from brobygger_cli import progress as progress_module
from brobygger_cli.progress import Progress, waiting

if TYPE_CHECKING:
    from collections.abc import Callable


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True

    def screen(self) -> str:
        """Return what stands on its line in the end."""
        line = ""
        for part in self.getvalue().split("\r"):
            line = part + line[len(part) :]
        return line.rstrip()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    stream = Terminal()
    monkeypatch.setattr(progress_module, "sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((40, 10)))
    return stream


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the seconds that have passed."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def advance(seconds: float) -> None:
        now[0] += seconds

    return advance


def test_what_is_done_within_a_second_is_not_said(terminal: Terminal, clock: Callable[[float], None]) -> None:
    with Progress(100) as progress:
        for _ in range(10):
            clock(0.05)
            progress.reached("reading wave.csv", 10)
    assert not terminal.getvalue()


def test_after_a_second_it_is_said_how_much_is_done_and_taken_back_in_the_end(
    terminal: Terminal, clock: Callable[[float], None]
) -> None:
    with Progress(3_000) as progress:
        clock(1.5)
        progress.reached("reading wave.csv", 100)
        assert terminal.screen() == "reading wave.csv: 3 %"
        clock(1)
        progress.reached("reading more.csv", 2_899)
        assert terminal.screen() == "reading more.csv: 99 %"
    assert terminal.screen() == ""
    assert "\n" not in terminal.getvalue()


def test_it_is_not_said_more_often_than_anybody_reads(terminal: Terminal, clock: Callable[[float], None]) -> None:
    with Progress(1_000_000) as progress:
        clock(1)
        for _ in range(10_000):
            clock(0.0001)
            progress.reached("reading wave.csv", 1)
        assert 5 < terminal.getvalue().count("\r") < 15


def test_it_fits_on_one_line_and_cannot_steer_the_terminal(terminal: Terminal, clock: Callable[[float], None]) -> None:
    with Progress(100) as progress:
        clock(2)
        progress.reached("reading /a/very/long/path/to/some/\x1b[2Jwave.csv", 50)
        assert terminal.screen().endswith("wave.csv: 50 %")
        assert len(terminal.screen()) == 39
        assert "\x1b" not in terminal.getvalue()


def test_it_is_taken_back_where_an_error_ends_it(terminal: Terminal, clock: Callable[[float], None]) -> None:
    def interrupted() -> None:
        with Progress(100) as progress:
            clock(2)
            progress.reached("reading wave.csv", 50)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert terminal.getvalue()
    assert terminal.screen() == ""


def test_nothing_is_said_where_stderr_is_no_terminal_or_closed(
    monkeypatch: pytest.MonkeyPatch, clock: Callable[[float], None]
) -> None:
    for stream in (io.StringIO(), None):
        monkeypatch.setattr(progress_module, "sys", SimpleNamespace(stderr=stream))
        with Progress(100) as progress, waiting("comparing"):
            clock(2)
            progress.reached("reading wave.csv", 50)
        assert stream is None or not stream.getvalue()


def test_a_file_of_no_bytes_is_no_division_by_zero(terminal: Terminal, clock: Callable[[float], None]) -> None:
    with Progress(0) as progress:
        clock(2)
        progress.reached("reading wave.csv", 0)
    assert terminal.screen() == ""


def test_what_takes_long_is_said_though_nobody_knows_how_long(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_module, "PATIENCE", 0.01)
    with waiting("comparing"):
        waited = time.monotonic()
        while not terminal.getvalue() and time.monotonic() - waited < 5:
            time.sleep(0.01)
        assert terminal.screen() == "comparing …"
    assert terminal.screen() == ""


def test_what_is_quick_is_not_said_and_leaves_no_thread(terminal: Terminal) -> None:
    before = threading.active_count()
    with waiting("comparing"):
        pass
    assert not terminal.getvalue()
    assert threading.active_count() == before
