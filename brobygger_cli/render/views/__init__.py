"""How each kind of result is laid out for people; one view a module, registered in `VIEWS`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.render.sheets import Sheet
    from brobygger_cli.result import Result, ResultKind

VIEWS: dict[ResultKind, str] = {
    "comparison": "brobygger_cli.render.views.comparison",
    "contrasts": "brobygger_cli.render.views.contrasts",
    "mix": "brobygger_cli.render.views.mix",
    "plan": "brobygger_cli.render.views.plan",
    "description": "brobygger_cli.render.views.description",
    "violations": "brobygger_cli.render.views.violations",
    "accounts": "brobygger_cli.render.views.accounts",
    "questionnaires": "brobygger_cli.render.views.questionnaires",
    "questionnaire": "brobygger_cli.render.views.questionnaires",
    "selftest": "brobygger_cli.render.views.selftest",
    "explanation": "brobygger_cli.render.views.explanation",
}


def sheets_of(result: Result) -> Sequence[Sheet]:
    """Return the sheets of a result."""
    sheets: Sequence[Sheet] = import_module(VIEWS[result.kind]).sheets(result)
    return sheets
