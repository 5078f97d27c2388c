"""SPSS's multiple-response sets: which columns are one question.

In a set of dichotomies, every column stands for an option, and one value (the counted one) says that it was ticked. In
a set of categories, every column holds one of the answers that were given; these stay columns of one choice each, and
share the question, as no kind of column says "one of several answers, in no place of its own".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.exports.containers.sav_dictionary import decoded
from brobygger_cli.exports.containers.values import text_of
from brobygger_cli.exports.variables import Choice, Variable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from brobygger_cli.exports.raw import Cells

_TICKED, _NOT_TICKED = "1", "0"
# A set is spelled `$name=D1 1 13 What is read? a b c` and a line end: the length of the counted value and the value,
# the length of the label and the label, and the variables. Instead of D, there is C without a counted value, or E and
# a number, where the options are called as the counted value is.
_START = re.compile(rb"\$([^=\s]+)=(?:(C)|D|(E) 1?1)")
_LENGTH = re.compile(rb" ?(\d{1,9}) ")


@dataclass(frozen=True)
class ResponseSet:
    """A multiple-response set.

    Attributes:
        name: Its name, without the dollar sign.
        label: What it is called.
        counted: The value that says that an option was ticked; None in a set of categories.
        called_by_value: Whether the options are called as the counted value is.
        members: The names of its variables, in small letters.
    """

    name: str
    label: str
    counted: str | None
    called_by_value: bool
    members: tuple[str, ...]


def response_sets(spelled: bytes, encoding: str, long_names: Mapping[str, str]) -> list[ResponseSet]:
    """Return the sets that a file spells; what is not spelled like one is passed over.

    Args:
        spelled: The sets in the file's bytes.
        encoding: The encoding of the file.
        long_names: The long name of every variable that has one, by its short name in small letters.
    """
    found, at = [], 0
    while start := _START.search(spelled, at):
        at = start.end()
        raw_counted, at = (b"", at) if start[2] else _of_length(spelled, at)
        raw_label, at = _of_length(spelled, at)
        raw_members = spelled[at:].split(b"\n", 1)[0]
        name, label, counted, members = (
            decoded(part, encoding).strip() for part in (start[1], raw_label, raw_counted, raw_members)
        )
        short = [member.casefold() for member in members.split()]
        found.append(
            ResponseSet(
                name=name,
                label=label,
                counted=None if start[2] else counted,
                called_by_value=bool(start[3]),
                members=tuple(long_names.get(member, member).casefold() for member in short),
            )
        )
    return found


def in_sets(
    sets: Sequence[ResponseSet], variables: Sequence[Variable], cells: Sequence[Cells], texts: Collection[str]
) -> tuple[Variable, ...]:
    """Return the variables, those of a set with its question; of several sets, the first counts.

    An option of a set of dichotomies has the code of its variable's name and the label of the variable, or of the
    counted value if the set takes its labels from there. The choices of its column say what the cells mean: "1" of
    the counted value, "0" of all others.

    Args:
        sets: The sets.
        variables: What is told of every variable.
        cells: The cells of each.
        texts: The names of those that hold text.
    """
    told = list(variables)
    place = {variable.name.casefold(): index for index, variable in enumerate(told)}
    for group in sets:
        for index in [place[member] for member in group.members if member in place]:
            if not told[index].question:
                told[index] = _in_set(group, told[index], cells[index], is_text=told[index].name in texts)
    return tuple(told)


def _in_set(group: ResponseSet, variable: Variable, cells: Cells, *, is_text: bool) -> Variable:
    if group.counted is None:
        text = " ".join(filter(None, [group.label, variable.text]))
        return replace(variable, question=group.name, text=text)
    ticked = group.counted if is_text else _number(group.counted)
    by_value = variable.labels().get(ticked, "") if group.called_by_value else ""
    return replace(
        variable,
        kind="tick",
        question=group.name,
        text=group.label,
        choices=_meanings(variable, cells, ticked),
        tick=Choice(variable.name, by_value or variable.text or variable.name),
    )


def _of_length(spelled: bytes, at: int) -> tuple[bytes, int]:
    """Return the bytes whose length is told at a place, and where they end; none where no length is."""
    length = _LENGTH.match(spelled, at)
    if length is None:
        return b"", at
    end = length.end() + int(length[1])
    return spelled[length.end() : end], min(end, len(spelled))


def _number(counted: str) -> str:
    """Return the counted value as the cells of numbers are written."""
    try:
        return text_of(float(counted))
    except ValueError:
        return counted


def _meanings(variable: Variable, cells: Cells, ticked: str) -> tuple[Choice, ...]:
    """Return what the cells of an option's column mean; those that are declared missing stay so."""
    missing = {choice.code: choice for choice in variable.choices if choice.missing}
    codes = dict.fromkeys([ticked, *(choice.code for choice in variable.choices), *cells.texts])
    return tuple(
        missing.get(code) or Choice(code, _TICKED if code == ticked else _NOT_TICKED) for code in codes if code.strip()
    )
