"""Ids made of names and wordings: lower-case letters, digits and underscores, short and told apart."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST = 40
# Letters that Unicode does not take apart, as they are written where there are none of them.
_SPELLED_OUT = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ð": "d", "þ": "th", "ł": "l"}
)
_NO_PART_OF_ONE = re.compile(r"[^a-z0-9]+")
_MINUS = re.compile(r"\A\s*[-−](?=\d)")
_APOSTROPHES = re.compile(r"['’ʼ`´]")  # noqa: RUF001 - the marks that stand in "don't"


def slug(text: str, longest: int = LONGEST) -> str:
    """Return the id that a name or wording gives, cut between words; "" where no letter or digit is left."""
    text = _MINUS.sub("minus ", text)
    lower = unicodedata.normalize("NFC", text).lower().translate(_SPELLED_OUT)
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", lower)).encode("ascii", "ignore").decode()
    whole = _NO_PART_OF_ONE.sub("_", plain.lower()).strip("_")
    if len(whole) <= longest:
        return whole
    cut = whole[: longest + 1].rpartition("_")[0]
    return cut if len(cut) >= longest // 2 else whole[:longest].strip("_")


def first_free(wanted: Iterable[str], fallback: str, is_free: Callable[[str], bool]) -> str:
    """Return the first id that is free: one of those wanted, else one with a number behind it.

    Args:
        wanted: Ids in the order of preference; "" is none.
        fallback: What to number where none is wanted.
        is_free: Whether an id can be taken.
    """
    candidates = [*filter(None, wanted)]
    for candidate in candidates:
        if is_free(candidate):
            return candidate
    stem = candidates[0] if candidates else fallback
    numbered = (f"{stem[: LONGEST - len(str(number)) - 1]}_{number}" for number in count(2 if candidates else 1))
    return next(candidate for candidate in numbered if is_free(candidate))


def first_free_text(wanted: str, is_free: Callable[[str], bool]) -> str:
    """Return a wording, with a number behind it where it is taken: "Why?", "Why? (2)" …."""
    if is_free(wanted):
        return wanted
    return next(numbered for number in count(2) if is_free(numbered := f"{wanted} ({number})"))
