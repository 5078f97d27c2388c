"""How certain the finding of a row is: its test, its margin, and those who did not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.numbers import as_stated, number, points
from brobygger_cli.sentences.telling import names_of_waves

if TYPE_CHECKING:
    from brobygger_cli.result import Record
    from brobygger_cli.sentences.telling import Telling


def certainty(record: Record, telling: Telling) -> str:
    """Return how certain a change is that was found."""
    noun = telling.say(f"noun_{record['finding']}" if record["finding"] in {"better", "worse"} else "noun_change")
    if record["verdict"] == "trivial":
        return telling.say("sure_but_trivial", noun=noun, within=within_margin(record, telling), p=telling.p(record))
    return telling.say("sure", noun=noun, p=telling.p(record))


def within_margin(record: Record, telling: Telling) -> str:
    """Return that the change is smaller than its margin."""
    return telling.say(
        "within_margin",
        confidence=telling.percentage(1 - 2 * telling.compared.settings.alpha),
        low=points(record["margin_low"], telling.language),
        high=points(record["margin_high"], telling.language),
        margin=as_stated(100 * record["margin"], telling.language),
    )


def sturdy(record: Record, telling: Telling) -> list[str]:
    """Return what becomes of a change that was found if those who did not answer differ; nothing where unknown."""
    if record["sturdiness"] == "worst_case":
        return [telling.say("sturdy_in_any_case")]
    if record["sturdiness"] != "unless" or record["tipping_difference"] is None:
        return []
    return [telling.say("sturdy_unless", points=number(100 * record["tipping_difference"], 0, telling.language))]


def of_population(record: Record, telling: Telling) -> list[str]:
    """Return what the interval is about where that is the very people invited, never without the worst case."""
    if record["estimand"] != "population":
        return []
    said = [] if telling.listed else [telling.say("of_population")]
    low, high = record["change_worst_low"], record["change_worst_high"]
    if low is not None and high is not None:
        limits = {"low": points(low, telling.language), "high": points(high, telling.language)}
        said.append(telling.say("worst_case", **limits))
    return said


def of_pairs(record: Record, telling: Telling) -> list[str]:
    """Return what linked people answered in the two waves; nothing where nobody is linked."""
    pairs, gained, lost = (record[name] for name in ("pairs", "gained", "lost"))
    if not pairs or gained is None or lost is None:
        return []
    return [telling.count("of_pairs", pairs, gained=gained, lost=lost, **names_of_waves(record))]
