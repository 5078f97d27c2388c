"""The errors that reach a user: one base class with a hint, caught in one place (`cli.main`)."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a shell script may rely on; documented in docs/reference.md."""

    DONE = 0
    VIOLATIONS = 1
    UNUSABLE = 2
    INTERRUPTED = 130


class BrobyggerError(Exception):
    """Something the user can mend: what is wrong, and what to do about it.

    Args:
        message: What is wrong and where: file, line, column and value as far as they are known.
        hint: What to do.
    """

    exit_code = ExitCode.UNUSABLE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UnreadableError(BrobyggerError):
    """A file that cannot be read as a table at all.

    Args:
        code: The stable violation code under which `validate` reports it.
        path: The file.
        message: What is wrong with it.
        hint: What to do.
        line: The physical line, where one can be named.
    """

    def __init__(self, code: str, path: str, message: str, hint: str = "", *, line: int | None = None) -> None:
        where = path if line is None else f"{path}, line {line}"
        super().__init__(f"{where}: {message}", hint)
        self.code = code
        self.path = path
        self.rule = message
        self.line = line


class InvalidDataError(BrobyggerError):
    """A file was read, but its data break the questionnaire's rules."""

    exit_code = ExitCode.VIOLATIONS
