"""Exports too large to be held in memory: opened, to be read block by block."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.beside import InFolder
from brobygger_cli.exports.containers.blocks import Blocks, OnDisk, Span, open_blocks
from brobygger_cli.exports.containers.disk import STDIN
from brobygger_cli.exports.containers.kinds import kind_of
from brobygger_cli.exports.containers.quick import keys_of
from brobygger_cli.exports.layouts import PLAIN, apply_layout

if TYPE_CHECKING:
    from brobygger_cli.exports import HowToRead
    from brobygger_cli.exports.raw import RawTable

__all__ = ["LARGE_FROM", "Blocks", "Large", "Span", "keys_of", "open_large"]

# Files of so many bytes are read block by block; smaller ones are quicker read at once.
LARGE_FROM = 2**25
# So many bytes tell whether a platform has filled a file.
_HEAD = 2**19


@dataclass(frozen=True)
class Large:
    """An export that is read block by block.

    Attributes:
        blocks: All of it.
        head: Its first records as a table, which tells how it looks.
    """

    blocks: Blocks
    head: RawTable


def open_large(path: str, how: HowToRead) -> Large | None:
    """Open a large export; None where it is small, or has to be read as a whole: any but plain delimited text.

    Args:
        path: The file.
        how: How to read it.

    Raises:
        BrobyggerError: There is no such layout.
    """
    file = Path(path)
    try:
        if path == STDIN or not file.is_file() or file.stat().st_size < LARGE_FROM:
            return None
        data = OnDisk(path, file.stat().st_size)
        if kind_of(data.piece(Span(0, 4096))) != "text":
            return None
        blocks = open_blocks(path, data, encoding=how.encoding, delimiter=how.delimiter)
    except (OSError, ValueError):  # a NUL in the name; reading it as a whole says what is wrong
        return None
    return None if blocks is None else _with_head(blocks, how)


def _with_head(blocks: Blocks, how: HowToRead) -> Large | None:
    """Return blocks with their first records as a table; None where a platform has filled it."""
    first = replace(blocks, block=min(blocks.block, _HEAD))
    try:
        part = blocks.part(next(first.spans()))
    except (UnreadableError, StopIteration):
        return None
    mended = blocks.mended(part)
    if mended is not None:
        return _with_head(mended, how)
    table = replace(part.table, beside=InFolder(Path(blocks.shape.path)))
    head = apply_layout(table, how.layout)
    return Large(blocks, head) if head.layout == PLAIN else None
