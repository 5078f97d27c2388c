"""One later wave against the baseline: the figures of every row, before tests are adjusted for each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from brobygger_cli.comparison.effective import narrowest_n, shown_n, with_effective_n
from brobygger_cli.comparison.equivalence import with_margins
from brobygger_cli.comparison.linked import compare_linked
from brobygger_cli.comparison.nonresponse import bounds_of_shares
from brobygger_cli.comparison.pairs import pair
from brobygger_cli.comparison.people import People, with_people
from brobygger_cli.comparison.population import people_in_population
from brobygger_cli.comparison.questions import compare_questions
from brobygger_cli.comparison.routing import compare_asked
from brobygger_cli.comparison.shares import compare_shares
from brobygger_cli.comparison.whole_question import Evidence
from brobygger_cli.flags import comparison_flags
from brobygger_cli.methods import change_intervals
from brobygger_cli.questionnaire.versions import differences

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.waves import Wave


@dataclass(frozen=True, eq=False)
class Part:
    """A part of a comparison: one change, or one trend.

    Args:
        comparison: Which of the two.
        waves: The waves it is about, in order.
        rows: Its figures, indexed by `counts.KEY`.
        tests: Its p-values as `families.adjust_families` takes them; rows without a place in a family are left out.
        flags: Returns what to beware of in every row, given the rows with adjusted p-values and the level.
    """

    comparison: Literal["change", "trend"]
    waves: tuple[Wave, ...]
    rows: pd.DataFrame
    tests: pd.DataFrame
    flags: Callable[[pd.DataFrame, float], pd.Series]


def compare_two(baseline: Wave, followup: Wave, settings: Settings) -> Part:
    """Compare a wave with the baseline."""
    people = people_of(baseline, followup, settings)
    known = with_people(pair(baseline.counts, followup.counts), people)
    pairs = with_effective_n(known, settings)
    shown = pairs[pairs.index.get_level_values("kind") != "asked"]
    of_shares = shown[shown.index.get_level_values("kind") != "question"]
    shares = compare_linked(of_shares, compare_shares(of_shares, settings), settings)
    shares = shares.join(bounds_of_shares(of_shares, shares))
    shares = shares.join(_margins(known, of_shares.index, shares, followup, settings))
    shares = shares.join(people_in_population(of_shares, settings)).join(_narrowest(of_shares, shares, settings))
    differing = differences(baseline.questionnaire, followup.questionnaire)
    outcomes = [question for question in followup.questionnaire.questions if is_outcome(question)]
    comparable = [question for question in outcomes if question.id not in differing["options_differ"]]
    patterns = (baseline.counts.patterns, followup.counts.patterns)
    together = (baseline.counts.pairs, followup.counts.pairs)
    questions = compare_questions(Evidence(shown, shares, patterns, together, people), comparable, settings)
    rows = pd.concat([shares, questions]).loc[shown.index]
    rows[["baseline_base", "followup_base"]] = shown[["baseline_base", "followup_base"]]
    rows = rows.join(compare_asked(pairs, followup.questionnaire, settings))
    rows = rows.join(_people_columns(shown, baseline, followup))
    of_pairs = rows["test"] == "mcnemar_mid_p"  # whose interval is of pairs, and takes no effective n
    rows.loc[of_pairs, ["baseline_effective_n", "followup_effective_n"]] = np.nan
    untestable = baseline.unasked | followup.unasked | differing["options_differ"]
    unknown = any(wave.kind == "printed" or wave.hidden is not None for wave in (baseline, followup))
    tests = _tests(rows, {question.id for question in outcomes}, untestable, unknown=unknown)

    def flags(adjusted: pd.DataFrame, alpha: float) -> pd.Series:
        return comparison_flags(adjusted, shown, baseline, followup, alpha)

    return Part("change", (baseline, followup), rows.drop(columns="item_p_values"), tests, flags)


def people_of(baseline: Wave, followup: Wave, settings: Settings) -> People:
    """Return what is known of the people behind two waves."""
    return People(
        baseline.questionnaire,
        followup.questionnaire,
        baseline.invited_by_group(),
        followup.invited_by_group(),
        settings.overlap,
        followup.transitions,
    )


def response_column(wave: Wave, index: pd.Index[Any]) -> pd.Series:
    """Return the response rate (0-1) of every row's group, NaN where it is not known."""
    rates = {group.id: wave.response_rate(group.id) for group in wave.questionnaire.groups}
    return pd.Series([rates.get(group) for group in index.get_level_values("group")], index=index, dtype=float)


def is_outcome(question: Question) -> bool:
    """Tell whether a question is compared between waves, rather than describing who answered."""
    return not question.background and question.compared_as != "nothing"


def _margins(
    known: pd.DataFrame, index: pd.Index[Any], shares: pd.DataFrame, followup: Wave, settings: Settings
) -> pd.DataFrame:
    """Hold changes against margins; as a test, it is about the process whatever the estimand of the intervals."""
    process = replace(settings, estimand="process")
    return with_margins(with_effective_n(known, process).loc[index], shares, followup.questionnaire, process)


def _people_columns(pairs: pd.DataFrame, baseline: Wave, followup: Wave) -> pd.DataFrame:
    """Return who was invited, how many of them answered, and what their answers are worth."""
    columns = {}
    for wave, read in (("baseline", baseline), ("followup", followup)):
        columns[f"{wave}_invited"] = pairs[f"{wave}_invited"]
        columns[f"{wave}_response"] = response_column(read, pairs.index)
        columns[f"{wave}_effective_n"] = shown_n(pairs[f"{wave}_interval_n"], pairs[f"{wave}_base"])
        columns[f"{wave}_design_effect"] = pairs[f"{wave}_design_effect"]
    columns["overlap"] = pairs["overlap"]
    return pd.DataFrame(columns, index=pairs.index)


def _narrowest(pairs: pd.DataFrame, shares: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the interval of the change if people's answers were as alike as can be, where an overlap is stated."""
    if not settings.overlap:
        return pd.DataFrame(np.nan, index=pairs.index, columns=["change_overlap_low", "change_overlap_high"])
    before, after = narrowest_n(pairs, settings)
    interval = change_intervals.INTERVALS[settings.change_interval]
    low, high = interval(shares["baseline_share"], before, shares["followup_share"], after, settings.confidence)
    return pd.DataFrame({"change_overlap_low": low, "change_overlap_high": high}, index=pairs.index)


def _tests(rows: pd.DataFrame, outcomes: set[str], untestable: Collection[str], *, unknown: bool) -> pd.DataFrame:
    """Return the p-values of everything that is tested between waves.

    `open` is where there is none only because a printed table does not say enough, or what is small is hidden.
    """
    tests = rows.loc[rows.index.get_level_values("question").isin(outcomes), ["p_value_min", "p_value_max"]].copy()
    sizes = rows.loc[tests.index, ["baseline_base", "followup_base", "baseline_test_n", "followup_test_n"]]
    nobody = (sizes == 0).any(axis=1)  # on the scale, or at all: no print could tell more
    never = tests.index.get_level_values("question").isin(untestable)
    tests["open"] = tests["p_value_max"].isna() & unknown & ~never & ~nobody
    of_items: dict[tuple[str, str, str], float] = {}
    for (group, _, question, _), given in zip(rows.index, rows["item_p_values"], strict=True):
        if isinstance(given, dict):
            of_items |= {(group, question, item): p for item, p in given.items()}
    tests["item_p"] = [
        of_items.get((group, question, item), np.nan) if kind in {"option", "net"} else np.nan
        for group, kind, question, item in tests.index
    ]
    return tests
