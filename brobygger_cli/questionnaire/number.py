"""Free numbers: read, checked and counted as answered; brobygger compares shares, not means."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter

from brobygger_cli.questionnaire.question import Comparison, Question


class Number(Question):
    """A question answered with a number, its decimal mark a point or a comma."""

    compared_as: ClassVar[Comparison] = "nothing"

    type: Literal["number"]
    minimum: float | None = Field(None, description="smallest valid answer")
    maximum: float | None = Field(None, description="largest valid answer")

    def answer_type(self) -> TypeAdapter[Any]:
        """Return the type of a cell: a finite number within the bounds."""
        return TypeAdapter(
            Annotated[
                float,
                BeforeValidator(_with_point),
                Field(allow_inf_nan=False),
                AfterValidator(self._within_bounds),
            ]
        )

    def expectation(self) -> str:
        """Say what a cell may hold."""
        low = "" if self.minimum is None else f" from {self.minimum:g}"
        high = "" if self.maximum is None else f" up to {self.maximum:g}"
        return f"a number{low}{high}"

    def _within_bounds(self, number: float) -> float:
        if self.minimum is not None and number < self.minimum:
            raise ValueError(f"is below {self.minimum:g}")
        if self.maximum is not None and number > self.maximum:
            raise ValueError(f"is above {self.maximum:g}")
        return number


def _with_point(cell: str) -> str:
    """Return the text of a number as pydantic reads one; its `1_000` is Python's, and nobody's answer."""
    if "_" in cell:
        raise ValueError("is no number")
    return cell.strip().replace(",", ".", 1)
