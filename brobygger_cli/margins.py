"""Population margins: weights that make each group's respondents resemble those who were invited.

A margins file is a small table with the columns `question`, `option` and `count` (or `share`), and `group` where
the questionnaire has several groups: how the people of a group are known to stand on a background question.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports import read_export
from brobygger_cli.methods.weighting import (
    EmptyCellError,
    Raked,
    design_effect,
    kish_effective_n,
    poststratify,
    rake,
    trim,
)
from brobygger_cli.spelling import did_you_mean, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Responses

    Floats = npt.NDArray[np.float64]

# Group id -> question id -> a figure for every option of the question.
Margins = dict[str, dict[str, "Floats"]]
_FIGURES = ("count", "share")
_ROUNDED = 0.02  # figures typed off a report are rounded
_THOUSANDS = re.compile(r"\d{1,3}([.,]\d{3})+")


@dataclass(frozen=True)
class Weighed:
    """A wave with weights, and what must be said of them.

    Args:
        responses: The wave; its weights have the mean 1 in every group.
        notes: How the weights of each group came about.
    """

    responses: Responses
    notes: tuple[str, ...]


def read_margins(path: str, questionnaire: Questionnaire) -> Margins:
    """Read a margins file.

    Args:
        path: The file.
        questionnaire: Whose groups, questions and options it names.

    Raises:
        BrobyggerError: If anything in it is wrong; all of it is named.
    """
    raw = read_export(path)
    columns = {normalise(header): place for place, header in enumerate(raw.columns)}
    figure = next((name for name in _FIGURES if name in columns), None)
    needed = ["question", "option"] + (["group"] if len(questionnaire.groups) > 1 else [])
    missing = [name for name in needed if name not in columns] + ([] if figure else ["count"])
    if missing or figure is None:
        raise BrobyggerError(
            f"{path}: missing columns: {', '.join(missing)}",
            "A margins file has the columns group, question, option and count (or share).",
        )
    margins: Margins = {}
    problems = [flaw.rule for flaw in raw.flaws if flaw.code == "ragged_row"]
    problems += list(_rows(raw, columns, figure, questionnaire, margins))
    problems += [
        f"group '{group}', question '{question}': no {figure} for '{option.id}'"
        for group, of_group in margins.items()
        for question, figures in of_group.items()
        for option, value in zip(questionnaire.question(question).choices, figures, strict=True)
        if math.isnan(value) and not option.dont_know
    ]
    for group, of_group in margins.items():
        totals = {question: float(np.nansum(figures)) for question, figures in of_group.items()}
        problems += [
            f"group '{group}', question '{name}': nobody at all" for name, total in totals.items() if not total
        ]
        problems += _totals_that_differ(group, totals, figure)
    if not margins and not problems:
        problems = ["it has no rows"]
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise BrobyggerError(
            f"{path}: not a margins file for '{questionnaire.id}'\n{listed}",
            "Every option of a margin needs one figure; write 0 for an option that nobody of the group has.",
        )
    return margins


def weigh(responses: Responses, margins: Margins, wave: str, *, largest: float | None = None) -> Weighed:
    """Weight a wave's respondents so that every group's margins are those of the population.

    One margin is post-stratified, several are raked. Weights that the responses have already are where the
    adjustment starts. Groups without margins, and respondents who answered none of the margin's questions, keep
    their relative weight.

    Args:
        responses: The wave.
        margins: The population's figures.
        wave: What to call it in notes and errors.
        largest: No weight above this many times the mean of its group; the excess is spread over the others.

    Raises:
        BrobyggerError: If a margin has people in an option that no respondent has, or raking does not settle.
    """
    weights = np.ones(len(responses.group)) if responses.weights is None else responses.weights.copy()
    notes = []
    for position, group in enumerate(responses.questionnaire.groups):
        rows = np.flatnonzero((responses.group == position) & responses.answering)
        if group.id not in margins or not len(rows):
            continue
        of_group = margins[group.id]
        cells = [_cell_of_each(responses, question, rows, known=~np.isnan(of_group[question])) for question in of_group]
        of_group = {question: np.nan_to_num(figures) for question, figures in of_group.items()}
        raked = _raked(
            list(zip(cells, of_group.values(), strict=True)), weights[rows], responses, of_group, wave, group.id
        )
        weights[rows] = raked.weights
        how = "post-stratified to" if len(cells) == 1 else f"raked in {raked.rounds} rounds to"
        note = f"{wave}, {group.id}: {how} {' and '.join(of_group)}"
        unplaced = int(np.logical_or.reduce([cell < 0 for cell in cells]).sum())
        if unplaced:
            note += f"; {unplaced} without an answer there keep their relative weight"
        if largest is not None:
            trimmed = trim(raked.weights, largest)
            weights[rows] = trimmed.weights
            off = _largest_departure(cells, list(of_group.values()), trimmed.weights)
            note += (
                f"; {trimmed.trimmed} trimmed to {largest:g} times the mean, which leaves a margin up to "
                f"{100 * off:.1f} points off"
            )
        notes.append(f"{note}.")
    return Weighed(replace(responses, weights=weights), tuple(notes))


def _totals_that_differ(group: str, totals: dict[str, float], figure: str) -> list[str]:
    """Say where shares do not sum to 1, or the counts of a group's questions to the same number of people."""
    said = ", ".join(f"{question} {total:g}" for question, total in totals.items())
    if figure == "share":
        off = [
            total for total in totals.values() if not any(abs(total - whole) < _ROUNDED * whole for whole in (1, 100))
        ]
        return [f"group '{group}': shares sum to {said}; expected 1, or 100 %"] if off else []
    different = max(totals.values()) - min(totals.values()) > _ROUNDED * max(totals.values())
    return [f"group '{group}': its questions count different numbers of people: {said}"] if different else []


