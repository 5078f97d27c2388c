"""Which column of an export a person means by what they call it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.spelling import did_you_mean, normalise

if TYPE_CHECKING:
    from brobygger_cli.exports.raw import RawTable

_NUMBERED = re.compile(r"(.*)#([1-9][0-9]{0,5})", re.DOTALL)


class Headers:
    """The columns of an export by what they are called: the header, or the platform's short name.

    Where a header stands more than once, `header #2` is its second column, and `#1` the first without a header.

    Args:
        raw: The export.
    """

    def __init__(self, raw: RawTable) -> None:
        self._columns = raw.columns
        self._by_header = _places([normalise(header) for header in raw.columns])
        self._by_name = _places([normalise(variable.name) for variable in raw.variables])

    def called(self, text: str) -> list[int]:
        """Return the columns that a text may mean; one where it is clear, none where there is no such column."""
        name = normalise(text)
        for known in (self._by_header, self._by_name):
            if name in known and name:
                return known[name]
        numbered = _NUMBERED.fullmatch(name)
        if numbered is not None:
            return self._by_header.get(numbered[1].strip(), [])[int(numbered[2]) - 1 :][:1]
        return []

    def reference(self, column: int) -> str:
        """Return a text that means this column and no other."""
        header = self._columns[column]
        alike = self._by_header[normalise(header)]
        if header and len(alike) == 1:
            return header
        return f"{header} #{alike.index(column) + 1}".strip()


def column_named(raw: RawTable, header: str, option: str) -> int:
    """Return the column with that header.

    Args:
        raw: The export.
        header: What the user calls it.
        option: The option by which it was named.

    Raises:
        BrobyggerError: If there is no such column.
    """
    names = [normalise(name) for name in raw.columns]
    if normalise(header) in names:
        return names.index(normalise(header))
    raise BrobyggerError(
        f"{raw.path}: there is no column '{header}'{did_you_mean(header, raw.columns)}",
        f"{option} takes the header of a column; it has: {', '.join(raw.columns[:10])}"
        + (", …" if len(raw.columns) > 10 else "")
        + ".",
    )


def _places(names: list[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    return places
