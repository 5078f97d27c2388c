"""An explanation is true: every equation in it holds, and ends in the figure that the comparison gives."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from brobygger_cli import compare
from brobygger_cli.comparison.equivalence import VERDICTS
from brobygger_cli.comparison.findings import FINDINGS
from brobygger_cli.comparison.nonresponse import STURDINESS
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.explain import COLUMNS, OF_A_QUESTION, OF_A_ROW, OF_A_SHARE, OF_A_TREND, explain
from brobygger_cli.explanations import meanings
from brobygger_cli.explanations.lookup import TREND, in_full, row_named
from brobygger_cli.explanations.phrases import PHRASES
from brobygger_cli.explanations.sources import METHODS
from brobygger_cli.flags import FLAGS
from brobygger_cli.methods import multiplicity
from brobygger_cli.reading import Refinement, read_waves
from brobygger_cli.sources import Reading, open_source, questionnaire_of
from brobygger_cli.stated import with_invited
from brobygger_cli.words import ADJUSTMENTS, EFFECTS, TESTS
from club_waves import CLUB, people, waves
from wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Result
    from brobygger_cli.sources import Source
    from club_waves import Row

ROOT = Path(__file__).resolve().parents[1]
PHRASES_IN_ENGLISH = wordings("explanations", "en")
EXAMPLES = ROOT / "examples"
INVITED = ("baseline:skole_dagtilbud=231", "baseline:oevrige=331", "skole_dagtilbud=240", "oevrige=330")


class Case(NamedTuple):
    """A comparison of files, and the rows of it that are explained."""

    files: tuple[str, ...]
    rows: tuple[str, ...]
    settings: Settings = Settings()
    invited: tuple[str, ...] = ()
    questionnaire: str | None = None
    margins: str | None = None
    id_column: str | None = None
    linked_only: bool = False


PRINTED = ("2017", f"{EXAMPLES}/followup.csv")
RESPONDENTS = (f"{EXAMPLES}/baseline.csv", f"{EXAMPLES}/followup.csv")
LINKED = (f"{EXAMPLES}/baseline.csv", f"{EXAMPLES}/followup_linked.csv")
MARGINS = f"{EXAMPLES}/margins.csv"
LIBRARY_TOML = f"{EXAMPLES}/library.toml"
LIBRARY = (f"{EXAMPLES}/library_2023.csv", f"{EXAMPLES}/library_2025.csv")
QUESTION = "refers_when_relevant"  # everybody is asked it
SHARES = (
    "skole_dagtilbud/referred_last_year",
    "oevrige/supports_start",
    "oevrige/formal_cooperation_yes",
    "skole_dagtilbud/action_when_beneficial/suggest",
)
QUESTIONS = (
    "skole_dagtilbud/referrals_last_year",
    "skole_dagtilbud/refers_when_relevant",
    "oevrige/offers_referred_to",
    "oevrige/action_when_beneficial",
)
CASES: dict[str, Case] = {
    "printed": Case(PRINTED, (*SHARES, *QUESTIONS, "oevrige/would_refer_more_with_knowledge"), invited=INVITED[2:]),
    "population": Case(
        PRINTED,
        (*SHARES[:2], "skole_dagtilbud/started_but_stopped"),
        Settings(estimand="population", margin=0.1, share_interval="clopper-pearson"),
        INVITED[2:],
    ),
    "overlap": Case(
        PRINTED,
        (SHARES[0], SHARES[3]),
        Settings(overlap={"skole_dagtilbud": 60}, change_interval="newcombe", share_interval="jeffreys"),
    ),
    "correlated overlap in a population": Case(
        PRINTED,
        SHARES[:1],
        Settings(estimand="population", overlap={"skole_dagtilbud": 60}, overlap_correlation=0.4),
        INVITED[2:],
    ),
    "respondents": Case(RESPONDENTS, (SHARES[3], *QUESTIONS), Settings(margin=0.1, confidence=0.9), INVITED),
    "Rao-Scott": Case(RESPONDENTS, QUESTIONS[3:], Settings(multiple_test="rao-scott", adjust="none")),
    "weights": Case(RESPONDENTS, (*SHARES[:2], *QUESTIONS), Settings(margin=0.1), INVITED, margins=MARGINS),
    "weights in a population": Case(RESPONDENTS, SHARES[:1], Settings(estimand="population"), INVITED, margins=MARGINS),
    "partly linked": Case(
        LINKED,
        (*SHARES[:2], *QUESTIONS[:2], "oevrige/formal_cooperation", "oevrige/think_of_civil_society"),
        Settings(margin=0.1),
        id_column="respondent_id",
    ),
    "linked in a population": Case(
        LINKED, SHARES[:1], Settings(estimand="population"), INVITED, id_column="respondent_id"
    ),
    "all linked": Case(
        LINKED,
        (*SHARES[:2], *QUESTIONS[:2], f"skole_dagtilbud/{QUESTION}/yes", f"oevrige/{QUESTION}/no"),
        id_column="respondent_id",
        linked_only=True,
    ),
    "nobody changed": Case(
        (f"{EXAMPLES}/baseline.csv", f"{EXAMPLES}/baseline.csv"), (SHARES[0], *QUESTIONS[:2]), id_column="respondent_id"
    ),
    "Fisher": Case(
        LIBRARY,
        ("young/content", "young/borrowed_what/games", "young/borrowed", "young/satisfaction"),
        Settings(test="fisher", adjust="holm"),
        questionnaire=LIBRARY_TOML,
    ),
    "mid-p": Case(
        LIBRARY,
        ("young/borrowed_games", "young/borrowed_what", "young/borrowed_what/games"),
        Settings(test="mid-p", adjust="bh"),
        questionnaire=LIBRARY_TOML,
    ),
    "three waves": Case(
        (*LIBRARY, f"{EXAMPLES}/library_2027.csv"),
        (
            *("adults/frequent_visitor@library_2027", "adults/frequent_visitor@trend", "adults/satisfaction@trend"),
            *("young/borrowed_what@trend", "young/borrowed@trend", "young/staff_help@trend", "young/visits"),
        ),
        questionnaire=LIBRARY_TOML,
    ),
    "three weighted waves": Case(
        (*RESPONDENTS, f"{EXAMPLES}/followup_linked.csv"),
        ("oevrige/referred_last_year@trend", "oevrige/think_of_civil_society@trend"),
        Settings(times=(2017.0, 2021.0, 2026.0)),
        margins=MARGINS,
    ),
}


@cache
def compared(name: str) -> Result:
    """Return a case's comparison, read and made as the command line does."""
    case = CASES[name]
    reading = Reading(case.questionnaire, id_column=case.id_column)
    sources = [open_source(file, reading) for file in case.files]
    if case.linked_only:
        sources = in_all(sources)
    asked = questionnaire_of(sources[::-1], reading)
    waves = read_waves(sources, [asked for _ in sources], reading, Refinement(margins=case.margins))
    waves = with_invited(waves, case.invited)
    return compare.compare(waves[0], waves[1], case.settings, later=waves[2:])


