"""What the comparison cannot say; only what applies to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.disclosure import told
from brobygger_cli.flags import SMALL_BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.report.material import Material

_FEW = 3  # questions that are named though they are all there are
# Flags of questions of which the report has to say which they are.
_OF_QUESTIONS = (
    "not_printed",
    "partly_printed",
    "not_asked",
    "wording_differs",
    "options_differ",
    "routing_differs",
    "asked_changed",
    "wording_inferred",
    "invalid_left_out",
)


def limits_of(material: Material) -> Iterator[str]:
    """Yield what the comparison cannot say."""
    say = material.say
    yield say("limit_causes")
    yield say("limit_unclear")
    yield from _of_people(material)
    for wave in material.waves:
        if wave.kind == "printed":
            yield say("limit_printed", wave=wave.name)
    weighted = [wave.counts.weights is not None for wave in material.waves]
    if any(weighted) and not all(weighted):
        names = [wave.name for wave, has in zip(material.waves, weighted, strict=True) if not has]
        yield say("limit_weights", waves=material.listed(names))
    for flag in _OF_QUESTIONS:
        found = _questions_with(flag, material)
        if found:
            yield say(f"limit_{flag}", questions=found)
    yield from told(material.waves, material.language)
    small = _questions_with("small_base", material)
    if small:
        yield say("limit_small_base", size=SMALL_BASE, questions=small)
    yield from _dropped(material)


def _of_people(material: Material) -> Iterator[str]:
    """Yield what is not known of those who did not answer, and of those who answered twice."""
    say = material.say
    for wave in material.waves:
        low = [material.said(group.label) for group in material.groups if wave.response_is_low(group.id)]
        if low:
            limit = material.percent(wave.questionnaire.indicative_below)
            yield say("low_response", wave=wave.name, groups=material.listed(low), limit=limit)
    known = [wave.invited(group.id) is not None for wave in material.waves for group in material.groups]
    yield say("limit_nonresponse" if all(known) else "limit_invited")
    if material.compared.settings.overlap:
        yield say("limit_overlap")
    elif not any(wave.transitions for wave in material.later):
        yield say("limit_independent")
    elif _questions_with("links_doubtful", material):
        yield say("limit_links_doubtful")


def _questions_with(flag: str, material: Material) -> str:
    """Return the questions of which a row has a flag, in the order of the questionnaire; nothing where none has."""
    raised = {record["question"] for record in material.rows if flag in record["flags"].split()}
    found = [question for question in material.questions if question.id in raised]
    if len(found) == len(material.questions) > _FEW:
        return material.say("all_questions")
    return material.listed([material.quoted(material.short(question)) for question in found])


def _dropped(material: Material) -> Iterator[str]:
    """Yield which questions of the baseline the later waves did not have."""
    later = {question.id for question in material.questionnaire.questions}
    gone = [question for question in material.baseline.questionnaire.questions if question.id not in later]
    if gone and not material.compared.selection.questions:
        names = [material.quoted(material.short(question)) for question in gone]
        yield material.say("limit_dropped", questions=material.listed(names))
