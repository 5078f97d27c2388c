"""The description of one wave: each question as a report prints it, by group, indicators first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.changes import response_column
from brobygger_cli.comparison.one_wave import describe_shares
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.counts import ACCOUNTS
from brobygger_cli.disclosure import told
from brobygger_cli.flags import joined, wave_flags
from brobygger_cli.labels import named
from brobygger_cli.limits import check_invited, population_notes
from brobygger_cli.result import Result
from brobygger_cli.selection import Selection
from brobygger_cli.waves import wave_notes

if TYPE_CHECKING:
    from brobygger_cli.comparison.settings import Estimand
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
    "estimand",
    "invited",
    "response",
    "effective_n",
    "design_effect",
    "worst_low",
    "worst_high",
    "people_low",
    "people_high",
    "std_error",
)
_OF_SHARES = (
    "count",
    "count_min",
    "count_max",
    "share",
    "low",
    "high",
    "std_error",
    "worst_low",
    "worst_high",
    "people_low",
    "people_high",
)
_WHOLE_NUMBERS = ("count", "base", "count_min", "count_max", "rows", *ACCOUNTS, "invited", "people_low", "people_high")


def describe(
    wave: Wave,
    *,
    interval: str | None = None,
    confidence: float = 0.95,
    estimand: Estimand = "process",
    language: Language = "en",
    selection: Selection | None = None,
) -> Result:
    """Describe one wave.

    Args:
        wave: The wave.
        interval: Interval of the shares, by its registered name; none where None.
        confidence: Of the intervals, 0-1.
        estimand: What the intervals are about.
        language: Of the labels.
        selection: Which rows to show; all where None.

    Returns:
        A result with the columns `COLUMNS`: shares 0-1; the rows of questions hold the base and account for
        every row of the file.

    Raises:
        BrobyggerError: If the population is the estimand and its size is not known.
    """
    if estimand == "population":
        check_invited([wave])
    kind = wave.counts.figures.index.get_level_values("kind")
    settings = Settings(confidence=confidence, share_interval=interval or "wilson", estimand=estimand)
    described = describe_shares(wave.counts, wave.questionnaire, wave.invited_by_group(), settings)
    rows = described[kind != "asked"].copy()
    is_question = rows.index.get_level_values("kind") == "question"
    rows["flags"] = joined(wave_flags(rows, wave))
    rows.loc[is_question, list(_OF_SHARES)] = np.nan
    if interval is None:
        rows[["low", "high", "people_low", "people_high"]] = np.nan
    rows["response"] = response_column(wave, rows.index)
    rows = rows.join(_accounts(wave))
    frame = named(rows, language, wave.questionnaire).assign(
        questionnaire=wave.questionnaire.id, wave=wave.name, estimand=estimand
    )
    frame = frame.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    frame = frame.astype(dict.fromkeys(_WHOLE_NUMBERS, "Int64"))
    notes = (*population_notes(settings), *wave_notes(wave), *told([wave], "en"))
    return Result("description", (selection or Selection()).of(frame), language, notes, wave)


def _accounts(wave: Wave) -> pd.DataFrame:
    """Return what became of every row, by the key of each question's row."""
    accounts = wave.counts.accounts[wave.counts.accounts.index.get_level_values("group") != ""]
    accounts = accounts.assign(rows=accounts.sum(axis=1))
    accounts.index = pd.MultiIndex.from_tuples(
        [(group, "question", question, "") for group, question in accounts.index],
        names=wave.counts.figures.index.names,
    )
    return accounts
