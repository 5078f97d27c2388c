"""What the text of a cell means as an answer, and how answers may be spelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.questionnaire.question import Question

    Answer = tuple[int, ...] | bool | float | str


class Meaning:
    """What the texts of a column mean.

    Args:
        adapter: The type of an answer.
        meanings: The option's id that a text stands for, by the normalised text, where it is not the
            questionnaire's own.
    """

    def __init__(self, adapter: TypeAdapter[Any], meanings: Mapping[str, str]) -> None:
        self._adapter = adapter
        self._meanings = meanings

    def answer(self, text: str) -> Answer | None:
        """Return the answer that a text is, or None where it is none."""
        meant = self._meanings.get(normalise(text), text) if self._meanings else text
        try:
            answer: Answer = self._adapter.validate_python(meant)
        except ValidationError:
            return None
        return answer

    def is_answer(self, text: str) -> bool:
        """Tell whether a text is an answer."""
        return self.answer(text) is not None


def spellings(raw: RawTable, column: int, question: Question) -> tuple[str, ...]:
    """Return the spellings that may be proposed for a cell: the questionnaire's and the platform's."""
    aliases = [alias for option in question.choices for alias in option.aliases]
    choices = raw.variables[column].choices if raw.variables else ()
    of_platform = [spelling for choice in choices for spelling in (choice.code, choice.label) if spelling]
    return tuple(dict.fromkeys((*question.known_spellings(), *aliases, *of_platform)))
