"""Waves made from counts, or from respondents in memory: what a test of a comparison needs, without a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from brobygger_cli.counts import ACCOUNTS, Counts
from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.reading import read_waves
from brobygger_cli.sources import Reading, Source
from brobygger_cli.waves import Wave

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.reading import Refinement
    from brobygger_cli.waves import WaveKind

# A count, or the smallest and the largest one that print allows.
Count = int | tuple[int, int]
Answers = dict[str, Count]  # by option, net or indicator; "base" where several answers can be given
Row = dict[str, str]  # a respondent, as an export writes it

TOML = """
id = "panel"
title = { en = "Panel" }
indicative_below = 0.4

[[groups]]
id = "a"
code = "1"
label = { en = "Group A" }
waves = { poor = { invited = 1000, answered = 10 } }

[[groups]]
id = "b"
code = "2"
label = { en = "Group B" }

[[questions]]
id = "colour"
type = "single"
text = { da = "Farve?", en = "Colour?" }
options = [
  { id = "red", code = "1", label = { en = "Red" } },
  { id = "green", code = "2", label = { en = "Green" } },
  { id = "blue", code = "3", label = { en = "Blue" } },
  { id = "unsure", code = "9", label = { en = "Don't know" }, dont_know = true },
]

[[questions]]
id = "member"
type = "single"
text = { en = "Member?" }
options = [
  { id = "yes", code = "1", label = { en = "Yes" } },
  { id = "no", code = "2", label = { en = "No" } },
]

[[questions]]
id = "trust"
type = "ordinal"
order = "high_to_low"
improvement = "up"
text = { en = "Trust?" }
options = [
  { id = "high", code = "1", label = { en = "High" } },
  { id = "middle", code = "2", label = { en = "Middle" } },
  { id = "low", code = "3", label = { en = "Low" }, inferred = true },
  { id = "never_met", code = "4", label = { en = "Never met" }, on_scale = false },
]

[[questions]]
id = "ease"
type = "ordinal"
order = "low_to_high"
text = { en = "How easy?" }
options = [
  { id = "hard", code = "1", label = { en = "Hard" } },
  { id = "fair", code = "2", label = { en = "Fair" } },
  { id = "easy", code = "3", label = { en = "Easy" } },
]

[[questions]]
id = "times"
type = "count_bins"
text = { en = "How often?" }
options = [
  { id = "once", code = "1", label = { en = "Once" }, low = 1, high = 1 },
  { id = "more", code = "2", label = { en = "More" }, low = 2 },
  { id = "none", code = "0", label = { en = "Never" }, low = 0, high = 0 },
  { id = "unsure", code = "-1", label = { en = "Don't know" }, dont_know = true },
]

[[questions]]
id = "ways"
type = "multiple"
asked_if = { question = "member", answers = ["yes"] }
text = { en = "Which ways?" }
options = [
  { id = "cycle", code = "1", label = { en = "Bicycle" } },
  { id = "bus", code = "2", label = { en = "Bus" } },
  { id = "rail", code = "3", label = { en = "Train" } },
]
nets = [{ id = "public", label = { en = "Public transport" }, options = ["bus", "rail"] }]

[[questions]]
id = "tenure"
type = "single"
background = true
text = { en = "Here for long?" }
options = [
  { id = "new", code = "1", label = { en = "New" } },
  { id = "old", code = "2", label = { en = "Old" } },
]

[[questions]]
id = "remark"
type = "text"
text = { en = "Remarks?" }

[[indicators]]
id = "is_member"
question = "member"
options = ["yes"]
improvement = "up"
label = { en = "Member" }

[[indicators]]
id = "low_trust"
question = "trust"
options = ["low"]
improvement = "down"
label = { en = "Low trust" }

[[indicators]]
id = "any_times"
question = "times"
options = ["once", "more"]
label = { en = "At least once" }

