"""Each question type takes the spellings that it should, and refuses the rest."""

from __future__ import annotations

import unicodedata

import pytest
from pydantic import ValidationError

from brobygger_cli.questionnaire.load import load, parse
from brobygger_cli.questionnaire.multiple import MultipleResponse

TOML = """
id = "types"
title = { en = "Types" }
groups = [{ id = "all", code = "1", label = { en = "All" } }]

[[questions]]
id = "single"
type = "single"
text = { en = "One?" }
options = [
  { id = "yes", code = "1", label = { da = "Ja, på én gang", en = "Yes, all at once" }, aliases = ["J"] },
  { id = "no", code = "2", label = { da = "Nej", en = "No" } },
]

[[questions]]
id = "ordinal"
type = "ordinal"
order = "high_to_low"
text = { en = "How much?" }
options = [
  { id = "much", code = "3", label = { en = "Much" } },
  { id = "some", code = "2", label = { en = "Some" } },
  { id = "little", code = "1", label = { en = "Little" } },
  { id = "unsure", code = "9", label = { en = "Don't know" }, dont_know = true },
]

[[questions]]
id = "bins"
type = "count_bins"
text = { en = "How often?" }
options = [
  { id = "some", code = "2", label = { en = "2 to 5" }, low = 2, high = 5 },
  { id = "many", code = "11", label = { en = "11 or more" }, low = 11 },
  { id = "none", code = "0", label = { en = "Never" }, low = 0, high = 0 },
  { id = "unsure", code = "-1", label = { en = "Don't know" }, dont_know = true },
]

[[questions]]
id = "ticks"
type = "multiple"
text = { en = "Which?" }
options = [
  { id = "aid", code = "1", label = { da = "Folkehjælp, Herning", en = "Aid, Herning" }, aliases = ["Folkehjælp"] },
  { id = "town", code = "2", label = { en = "Herning" } },
  { id = "both", code = "3", label = { en = "Bus; train | tram" } },
  { id = "unnamed", code = "4", label = { en = "None of these" }, exclusive = true },
]

[[questions]]
id = "number"
type = "number"
minimum = -5
maximum = 1000
text = { en = "How many?" }

[[questions]]
id = "free"
type = "number"
text = { en = "Any number?" }

[[questions]]
id = "text"
type = "text"
text = { en = "Anything?" }
"""
TYPES = parse(TOML, "types.toml")
AE = "Folkehjælp"


def answer(question: str, cell: str) -> object:
    return TYPES.question(question).answer_type().validate_python(cell)


def refused(question: str, cell: str) -> bool:
    try:
        answer(question, cell)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "cell",
    [
        *("1", "yes", "YES", "Ja, på én gang", "yes, ALL at once", "j"),
        *("  1 ", "\u00a0yes\u00a0", "\tyes\r\n", "Yes,  all\u00a0at once", "\uff11"),  # the last is a full-width 1
        unicodedata.normalize("NFD", "ja, PÅ ÉN gang"),
    ],
)
def test_one_option_is_known_by_code_id_label_or_alias(cell: str) -> None:
    assert answer("single", cell) == (0,)


@pytest.mark.parametrize(
    "cell", ["", " ", "01", "1.0", "3", "ja", "ye s", "yes;", "yes; no", "1 2", "\u200byes", "nan"]
)
def test_what_is_spelled_otherwise_is_refused_and_never_guessed(cell: str) -> None:
    assert refused("single", cell)


def test_scale_runs_from_low_to_high_without_what_stands_beside_it() -> None:
    ordinal, bins = TYPES.question("ordinal"), TYPES.question("bins")
    assert [ordinal.choices[step].id for step in ordinal.scale()] == ["little", "some", "much"]
    assert [bins.choices[step].id for step in bins.scale()] == ["none", "some", "many"]
    assert answer("ordinal", "don't know") == (3,)


@pytest.mark.parametrize(
    ("cell", "position"),
    [
        *((str(number), 0) for number in (2, 3, 4, 5)),
        *((str(number), 1) for number in (11, 12, 999_999_999)),
        *((cell, 2) for cell in ("0", " 0 ", "00", "never")),
        *(("-1", 3), ("unsure", 3), ("2 TO 5", 0), ("005", 0)),
    ],
)
def test_bin_is_known_by_its_spellings_or_by_a_whole_number_in_it(cell: str, position: int) -> None:
    assert answer("bins", cell) == (position,)


@pytest.mark.parametrize("cell", ["1", "6", "10", "-2", "+3", "3,0", "3.0", "1e3", "2-5", "", "10000000000"])
def test_number_in_no_bin_and_no_whole_number_is_refused(cell: str) -> None:
    """Between the bins, below them, not whole, or longer than a number of times can be."""
    assert refused("bins", cell)


