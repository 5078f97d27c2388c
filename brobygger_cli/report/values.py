"""Cells of the tables of a report, made from the rows of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli import disclosure
from brobygger_cli.numbers import MISSING, number, p_value, percent, percent_of_share, percent_sign, points, whole
from brobygger_cli.report.model import Value
from brobygger_cli.sentences.beware import is_hidden
from brobygger_cli.words import word

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record
    from brobygger_cli.waves import Wave

NOTHING = Value(MISSING)
HIDDEN = Value(disclosure.HIDDEN)
BLANK = Value("")


def count(record: Record, wave: str, language: Language) -> Value:
    """How many chose it in a wave (`baseline` or `followup`), or the counts that a printed table allows."""
    low, high = record[f"{wave}_count_min"], record[f"{wave}_count_max"]
    if low is None or high is None:
        return _without(record)
    if low != high:
        return Value(f"{whole(low, language)}–{whole(high, language)}")
    return Value(whole(low, language), low, "count")


def base(record: Record, wave: str, language: Language) -> Value:
    """Of how many."""
    of = record[f"{wave}_base"]
    return _without(record) if of is None else people(of, language)


def share(record: Record, wave: str, language: Language) -> Value:
    """The share in a wave, or the shares that a printed table allows."""
    low, high, of = (record[f"{wave}_{name}"] for name in ("count_min", "count_max", "base"))
    exact = record[f"{wave}_share"]
    if low is None or high is None or not of:
        return _without(record)
    if record[f"{wave}_design_effect"] is not None and exact is not None:  # weighted: no quotient of the counts
        return Value(percent_of_share(exact, language), exact, "share")
    least, most = percent(low, of, language), percent(high, of, language)
    shown = most if least == most else f"{least.removesuffix('%').strip()}–{most}"
    return Value(shown, exact, "share") if exact is not None else Value(shown)


def change(record: Record, language: Language) -> Value:
    """The change in percentage points with its interval, or the smallest and the largest that is possible."""
    least, most, exact = (record[name] for name in ("change_min", "change_max", "change"))
    if least is None or most is None:
        return _without(record)
    shown = " … ".join(dict.fromkeys(points(end, language) for end in (least, most)))
    limits = points_between(record["change_outer_low"], record["change_outer_high"], language)
    return Value(shown, exact, None if exact is None else "points", limits)


def adjusted_p(record: Record, language: Language) -> Value:
    """The adjusted p-value with the raw one, or the largest that is possible."""
    low, high, adjusted = (record[name] for name in ("p_value_min", "p_value_max", "p_adjusted"))
    if high is None:
        return _without(record)
    largest = p_value(high, language)
    at_most = "" if low == high or largest.startswith("<") else "≤"
    return Value(p_value(adjusted, language), adjusted, None if adjusted is None else "p", f"({at_most}{largest})")


def finding(record: Record, language: Language) -> Value:
    """What the row bears out, and how sturdy that is."""
    if record["finding"] is None:
        return HIDDEN if is_hidden(record) else Value(word(_why_untested(record), language))
    shown = word(record["finding"], language)
    if record["finding"] in {"better", "worse"}:
        shown = f"{'▲' if record['direction'] == 'up' else '▼'} {shown}"
    if record["verdict"] in {"trivial", "equivalent"}:
        shown = word(record["verdict"], language)
    return Value(shown, detail=_sturdy(record, language))


def slope(record: Record, language: Language) -> Value:
    """How much a share or the place on a scale moves from wave to wave."""
    effect = record["effect"]
    if effect is None:
        return NOTHING
    if record["effect_name"] == "slope":
        return Value(points(effect, language), effect, "points")
    return Value(f"P {number(effect, 2, language)}", effect, "number")


def rate(answered: int | None, invited: int | None, language: Language) -> Value:
    """A response rate."""
    if answered is None or not invited:
        return NOTHING
    return Value(percent(answered, invited, language), answered / invited, "share")


def answered(wave: Wave, group: str, language: Language) -> Value:
    """How many of a group answered a wave."""
    if wave.hidden is not None and group in wave.hidden.groups:
        return HIDDEN
    return people(wave.answered(group), language)


def people(number: int | None, language: Language) -> Value:
    """A number of people."""
    return NOTHING if number is None else Value(whole(number, language), number, "count")


def everybody(language: Language) -> Value:
    """All of a base."""
    return Value(percent_sign("100", language), 1.0, "share")


def _without(record: Record) -> Value:
    """What stands in place of a figure that there is not, or that is not shown."""
    return HIDDEN if is_hidden(record) else NOTHING


def percents(low: float | None, high: float | None, language: Language) -> str:
    """Return limits of a share (0-1) in brackets, as whole percentages; nothing where there are none."""
    if low is None or high is None:
        return ""
    return percent_sign(f"[{'; '.join(number(100 * limit, 0, language) for limit in (low, high))}]", language)


def points_between(low: float | None, high: float | None, language: Language) -> str:
    """Return limits of a change in brackets, in percentage points; nothing where there are none."""
    if low is None or high is None:
        return ""
    return f"[{'; '.join(points(limit, language) for limit in (low, high))}]"


def _why_untested(record: Record) -> str:
    """Return the key of the word for why a row has no finding."""
    reasons = {
        "not_asked": "not_asked_then",
        "not_printed": "not_in_print",
        "partly_printed": "partly_in_print",
        "partly_hidden": "partly_hidden",
        "empty_base": "no_answers",
    }
    raised = record["flags"].split()
    return next((said for flag, said in reasons.items() if flag in raised), "not_compared")


def _sturdy(record: Record, language: Language) -> str:
    """Return what becomes of a finding if those who did not answer differ; nothing where there is none."""
    if record["sturdiness"] == "worst_case":
        return word("in_any_case", language)
    if record["sturdiness"] != "unless" or record["tipping_difference"] is None:
        return ""
    return word("if_differing_less", language, points=number(100 * record["tipping_difference"], 0, language))
