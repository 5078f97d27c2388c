"""What to beware of in the rows of a table: what holds for all is a note, what holds for some has a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.disclosure import legend
from brobygger_cli.flags import FLAGS
from brobygger_cli.words import is_word, word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from brobygger_cli.report.material import Material
    from brobygger_cli.result import Record

_HIDDEN = "hidden"
_MARKS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒ"
# Flags of tests and their p-values: of no use below a table that shows none.
OF_TESTS = frozenset(
    {
        "adjusted_bound",
        "expected_low",
        "links_unused",
        "margins_only",
        "off_scale",
        "pairs_only",
        "partly_hidden",
        "partly_printed",
    }
)


class Flagged:
    """Marks for the rows of a table, and the notes that tell what they mean.

    Args:
        rows: The rows that have a line of the table.
        material: What the report is made of.
        beside: Rows of which the table shows a figure, such as a base, but has no line that could bear a mark.
        without: Flags that are not told.
    """

    def __init__(
        self,
        rows: Collection[Record],
        material: Material,
        *,
        beside: Collection[Record] = (),
        without: Collection[str] = (),
    ) -> None:
        self._material = material
        self._hides = any(_HIDDEN in row["flags"].split() for row in (*rows, *beside))
        raised = [set(row["flags"].split()).difference(without) for row in rows]
        told = [flag for flag in FLAGS if self._is_told(flag) and any(flag in flags for flags in raised)]
        self._of_all = [flag for flag in told if all(flag in flags for flags in raised)]
        some = [flag for flag in told if flag not in self._of_all]
        self._mark = dict(zip(some, _MARKS, strict=False))

    def marks(self, of: Iterable[Record]) -> str:
        """Return the marks of the rows that one line of the table is made of, behind a blank that does not break."""
        raised = {flag for record in of for flag in record["flags"].split()}
        marks = "".join(mark for flag, mark in self._mark.items() if flag in raised)
        return f"\N{NO-BREAK SPACE}{marks}" if marks else ""

    def notes(self) -> tuple[str, ...]:
        """Return what the marks mean, and what holds for every row."""
        of_all = [f"{told[:1].upper()}{told[1:]}." for told in map(self._told, self._of_all)]
        of_some = [f"{mark} {self._told(flag)}." for flag, mark in self._mark.items()]
        hidden = [f"{legend(self._material.waves, self._material.language)}."] if self._hides else []
        return (*of_all, *of_some, *hidden)

    def _is_told(self, flag: str) -> bool:
        if flag == _HIDDEN:  # has a mark of its own, in the cells
            return False
        return self._material.tells(f"flag_{flag}") or is_word(f"beware_{flag}")

    def _told(self, flag: str) -> str:
        """Return what a flag means: in the words of reports where tables on a terminal have none."""
        if self._material.tells(f"flag_{flag}"):
            return self._material.say(f"flag_{flag}")
        return word(f"beware_{flag}", self._material.language)
