"""What a file of respondents says once they are counted: nothing after this sees one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brobygger_cli.counts import Counts
    from brobygger_cli.margins import Weighted
    from brobygger_cli.violations import Violation


@dataclass(frozen=True)
class Coded:
    """What a file says, without its respondents.

    Attributes:
        counts: How many, of how many.
        violations: All that is wrong; of a large file with the places of the first occurrences.
        unasked: Questions that it did not ask.
        weighted: The weights of every group, by its id, where there are weights.
    """

    counts: Counts
    violations: tuple[Violation, ...]
    unasked: frozenset[str]
    weighted: dict[str, Weighted]
