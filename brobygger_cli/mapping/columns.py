"""Which column of an export holds what: columns matched to a questionnaire's questions and options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from brobygger_cli.mapping.matching import BY_WORDING_OF_TEXT, Match, Remark, match
from brobygger_cli.mapping.meanings import add_meanings
from brobygger_cli.mapping.names import Names
from brobygger_cli.mapping.placed import Placed, place
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Lookup

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.exports.variables import Variable
    from brobygger_cli.mapping.confirmed import Mapping
    from brobygger_cli.mapping.names import Place
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

Key = TypeVar("Key", str, int)


@dataclass
class ColumnMap:
    """Where the answers of a questionnaire stand in an export.

    Args:
        respondent: The column of the respondent's id.
        group: The column of the respondent's group.
        whole: The column that holds all of a question's answer, by question id.
        ticks: The column of each option (by its position) of a multiple response, by question id.
        duplicates: Columns that hold what an earlier one holds already, with the earlier one.
        unknown: Columns that belong to nothing in the questionnaire.
        ignored: Columns that are the platform's own, copies of what is read, or confirmed to hold nothing.
        strays: Of the unknown columns those that hold the ticks of an option which the question, by its id, does not
            have.
        meanings: By column, what a cell means where the platform's codes or spellings are not the questionnaire's: the
            id of an option or group, several joined by `;`, or a tick (1, 0), by the normalised text of the cell.
        remarks: What is to be said of how columns were matched.
    """

    respondent: int | None = None
    group: int | None = None
    whole: dict[str, int] = field(default_factory=dict)
    ticks: dict[str, dict[int, int]] = field(default_factory=dict)
    duplicates: list[tuple[int, int]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    ignored: list[int] = field(default_factory=list)
    strays: dict[int, str] = field(default_factory=dict)
    meanings: dict[int, Lookup[str, str]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def questions(self) -> set[str]:
        """Return the ids of the questions that have a column at all."""
        return {*self.whole, *self.ticks}

    def meant(self, column: int, text: str) -> str:
        """Return what a cell of a column means, the text itself where nothing else is known."""
        return self.meanings[column].get(normalise(text), text) if column in self.meanings else text


def map_columns(raw: RawTable, questionnaire: Questionnaire, confirmed: Mapping | None = None) -> ColumnMap:
    """Match every column to what it holds: by name, alias or wording, never by resemblance.

    What a person has confirmed goes before what is found, a name before a wording, and the platform's label of an
    answer before its code.

    Args:
        raw: The export.
        questionnaire: What may stand there.
        confirmed: What a person has confirmed.

    Raises:
        BrobyggerError: If what was confirmed does not fit the export or the questionnaire.
    """
    found = _find(raw, questionnaire, place(confirmed, raw, questionnaire))
    add_meanings(found, raw, questionnaire, confirmed)
    return found


def recognise(raw: RawTable, candidates: Iterable[Questionnaire]) -> Questionnaire | None:
    """Return the questionnaire that knows most of the columns, or None where none stands out."""
    known = [(len(_find(raw, candidate, Placed()).questions()), candidate) for candidate in candidates]
    best = max((questions for questions, _ in known), default=0)
    standing_out = [candidate for questions, candidate in known if questions == best]
    return standing_out[0] if best > 0 and len(standing_out) == 1 else None


def _find(raw: RawTable, questionnaire: Questionnaire, confirmed: Placed) -> ColumnMap:
    """Return which column holds what, without regard to what its cells mean."""
    found = ColumnMap(
        respondent=confirmed.respondent,
        group=confirmed.group,
        whole=dict(confirmed.whole),
        ticks={question: dict(ticks) for question, ticks in confirmed.ticks.items()},
        ignored=sorted(confirmed.ignored),
    )
    names, settled = Names(questionnaire), confirmed.columns()
    matches: list[Match] = []
    for column, header in enumerate(raw.columns):
        if column in settled:
            continue
        matched = match(column, header, _variable(raw, column), names)
        if matched is None:
            _leave(found, raw, column)
        else:
            matches.append(matched)
    relabelled = {matched.place.question for matched in matches if matched.relabelled}
    found.remarks += _contradictions(raw, matches, confirmed)
    for matched in sorted(matches, key=lambda one: (one.rank, one.by_code)):
        # Where the platform numbers the options otherwise, a number without a known label tells nothing.
        untold = matched.by_code and matched.place.question in relabelled
        if untold or (matched.place.what == "tick" and matched.place.option < 0):
            found.strays[matched.column] = matched.place.question
            found.unknown.append(matched.column)
        else:
            _settle(found, raw, matched, confirmed)
    _choose_joined_or_ticks(found, raw, questionnaire)
    if found.respondent is None:
        own = (column for column, variable in enumerate(raw.variables) if variable.kind == "respondent")
        found.respondent = next((column for column in own if column in found.ignored and column not in settled), None)
    found.ignored = [column for column in found.ignored if column != found.respondent]
    found.unknown.sort()
    return found


def _contradictions(raw: RawTable, matches: list[Match], confirmed: Placed) -> list[Remark]:
    """Return what is to be said of columns that have the name of one question and the wording of another.

    A wording may stand twice, and then belongs to the column that has the name as well.
    """
    settled = {one.worded for one in matches if one.worded == one.place.question} | confirmed.questions()
    return [
        Remark(
            "contradicting_column",
            one.column,
            f"has the name of '{one.place.question}' and the wording of '{one.worded}' "
            f"('{raw.variables[one.column].text}'): say in a mapping which of them it holds (`brobygger map`)",
            "error",
        )
        for one in matches
        if one.worded
        and one.place.question
        and one.worded not in settled
        and one.place.question not in confirmed.questions()
    ]


def _settle(found: ColumnMap, raw: RawTable, matched: Match, confirmed: Placed) -> None:
    """Note what a column holds, unless a person has confirmed that another one does."""
    holds, column = matched.place, matched.column
    rival = _confirmed_instead(holds, confirmed)
    if rival is not None:
        rule = f"would hold the same as column '{raw.columns[rival]}', which the mapping names: it is not read"
        found.remarks.append(Remark("duplicate_column", column, rule))
        found.ignored.append(column)
        return
    if matched.remark is not None:
        found.remarks.append(matched.remark)
    if matched.rank == BY_WORDING_OF_TEXT and holds.question in found.questions():
        _leave(found, raw, column)
    elif holds.what == "tick":
        _place(found, found.ticks.setdefault(holds.question, {}), holds.option, column)
    elif holds.what == "whole":
        _place(found, found.whole, holds.question, column)
    elif holds.what == "group":
        if found.group is not None:
            found.duplicates.append((column, found.group))
        else:
            found.group = column
    elif found.respondent is not None:
        _leave(found, raw, column)
    else:
        found.respondent = column


def _confirmed_instead(holds: Place, confirmed: Placed) -> int | None:
    """Return the column that a person has confirmed to hold what another one seems to hold, None where there is none.

    A question is confirmed either as a whole or by its options, so that a column of the other kind is none of it.
    """
    if holds.what == "group":
        return confirmed.group
    if holds.what == "respondent":
        return None  # a second kind of id is no contradiction
    ticks = confirmed.ticks.get(holds.question, {})
    whole = confirmed.whole.get(holds.question)
    if holds.what == "tick":
        return ticks.get(holds.option) if whole is None else whole
    return min(ticks.values(), default=None) if whole is None else whole


def _choose_joined_or_ticks(found: ColumnMap, raw: RawTable, questionnaire: Questionnaire) -> None:
    """Keep one where a question stands both joined in one column and in a column per option.

    A platform that says so writes both itself: the ticks are read if there is one for every option, else the joined
    column. Where no platform says so, one of them may be anything: that is for a person to mend.
    """
    for question in sorted(found.whole.keys() & found.ticks.keys()):
        joined, ticks = found.whole[question], found.ticks[question]
        variable = _variable(raw, joined)
        if variable is None or variable.kind != "joined":
            found.duplicates.append((found.whole.pop(question), min(ticks.values())))
        elif len(ticks) == len(questionnaire.question(question).choices):
            found.ignored.append(found.whole.pop(question))
        else:
            found.ignored += found.ticks.pop(question).values()


def _leave(found: ColumnMap, raw: RawTable, column: int) -> None:
    """Note a column that belongs to nothing in the questionnaire; a platform's own columns are no surprise."""
    variable = _variable(raw, column)
    own = variable is not None and variable.kind in {"paradata", "respondent"}
    (found.ignored if own else found.unknown).append(column)


def _variable(raw: RawTable, column: int) -> Variable | None:
    return raw.variables[column] if raw.variables else None


def _place(found: ColumnMap, columns: dict[Key, int], key: Key, column: int) -> None:
    """Note that `column` holds `key`, or that an earlier column already does."""
    if key in columns:
        found.duplicates.append((column, columns[key]))
    else:
        columns[key] = column
