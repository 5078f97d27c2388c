"""A report as a Word file: its own styles, captions, fields and tables, whose every cell is the report's."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import (
    DATE,
    by_hand,
    cells,
    fields,
    joined,
    members,
    opened,
    png,
    report_of,
    sections,
    spans_of,
    styled,
    tables,
    text_area,
    word,
    word_tables,
)

from brobygger_cli.render.documents.word.widths import HOUSE, OTHER, laid_out
from brobygger_cli.report.model import Column, Picture, Row, Table, Value

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

    from brobygger_cli.report.model import Report

REPORTS = ("by hand", "municipality", "library")


def report(name: str) -> Report:
    return by_hand() if name == "by hand" else report_of(name)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {name: word(report(name)) for name in REPORTS}


@pytest.mark.parametrize("name", REPORTS)
def test_every_cell_of_every_table_says_what_the_report_says(files: dict[str, bytes], name: str) -> None:
    asked = tables(report(name))
    found = word_tables(opened(files[name]))
    assert len(found) == len(asked) > 2
    for table, written in zip(asked, found, strict=True):
        rows = cells(written)
        headers = 2 if any(column.over for column in table.columns) else 1
        assert joined(rows[headers:], spans_of(written)) == [
            [f"{cell.text}{cell.detail}" for cell in row.cells] for row in table.rows
        ]
        below = [text or above for text, above in zip(rows[headers - 1], _first_headings(written, rows), strict=True)]
        assert below == [column.heading for column in table.columns]


def _first_headings(table: BaseOxmlElement, rows: list[list[str]]) -> list[str]:
    """Return for each heading of the last header row what stands above it, where that reaches over no more columns."""
    spans = [int((cell.xpath("w:tcPr/w:gridSpan/@w:val") or ["1"])[0]) for cell in table.xpath("w:tr[1]/w:tc")]
    above = [text for text, span in zip(rows[0], spans, strict=True) for _ in range(span)]
    places = [sum(spans_of(table)[:place]) for place in range(len(spans_of(table)))]
    return [above[place] for place in places]


def test_a_heading_over_columns_reaches_over_all_of_them(files: dict[str, bytes]) -> None:
    written = word_tables(opened(files["by hand"]))[0]
    upper, lower = cells(written)[:2]
    assert upper == ["Indikator", "Andel, der svarer ja", "Ændring"]
    assert lower == ["", "2017", "2019", "Procentpoint", "p"]
    first = written.xpath("w:tr[1]/w:tc")
    assert first[0].xpath("w:tcPr/w:vMerge/@w:val") == ["restart"]
    width = sum(spans_of(written)[1:3])
    assert first[1].xpath("w:tcPr/w:gridSpan/@w:val") == [str(width)]


@pytest.mark.parametrize("name", REPORTS)
def test_header_rows_repeat_and_no_row_is_broken(files: dict[str, bytes], name: str) -> None:
    document = opened(files[name])
    assert document.element.body.xpath("//w:tr[not(w:trPr/w:cantSplit)]") == []
    for table, asked in zip(word_tables(document), tables(report(name)), strict=True):
        repeated = [bool(row.xpath("w:trPr/w:tblHeader")) for row in table.xpath("w:tr")]
        headers = 2 if any(column.over for column in asked.columns) else 1
        assert repeated == [True] * headers + [False] * len(asked.rows)


@pytest.mark.parametrize("name", REPORTS)
def test_no_table_is_wider_than_the_text_of_the_page(files: dict[str, bytes], name: str) -> None:
    document = opened(files[name])
    assert [round(size / 360_000, 1) for size in text_area(document)] == [16.0, 24.7]  # A4 with margins of 2.5 cm
    for table in document.tables:
        assert sum(int(column.width or 0) for column in table.columns) == pytest.approx(text_area(document)[0], abs=700)


def test_tables_and_figures_are_numbered_by_fields_that_show_their_numbers(files: dict[str, bytes]) -> None:
    document = opened(files["by hand"])
    counted = [field for field in fields(document) if field[0].startswith("SEQ")]
    made = [block for section in sections(by_hand()) for block in section.blocks]
    pictures = sum(isinstance(block, Picture) for block in made)
    numbers = [result for code, result in counted if code == r"SEQ Tabel \* ARABIC"]
    assert numbers == [str(number) for number in range(1, len(tables(by_hand())) + 1)]
    numbers = [result for code, result in counted if code == r"SEQ Figur \* ARABIC"]
    assert numbers == [str(number + 1) for number in range(pictures)]
    captions = [text for style, text in styled(document) if style == "Caption"]
    assert captions[:2] == ["Figur 1. Ændringer fra 2017 til 2019", "Tabel 1. Indikatorer i begge målinger"]
    assert len(captions) == len(counted)
    loose = document.element.body.xpath("w:p[w:pPr/w:pStyle/@w:val = 'Caption'][not(w:pPr/w:keepNext)]")
    assert loose == []  # a caption stays with what it is of


def test_english_captions_count_tables_and_figures_by_their_english_names() -> None:
    codes = {code for code, _ in fields(opened(word(by_hand("en"))))}
    assert {r"SEQ Table \* ARABIC", r"SEQ Figure \* ARABIC"} <= codes


def test_the_contents_are_a_field_with_a_link_to_every_heading(files: dict[str, bytes]) -> None:
    document = opened(files["municipality"])
    (contents,) = [result for code, result in fields(document) if code.startswith("TOC")]
    headings = [text for style, text in styled(document) if re.fullmatch("Heading [12]", style)]
    assert contents == "".join(headings)
    anchors = document.element.body.xpath("w:sdt//w:hyperlink/@w:anchor")
    marks = document.element.body.xpath("w:p/w:bookmarkStart/@w:name")
    assert anchors == [mark for mark in marks if mark in set(anchors)]
    assert len(anchors) == len(headings)
    assert "updateFields" not in members(files["municipality"])["word/settings.xml"]  # Word would ask before it opens


def test_bookmarks_have_names_and_numbers_of_their_own(files: dict[str, bytes]) -> None:
    body = opened(files["municipality"]).element.body
    names, numbers = body.xpath("//w:bookmarkStart/@w:name"), body.xpath("//w:bookmarkStart/@w:id")
    assert len(names) == len({name.casefold() for name in names}) == len(set(numbers)) > 40
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", name) for name in names)
    assert sorted(numbers) == sorted(body.xpath("//w:bookmarkEnd/@w:id"))


def test_text_has_the_styles_of_word(files: dict[str, bytes]) -> None:
    document = opened(files["by hand"])
    asked = by_hand()
    found = styled(document)
    assert found[:3] == [("Title", asked.title), ("Subtitle", asked.subtitle), ("Date", asked.date)]
    headings = [(style, text) for style, text in found if style.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Hvad der er målt")
    assert ("Heading 2", "Test") in headings
    assert ("Heading 3", "Valg") in headings
    assert [text for _, text in headings] == [section.title for section in sections(asked)]
    assert ("List Bullet", "Ingen indikator er faldet.") in found
    assert ("Brobygger Lead", "Tre ud af fire indikatorer er uændrede eller uafklarede.") in found
    assert ("Brobygger Note", "Anm.: Base: alle, der har svaret.") in found
    assert ("Brobygger Note", "Kilde: Egne beregninger.") in found
    assert {table.xpath("string(w:tblPr/w:tblStyle/@w:val)") for table in word_tables(document)} == {"BrobyggerTable"}


def test_figures_stand_flush_right_and_words_flush_left(files: dict[str, bytes]) -> None:
    table = word_tables(opened(files["by hand"]))[0]
    styles = [cell.xpath("string(w:p/w:pPr/w:pStyle/@w:val)") for cell in table.xpath("w:tr[4]/w:tc")]
    # Behind each figure but the last stands its detail, in a column of its own.
    assert styles == [
        f"BrobyggerTable{kind}" for kind in ("Text", "Number", "Text", "Number", "Text", "Number", "Text", "Number")
    ]


def test_pictures_are_told_in_words_and_fit_the_page(files: dict[str, bytes]) -> None:
    document = opened(files["by hand"])
    pictures = [block for section in sections(by_hand()) for block in section.blocks if isinstance(block, Picture)]
    properties = document.element.body.xpath("//wp:docPr")
    assert [shown.get("descr") for shown in properties] == [picture.figure.frame.alt for picture in pictures]
    assert len({shown.get("id") for shown in properties}) == len(pictures)
    for shape in document.inline_shapes:
        assert shape.width <= text_area(document)[0]
        assert shape.width / shape.height == pytest.approx(1400 / 900, rel=0.01)


def test_a_tall_picture_leaves_room_for_its_caption() -> None:
    document = opened(word(by_hand(), picture=png(800, 4000)))
    assert all(shape.height < text_area(document)[1] - 300_000 for shape in document.inline_shapes)


@pytest.mark.parametrize(("language", "locale"), [("da", "da-DK"), ("en", "en-GB")])
def test_spelling_is_checked_in_the_language_of_the_report(language: str, locale: str) -> None:
    document = opened(word(by_hand(language)))
    assert document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val") == [locale]
    assert document.core_properties.language == locale


def test_the_file_tells_its_title_and_date_and_names_nobody(files: dict[str, bytes]) -> None:
    told = opened(files["by hand"]).core_properties
    assert (told.title, told.created.date()) == (by_hand().title, DATE)
    assert (told.author, told.last_modified_by) == ("", "")


def test_the_footer_has_the_title_and_a_field_for_the_page(files: dict[str, bytes]) -> None:
    footer = next(text for name, text in members(files["by hand"]).items() if "footer" in name)
    assert "> PAGE <" in footer
    assert by_hand().title in footer


def test_the_same_report_becomes_the_same_bytes_whenever_it_is_written(files: dict[str, bytes]) -> None:
    assert word(by_hand()) == files["by hand"]
    with ZipFile(BytesIO(files["by hand"])) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", REPORTS)
def test_the_file_leads_nowhere_and_runs_nothing(files: dict[str, bytes], name: str) -> None:
    parts = members(files[name])
    assert not [part for part, text in parts.items() if "TargetMode" in text]
    assert not re.search(r"vbaProject|oleObject|attachedTemplate|altChunk|DDE|INCLUDE", "".join(parts))
    codes = {code.split()[0] for code, _ in fields(opened(files[name]))}
    assert codes <= {"TOC", "SEQ"}


def test_a_report_without_sections_is_written() -> None:
    bare = by_hand()
    empty = type(bare)(bare.title, bare.subtitle, "da", bare.date, (), bare.rows)
    assert [paragraph.text for paragraph in opened(word(empty)).paragraphs[:1]] == [bare.title]


values = st.builds(Value, st.text(max_size=40), st.none(), st.none(), st.text(max_size=25))


@st.composite
def any_table(draw: st.DrawFn) -> Table:
    columns = draw(
        st.lists(
            st.builds(Column, st.text(max_size=30), st.sampled_from(["", "a", "wave 2017"]), st.booleans()),
            min_size=1,
            max_size=14,
        )
    )
    row = st.tuples(*([values] * len(columns))).map(Row)
    return Table("t", "caption", tuple(columns), tuple(draw(st.lists(row, max_size=4))))


@given(any_table(), st.integers(4000, 12000), st.sampled_from([HOUSE, OTHER]))
def test_columns_fill_the_width_of_the_page_whatever_they_hold(table: Table, total: int, character: float) -> None:
    layout = laid_out(table, total, character)
    assert sum(slot.width for slot in layout.slots) == total
    assert all(slot.width > 0 for slot in layout.slots)
    assert [slot.column for slot in layout.slots if not slot.detail] == list(range(len(table.columns)))
