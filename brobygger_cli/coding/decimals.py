"""Numbers that can be read in two ways: `1.000` is settled by what else stands in its column, or by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.questionnaire.number import decimal_mark, readings

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.coding.findings import Findings
    from brobygger_cli.exports.raw import Cells

    Mask = npt.NDArray[np.bool_]
    Texts = npt.NDArray[np.object_]

_NAMES = {",": "decimal comma", ".": "decimal point"}


def settle_numbers(found: Findings, column: int, cells: Cells, whole_rows: Mask) -> tuple[Texts, set[int]]:
    """Return the distinct texts of a column of numbers, each so that it has one reading, and report what has two.

    Args:
        found: The records, and where to report.
        column: The column.
        cells: Its cells.
        whole_rows: Rows whose cells stand where they belong; nothing is reported of the others.

    Returns:
        The texts, and the places among them of those that nothing settles, which are reported as errors.
    """
    texts = cells.texts.tolist()
    meant: dict[int, dict[str, str]] = {}
    shown: dict[str, list[int]] = {",": [], ".": []}
    for place, text in enumerate(texts):
        if "." not in text and "," not in text:
            continue
        if both := readings(text):
            meant[place] = both
        elif mark := decimal_mark(text):
            shown[mark].append(place)
    settled = cells.texts.copy() if meant else cells.texts
    if not found.raw.delimiter:  # a file that keeps numbers as such gives them a point, and no zero at their end
        for place in [place for place in meant if _is_of_a_number(texts[place])]:
            settled[place] = meant.pop(place)["."]
            shown["."].append(place)
    _report_mixed(found, column, cells, shown, whole_rows)
    marks = [mark for mark, places in shown.items() if places]
    if len(marks) != 1:
        _report_unsettled(found, column, cells, meant, whole_rows)
        return settled, set(meant)
    for place, both in meant.items():
        settled[place] = both[marks[0]]
    rows = _rows(cells, list(meant), whole_rows)
    if len(rows):
        first = int(cells.codes[rows[0]])
        rule = (
            f"is read as {float(settled[first]):g}, and others like it likewise: "
            f"'{texts[shown[marks[0]][0]].strip()}' has a {_NAMES[marks[0]]}"
        )
        found.add("ambiguous_number", "warning", rule, column=column, value=texts[first], rows=rows)
    return settled, set()


def _report_unsettled(
    found: Findings, column: int, cells: Cells, meant: dict[int, dict[str, str]], whole_rows: Mask
) -> None:
    for place, both in meant.items():
        low, high = (f"{number:g}" for number in sorted(map(float, both.values()), key=abs))
        rule = f"may be {low} or {high}: the column does not show whether its mark is of decimals or of thousands"
        at, value = cells.rows_of(place), str(cells.texts[place])
        found.add("ambiguous_number", "error", rule, column=column, value=value, rows=at[whole_rows[at]])


def _is_of_a_number(text: str) -> bool:
    return "." in text and not text.strip().endswith("0")


def _report_mixed(found: Findings, column: int, cells: Cells, shown: dict[str, list[int]], whole_rows: Mask) -> None:
    """Report decimal points and commas in one column, in the rows of the rarer."""
    if not all(shown.values()):
        return
    rows = {mark: _rows(cells, places, whole_rows) for mark, places in shown.items()}
    if not all(map(len, rows.values())):
        return
    counts = [
        f"{_NAMES[mark]} in {len(of_mark)} {'row' if len(of_mark) == 1 else 'rows'}, "
        f"first at {found.raw.unit} {found.lines[of_mark[0]]}"
        for mark, of_mark in rows.items()
    ]
    rarer = min(rows.values(), key=len)
    rule = f"{'; '.join(counts)}: both are read as decimal marks"
    found.add("mixed_decimals", "warning", rule, column=column, value=cells[int(rarer[0])], rows=rarer)


def _rows(cells: Cells, places: list[int], whole_rows: Mask) -> npt.NDArray[np.intp]:
    """Return the rows that hold one of the texts at `places`, in file order."""
    return np.flatnonzero(np.isin(cells.codes, places) & whole_rows)
