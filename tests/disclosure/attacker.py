"""Somebody who wants to know what is hidden, and has nothing but what was written and the questionnaire.

Written apart from the program: every row of CSV becomes equations and limits, and an integer program looks for the
smallest and the largest count that none of them rules out. The attacker may be an insider, who knows which of the
hidden counts are small.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

Item = tuple[str, str, str, str]  # wave, group, question, and an option, net or indicator, or '>' and who is led where
Options = frozenset[str]

# The columns of a comparison that tell of one wave's count; the rest tells of the base, the group or both counts.
OF_THE_COUNT = (
    *("count", "share", "low", "high", "count_min", "count_max", "people_low", "people_high"),
    *("worst_low", "worst_high"),
)
OF_BOTH_COUNTS = (
    *("change", "change_low", "change_high", "change_min", "change_max", "change_outer_low", "change_outer_high"),
    *("statistic", "p_value", "p_value_min", "p_value_max", "p_adjusted", "effect", "effect_low", "effect_high"),
    *("change_worst_low", "change_worst_high", "tipping_share", "tipping_difference", "gained", "lost", "pairs"),
    *("change_overlap_low", "change_overlap_high", "margin_low", "margin_high", "direction", "finding", "verdict"),
)


def rows_of(text: str) -> list[dict[str, str]]:
    """Return what was written as CSV, row by row."""
    return list(csv.DictReader(io.StringIO(text)))


@dataclass
class Read:
    """What somebody who reads a comparison or a description knows.

    Args:
        counts: Every count that is told, or that a share and its base make.
        bases: Every base that is told, by wave, group and question.
        together: How many gave an answer on the scale, where a test tells it.
    """

    counts: dict[Item, int] = field(default_factory=dict)
    bases: dict[tuple[str, str, str], int] = field(default_factory=dict)
    together: dict[tuple[str, str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]]) -> Read:
        """Read the rows of a comparison of waves, or of a description."""
        read = cls()
        for row in rows:
            if row.get("comparison") == "trend":
                continue
            waves = (
                [("", "wave")] if "wave" in row else [("baseline_", "baseline_wave"), ("followup_", "followup_wave")]
            )
            for prefix, name in waves:
                read._one_wave(row, prefix, row[name])
        return read

    def _one_wave(self, row: Mapping[str, str], prefix: str, wave: str) -> None:
        of = (wave, row["group"], row["question"])
        if row[f"{prefix}base"]:
            self.bases[of] = int(row[f"{prefix}base"])
        if row["level"] == "question":
            if row.get(f"{prefix}test_n") and row["test"] != "holm_over_options":
                self.together[of] = int(row[f"{prefix}test_n"])
        elif row[f"{prefix}count"]:
            self.counts[*of, row["option"]] = int(row[f"{prefix}count"])
        elif row[f"{prefix}share"]:
            self.counts[*of, row["option"]] = round(float(row[f"{prefix}share"]) * self.bases[of])
        if row.get(f"{prefix}asked"):
            self.counts[*of, ">"] = int(row[f"{prefix}asked"])

    def with_told(self, told: Mapping[Item, int]) -> Read:
        """Return what would be known if some counts were told as well."""
        return Read({**self.counts, **told}, self.bases, self.together)


class Attack:
    """The attack on one question of one group in one wave.

    Args:
        questionnaire: What was asked.
        question: The question.
        of: The wave and the group.
        known: What is known.
        truth: Of which an insider knows what is small; nobody knows what a printed table does not tell.
        minimum: Counts below it are hidden.
        asked: By the questions to which this one leads: how many answered them, as far as that can be relied on.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        question: Question,
        of: tuple[str, str],
        known: Read,
        truth: Read,
        minimum: int,
        asked: Mapping[str, int],
    ) -> None:
        self._question = question
        self._several = question.type == "multiple"
        self._ids = [option.id for option in question.choices]
        self._rows: list[tuple[np.ndarray, float, float]] = []
        base = known.bases[*of, question.id]
        self._answers = self._ways()
        self._base = base
        self._limit(frozenset(self._ids), base, base, everybody=True)
        scale = frozenset(self._ids[place] for place in question.scale())
        if (*of, question.id) in known.together:
            self._limit(scale, known.together[*of, question.id], known.together[*of, question.id])
        for item, options in sets_of(questionnaire, question).items():
            key = (*of, question.id, item)
            routed = item.startswith(">")
            told = known.counts.get((*of, item[1:], ">")) if routed else known.counts.get(key)
            if told is not None:
                self._limit(options, told, told)
            elif key in truth.counts:
                self._limit(options, *((1, minimum - 1) if truth.counts[key] < minimum else (minimum, base)))
            if routed and item[1:] in asked:
                self._limit(options, asked[item[1:]], base)

    def _ways(self) -> np.ndarray:
        """Return every way to answer, shape (ways, options)."""
        if not self._several:
            return np.eye(len(self._ids), dtype=bool)
        ways = np.array(list(product([False, True], repeat=len(self._ids))))
        for place, option in enumerate(self._question.choices):
            others = [at for at in range(len(self._ids)) if at != place]
            if getattr(option, "exclusive", False):
                ways = ways[~(ways[:, place] & ways[:, others].any(axis=1))]
            for other in getattr(option, "contradicts", ()):
                ways = ways[~(ways[:, place] & ways[:, self._ids.index(other)])]
        if any(getattr(option, "exclusive", False) for option in self._question.choices):
            ways = ways[ways.any(axis=1)]
        return ways

    def _limit(self, options: Options, low: int, high: int, *, everybody: bool = False) -> None:
        places = [self._ids.index(option) for option in options]
        touched = np.ones(len(self._answers)) if everybody else self._answers[:, places].any(axis=1).astype(float)
        self._rows.append((touched, low, high))

    def range_of(self, options: Options) -> tuple[int, int] | None:
        """Return the smallest and largest count that is not ruled out; None where all are."""
        wanted = self._answers[:, [self._ids.index(option) for option in options]].any(axis=1).astype(float)
        limits = LinearConstraint(
            np.array([row for row, _, _ in self._rows]),
            [low for _, low, _ in self._rows],
            [h for _, _, h in self._rows],
        )
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * wanted,
                constraints=limits,
                bounds=Bounds(0, self._base),
                integrality=np.ones(len(wanted), dtype=np.int64),
                options={"mip_rel_gap": 0},
            )
            if found.x is None:
                return None
            ends.append(round(float(wanted @ found.x)))
        return ends[0], ends[1]


