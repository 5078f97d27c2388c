"""A confirmed mapping goes before what is found, and one that does not fit is refused with everything that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped_exports import CLUB, chosen, coded, codes_of, confirmed, counted, export, plain_rows, told

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports.variables import Variable
from brobygger_cli.mapping import Headers, map_columns, mapping_for
from brobygger_cli.mapping.confirmed import read_mapping

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping import Mapping

HEADERS = [header for header, _ in plain_rows()]


def renamed(names: list[str], order: list[int]) -> tuple[RawTable, Mapping]:
    """Return the plain export under other names and in another order, and the mapping that says which is which."""
    columns = [(name, cells) for name, (_, cells) in zip(names, plain_rows(), strict=True)]
    raw = export([columns[at] for at in order])
    headers = Headers(raw)
    called = {HEADERS[at]: headers.reference(place) for place, at in enumerate(order)}
    said = {question: {"column": called[question]} for question in ("member", "often", "visits", "remark")}
    options = {id_: called[f"does_{code}"] for code, id_ in (("1", "sing"), ("2", "eat"), ("3", "talk"))}
    mapping = confirmed(
        group=called["group"], respondent=called["respondent_id"], questions={**said, "does": {"options": options}}
    )
    return raw, mapping


@settings(max_examples=40)
@given(
    names=st.lists(st.sampled_from([*HEADERS, "X", "Column", "", "Er du medlem?"]), min_size=9, max_size=9),
    order=st.permutations(range(9)),
)
def test_columns_in_any_order_and_under_any_names_give_the_same_counts_once_confirmed(
    names: list[str], order: list[int]
) -> None:
    """Names may even be those of other questions, or stand twice: what is confirmed goes before."""
    raw, mapping = renamed(names, order)
    plain, mapped = counted(export(plain_rows())), counted(raw, mapping)
    assert mapped.figures.equals(plain.figures)
    assert mapped.accounts.equals(plain.accounts)
    assert mapped.patterns.equals(plain.patterns)


def test_a_column_with_the_name_of_a_confirmed_question_is_left_out_and_said() -> None:
    raw = export([*plain_rows(), ("How it really was", ["4", "4", "4", "4"])])
    found = coded(raw, confirmed(questions={"often": {"column": "How it really was"}}))
    assert chosen(found, "often") == [["always"]] * 4
    said = [v for v in found.violations if v.code == "duplicate_column"]
    assert [(v.severity, v.column) for v in said] == [("warning", "often")]
    assert "which the mapping names: it is not read" in said[0].rule


def test_a_confirmed_whole_answer_and_confirmed_options_exclude_the_other_kind() -> None:
    raw = export([*plain_rows(), ("does", ["sing", "", "eat;talk", "talk"])])
    whole = map_columns(raw, CLUB, confirmed(questions={"does": {"column": "does"}}))
    assert (whole.whole["does"], whole.ticks, whole.duplicates) == (9, {}, [])
    options = map_columns(raw, CLUB, confirmed(questions={"does": {"options": {"sing": "does_1"}}}))
    assert (options.ticks, options.duplicates) == ({"does": {0: 5, 1: 6, 2: 7}}, [])
    assert "does" not in options.whole


def test_ignored_columns_are_neither_read_nor_mentioned() -> None:
    raw = export([*plain_rows(), ("Shoe size", ["44"] * 4)])
    assert codes_of(coded(raw))["unknown_column"] == "warning"
    found = coded(raw, confirmed(ignore=["shoe size", "remark"]))
    assert "unknown_column" not in codes_of(found)
    assert "missing_column" in codes_of(found)


def test_a_confirmed_column_is_not_doubted_for_its_name_or_wording() -> None:
    wording = "Are you a member?"
    raw = told(("s_2", ["1"], Variable("s_2", "single", "s_2", wording)), ("group", ["1"], Variable("group")))
    mapping = confirmed(questions={"member": {"column": "s_2"}})
    assert "contradicting_column" not in codes_of(coded(raw, mapping))
    assert chosen(coded(raw, mapping), "member") == [["yes"]]


def test_a_column_is_called_by_its_header_its_short_name_or_its_place_among_columns_alike() -> None:
    headers = Headers(
        told(
            ("Why?", ["1"], Variable("Q1")),
            ("Why?", ["1"], Variable("Q2")),
            ("", ["1"], Variable("Q3")),
            ("Q1", ["1"], Variable("Q4")),
        )
    )
    assert [headers.called(name) for name in ("why?", "Q2", "Q1", "Why? #2", "#1", "Why? #3", "", "Because")] == [
        [0, 1], [1], [3], [1], [2], [], [], [],
    ]  # fmt: skip
    assert [headers.reference(column) for column in range(4)] == ["Why? #1", "Why? #2", "#1", "Q1"]


def test_everything_that_does_not_fit_is_told_at_once_with_what_was_probably_meant() -> None:
    mapping = confirmed(
        group="grupe",
        respondent="respondent_id",
        ignore=["member", "nowhere"],
        groups={"N": "nord", "S": "south", " s ": "north"},
        questions={
            "membr": {"column": "member"},
            "member": {"column": "member", "options": {"yes": "visits"}, "ticked": ["x"]},
            "often": {"column": "respondent_id", "answers": {"Ofte": "allways"}},
            "does": {"options": {"sign": "does_1", "eat": "does_1"}, "ticked": ["Ja"], "not_ticked": ["ja"]},
        },
    )
    with pytest.raises(BrobyggerError) as refused:
        map_columns(export([*plain_rows(), ("Group", ["1"] * 4)]), CLUB, mapping)
    assert refused.value.message.split("\n") == [
        "club.map.toml: does not fit club.csv:",
        "  group: the export has no column 'grupe'; did you mean 'Group'?",
        "  ignore: the export has no column 'nowhere'",
        "  groups: 'N' = 'nord': no such group; did you mean 'north'?",
        "  groups: ' s ' means both 'south' and 'north'",
        "  questions.membr: there is no such question; did you mean 'member'?",
        "  questions.member: names a column for the whole answer and columns for options: keep one kind",
        "  questions.member.options: 'member' is no question with several answers",
        "  questions.member.ticked: 'member' is no question with several answers",
        "  questions.member.column: the column 'member' is named by ignore already",
        "  questions.often.answers: 'Ofte' = 'allways': no such option; did you mean 'always'?",
        "  questions.often.column: the column 'respondent_id' is named by respondent already",
        "  questions.does: 'ja' is said to mean both ticked and not ticked",
        "  questions.does.options.sign: no such option; did you mean 'sing'?",
        "  questions.does.options.eat: the column 'does_1' is named by questions.does.options.sign already",
    ]
    assert "brobygger map" in refused.value.hint


def test_a_header_that_stands_twice_has_to_be_told_apart() -> None:
    raw = export([("often", ["1"]), ("often", ["4"]), ("group", ["1"])])
    with pytest.raises(BrobyggerError, match="2 columns are called 'often'; the first of them is 'often #1'"):
        map_columns(raw, CLUB, confirmed(questions={"often": {"column": "often"}}))
    assert chosen(coded(raw, confirmed(questions={"often": {"column": "often #2"}})), "often") == [["always"]]


def test_a_mapping_to_another_questionnaire_is_refused() -> None:
    with pytest.raises(BrobyggerError, match="is a mapping to the questionnaire 'choir', not to 'club'"):
        map_columns(export(plain_rows()), CLUB, confirmed(questionnaire="choir"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("questionnaire = ", "is not TOML"),
        ("export = 'x'", "questionnaire: is missing; it is required"),
        ("questionnaire = 'club'\nigore = []", "igore: there is no such key; did you mean 'ignore'?"),
        ("questionnaire = 'club'\n[questions.often]\ncolum = 'x'", "questions.often.colum: there is no such key; did"),
        ("questionnaire = 'club'\n[questions.often]\ncolumn = 3", "questions.often.column: Input should be a valid st"),
        ("questionnaire = 'club'\nx = " + "[" * 5000, "cannot be read as a mapping|is not TOML"),
        ("questionnaire = 'club'\nx = 1" + "0" * 5000, "cannot be read as a mapping"),
        ("questionnaire = 'cl\xf8b'", "cannot be read as a mapping"),
    ],
)
def test_what_is_no_mapping_is_named(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "wave.map.toml"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(BrobyggerError, match=said):
        read_mapping(str(path))


def test_a_mapping_is_found_beside_its_export(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    for name in ("wave.csv", "wave.csv.gz", "other.csv"):
        (tmp_path / name).touch()
    for name in ("wave.map.toml", "run.map.toml"):
        (tmp_path / name).write_text("questionnaire = 'club'\n")
    found = {name: mapping_for(str(tmp_path / name)) for name in ("wave.csv", "wave.csv.gz", "run", "other.csv", "-")}
    assert {name: mapping.path.rpartition("/")[2] for name, mapping in found.items() if mapping is not None} == {
        "wave.csv": "wave.map.toml",
        "wave.csv.gz": "wave.map.toml",
        "run": "run.map.toml",
    }
    named = mapping_for(str(tmp_path / "wave.csv"), str(tmp_path / "run.map.toml"))
    assert named is not None
    assert named.path.endswith("run.map.toml")
    with pytest.raises(BrobyggerError, match="no such mapping"):
        mapping_for(str(tmp_path / "wave.csv"), str(tmp_path / "none.toml"))
