"""Binned counts: 'how often' in steps of unequal width, with 'none' and 'don't know'."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from brobygger_cli.questionnaire.options import BinOption
from brobygger_cli.questionnaire.question import ChoiceQuestion, Comparison

if TYPE_CHECKING:
    from collections.abc import Sequence


class CountBins(ChoiceQuestion):
    """A question whose answer is a number of times, given as a bin or as the number itself."""

    compared_as: ClassVar[Comparison] = "ordinal"

    type: Literal["count_bins"]
    options: tuple[BinOption, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _bins_do_not_overlap(self) -> CountBins:
        bins = [self.options[position] for position in self.scale()]
        if len(bins) < 2:
            raise ValueError("a binned count needs at least two bins")
        for lower, upper in pairwise(bins):
            if lower.high is None or upper.low is None or lower.high >= upper.low:
                raise ValueError(f"the bins '{lower.id}' and '{upper.id}' overlap")
        return self

    @property
    def choices(self) -> Sequence[BinOption]:
        """The answer options in questionnaire order."""
        return self.options

    def scale(self) -> tuple[int, ...]:
        """Return the positions of the bins in `choices`, from the smallest count to the largest."""
        low = {position: option.low for position, option in enumerate(self.options) if option.low is not None}
        return tuple(sorted(low, key=low.__getitem__))

    def answer_type(self) -> TypeAdapter[Any]:
        """Return the type of a cell: one option, or the number of times itself."""
        return TypeAdapter(Annotated[tuple[int], BeforeValidator(lambda cell: (self._bin_of(cell),))])

    def expectation(self) -> str:
        """Say which codes a cell may hold."""
        return f"{super().expectation()}, or a whole number"

    def _bin_of(self, cell: str) -> int:
        try:
            return self.position(cell)
        except ValueError:
            stripped = cell.strip()
            number = int(stripped) if stripped.isdecimal() and len(stripped) < 10 else None
            for position, option in enumerate(self.options):
                if number is not None and option.holds(number):
                    return position
            raise
