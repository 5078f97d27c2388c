"""The codebook: every question with its options and their codes, and who was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.report.model import Column, Paragraph, Row, Section, Table, Value
from brobygger_cli.report.questionnotes import asked_of
from brobygger_cli.report.values import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.questionnaire.options import Option
    from brobygger_cli.questionnaire.questionnaire import AnyQuestion
    from brobygger_cli.report.material import Material


def codebook_section(material: Material) -> Section:
    """Return the codebook of the questions that are shown."""
    say = material.say
    columns = (say("wording"), say("id"), say("code"), say("remark"))
    table = Table(
        "codebook-table",
        say("codebook_caption", questionnaire=material.said(material.questionnaire.title)),
        tuple(Column(name, numeric=False) for name in columns),
        tuple(row for question in material.questions for row in _rows(question, material)),
    )
    lead = Paragraph(say("codebook_lead"))
    return Section("codebook", say("codebook_title"), "codebook", (lead, table))


def _rows(question: AnyQuestion, material: Material) -> Iterator[Row]:
    say = material.say
    yield Row((Value(material.said(question.text)),))
    yield Row((Value(say("question")), Value(question.id), BLANK, Value(_of_question(question, material))))
    for option in question.choices:
        yield Row(
            (
                Value(material.said(option.label)),
                Value(option.id),
                Value(option.code),
                Value(", ".join(_of_option(option, question, material))),
            )
        )
    for net in question.named_nets:
        remark = say("net_of", options=", ".join(net.options))
        yield Row((Value(material.said(net.label)), Value(net.id), BLANK, Value(remark)))


def _of_question(question: AnyQuestion, material: Material) -> str:
    """Say of what type a question is, who was asked, and what counts as an improvement."""
    say = material.say
    parts = [say(f"type_{question.type}")]
    if question.background:
        parts.append(say("is_background"))
    if question.improvement is not None:
        parts.append(say(f"improvement_{question.improvement}"))
    asked = asked_of(question, material)
    return ". ".join(filter(None, ["; ".join(parts), asked]))


def _of_option(option: Option, question: AnyQuestion, material: Material) -> Iterator[str]:
    if option.dont_know:
        yield material.say("is_dont_know")
    elif question.compared_as == "ordinal" and not getattr(option, "on_scale", True):
        yield material.say("is_off_scale")
    if getattr(option, "exclusive", False):
        yield material.say("is_exclusive")
    if option.inferred:
        yield material.say("is_inferred")
