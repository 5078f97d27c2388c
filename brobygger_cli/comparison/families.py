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


# What results call the adjustment that a permutation test of the whole question gives its options.
MAX_T = "max_t"


@dataclass(frozen=True)
class Family:
    """Tests that are adjusted together.

    Args:
        name: What results call it.
        members: The rows of its tests.
        method: The adjustment by default.
        gates: For each member the row of the question behind which it stands; none for other families.
    """

    name: str
    members: Places
    method: str
    gates: Places | None = None


def adjust_families(tests: pd.DataFrame, adjust: Adjust) -> pd.DataFrame:
    """Adjust p-values family by family.

    A p-value that a printed table leaves open enters with the largest value it can have, so that an
    adjusted p is never too small; where the smallest would give another one, `adjusted_bound` says so. Where
    the test of a question has given each of its options a p-value adjusted for all of them, that is taken.

    Args:
        tests: Indexed by `counts.KEY`, behind `versus` where several waves are compared with one; with
            `p_value_min` and `p_value_max` (NaN: not tested), `open` (not tested because a printed table does not
            tell) and `item_p` (adjusted for the options of its question already, NaN where there is none such).
        adjust: The adjustment, or `default`.

    Returns:
        Columns `p_adjusted`, `adjustment`, `family`, `family_size`, `adjusted_bound`, index of `tests`.
    """
    rows = len(tests)
    available = tests["p_value_max"].notna().to_numpy(copy=True)
    left_open = tests["open"].to_numpy(dtype=bool)
    item_p = tests["item_p"].to_numpy(dtype=float)
    smallest: Floats = np.where(left_open, 0.0, tests["p_value_min"].to_numpy(dtype=float))
    largest: Floats = np.where(left_open, 1.0, tests["p_value_max"].to_numpy(dtype=float))
    lower, upper, size = (np.full(rows, np.nan) for _ in range(3))
    names, methods = (np.full(rows, None, dtype=object) for _ in range(2))
    for family in _families(tests.index):
        at = family.members
        method = family.method if adjust == "default" else adjust
        # The permutation of a question adjusts its options within one comparison, and knows nothing of others.
        one_question = family.gates is not None and len(np.unique(family.gates)) == 1
        if adjust == "default" and one_question and not np.isnan(item_p[at]).any():
            method = MAX_T
            lower[at] = upper[at] = item_p[at]
        else:
            lower[at], upper[at] = (ADJUSTMENTS[method](p[at]) for p in (smallest, largest))
        names[at], methods[at], size[at] = family.name, method, len(at)
        if family.gates is not None and method != "none":
            # fmax: where the question has no test at all (nobody answered), nothing stands before its options.
            lower[at], upper[at] = (np.fmax(bound[at], bound[family.gates]) for bound in (lower, upper))
            available[at] &= ~left_open[family.gates]
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
    """Yield the families of every group, the questions before the options that stand behind them.

    Waves compared with one baseline, and the trend over them all, share their families.
    """
    group, kind, question = (index.get_level_values(name) for name in ("group", "kind", "question"))
    versus = index.get_level_values("versus") if "versus" in index.names else pd.Index([""] * len(index))
    for name in dict.fromkeys(group):
        here = group == name
        indicators = np.flatnonzero(here & (kind == "indicator"))
        if len(indicators):
            yield Family(f"{name}/indicators", indicators, "holm")
        questions = np.flatnonzero(here & (kind == "question"))
        if len(questions):
            yield Family(f"{name}/questions", questions, "bh")
        for asked in dict.fromkeys(question[questions]):
            options = np.flatnonzero(here & (question == asked) & kind.isin(["option", "net"]))
            gate = {versus[place]: place for place in questions.tolist() if question[place] == asked}
            if len(options):
                gates = np.array([gate[versus[place]] for place in options.tolist()], dtype=np.intp)
                yield Family(f"{name}/{asked}", options, "bh", gates)