def in_all(sources: list[Source]) -> list[Source]:
    """Return the sources without those who did not say in both, in one group, whether they refer when relevant."""
    groups = {"skole_dagtilbud": "Skoler og dagtilbud", "oevrige": "Øvrige kommunale aktører"}
    answering = []
    for source in sources:
        place = {name: list(source.raw.columns).index(name) for name in ("respondent_id", "group", QUESTION)}
        ids, of_group, answers = (source.raw.cells[at] for at in place.values())
        answering.append({(i, groups.get(g, g)): bool(a) for i, g, a in zip(ids, of_group, answers, strict=True)})
    linked = {key[0] for key in answering[0].keys() & answering[1].keys() if all(of[key] for of in answering)}
    return [
        replace(source, records=np.array([identifier in linked for identifier, _ in of_source]))
        for source, of_source in zip(sources, answering, strict=True)
    ]


class Line(NamedTuple):
    """A line of an explanation."""

    figure: str
    value: str
    how: str


def lines(told: Result) -> list[Line]:
    """Return the lines of an explanation."""
    return [Line(*map(str, line)) for line in told.frame[list(Line._fields)].to_numpy().tolist()]


@cache
def explained(name: str, language: Language = "en") -> dict[str, list[Line]]:
    """Return the explanations of a case's rows."""
    comparison = replace(compared(name), language=language)
    return {spec: lines(explain(comparison, spec)) for spec in CASES[name].rows}


