"""Multiple response: any number of options, as one column per option or joined in one cell."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from brobygger_cli.questionnaire.options import TickOption
from brobygger_cli.questionnaire.question import ChoiceQuestion, Comparison
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

TICKED = frozenset({"1", "x", "yes", "ja", "true", "sand", "checked", "selected", "valgt", "afkrydset"})
NOT_TICKED = frozenset(
    {"", "0", "no", "nej", "false", "falsk", "unchecked", "not selected", "ikke valgt", "ikke afkrydset"}
)
_SEPARATOR = re.compile(r"[;,|\n]\s*")
_PERHAPS_SEPARATOR = re.compile(r"[;,|\s]")  # in a normalised spelling, where a line break has become a blank


class MultipleResponse(ChoiceQuestion):
    """A question with any number of answers; its base is those who were asked."""

    compared_as: ClassVar[Comparison] = "options"

    type: Literal["multiple"]
    options: tuple[TickOption, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _contradictions_are_options(self) -> MultipleResponse:
        known = {option.id for option in self.options}
        for option in self.options:
            unknown = set(option.contradicts) - known
            if unknown:
                raise ValueError(f"option '{option.id}' contradicts {sorted(unknown)}, which there is not")
        return self

    @property
    def choices(self) -> Sequence[TickOption]:
        """The answer options in questionnaire order."""
        return self.options

    @property
    def always_ticked(self) -> bool:
        """Whether everybody can tick something: then a form without a tick was not answered."""
        return any(option.exclusive for option in self.options)

    def answer_type(self) -> TypeAdapter[Any]:
        """Return the type of a cell that holds all ticked options, joined by `;`, `,`, `|` or line breaks."""
        return TypeAdapter(Annotated[tuple[int, ...], BeforeValidator(self._split)])

    def tick_type(self, position: int) -> TypeAdapter[bool]:
        """Return the type of a cell in the column of the option at `position`: ticked or not."""
        own = frozenset(self.options[position].spellings()) - NOT_TICKED

        def ticked(cell: str) -> bool:
            spelled = normalise(cell)
            if spelled in NOT_TICKED:
                return False
            if spelled in TICKED or spelled in own:
                return True
            raise ValueError(f"'{cell}' is neither ticked nor not ticked")

        return TypeAdapter(Annotated[bool, BeforeValidator(ticked)])

    @cached_property
    def tick_adapters(self) -> tuple[TypeAdapter[bool], ...]:
        """The types of the cells in the columns of the options, made once."""
        return tuple(self.tick_type(position) for position in range(len(self.options)))

    def expectation(self) -> str:
        """Say what a cell may hold."""
        return f"{super().expectation()}, or several joined by ';'"

    @cached_property
    def _most_parts(self) -> int:
        """How many parts between separators a known spelling may have."""
        return 1 + max(len(_PERHAPS_SEPARATOR.findall(spelling)) for spelling in self.position_by_spelling)

    def _split(self, cell: str) -> tuple[int, ...]:
        """Return the positions of the options joined in `cell`.

        Labels may hold the separator themselves ("Dansk Folkehjælp, Herning"), so the longest known
        spelling that begins at a separator is taken first. No spelling runs over more separators than it may hold.
        """
        cuts = [-1, *(match.start() for match in _SEPARATOR.finditer(cell)), len(cell)]
        found: set[int] = set()
        start = 0
        while start < len(cuts) - 1:
            if not cell[cuts[start] + 1 : cuts[start + 1]].strip():
                start += 1
                continue
            for end in range(min(start + self._most_parts, len(cuts) - 1), start, -1):
                position = self.position_by_spelling.get(normalise(cell[cuts[start] + 1 : cuts[end]]))
                if position is not None:
                    found.add(position)
                    start = end
                    break
            else:
                leftover = cell[cuts[start] + 1 : cuts[start + 1]].strip()
                raise ValueError(f"no option is spelled '{leftover}'")
        if not found:
            raise ValueError("nothing stands between the separators")
        return tuple(sorted(found))
