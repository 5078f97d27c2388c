"""How far every respondent of an export came, in the words of all platforms together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    Mask = npt.NDArray[np.bool_]

# completed   sent in
# partial     began, and did not send in
# not_opened  was invited and never opened the form
# declined    was invited and said no, or was taken out by the platform
# test        a preview or a test: nobody's answer
# unknown     the platform should tell, and does not
Status = Literal["completed", "partial", "not_opened", "declined", "test", "unknown"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, eq=False)
class Standing:
    """How far every respondent came.

    Attributes:
        codes: Position in `STATUSES` of every record, shape (records,).
        told_by: The column or columns that tell, for messages.
    """

    codes: npt.NDArray[np.int8]
    told_by: str

    @classmethod
    def of(cls, statuses: Iterable[Status], told_by: str) -> Standing:
        """Return the standing with one status per record."""
        return cls(np.array([STATUSES.index(status) for status in statuses], dtype=np.int8), told_by)

    def where(self, *statuses: Status) -> Mask:
        """Return the records with one of these statuses, shape (records,)."""
        return np.isin(self.codes, [STATUSES.index(status) for status in statuses])

    def taken(self, *, partial: bool) -> Mask:
        """Return the records that are read: all but tests, those who said no, and, unless wanted, partial answers."""
        left_out: tuple[Status, ...] = ("test", "declined") if partial else ("test", "declined", "partial")
        return ~self.where(*left_out)
