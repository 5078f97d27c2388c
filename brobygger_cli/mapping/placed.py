"""A mapping held against an export and a questionnaire: every column that it names, or everything that is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.mapping.headers import Headers
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.spelling import did_you_mean, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping.confirmed import MappedQuestion, Mapping
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire


@dataclass
class Placed:
    """The columns that a mapping names.

    Args:
        group: The column of the group.
        respondent: The column of the respondent's id.
        ignored: The columns that hold nothing.
        whole: The column of all of a question's answer, by question id.
        ticks: The column of each option (by its position), by question id.
    """

    group: int | None = None
    respondent: int | None = None
    ignored: set[int] = field(default_factory=set)
    whole: dict[str, int] = field(default_factory=dict)
    ticks: dict[str, dict[int, int]] = field(default_factory=dict)

    def questions(self) -> set[str]:
        """Return the ids of the questions of which a column is named."""
        return {*self.whole, *self.ticks}

    def columns(self) -> set[int]:
        """Return every column that is named."""
        ticks = (column for of in self.ticks.values() for column in of.values())
        some = {self.group, self.respondent, *self.ignored, *self.whole.values(), *ticks}
        return {column for column in some if column is not None}


def place(mapping: Mapping | None, raw: RawTable, questionnaire: Questionnaire) -> Placed:
    """Return the columns that a mapping names; none where there is no mapping.

    Raises:
        BrobyggerError: If it is for another questionnaire, or names a column, question, option or group that there is
            not, or a column twice; the message names everything that is wrong.
    """
    if mapping is None:
        return Placed()
    if mapping.form.questionnaire != questionnaire.id:
        raise BrobyggerError(
            f"{mapping.path}: is a mapping to the questionnaire '{mapping.form.questionnaire}', "
            f"not to '{questionnaire.id}'",
            f"Say -q {mapping.form.questionnaire} (or its file), or take the mapping away from beside the export.",
        )
    reader = _Reader(raw)
    placed = reader.placed(mapping, questionnaire)
    if reader.problems:
        wrong = "\n".join(f"  {problem}" for problem in reader.problems)
        raise BrobyggerError(
            f"{mapping.path}: does not fit {raw.path}:\n{wrong}",
            "Mend these lines, or delete the file and let `brobygger map` write it anew.",
        )
    return placed


class _Reader:
    """Looks up what a mapping names, and collects what is wrong with it in the order of its keys."""

    def __init__(self, raw: RawTable) -> None:
        self.problems: list[str] = []
        self._raw = raw
        self._headers = Headers(raw)
        self._keys: dict[int, str] = {}

    def placed(self, mapping: Mapping, questionnaire: Questionnaire) -> Placed:
        """Return the columns that the mapping names, as far as there are such."""
        form, placed = mapping.form, Placed()
        placed.group = None if form.group is None else self._column("group", form.group)
        placed.respondent = None if form.respondent is None else self._column("respondent", form.respondent)
        ignored = [self._column("ignore", name) for name in form.ignore]
        placed.ignored = {column for column in ignored if column is not None}
        self._check_meanings("groups", form.groups, "group", [group.id for group in questionnaire.groups])
        known = {question.id: question for question in questionnaire.questions}
        for identifier, mapped in form.questions.items():
            key = f"questions.{identifier}"
            if identifier not in known:
                self.problems.append(f"{key}: there is no such question{did_you_mean(identifier, known)}")
                continue
            question = known[identifier]
            self._check_kind(key, mapped, question)
            whole = None if mapped.column is None else self._column(f"{key}.column", mapped.column)
            if whole is not None:
                placed.whole[identifier] = whole
            positions = {option.id: position for position, option in enumerate(question.choices)}
            for option, name in mapped.options.items():
                column = self._column(f"{key}.options.{option}", name)
                if option not in positions:
                    self.problems.append(f"{key}.options.{option}: no such option{did_you_mean(option, positions)}")
                elif column is not None:
                    placed.ticks.setdefault(identifier, {})[positions[option]] = column
        return placed

    def _column(self, key: str, name: str) -> int | None:
        """Return the one column that a name means."""
        found = self._headers.called(name)
        if not name.strip():
            self.problems.append(f"{key}: names no column; say which, or delete the line")
            return None
        if not found:
            near = did_you_mean(name, filter(None, self._raw.columns))
            self.problems.append(f"{key}: the export has no column '{name}'{near}")
            return None
        if len(found) > 1:
            self.problems.append(f"{key}: {len(found)} columns are called '{name}'; the first of them is '{name} #1'")
            return None
        earlier = self._keys.setdefault(found[0], key)
        if earlier != key:
            self.problems.append(f"{key}: the column '{name}' is named by {earlier} already")
        return found[0]

    def _check_kind(self, key: str, mapped: MappedQuestion, question: Question) -> None:
        """Check that a mapping says of a question only what fits its type."""
        if mapped.column is not None and mapped.options:
            self.problems.append(f"{key}: names a column for the whole answer and columns for options: keep one kind")
        if not isinstance(question, MultipleResponse):
            several = {"options": mapped.options, "ticked": mapped.ticked, "not_ticked": mapped.not_ticked}
            for name, said in several.items():
                if said:
                    self.problems.append(f"{key}.{name}: '{question.id}' is no question with several answers")
        both = set(map(normalise, mapped.ticked)) & set(map(normalise, mapped.not_ticked))
        for text in sorted(both):
            self.problems.append(f"{key}: '{text}' is said to mean both ticked and not ticked")
        options = [option.id for option in question.choices]
        self._check_meanings(f"{key}.answers", mapped.answers, "option", options)

    def _check_meanings(self, key: str, answers: dict[str, str], noun: str, known: Iterable[str]) -> None:
        """Check what cells are said to mean."""
        ids = list(known)
        meanings: dict[str, str] = {}
        for text, meant in answers.items():
            if meant not in ids:
                self.problems.append(f"{key}: '{text}' = '{meant}': no such {noun}{did_you_mean(meant, ids)}")
            elif meanings.setdefault(normalise(text), meant) != meant:
                self.problems.append(f"{key}: '{text}' means both '{meanings[normalise(text)]}' and '{meant}'")
