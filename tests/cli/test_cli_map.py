"""`brobygger map`, and the mapping that lies beside an export from then on."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from commandline import LIBRARY_TOML, Here, example, run


@pytest.fixture(name="here")
def _here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


@pytest.fixture(name="messy")
def _messy(tmp_path: Path) -> Path:
    """The library's follow-up with one question, one option and one answer spelled otherwise than it was asked."""
    text = Path(example("library_2025.csv")).read_text(encoding="utf-8")
    path = tmp_path / "followup.csv"
    text = text.replace("How satisfied are you with the library?", "4. How satisfied are you with our library?")
    text = text.replace("[Games]", "[Board games]").replace(",Very satisfied,", ",Very happy,")
    path.write_text(text.replace(",Dissatisfied,", ",Disatisfied,"), encoding="utf-8")
    return path


def described(here: Here, *arguments: str) -> list[list[str]]:
    """Return who answered what in an export, whatever it is called."""
    ended = here("describe", *arguments, "-q", LIBRARY_TOML, "--format", "csv")
    assert ended.code == 0, ended.err
    return [[row[name] for name in ("group", "question", "option", "count", "base", "blank")] for row in ended.rows()]


def test_an_export_is_mapped_confirmed_and_from_then_on_read_by_its_mapping(here: Here, messy: Path) -> None:
    assert here("validate", str(messy), "-q", LIBRARY_TOML).code == 1
    mapping = messy.with_name("followup.map.toml")
    ended = here("map", str(messy), "-q", LIBRARY_TOML, "-o", str(mapping))
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.splitlines()[0].endswith("6 of 7 questions of 'library' have their columns; lines to review: 2")
    # As it was written it changes nothing: what is only near is not read.
    assert here("validate", str(messy), "-q", LIBRARY_TOML).code == 1
    confirmed = [line.removeprefix("# ") if "# review: near" in line else line for line in _lines(mapping)]
    mapping.write_text("\n".join(confirmed), encoding="utf-8")
    # Confirmed columns bring more answers to look at: the file is proposed anew, and what was confirmed stays.
    again = here("map", str(messy), "-q", LIBRARY_TOML, "-o", str(mapping), "--force")
    assert "7 of 7 questions of 'library' have their columns; lines to review: 2" in again.err
    assert '# "Very happy" = ""  # review: no option is near' in _lines(mapping)
    settled = "\n".join(_lines(mapping)).replace('# "Very happy" = ""', '"Very happy" = "very_satisfied"')
    mapping.write_text(settled.replace('# "Disatisfied"', '"Disatisfied"'), encoding="utf-8")
    assert described(here, str(messy)) == described(here, example("library_2025.csv"))
    said = here("validate", str(messy), "-q", LIBRARY_TOML)
    assert said.code == 0
    assert f"{messy}: columns and answers as {mapping} says" in said.err


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_a_mapping_may_lie_elsewhere(here: Here, messy: Path, tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    mapping = tmp_path / "maps" / "any.toml"
    mapping.write_text(
        'questionnaire = "library"\n[questions.satisfaction]\ncolumn = "4. How satisfied are you with our library?"\n'
        '[questions.satisfaction.answers]\n"Very happy" = "very_satisfied"\nDisatisfied = "dissatisfied"\n'
        '[questions.borrowed_what.options]\ngames = "What did you borrow? [Board games]"\n',
        encoding="utf-8",
    )
    assert described(here, str(messy), "--mapping", str(mapping)) == described(here, example("library_2025.csv"))


def test_the_mapping_goes_to_stdout_and_messages_to_stderr(messy: Path) -> None:
    ended = run("map", str(messy), "-q", LIBRARY_TOML)
    assert ended.code == 0
    assert tomllib.loads(ended.out)["questionnaire"] == "library"
    assert "lines to review" in ended.err


def test_an_existing_mapping_is_not_replaced_unless_told_to(here: Here, messy: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept.toml"
    target.write_text("mine", encoding="utf-8")
    ended = here("map", str(messy), "-q", LIBRARY_TOML, "-o", str(target))
    assert ended.code == 2
    assert "exists already" in ended.err
    assert target.read_text(encoding="utf-8") == "mine"


def test_a_mapping_tells_which_bundled_questionnaire_was_asked(here: Here, tmp_path: Path) -> None:
    """By its columns alone the export would fit none."""
    with Path(example("followup.csv")).open(encoding="utf-8", newline="") as file:
        header, *records = csv.reader(file, delimiter=";")
    export = tmp_path / "wave.csv"
    with export.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([[f"V{at}" for at, _ in enumerate(header)], *records])
    assert here("describe", str(export)).code == 2
    ids = {name: f"V{at}" for at, name in enumerate(header)}
    lines = ['questionnaire = "kommune"', f'group = "{ids["group"]}"', f'respondent = "{ids["respondent_id"]}"']
    lines += [f'[questions.{name}]\ncolumn = "{ids[name]}"' for name in ("tenure", "formal_cooperation")]
    export.with_name("wave.map.toml").write_text("\n".join(lines), encoding="utf-8")
    ended = here("validate", str(export), "--account")
    assert "questionnaire 'kommune' (as mapped)" in ended.err
    assert {row["answered"] for row in ended.rows() if row["question"] == "tenure"} != {"0"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('questionnaire = "library"\ngroup = "Branch"\n', "group: the export has no column 'Branch'"),
        ('questionnaire = "libary"\n', "is a mapping to the questionnaire 'libary', not to 'library'"),
        ("questionnaire", "is not TOML"),
        ('questionnaire = "library"\ngroups = 3\n', "groups: Input should be a valid dictionary"),
    ],
)
def test_a_mapping_that_does_not_fit_stops_the_run(here: Here, messy: Path, content: str, said: str) -> None:
    messy.with_name("followup.map.toml").write_text(content, encoding="utf-8")
    for command in ("describe", "validate", "map"):
        ended = here(command, str(messy), "-q", LIBRARY_TOML)
        assert (ended.code, ended.out) == (2, "")
        assert said in ended.err


def test_a_mapping_to_a_questionnaire_that_is_not_bundled_asks_for_its_file(here: Here, messy: Path) -> None:
    messy.with_name("followup.map.toml").write_text('questionnaire = "library"\n', encoding="utf-8")
    ended = here("describe", str(messy))
    assert ended.code == 2
    assert "'library', which is not bundled" in ended.err


def test_a_printed_table_is_not_mapped(here: Here, tmp_path: Path) -> None:
    assert "a printed table has no columns to map" in here("map", "2017").err
    mapping = tmp_path / "any.toml"
    mapping.write_text('questionnaire = "kommune"\n', encoding="utf-8")
    assert here("describe", "2017", "-q", "kommune", "--mapping", str(mapping)).code == 0
