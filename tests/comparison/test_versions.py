"""Waves that asked differently: said in flags, and nothing that either wave asked is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from made_waves import PANEL, TOML, Answers, at, flags, wave

from brobygger_cli.compare import compare
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.questionnaire.versions import differences

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.questionnaire import Questionnaire


def version(*changes: tuple[str, str]) -> Questionnaire:
    """Return the questionnaire with pieces of its text replaced; each must be there."""
    text = TOML
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse(text, "version.toml")


def differing(*changes: tuple[str, str]) -> dict[str, set[str]]:
    """Return the questions that a version asks differently, by how they differ."""
    found = differences(PANEL, version(*changes))
    assert found == differences(version(*changes), PANEL)
    return {str(difference): questions for difference, questions in found.items() if questions}


def test_alike_questionnaires_do_not_differ() -> None:
    assert differing() == {}


def test_wording_is_compared_in_the_languages_that_both_have() -> None:
    assert differing(('text = { en = "How easy?" }', 'text = { da = "Hvor let?", en = "How easy?" }')) == {}
    reworded = ('da = "Farve?", en = "Colour?"', 'da = "Hvilken farve?", en = "Colour?"')
    assert differing(reworded) == {"wording_differs": {"colour"}}
    assert differing(('label = { en = "Fair" }', 'label = { en = "So so" }')) == {"wording_differs": {"ease"}}


NO_GREEN = '  { id = "green", code = "2", label = { en = "Green" } },\n'
YELLOW = '  { id = "yellow", code = "4", label = { en = "Yellow" } },\n'
ROUTING = 'asked_if = { question = "member", answers = ["yes"] }'
SINGLE = 'type = "single"\ntext = { da = "Farve?"'


def test_other_options_and_other_people_differ() -> None:
    assert differing((NO_GREEN, "")) == {"options_differ": {"colour"}}
    assert differing((NO_GREEN, NO_GREEN + YELLOW)) == {"options_differ": {"colour"}}
    assert differing((ROUTING, ROUTING.replace('"]', '", "no"]'))) == {"routing_differs": {"ways"}}
    assert differing((f"{ROUTING}\n", "")) == {"routing_differs": {"ways"}}


def test_order_and_spellings_of_options_are_no_difference() -> None:
    """Options are compared by what they mean; how an export writes them is the reader's business."""
    assert (
        differing(
            (NO_GREEN, ""),
            ('"unsure", code = "9"', '"green", code = "2", label = { en = "Green" } },\n  { id = "unsure", code = "8"'),
        )
        == {}
    )


def test_one_answer_and_several_are_different_options() -> None:
    """A tick among many is not the answer that it is alone."""
    assert differing((SINGLE, SINGLE.replace("single", "multiple"))) == {"options_differ": {"colour"}}


def test_bin_of_other_numbers_is_another_option() -> None:
    wider = [("low = 1, high = 1", "low = 1, high = 2"), ("low = 2 }", "low = 3 }")]
    assert differing(*wider) == {"options_differ": {"times"}}


def test_indicator_or_net_formed_otherwise_is_flagged_in_its_own_row() -> None:
    """Else a change of definition would pass for a change of answers."""
    answers: dict[str, dict[str, Answers]] = {"a": {"trust": {"high": 9, "low": 9}, "ways": {"bus": 9, "base": 12}}}
    earlier = version(
        ('options = ["low"]', 'options = ["low", "never_met"]'),
        ('options = ["bus", "rail"] }]', 'options = ["bus", "rail", "cycle"] }]'),
    )
    frame = compare(wave("before", answers, questionnaire=earlier), wave("after", answers)).frame
    flagged = frame[frame["flags"].str.contains("options_differ") & (frame["group"] == "a")]
    assert set(flagged["option"]) == {"low_trust", "public"}


ANSWERS: dict[str, Answers] = {
    "colour": {"red": 20, "green": 30, "blue": 10, "unsure": 5},
    "member": {"yes": 40, "no": 25},
    "ways": {"cycle": 12, "bus": 13, "rail": 14, "base": 40},
}


