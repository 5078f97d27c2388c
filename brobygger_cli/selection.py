"""Which rows of a result are shown. What is computed does not depend on it: families stay whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.spelling import did_you_mean, normalise

if TYPE_CHECKING:
    import pandas as pd

    from brobygger_cli.questionnaire.questionnaire import Questionnaire

Level = Literal["indicators", "questions", "options"]


@dataclass(frozen=True)
class Selection:
    """The rows a user wants to see.

    Args:
        groups: Ids of groups; all where empty.
        questions: Ids of questions, with their options and indicators; all where empty.
        only: One level; all where None.
    """

    groups: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    only: Level | None = None

    def checked(self, questionnaire: Questionnaire) -> Selection:
        """Return the selection with its names spelled as the questionnaire spells them.

        Raises:
            BrobyggerError: If a group or question is not in the questionnaire.
        """
        groups = {spelling: group.id for group in questionnaire.groups for spelling in group.spellings()}
        questions = {name: question.id for question in questionnaire.questions for name in question.names()}
        return Selection(
            tuple(_known(name, groups, "group", questionnaire) for name in self.groups),
            tuple(_known(name, questions, "question", questionnaire) for name in self.questions),
            self.only,
        )

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the selected rows of a result with columns `group`, `question` and `level`."""
        wanted = np.ones(len(frame), dtype=bool)
        if self.groups:
            wanted &= frame["group"].isin(self.groups).to_numpy()
        if self.questions:
            wanted &= frame["question"].isin(self.questions).to_numpy()
        if self.only is not None:
            wanted &= (frame["level"] == self.only.removesuffix("s")).to_numpy()
        return frame[wanted].reset_index(drop=True)


def _known(name: str, id_by_spelling: dict[str, str], what: str, questionnaire: Questionnaire) -> str:
    found = id_by_spelling.get(normalise(name))
    if found is None:
        ids = list(dict.fromkeys(id_by_spelling.values()))
        raise BrobyggerError(
            f"'{questionnaire.id}' has no {what} '{name}'{did_you_mean(name, ids)}",
            f"It has: {', '.join(ids)}.",
        )
    return found
