"""A survey in memory, and all that is written of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.contrasts.changes import contrast_changes
from brobygger_cli.contrasts.groups import contrast_groups
from brobygger_cli.describe import describe
from brobygger_cli.disclosure import hide
from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.mix import compare_mix
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.reading import Refinement, read_waves
from brobygger_cli.sources import Reading, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.waves import Wave

Person = dict[str, str]

CLUB = parse(
    """
id = "club"
title = { en = "Club" }

[[groups]]
id = "a"
code = "1"
label = { en = "Group A" }

[[groups]]
id = "b"
code = "2"
label = { en = "Group B" }

[[questions]]
id = "colour"
type = "single"
text = { en = "Colour?" }
options = [
  { id = "red", code = "1", label = { en = "Red" } },
  { id = "green", code = "2", label = { en = "Green" } },
  { id = "blue", code = "3", label = { en = "Blue" } },
  { id = "black", code = "4", label = { en = "Black" } },
  { id = "unsure", code = "9", label = { en = "Don't know" }, dont_know = true },
]
nets = [{ id = "warm", label = { en = "Warm" }, options = ["red", "black"] }]

[[questions]]
id = "ways"
type = "multiple"
asked_if = { question = "colour", answers = ["red", "green"] }
text = { en = "Which ways?" }
options = [
  { id = "cycle", code = "1", label = { en = "Bicycle" } },
  { id = "bus", code = "2", label = { en = "Bus" } },
  { id = "rail", code = "3", label = { en = "Train" } },
  { id = "none", code = "4", label = { en = "None of these" }, exclusive = true },
]
nets = [{ id = "public", label = { en = "Public transport" }, options = ["bus", "rail"] }]

[[questions]]
id = "trust"
type = "ordinal"
order = "high_to_low"
text = { en = "Trust?" }
options = [
  { id = "high", code = "1", label = { en = "High" } },
  { id = "middle", code = "2", label = { en = "Middle" } },
  { id = "low", code = "3", label = { en = "Low" } },
  { id = "never_met", code = "4", label = { en = "Never met" }, on_scale = false },
]

[[questions]]
id = "tenure"
type = "single"
background = true
text = { en = "Here for long?" }
options = [
  { id = "new", code = "1", label = { en = "New" } },
  { id = "old", code = "2", label = { en = "Old" } },
]

[[indicators]]
id = "bright"
question = "colour"
options = ["red", "green", "blue"]
label = { en = "A bright colour" }

[[indicators]]
id = "by_bus"
question = "ways"
options = ["bus"]
label = { en = "By bus" }

[[indicators]]
id = "some_trust"
question = "trust"
options = ["high", "middle"]
label = { en = "Some trust" }
""",
    "club.toml",
)
OPTIONS = {"colour": "12349", "trust": "1234", "tenure": "12"}
MINIMUM = 5


def people(seed: int, each: int = 45) -> list[Person]:
    """Make up respondents, some answers of whom are rare."""
    rng = np.random.default_rng(seed)
    made: list[Person] = []
    for group in "12":
        for _ in range(each):
            colour = str(rng.choice([*"12349"], p=np.array([12, 12, 6, 2, 1]) / 33))
            ways = ";".join(way for way, part in zip("123", (0.6, 0.4, 0.1), strict=True) if rng.random() < part) or "1"
            answers = colour in "12" and rng.random() < 0.9
            made.append(
                {
                    "respondent_id": f"P{len(made)}",
                    "group": group,
                    "colour": colour,
                    "ways": "" if not answers else "4" if rng.random() < 0.1 else ways,
                    "trust": str(rng.choice([*"1234"], p=np.array([10, 9, 2, 1]) / 22)),
                    "tenure": str(rng.choice([*"12"])),
                }
            )
    return made


def waves_of(
    respondents: Sequence[Sequence[Person]], *, by: str | None = None, linked: bool = False, weighted: bool = False
) -> list[Wave]:
    """Make waves of respondents."""
    reading = Reading(id_column="respondent_id" if linked else None, weight_column="weight" if weighted else None)
    sources = [Source(f"wave{place}", _table(f"wave{place}.csv", rows)) for place, rows in enumerate(respondents)]
    return read_waves(sources, [CLUB] * len(sources), reading, Refinement(by))


def _table(path: str, rows: Sequence[Person]) -> RawTable:
    columns = tuple(rows[0])
    cells = tuple(Cells.of([row[column] for row in rows]) for column in columns)
    return RawTable(path, columns, cells, np.arange(2, len(rows) + 2), (), "utf-8", ",")


def all_that_is_written(waves: Sequence[Wave], minimum: int | None = MINIMUM) -> str:
    """Return every result of these waves as CSV, with what is said beside it."""
    hidden = waves if minimum is None else hide(waves, minimum)
    first, second, *later = hidden
    settings = Settings(margin=0.1)
    results = [
        compare(first, second, settings, later=later),
        contrast_changes(hidden, settings),
        compare_mix(hidden, settings),
        *(describe(wave, interval="wilson") for wave in hidden),
        *(contrast_groups(wave, settings) for wave in hidden),
    ]
    return "\n".join("\n".join([result.frame.to_csv(), *result.notes]) for result in results)
