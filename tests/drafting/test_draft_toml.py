"""A draft as text: whatever a file holds, it is TOML that reads back as it was and that no terminal acts on."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.drafting.parts import Draft, DraftOption, DraftQuestion
from brobygger_cli.drafting.toml import quoted, remarks_in, written
from brobygger_cli.spelling import visible

if TYPE_CHECKING:
    from pathlib import Path

HARD = [
    'say "yes"',
    "back\\slash",
    "two\nlines\r\n\ttabbed",
    "\x00\x1b[31mred\x1b[0m\x7f",
    "👩‍👩‍👧 family",
    "\u202eright to left\u202c",
    "\U000e0041 tag",
    "'''\"\"\"",
    "# no comment",
    "æøå ÆØÅ ß",
    "\ufffd",
    "",
]


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_read_back_as_they_were(text: str) -> None:
    assert tomllib.loads(f"a = {quoted(text)}") == {"a": text}


@given(st.text())
def test_any_text_reads_back_as_it_was(text: str) -> None:
    assert tomllib.loads(f"a = {quoted(text)}") == {"a": text}


@given(st.text())
def test_a_quoted_text_shows_everything_that_a_terminal_would_act_on(text: str) -> None:
    assert visible(quoted(text), blanks=False) == quoted(text)


def test_half_a_character_which_toml_cannot_hold_becomes_the_mark_of_a_lost_one() -> None:
    assert tomllib.loads(f"a = {quoted('x' + chr(0xD800))}") == {"a": "x\ufffd"}


DRAFT = Draft(
    "id",
    "title",
    "da",
    ("from a file",),
    None,
    (),
    (DraftOption("all", "1", "Alle"),),
    (DraftQuestion("q", "single", "Text", options=(DraftOption("a", "1", "A"), DraftOption("b", "2", "B"))),),
)


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_remarks_headers_and_wordings_of_any_kind_leave_the_file_toml(one: str, other: str, more: list[str]) -> None:
    question = replace(
        DRAFT.questions[0],
        text=one,
        columns=tuple(more),
        notes=(other,),
        remarks=(one, other),
        options=(DraftOption("a", other, one, aliases=tuple(more), dont_know=True, remarks=(one,)),),
    )
    drafted = replace(DRAFT, title=other, questions=(question,), left_out=((one, other), (other, one)), remarks=(one,))
    read = tomllib.loads(written(drafted))
    assert read["title"] == {"da": other}
    assert read["questions"][0]["text"] == {"da": one}
    assert read["questions"][0]["options"][0]["code"] == other
    assert read["questions"][0].get("columns", []) == more


def test_remarks_left_to_review_are_counted_by_line(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_text(
        '# review: one\n  # review: two\n# a review\nid = "# review: in a text"\n# reviewed\n', encoding="utf-8"
    )
    assert remarks_in(str(path)) == 2
    assert remarks_in(str(tmp_path)) == 0
