"""Several answers joined in one cell, taken apart with the spellings that the export uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from brobygger_cli.spelling import normalise

_USUAL = re.compile(r"[;,|\n]")


class JoinedMeanings(Mapping[str, str]):
    """What cells with several answers mean, by their normalised text: what each answer means, joined by `;`.

    A cell is taken apart when it is asked for, as no list of them is ever complete.

    Args:
        known: What every known spelling of one answer means, by the normalised spelling.
        separator: What stands between the answers; any of the usual characters where it is not known.
        otherwise: What a cell means that holds an unknown answer; None where nothing is said of it.
    """

    def __init__(self, known: Mapping[str, str], separator: str, otherwise: str | None = None) -> None:
        self._known = known
        # Normalised texts have a blank for a line break.
        self._separator = " " if separator and not separator.strip() else separator
        self._otherwise = otherwise

    def __getitem__(self, text: str) -> str:
        """Return what a cell means."""
        parts = split_joined(text, self._separator, self._known)
        if parts:
            return ";".join(parts)
        if self._otherwise is None:
            raise KeyError(text)
        return self._otherwise

    def __iter__(self) -> Iterator[str]:
        """Yield the spellings of single answers."""
        return iter(self._known)

    def __len__(self) -> int:
        """Return how many spellings of single answers there are."""
        return len(self._known)


def split_joined(text: str, separator: str, known: Mapping[str, str]) -> list[str]:
    """Return what the answers joined in `text` mean; nothing where one of them is not known.

    An answer may hold the separator itself, so the longest known spelling that begins at a separator is taken.

    Args:
        text: The cell.
        separator: What stands between the answers; any of the usual characters where it is not known.
        known: What every known spelling means, by normalised spelling.
    """
    between = re.compile(re.escape(separator.strip() or separator)) if separator else _USUAL
    cuts = [(0, 0), *(found.span() for found in between.finditer(text)), (len(text), len(text))]
    # No known spelling holds more separators than this, so that a cell of nothing but separators is no trouble.
    most = 1 + max((len(between.findall(spelling)) for spelling in known), default=0)
    meant: list[str] = []
    start = 0
    while start < len(cuts) - 1:
        if not text[cuts[start][1] : cuts[start + 1][0]].strip():
            start += 1
            continue
        for end in range(min(start + most, len(cuts) - 1), start, -1):
            spelled = normalise(text[cuts[start][1] : cuts[end][0]])
            if spelled in known:
                meant.append(known[spelled])
                start = end
                break
        else:
            return []
    return meant
