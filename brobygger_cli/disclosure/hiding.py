"""Waves without what is hidden: from here on nobody knows it, so nothing that is computed can tell of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.disclosure.choosing import choose
from brobygger_cli.disclosure.links import without_small_links
from brobygger_cli.waves import Hidden

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt
    import pandas as pd

    from brobygger_cli.counts import Counts, Key
    from brobygger_cli.disclosure.choosing import Chosen
    from brobygger_cli.waves import Wave


def hide(waves: Sequence[Wave], minimum: int) -> list[Wave]:
    """Return waves in which small counts are unknown, and so is what would give them away.

    Args:
        waves: The waves, the baseline first where they are linked.
        minimum: Counts below it are small, but for 0; at least 3, or everybody would know what is hidden.
    """
    chosen = [choose(wave, minimum) for wave in waves]
    hidden = [_hidden(wave, of_wave, minimum) for wave, of_wave in zip(waves, chosen, strict=True)]
    return [without_small_links(hidden[0], wave, minimum) for wave in hidden]


def _hidden(wave: Wave, chosen: Chosen, minimum: int) -> Wave:
    told = Hidden(
        minimum,
        frozenset(chosen.rows),
        _shown_rows(chosen.small),
        _shown_rows(chosen.protecting),
        frozenset(chosen.groups),
        frozenset(wave.left_out()),
    )
    return replace(wave, counts=_without(wave.counts, chosen), sent=wave.invited_by_group(), hidden=told)


def _shown_rows(keys: Collection[Key]) -> int:
    """Return how many of the rows results would show: whom the routing led on has no row of its own."""
    return sum(kind != "asked" for _, kind, _, _ in keys)


def _without(counts: Counts, chosen: Chosen) -> Counts:
    """Return counts without what is hidden, and without the tables that tell more of the questions concerned.

    What became of every row (`accounts`, `standings`) is left out whole: its figures sum to bases and to one another.
    """
    concerned = {(group, question) for group, _, question, _ in chosen.rows}
    in_rows = np.array([key in chosen.rows for key in counts.figures.index], dtype=bool)
    in_questions = np.array([(key[0], key[2]) in chosen.questions for key in counts.figures.index], dtype=bool)
    return replace(
        counts,
        figures=_blanked(counts.figures, {"n_min": in_rows, "n_max": in_rows, "base": in_questions}),
        accounts=counts.accounts.iloc[:0],
        respondents={group: n for group, n in counts.respondents.items() if group not in chosen.groups},
        weights=None
        if counts.weights is None
        else _blanked(
            counts.weights,
            {"weight": in_rows, "squares": in_rows, "weight_base": in_questions, "squares_base": in_questions},
        ),
        patterns=_of_others(counts.patterns, concerned),
        pairs=_of_others(counts.pairs, concerned),
        standings={},
    )


def _blanked(table: pd.DataFrame, where: dict[str, npt.NDArray[np.bool_]]) -> pd.DataFrame:
    return table.astype(float).assign(**{name: table[name].mask(hidden) for name, hidden in where.items()})


def _of_others(table: pd.DataFrame, concerned: set[tuple[str, str]]) -> pd.DataFrame:
    """Return the rows of other questions than those concerned."""
    keep = [(group, question) not in concerned for group, question, *_ in table.index]
    return table[np.array(keep, dtype=bool)]
