"""Open text: any answer is valid; it is counted as answered and never printed."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import TypeAdapter

from brobygger_cli.questionnaire.question import Comparison, Question


class OpenText(Question):
    """A question answered in the respondent's own words."""

    compared_as: ClassVar[Comparison] = "nothing"
    answer_expected: ClassVar[bool] = False  # most people have nothing to add

    type: Literal["text"]

    def answer_type(self) -> TypeAdapter[Any]:
        """Return the type of a cell: any text."""
        return TypeAdapter(str)

    def expectation(self) -> str:
        """Say what a cell may hold."""
        return "any text"
