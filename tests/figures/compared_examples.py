"""Comparisons of the examples, made in this process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brobygger_cli.cli.comparing import to_compare
from brobygger_cli.cli.options import Estimand, Language

if TYPE_CHECKING:
    from brobygger_cli.result import Result

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

# The waves of every example, and what else is asked of them.
COMPARISONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "printed": (("2017", "followup.csv"), {}),
    "ngo": (("2017", "followup_ngo.csv"), {}),
    "respondents": (("baseline.csv", "followup.csv"), {}),
    "linked": (("baseline.csv", "followup_linked.csv"), {"id_column": "respondent_id", "margin": 0.3}),
    "population": (
        ("baseline.csv", "followup.csv"),
        {
            "estimand": Estimand.population,
            "invited": [
                *("baseline:skole_dagtilbud=231", "baseline:oevrige=331"),
                *("skole_dagtilbud=250", "oevrige=331"),
            ],
        },
    ),
    "weighted": (("baseline.csv", "followup.csv"), {"margins": str(EXAMPLES / "margins.csv")}),
    "library": (
        ("library_2023.csv", "library_2025.csv", "library_2027.csv"),
        {"questionnaire": str(EXAMPLES / "library.toml")},
    ),
    "hidden": (("baseline.csv", "followup.csv"), {"min_cell": 5}),
}


@cache
def compared(name: str, language: str = "en") -> Result:
    """Return one of `COMPARISONS`."""
    files, asked = COMPARISONS[name]
    first, *later = (str(EXAMPLES / file) if file.endswith(".csv") else file for file in files)
    return to_compare(first, later, lang=Language(language), **asked).compared()