[[indicators]]
id = "by_bus"
question = "ways"
options = ["bus"]
label = { en = "By bus" }
"""
PANEL = parse(TOML, "panel.toml")
OPTIONS = {
    "colour": ("red", "green", "blue", "unsure"),
    "member": ("yes", "no"),
    "trust": ("high", "middle", "low", "never_met"),
    "ease": ("hard", "fair", "easy"),
    "times": ("once", "more", "none", "unsure"),
    "ways": ("cycle", "bus", "rail"),
    "tenure": ("new", "old"),
}


def wave(
    name: str,
    answers: Mapping[str, Mapping[str, Answers]],
    *,
    kind: WaveKind = "respondents",
    questionnaire: Questionnaire = PANEL,
    origin: Mapping[tuple[str, str, str, str], str] | None = None,
    unasked: Collection[str] = (),
    sent: Mapping[str, int] | None = None,
) -> Wave:
    """Make a wave of the answers by group and question, and of how many of a group were invited.

    What is not said is nobody for respondents, and not known for a printed table. Sets of options are the
    sum of their options; of a question with several answers they are the largest of them, unless they are
    given by their own id.
    """
    rows: dict[tuple[str, str, str, str], tuple[float, float, float]] = {}
    for group in questionnaire.groups:
        for question in questionnaire.questions:
            given = answers.get(group.id, {}).get(question.id)
            for item_kind, item, options in _items(questionnaire, question.id):
                key = (group.id, item_kind, question.id, item)
                if given is None:
                    rows[key] = (0, 0, 0) if kind == "respondents" else (np.nan, np.nan, np.nan)
                else:
                    several = question.type == "multiple"
                    rows[key] = _row(given, item_kind, item, options, several=several)
    figures = pd.DataFrame(
        list(rows.values()),
        index=pd.MultiIndex.from_tuples(list(rows), names=["group", "kind", "question", "item"]),
        columns=["n_min", "n_max", "base"],
        dtype=float,
    )
    accounts = _accounts(answers, questionnaire, kind)
    answered = accounts.drop(columns="invalid").sum(axis=1).groupby(level="group").max()
    respondents = {str(group): int(count) for group, count in answered.items()}
    counts = Counts(_in_order(figures, questionnaire), accounts, respondents)
    never = frozenset(unasked)
    return Wave(name, f"{name}.csv", kind, questionnaire, counts, (), dict(origin or {}), never, dict(sent or {}))


def read(
    waves: Mapping[str, Sequence[Row]],
    reading: Reading | None = None,
    refinement: Refinement | None = None,
    *,
    questionnaire: Questionnaire = PANEL,
) -> list[Wave]:
    """Make waves of respondents by the names of the waves, as if their rows had stood in files."""
    sources = [Source(name, table(f"{name}.csv", rows)) for name, rows in waves.items()]
    return read_waves(sources, [questionnaire] * len(sources), reading or Reading(), refinement)


def table(path: str, rows: Sequence[Row]) -> RawTable:
    """Return rows as an export that has been read; a cell that a row does not have is empty."""
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    cells = tuple(Cells.of([row.get(column, "") for row in rows]) for column in columns)
    return RawTable(path, columns, cells, np.arange(2, len(rows) + 2), (), "utf-8", ",")


def _items(questionnaire: Questionnaire, question: str) -> list[tuple[str, str, tuple[str, ...]]]:
    asked = questionnaire.question(question)
    found: list[tuple[str, str, tuple[str, ...]]] = [
        ("indicator", i.id, i.options) for i in questionnaire.indicators if i.question == question
    ]
    found.append(("question", "", ()))
    found += [("option", option.id, (option.id,)) for option in asked.choices]
    found += [("net", net.id, net.options) for net in asked.named_nets]
    found += [
        ("asked", routed.id, routed.asked_if.answers)
        for routed in questionnaire.questions
        if routed.asked_if is not None and routed.asked_if.question == question
    ]
    return found


def _row(
    given: Answers, kind: str, item: str, options: tuple[str, ...], *, several: bool
) -> tuple[float, float, float]:
    counts = {option: (count, count) if isinstance(count, int) else count for option, count in given.items()}
    base = counts["base"][0] if "base" in counts else sum(low for low, _ in counts.values())
    if kind == "question":
        return base, base, base
    if item in counts and kind != "asked":
        return (*counts[item], base)
    parts = [counts.get(option, (0, 0)) for option in options]
    together = max if several else sum
    return together(low for low, _ in parts), min(base, together(high for _, high in parts)), base


def _in_order(figures: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """Put the rows in the order in which brobygger counts: indicators first, routing behind its question."""
    order = []
    for group in questionnaire.groups:
        order += [(group.id, "indicator", i.question, i.id) for i in questionnaire.indicators]
        for question in questionnaire.questions:
            order += [
                (group.id, kind, question.id, item)
                for kind, item, _ in _items(questionnaire, question.id)
                if kind not in {"indicator", "asked"}
            ]
            if question.asked_if is not None:
                order.append((group.id, "asked", question.asked_if.question, question.id))
    return figures.loc[order]


def _accounts(
    answers: Mapping[str, Mapping[str, Answers]], questionnaire: Questionnaire, kind: WaveKind
) -> pd.DataFrame:
    rows: dict[tuple[str, str], list[int]] = {}
    if kind == "respondents":
        for group in questionnaire.groups:
            for question in questionnaire.questions:
                given = answers.get(group.id, {}).get(question.id, {})
                base = given.get("base", sum(count for count in given.values() if isinstance(count, int)))
                assert isinstance(base, int)
                rows[group.id, question.id] = [base, 0, 0, 0, 0]
    index = pd.MultiIndex.from_arrays(
        [[group for group, _ in rows], [question for _, question in rows]], names=["group", "question"]
    )
    return pd.DataFrame(list(rows.values()), index=index, columns=list(ACCOUNTS), dtype="int64")


# Results -------------------------------------------------------------------------------------------


def at(frame: pd.DataFrame, group: str, question: str, option: str | None = None) -> dict[str, Any]:
    """Return a row of a comparison as a person reads it: None where a cell is empty."""
    of = frame["option"].isna() if option is None else frame["option"] == option
    rows = frame[(frame["group"] == group) & (frame["question"] == question) & of]
    assert len(rows) == 1, (group, question, option, len(rows))
    return {str(column): None if pd.isna(value) else value for column, value in rows.iloc[0].items()}


def flags(frame: pd.DataFrame, group: str, question: str, option: str | None = None) -> set[str]:
    """Return the flags of a row."""
    return set(at(frame, group, question, option)["flags"].split())


# Drawing -------------------------------------------------------------------------------------------


@st.composite
def random_answers(draw: st.DrawFn, *, most: int = 15, least: int = 0) -> dict[str, dict[str, Answers]]:
    """Draw the answers of both groups to every question, large and small, often lopsided."""
    return {group: {question: draw(_answers(question, least, most)) for question in OPTIONS} for group in ("a", "b")}


@st.composite
def _answers(draw: st.DrawFn, question: str, least: int, most: int) -> Answers:
    ids = OPTIONS[question]
    count = st.integers(least, most)
    if question == "ways":
        counts: Answers = {option: draw(count) for option in ids}
        largest = max(n for n in counts.values() if isinstance(n, int))
        return counts | {"base": largest + draw(count)}
    return {option: draw(count) for option in ids}
