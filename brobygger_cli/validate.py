"""The validation of one file: everything that is wrong with it, or what became of every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.counts import ACCOUNTS
from brobygger_cli.result import Result
from brobygger_cli.violations import Violation, errors, to_frame, warnings

if TYPE_CHECKING:
    from brobygger_cli.errors import UnreadableError
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.waves import Wave

ACCOUNT_COLUMNS = ("questionnaire", "wave", "group", "question", "rows", *ACCOUNTS)


def validate(wave: Wave, *, each: bool = False, language: Language = "en") -> Result:
    """Return all that is wrong with a wave's file, as data with the columns `violations.COLUMNS`.

    Args:
        wave: The wave.
        each: One row per occurrence instead of one per violation.
        language: Of the headings.
    """
    found = f"{wave.path}: errors: {len(errors(wave.violations))}, warnings: {len(warnings(wave.violations))}"
    return Result("violations", to_frame(wave.violations, each=each), language, (found,))


def unreadable(error: UnreadableError, language: Language = "en") -> Result:
    """Return a file that is no table at all as the violation that it is."""
    lines = () if error.line is None else (error.line,)
    violation = Violation(error.code, "error", error.path, error.rule, lines=lines)
    return Result("violations", to_frame([violation]), language)


def account(wave: Wave, *, language: Language = "en") -> Result:
    """Return what became of every row of every question, by group.

    The columns are `ACCOUNT_COLUMNS`; answered, don't know, not asked, blank and invalid sum to the rows.
    The group is empty for rows without a valid one. A printed table has no rows to account for.
    """
    accounts = wave.counts.accounts
    frame = accounts.assign(rows=accounts.sum(axis=1)).reset_index()
    frame = frame[(frame["group"] != "") | (frame["rows"] > 0)]
    frame = frame.assign(questionnaire=wave.questionnaire.id, wave=wave.name)
    frame["group"] = frame["group"].where(frame["group"] != "", None)
    return Result("accounts", pd.DataFrame(frame[list(ACCOUNT_COLUMNS)]).reset_index(drop=True), language)
