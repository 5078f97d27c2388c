"""A folder that holds the files of one export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers.members import HEAD

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Folder:
    """The files in a folder.

    Attributes:
        path: The folder.
    """

    path: Path

    def names(self) -> tuple[str, ...]:
        """Return the names of the files in it, sorted; those in its folders are not among them.

        Raises:
            UnreadableError: There is no permission to look into it.
        """
        try:
            return tuple(sorted(entry.name for entry in self.path.iterdir() if entry.is_file()))
        except OSError as error:
            reason = error.strerror or str(error)
            hint = "Ask for permission to read it, or name a file in it."
            message = f"the folder cannot be read ({reason})"
            raise UnreadableError("unreadable_file", str(self.path), message, hint) from error

    def head(self, name: str) -> bytes:
        """Return the first bytes of one of them; nothing where it cannot be read."""
        try:
            with (self.path / name).open("rb") as stream:
                return stream.read(HEAD)
        except OSError:
            return b""
