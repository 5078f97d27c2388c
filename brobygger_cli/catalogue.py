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
        return _translations(self._domain, "en").gettext(key) != key

    def say(self, key: str, language: Language, **values: object) -> str:
        """Return what `key` stands for, with `values` put in for the names in braces.

        Raises:
            KeyError: If nothing is said by that key, or a name in braces has no value.
        """
        return self._put_in(key, _translations(self._domain, language).gettext(key), values)

    def count(self, key: str, number: int, language: Language, **values: object) -> str:
        """Return what `key` stands for, in the form that goes with `number`, which is put in for `{number}`.

        Raises:
            KeyError: If nothing is said by that key, or a name in braces has no value.
        """
        said = _translations(self._domain, language).ngettext(key, key, number)
        return self._put_in(key, said, {"number": number, **values})

    def _put_in(self, key: str, said: str, values: dict[str, object]) -> str:
        if said == key:
            raise KeyError(f"{self._domain}: {key}")
        return said.format(**values)


@cache
def _translations(domain: str, language: Language) -> gettext.NullTranslations:
    return gettext.translation(domain, LOCALE, [language])
