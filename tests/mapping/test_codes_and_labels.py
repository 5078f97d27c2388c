"""Where the platform words its codes, a cell is read by the wording: numbers alone are where bases go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped_exports import CLUB, OFTEN, choices, chosen, coded, codes_of, confirmed, counted, export, plain_rows, told

from brobygger_cli.exports.standing import Standing
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.mapping import map_columns
from brobygger_cli.mapping.joined import split_joined
from brobygger_cli.responses import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping.matching import Remark


def often(cells: Sequence[str], labels: Sequence[Choice], kind: str = "ordinal") -> RawTable:
    """Return an export of one question, whose codes the platform words so."""
    assert kind in {"ordinal", "single"}
    return told(
        ("respondent_id", [f"P{row}" for row, _ in enumerate(cells)], Variable("respondent_id", "respondent")),
        ("group", ["1" for _ in cells], Variable("group")),
        ("often", cells, Variable("often", "ordinal", "often", "", tuple(labels))),
    )


def remarks(raw: RawTable, code: str) -> list[Remark]:
    return [remark for remark in map_columns(raw, CLUB).remarks if remark.code == code]


def test_codes_that_the_questionnaire_has_the_other_way_round_are_read_by_their_labels() -> None:
    """The platform: 1 Always … 4 Never. The questionnaire: 1 Never … 4 Always."""
    raw = often(
        ["1", "2", "3", "4", "9"], choices(_1="Always", _2="Sometimes", _3="seldom", _4="Never", _9="Don't know")
    )
    assert chosen(coded(raw), "often") == [["always"], ["sometimes"], ["seldom"], ["never"], ["unsure"]]
    (said,) = remarks(raw, "code_relabelled")
    assert said.rule == (
        "the file's code 1 is labelled 'Always', which is 'always', and its code in the questionnaire is 4: "
        "read by the label (so of the codes 1, 2, 3, 4)"
    )
    assert codes_of(coded(raw))["code_relabelled"] == "warning"


def test_labels_that_agree_with_the_codes_change_nothing_and_are_not_mentioned() -> None:
    raw = often(["1", "4"], choices(_1="Never", _2="Seldom", _3="Sometimes", _4="Always", _9="Don't know"))
    assert (map_columns(raw, CLUB).meanings, map_columns(raw, CLUB).remarks) == ({}, [])


def test_codes_of_another_kind_are_read_by_their_labels_without_a_word() -> None:
    raw = often(["A1", "a2", "Never"], choices(A1="Always", A2="Aldrig"))
    assert chosen(coded(raw), "often") == [["always"], ["never"], ["never"]]
    assert map_columns(raw, CLUB).remarks == []


def test_an_unknown_label_of_a_known_code_is_read_by_the_code_and_said_once_per_column() -> None:
    raw = often(["1", "2"], choices(_1="Not ever", _2="Seldomly", _4="Always"))
    assert chosen(coded(raw), "often") == [["never"], ["seldom"]]
    (said,) = remarks(raw, "label_differs")
    assert (said.severity, said.value) == ("warning", "Not ever")
    assert said.rule.startswith("is the file's label of code 1, which is 'never' in the questionnaire, and no spelling")
    assert said.rule.endswith("(so of the codes 1, 2)")


def test_an_unknown_label_is_not_read_by_its_code_where_the_platform_numbers_otherwise() -> None:
    raw = often(["1", "2", "4"], choices(_1="Always", _2="Now and then", _4="Never"))
    found = coded(raw)
    assert chosen(found, "often") == [["always"], [], ["never"]]
    assert found.answers["often"].state.tolist() == [State.ANSWERED, State.INVALID, State.ANSWERED]
    (said,) = remarks(raw, "label_differs")
    assert "not read, as other labels show" in said.rule


def test_a_code_without_a_label_is_not_read_by_its_code_where_the_platform_numbers_otherwise() -> None:
    """Often only the ends of a scale are worded: here in the other direction than in the questionnaire."""
    ends = often(["1", "2", "3", "4"], choices(_1="Always", _4="Never"))
    assert chosen(coded(ends), "often") == [["always"], [], [], ["never"]]
    repeated = often(["1", "2", "3", "4"], choices(_1="Always", _2="2", _3="3", _4="Never"))
    assert chosen(coded(repeated), "often") == [["always"], [], [], ["never"]]
    agreeing = often(["1", "2", "3", "4"], choices(_1="Never", _2="2", _4="Always"))
    assert chosen(coded(agreeing), "often") == [["never"], ["seldom"], ["sometimes"], ["always"]]


def test_two_codes_may_not_be_one_option_where_one_is_worded_and_the_other_is_not() -> None:
    """8 is worded as the questionnaire's 9, so what the platform calls 9 is something else."""
    raw = often(["8", "9"], choices(_8="Don't know", _9="Refused"))
    assert chosen(coded(raw), "often") == [["unsure"], []]


