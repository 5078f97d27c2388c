"""Two groups that are compared: which there are, how their tests are adjusted, and what is found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from brobygger_cli.between_groups import wholes
from brobygger_cli.comparison.families import adjust_families
from brobygger_cli.comparison.findings import direction_of
from brobygger_cli.counts import KEY
from brobygger_cli.result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.selection import Selection
    from brobygger_cli.waves import Wave

# Every finding of a contrast, with what it means; docs/reference.md lists them, a test compares.
FINDINGS: dict[str, str] = {
    "higher": "the other group stands higher than the group: its share, its answers on the scale, or its change",
    "lower": "the other group stands lower",
    "differs": "the groups differ, in a way that has no direction",
    "unclear": "the data cannot tell whether the groups differ, which does not mean that they do not",
}

_WHOLE_ENDINGS = (
    "count",
    "count_min",
    "count_max",
    "base",
    "test_n",
    "asked",
    "asked_of",
    "invited",
    "pairs",
    "family_size",
)


class Couple(NamedTuple):
    """Two groups that are compared.

    Attributes:
        group: The one.
        other: The other; differences are this one's figure minus the first one's.
        whole: What they are parts of, by which the families of their tests are named.
    """

    group: str
    other: str
    whole: str

    @property
    def id(self) -> str:
        """What the couple is called while both are one row."""
        return f"{self.group}|{self.other}"


@dataclass(frozen=True)
class Contrasted:
    """What a view of contrasts needs beyond their rows."""

    of: Literal["shares", "changes"]
    waves: tuple[Wave, ...]
    settings: Settings
    selection: Selection


def couples_of(questionnaire: Questionnaire) -> list[Couple]:
    """Return every two groups that are parts of the same whole."""
    return [
        Couple(group, other, whole)
        for whole, groups in wholes(questionnaire).items()
        for group, other in combinations(groups, 2)
    ]


def adjusted(tests: pd.DataFrame, couples: Mapping[str, Couple], settings: Settings) -> pd.DataFrame:
    """Adjust p-values for the tests of every couple of a whole, in every later wave where there are several."""
    level = tests.index.get_level_values
    later = level("later") if "later" in tests.index.names else pd.Index([""] * len(tests))
    versus = [f"{place}|{couple}" for place, couple in zip(later, level("group"), strict=True)]
    whole = [couples[couple].whole for couple in level("group")]
    index = pd.MultiIndex.from_arrays(
        [versus, whole, *(level(name) for name in KEY[1:])], names=["versus", "group", *KEY[1:]]
    )
    return adjust_families(tests.set_axis(index), settings.adjust).set_axis(tests.index)


def findings_between(rows: pd.DataFrame, alpha: float) -> pd.Series:
    """Return the finding of every row, None where it is not tested."""
    of_tests = rows.reindex(columns=["test", "statistic", "effect", "effect_name"])
    direction = direction_of(of_tests.assign(change_min=rows["difference_min"], change_max=rows["difference_max"]))
    conditions = [rows["p_adjusted"].isna(), rows["p_adjusted"] >= alpha, direction == "up", direction == "down"]
    found = np.select(conditions, ["", "unclear", "higher", "lower"], "differs")
    return pd.Series([finding or None for finding in found.tolist()], index=rows.index, dtype=object)


def family_note(couples: Mapping[str, Couple]) -> str:
    """Say for how many tests of the same whole p-values are adjusted."""
    per_whole: dict[str, int] = {}
    for couple in couples.values():
        per_whole[couple.whole] = per_whole.get(couple.whole, 0) + 1
    told = ", ".join(f"{whole}: {number}" for whole, number in per_whole.items())
    return f"Tests are adjusted for all pairs of groups ({told})."


def of_couples(frame: pd.DataFrame, couples: Mapping[str, Couple]) -> pd.DataFrame:
    """Name both groups of every row."""
    both = [couples[couple] for couple in frame["group"]]
    return frame.assign(group=[couple.group for couple in both], other_group=[couple.other for couple in both])


def as_result(
    frame: pd.DataFrame, columns: tuple[str, ...], language: Language, notes: tuple[str, ...], context: Contrasted
) -> Result:
    """Return rows as a result with these columns, as far as they are selected."""
    whole = {name: "Int64" for name in columns if name.removeprefix("other_").endswith(_WHOLE_ENDINGS)}
    complete = frame.reindex(columns=list(columns)).astype(whole).reset_index(drop=True)
    return Result("contrasts", _shown(complete, context.selection), language, notes, context)


def _shown(frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Return the selected rows: of one group all that it is compared with, of several what is between them."""
    named_groups = frame[["group", "other_group"]].isin(selection.groups)
    if len(selection.groups) > 1:
        frame = frame[named_groups.all(axis=1)]
    elif selection.groups:
        frame = frame[named_groups.any(axis=1)]
    return replace(selection, groups=()).of(frame)
