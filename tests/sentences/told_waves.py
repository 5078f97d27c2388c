"""Waves made of counts, and what is said of them: what tests of sentences need, without a file."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.questionnaire.load import load, parse
from brobygger_cli.reading import read_waves
from brobygger_cli.result import records
from brobygger_cli.sentences import Findings
from brobygger_cli.sources import Reading, Source, open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.result import Record, Result
    from brobygger_cli.waves import Wave

Row = dict[str, str]  # a respondent, as an export writes it
Answers = dict[str, int]  # how many wrote this in the cell of a question

TOML = """
id = "choir"
title = { da = "Koret", en = "The choir" }
indicative_below = 0.4

[[groups]]
id = "singers"
code = "1"
label = { da = "Sangere", en = "Singers" }
waves = { spring = { invited = 110 }, autumn = { invited = 110 }, storm = { invited = 500 } }

[[groups]]
id = "guests"
code = "2"
label = { da = "Gæster", en = "Guests" }

[[questions]]
id = "age"
type = "single"
background = true
text = { da = "Alder?", en = "Age?" }
options = [
  { id = "young", code = "1", label = { da = "Ung", en = "Young" } },
  { id = "old", code = "2", label = { da = "Gammel", en = "Old" } },
]

[[questions]]
id = "sings"
type = "single"
text = { da = "Synger du derhjemme?", en = "Do you sing at home?" }
short = { da = "Synger hjemme", en = "Sings at home" }
options = [
  { id = "yes", code = "1", label = { da = "Ja", en = "Yes" } },
  { id = "no", code = "2", label = { da = "Nej", en = "No" } },
]

[[questions]]
id = "voice"
type = "single"
text = { da = "Hvilken stemme?", en = "Which voice?" }
options = [
  { id = "high", code = "1", label = { da = "Lys", en = "High" } },
  { id = "deep", code = "2", label = { da = "Dyb", en = "Deep" } },
  { id = "both", code = "3", label = { da = "Begge", en = "Both" }, inferred = true },
]
nets = [{ id = "one", label = { da = "Kun en", en = "One only" }, options = ["high", "deep"] }]

[[questions]]
id = "likes"
type = "ordinal"
order = "high_to_low"
improvement = "up"
text = { da = "Kan du lide det?", en = "Do you like it?" }
options = [
  { id = "much", code = "1", label = { da = "Meget", en = "A lot" } },
  { id = "some", code = "2", label = { da = "Noget", en = "Somewhat" } },
  { id = "little", code = "3", label = { da = "Lidt", en = "A little" } },
  { id = "unsure", code = "9", label = { da = "Ved ikke", en = "Don't know" }, dont_know = true },
]

[[questions]]
id = "often"
type = "count_bins"
text = { da = "Hvor ofte?", en = "How often?" }
options = [
  { id = "never", code = "0", label = { da = "Aldrig", en = "Never" }, low = 0, high = 0 },
  { id = "once", code = "1", label = { da = "En gang", en = "Once" }, low = 1, high = 1 },
  { id = "more", code = "2", label = { da = "Mere", en = "More" }, low = 2 },
]

[[questions]]
id = "travels"
type = "multiple"
asked_if = { question = "sings", answers = ["yes"] }
text = { da = "Hvordan kommer du?", en = "How do you get there?" }
options = [
  { id = "foot", code = "1", label = { da = "Til fods", en = "On foot" } },
  { id = "bus", code = "2", label = { da = "Bus", en = "Bus" } },
  { id = "car", code = "3", label = { da = "Bil", en = "Car" } },
]
nets = [{ id = "motor", label = { da = "Motor", en = "By motor" }, options = ["bus", "car"] }]

[[questions]]
id = "remark"
type = "text"
text = { da = "Bemærkninger?", en = "Remarks?" }

[[indicators]]
id = "at_home"
question = "sings"
options = ["yes"]
improvement = "up"
label = { da = "Synger hjemme", en = "Sings at home" }
who = { da = "der synger derhjemme", en = "who sing at home" }

[[indicators]]
id = "not_at_home"
question = "sings"
options = ["no"]
improvement = "down"
label = { da = "Synger aldrig hjemme", en = "Never sings at home" }
who = { en = "who never sing at home" }

[[indicators]]
id = "likes_it"
question = "likes"
options = ["much", "some"]
improvement = "up"
label = { da = "Kan lide det", en = "Likes it" }
who = { da = "der kan lide det", en = "who like it" }

