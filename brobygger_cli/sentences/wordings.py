"""The wordings that sentences are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.questionnaire.model import Language

SENTENCES = Catalogue("sentences")


def listed(parts: Sequence[str], language: Language) -> str:
    """Return parts as people list them: one, two and three."""
    *first, last = parts
    return SENTENCES.say("and", language, first=", ".join(first), last=last) if first else last
