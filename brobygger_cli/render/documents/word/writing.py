"""A report written into a Word document, from its title to its last section."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.render.documents.numbering import numbered
from brobygger_cli.render.documents.word.elements import element, paragraph, run
from brobygger_cli.render.documents.word.fields import Bookmarks, contents, field
from brobygger_cli.render.documents.word.pictures import inserted
from brobygger_cli.render.documents.word.tables import Tables
from brobygger_cli.report.model import Bullets, Facts, Paragraph, Picture, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from brobygger_cli.report.model import Block, Report, Section

_WORDS = Catalogue("documents")
_LEVELS = 3  # of headings
_IN_CONTENTS = 2
_EMU = 635  # in a twentieth of a point
_A4 = (11906, 16838)
_MARGIN = 1417
_LEAST = 4000  # of width and height, however little a template leaves
_BESIDE_A_PICTURE = 2000  # of the height of a page: its caption and notes, in twentieths of a point
_MANNERS = {"body": "Normal", "lead": "Brobygger Lead", "note": "Brobygger Note", "source": "Brobygger Note"}


class Writer:
    """Writes a report behind what a document holds already.

    Args:
        report: The report.
        document: The document.
        styles: The id of each of its styles by its name.
        character: How wide a character of its font is, as `widths` has it.
    """

    def __init__(self, report: Report, document: Document, styles: Mapping[str, str], character: float) -> None:
        body = document.element.body
        self._report = report
        self._document = document
        self._styles = styles
        self._numbers = numbered(report)
        self._width, self._height = _text_area(document)
        self._tables = Tables(styles, self._width, character)
        known = [int(number) for number in body.xpath("//w:bookmarkStart/@w:id") if number.isdecimal()]
        self._bookmarks = Bookmarks(body.xpath("//w:bookmarkStart/@w:name"), max(known, default=0) + 1)
        self._behind_text = body.sectPr.getprevious() is not None

    def write(self) -> None:
        """Write the report."""
        for part in self._parts():
            self._document.element.body.sectPr.addprevious(part)

    def _parts(self) -> Iterator[BaseOxmlElement]:
        """Yield its paragraphs and tables."""
        report = self._report
        yield paragraph(self._styles["Title"], run(report.title), new_page=self._behind_text)
        yield paragraph(self._styles["Subtitle"], run(report.subtitle))
        yield paragraph(self._styles["Date"], run(report.date))
        names = {section.id: self._bookmarks.name("_Toc", section.id) for _, section in _all(report.sections)}
        yield self._contents(names)
        for place, (level, section) in enumerate(_all(report.sections)):
            yield self._heading(level, section, names[section.id], new_page=place == 0)
            for block, following in zip_longest(section.blocks, section.blocks[1:]):
                yield from self._block(block, following)

    def _contents(self, names: Mapping[str, str]) -> BaseOxmlElement:
        """Return the table of contents, in a frame by which Word offers to renew it."""
        entries = [
            (level, names[section.id], section.title)
            for level, section in _all(self._report.sections)
            if level <= _IN_CONTENTS
        ]
        styles = {level: self._styles[f"toc {level}"] for level in range(1, _IN_CONTENTS + 1)}
        heading = paragraph(self._styles["TOC Heading"], run(_WORDS.say("contents", self._report.language)))
        gallery = element("docPartObj", element("docPartGallery", val="Table of Contents"), element("docPartUnique"))
        listed = contents(styles, entries, _IN_CONTENTS)
        return element("sdt", element("sdtPr", gallery), element("sdtContent", heading, *listed))

    def _heading(self, level: int, section: Section, name: str, *, new_page: bool) -> BaseOxmlElement:
        content = self._bookmarks.around(name, run(section.title))
        return paragraph(self._styles[f"heading {level}"], *content, new_page=new_page)

    def _block(self, block: Block, following: Block | None) -> Iterator[BaseOxmlElement]:
        match block:
            case Paragraph():
                leads = block.manner == "lead" or isinstance(following, Table | Picture)
                yield paragraph(self._styles[_MANNERS[block.manner]], run(block.text), keep_next=leads)
            case Bullets():
                yield from (paragraph(self._styles["List Bullet"], run(item)) for item in block.items)
            case Facts():
                yield self._tables.facts(block)
                yield self._gap()
            case Table():
                yield self._caption("table", block)
                yield self._tables.table(block, followed=bool(block.notes or block.source))
                yield from self._notes(block.notes, block.source)
                yield self._gap()
            case Picture():
                yield self._caption("figure", block)
                room = (self._width * _EMU, (self._height - _BESIDE_A_PICTURE) * _EMU)
                shown = inserted(self._document, block, *room)
                yield paragraph(self._styles["Brobygger Picture"], shown, keep_next=bool(block.notes))
                yield from self._notes(block.notes)

    def _caption(self, kind: str, block: Table | Picture) -> BaseOxmlElement:
        """Return a caption whose number Word counts, with a bookmark that cross-references can name."""
        number = str(self._numbers[block.id])
        word, _, behind = _WORDS.say(kind, self._report.language, number=number).partition(number)
        counted = field(rf"SEQ {word.strip()} \* ARABIC", run(number))
        label = self._bookmarks.around(self._bookmarks.name(kind, block.id), run(word), *counted)
        return paragraph(self._styles["caption"], *label, run(f"{behind}. {block.caption}"), keep_next=True)

    def _notes(self, notes: Iterable[str], source: str = "") -> Iterator[BaseOxmlElement]:
        """Yield the notes below a table or a picture, and its source, all on one page."""
        said = list(notes)
        lines = [f"{self._word('note')}: {said[0]}", *said[1:]] if said else []
        if source:
            lines.append(f"{self._word('source')}: {source}")
        for place, line in enumerate(lines):
            yield paragraph(self._styles["Brobygger Note"], run(line), keep_next=place < len(lines) - 1)

    def _gap(self) -> BaseOxmlElement:
        """Return an empty line behind a table: two tables without one would become a single one."""
        return paragraph(self._styles["Brobygger Note"])

    def _word(self, key: str) -> str:
        return _WORDS.say(key, self._report.language)


def _all(sections: Iterable[Section], level: int = 1) -> Iterator[tuple[int, Section]]:
    """Yield every section with the level of its heading."""
    for section in sections:
        yield level, section
        yield from _all(section.sections, min(level + 1, _LEVELS))


def _text_area(document: Document) -> tuple[int, int]:
    """Return width and height of the text of the last section, in twentieths of a point."""
    last = document.sections[-1]
    wide, high = (
        size // _EMU if size else usual for size, usual in zip((last.page_width, last.page_height), _A4, strict=True)
    )
    margins = [
        _MARGIN if margin is None else abs(margin) // _EMU
        for margin in (last.left_margin, last.right_margin, last.top_margin, last.bottom_margin)
    ]
    width, height = wide - sum(margins[:2]) - (last.gutter or 0) // _EMU, high - sum(margins[2:])
    return max(_LEAST, width), max(_LEAST, height)
