"""The example files are what examples/README.md says of them, counted without brobygger's own code."""

from __future__ import annotations

import csv
import math
import re
import runpy
import sys
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
SCRIPT = EXAMPLES / "make_examples.py"

QUESTIONNAIRES = {
    "baseline.csv": ROOT / "schemas" / "kommune.toml",
    "followup.csv": ROOT / "schemas" / "kommune.toml",
    "followup_linked.csv": ROOT / "schemas" / "kommune.toml",
    "baseline_ngo.csv": ROOT / "schemas" / "ngo.toml",
    "followup_ngo.csv": ROOT / "schemas" / "ngo.toml",
    "library_2023.csv": EXAMPLES / "library.toml",
    "library_2025.csv": EXAMPLES / "library.toml",
    "library_2027.csv": EXAMPLES / "library.toml",
}
WAVES = [
    ("kommune", "baseline.csv", "followup.csv"),
    ("ngo", "baseline_ngo.csv", "followup_ngo.csv"),
    ("library", "library_2023.csv", "library_2025.csv"),
]
GROUPS = ["skole_dagtilbud", "oevrige"]

Json = dict[str, Any]  # what a TOML table is read as
Form = dict[str, frozenset[str] | None]  # by question id; None where the cells are empty


class Person(NamedTuple):
    """One row of an example file."""

    respondent: str
    group: str
    form: Form


def toml(path: Path) -> Json:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def wordings(text: Json) -> list[str]:
    return [str(wording) for wording in text.values()]


def ids_by_spelling(entries: list[Json]) -> dict[str, str]:
    """Return the ids of options or groups by every spelling the examples use."""
    return {s: e["id"] for e in entries for s in (e["id"], e["code"], *wordings(e["label"]))}


def read(name: str) -> list[Person]:
    """Decode an example file; a cell that is no answer fails."""
    questionnaire = toml(QUESTIONNAIRES[name])
    groups = ids_by_spelling(questionnaire["groups"])
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="," if name.startswith("library") else ";"))
    return [
        Person(
            row["respondent_id"],
            groups[row["group"]],
            {question["id"]: answer(question, row) for question in questionnaire["questions"]},
        )
        for row in rows
    ]


def answer(question: Json, row: dict[str, str]) -> frozenset[str] | None:
    """Return the options that a row chose, the value itself where there are none, None where it is empty."""
    names = [name for name in (question["id"], *wordings(question["text"])) if name in row]
    if not names:
        return ticked(question, row)
    cell = row[names[0]]
    if not cell:
        return None
    if "options" not in question:
        return frozenset({cell})
    ids = ids_by_spelling(question["options"])
    parts = cell.split("; ") if question["type"] == "multiple" else [cell]
    return frozenset(ids[part] for part in parts)


def ticked(question: Json, row: dict[str, str]) -> frozenset[str] | None:
    """Return the options that have a tick in the column of their own."""
    cells: dict[str, str] = {}
    for option in question["options"]:
        worded = [f"{q} [{o}]" for q in wordings(question["text"]) for o in wordings(option["label"])]
        header = next(name for name in (f"{question['id']}_{option['code']}", *worded) if name in row)
        cells[option["id"]] = row[header]
    if not any(cells.values()):
        return None
    tick = {"0": False, "1": True, "No": False, "Yes": True}
    return frozenset(option for option, cell in cells.items() if tick[cell])


def asked(question: Json, form: Form) -> bool:
    routing = question.get("asked_if")
    return routing is None or bool((form[routing["question"]] or frozenset()) & set(routing["answers"]))


def half_up(count: int, base: int) -> int:
    return (200 * count + base) // (2 * base)


def options_meant(question: Json, label: str) -> frozenset[str]:
    """Return the options that a printed label stands for: one, or those of a net."""
    for option in question["options"]:
        if label in wordings(option["label"]):
            return frozenset({option["id"]})
    return next(frozenset(net["options"]) for net in question["nets"] if label in net["aliases"])


def printed_cells_missed(people: list[Person], questionnaire: Json, rows: list[dict[str, str]]) -> list[str]:
    """Return the printed rows that respondents do not reproduce."""
    questions = {question["id"]: question for question in questionnaire["questions"]}
    missed = []
    for row in rows:
        options = options_meant(questions[row["question"]], row["option"])
        given = [
            chosen
            for person in people
            if person.group == row["group"] and (chosen := person.form[row["question"]]) is not None
        ]
        count = sum(bool(chosen & options) for chosen in given)
        found = (str(count) if row["count"] else "", str(half_up(count, len(given))), str(len(given)))
        if found != (row["count"], row["percent"], row["base"]):
            missed.append(f"{row} is {found}")
    return missed


