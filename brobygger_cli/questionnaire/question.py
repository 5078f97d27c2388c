"""What all questions have in common, and what each question type must say of itself."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from brobygger_cli.questionnaire.model import Direction, Identifier, Model, Text
from brobygger_cli.spelling import did_you_mean, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brobygger_cli.questionnaire.options import Option

Comparison = Literal["nominal", "ordinal", "options", "nothing"]


class Routing(Model):
    """Who is asked: those who gave one of `answers` to an earlier question."""

    question: Identifier = Field(description="an earlier question")
    answers: tuple[Identifier, ...] = Field(min_length=1, description="those of its options that lead here")


class Net(Model):
    """Several options taken together: those who ticked at least one of them."""

    id: Identifier
    label: Text
    options: tuple[Identifier, ...] = Field(min_length=2, description="options of this question")
    aliases: tuple[str, ...] = Field((), description="other spellings found in printed tables")


class Question(Model):
    """One question: what was asked, of whom, and which columns of an export hold the answers.

    A question type is a subclass in a file of its own. It sets `type`, says with `compared_as` what
    is tested when two waves are compared, and gives the pydantic type of one answer.
    """

    compared_as: ClassVar[Comparison]
    answer_expected: ClassVar[bool] = True  # whether a blank is worth a warning

    id: Identifier
    type: str
    text: Text = Field(description="the wording, as put to the respondent")
    short: Text | None = Field(None, description="a few words for narrow tables")
    source: str = Field("", description="where it stands in the publication, e.g. 'Tabel 2.1'")
    columns: tuple[str, ...] = Field((), description="other names of the export column(s) that hold it")
    asked_if: Routing | None = Field(None, description="who is asked; none: everybody")
    improvement: Direction | None = Field(None, description="the direction that counts as improvement")
    background: bool = Field(False, description="describes the respondent; not tested between waves")
    note: Text | None = Field(None, description="what a reader of its figures must know")

    @property
    def choices(self) -> Sequence[Option]:
        """The answer options in questionnaire order; empty for numbers and open text."""
        return ()

    @property
    def named_nets(self) -> Sequence[Net]:
        """The options that are also counted together."""
        return ()

    def scale(self) -> Sequence[int]:
        """Return the positions in `choices` that are compared: where there is an order, from lowest to highest."""
        return range(len(self.choices))

    @abstractmethod
    def answer_type(self) -> TypeAdapter[Any]:
        """Return the pydantic type that turns the text of one cell into an answer.

        The answer is a tuple of positions in `choices`, or the value itself where there are none.
        """

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """The type of an answer, made once: that takes longer than reading a few."""
        return self.answer_type()

    def __getstate__(self) -> dict[Any, Any]:
        """Return what is kept when it is pickled: what it says, and nothing made from that."""
        state = super().__getstate__()
        return {**state, "__dict__": {name: state["__dict__"][name] for name in type(self).model_fields}}

    @abstractmethod
    def expectation(self) -> str:
        """Say in a few words what a valid cell holds, for error messages."""

    def known_spellings(self) -> tuple[str, ...]:
        """Return the spellings to propose when a cell is not understood."""
        return tuple(
            spelling for option in self.choices for spelling in (option.code, option.id, *option.label.wordings())
        )

    def names(self) -> tuple[str, ...]:
        """Return the normalised names by which a column header may mean this question."""
        return tuple(dict.fromkeys(map(normalise, (self.id, *self.columns, *self.text.wordings()))))


class ChoiceQuestion(Question):
    """A question with answer options; the subclasses say how many may be chosen and what they mean."""

    nets: tuple[Net, ...] = Field((), description="options that are also counted together")

    @model_validator(mode="after")
    def _options_are_told_apart(self) -> ChoiceQuestion:
        owner: dict[str, str] = {}
        for option in self.choices:
            for spelling in set(option.spellings()):
                if spelling in owner:
                    raise ValueError(
                        f"the spelling '{spelling}' belongs to both option '{owner[spelling]}' and option '{option.id}'"
                    )
                owner[spelling] = option.id
        known = {option.id for option in self.choices}
        for net in self.nets:
            _require_known(net.options, known, f"net '{net.id}'")
        repeated = _repeated([*known, *(net.id for net in self.nets)])
        if repeated:
            raise ValueError(f"'{repeated}' names more than one option or net")
        return self

    @property
    def named_nets(self) -> Sequence[Net]:
        """The options that are also counted together."""
        return self.nets

    @cached_property
    def position_by_spelling(self) -> dict[str, int]:
        """Position in `choices` by normalised spelling."""
        return {spelling: position for position, option in enumerate(self.choices) for spelling in option.spellings()}

    def position(self, spelling: str) -> int:
        """Return the position of the option that `spelling` means.

        Raises:
            ValueError: If no option is spelled so.
        """
        found = self.position_by_spelling.get(normalise(spelling))
        if found is None:
            raise ValueError(f"no option is spelled '{spelling}'")
        return found

    def expectation(self) -> str:
        """Say which codes a cell may hold."""
        return f"a code, id or label of one option ({', '.join(option.code for option in self.choices)})"


def one_option_type(question: ChoiceQuestion) -> TypeAdapter[Any]:
    """Return the type of a cell that holds exactly one option of `question`."""
    return TypeAdapter(Annotated[tuple[int], BeforeValidator(lambda cell: (question.position(cell),))])


def _require_known(ids: Iterable[str], known: set[str], where: str) -> None:
    for identifier in ids:
        if identifier not in known:
            proposed = did_you_mean(identifier, known)
            raise ValueError(f"{where} names the option '{identifier}', which there is not{proposed}")


def _repeated(ids: Iterable[str]) -> str | None:
    return next((identifier for identifier, times in Counter(ids).items() if times > 1), None)
