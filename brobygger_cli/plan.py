"""A plan for a follow-up: which changes it could show, and how many answers a wanted change takes.

All that is needed of the baseline are its counts, so a printed table will do. Of the follow-up it is known how many
are to be invited and how many of them are likely to answer; it is taken to be routed as the baseline was.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from brobygger_cli.comparison.people import routed_past
from brobygger_cli.disclosure import told
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.flags import SMALL_BASE, joined, wave_flags
from brobygger_cli.labels import named
from brobygger_cli.methods.change_tests import smallest_expected
from brobygger_cli.methods.planning import power_of_change, smallest_detectable_change
from brobygger_cli.methods.population import effective_n
from brobygger_cli.result import Result
from brobygger_cli.selection import Selection
from brobygger_cli.waves import wave_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Estimand
    from brobygger_cli.questionnaire.model import Direction, Language
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.waves import Wave

    Floats = npt.NDArray[np.float64]

ESTIMANDS: tuple[Estimand, ...] = ("process", "population")
# What a column's name ends in: planned as a test alone, and as one of a family that Holm adjusts.
ADJUSTMENTS = ("", "_holm")

# What scripts rely on: name, order and meaning stay; new columns are appended. docs/reference.md tells each.
COLUMNS = (
    "questionnaire",
    "wave",
    "group",
    "level",
    "question",
    "option",
    "label",
    "type",
    "improvement",
    "baseline_count",
    "baseline_base",
    "baseline_share",
    "baseline_invited",
    "invited",
    "response",
    "expected_answers",
    "expected_base",
    "family_size",
    "rise_process",
    "fall_process",
    "rise_population",
    "fall_population",
    "rise_process_holm",
    "fall_process_holm",
    "rise_population_holm",
    "fall_population_holm",
    "change",
    "power_process",
    "power_population",
    "power_process_holm",
    "power_population_holm",
    "answers_needed_process",
    "answers_needed_population",
    "answers_needed_process_holm",
    "answers_needed_population_holm",
    "flags",
    "baseline_count_min",
    "baseline_count_max",
)
_WHOLE_NUMBERS = tuple(
    name
    for name in COLUMNS
    if name.startswith(("baseline_count", "answers_needed"))
    or name in {"baseline_base", "baseline_invited", "invited", "expected_answers", "family_size"}
)

# The response rates of a curve.
RATES = tuple(tenths / 10 for tenths in range(1, 11))

# Of a printed range of counts, no more than so many are tried: all of them unless the range says next to nothing.
_COUNTS_TRIED = 201
# No more answers are looked for: more than any survey can get.
_MOST_ANSWERS = 1e9
# A product of shares may miss a whole number in its last digits.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Design:
    """What the follow-up is to be, and what is to be found.

    Args:
        invited: How many of a group will be invited; as many as to the baseline where nothing is said.
        response: The part of them (0-1) that is expected to answer, by group; as of the baseline where nothing is
            said.
        change: A wanted change of a share, 0-1; NaN for none.
        power: The power that counts as enough, at least .5 and below 1.
        confidence: 1 minus the level of the tests, 0-1.
    """

    invited: Mapping[str, int] = field(default_factory=dict)
    response: Mapping[str, float] = field(default_factory=dict)
    change: float = math.nan
    power: float = 0.8
    confidence: float = 0.95

    @property
    def alpha(self) -> float:
        """The level of a test."""
        return 1 - self.confidence


@dataclass(frozen=True)
class Planned:
    """What a view of a plan needs to know.

    Args:
        wave: The baseline.
        design: The follow-up.
        curve: Whether the plan goes through response rates.
    """

    wave: Wave
    design: Design
    curve: bool


def plan(
    wave: Wave,
    design: Design,
    *,
    curve: bool = False,
    options: bool = False,
    language: Language = "en",
    selection: Selection | None = None,
) -> Result:
    """Plan a follow-up to a baseline.

    Args:
        wave: The baseline.
        design: What is known and wanted of the follow-up.
        curve: Whether each share is planned for the response rates `RATES`, in place of the expected one.
        options: Whether options and nets are planned too, not indicators alone.
        language: Of the labels.
        selection: Which rows to plan; all where None. Options of questions that it names are planned too.

    Returns:
        A result with the columns `COLUMNS`: shares 0-1, changes follow-up minus baseline; missing where a figure is
        not to be had, such as a change that no number of answers would show.

    Raises:
        BrobyggerError: If it is not known how many will be invited or answer, or there is nothing to plan.
    """
    chosen = selection or Selection()
    figures = wave.counts.figures.rename(columns={"n_min": "count_min", "n_max": "count_max"})
    figures["past"] = routed_past(figures["base"], figures["count_max"], wave.questionnaire)
    places = np.flatnonzero(_is_planned(figures.index, chosen, options=options or bool(chosen.questions)))
    if not len(places):
        raise BrobyggerError(
            f"there is no share to plan: '{wave.questionnaire.id}' declares no indicator of what is asked for",
            "--all plans every option and net; numbers and open text have no shares.",
        )
    people = _people(wave, figures["base"], design, chosen.groups, curve=curve)
    if curve:
        places = np.repeat(places, len(RATES))
    rows = figures.iloc[places].join(people, on="group")
    if curve:
        rows["response"] = np.tile(RATES, len(rows) // len(RATES))
    rows = _with_expected(rows, wave.questionnaire, design)
    rows = rows.assign(**_figures(rows, design))
    flags = wave_flags(figures, wave).iloc[places]
    flags["low_response"] |= rows["response"] < wave.questionnaire.indicative_below
    flags["small_base"] |= (rows["expected_base"] > 0) & (rows["expected_base"] < SMALL_BASE)
    flags["expected_low"] = _expected_low(rows)
    rows["flags"] = joined(flags)
    exact = rows["count_min"] == rows["count_max"]
    rows = rows.assign(
        questionnaire=wave.questionnaire.id,
        wave=wave.name,
        baseline_count=rows["count_min"].where(exact, np.nan),
        baseline_share=(rows["count_min"] / rows["base"]).where(exact & (rows["base"] > 0), np.nan),
    ).rename(columns={name: f"baseline_{name}" for name in ("base", "count_min", "count_max")})
    frame = named(rows, language, wave.questionnaire).reindex(columns=list(COLUMNS)).reset_index(drop=True)
    frame = frame.astype(dict.fromkeys(_WHOLE_NUMBERS, "Int64"))
    notes = tuple(_notes(frame, people, wave, design, curve=curve))
    return Result("plan", frame, language, notes, Planned(wave, design, curve))


def _is_planned(index: pd.Index[Any], chosen: Selection, *, options: bool) -> npt.NDArray[np.bool_]:
    level = index.get_level_values
    planned = level("kind").isin(["indicator", "option", "net"] if options else ["indicator"])
    if chosen.groups:
        planned &= level("group").isin(chosen.groups)
    if chosen.questions:
        planned &= level("question").isin(chosen.questions)
    return planned


def _people(wave: Wave, bases: pd.Series, design: Design, chosen: Sequence[str], *, curve: bool) -> pd.DataFrame:
    """Return by group how many answered the baseline, were invited to it, will be invited and what part will answer.

    Raises:
        BrobyggerError: If what is needed of a group is not known, or more answered than were invited.
    """
    rows = {}
    missing: dict[str, list[str]] = {"invited": [], "response": []}
    for group in [group.id for group in wave.questionnaire.groups if not chosen or group.id in chosen]:
        answered = max(wave.answered(group) or 0, _largest(bases, group))
        sent = wave.invited(group)
        if sent is not None and answered > sent:
            raise BrobyggerError(
                f"{wave.name}, {group}: {answered} answered, but only {sent} were invited",
                f"Say --invited {wave.name}:{group}=N.",
            )
        invited = design.invited.get(group, sent)
        response = design.response.get(group, answered / sent if sent else None)
        if answered:
            missing["invited"] += [group] if invited is None else []
            missing["response"] += [group] if response is None and not curve else []
        rows[group] = (answered, sent, invited, response)
    if missing["invited"]:
        raise BrobyggerError(
            f"how many will be invited is not known of: {', '.join(missing['invited'])}",
            "Say " + " ".join(f"--invited {group}=N" for group in missing["invited"]) + ".",
        )
    if missing["response"]:
        raise BrobyggerError(
            f"what part will answer is not known of: {', '.join(missing['response'])}",
            f"Say --response SHARE, or how many were invited to the baseline: --invited {wave.name}:GROUP=N.",
        )
    columns = ["answered", "baseline_invited", "invited", "response"]
    return pd.DataFrame(list(rows.values()), index=list(rows), columns=columns, dtype=float)


def _largest(bases: pd.Series, group: str) -> int:
    """Return the largest base of a group: so many have answered at least."""
    largest = bases[bases.index.get_level_values("group") == group].max()
    return 0 if np.isnan(largest) else int(largest)


def _with_expected(rows: pd.DataFrame, questionnaire: Questionnaire, design: Design) -> pd.DataFrame:
    """Add what is expected of the follow-up, the wanted change and the family of every row."""
    improvements: dict[str, Direction | None] = {i.id: i.improvement for i in questionnaire.indicators}
    indicator = rows.index.get_level_values("kind") == "indicator"
    items = rows.index.get_level_values("item")
    improvement = [improvements[item] if own else None for item, own in zip(items, indicator, strict=True)]
    answers = np.floor(rows["invited"] * rows["response"] + 0.5 + _ROUNDING)
    per_answer = (rows["base"] / rows["answered"]).where(rows["base"] > 0, np.nan)
    return rows.assign(
        improvement=pd.Series(improvement, index=rows.index, dtype=object),
        change=[-design.change if direction == "down" else design.change for direction in improvement],
        family_size=np.where(indicator, len(improvements), np.nan),
        expected_answers=answers,
        per_answer=per_answer,
        expected_base=answers * per_answer,
    )


def _expected_low(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell where, if nothing changes, too few are expected to choose it, or not to, for a chi-squared test."""
    n0, n1 = (rows[name].to_numpy(dtype=float) for name in ("base", "expected_base"))
    low = np.zeros(len(rows), dtype=bool)
    for end in ("count_min", "count_max"):
        count = rows[end].to_numpy(dtype=float)
        low |= smallest_expected(count, n0, count / np.where(n0 > 0, n0, np.nan) * n1, n1) < 1
    return low


