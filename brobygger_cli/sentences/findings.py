"""What the rows of a comparison say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from brobygger_cli.sentences.beware import is_hidden
from brobygger_cli.sentences.brief import in_brief
from brobygger_cli.sentences.listing import said_once
from brobygger_cli.sentences.naming import Naming
from brobygger_cli.sentences.questions import about_question
from brobygger_cli.sentences.shares import about_share
from brobygger_cli.sentences.summary import Summary, summary_of, summary_told
from brobygger_cli.sentences.telling import Telling
from brobygger_cli.sentences.trends import about_trend
from brobygger_cli.sentences.untested import hidden_told, untested_told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.compare import Compared
    from brobygger_cli.result import Record, Result

Verdict = Literal["up", "down", "none", "untested"]


class Findings:
    """Tells what the rows of a comparison say.

    Args:
        result: The comparison.
    """

    def __init__(self, result: Result) -> None:
        compared: Compared = result.context
        naming = Naming(tuple(wave.questionnaire for wave in compared.waves), result.language)
        self._telling = Telling(naming, result.language, compared, result.frame)

    def sentence(self, record: Record) -> str:
        """Return what a row says: the figures with their bases, how certain it is, and what to beware of.

        Args:
            record: Any row of the comparison: an indicator, option, net or question, in two waves or over all.
        """
        return _sentence(record, self._telling)

    def listed(self, records: Sequence[Record]) -> tuple[str, tuple[str, ...]]:
        """Return what rows say one after the other, and before them, once, what holds for all of their sentences.

        Args:
            records: Shares of one group and level, in the same two waves or over all.

        Returns:
            What intervals are and how p-values are adjusted; '' where the rows do not have that in common, or are too
            few to gain by it. Then a sentence for each row.
        """
        once = said_once(records, self._telling)
        telling = replace(self._telling, listed=True) if once else self._telling
        return once, tuple(_sentence(record, telling) for record in records)

    def brief(self, record: Record) -> str:
        """Return what a row says in a few words, for lists and for those who cannot see a figure."""
        return in_brief(record, self._telling)

    def verdict(self, record: Record) -> Verdict:
        """Tell which way a row is found to have moved.

        Returns:
            `untested` also of what is hidden; `none` also of answers that have changed in no one direction.
        """
        if record["finding"] is None or is_hidden(record):
            return "untested"
        if record["finding"] == "unclear":
            return "none"
        direction: Verdict = record["direction"] or "none"
        return direction

    def summary(self, group: str | None = None, wave: str | None = None) -> Summary:
        """Count what has been found, of indicators and of whole questions.

        Args:
            group: Of that group alone; of all where None.
            wave: Which later wave is compared with the baseline; the last one where None.
        """
        return summary_of(self._telling, group, wave)

    def told(self, summary: Summary) -> tuple[str, ...]:
        """Return a summary as sentences."""
        return summary_told(summary, self._telling.language)


def _sentence(record: Record, telling: Telling) -> str:
    if is_hidden(record):
        return hidden_told(record, telling)
    if record["level"] == "question" and record["finding"] is None:
        return untested_told(record, telling)
    if record["comparison"] == "trend":
        return about_trend(record, telling)
    if record["level"] == "question":
        return about_question(record, telling)
    return about_share(record, telling)
