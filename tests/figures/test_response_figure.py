"""The flow of people holds who was invited and answered, and the bases of the questions."""

from __future__ import annotations

from compared_examples import compared

from brobygger_cli.figures import response_flow


def test_a_lane_leads_from_those_invited_to_the_bases_of_questions() -> None:
    heading, steps = response_flow(compared("printed")).lanes[0]
    assert heading == "Schools and day care · 2017"
    assert [(step.label, step.fewest, step.people, step.said) for step in steps] == [
        ("Invited", None, 231, "231"),
        ("Answered", None, 116, "116 (50%)"),
        ("Answers to questions put to all", 113, 116, "113–116"),
        ("Answers to questions put to some", 43, 46, "43–46"),
    ]


def test_a_number_invited_that_nobody_stated_is_not_known_and_not_zero() -> None:
    _, steps = response_flow(compared("printed", "da")).lanes[1]
    assert (steps[0].label, steps[0].people, steps[0].said) == ("Inviteret", None, "ikke kendt")
    assert steps[1].said == "128"


def test_every_group_has_a_lane_in_every_wave() -> None:
    flow = response_flow(compared("library"))
    assert [heading for heading, _ in flow.lanes] == [
        f"{group} · library_{year}" for group in ("Adults", "Children and young people") for year in (2023, 2025, 2027)
    ]


def test_no_step_is_of_more_people_than_the_one_who_answered() -> None:
    for comparison in ("printed", "population", "library"):
        for _, (invited, answered, *bases) in response_flow(compared(comparison)).lanes:
            assert invited.people is None or answered.people is None or answered.people <= invited.people
            for step in bases:
                assert step.fewest is not None
                assert answered.people is not None
                assert step.people is not None
                assert step.fewest <= step.people <= answered.people


def test_the_description_says_every_step() -> None:
    flow = response_flow(compared("population"))
    for heading, steps in flow.lanes:
        assert f"{heading}: " in flow.frame.alt
        assert all(f"{step.label} {step.said}" in flow.frame.alt for step in steps)
