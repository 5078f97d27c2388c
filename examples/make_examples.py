"""Make the example files; `python examples/make_examples.py [FOLDER]`, by default beside this script.

Three kinds of data come out of it, and README.md beside it says which file is which:

- *Reconstructed* respondents of 2017: made so that every printed count, base and the routing hold. How
  the answers to different questions go together is not printed, so here it is chance.
- *Simulated* follow-ups: each answer is drawn from the answers that the baseline's respondents of the
  same group gave to that question, except where `CHANGES` moves a share. In one of them most respondents are
  the baseline's own, and many of their answers too.
- *Fiction*: a library, to show a questionnaire that has nothing to do with Herning, and how the staff invited
  in Herning stood on tenure.

The same files come out on every platform: chance is taken from the raw stream of PCG64, which NumPy keeps
as it is from version to version.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import numpy as np

from brobygger_cli.questionnaire.load import load, schemas
from brobygger_cli.questionnaire.multiple import MultipleResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.options import Option
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Group, Questionnaire

Item = TypeVar("Item")

# The ids of the options chosen; of a question without options, the one value given.
Answer: TypeAlias = tuple[str, ...]
Counts: TypeAlias = dict[str, int]  # by option id
Pools: TypeAlias = dict[str, list[Answer]]  # by question id
MarginKey: TypeAlias = tuple[str, str, str]  # questionnaire, group and question
Changes: TypeAlias = dict[tuple[str, str], dict[str, float]]  # by questionnaire and group, by indicator

HERE = Path(__file__).resolve().parent
BASELINE = "2017"

# --- What the 2017 note does not print, and is chosen here --------------------------------------------

# The figures survive only as the values that the note's text states. These counts agree with all of them
# (tests/test_examples.py checks) and with the note's words, "over half", "just under a fifth" and the like;
# the rest of each split is a guess. By questionnaire, group and question.
FIGURES: dict[MarginKey, Counts] = {
    # Printed: 12 % of 114 yes, so 14.
    ("kommune", "skole_dagtilbud", "formal_cooperation"): {"yes": 14, "no": 92, "dont_know": 8},
    # Printed: 21 % of 208 yes, so 43 or 44.
    ("kommune", "oevrige", "formal_cooperation"): {"yes": 44, "no": 153, "dont_know": 11},
    # Only words: over half positive, somewhat more of the others, just under a third both/and.
    ("kommune", "skole_dagtilbud", "civil_society_difference"): {
        "very_high": 18,
        "high": 45,
        "both": 36,
        "low": 10,
        "very_low": 4,
    },
    ("kommune", "oevrige", "civil_society_difference"): {
        "very_high": 42,
        "high": 83,
        "both": 65,
        "low": 14,
        "very_low": 4,
    },
    # Printed: 46 % of 113 do not cooperate, so 52. In words: a little over a fifth good or very good.
    ("kommune", "skole_dagtilbud", "cooperation_quality"): {
        "very_good": 6,
        "good": 19,
        "neither": 31,
        "bad": 4,
        "very_bad": 1,
        "do_not_cooperate": 52,
    },
    # Printed: 34 % of 208 do not cooperate, so 70 or 71. In words: over a third good or very good.
    ("kommune", "oevrige", "cooperation_quality"): {
        "very_good": 20,
        "good": 58,
        "neither": 53,
        "bad": 6,
        "very_bad": 1,
        "do_not_cooperate": 70,
    },
    # Printed: 79 % of 82 no, so 65.
    ("ngo", "ngo", "formal_cooperation"): {"yes": 12, "no": 65, "dont_know": 5},
    # Printed: 62 %, 14 % and 4 % of 77 do not cooperate, neither, bad or very bad: 48, 11 and 3.
    ("ngo", "ngo", "cooperation_quality"): {
        "very_good": 5,
        "good": 10,
        "neither": 11,
        "bad": 2,
        "very_bad": 1,
        "do_not_cooperate": 48,
    },
    # Printed: 25 % of 76 good or very good, so 19. In words: just under 40 % neither, so at most 30. That
    # leaves 27 (36 %) for bad and very bad, where the note says "just under a third": perhaps there was a
    # further answer.
    ("ngo", "ngo", "knowledge_of_other_associations"): {
        "very_good": 4,
        "good": 15,
        "neither": 30,
        "bad": 18,
        "very_bad": 9,
    },
}

# The background is told for all respondents together: 54.4 % of 331 more than 5 years; 70 % and 30 % of 87.
BACKGROUND: dict[str, dict[str, Counts]] = {
    "kommune": {"tenure": {"over_5_years": 180, "up_to_5_years": 151}},
    "ngo": {"association_kind": {"leisure": 61, "voluntary_social": 26}},
}

# --- What is simulated in the follow-ups (README.md repeats the table; a test compares) ----------------

# By questionnaire and group: the indicators that are moved, and the share around which they are drawn.
CHANGES: Changes = {
    ("kommune", "skole_dagtilbud"): {
        "referred_last_year": 0.47,
        "formal_cooperation_yes": 0.28,
        "no_cooperation": 0.30,
    },
    ("kommune", "oevrige"): {
        "supports_start": 0.70,
        "started_but_stopped": 0.48,
        "formal_cooperation_yes": 0.35,
        "no_cooperation": 0.24,
    },
    ("ngo", "ngo"): {
        "referred_nobody": 0.48,
        "low_trust": 0.22,
        "no_cooperation": 0.44,
        "good_knowledge_of_others": 0.42,
    },
    ("library", "adults"): {"frequent_visitor": 0.45},
    ("library", "young"): {"borrowed_games": 0.70, "content": 0.60},
}

FOLLOWUP_SIZES = {"skole_dagtilbud": 128, "oevrige": 201, "ngo": 104}

# How many of each group of the baseline answer the linked follow-up too, by the group they are in by then.
STAYERS: dict[str, Counts] = {
    "skole_dagtilbud": {"skole_dagtilbud": 69, "oevrige": 1},
    "oevrige": {"oevrige": 129, "skole_dagtilbud": 1},
}

# How often somebody who answers again gives the same answer because it still holds; else the answer is drawn.
KEPT = 0.55

# Background does not change, except that time passes: what an answer becomes, and how often.
PASSED: dict[str, tuple[Answer, Answer, float]] = {"tenure": (("up_to_5_years",), ("over_5_years",), 0.1)}

# How often somebody in a simulated wave leaves a question blank that was asked.
BLANK = 0.02

# --- Fiction ------------------------------------------------------------------------------------------

# How the staff invited in 2017 stood on tenure, by questionnaire, group and question. Only the totals are known.
STAFF: dict[MarginKey, Counts] = {
    ("kommune", "skole_dagtilbud", "tenure"): {"over_5_years": 88, "up_to_5_years": 143},
    ("kommune", "oevrige", "tenure"): {"over_5_years": 152, "up_to_5_years": 179},
}

# Relative frequencies of whole answers in the first wave, by question; ticks of one form joined by "+".
LIBRARY_ANSWERS: dict[str, dict[str, int]] = {
    "visits": {"none": 4, "once": 7, "2_to_3": 8, "4_to_7": 5, "8_or_more": 2, "dont_know": 1},
    "borrowed": {"yes": 7, "no": 3},
    "borrowed_what": {
        "books": 8,
        "books+audiobooks": 3,
        "books+games": 3,
        "games": 3,
        "films_music": 2,
        "none_of_these": 1,
    },
    "satisfaction": {
        "very_satisfied": 5,
        "satisfied": 8,
        "neither": 4,
        "dissatisfied": 2,
        "very_dissatisfied": 1,
        "dont_know": 1,
    },
    "staff_help": {"hard": 2, "fairly_easy": 5, "easy": 6},
    "minutes_to_library": {"5": 3, "10": 4, "12.5": 1, "20": 2, "45": 1},
    "comment": {
        "Longer opening hours, please": 2,
        'The "quiet room" is not quiet.\nOtherwise fine.': 1,
        "Flere lydbøger": 2,
        "-": 1,
    },
}

# What is moved in the library's third wave, as `CHANGES` are in its second, and how many answer it.
THIRD_CHANGES: Changes = {
    ("library", "adults"): {"frequent_visitor": 0.55},
    ("library", "young"): {"borrowed_games": 0.80, "content": 0.50},
}
THIRD_SIZES = {"adults": 51, "young": 27}

# What a respondent of the third wave counts for: two of three in each group use the library in town, the third
# a village branch, where a user was a quarter as likely to be asked. The mean is 1.
TOWN, VILLAGE = "0.5", "2"
VILLAGERS = 3  # one of so many

# The question of which the library's printed table gives percentages only.
PERCENT_ONLY = "satisfaction"


class Margin(NamedTuple):
    """How one question was answered by one group."""

    base: int
    counts: Counts


class MovedShare(NamedTuple):
    """Around which share of a question's answers these options are drawn."""

    options: frozenset[str]
    share: float


