"""Transitions: what linked respondents answered in one wave and in another, as counts.

Two waves of margins cannot tell who changed. Where respondents carry an id, this small additive table can:
per row of the counts, how many pairs chose an item in both waves, in one of them, in neither; per question
with one answer, how many went from each option to each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.counts import KEY, items

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.counts import Item
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.responses import Responses

    Places = npt.NDArray[np.intp]
    Mask = npt.NDArray[np.bool_]

CELLS = ["both", "only_baseline", "only_followup", "neither"]

# Cohen's kappa of a background question, as a part of the largest that its margins allow, under which linked
# respondents agree hardly more than chance would have it. Tenure and the like do change between waves, mostly in one
# direction; other people's answers come to a kappa around 0.
_SAME_PEOPLE = 0.4
_ENOUGH_TO_TELL = 10  # pairs


@dataclass(frozen=True, eq=False)
class Background:
    """How far linked respondents agree with themselves on what should hardly change.

    Args:
        question: Id of the question, '' for the group itself.
        pairs: How many answered it in both waves.
        differing: How many of them differ.
        kappa: Cohen's (1960) kappa over the largest that the margins allow: agreement beyond chance, 1 is all that
            is possible, 0 is chance; NaN where undefined.
    """

    question: str
    pairs: int
    differing: int
    kappa: float

    @property
    def other_people(self) -> bool:
        """Whether the same ids seem to stand for other people."""
        return self.pairs >= _ENOUGH_TO_TELL and self.kappa < _SAME_PEOPLE


@dataclass(frozen=True, eq=False)
class Transitions:
    """Linked respondents of one wave and an earlier one.

    Args:
        shares: Indexed by `counts.KEY`, columns `CELLS`: pairs that are in the base of both waves, by whether they
            chose the item.
        questions: By group and question, pairs from option (rows) to option (columns), shape (k, k); questions
            with one answer and the same options in both waves.
        linked: By group, the respondents found in that group in both waves.
        moved: Respondents found in both waves, in different groups: they count as leavers and newcomers.
        background: How far linked respondents agree on what describes them.
    """

    shares: pd.DataFrame
    questions: dict[tuple[str, str], npt.NDArray[np.int64]]
    linked: dict[str, int]
    moved: int
    background: tuple[Background, ...]


def link(baseline: Responses, followup: Responses) -> Transitions:
    """Link respondents by their ids.

    Args:
        baseline: The earlier wave, with ids.
        followup: The later wave, with ids.
    """
    before, after = _linked_rows(baseline, followup)
    groups = [group.id for group in baseline.questionnaire.groups]
    later_groups = [group.id for group in followup.questionnaire.groups]
    group_before = np.array([groups[place] for place in baseline.group[before]], dtype=object)
    group_after = np.array([later_groups[place] for place in followup.group[after]], dtype=object)
    stayed = group_before == group_after
    members = {group: stayed & (group_after == group) for group in later_groups}
    earlier_items = {(item.kind, item.question.id, item.item): item for item in items(baseline.questionnaire)}
    shares: dict[tuple[str, str, str, str], list[int]] = {}
    for item in items(followup.questionnaire):
        earlier = earlier_items.get((item.kind, item.question.id, item.item))
        if earlier is not None:
            chose, in_base = _chosen(baseline, earlier, before)
            chooses, in_base_now = _chosen(followup, item, after)
            for group, rows in members.items():
                both_asked = rows & in_base & in_base_now
                cells = (chose & chooses, chose & ~chooses, ~chose & chooses, ~chose & ~chooses)
                shares[group, item.kind, item.question.id, item.item] = [int((both_asked & c).sum()) for c in cells]
    questions = {
        (group, question.id): _between_options(baseline, followup, question, before[rows], after[rows])
        for question in followup.questionnaire.questions
        if question.compared_as in {"nominal", "ordinal"} and _same_options(baseline, question)
        for group, rows in members.items()
    }
    return Transitions(
        pd.DataFrame(
            list(shares.values()), index=pd.MultiIndex.from_tuples(list(shares), names=KEY), columns=CELLS, dtype=float
        ),
        questions,
        {group: int(rows.sum()) for group, rows in members.items()},
        int((~stayed).sum()),
        tuple(_background(baseline, followup, before, after, group_before, group_after)),
    )


def _linked_rows(baseline: Responses, followup: Responses) -> tuple[Places, Places]:
    """Return the rows of both waves that carry the same id and answer anything, in the order of the follow-up."""
    if baseline.ids is None or followup.ids is None:
        raise ValueError("respondents without ids cannot be linked")
    answered, answers = baseline.answering, followup.answering
    place = {identifier: row for row, identifier in enumerate(baseline.ids) if identifier and answered[row]}
    pairs = [
        (place[identifier], row) for row, identifier in enumerate(followup.ids) if identifier in place and answers[row]
    ]
    rows = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


def _chosen(responses: Responses, item: Item, rows: Places) -> tuple[Mask, Mask]:
    """Return which of `rows` chose an item, and which are in its base."""
    answers = responses.answers[item.question.id]
    in_base = answers.in_base[rows]
    if item.kind == "question":
        return in_base, in_base
    chosen: Mask = np.asarray(answers.ticked[rows][:, list(item.positions)].any(axis=1))
    return chosen, in_base


def _same_options(baseline: Responses, question: Question) -> bool:
    earlier = {asked.id: [option.id for option in asked.choices] for asked in baseline.questionnaire.questions}
    return earlier.get(question.id) == [option.id for option in question.choices]


def _between_options(
    baseline: Responses, followup: Responses, question: Question, before: Places, after: Places
) -> npt.NDArray[np.int64]:
    earlier, later = baseline.answers[question.id], followup.answers[question.id]
    answered = earlier.in_base[before] & later.in_base[after]
    options = len(question.choices)
    origin = earlier.ticked[before[answered]].argmax(axis=1)
    destination = later.ticked[after[answered]].argmax(axis=1)
    return np.bincount(origin * options + destination, minlength=options**2).reshape(options, options)


def _background(
    baseline: Responses,
    followup: Responses,
    before: Places,
    after: Places,
    group_before: npt.NDArray[np.object_],
    group_after: npt.NDArray[np.object_],
) -> list[Background]:
    found = []
    if len(followup.questionnaire.groups) > 1:
        names = sorted({*group_before, *group_after})
        table = pd.crosstab(group_before, group_after).reindex(index=names, columns=names, fill_value=0)
        found.append(_agreement("", table.to_numpy(dtype=np.int64)))
    found += [
        _agreement(question.id, _between_options(baseline, followup, question, before, after))
        for question in followup.questionnaire.background_questions()
        if _same_options(baseline, question)
    ]
    return [agreement for agreement in found if agreement.pairs]


def _agreement(question: str, table: npt.NDArray[np.int64]) -> Background:
    pairs = int(table.sum())
    if not pairs:
        return Background(question, 0, 0, np.nan)
    agreeing = int(np.trace(table))
    before, after = table.sum(axis=1), table.sum(axis=0)
    by_chance = float(before @ after) / pairs
    at_most = float(np.minimum(before, after).sum())
    kappa = (agreeing - by_chance) / (at_most - by_chance) if at_most > by_chance else np.nan
    return Background(question, pairs, pairs - agreeing, kappa)
