"""Every flag that the reference explains is raised where it should be, and not beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_waves import PANEL, TOML, Answers, at, flags, wave

from brobygger_cli.compare import compare
from brobygger_cli.describe import describe
from brobygger_cli.flags import FLAGS
from brobygger_cli.questionnaire.load import parse

if TYPE_CHECKING:
    from brobygger_cli.waves import Wave, WaveKind

Row = tuple[str, str | None]  # question and option

# Large, alike in both waves and wholly known: nothing to beware of.
FINE: dict[str, Answers] = {
    "colour": {"red": 40, "green": 30, "blue": 25, "unsure": 15},
    "member": {"yes": 60, "no": 50},
    "trust": {"high": 40, "middle": 30, "low": 30, "never_met": 10},
    "ease": {"hard": 30, "fair": 30, "easy": 40},
    "times": {"once": 40, "more": 35, "none": 25, "unsure": 10},
    "ways": {"cycle": 30, "bus": 20, "rail": 20, "base": 60},
    "tenure": {"new": 50, "old": 60},
}
OTHERWISE = parse(
    TOML.replace('en = "Colour?"', 'en = "Favourite colour?"').replace('answers = ["yes"]', 'answers = ["no"]'),
    "other.toml",
)


def before(
    *,
    kind: WaveKind = "respondents",
    origin: dict[tuple[str, str, str, str], str] | None = None,
    name: str = "before",
    **other: Answers | None,
) -> Wave:
    """Make a baseline that is fine but for the questions given; None is a question that is not printed."""
    answers = {question: counts for question, counts in (FINE | other).items() if counts is not None}
    return wave(name, {"a": answers, "b": answers}, kind=kind, origin=origin)


def keys(kind: str, question: str, item: str, how: str) -> dict[tuple[str, str, str, str], str]:
    return {(group, kind, question, item): how for group in ("a", "b")}


AFTER = wave("after", {"a": FINE, "b": FINE})
RANGE: Answers = {"yes": (58, 62), "no": (48, 52), "base": 110}
WIDE: Answers = {"yes": (20, 62), "no": (48, 90), "base": 110}
LESS: Answers = {"once": 20, "more": 40, "none": 45, "unsure": 5}

# By flag: a baseline against AFTER, a row that is flagged, and one that is not.
RAISED: dict[str, tuple[Wave, Row, Row | None]] = {
    "printed_baseline": (before(kind="printed"), ("ease", None), None),
    "low_response": (before(name="poor"), ("ease", None), None),
    "from_percent": (
        before(kind="printed", origin=keys("option", "ease", "easy", "percent")),
        ("ease", "easy"),
        ("ease", "hard"),
    ),
    "derived": (
        before(kind="printed", origin=keys("option", "ease", "easy", "derived")),
        ("ease", "easy"),
        ("ease", "hard"),
    ),
    "count_range": (before(kind="printed", member=RANGE), ("member", "is_member"), ("member", None)),
    "not_printed": (before(kind="printed", ease=None), ("ease", "hard"), ("member", "yes")),
    "partly_printed": (before(kind="printed", member=RANGE), ("member", None), ("member", "is_member")),
    "margins_only": (before(kind="printed"), ("ways", None), ("ways", "by_bus")),
    "wording_inferred": (before(), ("trust", "low"), ("trust", "high")),
    "small_base": (before(ease={"hard": 9, "fair": 10, "easy": 10}), ("ease", "fair"), ("member", "yes")),
    "empty_base": (before(ease={}), ("ease", "fair"), ("member", "yes")),
    "off_scale": (before(), ("trust", None), ("trust", "never_met")),
    "asked_changed": (before(member={"yes": 90, "no": 20}), ("ways", "bus"), ("member", "yes")),
    "adjusted_bound": (before(kind="printed", member=WIDE, times=LESS), ("times", "any_times"), ("tenure", None)),
}


def test_nothing_is_flagged_where_there_is_nothing_to_beware_of() -> None:
    found = compare(before(), AFTER).frame
    assert set(found["flags"]) == {"", "wording_inferred", "empty_base", "off_scale"}
    assert set(found.loc[found["flags"] == "empty_base", "question"]) == {"remark"}


def test_every_flag_is_raised_by_a_test_of_this_file() -> None:
    elsewhere = {
        "printed",
        "expected_low",
        "printed_followup",
        "not_asked",
        "wording_differs",
        "options_differ",
        "routing_differs",
        "pairs_only",  # in test_linked.py: they take people who are linked
        "links_doubtful",
        "links_unused",
        "invalid_left_out",  # in test_left_out.py: it takes a file with something invalid in it
        "hidden",  # in tests/disclosure: it takes a limit below which counts are hidden
        "partly_hidden",
    }
    assert set(RAISED) | elsewhere == set(FLAGS)
    assert not set(RAISED) & elsewhere


@pytest.mark.parametrize("flag", sorted(RAISED))
def test_flag_is_raised_where_it_applies_and_not_beside_it(flag: str) -> None:
    baseline, flagged, unflagged = RAISED[flag]
    found = compare(baseline, AFTER).frame
    assert flag in flags(found, "a", *flagged)
    if unflagged is not None:
        assert flag not in flags(found, "a", *unflagged)


def test_low_response_is_of_the_group_whose_number_invited_is_known() -> None:
    found = compare(before(name="poor"), AFTER).frame
    assert "low_response" in flags(found, "a", "ease")
    assert "low_response" not in flags(found, "b", "ease")


def test_printed_wave_without_enough_response_is_flagged_by_what_the_questionnaire_declares() -> None:
    found = compare(before(name="poor", kind="printed"), AFTER).frame
    assert {"low_response", "printed_baseline"} <= flags(found, "a", "ease")


def test_expected_low_is_where_another_test_than_chi_squared_is_made() -> None:
    rare = before(colour={"red": 1, "green": 70, "blue": 38, "unsure": 1})
    after = wave("after", {"a": FINE | {"colour": {"red": 0, "green": 70, "blue": 38, "unsure": 2}}})
    found = compare(rare, after).frame
    assert at(found, "a", "colour", "red")["test"] == "fisher_irwin"
    assert "expected_low" in flags(found, "a", "colour", "red")
    assert at(found, "a", "colour")["test"] in {"permutation", "exact_permutation"}
    assert "expected_low" in flags(found, "a", "colour")
    assert at(found, "a", "colour", "green")["test"] == "n_minus_1"
    assert "expected_low" not in flags(found, "a", "colour", "green")


def test_adjusted_bound_is_in_the_families_that_print_leaves_open_and_no_other() -> None:
    found = compare(before(kind="printed", member=WIDE, times=LESS), AFTER).frame
    assert "adjusted_bound" in flags(found, "a", "times", "any_times")
    assert not {"adjusted_bound"} & flags(found, "a", "tenure")
    certain = compare(before(kind="printed", times=LESS), AFTER).frame
    assert not certain["flags"].str.contains("adjusted_bound").any()


def test_wave_that_is_printed_is_named_by_its_place() -> None:
    found = compare(AFTER, before(kind="printed")).frame
    assert "printed_followup" in flags(found, "a", "ease")
    assert "printed_baseline" not in flags(found, "a", "ease")
    alone = describe(before(kind="printed")).frame
    assert alone["flags"].str.split().map(lambda words: words[0]).eq("printed").all()


def test_question_that_a_wave_did_not_ask_is_flagged() -> None:
    without = {question: counts for question, counts in FINE.items() if question != "ease"}
    found = compare(wave("before", {"a": without}, unasked=["ease"]), AFTER).frame
    assert flags(found, "a", "ease") == {"not_asked"}
    assert flags(found, "a", "ease", "hard") == {"not_asked"}


def test_other_wording_and_other_routing_are_flagged() -> None:
    answers = {"a": FINE, "b": FINE}
    found = compare(wave("before", answers, questionnaire=OTHERWISE), AFTER).frame
    assert flags(found, "a", "colour", "red") == {"wording_differs"}
    assert "routing_differs" in flags(found, "a", "ways", "bus")
    assert flags(found, "a", "ease") == set()


@pytest.mark.parametrize(("yes", "changed"), [(60, False), (46, False), (45, True), (110, True)])
def test_asked_changed_is_a_test_of_whom_the_routing_leads_on(yes: int, *, changed: bool) -> None:
    """60 of 110 were led on in the follow-up: 46 gives p .060, 45 p .043; unadjusted, as it is a warning."""
    found = compare(before(member={"yes": yes, "no": 110 - yes}), AFTER).frame
    row = at(found, "a", "ways", "bus")
    assert (row["baseline_asked"], row["baseline_asked_of"], row["followup_asked"]) == (yes, 110, 60)
    assert row["asked_change"] == pytest.approx((60 - yes) / 110)
    assert bool(row["asked_p_value"] < 0.05) is changed
    assert ("asked_changed" in row["flags"].split()) is changed
    assert at(found, "a", "ease")["asked_p_value"] is None


def test_flags_stand_in_the_order_of_the_reference() -> None:
    found = compare(
        before(name="poor", kind="printed", ease={"hard": 3, "fair": 3, "easy": (3, 4), "base": 9}), AFTER
    ).frame
    for words in found["flags"].str.split():
        assert words == [flag for flag in FLAGS if flag in words]
    assert PANEL.indicative_below == 0.4
