"""The catalogue's own files, as Babel reads them: what tests hold against the code that asks for wordings."""

from __future__ import annotations

from functools import cache
from string import Formatter
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from brobygger_cli.catalogue import LOCALE

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

    from brobygger_cli.questionnaire.model import Language

LANGUAGES: tuple[Language, ...] = ("da", "en")
DOMAINS = tuple(sorted({path.stem for path in LOCALE.glob("*/LC_MESSAGES/*.?o")}))


def file_of(domain: str, language: Language, suffix: str = ".po") -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}{suffix}"


@cache
def catalog(domain: str, language: Language) -> Catalog:
    with file_of(domain, language).open("rb") as file:
        return read_po(file, locale=language, domain=domain, abort_invalid=True)


def messages(domain: str, language: Language) -> dict[str, Message]:
    """Return the entries by their keys; the header, which has none, is no entry."""
    return {str(key_of(message)): message for message in catalog(domain, language) if message.id}


def key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """Return what is said: one text, or one for each number of things."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def wordings(domain: str, language: Language) -> dict[str, str]:
    """Return what is said of one thing, by key, nothing put in."""
    return {key: forms(message)[0] for key, message in messages(domain, language).items()}


def places(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
