"""Waves of a club with three groups, made of people: what tests of contrasts and of the mix of groups need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.questionnaire.load import load, parse
from brobygger_cli.reading import Refinement, read_waves
from brobygger_cli.sources import Reading, Source, open_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.waves import Wave

Row = dict[str, str]

TOML = """
id = "club"
title = { en = "The club" }
indicative_below = 0.4

[[groups]]
id = "north"
code = "1"
label = { da = "Nord", en = "North" }
waves = { before = { invited = 100 }, after = { invited = 90 } }

[[groups]]
id = "south"
code = "2"
label = { da = "Syd", en = "South" }
waves = { before = { invited = 300 }, after = { invited = 290 } }

[[groups]]
id = "east"
code = "3"
label = { da = "Øst", en = "East" }
waves = { before = { invited = 60 }, after = { invited = 70 } }

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
id = "member"
type = "single"
text = { da = "Medlem?", en = "Member?" }
options = [
  { id = "yes", code = "1", label = { da = "Ja", en = "Yes" } },
  { id = "no", code = "2", label = { da = "Nej", en = "No" } },
]

[[questions]]
id = "sport"
type = "single"
text = { da = "Hvilken sport?", en = "Which sport?" }
options = [
  { id = "ball", code = "1", label = { da = "Boldspil", en = "Ball games" } },
  { id = "swim", code = "2", label = { da = "Svømning", en = "Swimming" } },
  { id = "run", code = "3", label = { da = "Løb", en = "Running" } },
]

[[questions]]
id = "mood"
type = "ordinal"
order = "high_to_low"
text = { da = "Hvordan går det?", en = "How are things?" }
options = [
  { id = "good", code = "1", label = { da = "Godt", en = "Well" } },
  { id = "fair", code = "2", label = { da = "Både og", en = "Fair" } },
  { id = "bad", code = "3", label = { da = "Dårligt", en = "Badly" } },
]

[[questions]]
id = "ways"
type = "multiple"
asked_if = { question = "member", answers = ["yes"] }
text = { da = "Hvordan kommer du?", en = "How do you get there?" }
options = [
  { id = "cycle", code = "1", label = { da = "Cykel", en = "Bicycle" } },
  { id = "bus", code = "2", label = { da = "Bus", en = "Bus" } },
  { id = "car", code = "3", label = { da = "Bil", en = "Car" } },
]
nets = [{ id = "motor", label = { da = "Motor", en = "By motor" }, options = ["bus", "car"] }]

[[indicators]]
id = "is_member"
question = "member"
options = ["yes"]
improvement = "up"
label = { da = "Medlem", en = "Member" }

[[indicators]]
id = "does_well"
question = "mood"
options = ["good"]
label = { da = "Har det godt", en = "Does well" }
"""
CLUB = parse(TOML, "club.toml")
OPTIONS = {"member": ("yes", "no"), "sport": ("ball", "swim", "run"), "mood": ("good", "fair", "bad")}


def people(group: str, n: int, *, seed: int, members: float = 0.5, **columns: str) -> list[Row]:
    """Draw people of one group, of whom a given share are members."""
    drawn = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        member = "yes" if number < round(members * n) else "no"
        ticks = {f"ways_{way}": str(drawn.integers(0, 2)) for way in ("cycle", "bus", "car")} if member == "yes" else {}
        rows.append(
            {
                "respondent_id": f"{group}{number}",
                "group": group,
                "age": drawn.choice(["young", "old"]),
                "member": member,
                "sport": drawn.choice(OPTIONS["sport"], p=[0.5, 0.3, 0.2] if group == "north" else [0.2, 0.4, 0.4]),
                "mood": drawn.choice(OPTIONS["mood"], p=[0.5, 0.3, 0.2] if group == "south" else [0.3, 0.3, 0.4]),
                **ticks,
                **columns,
            }
        )
    return rows


def club(members: Sequence[float] = (0.3, 0.5, 0.6), sizes: Sequence[int] = (60, 150, 40), *, seed: int) -> list[Row]:
    """Draw people of all three groups."""
    groups = zip(("north", "south", "east"), members, sizes, strict=True)
    return [
        row
        for place, (group, share, n) in enumerate(groups)
        for row in people(group, n, seed=seed + place, members=share)
    ]


def waves(
    rows: Mapping[str, Sequence[Row]], *, by: str | None = None, questionnaire: Questionnaire = CLUB, **reading: str
) -> list[Wave]:
    """Make waves of people, by their names."""
    how = Reading(**reading)  # type: ignore[arg-type]
    sources = [Source(name, _table(of_wave)) for name, of_wave in rows.items()]
    return read_waves(sources, [questionnaire] * len(sources), how, Refinement(by=by))


def files(*names: str, by: str | None = None, questionnaire: str = "kommune") -> list[Wave]:
    """Read waves from files, or bundled ones by their names."""
    reading = Reading(questionnaire)
    sources = [open_source(name, reading) for name in names]
    return read_waves(sources, [load(questionnaire)] * len(sources), reading, Refinement(by=by))


def answers(rows: Sequence[Row], group: str, question: str) -> pd.Series[Any]:
    """Return the answers of a group to a question."""
    return pd.Series([row[question] for row in rows if row["group"] == group])


def at(frame: pd.DataFrame, **where: object) -> dict[str, Any]:
    """Return the one row that has these values (None: an empty cell), None where a cell is empty."""
    chosen = frame
    for column, value in where.items():
        chosen = chosen[chosen[column].isna() if value is None else chosen[column] == value]
    assert len(chosen) == 1, (where, len(chosen))
    return {str(column): None if pd.isna(value) else value for column, value in chosen.iloc[0].items()}


def _table(rows: Sequence[Row]) -> RawTable:
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    cells = tuple(Cells.of([row.get(column, "") for row in rows]) for column in columns)
    return RawTable("club.csv", columns, cells, np.arange(2, len(rows) + 2), (), "utf-8", ",")