every_case = pytest.mark.parametrize("name", CASES)


# Formulas


_NUMBER = r"\d+(?:\.\d+)?(?: × 10\^−\d+)?"
_TOKEN = rf"(?:{_NUMBER}|arcsin|[()√²×/+−])"
_FORMULA = rf"{_TOKEN}(?: ?{_TOKEN})*"
_EQUATION = re.compile(rf"{_FORMULA}(?: = {_FORMULA})+")


class Evaluated(NamedTuple):
    """What a formula comes to, and how far that may be off because its numbers are rounded."""

    value: float
    uncertainty: float


class Parser:
    """Evaluates a formula as it is printed: × / + − ² √ arcsin and brackets."""

    def __init__(self, formula: str, numbers: list[float]) -> None:
        self.parts = re.findall(_TOKEN, formula)
        self.numbers = iter(numbers)

    def value(self) -> float:
        """Return what the formula comes to."""
        found = self._sum()
        assert not self.parts
        return found

    def _sum(self) -> float:
        total = self._product()
        while self.parts and self.parts[0] in "+−":
            sign = 1 if self.parts.pop(0) == "+" else -1
            total += sign * self._product()
        return total

    def _product(self) -> float:
        found = self._power()
        while self.parts and self.parts[0] in "×/":
            if self.parts.pop(0) == "×":
                found *= self._power()
            else:
                found /= self._power()
        return found

    def _power(self) -> float:
        found = self._operand()
        while self.parts and self.parts[0] == "²":
            self.parts.pop(0)
            found **= 2
        return found

    def _operand(self) -> float:
        part = self.parts.pop(0)
        if part == "(":
            found = self._sum()
            assert self.parts.pop(0) == ")"
            return found
        if part == "√":
            return math.sqrt(max(self._operand(), 0.0))
        if part == "arcsin":
            return math.asin(min(self._operand(), 1.0))
        return -self._power() if part == "−" else next(self.numbers)


def numbers_in(text: str) -> list[tuple[float, float]]:
    """Return every number with half a unit of its last digit; whole numbers are exact."""
    found = []
    for part in re.findall(_NUMBER, text):
        digits, _, exponent = part.partition(" × 10^−")
        scale = 10.0 ** -int(exponent or 0)
        half = 0.5 * 10.0 ** -len(digits.partition(".")[2]) if "." in digits else 0.0
        found.append((float(digits) * scale, half * scale))
    return found


def evaluate(formula: str) -> Evaluated:
    numbers = numbers_in(formula)
    values = [value for value, _ in numbers]

    def with_moved(place: int, by: float) -> float:
        moved = [value + by * (place == at) for at, value in enumerate(values)]
        return Parser(formula, moved).value()

    value = Parser(formula, values).value()
    off = sum(
        max(abs(with_moved(place, half) - value), abs(with_moved(place, -half) - value))
        for place, (_, half) in enumerate(numbers)
        if half
    )
    return Evaluated(value, off)


def balanced(formula: str) -> str:
    """Return a formula without the brackets around it that belong to words."""
    while formula.count("(") < formula.count(")"):
        formula = formula[formula.index(")") + 1 :].strip(" ×/+")
    while formula.count("(") > formula.count(")"):
        before, _, behind = formula.rpartition("(")
        formula = before.strip() or behind.strip()
    return formula


def equations(sentence: str) -> Iterator[list[str]]:
    for found in _EQUATION.findall(sentence):
        yield [balanced(side) for side in found.split(" = ")]


def assert_equations_are_true(told: list[Line], spec: str) -> None:
    for line in told:
        for sides in equations(line.how):
            left, *others = map(evaluate, sides)
            for right in others:
                apart = abs(left.value - right.value)
                allowed = 1.01 * (left.uncertainty + right.uncertainty) + 1e-9 * abs(left.value) + 1e-12
                assert apart <= allowed, f"{spec}, {line.figure}: {line.how}"


