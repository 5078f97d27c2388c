"""What is wrong in a table, as data: its rows have no numbers, so that only counts tell how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.violations import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brobygger_cli.violations import Severity

_EXAMPLES = 5  # respondents that are named
# What is said of an export with its lines.
_WITHOUT_LINES = {"mixed_decimals": "has decimal points and decimal commas: both are read as decimal marks"}


class Tallied:
    """Collects what is wrong in a table.

    Args:
        path: What the table is called.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.violations: list[Violation] = []

    def add(
        self,
        code: str,
        severity: Severity,
        rule: str,
        times: int,
        *,
        column: str | None = None,
        value: str | None = None,
        near: str | None = None,
        respondents: Iterable[str] = (),
    ) -> None:
        """Collect a violation.

        Args:
            code: One of `violations.CODES`.
            severity: Whether it stops a computation.
            rule: What was expected.
            times: In how many rows it occurs; nothing is collected where it does not.
            column: The header of the column concerned.
            value: The value found.
            near: The nearest allowed value.
            respondents: Ids of respondents concerned, '' where there is none; some are named.
        """
        if times:
            named = tuple(dict.fromkeys(filter(None, respondents)))[:_EXAMPLES]
            self.violations.append(
                Violation(
                    code, severity, self.path, rule, column, value, near, respondents=named, unit="row", times=times
                )
            )

    def take_over(self, found: Iterable[Violation], times: Sequence[int], examples: Sequence[str]) -> None:
        """Collect violations that were found among distinct values, as often as these occur.

        Args:
            found: The violations; their lines are the places of the values.
            times: How many rows hold each value.
            examples: The id of a respondent for each value.
        """
        for violation in found:
            if not violation.lines:
                self.violations.append(violation)
                continue
            self.add(
                violation.code,
                violation.severity,
                _WITHOUT_LINES.get(violation.code, violation.rule),
                sum(times[place] for place in violation.lines),
                column=violation.column,
                value=violation.value,
                near=violation.nearest,
                respondents=[examples[place] for place in violation.lines],
            )
