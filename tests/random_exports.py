"""Random exports of a small questionnaire, written as text, with what a person would say each row means.

Respondents are drawn as intentions (this option, nothing, something that is no answer); the export spells
them in any of the ways that are allowed. `expected` tells state by state, row by row, what must come of
them: plain loops over people that share nothing with the code they check.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TOML = """
id = "town"
title = { da = "Byen", en = "The town" }
indicative_below = 0.5

[[groups]]
id = "north"
code = "1"
label = { da = "Nørreby", en = "North Town" }
aliases = ["N"]

[[groups]]
id = "south"
code = "2"
label = { da = "Sønderby", en = "South Town" }

[[questions]]
id = "member"
type = "single"
text = { da = "Er du medlem?", en = "Are you a member?" }
columns = ["medlemskab"]
options = [
  { id = "yes", code = "1", label = { da = "Ja", en = "Yes" }, aliases = ["J"] },
  { id = "no", code = "2", label = { da = "Nej", en = "No" } },
  { id = "unsure", code = "9", label = { da = "Ved ikke", en = "Don't know" }, aliases = ["?"], dont_know = true },
]

[[questions]]
id = "mood"
type = "ordinal"
order = "high_to_low"
asked_if = { question = "member", answers = ["yes", "unsure"] }
text = { da = "Hvordan går det?", en = "How are things?" }
options = [
  { id = "good", code = "1", label = { da = "Rigtig godt, på alle måder", en = "Very well" } },
  { id = "fair", code = "2", label = { da = "Både og", en = "Fair" } },
  { id = "bad", code = "3", label = { da = "Dårligt", en = "Badly" } },
  { id = "absent", code = "4", label = { da = "Jeg kommer her ikke", en = "I do not come here" }, on_scale = false },
]

[[questions]]
id = "why_good"
type = "single"
asked_if = { question = "mood", answers = ["good"] }
text = { da = "Hvorfor går det godt?", en = "Why are things good?" }
options = [
  { id = "people", code = "1", label = { da = "På grund af folk", en = "The people" } },
  { id = "place", code = "2", label = { da = "På grund af stedet", en = "The place" } },
]

[[questions]]
id = "times"
type = "count_bins"
text = { da = "Hvor mange gange?", en = "How many times?" }
options = [
  { id = "few", code = "1", label = { da = "1 til 3", en = "1 to 3" }, low = 1, high = 3 },
  { id = "some", code = "4", label = { da = "4 til 9", en = "4 to 9" }, low = 4, high = 9 },
  { id = "many", code = "10", label = { da = "10 eller flere", en = "10 or more" }, low = 10 },
  { id = "none", code = "0", label = { da = "Ingen", en = "None" }, low = 0, high = 0 },
  { id = "unsure", code = "-1", label = { da = "Ved ikke", en = "Don't know" }, dont_know = true },
]

[[questions]]
id = "ways"
type = "multiple"
asked_if = { question = "times", answers = ["few", "some", "many"] }
text = { da = "Hvordan kom du?", en = "How did you come?" }
options = [
  { id = "cycle", code = "1", label = { da = "Cykel, elcykel", en = "Cycle" }, aliases = ["Cykel"] },
  { id = "rail", code = "2", label = { da = "Tog; metro", en = "Train" } },
  { id = "bus", code = "3", label = { da = "Bus", en = "Bus" } },
  { id = "other", code = "4", label = { da = "Intet af dette", en = "None of these" }, exclusive = true },
]
nets = [{ id = "public", label = { en = "Public transport" }, options = ["rail", "bus"] }]

[[questions]]
id = "acts"
type = "multiple"
asked_if = { question = "member", answers = ["yes"] }
text = { da = "Hvad gør du?", en = "What do you do?" }
options = [
  { id = "sing", code = "1", label = { da = "Synger", en = "Sing" } },
  { id = "silent", code = "2", label = { da = "Tier", en = "Stay silent" }, contradicts = ["sing"] },
  { id = "unsure", code = "3", label = { da = "Ved ikke", en = "Don't know" }, dont_know = true },
]

[[questions]]
id = "age"
type = "number"
minimum = 0
maximum = 120
background = true
text = { da = "Hvor gammel er du?", en = "How old are you?" }

