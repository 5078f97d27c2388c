"""What is said of what is hidden: how much, and why, but not which cell for which reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.waves import Wave

# What stands in tables for a figure that is hidden, whichever of the two reasons it has.
HIDDEN = "•"

_WORDS = Catalogue("disclosure")


def told(waves: Iterable[Wave], language: Language) -> tuple[str, ...]:
    """Return what a reader of their figures must know, in sentences; nothing where nothing was to be hidden.

    Args:
        waves: The waves that are shown.
        language: Of the sentences.
    """
    named = [(wave, wave.hidden) for wave in waves if wave.hidden is not None]
    if not named:
        return ()
    minimum = named[0][1].minimum
    said = [_WORDS.say("rule", language, minimum=minimum, most=minimum - 1)]
    for wave, hidden in named:
        number = hidden.small + hidden.protecting
        values = {"wave": wave.name, "small": hidden.small, "protecting": hidden.protecting}
        said.append(
            _WORDS.count("rows_hidden", number, language, **values)
            if number
            else _WORDS.say("nothing_hidden", language, wave=wave.name)
        )
    if any(wave.transitions is not None for wave, _ in named):
        said.append(_WORDS.say("links_thinned", language))
    return tuple(said)


def legend(waves: Iterable[Wave], language: Language) -> str:
    """Return what `HIDDEN` means where it stands in a table; nothing where nothing was to be hidden."""
    minimum = next((wave.hidden.minimum for wave in waves if wave.hidden is not None), None)
    return "" if minimum is None else _WORDS.say("hidden_mark", language, mark=HIDDEN, minimum=minimum)
