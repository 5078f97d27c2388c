"""Option labels found in cells that hold every ticked answer, joined by a separator that labels may hold as well.

Every cell is cut at the separator into pieces, and pieces that always come together are one label:

1. A piece that opens a bracket runs on until the bracket is closed: `Libraries (public, private)`.
2. A run of pieces whose first and last piece occur nowhere else is one label: `Friends, or family`.
3. Where a piece always goes on with one of a few others that never occur without it, or the other way round, each
   pair is a label: `No, never` beside `No, but I might`; `Some courses, no degree` beside `Other training, no degree`.

This is repeated until nothing changes. A label that recurs is an option; what does not is most often somebody's own
words under "Other", and is left over. Two options that everybody ticked together look like one, which no count can
tell: what is found here is for a person to look at, and a questionnaire's own labels go before it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brobygger_cli.exports.raw import Cells

_MOST_TEXTS = 3_000  # distinct texts that are looked at: options show in far fewer
_LONGEST = 2_000  # characters of a text that is looked at; what is longer is somebody's own words
_FEWEST_CELLS = 10  # filled cells below which nothing is told: chance alone puts pieces together
_FEWEST_TIMES = 3  # how often pieces must come together, and a label recur
_RARE = 0.01  # a label of a smaller share of the filled cells is left over
_OF_OPTIONS = 0.7  # the share of the filled cells that must hold options only
_OF_SEVERAL = 0.02  # the share of the filled cells that must hold more than one
_MOST_OPTIONS = 100  # of a question that somebody put
_ROUNDS = 10
_PIECES = 12  # of one label, at most

Pieces = tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """What was found in a column of joined answers.

    Attributes:
        options: The labels that recur, in the order in which they stand in the cells where that is always the same.
        leftovers: What else stands there, in the order in which it is first seen.
    """

    options: tuple[str, ...]
    leftovers: tuple[str, ...]


def find_joined(cells: Cells, separator: str) -> Joined | None:
    """Return the labels that a column joins, or None where it cannot be told that it joins any.

    Args:
        cells: The cells of the column; a separator at their end is no piece.
        separator: What stands between the answers, with its blanks: `, ` or `;`.
    """
    times = _times(cells, separator)
    filled = sum(times.values())
    if filled < _FEWEST_CELLS or not any(separator in text for text in times):
        return None
    labels = labels_of(times, separator)
    counts: Counter[str] = Counter()
    for text, of_text in labels.items():
        for label in dict.fromkeys(of_text):
            counts[label] += times[text]
    enough = max(_FEWEST_TIMES, _RARE * filled)
    options = {label for label, count in counts.items() if count >= enough}
    ticked = {text: [label for label in of_text if label in options] for text, of_text in labels.items()}
    whole = sum(times[text] for text, of_text in labels.items() if len(ticked[text]) == len(of_text))
    several = sum(times[text] for text, of_text in ticked.items() if len(set(of_text)) > 1)
    if len(options) > _MOST_OPTIONS or whole < _OF_OPTIONS * filled or several < max(2, _OF_SEVERAL * filled):
        return None
    return Joined(tuple(_in_order(ticked, times)), tuple(label for label in counts if label not in options))


def labels_of(times: Mapping[str, int], separator: str) -> dict[str, Pieces]:
    """Return the labels of every text.

    Args:
        times: How often each text occurs.
        separator: What stands between the labels.
    """
    pieces = {text: _closed(text.split(separator), separator) for text in times}
    for _ in range(_ROUNDS):
        together = _runs(pieces, times) or _pairs(pieces, times)
        if not together:
            break
        longest = {run[0]: len(run) for run in sorted(together, key=len)}
        pieces = {text: _merged(of_text, together, longest, separator) for text, of_text in pieces.items()}
    return pieces


def _times(cells: Cells, separator: str) -> dict[str, int]:
    """Return how often each text occurs; blanks around it and a separator at its end are none of its own."""
    occurring = np.bincount(cells.codes, minlength=len(cells.texts))
    times: Counter[str] = Counter()
    for text, count in islice(zip(map(str, cells.texts), occurring, strict=True), _MOST_TEXTS):
        bare = text.strip().removesuffix(separator.strip())
        if bare.strip() and len(bare) <= _LONGEST:
            times[bare] += int(count)
    return times


def _closed(pieces: Iterable[str], separator: str) -> Pieces:
    """Return pieces of which each that opens a bracket runs on until it is closed, where it ever is."""
    found: list[str] = []
    held: list[str] = []
    open_brackets = 0
    for piece in pieces:
        held.append(piece)
        open_brackets += piece.count("(") - piece.count(")")
        if open_brackets <= 0:
            found.append(separator.join(held))
            held = []
            open_brackets = 0
    return (*found, *held)


def _runs(pieces: Mapping[str, Pieces], times: Mapping[str, int]) -> set[Pieces]:
    """Return the runs of pieces whose first and last occur nowhere else."""
    counts = _counts(pieces, times)
    following = _common_continuations(pieces)
    runs = set()
    for first, onward in following.items():
        if counts[first] >= _FEWEST_TIMES:
            ends = [place for place, piece in enumerate(onward, 1) if counts[piece] == counts[first]]
            if ends:
                runs.add((first, *onward[: ends[-1]]))
    return runs


def _common_continuations(pieces: Mapping[str, Pieces]) -> dict[str, Pieces]:
    """Return by piece what follows it wherever it stands."""
    onward: dict[str, Pieces] = {}
    for of_text in pieces.values():
        for place, piece in enumerate(of_text):
            after = of_text[place + 1 : place + _PIECES]
            known = onward.get(piece)
            if known is None:
                onward[piece] = after
            elif known:
                same = next((at for at, (a, b) in enumerate(zip(known, after, strict=False)) if a != b), None)
                onward[piece] = known[: min(len(known), len(after))] if same is None else known[:same]
    return {piece: after for piece, after in onward.items() if after}


def _pairs(pieces: Mapping[str, Pieces], times: Mapping[str, int]) -> set[Pieces]:
    """Return the pairs of which one always goes with one of several others, and these never without it."""
    counts = _counts(pieces, times)
    pairs: Counter[tuple[str, str]] = Counter()
    for text, of_text in pieces.items():
        for pair in pairwise(of_text):
            pairs[pair] += times[text]
    after, before = defaultdict(set), defaultdict(set)
    for first, second in pairs:
        after[first].add(second)
        before[second].add(first)
    found: set[Pieces] = set()
    for one, others in after.items():
        bound = {other for other in others if pairs[one, other] == counts[other]}
        if sum(pairs[one, other] for other in bound) == counts[one] >= _FEWEST_TIMES:
            found |= {(one, other) for other in bound}
    for one, others in before.items():
        bound = {other for other in others if pairs[other, one] == counts[other]}
        if sum(pairs[other, one] for other in bound) == counts[one] >= _FEWEST_TIMES:
            found |= {(other, one) for other in bound}
    return found


def _counts(pieces: Mapping[str, Pieces], times: Mapping[str, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, of_text in pieces.items():
        for piece in of_text:
            counts[piece] += times[text]
    return counts


def _merged(pieces: Pieces, together: set[Pieces], longest: Mapping[str, int], separator: str) -> Pieces:
    """Return pieces of which those that come together are one.

    Args:
        pieces: The pieces of one text.
        together: The runs that are one label.
        longest: The length of the longest run by its first piece.
        separator: What stands between the pieces.
    """
    merged: list[str] = []
    place = 0
    while place < len(pieces):
        lengths = range(longest.get(pieces[place], 1), 1, -1)
        length = next((length for length in lengths if pieces[place : place + length] in together), 1)
        merged.append(separator.join(pieces[place : place + length]))
        place += length
    return tuple(merged)


def _in_order(ticked: Mapping[str, list[str]], times: Mapping[str, int]) -> list[str]:
    """Return the labels in the order in which most cells have them, or as first seen where that goes in a circle."""
    neighbours: Counter[tuple[str, str]] = Counter()
    before: dict[str, dict[str, None]] = {}
    for text, labels in ticked.items():
        before.update((label, {}) for label in labels if label not in before)
        for pair in pairwise(labels):
            neighbours[pair] += times[text]
    for earlier, later in neighbours:
        if neighbours[earlier, later] > neighbours[later, earlier]:
            before[later][earlier] = None
    try:
        return list(TopologicalSorter(before).static_order())
    except CycleError:
        return list(before)
