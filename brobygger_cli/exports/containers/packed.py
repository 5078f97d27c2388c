"""How large a packed file may become when it is unpacked, and gzip."""

from __future__ import annotations

import zlib
from gzip import BadGzipFile, GzipFile
from io import BytesIO

from brobygger_cli.errors import UnreadableError

LARGEST = 4 * 2**30  # bytes, whatever the file
RATIO = 200  # times its own size: tables of text shrink to a tenth or, if most cells are alike, to a hundredth
UNHEEDED = 64 * 2**20  # bytes that any file may take: below, the ratio says nothing

_CUT_OFF = "Export or download it again: the end of the file seems to be missing."


def room_for(packed: int) -> int:
    """Return how many bytes a file of `packed` bytes may become."""
    return min(LARGEST, max(UNHEEDED, RATIO * packed))


def too_large(path: str, kind: str, packed: int) -> UnreadableError:
    """Return the error of a file that would become larger than that."""
    limit = f"{room_for(packed) / 2**20:,.0f} MiB"
    message = f"unpacked, this {kind} of {packed:,} bytes is larger than {limit}, so it is not read"
    hint = (
        "If you trust it, unpack it yourself or save it as CSV. "
        f"The limit is {RATIO} times its size, at least {UNHEEDED // 2**20} MiB and at most {LARGEST // 2**30} GiB."
    )
    return UnreadableError("unreadable_file", path, message, hint)


def ungzip(path: str, data: bytes) -> bytes:
    """Return what a gzip archive holds.

    Raises:
        UnreadableError: It is damaged, or larger than `room_for` allows; no more than that is unpacked.
    """
    room = room_for(len(data))
    try:
        with GzipFile(fileobj=BytesIO(data)) as stream:
            unpacked = stream.read(room + 1)
    except EOFError as error:
        raise UnreadableError("unreadable_file", path, "this gzip archive is cut off", _CUT_OFF) from error
    except (BadGzipFile, zlib.error) as error:
        hint = "Export or download it again."
        raise UnreadableError("unreadable_file", path, f"this gzip archive is damaged ({error})", hint) from error
    if len(unpacked) > room:
        raise too_large(path, "gzip archive", len(data))
    return unpacked
