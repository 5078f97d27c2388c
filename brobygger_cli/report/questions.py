"""Each question of a report: who was asked what, and how the answers stood in every wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.figures import question_figure
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.report import values
from brobygger_cli.report.flagged import OF_TESTS, Flagged
from brobygger_cli.report.ids import slug
from brobygger_cli.report.model import Bullets, Column, Paragraph, Picture, Row, Section, Table, Value
from brobygger_cli.report.questionnotes import asked_of, notes_of, notes_on, source_of
from brobygger_cli.report.worst import worst_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.questionnaire.questionnaire import AnyQuestion, Group
    from brobygger_cli.report.material import Material
    from brobygger_cli.report.model import Block
    from brobygger_cli.result import Record


def questions_section(material: Material) -> Section:
    """Return the section that holds every question that is shown, in the order of the questionnaire."""
    sections = tuple(_section(question, material) for question in material.questions)
    lead = material.say("questions_lead", confidence=material.percent(material.compared.settings.confidence))
    return Section("questions", material.say("questions_title"), "questions", (Paragraph(lead),), sections)


def _section(question: AnyQuestion, material: Material) -> Section:
    blocks: list[Block] = []
    if question.short is not None:  # else the text is the title
        blocks.append(Paragraph(material.said(question.text), "lead"))
    asked = asked_of(question, material)
    if asked:
        blocks.append(Paragraph(asked))
    notes = " ".join(notes_on(question, material))
    if notes:
        blocks.append(Paragraph(notes, "note"))
    blocks.extend(_pictures(question, material))
    for group in material.groups:
        blocks.extend(_of_group(question, group, material))
    return Section(f"question-{question.id}", material.short(question), "question", tuple(blocks))


def _pictures(question: AnyQuestion, material: Material) -> Iterator[Block]:
    """Yield the figures of a question, one for every later wave, where it has any."""
    for wave in material.later:
        figure = question_figure(material.result, question.id, wave.name)
        if figure is not None:
            yield Picture(slug("figure", question.id, wave.name), figure.frame.title, figure)


def _of_group(question: AnyQuestion, group: Group, material: Material) -> Iterator[Block]:
    """Yield the table of a question in one group, and what it bears out: as a whole, and of answers that moved."""
    answers = _Answers.of(question, group, material)
    yield answers.table()
    told = [material.findings.sentence(record) for record in answers.told()]
    told += [
        material.findings.sentence(record)
        for record in material.trend_of(group.id, level="question")
        if record["question"] == question.id and record["family"] is not None
    ]
    if told:
        yield Bullets(tuple(told))


@dataclass(frozen=True)
class _Answers:
    """The answers of a group to a question, in every wave.

    Args:
        question: The question, as the last wave asked it.
        group: The group.
        material: What the report is made of.
        found: By option or net ('' is the question as a whole) its row for each later wave.
    """

    question: AnyQuestion
    group: Group
    material: Material
    found: dict[str, list[Record]]

    @classmethod
    def of(cls, question: AnyQuestion, group: Group, material: Material) -> _Answers:
        found: dict[str, list[Record]] = {}
        for wave in material.later:
            for record in material.of(group.id, wave, question=question.id):
                if record["level"] != "indicator":
                    found.setdefault(record["option"] or "", []).append(record)
        return cls(question, group, material, found)

    @property
    def _wholes(self) -> list[Record]:
        """The question as a whole, for each later wave."""
        return self.found.get("", [])

    def told(self) -> Iterator[Record]:
        """Yield the rows to be told in words: the question as a whole, and the answers found to have changed."""
        for record in self._wholes:
            if record["family"] is not None:
                yield record
        for item, of in self.found.items():
            if item:
                yield from (record for record in of if record["finding"] not in {None, "unclear"})

    def table(self) -> Table:
        """Return the table: options, nets and the total, the waves side by side, then the change."""
        lines = [record for item, of in self.found.items() if item for record in of]
        flagged = Flagged(lines, self.material, beside=self._wholes, without=OF_TESTS)
        options = [of for item, of in self.found.items() if item and of[0]["type"] != "net"]
        nets = [of for item, of in self.found.items() if item and of[0]["type"] == "net"]
        rows = [row for of in options for row in self._rows(of, flagged)]
        rows += self._total()
        rows += [row for of in nets for row in self._rows(of, flagged)]
        return Table(
            slug("table", self.question.id, self.group.id),
            self._caption(),
            tuple(self._columns()),
            tuple(rows),
            (*notes_of(self.question, self.group.id, self._wholes, self.material), *flagged.notes()),
            source_of(self.question, self.material),
        )

    def _caption(self) -> str:
        text = self.material.said(self.question.text)
        if len(self.material.groups) == 1:
            return text
        group = self.material.said(self.group.label)
        return self.material.say("caption_of_group", text=text.rstrip(" :"), group=group)

    def _columns(self) -> Iterator[Column]:
        say = self.material.say
        yield Column(say("answer"), numeric=False)
        for wave in self.material.waves:
            yield Column(say("count"), wave.name)
            yield Column(say("share"), wave.name)
        later = self.material.later
        for wave in later:
            if len(later) == 1:
                yield Column(say("change"))
            else:
                yield Column(wave.name, say("change_since", wave=self.material.baseline.name))

    def _rows(self, of: list[Record], flagged: Flagged) -> Iterator[Row]:
        """Yield the row of an answer, and that of its worst case where there has to be one."""
        language = self.material.language
        waves = [(of[0], "baseline"), *((record, "followup") for record in of)]
        figures = [
            cell
            for record, wave in waves
            for cell in (values.count(record, wave, language), values.share(record, wave, language))
        ]
        changes = [values.change(record, language) for record in of]
        yield Row((Value(of[-1]["label"] + flagged.marks(of)), *figures, *changes))
        yield from worst_case(of, 2, share_at=1, language=language)

    def _total(self) -> list[Row]:
        """Return the row of the total: of a question with several answers, how many were asked and answered."""
        of = self._wholes
        language = self.material.language
        several = isinstance(self.question, MultipleResponse) or not self.question.choices
        cells = []
        for record, wave in [(of[0], "baseline"), *((record, "followup") for record in of)]:
            base = values.base(record, wave, language)
            cells += [base, values.everybody(language) if base.number and not several else values.NOTHING]
        label = self.material.say("total_n" if several else "total")
        return [Row((Value(label), *cells, *(values.BLANK for _ in of)), "strong")]