def printed(path: Path, questionnaire: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["questionnaire"] == questionnaire]


def share(people: list[Person], group: str, indicator: Json) -> tuple[int, int]:
    """Return how many of a group an indicator counts, and of how many."""
    given = [person.form[indicator["question"]] for person in people if person.group == group]
    base = [chosen for chosen in given if chosen is not None]
    return sum(bool(chosen & set(indicator["options"])) for chosen in base), len(base)


def test_script_makes_the_committed_files_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(tmp_path)])
    runpy.run_path(str(SCRIPT), run_name="__main__")
    assert str(tmp_path) in capsys.readouterr().out
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in EXAMPLES.glob("*.csv")}


@pytest.mark.parametrize(
    ("questionnaire", "name", "cells"), [("kommune", "baseline.csv", 114), ("ngo", "baseline_ngo.csv", 68)]
)
def test_reconstructed_respondents_reproduce_every_printed_cell_of_2017(
    questionnaire: str, name: str, cells: int
) -> None:
    rows = printed(ROOT / "schemas" / "printed" / "2017.csv", questionnaire)
    assert len(rows) == cells
    assert printed_cells_missed(read(name), toml(QUESTIONNAIRES[name]), rows) == []


def test_library_as_printed_agrees_with_its_respondents() -> None:
    rows = printed(EXAMPLES / "library_printed.csv", "library")
    assert printed_cells_missed(read("library_2023.csv"), toml(EXAMPLES / "library.toml"), rows) == []
    assert {row["question"] for row in rows if not row["count"]} == {"satisfaction"}


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("baseline.csv", {"skole_dagtilbud": 116, "oevrige": 215}),
        ("baseline_ngo.csv", {"ngo": 87}),
        ("followup.csv", {"skole_dagtilbud": 128, "oevrige": 201}),
        ("followup_linked.csv", {"skole_dagtilbud": 128, "oevrige": 201}),
        ("followup_ngo.csv", {"ngo": 104}),
        ("library_2023.csv", {"adults": 44, "young": 22}),
        ("library_2025.csv", {"adults": 48, "young": 26}),
        ("library_2027.csv", {"adults": 51, "young": 27}),
    ],
)
def test_each_file_has_the_respondents_it_is_said_to_have(name: str, sizes: dict[str, int]) -> None:
    assert Counter(person.group for person in read(name)) == sizes


@pytest.mark.parametrize(
    ("name", "question", "option", "count"),
    [
        ("baseline.csv", "tenure", "over_5_years", 180),  # 54.4 % of 331
        ("baseline_ngo.csv", "association_kind", "leisure", 61),  # 70 % of 87
        ("baseline_ngo.csv", "association_kind", "voluntary_social", 26),  # 30 % of 87
    ],
)
def test_background_of_2017_is_as_the_note_tells_it(name: str, question: str, option: str, count: int) -> None:
    assert [person.form[question] for person in read(name)].count(frozenset({option})) == count


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_nobody_answers_what_they_were_not_asked(name: str) -> None:
    questions = toml(QUESTIONNAIRES[name])["questions"]
    people = read(name)
    assert [
        (person.respondent, question["id"])
        for person in people
        for question in questions
        if person.form[question["id"]] is not None and not asked(question, person.form)
    ] == []


@pytest.mark.parametrize(
    ("name", "group", "question", "number"),
    [
        ("baseline.csv", "skole_dagtilbud", "reasons_for_not_referring", 46),
        ("baseline.csv", "oevrige", "reasons_for_not_referring", 45),
        ("baseline.csv", "skole_dagtilbud", "offers_referred_to", 43),
        ("baseline.csv", "oevrige", "action_when_beneficial", 133),
        ("baseline.csv", "oevrige", "outcome_after_referral", 133),  # of whom 129 answered
        ("baseline_ngo.csv", "ngo", "referring_actors", 31),  # of whom 27 answered
    ],
)
def test_routing_of_2017_leads_as_many_to_a_question_as_the_note_implies(
    name: str, group: str, question: str, number: int
) -> None:
    questions = {entry["id"]: entry for entry in toml(QUESTIONNAIRES[name])["questions"]}
    forms = [person.form for person in read(name) if person.group == group]
    assert sum(asked(questions[question], form) for form in forms) == number


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_ticks_never_contradict_each_other_and_a_form_is_never_without_a_tick(name: str) -> None:
    people = read(name)
    for question in toml(QUESTIONNAIRES[name])["questions"]:
        if question["type"] == "multiple":
            for option in question["options"]:
                others = {entry["id"] for entry in question["options"]} - {option["id"]}
                barred = others if option.get("exclusive") else set(option.get("contradicts", ()))
                for person in people:
                    chosen = person.form[question["id"]]
                    assert chosen is None or chosen, (person.respondent, question["id"])
                    assert not (chosen and option["id"] in chosen and chosen & barred), person.respondent


