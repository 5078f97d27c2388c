"""The parts of a report. All text is plain and in the language of the report: formats escape it, none interprets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from brobygger_cli.figures.model import Figure
    from brobygger_cli.questionnaire.model import Language

# What a number is of, so that a workbook can hold it as a number and show it as the text does.
Unit = Literal["count", "share", "points", "p", "number"]
Emphasis = Literal["none", "strong", "faint"]
Manner = Literal["body", "lead", "note", "source"]
SectionKind = Literal["measured", "changes", "group", "questions", "question", "method", "codebook", "provenance"]


@dataclass(frozen=True)
class Value:
    """A cell of a table.

    Args:
        text: What people read; "–" where there is nothing.
        number: The same in full precision: a share 0-1, a change as a difference of shares; None where it is no number.
        unit: What the number is of.
        detail: What stands behind or below it in small print, such as a confidence interval.
    """

    text: str
    number: float | None = None
    unit: Unit | None = None
    detail: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Args:
        heading: Its heading.
        over: A heading over this and the neighbouring columns that have the same one, such as the name of a wave.
        numeric: Whether it is set flush right.
    """

    heading: str
    over: str = ""
    numeric: bool = True


@dataclass(frozen=True)
class Row:
    """A row of a table; its first cell is its heading. A row with a single cell is a heading over those that follow."""

    cells: tuple[Value, ...]
    emphasis: Emphasis = "none"

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading over the rows that follow."""
        return len(self.cells) == 1


@dataclass(frozen=True)
class Table:
    """A table with its caption; formats number the tables of a report in their order.

    Args:
        id: A name that is unique in the report, made of letters, digits, `-` and `_`.
        caption: What it shows, without "Table" and a number.
        columns: Its columns; the first one holds the headings of the rows.
        rows: Its rows.
        notes: What must be known to read it: routing, base, marks.
        source: Where its figures are from.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Picture:
    """A figure with its caption; formats number the figures of a report in their order.

    Args:
        id: A name that is unique in the report, made of letters, digits, `-` and `_`.
        caption: What it shows, without "Figure" and a number.
        figure: What is drawn; its `alt` says the same in words.
        notes: What must be known to read it.
    """

    id: str
    caption: str
    figure: Figure
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Args:
        text: What it says.
        manner: How it is set.
    """

    text: str
    manner: Manner = "body"


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names and what they stand for, such as options of a command and their values.

    Args:
        pairs: A name and what it stands for, each.
    """

    pairs: tuple[tuple[str, str], ...]


Block = Paragraph | Bullets | Facts | Table | Picture


@dataclass(frozen=True)
class Section:
    """A section of a report.

    Args:
        id: A name that is unique in the report, made of letters, digits, `-` and `_`.
        title: Its heading.
        kind: What it is about; a section of a question becomes a sheet of a workbook. Those of the questions stand
            within the one section `questions`, those of the groups within `changes`.
        blocks: What stands in it, in order.
        sections: The sections within it, behind its blocks.
    """

    id: str
    title: str
    kind: SectionKind
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, eq=False)  # comparing frames with == gives no single truth
class Report:
    """A report.

    Args:
        title: Its title.
        subtitle: What is compared with what.
        language: Its language.
        date: When it was made, as people write it.
        sections: Its sections.
        rows: The rows of the comparison that it is made of, as `brobygger compare` gives them.
        made: The date as such, for the properties of a file.
    """

    title: str
    subtitle: str
    language: Language
    date: str
    sections: tuple[Section, ...]
    rows: pd.DataFrame
    made: dt.date | None = None
