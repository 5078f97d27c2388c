"""An XLSForm, as KoboToolbox, ODK and SurveyCTO use it: a workbook with the sheets `survey` and `choices`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports.containers import read_container
from brobygger_cli.exports.definitions.markup import plain, with_item
from brobygger_cli.exports.variables import Choice, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.exports.variables import Kind

_KINDS: dict[str, Kind] = {
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "range": "number",
    "text": "text",
    "string": "text",
    "date": "text",
    "time": "text",
    "datetime": "text",
    "rank": "text",
}
_NOT_ASKED = {"", "note", "trigger"}
_SELECT = re.compile(r"(select[_ ]one|select[_ ]multiple|select all that apply(?: from)?)\s+(\S+)(\s+or[_ ]other)?\Z")
_BEGIN, _END = re.compile(r"begin[_ ](group|repeat)\b"), re.compile(r"end[_ ](group|repeat)\b")
_LANGUAGE = re.compile(r"label(?:::?\s*(?P<name>.*?)\s*(?:\((?P<code>[^()]*)\))?)?\Z", re.IGNORECASE)


def read(path: str, language: str = "") -> tuple[Variable, ...]:
    """Return what a form tells of the columns of its export, headed by the names of its questions.

    Args:
        path: The file.
        language: The language of the wordings, where the form has it; else the form's first.

    Returns:
        Nothing where the workbook is no form.
    """
    try:
        survey = read_container(path, sheet="survey")
    except BrobyggerError:  # no workbook, or none with such a sheet: it is read as an export, which says what is wrong
        return ()
    rows = _rows(survey)
    if not rows or not {"type", "name"} <= rows[0].keys():
        return ()
    try:
        choices = _rows(read_container(path, sheet="choices"))
    except BrobyggerError:
        choices = []
    return tuple(_variables(rows, choices, language))


def _rows(raw: RawTable) -> list[dict[str, str]]:
    """Return the rows of a sheet, by the names of its columns."""
    names = [name.strip().casefold() for name in raw.columns]
    columns = [[str(text).strip() for text in cells] for cells in raw.cells]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _variables(rows: list[dict[str, str]], choices: list[dict[str, str]], language: str) -> Iterator[Variable]:
    """Yield the columns of the form; what is asked of a group is asked of all that it holds."""
    answers = _answers(choices, language)
    around: list[tuple[bool, str]] = []
    for row in rows:
        of_type = " ".join(row.get("type", "").casefold().split())
        if begins := _BEGIN.match(of_type):
            around.append((begins[1] == "repeat", row.get("relevant", "")))
        elif _END.match(of_type):
            around[-1:] = []
        else:
            rules = [rule for rule in (*(rule for _, rule in around), row.get("relevant", "")) if rule]
            shown_if = " and ".join(f"({rule})" for rule in rules) if len(rules) > 1 else "".join(rules)
            repeated = any(repeat for repeat, _ in around)
            yield from _columns(row, of_type, answers, _Asked(_label(row, language), shown_if, repeated=repeated))


class _Asked:
    """How a question is put.

    Args:
        text: Its wording.
        shown_if: Who is asked.
        repeated: Whether it is asked several times of each, and stands in a table of its own.
    """

    def __init__(self, text: str, shown_if: str, *, repeated: bool) -> None:
        self.text, self.shown_if, self.repeated = text, shown_if, repeated

    def column(self, name: str, kind: Kind, choices: tuple[Choice, ...] = (), separator: str = "") -> Variable:
        """Return a column."""
        held: Kind = "paradata" if self.repeated else kind
        return Variable(name, held, name, self.text, choices, separator=separator, shown_if=self.shown_if)


def _columns(
    row: Mapping[str, str], of_type: str, answers: Mapping[str, tuple[Choice, ...]], asked: _Asked
) -> Iterator[Variable]:
    name = row.get("name", "")
    if found := _SELECT.match(of_type):
        other = (Choice("other", "Other"),) if found[3] else ()
        choices = (*answers.get(found[2], ()), *other)
        if found[1].endswith("one"):
            yield asked.column(name, "single", choices)
        else:
            yield asked.column(name, "joined", choices, " ")
        if other:
            asked.text = with_item(asked.text, "other")
            yield asked.column(f"{name}_other", "text")
    elif of_type not in _NOT_ASKED:
        yield asked.column(name, _KINDS.get(of_type.partition(" ")[0], "paradata"))


def _answers(rows: list[dict[str, str]], language: str) -> dict[str, tuple[Choice, ...]]:
    found: dict[str, tuple[Choice, ...]] = {}
    for row in rows:
        key = (row.get("list_name") or row.get("list name") or "").casefold()
        code = row.get("name") or row.get("value") or ""
        if code:
            found[key] = (*found.get(key, ()), Choice(code, _label(row, language)))
    return found


def _label(row: Mapping[str, str], language: str) -> str:
    """Return the label in a language, told by its name or code; the first there is where it has none."""
    first = ""
    for column, text in row.items():
        told = _LANGUAGE.match(column)
        if told is None or not text:
            continue
        first = first or text
        if language and language in {(told["code"] or "").casefold(), (told["name"] or "").casefold()[:2]}:
            return plain(text)
    return plain(first)
