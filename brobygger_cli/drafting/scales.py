"""Answers that are the steps of a scale: known wordings in Danish and English, and numbers from 1 upwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each scale from its lowest step to its highest; wordings parted by | stand for the same step.
_SCALES = (
    (  # agreement
        "strongly disagree|disagree strongly|disagree completely|completely disagree|totally disagree|fully disagree",
        "disagree|mostly disagree|tend to disagree",
        "somewhat disagree|slightly disagree|rather disagree|partly disagree",
        "neither agree nor disagree|neither agree or disagree|neutral|neither",
        "somewhat agree|slightly agree|rather agree|partly agree",
        "agree|mostly agree|tend to agree",
        "strongly agree|agree strongly|agree completely|completely agree|totally agree|fully agree",
    ),
    (
        "helt uenig|meget uenig|fuldstændig uenig|svært uenig",
        "uenig|overvejende uenig",
        "delvist uenig|delvis uenig|lidt uenig|noget uenig",
        "hverken enig eller uenig|hverken eller|hverken/eller|neutral|både og|både/og",
        "delvist enig|delvis enig|lidt enig|noget enig",
        "enig|overvejende enig",
        "helt enig|meget enig|fuldstændig enig|svært enig",
    ),
    (  # satisfaction
        "very dissatisfied|extremely dissatisfied|completely dissatisfied|very unsatisfied",
        "dissatisfied|unsatisfied",
        "somewhat dissatisfied|slightly dissatisfied|rather dissatisfied",
        "neither satisfied nor dissatisfied|neither satisfied or dissatisfied|neutral|neither",
        "somewhat satisfied|slightly satisfied|fairly satisfied|rather satisfied",
        "satisfied",
        "very satisfied|extremely satisfied|completely satisfied",
    ),
    (
        "meget utilfreds",
        "utilfreds|overvejende utilfreds",
        "lidt utilfreds|delvist utilfreds|noget utilfreds",
        "hverken tilfreds eller utilfreds|hverken eller|hverken/eller|neutral|både og|både/og",
        "lidt tilfreds|delvist tilfreds|nogenlunde tilfreds|noget tilfreds",
        "tilfreds|overvejende tilfreds",
        "meget tilfreds",
    ),
    (  # how often
        "never",
        "almost never|very rarely|hardly ever",
        "rarely|seldom",
        "sometimes|occasionally|now and then",
        "often|frequently",
        "very often|usually|almost always|most of the time",
        "always|all the time",
    ),
    (
        "aldrig",
        "næsten aldrig|meget sjældent",
        "sjældent",
        "af og til|nogle gange|en gang imellem|ind imellem|indimellem",
        "ofte|tit",
        "meget ofte|næsten altid|for det meste|som regel",
        "altid|hele tiden",
    ),
    (
        "never",
        "less than once a year|less often|less frequently",
        "yearly|once a year|annually",
        "a few times a year|several times a year",
        "monthly|once a month|every month",
        "a few times a month|several times a month",
        "weekly|once a week|every week",
        "a few times a week|several times a week",
        "daily|every day|once a day",
        "several times a day|more than once a day",
    ),
    (
        "aldrig",
        "sjældnere|sjældnere end en gang om året",
        "årligt|en gang om året|hvert år",
        "et par gange om året|flere gange om året",
        "månedligt|en gang om måneden|hver måned",
        "et par gange om måneden|flere gange om måneden",
        "ugentligt|en gang om ugen|hver uge",
        "et par gange om ugen|flere gange om ugen",
        "dagligt|hver dag|en gang om dagen",
        "flere gange om dagen",
    ),
    (  # to what extent
        "not at all",
        "to a very small extent|to a very low extent|hardly at all",
        "to a small extent|to a lesser extent|to a low extent|a little|slightly",
        "to some extent|to a moderate extent|somewhat|moderately",
        "to a great extent|to a large extent|to a high extent|a lot|very much",
        "to a very great extent|to a very large extent|to a very high extent|completely|extremely",
    ),
    (
        "slet ikke",
        "i meget lav grad|i meget ringe grad|i meget lille grad",
        "i lav grad|i ringe grad|i mindre grad|i lille grad",
        "i nogen grad|i noget omfang",
        "i høj grad|i stort omfang",
        "i meget høj grad|i meget stort omfang",
    ),
    (  # how good
        "very poor|very bad|terrible|very badly",
        "poor|bad|badly|poorly",
        "fair|average|acceptable|ok|okay|neither good nor bad",
        "good|well",
        "very good|very well",
        "excellent",
    ),
    (
        "meget dårlig|meget dårligt",
        "dårlig|dårligt",
        "mindre god|mindre godt",
        "hverken god eller dårlig|hverken godt eller dårligt|hverken eller|nogenlunde|middel|acceptabel|acceptabelt",
        "god|godt",
        "meget god|meget godt",
        "fremragende|særdeles god|særdeles godt|virkelig god|virkelig godt",
    ),
    (  # how important
        "not at all important|not important|unimportant",
        "slightly important|rather unimportant|of little importance|a little important",
        "moderately important|rather important|somewhat important|fairly important",
        "important",
        "very important",
        "extremely important",
    ),
    (
        "slet ikke vigtig|slet ikke vigtigt|ikke vigtig|ikke vigtigt",
        "mindre vigtig|mindre vigtigt|lidt vigtig|lidt vigtigt",
        "nogenlunde vigtig|nogenlunde vigtigt|noget vigtig|noget vigtigt",
        "vigtig|vigtigt",
        "meget vigtig|meget vigtigt",
        "særdeles vigtig|særdeles vigtigt|afgørende",
    ),
    ("very low", "low", "medium|moderate|middle", "high", "very high"),
    ("meget lav|meget lavt", "lav|lavt", "middel|mellem", "høj|højt", "meget høj|meget højt"),
    (  # how likely
        "very unlikely|extremely unlikely",
        "unlikely",
        "somewhat unlikely|slightly unlikely",
        "neither likely nor unlikely|neutral",
        "somewhat likely|slightly likely",
        "likely",
        "very likely|extremely likely",
    ),
    (
        "meget usandsynlig|meget usandsynligt",
        "usandsynlig|usandsynligt",
        "hverken sandsynlig eller usandsynlig|hverken sandsynligt eller usandsynligt|hverken eller",
        "sandsynlig|sandsynligt",
        "meget sandsynlig|meget sandsynligt",
    ),
    (  # how favourable
        "very unfavorably|very unfavourably|very unfavorable|very unfavourable",
        "unfavorably|unfavourably|unfavorable|unfavourable",
        "somewhat unfavorably|somewhat unfavourably|somewhat unfavorable|somewhat unfavourable",
        "neither favorably nor unfavorably|neither favourably nor unfavourably|neutral",
        "somewhat favorably|somewhat favourably|somewhat favorable|somewhat favourable",
        "favorably|favourably|favorable|favourable",
        "very favorably|very favourably|very favorable|very favourable",
    ),
)
_STEPS = tuple({word: rank for rank, step in enumerate(scale) for word in step.split("|")} for scale in _SCALES)
_FEWEST = 3
# "5", "5 (very much)", "5 - very much": a point of a scale, which may be named.
_POINT = re.compile(r"(\d{1,2})(?:\s*[-–=:.)(].*)?\Z", re.DOTALL)
_LOWEST, _HIGHEST = (0, 1), (4, 5, 6, 7, 9, 10)
_BEHIND = re.compile(r"\s*\([^()]*\)\Z|[.!]+\Z")


def ranks(labels: Sequence[str]) -> tuple[int, ...]:
    """Return the rank of every label where all of them are different steps of one known scale; nothing elsewhere."""
    if len(labels) < _FEWEST:
        return ()
    words = [normalise(label) for label in labels]
    known = {word for steps in _STEPS for word in steps}
    words = [word if word in known else _BEHIND.sub("", word) for word in words]
    for steps in _STEPS:
        found = tuple(steps.get(word, -1) for word in words)
        if -1 not in found and len(set(found)) == len(found):
            return found
    return ()


def points(labels: Sequence[str]) -> tuple[int, ...]:
    """Return the number of every label where they are points from 0 or 1 to 4, 5, 6, 7, 9 or 10, most of them there."""
    told = [_POINT.match(label.strip()) for label in labels]
    numbers = tuple(int(found[1]) for found in told if found)
    if len(numbers) < len(labels) or len(set(numbers)) < len(numbers) or len(numbers) < _FEWEST:
        return ()
    lowest, highest = min(numbers), max(numbers)
    if lowest not in _LOWEST or highest not in _HIGHEST or len(numbers) < (highest - lowest + 1) * 0.6:
        return ()
    return numbers
