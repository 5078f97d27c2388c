"""Bytes to characters."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from brobygger_cli.errors import UnreadableError
from brobygger_cli.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

REPLACED = "\ufffd"  # stands where bytes were no character

_BOM = "\ufeff"
_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HINT = "Leave --read-encoding out to have it found, or try utf-8, windows-1252 or utf-16."


def find_encoding(data: bytes) -> str:
    """Tell the encoding of a whole file: a BOM, NUL bytes in step, strict UTF-8, else Windows-1252.

    There is no statistical detector: they misread Danish Windows-1252. A file that is UTF-8 but for a few
    bytes stays UTF-8, so that its good characters are not spoilt: Windows-1252 text hardly ever has the form
    of UTF-8 by chance.
    """
    return find_encoding_of([data])


def find_encoding_of(pieces: Iterable[bytes]) -> str:
    """Tell the encoding of a whole file, as `find_encoding` does, from its bytes piece by piece."""
    zeros, size, breaks, characters = [0, 0], 0, 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    before = b""
    for piece in pieces:
        if not size and (marked := marked_encoding(piece)):
            return marked
        for step in (0, 1):
            zeros[(size + step) % 2] += piece[step::2].count(0)
        size += len(piece)
        text = decoder.decode(piece)
        new = text.count(REPLACED) - (before + piece).count(REPLACED.encode())
        breaks += new
        characters += len(text) - len(text.encode("ascii", "ignore")) - new  # beyond ASCII, and whole
        before = (before + piece)[-2:]
    even, odd = zeros
    # In UTF-16, nearly every character of a European text has a NUL for its high byte, none for its low one.
    if odd > size / 4 and even < odd / 100:
        return "utf-16-le"
    if even > size / 4 and odd < even / 100:
        return "utf-16-be"
    breaks += len(decoder.decode(b"", final=True))
    return "utf-8" if breaks == 0 or characters > breaks else "windows-1252"


def decode(path: str, data: bytes, given: str | None) -> tuple[str, str]:
    """Return the text without a byte order mark, and the name of its encoding.

    Bytes that break an encoding that was found become U+FFFD; an encoding that was given has to fit.

    Raises:
        UnreadableError: `wrong_encoding`.
    """
    if given is None:
        found = find_encoding(data)
        return data.decode(found, "replace").removeprefix(_BOM), found
    try:
        text = data.decode(_resolve(path, data, given))
        text.encode()  # a few encodings can give halves of characters, which nothing can print
    except UnicodeDecodeError as error:
        before = error.object[: error.start].replace(b"\0", b"")  # so that UTF-16, too, has plain line ends
        line = 1 + count_newlines(before.decode("latin-1"))
        message = f'byte 0x{error.object[error.start]:02X} is no character in "{visible(given)}"'
        raise UnreadableError("wrong_encoding", path, message, _HINT, line=line) from error
    except UnicodeError as error:
        message = f'this is not "{visible(given)}" text'
        raise UnreadableError("wrong_encoding", path, message, _HINT) from error
    except (LookupError, ValueError) as error:
        message = f'there is no text encoding "{visible(given)}"'
        raise UnreadableError("wrong_encoding", path, message, _HINT) from error
    return text.removeprefix(_BOM), given


def _resolve(path: str, data: bytes, given: str) -> str:
    """Return the codec for an encoding that was given, unless the file's own mark contradicts it."""
    name = codecs.lookup(given).name
    marked = marked_encoding(data)
    if marked is None:
        return name
    if name.split("-")[:2] != marked.split("-")[:2]:
        message = f'the file is marked as {marked}, which is not "{visible(given)}"'
        raise UnreadableError("wrong_encoding", path, message, _HINT)
    return marked  # the mark tells the byte order, too


def marked_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte order mark tells, None where there is none."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def check_characters(path: str, text: str) -> None:
    """Check that there is no character that no text holds.

    Raises:
        UnreadableError: There is one.
    """
    if (position := text.find("\0")) >= 0:
        line = 1 + count_newlines(text[:position])
        hint = "The file is damaged, or of a kind not known here: export it again as CSV (UTF-8)."
        message = "a NUL character stands here: this is not text"
        raise UnreadableError("not_a_table", path, message, hint, line=line)


def count_newlines(text: str) -> int:
    r"""Count the line ends `\n`, `\r\n` and `\r`."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
