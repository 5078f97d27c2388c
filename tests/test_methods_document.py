"""The appendix on methods is true: every figure of its examples is computed here, and every method has its section."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pandas as pd
import pytest

from brobygger_cli.compare import compare
from brobygger_cli.comparison.equivalence import VERDICTS
from brobygger_cli.comparison.findings import FINDINGS
from brobygger_cli.comparison.nonresponse import STURDINESS
from brobygger_cli.comparison.settings import Estimand, MultipleTest, Settings
from brobygger_cli.contrasts.changes import contrast_changes
from brobygger_cli.contrasts.groups import contrast_groups
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.explanations.sources import METHODS
from brobygger_cli.methods import (
    change_intervals,
    change_tests,
    multiplicity,
    nominal,
    paired,
    rounding,
    share_intervals,
    trend,
    weighting,
)
from brobygger_cli.mix import compare_mix
from brobygger_cli.plan import Design, plan
from brobygger_cli.questionnaire.load import load
from brobygger_cli.reading import Refinement, read_waves
from brobygger_cli.sources import Reading, open_source, questionnaire_of
from brobygger_cli.stated import with_invited
from brobygger_cli.words import ADJUSTMENTS, EFFECTS, TESTS
from test_docs import ROOT, code, rows, sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from brobygger_cli.waves import Wave

PAGE = ROOT / "docs" / "methods.md"
BENCHMARKS = ROOT / "benchmarks" / "README.md"

SCHOOLS, OTHERS = "skole_dagtilbud", "oevrige"
PRINTED = ("2017", "examples/followup.csv")
RESPONDENTS = ("examples/baseline.csv", "examples/followup.csv")
# As the page supposes: how many were invited to the follow-up.
INVITED = (f"{SCHOOLS}=240", f"{OTHERS}=330")


# The waves and comparisons that the page speaks of


@dataclass(frozen=True, eq=False)  # two of them are the same comparison only if they are one
class Made:
    """How a comparison is made; the default is the one that runs through the page."""

    files: tuple[str, ...] = PRINTED
    invited: tuple[str, ...] = ()
    id_column: str | None = None
    margins: str | None = None
    settings: Settings = field(default_factory=Settings)


THROUGHOUT = Made()


@cache
def waves(of: Made) -> tuple[Wave, ...]:
    """Return waves as the command line reads them."""
    reading = Reading(id_column=of.id_column)
    sources = [open_source(str(ROOT / file) if "." in file else file, reading) for file in of.files]
    asked = questionnaire_of(sources[::-1], reading) if len(sources) > 1 else load("kommune")
    refinement = Refinement(margins=of.margins and str(ROOT / of.margins))
    read = read_waves(sources, [asked for _ in sources], reading, refinement)
    return tuple(with_invited(read, of.invited))


@cache
def frame(of: Made) -> pd.DataFrame:
    """Return a comparison as the command line makes it."""
    baseline, followup, *later = waves(of)
    return compare(baseline, followup, of.settings, later=later).frame


def row(table: pd.DataFrame, **where: str | None) -> pd.Series[Any]:
    """Return the one row that has these values."""
    chosen = table
    for column, value in where.items():
        chosen = chosen[chosen[column].isna() if value is None else chosen[column] == value]
    assert len(chosen) == 1, (where, len(chosen))
    found: pd.Series[Any] = chosen.iloc[0]
    return found


def indicator(option: str, group: str = SCHOOLS, of: Made = THROUGHOUT) -> pd.Series[Any]:
    return row(frame(of), group=group, option=option, level="indicator")


def question(name: str, group: str = SCHOOLS, of: Made = THROUGHOUT) -> pd.Series[Any]:
    return row(frame(of), group=group, question=name, level="question")


def options(name: str, group: str = SCHOOLS, of: Made = THROUGHOUT) -> pd.DataFrame:
    """Return the rows of the answers to a question, in their order."""
    table = frame(of)
    found: pd.DataFrame = table[(table["group"] == group) & (table["question"] == name) & (table["level"] == "option")]
    return found


def counts(name: str, group: str = SCHOOLS, of: Made = THROUGHOUT) -> tuple[list[int], list[int]]:
    """Return how many gave each answer to a question in both waves."""
    answers = options(name, group, of)
    return answers["baseline_count"].astype(int).tolist(), answers["followup_count"].astype(int).tolist()


KNOWN_INVITED = Made(invited=INVITED)
OF_PEOPLE = Made(invited=INVITED, settings=Settings(estimand="population"))
NGO = Made(("2017", "examples/followup_ngo.csv"))
RECONSTRUCTED = Made(RESPONDENTS)
LINKED = Made(("examples/baseline.csv", "examples/followup_linked.csv"), id_column="respondent_id")
WEIGHTED = Made(RESPONDENTS, margins="examples/margins.csv")


# Figures as the page writes them


def whole(*figures: float) -> set[str]:
    assert all(float(figure).is_integer() for figure in figures)
    return {f"{figure:.0f}" for figure in figures}


def percent(*shares: float) -> set[str]:
    """Shares and changes, as percentages and points with one decimal."""
    return {f"{100 * share:.1f}".replace("-", "−") for share in shares}


def decimals(places: int, *figures: float) -> set[str]:
    return {f"{figure:.{places}f}".replace("-", "−") for figure in figures}


def p(*p_values: float) -> set[str]:
    return decimals(4, *p_values)


# The examples, by the heading of their section: all the numbers that stand in them


EXAMPLES: dict[str, Callable[[], set[str]]] = {}


def example(heading: str) -> Callable[[Callable[[], set[str]]], Callable[[], set[str]]]:
    def register(figures: Callable[[], set[str]]) -> Callable[[], set[str]]:
        EXAMPLES[heading] = figures
        return figures

    return register


def referred() -> pd.Series[Any]:
    """Those who referred somebody in the last year: the example that runs through the page."""
    return indicator("referred_last_year", of=KNOWN_INVITED)


@example("Counts, bases and shares")
def _counts() -> set[str]:
    before, _ = counts("referrals_last_year")
    *times, never, unsure = before
    found = referred()
    assert sum(times) == found["baseline_count"]
    share = rounding.percent_half_up(int(found["baseline_count"]), int(found["baseline_base"]))
    return whole(found["baseline_base"], never, unsure, sum(times)) | percent(found["baseline_share"]) | {str(share)}


@example("Who was asked")
def _asked() -> set[str]:
    found = indicator("would_refer_more_with_knowledge")
    asked = whole(*(found[f"{side}_{name}"] for side in ("baseline", "followup") for name in ("asked", "asked_of")))
    shares = [found[f"{side}_asked"] / found[f"{side}_asked_of"] for side in ("baseline", "followup")]
    change = (found["asked_change"], found["asked_change_low"], found["asked_change_high"])
    return asked | percent(*shares, *change) | p(found["asked_p_value"])


@example("Counts behind printed figures")
def _printed() -> set[str]:
    only, several = rounding.possible_counts("12", 114), rounding.possible_counts("21", 208)
    assert not rounding.possible_counts("37.4", 231)
    found = indicator("supports_start", OTHERS)
    parts = [
        row(frame(THROUGHOUT), group=OTHERS, option=name)["baseline_count"]
        for name in ("contact_civil_society", "support_otherwise")
    ]
    assert (found["baseline_count_min"], found["baseline_count_max"]) == (max(parts), sum(parts))
    assert len(only) == 1
    return whole(12, 114, *only, 21, 208, *several, 231, *parts, sum(parts), 133) | {"37.4"}


@example("Figures from a range of counts")
def _ranges() -> set[str]:
    found = indicator("formal_cooperation_yes", OTHERS)
    sizes = whole(*(found[name] for name in ("baseline_count_min", "baseline_count_max", "baseline_base")))
    sizes |= whole(found["followup_count"], found["followup_base"])
    changes = (found[f"change_{name}"] for name in ("min", "max", "outer_low", "outer_high"))
    return sizes | percent(*changes) | p(found["p_value_min"], found["p_value_max"], found["p_adjusted"])


@example("Wilson interval")
def _wilson() -> set[str]:
    low, high = share_intervals.wilson(38 / 116, 116)
    found = referred()
    assert (low, high) == pytest.approx((found["baseline_low"], found["baseline_high"]))
    return whole(38, 116) | percent(38 / 116, float(low), float(high))


@example("Clopper-Pearson interval")
def _clopper_pearson() -> set[str]:
    low, high = share_intervals.clopper_pearson(38 / 116, 116)
    return whole(38, 116) | percent(float(low), float(high))


@example("Jeffreys interval")
def _jeffreys() -> set[str]:
    low, high = share_intervals.jeffreys(38 / 116, 116)
    return whole(38, 116) | {"38.5", "78.5"} | percent(float(low), float(high))


@example("Miettinen-Nurminen interval")
def _miettinen_nurminen() -> set[str]:
    found = referred()
    low, high = change_intervals.miettinen_nurminen(38 / 116, 116, 61 / 124, 124)
    assert (low, high) == pytest.approx((found["change_low"], found["change_high"]))
    variance = change_intervals.variance_under(*(np.array(x) for x in (low, 38 / 116, 116.0, 61 / 124, 124.0)))
    return (
        whole(38, 116, 61, 124)
        | percent(found["baseline_share"], found["followup_share"], found["change"], float(low), float(high))
        | decimals(4, found["change"], float(low), found["change"] - float(low))
        | decimals(5, float(variance), (found["change"] - float(low)) ** 2)
        | {"1.960"}
    )


@example("Newcombe interval")
def _newcombe() -> set[str]:
    low, high = change_intervals.newcombe(38 / 116, 116, 61 / 124, 124)
    limits = [float(x) for share, n in ((38 / 116, 116), (61 / 124, 124)) for x in share_intervals.wilson(share, n)]
    found = referred()
    return percent(*limits, found["change"], float(low), float(high))


@example("N-1 chi-squared test")
def _n_minus_1() -> set[str]:
    test = change_tests.n_minus_1(38, 116, 61, 124)
    found = referred()
    assert float(test.p_value) == pytest.approx(found["p_value"])
    return whole(240, 1, 61, 116, 38, 124, 99, 141) | decimals(3, float(test.statistic)) | p(float(test.p_value))


@example("Fisher-Irwin test")
def _fisher_irwin() -> set[str]:
    found = row(frame(THROUGHOUT), group=SCHOOLS, question="offers_referred_to", option="kirkens_korshaer")
    assert found["test"] == "fisher_irwin"
    expected = float(change_tests.smallest_expected(1, 43, 0, 63))
    return whole(1, 43, 0, 63, 106) | decimals(2, expected) | p(found["p_value"])


@example("Fisher mid-p test")
def _fisher_mid_p() -> set[str]:
    tests = (change_tests.fisher_mid_p, change_tests.fisher_irwin)
    return p(*(float(test(38, 116, 61, 124).p_value) for test in tests))


@example("Boschloo test")
def _boschloo() -> set[str]:
    return p(float(change_tests.boschloo(38, 116, 61, 124).p_value))


@example("Cohen's h")
def _cohens_h() -> set[str]:
    found = referred()
    return (
        decimals(3, found["effect"], found["effect_low"], found["effect_high"])
        | decimals(4, found["baseline_share"], found["followup_share"])
        | {"2"}
    )


@example("Pearson chi-squared test")
def _pearson() -> set[str]:
    before, after = counts("refers_when_relevant")
    found = question("refers_when_relevant")
    assert found["test"] == "pearson"
    return (
        whole(*before, sum(before), *after, sum(after), found["df"])
        | decimals(3, found["statistic"])
        | p(found["p_value"])
    )


@example("Cramér's V")
def _cramers_v() -> set[str]:
    found = question("refers_when_relevant")
    n = found["baseline_base"] + found["followup_base"]
    assert found["effect"] == pytest.approx(math.sqrt(found["statistic"] / n))
    return decimals(3, found["statistic"], found["effect"]) | whole(n)


@example("Permutation test")
def _permutation() -> set[str]:
    found = question("outcome_after_referral", "ngo", NGO)
    before, after = counts("outcome_after_referral", "ngo", NGO)
    assert found["test"] == "exact_permutation"
    return whole(*before, *after) | decimals(3, found["statistic"]) | p(found["p_value"])


@example("Freeman-Halton test")
def _freeman_halton() -> set[str]:
    test = nominal.freeman_halton(*counts("outcome_after_referral", "ngo", NGO))
    return p(test.p_value)


@example("Brunner-Munzel test")
def _brunner_munzel() -> set[str]:
    found = question("referrals_last_year")
    sizes = [found["baseline_test_n"], found["followup_test_n"]]
    assert found["test"] == "brunner_munzel"
    effect = decimals(3, found["effect"], found["effect_low"], found["effect_high"])
    return whole(*sizes) | effect | decimals(2, found["statistic"]) | decimals(1, found["df"]) | p(found["p_value"])


@example("Holm over the options")
def _holm_over_options() -> set[str]:
    found = question("action_when_beneficial", OTHERS)
    table = frame(THROUGHOUT)
    options = table[
        (table["group"] == OTHERS) & (table["question"] == "action_when_beneficial") & (table["level"] == "option")
    ]
    smallest = float(options["p_value"].min())
    assert found["p_value"] == pytest.approx(len(options) * smallest)
    return whole(len(options)) | p(smallest, found["p_value"])


@example("Max-T permutation")
def _max_t() -> set[str]:
    found = question("action_when_beneficial", OTHERS, of=RECONSTRUCTED)
    printed = question("action_when_beneficial", OTHERS)
    option = row(frame(RECONSTRUCTED), group=OTHERS, question=found["question"], option="contact_civil_society")
    assert (found["test"], option["adjustment"]) == ("max_t", "max_t")
    assert option["p_adjusted"] == found["p_adjusted"]
    p_values = (found["p_value"], printed["p_value"], option["p_value"], found["p_adjusted"])
    return decimals(3, found["statistic"]) | p(*p_values)


@example("Rao-Scott for several answers")
def _rao_scott_multiple() -> set[str]:
    found = question("action_when_beneficial", OTHERS, Made(RESPONDENTS, settings=Settings(multiple_test="rao-scott")))
    assert found["test"] == "rao_scott_multiple"
    return decimals(3, found["statistic"]) | decimals(2, found["df"]) | p(found["p_value"])


def linked(name: str, group: str = SCHOOLS) -> pd.Series[Any]:
    return indicator(name, group, LINKED)


def pairs_of_referred() -> tuple[int, int, int, int]:
    """Return of the pairs how many referred somebody in both waves, only before, only after, in neither."""
    followup = waves(LINKED)[1]
    assert followup.transitions is not None
    shares = followup.transitions.shares.xs("referred_last_year", level="item").xs(SCHOOLS, level="group")
    both, lost, gained, neither = shares.astype(int).to_numpy()[0].tolist()
    return both, lost, gained, neither


@example("Linked pairs")
def _linked() -> set[str]:
    found = linked("referred_last_year")
    return whole(
        *(found[name] for name in ("baseline_base", "followup_base", "pairs", "leavers", "newcomers"))
    ) | whole(*pairs_of_referred())


@example("McNemar mid-p test")
def _mcnemar() -> set[str]:
    _, lost, gained, _ = pairs_of_referred()
    return whole(lost, gained, lost + gained) | p(float(paired.mcnemar_mid_p(lost, gained).p_value))


@example("Newcombe interval for pairs")
def _newcombe_paired() -> set[str]:
    cells = pairs_of_referred()
    both, lost, gained, neither = cells
    n = sum(cells)
    low, high = paired.newcombe_paired(*cells)
    apart = change_intervals.newcombe((both + lost) / n, n, (both + gained) / n, n)
    phi = (both * neither - lost * gained - n / 2) / math.sqrt(
        (both + lost) * (gained + neither) * (both + gained) * (lost + neither)
    )
    shares = ((both + lost) / n, (both + gained) / n, (gained - lost) / n)
    return whole(n) | percent(*shares, float(low), float(high), *(float(x) for x in apart)) | decimals(3, phi)


@example("Derrick's z8")
def _z8() -> set[str]:
    found = linked("referred_last_year")
    assert found["test"] == "derrick_z8"
    both, lost, gained, neither = pairs_of_referred()
    phi = (both * neither - lost * gained) / math.sqrt(
        (both + lost) * (gained + neither) * (both + gained) * (lost + neither)
    )
    sizes = [found[name] for name in ("baseline_count", "baseline_base", "followup_count", "followup_base", "pairs")]
    apart = change_tests.n_minus_1(*sizes[:4])
    change = (found["change"], found["change_low"], found["change_high"])
    worth = decimals(1, found["baseline_effective_n"], found["followup_effective_n"])
    return (
        whole(*sizes)
        | decimals(3, phi, found["statistic"])
        | p(found["p_value"], float(apart.p_value))
        | percent(*change)
        | worth
    )


@example("Bhapkar test")
def _bhapkar() -> set[str]:
    many = question("formal_cooperation", OTHERS, LINKED)
    few = question("formal_cooperation", SCHOOLS, LINKED)
    assert (many["test"], few["test"]) == ("bhapkar", "paired_permutation")
    sizes = whole(many["baseline_test_n"], many["df"], few["baseline_test_n"])
    return sizes | decimals(2, many["statistic"], few["statistic"]) | p(many["p_value"], few["p_value"])


@example("Wilcoxon signed rank test")
def _wilcoxon() -> set[str]:
    found = question("referrals_last_year", of=LINKED)
    assert found["test"] == "wilcoxon_exact"
    followup = waves(LINKED)[1]
    assert followup.transitions is not None
    scale = list(followup.questionnaire.question("referrals_last_year").scale())
    moves = followup.transitions.questions[SCHOOLS, "referrals_last_year"][np.ix_(scale, scale)]
    up, down = int(np.triu(moves, 1).sum()), int(np.tril(moves, -1).sum())
    effect = decimals(3, found["effect"], found["effect_low"], found["effect_high"])
    return (
        whole(moves.sum(), up, down, moves.sum() - up - down)
        | effect
        | decimals(2, found["statistic"])
        | p(found["p_value"])
    )


@example("Stated overlap")
def _overlap() -> set[str]:
    stated = Settings(overlap={SCHOOLS: 60})
    unknown = indicator("referred_last_year", of=Made(settings=stated))
    known = indicator("referred_last_year", of=Made(settings=replace(stated, overlap_correlation=0.4)))
    limits = [unknown[name] for name in ("change_low", "change_high", "change_overlap_low", "change_overlap_high")]
    return whole(60) | {"0.4"} | percent(*limits, known["change_low"], known["change_high"])


@example("Two estimands")
def _estimands() -> set[str]:
    process, people = referred(), indicator("referred_last_year", of=OF_PEOPLE)
    limits = [of[f"change_{end}"] for of in (process, people) for end in ("low", "high")]
    assert process["p_value"] == people["p_value"]
    return whole(231, 240) | percent(process["change"], *limits) | p(people["p_value"])


@example("Finite population")
def _population() -> set[str]:
    people = indicator("referred_last_year", of=OF_PEOPLE)
    assert people["baseline_effective_n"] == pytest.approx(116 * 230 / 115)
    limits = percent(
        people["baseline_low"], people["baseline_high"], *map(float, share_intervals.wilson(38 / 116, 116))
    )
    return whole(116, 231, 1, 232) | limits


@example("How many of the people invited")
def _people() -> set[str]:
    people = indicator("referred_last_year", of=OF_PEOPLE)
    return whole(231, 38, 116, people["baseline_people_low"], people["baseline_people_high"])


@example("Response rate")
def _response() -> set[str]:
    found = referred()
    ngo = indicator("low_trust", "ngo", NGO)
    rates = percent(found["baseline_response"], found["followup_response"], ngo["baseline_response"])
    assert "low_response" in ngo["flags"]
    return whole(116, 231, 128, 240, 87, 310, 40) | rates


@example("Worst-case bounds")
def _worst() -> set[str]:
    found = referred()
    ends = [found[f"{of}_worst_{end}"] for of in ("baseline", "followup", "change") for end in ("low", "high")]
    return whole(38, 116, 115, 231, 61, 124, 240) | percent(*ends)


@example("Tipping points")
def _tipping() -> set[str]:
    found = referred()
    shares = (found["tipping_share"], found["followup_share"], found["baseline_share"], found["tipping_difference"])
    return whole(116) | percent(*shares, found["change"])


@example("Sturdiness")
def _sturdiness() -> set[str]:
    found = indicator("formal_cooperation_yes", of=KNOWN_INVITED)
    assert found["sturdiness"] == "unless"
    return p(found["p_adjusted"]) | percent(
        found["tipping_difference"], found["change_worst_low"], found["change_worst_high"]
    )


def tenure() -> tuple[int, int]:
    """Return how many of the baseline's respondents in schools have worked there for more than 5 years, and less."""
    answers = options("tenure", of=WEIGHTED).set_index("option")["baseline_count"].astype(int)
    return int(answers["over_5_years"]), int(answers["up_to_5_years"])


