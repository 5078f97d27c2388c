"""Who saw which form of a REDCap export, and how far every respondent came.

A box that is not ticked is 0, whoever saw it. Whoever has nothing in a form that is not marked complete never saw it.
Of a form that was begun and not completed, a question without a ticked box was perhaps never reached: it counts as not
seen. Of a form that is complete, it was seen and nothing was ticked, unless the branching logic hid it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.definitions.redcap_logic import Shown, shown
from brobygger_cli.exports.layouts.redcap_columns import FINISHED, UNTICKED, boxes_of
from brobygger_cli.exports.layouts.shapes import blank, holding
from brobygger_cli.exports.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from brobygger_cli.exports.definitions.redcap_logic import Test
    from brobygger_cli.exports.layouts.redcap_columns import Column
    from brobygger_cli.exports.raw import RawTable

    Mask = npt.NDArray[np.bool_]

_NAMED = 3  # columns in a message


@dataclass
class Form:
    """The columns of one form.

    Attributes:
        asked: Those of its questions.
        status: That of its status, where there is one.
        time: That of the time at which it was completed, where it is a survey.
    """

    asked: list[int] = field(default_factory=list)
    status: int | None = None
    time: int | None = None


class Forms:
    """What an export holds of every form.

    Args:
        raw: The export.
        columns: What each of its columns is.
    """

    def __init__(self, raw: RawTable, columns: Sequence[Column]) -> None:
        self._raw = raw
        self._columns = columns
        self.forms: dict[str, Form] = defaultdict(Form)
        for place, column in enumerate(columns):
            if column.role in {"field", "box"}:
                self.forms[column.form].asked.append(place)
            elif column.role == "complete":
                self.forms[column.form].status = place
            elif column.role == "timestamp":
                self.forms[column.form].time = place

    def finished(self, form: Form) -> Mask:
        """Return the records in which a form is marked complete, or complete and not yet verified."""
        return self._none() if form.status is None else holding(self._raw.cells[form.status], FINISHED)

    def filled(self, columns: Iterable[int]) -> Mask:
        """Return the records that hold something in some columns; of boxes, a tick; of calculations, nothing."""
        found = self._none()
        for place in columns:
            entry = self._columns[place].entry
            if self._columns[place].role == "box":
                found |= ~holding(self._raw.cells[place], UNTICKED)
            elif entry is None or entry.asked:
                found |= ~blank(self._raw.cells[place])
        return found

    def unseen(self) -> dict[int, Mask]:
        """Return by column the records that never saw its question; what holds an answer was seen."""
        unseen: dict[int, Mask] = {}
        boxes = boxes_of(self._columns)
        for form in self.forms.values():
            unfinished = self._none() if form.status is None else ~self.finished(form)
            untouched = unfinished & ~self.filled(form.asked)
            for place in form.asked:
                column = self._columns[place]
                of_field = boxes[column.field] if column.role == "box" else [place]
                never = unfinished if column.role == "box" else untouched
                unseen[place] = (never | self._hidden(column)) & ~self.filled(of_field)
        return {place: mask for place, mask in unseen.items() if mask.any()}

    def _hidden(self, column: Column) -> Mask:
        """Return the records in which the branching logic hides a field."""
        if column.entry is None or not column.entry.shown_if:
            return self._none()
        found = shown(column.entry.shown_if, self._passing)
        return self._none() if found is None else found.no

    def _passing(self, name: str, code: str, test: Test) -> Shown | None:
        """Return the records in which a field passes a test, and those in which it does not.

        Where its form has no status, as in the rows of other events, nothing is known of it.
        """
        for place, column in enumerate(self._columns):
            if column.role == "respondent" or column.entry is None or column.entry.name != name:
                continue
            form = self.forms[column.form]
            known = ~self._none() if form.status is None else ~blank(self._raw.cells[form.status])
            if code and column.role == "box" and column.code in {code, column.entry.label_of(code)}:
                passes = np.where(self.filled([place]), test("1"), test("0"))
                return Shown(passes & known, ~passes & known)
            if not code and column.role == "field":
                cells, code_of = self._raw.cells[place], column.entry.code_of
                passes = cells.holding(test(code_of(str(text))) for text in cells.texts)
                return Shown(passes & known, ~passes & known)
        return None

    def standing(self) -> Standing | None:
        """Return how far every respondent came; None where no form has a status.

        Only surveys tell where any form has the time of a survey: the others are filled in by the staff. A form that
        nobody completed asks for nothing yet, and a status that is blank belongs to another event. Who completed all
        that is left is completed; who has nothing in any form never opened one; the others are partial, unless nobody
        ever completed anything and no form is a survey: then the status is simply not kept.
        """
        forms = [form for form in self.forms.values() if form.status is not None and form.asked]
        surveys = [form for form in forms if form.time is not None]
        telling = surveys or forms
        if not telling:
            return None
        finished = {id(form): self.finished(form) for form in telling}
        demanded = [form for form in telling if finished[id(form)].any()]
        complete, begun, there = ~self._none(), self._none(), self._none()
        for form in telling:
            done, absent = finished[id(form)], self._blank(form.status)
            there |= ~absent
            begun |= done | self.filled(form.asked) | ~self._blank(form.time)
            if form in demanded:
                complete &= done | absent
        statuses = np.full(len(complete), "partial" if demanded or surveys else "unknown", dtype=object)
        statuses[begun & complete & bool(demanded)] = "completed"
        statuses[~begun] = "not_opened"
        statuses[~there] = "unknown"
        told_by = [self._raw.columns[form.status] for form in demanded or telling if form.status is not None]
        more = f" and {len(told_by) - _NAMED} more" if len(told_by) > _NAMED else ""
        return Standing.of(statuses.tolist(), ", ".join(told_by[:_NAMED]) + more)

    def _blank(self, column: int | None) -> Mask:
        return ~self._none() if column is None else blank(self._raw.cells[column])

    def _none(self) -> Mask:
        return np.zeros(len(self._raw.lines), dtype=bool)