class Weighted(NamedTuple):
    """The weights of those of a group who answered at least one question.

    Attributes:
        n: How many they are.
        total: Their weights, summed.
        squares: Their squared weights, summed.
        largest: The largest weight.
    """

    n: int
    total: float
    squares: float
    largest: float

    def and_of(self, other: Weighted) -> Weighted:
        """Return it of the respondents of both."""
        largest = max(self.largest, other.largest)
        return Weighted(self.n + other.n, self.total + other.total, self.squares + other.squares, largest)


def weighted_of(responses: Responses) -> dict[str, Weighted]:
    """Return what weights there are, by the id of the group; nothing where nobody is weighted."""
    found = {}
    for position, group in enumerate(responses.questionnaire.groups):
        members = (responses.group == position) & responses.answering
        weights = np.empty(0) if responses.weights is None else responses.weights[members]
        if len(weights):
            found[group.id] = Weighted(
                len(weights), float(weights.sum()), float((weights**2).sum()), float(weights.max())
            )
    return found


def weight_remarks(weighted: Mapping[str, Weighted], wave: str) -> list[str]:
    """Say of each group of a weighted wave what its weights cost; nothing where nobody is weighted."""
    return [
        f"{wave}, {group}: n = {n}, effective n {float(kish_effective_n(total, squares)):.1f}, "
        f"design effect {float(design_effect(n, total, squares)):.3f}, largest weight "
        f"{largest / (total / n):.2f} times the mean."
        for group, (n, total, squares, largest) in weighted.items()
    ]


