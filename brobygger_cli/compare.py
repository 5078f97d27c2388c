"""The comparison of two waves: what has changed, by how much, how sure, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.comparison.families import adjust_families
from brobygger_cli.comparison.findings import findings_of
from brobygger_cli.comparison.pairs import pair
from brobygger_cli.comparison.questions import compare_questions
from brobygger_cli.comparison.routing import compare_asked
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.comparison.shares import compare_shares
from brobygger_cli.flags import comparison_flags
from brobygger_cli.labels import named
from brobygger_cli.questionnaire.versions import differences
from brobygger_cli.result import Result
from brobygger_cli.selection import Selection
from brobygger_cli.waves import wave_notes

if TYPE_CHECKING:
    from collections.abc import Collection

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.waves import Wave

# What scripts rely on: name, order and meaning stay; new columns are appended. docs/reference.md tells each.
COLUMNS = (
    "questionnaire",
    "group",
    "level",
    "question",
    "option",
    "label",
    "type",
    "baseline_wave",
    "followup_wave",
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
    "change_low",
    "change_high",
    "test",
    "statistic",
    "df",
    "p_value",
    "p_adjusted",
    "adjustment",
    "family",
    "family_size",
    "effect",
    "effect_name",
    "effect_low",
    "effect_high",
    "flags",
    "baseline_count_min",
    "baseline_count_max",
    "followup_count_min",
    "followup_count_max",
    "change_min",
    "change_max",
    "change_outer_low",
    "change_outer_high",
    "p_value_min",
    "p_value_max",
    "baseline_test_n",
    "followup_test_n",
    "baseline_asked",
    "baseline_asked_of",
    "followup_asked",
    "followup_asked_of",
    "asked_change",
    "asked_change_low",
    "asked_change_high",
    "asked_p_value",
    "finding",
)
_WHOLE_NUMBERS = tuple(
    name
    for name in COLUMNS
    if "count" in name or name.endswith(("_base", "_test_n", "_asked", "_asked_of", "family_size"))
)


@dataclass(frozen=True)
class Compared:
    """What a view of a comparison needs beyond its rows."""

    baseline: Wave
    followup: Wave
    settings: Settings
    selection: Selection


def compare(
    baseline: Wave,
    followup: Wave,
    settings: Settings | None = None,
    *,
    language: Language = "en",
    selection: Selection | None = None,
) -> Result:
    """Compare two waves of independent respondents.

    Args:
        baseline: The earlier wave.
        followup: The later wave; changes are follow-up minus baseline.
        settings: Which methods; the defaults where None.
        language: Of the labels.
        selection: Which rows to show; all where None. Families of tests are not affected.

    Returns:
        A result with the columns `COLUMNS`: shares and changes 0-1, NaN where not available.
    """
    chosen = settings or Settings()
    pairs = pair(baseline.counts, followup.counts)
    shown = pairs[pairs.index.get_level_values("kind") != "asked"]
    is_question = shown.index.get_level_values("kind") == "question"
    shares = compare_shares(shown[~is_question], chosen)
    differing = differences(baseline.questionnaire, followup.questionnaire)
    outcomes = [question for question in followup.questionnaire.questions if _is_outcome(question)]
    comparable = [question for question in outcomes if question.id not in differing["options_differ"]]
    questions = compare_questions(shown, shares, comparable, chosen)
    rows = pd.concat([shares, questions]).loc[shown.index]
    rows[["baseline_base", "followup_base"]] = shown[["baseline_base", "followup_base"]]
    rows = rows.join(compare_asked(pairs, followup.questionnaire, chosen))
    untestable = baseline.unasked | followup.unasked | differing["options_differ"]
    printed = "printed" in (baseline.kind, followup.kind)
    tests = _tests(rows, {question.id for question in outcomes}, untestable, printed=printed)
    rows = rows.join(adjust_families(tests, chosen.adjust))
    rows["finding"] = findings_of(rows, followup.questionnaire, chosen.confidence)
    rows["flags"] = comparison_flags(rows, shown, baseline, followup, differing, 1 - chosen.confidence)
    frame = _with_columns(named(rows, language, baseline.questionnaire, followup.questionnaire), baseline, followup)
    shown_only = selection or Selection()
    context = Compared(baseline, followup, chosen, shown_only)
    return Result("comparison", shown_only.of(frame), language, _notes(baseline, followup), context)


def _is_outcome(question: Question) -> bool:
    """Tell whether a question is compared between waves, rather than describing who answered."""
    return not question.background and question.compared_as != "nothing"


def _tests(rows: pd.DataFrame, outcomes: set[str], untestable: Collection[str], *, printed: bool) -> pd.DataFrame:
    """Return the p-values of everything that is tested between waves.

    `open` is where there is none only because a printed table does not say enough.
    """
    tests = rows.loc[rows.index.get_level_values("question").isin(outcomes), ["p_value_min", "p_value_max"]].copy()
    sizes = rows.loc[tests.index, ["baseline_base", "followup_base", "baseline_test_n", "followup_test_n"]]
    nobody = (sizes == 0).any(axis=1)  # on the scale, or at all: no print could tell more
    never = tests.index.get_level_values("question").isin(untestable)
    tests["open"] = tests["p_value_max"].isna() & printed & ~never & ~nobody
    return tests


def _with_columns(rows: pd.DataFrame, baseline: Wave, followup: Wave) -> pd.DataFrame:
    """Give every column its place and type."""
    frame = rows.assign(
        questionnaire=followup.questionnaire.id, baseline_wave=baseline.name, followup_wave=followup.name
    )
    frame = frame.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    return frame.astype(dict.fromkeys(_WHOLE_NUMBERS, "Int64"))


def _notes(baseline: Wave, followup: Wave) -> tuple[str, ...]:
    """Say what the comparison rests on, and what it cannot say."""
    notes = [
        (
            "Respondents are taken as independent between the waves: people who answered both are not known to be "
            "the same."
        ),
    ]
    for wave in (baseline, followup):
        if wave.kind == "printed":
            notes.append(
                f"{wave.name} is a printed table: it has no joint distribution of answers, and where it prints "
                "a percentage without a count, the count is one of a few."
            )
        notes += wave_notes(wave)
    later = {question.id for question in followup.questionnaire.questions}
    dropped = [question.id for question in baseline.questionnaire.questions if question.id not in later]
    if dropped:
        notes.append(f"The follow-up's questionnaire does not have: {', '.join(dropped)}; they are not compared.")
    return tuple(notes)