@pytest.mark.parametrize("name", ["kommune", "ngo"])
def test_bundled_bins_take_every_whole_number_and_codes_mean_what_they_say(name: str) -> None:
    question = load(name).question({"kommune": "referrals_last_year", "ngo": "referrals_received"}[name])
    expected = {0: "none", **{n: str(n) for n in range(1, 11)}, **dict.fromkeys(range(11, 16), "11_to_15")}
    expected |= dict.fromkeys(range(16, 21), "16_to_20") | dict.fromkeys(range(21, 60), "21_or_more")
    adapter = question.answer_type()
    found = {number: question.choices[adapter.validate_python(str(number))[0]].id for number in expected}
    assert found == expected


@pytest.mark.parametrize(
    ("cell", "positions"),
    [
        ("1", (0,)),
        ("3;1", (0, 2)),
        ("1, 2", (0, 1)),
        ("1|2\n3", (0, 1, 2)),
        ("town;town", (1,)),
        ("; town ;;", (1,)),
        (f"{AE}, Herning", (0,)),  # one label that holds the separator, not two options
        (f"{AE},Herning", (0, 1)),  # as written, this is no spelling of that label: two options
        (f"{AE}; Herning", (0, 1)),
        (f"Herning, {AE}, Herning", (0, 1)),
        ("Bus; train | tram;town", (1, 2)),
        ("Aid, Herning; Bus; train | tram", (0, 2)),
        ("NONE of these", (3,)),
        (unicodedata.normalize("NFD", f"{AE}\n2"), (0, 1)),
    ],
)
def test_joined_cell_is_cut_where_known_spellings_end(cell: str, positions: tuple[int, ...]) -> None:
    assert answer("ticks", cell) == positions


@pytest.mark.parametrize("cell", ["5", "1;5", "Bus", "Bus; train", "Herning/town", "1 2", "", ";", " , "])
def test_joined_cell_with_anything_unknown_is_refused_whole(cell: str) -> None:
    assert refused("ticks", cell)


TICK_CELLS = {
    True: ("1", "x", "X", "Ja", "yes", "TRUE", "Checked", "Valgt", " 1 ", "2", "town", "HERNING"),
    False: ("0", "", "  ", "nej", "No", "false", "Unchecked", "Ikke valgt"),
}


@pytest.mark.parametrize(("cell", "ticked"), [(cell, ticked) for ticked, cells in TICK_CELLS.items() for cell in cells])
def test_tick_is_yes_no_or_the_option_itself(cell: str, *, ticked: bool) -> None:
    question = TYPES.question("ticks")
    assert isinstance(question, MultipleResponse)
    assert question.tick_type(1).validate_python(cell) is ticked


@pytest.mark.parametrize("cell", ["3", "aid", "maybe", "-", "01", "10"])
def test_tick_that_is_neither_is_refused(cell: str) -> None:
    """Another option's code or name in this option's column is a mistake, not a tick."""
    question = TYPES.question("ticks")
    assert isinstance(question, MultipleResponse)
    with pytest.raises(ValidationError):
        question.tick_type(1).validate_python(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0", 0),
        ("-5", -5),
        ("1000", 1000),
        ("1,5", 1.5),
        ("1.5", 1.5),
        (" 7 ", 7),
        ("\u00a07", 7),
        ("1e2", 100),
        ("+3", 3),
    ],
)
def test_number_is_written_with_point_or_comma(cell: str, number: float) -> None:
    assert answer("number", cell) == number


@pytest.mark.parametrize(
    "cell", ["-5.1", "1000,5", "1.000,5", "1,000.5", "1,2,3", "1_0", "one", "", "nan", "inf", "5 km", "0x1"]
)
def test_number_beyond_its_bounds_or_not_a_number_is_refused(cell: str) -> None:
    assert refused("number", cell)


@pytest.mark.parametrize("cell", ["nan", "NaN", "inf", "-Infinity", "1e999"])
def test_number_without_bounds_is_finite_all_the_same(cell: str) -> None:
    assert refused("free", cell)
    assert answer("free", "-1e9") == -1e9


@pytest.mark.parametrize("cell", ["", "0", "=1+1", "N/A", "\x1b[31m", "a\nb"])
def test_open_text_takes_anything(cell: str) -> None:
    assert answer("text", cell) == cell


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("single", "a code, id or label of one option (1, 2)"),
        ("bins", "a code, id or label of one option (2, 11, 0, -1), or a whole number"),
        ("ticks", "a code, id or label of one option (1, 2, 3, 4), or several joined by ';'"),
        ("number", "a number from -5 up to 1000"),
        ("free", "a number"),
        ("text", "any text"),
    ],
)
def test_question_says_what_it_expects(question: str, said: str) -> None:
    assert TYPES.question(question).expectation() == said
