"""The distinct answers of a column, as evidence for what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.variables import Variable
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from brobygger_cli.exports.raw import Cells, RawTable

    Mask = npt.NDArray[np.bool_]

# What no closed question has so many of: of an open one, this many answers are evidence enough.
MOST = 2000


@dataclass(frozen=True)
class Answers:
    """The answers in a column, blank cells left out.

    Attributes:
        times: How often each is given, by the spelling first seen; spellings that are held to be the same are one.
        rows: How many rows hold an answer.
        spellings: Every distinct text.
        whole: Whether all distinct answers were looked at.
    """

    times: Mapping[str, int]
    rows: int
    spellings: tuple[str, ...] = ()
    whole: bool = True

    @classmethod
    def of(cls, cells: Cells, records: Mask) -> Answers:
        """Return the answers in some of the records of a column."""
        counts = np.bincount(cells.codes[records], minlength=len(cells.texts))
        filled = np.fromiter(map(_is_filled, cells.texts), dtype=bool, count=len(cells.texts))
        places = np.flatnonzero((counts > 0) & filled)
        times: dict[str, int] = {}
        spelled: dict[str, str] = {}
        for place in places[:MOST].tolist():
            text = str(cells.texts[place]).strip()
            first = spelled.setdefault(normalise(text), text)
            times[first] = times.get(first, 0) + int(counts[place])
        texts = tuple(str(cells.texts[place]).strip() for place in places[:MOST].tolist())
        return cls(times, int(counts[places].sum()), texts, whole=len(places) <= MOST)

    def __len__(self) -> int:
        """Return how many distinct answers there are."""
        return len(self.times)

    def share(self) -> str:
        """Say of how much evidence there is."""
        more = "" if self.whole else "more than "
        return f"{more}{number_of(len(self), 'distinct answer')} in {number_of(self.rows, 'row')}"


@dataclass(frozen=True)
class Column:
    """A column of the export, and what is known of it.

    Attributes:
        place: Its position.
        header: Its header.
        variable: What the platform tells of it, or what little the header does.
        answers: What it holds.
        beforehand: How many rows hold something of those who never opened the form.
    """

    place: int
    header: str
    variable: Variable
    answers: Answers
    beforehand: int = 0


def columns_of(raw: RawTable) -> list[Column]:
    """Return the columns of an export with the answers of those who opened it and were shown the question."""
    opened, unopened = np.ones(len(raw.lines), dtype=bool), np.zeros(len(raw.lines), dtype=bool)
    if raw.standing is not None:
        unopened = raw.standing.where("not_opened")
        opened = raw.standing.taken(partial=True) & ~unopened
    found = []
    for place, header in enumerate(raw.columns):
        unseen = raw.unseen.get(place)
        variable = raw.variables[place] if raw.variables else Variable(header, question=header, text=header)
        cells = raw.cells[place]
        answers = Answers.of(cells, opened if unseen is None else opened & ~unseen)
        beforehand = int((cells.holding(map(_is_filled, cells.texts)) & unopened).sum()) if unopened.any() else 0
        found.append(Column(place, header, variable, answers, beforehand))
    return found


def number_of(count: int, noun: str) -> str:
    """Return a number of things, in words that fit it."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _is_filled(text: str) -> bool:
    return bool(text.strip())
