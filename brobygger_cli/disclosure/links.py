"""Linked waves: how people moved between answers, without what would tell of a few of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from brobygger_cli.transitions import CELLS

if TYPE_CHECKING:
    from brobygger_cli.counts import Key
    from brobygger_cli.transitions import Transitions
    from brobygger_cli.waves import Wave

Asked = tuple[str, str]  # a group and a question


def without_small_links(baseline: Wave, followup: Wave, minimum: int) -> Wave:
    """Return a linked wave that tells of no small number how people moved.

    A row tells how those who answered both waves moved, and how those answered who answered one of them: where any of
    these numbers is small, or the row's count is hidden, nothing is told of it. Of a question with such a row only one
    row is left, an indicator: several would tell of each other.

    Args:
        baseline: The wave that it is linked to, without its hidden counts.
        followup: The wave, likewise.
        minimum: Numbers below it are small, but for 0.
    """
    transitions = followup.transitions
    if transitions is None:
        return followup
    clear = _clear(transitions, baseline, followup, minimum)
    whole = _questions(clear.index) - _questions(clear.index[~clear])
    indicators: dict[Asked, Key] = {}
    for key in clear.index[clear & (clear.index.get_level_values("kind") == "indicator")]:
        indicators.setdefault(_asked(key), key)
    told = np.array(
        [
            _asked(key) in whole or key[1] == "question" or indicators.get(_asked(key)) == key
            for key in transitions.shares.index
        ]
    )
    answered = {group: (baseline.answered(group), followup.answered(group)) for group in transitions.linked}
    return replace(
        followup,
        transitions=replace(
            transitions,
            shares=transitions.shares.where(told & clear, np.nan),
            questions={key: moves for key, moves in transitions.questions.items() if key in whole},
            linked={
                group: pairs
                for group, pairs in transitions.linked.items()
                if not 0 < pairs < minimum and None not in answered[group]
            },
            background=tuple(found for found in transitions.background if found.other_people),
        ),
    )


def _clear(transitions: Transitions, baseline: Wave, followup: Wave, minimum: int) -> pd.Series:
    """Tell which rows hold no small number, and are not hidden."""
    cells = transitions.shares
    both, lost, gained, _ = (cells[name] for name in CELLS)
    pairs = cells.sum(axis=1)
    numbers = [cells[name] for name in CELLS]
    is_share = cells.index.get_level_values("kind") != "question"
    for wave, among_pairs in ((baseline, both + lost), (followup, both + gained)):
        figures = wave.counts.figures.reindex(cells.index)
        chose = figures["n_min"] - among_pairs  # of those who answered this wave only
        nothing = 0 * figures["base"]  # but where the base is hidden
        numbers += [chose.where(is_share, nothing), (figures["base"] - pairs - chose).where(is_share, nothing)]
    return pd.concat([(n == 0) | (n >= minimum) for n in numbers], axis=1).all(axis=1)


def _questions(index: pd.Index[Any]) -> set[Asked]:
    return {_asked(key) for key in index}


def _asked(key: Key) -> Asked:
    return key[0], key[2]
