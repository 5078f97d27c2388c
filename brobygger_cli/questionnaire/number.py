"""Free numbers: read, checked and counted as answered; brobygger compares shares, not means."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter

from brobygger_cli.questionnaire.question import Comparison, Question

# One to three digits, a mark, three digits: the mark may be of decimals or of thousands. No thousands begin with 0.
_AMBIGUOUS = re.compile(r"([+-]?[1-9]\d{0,2})([.,])(\d{3})")
_DECIMALS = re.compile(r"[+-]?\d*([.,])\d+(?:[eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3}|(?!\1)[.,]\d)[\d.,]*")


class Number(Question):
    """A question answered with a number, its decimal mark a point or a comma."""

    compared_as: ClassVar[Comparison] = "nothing"

    type: Literal["number"]
    minimum: float | None = Field(None, description="smallest valid answer")
    maximum: float | None = Field(None, description="largest valid answer")

    def answer_type(self) -> TypeAdapter[Any]:
        """Return the type of a cell: a finite number within the bounds that can be read in one way only."""
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


def readings(cell: str) -> dict[str, str]:
    """Return the two numbers that a cell such as `1.000` may mean, by the decimal mark with which it means them.

    Returns:
        For each decimal mark the number as it is written without a doubt (a fourth decimal leaves none); nothing where
        there is only one reading.
    """
    found = _AMBIGUOUS.fullmatch(cell.strip())
    if found is None:
        return {}
    whole, mark, rest = found.groups()
    other = _other(mark)
    return {mark: f"{whole}.{rest}0", other: f"{whole}{rest}"}


def decimal_mark(cell: str) -> str:
    """Return the decimal mark that a cell such as `1.5` or `1.234,5` shows; "" where it shows none."""
    text = cell.strip()
    if readings(text):
        return ""
    if found := _DECIMALS.fullmatch(text):
        return str(found[1])
    found = _THOUSANDS.fullmatch(text)
    return "" if found is None else _other(found[1])


def _other(mark: str) -> str:
    return "," if mark == "." else "."


def _with_point(cell: str) -> str:
    """Return the text of a number as pydantic reads one; its `1_000` is Python's, and nobody's answer."""
    if "_" in cell:
        raise ValueError("is no number")
    if readings(cell):
        raise ValueError("may be two numbers")
    return cell.strip().replace(",", ".", 1)
