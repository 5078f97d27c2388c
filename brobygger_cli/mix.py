"""The mix of groups: how much of a change of all is change within groups, and how much is that others answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from brobygger_cli.between_groups import (
    ALL,
    WAVES,
    by_group,
    joined_flags,
    not_stated_notes,
    shares_of_groups,
    wholes,
)
from brobygger_cli.changes import response_column
from brobygger_cli.counts import KEY
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.labels import named
from brobygger_cli.limits import check_settings, notes_of
from brobygger_cli.methods.change_intervals import INTERVALS
from brobygger_cli.methods.mix import kitagawa, stratified_share, within_interval
from brobygger_cli.methods.rounding import percent_half_up
from brobygger_cli.result import Result
from brobygger_cli.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.methods.mix import Mix, Within
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.waves import Wave

    Floats = npt.NDArray[np.float64]

# What scripts rely on: name, order and meaning stay; new columns are appended. docs/reference.md tells each.
COLUMNS = (
    "questionnaire",
    "whole",
    "group",
    "level",
    "question",
    "option",
    "label",
    "type",
    "baseline_wave",
    "followup_wave",
    "baseline_part",
    "followup_part",
    "baseline_count",
    "baseline_base",
    "baseline_share",
    "baseline_low",
    "baseline_high",
    "followup_count",
    "followup_base",
    "followup_share",
    "followup_low",
    "followup_high",
    "change",
    "change_within",
    "change_within_low",
    "change_within_high",
    "change_of_mix",
    "estimand",
    "baseline_invited",
    "baseline_response",
    "followup_invited",
    "followup_response",
    "flags",
    "baseline_count_min",
    "baseline_count_max",
    "followup_count_min",
    "followup_count_max",
    "change_min",
    "change_max",
    "change_within_min",
    "change_within_max",
    "change_within_outer_low",
    "change_within_outer_high",
    "change_of_mix_min",
    "change_of_mix_max",
)
_WHOLE_NUMBERS = tuple(
    name for name in COLUMNS if name.endswith(("_count", "_count_min", "_count_max", "_base", "_invited"))
)


@dataclass(frozen=True)
class Mixed:
    """What a view of the mix of groups needs beyond its rows."""

    waves: tuple[Wave, ...]
    settings: Settings
    selection: Selection


def compare_mix(
    waves: Sequence[Wave], settings: Settings, *, language: Language = "en", selection: Selection | None = None
) -> Result:
    """Split the change of the share of all groups together, from the baseline to every later wave.

    A whole is made up of all groups; where groups are split, each makes up a whole of its parts, and all of them
    make up another. Each group counts for its respondents, or for those invited where the population is the
    estimand.

    Args:
        waves: Two or more, the baseline first.
        settings: Which methods.
        language: Of the labels.
        selection: Which rows to show; all where None.

    Returns:
        A result with the columns `COLUMNS`: for each whole and indicator, option or net a row of the whole, then
        one of each of its groups; shares and changes 0-1, NaN where not available.

    Raises:
        BrobyggerError: If no whole has two groups, or what is asked for is not there.
    """
    shown_only = selection or Selection()
    if shown_only.only == "questions":
        raise BrobyggerError(
            "--only questions: a question as a whole has no share that could be split",
            "Use --only indicators or --only options.",
        )
    check_settings(waves, settings)
    baseline, *later = waves
    groups_of = wholes(waves[-1].questionnaire)
    if len(groups_of) > 1:
        groups_of[ALL] = [group for groups in groups_of.values() for group in groups]
    frames = []
    for wave in later:
        shares = shares_of_groups(baseline, wave, settings)
        shares = shares[shares.index.get_level_values("kind") != "question"]
        for name, read in zip(WAVES, (baseline, wave), strict=True):
            shares[f"{name}_response"] = response_column(read, shares.index)
        for whole, groups in groups_of.items():
            rows = named(_of_whole(shares, groups, settings), language, baseline.questionnaire, wave.questionnaire)
            names = {"questionnaire": wave.questionnaire.id, "whole": whole, "followup_wave": wave.name}
            frames.append(rows.assign(**names))
    frame = pd.concat(frames).assign(baseline_wave=baseline.name, estimand=settings.estimand)
    frame["group"] = frame["group"].where(frame["group"] != "", None)
    frame = frame.reindex(columns=list(COLUMNS)).astype(dict.fromkeys(_WHOLE_NUMBERS, "Int64"))
    notes = (*notes_of(waves, settings), *_notes(waves, settings, groups_of), *not_stated_notes(waves))
    context = Mixed(tuple(waves), settings, shown_only)
    shown = _shown(frame.reset_index(drop=True), groups_of, context.selection)
    return Result("mix", shown, language, notes, context)


def _of_whole(shares: pd.DataFrame, groups: Sequence[str], settings: Settings) -> pd.DataFrame:
    """Return the rows of a whole and of its groups, indexed by `counts.KEY`; the group of the whole is ''."""
    of_groups = by_group(shares, groups)
    table = _Table(of_groups, "people" if settings.estimand == "population" else "base")
    rows = {"": _whole(table, settings)}
    exact, least, most = (table.split(*ends) for ends in (("", ""), ("max", "min"), ("min", "max")))
    for place, (group, own) in enumerate(of_groups.items()):
        rows[group] = own.assign(
            baseline_part=table.parts["baseline"][:, place],
            followup_part=table.parts["followup"][:, place],
            change_within=exact.within_by_group[:, place],
            change_within_min=least.within_by_group[:, place],
            change_within_max=most.within_by_group[:, place],
        )
    together = pd.concat(rows, names=["group"])
    # Every item once for the whole, then for each of its groups.
    items = len(rows[""])
    return together.iloc[np.arange(len(together)).reshape(-1, items).T.ravel()].reorder_levels(KEY)


class _Table:
    """The figures of several groups side by side, shape (items, groups).

    Args:
        of_groups: The rows of each group, as `between_groups.shares_of_groups` gives them.
        size: The column by which a group counts among all.
    """

    def __init__(self, of_groups: Mapping[str, pd.DataFrame], size: str) -> None:
        self._frames = list(of_groups.values())
        self.index = self._frames[0].index
        self.members = {wave: self[f"{wave}_{size}"] for wave in WAVES}
        self.parts = {wave: _parts(members) for wave, members in self.members.items()}

    def __getitem__(self, column: str) -> Floats:
        return np.column_stack([frame[column].to_numpy(dtype=float) for frame in self._frames])

    def shares(self, wave: str, end: str = "") -> Floats:
        """Return the shares of a wave; with an end, `min` or `max`, of the smallest or largest count possible."""
        shares = self[f"{wave}_share"]
        if not end:
            return shares
        count, base = self[f"{wave}_count_{end}"], self[f"{wave}_base"]
        possible = np.divide(count, base, out=np.full(base.shape, np.nan), where=base > 0)
        return np.where(np.isnan(shares), possible, shares)

    def split(self, baseline: str, followup: str) -> Mix:
        """Return the change taken apart, by these ends of what is possible in either wave."""
        return self.split_of(self.shares("baseline", baseline), self.shares("followup", followup))

    def split_of(self, baseline: Floats, followup: Floats) -> Mix:
        """Return the change between these shares taken apart."""
        return kitagawa(baseline, self.members["baseline"], followup, self.members["followup"])

    def of_all(self, wave: str) -> Floats:
        """Return the share of all groups together."""
        part = self.parts[wave]
        total: Floats = np.where(part == 0, 0.0, part * self.shares(wave)).sum(axis=1)
        return total

    def flags(self) -> pd.Series:
        """Return the flags that are raised in any group."""
        return joined_flags(*(frame["flags"] for frame in self._frames))


def _whole(table: _Table, settings: Settings) -> pd.DataFrame:
    """Return the rows of all groups together."""
    exact, least, most = (table.split(*ends) for ends in (("", ""), ("max", "min"), ("min", "max")))
    within = _within(table, exact, ("", ""), settings)
    # The change of mix rises with the shares of the groups whose part has risen.
    rising = table.parts["followup"] > table.parts["baseline"]
    low, high = ({wave: table.shares(wave, end) for wave in WAVES} for end in ("min", "max"))
    columns: dict[str, Any] = {
        "change": exact.change,
        "change_min": least.change,
        "change_max": most.change,
        "change_within": exact.within,
        "change_within_low": within.low,
        "change_within_high": within.high,
        "change_within_min": least.within,
        "change_within_max": most.within,
        "change_within_outer_low": _within(table, exact, ("max", "min"), settings).low,
        "change_within_outer_high": _within(table, exact, ("min", "max"), settings).high,
        "change_of_mix": exact.mix,
        "change_of_mix_min": table.split_of(*(np.where(rising, low[wave], high[wave]) for wave in WAVES)).mix,
        "change_of_mix_max": table.split_of(*(np.where(rising, high[wave], low[wave]) for wave in WAVES)).mix,
    }
    for wave in WAVES:
        columns[f"{wave}_part"] = table.parts[wave].sum(axis=1)
        columns[f"{wave}_share"] = table.of_all(wave)
        for figure in ("count", "base", "count_min", "count_max", "invited"):
            columns[f"{wave}_{figure}"] = table[f"{wave}_{figure}"].sum(axis=1)
        answered = (table[f"{wave}_response"] * table[f"{wave}_invited"]).sum(axis=1)
        columns[f"{wave}_response"] = answered / columns[f"{wave}_invited"]
        if settings.estimand == "population":
            people = stratified_share(
                table.shares(wave), table[f"{wave}_own_n"], table.members[wave], settings.confidence
            )
            columns |= {f"{wave}_low": people.low, f"{wave}_high": people.high}
    return pd.DataFrame(columns, index=table.index).assign(flags=table.flags())


def _within(table: _Table, split: Mix, ends: tuple[str, str], settings: Settings) -> Within:
    """Return the change within groups with its interval, by these ends of what is possible in either wave."""
    return within_interval(
        split.mean_part,
        table.shares("baseline", ends[0]),
        table["baseline_effective_n"],
        table.shares("followup", ends[1]),
        table["followup_effective_n"],
        settings.confidence,
        INTERVALS[settings.change_interval],
    )


def _parts(members: Floats) -> Floats:
    """Return each group's part of all, NaN where there is nobody."""
    total = members.sum(axis=1, keepdims=True)
    part: Floats = np.divide(members, total, out=np.full(members.shape, np.nan), where=total > 0)
    return part


