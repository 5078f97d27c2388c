"""The structure and the labels of SurveyXact: what is read of them, and which of several files belong to a dataset."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.definitions.surveyxact_structure import find_codebook, read_labels, read_structure
from brobygger_cli.exports.variables import Choice

HEADER = "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText\n"
TICKS = "why;why_1;Closed;Multiple;Why? ;2;Sport; dance\n".replace("Sport; dance", '"Sport; dance "')
STRUCTURE = f"{HEADER}{TICKS}why;why_2;Closed;Multiple;Why? ;16;Other\nage_group;age_grou;Open;Double;Age?;;\n"


@dataclass(frozen=True)
class Files:
    """Files beside a dataset."""

    contents: dict[str, str]

    def names(self) -> tuple[str, ...]:
        """Return their names."""
        return tuple(sorted(self.contents))

    def read(self, name: str) -> bytes:
        """Return the bytes of one."""
        return self.contents[name].encode()


def test_a_line_of_a_structure_is_a_variable() -> None:
    first, second, third = read_structure("structure.csv", STRUCTURE.encode("utf-16"))
    assert (first.question, first.variable, first.several, first.text) == ("why", "why_1", True, "Why?")
    assert first.choice == Choice("2", "Sport; dance")
    assert (second.choice.code, second.number) == ("16", 2)
    assert (third.closed, third.form) == (False, "double")


def test_a_delimiter_at_the_end_of_every_line_is_no_column() -> None:
    text = "\n".join(f"{line};" for line in STRUCTURE.splitlines())
    assert len(read_structure("structure.csv", text.encode())) == 3


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", "no table at all", HEADER.replace("choiceText", "label")])
def test_a_file_that_is_no_structure_is_none(text: str) -> None:
    assert read_structure("structure.csv", text.encode()) == ()


def test_a_line_that_breaks_off_is_left_out() -> None:
    assert len(read_structure("structure.csv", (STRUCTURE + "next;next;Clo").encode())) == 3


def test_broken_quotes_are_named_with_their_file_and_line() -> None:
    with pytest.raises(UnreadableError, match=r"structure\.csv, line 3"):
        read_structure("structure.csv", (HEADER + TICKS + 'a;a;Open;String;"Why?;;\n').encode())


def test_labels_are_in_their_order_and_without_markup() -> None:
    labels = read_labels("labels.csv", b'"s_1"\t-7\t"No answer"\n"s_1"\t5\t"Very <b>content</b> "\n"S_2"\t1\t"Yes"\n')
    assert labels == {
        "s_1": (Choice("-7", "No answer"), Choice("5", "Very content")),
        "s_2": (Choice("1", "Yes"),),
    }


def test_names_that_are_cut_and_names_that_are_not_both_find_their_entry() -> None:
    codebook = find_codebook(Files({"structure.csv": STRUCTURE}), "dataset.csv", ["age_grou"])
    assert [entry.text for entry in codebook.entries("age_grou")] == ["Age?"]
    assert [entry.text for entry in codebook.entries("AGE_GROUP")] == ["Age?"]
    assert codebook.entries("age") == []


def in_language(language: str) -> str:
    return STRUCTURE.replace("Age?", f"Age, {language}?")


@pytest.mark.parametrize(
    ("languages", "first"), [(("de", "en", "da"), "da"), (("de", "en"), "en"), (("sv", "de"), "de")]
)
def test_danish_goes_before_english_and_english_before_others(languages: tuple[str, ...], first: str) -> None:
    files = Files({f"structure_{language}.csv": in_language(language) for language in languages})
    texts = [entry.text for entry in find_codebook(files, "dataset.csv", ["age_grou"]).entries("age_grou")]
    assert texts[0] == f"Age, {first}?"
    assert sorted(texts) == sorted(f"Age, {language}?" for language in languages)


def test_of_two_waves_in_one_folder_each_has_its_own_structure() -> None:
    files = Files({"before_structure.csv": in_language("before"), "after_structure.csv": in_language("after")})
    for wave in ("before", "after"):
        codebook = find_codebook(files, f"somewhere/{wave}_dataset.csv", ["age_grou"])
        assert [entry.text for entry in codebook.entries("age_grou")] == [f"Age, {wave}?"]


def test_the_structure_of_another_survey_is_left_out() -> None:
    other = STRUCTURE.replace("why", "how").replace("Age?", "Older?")
    files = Files(
        {"structure.csv": STRUCTURE, "structure_other.csv": other, "notes.txt": "structure", "a.structure": ""}
    )
    codebook = find_codebook(files, "wave.csv", ["why_1", "why_2", "age_grou"])
    assert [entry.text for entry in codebook.entries("age_grou")] == ["Age?"]
    assert codebook.naming(["why_1", "age_grou", "mine"]) == ("structure.csv", 2)
