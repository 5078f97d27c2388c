"""Many tests: which belong to one family, and the p-values adjusted for its size.

Families come from the questionnaire, not from what happens to be printed or asked for: the indicators of a
group; the questions of a group; the options of a question, looked at only after their question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.methods.multiplicity import ADJUSTMENTS

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Adjust

    Places = npt.NDArray[np.intp]


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
    out = pd.DataFrame(
        {
            "p_adjusted": np.nan,
            "adjustment": pd.Series(dtype=object),
            "family": pd.Series(dtype=object),
            "family_size": np.nan,
            "adjusted_bound": False,
            "smallest": np.nan,
            "largest": np.nan,
        },
        index=tests.index,
    )
    level = tests.index.get_level_values
    group, kind, question = level("group"), level("kind"), level("question")
    tested = tests["p_value_max"].notna().to_numpy()
    left_open = tests["open"].to_numpy(dtype=bool)
    smallest = np.where(left_open, 0.0, tests["p_value_min"].to_numpy(dtype=float))
    largest = np.where(left_open, 1.0, tests["p_value_max"].to_numpy(dtype=float))

    def place(family: str, members: Places, default: str, gate: Places | None = None) -> None:
        """Adjust one family; `gate` is the row of the question that its options stand behind."""
        if not len(members):
            return
        method = default if adjust == "default" else adjust
        lower, upper = (ADJUSTMENTS[method](p[members]) for p in (smallest, largest))
        available = tested[members]
        if gate is not None and method != "none":
            low, high = (out.iloc[gate][column].item() for column in ("smallest", "largest"))
            lower, upper = np.fmax(lower, low), np.fmax(upper, high)
            available &= not left_open[gate].item()
        rows = out.index[members]
        out.loc[rows, "smallest"], out.loc[rows, "largest"] = lower, upper
        out.loc[rows, "p_adjusted"] = np.where(available, upper, np.nan)
        out.loc[rows, "adjustment"] = method
        out.loc[rows, "family"] = family
        out.loc[rows, "family_size"] = float(len(members))
        out.loc[rows, "adjusted_bound"] = available & ~np.isclose(upper, lower, rtol=1e-12, atol=0)

    for name in dict.fromkeys(group):
        here = group == name
        place(f"{name}/indicators", np.flatnonzero(here & (kind == "indicator")), "holm")
        place(f"{name}/questions", np.flatnonzero(here & (kind == "question")), "bh")
        for asked in dict.fromkeys(question[here]):
            of_question = here & (question == asked)
            options = np.flatnonzero(of_question & ((kind == "option") | (kind == "net")))
            gate = np.flatnonzero(of_question & (kind == "question"))
            place(f"{name}/{asked}", options, "bh", gate)
    return out.drop(columns=["smallest", "largest"])
