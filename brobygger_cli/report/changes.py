"""What changed: the indicators of every group, in the order of the questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.figures import change_plot
from brobygger_cli.report import values
from brobygger_cli.report.flagged import Flagged
from brobygger_cli.report.ids import slug
from brobygger_cli.report.model import Bullets, Column, Paragraph, Picture, Row, Section, Table, Value
from brobygger_cli.report.questionnotes import notes_of_figures
from brobygger_cli.report.worst import worst_case
from brobygger_cli.words import ADJUSTMENTS, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.questionnaire.questionnaire import Group
    from brobygger_cli.report.material import Material
    from brobygger_cli.report.model import Block
    from brobygger_cli.result import Record
    from brobygger_cli.waves import Wave


def changes_section(material: Material) -> Section:
    """Return the section that sums up what changed, then tells it group by group."""
    said: set[str] = set()
    sections = [
        Section(slug("group", group.id), material.said(group.label), "group", tuple(blocks))
        for group in material.groups
        if (blocks := list(_of_group(group, material, said)))
    ]
    return Section("changes", material.say("changes_title"), "changes", tuple(_summary(material)), tuple(sections))


def _summary(material: Material) -> Iterator[Block]:
    """Yield how many rows moved, which way and how sure, and the plot of all indicators, for every later wave."""
    has_indicators = (material.frame["level"] == "indicator").any()
    for wave in material.later:
        told = material.findings.told(material.findings.summary(wave=wave.name))
        if told:
            yield Bullets((told[0], *_moved(wave, material), *told[1:]))  # what moved, behind how many did
    yield Paragraph(material.say("changes_lead" if has_indicators else "no_indicators"))
    for wave in material.later:
        if has_indicators:
            figure = change_plot(material.result, wave.name)
            notes = tuple(_notes_of(material)) if wave is material.later[-1] else ()
            yield Picture(slug("figure-changes", wave.name), figure.frame.title, figure, notes)


def _moved(wave: Wave, material: Material) -> Iterator[str]:
    """Yield in brief which indicators were found to have changed."""
    for group in material.groups:
        for record in material.of(group.id, wave, level="indicator"):
            if material.findings.verdict(record) in {"up", "down"}:
                brief = material.findings.brief(record)
                yield material.say("moved", group=material.said(group.label), brief=brief)


def _of_group(group: Group, material: Material, said: set[str]) -> Iterator[Block]:
    """Yield the table of a group's indicators and what each of them bears out, wave by wave, and the trend."""
    for wave in material.later:
        found = list(material.of(group.id, wave, level="indicator"))
        if found:
            yield _indicators(group, wave, found, material)
            yield from _told(found, material, said)
    trends = list(material.trend_of(group.id, level="indicator"))
    if trends:
        yield _trends(group, trends, material)
        yield from _told(trends, material, said)


def _told(found: list[Record], material: Material, said: set[str]) -> Iterator[Block]:
    """Yield what indicators bear out, and before the first such list what is the same in all of its sentences."""
    once, sentences = material.findings.listed(found)
    if once and once not in said:
        yield Paragraph(once)
        said.add(once)
    yield Bullets(sentences)


def _indicators(group: Group, wave: Wave, found: list[Record], material: Material) -> Table:
    """Return the table of a group's indicators in the baseline and a later wave."""
    say, language = material.say, material.language
    flagged = Flagged(found, material)
    columns = [Column(say("indicator"), numeric=False)]
    for name in (material.baseline.name, wave.name):
        columns += [Column(say(heading), name) for heading in ("count", "base", "share")]
    columns += [Column(say("change")), Column(say("adjusted_p")), Column(say("finding"), numeric=False)]
    rows = []
    for record in found:
        figures = [
            cell
            for of in ("baseline", "followup")
            for cell in (
                values.count(record, of, language),
                values.base(record, of, language),
                values.share(record, of, language),
            )
        ]
        judged = (
            values.change(record, language),
            values.adjusted_p(record, language),
            values.finding(record, language),
        )
        rows.append(Row((Value(material.label(record) + flagged.marks([record])), *figures, *judged)))
        worst = worst_case([record], 3, share_at=2, language=language)
        rows += [Row((*row.cells, values.BLANK, values.BLANK), row.emphasis) for row in worst]
    caption = say(
        "indicators_caption", group=material.said(group.label), wave=wave.name, baseline=material.baseline.name
    )
    notes = (
        _change_note(material),
        _family_note(found, material),
        _sturdiness_note(found, material),
        *notes_of_figures(found, material),
        *flagged.notes(),
    )
    return Table(
        slug("indicators", group.id, wave.name), caption, tuple(columns), tuple(rows), tuple(filter(None, notes))
    )


def _trends(group: Group, found: list[Record], material: Material) -> Table:
    """Return the table of the trends of a group's indicators over all waves."""
    say, language = material.say, material.language
    flagged = Flagged(found, material)
    columns = (
        Column(say("indicator"), numeric=False),
        Column(say("slope")),
        Column(say("adjusted_p")),
        Column(say("finding"), numeric=False),
    )
    rows = [
        Row(
            (
                Value(material.label(record) + flagged.marks([record])),
                values.slope(record, language),
                values.adjusted_p(record, language),
                values.finding(record, language),
            )
        )
        for record in found
    ]
    caption = say("trends_caption", group=material.said(group.label))
    slope = say("slope_note_of_times" if material.compared.settings.times else "slope_note", waves=say("waves_caption"))
    notes = (slope, _family_note(found, material), *flagged.notes())
    return Table(slug("trends", group.id), caption, columns, tuple(rows), tuple(filter(None, notes)))


def _notes_of(material: Material) -> Iterator[str]:
    """Yield what the questionnaire says that a reader of an indicator must know: once, as it holds for all groups."""
    notes = {
        indicator.id: material.said(indicator.note)
        for indicator in material.questionnaire.indicators
        if indicator.note is not None
    }
    about: dict[str, list[str]] = {}
    shown = {record["option"]: record for record in material.rows if record["level"] == "indicator"}
    for indicator, record in shown.items():
        if indicator in notes:
            about.setdefault(notes[indicator], []).append(material.label(record))
    for note, labels in about.items():
        yield material.say("note_of", label="; ".join(labels), note=note)


def _sturdiness_note(found: list[Record], material: Material) -> str:
    """Say what stands behind a result that holds unless those who did not answer differ."""
    sturdy = any(record["sturdiness"] in {"worst_case", "unless"} for record in found)
    return word("note_sturdy", material.language) if sturdy else ""


def _change_note(material: Material) -> str:
    return material.say("change_note", confidence=material.percent(material.compared.settings.confidence))


def _family_note(found: list[Record], material: Material) -> str:
    """Say for how many tests p-values are adjusted, and how; some rows may have none, as they are hidden."""
    record = next((record for record in found if record["family"] is not None), None)
    if record is None:
        return ""
    method = ADJUSTMENTS[record["adjustment"]]
    if record["adjustment"] == "none":
        return material.say("not_adjusted")
    return material.say("family_note", method=method, size=record["family_size"])
