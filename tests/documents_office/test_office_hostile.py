"""Whatever a label or an answer holds: in Word files and workbooks it is text, and changes nothing but text."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as ET  # the files are made here

import openpyxl
import pytest
from hostile_texts import HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_files import cells, fields, filled, members, opened, word, word_tables, workbook

from brobygger_cli.render.documents.workbook.names import SheetNames


def shape(data: bytes) -> list[str]:
    """Return the elements of a document in order, but for how wide, large and bold its text is set."""
    body = opened(data).element.body
    looks = ("tcW", "gridCol", "sz", "bookmarkStart", "bookmarkEnd", "gridSpan")
    return [tag for element in body.iter() if (tag := str(element.tag).rpartition("}")[2]) not in looks]


def as_xml_holds(text: str) -> str:
    """Return text with what XML or a reader acts on spelled out: controls, marks of direction, no characters."""
    spelled = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
    acted_on = r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
    return re.sub(acted_on, lambda found: spelled.get(found[0]) or found[0].encode("unicode_escape").decode(), text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_word_file_shows_hostile_text_and_has_the_same_parts(text: str) -> None:
    data = word(filled(text))
    shown = as_xml_holds(text)
    document = opened(data)
    (table,) = word_tables(document)
    assert {cell for row in cells(table)[2:] for cell in row} <= {shown, shown + shown}
    assert document.paragraphs[0].text == shown
    assert shape(data) == shape(word(filled(re.sub("[^ ]", "o", shown))))  # as long, and broken at the same places
    assert {code.split()[0] for code, _ in fields(document)} == {"TOC", "SEQ"}
    assert "TargetMode" not in "".join(members(data).values())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_workbook_holds_hostile_text_as_text(text: str) -> None:
    data = workbook(filled(text))
    parts = members(data)
    everything = "".join(parts.values())
    assert "TargetMode" not in everything
    assert not re.search(r"<f>|<f |<definedName[^>]*>[^<]*!?#REF|externalLink|vbaProject", everything)
    for name, part in parts.items():
        ET.fromstring(part)  # well-formed, whatever stands in it  # noqa: S314
        for link in re.findall(r"<hyperlink [^>]*>", part):
            assert re.search(r'location="\'[^\']+\'!A1"', link), name
    sheets = openpyxl.load_workbook(BytesIO(data))
    shown = as_xml_holds(text)
    held = {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None}
    kinds = {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    units = len(shown.encode("utf-16-le")) // 2
    if units <= 32_767:
        assert shown in held
    else:
        cut = [value for value in held if len(value) > 10_000]
        assert cut
        assert all(value.endswith(" …") and shown.startswith(value[:-2]) for value in cut if value[0] == shown[0])
        assert all(len(value.encode("utf-16-le")) <= 2 * 32_767 for value in cut)


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "+1", "-1", "@SUM(1)"])
def test_text_like_a_formula_stays_text_when_its_cell_is_edited(text: str) -> None:
    sheets = openpyxl.load_workbook(BytesIO(workbook(filled(text))))
    every = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    found = [cell for cell in every if cell.value == text and not cell.hyperlink]
    assert len(found) > 5
    assert all(cell.quotePrefix for cell in found)


@given(st.lists(st.text(max_size=60), max_size=30))
def test_sheets_have_names_that_excel_allows_each_once(wanted: list[str]) -> None:
    names = SheetNames()
    given_names = [names.name(text) for text in wanted]
    assert len({name.casefold() for name in given_names}) == len(wanted)
    for name in given_names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\']", name)
        assert name.casefold() != "history"


def test_ids_that_begin_alike_become_different_sheets() -> None:
    names = SheetNames()
    long = "a_question_with_a_very_long_id_that_goes_on"
    assert [names.name(long), names.name(long.upper()), names.name("kort")] == [
        "a_question_with_a_very_long_id_",
        "A_QUESTION_WITH_A_VERY_LONG_I~2",
        "kort",
    ]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=15, deadline=None)
@given(st.text(max_size=30))
def test_any_text_at_all_makes_files_that_open(text: str) -> None:
    assert opened(word(filled(text))).paragraphs[0].text == opened(word(filled(text))).core_properties.title
    assert openpyxl.load_workbook(BytesIO(workbook(filled(text)))).sheetnames