def sets_of(questionnaire: Questionnaire, question: Question) -> dict[str, Options]:
    """Return the options of everything that is counted of a question: '>' stands before a question that is led to."""
    found = {option.id: frozenset({option.id}) for option in question.choices}
    found |= {net.id: frozenset(net.options) for net in question.named_nets}
    found |= {i.id: frozenset(i.options) for i in questionnaire.indicators if i.question == question.id}
    for routed in questionnaire.questions:
        if routed.asked_if is not None and routed.asked_if.question == question.id:
            found[f">{routed.id}"] = frozenset(routed.asked_if.answers)
    return found


def recovered(
    questionnaires: Mapping[str, Questionnaire], known: Read, truth: Read, minimum: int
) -> dict[Item, tuple[int, int]]:
    """Return the small counts that an insider can tell, each with the one value that is left to it.

    Args:
        questionnaires: What each wave asked.
        known: What was written.
        truth: What would have been written if nothing had been hidden.
        minimum: Counts below it are hidden.
    """
    small = {item for item, count in truth.counts.items() if item[3] != ">" and 0 < count < minimum}
    hidden = defaultdict(set)
    for item in small:
        assert item not in known.counts, f"{item} is small, and shown"
        if item[:3] in known.bases:  # else nothing of the question is shown
            hidden[item[:3]].add(item)
    found = {}
    for (wave, group, asked), items in hidden.items():
        questionnaire = questionnaires[wave]
        question = questionnaire.question(asked)
        if len(question.choices) > 10 and question.type == "multiple":
            assert len(sets_of(questionnaire, question)) == len(question.choices)  # nothing sums to anything
            continue
        answered: dict[str, int] = {}
        for name in sets_of(questionnaire, question):
            led, base = name[1:], known.bases.get((wave, group, name[1:]))
            were_led = truth.counts.get((wave, group, led, ">"))
            if name.startswith(">") and base is not None and (were_led is None or base <= were_led):
                answered[led] = base
        attack = Attack(questionnaire, question, (wave, group), known, truth, minimum, answered)
        for item in items:
            span = attack.range_of(sets_of(questionnaire, question)[item[3]])
            assert span is not None, f"{item}: the attack contradicts itself"
            assert span[0] <= truth.counts[item] <= span[1], f"{item}: the attack rules out what is true"
            if span[0] == span[1]:
                found[item] = span
    return found
