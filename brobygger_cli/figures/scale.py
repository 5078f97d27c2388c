"""The answers to a question on a scale, both waves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.figures.alt import alt_of
from brobygger_cli.figures.model import Bar, Effect, Frame, Part, StackedBars
from brobygger_cli.figures.shown import SIDES, Shown, finding_of, is_hidden, share_said, why_nothing
from brobygger_cli.numbers import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.result import Record


def can_be_stacked(shown: Shown, question: str, options: list[Record]) -> bool:
    """Tell whether a question has a scale, and every bar is known as a whole or not at all.

    Where print tells a part of a bar, dots show more.

    Args:
        shown: What may be shown.
        question: The id of the question.
        options: The rows of its options.
    """
    asked = shown.question(question)
    if asked.type != "ordinal" or {row["option"] for row in options} != {option.id for option in asked.choices}:
        return False
    bars = [[row for row in options if row["group"] == group] for group in shown.groups()]
    return all(
        any(is_hidden(row) for row in bar) or len({row[f"{side}_share"] is None for row in bar}) == 1
        for bar in bars
        for side in SIDES
    )


def stacked_bars(shown: Shown, question: str, rows: list[Record]) -> StackedBars:
    """Return the answers to a question on a scale as a figure.

    Args:
        shown: What may be shown.
        question: The id of the question.
        rows: Its rows: the question as a whole and its options.
    """
    asked = shown.question(question)
    steps, beside = _order(asked)
    label = {row["option"]: row["label"] for row in rows if row["level"] == "option"}
    title = shown.title_of(asked)
    wholes = [row for row in rows if row["level"] == "question"]
    return StackedBars(
        Frame(title, alt_of(shown, title, rows), shown.language, tuple(_notes(shown, rows))),
        tuple(
            (
                shown.group(whole["group"]),
                tuple(_bar(shown, side, whole, rows, steps, beside) for side in SIDES),
            )
            for whole in wholes
        ),
        tuple(label[step] for step in steps),
        tuple(label[option] for option in beside),
        tuple(_effect(shown, whole) for whole in wholes),
        shown.say("axis_effect", confidence=shown.confidence),
    )


def _order(asked: Question) -> tuple[list[str], list[str]]:
    """Return the ids of the answers on the scale, from its low end to its high end, and of those beside it."""
    ids = [option.id for option in asked.choices]
    steps = [ids[position] for position in asked.scale()]
    return steps, [option for option in ids if option not in steps]


def _bar(shown: Shown, side: str, whole: Record, rows: list[Record], steps: list[str], beside: list[str]) -> Bar:
    wave = shown.waves[SIDES.index(side)]
    of_group = {row["option"]: row for row in rows if row["group"] == whole["group"] and row["level"] == "option"}
    base = whole[f"{side}_base"]
    label = wave.name if base is None else shown.say("wave_base", wave=wave.name, base=base)
    # The width of the others would tell the width of what is hidden: nothing of such a bar is drawn.
    some_hidden = any(is_hidden(row) and row[f"{side}_share"] is None for row in of_group.values())
    silent = next((row for row in of_group.values() if row[f"{side}_share"] is None), None)
    why = shown.say("bar_hidden") if some_hidden else "" if silent is None else why_nothing(silent, shown.language)

    def part(option: str) -> Part:
        row = of_group[option]
        said = share_said(row, side, shown.language)
        hidden = is_hidden(row) and row[f"{side}_share"] is None
        share = None if why else row[f"{side}_share"]
        return Part(row["label"], share, shown.say("why_hidden") if hidden else said)

    return Bar(label, tuple(map(part, steps)), tuple(map(part, beside)), why)


def _effect(shown: Shown, whole: Record) -> Effect:
    """Return how far a group has moved along the scale."""
    on_scale = whole["effect_name"] in {"prob_higher", "prob_higher_pairs"}
    value, low, high = (whole[name] if on_scale else None for name in ("effect", "effect_low", "effect_high"))
    said = "" if value is None else f"P {number(value, 2, shown.language)}"
    finding = finding_of(whole, shown.language) or why_nothing(whole, shown.language)
    return Effect(value, low, high, shown.findings.verdict(whole), said, finding)


def _notes(shown: Shown, rows: list[Record]) -> Iterator[str]:
    names = {row["effect_name"] for row in rows if row["level"] == "question" and row["effect"] is not None}
    yield shown.say("note_bars")
    if "prob_higher" in names:
        yield shown.say("note_effect", confidence=shown.confidence)
    if "prob_higher_pairs" in names:
        yield shown.say("note_effect_pairs", confidence=shown.confidence)
    if any(map(is_hidden, rows)):
        yield shown.say("note_hidden")
