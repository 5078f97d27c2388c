"""Questions with several answers in KoboToolbox, ODK and SurveyCTO: joined in one column, a column each, or both.

reasons        reasons/near   reasons/price         near price     1     1
reasons        reasons_near   reasons_price         near           1     0
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.exports.layouts.joined import find_joined
from brobygger_cli.exports.layouts.shapes import are_all, blank, distinct, some_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import numpy.typing as npt

    from brobygger_cli.exports.raw import Cells

    Mask = npt.NDArray[np.bool_]

BETWEEN = " "  # stands between the codes of a joined column
_IN_NAMES = "_"  # stands in names, too
_BEHIND_QUESTION = ("/", ".", ":", _IN_NAMES)  # stands between the question and the option, most often the first
_TICKS = {"0", "1", "true", "false"}
_NUMBERS = re.compile(r"\d{1,3}(?: \d{1,3})*")
_CODES = re.compile(r"[a-z0-9_.-]+(?: [a-z0-9_.-]+)*")


class Several(NamedTuple):
    """A question with several answers.

    Attributes:
        header: Its header, without an option.
        joined: The column that holds all ticked options; None where there is none.
        ticks: The columns with the tick of one option, by the option; nothing where there is only the joined one.
        options: The options.
    """

    header: str
    joined: int | None
    ticks: dict[str, int]
    options: tuple[str, ...]

    def unseen(self, cells: Sequence[Cells]) -> dict[int, Mask]:
        """Return by column the records that were not asked: every tick is blank where it was not relevant."""
        if not self.ticks:
            return {}
        blanks = [blank(cells[column]) for column in self.ticks.values()]
        nowhere = np.asarray(np.logical_and.reduce(blanks))
        columns = [*self.ticks.values(), *([] if self.joined is None else [self.joined])]
        return dict.fromkeys(columns, nowhere) if nowhere.any() else {}


def find_several(headers: Sequence[str], cells: Sequence[Cells], own: Collection[int]) -> list[Several]:
    """Return the questions with several answers.

    Args:
        headers: The header of every column.
        cells: Its cells.
        own: The columns that are the platform's own.
    """
    found: list[Several] = []
    taken = set(own)
    for place, header in enumerate(headers):
        if place not in taken:
            ticks = _behind(headers, cells, place)
            if ticks:
                found.append(Several(header, place, ticks, tuple(ticks)))
                taken |= {place, *ticks.values()}
    for several in _without_joined(headers, cells, taken):
        found.append(several)
        taken |= set(several.ticks.values())
    for place, header in enumerate(headers):
        options = () if place in taken else _joined_options(cells[place])
        if options:
            found.append(Several(header, place, {}, options))
    return found


def _joined_options(cells: Cells) -> tuple[str, ...]:
    """Return the codes that a column joins, where it can be told that it joins any.

    Numbers side by side are codes; of words, that they recur in ever other company has to tell.
    """
    if not are_all(cells, _CODES.fullmatch):
        return ()
    texts = some_texts(cells)
    if all(map(_NUMBERS.fullmatch, texts)) and any(BETWEEN in text.strip() for text in texts):
        return tuple(sorted({code for text in texts for code in text.split()}, key=int))
    joined = find_joined(cells, BETWEEN)
    return () if joined is None else joined.options


def _behind(headers: Sequence[str], cells: Sequence[Cells], joined: int) -> dict[str, int]:
    """Return the columns of ticks that stand behind the column in which they are joined, by option."""
    for between in _BEHIND_QUESTION:
        stem = headers[joined] + between
        ticks: dict[str, int] = {}
        for place in range(joined + 1, len(headers)):
            option = headers[place].removeprefix(stem)
            if option in {"", headers[place]} or not _are_ticks(cells[place]):
                break
            ticks[option] = place
        if ticks and (between != _IN_NAMES or _joins(cells[joined], ticks)):
            return ticks
    return {}


def _joins(cells: Cells, options: Collection[str]) -> bool:
    """Tell whether every cell joins some of the options, where other names may begin with the question's as well."""
    texts = some_texts(cells)
    return bool(texts) and all(set(text.split()) <= set(options) for text in texts)


def _without_joined(headers: Sequence[str], cells: Sequence[Cells], taken: Collection[int]) -> Iterator[Several]:
    """Yield questions that stand in columns of ticks alone: side by side, and blank together or not at all.

    A group of questions has headers like these. Its answers are ticks, too, only where each is a zero or a one.
    """
    stems = [
        "" if place in taken or not _are_ticks(cells[place]) else header.rpartition(_BEHIND_QUESTION[0])[0]
        for place, header in enumerate(headers)
    ]
    for stem, side_by_side in groupby(range(len(stems)), key=stems.__getitem__):
        columns = list(side_by_side)
        blanks = [blank(cells[column]) for column in columns]
        ticked = any(distinct(cells[column]) for column in columns)
        if stem and len(columns) > 1 and ticked and all((one == blanks[0]).all() for one in blanks):
            ticks = {headers[column].removeprefix(f"{stem}{_BEHIND_QUESTION[0]}"): column for column in columns}
            if len(ticks) == len(columns):
                yield Several(stem, None, ticks, tuple(ticks))


def _are_ticks(cells: Cells) -> bool:
    return len(cells.texts) <= len(_TICKS) + 1 and distinct(cells) <= _TICKS
