"""From a comparison to a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.numbers import date_as_written
from brobygger_cli.report.changes import changes_section
from brobygger_cli.report.codebook import codebook_section
from brobygger_cli.report.material import Material
from brobygger_cli.report.measured import measured_section
from brobygger_cli.report.method import method_section
from brobygger_cli.report.model import Report
from brobygger_cli.report.provenance import provenance_section
from brobygger_cli.report.questions import questions_section

if TYPE_CHECKING:
    from brobygger_cli.report.provenance import Origin
    from brobygger_cli.result import Result


def build(result: Result, origin: Origin, title: str | None = None) -> Report:
    """Return the report of a comparison.

    Args:
        result: The comparison, as `compare` gives it.
        origin: What it was made from, and how it was asked for.
        title: Its title; that of the questionnaire where None.
    """
    material = Material(result)
    later = material.listed([wave.name for wave in material.later])
    return Report(
        title or material.said(material.questionnaire.title),
        material.say("subtitle", later=later, baseline=material.baseline.name),
        material.language,
        date_as_written(origin.date, material.language),
        (
            measured_section(material),
            changes_section(material),
            questions_section(material),
            method_section(material),
            codebook_section(material),
            provenance_section(material, origin),
        ),
        material.frame,
        origin.date,
    )