def _figures(rows: pd.DataFrame, design: Design) -> dict[str, Floats]:
    """Return the smallest changes, and of the wanted change its power and the answers that it needs."""
    cases = _Cases.of(rows)
    figures: dict[str, Floats] = {}
    family_size = rows["family_size"].to_numpy(dtype=float)
    for adjustment in ADJUSTMENTS:
        tests = 1.0 if not adjustment else float(np.nanmax([1.0, *family_size]))
        alpha = design.alpha / tests
        for estimand in ESTIMANDS:
            found = _figures_of(cases, design, estimand, alpha)
            for name, values in found.items():
                known = values if not adjustment else np.where(np.isnan(family_size), np.nan, values)
                figures[f"{name}_{estimand}{adjustment}"] = known
    return figures


def _figures_of(cases: _Cases, design: Design, estimand: Estimand, alpha: float) -> dict[str, Floats]:
    before, after = cases.baseline_n(estimand), cases.followup_n(estimand, cases.answers)
    figures = {
        "rise": np.maximum.reduceat(
            smallest_detectable_change(cases.share, before, after, 1, alpha, design.power), cases.starts
        ),
        "fall": np.minimum.reduceat(
            smallest_detectable_change(cases.share, before, after, -1, alpha, design.power), cases.starts
        ),
    }
    if np.isnan(design.change):
        return figures

    def power(answers: Floats) -> Floats:
        return power_of_change(cases.share, before, cases.changed, cases.followup_n(estimand, answers), alpha)

    most = cases.invited if estimand == "population" else np.full_like(cases.share, _MOST_ANSWERS)
    needed = _fewest(lambda answers: power(answers) >= design.power - _ROUNDING, most)
    return figures | {
        "power": np.minimum.reduceat(power(cases.answers), cases.starts),
        "answers_needed": np.maximum.reduceat(needed, cases.starts),
    }


