"""A whole questionnaire: who was invited, what was asked, and which shares are to be followed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from brobygger_cli.questionnaire.count_bins import CountBins
from brobygger_cli.questionnaire.model import Direction, Identifier, Model, Text
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.questionnaire.number import Number
from brobygger_cli.questionnaire.open_text import OpenText
from brobygger_cli.questionnaire.ordinal import Ordinal
from brobygger_cli.questionnaire.single import SingleChoice
from brobygger_cli.spelling import nearest, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

# A question type is registered here and nowhere else.
AnyQuestion = Annotated[
    SingleChoice | Ordinal | CountBins | MultipleResponse | Number | OpenText, Field(discriminator="type")
]


class Response(Model):
    """How many of a group answered in one wave."""

    invited: int = Field(ge=1, description="how many the questionnaire was sent to")
    answered: int | None = Field(None, ge=0, description="how many answered, where no export can tell")

    @model_validator(mode="after")
    def _not_more_than_invited(self) -> Response:
        if self.answered is not None and self.answered > self.invited:
            raise ValueError(f"{self.answered} answered, but only {self.invited} were invited")
        return self


class Group(Model):
    """A group of respondents that is always reported apart."""

    id: Identifier
    code: str = Field(min_length=1, description="how a coded export writes it")
    label: Text
    aliases: tuple[str, ...] = ()
    waves: dict[str, Response] = Field(default_factory=dict, description="response by the name of the wave")

    def spellings(self) -> tuple[str, ...]:
        """Return every way in which an export may write this group, normalised."""
        return tuple(map(normalise, (self.code, self.id, *self.label.wordings(), *self.aliases)))


class Indicator(Model):
    """A named share to be followed between waves: those of a question's base who gave one of `options`."""

    id: Identifier
    label: Text
    short: Text | None = Field(None, description="a few words for narrow tables")
    who: Text | None = Field(
        None, description="the share's people in a clause that goes on 'the share …': 'who referred somebody'"
    )
    question: Identifier
    options: tuple[Identifier, ...] = Field(min_length=1)
    improvement: Direction | None = Field(None, description="the direction that counts as improvement")
    note: Text | None = Field(None, description="what a reader of the figure must know")
    margin: float | None = Field(
        None, gt=0, lt=1, description="a change of the share (0-1) smaller than this is too small to matter"
    )


class Questionnaire(Model):
    """A questionnaire, as its TOML file says it."""

    id: Identifier
    title: Text
    citation: Text | None = Field(None, description="where wordings and printed figures are from")
    respondent_columns: tuple[str, ...] = Field(
        ("respondent_id", "respondentid", "id"), description="export columns that hold the respondent's id"
    )
    group_columns: tuple[str, ...] = Field(
        ("group", "gruppe"), description="export columns that hold the respondent's group"
    )
    indicative_below: float = Field(
        0.0, ge=0, le=1, description="response rate (0-1) under which a group's figures are only indicative"
    )
    groups: tuple[Group, ...] = Field(min_length=1)
    questions: tuple[AnyQuestion, ...] = Field(min_length=1)
    indicators: tuple[Indicator, ...] = ()

    @model_validator(mode="after")
    def _names_fit_together(self) -> Questionnaire:
        _require_unique("group", [group.id for group in self.groups])
        _require_unique("question", [question.id for question in self.questions])
        _require_unique("indicator", [indicator.id for indicator in self.indicators])
        self._groups_are_told_apart()
        self._columns_are_told_apart()
        asked: dict[str, AnyQuestion] = {}
        for question in self.questions:
            if question.asked_if is not None:
                _require_options(
                    f"question '{question.id}': asked_if",
                    question.asked_if.question,
                    question.asked_if.answers,
                    asked,
                )
            asked[question.id] = question
        for indicator in self.indicators:
            _require_options(f"indicator '{indicator.id}'", indicator.question, indicator.options, asked)
            of = asked[indicator.question]
            if indicator.id in {option.id for option in of.choices} | {net.id for net in of.named_nets}:
                raise ValueError(f"indicator '{indicator.id}' has the name of an option or net of its question")
        return self

    def _groups_are_told_apart(self) -> None:
        owner: dict[str, str] = {}
        for group in self.groups:
            for spelling in set(group.spellings()):
                if spelling in owner:
                    raise ValueError(f"'{spelling}' spells both group '{owner[spelling]}' and group '{group.id}'")
                owner[spelling] = group.id

    def _columns_are_told_apart(self) -> None:
        owner = dict.fromkeys(map(normalise, self.group_columns), "the group")
        for column in map(normalise, self.respondent_columns):
            owner.setdefault(column, "the respondent's id")
        for question in self.questions:
            for name in question.names():
                if name in owner:
                    raise ValueError(f"a column named '{name}' would hold both {owner[name]} and '{question.id}'")
                owner[name] = f"'{question.id}'"

    def background_questions(self) -> tuple[AnyQuestion, ...]:
        """Return the questions with one answer that describe who answered."""
        return tuple(asked for asked in self.questions if asked.background and asked.compared_as == "nominal")

    def question(self, identifier: str) -> AnyQuestion:
        """Return the question with that id.

        Raises:
            KeyError: If there is none.
        """
        return self._by_id[identifier]

    @cached_property
    def _by_id(self) -> dict[str, AnyQuestion]:
        return {question.id: question for question in self.questions}

    def position_of_group(self) -> dict[str, int]:
        """Return the position in `groups` by normalised spelling."""
        return {spelling: position for position, group in enumerate(self.groups) for spelling in group.spellings()}


def _require_unique(what: str, ids: list[str]) -> None:
    for identifier in ids:
        if ids.count(identifier) > 1:
            raise ValueError(f"the {what} id '{identifier}' stands more than once")


def _require_options(where: str, question: str, options: tuple[str, ...], earlier: dict[str, AnyQuestion]) -> None:
    if question not in earlier:
        raise ValueError(
            f"{where} names the question '{question}'{_did_you_mean(question, earlier)}, which does not come before it"
        )
    known = [option.id for option in earlier[question].choices]
    for option in options:
        if option not in known:
            raise ValueError(
                f"{where} names the option '{option}'{_did_you_mean(option, known)}, which '{question}' does not have"
            )


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f" (did you mean '{near}'?)" if near else ""