@example("Effective n")
def _effective_n() -> set[str]:
    found = indicator("referred_last_year", of=WEIGHTED)
    weights = weighting.poststratify([0] * tenure()[0] + [1] * tenure()[1], [88, 143])
    n = float(weighting.kish_effective_n(weights.sum(), (weights**2).sum()))
    assert n == pytest.approx(found["baseline_effective_n"])
    return whole(116) | decimals(1, weights.sum(), (weights**2).sum(), n) | decimals(3, found["baseline_design_effect"])


@example("Post-stratification and raking")
def _weights() -> set[str]:
    found = indicator("referred_last_year", of=WEIGHTED)
    longer, shorter = tenure()
    weights = weighting.poststratify([0] * longer + [1] * shorter, [88, 143])
    return (
        whole(88, 143, 231, longer, shorter, 116)
        | decimals(3, float(weights[0]), float(weights[-1]))
        | percent(found["baseline_share"], 38 / 116)
    )


@example("Trimming")
def _trimming() -> set[str]:
    longer, shorter = tenure()
    weights = weighting.poststratify([0] * longer + [1] * shorter, [88, 143])
    trimmed = weighting.trim(weights, 1.1).weights
    share = float(trimmed[:longer].sum() / trimmed.sum())
    return {"1.1"} | whole(shorter) | decimals(3, float(weights[-1]), float(trimmed[0])) | percent(share, 88 / 231)


