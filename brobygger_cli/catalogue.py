"""The catalogue: every wording that people see, in Danish and English, by key.

One gettext domain for each room that says something: `locale/LANGUAGE/LC_MESSAGES/DOMAIN.po`, compiled beside it (see
CONTRIBUTING.md). A key is no sentence, so that a wording can be mended in one language alone.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language

LOCALE = Path(__file__).parent / "locale"


class Catalogue:
    """The wordings of one room.

    Args:
        domain: The name of its files.
    """

    def __init__(self, domain: str) -> None:
        self._domain = domain

    def __contains__(self, key: str) -> bool:
        """Tell whether something is said by that key."""
        try:
            _translations(self._domain, "en").gettext(key)
        except KeyError:
            return False
        return True

    def say(self, key: str, language: Language, **values: object) -> str:
        """Return what `key` stands for, with `values` put in for the names in braces.

        Raises:
            KeyError: If nothing is said by that key, or a name in braces has no value.
        """
        return _translations(self._domain, language).gettext(key).format(**values)

    def count(self, key: str, number: int, language: Language, **values: object) -> str:
        """Return what `key` stands for, in the form that goes with `number`, which is put in for `{number}`.

        Raises:
            KeyError: If nothing is said by that key, or a name in braces has no value.
        """
        said = _translations(self._domain, language).ngettext(key, key, number)
        return said.format(**{"number": number, **values})


class _Nothing(gettext.NullTranslations):
    """Where gettext would say the key itself, a wording is lacking."""

    def __init__(self, domain: str) -> None:
        super().__init__()
        self._domain = domain

    def gettext(self, message: str) -> str:
        """Say nothing.

        Raises:
            KeyError: Always.
        """
        raise KeyError(f"{self._domain}: {message}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - as gettext calls it
        """Say nothing.

        Raises:
            KeyError: Always.
        """
        raise KeyError(f"{self._domain}: {msgid1}")


@cache
def _translations(domain: str, language: Language) -> gettext.NullTranslations:
    found = gettext.translation(domain, LOCALE, [language])
    found.add_fallback(_Nothing(domain))
    return found
