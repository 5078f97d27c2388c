"""What a comparison has found in all: how many moved, which way, how sure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from brobygger_cli.result import records
from brobygger_cli.sentences.beware import flags_of, is_hidden
from brobygger_cli.sentences.wordings import SENTENCES, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record
    from brobygger_cli.sentences.telling import Telling


# What is told of a tally, behind how many moved and which way.
_OF_MOVED = ("better", "worse", "trivial", "in_any_case", "unless")
_TOLD = (*_OF_MOVED, "equivalent", "unclear", "untested", "hidden", "indicative")


@dataclass(frozen=True)
class Tally:
    """How many rows of one level there are, and what has been found of them.

    Args:
        level: Of what.
        rows: How many there are: moved, unclear, equivalent, untested and hidden add up to it.
        up: Found to have moved up.
        down: Found to have moved down.
        changed: Found to have changed in no one direction.
        better: Of those moved, how many the questionnaire calls an improvement.
        worse: How many it calls the contrary.
        trivial: Of those moved, how many by less than their margin.
        equivalent: No change was found, and any is smaller than the margin.
        unclear: The data cannot tell.
        untested: Not tested.
        hidden: Hidden because few answered so.
        in_any_case: Of those moved, how many did so whatever those who did not answer think.
        unless: How many did so unless those who did not answer differ.
        indicative: Of those tested, how many are an indication only, as too few of the group answered.
    """

    level: Literal["indicator", "question"]
    rows: int = 0
    up: int = 0
    down: int = 0
    changed: int = 0
    better: int = 0
    worse: int = 0
    trivial: int = 0
    equivalent: int = 0
    unclear: int = 0
    untested: int = 0
    hidden: int = 0
    in_any_case: int = 0
    unless: int = 0
    indicative: int = 0

    @property
    def moved(self) -> int:
        """How many were found to have changed."""
        return self.up + self.down + self.changed


@dataclass(frozen=True)
class Summary:
    """What was found between the baseline and a later wave.

    Args:
        baseline_wave: The name of the baseline.
        followup_wave: The name of the later wave.
        group: Of which group; of all where None.
        groups: How many groups the rows are of.
        indicators: What was found of indicators.
        questions: What was found of whole questions; those that are not compared are left out.
    """

    baseline_wave: str
    followup_wave: str
    group: str | None
    groups: int
    indicators: Tally
    questions: Tally


def summary_of(telling: Telling, group: str | None, wave: str | None) -> Summary:
    """Count what was found between the baseline and a later wave, the last one where None is named."""
    baseline, later = telling.compared.baseline.name, wave or telling.compared.waves[-1].name
    frame = telling.frame
    wanted = (frame["comparison"] == "change") & (frame["followup_wave"] == later)
    if group is not None:
        wanted &= frame["group"] == group
    rows = records(frame[wanted])
    indicators = [row for row in rows if row["level"] == "indicator"]
    questions = [row for row in rows if row["level"] == "question" and row["family"] is not None]
    groups = len({row["group"] for row in rows})
    return Summary(baseline, later, group, groups, _tally("indicator", indicators), _tally("question", questions))


def _tally(level: Literal["indicator", "question"], rows: Sequence[Record]) -> Tally:
    counted = Counter(what for row in rows for what in _counted_as(row))
    return Tally(level, len(rows), **counted)


def _counted_as(record: Record) -> list[str]:
    """Return the fields of a tally that a row counts in."""
    if is_hidden(record):
        return ["hidden"]
    finding, verdict = record["finding"], record["verdict"]
    if finding is None:
        return ["untested"]
    counted = ["indicative"] if "low_response" in flags_of(record) else []
    if finding == "unclear":
        return [*counted, "equivalent" if verdict == "equivalent" else "unclear"]
    counted.append(record["direction"] or "changed")
    if finding in {"better", "worse"}:
        counted.append(finding)
    if verdict == "trivial":
        counted.append("trivial")
    sturdy = {"worst_case": "in_any_case", "unless": "unless"}.get(record["sturdiness"] or "")
    return [*counted, sturdy] if sturdy else counted


def summary_told(summary: Summary, language: Language) -> tuple[str, ...]:
    """Return a summary as sentences: of indicators, and of whole questions."""
    return tuple(
        " ".join(_told(tally, summary, language)) for tally in (summary.indicators, summary.questions) if tally.rows
    )


def _told(tally: Tally, summary: Summary, language: Language) -> list[str]:
    """Return the sentences about one tally; of all rows, or all that moved, it is said so, but nobody says "all 2"."""
    numbers = {what: (getattr(tally, what), tally.moved if what in _OF_MOVED else tally.rows) for what in _TOLD}
    return [
        _first_told(tally, summary, language),
        *(
            SENTENCES.count(f"tally_all_{what}" if number == of != 2 else f"tally_{what}", number, language)
            for what, (number, of) in numbers.items()
            if number
        ),
    ]


def _first_told(tally: Tally, summary: Summary, language: Language) -> str:
    """Return how many moved and which way; that none did is said of those alone that have a finding to show."""
    waves = {"baseline": summary.baseline_wave, "followup": summary.followup_wave}
    of = SENTENCES.count(f"tally_{tally.level}", tally.rows, language)
    if summary.groups > 1:
        of = SENTENCES.say("tally_groups", language, rows=of, groups=summary.groups)
    if tally.moved:
        ways = [
            SENTENCES.say(f"tally_{way}", language, number=number)
            for way, number in (("up", tally.up), ("down", tally.down), ("changed", tally.changed))
            if number
        ]
        return SENTENCES.say("tally_moved", language, of=of, moved=tally.moved, ways=listed(ways, language), **waves)
    shown = tally.unclear + tally.equivalent
    if shown == tally.rows:
        return SENTENCES.count("tally_none", tally.rows, language, of=of, **waves)
    if shown:
        return SENTENCES.count("tally_none_shown", shown, language, of=of, **waves)
    return SENTENCES.count("tally_nothing", tally.rows, language, of=of, **waves)
