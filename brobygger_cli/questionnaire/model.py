"""What every part of a questionnaire file shares: strict models, identifiers and bilingual text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Language = Literal["da", "en"]
Direction = Literal["up", "down"]

Identifier = Annotated[
    str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", description="lower-case letters, digits and underscores")
]


class Model(BaseModel):
    """A part of a questionnaire file: immutable, and no key that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Model):
    """A wording in Danish, English or both."""

    da: str | None = Field(None, min_length=1, description="the Danish wording")
    en: str | None = Field(None, min_length=1, description="the English wording")

    @model_validator(mode="after")
    def _has_a_wording(self) -> Text:
        if self.da is None and self.en is None:
            raise ValueError("needs a wording: da, en or both")
        return self

    def said_in(self, language: Language) -> str:
        """Return the wording in `language`, or in the other language where it is lacking."""
        wanted, other = (self.da, self.en) if language == "da" else (self.en, self.da)
        return wanted or other or ""

    def wordings(self) -> tuple[str, ...]:
        """Return every wording there is."""
        return tuple(text for text in (self.da, self.en) if text is not None)


def lacking(part: Model, language: Language) -> int:
    """Count the texts that have no wording in `language`, and so are said in the other one.

    Args:
        part: A questionnaire, or a part of one.
        language: In which somebody wants to read it.
    """
    if isinstance(part, Text):
        return int((part.da if language == "da" else part.en) is None)
    held = [getattr(part, name) for name in type(part).model_fields]
    parts = [inner for value in held for inner in (value if isinstance(value, tuple) else (value,))]
    return sum(lacking(inner, language) for inner in parts if isinstance(inner, Model))
