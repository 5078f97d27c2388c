"""SPSS's multiple-response sets: which columns are one question, and when an option is ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sav_files import Sav

from brobygger_cli.exports.containers import read_container
from brobygger_cli.exports.variables import Choice

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.variables import Variable


def variables(tmp_path: Path, file: Sav) -> tuple[Variable, ...]:
    path = tmp_path / "wave.sav"
    path.write_bytes(file.written())
    return read_container(str(path)).variables


def media(sets: str, **about: object) -> Sav:
    """Return a file with two columns of numbers and one of texts."""
    cases: list[list[float | str | None]] = [[1, 2, "ja"], [2, None, "nej"], [9, 1, ""]]
    file = Sav(["AVIS", "RADIO", "NET"], cases, texts={"NET": 8}, labels={"AVIS": "Avis", "RADIO": "Radio"}, sets=sets)
    for name, value in about.items():
        setattr(file, name, value)
    return file


def test_set_of_dichotomies_is_one_question_with_an_option_per_column(tmp_path: Path) -> None:
    avis, radio, net = variables(tmp_path, media("$medier=D1 1 16 Hvad bruger du?  avis radio\n"))
    assert (avis.kind, avis.question, avis.text) == ("tick", "medier", "Hvad bruger du?")
    assert avis.tick == Choice("AVIS", "Avis")
    assert (radio.kind, radio.question, radio.tick) == ("tick", "medier", Choice("RADIO", "Radio"))
    assert (net.kind, net.question) == ("text", "")


@pytest.mark.parametrize(("counted", "ticked"), [("1", "1"), ("2", "2"), ("2.0", "2"), ("-1", "-1"), ("1       ", "1")])
def test_counted_value_says_which_cells_are_ticks(tmp_path: Path, counted: str, ticked: str) -> None:
    avis, _, _ = variables(tmp_path, media(f"$m=D{len(counted)} {counted} 0  avis radio\n"))
    assert {choice.code: choice.label for choice in avis.choices} == {"1": "0", "2": "0", "9": "0", ticked: "1"}


def test_counted_value_may_be_text_and_a_column_without_a_label_is_called_by_its_name(tmp_path: Path) -> None:
    net = variables(tmp_path, media("$m=D2 ja 5 Medie net\n"))[2]
    assert net.tick == Choice("NET", "NET")
    assert net.choices == (Choice("ja", "1"), Choice("nej", "0"))


def test_what_is_declared_missing_stays_so_in_a_set(tmp_path: Path) -> None:
    avis = variables(tmp_path, media("$m=D1 1 0  avis radio\n", missing={"AVIS": (1, [9.0])}))[0]
    assert avis.choices == (Choice("1", "1"), Choice("9", "", missing=True), Choice("2", "0"))


def test_options_are_called_as_the_counted_value_where_the_set_says_so(tmp_path: Path) -> None:
    labels = {"AVIS": {1: "Trykt avis", 2: "Nej"}}
    avis, radio, _ = variables(tmp_path, media("$m=E 1 1 1 0  avis radio\n", value_labels=labels))
    assert (avis.tick, radio.tick) == (Choice("AVIS", "Trykt avis"), Choice("RADIO", "Radio"))


def test_set_of_categories_keeps_its_columns_and_gives_them_one_question(tmp_path: Path) -> None:
    labels = {"AVIS": {1: "Berlingske", 2: "Politiken", 9: "Andre"}}
    avis, radio, _ = variables(
        tmp_path, media("$m=C 12 Hvilke avis? avis radio\n", value_labels=labels, measures={"AVIS": 1})
    )
    assert (avis.kind, avis.question, avis.text) == ("single", "m", "Hvilke avis? Avis")
    assert avis.labels() == {"1": "Berlingske", "2": "Politiken", "9": "Andre"}
    assert (radio.kind, radio.question, radio.tick) == ("number", "m", None)


def test_column_of_two_sets_belongs_to_the_first(tmp_path: Path) -> None:
    avis, radio, _ = variables(tmp_path, media("$a=D1 1 0  avis\n$b=D1 2 0  avis radio\n"))
    assert (avis.question, radio.question) == ("a", "b")


def test_sets_find_their_columns_by_long_names_and_in_other_encodings(tmp_path: Path) -> None:
    file = media(
        "$læst=D1 1 5 Læst? avis radio\n", encoding="windows-1252", long_names={"AVIS": "Læser_du_avis", "RADIO": "R"}
    )
    avis, radio, _ = variables(tmp_path, file)
    assert (avis.question, avis.tick) == ("læst", Choice("Læser_du_avis", "Avis"))
    assert radio.name == "R"
