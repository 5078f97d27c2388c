"""Which part of a file some records are, where the file is too large to be held in memory."""

from __future__ import annotations

from dataclasses import dataclass

# What all occurrences of one violation have in common: its code, column, value and rule.
Alike = tuple[str, str | None, str | None, str]


@dataclass(frozen=True)
class Block:
    """A block of the records of a file; what it cannot know of the others.

    Attributes:
        last: Whether the file ends with it.
        earlier: Ids of respondents in it that stood in an earlier block already.
        kept: Of how many occurrences of each violation the places are kept; all are counted.
        enough: The violations of which enough places are known from earlier blocks.
    """

    last: bool
    earlier: frozenset[str] = frozenset()
    kept: int = 1_000
    enough: frozenset[Alike] = frozenset()

    def kept_of(self, alike: Alike) -> int:
        """Return of how many occurrences of a violation the places are kept."""
        return 0 if alike in self.enough else self.kept