def test_options_that_only_one_wave_has_are_kept_in_their_place() -> None:
    later = version((NO_GREEN, YELLOW))
    after: dict[str, Answers] = {"colour": {"red": 20, "yellow": 30, "blue": 10, "unsure": 5}, "ways": ANSWERS["ways"]}
    before = wave("before", {"a": ANSWERS, "b": ANSWERS})
    frame = compare(before, wave("after", {"a": after, "b": after}, questionnaire=later)).frame
    for group in ("a", "b"):
        rows = frame[(frame["group"] == group) & (frame["question"] == "colour") & (frame["level"] == "option")]
        assert rows["option"].tolist() == ["red", "yellow", "blue", "unsure", "green"]
        assert rows.index.tolist() == list(range(rows.index[0], rows.index[0] + 5))
    green, yellow = at(frame, "a", "colour", "green"), at(frame, "a", "colour", "yellow")
    assert (green["baseline_count"], green["baseline_base"], green["followup_count"]) == (30, 65, None)
    assert (yellow["baseline_count"], yellow["followup_count"], yellow["followup_base"]) == (None, 30, 65)
    assert green["label"] == "Green"
    for row in (green, yellow, at(frame, "a", "colour")):
        assert "options_differ" in row["flags"].split()
        assert row["p_value"] is row["change"] is None
    kept = at(frame, "a", "colour", "red")
    assert (kept["change"], kept["p_value"]) == (0, 1)


def test_option_that_only_the_baseline_has_stands_behind_its_question_not_behind_those_routed_on_it() -> None:
    no = '  { id = "no", code = "2", label = { en = "No" } },'
    earlier = version((no, no + '\n  { id = "former", code = "3", label = { en = "No longer" } },'))
    before = wave("before", {"a": ANSWERS | {"member": {"yes": 40, "no": 20, "former": 5}}}, questionnaire=earlier)
    frame = compare(before, wave("after", {"a": ANSWERS})).frame
    rows = frame[(frame["group"] == "a") & (frame["level"] != "indicator")]
    at_member = [str(option) for option in rows.loc[rows["question"] == "member", "option"].fillna("-")]
    assert at_member == ["-", "yes", "no", "former"]
    questions = rows["question"].drop_duplicates().tolist()
    assert questions == [question.id for question in PANEL.questions]
    assert (rows["question"] != rows["question"].shift()).sum() == len(questions)  # each in one run of rows


def test_question_that_only_the_baseline_asked_is_kept() -> None:
    ease = TOML[TOML.index('[[questions]]\nid = "ease"') : TOML.index('[[questions]]\nid = "times"')]
    later = version((ease, ""))
    before = wave("before", {"a": ANSWERS | {"ease": {"hard": 10, "fair": 20, "easy": 30}}})
    frame = compare(before, wave("after", {"a": ANSWERS}, questionnaire=later)).frame
    row = at(frame, "a", "ease", "easy")
    assert (row["baseline_count"], row["baseline_base"], row["followup_base"], row["p_value"]) == (30, 60, None, None)
    assert row["family"] is None
    assert at(frame, "a", "ease")["baseline_base"] == 60


def test_routing_on_another_question_compares_those_asked_each_by_its_own_routing() -> None:
    """Whom the routing led on, of those who answered what it was about, in either wave."""
    later = version((ROUTING, 'asked_if = { question = "colour", answers = ["red", "blue"] }'))
    after = wave("after", {"a": ANSWERS | {"ways": {"cycle": 9, "bus": 9, "rail": 9, "base": 30}}}, questionnaire=later)
    frame = compare(wave("before", {"a": ANSWERS}), after).frame
    row = at(frame, "a", "ways", "bus")
    assert (row["baseline_asked"], row["baseline_asked_of"]) == (40, 65)
    assert (row["followup_asked"], row["followup_asked_of"]) == (30, 65)
    assert "routing_differs" in flags(frame, "a", "ways")


def test_group_that_only_one_wave_has_is_kept_and_not_compared() -> None:
    third = '\n[[groups]]\nid = "c"\ncode = "3"\nlabel = { en = "Group C" }\n\n[[questions]]\nid = "colour"'
    wider = version(('\n[[questions]]\nid = "colour"', third), (NO_GREEN, NO_GREEN + YELLOW))
    small, large = wave("before", {"a": ANSWERS}), wave("after", {"a": ANSWERS, "c": ANSWERS}, questionnaire=wider)
    added = compare(small, large).frame
    row = at(added, "c", "member", "yes")
    assert (row["baseline_base"], row["followup_count"], row["p_value"]) == (None, 40, None)
    removed = compare(large, small).frame
    row = at(removed, "c", "member", "yes")
    assert (row["baseline_count"], row["followup_base"], row["p_value"]) == (40, None, None)
    assert at(removed, "a", "member", "yes")["p_value"] == 1
