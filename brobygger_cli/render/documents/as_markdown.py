"""A report as Markdown: pipe tables and headings; a figure stands as what it says in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.render.documents.numbering import numbered
from brobygger_cli.render.safe import for_markdown
from brobygger_cli.report.model import Bullets, Facts, Paragraph, Picture, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brobygger_cli.report.model import Block, Report, Row, Section, Value

_WORDS = Catalogue("documents")
_DEEPEST = 6  # Markdown has no deeper heading


def render(report: Report, template: Path | None) -> bytes:  # noqa: ARG001 - the contract of all documents
    """Return the report as Markdown in UTF-8."""
    return "\n\n".join(_Writing(report).parts()).encode("utf-8") + b"\n"


@dataclass(frozen=True)
class _Writing:
    """A report being written."""

    report: Report

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return numbered(self.report)

    def parts(self) -> Iterator[str]:
        """Yield what stands between blank lines."""
        yield f"# {for_markdown(self.report.title)}"
        yield for_markdown(self.report.subtitle)
        yield for_markdown(self.report.date)
        for section in self.report.sections:
            yield from self._section(section, 2)

    def _section(self, section: Section, level: int) -> Iterator[str]:
        yield f"{'#' * min(level, _DEEPEST)} {for_markdown(section.title)}"
        for block in section.blocks:
            yield from self._block(block)
        for inner in section.sections:
            yield from self._section(inner, level + 1)

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Table):
            yield from self._table(block)
        elif isinstance(block, Picture):
            yield from self._picture(block)
        elif isinstance(block, Paragraph):
            yield for_markdown(block.text)
        elif isinstance(block, Bullets):
            yield "\n".join(f"- {for_markdown(item)}" for item in block.items)
        elif isinstance(block, Facts):
            yield "\n".join(f"- **{for_markdown(name)}**: {for_markdown(value)}" for name, value in block.pairs)

    def _table(self, table: Table) -> Iterator[str]:
        yield self._caption("table", table.id, table.caption)
        headings = [for_markdown(": ".join(filter(None, (column.over, column.heading)))) for column in table.columns]
        below = ["---:" if column.numeric else "---" for column in table.columns]
        lines = [_line(headings), _line(below), *(_row(row, len(headings)) for row in table.rows)]
        yield "\n".join(lines)
        yield from self._notes(table.notes)
        if table.source:
            yield self._said("source", table.source)

    def _picture(self, picture: Picture) -> Iterator[str]:
        yield self._caption("figure", picture.id, picture.caption)
        yield for_markdown(picture.figure.frame.alt)
        yield from self._notes(picture.notes)

    def _caption(self, kind: str, identifier: str, caption: str) -> str:
        said = _WORDS.say(kind, self.report.language, number=self._numbers[identifier])
        return f"**{for_markdown(said)}.** {for_markdown(caption)}"

    def _notes(self, notes: tuple[str, ...]) -> Iterator[str]:
        if notes:
            yield self._said("note", " ".join(notes))

    def _said(self, kind: str, text: str) -> str:
        return for_markdown(f"{_WORDS.say(kind, self.report.language)}: {text}")


def _row(row: Row, columns: int) -> str:
    if row.is_heading:
        return _line([f"**{for_markdown(row.cells[0].text)}**", *("" for _ in range(columns - 1))])
    strong = "**" if row.emphasis == "strong" else ""
    return _line([_cell(cell, strong) for cell in row.cells])


def _cell(value: Value, strong: str) -> str:
    shown = for_markdown(value.text)
    marked = f"{strong}{shown}{strong}" if shown.strip() else shown
    return " ".join(filter(None, (marked, for_markdown(value.detail))))


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
