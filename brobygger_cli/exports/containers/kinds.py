"""Which kind of file bytes are, told by how they begin and never by a name."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["gzip", "zip", "spss", "portable", "stata", "parquet", "text"]

# Ahead of what makes an SPSS portable file stand 200 characters for people, and a table of 256.
_PORTABLE = b"SPSSPORT"
_PORTABLE_AT = 456

_BY_FIRST_BYTES: tuple[tuple[Kind, re.Pattern[bytes]], ...] = (
    ("gzip", re.compile(rb"\x1f\x8b")),
    ("zip", re.compile(rb"PK(\x03\x04|\x05\x06)")),
    ("spss", re.compile(rb"\$FL[23]")),
    # Since Stata 13 it says so; before, there are the release (102-115), the order of bytes, 1, 0.
    ("stata", re.compile(rb"<stata_dta>|[\x66-\x73][\x01\x02]\x01\x00")),
    # "PAR1" alone may be the name of a column: a control character follows it here, or it ends the file, too.
    ("parquet", re.compile(rb"PAR1[\x00-\x08\x0e-\x1f]|PAR1.*PAR1\Z|PARE", re.DOTALL)),
)


def kind_of(data: bytes) -> Kind:
    """Tell the kind of a file; what is nothing else is text, or is refused as text."""
    if _is_portable(data):
        return "portable"
    return next((kind for kind, start in _BY_FIRST_BYTES if start.match(data)), "text")


def _is_portable(data: bytes) -> bool:
    start = data[:512].replace(b"\r", b"").replace(b"\n", b"")
    return start.startswith(_PORTABLE, _PORTABLE_AT)