def test_a_cell_that_holds_the_label_itself_stays_what_it_is() -> None:
    raw = often(["Always", "ALDRIG", "1"], choices(_1="Always", _4="Never"))
    assert chosen(coded(raw), "often") == [["always"], ["never"], ["always"]]


def test_numbers_of_times_stay_numbers_and_codes_of_bins_are_read_by_their_labels() -> None:
    def visits(cells: list[str], labels: Sequence[Choice]) -> list[list[str]]:
        raw = told(
            ("respondent_id", [f"P{row}" for row, _ in enumerate(cells)], Variable("respondent_id")),
            ("group", ["1" for _ in cells], Variable("group")),
            ("visits", cells, Variable("visits", "ordinal", "visits", "", tuple(labels))),
        )
        return chosen(coded(raw), "visits")

    assert visits(["0", "2", "17"], ()) == [["none"], ["few"], ["many"]]
    relabelled = choices(_1="Not once", _2="1-3 times", _3="4 times or more")
    # 4 is no code of this platform: as a number of times it would be the last bin.
    assert visits(["1", "2", "3", "4", "0"], relabelled) == [["none"], ["few"], ["many"], [], []]
    only_missing = choices(_99="No answer")
    assert visits(["0", "2", "17"], only_missing) == [["none"], ["few"], ["many"]]


def test_groups_are_read_by_their_labels() -> None:
    raw = told(
        ("respondent_id", ["P1", "P2", "P3"], Variable("respondent_id")),
        (
            "group",
            ["1", "1", "2"],
            Variable("group", "single", "", "", choices(_1="Southern branch", _2="nordafdelingen")),
        ),
        ("member", ["1", "2", "1"], Variable("member")),
    )
    assert [CLUB.groups[at].id for at in coded(raw).group] == ["south", "south", "north"]
    assert codes_of(coded(raw))["code_relabelled"] == "warning"


def test_rows_by_status_are_counted_under_the_group_that_the_label_means() -> None:
    raw = told(
        ("respondent_id", ["P1", "P2", "P3"], Variable("respondent_id")),
        (
            "group",
            ["1", "1", "2"],
            Variable("group", "single", "", "", choices(_1="Southern branch", _2="Northern branch")),
        ),
        ("member", ["1", "2", "1"], Variable("member")),
    )
    object.__setattr__(raw, "standing", Standing.of(["completed", "not_opened", "completed"], "status"))
    assert coded(raw).standings == {("south", "completed"): 1, ("south", "not_opened"): 1, ("north", "completed"): 1}


@pytest.mark.parametrize(
    ("labels", "cells", "ticked"),
    [
        ((), ["0", "1", ""], [False, True, False]),
        (choices(_0="Ikke valgt", _1="Valgt"), ["0", "1", ""], [False, True, False]),
        (choices(_1="Selected", _2="Not selected"), ["2", "1", ""], [False, True, False]),
        (choices(_1="Nej", _2="Ja"), ["1", "2", ""], [False, True, False]),
        (choices(_1="Sing"), ["0", "1", ""], [False, True, False]),
        (choices(_0="Not quoted", _1="Quoted"), ["0", "1", ""], [False, True, False]),
    ],
    ids=["no labels", "usual", "one and two", "the other way round", "the option's own", "unknown words"],
)
def test_ticks_are_read_by_the_labels_of_ticked_and_not_ticked(
    labels: Sequence[Choice], cells: list[str], ticked: list[bool]
) -> None:
    raw = told(
        ("respondent_id", ["P1", "P2", "P3"], Variable("respondent_id")),
        ("group", ["1", "1", "1"], Variable("group")),
        *(
            (f"does_{code}", cells, Variable(f"does_{code}", "tick", "does", "", tuple(labels), Choice(code, "")))
            for code in "123"
        ),
    )
    responses = coded(raw)
    assert "unknown_answer" not in codes_of(responses)
    assert [row == ["sing", "eat", "talk"] for row in chosen(responses, "does")] == ticked


