"""What a reader stumbles over: marks that stand for nothing, notes of what is not shown, and what is said twice."""

from __future__ import annotations

import re

import pytest
from made_reports import COMPARISONS, blocks, report_of, rows_by_label, sections, tables, texts

from brobygger_cli.report.model import Bullets, Paragraph, Picture

EVERY = pytest.mark.parametrize("comparison", COMPARISONS)
LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])
MARKS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒ"


@EVERY
def test_every_mark_of_a_table_is_explained_and_every_explanation_has_its_mark(comparison: str) -> None:
    for table in tables(report_of(comparison)).values():
        at_rows = {mark for row in table.rows for mark in MARKS if mark in row.cells[0].text}
        explained = {note[0] for note in table.notes if note[0] in MARKS}
        assert at_rows == explained, table.id


@EVERY
def test_a_mark_is_never_alone_on_a_line(comparison: str) -> None:
    for table in tables(report_of(comparison)).values():
        for row in table.rows:
            assert re.search(rf" (?:[{MARKS}]+|\*)$", row.cells[0].text) is None, (table.id, row.cells[0].text)


@EVERY
def test_a_table_without_p_values_says_nothing_of_tests(comparison: str) -> None:
    for name, table in tables(report_of(comparison)).items():
        if name.startswith("table-"):
            said = " ".join(table.notes)
            assert re.search(r"\btest|justeret p|Justeret p", said) is None, (name, said)


@EVERY
@LANGUAGES
def test_no_text_has_two_marks_at_its_end(comparison: str, language: str) -> None:
    report = report_of(comparison, language)
    alts = [block.figure.frame.alt for block in blocks(report) if isinstance(block, Picture)]
    for said in (*texts(report), *alts):
        assert re.search(r"[?!.][.:;](?!\.)|: – \w", said.replace("…", "")) is None, said


@EVERY
def test_no_two_figures_of_a_report_have_the_same_caption(comparison: str) -> None:
    captions = [block.caption for block in blocks(report_of(comparison)) if isinstance(block, Picture)]
    assert len(captions) == len(set(captions))


@EVERY
def test_what_holds_for_a_question_in_every_group_is_said_once(comparison: str) -> None:
    """Routing, source of the wording, several answers: above the tables of its groups, not below each of them."""
    for section in sections(report_of(comparison)):
        if section.kind == "question":
            paragraphs = [block for block in section.blocks if isinstance(block, Paragraph)]
            above = [paragraph.text for paragraph in paragraphs if paragraph.manner == "note"]
            below = [table.notes for table in tables(report_of(comparison)).values()]
            assert len(above) <= 1
            assert not any(note in text for text in above for notes in below for note in notes)


def test_the_note_of_a_question_stands_above_its_tables() -> None:
    (section,) = [each for each in sections(report_of("printed baseline")) if each.id == "question-offers_referred_to"]
    (note,) = [block.text for block in section.blocks if isinstance(block, Paragraph) and block.manner == "note"]
    assert note.startswith(
        "Flere svar er mulige, så andelene summer ikke til 100. Kun stillet til dem, der har henvist"
    )


def test_what_changed_is_named_first() -> None:
    """The summary counts; who has to act wants to know which."""
    (changes,) = [section for section in sections(report_of("printed baseline")) if section.kind == "changes"]
    (first, *_) = changes.blocks
    assert isinstance(first, Bullets)
    named = [item for item in first.items if " – " in item]
    assert [item.split(" (")[0].replace("\u00a0", " ") for item in named] == [
        "Skoler og dagtilbud – Har formaliseret samarbejde: 12 % → 31 %",
        "Øvrige kommunale aktører – Har formaliseret samarbejde: 21 % → 35 %",
        "Øvrige kommunale aktører – Samarbejder ikke: 34 % → 21 %",
    ]


def test_nothing_is_named_where_nothing_was_found_to_change() -> None:
    (changes,) = [section for section in sections(report_of("low response")) if section.kind == "changes"]
    (first, *_) = changes.blocks
    assert isinstance(first, Bullets)
    assert not any("→" in item for item in first.items)


def test_a_result_that_holds_only_unless_others_differ_has_its_note_below_the_table() -> None:
    shown = tables(report_of("linked, about the people invited, with a margin"))
    table = shown["indicators-skole_dagtilbud-followup_linked"]
    details = [row.cells[-1].detail for row in table.rows]
    assert any(detail.startswith("hvis <") for detail in details), details
    assert any(note.startswith("Ved resultatet: det går samme vej, hvis") for note in table.notes)


def test_trends_say_per_what_they_are_and_what_their_p_is_adjusted_for() -> None:
    table = tables(report_of("three waves"))["trends-adults"]
    assert table.notes[:2] == (
        "Udvikling i procentpoint pr. tidsenhed; bølgernes tid står i »Bølger og filer«.",
        "p er justeret for 9 test (Holm); den ujusterede p-værdi står i parentes.",
    )
    assert "Tid" in [column.heading for column in tables(report_of("three waves"))["waves"].columns]


def test_marks_are_found_by_the_reader_of_these_tests() -> None:
    """Else every test above would hold of tables without any."""
    table = tables(report_of("printed baseline"))["indicators-skole_dagtilbud-followup"]
    assert "Har formaliseret samarbejde" in rows_by_label(table)
    assert any(row.cells[0].text.endswith("\u00a0ᵃ") for row in table.rows)


@EVERY
def test_a_reader_is_told_that_an_interval_without_0_is_no_finding(comparison: str) -> None:
    """The intervals of 20 answers are not adjusted: one in 20 lies beside 0 though nothing has changed."""
    (questions,) = [section for section in sections(report_of(comparison)) if section.kind == "questions"]
    (lead,) = questions.blocks
    assert isinstance(lead, Paragraph)
    assert "så et interval uden 0 er ikke i sig selv en påvist ændring" in lead.text
    for name, table in tables(report_of(comparison)).items():
        if name.startswith("indicators-"):
            assert "intervallet er ikke justeret for antallet af test" in table.notes[0]
