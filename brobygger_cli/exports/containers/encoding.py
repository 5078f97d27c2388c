"""Bytes to characters."""

from __future__ import annotations

import codecs

from brobygger_cli.errors import UnreadableError
from brobygger_cli.spelling import visible

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
    if marked := _marked_encoding(data):
        return marked
    # In UTF-16, nearly every character of a European text has a NUL for its high byte, none for its low one.
    even, odd = data[::2].count(0), data[1::2].count(0)
    if odd > len(data) / 4 and even < odd / 100:
        return "utf-16-le"
    if even > len(data) / 4 and odd < even / 100:
        return "utf-16-be"
    text = data.decode("utf-8", "replace")
    breaks = text.count(REPLACED) - data.count(REPLACED.encode())
    characters = len(text) - len(text.encode("ascii", "ignore")) - breaks  # beyond ASCII, and whole
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
    marked = _marked_encoding(data)
    if marked is None:
        return name
    if name.split("-")[:2] != marked.split("-")[:2]:
        message = f'the file is marked as {marked}, which is not "{visible(given)}"'
        raise UnreadableError("wrong_encoding", path, message, _HINT)
    return marked  # the mark tells the byte order, too


def _marked_encoding(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def count_newlines(text: str) -> int:
    r"""Count the line ends `\n`, `\r\n` and `\r`."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
