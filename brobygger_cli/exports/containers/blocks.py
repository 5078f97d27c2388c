"""Large delimited text in blocks of whole records, each of which is read by itself.

Where a block ends is a guess: at a line end outside quotes, by counting quotation marks. That is safe, as a block that
ended inside a cell could not be read: its quotes would not close.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers.beginning import divided
from brobygger_cli.exports.containers.encoding import decode, find_encoding, find_encoding_of
from brobygger_cli.exports.containers.foreign import known_binary
from brobygger_cli.exports.containers.parts import Shape, flaws_of_header, joined, read_part
from brobygger_cli.exports.containers.records import is_settled, named_width, read_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.exports.containers.parts import Part
    from brobygger_cli.exports.raw import Flaw, RawTable

# A block has so many cells, within so many bytes; it is held in memory several times over while it is read.
_CELLS = 1_000_000
_LEAST, _MOST = 2**20, 2**23
# From so many bytes on it pays to read in blocks.
QUICK_FROM = 2**20
# A line end outside quotes is looked for in so many blocks; then any line end has to do.
_LONGEST = 4
# Encodings in which ASCII characters are single bytes, and no other character holds such a byte.
_ENCODINGS = {"utf-8", "ascii", "cp1252", "iso8859-1", "iso8859-15"}
_UTF_8, _BOM = "utf-8", "\ufeff"
# So much of a file is looked at to find out how it is written; the first that is enough.
_HEADS = (2**18, 2**20, 2**22, 2**24)


class Span(NamedTuple):
    """Where a block stands in its file: from this byte to before that one."""

    start: int
    end: int


class Data(Protocol):
    """The bytes of a file, in memory or on disk."""

    @property
    def size(self) -> int:
        """How many there are."""

    def piece(self, span: Span) -> bytes:
        """Return some of them."""


@dataclass(frozen=True)
class InMemory:
    """Bytes that are in memory already."""

    data: bytes

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.data)

    def piece(self, span: Span) -> bytes:
        """Return some of them."""
        return self.data[span.start : span.end]


@dataclass(frozen=True)
class OnDisk:
    """The bytes of a file, read piece by piece."""

    path: str
    size: int

    def piece(self, span: Span) -> bytes:
        """Return some of them."""
        with Path(self.path).open("rb") as file:
            file.seek(span.start)
            return file.read(span.end - span.start)


@dataclass(frozen=True)
class Blocks:
    """Delimited text that can be read in blocks.

    Attributes:
        data: The bytes.
        shape: What the blocks have in common.
        start: Where the records start, below the header.
        first_line: The line on which they start.
        block: How many bytes a block has.
        certain: Whether the encoding was found from all of the file, or was given.
    """

    data: Data
    shape: Shape
    start: int
    first_line: int
    block: int
    certain: bool = False

    def spans(self) -> Iterator[Span]:
        """Yield where the blocks stand, in order."""
        start = self.start
        while start < self.data.size:
            end = self._end(start)
            yield Span(start, end)
            start = end

    def part(self, span: Span) -> Part:
        """Read one block.

        Raises:
            UnreadableError: It cannot be read; the line is counted in the block.
        """
        return read_part(self.data.piece(span), self.shape)

    def flaws_of_header(self) -> tuple[Flaw, ...]:
        """Return what is wrong with the header; lines are counted from the first block on."""
        return tuple(replace(flaw, line=flaw.line + 1 - self.first_line) for flaw in flaws_of_header(self.shape))

    def mended(self, part: Part) -> Blocks | None:
        """Return the blocks as a part shows that they have to be read; None where it shows nothing new."""
        if part.width > self.shape.width:
            return replace(self, shape=replace(self.shape, width=part.width))
        if part.fits or self.certain:
            return None
        found = _encoding_of(self.data)
        return replace(self, shape=replace(self.shape, encoding=found), certain=True)

    def whole(self) -> RawTable:
        """Read all blocks into one table.

        Raises:
            UnreadableError: They cannot be read as blocks.
        """
        parts = []
        for span in self.spans():
            part = self.part(span)
            if mended := self.mended(part):
                return mended.whole()
            parts.append(part)
        return joined(parts, self.shape, self.first_line)

    def _end(self, start: int) -> int:
        """Return where the block ends that starts at a byte; the last one takes in what would be less than half."""
        size = self.block
        while start + size + self.block // 2 < self.data.size:
            piece = self.data.piece(Span(start, start + size))
            length = _last_end(piece)
            if not length and size >= _LONGEST * self.block:
                length = piece.rfind(b"\n") + 1
            if length:
                return start + length
            size *= 2
        return self.data.size


def open_blocks(
    path: str, data: Data, *, encoding: str | None = None, delimiter: str | None = None, block: int | None = None
) -> Blocks | None:
    """Return delimited text as blocks; None where it has to be read as a whole, or cannot be read at all.

    Args:
        path: The file, for messages.
        data: Its bytes.
        encoding: Its encoding; found when not given.
        delimiter: The character between its cells; found when not given.
        block: How many bytes a block has; as many as are quickest where None.
    """
    try:
        return _open(path, data, encoding, delimiter, block)
    except (UnreadableError, ValueError, LookupError):
        return None  # reading it as a whole tells what is wrong


def read_in_blocks(
    path: str, data: bytes, encoding: str | None = None, delimiter: str | None = None
) -> RawTable | None:
    """Read large delimited text into a raw table; None where it is small, or has to be read as a whole.

    Args:
        path: The file, for messages.
        data: Its bytes.
        encoding: Its encoding; found when not given.
        delimiter: The character between its cells; found when not given.
    """
    if len(data) < QUICK_FROM:
        return None
    blocks = open_blocks(path, InMemory(data), encoding=encoding, delimiter=delimiter)
    try:
        return None if blocks is None else blocks.whole()
    except UnreadableError:
        return None


def _open(path: str, data: Data, encoding: str | None, delimiter: str | None, block: int | None) -> Blocks | None:
    for size in _HEADS:
        head = data.piece(Span(0, size))
        if size < data.size:
            head = head[: head.rfind(b"\n") + 1]
        if b"\0" in head or head.count(b"\r") != head.count(b"\r\n") or known_binary(head):
            return None
        text, found, certain = _decoded(path, data, head, encoding)
        if codecs.lookup(found).name not in _ENCODINGS:
            return None
        if size >= data.size or is_settled(text):
            break
    else:
        return None
    text, delimiter = divided(path, text, delimiter)
    header, lines = read_header(text, delimiter)
    width = named_width(header.cells)
    if not width or len(header.cells) < 2 or not delimiter.isascii():
        return None
    start = 0
    for _ in range(lines):
        start = (head.find(b"\n", start) + 1) or len(head)
    if block is None:
        cells = (head.count(b"\n") + 1) * len(header.cells)
        block = min(max(_CELLS * len(head) // cells, _LEAST), _MOST)
    return Blocks(data, Shape(path, header, width, delimiter, found, encoding), start, lines + 1, block, certain)


def _decoded(path: str, data: Data, head: bytes, given: str | None) -> tuple[str, str, bool]:
    """Return the head of a file as text, its encoding, and whether nothing behind the head can change that."""
    if given is not None:
        return decode(path, head, given)[0], codecs.lookup(given).name, True
    found = find_encoding(head)
    certain = head.startswith(codecs.BOM_UTF8)
    if not certain and not _fits(head):
        found, certain = _encoding_of(data), True
    return head.decode(found, "replace").removeprefix(_BOM), found, certain


def _encoding_of(data: Data) -> str:
    return find_encoding_of(data.piece(Span(start, start + _LEAST)) for start in range(0, data.size, _LEAST))


def _fits(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 throughout."""
    try:
        data.decode(_UTF_8)
    except UnicodeDecodeError:
        return False
    return True


def _last_end(data: bytes) -> int:
    """Return the length of the whole records at the beginning of a block, 0 where no record ends in it."""
    if b'"' not in data:
        return data.rfind(b"\n") + 1
    quotes, end = data.count(b'"'), len(data)
    while True:
        newline = data.rfind(b"\n", 0, end)
        quotes -= data.count(b'"', newline + 1, end)
        if newline < 0 or quotes % 2 == 0:
            return newline + 1
        end = newline
