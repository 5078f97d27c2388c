"""How two spellings are held to be the same, and which known spelling is nearest to an unknown one."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def normalise(text: str) -> str:
    """Spell `text` so that case, surrounding and repeated blanks and Unicode form make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Return the known spelling nearest to `text`, or None where nothing is near enough to propose."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only once something is wrong

    spelled = {normalise(candidate): candidate for candidate in known}
    close = get_close_matches(normalise(text), spelled, n=1, cutoff=0.6)
    return spelled[close[0]] if close else None


def did_you_mean(text: str, known: Iterable[str]) -> str:
    """Return the end of a message that proposes the known spelling nearest to `text`; nothing where none is near."""
    near = nearest(text, known)
    return f"; did you mean '{near}'?" if near else ""


_ACTED_ON = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}  # Unicode categories: controls, bidi marks, line separators


def visible(text: str, *, blanks: bool = True) -> str:
    r"""Spell out what a terminal would act on or not show (`\x1b`, `\u200b`), and blanks that are no plain space.

    Args:
        text: Any text.
        blanks: Whether a no-break space and its like are spelled out too.
    """
    if text.isprintable():
        return text
    hidden = _ACTED_ON | {"Zs"} if blanks else _ACTED_ON
    return "".join(
        char
        if char == " " or unicodedata.category(char) not in hidden
        else char.encode("unicode_escape").decode("ascii")
        for char in text
    )
