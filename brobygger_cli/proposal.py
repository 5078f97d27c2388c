"""A mapping proposed for an export, as TOML: what is matched exactly applies, what a person has to judge does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.drafting.toml import quoted
from brobygger_cli.mapping import Headers, map_columns
from brobygger_cli.mapping.candidates import WHOLE, Candidate, propose_columns, propose_one
from brobygger_cli.mapping.confirmed import ENDING, Form
from brobygger_cli.mapping.spellings import propose_answers, propose_groups, propose_ticks
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping import ColumnMap, Mapping
    from brobygger_cli.mapping.spellings import Meaning
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire


# What there is to judge where a column of ticks is matched by one of two things that the platform tells of its option.
_OF_TICKS = {
    "code_relabelled": "matched by the label, though the questionnaire has another option under this code",
    "label_differs": "matched by the code, though the questionnaire does not know this label",
}


@dataclass(frozen=True)
class Proposal:
    """A mapping file to be reviewed.

    Attributes:
        text: The TOML.
        summary: What it says and where it belongs, for stderr.
    """

    text: str
    summary: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One line of the file.

    Attributes:
        key: The key, as TOML writes it.
        value: The value, as TOML writes it.
        review: Why a person has to judge it: a line with a reason is written as a comment, so that it does nothing.
    """

    key: str
    value: str
    review: str = ""

    def written(self) -> str:
        """Return the line as it stands in the file."""
        said = f"{self.key} = {self.value}"
        return f"# {said}  # review: {visible(self.review)}" if self.review else said


def propose(raw: RawTable, questionnaire: Questionnaire, confirmed: Mapping | None = None) -> Proposal:
    """Return the mapping of an export to a questionnaire, as far as it is certain, with proposals for the rest.

    Args:
        raw: The export.
        questionnaire: What was asked.
        confirmed: What a person has confirmed before; it stays.

    Raises:
        BrobyggerError: If what was confirmed does not fit the export or the questionnaire.
    """
    columns = map_columns(raw, questionnaire, confirmed)
    form = Form(questionnaire=questionnaire.id) if confirmed is None else confirmed.form
    sections = [*_Sections(raw, questionnaire, columns, form).written()]
    lines = [line for _, of in sections for line in of]
    reviews = sum(bool(line.review) for line in lines)
    path = Path(raw.path)
    name = f"{path.resolve().name if path.is_dir() else path.stem}{ENDING}"
    text = [
        f"# Which columns of {visible(path.name)} hold what of the questionnaire '{questionnaire.id}'.",
        '# A line that begins with "# " and ends in "# review" is a proposal and does nothing: delete its first "# "',
        f"# to confirm it, or delete the line. Beside the export, as {visible(name)}, this file is used by itself.",
    ]
    for header, of in sections:
        text += ["", header] if header else [""]
        text += [line.written() for line in of]
    placed = f"{len(columns.questions())} of {len(questionnaire.questions)} questions of '{questionnaire.id}'"
    summary = (
        f"{raw.path}: {placed} have their columns; lines to review: {reviews}",
        f"{raw.path}: the mapping is used by itself when it lies beside the export as {name}, else with --mapping",
    )
    return Proposal("\n".join(text) + "\n", summary)


