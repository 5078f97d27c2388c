"""How the figures were made; only what applies to this comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.comparison.findings import FINDINGS
from brobygger_cli.explanations.meanings import finding_meaning, verdict_meaning
from brobygger_cli.explanations.sources import METHODS
from brobygger_cli.flags import PAIRED_QUESTION_TESTS
from brobygger_cli.report.limits import limits_of
from brobygger_cli.report.model import Bullets, Facts, Paragraph, Section
from brobygger_cli.words import ADJUSTMENTS, EFFECTS, TESTS, name_of_test, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.report.material import Material

_INTERVALS = {
    "wilson": "Wilson",
    "clopper-pearson": "Clopper–Pearson",
    "jeffreys": "Jeffreys",
    "miettinen-nurminen": "Miettinen–Nurminen",
    "newcombe": "Newcombe",
}
# Verdicts that take the place of a finding in tables.
_VERDICTS = ("trivial", "equivalent")


def method_section(material: Material) -> Section:
    """Return the method appendix: how the figures were made, what the words mean, what cannot be said."""
    say = material.say
    inner = [
        Section("method-figures", say("figures_title"), "method", (Bullets(tuple(_figures(material))),)),
        Section("method-tests", say("tests_title"), "method", (Facts(tuple(_tests(material))),)),
        Section("method-words", say("words_title"), "method", (Facts(tuple(_words(material))),)),
        Section("method-limits", say("limits_title"), "method", (Bullets(tuple(limits_of(material))),)),
    ]
    shown = tuple(section for section in inner if section.blocks[0] not in {Facts(()), Bullets(())})
    return Section("method", say("method_title"), "method", (Paragraph(say("method_lead")),), shown)


def _figures(material: Material) -> Iterator[str]:
    """Yield how shares, changes and their intervals were made."""
    settings, rows = material.compared.settings, material.frame
    say, confidence = material.say, material.percent(settings.confidence)
    yield say("method_shares")
    for key, name in (
        ("method_share_interval", settings.share_interval),
        ("method_interval", settings.change_interval),
    ):
        yield say(key, confidence=confidence, name=_INTERVALS[name], source=METHODS[name].source)
    if (rows["test"] == "mcnemar_mid_p").any():
        yield say("method_interval_of_pairs", source=METHODS["newcombe_paired"].source)
    if settings.estimand == "process":
        yield say("method_process")
    for key, applies in _notes(material).items():
        if applies:
            yield word(key, material.language)


def _notes(material: Material) -> dict[str, bool]:
    """Return what tables on a terminal say of their figures, and whether it applies."""
    rows, of_population = material.frame, material.compared.settings.estimand == "population"
    return {
        **{f"note_effect_{name}": bool((rows["effect_name"] == name).any()) for name in EFFECTS},
        "note_sturdy": bool(rows["sturdiness"].isin(["worst_case", "unless"]).any()),
        "note_population": of_population,
        "note_margin": bool(rows["verdict"].isin(_VERDICTS).any()),
        "note_linked": bool(rows["test"].isin(["mcnemar_mid_p", "derrick_z8"]).any()),
        "note_linked_questions": bool(rows["test"].isin(PAIRED_QUESTION_TESTS).any()),
        "note_weights": bool(rows.filter(like="_design_effect").notna().any(axis=None)),
        "note_trend": bool((rows["comparison"] == "trend").any()),
        "note_range": bool(rows["flags"].str.contains("count_range").any()),
    }


def _tests(material: Material) -> Iterator[tuple[str, str]]:
    """Yield the tests and adjustments that were used, each with what it is for and where it is from."""
    rows = material.frame
    used = set(rows["test"].dropna())
    for test in TESTS:
        if test in used:
            what = material.say(f"test_{test}")
            name = name_of_test(test, material.language)
            yield material.say("test_named", name=name), _with_source(what, test, material)
    adjusted = set(rows.loc[rows["family"].notna(), "adjustment"].dropna())
    for adjustment, name in ADJUSTMENTS.items():
        if adjustment in adjusted and adjustment != "none":
            yield (
                material.say("adjustment_named", name=name),
                _with_source(material.say(f"adjustment_{adjustment}"), adjustment, material),
            )
    if "none" in adjusted:
        yield material.say("no_adjustment"), material.say("adjustment_none")


def _with_source(what: str, method: str, material: Material) -> str:
    return material.say("with_source", what=what, source=METHODS[method].source)


def _words(material: Material) -> Iterator[tuple[str, str]]:
    """Yield what the words in the tables mean."""
    rows = material.frame
    for finding in FINDINGS:
        if (rows["finding"] == finding).any():
            yield word(finding, material.language), finding_meaning(finding, material.language)
    for verdict in _VERDICTS:
        if (rows["verdict"] == verdict).any():
            yield word(verdict, material.language), verdict_meaning(verdict, material.language)