@example("Rao-Scott test")
def _rao_scott() -> set[str]:
    found = question("formal_cooperation", of=WEIGHTED)
    plain = question("formal_cooperation", of=RECONSTRUCTED)
    n = found["baseline_test_n"] + found["followup_test_n"]
    second = found["df"] * (n - 2)
    assert found["test"] == "rao_scott"
    return decimals(2, found["statistic"], found["df"]) | decimals(0, second) | p(found["p_value"], plain["p_value"])


@example("Families")
def _families() -> set[str]:
    table = frame(THROUGHOUT)
    sizes = table[table["group"] == SCHOOLS].groupby("family")["family_size"].first()
    assert sizes[f"{SCHOOLS}/indicators"] == 7
    three = frame(Made((*PRINTED, "examples/followup_linked.csv")))
    found = three[three["family"] == f"{SCHOOLS}/indicators"]["family_size"].iloc[0]
    return whole(sizes[f"{SCHOOLS}/indicators"], sizes[f"{SCHOOLS}/questions"], 3, found)


@example("Holm adjustment")
def _holm() -> set[str]:
    table = frame(THROUGHOUT)
    p_values = table[table["family"] == f"{SCHOOLS}/indicators"]["p_value_max"].astype(float).to_numpy()
    first, second, third = np.sort(p_values)[:3]
    adjusted = np.sort(multiplicity.holm(p_values))[:3]
    assert adjusted == pytest.approx([7 * first, 6 * second, 5 * third])
    return whole(7, 6, 5) | p(first, second, third, *adjusted)


