"""Names of sheets, as Excel allows them."""

from __future__ import annotations

import re

from brobygger_cli.render.documents.office_text import cut, for_xml

_LONGEST = 31
_RESERVED = "history"  # a name that Excel keeps for itself


class SheetNames:
    """Names of the sheets of one workbook, each given once, in capitals or not."""

    def __init__(self) -> None:
        self._taken = {_RESERVED}

    def name(self, wanted: str) -> str:
        """Return a name near to the one wanted: 31 characters at most, none of which Excel forbids."""
        allowed = re.sub(r"[\[\]:*?/\\']", "_", for_xml(wanted)).strip() or "_"
        endings = ("", *(f"~{number}" for number in range(2, len(self._taken) + 3)))
        named = (cut(allowed, _LONGEST - len(ending)) + ending for ending in endings)
        found = next(name for name in named if name.casefold() not in self._taken)
        self._taken.add(found.casefold())
        return found