@dataclass
class Respondent:
    """One form: what somebody answered, by question id; a question not asked or left blank is absent.

    Args:
        group: Id of the group.
        answers: The options chosen, by question id.
        identifier: By which they are known, in every wave that they answer.
        weight: What they count for; empty where nobody is weighted.
    """

    group: str
    answers: dict[str, Answer] = field(default_factory=dict)
    identifier: str = ""
    weight: str = ""


@dataclass(frozen=True)
class Flavour:
    """How an export looks.

    Args:
        delimiter: What stands between two cells.
        language: In which language answers are worded; as codes where None.
        worded_headers: Whether a header is the question as asked, rather than its id.
        joined: Multiple-response questions that stand in one cell, rather than in a column per option.
        ticks: How a column per option says "not ticked" and "ticked".
    """

    delimiter: str = ";"
    language: Language | None = None
    worded_headers: bool = False
    joined: frozenset[str] = frozenset()
    ticks: tuple[str, str] = ("0", "1")


class Column(NamedTuple):
    """A column of an export: a question, or one option of it."""

    header: str
    question: Question
    option: Option | None = None


class Dice:
    """Chance that falls out the same everywhere.

    Args:
        seed: Where the stream starts.
    """

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(seed)

    def uniform(self) -> float:
        """Return a number from 0 up to, but not including, 1."""
        return (int(self._bits.random_raw()) >> 11) / 2**53

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of `items`, all equally likely."""
        return items[int(self.uniform() * len(items))]

    def shuffled(self, items: Iterable[Item]) -> list[Item]:
        """Return `items` in random order."""
        return [item for _, _, item in sorted((self.uniform(), place, item) for place, item in enumerate(items))]


def was_asked(question: Question, respondent: Respondent) -> bool:
    """Tell whether the routing leads a respondent to a question."""
    routing = question.asked_if
    return routing is None or not set(routing.answers).isdisjoint(respondent.answers.get(routing.question, ()))


# --- Reconstruction -----------------------------------------------------------------------------------


def printed_margins() -> dict[MarginKey, Margin]:
    """Return the margins of 2017: those printed as counts, and `FIGURES` for the others."""
    margins = {key: Margin(sum(counts.values()), counts) for key, counts in FIGURES.items()}
    printed = (schemas() / "printed" / f"{BASELINE}.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(printed.splitlines()):
        key = (row["questionnaire"], row["group"], row["question"])
        if key not in FIGURES:
            question = load(row["questionnaire"]).question(row["question"])
            margin = margins.setdefault(key, Margin(int(row["base"]), {}))
            margin.counts[option_worded(question, row["option"])] = int(row["count"])
    return margins


def option_worded(question: Question, label: str) -> str:
    """Return the id of the option that is printed as `label`."""
    return next(option.id for option in question.choices if option.label.da == label)


def reconstruct(questionnaire: Questionnaire, dice: Dice) -> list[Respondent]:
    """Return respondents with whom every printed figure of 2017 holds, in random order."""
    margins = printed_margins()
    people: list[Respondent] = []
    for group in questionnaire.groups:
        members = [Respondent(group.id) for _ in range(answered_in(group, BASELINE))]
        for question in questionnaire.questions:
            if not question.background:
                margin = margins[questionnaire.id, group.id, question.id]
                asked = [member for member in members if was_asked(question, member)]
                # Who left a question blank is not printed; here it is always those at the end of the list.
                fill(question, asked[: margin.base], margin.counts, dice)
        people += members
    for identifier, counts in BACKGROUND[questionnaire.id].items():
        fill(questionnaire.question(identifier), people, counts, dice)
    return dice.shuffled(people)


def answered_in(group: Group, wave: str) -> int:
    """Return how many of a group answered in a wave, as the questionnaire declares it."""
    answered = group.waves[wave].answered
    if answered is None:
        raise ValueError(f"the questionnaire does not say how many of '{group.id}' answered in {wave}")
    return answered


def fill(question: Question, people: Sequence[Respondent], counts: Counts, dice: Dice) -> None:
    """Give each of `people` an answer, so that each option is chosen as often as `counts` says."""
    if isinstance(question, MultipleResponse):
        answers = tick(question, len(people), counts, dice)
    else:
        deck = [(option,) for option, count in counts.items() for _ in range(count)]
        answers = dice.shuffled(deck)
    for person, answer in zip(people, answers, strict=True):
        person.answers[question.id] = answer


def tick(question: MultipleResponse, size: int, counts: Counts, dice: Dice) -> list[Answer]:
    """Return `size` forms of a multiple-response question with the given number of ticks per option.

    Nobody ticks what excludes or contradicts what they ticked before, and everybody ticks something.
    """
    forms: list[list[str]] = [[] for _ in range(size)]
    # What excludes all others goes first, while there are forms without a tick.
    for option in sorted(question.options, key=lambda option: not option.exclusive):
        free = [form for form in forms if not any(clash(question, option.id, other) for other in form)]
        if len(free) < counts[option.id]:
            raise ValueError(f"'{question.id}': {counts[option.id]} cannot have ticked '{option.id}'")
        for form in dice.shuffled(free)[: counts[option.id]]:
            form.append(option.id)
    for form in forms:
        if not form:
            generous = dice.pick([other for other in forms if len(other) > 1])
            form.append(generous.pop())
    order = [option.id for option in question.options]
    return [tuple(sorted(form, key=order.index)) for form in forms]


def clash(question: MultipleResponse, one: str, other: str) -> bool:
    """Tell whether two options cannot be ticked on the same form."""
    first, second = (next(option for option in question.options if option.id == name) for name in (one, other))
    return first.exclusive or second.exclusive or other in first.contradicts or one in second.contradicts


# --- Simulation ---------------------------------------------------------------------------------------


def follow_up(
    questionnaire: Questionnaire, baseline: Sequence[Respondent], sizes: Counts, changes: Changes, dice: Dice
) -> list[Respondent]:
    """Return other respondents who answer as the baseline did, except for `changes`, in random order."""
    people: list[Respondent] = []
    for group in questionnaire.groups:
        pools = answers_given(baseline, group)
        moved = moved_shares(questionnaire, group, changes)
        people += [simulate(questionnaire, group, pools, moved, dice) for _ in range(sizes[group.id])]
    return dice.shuffled(people)


def linked_follow_up(
    questionnaire: Questionnaire, baseline: Sequence[Respondent], sizes: Counts, dice: Dice
) -> list[Respondent]:
    """Return a follow-up in which `STAYERS` of the baseline answer again beside newcomers, in random order."""
    stayers: dict[str, list[Respondent]] = {group.id: [] for group in questionnaire.groups}
    for group in questionnaire.groups:
        members = dice.shuffled(person for person in baseline if person.group == group.id)
        for now_in, number in STAYERS[group.id].items():
            stayers[now_in] += members[:number]
            del members[:number]
    people: list[Respondent] = []
    for group in questionnaire.groups:
        pools = answers_given(baseline, group)
        moved = moved_shares(questionnaire, group, CHANGES)
        newcomers = sizes[group.id] - len(stayers[group.id])
        people += [answer_again(questionnaire, group, earlier, (pools, moved), dice) for earlier in stayers[group.id]]
        people += [simulate(questionnaire, group, pools, moved, dice) for _ in range(newcomers)]
    return dice.shuffled(people)


def answers_given(people: Sequence[Respondent], group: Group) -> Pools:
    """Return all answers of a group's respondents, by question id."""
    pools: Pools = {}
    for person in people:
        if person.group == group.id:
            for question, answer in person.answers.items():
                pools.setdefault(question, []).append(answer)
    return pools


