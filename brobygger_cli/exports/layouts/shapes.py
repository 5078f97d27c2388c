"""What the cells of a column look like, where that and not its header tells what a platform keeps there."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import numpy as np
    import numpy.typing as npt

    from brobygger_cli.exports.raw import Cells

    Mask = npt.NDArray[np.bool_]

SAMPLE = 500  # the distinct texts by which a column is judged

# Up to eight characters, as "T", "kl." or "at", stand between the date and the time.
_MOMENT = re.compile(
    r"(\d{1,4})[-/.]\s?(\d{1,2})[-/.]\s?(\d{1,4})[^\d]{1,8}"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s*(?P<half>[ap])\.?\s?m\.?)?"
    r"(?:\s*(?:z|(?:gmt|utc)?\s?[+-]\d{1,2}(?::?\d{2})?|[a-z]{2,5}))?",
    re.IGNORECASE,
)
_WHOLE_NUMBER = re.compile(r"\d{1,18}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

# The year, month, day, hour, minute and second.
Moment = tuple[int, int, int, int, int, int]


def some_texts(cells: Cells, most: int = SAMPLE) -> list[str]:
    """Return distinct texts of a column that are not blank, at most so many."""
    return list(islice((text for text in map(str, cells.texts) if text.strip()), most))


def distinct(cells: Cells) -> set[str]:
    """Return the distinct texts of a column, normalised and without the blank one; for columns of few answers.

    Of a column of open text only some are returned: more than any closed question has.
    """
    return set(map(normalise, some_texts(cells)))


def blank(cells: Cells) -> Mask:
    """Return the records whose cell is blank, shape (records,)."""
    return cells.holding(not str(text).strip() for text in cells.texts)


def holding(cells: Cells, wanted: Collection[str]) -> Mask:
    """Return the records that hold one of some normalised texts, shape (records,)."""
    return cells.holding(normalise(str(text)) in wanted for text in cells.texts)


def are_all(cells: Cells, like: Callable[[str], object], *, share: float = 1.0) -> bool:
    """Tell whether a column holds something, and (nearly) all of it is like this."""
    texts = some_texts(cells)
    return bool(texts) and sum(map(bool, map(like, texts))) >= share * len(texts)


def is_whole_number(text: str) -> bool:
    """Tell whether a text is a whole number without sign."""
    return _WHOLE_NUMBER.fullmatch(text.strip()) is not None


def is_address(text: str) -> bool:
    """Tell whether a text is an e-mail address."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def is_moment(text: str) -> bool:
    """Tell whether a text is a date with the time of day, in any country's order."""
    return any(moments(text))


def moments(text: str) -> tuple[Moment | None, Moment | None, Moment | None]:
    """Return the moment that a text means with the year, the day or the month in front; None where it cannot.

    Whether 3/4 is in March or in April cannot be told from one text.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None, None, None
    first, second, third, hour, minute, seconds = (int(part or 0) for part in found.groups()[:6])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)

    def moment(year: int, month: int, day: int) -> Moment | None:
        real = 1 <= month <= 12 and 1 <= day <= 31 and hour < 25 and minute < 60 and seconds < 61
        return (year, month, day, hour, minute, seconds) if real else None

    return moment(first, second, third), moment(third, second, first), moment(third, first, second)
