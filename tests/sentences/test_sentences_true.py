"""A sentence never says more than its row: of change only where the finding does, and no number but the row's."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_waves import LESS, MORE, Told, compared, people, plain, read

from brobygger_cli.compare import COLUMNS
from brobygger_cli.flags import FLAGS

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record

LANGUAGES: tuple[Language, ...] = ("da", "en")
FOUND = ("better", "worse", "rise", "fall", "changed")
UP = {"da": r"steget|flyttet op|højere ende", "en": r"\brisen|moved up"}
DOWN = {"da": r"faldet|flyttet ned", "en": r"\bfallen|moved down"}
MOVED = {
    "da": r"steget|faldet|flyttet|fordeler sig anderledes|ændret sig over|statistisk sikker|[;:(–] ændret",
    "en": r"\brisen|\bfallen|\bmoved|differently|have changed over|statistically significant|[;:(–] changed",
}
BETTER = {"da": r"[Ff]orbedring", "en": r"[Ii]mprovement"}
WORSE = {"da": r"[Ff]orværring", "en": r"[Dd]eterioration"}
# What no sentence says: that something is as it was, or why it is as it is.
NEVER = {
    "da": r"uændret|skyldes|på grund af|som følge af|takket være|virkning",
    "en": r"unchanged|the same as before|because|due to|thanks to|caused|led to|effect of",
}
ITEMS = (
    ("indicator", "sings", "at_home"),
    ("indicator", "voice", "is_deep"),
    ("option", "voice", "both"),
    ("option", "travels", "motor"),
    ("question", "likes", None),
    ("question", "often", None),
    ("question", "voice", None),
)
Marks = dict[str, Any]
thousandths = st.integers(-999, 999)


@cache
def three_waves() -> Told:
    """Compare three waves, so that there is a trend."""
    return compared(read({"spring": people(sings=LESS), "summer": people(sings=MORE), "autumn": people(sings=MORE)}))


def tenth(thousandth: int) -> str:
    """Write a number of thousandths as percentage points with a sign."""
    sign = "+" if thousandth > 0 else "−" if thousandth < 0 else ""
    return f"{sign}{abs(thousandth) // 10}.{abs(thousandth) % 10}"


def p_written(thousandth: int) -> str:
    return "0.001" if thousandth == 0 else f"{thousandth // 1000}.{thousandth % 1000:03}"


def percent(count: int, base: int) -> str:
    return str((200 * count + base) // (2 * base))  # a half is rounded up


class Made:
    """A row that is made up, and the numbers that may be said of it, with a decimal point."""

    def __init__(self, level: str, question: str, option: str | None, comparison: str) -> None:
        kind = {"motor": "net"}.get(option or "", "multiple" if question == "travels" else "single")
        self.record: dict[str, Any] = dict.fromkeys(COLUMNS)
        self.record |= {"level": level, "question": question, "option": option, "comparison": comparison}
        self.record |= {"label": "Mærke", "type": kind, "group": "guests", "flags": "", "estimand": "process"}
        self.record |= {"baseline_wave": "spring", "followup_wave": "autumn"}
        self.numbers: set[str] = set()

    def put(self, numbers: set[str], **columns: object) -> None:
        """Fill in columns, and what may be said of them."""
        self.record |= columns
        self.numbers |= numbers


@st.composite
def rows(draw: st.DrawFn) -> Made:
    """Draw a row of any level, finding, verdict and flags."""
    level, question, option = draw(st.sampled_from(ITEMS))
    made = Made(level, question, option, draw(st.sampled_from(("change", "change", "trend"))))
    _judged(draw, made)
    if made.record["comparison"] == "trend":
        made.numbers.add("3")
        if level != "question":
            slope = draw(thousandths)
            made.put({tenth(slope)}, effect=slope / 1000, effect_name="slope")
            made.numbers |= {"40", "70", "100"} if question == "sings" else set()  # the share of each wave
    elif level != "question":
        for wave in ("baseline", "followup"):
            _share(draw, made, wave)
        _change(draw, made)
    if level == "question":
        _effect(draw, made)
    flags = draw(st.sets(st.sampled_from(sorted({*FLAGS, "hidden"} - {"not_asked"})), max_size=6))
    made.put({"30"} if "small_base" in flags else set(), flags=" ".join(sorted(flags)))
    return made


def _judged(draw: st.DrawFn, made: Made) -> None:
    """Draw a finding with its direction, p-values and family."""
    finding: str | None
    question = made.record["level"] == "question"
    finding = draw(st.sampled_from((None, "unclear", *FOUND) if question else (None, "unclear", *FOUND[:-1])))
    either = draw(st.sampled_from(("up", "down")))
    made.put(
        set(), finding=finding, direction={"rise": "up", "fall": "down", "changed": None}.get(finding or "", either)
    )
    if finding is None:
        return
    raw, least, adjusted = (draw(st.integers(0, 1000)) for _ in range(3))
    adjustment, size = draw(st.sampled_from(("holm", "bh", "max_t", "none"))), draw(st.integers(1, 40))
    numbers = {p_written(adjusted)} | (set() if adjustment == "none" else {p_written(raw), str(size)})
    made.put(numbers, p_adjusted=adjusted / 1000, p_value=raw / 1000, p_value_max=raw / 1000, p_value_min=least / 1000)
    made.put(set(), adjustment=adjustment, family="of/all", family_size=size)


def _share(draw: st.DrawFn, made: Made, wave: str) -> None:
    base = draw(st.integers(1, 2000))
    low = draw(st.integers(0, base))
    high = draw(st.just(low) | st.integers(low, base))
    numbers = {str(low), str(high), str(base)}
    counts: dict[str, float] = {f"{wave}_count_min": low, f"{wave}_count_max": high, f"{wave}_base": base}
    if draw(st.booleans()):
        weighted = draw(st.integers(0, 100))
        counts |= {f"{wave}_design_effect": 1.5, f"{wave}_share": weighted / 100}
        numbers.add(str(weighted))
    else:
        numbers |= {percent(low, base), percent(high, base)}
    made.put(numbers, **counts)


def _change(draw: st.DrawFn, made: Made) -> None:
    """Draw the change of a share, its interval, margin, and what those who did not answer can do to it."""
    names = ("change_min", "change_max", "change_outer_low", "change_outer_high")
    drawn = {name: draw(thousandths) for name in names}
    numbers = {tenth(value) for value in drawn.values()} | {"95"}
    made.put(numbers, **{name: value / 1000 for name, value in drawn.items()})
    found = made.record["finding"] in FOUND
    if made.record["finding"] is not None and draw(st.booleans()):
        low, high, margin = draw(thousandths), draw(thousandths), draw(st.integers(1, 99))
        verdict = draw(st.sampled_from(("changed", "trivial") if found else ("equivalent", "inconclusive")))
        made.put({tenth(low), tenth(high), str(margin), "90"}, verdict=verdict, margin=margin / 100)
        made.put(set(), margin_low=low / 1000, margin_high=high / 1000)
    if draw(st.booleans()):
        tip = draw(st.integers(0, 100))
        made.put({str(tip)}, tipping_difference=tip / 100)
        made.put(set(), sturdiness=draw(st.sampled_from(("worst_case", "unless"))) if found else "not_significant")
    if draw(st.booleans()):
        low, high = draw(thousandths), draw(thousandths)
        made.put({tenth(low), tenth(high)}, change_worst_low=low / 1000, change_worst_high=high / 1000)
        made.put(set(), estimand="population")
    if draw(st.booleans()):
        pairs, gained, lost, overlap = (draw(st.integers(1, 500)) for _ in range(4))
        numbers = {str(pairs), str(gained), str(lost), str(overlap)}
        made.put(numbers, pairs=pairs, gained=gained, lost=lost, overlap=overlap)


def _effect(draw: st.DrawFn, made: Made) -> None:
    """Draw the bases of a question, and the size of the difference."""
    if made.record["comparison"] == "change":
        before, after, pairs = (draw(st.integers(0, 2000)) for _ in range(3))
        made.put({str(before), str(after), str(pairs)}, baseline_base=before, followup_base=after)
        made.put(set(), test=draw(st.sampled_from(("bhapkar", "pearson"))), followup_test_n=pairs)
        name = draw(st.sampled_from(("prob_higher", "prob_higher_pairs", "cramers_v", None)))
    else:
        made.numbers |= {"100", "0"}  # the answers of each wave
        name = draw(st.sampled_from(("prob_higher", None)))
    if name is not None:
        effect, low, high = (draw(st.integers(0, 100)) for _ in range(3))
        numbers = {f"{value // 100}.{value % 100:02}" for value in (effect, low, high)}
        made.put(numbers | {"95", "0.50", "0"}, effect=effect / 100, effect_name=name)
        made.put(set(), effect_low=low / 100, effect_high=high / 100)


def told(record: Record, language: Language) -> Told:
    of = three_waves() if record["comparison"] == "trend" else plain()
    return of if language == "da" else of.in_english


def said_numbers(text: str, language: Language) -> set[str]:
    mark = "," if language == "da" else "."
    return {number.replace(mark, ".") for number in re.findall(rf"[+−]?\d+(?:[{mark}]\d+)?", text)}


@pytest.mark.parametrize("language", LANGUAGES)
@given(made=rows())
@settings(max_examples=80)
def test_change_is_told_where_it_was_found_and_nowhere_else(made: Made, language: Language) -> None:
    record = made.record
    hidden = "hidden" in record["flags"].split()
    finding = None if hidden else record["finding"]
    findings = told(record, language).findings
    for text in (findings.sentence(record), findings.brief(record)):
        assert bool(re.search(MOVED[language], text)) == (finding in FOUND), text
        assert bool(re.search(BETTER[language], text)) == (finding == "better"), text
        assert bool(re.search(WORSE[language], text)) == (finding == "worse"), text
        assert not re.search(NEVER[language], text), text
        if record["direction"] != "up" or finding not in FOUND:
            assert not re.search(UP[language], text), text
        if record["direction"] != "down" or finding not in FOUND:
            assert not re.search(DOWN[language], text), text
    verdict: Literal["up", "down", "none", "untested"] = findings.verdict(record)
    assert verdict == ("untested" if finding is None else record["direction"] or "none" if finding in FOUND else "none")


@pytest.mark.parametrize("language", LANGUAGES)
@given(made=rows())
@settings(max_examples=80)
def test_every_number_is_one_of_the_row_as_tables_round_it(made: Made, language: Language) -> None:
    findings = told(made.record, language).findings
    hidden = "hidden" in made.record["flags"].split()
    for text in (findings.sentence(made.record), findings.brief(made.record)):
        assert said_numbers(text, language) <= (set() if hidden else made.numbers), text


@pytest.mark.parametrize("language", LANGUAGES)
@given(made=rows())
@settings(max_examples=80)
def test_a_sentence_is_plain_text_from_its_capital_to_its_full_stop(made: Made, language: Language) -> None:
    findings = told(made.record, language).findings
    text = findings.sentence(made.record)
    assert text[0].isupper()
    assert text.endswith(".")
    for said in (text, findings.brief(made.record)):
        assert said.isprintable() or set(said) - set(said.replace("\u00a0", " ")) == {"\u00a0"}
        assert not re.search(r"[{}<>|*_`\[\]]|None|nan|  | [,.;:]|\.\.|\( | \)", said.replace("p < ", "p ")), said
        assert said.count("»") == said.count("«")
        assert said.count("“") == said.count("”")
        assert said.count("(") == said.count(")")


@pytest.mark.parametrize("language", LANGUAGES)
@given(made=rows())
@settings(max_examples=50)
def test_a_share_that_is_shown_is_told_with_its_bases(made: Made, language: Language) -> None:
    record = made.record
    if record["level"] == "question" or record["comparison"] == "trend" or "hidden" in record["flags"].split():
        return
    numbers = said_numbers(told(record, language).findings.sentence(record), language)
    assert {str(record["baseline_base"]), str(record["followup_base"])} <= numbers


@pytest.mark.parametrize("language", LANGUAGES)
@given(made=rows())
@settings(max_examples=50)
def test_too_few_answers_for_more_than_an_indication_are_told_of_everything_found(
    made: Made, language: Language
) -> None:
    record = made.record | {"flags": "low_response"}
    findings = told(record, language).findings
    told_so = {"da": "en indikation", "en": "an indication only"}[language]
    if record["finding"] in FOUND:
        assert told_so in findings.sentence(record)
        assert told_so in findings.brief(record)
