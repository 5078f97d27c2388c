"""Every row of every question ends in exactly one state, whatever the export looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from brobygger_cli.exports import read_export
from brobygger_cli.responses import Coding, State, code_responses
from brobygger_cli.violations import errors
from random_exports import MULTIPLE, QUESTIONS, ROUTING, SPELLINGS, TOWN, Export, Intention, Person, expected, exports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brobygger_cli.responses import Responses


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Responses]:
    """Code the bytes of an export, read from disk as the command line does."""
    path: Path = tmp_path_factory.mktemp("exports") / "town.csv"

    def read(content: bytes) -> Responses:
        path.write_bytes(content)
        return code_responses(read_export(str(path)), TOWN)

    return read


@settings(max_examples=100, deadline=None)
@given(export=exports())
def test_states_and_ticks_are_those_a_person_would_read(code: Callable[[bytes], Responses], export: Export) -> None:
    found = code(export.content)
    ids = {question.id: [option.id for option in question.choices] for question in TOWN.questions}
    for row, form in enumerate(expected(export.people)):
        for question in QUESTIONS:
            answers = found.answers[question]
            ticked = frozenset(o for o, tick in zip(ids[question], answers.ticked[row], strict=True) if tick)
            assert (State(answers.state[row]), ticked) == form[question], (row, question)


@settings(max_examples=40, deadline=None)
@given(export=exports(clean=True))
def test_an_export_without_a_contradiction_has_no_errors(code: Callable[[bytes], Responses], export: Export) -> None:
    found = code(export.content)
    assert errors(found.violations) == []
    assert not any((answers.state == State.INVALID).any() for answers in found.answers.values())


@settings(max_examples=40, deadline=None)
@given(export=exports())
def test_every_invalid_answer_has_an_error_on_its_line(code: Callable[[bytes], Responses], export: Export) -> None:
    """What is left out of the figures is always reported; nothing is dropped in silence."""
    found = code(export.content)
    reported = {respondent for violation in errors(found.violations) for respondent in violation.respondents}
    for row, person in enumerate(export.people):
        if any(answers.state[row] == State.INVALID for answers in found.answers.values()):
            assert ("P0" if person.flaw == "repeated" else f"P{row}") in reported


# Chosen cases --------------------------------------------------------------------------------------


def lines(*rows: str) -> bytes:
    header = (
        "respondent_id;group;member;mood;why_good;times;ways_1;ways_2;ways_3;ways_4;acts_1;acts_2;acts_3;age;remark"
    )
    return "\n".join([header, *rows]).encode()


def states(found: Responses, question: str) -> list[State]:
    return [State(state) for state in found.answers[question].state]


def codes(found: Responses) -> list[tuple[str, tuple[int, ...]]]:
    return sorted((violation.code, violation.lines) for violation in found.violations)


def test_answer_to_a_question_routed_on_a_blank_parent_counts_and_its_blank_is_blank(
    code: Callable[[bytes], Responses],
) -> None:
    """Whether it was asked is not known: an answer shows that it was, a blank shows nothing."""
    found = code(lines("a;1;;good;people;;1;0;0;0;1;0;0;40;", "b;1;;;;;;;;;;;;40;", "c;1;;;;;0;0;0;0;0;0;0;40;"))
    for question in ("mood", "why_good", "ways", "acts"):
        assert states(found, question) == [State.ANSWERED, State.BLANK, State.BLANK], question
    assert [violation for violation in codes(found) if violation[0] != "missing_answer"] == [
        *[("answer_unrouted", (2,))] * 3,
        ("only_zeros", (4,)),
    ]


def test_zeros_of_people_who_were_not_asked_are_not_counted_and_ticks_are_an_error(
    code: Callable[[bytes], Responses],
) -> None:
    found = code(lines("a;1;no;;;0;0;0;0;0;0;0;0;40;", "b;1;no;;;0;;;;;;;;40;", "c;1;no;;;0;0;1;0;0;1;0;0;40;"))
    for question in ("ways", "acts"):
        assert states(found, question) == [State.NOT_ASKED, State.NOT_ASKED, State.INVALID], question
    assert codes(found) == [("answer_not_asked", (4,)), ("answer_not_asked", (4,))]


def test_zeros_of_the_asked_are_an_answer_unless_there_was_none_of_these_to_tick(
    code: Callable[[bytes], Responses],
) -> None:
    found = code(lines("a;1;yes;bad;;few;0;0;0;0;0;0;0;40;", "b;1;yes;bad;;few;;;;;;;;40;"))
    assert states(found, "ways") == [State.BLANK, State.BLANK]
    assert states(found, "acts") == [State.ANSWERED, State.BLANK]
    assert codes(found) == [("missing_answer", (2, 3)), ("missing_answer", (3,)), ("nothing_ticked", (2,))]


def test_routing_on_an_invalid_parent_is_not_known(code: Callable[[bytes], Responses]) -> None:
    found = code(lines("a;1;maybe;bad;;none;;;;;;;;40;", "b;1;maybe;;;none;;;;;;;;40;"))
    assert states(found, "member") == [State.INVALID, State.INVALID]
    assert states(found, "mood") == [State.ANSWERED, State.BLANK]
    assert codes(found) == [("unknown_answer", (2, 3))]


def test_who_was_routed_away_twice_was_not_asked(code: Callable[[bytes], Responses]) -> None:
    found = code(lines("a;1;no;;;none;;;;;;;;40;", "b;1;no;;people;none;;;;;;;;40;"))
    assert states(found, "why_good") == [State.NOT_ASKED, State.INVALID]
    assert codes(found) == [("answer_not_asked", (3,))]


def test_rows_that_cannot_be_trusted_are_invalid_in_every_question(code: Callable[[bytes], Responses]) -> None:
    good = "1;yes;bad;;none;;;;;1;0;0;40;"
    found = code(lines(f"a;{good}", f"a;{good}", f"b;{good};extra", "c;3" + good[1:], f";{good}", f";{good}"))
    trusted = [State.ANSWERED, State.INVALID, State.INVALID, State.INVALID, State.ANSWERED, State.ANSWERED]
    assert states(found, "member") == trusted
    assert all(states(found, q)[1:4] == [State.INVALID] * 3 for q in QUESTIONS)
    assert not found.answers["member"].ticked[1:4].any()
    assert codes(found) == [
        ("duplicate_respondent", (3,)),
        ("missing_respondent", (6, 7)),
        ("ragged_row", (4,)),
        ("unknown_group", (5,)),
    ]


def test_missing_tick_column_leaves_the_whole_question_unknown(code: Callable[[bytes], Responses]) -> None:
    """Nobody can say who ticked nothing when an option has no column."""
    content = lines("a;1;yes;bad;;few;1;0;0;0;1;0;0;40;").decode().replace("ways_3", "weather")
    found = code(content.encode())
    assert states(found, "ways") == [State.INVALID]
    assert ("missing_column", ()) in codes(found)


def test_joined_cell_that_holds_separators_only_is_no_answer(code: Callable[[bytes], Responses]) -> None:
    content = "id;group;member;mood;why_good;times;ways;acts;age;remark\na;1;yes;bad;;few;'; ,';'|';40;\n"
    found = code(content.replace("'", '"').encode())
    assert states(found, "ways") == [State.INVALID]
    assert states(found, "acts") == [State.INVALID]
    assert codes(found) == [("unknown_answer", (2,)), ("unknown_answer", (2,))]


def test_question_this_wave_did_not_ask_needs_no_column(tmp_path: Path) -> None:
    """Without the parent, an answer to the routed question shows that it was asked."""
    path = tmp_path / "short.csv"
    path.write_text("id;group;mood;why_good;times\na;1;good;people;none\nb;1;;;none\n", encoding="utf-8")
    found = code_responses(read_export(str(path)), TOWN, Coding(without=("member", "ways", "acts", "age", "remark")))
    assert errors(found.violations) == []
    assert states(found, "member") == [State.NOT_ASKED, State.NOT_ASKED]
    assert states(found, "mood") == [State.ANSWERED, State.BLANK]
    assert states(found, "why_good") == [State.ANSWERED, State.BLANK]


def test_without_changes_nothing_for_a_question_that_has_its_column(
    code: Callable[[bytes], Responses], tmp_path: Path
) -> None:
    """`--without` excuses a missing column; a column that is there is read, and its routing holds."""
    content = lines("a;1;no;;;none;;;;;0;0;0;40;", "b;1;no;bad;;none;;;;;;;;40;", "c;1;yes;bad;;none;;;;;1;0;0;40;")
    path = tmp_path / "town.csv"
    path.write_bytes(content)
    found = code_responses(read_export(str(path)), TOWN, Coding(without=("member",)))
    with_column = code(content)
    for question in QUESTIONS:
        assert np.array_equal(found.answers[question].state, with_column.answers[question].state), question
    assert codes(found) == codes(with_column)


def test_the_oracle_draws_every_state_of_every_routed_question() -> None:
    """The generator would protect nothing if it never drew a case: these it must be able to say."""
    drawn = {
        Intention("zeros"): State.NOT_ASKED,
        Intention("answer", frozenset({"bus"})): State.INVALID,
        Intention("empty"): State.NOT_ASKED,
    }
    for said, state in drawn.items():
        answers = dict.fromkeys(QUESTIONS, Intention("empty")) | {
            "times": Intention("answer", frozenset({"none"})),
            "ways": said,
        }
        assert expected([Person("north", answers)])[0]["ways"][0] is state
    assert set(ROUTING) & set(MULTIPLE) == {"ways", "acts"}
    assert {q.id for q in TOWN.questions if q.choices} == set(SPELLINGS)
