"""From a Result to a stream or a file: the only code that writes to stdout.

A format is a module with a function `render(result, style) -> str`, registered in `FORMATS`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from errno import EACCES, ENOENT
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.errors import BrobyggerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.render.style import Style
    from brobygger_cli.result import Result

# Modules are imported by name, so that a CSV never waits for the table library.
FORMATS = {
    "table": "brobygger_cli.render.as_table",
    "csv": "brobygger_cli.render.as_csv",
    "json": "brobygger_cli.render.as_json",
    "markdown": "brobygger_cli.render.as_markdown",
}
SUFFIXES = {".csv": "csv", ".json": "json", ".md": "markdown", ".txt": "table"}


def write(result: Result, style: Style, output: str | None, *, force: bool = False) -> None:
    """Write a result to stdout or to a file.

    Args:
        result: What to write.
        style: How; its `format` may be None: a table on a terminal, the file's suffix, else CSV.
        output: The file; stdout where None.
        force: Whether an existing file may be replaced.

    Raises:
        BrobyggerError: If the file exists and is not to be replaced, or cannot be written.
    """
    name = style.format or _default_format(output)
    if name != "csv" and style.is_for_csv:
        raise BrobyggerError(
            f"--delimiter, --decimal and --bom are for CSV, and the output is {name}",
            "Leave them out, or say --format csv.",
        )
    text: str = import_module(FORMATS[name]).render(result, style.to(output))
    write_text(text, output, force=force)


def write_text(text: str, output: str | None, *, force: bool = False) -> None:
    """Write what is no result, such as a questionnaire, to stdout or to a file.

    Args:
        text: What to write.
        output: The file; stdout where None.
        force: Whether an existing file may be replaced.

    Raises:
        BrobyggerError: If the file exists and is not to be replaced, or cannot be written.
    """
    if output is None:
        _write_stdout(text)
    else:
        _write_file(text.encode("utf-8"), output, force=force)


def write_bytes(data: bytes, output: str, *, force: bool = False) -> None:
    """Write a document or a picture to a file.

    Args:
        data: What is to stand in it.
        output: The file.
        force: Whether an existing file may be replaced.

    Raises:
        BrobyggerError: If the file exists and is not to be replaced, or cannot be written.
    """
    _write_file(data, output, force=force)


def check_output(output: str, *, force: bool = False) -> None:
    """Check that a file could be written, before the work that it is to hold is done.

    Args:
        output: The file.
        force: Whether an existing file may be replaced.

    Raises:
        BrobyggerError: If it exists and is not to be replaced, or there is no folder to write it in.
    """
    with _told(output):
        path = _replaceable(output, force=force)
        if not path.parent.is_dir():
            raise NotADirectoryError(ENOENT, os.strerror(ENOENT))
        if not os.access(path.parent, os.W_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))


def _write_stdout(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
        # Where whoever reads (`| head`) has seen enough, the command's exit code stays what it found.
        if not isinstance(error, BrokenPipeError):
            raise BrobyggerError(
                f"the output cannot be written: {error.strerror}", "Is there room on the disk?"
            ) from error


def _default_format(output: str | None) -> str:
    if output is None:
        return "table" if sys.stdout.isatty() else "csv"
    suffix = Path(output).suffix.casefold()
    if suffix and suffix not in SUFFIXES:
        raise BrobyggerError(
            f"{output}: no output format belongs to the ending {suffix}",
            f"Give one of {', '.join(SUFFIXES)}, or say which with --format.",
        )
    return SUFFIXES.get(suffix, "csv")


def _write_file(data: bytes, output: str, *, force: bool) -> None:
    """Write a file as a whole or not at all: a job that is interrupted leaves no half table behind."""
    with _told(output):
        _replace(_replaceable(output, force=force), data)


@contextmanager
def _told(output: str) -> Iterator[None]:
    """Tell of what goes wrong with a file in words."""
    try:
        yield
    except OSError as error:
        raise BrobyggerError(
            f"{output}: cannot be written: {error.strerror}", "Name a file in an existing folder."
        ) from error


def _replaceable(output: str, *, force: bool) -> Path:
    """Return the path of a file that may be written or replaced."""
    if output == "-":
        raise BrobyggerError(
            "-o -: is not the name of a file", "Leave it out to write to stdout, where that is possible."
        )
    path = Path(output).resolve()  # a link stays, and what it leads to is replaced
    if path.exists() and not path.is_file():
        raise BrobyggerError(f"{output}: is not a file that could be replaced", "Give the name of a file.")
    if path.exists() and not force:
        raise BrobyggerError(f"{output}: exists already", "Give another name, or --force to replace it.")
    return path


def _replace(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".brobygger-", delete=False) as file:
        draft = Path(file.name)
        try:
            file.write(data)
            file.close()
            draft.chmod(0o666 & ~_umask())
            draft.replace(path)
        except BaseException:
            draft.unlink()
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