[[indicators]]
id = "is_deep"
question = "voice"
options = ["deep"]
label = { da = "Har en dyb stemme", en = "Has a deep voice" }
short = { da = "Dyb stemme", en = "Deep voice" }
"""
CHOIR = parse(TOML, "choir.toml")
# The same questions in other words, of other people, with other options.
OTHERWISE = parse(
    TOML.replace('"Do you sing at home?"', '"Do you ever sing at home?"')
    .replace('answers = ["yes"]', 'answers = ["no"]')
    .replace('  { id = "high", code = "1", label = { da = "Lys", en = "High" } },\n', "")
    .replace('["high", "deep"]', '["deep", "both"]'),
    "otherwise.toml",
)
LESS, MORE = {"1": 40, "2": 60}, {"1": 70, "2": 30}


class Told:
    """A comparison of waves, and what is said of its rows."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.findings = Findings(result)

    def row(self, question: str, option: str | None = None, *, group: str = "guests", **where: str) -> Record:
        """Return the one row of a question, or of its option, net or indicator."""
        wanted = {"group": group, "question": question, "option": option, "comparison": "change", **where}
        found = [row for row in records(self.result.frame) if wanted.items() <= row.items()]
        assert len(found) == 1, (wanted, len(found))
        return found[0]

    def sentence(self, question: str, option: str | None = None, **where: str) -> str:
        """Return what is said of a row."""
        return self.findings.sentence(self.row(question, option, **where))

    def brief(self, question: str, option: str | None = None, **where: str) -> str:
        """Return what is said of a row in a few words."""
        return self.findings.brief(self.row(question, option, **where))

    def summary(self, **of: str) -> tuple[str, ...]:
        """Return what is said of all rows, or of those of a group and wave."""
        return self.findings.told(self.findings.summary(**of))

    def with_rows(self, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Told:
        """Return what is said where the rows are others."""
        return Told(replace(self.result, frame=change(self.result.frame.copy())))

    @cached_property
    def in_english(self) -> Told:
        """What is said in English of the same rows: comparing them anew would take its time."""
        return Told(replace(self.result, frame=self._in_english(), language="en"))

    def _in_english(self) -> pd.DataFrame:
        frame = self.result.frame
        labels = {
            (question.id, item.id): item.label.said_in("en")
            for wave in self.result.context.waves
            for question in wave.questionnaire.questions
            for item in (*question.choices, *question.named_nets)
        }
        named = zip(frame["question"], frame["option"], frame["label"], strict=True)
        return frame.assign(label=[labels.get((question, option), label) for question, option, label in named])


def people(group: str = "2", **counts: Answers) -> list[Row]:
    """Make people of whom so many wrote this and so many that in the cell of each question, in this order."""
    cells = {question: [cell for cell, number in of.items() for _ in range(number)] for question, of in counts.items()}
    number = max(len(of) for of in cells.values())
    return [
        {"id": f"{group}-{place}", "group": group}
        | {question: of[place] for question, of in cells.items() if place < len(of)}
        for place in range(number)
    ]


def table(name: str, rows: Sequence[Row]) -> RawTable:
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    cells = tuple(Cells.of([row.get(column, "") for row in rows]) for column in columns)
    return RawTable(f"{name}.csv", columns, cells, np.arange(2, len(rows) + 2), (), "utf-8", ",")


def read(
    waves: Mapping[str, Sequence[Row]],
    questionnaires: Sequence[Questionnaire] = (),
    reading: Reading | None = None,
) -> list[Wave]:
    """Make waves of people by their names, as if their rows had stood in files."""
    sources = [Source(name, table(name, rows)) for name, rows in waves.items()]
    asked = questionnaires or [CHOIR] * len(sources)
    return read_waves(sources, asked, reading or Reading())


def compared(waves: Sequence[Wave], settings: Settings | None = None) -> Told:
    """Compare waves, labelled in Danish."""
    baseline, followup, *later = waves
    return Told(compare(baseline, followup, settings, later=later, language="da"))


def _files(*names: str, questionnaire: str) -> Told:
    sources = [open_source(name, Reading(questionnaire)) for name in names]
    return compared(read_waves(sources, [load(questionnaire)] * len(sources), Reading(questionnaire)))


# Comparisons that several tests are about ----------------------------------------------------------


@cache
def plain() -> Told:
    """Compare singers, of whom it is known how many were invited, and guests, who answer the other way."""
    singers = [
        people(
            "1",
            sings={"1": 36, "2": 54},
            voice={"1": 45, "2": 18, "3": 27},
            likes={"1": 20, "2": 20, "3": 40, "9": 10},
            often={"0": 40, "1": 30, "2": 20},
        ),
        people(
            "1",
            sings={"1": 63, "2": 27},
            voice={"1": 30, "2": 33, "3": 27},
            likes={"1": 40, "2": 30, "3": 10, "9": 10},
            often={"0": 20, "1": 30, "2": 40},
        ),
    ]
    guests = [
        people(
            sings=MORE,
            voice={"1": 40, "2": 50, "3": 10},
            likes={"1": 50, "2": 30, "3": 20},
            often={"0": 20, "1": 30, "2": 50},
            travels={"1": 35, "2": 20, "3": 15},
            age={"1": 50, "2": 50},
        ),
        people(
            sings=LESS,
            voice={"1": 20, "2": 20, "3": 60},
            likes={"1": 20, "2": 30, "3": 50},
            often={"0": 50, "1": 30, "2": 20},
            travels={"1": 4, "2;3": 36},
            age={"1": 40, "2": 60},
        ),
    ]
    return compared(read({"spring": singers[0] + guests[0], "autumn": singers[1] + guests[1]}))


@cache
def margins() -> Told:
    """Compare waves with a margin of 10 points: many guests, and few singers."""
    many = [
        people(sings={"1": 400, "2": 600}, voice={"1": 500, "2": 460, "3": 40}, likes={"1": 300, "2": 300, "3": 400}),
        people(sings={"1": 460, "2": 540}, voice={"1": 560, "2": 400, "3": 40}, likes={"1": 305, "2": 300, "3": 395}),
    ]
    few = [
        people("1", sings={"1": 40, "2": 50}, voice={"1": 62, "2": 18, "3": 10}),
        people("1", sings={"1": 45, "2": 45}, voice={"1": 35, "2": 45, "3": 10}),
    ]
    return compared(read({"spring": many[0] + few[0], "autumn": many[1] + few[1]}), Settings(margin=0.1))


@cache
def sparse() -> Told:
    """Compare waves in which questions were not asked, nobody answered or few did, or wrote what is no answer."""
    spring = people(voice={"1": 15, "2": 5}, likes={"": 20}, often={"0": 10, "1": 10})
    autumn = people(sings=MORE, voice={"1": 5, "2": 15}, likes={"1": 20}, often={"0": 10, "1": 9, "x": 1})
    reading = Reading(without=("sings", "age", "travels", "remark"))
    return compared(read({"spring": spring, "autumn": autumn}, reading=reading))


@cache
def otherwise() -> Told:
    """Compare waves that ask otherwise."""
    spring = people(sings=LESS, voice={"1": 30, "2": 20, "3": 50}, travels={"1": 20, "2": 20})
    autumn = people(sings=MORE, voice={"2": 60, "3": 40}, travels={"": 70, "1": 20, "2": 10})
    return compared(read({"spring": spring, "autumn": autumn}, (CHOIR, OTHERWISE)))


@cache
def low_response() -> Told:
    """Compare waves of which the second one has too few answers for those invited."""
    waves = {"spring": people("1", sings=LESS, likes=LESS), "storm": people("1", sings=MORE, likes=MORE)}
    return compared(read(waves))


@cache
def weighted() -> Told:
    """Compare waves in which those who sing count double."""
    waves = {"spring": people(sings=LESS), "autumn": people(sings=MORE)}
    rows = {name: [row | {"w": "2" if row["sings"] == "1" else "1"} for row in of] for name, of in waves.items()}
    return compared(read(rows, reading=Reading(weight_column="w")))


@cache
def linked() -> Told:
    """Compare 80 people in both waves, of whom 20 begin to sing and 5 stop; 20 more have left and 15 are new."""
    both = [("1", "1")] * 25 + [("1", "2")] * 5 + [("2", "1")] * 20 + [("2", "2")] * 30

    def row(person: str, cell: str) -> Row:
        return {"id": person, "group": "2", "sings": cell, "likes": cell}

    spring = [row(f"p{place}", before) for place, (before, _) in enumerate(both)]
    autumn = [row(f"p{place}", after) for place, (_, after) in enumerate(both)]
    spring += [row(f"left{place}", "2") for place in range(20)]
    autumn += [row(f"new{place}", "1") for place in range(15)]
    return compared(read({"spring": spring, "autumn": autumn}, reading=Reading(id_column="id")))


@cache
def population() -> Told:
    """Compare waves of 110 people each, of whom 100 answered, as these very people."""
    waves = {"spring": people("1", sings=LESS), "autumn": people("1", sings={"1": 45, "2": 55})}
    return compared(read(waves), Settings(estimand="population"))


@cache
def overlap() -> Told:
    """Compare waves of which it is stated that 50 people answered both."""
    waves = {"spring": people(sings=LESS), "autumn": people(sings={"1": 45, "2": 55})}
    return compared(read(waves), Settings(overlap={"guests": 50}))


@cache
def unadjusted() -> Told:
    """Compare waves without adjusting for many tests, with 99 % confidence."""
    return compared(
        read({"spring": people(sings=LESS), "autumn": people(sings=MORE)}), Settings(adjust="none", confidence=0.99)
    )


@cache
def kommune() -> Told:
    """Compare the printed wave of the municipality's staff with the example of a second one."""
    return _files("2017", "examples/followup.csv", questionnaire="kommune")


@cache
def ngo() -> Told:
    """Compare the printed wave of the NGOs, of whom few answered, with the example of a second one."""
    return _files("2017", "examples/followup_ngo.csv", questionnaire="ngo")


@cache
def library() -> Told:
    """Compare the three waves of the example of a library."""
    names = [f"examples/library_{year}.csv" for year in (2023, 2025, 2027)]
    return _files(*names, questionnaire="examples/library.toml")
