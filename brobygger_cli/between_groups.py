"""Groups beside each other: which of them belong together, and what each of them has in two waves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.changes import people_of
from brobygger_cli.comparison.effective import population_of, with_effective_n
from brobygger_cli.comparison.linked import compare_linked
from brobygger_cli.comparison.pairs import pair
from brobygger_cli.comparison.people import with_people
from brobygger_cli.comparison.routing import compare_asked
from brobygger_cli.comparison.shares import compare_shares
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.flags import FLAGS, flags_of_waves, joined
from brobygger_cli.splitting import NOT_STATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.waves import Wave

# What all groups together are called where no group is split.
ALL = "all"

WAVES = ("baseline", "followup")


def wholes(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Return the groups that make up a whole: all of them, or where groups are split, the parts of each.

    Those who did not say which part they belong to make up no part.

    Raises:
        BrobyggerError: If no whole has two groups.
    """
    found: dict[str, list[str]] = {}
    for group in questionnaire.groups:
        whole, split, part = group.id.partition("/")
        if part != NOT_STATED:
            found.setdefault(whole if split else ALL, []).append(group.id)
    several = {whole: groups for whole, groups in found.items() if len(groups) > 1}
    if not several:
        able = [asked.id for asked in questionnaire.questions if asked.background and asked.compared_as == "nominal"]
        raise BrobyggerError(
            f"'{questionnaire.id}' has one group, which cannot be compared with another",
            f"Split it by a background question: {' or '.join(f'--by {name}' for name in able)}."
            if able
            else "Its questionnaire declares no background question to split it by.",
        )
    return several


def not_stated_notes(waves: Sequence[Wave]) -> list[str]:
    """Say how many belong to no part of their group, because they did not say to which."""
    notes = []
    for wave in waves:
        left_out = {
            group.id: wave.answered(group.id)
            for group in wave.questionnaire.groups
            if group.id.endswith(f"/{NOT_STATED}") and wave.answered(group.id)
        }
        if left_out:
            told = ", ".join(f"{group}: {answered}" for group, answered in left_out.items())
            notes.append(f"{wave.name}: those who did not say where they belong are left out ({told}).")
    return notes


def shares_of_groups(baseline: Wave, followup: Wave, settings: Settings) -> pd.DataFrame:
    """Compare the shares of every group between two waves.

    Returns:
        Every row but `asked`, indexed by `counts.KEY`, with the columns of `linked.compare_linked` (NaN for
        questions, which have bases only), `flags`, and for each wave `…_effective_n` (of the change's interval),
        `…_process_n` (the same about the process), `…_own_n` (of the share, about the process), `…_people` (how
        many the share is about) and `…_invited`.
    """
    known = with_people(pair(baseline.counts, followup.counts), people_of(baseline, followup, settings))
    pairs = with_effective_n(known, settings)
    process = with_effective_n(known, replace(settings, estimand="process"))
    kind = pairs.index.get_level_values("kind")
    of_shares = pairs[~kind.isin(["asked", "question"])]
    shown = pairs[kind != "asked"]
    shares = compare_linked(of_shares, compare_shares(of_shares, settings), settings).reindex(shown.index)
    for wave in WAVES:
        base = shown[f"{wave}_base"]
        shares[f"{wave}_base"] = base
        shares[f"{wave}_effective_n"] = shown[f"{wave}_interval_n"].where(base > 0)
        shares[f"{wave}_process_n"] = process.loc[shown.index, f"{wave}_interval_n"].where(base > 0)
        shares[f"{wave}_own_n"] = process.loc[shown.index, f"{wave}_own_n"]
        shares[f"{wave}_people"] = population_of(shown, wave)
        shares[f"{wave}_invited"] = shown[f"{wave}_invited"]
    shares["flags"] = _flags(pairs, baseline, followup, settings)
    return shares


def _flags(pairs: pd.DataFrame, baseline: Wave, followup: Wave, settings: Settings) -> pd.Series:
    """Return what to beware of in every row of a group, apart from how it is tested."""
    shown = pairs[pairs.index.get_level_values("kind") != "asked"]
    asked = compare_asked(pairs, followup.questionnaire, settings).reindex(shown.index)
    flags = flags_of_waves(shown, baseline, followup).drop(columns="printed")
    return joined(flags.assign(asked_changed=asked["asked_p_value"] < settings.alpha))


def joined_flags(*flags: pd.Series) -> pd.Series:
    """Return the flags of several rows together, in their order; all series have the same index."""
    together = [set(" ".join(of_row).split()) for of_row in zip(*flags, strict=True)]
    words = [" ".join(flag for flag in FLAGS if flag in raised) for raised in together]
    return pd.Series(words, index=flags[0].index, dtype=object)


def by_group(shares: pd.DataFrame, groups: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the rows of each group, all of them indexed by the same `kind`, `question` and `item`.

    Args:
        shares: As `shares_of_groups` gives them.
        groups: The groups; one that a wave does not have may lack rows, which are then not available.
    """
    frames = [shares[shares.index.get_level_values("group") == group].droplevel("group") for group in groups]
    items = shares.droplevel("group").index.unique()
    return {group: frame.reindex(items).fillna({"flags": ""}) for group, frame in zip(groups, frames, strict=True)}