def _rows(
    raw: RawTable, columns: dict[str, int], figure: str, questionnaire: Questionnaire, margins: Margins
) -> Iterator[str]:
    """Fill `margins` row by row, and yield what is wrong with each row."""
    groups = questionnaire.position_of_group()
    questions = {name: asked for asked in questionnaire.background_questions() for name in asked.names()}
    for record, line in enumerate(raw.lines.tolist()):
        cell = {name: str(raw.cells[place][record]).strip() for name, place in columns.items()}
        group = groups.get(normalise(cell["group"])) if "group" in columns else 0
        question = questions.get(normalise(cell["question"]))
        if group is None:
            near = did_you_mean(cell["group"], [known.id for known in questionnaire.groups])
            yield f"line {line}, group: '{cell['group']}' is no group{near}"
        if question is None:
            near = did_you_mean(cell["question"], [asked.id for asked in questionnaire.background_questions()])
            yield f"line {line}, question: '{cell['question']}' is no background question with one answer{near}"
            continue
        spellings = {
            spelling: place for place, option in enumerate(question.choices) for spelling in option.spellings()
        }
        option = spellings.get(normalise(cell["option"]))
        if option is None:
            near = did_you_mean(cell["option"], [choice.id for choice in question.choices])
            yield f"line {line}, option: '{cell['option']}' is no option of '{question.id}'{near}"
        value = _number(cell[figure])
        if figure == "count" and _THOUSANDS.fullmatch(cell[figure]):
            yield f"line {line}, count: '{cell[figure]}' may be meant in thousands or not; write it without a point"
            value = math.nan
        elif math.isnan(value):
            yield f"line {line}, {figure}: '{cell[figure]}' is no number of 0 or more"
        if group is None or option is None or math.isnan(value):
            continue
        of_group = margins.setdefault(questionnaire.groups[group].id, {})
        figures = of_group.setdefault(question.id, np.full(len(question.choices), np.nan))
        if not math.isnan(figures[option]):
            yield f"line {line}: '{cell['option']}' of '{question.id}' has stood before"
        figures[option] = value


def _raked(
    pairs: list[tuple[npt.NDArray[np.int64], Floats]],
    start: Floats,
    responses: Responses,
    questions: dict[str, Floats],
    wave: str,
    group: str,
) -> Raked:
    try:
        if len(pairs) == 1:
            return Raked(poststratify(*pairs[0], start=start), 1, 0.0, converged=True)
        raked = rake(pairs, start=start)
    except EmptyCellError as empty:
        question = list(questions)[empty.margin]
        option = responses.questionnaire.question(question).choices[empty.cell]
        if empty.respondents:
            raise BrobyggerError(
                f"{wave}, {group}: {empty.respondents} answered '{option.id}' to '{question}', but the margins have "
                "nobody there",
                "Their answers would count for nothing: correct the margins.",
            ) from None
        raise BrobyggerError(
            f"{wave}, {group}: nobody answered '{option.id}' to '{question}', but the margins have people there",
            "No weight can speak for them: join options in the questionnaire, or leave the margin out.",
        ) from None
    if not raked.converged:
        raise BrobyggerError(
            f"{wave}, {group}: raking to {' and '.join(questions)} does not settle; after {raked.rounds} rounds a "
            f"margin is still {100 * raked.largest_departure:.2g} points off",
            "The margins contradict each other among these respondents: use fewer of them.",
        )
    return raked


def _cell_of_each(
    responses: Responses, question: str, rows: npt.NDArray[np.intp], *, known: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Return the option that each row chose, -1 where it has none, or one of which the population is not known."""
    answers = responses.answers[question]
    chosen = answers.ticked[rows].argmax(axis=1)
    return np.where(answers.in_base[rows] & known[chosen], chosen, -1).astype(np.int64)


def _largest_departure(cells: list[npt.NDArray[np.int64]], targets: list[Floats], weights: Floats) -> float:
    """Return how far the weighted margins are from the population's, as a share (0-1)."""
    departures = [0.0]
    for cell, target in zip(cells, targets, strict=True):
        known = cell >= 0
        reached = np.bincount(cell[known], weights[known], len(target)) / weights[known].sum()
        departures.append(float(np.abs(reached - target / target.sum()).max()))
    return max(departures)


def _number(text: str) -> float:
    try:
        value = float(text.removesuffix("%").strip().replace(",", "."))
    except ValueError:
        return math.nan
    return value if 0 <= value < math.inf else math.nan