def moved_shares(questionnaire: Questionnaire, group: Group, changes: Changes) -> dict[str, MovedShare]:
    """Return what is moved of each question, by question id."""
    moved: dict[str, MovedShare] = {}
    for indicator in questionnaire.indicators:
        share = changes.get((questionnaire.id, group.id), {}).get(indicator.id)
        if share is not None:
            moved[indicator.question] = MovedShare(frozenset(indicator.options), share)
    return moved


def simulate(
    questionnaire: Questionnaire, group: Group, pools: Pools, moved: dict[str, MovedShare], dice: Dice
) -> Respondent:
    """Return one respondent who goes through the questionnaire and is asked what the routing says."""
    person = Respondent(group.id)
    for question in questionnaire.questions:
        leaves_blank = dice.uniform() < BLANK and not question.background
        if was_asked(question, person) and not leaves_blank:
            person.answers[question.id] = draw(pools[question.id], moved.get(question.id), dice)
    return person


def answer_again(
    questionnaire: Questionnaire,
    group: Group,
    earlier: Respondent,
    drawn_from: tuple[Pools, dict[str, MovedShare]],
    dice: Dice,
) -> Respondent:
    """Return the form of one who answered before: some answers are kept, the others drawn as a newcomer's are."""
    pools, moved = drawn_from
    person = Respondent(group.id, identifier=earlier.identifier)
    for question in questionnaire.questions:
        own = earlier.answers.get(question.id)
        if question.background and own is not None:
            person.answers[question.id] = as_time_passes(question, own, dice)
            continue
        leaves_blank = dice.uniform() < BLANK
        if leaves_blank or not was_asked(question, person):
            continue
        pool, share = pools[question.id], moved.get(question.id)
        if own is None:
            person.answers[question.id] = draw(pool, share, dice)
        elif dice.uniform() < KEPT:
            person.answers[question.id] = own
        else:
            person.answers[question.id] = draw(pool, share and made_up_for(share, pool), dice)
    return person


