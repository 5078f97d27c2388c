"""What is said of a cell that is no answer: what became of it, as far as it shows, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.coding.damage import Allowed
from brobygger_cli.questionnaire.number import Number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    import numpy.typing as npt

    from brobygger_cli.coding.findings import Findings
    from brobygger_cli.questionnaire.question import Question

_PROPOSALS = 1000  # violations after which no nearest value is looked for
_REPLACED = "\ufffd"  # what stands where a byte could not be read


class Refused:
    """Reports the cells of one column that are no answers to a question.

    Args:
        found: The records, and where to report.
        question: The question.
        column: The column.
        expected: What a cell may hold, in words.
        known: The spellings to propose.
        is_answer: Tells whether a text is an answer.
    """

    def __init__(
        self,
        found: Findings,
        question: Question,
        column: int,
        expected: str,
        known: Iterable[str],
        is_answer: Callable[[str], bool],
    ) -> None:
        self._found = found
        self._column = column
        self._rule = f"is no answer to '{question.id}'; expected {expected}"
        self._allowed = Allowed(known, is_answer, numbers=isinstance(question, Number))

    def report(self, value: str, rows: npt.NDArray[np.intp]) -> None:
        """Report a value in the rows where it stands; nothing where there are none."""
        if not len(rows):
            return
        # A column of open text taken for a coded one is all wrong: there nobody needs a proposal for every value.
        proposing = len(self._found.violations) < _PROPOSALS
        damage = None if _REPLACED in value else self._allowed.recognise(value, proposing=proposing)
        if damage is not None:
            self._add(damage.code, damage.rule, value, damage.near, rows)
            return
        near = self._allowed.near(value) if proposing else None
        if _REPLACED in value:
            rule = "holds a character that could not be read in the file's encoding"
            self._add("bytes_not_text", rule, value, near, rows)
        else:
            self._add("unknown_answer", self._rule, value, near, rows)

    def _add(self, code: str, rule: str, value: str, near: str | None, rows: npt.NDArray[np.intp]) -> None:
        self._found.add(code, "error", rule, column=self._column, value=value, near=near, rows=rows)
