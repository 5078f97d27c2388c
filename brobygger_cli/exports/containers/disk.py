"""Fetch a file's bytes, or say why that cannot be done."""

from __future__ import annotations

import sys
from pathlib import Path

from brobygger_cli.errors import BrobyggerError, UnreadableError
from brobygger_cli.spelling import nearest

STDIN = "-"


def read_bytes(path: str) -> bytes:
    """Return the file's bytes, or those of standard input where the path is `-`.

    Raises:
        UnreadableError: `file_not_found`, or `unreadable_file` (no permission, a disk error).
        BrobyggerError: Standard input has been read before.
    """
    if path == STDIN:
        return _read_stdin()
    try:
        return Path(path).read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a NUL in the name
        raise UnreadableError("file_not_found", path, "there is no such file", _nearest_hint(path)) from error
    except PermissionError as error:
        hint = "Ask for permission to read it, or close it in the program that has it open."
        raise UnreadableError("unreadable_file", path, "no permission to read this file", hint) from error
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "Check the path and the disk, or copy the file elsewhere."
        raise UnreadableError("unreadable_file", path, f"the file cannot be read ({reason})", hint) from error


def is_folder(path: str) -> bool:
    """Tell whether a path is that of a folder; one that nothing can have is none."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _read_stdin() -> bytes:
    """Return all of standard input; it is closed afterwards, so that nobody takes the rest, which is nothing."""
    stream = sys.stdin
    if stream is None or stream.closed:
        hint = "Standard input can be read once: name a file for every other wave."
        raise BrobyggerError(f"{STDIN}: there is no standard input left to read", hint)
    try:
        with stream.buffer:
            return stream.buffer.read()
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "Check the command whose output is read, or write its output to a file."
        message = f"standard input cannot be read ({reason})"
        raise UnreadableError("unreadable_file", STDIN, message, hint) from error


def _nearest_hint(path: str) -> str:
    folder = Path(path).parent
    try:
        near = nearest(Path(path).name, sorted(entry.name for entry in folder.iterdir()))
    except (OSError, ValueError):
        return f"There is no folder {folder} either, or it cannot be read."
    if near is not None:
        return f"Did you mean {folder / near}?"
    return f"Check the name; the folder looked in is {folder.resolve()}."
