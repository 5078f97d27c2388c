"""The description of one wave: each question as a report prints it, by group, indicators first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.counts import ACCOUNTS
from brobygger_cli.flags import joined, wave_flags
from brobygger_cli.labels import named
from brobygger_cli.methods import share_intervals
from brobygger_cli.result import Result
from brobygger_cli.selection import Selection
from brobygger_cli.waves import wave_notes

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.waves import Wave

# What scripts rely on: name, order and meaning stay; new columns are appended. docs/reference.md tells each.
COLUMNS = (
    "questionnaire",
    "wave",
    "group",
    "level",
    "question",
    "option",
    "label",
    "type",
    "count",
    "base",
    "share",
    "low",
    "high",
    "flags",
    "count_min",
    "count_max",
    "rows",
    *ACCOUNTS,
)
_WHOLE_NUMBERS = ("count", "base", "count_min", "count_max", "rows", *ACCOUNTS)


def describe(
    wave: Wave,
    *,
    interval: str | None = None,
    confidence: float = 0.95,
    language: Language = "en",
    selection: Selection | None = None,
) -> Result:
    """Describe one wave.

    Args:
        wave: The wave.
        interval: Interval of the shares, by its registered name; none where None.
        confidence: Of the intervals, 0-1.
        language: Of the labels.
        selection: Which rows to show; all where None.

    Returns:
        A result with the columns `COLUMNS`: shares 0-1; the rows of questions hold the base and account for
        every row of the file.
    """
    kind = wave.counts.figures.index.get_level_values("kind")
    figures = wave.counts.figures[kind != "asked"].rename(columns={"n_min": "count_min", "n_max": "count_max"})
    is_question = figures.index.get_level_values("kind") == "question"
    one_count = (figures["count_min"] == figures["count_max"]) & ~is_question
    rows = figures.assign(
        count=figures["count_min"].where(one_count, np.nan),
        flags=joined(wave_flags(figures, wave)),
    )
    rows["share"] = (rows["count"] / rows["base"]).where(rows["base"] > 0, np.nan)
    if interval is not None:
        rows["low"], rows["high"] = share_intervals.INTERVALS[interval](rows["share"], rows["base"], confidence)
    rows.loc[is_question, ["count_min", "count_max"]] = np.nan
    rows = rows.join(_accounts(wave))
    frame = named(rows, language, wave.questionnaire).assign(questionnaire=wave.questionnaire.id, wave=wave.name)
    frame = frame.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    frame = frame.astype(dict.fromkeys(_WHOLE_NUMBERS, "Int64"))
    return Result("description", (selection or Selection()).of(frame), language, tuple(wave_notes(wave)), wave)


def _accounts(wave: Wave) -> pd.DataFrame:
    """Return what became of every row, by the key of each question's row."""
    accounts = wave.counts.accounts[wave.counts.accounts.index.get_level_values("group") != ""]
    accounts = accounts.assign(rows=accounts.sum(axis=1))
    accounts.index = pd.MultiIndex.from_tuples(
        [(group, "question", question, "") for group, question in accounts.index],
        names=wave.counts.figures.index.names,
    )
    return accounts
