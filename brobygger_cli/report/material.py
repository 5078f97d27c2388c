"""What every section of a report is written from, and what groups, questions and options are called in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.numbers import as_stated, percent_sign
from brobygger_cli.sentences import Findings
from brobygger_cli.sentences.naming import Naming
from brobygger_cli.sources import bundled_waves

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from brobygger_cli.compare import Compared
    from brobygger_cli.questionnaire.model import Language, Text
    from brobygger_cli.questionnaire.questionnaire import AnyQuestion, Group, Questionnaire
    from brobygger_cli.result import Record, Result
    from brobygger_cli.waves import Wave

_WORDS = Catalogue("report")


@dataclass(frozen=True)
class Material:
    """A comparison, ready to be written about.

    Args:
        result: The comparison.
    """

    result: Result

    @property
    def language(self) -> Language:
        """The language of the report."""
        return self.result.language

    @property
    def frame(self) -> pd.DataFrame:
        """The rows of the comparison."""
        return self.result.frame

    @cached_property
    def compared(self) -> Compared:
        """What was compared, and how."""
        compared: Compared = self.result.context
        return compared

    @property
    def waves(self) -> tuple[Wave, ...]:
        """The waves, the baseline first."""
        return self.compared.waves

    @property
    def baseline(self) -> Wave:
        """The wave that the others are compared with."""
        return self.waves[0]

    @property
    def later(self) -> tuple[Wave, ...]:
        """The waves that are compared with the baseline."""
        return self.waves[1:]

    @property
    def questionnaire(self) -> Questionnaire:
        """What the last wave asked."""
        return self.waves[-1].questionnaire

    @property
    def rows(self) -> tuple[Record, ...]:
        """The rows of the comparison, None where a value is missing."""
        return self.result.rows

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups that are shown, in the order of the questionnaire."""
        shown = set(self.frame["group"])
        return tuple(group for group in self.questionnaire.groups if group.id in shown)

    @cached_property
    def questions(self) -> tuple[AnyQuestion, ...]:
        """The questions that are shown, in the order of the questionnaire."""
        shown = set(self.frame["question"])
        return tuple(question for question in self.questionnaire.questions if question.id in shown)

    def of(self, group: str, wave: Wave, *, level: str | None = None, question: str | None = None) -> Iterator[Record]:
        """Yield the changes of a group between the baseline and a later wave, in the order of the comparison."""
        for record in self._changes.get((group, wave.name), ()):
            if level in {None, record["level"]} and question in {None, record["question"]}:
                yield record

    def trend_of(self, group: str, *, level: str) -> Iterator[Record]:
        """Yield the trends of a group over all waves."""
        for record in self.rows:
            if record["comparison"] == "trend" and record["group"] == group and record["level"] == level:
                yield record

    @cached_property
    def findings(self) -> Findings:
        """What the rows of the comparison say."""
        return Findings(self.result)

    @cached_property
    def naming(self) -> Naming:
        """What rows are called."""
        return Naming(tuple(wave.questionnaire for wave in self.waves), self.language)

    @cached_property
    def _changes(self) -> dict[tuple[str, str], list[Record]]:
        found: dict[tuple[str, str], list[Record]] = {}
        for record in self.rows:
            if record["comparison"] == "change":
                found.setdefault((record["group"], record["followup_wave"]), []).append(record)
        return found

    def said(self, text: Text) -> str:
        """Return a wording of the questionnaire in the language of the report, or in the other where it is lacking."""
        return text.said_in(self.language)

    def short(self, question: AnyQuestion) -> str:
        """Return the short wording of a question where there is one, else its text."""
        return self.said(question.short or question.text)

    def label(self, record: Record) -> str:
        """Return what a row is about; an indicator by its short wording where it has one."""
        return self.naming.name(record)

    def say(self, key: str, **values: object) -> str:
        """Return a wording of the report."""
        return _WORDS.say(key, self.language, **values)

    def count(self, key: str, number: int, **values: object) -> str:
        """Return a wording of the report in the form that goes with a number."""
        return _WORDS.count(key, number, self.language, **values)

    def tells(self, key: str) -> bool:
        """Tell whether the report has a wording by that key."""
        return key in _WORDS

    def percent(self, share: float) -> str:
        """Return a share that somebody has set, such as a confidence, as a percentage."""
        return percent_sign(as_stated(100 * share, self.language), self.language)

    def quoted(self, text: str) -> str:
        """Return a wording of the questionnaire in quotes: in the inner ones where it holds the outer ones itself."""
        return self.naming.quoted(text)

    def bundled(self) -> list[str]:
        """Return the names of the waves that are bundled with the program."""
        return [name for name in bundled_waves() if any(wave.path == f"{name} (bundled)" for wave in self.waves)]

    def file_of(self, wave: Wave) -> str:
        """Return the name of the file that a wave is from, without its folder."""
        bundled = next((name for name in self.bundled() if wave.path == f"{name} (bundled)"), None)
        return PurePath(wave.path).name if bundled is None else self.say("bundled", name=bundled)

    def unanswered(self, wave: Wave, group: str, question: str) -> int:
        """Return how many of those who answered anything left a question blank, but for those known not to be asked.

        Where what became of rows is not told, as of printed tables and where small counts are hidden, it is 0.
        """
        accounts = wave.counts.accounts
        if accounts.empty:
            return 0
        silent = wave.counts.people(group) - wave.counts.respondents.get(group, 0)
        return max(0, int(accounts["blank"].to_dict()[group, question]) - silent)

    def alternatives(self, parts: list[str]) -> str:
        """Return parts as alternatives in words: a, b or c."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("alternatives", first=", ".join(parts[:-1]), last=parts[-1])

    def listed(self, parts: list[str]) -> str:
        """Return parts as a list in words: a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("listed", first=", ".join(parts[:-1]), last=parts[-1])