def as_time_passes(question: Question, own: Answer, dice: Dice) -> Answer:
    """Return what an answer to a background question has become."""
    before, after, chance = PASSED[question.id]
    return after if own == before and dice.uniform() < chance else own


def made_up_for(moved: MovedShare, pool: Sequence[Answer]) -> MovedShare:
    """Return the share at which those draw who do not keep their answer, so that all together reach `moved`."""
    old = sum(not moved.options.isdisjoint(answer) for answer in pool) / len(pool)
    return moved._replace(share=(moved.share - KEPT * old) / (1 - KEPT))


def draw(pool: Sequence[Answer], moved: MovedShare | None, dice: Dice) -> Answer:
    """Return one of the answers in `pool`, at the share to which some of them are moved."""
    if moved is None:
        return dice.pick(pool)
    inside = [answer for answer in pool if not moved.options.isdisjoint(answer)]
    outside = [answer for answer in pool if moved.options.isdisjoint(answer)]
    return dice.pick(inside if dice.uniform() < moved.share else outside)


def library_users(questionnaire: Questionnaire, wave: str, dice: Dice) -> list[Respondent]:
    """Return the first wave of the fictional library, in random order."""
    pools = {
        question: [tuple(answer.split("+")) for answer, times in answers.items() for _ in range(times)]
        for question, answers in LIBRARY_ANSWERS.items()
    }
    return dice.shuffled(
        simulate(questionnaire, group, pools, {}, dice)
        for group in questionnaire.groups
        for _ in range(answered_in(group, wave))
    )