@example("Benjamini-Hochberg adjustment")
def _bh() -> set[str]:
    found = question("referrals_last_year", of=RECONSTRUCTED)
    table = frame(RECONSTRUCTED)
    p_values = np.sort(table[table["family"] == f"{SCHOOLS}/questions"]["p_value_max"].astype(float).to_numpy())
    assert found["p_value"] == pytest.approx(p_values[1])
    assert found["p_adjusted"] == pytest.approx(p_values[1] * len(p_values) / 2)
    return whole(len(p_values), 2, 1) | p(p_values[0], p_values[1], found["p_adjusted"], p_values[0] * len(p_values))


@example("Findings")
def _findings() -> set[str]:
    found = [indicator(name)["p_adjusted"] for name in ("referred_last_year", "formal_cooperation_yes")]
    return p(*found) | {"0.05"}


@example("Margins and verdicts")
def _verdicts() -> set[str]:
    margin = Made(settings=Settings(margin=0.1))
    schools, others = (indicator("refers_when_relevant_yes", group, margin) for group in (SCHOOLS, OTHERS))
    assert (schools["verdict"], others["verdict"]) == ("inconclusive", "equivalent")
    limits = [of[f"margin_{end}"] for of in (schools, others) for end in ("low", "high")]
    return {"10", "90"} | percent(schools["change"], others["change"], *limits)


