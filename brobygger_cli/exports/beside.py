"""The files that lie beside an export and tell of it: a structure, labels, a dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

# A codebook is small; what is larger is not one, and is not read.
LARGEST = 32 * 2**20


class Beside(Protocol):
    """The files beside an export, in its folder or in the same archive."""

    def names(self) -> tuple[str, ...]:
        """Return the names of the files, sorted; the export's own is not among them."""

    def read(self, name: str) -> bytes:
        """Return the bytes of one of them; nothing where it cannot be read, or is larger than `LARGEST`."""


@dataclass(frozen=True)
class Nothing:
    """No files, as beside standard input."""

    def names(self) -> tuple[str, ...]:
        """Return no names."""
        return ()

    def read(self, name: str) -> bytes:  # noqa: ARG002 - as the protocol has it
        """Return nothing."""
        return b""


NOTHING = Nothing()


@dataclass(frozen=True)
class InFolder:
    """The files beside a file on disk.

    Attributes:
        path: The file.
    """

    path: Path

    def names(self) -> tuple[str, ...]:
        """Return the names of the other files in its folder, sorted."""
        try:
            found = [entry.name for entry in self.path.parent.iterdir() if entry.is_file()]
        except OSError:
            return ()
        return tuple(sorted(name for name in found if name != self.path.name))

    def read(self, name: str) -> bytes:
        """Return the bytes of one of them."""
        path = self.path.parent / name
        try:
            return path.read_bytes() if path.stat().st_size <= LARGEST else b""
        except OSError:
            return b""