@pytest.mark.parametrize(
    ("name", "group", "question", "options", "low", "high"),
    [
        # "Over halvdelen" of each group, somewhat more of the others; "knap en tredjedel" of them both/and.
        ("baseline.csv", "skole_dagtilbud", "civil_society_difference", {"very_high", "high"}, 50, 60),
        ("baseline.csv", "oevrige", "civil_society_difference", {"very_high", "high"}, 57, 65),
        ("baseline.csv", "oevrige", "civil_society_difference", {"both"}, 30, 33),
        # "Lidt over en femtedel", "over en tredjedel", "knap en femtedel" good or very good.
        ("baseline.csv", "skole_dagtilbud", "cooperation_quality", {"very_good", "good"}, 20, 24),
        ("baseline.csv", "oevrige", "cooperation_quality", {"very_good", "good"}, 34, 40),
        ("baseline_ngo.csv", "ngo", "cooperation_quality", {"very_good", "good"}, 18, 20),
        # "Knap 40 %" neither.
        ("baseline_ngo.csv", "ngo", "knowledge_of_other_associations", {"neither"}, 38, 40),
    ],
)
def test_choices_where_2017_is_not_printed_fit_what_the_note_says_in_words(
    name: str, group: str, question: str, options: set[str], low: int, high: int
) -> None:
    count, base = share(read(name), group, {"question": question, "options": options})
    assert low <= 100 * count / base <= high


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_order_of_rows_carries_nothing(name: str) -> None:
    people = read(name)
    ids = [person.respondent for person in people]
    assert len(set(ids)) == len(ids)
    numbered = [respondent for respondent in ids if name != "followup_linked.csv" or respondent.startswith("N")]
    assert numbered == sorted(numbered)  # after shuffling
    sizes = Counter(person.group for person in people)
    changes = sum(one.group != other.group for one, other in pairwise(people))
    expected = sum(2 * size * (len(people) - size) for size in sizes.values()) / (2 * len(people))
    assert changes >= expected * 0.7


@pytest.mark.parametrize(("_questionnaire", "baseline", "followup"), WAVES)
def test_no_respondent_id_stands_in_both_waves(_questionnaire: str, baseline: str, followup: str) -> None:
    first, second = ({person.respondent for person in read(name)} for name in (baseline, followup))
    assert not first & second


def linked() -> list[tuple[Person, Person]]:
    """Return those who answered both the baseline and the linked follow-up, as they were in each."""
    earlier = {person.respondent: person for person in read("baseline.csv")}
    later = read("followup_linked.csv")
    return [(earlier[person.respondent], person) for person in later if person.respondent in earlier]


def linked_table(group: str, question: str, option: str) -> Counter[tuple[bool, bool]]:
    """Return how many of a group's linked respondents chose an option before and later, of those asked twice."""
    return Counter(
        (option in before, option in after)
        for earlier, later in linked()
        if earlier.group == later.group == group
        and (before := earlier.form[question]) is not None
        and (after := later.form[question]) is not None
    )


def phi(table: Counter[tuple[bool, bool]]) -> float:
    a, b, c, d = (table[cell] for cell in ((True, True), (True, False), (False, True), (False, False)))
    return (a * d - b * c) / math.sqrt((a + b) * (c + d) * (a + c) * (b + d))


def test_linked_followup_has_as_many_stayers_as_the_readme_says() -> None:
    between = Counter((earlier.group, later.group) for earlier, later in linked())
    schools, others = GROUPS
    assert between == {(schools, schools): 69, (schools, others): 1, (others, others): 129, (others, schools): 1}
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for group in GROUPS:
        answered, later = (Counter(p.group for p in read(n))[group] for n in ("baseline.csv", "followup_linked.csv"))
        pairs = between[group, group]
        assert f"| {group} | {answered} | {pairs} | {answered - pairs} | {later - pairs} | {later} |" in readme


def test_those_who_did_not_answer_before_have_ids_of_no_other_file() -> None:
    stayers = {later.respondent for _, later in linked()}
    newcomers = [person.respondent for person in read("followup_linked.csv") if person.respondent not in stayers]
    assert {respondent[0] for respondent in newcomers} == {"N"}


def test_only_time_changes_the_tenure_of_those_who_stayed() -> None:
    over, up_to = frozenset({"over_5_years"}), frozenset({"up_to_5_years"})
    between = Counter((earlier.form["tenure"], later.form["tenure"]) for earlier, later in linked())
    assert set(between) == {(over, over), (up_to, up_to), (up_to, over)}
    assert 0 < between[up_to, over] <= 0.2 * between[up_to, up_to]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("question", ["refers_when_relevant", "formal_cooperation"])
