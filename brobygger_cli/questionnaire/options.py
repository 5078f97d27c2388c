"""Answer options: what can be ticked, and every spelling by which an export may write it."""

from __future__ import annotations

from pydantic import Field, model_validator

from brobygger_cli.questionnaire.model import Identifier, Model, Text
from brobygger_cli.spelling import normalise


class Option(Model):
    """One answer option of a question."""

    id: Identifier = Field(description="the option's name in every result")
    code: str = Field(min_length=1, description="how a coded export writes it")
    label: Text = Field(description="how it is worded to the respondent")
    aliases: tuple[str, ...] = Field((), description="other spellings found in exports")
    dont_know: bool = Field(False, description="'don't know': part of the base, never of a scale")
    inferred: bool = Field(False, description="the wording is inferred, not quoted from the source")

    def spellings(self) -> tuple[str, ...]:
        """Return every way in which an export may write this option, normalised."""
        return tuple(map(normalise, (self.code, self.id, *self.label.wordings(), *self.aliases)))


class ScaleOption(Option):
    """An option of an ordinal question."""

    on_scale: bool = Field(True, description="false for an answer that is no step of the scale")

    @model_validator(mode="after")
    def _dont_know_is_no_step(self) -> ScaleOption:
        if self.dont_know and self.on_scale:
            object.__setattr__(self, "on_scale", False)
        return self


class BinOption(ScaleOption):
    """An option of a binned count: the whole numbers from `low` to `high`."""

    low: int | None = Field(None, ge=0, description="smallest count in the bin")
    high: int | None = Field(None, ge=0, description="largest count in the bin; none: no upper end")

    @model_validator(mode="after")
    def _is_a_bin(self) -> BinOption:
        if self.on_scale == (self.low is None):
            raise ValueError("a bin needs low (and high, unless it has no upper end); other options need none")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"high ({self.high}) is below low ({self.low})")
        return self

    def holds(self, number: int) -> bool:
        """Tell whether a count of `number` falls in this bin."""
        return self.low is not None and self.low <= number and (self.high is None or number <= self.high)


class TickOption(Option):
    """An option of a multiple-response question."""

    exclusive: bool = Field(False, description="cannot be ticked together with any other ('none of the above')")
    contradicts: tuple[Identifier, ...] = Field((), description="options that cannot be ticked together with it")