@every_case
def test_every_equation_in_an_explanation_is_true(name: str) -> None:
    for spec, told in explained(name).items():
        assert_equations_are_true(told, spec)


@every_case
def test_every_explanation_of_a_figure_ends_in_that_figure(name: str) -> None:
    for spec, told in explained(name).items():
        for line in told:
            if not re.fullmatch(r"-?[\d.e-]+", line.value) or line.figure in {"option", "label", "baseline_wave"}:
                continue
            value = float(line.value)
            figures = numbers_in(line.how)
            assert any(abs(abs(value) - figure) <= 1.01 * half + 1e-12 * abs(value) for figure, half in figures), (
                f"{spec}, {line.figure} = {value}: {line.how}"
            )


def test_the_formulas_that_a_reader_meets_are_evaluated() -> None:
    """Or the two tests above would hold of sentences without a formula."""
    shown = {
        line.figure for name in CASES for told in explained(name).values() for line in told if list(equations(line.how))
    }
    assert shown >= {
        *(f"{side}_{name}" for side in ("baseline", "followup") for name in ("share", "low", "high", "response")),
        *(f"{side}_{name}" for side in ("baseline", "followup") for name in ("effective_n", "design_effect")),
        *(f"{side}_worst_{end}" for side in ("baseline", "followup") for end in ("low", "high")),
        *("change", "change_low", "change_high", "statistic", "effect", "effect_low", "effect_high", "p_adjusted"),
        *("change_min", "change_max", "change_worst_low", "change_worst_high", "margin_low", "margin_high"),
        *("tipping_share", "tipping_difference", "asked_change", "asked_change_low", "asked_change_high"),
        *("pairs", "leavers", "newcomers", "change_overlap_low", "change_overlap_high", "df", "p_value"),
    }


def test_the_evaluation_of_a_formula_is_right() -> None:
    assert evaluate("(240 − 1) × (61 × 116 − 38 × 124)² / (116 × 124 × 99 × 141)").value == pytest.approx(6.6521014)
    assert evaluate("2 × arcsin √0.25 − √(0.09)").value == pytest.approx(math.pi / 3 - 0.3)
    assert evaluate("1.5 × 10^−12 / 2").value == pytest.approx(7.5e-13)
    assert list(equations("all (of 7): 1 + 2 = 3, where φ = (2 × 2) / 4 = 1.")) == [
        ["1 + 2", "3"],
        ["(2 × 2) / 4", "1"],
    ]


# What no pocket calculator gives


def values_of(key: str, sentence: str) -> dict[str, str] | None:
    """Return what stands in a sentence at the places of a phrase, None where it is not that phrase."""
    said = PHRASES_IN_ENGLISH[key]
    pattern = "".join(
        re.escape(text) + ("" if name is None else f"(?P<{name}_{place}>.+?)")
        for place, (text, name, _, _) in enumerate(Formatter().parse(said))
    )
    found = re.fullmatch(pattern, sentence) if sentence.startswith(said.partition("{")[0]) else None
    return None if found is None else {name.rpartition("_")[0]: value for name, value in found.groupdict().items()}


def number(text: str) -> float:
    (value, _), *_ = numbers_in(text.replace("%", ""))
    return value


def fisher(values: dict[str, str]) -> float:
    a, b, n0, n1 = (int(values[name]) for name in ("a", "b", "n0", "n1"))
    return float(stats.fisher_exact(np.array([[a, n0 - a], [b, n1 - b]]))[1])


def fisher_mid_p(values: dict[str, str]) -> float:
    a, b, n0, n1 = (int(values[name]) for name in ("a", "b", "n0", "n1"))
    of = stats.hypergeom(n0 + n1, a + b, n0)
    same = sum(of.pmf(k) for k in range(a + b + 1) if math.isclose(of.pmf(k), of.pmf(a), rel_tol=1e-7))
    return fisher(values) - float(same) / 2