[[questions]]
id = "remark"
type = "text"
text = { da = "Andet?", en = "Anything else?" }

[[indicators]]
id = "content"
question = "mood"
options = ["good", "fair"]
label = { en = "Content" }

[[indicators]]
id = "came_green"
question = "ways"
options = ["cycle", "rail", "bus"]
label = { en = "Came by bicycle, train or bus" }
"""
TOWN = parse(TOML, "town.toml")

QUESTIONS = ("member", "mood", "why_good", "times", "ways", "acts", "age", "remark")
GROUPS = {"north": ("1", "north", "Nørreby", "North Town", "N"), "south": ("2", "south", "Sønderby", "South Town")}
SPELLINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "member": {
        "yes": ("1", "yes", "Ja", "J"),
        "no": ("2", "no", "Nej"),
        "unsure": ("9", "Ved ikke", "Don't know", "?"),
    },
    "mood": {
        "good": ("1", "good", "Rigtig godt, på alle måder", "Very well"),
        "fair": ("2", "fair", "Både og"),
        "bad": ("3", "bad", "Dårligt", "Badly"),
        "absent": ("4", "Jeg kommer her ikke", "I do not come here"),
    },
    "why_good": {"people": ("1", "people", "På grund af folk"), "place": ("2", "På grund af stedet", "The place")},
    "times": {
        "few": ("1", "2", "3", "few", "1 til 3"),  # the code, the number of times, the id or a label
        "some": ("4", "5", "9", "4 to 9"),
        "many": ("10", "11", "250", "many", "10 eller flere"),
        "none": ("0", "none", "Ingen"),
        "unsure": ("-1", "Ved ikke", "Don't know"),
    },
    "ways": {
        "cycle": ("1", "cycle", "Cykel, elcykel", "Cykel"),
        "rail": ("2", "rail", "Tog; metro", "Train"),
        "bus": ("3", "bus", "Bus"),
        "other": ("4", "other", "Intet af dette", "None of these"),
    },
    "acts": {"sing": ("1", "Synger", "Sing"), "silent": ("2", "silent", "Tier"), "unsure": ("3", "Ved ikke", "unsure")},
}
HEADERS = {
    "member": ("member", "Er du medlem?", "ARE YOU A MEMBER?", "Medlemskab"),
    "mood": ("mood", "Hvordan går det?"),
    "why_good": ("why_good", "Why are things good?"),
    "times": ("times", "  times "),
    "ways": ("ways", "Hvordan kom du?"),
    "acts": ("acts", "What do you do?"),
    "age": ("age", "Hvor gammel er du?"),
    "remark": ("remark", "Anything else?"),
}
# Who is asked: the earlier question and the answers that lead on.
ROUTING = {
    "mood": ("member", {"yes", "unsure"}),
    "why_good": ("mood", {"good"}),
    "ways": ("times", {"few", "some", "many"}),
    "acts": ("member", {"yes"}),
}
DONT_KNOW = {"member": {"unsure"}, "times": {"unsure"}, "acts": {"unsure"}}
MULTIPLE = ("ways", "acts")
GARBAGE = {
    "member": ("yess", "12", "ja nej"),
    "mood": ("1.0", "god"),
    "why_good": ("3",),
    "times": ("-2", "1,5", "1.0", "ofte"),
    "age": ("old", "-1", "121", "1.000,5"),
    "ways": ("Bus; spaceship", "5"),
    "acts": ("dance",),
}
# Ticks that cannot stand together.
CONTRADICTIONS = {"ways": ({"other", "bus"}, {"other", "cycle", "rail"}), "acts": ({"sing", "silent"},)}


@dataclass(frozen=True)
class Intention:
    """What a cell is meant to say: `answer` these options, `empty`, `zeros` (no tick among ticks), `garbage`."""

    kind: str
    options: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Person:
    """A row: how it is identified, and what it means to say to each question."""

    group: str
    answers: Mapping[str, Intention]
    flaw: str = ""  # "group", "ragged" or "repeated"


@dataclass(frozen=True)
class Export:
    """An export as bytes, and the people it was written for."""

    people: tuple[Person, ...]
    content: bytes


def expected(people: Sequence[Person]) -> list[dict[str, tuple[State, frozenset[str]]]]:
    """Return the state of every question of every person, and the options that count."""
    return [_form(person) for person in people]


def _form(person: Person) -> dict[str, tuple[State, frozenset[str]]]:
    form: dict[str, tuple[State, frozenset[str]]] = {}
    for question in QUESTIONS:
        form[question] = _answer(question, person.answers[question], form)
    if person.flaw:
        return dict.fromkeys(QUESTIONS, (State.INVALID, frozenset()))
    return form


def _answer(
    question: str, said: Intention, form: Mapping[str, tuple[State, frozenset[str]]]
) -> tuple[State, frozenset[str]]:
    asked = "yes"
    if question in ROUTING:
        parent, leading = ROUTING[question]
        state, chosen = form[parent]
        asked = "unknown"
        if state in {State.ANSWERED, State.DONT_KNOW}:
            asked = "yes" if chosen & leading else "no"
        elif state is State.NOT_ASKED:
            asked = "no"
    if said.kind == "garbage":
        return State.INVALID, frozenset()
    if said.kind == "answer":
        if asked == "no":
            return State.INVALID, frozenset()
        unsure = said.options & DONT_KNOW.get(question, set())
        return (State.DONT_KNOW if unsure else State.ANSWERED), said.options
    if said.kind == "zeros" and asked == "yes" and question == "acts":  # `ways` has "none of these" to tick
        return State.ANSWERED, frozenset()
    return (State.NOT_ASKED if asked == "no" else State.BLANK), frozenset()


# Drawing -------------------------------------------------------------------------------------------


@st.composite
def people(draw: st.DrawFn, *, clean: bool = False, most: int = 12) -> tuple[Person, ...]:
    """Draw respondents; `clean` ones hold nothing that would be refused."""
    drawn = draw(st.lists(_person(clean=clean), min_size=1, max_size=most))
    # The first of a respondent's rows is the one that is read.
    return tuple(
        Person(p.group, p.answers) if p.flaw == "repeated" and place == 0 else p for place, p in enumerate(drawn)
    )


@st.composite
def _person(draw: st.DrawFn, *, clean: bool) -> Person:
    answers: dict[str, Intention] = {}
    for question in QUESTIONS:
        routed_away = False
        if question in ROUTING:
            parent, leading = ROUTING[question]
            routed_away = not answers[parent].options & leading
        if (clean and routed_away) or (routed_away and draw(st.integers(0, 3))):
            answers[question] = Intention(
                draw(st.sampled_from(["empty", "zeros"])) if question in MULTIPLE else "empty"
            )
        else:
            answers[question] = draw(_intention(question, clean=clean))
    flaws = ["", "", "", "", "", "group", "ragged", "repeated"]
    flaw = "" if clean else draw(st.sampled_from(flaws))
    return Person(draw(st.sampled_from(sorted(GROUPS))), answers, flaw)


@st.composite
def _intention(draw: st.DrawFn, question: str, *, clean: bool) -> Intention:
    kind = draw(st.sampled_from(["answer", "answer", "answer", "empty", "zeros", "garbage"]))
    if kind == "answer" and question in SPELLINGS:
        ids = sorted(SPELLINGS[question])
        if question not in MULTIPLE:
            return Intention("answer", frozenset({draw(st.sampled_from(ids))}))
        ticked = frozenset(draw(st.sets(st.sampled_from(ids), min_size=1)))
        if any(
            both <= ticked for both in ({"other", "bus"}, {"other", "cycle"}, {"other", "rail"}, {"sing", "silent"})
        ):
            return Intention("answer", frozenset({min(ticked)})) if clean else Intention("garbage", ticked)
        return Intention("answer", ticked)
    if kind == "garbage" and not clean and question in GARBAGE:
        return Intention("garbage")
    if kind == "zeros" and question in MULTIPLE:
        return Intention("zeros")
    return Intention("answer" if kind == "answer" else "empty")


@st.composite
def exports(draw: st.DrawFn, *, clean: bool = False, most: int = 12) -> Export:
    """Draw respondents, and an export that spells them."""
    drawn = draw(people(clean=clean, most=most))
    joined = {question: draw(st.booleans()) for question in MULTIPLE}
    in_one_cell = {question for question in MULTIPLE if joined[question]}
    said = tuple(_without_zeros(person, in_one_cell) for person in drawn)
    return Export(said, _write(draw, said, joined))


def _without_zeros(person: Person, in_one_cell: set[str]) -> Person:
    """Without a column per option there is no way to write that something was shown and not ticked."""
    answers = {
        question: Intention("empty") if said.kind == "zeros" and question in in_one_cell else said
        for question, said in person.answers.items()
    }
    return Person(person.group, answers, person.flaw)


def _write(draw: st.DrawFn, drawn: Sequence[Person], joined: Mapping[str, bool]) -> bytes:
    """Spell people as the bytes of an export, in an encoding and spelling that are drawn."""
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    delimiter = draw(st.sampled_from(";,\t|"))
    joint = draw(st.sampled_from(["_{}", " [{}]", ": {}", " - {}"]))
    header = ["respondent_id", "Gruppe"]
    for question in QUESTIONS:
        name = draw(st.sampled_from(HEADERS[question]))
        if joined.get(question, True):
            header.append(name)
        else:
            header += [name + joint.format(draw(st.sampled_from(names))) for names in SPELLINGS[question].values()]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerow(header)
    for number, person in enumerate(drawn):
        group = "elsewhere" if person.flaw == "group" else _spelled(draw, GROUPS[person.group], encoding)
        row = ["P0" if person.flaw == "repeated" else f"P{number}", group]
        for question in QUESTIONS:
            said = person.answers[question]
            whole = joined.get(question, True)
            row += [_cell(draw, question, said, encoding)] if whole else _ticks(draw, question, said)
        writer.writerow([*row, "one too many"] if person.flaw == "ragged" else row)
    return text.getvalue().encode(encoding)


def _spelled(draw: st.DrawFn, spellings: Sequence[str], encoding: str) -> str:
    """Return one of the spellings, disguised by case, blanks and Unicode form."""
    spelling = draw(st.sampled_from(spellings))
    cased = [spelling, spelling.upper(), spelling.lower(), spelling.swapcase()]
    spelling = draw(st.sampled_from(cased))
    spelling = spelling.replace(" ", draw(st.sampled_from([" ", "  ", "\u00a0"])))
    if encoding != "cp1252" and draw(st.booleans()):
        spelling = unicodedata.normalize("NFD", spelling)
    around = draw(st.sampled_from(["", " ", "\u00a0", "  "]))
    return f"{around}{spelling}{around}"


def _cell(draw: st.DrawFn, question: str, said: Intention, encoding: str) -> str:
    """Return a cell that holds the whole answer."""
    if said.kind in {"empty", "zeros"}:
        return draw(st.sampled_from(["", "", " "]))
    if question == "remark":
        return draw(st.sampled_from(['He said "no";\nthen, left | gone', "0", "Ved ikke", "=1+1"]))
    if said.kind == "garbage" and not said.options:
        return draw(st.sampled_from(GARBAGE[question]))
    if question == "age":
        return draw(st.sampled_from(["0", "120", " 41 ", "41,5", "41.5"]))
    parts = [_spelled(draw, SPELLINGS[question][option], encoding) for option in sorted(said.options)]
    return draw(st.sampled_from([";", ",", "|", "\n"])).join(draw(st.permutations(parts)))


def _ticks(draw: st.DrawFn, question: str, said: Intention) -> list[str]:
    """Return the cells of one column per option."""
    ids = list(SPELLINGS[question])
    if said.kind == "empty":
        return [""] * len(ids)
    blank = said.kind == "answer" and draw(st.booleans())  # platforms write 0, or nothing, where there is no tick
    yes, no = draw(st.sampled_from([("1", "0"), ("x", "0"), ("Ja", "Nej"), ("TRUE", "FALSE"), ("own", "0")]))
    cells = ["" if blank else no for _ in ids]
    for place, option in enumerate(ids):
        if option in said.options:
            cells[place] = draw(st.sampled_from(SPELLINGS[question][option])) if yes == "own" else yes
    if said.kind == "garbage" and not said.options:
        cells[draw(st.integers(0, len(ids) - 1))] = "maybe"
    return cells
