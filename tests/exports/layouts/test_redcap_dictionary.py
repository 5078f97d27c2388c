"""The data dictionary of REDCap, and its branching logic."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.beside import InFolder
from brobygger_cli.exports.definitions.redcap_dictionary import Field, find_dictionary, read_dictionary
from brobygger_cli.exports.definitions.redcap_logic import Shown, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = (
    '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label",'
    '"Choices, Calculations, OR Slider Labels","Text Validation Type OR Show Slider Number",'
    '"Branching Logic (Show field only if...)","Matrix Group Name"\n'
)


def fields(*lines: str, header: str = HEADER) -> dict[str, Field]:
    return {field.name: field for field in read_dictionary("dictionary.csv", (header + "\n".join(lines)).encode())}


@pytest.mark.parametrize(
    ("of_type", "validation", "kind"),
    [
        ("radio", "", "single"),
        ("dropdown", "", "single"),
        ("yesno", "", "single"),
        ("truefalse", "", "single"),
        ("checkbox", "", "tick"),
        ("text", "", "text"),
        ("text", "date_ymd", "text"),
        ("text", "integer", "number"),
        ("text", "number_comma_decimal", "number"),
        ("notes", "", "text"),
        ("calc", "", "number"),
        ("slider", "number", "number"),
        ("file", "", "paradata"),
        ("sql", "", "unknown"),
    ],
)
def test_types_tell_what_a_column_holds(of_type: str, validation: str, kind: str) -> None:
    assert fields(f"a,f,,{of_type},A,,{validation},,")["a"].kind == kind


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1, one | 2, two", [("1", "one"), ("2", "two")]),
        ("1, one|2, two, or more|-99, Refused", [("1", "one"), ("2", "two, or more"), ("-99", "Refused")]),
        ("a, <b>A</b> | b, B &amp; C", [("a", "A"), ("b", "B & C")]),
        ("1 | 2", [("1", "1"), ("2", "2")]),
        (" | ", []),
        ("", []),
    ],
)
def test_choices_are_codes_and_labels_that_may_hold_commas(written: str, expected: list[tuple[str, str]]) -> None:
    found = fields(f'a,f,,radio,A,"{written}",,,')["a"]
    assert [(choice.code, choice.label) for choice in found.choices] == expected


def test_yes_and_true_have_choices_that_no_dictionary_lists() -> None:
    found = fields("a,f,,yesno,A,,,,", "b,f,,truefalse,B,,,,")
    assert [(choice.code, choice.label) for choice in found["a"].choices] == [("1", "Yes"), ("0", "No")]
    assert [(choice.code, choice.label) for choice in found["b"].choices] == [("1", "True"), ("0", "False")]


def test_calculations_and_slider_labels_are_no_choices() -> None:
    found = fields('a,f,,calc,A,"round([b],1)",,,', "b,f,,slider,B,low | high,,,")
    assert (found["a"].choices, found["b"].choices) == ((), ())


def test_branching_logic_is_verbatim_and_labels_are_plain() -> None:
    found = fields("a,f,,text,\"<div class='rich'><p>How <em>old</em>?</p></div>\",,,\"[b] = '1'  and [c(2)]='1'\",")[
        "a"
    ]
    assert (found.text, found.shown_if) == ("How old?", "[b] = '1'  and [c(2)]='1'")


def test_the_section_above_a_matrix_is_the_question_of_all_its_lines() -> None:
    lines = [
        "a,f,How good is it?,radio,Food,1,,,m1",
        "b,f,,radio,Music,1,,,m1",
        "c,f,,radio,Alone,1,,,",
        "d,f,,radio,X,1,,,m2",
    ]
    found = fields(*lines)
    assert [found[name].text for name in "abcd"] == ["How good is it? [Food]", "How good is it? [Music]", "Alone", "X"]


def test_the_dictionary_of_the_api_has_other_names_for_the_same() -> None:
    header = "field_name,form_name,field_type,field_label,select_choices_or_calculations,branching_logic\n"
    found = fields('a,f,radio,A,"1, one","[b]=\'1\'"', header=header)["a"]
    assert (found.kind, found.choices[0].label, found.shown_if) == ("single", "one", "[b]='1'")


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"Variable / Field Name,Form Name\nx,y\n", b"\0" * 9]
)
def test_what_is_no_dictionary_tells_nothing(data: bytes) -> None:
    assert read_dictionary("dict.csv", data) == ()


def test_a_dictionary_with_broken_quotes_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_dictionary("dict.csv", (HEADER + 'a,f,,text,"A\n').encode())
    assert (caught.value.code, caught.value.line) == ("broken_quotes", 2)


def test_saved_again_by_excel_it_is_read_as_well() -> None:
    data = (
        HEADER.replace(",C", "\0").replace('","', '";"').replace("\0", ",C") + "a;f;;radio;Æblegrød;1, én | 2, to;;;\n"
    )
    found = read_dictionary("dict.csv", data.encode("cp1252"))
    assert [(field.label, field.choices[0].label) for field in found] == [("Æblegrød", "én")]


def test_of_several_dictionaries_the_one_that_names_most_columns_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a_dictionary.csv").write_text(HEADER + "x,f,,text,X,,,,\n")
    (tmp_path / "B_DataDictionary_2026.csv").write_text(HEADER + 'x,f,,text,X,,,,\ny,f,,checkbox,Y,"1, one",,,\n')
    (tmp_path / "notes.csv").write_text(HEADER + "x,f,,text,X,,,,\ny,f,,text,Y,,,,\nz,f,,text,Z,,,,\n")
    found = find_dictionary(InFolder(tmp_path / "data.csv"), ["x", "y___1", "z"])
    assert (found.file, found.naming(["x", "y___1", "z"])) == ("B_DataDictionary_2026.csv", 2)


# Branching logic: three records, of whom the last has no age

DATA = {
    ("age", ""): ["17", "18", ""],
    ("member", ""): ["1", "2", "1"],
    ("why", "2"): ["1", "0", "0"],
    ("size", ""): ["1,5", "2.5", ""],
}


def lookup(name: str, code: str, test: Callable[[str], bool]) -> Shown | None:
    if (name, code) not in DATA:
        return None
    passes = np.array([test(text) for text in DATA[name, code]])
    return Shown(passes, ~passes)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("[member] = '1'", "1 0 1"),
        ('[member]="1"', "1 0 1"),
        ("[member] <> 1", "0 1 0"),
        ("[age] >= 18", "0 1 0"),
        ("[age] < 18", "1 0 0"),
        ("[age] = ''", "0 0 1"),
        ("[size] > 2", "0 1 0"),
        ("[why(2)] = '1'", "1 0 0"),
        ("[age] >= 18 and [member] = '2'", "0 1 0"),
        ("[age] >= 18 or [why(2)] = '1'", "1 1 0"),
        ("[member] = '2' or [member] = '1' and [why(2)] = '1'", "1 1 0"),
        ("([member] = '2' or [member] = '1') AND [why(2)] = '1'", "1 0 0"),
        ("((([member] = '1')))", "1 0 1"),
    ],
)
def test_simple_rules_tell_who_is_shown_a_field(rule: str, expected: str) -> None:
    found = shown(rule, lookup)
    assert found is not None
    assert found.yes.tolist() == [part == "1" for part in expected.split()]
    assert found.no.tolist() == [part == "0" for part in expected.split()]


@pytest.mark.parametrize(
    "rule",
    [
        *("", " ", "[unknown] = '1'", "datediff([a], 'today', 'd') > 3", "[event_1_arm_1][member] = '1'", "[member]"),
        *(
            "[member] = [age]",
            "[member] = '1' and",
            "([member] = '1'",
            "[member] = '1')",
            "'1' = [member]",
            "not [member]",
        ),
        *("[member] = '1' [age] = '2'", "(" * 5000 + "[member] = '1'" + ")" * 5000, "[member] = '1' or " * 500),
    ],
)
def test_any_other_rule_tells_nothing(rule: str) -> None:
    assert shown(rule, lookup) is None


def test_what_is_not_known_of_one_part_may_not_matter_for_the_whole() -> None:
    """A part that is false hides the field whatever an unknown part says, and one that is true shows it."""
    nothing = np.zeros(3, dtype=bool)

    def unknown_age(name: str, code: str, test: Callable[[str], bool]) -> Shown | None:
        return Shown(nothing, nothing) if name == "age" else lookup(name, code, test)

    both, either = shown("[member]='1' and [age]>3", unknown_age), shown("[member]='1' or [age]>3", unknown_age)
    assert both is not None
    assert either is not None
    assert (both.yes.tolist(), both.no.tolist()) == ([False] * 3, [False, True, False])
    assert (either.yes.tolist(), either.no.tolist()) == ([True, False, True], [False] * 3)


@given(st.text(st.sampled_from("[]()'\"=<> andor12membr"), max_size=40))
def test_no_rule_crashes(rule: str) -> None:
    found = shown(rule, lookup)
    assert found is None or not (found.yes & found.no).any()


def test_a_long_rule_takes_no_time() -> None:
    began = time.perf_counter()
    shown("[member] = '1' or " * 100_000, lookup)
    assert time.perf_counter() - began < 2
