"""Mangled answers are recognised by what they would say unmangled; what merely looks odd is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.coding.damage import Allowed, unmangled

KNOWN = ("1", "Bøger", "2", "Lydbøger", "3", "Mere end 5 år", "4", "Film, musik", "5", "Ved ikke – måske", "6", "Børn")
RANGES = ("1-5", "6-10", "11-15", "Mere end 15", "2 til 3 gange")
ANSWERS = {text.casefold() for text in (*KNOWN, *RANGES)}


def is_answer(text: str) -> bool:
    return all(part.strip().casefold() in ANSWERS for part in text.split(";"))


ALLOWED = Allowed(KNOWN, is_answer)


def found(value: str, allowed: Allowed = ALLOWED) -> tuple[str, str | None] | None:
    damage = allowed.recognise(value)
    return None if damage is None else (damage.code, damage.near)


# Wrong encodings


def misread(text: str, encoding: str, times: int = 1) -> str:
    """Return a text as a program shows it that takes its UTF-8 for another encoding."""
    for _ in range(times):
        text = text.encode("utf-8").decode(encoding)
    return text


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("BÃ\u00b8ger", "Bøger"),
        ("bÃ\u00b8ger", "Bøger"),
        ("Mere end 5 Ã¥r", "Mere end 5 år"),
        ("Mere end 5 ÃƒÂ¥r", "Mere end 5 år"),  # twice
        (misread("Mere end 5 år", "cp1252", 3), "Mere end 5 år"),
        ("Ved ikke â€“ mÃ¥ske", "Ved ikke – måske"),
        ("Ved ikke \u00e2\u0080\u0093 m\u00c3\u00a5ske", "Ved ikke – måske"),  # read as Latin-1
        ("B√∏ger", "Bøger"),  # read as Mac Roman
        (misread("Bøger", "cp850"), "Bøger"),  # read as DOS
        (misread("Bøger; Børn", "cp1252"), "Bøger; Børn"),
        (misread("Bøgre", "cp1252"), "Bøger"),  # not quite an answer
        (misread("Hårde hvidevarer", "cp1252"), None),
    ],
)
def test_utf_8_read_as_something_else_is_named_with_the_answer_it_spells(value: str, meant: str | None) -> None:
    assert found(value) == ("mojibake", meant)


def test_the_rule_says_what_the_text_was_and_how_it_was_read() -> None:
    damage = ALLOWED.recognise("Mere end 5 ├Ñr")
    assert damage is not None
    assert (
        damage.rule == "looks like 'Mere end 5 år' saved in the wrong encoding (UTF-8 read as DOS); export it as UTF-8"
    )


WORDS = ("Købmagergade", "ærø", "blåbærgrød", "Ærøskøbing", "Å", "crème", "smörgåsbord", "–", "’s", "½ €", "5", "ja")


@given(text=st.lists(st.sampled_from(WORDS), min_size=1).map(" ".join))
@pytest.mark.parametrize(("encoding", "times"), [("cp1252", 1), ("cp1252", 2), ("mac_roman", 1), ("latin-1", 1)])
def test_what_is_written_as_utf_8_and_read_otherwise_is_found_again(text: str, encoding: str, times: int) -> None:
    try:
        mangled = misread(text, encoding, times)
    except UnicodeDecodeError:
        return  # Windows-1252 has no character for five bytes
    assert unmangled(mangled) == (None if text.isascii() else text)


@pytest.mark.parametrize("text", [*WORDS, "“quoted”", "Straße", "naïve", "São Paulo"])
def test_whole_words_are_not_taken_for_a_wrong_encoding(text: str) -> None:
    assert unmangled(text) is None


# Characters lost or hidden


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("Mere end 5 ?r", "Mere end 5 år"),
        ("mere end 5 ??r", "Mere end 5 år"),  # one for each byte
        ("B?ger", "Bøger"),
        ("Ved ikke ? m?ske", "Ved ikke – måske"),
        ("Lydb?ger;B?rn", "Lydbøger;Børn"),
    ],
)
def test_question_mark_in_place_of_a_letter_is_named_with_the_option_that_fits(value: str, meant: str) -> None:
    assert found(value) == ("replaced_character", meant)


@pytest.mark.parametrize("value", ["B?g", "Hvad?", "Film? musik", "?", "5 ?r", "L?dbøger"])
def test_question_mark_that_stands_for_no_lost_letter_is_left_alone(value: str) -> None:
    """An ASCII letter is not lost in this way."""
    assert found(value) is None


def test_character_that_could_not_be_read_is_proposed_by_the_letters_around_it() -> None:
    assert ALLOWED.near("B\ufffdger") == "Bøger"
    assert ALLOWED.near("B\ufffd\ufffdrn") == "Børn"


@pytest.mark.parametrize(
    ("value", "hidden"),
    [
        ("B\u200bøger", "U+200B"),
        ("\ufeffBøger", "U+FEFF"),
        ("Bøger\u200e", "U+200E"),
        ("B\u00adøger", "U+00AD"),
        ("\u202bBøger\u202c", "U+202B, U+202C"),
    ],
)
def test_characters_that_nobody_sees_are_named_by_their_numbers(value: str, hidden: str) -> None:
    damage = ALLOWED.recognise(value)
    assert damage is not None
    assert (damage.code, damage.near) == ("invisible_character", "Bøger")
    assert damage.rule == f"holds characters that nobody sees ({hidden}); without them it is an answer"


def test_invisible_character_in_what_is_no_answer_is_left_an_unknown_answer() -> None:
    assert found("B\u200bager") is None


# Spreadsheets


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("5-Jan", "1-5"),
        ("05-jan", "1-5"),
        ("5. jan", "1-5"),
        ("5. jan.", "1-5"),
        ("jan-05", "1-5"),
        ("1-May", "1-5"),
        ("01-maj", "1-5"),
        ("1. Mai", "1-5"),
        ("05-01-2026", "1-5"),
        ("01/05/2026", "1-5"),
        ("5.1.26", "1-5"),
        ("2026-01-05", "1-5"),
        ("2026-01-05 00:00:00", "1-5"),
        ("2026-01-05T00:00:00", "1-5"),
        ("46027", "1-5"),  # 5 January 2026 as Excel counts days
        ("6-okt", "6-10"),
        ("10-Jun", "6-10"),
        ("nov-15", "11-15"),
        ("15-Nov", "11-15"),
        ("01-11-2015", "11-15"),
        ("2. marts", "2 til 3 gange"),
    ],
)
def test_date_that_a_spreadsheet_made_of_a_range_is_named_with_the_option(value: str, meant: str) -> None:
    assert found(value, Allowed(RANGES, is_answer)) == ("excel_date", meant)


@pytest.mark.parametrize(
    "value", ["7-Aug", "2026-02-28", "12:30", "5 dage", "5 december 2020 om aftenen", "99999", "5"]
)
def test_date_behind_which_there_is_no_option_is_an_unknown_answer(value: str) -> None:
    assert found(value, Allowed(RANGES, is_answer)) is None


def test_date_that_may_have_been_two_options_names_both_and_proposes_neither() -> None:
    damage = Allowed(("1-2", "2-1"), is_answer).recognise("1-feb")
    assert damage is not None
    assert damage.near is None
    assert "made of '1-2' or '2-1';" in damage.rule


@pytest.mark.parametrize(
    ("value", "meant"),
    [("05-jan", "'5.1' or '1.5'"), ("jan-54", "'1.54' or '54.1'"), ("2026-07-22", "'22.7' or '7.22'")],
)
def test_date_among_numbers_is_named_with_the_decimals_it_may_have_been(value: str, meant: str) -> None:
    damage = Allowed((), is_answer, numbers=True).recognise(value)
    assert damage is not None
    assert (damage.code, damage.near) == ("excel_date", None)
    assert f"made of {meant};" in damage.rule


@pytest.mark.parametrize("value", ["46027", "1.234.567", "5 dage", "5", "1e5"])
def test_number_out_of_bounds_is_not_taken_for_a_date(value: str) -> None:
    assert found(value, Allowed((), is_answer, numbers=True)) is None


@pytest.mark.parametrize(
    "value",
    ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#I/T", "#DIVISION/0!", "#VÆRDI!", "#NAVN?", "#NV", "####"],
)
def test_error_of_a_spreadsheet_is_named(value: str) -> None:
    assert found(f" {value} ") == ("excel_error", None)


@pytest.mark.parametrize("value", ["#1", "#", "# N/A", "#metoo", "N/A", "#hvad?"])
def test_text_after_a_hash_is_no_error_of_a_spreadsheet(value: str) -> None:
    assert found(value) is None


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("1E+05", "100000"),
        ("1,00E+05", "100000"),
        ("4.57154E+11", "457153912345"),
        ("9E+03", "9E3"),
        ("1.5E+03", None),  # two codes
    ],
)
def test_code_that_a_spreadsheet_has_shortened_is_named(value: str, meant: str | None) -> None:
    codes = Allowed(("100000", "457153912345", "9E3", "1501", "1502"), is_answer)
    assert found(value, codes) == ("excel_number", meant)


def test_shortened_number_that_is_no_code_is_an_unknown_answer() -> None:
    assert found("1E+05") is None


@pytest.mark.parametrize(
    ("value", "meant"), [("7", "007"), ("07", "007"), ("0010", "010"), ("1.0", "01"), ("TRUE", "01"), ("sand", "01")]
)
def test_lost_zeros_and_words_for_one_are_proposed(value: str, meant: str) -> None:
    assert Allowed(("01", "007", "010"), is_answer).near(value) == meant


def test_falsk_is_proposed_as_nought() -> None:
    assert Allowed(("1", "0"), is_answer).near("FALSK") == "0"


@given(st.text())
def test_no_text_is_too_odd_to_be_looked_at(value: str) -> None:
    for allowed in (ALLOWED, Allowed(RANGES, is_answer), Allowed((), is_answer, numbers=True)):
        allowed.recognise(value)
        allowed.near(value)
