"""Text for the XML of Word files and workbooks, which forbids some characters."""

from __future__ import annotations

import re

from brobygger_cli.render.safe import plain


def for_xml(text: str) -> str:
    r"""Return `plain` text in which also the two characters are spelled out that XML forbids: `\ufffe` and `\uffff`."""
    return re.sub("[\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", plain(text))


def cut(text: str, longest: int) -> str:
    """Return text that is no longer than Office allows, which counts in units of UTF-16: two for an emoji."""
    return text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", errors="ignore")
