"""Single choice: one of several options without an order; yes/no questions are of this type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from brobygger_cli.questionnaire.options import Option
from brobygger_cli.questionnaire.question import ChoiceQuestion, Comparison, one_option_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import TypeAdapter


class SingleChoice(ChoiceQuestion):
    """A question with one answer, its options in no order."""

    compared_as: ClassVar[Comparison] = "nominal"

    type: Literal["single"]
    options: tuple[Option, ...] = Field(min_length=2)

    @property
    def choices(self) -> Sequence[Option]:
        """The answer options in questionnaire order."""
        return self.options

    def answer_type(self) -> TypeAdapter[Any]:
        """Return the type of a cell: one option."""
        return one_option_type(self)