class _Sections:
    """The tables of a mapping file, in the order of the questionnaire."""

    def __init__(self, raw: RawTable, questionnaire: Questionnaire, columns: ColumnMap, form: Form) -> None:
        self._raw = raw
        self._questionnaire = questionnaire
        self._columns = columns
        self._form = form
        self._headers = Headers(raw)
        self._near = propose_columns(raw, questionnaire, columns)
        self._doubts = self._doubtful()

    def written(self) -> Iterator[tuple[str, Sequence[Line]]]:
        """Yield the header of every table and its lines; the first one has no header."""
        yield "", [*self._top()]
        groups = _confirmed(self._form.groups)
        groups += _meanings(propose_groups(self._raw, self._questionnaire, self._columns, self._form.groups))
        if groups:
            yield "[groups]", groups
        for question in self._questionnaire.questions:
            yield from self._question(question)

    def _top(self) -> Iterator[Line]:
        proposed = {candidate.column for candidate in self._near.values()}
        yield Line("questionnaire", quoted(self._questionnaire.id))
        yield Line("export", quoted(Path(self._raw.path).name))
        for key, column, names in (
            ("group", self._columns.group, self._questionnaire.group_columns),
            ("respondent", self._columns.respondent, self._questionnaire.respondent_columns),
        ):
            if column is not None:
                yield self._line(key, column)
            elif (near := propose_one(self._raw, names, self._columns)) is not None:
                yield self._proposed(key, near)
                proposed.add(near.column)
        if self._form.ignore:
            yield Line("ignore", _list(self._form.ignore))
        others = [column for column in self._columns.unknown if column not in proposed]
        if others:
            ignored = _list([*self._form.ignore, *map(self._headers.reference, others)])
            instead = "; this line instead of the one above" if self._form.ignore else ""
            yield Line("ignore", ignored, f"columns that belong to no question{instead}")

    def _question(self, question: Question) -> Iterator[tuple[str, Sequence[Line]]]:
        mapped = self._form.questions.get(question.id)
        key = f"[questions.{question.id}]"
        own, options = [*self._whole(question)], [*self._options(question)]
        answers = [] if mapped is None else _confirmed(mapped.answers)
        if mapped is not None:
            said = (("ticked", mapped.ticked), ("not_ticked", mapped.not_ticked))
            own += [Line(name, _list(texts)) for name, texts in said if texts]
        if isinstance(question, MultipleResponse) and (unknown := propose_ticks(self._raw, question, self._columns)):
            own.append(Line("not_ticked", _list(unknown), "neither ticked nor not ticked as they stand; or `ticked`"))
        if question.id in self._columns.whole:
            said_before = {} if mapped is None else mapped.answers
            answers += _meanings(propose_answers(self._raw, question, self._columns, said_before))
        for header, lines in ((key, own), (f"{key[:-1]}.options]", options), (f"{key[:-1]}.answers]", answers)):
            if lines:
                yield header, lines

    def _whole(self, question: Question) -> Iterator[Line]:
        column = self._columns.whole.get(question.id)
        if column is not None:
            yield self._line("column", column)
        elif (near := self._near.get((question.id, WHOLE))) is not None:
            yield self._proposed("column", near)
        elif question.id not in self._columns.ticks and not any(of == question.id for of, _ in self._near):
            yield Line("column", quoted(""), f"no column is near; if it was not asked: --without {question.id}")

    def _options(self, question: Question) -> Iterator[Line]:
        ticks = self._columns.ticks.get(question.id, {})
        for position, option in enumerate(question.choices):
            near = self._near.get((question.id, position))
            if position in ticks:
                yield self._line(option.id, ticks[position])
            elif near is not None:
                yield self._proposed(option.id, near)
            elif ticks:
                yield Line(option.id, quoted(""), "no column is near")

    def _line(self, key: str, column: int) -> Line:
        return Line(key, quoted(self._headers.reference(column)), self._doubts.get(column, ""))

    def _proposed(self, key: str, candidate: Candidate) -> Line:
        return Line(key, quoted(self._headers.reference(candidate.column)), candidate.why)

    def _doubtful(self) -> dict[int, str]:
        """Return why a person has to judge a column that is matched."""
        ticks = {column for of in self._columns.ticks.values() for column in of.values()}
        doubts = {}
        for remark in self._columns.remarks:
            if remark.code == "contradicting_column":
                doubts[remark.column] = "has the name of one question and the wording of another"
            elif remark.column in ticks and remark.code in _OF_TICKS:
                doubts[remark.column] = f"{_OF_TICKS[remark.code]} ({remark.value})"
        for later, earlier in self._columns.duplicates:
            header = self._headers.reference(later)
            doubts[earlier] = f"the column {quoted(header)} seems to hold the same: name the right one"
        return doubts


def _confirmed(said: dict[str, str]) -> list[Line]:
    return [Line(quoted(text), quoted(meant)) for text, meant in said.items()]


def _meanings(meanings: Iterable[Meaning]) -> list[Line]:
    return [Line(quoted(meaning.text), quoted(meaning.meant), meaning.why) for meaning in meanings]


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"
