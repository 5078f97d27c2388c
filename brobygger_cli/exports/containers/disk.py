"""Fetch a file's bytes, or say why that cannot be done."""

from __future__ import annotations

from pathlib import Path

from brobygger_cli.errors import UnreadableError
from brobygger_cli.spelling import nearest


def read_bytes(path: str) -> bytes:
    """Return the file's bytes.

    Raises:
        UnreadableError: `file_not_found`, or `unreadable_file` (a folder, no permission, a disk error).
    """
    try:
        return Path(path).read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a NUL in the name
        raise UnreadableError("file_not_found", path, "there is no such file", _nearest_hint(path)) from error
    except IsADirectoryError as error:
        hint = "Name one of the files in the folder."
        raise UnreadableError("unreadable_file", path, "this is a folder, not a file", hint) from error
    except PermissionError as error:
        if Path(path).is_dir():  # Windows refuses permission to open a folder
            hint = "Name one of the files in the folder."
            raise UnreadableError("unreadable_file", path, "this is a folder, not a file", hint) from error
        hint = "Ask for permission to read it, or close it in the program that has it open."
        raise UnreadableError("unreadable_file", path, "no permission to read this file", hint) from error
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "Check the path and the disk, or copy the file elsewhere."
        raise UnreadableError("unreadable_file", path, f"the file cannot be read ({reason})", hint) from error


def _nearest_hint(path: str) -> str:
    folder = Path(path).parent
    try:
        near = nearest(Path(path).name, sorted(entry.name for entry in folder.iterdir()))
    except (OSError, ValueError):
        return f"There is no folder {folder} either, or it cannot be read."
    if near is not None:
        return f"Did you mean {folder / near}?"
    return f"Check the name; the folder looked in is {folder.resolve()}."