def weigh_by_branch(people: Sequence[Respondent], dice: Dice) -> None:
    """Give respondents of the library their design weights; which of a group use a branch is chance."""
    for group in dict.fromkeys(person.group for person in people):
        members = dice.shuffled(person for person in people if person.group == group)
        for place, member in enumerate(members):
            member.weight = VILLAGE if place % VILLAGERS == 0 else TOWN


# --- Files --------------------------------------------------------------------------------------------


def number(people: Sequence[Respondent], initial: str) -> None:
    """Give those without one an id: `initial`, so that nobody takes two waves for the same people, and their place."""
    for place, person in enumerate(people, start=1):
        person.identifier = person.identifier or f"{initial}{place:03d}"


def write_export(path: Path, questionnaire: Questionnaire, people: Sequence[Respondent], flavour: Flavour) -> None:
    """Write one row per respondent, in the order in which they stand."""
    groups = {group.id: group for group in questionnaire.groups}
    layout = columns(questionnaire, flavour)
    weighted = any(person.weight for person in people)
    rows = [["respondent_id", "group", *(["weight"] if weighted else []), *(column.header for column in layout)]]
    for person in people:
        group = person.group if flavour.language is None else groups[person.group].label.said_in(flavour.language)
        weight = [person.weight] if weighted else []
        rows.append([person.identifier, group, *weight, *(cell(column, person, flavour) for column in layout)])
    write_table(path, rows, flavour.delimiter)


def columns(questionnaire: Questionnaire, flavour: Flavour) -> list[Column]:
    """Return the columns that hold the answers: one per question, or per option that can be ticked."""
    found: list[Column] = []
    for question in questionnaire.questions:
        wording = question.text.said_in(flavour.language or "da")
        header = wording if flavour.worded_headers else question.id
        if not isinstance(question, MultipleResponse) or question.id in flavour.joined:
            found.append(Column(header, question))
            continue
        for option in question.options:
            label = option.label.said_in(flavour.language or "da")
            tail = f" [{label}]" if flavour.worded_headers else f"_{option.code}"
            found.append(Column(header + tail, question, option))
    return found


