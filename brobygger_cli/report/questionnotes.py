"""What must be known to read the table of a question: who was asked, who did not answer, where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.numbers import percent, percent_of_share
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.questionnaire.questionnaire import AnyQuestion
    from brobygger_cli.report.material import Material
    from brobygger_cli.result import Record


def asked_of(question: AnyQuestion, material: Material) -> str:
    """Say who was asked: everybody, where nothing is said."""
    routing = question.asked_if
    if routing is None:
        return ""
    earlier = material.questionnaire.question(routing.question)
    labels = {option.id: material.said(option.label) for option in earlier.choices}
    leading = [labels[answer] for answer in routing.answers]
    others = [label for answer, label in labels.items() if answer not in routing.answers]
    key, named = ("asked_unless", others) if len(others) < len(leading) else ("asked_if", leading)
    quoted = [material.quoted(label) for label in named]
    listed = material.alternatives(quoted)
    return material.say(key, question=material.quoted(material.short(earlier)), answers=listed)


def notes_on(question: AnyQuestion, material: Material) -> Iterator[str]:
    """Yield what must be known to read the answers to a question, whatever the group."""
    if isinstance(question, MultipleResponse):
        yield word("note_multiple", material.language)
    if question.note is not None:
        yield material.said(question.note)


def notes_of(question: AnyQuestion, group: str, wholes: list[Record], material: Material) -> Iterator[str]:
    """Yield what must be known to read the answers of one group to a question.

    Args:
        question: The question.
        group: The id of the group.
        wholes: The question as a whole, for each later wave.
        material: What the report is made of.
    """
    asked = [_asked(wholes[0], "baseline", material), *(_asked(whole, "followup", material) for whole in wholes)]
    if any(asked):
        yield material.say("were_asked", waves="; ".join(filter(None, asked)))
    for wave in material.waves:
        unanswered = material.unanswered(wave, group, question.id)
        if unanswered:
            key = "unanswered" if question.asked_if is None else "unanswered_routed"
            yield material.count(key, unanswered, wave=wave.name)
    yield from notes_of_figures(wholes, material)


def notes_of_figures(rows: list[Record], material: Material) -> Iterator[str]:
    """Yield what must be known of figures that are weighted, or about the very people invited."""
    if any(row[f"{wave}_design_effect"] is not None for row in rows for wave in ("baseline", "followup")):
        yield material.say("weighted")
    if material.compared.settings.estimand == "population":
        yield word("note_worst_case", material.language)


def _asked(whole: Record, wave: str, material: Material) -> str:
    """Say how many the routing led to a question in a wave; nothing where it led everybody, or that is not known."""
    asked, of, share = (whole[f"{wave}_{name}"] for name in ("asked", "asked_of", "asked_share"))
    if asked is None or not of:
        return ""
    weighted = whole[f"{wave}_design_effect"] is not None
    shown = percent_of_share(share, material.language) if weighted else percent(asked, of, material.language)
    return material.say("asked_in", wave=whole[f"{wave}_wave"], share=shown, asked=asked, of=of)


def source_of(question: AnyQuestion, material: Material) -> str:
    """Say where the figures of a question are from, wave by wave; the table of the waves cites it in full."""
    parts = []
    for wave in material.waves:
        asked = {known.id: known for known in wave.questionnaire.questions}.get(question.id)
        citation = wave.questionnaire.citation
        if wave.kind == "printed" and asked is not None:
            where = asked.source or material.say("printed_table")
            key = "source_printed_uncited" if citation is None else "source_printed"
            parts.append(material.say(key, wave=wave.name, where=where, waves=material.say("waves_caption")))
        else:
            parts.append(material.say("source_respondents", wave=wave.name, file=material.file_of(wave)))
    return " ".join(parts)