def test_answers_of_those_who_stayed_go_together(group: str, question: str) -> None:
    assert 0.3 <= phi(linked_table(group, question, "yes")) <= 0.7


@pytest.mark.parametrize("group", GROUPS)
def test_formal_cooperation_is_taken_up_more_often_than_given_up(group: str) -> None:
    """A change that linked respondents show, as unlinked ones do."""
    table = linked_table(group, "formal_cooperation", "yes")
    assert table[False, True] > 3 * table[True, False]


def test_margins_total_to_those_invited_and_differ_from_those_who_answered() -> None:
    with (EXAMPLES / "margins.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["question"] for row in rows} == {"tenure"}
    invited = {
        group["id"]: group["waves"]["2017"]["invited"] for group in toml(QUESTIONNAIRES["baseline.csv"])["groups"]
    }
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for group, number in invited.items():
        counts = {row["option"]: int(row["count"]) for row in rows if row["group"] == group}
        assert set(counts) == {"over_5_years", "up_to_5_years"}
        assert sum(counts.values()) == number
        count, base = share(read("baseline.csv"), group, {"question": "tenure", "options": ["over_5_years"]})
        shares = half_up(counts["over_5_years"], number), half_up(count, base)
        assert f"| {group} | {number} | {shares[0]} % | {shares[1]} % |" in readme
        assert 5 <= shares[1] - shares[0] <= 15


def test_design_weights_are_as_the_readme_says() -> None:
    with (EXAMPLES / "library_2027.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for group in ("adults", "young"):
        weights = Counter(float(row["weight"]) for row in rows if row["group"] == group)
        assert weights[0.5] == 2 * weights[2.0]
        assert set(weights) == {0.5, 2.0}


def documented_changes() -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return the table of README.md: baseline and simulated percentage by questionnaire, group, indicator."""
    row = re.compile(r"\| (kommune|ngo|library) \| (\w+) \| (\w+)[^|]* \| (\d+) % \| (\d+) % \|")
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    return {(match[1], match[2], match[3]): (int(match[4]), int(match[5])) for match in row.finditer(readme)}


def documented_third_wave() -> dict[tuple[str, str, str], tuple[int, int, int]]:
    """Return the table of README.md on the library's three waves, by questionnaire, group and indicator."""
    row = re.compile(r"\| (adults|young) \| (\w+)[^|]* \| (\d+) % \| (\d+) % \| (\d+) % \|")
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    return {("library", m[1], m[2]): (int(m[3]), int(m[4]), int(m[5])) for m in row.finditer(readme)}


def put_in(name: str) -> dict[tuple[str, str, str], int]:
    """Return the shares that the script draws around, in percent, from its table of that name."""
    return {
        (questionnaire, group, indicator): round(100 * moved)
        for (questionnaire, group), indicators in runpy.run_path(str(SCRIPT))[name].items()
        for indicator, moved in indicators.items()
    }


def test_readme_tells_every_change_put_into_the_followups_and_no_other() -> None:
    assert {key: simulated for key, (_, simulated) in documented_changes().items()} == put_in("CHANGES")
    third = documented_third_wave()
    assert {key: simulated for key, (_, _, simulated) in third.items()} == put_in("THIRD_CHANGES")
    assert third.items() >= {
        (key, (*shares, third[key][2])) for key, shares in documented_changes().items() if key[0] == "library"
    }


def test_changes_of_the_third_wave_are_found_in_its_file() -> None:
    indicators = {entry["id"]: entry for entry in toml(EXAMPLES / "library.toml")["indicators"]}
    for (_, group, indicator), (_, _, new) in documented_third_wave().items():
        count, base = share(read("library_2027.csv"), group, indicators[indicator])
        assert abs(100 * count / base - new) <= 3 * (new * (100 - new) / base) ** 0.5, (group, indicator)


@pytest.mark.parametrize(
    ("questionnaire", "baseline", "followup"), [*WAVES, ("kommune", "baseline.csv", "followup_linked.csv")]
)
def test_changes_in_the_readme_are_found_in_the_files(questionnaire: str, baseline: str, followup: str) -> None:
    indicators = {entry["id"]: entry for entry in toml(QUESTIONNAIRES[baseline])["indicators"]}
    before, after = read(baseline), read(followup)
    for (name, group, indicator), (old, new) in documented_changes().items():
        if name == questionnaire:
            assert half_up(*share(before, group, indicators[indicator])) == old
            count, base = share(after, group, indicators[indicator])
            deviation = (new * (100 - new) / base) ** 0.5
            assert abs(100 * count / base - new) <= 3 * deviation, (group, indicator)