@example("Difference between two groups")
def _groups() -> set[str]:
    contrast = contrast_groups(waves(Made(("2017",)))[0], Settings()).frame
    found = row(contrast, group=SCHOOLS, option="referred_last_year", level="indicator")
    ends = percent(found["difference"], found["difference_low"], found["difference_high"])
    return whole(38, 116, 127, 215) | ends


@example("Difference of changes")
def _changes() -> set[str]:
    contrast = contrast_changes(list(waves(THROUGHOUT)), Settings()).frame
    found = row(contrast, group=SCHOOLS, option="referred_last_year", level="indicator")
    schools, others = (indicator("referred_last_year", group) for group in (SCHOOLS, OTHERS))
    figures = [of[name] for of in (schools, others) for name in ("change", "change_low", "change_high")]
    ends = (found[name] for name in ("difference", "difference_low", "difference_high"))
    return percent(*figures, *ends) | p(found["p_value"])


@example("Change and mix")
def _mix() -> set[str]:
    table = compare_mix(list(waves(THROUGHOUT)), Settings()).frame
    found = row(table, group=None, option="referred_last_year", level="indicator")
    parts = ("within", "within_low", "within_high", "of_mix")
    shares = percent(found["baseline_share"], found["followup_share"], found["change"])
    return shares | percent(*(found[f"change_{part}"] for part in parts))


