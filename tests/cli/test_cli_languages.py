"""A questionnaire in one language is read in the other: what is lacking falls back, and that is said once."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from commandline import LIBRARY_TOML, Here

from brobygger_cli.questionnaire.load import load
from brobygger_cli.questionnaire.model import Text, lacking

# It has 15 texts.
PARTLY_DANISH = """
id = "school"
title = { da = "Musikskolen" }

[[groups]]
id = "north"
code = "1"
label = { da = "Nord", en = "North" }

[[groups]]
id = "south"
code = "2"
label = { da = "Syd" }

[[questions]]
id = "plays"
type = "single"
text = { da = "Spiller du?", en = "Do you play?" }
short = { da = "Spiller", en = "Plays" }
note = { da = "Kun instrumenter." }
options = [
  { id = "yes", code = "1", label = { da = "Ja", en = "Yes" } },
  { id = "no", code = "2", label = { da = "Nej" } },
]

[[questions]]
id = "lessons"
type = "ordinal"
order = "low_to_high"
text = { da = "Hvor ofte øver du?" }
options = [
  { id = "rarely", code = "1", label = { da = "Sjældent" } },
  { id = "weekly", code = "2", label = { da = "Hver uge", en = "Every week" } },
  { id = "daily", code = "3", label = { da = "Hver dag" } },
]
nets = [{ id = "often", label = { da = "Tit" }, options = ["weekly", "daily"] }]

[[indicators]]
id = "players"
label = { da = "Andel, der spiller", en = "Share who play" }
short = { da = "Spillere" }
question = "plays"
options = ["yes"]
"""
# Of these there is no English.
LACKING = (
    "Musikskolen",
    "Syd",
    "Kun instrumenter.",
    "Nej",
    "Hvor ofte øver du?",
    "Sjældent",
    "Hver dag",
    "Tit",
    "Spillere",
)

COMMANDS = {
    "describe": ("describe", "before.csv"),
    "describe --contrast": ("describe", "before.csv", "--contrast"),
    "compare": ("compare", "before.csv", "after.csv"),
    "compare --contrast": ("compare", "before.csv", "after.csv", "--contrast"),
    "compare --mix": ("compare", "before.csv", "after.csv", "--mix"),
    "compare --explain": ("compare", "before.csv", "after.csv", "--explain", "south/lessons/daily"),
    "plan": ("plan", "before.csv", "--all", "--invited", "north=20", "--invited", "south=20", "--response", "0.9"),
}


@pytest.fixture(name="here")
def _here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Here:
    """The command line in a folder that holds two waves."""
    for wave, shift in (("before", 0), ("after", 1)):
        rows = [(n, 1 + n % 2, 1 + (n + shift) % 3 // 2, 1 + (n + shift * n) % 3) for n in range(24)]
        with (tmp_path / f"{wave}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("respondent_id", "group", "plays", "lessons"), *rows])
    monkeypatch.chdir(tmp_path)
    Path("school.toml").write_text(PARTLY_DANISH, encoding="utf-8")
    return Here(monkeypatch, capsys)


def notes(err: str) -> list[str]:
    return [line for line in err.splitlines() if "wording:" in line]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_text_without_english_is_shown_in_danish_and_that_is_said_once(here: Here, command: str) -> None:
    ended = here(*COMMANDS[command], "-q", "school.toml", "--lang", "en", "-f", "table")
    assert ended.code == 0, ended.err
    assert notes(ended.err) == [
        f"questionnaire 'school': {len(LACKING)} texts have no English wording: they are shown in Danish"
    ]


@pytest.mark.parametrize("format_", ["table", "csv", "json", "markdown"])
def test_every_format_shows_the_wording_that_there_is(here: Here, format_: str) -> None:
    ended = here(*COMMANDS["compare"], "-q", "school.toml", "--only", "options", "-f", format_)
    assert all(wording in ended.out for wording in ("Yes", "Nej", "Sjældent", "Every week", "Hver dag", "Tit"))
    assert not any(wording in ended.out for wording in ("Hver uge", "Ja"))
    assert len(notes(ended.err)) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_said_where_nothing_is_lacking(here: Here, command: str) -> None:
    ended = here(*COMMANDS[command], "-q", "school.toml", "--lang", "da")
    assert (ended.code, notes(ended.err)) == (0, [])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_questionnaire_in_english_alone_is_read_in_danish(here: Here, command: str) -> None:
    english = re.sub(r"\bda = ", "en = ", re.sub(r', en = "[^"]*"', "", PARTLY_DANISH))
    Path("english.toml").write_text(english, encoding="utf-8")
    ended = here(*COMMANDS[command], "-q", "english.toml", "--lang", "da", "-f", "table")
    assert ended.code == 0, ended.err
    assert notes(ended.err) == ["questionnaire 'school': 15 texts have no Danish wording: they are shown in English"]


def test_one_text_is_said_as_one(here: Here) -> None:
    ended = here("questionnaire", "show", LIBRARY_TOML, "--lang", "da")
    assert notes(ended.err) == ["questionnaire 'library': 1 text has no Danish wording: it is shown in English"]


def test_showing_a_questionnaire_says_what_is_lacking(here: Here) -> None:
    ended = here("questionnaire", "show", "school.toml", "--lang", "en")
    assert [row["label"] for row in ended.rows()] == [
        *("North", "Syd", "Do you play?", "Yes", "Nej"),
        *("Hvor ofte øver du?", "Sjældent", "Every week", "Hver dag", "Tit", "Share who play"),
    ]
    assert len(notes(ended.err)) == 1


def test_each_of_two_questionnaires_is_said_once(here: Here) -> None:
    older = PARTLY_DANISH.replace('"Nej"', '"Nej", en = "No"').replace('"school"', '"old_school"')
    Path("old.toml").write_text(older, encoding="utf-8")
    ended = here(*COMMANDS["compare"], "-q", "school.toml", "--baseline-questionnaire", "old.toml")
    assert notes(ended.err) == [
        f"questionnaire 'school': {len(LACKING)} texts have no English wording: they are shown in Danish",
        f"questionnaire 'old_school': {len(LACKING) - 1} texts have no English wording: they are shown in Danish",
    ]
    again = here(*COMMANDS["compare"], "-q", "school.toml", "--baseline-questionnaire", "school.toml")
    assert len(notes(again.err)) == 1


def test_a_draft_in_one_language_can_be_read_in_the_other(here: Here) -> None:
    drafted = here("questionnaire", "draft", "before.csv", "--lang", "da", "-o", "drafted.toml")
    assert drafted.code == 0, drafted.err
    ended = here("describe", "before.csv", "-q", "drafted.toml", "--lang", "en", "-f", "table")
    assert ended.code == 0, ended.err
    assert len(notes(ended.err)) == 1


def test_every_text_of_a_questionnaire_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "school.toml"
    file.write_text(PARTLY_DANISH, encoding="utf-8")
    school = load(str(file))
    assert lacking(school, "en") == len(LACKING)
    assert lacking(school, "da") == 0
    assert lacking(school.questions[1], "en") == 4
    assert [lacking(Text(da="Ja"), language) for language in ("da", "en")] == [0, 1]


def test_the_bundled_questionnaires_lack_nothing() -> None:
    assert {lacking(load(name), language) for name in ("kommune", "ngo") for language in ("da", "en")} == {0}


def test_the_example_lacks_the_english_of_one_question_and_its_three_answers() -> None:
    library = load(LIBRARY_TOML)
    assert lacking(library, "en") == lacking(library.question("staff_help"), "en") == 4
