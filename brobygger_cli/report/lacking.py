"""Texts of the questionnaire that are lacking in the language of the report, and shown in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.questionnaire.model import lacking

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Model
    from brobygger_cli.report.material import Material


def lacking_wordings(material: Material) -> list[str]:
    """Return what is shown in the other language: questions with all that belongs to them, groups, indicators."""
    asked, shown = material.questionnaire, {question.id for question in material.questions}
    parts: list[tuple[str, Model]] = [(material.short(question), question) for question in material.questions]
    parts += [(material.said(group.label), group) for group in material.groups]
    parts += [
        (material.said(indicator.short or indicator.label), indicator)
        for indicator in asked.indicators
        if indicator.question in shown
    ]
    found = [material.quoted(name) for name, part in parts if lacking(part, material.language)]
    said = {"title": asked.title, "citation": asked.citation}
    found += [
        material.say(f"lacking_{name}")
        for name, text in said.items()
        if text is not None and lacking(text, material.language)
    ]
    return list(dict.fromkeys(found))
