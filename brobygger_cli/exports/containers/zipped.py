"""ZIP archives: what is in them, and their members' bytes, never written to a disk."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from brobygger_cli.errors import BrobyggerError, UnreadableError
from brobygger_cli.exports.beside import LARGEST
from brobygger_cli.exports.containers.members import HEAD
from brobygger_cli.exports.containers.packed import room_for, too_large

if TYPE_CHECKING:
    from zipfile import ZipInfo

_AGAIN = "Export or download it again; the end of the file may be missing."
_ANY_SIZE = 2**62
_PROTECTED = 0x1  # the flag of a member that needs a password


@dataclass(frozen=True)
class Archive:
    """A ZIP archive in memory.

    Attributes:
        path: The file, for messages.
        data: Its bytes.
    """

    path: str
    data: bytes

    @cached_property
    def _opened(self) -> ZipFile:
        try:
            return ZipFile(BytesIO(self.data))
        except Exception as error:  # zipfile stumbles over damage with errors of every kind
            raise self._damaged(error) from error

    def names(self) -> tuple[str, ...]:
        """Return the names of the files in it, with their folders, in the archive's order.

        Raises:
            UnreadableError: It is damaged.
        """
        return tuple(name for name in self._opened.namelist() if name and not name.endswith("/"))

    def head(self, name: str) -> bytes:
        """Return the first bytes of a file in it; nothing where it cannot be read."""
        try:
            with self._opened.open(name) as stream:
                return stream.read(HEAD)
        except Exception:  # noqa: BLE001 - as above; whoever wants the whole file is told what is wrong
            return b""

    def read(self, name: str, room: int | None = None) -> bytes:
        """Return the bytes of a file in it.

        Args:
            name: Its name.
            room: How large it may be; what `room_for` allows where None.

        Raises:
            UnreadableError: It is damaged, protected by a password, or larger; no more than `room` is unpacked.
        """
        room = room_for(len(self.data)) if room is None else room
        try:
            info = copy(self._opened.getinfo(name))
            self._check_access(info)
            info.file_size = _ANY_SIZE  # what the archive tells is not believed
            with self._opened.open(info) as stream:
                unpacked = stream.read(room + 1)
        except BrobyggerError:
            raise
        except Exception as error:  # as above
            raise self._damaged(error) from error
        if len(unpacked) > room:
            raise too_large(self.path, self._kind(), len(self.data))
        return unpacked

    def _check_access(self, info: ZipInfo) -> None:
        if info.flag_bits & _PROTECTED:
            hint = "Unpack it with its password, and name the file that was in it."
            raise UnreadableError("unreadable_file", self.path, "this ZIP archive is protected by a password", hint)

    def _kind(self) -> str:
        return "Excel workbook (.xlsx)" if b"xl/" in self.data else "ZIP archive"

    def _damaged(self, error: Exception) -> UnreadableError:
        reason = str(error) or type(error).__name__
        return UnreadableError("unreadable_file", self.path, f"this {self._kind()} is damaged ({reason})", _AGAIN)


@dataclass(frozen=True)
class InArchive:
    """The files beside a file in a ZIP archive, in the same folder of it.

    Attributes:
        archive: The archive.
        name: The file.
    """

    archive: Archive
    name: str

    def names(self) -> tuple[str, ...]:
        """Return the names of the other files, sorted."""
        folder = self._folder()
        inside = (name for name in self.archive.names() if name.startswith(folder) and name != self.name)
        return tuple(sorted(name[len(folder) :] for name in inside if "/" not in name[len(folder) :]))

    def read(self, name: str) -> bytes:
        """Return the bytes of one of them."""
        try:
            return self.archive.read(self._folder() + name, LARGEST)
        except UnreadableError:
            return b""

    def _folder(self) -> str:
        folder, slash, _ = self.name.rpartition("/")
        return folder + slash