def mcnemar(values: dict[str, str]) -> float:
    fewer, moved = int(values["fewer"]), int(values["moved"])
    return float(stats.binom(moved, 0.5).cdf(fewer) + stats.binom(moved, 0.5).cdf(fewer - 1))


def pearson(values: dict[str, str]) -> float:
    counts = [[int(n) for n in values[f"{side}_counts"].split(", ")] for side in ("baseline", "followup")]
    return float(stats.chi2_contingency(counts, correction=False)[0])


def rare_enough(values: dict[str, str], end: str) -> bool:
    """Tell whether a number of people is the last one that the sample does not speak against."""
    people, count, base, found = (int(values[name]) for name in ("people", "count", "base", "found"))
    tail = number(values["tail"]) / 100

    def probability(of: int) -> float:
        drawn = stats.hypergeom(people, of, base)
        return float(drawn.sf(count - 1) if end == "low" else drawn.cdf(count))

    beyond = found - 1 if end == "low" else found + 1
    at_the_end = not count <= beyond <= people - (base - count)
    return probability(found) >= tail * (1 - 1e-9) and (at_the_end or probability(beyond) < tail)


TAILS: dict[str, Callable[[dict[str, str]], tuple[float, float]]] = {
    # What the phrase says, and what another program makes of the numbers in it.
    "p_chi_squared": lambda v: (number(v["p"]), stats.chi2.sf(number(v["statistic"]), number(v["df"]))),
    "p_chi_squared_of_a_share": lambda v: (number(v["p"]), stats.chi2.sf(number(v["statistic"]), 1)),
    "p_normal": lambda v: (number(v["p"]), 2 * stats.norm.sf(number(v["statistic"]))),
    "p_t": lambda v: (number(v["p"]), 2 * stats.t.sf(number(v["statistic"]), number(v["df"]))),
    "p_f": lambda v: (number(v["p"]), stats.f.sf(number(v["statistic"]), number(v["df"]), number(v["second"]))),
    "p_fisher_irwin": lambda v: (number(v["p"]), fisher(v)),
    "p_fisher_mid_p": lambda v: (number(v["p"]), fisher_mid_p(v)),
    "p_mcnemar": lambda v: (number(v["p"]), mcnemar(v)),
    "statistic_pearson": lambda v: (number(v["found"]), pearson(v)),
    "limit_clopper_pearson_low": lambda v: (
        number(v["tail"]) / 100,
        stats.beta.cdf(number(v["found"]), number(v["chosen"]), number(v["size"]) - number(v["chosen"]) + 1),
    ),
    "limit_clopper_pearson_high": lambda v: (
        number(v["tail"]) / 100,
        stats.beta.sf(number(v["found"]), number(v["chosen"]) + 1, number(v["size"]) - number(v["chosen"])),
    ),
    "limit_jeffreys": lambda v: (
        number(v["tail"]) / 100,
        stats.beta.cdf(number(v["found"]), *(float(part) for part in v["parameters"].split("; "))),
    ),
    "people_low": lambda v: (1, int(rare_enough(v, "low"))),
    "people_high": lambda v: (1, int(rare_enough(v, "high"))),
    "people_low_routed": lambda v: (1, int(rare_enough(v, "low"))),
    "people_high_routed": lambda v: (1, int(rare_enough(v, "high"))),
}


@pytest.mark.parametrize("key", TAILS)
def test_probabilities_in_an_explanation_are_what_another_program_gives(key: str) -> None:
    found = 0
    for name in CASES:
        for spec, told in explained(name).items():
            for line in told:
                values = values_of(key, line.how)
                if values is not None:
                    said, theirs = TAILS[key](values)
                    assert said == pytest.approx(theirs, rel=1e-2, abs=1e-12), f"{spec}, {line.figure}: {line.how}"
                    found += 1
    assert found


# What is explained, and in which words


def few(size: int, *, seed: int, **answers: str) -> list[Row]:
    """Draw a few people of a club, of whom all give some answers alike."""
    return [{**row, **answers} for row in people("north", size, seed=seed)]


