"""Sentences about the trend over three or more waves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.numbers import points
from brobygger_cli.result import records
from brobygger_cli.sentences.beware import beware, is_hidden
from brobygger_cli.sentences.certainty import certainty
from brobygger_cli.sentences.wordings import listed

if TYPE_CHECKING:
    from brobygger_cli.result import Record
    from brobygger_cli.sentences.telling import Telling


def about_trend(record: Record, telling: Telling) -> str:
    """Return what a row says about the trend of a share, or of a question that was tested."""
    said = _question(record, telling) if record["level"] == "question" else _share(record, telling)
    return " ".join([*said, *beware(record, telling)])


def slope(record: Record, telling: Telling) -> str:
    """Return the slope of a share, in percentage points from wave to wave or per unit of time; nothing if none."""
    if record["effect_name"] != "slope" or record["effect"] is None:
        return ""
    per = "slope_per_time" if telling.compared.settings.times else "slope_per_wave"
    return telling.say(per, points=points(record["effect"], telling.language))


def _share(record: Record, telling: Telling) -> list[str]:
    subject, waves, shares = telling.naming.subject(record), len(telling.compared.waves), _shares(record, telling)
    stood = telling.say("trend_stood" if shares else "trend_lacking", subject=subject, shares=shares)
    if record["finding"] is None:
        return [stood, telling.say("trend_untested", waves=waves)]
    if record["finding"] == "unclear":
        return [stood, telling.say("trend_unclear", waves=waves, slope=slope(record, telling), p=telling.p(record))]
    verb = telling.say(f"share_{record['direction'] or 'changed'}")
    moved = telling.say("trend_moved", verb=verb, waves=waves, slope=slope(record, telling))
    return [stood, moved, certainty(record, telling)]


def _question(record: Record, telling: Telling) -> list[str]:
    question, waves = telling.naming.quoted(telling.naming.name(record)), len(telling.compared.waves)
    effect = ""
    if record["effect_name"] == "prob_higher" and record["effect"] is not None:
        effect = ": " + telling.say("effect_later", figure=telling.effect(record["effect"]))
    said = {"question": question, "bases": _bases(record, telling), "waves": waves, "effect": effect}
    if record["finding"] == "unclear":
        return [telling.say("question_trend_unclear", p=telling.p(record), **said)]
    if record["direction"] is None:
        return [telling.say("question_trend", **said), certainty(record, telling)]
    end = telling.naming.end(record, record["direction"])
    return [telling.say("question_trend_moved", end=end, **said), certainty(record, telling)]


def _shares(record: Record, telling: Telling) -> str:
    """Return the share of every wave; nothing unless all of them are known."""
    shares = [(telling.share_of_base(row, wave), row[f"{wave}_wave"]) for row, wave in _waves(record, telling)]
    if not shares or any(share is None for share, _ in shares):
        return ""
    return listed([telling.say("in_wave", what=share, wave=wave) for share, wave in shares], telling.language)


def _bases(record: Record, telling: Telling) -> str:
    """Return how many answered in every wave, in brackets; nothing unless all of them are known."""
    bases = [(row[f"{wave}_base"], row[f"{wave}_wave"]) for row, wave in _waves(record, telling)]
    if not bases or any(base is None for base, _ in bases):
        return ""
    said = [telling.say("in_wave", what=base, wave=wave) for base, wave in bases]
    return f" ({telling.say('answers', bases=listed(said, telling.language))})"


def _waves(record: Record, telling: Telling) -> list[tuple[Record, str]]:
    """Return for each wave a row that compares it and its part there; nothing where one of them is not shown."""
    frame = telling.frame
    same = frame["comparison"] == "change"
    for column in ("group", "level", "question", "option"):
        same &= frame[column].isna() if record[column] is None else frame[column] == record[column]
    rows = records(frame[same])
    if len(rows) != len(telling.compared.waves) - 1 or any(map(is_hidden, rows)):
        return []
    return [(rows[0], "baseline"), *((row, "followup") for row in rows)]