def cell(column: Column, person: Respondent, flavour: Flavour) -> str:
    """Return what stands in a column for a respondent; nothing where they were not asked or left it blank."""
    answer = person.answers.get(column.question.id)
    if answer is None:
        return ""
    if column.option is not None:
        return flavour.ticks[column.option.id in answer]
    chosen = [option for option in column.question.choices if option.id in answer]
    if not chosen:
        return answer[0]
    language = flavour.language
    return "; ".join(option.code if language is None else option.label.said_in(language) for option in chosen)


def write_printed(path: Path, questionnaire: Questionnaire, people: Sequence[Respondent]) -> None:
    """Write respondents as a printed table would show them, in the form of schemas/printed/2017.csv."""
    rows = [["questionnaire", "group", "question", "option", "count", "percent", "base"]]
    for question in questionnaire.questions:
        for group in questionnaire.groups:
            forms = [person.answers.get(question.id) for person in people if person.group == group.id]
            given = [form for form in forms if form is not None]
            chosen = Counter(option for form in given for option in form)
            for option in question.choices:
                count = chosen[option.id]
                percent = (200 * count + len(given)) // (2 * len(given))  # a half is rounded up
                shown = "" if question.id == PERCENT_ONLY else str(count)
                label = option.label.said_in("en")
                rows.append([questionnaire.id, group.id, question.id, label, shown, str(percent), str(len(given))])
    write_table(path, rows, ",")


def write_table(path: Path, rows: Iterable[Sequence[str]], delimiter: str) -> None:
    """Write rows as CSV in UTF-8, the same bytes on every platform."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)


def write_margins(path: Path, questionnaire: str) -> None:
    """Write `STAFF` in the form of a file of population margins."""
    rows = [["group", "question", "option", "count"]]
    for (name, group, question), counts in STAFF.items():
        if name == questionnaire:
            rows += [[group, question, option, str(count)] for option, count in counts.items()]
    write_table(path, rows, ",")


def make_herning(folder: Path) -> None:
    """Write the waves of both Herning questionnaires, and the margins of the one to staff."""
    parts = (("kommune", "", "reasons_for_not_referring", 1), ("ngo", "_ngo", "experience_on_referral", 3))
    for name, suffix, joined, seed in parts:
        questionnaire = load(name)
        baseline = reconstruct(questionnaire, Dice(seed))
        number(baseline, "B")
        write_export(folder / f"baseline{suffix}.csv", questionnaire, baseline, Flavour())
        followup = follow_up(questionnaire, baseline, FOLLOWUP_SIZES, CHANGES, Dice(seed + 1))
        number(followup, "F")
        flavour = Flavour(language="da", joined=frozenset({joined}))
        write_export(folder / f"followup{suffix}.csv", questionnaire, followup, flavour)
        if name == "kommune":
            linked = linked_follow_up(questionnaire, baseline, FOLLOWUP_SIZES, Dice(7))
            number(linked, "N")
            write_export(folder / "followup_linked.csv", questionnaire, linked, flavour)
            write_margins(folder / "margins.csv", name)


def make_library(folder: Path) -> None:
    """Write the waves of the fictional library, and the first as a printed table."""
    questionnaire = load(str(HERE / "library.toml"))
    first = library_users(questionnaire, "library_2023", Dice(5))
    number(first, "P")
    write_export(folder / "library_2023.csv", questionnaire, first, Flavour(delimiter=",", language="en"))
    write_printed(folder / "library_printed.csv", questionnaire, first)
    sizes = {group.id: answered_in(group, "library_2025") for group in questionnaire.groups}
    second = follow_up(questionnaire, first, sizes, CHANGES, Dice(6))
    number(second, "Q")
    flavour = Flavour(delimiter=",", language="en", worded_headers=True, ticks=("No", "Yes"))
    write_export(folder / "library_2025.csv", questionnaire, second, flavour)
    dice = Dice(8)
    third = follow_up(questionnaire, first, THIRD_SIZES, THIRD_CHANGES, dice)
    number(third, "R")
    weigh_by_branch(third, dice)
    write_export(folder / "library_2027.csv", questionnaire, third, Flavour(delimiter=","))


def main() -> None:
    """Write all example files into the folder that the command line names."""
    parser = argparse.ArgumentParser(description="Make the example files.")
    parser.add_argument("folder", nargs="?", type=Path, default=HERE, help="default: beside this script")
    folder: Path = parser.parse_args().folder
    make_herning(folder)
    make_library(folder)
    print(f"Wrote the example files into {folder}")


if __name__ == "__main__":
    main()
