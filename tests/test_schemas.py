"""The bundled questionnaires and the printed tables of 2017 fit together and say what the note says."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brobygger_cli.questionnaire.load import load

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.question import Question

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
PRINTED = SCHEMAS / "printed" / "2017.csv"
NAMES = ("kommune", "ngo")

# What stands where in the note: source and type by questionnaire, in its order.
CONTENTS = {
    "kommune": {
        "think_of_civil_society": ("Tabel 2.1", "ordinal"),
        "referrals_last_year": ("Tabel 2.2", "count_bins"),
        "refers_when_relevant": ("Tabel 2.3", "single"),
        "reasons_for_not_referring": ("Tabel 2.4", "multiple"),
        "offers_referred_to": ("Tabel 2.5", "multiple"),
        "action_when_beneficial": ("Tabel 2.6", "multiple"),
        "outcome_after_referral": ("Tabel 2.7", "single"),
        "formal_cooperation": ("Figur 2.1", "single"),
        "civil_society_difference": ("Figur 2.2", "ordinal"),
        "cooperation_quality": ("Figur 2.3", "ordinal"),
    },
    "ngo": {
        "referrals_received": ("Tabel 2.8", "count_bins"),
        "referring_actors": ("Tabel 2.9", "multiple"),
        "experience_on_referral": ("Tabel 2.10", "multiple"),
        "outcome_after_referral": ("Tabel 2.11", "single"),
        "match_quality": ("Tabel 2.12", "ordinal"),
        "formal_cooperation": ("Figur 2.4", "single"),
        "municipal_trust": ("Tabel 2.13", "ordinal"),
        "cooperation_quality": ("Figur 2.5", "ordinal"),
        "knows_where_to_turn": ("Tabel 2.14", "single"),
        "notification_filed": ("Tabel 2.15", "single"),
        "knowledge_of_other_associations": ("Figur 2.6", "ordinal"),
        "cooperates_with_associations": ("Tabel 2.16", "single"),
        "referred_to_associations": ("Tabel 2.17", "single"),
        "received_from_associations": ("Tabel 2.18", "single"),
    },
}


def printed_rows() -> list[dict[str, str]]:
    with PRINTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def options_meant(question: Question, label: str) -> tuple[str, ...]:
    """Return the options that a printed Danish label stands for; none where it stands for nothing."""
    for option in question.choices:
        if option.label.da == label:
            return (option.id,)
    return next((net.options for net in question.named_nets if label in net.aliases), ())


def printed_count(questionnaire: str, group: str, question: str, options: tuple[str, ...]) -> tuple[int, int]:
    """Return the sum of the printed counts of these options, and their base."""
    asked = load(questionnaire).question(question)
    rows = [
        row
        for row in printed_rows()
        if (row["questionnaire"], row["group"], row["question"]) == (questionnaire, group, question)
    ]
    counts = {options_meant(asked, row["option"]): int(row["count"]) for row in rows}
    return sum(counts.get((option,), 0) for option in options), int(rows[0]["base"])


def half_up(count: int, base: int) -> int:
    return (200 * count + base) // (2 * base)


def test_schemas_hold_data_only_because_code_there_breaks_editable_installs() -> None:
    assert {path.suffix for path in SCHEMAS.rglob("*") if path.is_file()} == {".toml", ".csv"}


@pytest.mark.parametrize("name", NAMES)
def test_questionnaire_has_every_question_of_the_note_in_its_order(name: str) -> None:
    asked = [question for question in load(name).questions if not question.background]
    assert {question.id: (question.source, question.type) for question in asked} == CONTENTS[name]
    assert [question.id for question in asked] == list(CONTENTS[name])


def test_sources_are_all_the_tables_and_figures_of_the_note() -> None:
    sources = [question.source for name in NAMES for question in load(name).questions if not question.background]
    tables = [f"Tabel 2.{number}" for number in range(1, 19)]
    figures = [f"Figur 2.{number}" for number in range(1, 7)]
    assert sorted(sources) == sorted(tables + figures)


@pytest.mark.parametrize("name", NAMES)
def test_wordings_are_in_both_languages_and_attributed(name: str) -> None:
    questionnaire = load(name)
    assert questionnaire.citation is not None
    for text in (questionnaire.citation.da, questionnaire.citation.en):
        assert text is not None
        assert "VIVE" in text
        assert "978-87-93626-39-3" in text
    texts = [question.text for question in questionnaire.questions]
    texts += [option.label for question in questionnaire.questions for option in question.choices]
    texts += [question.note for question in questionnaire.questions if question.note]
    for indicator in questionnaire.indicators:
        texts += [indicator.label] + ([indicator.note] if indicator.note else [])
    assert [text for text in texts if text.da is None or text.en is None] == []


def test_groups_have_the_response_of_table_1_1() -> None:
    response = {
        group.id: (group.waves["2017"].answered, group.waves["2017"].invited)
        for name in NAMES
        for group in load(name).groups
    }
    assert response == {"skole_dagtilbud": (116, 231), "oevrige": (215, 331), "ngo": (87, 310)}


def test_only_the_ngos_are_indicative_in_2017() -> None:
    indicative = [
        group.id
        for name in NAMES
        for group in load(name).groups
        if (group.waves["2017"].answered or 0) / group.waves["2017"].invited < load(name).indicative_below
    ]
    assert indicative == ["ngo"]


def test_printed_table_has_the_documented_form_and_every_cell() -> None:
    content = PRINTED.read_bytes()
    assert content.startswith(b"questionnaire,group,question,option,count,percent,base\n")
    assert b"\r" not in content
    rows = printed_rows()
    assert sum(bool(row["count"]) for row in rows) == 173
    assert sum(not row["count"] for row in rows) == 9


def test_every_printed_row_means_a_group_a_question_and_an_option_or_net() -> None:
    unknown = []
    for row in printed_rows():
        questionnaire = load(row["questionnaire"])
        known = row["group"] in {group.id for group in questionnaire.groups}
        if not known or not options_meant(questionnaire.question(row["question"]), row["option"]):
            unknown.append(row)
    assert unknown == []


def test_exactly_the_wordings_that_are_not_printed_are_marked_as_inferred() -> None:
    quoted = {(row["questionnaire"], row["question"], row["option"]) for row in printed_rows()}
    wrong = [
        (name, question.id, option.id)
        for name in NAMES
        for question in load(name).questions
        for option in question.choices
        if option.inferred == ((name, question.id, option.label.da) in quoted)
    ]
    assert wrong == []


def test_printed_order_of_options_is_kept() -> None:
    for name in NAMES:
        for identifier, (source, _) in CONTENTS[name].items():
            if source.startswith("Tabel"):
                rows = [row for row in printed_rows() if (row["questionnaire"], row["question"]) == (name, identifier)]
                in_print = [row["option"] for row in rows if row["group"] == rows[0]["group"]]
                labels = [option.label.da for option in load(name).question(identifier).choices]
                assert [label for label in labels if label in in_print] == in_print


@pytest.mark.parametrize("name", NAMES)
def test_bins_have_their_lower_bound_as_code_and_dont_know_cannot_pass_for_a_count(name: str) -> None:
    question = load(name).questions[2 if name == "kommune" else 1]
    codes = {option.id: option.code for option in question.choices}
    assert codes.pop("dont_know") == "-1"
    assert codes.pop("none") == "0"
    assert [int(code) for code in codes.values()] == [*range(1, 11), 11, 16, 21]


@pytest.mark.parametrize(
    ("name", "group", "question", "left_blank"),
    [
        ("kommune", "skole_dagtilbud", "reasons_for_not_referring", 0),
        ("kommune", "oevrige", "reasons_for_not_referring", 0),
        ("kommune", "skole_dagtilbud", "offers_referred_to", 0),
        ("kommune", "oevrige", "offers_referred_to", 0),
        ("kommune", "skole_dagtilbud", "action_when_beneficial", 0),
        ("kommune", "oevrige", "action_when_beneficial", 0),
        ("kommune", "skole_dagtilbud", "outcome_after_referral", 0),
        ("kommune", "oevrige", "outcome_after_referral", 4),
        ("ngo", "ngo", "referring_actors", 4),
        ("ngo", "ngo", "experience_on_referral", 4),
        ("ngo", "ngo", "outcome_after_referral", 4),
        ("ngo", "ngo", "match_quality", 5),
    ],
)
def test_routing_explains_the_printed_base(name: str, group: str, question: str, left_blank: int) -> None:
    routing = load(name).question(question).asked_if
    assert routing is not None
    asked, _ = printed_count(name, group, routing.question, routing.answers)
    _, base = printed_count(name, group, question, ())
    assert asked - base == left_blank


@pytest.mark.parametrize(
    ("name", "group", "indicator", "percent"),
    [
        ("kommune", "oevrige", "referred_last_year", 59),
        ("kommune", "skole_dagtilbud", "referred_last_year", 33),
        ("kommune", "oevrige", "refers_when_relevant_yes", 79),
        ("kommune", "skole_dagtilbud", "refers_when_relevant_yes", 60),
        ("kommune", "skole_dagtilbud", "would_refer_more_with_knowledge", 41),
        ("kommune", "oevrige", "would_refer_more_with_knowledge", 29),
        ("kommune", "skole_dagtilbud", "started_but_stopped", 44),
        ("kommune", "oevrige", "started_but_stopped", 37),
        ("ngo", "ngo", "kept_to_activity", 59),
        ("ngo", "ngo", "good_match", 77),
        ("ngo", "ngo", "referred_nobody", 64),
        ("ngo", "ngo", "received_1_to_5", 21),  # the note adds rounded percentages to 22
        ("ngo", "ngo", "high_trust", 36),
        ("ngo", "ngo", "low_trust", 13),
        ("ngo", "ngo", "cooperates_with_others", 22),
        ("ngo", "ngo", "referred_to_others", 14),
        ("ngo", "ngo", "received_from_others", 17),
    ],
)
def test_indicator_gives_what_the_note_claims(name: str, group: str, indicator: str, percent: int) -> None:
    declared = next(entry for entry in load(name).indicators if entry.id == indicator)
    assert half_up(*printed_count(name, group, declared.question, declared.options)) == percent


@pytest.mark.parametrize(
    ("name", "group", "indicator", "percent"),
    [
        ("kommune", "oevrige", "formal_cooperation_yes", 21),
        ("kommune", "skole_dagtilbud", "formal_cooperation_yes", 12),
        ("kommune", "oevrige", "no_cooperation", 34),
        ("kommune", "skole_dagtilbud", "no_cooperation", 46),
        ("ngo", "ngo", "no_formal_cooperation", 79),
        ("ngo", "ngo", "no_cooperation", 62),
        ("ngo", "ngo", "good_knowledge_of_others", 25),
    ],
)
def test_indicator_is_the_one_that_a_figure_prints(name: str, group: str, indicator: str, percent: int) -> None:
    declared = next(entry for entry in load(name).indicators if entry.id == indicator)
    question = load(name).question(declared.question)
    found = [
        int(row["percent"])
        for row in printed_rows()
        if (row["questionnaire"], row["group"], row["question"]) == (name, group, declared.question)
        and set(options_meant(question, row["option"])) == set(declared.options)
    ]
    assert found == [percent]


@pytest.mark.parametrize(("group", "low", "high"), [("oevrige", 40, 66), ("skole_dagtilbud", 12, 21)])
def test_support_from_the_start_is_printed_only_as_bounds(group: str, low: int, high: int) -> None:
    declared = next(entry for entry in load("kommune").indicators if entry.id == "supports_start")
    counts = [printed_count("kommune", group, declared.question, (option,)) for option in declared.options]
    base = counts[0][1]
    assert half_up(max(count for count, _ in counts), base) == low
    assert half_up(sum(count for count, _ in counts), base) == high