def joined(cells: Sequence[str], separator: str, labels: Sequence[Choice] = ()) -> RawTable:
    return told(
        ("respondent_id", [f"P{row}" for row, _ in enumerate(cells)], Variable("respondent_id")),
        ("group", ["1" for _ in cells], Variable("group")),
        ("does", cells, Variable("does", "joined", "does", "", tuple(labels), separator=separator)),
    )


def test_joined_answers_are_told_apart_by_the_platforms_separator() -> None:
    raw = joined(["sing eat", "talk", "", "sing  talk", "sing dance"], " ")
    assert chosen(coded(raw), "does") == [["sing", "eat"], ["talk"], [], ["sing", "talk"], []]
    labels = joined(["Eat, drink, Sing", "Talk", "Sing, Eat, drink", "Sing, Yoga", ""], ", ")
    assert chosen(coded(labels), "does") == [["sing", "eat"], ["talk"], ["sing", "eat"], [], []]


def test_joined_codes_are_read_by_their_labels() -> None:
    labels = choices(_1="Talk", _2="Sing", _3="Eat, drink")
    assert chosen(coded(joined(["1,2", "3", "2"], ",", labels)), "does") == [["sing", "talk"], ["eat"], ["sing"]]
    unknown = choices(_1="Talk", _2="Sing", _3="Dance")
    assert chosen(coded(joined(["1,2", "3", "1,3"], ",", unknown)), "does") == [["sing", "talk"], [], []]


def test_a_cell_of_nothing_but_separators_takes_no_time() -> None:
    assert split_joined("a" + "," * 50_000 + "b", ",", {"a": "1", "b": "2", "c, d": "3"}) == ["1", "2"]
    assert split_joined("x," * 20_000, ",", {"a": "1"}) == []


@settings(max_examples=40)
@given(order=st.permutations(range(5)), said=st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_however_a_platform_numbers_its_options_the_counts_are_the_same(order: list[int], said: list[int]) -> None:
    """What was answered is counted alike whether it is written in words, or in codes that are worded."""
    codes = [option.code for option in CLUB.question("often").choices]
    numbered = [Choice(codes[place], OFTEN[option]) for place, option in enumerate(order)]
    code_of = {option: codes[place] for place, option in enumerate(order)}
    in_words = counted(often([OFTEN[option] for option in said], ()))
    in_codes = counted(often([code_of[option] for option in said], numbered))
    assert in_words.figures.equals(in_codes.figures)
    assert in_words.accounts.equals(in_codes.accounts)


@given(known=st.sets(st.integers(0, 4)), said=st.integers(0, 4), order=st.permutations(range(5)))
def test_a_code_is_never_read_as_an_option_that_another_code_is_worded_as(
    known: set[int], said: int, order: list[int]
) -> None:
    """Where only some codes are worded, a cell is read as its own wording, as nothing, or as its code."""
    options = CLUB.question("often").choices
    labels = [Choice(options[at].code, OFTEN[order[at]] if at in known else "(unheard of)") for at in range(5)]
    ((*read,),) = chosen(coded(often([options[said].code], labels)), "often")
    taken = {options[order[at]].id for at in known if at != said}
    assert not taken & set(read)
    if said in known:
        assert read == [options[order[said]].id]


def test_a_confirmed_meaning_goes_before_label_and_code() -> None:
    raw = often(["1", "2", "x"], choices(_1="Not ever", _2="Always"))
    mapping = confirmed(questions={"often": {"answers": {"1": "never", "2": "seldom", " X ": "always"}}})
    assert chosen(coded(raw, mapping), "often") == [["never"], ["seldom"], ["always"]]
    assert "label_differs" not in codes_of(coded(raw, mapping))


def test_confirmed_answers_count_in_joined_cells_ticks_and_groups() -> None:
    whole = export([*plain_rows()[:2], ("does", ["Sing;Chat", "chat", "", "Sing"])])
    mapping = confirmed(questions={"does": {"answers": {"Chat": "talk"}}})
    assert chosen(coded(whole, mapping), "does") == [["sing", "talk"], ["talk"], [], ["sing"]]
    rows = dict(plain_rows())
    rows |= {"does_1": ["Ja", "Nein", "Nein", "Nein"], "does_3": ["Chat", "", "0", "0"], "group": ["N", "N", "2", "2"]}
    ticks = confirmed(groups={"n": "north"}, questions={"does": {"answers": {"Chat": "talk"}, "not_ticked": ["nein"]}})
    found = coded(export(rows.items()), ticks)
    assert chosen(found, "does") == [["sing", "talk"], ["eat"], ["eat"], []]
    assert found.group.tolist() == [0, 0, 1, 1]