def _fewest(suffices: Callable[[Floats], npt.NDArray[np.bool_]], most: Floats) -> Floats:
    """Return the smallest whole number that suffices, from 1 to `most`, where all above it do; NaN where none does."""
    too_few, enough = np.zeros_like(most), most.copy()
    possible = suffices(enough)
    while np.any(enough - too_few > 1):
        # Rounded up, so that a row that is done tries its sufficient number again.
        middle = np.ceil((too_few + enough) / 2)
        inside = suffices(middle)
        too_few, enough = np.where(inside, too_few, middle), np.where(inside, middle, enough)
    return np.where(possible, enough, np.nan)


@dataclass(frozen=True)
class _Cases:
    """The shares to plan from: one for each count that the baseline of a row can have.

    The least favourable of a row's cases is what its figures say: NaN, where one of them is out of reach.

    Args:
        share: The baseline's share.
        changed: The share after the wanted change; NaN where there is no such share.
        base: The baseline's base.
        people: Whom the baseline's share is about: its base and those who may belong to it.
        per_answer: The part of those who answer who are in the base.
        past_per_answer: The part of them whom the routing leads past the question.
        invited: How many will be invited.
        answers: How many are expected to answer.
        starts: Where the cases of each row begin.
    """

    share: Floats
    changed: Floats
    base: Floats
    people: Floats
    per_answer: Floats
    past_per_answer: Floats
    invited: Floats
    answers: Floats
    starts: npt.NDArray[np.intp]

    @classmethod
    def of(cls, rows: pd.DataFrame) -> _Cases:
        """Return the cases of rows."""
        counts = [_possible_counts(*ends) for ends in rows[["count_min", "count_max"]].to_numpy(dtype=float)]
        sizes = [len(of_row) for of_row in counts]

        def each(values: pd.Series) -> Floats:
            return np.repeat(values.to_numpy(dtype=float), sizes)

        base, answered, past = each(rows["base"]), each(rows["answered"]), each(rows["past"])
        known = np.where(base > 0, base, np.nan)
        share = np.concatenate(counts) / known
        changed = share + each(rows["change"])
        nearest = np.clip(changed, 0.0, 1.0)
        return cls(
            share=share,
            changed=np.where(np.abs(changed - nearest) < _ROUNDING, nearest, np.nan),
            base=known,
            people=np.maximum(each(rows["baseline_invited"]) - past, known),
            per_answer=each(rows["per_answer"]),
            past_per_answer=past / np.where(base > 0, answered, np.nan),
            invited=each(rows["invited"]),
            answers=each(rows["expected_answers"]),
            starts=np.cumsum([0, *sizes[:-1]], dtype=np.intp),
        )

    def baseline_n(self, estimand: Estimand) -> Floats:
        """Return what the baseline's answers are worth."""
        return self.base if estimand == "process" else effective_n(self.base, self.people)

    def followup_n(self, estimand: Estimand, answers: Floats) -> Floats:
        """Return what the follow-up's answers are worth if so many of the group answer.

        Whom the share is about is counted as a comparison counts it: all who are invited, but for those whom the
        routing is known to have led past the question.
        """
        base = answers * self.per_answer
        if estimand == "process":
            return base
        return effective_n(base, np.maximum(self.invited - answers * self.past_per_answer, base))


