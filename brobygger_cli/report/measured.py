"""What was measured: the waves, how many answered, and the bases of the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.figures import response_flow
from brobygger_cli.numbers import as_stated
from brobygger_cli.report import values
from brobygger_cli.report.lacking import lacking_wordings
from brobygger_cli.report.model import Column, Paragraph, Picture, Row, Section, Table, Value
from brobygger_cli.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.report.material import Material
    from brobygger_cli.report.model import Block
    from brobygger_cli.waves import Wave


def measured_section(material: Material) -> Section:
    """Return the section that tells what the report rests on."""
    return Section("measured", material.say("measured_title"), "measured", tuple(_blocks(material)))


def _blocks(material: Material) -> Iterator[Block]:
    names = material.listed([wave.name for wave in material.later])
    yield Paragraph(material.say("measured_lead", later=names, baseline=material.baseline.name), "lead")
    yield _waves(material)
    yield _responses(material)
    flow = response_flow(material.result)
    yield Picture("figure-response", flow.frame.title, flow)
    if any(wave.standings() for wave in material.waves):
        yield _standings(material)
    yield _bases(material)
    lacking = lacking_wordings(material)
    if lacking:
        yield Paragraph(material.say("lacking_wordings", texts=material.listed(lacking)), "note")


def _waves(material: Material) -> Table:
    """Return the table of the waves and their files."""
    say, times = material.say, material.compared.settings.times
    columns = [
        Column(say("wave"), numeric=False),
        Column(say("file"), numeric=False),
        Column(say("form"), numeric=False),
    ]
    columns += [Column(say("rows_read")), Column(say("questionnaire"), numeric=False)]
    if times:
        columns.append(Column(say("time")))
    rows = []
    for place, wave in enumerate(material.waves):
        cells = [Value(wave.name), Value(material.file_of(wave)), Value(say(f"form_{wave.kind}"))]
        cells += [
            values.people(wave.counts.rows() or None, material.language),
            Value(material.said(wave.questionnaire.title)),
        ]
        if times:
            cells.append(Value(as_stated(times[place], material.language), times[place], "number"))
        rows.append(Row(tuple(cells)))
    return Table("waves", say("waves_caption"), tuple(columns), tuple(rows), (), _citations(material))


def _citations(material: Material) -> str:
    """Say where wordings and printed figures are from."""
    cited = [material.said(wave.questionnaire.citation) for wave in material.waves if wave.questionnaire.citation]
    return " ".join(dict.fromkeys(cited))


def _responses(material: Material) -> Table:
    """Return the table of response rates, as the note has it."""
    say = material.say
    columns = [Column(say("group"), numeric=False)]
    for wave in material.waves:
        columns += [Column(say(name), wave.name) for name in ("answers", "invited", "response")]
    rows = []
    for group in material.groups:
        cells = [
            cell
            for wave in material.waves
            for cell in (
                values.answered(wave, group.id, material.language),
                values.people(wave.invited(group.id), material.language),
                values.rate(wave.answered(group.id), wave.invited(group.id), material.language),
            )
        ]
        rows.append(Row((Value(material.said(group.label)), *cells)))
    notes = [_low(wave, material) for wave in material.waves]
    notes += [_linked(wave, material) for wave in material.later]
    if any(wave.invited(group.id) is None for wave in material.waves for group in material.groups):
        notes.append(say("invited_unknown"))
    return Table("response", say("response_caption"), tuple(columns), tuple(rows), tuple(filter(None, notes)))


def _low(wave: Wave, material: Material) -> str:
    """Say of which groups too few answered for their figures to be more than an indication."""
    low = [material.said(group.label) for group in material.groups if wave.response_is_low(group.id)]
    if not low:
        return ""
    limit = material.percent(wave.questionnaire.indicative_below)
    return material.say("low_response", wave=wave.name, groups=material.listed(low), limit=limit)


def _linked(wave: Wave, material: Material) -> str:
    """Say how many of each group are linked to the baseline; nothing where nobody is."""
    if wave.transitions is None:
        return ""
    told = []
    for group in material.groups:
        if group.id not in wave.transitions.linked:
            continue
        pairs = wave.transitions.linked[group.id]
        before, after = ((of.answered(group.id) or 0) - pairs for of in (material.baseline, wave))
        people = word("linked", material.language, pairs=pairs, leavers=before, newcomers=after)
        told.append(material.say("linked_in", group=material.said(group.label), people=people))
    return material.say("linked", wave=wave.name, baseline=material.baseline.name, groups="; ".join(told))


def _standings(material: Material) -> Table:
    """Return the table of how far those in the exports came."""
    say = material.say
    rows = [
        Row(
            (
                Value(wave.name),
                Value(say(f"status_{status}")),
                values.people(count, material.language),
                Value(say("yes" if read else "no")),
            )
        )
        for wave in material.waves
        for status, count, read in wave.standings()
    ]
    columns = (
        Column(say("wave"), numeric=False),
        Column(say("status"), numeric=False),
        Column(say("rows_counted")),
        Column(say("read"), numeric=False),
    )
    return Table("standings", say("standings_caption"), columns, tuple(rows))


def _bases(material: Material) -> Table:
    """Return the table of how many answered each question."""
    say, language = material.say, material.language
    columns = [Column(say("question"), numeric=False)]
    for group in material.groups:
        columns += [Column(wave.name, material.said(group.label)) for wave in material.waves]
    rows = []
    for question in material.questions:
        cells = []
        for group in material.groups:
            found = [
                record
                for wave in material.later
                for record in material.of(group.id, wave, level="question", question=question.id)
            ]
            cells += [
                values.base(found[0], "baseline", language),
                *(values.base(record, "followup", language) for record in found),
            ]
        routed = f"\N{NO-BREAK SPACE}{say('routed_mark')}" if question.asked_if is not None else ""
        rows.append(Row((Value(material.short(question) + routed), *cells)))
    notes = [say("base_note")]
    if any(question.asked_if is not None for question in material.questions):
        notes.append(say("routed_note"))
    return Table("bases", say("bases_caption"), tuple(columns), tuple(rows), tuple(notes))
