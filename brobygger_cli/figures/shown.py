"""The rows of one later wave against the baseline, and how their figures are written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.numbers import MISSING, as_stated, percent, percent_of_share, points
from brobygger_cli.sentences import Findings
from brobygger_cli.words import word

if TYPE_CHECKING:
    from brobygger_cli.compare import Compared
    from brobygger_cli.questionnaire.model import Language, Text
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.result import Record, Result
    from brobygger_cli.waves import Wave

SIDES = ("baseline", "followup")
_FIGURES = Catalogue("figures")
_WHY = ("hidden", "not_asked", "not_printed", "empty_base", "partly_hidden", "partly_printed")


def say(key: str, language: Language, **values: object) -> str:
    """Return a wording of figures."""
    return _FIGURES.say(key, language, **values)


@dataclass(frozen=True)
class Shown:
    """What a figure of a comparison may show.

    Args:
        result: The comparison.
        followup: The later wave.
        rows: Its rows against the baseline.
    """

    result: Result
    followup: Wave
    rows: tuple[Record, ...]

    @classmethod
    def of(cls, result: Result, followup: str | None, **wanted: str) -> Shown:
        """Return what may be shown of a later wave.

        Args:
            result: The comparison.
            followup: The later wave; the first one where None.
            wanted: What the rows must have in some columns, such as the id of a question.

        Raises:
            BrobyggerError: If there is no such wave.
        """
        later = {wave.name: wave for wave in result.context.waves[1:]}
        wave = next(iter(later.values())) if followup is None else later.get(followup)
        if wave is None:
            raise BrobyggerError(f"no later wave is called '{followup}'", f"There are: {', '.join(later)}.")
        columns = {"comparison": "change", "followup_wave": wave.name, **wanted}.items()
        rows = (row for row in result.rows if all(row[column] == value for column, value in columns))
        return cls(result, wave, tuple(rows))

    @cached_property
    def findings(self) -> Findings:
        """What its rows say in words."""
        return Findings(self.result)

    @property
    def compared(self) -> Compared:
        """The waves, and how they were compared."""
        compared: Compared = self.result.context
        return compared

    @property
    def language(self) -> Language:
        """The language of the figure."""
        return self.result.language

    @property
    def waves(self) -> tuple[Wave, Wave]:
        """The baseline and the later wave."""
        return self.compared.baseline, self.followup

    @property
    def confidence(self) -> str:
        """The confidence of the intervals, in percent."""
        return as_stated(100 * self.compared.settings.confidence, self.language)

    def say(self, key: str, **values: object) -> str:
        """Return a wording of figures in their language."""
        return say(key, self.language, **values)

    def groups(self) -> tuple[str, ...]:
        """Return the ids of the groups that have rows."""
        return tuple(dict.fromkeys(row["group"] for row in self.rows))

    def group(self, identifier: str) -> str:
        """Return the label of a group."""
        labels: dict[str, Text] = {}
        for wave in self.waves:
            labels |= {group.id: group.label for group in wave.questionnaire.groups}
        return labels[identifier].said_in(self.language)

    def question(self, identifier: str) -> Question:
        """Return a question as the later wave asked it, or the baseline where only that did."""
        asked: dict[str, Question] = {}
        for wave in self.waves:
            asked |= {question.id: question for question in wave.questionnaire.questions}
        return asked[identifier]

    def title_of(self, asked: Question) -> str:
        """Return the title of the figure of a question, with the waves where there is one for each later wave."""
        said = (asked.short or asked.text).said_in(self.language)
        if len(self.compared.waves) == 2:
            return said
        baseline, followup = self.waves
        return self.say("title_question", question=said, baseline=baseline.name, followup=followup.name)

    def indicator(self, identifier: str) -> str:
        """Return what an indicator is called, in a few words where there are any."""
        labels: dict[str, Text] = {}
        for wave in self.waves:
            labels |= {found.id: found.short or found.label for found in wave.questionnaire.indicators}
        return labels[identifier].said_in(self.language)

    def answered(self, wave: Wave, group: str) -> str:
        """Return how many of a group answered a wave, with the response rate where it is known."""
        answered = wave.answered(group)
        said = wave.name if answered is None else f"{wave.name}: n\u00a0=\u00a0{answered}"
        if wave.response_rate(group) is not None:
            share = percent(answered or 0, wave.invited(group) or 0, self.language)
            said += f", {share} {word('of_invited', self.language)}"
        if wave.response_is_low(group):
            said += f" ({word('indicative', self.language)})"
        return said


def is_hidden(row: Record) -> bool:
    """Tell whether something of a row is hidden, as it would tell of a few people."""
    return "hidden" in row["flags"].split()


def finding_of(row: Record, language: Language) -> str:
    """Return what a row bears out as tables say it; nothing where it was not tested."""
    finding = row["finding"]
    if finding is None:
        return ""
    if row["verdict"] in {"trivial", "equivalent"}:
        return word(row["verdict"], language)
    arrow = "" if finding not in {"better", "worse"} else "▲ " if row["direction"] == "up" else "▼ "
    return f"{arrow}{word(finding, language)}"


def why_nothing(row: Record, language: Language) -> str:
    """Return why something of a row is not told."""
    raised = row["flags"].split()
    return say(next((f"why_{flag}" for flag in _WHY if flag in raised), "why_other"), language)


def share_said(row: Record, side: str, language: Language) -> str:
    """Return a share as a percentage, or as the smallest and the largest that print allows; nothing if not known."""
    low, high, base, share = (row[f"{side}_{name}"] for name in ("count_min", "count_max", "base", "share"))
    if low is None or not base:
        return ""
    if row[f"{side}_design_effect"] is not None and share is not None:
        return percent_of_share(share, language)
    least, most = percent(low, base, language), percent(high, base, language)
    return most if least == most else f"{least.removesuffix('%').strip()}–{most}"


def shares_said(row: Record, language: Language) -> str:
    """Return both shares of a row, such as "33 % → 45 %"; nothing where none is told."""
    said = [share_said(row, side, language) for side in SIDES]
    lacking = why_nothing(row, language) if is_hidden(row) else MISSING
    return " → ".join(share or lacking for share in said) if any(said) else ""


def change_said(row: Record, language: Language) -> str:
    """Return the change of a row in percentage points, or the smallest and the largest that print allows."""
    if row["change_min"] is None:
        return ""
    return " … ".join(dict.fromkeys(points(row[f"change_{end}"], language) for end in ("min", "max")))