def weighted(rows: list[Row]) -> list[Row]:
    return [{**row, "weight": str(1 + place % 4)} for place, row in enumerate(rows)]


CLUBS: dict[str, tuple[dict[str, str], list[list[Row]]]] = {
    "nobody in a wave": ({}, [[], few(12, seed=2)]),
    "one answer each": ({}, [few(1, seed=3), few(1, seed=4)]),
    "everybody alike": ({}, [few(n, seed=n, mood="good", sport="run", member="no") for n in (12, 14)]),
    "apart": ({}, [few(12, seed=7, mood="good", sport="run"), few(14, seed=8, mood="bad", sport="swim")]),
    "weighted": ({"weight_column": "weight"}, [weighted(few(40, seed=1)), weighted(few(30, seed=9))]),
    "weighted and linked": (
        {"weight_column": "weight", "id_column": "respondent_id"},
        [weighted(few(40, seed=1)), weighted(few(30, seed=9))],
    ),
    "three waves of a few": ({}, [few(n, seed=n) for n in (5, 30, 12)]),
}


@cache
def club(name: str) -> Result:
    """Return the comparison of the waves of a small club."""
    how, people_of = CLUBS[name]
    made = waves({f"wave{number}": of_wave for number, of_wave in enumerate(people_of)}, questionnaire=CLUB, **how)
    return compare.compare(made[0], made[1], later=made[2:])


@pytest.mark.parametrize("name", CLUBS)
def test_rows_of_whatever_comparison_are_explained_and_truly(name: str) -> None:
    frame = club(name).frame
    rows = frame[(frame["group"] == "north") & ~frame["option"].isin(["no", "swim", "run", "fair", "bus", "car"])]
    for record in rows.to_dict(orient="records"):
        wave = TREND if record["comparison"] == TREND else record["followup_wave"]
        told = lines(explain(club(name), f"{in_full(record)}@{wave}"))
        there = [column for column, value in record.items() if not (pd.isna(value) or value == "")]
        assert [line.figure for line in told] == there, in_full(record)
        assert_equations_are_true(told, in_full(record))


@every_case
def test_every_figure_of_a_row_is_explained_with_its_value_as_csv_writes_it(name: str) -> None:
    comparison = compared(name).frame
    for spec, told in explained(name).items():
        cells = comparison.loc[[row_named(comparison, spec)]].to_csv(index=False).splitlines()
        of_csv = pd.read_csv(StringIO("\n".join(cells)), dtype=str, keep_default_na=False).iloc[0]
        assert [(line.figure, line.value) for line in told] == [(name, cell) for name, cell in of_csv.items() if cell]


def test_a_row_is_found_by_what_it_is_and_by_its_wave() -> None:
    frame = compared("three waves").frame

    def found(spec: str) -> tuple[object, ...]:
        return tuple(frame.loc[row_named(frame, spec), ["level", "question", "followup_wave", "comparison"]])

    assert found("adults/content") == ("indicator", "satisfaction", "library_2025", "change")
    assert found("Adults/satisfaction/Content ") == ("indicator", "satisfaction", "library_2025", "change")
    assert found("adults/satisfaction") == ("question", "satisfaction", "library_2025", "change")
    assert found("adults/satisfaction/satisfied@library_2027") == ("option", "satisfaction", "library_2027", "change")
    assert found("adults/content@trend") == ("indicator", "satisfaction", "library_2027", "trend")


def test_a_row_of_a_split_group_is_found_by_the_whole_name_of_its_group() -> None:
    rows = [people("north", 30, seed=seed) for seed in (1, 2)]
    split = waves({"before": rows[0], "after": rows[1]}, by="age")
    frame = compare.compare(split[0], split[1]).frame
    named = frame.loc[row_named(frame, "north/old/sport/run"), ["group", "question", "option"]]
    assert tuple(named) == ("north/old", "sport", "run")