def _notes(waves: Sequence[Wave], settings: Settings, groups_of: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield (
        "change = change_within + change_of_mix (Kitagawa); the interval of change_within takes the groups' parts as "
        "given, and there is no test of the mix."
    )
    groups = list(dict.fromkeys(group for groups in groups_of.values() for group in groups))
    if settings.estimand == "population":
        yield "Each group counts for the number invited, so that different response rates do not move the whole."
        return
    rates = "; ".join(_rates(wave, groups) for wave in waves)
    yield (
        "A share of all counts each group by its respondents, and so mixes groups with different response rates "
        f"({rates}); --estimand population counts each by the number invited."
    )


def _rates(wave: Wave, groups: Sequence[str]) -> str:
    known = [
        f"{group} {percent_half_up(wave.answered(group) or 0, wave.invited(group) or 0)} %"
        for group in groups
        if wave.response_rate(group) is not None
    ]
    return f"{wave.name}: {', '.join(known) if known else 'not known'}"


def _shown(frame: pd.DataFrame, groups_of: Mapping[str, Sequence[str]], selection: Selection) -> pd.DataFrame:
    """Return the selected rows: of a group its own and those of the wholes it belongs to."""
    if selection.groups:
        chosen = [whole for whole, groups in groups_of.items() if set(groups) & set(selection.groups)]
        of_whole = frame["group"].isna() & frame["whole"].isin(chosen)
        frame = frame[of_whole | frame["group"].isin(selection.groups)]
    return Selection((), selection.questions, selection.only).of(frame)
