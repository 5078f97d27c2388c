"""Files of statistics programs, read by pyreadstat: what they tell of their variables, and the values."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers.library import library
from brobygger_cli.exports.containers.packed import room_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyreadstat import metadata_container

# The library's names of the formats.
Format = Literal["sav/zsav", "por", "dta"]
# What a cell or a code may be.
Value = float | int | str

# How many values are held at a time: as objects of Python they take ten times the room of the cells made of them.
_BATCH = 5_000_000
_UNTOLD = 100_000  # the rows that the library makes room for where a file does not tell how many it has


class StatisticsFile:
    """A file of a statistics program in memory.

    Args:
        path: The file, for messages.
        data: Its bytes.
        form: Its format.
        kind: What it is, in words that end a sentence.
        encoding: The encoding of its text; what the file tells where None.

    Raises:
        UnreadableError: It is damaged.
        BrobyggerError: The library is not installed.
    """

    def __init__(self, path: str, data: bytes, form: Format, kind: str, encoding: str | None) -> None:
        self.path, self._data, self._form, self._kind, self._encoding = path, data, form, kind, encoding
        _, self.meta = self._parse(columns=None)
        self.names: list[str] = self.meta.column_names
        self._check_claims()
        if not all(self.names):  # the library gives None
            raise self._unreadable("a variable has no name")

    def columns(self) -> Iterator[tuple[str, list[Value | None]]]:
        """Yield the name and the values of every variable.

        Numbers are floats or ints, dates as well; a value that the system calls missing is None, and one of Stata's
        extended missing values its letter.

        Raises:
            UnreadableError: The file is damaged.
        """
        at_once = max(1, _BATCH // max(self.meta.number_rows or _UNTOLD, 1))
        for start in range(0, len(self.names), at_once):
            names = self.names[start : start + at_once]
            values, _ = self._parse(columns=names)
            for name in names:
                yield name, values[name]

    def _check_claims(self) -> None:
        """Refuse a file that tells of more values than its bytes can hold, before room is made for them."""
        rows, columns = self.meta.number_rows or 0, len(self.names)
        packed = self._data.startswith(b"$FL3")
        if rows * columns > (room_for(len(self._data)) if packed else len(self._data)):
            message = f"{self._kind} of {rows:,} cases and {columns:,} variables, which is more than its bytes hold"
            hint = "The file is cut off or damaged: export or copy it again."
            raise UnreadableError("unreadable_file", self.path, f"this is {message}", hint)

    def _parse(self, columns: list[str] | None) -> tuple[dict[str, list[Value | None]], metadata_container]:
        """Return the values of some variables, and what is told of all; no values where None."""
        pyreadstat = library("pyreadstat.pyreadstat", self.path, self._kind, "spss")
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # of two variables with one name
            try:
                # Its own functions give no user-missing values of .por files; all of them come down to this one.
                values, meta = pyreadstat.parser_entry_point(
                    BytesIO(self._data),
                    self._form,
                    metadataonly=columns is None,
                    usecols=columns,
                    encoding=self._encoding,
                    user_missing=True,
                    disable_datetime_conversion=True,
                    output_format="dict",
                )
            except Exception as error:  # its own errors, and those that it stumbles over in damaged files
                raise self._failed(error) from error
        return values, meta

    def _failed(self, error: Exception) -> UnreadableError:
        reason = str(error) or type(error).__name__
        if isinstance(error, UnicodeError) or "convert string" in reason or "character set" in reason:
            message = f"the text in this file is not in the encoding that it should be in ({reason})"
            hint = "Say which it is in: --read-encoding windows-1252, or utf-8."
            return UnreadableError("wrong_encoding", self.path, message, hint)
        return self._unreadable(reason)

    def _unreadable(self, reason: str) -> UnreadableError:
        hint = "It may be cut off or damaged: open it in the program that wrote it, and save it again."
        message = f"this is {self._kind} that cannot be read ({reason})"
        return UnreadableError("unreadable_file", self.path, message, hint)
