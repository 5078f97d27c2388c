"""From those invited to those who answered, and to the bases of questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.figures.model import Flow, Frame, Step
from brobygger_cli.figures.shown import Shown
from brobygger_cli.numbers import percent, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.result import Record, Result
    from brobygger_cli.waves import Wave


def response_flow(result: Result) -> Flow:
    """Return how many were invited, answered, and are the base of questions, for every group in every wave.

    Args:
        result: A comparison, with its rows of every level.
    """
    waves = result.context.waves
    by_wave = {wave.name: Shown.of(result, wave.name, level="question") for wave in waves[1:]}
    first = next(iter(by_wave.values()))
    lanes = []
    for group in first.groups():
        for wave in waves:
            shown, side = (first, "baseline") if wave is waves[0] else (by_wave[wave.name], "followup")
            wholes = [row for row in shown.rows if row["group"] == group]
            lanes.append((f"{shown.group(group)} · {wave.name}", tuple(_steps(shown, wave, group, wholes, side))))
    title = first.say("title_response")
    told = [f"{heading}: {'; '.join(f'{step.label} {step.said}' for step in steps)}." for heading, steps in lanes]
    frame = Frame(title, " ".join([f"{title}.", *told]), first.language, (first.say("note_response"),))
    return Flow(frame, tuple(lanes), len(waves))


def _steps(shown: Shown, wave: Wave, group: str, wholes: list[Record], side: str) -> Iterator[Step]:
    language = shown.language
    invited, answered = wave.invited(group), wave.answered(group)
    yield Step(shown.say("invited"), invited, shown.say("not_known") if invited is None else whole(invited, language))
    if answered is None:
        hidden = wave.hidden is not None and group in wave.hidden.groups
        yield Step(shown.say("answered"), None, shown.say("why_hidden" if hidden else "not_known"))
    else:
        rate = f" ({percent(answered, invited, language)})" if invited else ""
        yield Step(shown.say("answered"), answered, f"{whole(answered, language)}{rate}")
    asked_of = {question.id: question.asked_if is not None for question in wave.questionnaire.questions}
    for routed, key in ((False, "bases_of_all"), (True, "bases_of_some")):
        bases = [
            row[f"{side}_base"]
            for row in wholes
            if asked_of.get(row["question"]) is routed and row[f"{side}_base"] is not None
        ]
        if bases:
            least, most = min(bases), max(bases)
            said = "–".join(dict.fromkeys(whole(base, language) for base in (least, most)))
            yield Step(shown.say(key), most, said, least)
