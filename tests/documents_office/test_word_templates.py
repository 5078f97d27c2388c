"""A report in the document of an institution: its page, styles and text stay; what is no such document is refused."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.shared import Cm, Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_files import by_hand, fields, filled, members, opened, styled, text_area, word, word_tables

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.render.documents import as_docx
from brobygger_cli.render.documents.word.opening import document_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document

HEADER = "Institut for Velfærd"
SMALL = filled("x")
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def with_header(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(17), Cm(24)
    section.left_margin = section.right_margin = Cm(2)
    section.header.paragraphs[0].text = HEADER
    document.styles["Normal"].font.name = "Georgia"
    document.styles["Heading 1"].font.size = Pt(30)


def without(*names: str) -> Callable[[Document], None]:
    def strip(document: Document) -> None:
        for style in [style for style in document.styles if style.name in names]:
            style.element.getparent().remove(style.element)

    return strip


def with_text(document: Document) -> None:
    document.add_paragraph("Forord")
    document.add_paragraph("")


def with_empty_paragraph(document: Document) -> None:
    document.add_paragraph("")


def template(folder: Path, *changes: Callable[[Document], None]) -> Path:
    document = docx.Document()
    for change in changes:
        change(document)
    path = folder / "template.docx"
    document.save(str(path))
    return path


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Change the parts of a package in place."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def test_page_header_and_styles_are_the_templates(tmp_path: Path) -> None:
    document = opened(word(by_hand(), template(tmp_path, with_header)))
    section = document.sections[-1]
    assert section.header.paragraphs[0].text == HEADER
    assert text_area(document)[0] == pytest.approx(Cm(13), abs=1000)
    assert document.styles["Heading 1"].font.size == Pt(30)
    assert document.styles["Normal"].font.name == "Georgia"
    assert ("Heading 1", "Hvad der er målt") in styled(document)
    assert "PAGE" not in "".join(text for name, text in members(word(by_hand())).items() if "header" in name)
    for table in document.tables:
        assert sum(int(column.width or 0) for column in table.columns) == pytest.approx(Cm(13), abs=2000)


def test_the_report_stands_behind_the_text_of_the_template_on_a_page_of_its_own(tmp_path: Path) -> None:
    document = opened(word(by_hand(), template(tmp_path, with_text)))
    assert styled(document)[:2] == [("Normal", "Forord"), ("Title", by_hand().title)]
    assert document.paragraphs[1].paragraph_format.page_break_before


def test_an_empty_template_leaves_nothing_before_the_report(tmp_path: Path) -> None:
    document = opened(word(by_hand(), template(tmp_path, with_empty_paragraph)))
    assert styled(document)[0] == ("Title", by_hand().title)
    assert not document.paragraphs[0].paragraph_format.page_break_before


def test_styles_that_the_template_lacks_are_added(tmp_path: Path) -> None:
    lacking = ("Title", "Subtitle", "Heading 2", "Heading 3", "Caption", "List Bullet", "TOC Heading")
    document = opened(word(by_hand(), template(tmp_path, without(*lacking))))
    used = {style for style, _ in styled(document)}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption", "List Bullet"} <= used
    known = document.styles.element.xpath("w:style/@w:styleId")
    assert len(known) == len(set(known))
    named = document.styles.element.xpath("w:style/w:basedOn/@w:val | w:style/w:next/@w:val")
    body = document.element.body.xpath("//w:pStyle/@w:val | //w:tblStyle/@w:val | //w:rStyle/@w:val")
    assert set(named) | set(body) <= set(known)
    number = document.styles.element.xpath("string(w:style[w:name/@w:val='List Bullet']//w:numId/@w:val)")
    (drawn,) = document.part.numbering_part.element.xpath(f"w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
    bullets = document.part.numbering_part.element.xpath(f"w:abstractNum[@w:abstractNumId='{drawn}']//w:lvlText/@w:val")
    assert bullets == ["•"]


def test_a_style_of_the_template_is_known_by_its_name_in_any_case_and_any_id(tmp_path: Path) -> None:
    def as_danish_word_saves(document: Document) -> None:
        heading = document.styles.element.xpath("w:style[w:name/@w:val='heading 1']")[0]
        heading.styleId = "Overskrift1"
        heading.xpath("w:name")[0].val = "Heading 1"

    document = opened(word(by_hand(), template(tmp_path, as_danish_word_saves)))
    assert document.element.body.xpath("w:p/w:pPr/w:pStyle[@w:val='Overskrift1']")
    assert (
        len([name for name in document.styles.element.xpath("w:style/w:name/@w:val") if name.casefold() == "heading 1"])
        == 1
    )


def test_bullets_work_in_a_template_that_knows_no_lists(tmp_path: Path) -> None:
    def no_lists(parts: dict[str, bytes]) -> None:
        del parts["word/numbering.xml"]
        relations = "word/_rels/document.xml.rels"
        parts[relations] = re.sub(rb"<Relationship [^>]*numbering[^>]*/>", b"", parts[relations])
        types = "[Content_Types].xml"
        parts[types] = re.sub(rb"<Override [^>]*numbering[^>]*/>", b"", parts[types])

    path = repacked(template(tmp_path, without("List Bullet")), no_lists)
    document = opened(word(by_hand(), path))
    assert ("List Bullet", "Ingen indikator er faldet.") in styled(document)
    assert len(document.part.numbering_part.element.xpath("w:num")) == 1


def test_bookmarks_of_the_template_keep_their_names_and_numbers(tmp_path: Path) -> None:
    first = tmp_path / "first.docx"
    first.write_bytes(word(by_hand()))  # a report as a template: every bookmark is there already
    body = opened(word(by_hand(), first)).element.body
    names, numbers = body.xpath("//w:bookmarkStart/@w:name"), body.xpath("//w:bookmarkStart/@w:id")
    assert len(names) == len(set(names)) == len(set(numbers))


def test_the_names_of_people_and_the_path_to_the_first_template_are_left_out(tmp_path: Path) -> None:
    def tied(parts: dict[str, bytes]) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
        parts["word/_rels/settings.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}" Target="file:///C:/Users/jens/n.dotm" TargetMode="External"/>'
            "</Relationships>"
        ).encode()
        settings = parts["word/settings.xml"]
        attached = (
            b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
            b' r:id="rId1"/>'
        )
        parts["word/settings.xml"] = re.sub(rb"(<w:settings[^>]*>)", rb"\1" + attached, settings, count=1)

    def by_jens(document: Document) -> None:
        document.core_properties.author = document.core_properties.last_modified_by = "Jens Jensen"

    data = word(by_hand(), repacked(template(tmp_path, by_jens), tied))
    told = opened(data).core_properties
    assert (told.author, told.last_modified_by, told.title) == ("", "", by_hand().title)
    text = "".join(members(data).values())
    assert "jens" not in text.casefold()
    assert "TargetMode" not in text


def test_the_fields_of_the_report_are_the_same_with_a_template(tmp_path: Path) -> None:
    assert fields(opened(word(by_hand(), template(tmp_path)))) == fields(opened(word(by_hand())))
    assert len(word_tables(opened(word(by_hand(), template(tmp_path))))) == len(word_tables(opened(word(by_hand()))))


def of_kind(kind: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(MAIN.encode(), kind.encode())

    return change


def refusal(path: Path) -> BrobyggerError:
    with pytest.raises(BrobyggerError) as refused:
        as_docx.render(by_hand(), path)
    assert str(path) in refused.value.message
    assert refused.value.hint
    return refused.value


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (MAIN.replace("document.main", "template.main"), "a Word template (.dotx)"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "a Word document with macros (.docm)"),
        ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "a Word template with macros (.dotm)"),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "no Word document"),
    ],
)
def test_other_files_of_office_are_refused_by_their_kind(tmp_path: Path, kind: str, said: str) -> None:
    assert refusal(repacked(template(tmp_path), of_kind(kind))).message.endswith(f"the template is {said}")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no Word document, or a damaged one"),
        (b"Dette er en tekstfil.", "is no Word document, or a damaged one"),
        (b"PK\x03\x04 and no more", "is no Word document, or a damaged one"),
        (b"{\\rtf1\\ansi Notat}", "is no Word document, or a damaged one"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is of an old kind"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "is protected by a password",
        ),
    ],
)
def test_what_is_no_word_document_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "template.docx"
    path.write_bytes(data)
    assert said in refusal(path).message


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path).message
    assert "cannot be read" in refusal(tmp_path / "nowhere.docx").message


def test_a_package_without_a_document_is_refused(tmp_path: Path) -> None:
    def empty(parts: dict[str, bytes]) -> None:
        parts["word/document.xml"] = re.sub(rb"<w:body>.*</w:body>", b"", parts["word/document.xml"], flags=re.DOTALL)

    assert "damaged" in refusal(repacked(template(tmp_path), empty)).message


@pytest.fixture(scope="module")
def packed() -> bytes:
    written = BytesIO()
    docx.Document().save(written)
    return written.getvalue()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_a_damaged_template_is_refused_or_used_and_nothing_else(
    tmp_path: Path, packed: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(packed) - 1))
    length = data.draw(st.integers(0, 300))
    other = data.draw(st.binary(max_size=40))
    path = tmp_path / "template.docx"
    path.write_bytes(packed[:at] + other + packed[at + length :])
    try:
        document_of(path)
    except BrobyggerError as refused:
        assert refused.hint  # noqa: PT017 - a template that survives the damage is as well


PARTS = ("document.xml", "styles.xml", "numbering.xml", "settings.xml", "_rels/document.xml.rels")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.sampled_from(PARTS), st.data())
def test_a_template_with_other_parts_than_expected_never_ends_in_a_traceback(
    tmp_path: Path, packed: bytes, part: str, data: st.DataObject
) -> None:
    path = tmp_path / "template.docx"
    path.write_bytes(packed)

    def damage(parts: dict[str, bytes]) -> None:
        text = parts[f"word/{part}"]
        words = sorted(set(re.findall(rb"[<\s]((?:\w+:)?[A-Za-z]+)(?=[\s/>=])", text)))
        word = data.draw(st.sampled_from(words))
        other = data.draw(st.sampled_from([b"w:p", b"w:sectPr", b"w:unknown", b"w:val"]))
        parts[f"word/{part}"] = re.sub(rb"(?<=[</\s])" + re.escape(word) + rb"(?=[\s/>=])", other, text)

    repacked(path, damage)
    try:
        word(SMALL, path)
    except BrobyggerError as refused:
        assert refused.hint  # noqa: PT017 - see above
