"""The row of a comparison that is to be explained, with all that its figures came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from brobygger_cli.comparison.linked import compare_linked
from brobygger_cli.comparison.shares import compare_shares
from brobygger_cli.explanations.figures import Figures
from brobygger_cli.explanations.phrases import phrase
from brobygger_cli.explanations.sources import METHODS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.waves import Wave

WAVES = ("baseline", "followup")


class How(NamedTuple):
    """How a figure came about.

    Args:
        sentence: In one sentence, with the numbers put in.
        source: Author and year; nothing for what is only counted or named.
        section: Where docs/methods.md tells more.
    """

    sentence: str
    source: str
    section: str


@dataclass(frozen=True, eq=False)
class Row:
    """A row of a comparison.

    Args:
        record: Its columns; None where not available.
        place: Its place in the comparison.
        comparison: All rows, none left out.
        waves: The baseline and the later wave; all waves for a trend.
        settings: Which methods.
        language: Of the sentences.
        pairs: The counts behind the comparison of the two waves, as `effective.with_effective_n` gives them; for a
            trend without rows.
    """

    record: Mapping[str, Any]
    place: int
    comparison: pd.DataFrame
    waves: tuple[Wave, ...]
    settings: Settings
    language: Language
    pairs: pd.DataFrame

    @cached_property
    def write(self) -> Figures:
        """Figures in the language of the sentences."""
        return Figures(self.language)

    @property
    def group(self) -> str:
        """Id of the group."""
        return str(self.record["group"])

    @property
    def is_question(self) -> bool:
        """Whether it is a question as a whole."""
        return bool(self.record["level"] == "question")

    @property
    def is_trend(self) -> bool:
        """Whether it is about all waves together."""
        return bool(self.record["comparison"] == "trend")

    @cached_property
    def question(self) -> Question:
        """The question, as the latest of its waves that has it asked it."""
        identifier = self.record["question"]
        asked = {question.id: question for wave in self.waves for question in wave.questionnaire.questions}
        return asked[identifier]

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The ids of the options that it takes together; of a question as a whole none."""
        named = {net.id: net.options for net in self.question.named_nets}
        named |= {option.id: (option.id,) for option in self.question.choices}
        for wave in self.waves:
            named |= {i.id: i.options for i in wave.questionnaire.indicators if i.question == self.question.id}
        return tuple(named.get(self.record["option"], ()))

    @cached_property
    def key(self) -> tuple[str, str, str, str]:
        """Its key in the counts."""
        kind = "net" if self.record["type"] == "net" else str(self.record["level"])
        return (self.group, kind, self.question.id, self.record["option"] or "")

    @cached_property
    def behind(self) -> pd.DataFrame:
        """What the comparison computed its figures from: one row of `pairs`."""
        return self.pairs.loc[[self.key]]

    @cached_property
    def asked(self) -> Row:
        """Whom the routing leads to its question, as a row of its own: who was asked, of how many."""
        level = self.pairs.index.get_level_values
        here = (level("group") == self.group) & (level("kind") == "asked") & (level("item") == self.question.id)
        asked = self.pairs[here].groupby(level=["group", "item"], sort=False).first()
        compared = compare_linked(asked, compare_shares(asked, self.settings), self.settings)
        compared = compared.join(asked[asked.columns.difference(compared.columns)])
        figures = {
            str(column): None if pd.isna(value) else value
            for column, value in compared.astype(object).iloc[0].to_dict().items()
        }
        pairs = asked.set_axis(pd.MultiIndex.from_tuples([self.key], names=self.pairs.index.names))
        return replace(self, record={**self.record, **figures}, pairs=pairs)

    def input(self, column: str) -> float:
        """Return a figure of `behind`."""
        return float(self.behind[column].iloc[0])

    def figure(self, column: str) -> float:
        """Return a figure of the row itself."""
        return float(self.record[column])

    def has(self, column: str) -> bool:
        """Tell whether the row has a figure there."""
        return self.record[column] is not None

    def wave(self, side: str) -> Wave:
        """Return the wave that stands on that side of a change."""
        return self.waves[WAVES.index(side)]

    def rows_of(self, level: str) -> pd.DataFrame:
        """Return the rows of the same question and comparison on a level."""
        frame = self.comparison
        same = (frame["group"] == self.group) & (frame["question"] == self.question.id) & (frame["level"] == level)
        same &= (frame["comparison"] == self.record["comparison"]) & (
            frame["followup_wave"] == self.record["followup_wave"]
        )
        found: pd.DataFrame = frame[same]
        return found

    def of_option(self, option: str, column: str) -> float:
        """Return a figure of `pairs` of an option of its question."""
        place = self.pairs.index.get_loc((self.group, "option", self.question.id, option))
        return float(self.pairs[column].to_numpy(dtype=float)[place])

    def say(self, key: str, **values: object) -> str:
        """Return a phrase in the language of the sentences."""
        return phrase(key, self.language, **values)

    def how(self, key: str, method: str, **values: object) -> How:
        """Return a phrase as an explanation, with the source and the section of a method."""
        return How(self.say(key, **values), *METHODS[method])
