"""Sentences about a question as a whole, in two waves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.flags import PAIRED_QUESTION_TESTS
from brobygger_cli.sentences.beware import beware
from brobygger_cli.sentences.certainty import certainty
from brobygger_cli.sentences.telling import names_of_waves
from brobygger_cli.words import EFFECTS

if TYPE_CHECKING:
    from brobygger_cli.result import Record
    from brobygger_cli.sentences.telling import Telling


def about_question(record: Record, telling: Telling) -> str:
    """Return what a row says about a question as a whole that was tested."""
    question = telling.naming.quoted(telling.naming.name(record))
    said = {"question": question, "bases": _bases(record, telling), "effect": _effect(record, telling)}
    if record["finding"] == "unclear":
        parts = [telling.say("question_unclear", p=telling.p(record), **said)]
    elif record["direction"] is None:
        parts = [telling.say("question_differs", **said, **names_of_waves(record)), certainty(record, telling)]
    else:
        end = telling.naming.end(record, record["direction"])
        parts = [telling.say("question_moved", end=end, **said), certainty(record, telling)]
    return " ".join([*parts, *beware(record, telling)])


def size_of_effect(record: Record, telling: Telling) -> str:
    """Return the size of an effect as tables have it; nothing where there is none."""
    if record["effect_name"] not in EFFECTS or record["effect"] is None:
        return ""
    return f"{EFFECTS[record['effect_name']]} = {telling.effect(record['effect'])}"


def _bases(record: Record, telling: Telling) -> str:
    """Return how many answered in each wave, and how many pairs that are tested; nothing where that is not known."""
    bases = {wave: record[f"{wave}_base"] for wave in ("baseline", "followup")}
    if None in bases.values():
        return ""
    said = telling.say("bases", **bases, **names_of_waves(record))
    pairs = record["followup_test_n"]
    if record["test"] in PAIRED_QUESTION_TESTS and pairs is not None:
        said = telling.say("bases_of_pairs", pairs=pairs, bases=said)
    return f" ({said})"


def _effect(record: Record, telling: Telling) -> str:
    """Return how large an effect is and what that means, behind a colon; nothing where there is none."""
    name, figure = record["effect_name"], record["effect"]
    if name not in EFFECTS or figure is None:
        return ""
    said = telling.effect(figure)
    low, high = record["effect_low"], record["effect_high"]
    if low is not None and high is not None:
        limits = telling.say("to", low=telling.effect(low), high=telling.effect(high))
        said = telling.say("with_interval", figure=said, confidence=telling.confidence, limits=limits)
    return ": " + telling.say(f"effect_{name}", figure=said, **names_of_waves(record))
