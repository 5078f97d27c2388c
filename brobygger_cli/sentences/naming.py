"""What sentences call the rows they are about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from brobygger_cli.sentences.wordings import SENTENCES

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Indicator, Questionnaire
    from brobygger_cli.result import Record


@dataclass(frozen=True)
class Naming:
    """What rows are called.

    Args:
        questionnaires: What was asked, the latest version last: where several know a name, it is the one to say.
        language: The language of the sentences.
    """

    questionnaires: tuple[Questionnaire, ...]
    language: Language

    def name(self, record: Record) -> str:
        """Return what tables call a row."""
        if record["level"] == "question":
            return self.question(record["question"])
        if record["level"] == "option":
            return str(record["label"])
        indicator = self._indicators[record["option"]]
        return (indicator.short or indicator.label).said_in(self.language)

    def question(self, identifier: str) -> str:
        """Return the short wording of a question where there is one, else its text."""
        question = self.asked(identifier)
        return (question.short or question.text).said_in(self.language)

    def subject(self, record: Record) -> str:
        """Return the subject of a sentence about a share."""
        if record["level"] == "indicator":
            who = self._indicators[record["option"]].who
            said = None if who is None else {"da": who.da, "en": who.en}[self.language]
            if said is not None:
                return self._say("share_who", who=said)
            return self._say("share_behind", label=self.quoted(self.name(record)))
        question = self.asked(record["question"])
        ticked = "tick" if question.compared_as == "options" else "answer"
        together = "_net" if record["type"] == "net" else ""
        option, asked = (self.quoted(label) for label in (record["label"], self.question(record["question"])))
        return self._say(f"share_{ticked}{together}", option=option, question=asked)

    def end(self, record: Record, direction: str) -> str:
        """Return the wording of the high (`up`) or low end of the scale of a question."""
        question = self.asked(record["question"])
        option = question.choices[question.scale()[-1 if direction == "up" else 0]]
        return self.quoted(option.label.said_in(self.language))

    def asked(self, identifier: str) -> Question:
        """Return a question."""
        return self._questions[identifier]

    def quoted(self, label: str) -> str:
        """Return a label in quotes: in the inner ones where it holds the outer ones itself."""
        within = set(self._say("quoted", label="")) & set(label)
        return self._say("quoted_within" if within else "quoted", label=label)

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for asked in self.questionnaires for indicator in asked.indicators}

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for asked in self.questionnaires for question in asked.questions}

    def _say(self, key: str, **values: object) -> str:
        return SENTENCES.say(key, self.language, **values)
