"""The dictionary of an SPSS system file, looked at before a library reads it.

The library ends the whole program over a labelled code of text that is not in the file's encoding. Of multiple-response
sets it gives only counted values that are whole numbers, and it gives up where the variables have names that are not
ASCII in a file that is not UTF-8: they are read here, and hidden from it.
"""

from __future__ import annotations

import codecs
import struct
from dataclasses import dataclass, field

_HEADER = 176  # bytes
_LAYOUT_AT = 64  # where 2 or 3 stands, in the file's order of bytes
_VARIABLE, _VALUE_LABELS, _DOCUMENT, _EXTENSION, _END = 2, 3, 6, 7, 999  # kinds of records
_INTEGERS, _SETS, _LONG_NAMES, _NEWER_SETS, _ENCODING = 3, 7, 13, 19, 20  # kinds of extensions
_IGNORED = bytes(4)  # the kind of an extension that nobody reads
_CODE_PAGES = {0: "utf-8", 2: "cp1252", 3: "cp1252", 65001: "utf-8"}
_TEXT = 1  # the format of text


@dataclass
class Dictionary:
    """What is looked up in a dictionary.

    Attributes:
        texts: Whether the variable at a place holds text; the rest of a long text has places of its own.
        places: How many places there are.
        rest, missed: How many of them are the rest of the last text, and for how many of these no record came.
        coded_texts: The labelled codes of text.
        extensions: The bytes of every kind of extension.
        code_page: The code page of the text.
        sets_at: Where the kinds of those extensions stand that hold multiple-response sets.
    """

    texts: dict[int, bool] = field(default_factory=dict)
    places: int = 0
    rest: int = 0
    missed: int = 0
    coded_texts: list[bytes] = field(default_factory=list)
    extensions: dict[int, bytes] = field(default_factory=dict)
    code_page: int = 0
    sets_at: list[int] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        """The encoding that the file tells, by its name or its code page; UTF-8 where it tells none."""
        named = self.extensions.get(_ENCODING, b"").strip(b" \0").decode("ascii", "replace")
        return named or _CODE_PAGES.get(self.code_page, f"cp{self.code_page}")

    @property
    def sets(self) -> bytes:
        """The multiple-response sets, a line for each."""
        return b"\n".join(self.extensions.get(kind, b"") for kind in (_SETS, _NEWER_SETS))

    def long_names(self, encoding: str) -> dict[str, str]:
        """Return the long name of every variable that has one, by its short name in small letters."""
        pairs = decoded(self.extensions.get(_LONG_NAMES, b""), encoding).strip(" \0").split("\t")
        return {short.casefold(): long for short, _, long in (pair.partition("=") for pair in pairs)}

    def without_sets(self, data: bytes) -> bytes:
        """Return the file with its multiple-response sets hidden."""
        if not self.sets_at:
            return data
        hidden = bytearray(data)
        for at in self.sets_at:
            hidden[at : at + len(_IGNORED)] = _IGNORED
        return bytes(hidden)

    def foreign_code(self, encoding: str) -> bytes | None:
        """Return a labelled code that is no text in an encoding; None where all are."""
        return next((code for code in self.coded_texts if not _is_text(code, encoding)), None)


def read_dictionary(data: bytes) -> Dictionary | None:
    """Follow the records of a dictionary.

    Args:
        data: The bytes of a .sav or .zsav file.

    Returns:
        What it tells; None where its records do not follow each other.
    """
    found = Dictionary()
    try:
        records = _Records(data)
        while (kind := records.integer()) != _END:
            _READERS[kind](records, found)
    except (struct.error, KeyError, ValueError):
        return None
    return found


class _Records:
    """A place among the records."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.order = "<" if struct.unpack_from("<i", data, _LAYOUT_AT)[0] in {2, 3} else ">"
        self.at = _HEADER

    def integer(self) -> int:
        return int.from_bytes(self.take(4), "little" if self.order == "<" else "big", signed=True)

    def take(self, length: int) -> bytes:
        taken = struct.unpack_from(f"{max(length, 0)}s", self.data, self.at)[0]
        self.at += len(taken)
        return bytes(taken)


def _variable(records: _Records, found: Dictionary) -> None:
    """Go past a variable, or past eight more bytes of a long text, which have a place of their own."""
    width, has_label, missing, shown, written = (records.integer() for _ in range(5))
    records.take(8)
    if has_label:
        records.take((records.integer() + 3) // 4 * 4)
    records.take(8 * abs(missing))
    if width < 0:
        found.missed -= 1
        return
    _check_rest(found)
    found.texts[found.places] = width > 0 or _TEXT in {shown >> 16 & 0xFF, written >> 16 & 0xFF}
    found.rest = found.missed = max(0, (width + 7) // 8 - 1)
    found.places += 1 + found.rest


def _check_rest(found: Dictionary) -> None:
    """Check that the rest of the last text had all its records, or none, as some programs leave them out."""
    if found.missed not in {0, found.rest}:
        raise ValueError("the records of a long text are not complete")


def _value_labels(records: _Records, found: Dictionary) -> None:
    """Go past the labels of some values, and the places (1-based) of the variables that they belong to."""
    codes = []
    for _ in range(records.integer()):
        codes.append(records.take(8))
        length = records.take(1)[0]
        records.take((length + 8) // 8 * 8 - 1)
    records.integer()
    _check_rest(found)
    of_text = [found.texts[records.integer() - 1] for _ in range(records.integer())]
    if any(of_text) or not of_text:
        found.coded_texts += codes


def _document(records: _Records, _: Dictionary) -> None:
    records.take(80 * records.integer())


def _extension(records: _Records, found: Dictionary) -> None:
    at = records.at
    kind, size, count = (records.integer() for _ in range(3))
    data = records.take(size * count)
    found.extensions[kind] = data
    if kind in {_SETS, _NEWER_SETS}:
        found.sets_at.append(at)
    if kind == _INTEGERS and len(data) == 32:
        (found.code_page,) = struct.unpack_from(f"{records.order}i", data, 28)


_READERS = {_VARIABLE: _variable, _VALUE_LABELS: _value_labels, _DOCUMENT: _document, _EXTENSION: _extension}


def decoded(data: bytes, encoding: str) -> str:
    """Return text in an encoding, which may be one that only other programs know."""
    try:
        return data.decode(encoding, "replace")
    except (LookupError, ValueError):
        return data.decode("ascii", "replace")


def _is_text(code: bytes, encoding: str) -> bool:
    """Tell whether bytes are text in an encoding; a character that is cut off at their end does no harm."""
    try:
        return code.isascii() or codecs.getincrementaldecoder(encoding)().decode(code) is not None
    except (LookupError, ValueError):
        return False