@pytest.mark.parametrize(
    ("spec", "near", "beside"),
    [
        ("adults/contents", "did you mean 'adults/content'", "adults/frequent_visitor"),
        ("adults/satisfaction/satisfy", "did you mean 'adults/satisfaction/satisfied'", "adults/satisfaction/neither"),
        ("adult/content", "did you mean 'adults/content'", "adults/visits"),
        ("xyz", "there is no row 'xyz'", "young/…"),
        ("adults/content@2027", "there is no comparison '@2027'", "@library_2025, @library_2027, @trend"),
        ("adults/content@tend", "did you mean '@trend'", "@library_2025"),
    ],
)
def test_an_unknown_row_is_refused_with_the_nearest_and_what_there_is(spec: str, near: str, beside: str) -> None:
    with pytest.raises(BrobyggerError) as refused:
        explain(compared("three waves"), spec)
    assert near in refused.value.message
    assert beside in refused.value.hint


@pytest.mark.parametrize("name", ["printed", "weights", "all linked", "three waves"])
def test_danish_says_the_same_numbers_as_english(name: str) -> None:
    danish = explained(name, "da")
    for spec, english in explained(name).items():
        for ours, theirs in zip(english, danish[spec], strict=True):
            assert ours.figure == theirs.figure
            if ours.figure in {"questionnaire", "group", "question", "option", "label"}:
                continue  # wordings are the questionnaire's
            numbers = [numbers_in(ours.how), numbers_in(theirs.how.replace(",", ".").replace(". ", ", "))]
            assert sorted(numbers[0]) == sorted(numbers[1]), f"{spec}, {ours.figure}: {theirs.how}"


@pytest.mark.parametrize(
    ("declared", "meaning"),
    [
        (FLAGS, meanings.flag_meaning),
        (FINDINGS, meanings.finding_meaning),
        (VERDICTS, meanings.verdict_meaning),
        (STURDINESS, meanings.sturdiness_meaning),
    ],
)
def test_every_word_in_results_means_what_is_declared_and_has_its_danish(
    declared: dict[str, str], meaning: Callable[[str, Language], str]
) -> None:
    assert {name: meaning(name, "en") for name in declared} == declared
    assert all(meaning(name, "da") != english for name, english in declared.items())


def test_no_word_that_results_do_not_hold_has_a_meaning() -> None:
    held = {
        *(f"meaning_flag_{name}" for name in FLAGS),
        *(f"meaning_finding_{name}" for name in FINDINGS),
        *(f"meaning_verdict_{name}" for name in VERDICTS),
        *(f"meaning_sturdiness_{name}" for name in STURDINESS),
    }
    assert {key for key in PHRASES_IN_ENGLISH if key.startswith("meaning_")} == held


def test_every_column_of_a_comparison_has_its_explanation() -> None:
    assert set(OF_A_ROW) | set(OF_A_SHARE) == set(compare.COLUMNS)
    assert set(OF_A_TREND) <= set(OF_A_QUESTION) == set(OF_A_SHARE)


def test_every_test_effect_and_adjustment_has_its_phrase_and_its_source() -> None:
    of_contrasts = {"mover"}  # no row of a comparison of waves has it
    assert {*TESTS, *EFFECTS, *ADJUSTMENTS, "cohens_h", "slope"} - of_contrasts <= set(METHODS)
    assert all(f"effect_name_{name}" in PHRASES for name in {*EFFECTS, "cohens_h", "slope"})
    assert all(f"adjustment_{name}" in PHRASES for name in {*ADJUSTMENTS, *multiplicity.ADJUSTMENTS})
    assert {"wilson", "clopper-pearson", "jeffreys", "miettinen-nurminen", "newcombe"} <= set(METHODS)


def test_notes_and_language_are_those_of_the_comparison() -> None:
    comparison = replace(compared("printed"), language="da")
    told = explain(comparison, "skole_dagtilbud/referred_last_year")
    assert tuple(told.frame.columns) == COLUMNS
    assert (told.kind, told.language, told.notes) == ("explanation", "da", comparison.notes)
    assert told.context.title == "Referred somebody at least once in the last year"  # as the comparison has it
    assert told.context.caption == "skole_dagtilbud/referred_last_year · 2017 → followup"
    assert told.context.shown["change"] == "0,1643"
    assert "change_min" not in told.context.shown  # it is the change itself
