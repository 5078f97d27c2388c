"""What is wrong in a file, from what is wrong in its blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from brobygger_cli.streaming.work import Done
    from brobygger_cli.violations import Violation


def gathered(blocks: Sequence[Done], first_line: int, kept: int) -> tuple[Violation, ...]:
    """Return the violations of a whole file.

    Args:
        blocks: What its blocks gave, in order.
        first_line: The line on which the first block starts.
        kept: Of how many occurrences of each violation the places are kept.
    """
    alike: dict[Hashable, list[Violation]] = {}
    line, record = first_line - 1, 0
    for block in blocks:
        for violation in block.violations:
            lines = tuple(at + line for at in violation.lines)
            records = tuple(at + record for at in violation.records)
            alike.setdefault(_key(violation), []).append(replace(violation, lines=lines, records=records))
        line += block.lines
        record += block.records
    # A block may hold nobody of the wave; the file holds nobody where no block does.
    return tuple(
        _joined(parts, kept)
        for parts in alike.values()
        if parts[0].code != "no_respondents" or len(parts) == len(blocks)
    )


def contradicting(violations: Sequence[Violation]) -> bool:
    """Tell whether blocks disagree on a column, which all records together have to settle."""
    unknown = [violation.position for violation in violations if violation.code == "unknown_column"]
    return len(unknown) != len(set(unknown))


def _key(violation: Violation) -> Hashable:
    """Return what is the same of one violation in all blocks: all but where it occurs, and what is proposed."""
    of = violation
    header = of.code == "bytes_not_text" and bool(of.lines) and not of.records
    return of.code, of.severity, of.rule, of.column, of.position, of.value, header


def _joined(parts: Sequence[Violation], kept: int) -> Violation:
    lines = _first(kept, [part.lines for part in parts])
    times = sum(part.count for part in parts) if lines else 0
    return replace(
        parts[0],
        nearest=next((part.nearest for part in parts if part.nearest is not None), None),
        lines=lines,
        respondents=_first(kept, [part.respondents for part in parts]),
        records=_first(kept, [part.records for part in parts]),
        times=times if times > len(lines) else 0,
    )


def _first(kept: int, parts: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    every: tuple[Any, ...] = ()
    for part in parts:
        if len(every) < kept:
            every += part
    return every[:kept]