WAVES_OF_A_TREND = (np.array([38, 61, 61]), np.array([116, 124, 124]), np.array([0.0, 1.0, 2.0]))


@example("Cochran-Armitage test")
def _cochran_armitage() -> set[str]:
    test = trend.cochran_armitage(*WAVES_OF_A_TREND)
    return whole(38, 116, 61, 124) | decimals(3, float(test.statistic)) | p(float(test.p_value))


@example("Slope")
def _slope() -> set[str]:
    return percent(float(trend.slope(*WAVES_OF_A_TREND)))


@example("Jonckheere-Terpstra test")
def _jonckheere_terpstra() -> set[str]:
    before, after = counts("think_of_civil_society")
    found = trend.jonckheere_terpstra([before[::-1], after[::-1], after[::-1]])
    return decimals(3, found.effect, found.statistic) | p(found.p_value)


@example("Planning")
def _planning() -> set[str]:
    design = Design(invited={SCHOOLS: 240, OTHERS: 331}, response={SCHOOLS: 0.6, OTHERS: 0.6}, change=0.1)
    found = row(plan(waves(Made(("2017",)))[0], design).frame, group=SCHOOLS, option="referred_last_year")
    rises = percent(*(found[f"rise_{of}"] for of in ("process", "process_holm", "population")))
    falls = percent(*(-found[f"fall_{of}"] for of in ("process", "process_holm", "population")))
    assert pd.isna(found["answers_needed_process"])
    powers = percent(found["baseline_share"], found["power_process"]) | {"80"}
    return whole(60, 240, found["expected_answers"], 10, found["answers_needed_population"]) | rises | falls | powers


