"""What must be said below a comparison: in short, or all of it for those who ask for detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.flags import PAIRED_QUESTION_TESTS
from brobygger_cli.numbers import as_stated
from brobygger_cli.words import EFFECTS, word

if TYPE_CHECKING:
    import pandas as pd

    from brobygger_cli.compare import Compared
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Result

_TERMINAL = Catalogue("terminal")


def notes_below(result: Result, shown: pd.DataFrame) -> tuple[str, ...]:
    """Return what every reader must know of the rows shown, in short."""
    language = result.language
    figures = _figures(result.context, language)
    said = {
        _TERMINAL.say("change", language, **figures): True,
        **{_TERMINAL.say(f"effect_{name}", language): (shown["effect_name"] == name).any() for name in EFFECTS},
        _TERMINAL.say("unclear", language): (shown["finding"] == "unclear").any(),
        _TERMINAL.say("sturdy", language): shown["sturdiness"].isin(["worst_case", "unless"]).any(),
        **_always(result.context, shown, language),
        word("note_asked", language): shown["flags"].str.split().map(lambda flags: "asked_changed" in flags).any(),
        _TERMINAL.say("more", language): True,
    }
    return tuple(note for note, applies in said.items() if applies)


def notes_in_full(result: Result, shown: pd.DataFrame) -> tuple[str, ...]:
    """Return all that is to be said of the rows shown."""
    language, compared = result.language, result.context
    figures = _figures(compared, language)
    said = {
        word("note_change", language, confidence=figures["confidence"]): True,
        _TERMINAL.say("intervals_of_shares", language, **figures): (shown["level"] != "question").any(),
        **{word(f"note_effect_{name}", language): (shown["effect_name"] == name).any() for name in EFFECTS},
        word("note_finding", language, alpha=figures["alpha"]): True,
        word("note_sturdy", language): shown["sturdiness"].isin(["worst_case", "unless"]).any(),
        **_always(compared, shown, language),
        _TERMINAL.say("margin_told", language): shown["margin_low"].notna().any(),
        word("note_worst_case", language): shown["change_worst_low"].notna().any(),
        word("note_linked", language): shown["test"].isin(["mcnemar_mid_p", "derrick_z8"]).any(),
        word("note_linked_questions", language): shown["test"].isin(PAIRED_QUESTION_TESTS).any(),
        word("note_overlap", language): shown["overlap"].notna().any(),
        word("note_asked", language): shown["asked_change"].notna().any(),
        word("note_hidden", language): len(shown) < len(result.frame),
    }
    return tuple(note for note, applies in said.items() if applies)


def _always(compared: Compared, shown: pd.DataFrame, language: Language) -> dict[str, bool]:
    """Return what no short form will do for."""
    population = compared.settings.estimand == "population"
    return {
        word("note_population", language): population,
        word("note_worst_case", language): population,
        word("note_margin", language): bool(shown["verdict"].isin(["trivial", "equivalent"]).any()),
        word("note_weights", language): bool(shown.filter(like="_design_effect").notna().any(axis=None)),
        word("note_trend", language): bool((shown["comparison"] == "trend").any()),
        word("note_range", language): bool(shown["flags"].str.contains("count_range").any()),
    }


def _figures(compared: Compared, language: Language) -> dict[str, str]:
    """Return confidence and level as they stand in notes."""
    settings = compared.settings
    return {
        "confidence": as_stated(100 * settings.confidence, language),
        "alpha": as_stated(1 - settings.confidence, language),
    }
