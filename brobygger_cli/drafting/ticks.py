"""Columns that hold the ticks of one option each, put together to the questions that they belong to."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from brobygger_cli.drafting.asked import Asked
from brobygger_cli.drafting.options import options_of
from brobygger_cli.exports.variables import Choice
from brobygger_cli.questionnaire.multiple import NOT_TICKED, TICKED
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.drafting.answers import Column

# A header that ends with an option: in brackets, or behind what joins it to the question.
_BRACKETED = re.compile(r"(?P<stem>.*\S)\s*(?:\[(?P<square>[^\[\]]+)\]|\((?P<round>[^()]+)\))\Z", re.DOTALL)
_JOINED = re.compile(r"(?P<stem>.*\w)(?P<joint>___|__|_|\.|-| - |: |/)(?P<tail>\w+)\Z", re.DOTALL)
_JOINTS = " _-.:/[("
# Yes and no are answers to a question of their own more often than ticks.
_WORDS = (TICKED | NOT_TICKED) - {"yes", "no", "ja", "nej", ""}
_LONGEST_CODE = 20


def tick_groups(columns: Sequence[Column]) -> dict[str, list[Column]]:
    """Return the columns of every question with several answers, by its name, where there is a column per option.

    What the platform tells goes first. Else columns belong together that share the beginning of their headers and
    hold nothing but ticks.
    """
    told: dict[str, list[Column]] = {}
    alike: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        if column.variable.tick is not None:
            told.setdefault(column.variable.question, []).append(column)
        elif column.variable.kind == "unknown":
            stem, joint, tail = parted(column.header)
            if tail:
                alike.setdefault((normalise(stem), joint), []).append(column)
    taken = {normalise(column.header) for column in columns} | {normalise(name) for name in told}
    found = dict(told)
    for (stem, _), of_stem in alike.items():
        options = _options(of_stem)
        if options and stem not in taken:
            found[parted(options[0].header)[0]] = options
            taken.add(stem)
    return found


def parted(header: str) -> tuple[str, str, str]:
    """Return the question, the option that a header seems to name, and what joins them; no option where it names none.

    Returns:
        The question, the joint, the option.
    """
    found = _BRACKETED.match(header)
    if found is not None:
        return found["stem"], "[" if found["square"] else "(", (found["square"] or found["round"]).strip()
    found = _JOINED.match(header)
    return (header, "", "") if found is None else (found["stem"], found["joint"], found["tail"])


def _options(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that hold ticks, if they are several with different options; nothing elsewhere.

    Where options are numbered, a column without any answer is one that nobody ticked.
    """
    ticks = [column for column in columns if _holds_ticks(column)]
    tails = [normalise(parted(column.header)[2]) for column in ticks]
    ticked = any(normalise(text) not in NOT_TICKED for column in ticks for text in column.answers.times)
    if not ticked or not 1 < len(set(tails)) == len(tails):
        return []
    if not all(map(str.isdecimal, tails)):
        return ticks
    numbers = [normalise(parted(column.header)[2]) for column in columns]
    kept = {column.place for column in ticks}
    return [
        column
        for column, number in zip(columns, numbers, strict=True)
        if column.place in kept or (not column.answers.rows and number.isdecimal() and numbers.count(number) == 1)
    ]


def _holds_ticks(column: Column) -> bool:
    """Tell whether a column holds zeros and ones, or a mark or the option's own name where it is ticked."""
    texts = {normalise(text) for text in column.answers.times}
    own = {normalise(parted(column.header)[2])} - NOT_TICKED
    return bool(texts) and texts <= _WORDS | own


def several_of(name: str, columns: Sequence[Column], joined: Column | None) -> Asked:
    """Return the question that columns of ticks belong to.

    Args:
        name: The platform's name of it.
        columns: Its columns.
        joined: The column that holds all of its ticks together, where there is one as well.
    """
    told = columns[0].variable.tick is not None
    stem, tails = _shared(name, [column.header for column in columns])
    choices, remarks = [], []
    for column, tail in zip(columns, tails, strict=True):
        tick = column.variable.tick or Choice(tail, tail)
        code = tick.code or tail or tick.label
        if tail and len(tail) <= _LONGEST_CODE and not any(map(str.isspace, tail)):
            code = tail  # the header's own, by which the option is found in it
        choices.append(Choice(code, tick.label or tail or tick.code, tick.missing))
        if tick.code and tick.code != code:
            remarks.append(f"'{column.header}' is named with {code}, the platform's value of the option is {tick.code}")
    if not told:
        remarks.append(f"guessed from {len(columns)} columns that begin alike and hold ticks alone")
    held = (*columns, joined) if joined is not None else tuple(columns)
    text = columns[0].variable.text if told else stem
    header = stem if joined is None else joined.header
    return Asked(held, "multiple", text, name, header, options_of(choices, several=True), remarks=tuple(remarks))


def _shared(name: str, headers: Sequence[str]) -> tuple[str, list[str]]:
    """Return what headers begin with, and what follows it in each; nothing where an option would be left nameless."""
    alike = takewhile(lambda chars: len(set(chars)) == 1, zip(*headers, strict=False))  # as far as the shortest goes
    candidates = [name, parted(headers[0])[0], "".join(chars[0] for chars in alike).rstrip(_JOINTS)]
    for stem in filter(None, candidates):
        tails = [header[len(stem) :].strip().lstrip("_-.:/[(").rstrip("])").strip() for header in headers]
        follow = all(header.startswith(stem) and header[len(stem) :][:1] in _JOINTS for header in headers)
        if follow and all(tails) and len(set(map(normalise, tails))) == len(tails):
            return stem, tails
    return "", [""] * len(headers)
