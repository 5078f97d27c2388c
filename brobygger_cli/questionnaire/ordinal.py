"""Ordinal questions: one step of a scale, or an answer beside the scale such as 'don't know'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field, model_validator

from brobygger_cli.questionnaire.options import ScaleOption
from brobygger_cli.questionnaire.question import ChoiceQuestion, Comparison, one_option_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import TypeAdapter


class Ordinal(ChoiceQuestion):
    """A question with one answer on a scale."""

    compared_as: ClassVar[Comparison] = "ordinal"

    type: Literal["ordinal"]
    order: Literal["high_to_low", "low_to_high"] = Field(description="the order in which the steps are listed")
    options: tuple[ScaleOption, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _has_a_scale(self) -> Ordinal:
        if sum(option.on_scale for option in self.options) < 2:
            raise ValueError("a scale needs at least two options on it")
        return self

    @property
    def choices(self) -> Sequence[ScaleOption]:
        """The answer options in questionnaire order."""
        return self.options

    def scale(self) -> tuple[int, ...]:
        """Return the positions of the steps in `choices`, from the lowest to the highest."""
        steps = [position for position, option in enumerate(self.options) if option.on_scale]
        return tuple(steps if self.order == "low_to_high" else reversed(steps))

    def answer_type(self) -> TypeAdapter[Any]:
        """Return the type of a cell: one option."""
        return one_option_type(self)
