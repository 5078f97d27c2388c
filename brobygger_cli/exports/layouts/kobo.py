"""KoboToolbox, ODK and SurveyCTO: what the server adds to every submission, groups and options behind slashes.

A question with several answers most often stands twice: joined by blanks in one column, and in a column for each
option. Both are told as the same question: the columns as ticks, which keep apart who was not asked (blank) from who
ticked nothing (0), and the other as the joined form of them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.layouts.headers import with_header
from brobygger_cli.exports.layouts.kobo_ticks import BETWEEN, find_several
from brobygger_cli.exports.layouts.shapes import are_all, blank, holding, is_moment
from brobygger_cli.exports.standing import Standing
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from brobygger_cli.exports.layouts.kobo_ticks import Several
    from brobygger_cli.exports.raw import Cells, RawTable

NAME = "kobo"


# What the servers and devices add, whatever the form's language; KoboToolbox's own begin with an underscore.
_KOBO = {"_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "_index", "_tags", "_notes"}
_FEWEST = 3  # of Kobo's: a person may have taken some out
_OTHERS = ({"submissiondate", "key"}, {"submissiondate", "meta-instanceid"}, {"submissiondate", "instanceid"})
_OWN = {
    *("deviceid", "devicephonenum", "subscriberid", "simid", "simserial", "phonenumber", "username", "audit", "key"),
    *("instanceid", "instancename", "formdef_version", "submissiondate", "parent_key", "set-of", "submitterid"),
    *("submittername", "attachmentspresent", "attachmentsexpected", "reviewstate", "review_status", "review_comments"),
    *("review_corrections", "review_quality", "starttime", "endtime"),
}
_TIMES = {"start", "end"}  # questions may be called so as well
_BEHIND_KEY = {"status", "edits", "formversion"}  # of ODK Central, behind all questions
_META = ("_", "meta/", "meta-", "formhub/")
_RESPONDENT = ("_id", "key", "_uuid", "instanceid", "meta-instanceid", "meta/instanceid", "_index")
_SENT_IN = ("_submission_time", "submissiondate")
_REVIEW = ("_validation_status", "reviewstate", "review_status")
_REFUSED = {"not approved", "validation_status_not_approved", "rejected"}
_CODES = re.compile(r"[\w./:-]+")


def recognise(raw: RawTable) -> str:
    """Say by what a table is told to be of KoboToolbox, ODK or SurveyCTO; "" where it is not."""
    names = {normalise(header): header for header in raw.columns}
    found = [name for name in names if name in _KOBO]
    if len(found) < _FEWEST:
        found = next((sorted(own) for own in _OTHERS if own <= names.keys()), [])
    columns = "', '".join(names[name] for name in found[:_FEWEST])
    return f"it has the columns '{columns}', which the server adds" if found else ""


def read(raw: RawTable) -> RawTable:
    """Return the table with what its form tells: questions with several answers, and who was not asked them.

    Only what was sent in is exported, so it is completed, unless a reviewer refused it.
    """
    named = with_header(raw, raw.columns)
    names = [normalise(header) for header in raw.columns]
    own = {place for place in range(len(names)) if _is_own(names, place, raw.cells[place])}
    several = find_several(raw.columns, raw.cells, own)
    unseen = {column: mask for question in several for column, mask in question.unseen(raw.cells).items()}
    asked = _questions(raw.columns, own, several, "-" if any(name.startswith("meta-") for name in names) else "/")
    respondent = _first(names, _RESPONDENT)
    variables = tuple(
        Variable(header, "respondent" if place == respondent else "paradata", header)
        if place in own
        else replace(asked[place], name=asked[place].name or header, question=asked[place].question or header)
        for place, header in enumerate(named.columns)
    )
    return replace(named, variables=variables, unseen=unseen, standing=_standing(named, names))


def _is_own(names: Sequence[str], place: int, cells: Cells) -> bool:
    name = names[place]
    return (
        name in _OWN
        or name.startswith(_META)
        or (name in _TIMES and are_all(cells, is_moment))
        or (name in _BEHIND_KEY and "key" in names[:place])
    )


def _first(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Return the column with the first of the names that there is."""
    return next((names.index(name) for name in wanted if name in names), None)


def _standing(raw: RawTable, names: Sequence[str]) -> Standing | None:
    sent_in, review = _first(names, _SENT_IN), _first(names, _REVIEW)
    if sent_in is None:
        return None
    statuses = np.where(blank(raw.cells[sent_in]), "unknown", "completed").astype(object)
    if review is None:
        return Standing.of(statuses.tolist(), raw.columns[sent_in])
    statuses[holding(raw.cells[review], _REFUSED)] = "declined"
    return Standing.of(statuses.tolist(), f"{raw.columns[sent_in]}, {raw.columns[review]}")


def _questions(
    headers: Sequence[str], own: Collection[int], several: Sequence[Several], between: str
) -> dict[int, Variable]:
    """Return what is told of every question's columns; a name is left out where it is the header.

    Args:
        headers: The header of every column.
        own: The columns that are the platform's own.
        several: The questions with several answers.
        between: What stands between a group and a question.
    """
    asked = {place: header for place, header in enumerate(headers) if place not in own}
    coded = all(map(_CODES.fullmatch, asked.values()))
    ticks = {column for question in several for column in question.ticks.values()}
    tails = Counter(_tail(header, between) for place, header in asked.items() if place not in ticks)

    def question(header: str) -> Variable:
        tail = _tail(header, between)
        if coded:
            name = tail if tails[tail] <= 1 else header
            return Variable(name, question=name)
        return Variable("", text=header, also=(tail,) if tail != header else ())

    found = {place: question(header) for place, header in asked.items()}
    for of_question in several:
        told = question(of_question.header)
        told = replace(told, question=told.name or of_question.header)
        for option, column in of_question.ticks.items():
            found[column] = replace(told, name="", kind="tick", tick=Choice(option, option))
        if of_question.joined is not None:
            choices = tuple(Choice(option, option) for option in of_question.options)
            found[of_question.joined] = replace(told, kind="joined", choices=choices, separator=BETWEEN)
    return found


def _tail(header: str, between: str) -> str:
    """Return what stands behind the last group."""
    return header.rpartition(between)[2] or header
