"""The command line as tests use it: as a process of its own, or quickly in this one."""

from __future__ import annotations

import csv
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brobygger_cli.cli import main
from processes import completed

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
LIBRARY_TOML = str(EXAMPLES / "library.toml")
COMMAND = [sys.executable, "-m", "brobygger_cli"]


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, str]]:
        """Return stdout read as CSV."""
        return list(csv.DictReader(io.StringIO(self.out)))


def example(name: str) -> str:
    """Return the path of an example file."""
    return str(EXAMPLES / name)


def environment(**changes: str | None) -> dict[str, str]:
    """Return the environment without what decides over output, but with `changes`; None takes a name out."""
    deciding = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "PYTHONIOENCODING", "PYTHONUTF8"}
    kept: dict[str, str | None] = {name: value for name, value in os.environ.items() if name not in deciding}
    return {name: value for name, value in {**kept, **changes}.items() if value is not None}


def run(*arguments: str, folder: Path | None = None, env: Mapping[str, str] | None = None) -> Ended:
    """Run the command line as a process; nothing is a terminal."""
    ended = completed(arguments, folder or Path.cwd(), environment() if env is None else env)
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


class Here:
    """The command line in this process, where starting one would only cost time.

    Args:
        monkeypatch: Sets the arguments.
        capsys: Takes what is written.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)

    def __call__(self, *arguments: str, **variables: str) -> Ended:
        """Run it with these arguments and environment variables."""
        self._capsys.readouterr()
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["brobygger", *arguments])
            for name, value in variables.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as left:
                main()
        written = self._capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Ended(left.value.code, written.out, written.err)
