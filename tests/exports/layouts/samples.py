"""The samples of all layouts: each `sample_<layout>.py` here writes the common survey in its platform's form.

A sample holds

    LAYOUT = "surveyxact"                the layout's `NAME`
    WRITERS = {"codes": write_codes}     by the name of a form: a function that writes the survey into a folder that is
                                         empty, with whatever lies beside the export, and returns the export's path
    STANDING = {"completed": "completed", "partial": "partial", "not_opened": "not_opened"}
                                         what the layout says of those of each status; None where the platform does not
                                         tell; without those who have no row there at all

Respondents stand in the order of `common_survey.RESPONDENTS`, one row each, below all rows of the header.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brobygger_cli.exports.standing import Status


class Sample(Protocol):
    """What a module `sample_….py` has."""

    LAYOUT: str
    WRITERS: Mapping[str, Callable[[Path], Path]]
    STANDING: Mapping[Status, Status | None]


def samples() -> dict[str, Sample]:
    """Return the samples by their layouts' names."""
    modules = (importlib.import_module(path.stem) for path in sorted(Path(__file__).parent.glob("sample_*.py")))
    found = (cast("Sample", module) for module in modules)
    return {sample.LAYOUT: sample for sample in found}


SAMPLES = samples()
FORMS = [(layout, form) for layout, sample in SAMPLES.items() for form in sample.WRITERS]
