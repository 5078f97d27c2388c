"""One row of a comparison explained: how each of its figures came about, with the numbers put in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from brobygger_cli.changes import people_of
from brobygger_cli.comparison.effective import with_effective_n
from brobygger_cli.comparison.pairs import pair
from brobygger_cli.comparison.people import with_people
from brobygger_cli.explanations import (
    changes,
    counted,
    judgements,
    naming,
    people,
    questions,
    share_tests,
    trends,
    worth,
)
from brobygger_cli.explanations.lookup import TREND, in_full, row_named
from brobygger_cli.explanations.row import Row
from brobygger_cli.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brobygger_cli.compare import Compared
    from brobygger_cli.explanations.row import How

    Explainer = Callable[[Row], How]

COLUMNS = ("figure", "value", "how", "source", "section")


@dataclass(frozen=True)
class Explained:
    """What a view of an explanation needs beyond its rows.

    Args:
        title: What the row is called.
        caption: How it is asked for, and the waves.
        shown: The figures that are listed for people, by column, as people read them; what only repeats another figure
            is left out.
    """

    title: str
    caption: str
    shown: Mapping[str, str]


# The columns of which each wave has one, by what stands behind the wave's name.
OF_A_WAVE: dict[str, Callable[..., How]] = {
    "wave": naming.wave,
    "count": counted.count,
    "base": counted.base,
    "share": counted.share,
    "low": partial(counted.limit, end="low"),
    "high": partial(counted.limit, end="high"),
    "count_min": partial(counted.possible_count, end="min"),
    "count_max": partial(counted.possible_count, end="max"),
    "test_n": counted.answers_in_test,
    "asked": counted.asked,
    "asked_of": counted.asked_of,
    "asked_share": counted.asked_share,
    "invited": people.invited,
    "response": people.response,
    "effective_n": worth.effective_n,
    "design_effect": worth.design_effect,
    "people_low": partial(people.people, end="low"),
    "people_high": partial(people.people, end="high"),
    "worst_low": partial(people.worst, end="low"),
    "worst_high": partial(people.worst, end="high"),
}

# The columns that a row of any level has.
OF_A_ROW: dict[str, Explainer] = {
    "questionnaire": naming.questionnaire,
    "group": naming.group,
    "level": naming.level,
    "question": naming.question,
    "option": naming.option,
    "label": naming.label,
    "type": naming.type_,
    "change": changes.change,
    "change_low": partial(changes.limit, end="low"),
    "change_high": partial(changes.limit, end="high"),
    "p_adjusted": judgements.p_adjusted,
    "adjustment": judgements.adjustment,
    "family": judgements.family,
    "family_size": judgements.family_size,
    "effect_name": naming.effect_name,
    "flags": naming.flags,
    "change_min": partial(changes.possible_change, end="min"),
    "change_max": partial(changes.possible_change, end="max"),
    "change_outer_low": partial(changes.outer_limit, end="low"),
    "change_outer_high": partial(changes.outer_limit, end="high"),
    "asked_change": changes.asked_change,
    "asked_change_low": partial(changes.asked_limit, end="low"),
    "asked_change_high": partial(changes.asked_limit, end="high"),
    "asked_p_value": share_tests.asked_p_value,
    "finding": judgements.finding,
    "comparison": naming.comparison,
    "estimand": naming.estimand,
    "change_worst_low": partial(people.worst_change, end="low"),
    "change_worst_high": partial(people.worst_change, end="high"),
    "tipping_share": people.tipping_share,
    "tipping_difference": people.tipping_difference,
    "sturdiness": people.sturdiness,
    "pairs": people.pairs,
    "leavers": partial(people.singles, side="baseline"),
    "newcomers": partial(people.singles, side="followup"),
    "gained": partial(people.moved, column="gained"),
    "lost": partial(people.moved, column="lost"),
    "overlap": worth.overlap,
    "change_overlap_low": partial(changes.limit_with_most_overlap, end="low"),
    "change_overlap_high": partial(changes.limit_with_most_overlap, end="high"),
    "margin": judgements.margin,
    "margin_low": partial(changes.margin_limit, end="low"),
    "margin_high": partial(changes.margin_limit, end="high"),
    "verdict": judgements.verdict,
    "direction": judgements.direction,
    **{
        f"{side}_{name}": partial(explainer, side=side)
        for side in ("baseline", "followup")
        for name, explainer in OF_A_WAVE.items()
    },
}

# The columns of a test, by what is tested.
OF_A_SHARE: dict[str, Explainer] = {
    "test": share_tests.test,
    "statistic": share_tests.statistic,
    "df": share_tests.df,
    "p_value": share_tests.p_value,
    "p_value_min": partial(share_tests.possible_p_value, end="min"),
    "p_value_max": partial(share_tests.possible_p_value, end="max"),
    "effect": changes.effect,
    "effect_low": partial(changes.effect_limit, end="low"),
    "effect_high": partial(changes.effect_limit, end="high"),
}
OF_A_QUESTION: dict[str, Explainer] = {
    "test": questions.test,
    "statistic": questions.statistic,
    "df": questions.df,
    "p_value": questions.p_value,
    "p_value_min": partial(questions.possible_p_value, end="min"),
    "p_value_max": partial(questions.possible_p_value, end="max"),
    "effect": questions.effect,
    "effect_low": partial(questions.effect_limit, end="low"),
    "effect_high": partial(questions.effect_limit, end="high"),
}
OF_A_TREND: dict[str, Explainer] = {
    "test": trends.test,
    "statistic": trends.statistic,
    "p_value": trends.p_value,
    "p_value_min": partial(trends.possible_p_value, end="min"),
    "p_value_max": partial(trends.possible_p_value, end="max"),
    "effect": trends.effect,
}

# What names a row stands above the list of its figures, and what repeats another figure is left out of it.
_NAMES = ("questionnaire", "group", "level", "question", "option", "label", "type", "baseline_wave", "followup_wave")
_REPEATS = {
    "baseline_count_min": "baseline_count",
    "baseline_count_max": "baseline_count",
    "followup_count_min": "followup_count",
    "followup_count_max": "followup_count",
    "change_min": "change",
    "change_max": "change",
    "change_outer_low": "change_low",
    "change_outer_high": "change_high",
    "p_value_min": "p_value",
    "p_value_max": "p_value",
}


def explain(result: Result, spec: str) -> Result:
    """Explain every figure of one row of a comparison.

    Args:
        result: A comparison from which no row is left out.
        spec: `GROUP/ID` for an indicator or a question, `GROUP/QUESTION/OPTION` for an option or net; with three or
            more waves behind it `@WAVE` or `@trend`, the first later wave where neither is said.

    Returns:
        A result with the columns `COLUMNS`: a row for every column of the comparison that has a value in that row, its
        value written as CSV writes it.

    Raises:
        BrobyggerError: If there is no such row.
    """
    compared: Compared = result.context
    frame = result.frame
    place = row_named(frame, spec)
    record = _record(frame, place)
    row = _row(record, place, result, compared)
    told = {column: _explainer(row, column)(row) for column, value in record.items() if value is not None}
    lines = [
        (column, str(record[column]), how.sentence, how.source or None, how.section) for column, how in told.items()
    ]
    context = Explained(
        str(record["label"]),
        f"{in_full(record)} · {' → '.join(wave.name for wave in row.waves)}",
        {column: _for_people(row, column) for column in told if _is_listed(row, column)},
    )
    return Result(
        "explanation", pd.DataFrame(lines, columns=list(COLUMNS), dtype=object), result.language, result.notes, context
    )


def _record(frame: pd.DataFrame, place: int) -> dict[str, Any]:
    """Return a row by column, None where it has nothing."""
    values = {column: frame[column].array[place] for column in frame.columns}
    return {column: None if pd.isna(value) or value == "" else value for column, value in values.items()}


def _row(record: Mapping[str, Any], place: int, result: Result, compared: Compared) -> Row:
    """Return the row with the counts that the comparison computed it from."""
    if record["comparison"] == TREND:
        return Row(record, place, result.frame, compared.waves, compared.settings, result.language, pd.DataFrame())
    baseline = compared.waves[0]
    followup = next(wave for wave in compared.waves[1:] if wave.name == record["followup_wave"])
    people_behind = people_of(baseline, followup, compared.settings)
    pairs = with_effective_n(with_people(pair(baseline.counts, followup.counts), people_behind), compared.settings)
    return Row(record, place, result.frame, (baseline, followup), compared.settings, result.language, pairs)


def _explainer(row: Row, column: str) -> Explainer:
    tested = OF_A_TREND if row.is_trend else OF_A_QUESTION if row.is_question else OF_A_SHARE
    return tested[column] if column in tested else OF_A_ROW[column]


def _is_listed(row: Row, column: str) -> bool:
    repeated = _REPEATS.get(column)
    return column not in _NAMES and (repeated is None or row.record[column] != row.record[repeated])


def _for_people(row: Row, column: str) -> str:
    """Return a value as people read it."""
    value = row.record[column]
    if column == "flags":
        return ""  # each is named beside what it means
    if not isinstance(value, float):
        return str(value)
    if column.startswith("p_") or column == "asked_p_value":
        return row.write.fine(value)
    return row.write.size(value) if column.endswith("effective_n") else row.write.share(value)