def _possible_counts(low: float, high: float) -> Floats:
    if np.isnan(low):
        return np.array([np.nan])
    return np.unique(np.linspace(low, high, int(min(high - low + 1, _COUNTS_TRIED))).round())


def _notes(frame: pd.DataFrame, people: pd.DataFrame, wave: Wave, design: Design, *, curve: bool) -> Iterator[str]:
    """Yield what the figures rest on."""
    tests = len(wave.questionnaire.indicators)
    level = f"{100 * design.alpha:g} %"
    holm = f" Columns that end in _holm: at {level} / {tests}, below which Holm's adjustment of a group's {tests} "
    yield (
        f"A change counts as found where a two-sided test finds it with {100 * design.power:g} % power at {level}."
        + (f"{holm}indicators never asks a p-value to be." if tests else "")
    )
    yield (
        "Normal approximation without continuity correction, as if the baseline's share were the true one and the "
        "two waves independent; rough where fewer than about five choose an option, or do not."
    )
    yield (
        "Columns of the population treat those who answer as drawn at random among those invited, as the intervals of "
        "`brobygger compare --estimand population` do; its p-values are about the process."
    )
    if (frame["expected_base"] < frame["expected_answers"]).any():
        yield (
            "expected_base: of those expected to answer, the part that was in the question's base at the baseline; "
            "a follow-up that is routed otherwise has another base."
        )
    if frame["flags"].str.contains("count_range").any():
        yield "Where print allows several counts (count_range), the least favourable figures of them all are given."
    yield from wave_notes(wave)
    yield from told([wave], "en")
    for group, of_group in people.iterrows():
        yield from _notes_of_group(str(group), of_group, wave, design, curve=curve)


def _notes_of_group(group: str, people: pd.Series, wave: Wave, design: Design, *, curve: bool) -> Iterator[str]:
    if not people["answered"]:
        return
    if wave.answered(group) is None:
        largest = f"{people['answered']:.0f}"
        yield f"{wave.name}, {group}: how many answered is not known; its largest base, {largest}, is taken."
    if np.isnan(people["baseline_invited"]):
        yield (
            f"{wave.name}, {group}: how many were invited is not known (--invited {wave.name}:{group}=N), so there are "
            "no figures of the population."
        )
    invited = f"{people['invited']:.0f} invited" + ("" if group in design.invited else ", as many as to the baseline")
    if curve:
        yield f"follow-up, {group}: {invited}."
        return
    response = f"{100 * people['response']:.0f} % of them expected to answer" + (
        "" if group in design.response else ", as at the baseline"
    )
    low = people["response"] < wave.questionnaire.indicative_below
    yield f"follow-up, {group}: {invited}; {response}{': too few to be more than an indication' if low else ''}."
