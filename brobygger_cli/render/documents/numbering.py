"""The numbers of the tables and figures of a report."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from brobygger_cli.report.model import Picture, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brobygger_cli.report.model import Block, Report, Section


def numbered(report: Report) -> dict[str, int]:
    """Number the tables of a report in their order, and its figures in theirs.

    Returns:
        The number of each by its id.
    """
    tables, figures = count(1), count(1)
    numbers = {}
    for block in _blocks(report.sections):
        if isinstance(block, Table):
            numbers[block.id] = next(tables)
        elif isinstance(block, Picture):
            numbers[block.id] = next(figures)
    return numbers


def _blocks(sections: Iterable[Section]) -> Iterator[Block]:
    for section in sections:
        yield from section.blocks
        yield from _blocks(section.sections)
