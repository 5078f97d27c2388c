"""Which of the files of an export, in a folder or an archive, holds the respondents: the one that is no codebook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from brobygger_cli.errors import BrobyggerError, UnreadableError
from brobygger_cli.exports.containers.foreign import known_binary, known_markup
from brobygger_cli.spelling import did_you_mean, normalise, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = 4096  # the bytes by which a file's kind is told
LISTED = 12  # the names that a message shows

_WORD = re.compile(r"[^\W\d_]+")
# The files of platforms have English names whatever the language of the survey.
_CODEBOOK = {
    "structure",
    "label",
    "labels",
    "dictionary",
    "datadictionary",
    "codebook",
    "metadata",
    "readme",
    "variables",
}
_DATASET = {"data", "dataset"}
_LEFTOVERS = {"thumbs.db", "desktop.ini"}


class Members(Protocol):
    """The files of an export."""

    def names(self) -> Sequence[str]:
        """Return their names, with their folders."""

    def head(self, name: str) -> bytes:
        """Return the first `HEAD` bytes of one of them."""


@dataclass(frozen=True)
class Dataset:
    """The file with the respondents.

    Attributes:
        name: Its name.
        sheet: The sheet of it, where that is what the user named.
    """

    name: str
    sheet: str | None


def find_dataset(path: str, kind: str, members: Members, asked: str | None) -> Dataset:
    """Tell which file of an export holds the respondents.

    Args:
        path: The folder or archive, for messages.
        kind: Which of the two it is, in words.
        members: The files in it.
        asked: The file that the user named; or the sheet, where the dataset is a workbook.

    Raises:
        UnreadableError: No file may be a table, or they are blocks of a large one.
        BrobyggerError: Several may be the one, or there is none of the name asked for.
    """
    names = [name for name in members.names() if not _is_leftover(name)]
    if asked is not None:
        named = [name for name in names if asked == name] or [name for name in names if _same(asked, name)]
        if len(named) == 1:
            return Dataset(named[0], None)
    candidates = _candidates(members, names)
    if asked is not None and not (len(candidates) == 1 and members.head(candidates[0]).startswith(b"PK")):
        message = f"{path}: --sheet {asked}: there is no such file in this {kind}{did_you_mean(asked, names)}"
        raise BrobyggerError(message, f"There are: {_listed(names)}.")
    if len(candidates) == 1:
        return Dataset(candidates[0], asked)
    if not candidates:
        message = f"this {kind} holds no table of respondents: {_listed(names) or 'there are no files in it'}"
        hint = "Name the file or folder of an export, or choose a file in it with --sheet NAME."
        raise UnreadableError("unreadable_file", path, message, hint)
    if all(members.head(name).startswith(b"PAR1") for name in candidates):
        message = f"this {kind} holds {len(candidates)} Parquet files, the blocks of one large table"
        hint = "Read it with --engine duckdb, or choose one of the files with --sheet NAME."
        raise UnreadableError("unreadable_file", path, message, hint)
    message = f"{path}: several files in this {kind} may be the dataset: {_listed(candidates)}"
    raise BrobyggerError(message, "Choose one with --sheet NAME, or name the file itself.")


def _candidates(members: Members, names: Sequence[str]) -> list[str]:
    """Return the files that may be the dataset: the only one called so, or all that are no codebook."""
    tables = [name for name in names if not _words(name) & _CODEBOOK]
    if len(names) == 1:
        return list(names)
    if len(tables) > 1:
        tables = [name for name in tables if _may_be_a_table(members.head(name))]
    called = [name for name in tables if _words(name) & _DATASET]
    return called if len(called) == 1 else tables


def _words(name: str) -> set[str]:
    """Return the words of a file's name, without those of its folder and its suffix."""
    stem, dot, suffix = _base(name).rpartition(".")
    return set(_WORD.findall(normalise(stem if dot else suffix)))


def _base(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _is_leftover(name: str) -> bool:
    """Tell what a system or a program left behind from what somebody put there."""
    base = _base(name)
    return base.startswith((".", "~$")) or base.casefold() in _LEFTOVERS or name.startswith("__MACOSX/")


def _same(asked: str, name: str) -> bool:
    return normalise(asked) in {normalise(name), normalise(_base(name))}


def _may_be_a_table(head: bytes) -> bool:
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    return bool(head) and known_binary(head) is None and known_markup(text) is None


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(map(visible, names[:LISTED])) + more
