"""What a workflow returns and a renderer prints: one table of data, and what to say beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brobygger_cli.questionnaire.model import Language

    Record = Mapping[str, Any]

ResultKind = Literal[
    "violations",
    "accounts",
    "description",
    "comparison",
    "contrasts",
    "mix",
    "plan",
    "questionnaires",
    "questionnaire",
    "selftest",
    "explanation",
]


@dataclass(frozen=True, eq=False)  # comparing frames with == gives no single truth
class Result:
    """The outcome of a command.

    Args:
        kind: What sort of table it is; a view of that name lays it out for people.
        frame: The data, with the documented columns; missing is "not available", never 0.
        language: The language of its labels.
        notes: What must be said beside the figures, in English, for stderr.
        context: What a view needs beyond the frame (see the views).
    """

    kind: ResultKind
    frame: pd.DataFrame
    language: Language
    notes: tuple[str, ...] = ()
    context: Any = None

    @cached_property
    def rows(self) -> tuple[Record, ...]:
        """The rows of its frame, None where a value is missing."""
        return tuple(records(self.frame))


def records(frame: pd.DataFrame) -> list[Record]:
    """Return the rows of a frame, None where a value is missing."""
    return [
        {str(column): None if pd.isna(value) else value for column, value in row.items()}
        for row in frame.astype(object).to_dict(orient="records")
    ]
