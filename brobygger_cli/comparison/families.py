"""Many tests: which belong to one family, and the p-values adjusted for its size.

Families come from the questionnaire, not from what happens to be printed or asked for: the indicators of a
group; the questions of a group; the options of a question, looked at only after their question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from brobygger_cli.methods.multiplicity import ADJUSTMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Adjust

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Family:
    """Tests that are adjusted together.

    Args:
        name: What results call it.
        members: The rows of its tests.
        method: The adjustment by default.
        gate: The row of the question behind which its options stand; none for other families.
    """

    name: str
    members: Places
    method: str
    gate: int | None = None


def adjust_families(tests: pd.DataFrame, adjust: Adjust) -> pd.DataFrame:
    """Adjust p-values family by family.

    A p-value that a printed table leaves open enters with the largest value it can have, so that an
    adjusted p is never too small; where the smallest would give another one, `adjusted_bound` says so.

    Args:
        tests: Indexed by `counts.KEY`, with `p_value_min` and `p_value_max` (NaN: not tested) and `open`
            (not tested because a printed table does not tell).
        adjust: The adjustment, or `default`.

    Returns:
        Columns `p_adjusted`, `adjustment`, `family`, `family_size`, `adjusted_bound`, index of `tests`.
    """
    rows = len(tests)
    available = tests["p_value_max"].notna().to_numpy(copy=True)
    left_open = tests["open"].to_numpy(dtype=bool)
    smallest: Floats = np.where(left_open, 0.0, tests["p_value_min"].to_numpy(dtype=float))
    largest: Floats = np.where(left_open, 1.0, tests["p_value_max"].to_numpy(dtype=float))
    lower, upper, size = (np.full(rows, np.nan) for _ in range(3))
    names, methods = (np.full(rows, None, dtype=object) for _ in range(2))
    for family in _families(tests.index):
        at = family.members
        method = family.method if adjust == "default" else adjust
        lower[at], upper[at] = (ADJUSTMENTS[method](p[at]) for p in (smallest, largest))
        names[at], methods[at], size[at] = family.name, method, len(at)
        if family.gate is not None and method != "none":
            # fmax: where the question has no test at all (nobody answered), nothing stands before its options.
            lower[at], upper[at] = (np.fmax(bound[at], bound[family.gate]) for bound in (lower, upper))
            available[at] &= not left_open[family.gate]
    return pd.DataFrame(
        {
            "p_adjusted": np.where(available, upper, np.nan),
            "adjustment": methods,
            "family": names,
            "family_size": size,
            "adjusted_bound": available & ~np.isclose(upper, lower, rtol=1e-12, atol=0),
        },
        index=tests.index,
    )


def _families(index: pd.Index[Any]) -> Iterator[Family]:
    """Yield the families of every group, the questions before the options that stand behind them."""
    group, kind, question = (index.get_level_values(name) for name in ("group", "kind", "question"))
    for name in dict.fromkeys(group):
        here = group == name
        indicators = np.flatnonzero(here & (kind == "indicator"))
        if len(indicators):
            yield Family(f"{name}/indicators", indicators, "holm")
        questions = np.flatnonzero(here & (kind == "question"))
        if len(questions):
            yield Family(f"{name}/questions", questions, "bh")
        for place in questions.tolist():
            options = np.flatnonzero(here & (question == question[place]) & kind.isin(["option", "net"]))
            if len(options):
                yield Family(f"{name}/{question[place]}", options, "bh", place)
