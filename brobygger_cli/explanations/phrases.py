"""The sentences of an explanation; figures and formulas are put in where they are used.

The wordings stand in the catalogue, in its domain `explanations`. A formula is the same in both languages but for its
decimal mark, so a sentence only says what it is a formula of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language

PHRASES = Catalogue("explanations")


def phrase(key: str, language: Language, **values: object) -> str:
    """Return a phrase with `values` put in.

    Raises:
        KeyError: If there is no such phrase, or a name in braces has no value.
    """
    return PHRASES.say(key, language, **values)
