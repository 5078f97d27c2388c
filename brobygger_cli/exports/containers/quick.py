"""Delimited text straight from its bytes, column by column: quick, and only where that is certain.

A block of whole records is split at its delimiters and line ends in one go, and every cell is looked up by its bytes,
so that no cell becomes a text of its own. Whatever is doubtful is left to `records`, which reads character by
character: a quotation mark written twice inside a cell, one that does not stand at an end of its cell, a carriage
return alone.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from brobygger_cli.exports.raw import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy.typing as npt

    Bytes = npt.NDArray[np.uint8]
    Places = npt.NDArray[np.intp]
    Texts = npt.NDArray[np.object_]
    Words = npt.NDArray[np.uint64]

_NEWLINE, _RETURN, _QUOTE = b'\n\r"'
_WORD = 8
_LONGEST = 8 * _WORD  # bytes; longer cells are looked up one by one
_FIRST = 256  # cells that are looked at one by one
_FEW = 255  # texts that are told apart by one byte, with one to spare
_LARGEST_PART = 0.1  # of records that are no plain ones; where there are more, a block is not quick to read
_MASKS = np.array([(1 << (8 * length)) - 1 for length in range(_WORD + 1)], dtype=np.uint64)
_FACTOR = 0x9E3779B97F4A7C15  # odd and without a pattern: different words seldom have the same sum
_FACTORS = np.array([pow(_FACTOR, place, 2**64) for place in range(_LONGEST // _WORD)], dtype=np.uint64)
_BEYOND_ASCII = np.uint64(0x8080808080808080)
_BLANK, _DELETE = 32, 127  # between them are the characters of ASCII that are seen


class Columns(NamedTuple):
    """What a block holds.

    Attributes:
        cells: The cells of every column, of the records that have as many as the header.
        lines: The line (1-based, in the block) at which each of these records starts, shape (records,).
        others: The bytes of every other record, by the line at which it starts.
    """

    cells: list[Cells]
    lines: npt.NDArray[np.int64]
    others: dict[int, bytes]


def read_quickly(data: bytes, delimiter: str, width: int, encoding: str) -> Columns | None:
    """Return the columns of a block; None where it cannot be read quickly with certainty.

    Args:
        data: Whole records; the last one may lack its line end.
        delimiter: What stands between cells: one ASCII character.
        width: How many cells the header has; more than one.
        encoding: One in which ASCII characters are single bytes, and no others contain such bytes.
    """
    if b"\0" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return None
    if not data.endswith(b"\n"):
        data += b"\n"
    padded = np.zeros(len(data) + _WORD, dtype=np.uint8)  # so that a word can be taken at every byte
    body = padded[: len(data)]
    body[:] = np.frombuffer(data, dtype=np.uint8)
    is_newline = body == _NEWLINE
    cuts, newlines, quoted = np.flatnonzero((body == ord(delimiter)) | is_newline), np.flatnonzero(is_newline), False
    if b'"' in data:
        quoted, outside = True, _outside_quotes(body, cuts, delimiter)
        if outside is None:
            return None
        cuts = cuts[outside]
    records = _records(body, cuts, newlines, width)
    if records is None:
        return None
    lines = np.arange(1, len(records.ends) + 1)
    if quoted:  # lines end within quotes, too
        lines[1:] = np.searchsorted(newlines, records.ends[:-1]) + 2
    starts = np.concatenate([[0], records.ends[:-1] + 1]) if len(records.ends) else records.ends
    others = {
        line: data[start:end]
        for line, start, end in zip(*(of[~records.plain].tolist() for of in (lines, starts, records.ends)), strict=True)
    }
    try:
        cells = _columns(padded, data, starts[records.plain], records.cell_ends, encoding, quoted=quoted)
    except UnicodeDecodeError:
        return None
    return Columns(cells, lines[records.plain], others)


class _Records(NamedTuple):
    """Where the records of a block stand.

    Attributes:
        ends: Where every record ends, shape (records,).
        plain: Which of them have as many cells as the header, shape (records,).
        cell_ends: Where the cells of these end, shape (width, plain records).
    """

    ends: Places
    plain: npt.NDArray[np.bool_]
    cell_ends: Places


def _records(body: Bytes, cuts: Places, newlines: Places, width: int) -> _Records | None:
    """Return where the records and their cells stand; None where too many have not as many cells as the header."""
    if len(cuts) == width * len(newlines) and np.array_equal(cuts[width - 1 :: width], newlines):
        return _Records(newlines, np.ones(len(newlines), dtype=bool), np.ascontiguousarray(cuts.reshape(-1, width).T))
    last = np.flatnonzero(body[cuts] == _NEWLINE)
    plain = np.diff(last, prepend=-1) == width
    if plain.sum() < (1 - _LARGEST_PART) * len(plain):
        return None
    return _Records(cuts[last], plain, cuts[np.arange(1 - width, 1)[:, None] + last[plain]])


def _outside_quotes(body: Bytes, cuts: Places, delimiter: str) -> npt.NDArray[np.bool_] | None:
    """Return which delimiters and line ends stand outside quotes; None where quotes do not enclose whole cells."""
    quotes = np.flatnonzero(body == _QUOTE)
    opening, closing = quotes[::2], quotes[1::2]
    if len(opening) != len(closing):
        return None
    around = np.zeros(256, dtype=bool)
    around[[_NEWLINE, ord(delimiter)]] = True
    begin = around[body[opening - 1]]
    begin[opening == 0] = True
    around[_RETURN] = True  # which a newline follows
    if not (begin & around[body[closing + 1]]).all():
        return None
    return np.asarray(np.searchsorted(quotes, cuts) % 2 == 0)


def _columns(padded: Bytes, data: bytes, first: Places, ends: Places, encoding: str, *, quoted: bool) -> list[Cells]:
    words = np.ndarray(len(padded) - _WORD + 1, dtype="<u8", buffer=padded, strides=(1,))
    bytewise = _Bytewise(data.decode("latin-1"), encoding, b"+" in data)
    returns = b"\r" in data
    found = []
    for column, end in enumerate(ends):
        start = ends[column - 1] + 1 if column else first
        stop = end
        if returns and column == len(ends) - 1:
            stop = end - (padded[end - 1] == _RETURN)
        if quoted:
            enclosed = (padded[start] == _QUOTE) & (stop > start)
            start, stop = start + enclosed, stop - enclosed
        found.append(_cells(padded, words, bytewise, start, stop))
    return found


class _Bytewise(NamedTuple):
    """A text with one character for each byte, whatever its encoding: its pieces are cut out quickly."""

    text: str
    encoding: str
    plus: bool

    def pieces(self, start: Places, stop: Places) -> Texts:
        """Return the texts from some bytes to before others."""
        cut = [self.text[a:b] for a, b in zip(start.tolist(), stop.tolist(), strict=True)]
        if not self.text.isascii():
            cut = [piece if piece.isascii() else piece.encode("latin-1").decode(self.encoding) for piece in cut]
        return np.array(cut, dtype=object)


def _cells(padded: Bytes, words: Words, bytewise: _Bytewise, start: Places, stop: Places) -> Cells:
    """Return the cells of one column, each distinct one decoded once."""
    length = stop - start
    longest = int(length.max(initial=0))
    if longest <= 1:
        return _characters(padded, bytewise, start, length)
    if longest > _LONGEST:
        return Cells.of(bytewise.pieces(start, stop))
    key = words[start] & _MASKS[length if longest <= _WORD else np.minimum(length, _WORD)]
    parts = [key]
    for place in range(_WORD, longest, _WORD):
        left = np.clip(length - place, 0, _WORD)
        parts.append(words[np.minimum(start + place, len(words) - 1)] & _MASKS[left])
        key = key + parts[-1] * _FACTORS[place // _WORD]
    codes, keys = pd.factorize(key)
    first = _first_of_each(codes)
    if len(parts) > 1 and not all((part[first][codes] == part).all() for part in parts):
        codes, first = _told_apart(parts)
        keys = key[first]
    if len(first) <= _FEW:
        return Cells(bytewise.pieces(start[first], stop[first]), codes.astype(np.uint8), keys)
    ends = padded[start], padded[stop - 1]
    seen = length.min() > 0 and all(bool(((end > _BLANK) & (end < _DELETE)).all()) for end in ends)
    if seen and not bytewise.plus and not any(bool((part & _BEYOND_ASCII).any()) for part in parts):
        return _Uncut(partial(bytewise.pieces, start[first], stop[first]), codes, keys)
    return Cells(bytewise.pieces(start[first], stop[first]), codes, keys)


class _Uncut(Cells):
    """Plain cells of which many differ, cut out of the text when somebody asks for them: ids, mostly.

    Args:
        cut: Cuts out the different cells, in the order in which they are first seen.
        codes: Which of them every record holds, shape (records,).
        keys: The keys of the different cells.
    """

    _cut: Callable[[], Texts]

    def __init__(self, cut: Callable[[], Texts], codes: Places, keys: Words) -> None:
        for name, value in {"codes": codes, "keys": keys, "plain": True, "different": len(keys), "_cut": cut}.items():
            object.__setattr__(self, name, value)

    @cached_property
    def texts(self) -> Texts:
        """The different cells."""
        return self._cut()


def keys_of(texts: Iterable[str], encoding: str) -> Words:
    """Return the keys of texts, as `Cells` has them."""
    return np.array([_key(text.encode(encoding)) for text in texts], dtype=np.uint64)


def _key(data: bytes) -> int:
    words = (int.from_bytes(data[at : at + _WORD], "little") for at in range(0, len(data), _WORD))
    return sum(word * pow(_FACTOR, place, 2**64) for place, word in enumerate(words)) % 2**64


def _characters(padded: Bytes, bytewise: _Bytewise, start: Places, length: Places) -> Cells:
    """Return the cells of a column in which none is longer than one byte."""
    byte = padded[start] * length.astype(np.uint8)
    # As bytes are a few, they are mostly all among the first cells, in the order in which they are first seen.
    first = np.array(list(dict.fromkeys(byte[:_FIRST].tobytes())), dtype=np.uint8)
    if len(first) < np.count_nonzero(np.bincount(byte, minlength=256)):
        first = np.array(list(dict.fromkeys(byte.tobytes())), dtype=np.uint8)
    table = np.zeros(256, dtype=np.uint8)
    table[first] = np.arange(len(first))
    codes = np.frombuffer(bytearray(byte).translate(table.tobytes()), dtype=np.uint8)
    texts = [bytes([one]).decode(bytewise.encoding) if one else "" for one in first.tolist()]
    return Cells(np.array(texts, dtype=object), codes, first.astype(np.uint64))


def _first_of_each(codes: Places) -> Places:
    """Return where each code stands first; codes are numbered as they appear."""
    first = np.empty(int(codes.max(initial=-1)) + 1, dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def _told_apart(parts: list[Words]) -> tuple[Places, Places]:
    """Return the codes of cells that one sum of their words does not tell apart, and where each stands first."""
    codes = np.zeros(len(parts[0]), dtype=np.intp)
    for part in parts:
        by_part, distinct = pd.factorize(part)
        codes, _ = pd.factorize(codes * len(distinct) + by_part)
    return codes, _first_of_each(codes)