# The page


def paragraph(heading: str) -> str:
    """Return the example of a section."""
    found = re.search(r"^\*\*Example\.\*\* (.+?)(?:\n\n|\Z)", sections(PAGE)[heading], flags=re.MULTILINE | re.DOTALL)
    assert found is not None, f"{heading} has no example"
    return found[1]


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a text, but for what stands in backticks and the year of the baseline."""
    shown = re.sub(r"`[^`]*`", "", text).replace("\n", " ")
    return set(re.findall(r"−?\d+(?:\.\d+)?", shown)) - {"2017"}


def anchor(heading: str) -> str:
    """Return what a link to a heading ends in."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def bullets(section: str) -> dict[str, str]:
    """Return what is said of a method, by what it is about."""
    return dict(re.findall(r"^- \*\*(\w+)\*\*: (.+?)(?=\n- |\n\n|\Z)", section, flags=re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("heading", EXAMPLES)
def test_every_number_of_an_example_is_computed(heading: str) -> None:
    assert numbers_in(paragraph(heading)) == EXAMPLES[heading]()


def test_every_example_is_among_those_computed() -> None:
    assert {heading for heading, text in sections(PAGE).items() if "**Example.**" in text} == set(EXAMPLES)


@pytest.mark.parametrize("heading", EXAMPLES)
def test_every_method_has_a_formula_and_says_when_it_is_used_what_it_assumes_and_where_it_is_from(heading: str) -> None:
    section = sections(PAGE)[heading]
    said = bullets(section)
    assert list(said) == ["Used", "Assumes", "Source", "Names"]
    assert all(said.values())
    before_bullets = section.partition("- **Used**")[0]
    assert re.search(r"^    \S", before_bullets, flags=re.MULTILINE), "no formula"
    assert len(before_bullets.split()) > 30, "no paragraph"


def test_every_section_that_an_explanation_names_exists() -> None:
    anchors = {anchor(heading) for heading in sections(PAGE)}
    assert {name: method.section for name, method in METHODS.items() if method.section not in anchors} == {}


def sections_by_anchor() -> dict[str, str]:
    return {anchor(heading): text for heading, text in sections(PAGE).items()}


# By what a result may hold: the page names it where it tells of it.
IN_RESULTS = {
    *TESTS,
    *EFFECTS,
    *ADJUSTMENTS,
    "cohens_h",
    "slope",
    *share_intervals.INTERVALS,
    *change_intervals.INTERVALS,
}


@pytest.mark.parametrize("name", sorted(IN_RESULTS))
def test_every_name_in_results_stands_in_the_section_of_its_method(name: str) -> None:
    section = "difference-of-changes" if name == "mover" else METHODS[name].section
    assert name in code(bullets(sections_by_anchor()[section])["Names"])


def test_every_estimand_verdict_finding_and_word_of_sturdiness_is_told() -> None:
    told = {heading: set(code(bullets(sections(PAGE)[heading])["Names"])) for heading in EXAMPLES}
    assert set(get_args(Estimand)) <= told["Two estimands"]
    assert set(VERDICTS) <= told["Margins and verdicts"]
    assert set(FINDINGS) <= told["Findings"]
    assert set(STURDINESS) <= told["Sturdiness"]


def test_every_public_test_and_interval_of_a_share_is_told() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [
        name
        for name in (*change_tests.TESTS, *multiplicity.ADJUSTMENTS)
        if name not in {"default", "none"} and f"--test {name}" not in page and f"--adjust {name}" not in page
    ] == []


def references() -> list[str]:
    text = sections(PAGE)["References"]
    return [
        re.sub(r"\s+", " ", entry) for entry in re.findall(r"^- (.+?)(?=\n- |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    ]


def cited(text: str) -> set[tuple[str, str]]:
    """Return first author and year of what is cited, as in `Brown & Heathers (2017)` or `Brown & Heathers 2017`."""
    name = r"[A-ZÉ][\w-]+"
    found = re.findall(rf"({name})(?:(?:, | & ){name})* \(?((?:18|19|20)\d\d[a-c]?)\)?", text.replace("\n", " "))
    return {(author, year) for author, year in found if author != "In"}


def test_everything_cited_is_among_the_references_and_the_other_way_round() -> None:
    body = PAGE.read_text(encoding="utf-8").partition("## References")[0]
    wanted = cited(body) | cited("; ".join(method.source for method in METHODS.values()))
    listed = {(entry.partition(",")[0], re.search(r"\((\d{4}[a-c]?)\)", entry)[1]) for entry in references()}  # type: ignore[index]
    assert wanted - listed == set()
    assert listed - cited(body) == set()


def test_references_are_in_order() -> None:
    assert references() == sorted(references(), key=lambda entry: entry.replace("é", "e").casefold())


def test_every_departure_from_nominal_is_one_that_the_benchmarks_found() -> None:
    found = sections(BENCHMARKS)["Departures"]
    measured = set(re.findall(r"\d*\.?\d+", found))
    said = set(
        re.findall(r"\d*\.?\d+", " ".join(" ".join(cells[1:]) for cells in rows(PAGE, "Departures from nominal")))
    )
    assert len(said) > 30
    assert said - measured == set()


def test_what_print_forfeits_is_what_the_program_refuses_or_flags() -> None:
    told = sections(PAGE)["What a printed baseline forfeits"]
    assert {flag for flag in ("margins_only", "count_range", "partly_printed") if f"`{flag}`" not in told} == set()
    for option in ({"id_column": "respondent_id"}, {"by": "tenure"}):
        with pytest.raises(BrobyggerError, match="a printed table does not tell"):
            read_printed_with(**option)
    joint: tuple[MultipleTest, ...] = ("permutation", "rao-scott")
    for test in joint:
        with pytest.raises(BrobyggerError, match="a printed table"):
            frame(Made(settings=Settings(multiple_test=test)))
    weighted = frame(Made(margins="examples/margins.csv"))
    found = row(weighted, group=SCHOOLS, option="referred_last_year", level="indicator")
    assert pd.isna(found["baseline_design_effect"])
    assert found["followup_design_effect"] > 1


def read_printed_with(*, id_column: str | None = None, by: str | None = None) -> None:
    reading = Reading(id_column=id_column)
    sources = [open_source(file if file == "2017" else str(ROOT / file), reading) for file in PRINTED]
    read_waves(sources, [questionnaire_of(sources[::-1], reading)] * 2, reading, Refinement(by=by))
