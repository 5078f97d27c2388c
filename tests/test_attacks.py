"""Whatever a questionnaire calls things: no format that a command writes acts on it, and each can be opened.

One survey carries every hostile text as the label of a question and of an option, some as those of groups, indicators,
waves and files; whole commands write it in every format. A twin with harmless words tells what the formats hold anyway.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import unicodedata
import zipfile
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # the files are made here

import openpyxl
import pytest
from markdown_it import MarkdownIt

from brobygger_cli.render.safe import plain
from html_pages import parsed
from processes import completed

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = {
    "formula": '=HYPERLINK("http://example.org/","Klik")',
    "formula behind a blank": " =1+1",
    "formula behind a tab": "\t=1+2",
    "formula behind a line": "\n=1+3",
    "command": "=cmd|'/C calc'!A0",
    "sum": "+1+1",
    "negative sum": "-2+3+cmd|' /C calc'!A0",
    "older formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tag": "<script>alert(1)</script>",
    "end": '"></title></style></table></svg><img src=x onerror=alert(1)>',
    "attribute": "' onmouseover='alert(1)",
    "comment": "<!-- --><![CDATA[ x ]]>",
    "entities": "&lt;b&gt; &#60;b&#62; &amp;amp;",
    "template": "{{ 7 * 7 }} {% for x in y %} {# gone #}",
    "Word": "</w:t></w:r><w:r><w:t>x _x0041_ { DDEAUTO c:\\cmd.exe }",
    "Rich": "[bold red]x[/] [link=http://example.org]y[/link] [/]",
    "picture": "![x](http://example.org/p.png) [y](javascript:1) <http://example.org>",
    "emphasis": "**fed** _kursiv_ `kode` ~~væk~~ | to",
    "reference": "[x]: http://example.org",
    "heading": "# x",
    "bullet": "- x",
    "other bullet": "+ x",
    "numbered": "1. x",
    "numbered otherwise": "2) x",
    "quote": "> x",
    "rule": "---",
    "code": "    x = 1",
    "fence": "```x",
    "mathematics": r"$\frac{1}{2}$ 5 $ og 6 $ $x",
    "escapes": "\x1b[31mrød\x1b[0m \x07\x9b2J",
    "link of a terminal": "\x1b]8;;http://example.org\x1b\\x\x1b]8;;\x1b\\",
    "direction": "\u202eabc\u202c \u2067x\u2069 \u200f",
    "emoji": "👩‍👩‍👧 🇩🇰 👍🏽",
    "controls": "\x00\x01\x08\x0b\x1f\x7f\ufeff\ufffe",
    "lines": "første\nanden\r\ntredje\u2028fjerde",
    "long": "ord" * 3334,
}
WAVES = ("=1+1 <b>før</b> | $x$", "[red]*efter*[/] \x1b[31m\u202e")
FILES = ("=cmd() <img>.csv", "a|b\n*c*\x1b[2J.csv")
FIRST = ("formula", "tag", "escapes", "emphasis")  # where few can stand: groups and indicators
ENVIRONMENT = {**os.environ, "COLUMNS": "100", "SOURCE_DATE_EPOCH": "1511308800"}


def toml(labels: dict[str, str]) -> str:
    """Return a questionnaire: a question for every label, and one that has them all as its options."""

    def said(text: str) -> str:
        escaped = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # as TOML has it
        return f"{{ en = {escaped} }}"

    listed = [*labels.values()]
    few = [labels[name] for name in FIRST]
    parts = [f'id = "attack"\ntitle = {said(listed[0])}\ncitation = {said(listed[8])}\n']
    for number, label in enumerate(few[:2]):
        parts.append(f'[[groups]]\nid = "g{number}"\ncode = "{number}"\nlabel = {said(label)}\n')
    options = ",\n".join(f'{{ id = "o{n}", code = "{n}", label = {said(label)} }}' for n, label in enumerate(listed))
    steps = ",\n".join(f'{{ id = "o{n}", code = "{n}", label = {said(label)} }}' for n, label in enumerate(few))
    parts.append(
        f'[[questions]]\nid = "all"\ntype = "single"\ntext = {said(listed[0] + " all")}\noptions = [\n{options}\n]\n'
    )
    parts.append(
        f'[[questions]]\nid = "scale"\ntype = "ordinal"\norder = "high_to_low"\ntext = {said(listed[-1] + " scale")}\n'
        f"options = [\n{steps}\n]\n"
    )
    parts.extend(
        f'[[questions]]\nid = "n{number}"\ntype = "number"\ntext = {said(label)}\nshort = {said(label)}\n'
        for number, label in enumerate(listed)
    )
    parts.extend(
        f'[[indicators]]\nid = "i{number}"\nlabel = {said(label)}\nnote = {said(label)}\nquestion = "all"\n'
        f'options = ["o{number}"]\n'
        for number, label in enumerate(few)
    )
    return "\n".join(parts)


def export(moved: int) -> str:
    """Return forty answers for every option."""
    numbers = [f"n{number}" for number in range(len(HOSTILE))]
    lines = [";".join(["group", "all", "scale", *numbers])]
    lines += [
        ";".join(
            [str(row % 2), str(row % len(HOSTILE) if row % 3 else moved), str(row % (3 + moved)), *["7"] * len(numbers)]
        )
        for row in range(120)
    ]
    return "\n".join(lines) + "\n"


class Written:
    """What the commands write of one survey, each run once."""

    def __init__(self, folder: Path, labels: dict[str, str], waves: tuple[str, str], files: tuple[str, str]) -> None:
        self.folder = folder
        self.labels = labels
        (folder / "q.toml").write_text(toml(labels), encoding="utf-8")
        for number, name in enumerate(files):
            (folder / name).write_text(export(number), encoding="utf-8")
        self.given = (*files, "-q", "q.toml", "--baseline", waves[0], "--followup", waves[1])
        self.held: dict[tuple[str, ...], bytes] = {}

    def by(self, command: str, *arguments: str, file: str = "") -> bytes:
        """Return what a command writes to stdout, or to a file."""
        asked = (command, *arguments, file)
        if asked not in self.held:
            output = ("-o", file) if file else ()
            done = completed([command, *self.given, *arguments, *output], self.folder, ENVIRONMENT)
            said = done.stderr.decode("utf-8")
            assert done.returncode == 0, said
            assert "Warning" not in said
            assert acted_on(said) == set()
            self.held[asked] = (self.folder / file).read_bytes() if file else done.stdout
        return self.held[asked]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return Written(tmp_path_factory.mktemp("hostile"), HOSTILE, WAVES, FILES)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Written:
    words = {name: f"word {number}" for number, name in enumerate(HOSTILE)}
    return Written(tmp_path_factory.mktemp("harmless"), words, ("before", "after"), ("a.csv", "b.csv"))


def acted_on(text: str) -> set[str]:
    """Return the characters of a text that a terminal acts on, or that change in which order it is read."""
    return {char for char in text if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}


def words(text: str) -> str:
    return " ".join(text.split())


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_table_holds_nothing_that_a_terminal_acts_on(hostile: Written) -> None:
    for arguments in ((), ("--only", "options", "--detail")):
        shown = hostile.by("compare", "-f", "table", *arguments).decode("utf-8")
        assert acted_on(shown) == set()
        assert max(map(len, shown.splitlines())) <= 100
    assert "[bold red]x[/]" in words(shown)


def test_no_cell_of_csv_is_a_formula(hostile: Written) -> None:
    rows = list(csv.reader(io.StringIO(hostile.by("compare", "-f", "csv").decode("utf-8"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    for cell in {cell for row in rows for cell in row}:
        assert acted_on(cell) == set()
        if re.match(r"\s*[=+\-@]", cell):
            float(cell)  # a number, with its sign
    assert "'=cmd|'/C calc'!A0" in {cell for row in rows for cell in row}


def test_json_gives_every_label_back_as_it_was(hostile: Written) -> None:
    written = hostile.by("compare", "-f", "json").decode("utf-8")
    assert acted_on(written) == set()
    held = json.dumps(json.loads(written))
    assert [name for name, label in HOSTILE.items() if json.dumps(label) not in held] == []


def tokens(markdown: str) -> Counter[str]:
    """Count everything in Markdown by its kind, as CommonMark with tables reads it; what is escaped is text."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found = Counter(one.type for block in reader.parse(markdown) for one in (block, *(block.children or ())))
    return Counter({kind: times for kind, times in found.items() if not kind.startswith("text")})


@pytest.mark.parametrize("command", ["compare", "report"])
def test_markdown_has_no_markup_from_a_label(command: str, hostile: Written, harmless: Written) -> None:
    arguments, file = (("-f", "markdown", "--only", "options"), "") if command == "compare" else ((), "x.md")
    written = hostile.by(command, *arguments, file=file).decode("utf-8")
    assert acted_on(written) == set()
    assert tokens(written) == tokens(harmless.by(command, *arguments, file=file).decode("utf-8"))


def test_a_page_has_no_element_and_no_attribute_from_a_label(hostile: Written, harmless: Written) -> None:
    def shape(page: bytes) -> set[tuple[str, str]]:
        return {(element.tag, name) for element in parsed(page).iter() for name in ("", *element.attrib)}

    page = hostile.by("report", file="x.html")
    assert shape(page) <= shape(harmless.by("report", file="x.html"))
    shown = words(" ".join(parsed(page).itertext()))
    assert [name for name, label in HOSTILE.items() if words(plain(label)) not in shown] == []
    assert acted_on(page.decode("utf-8")) == set()


def test_an_office_file_is_well_formed_and_leads_nowhere(hostile: Written) -> None:
    for file in ("x.docx", "x.xlsx"):
        for name, part in parts_of(hostile.by("report", file=file)).items():
            assert b"TargetMode" not in part, name
            assert not re.search(r"externalLink|vbaProject|embeddings", name)
            if not name.endswith(".png"):
                ET.fromstring(part)  # noqa: S314


def test_the_only_fields_of_a_word_file_are_its_own(hostile: Written, harmless: Written) -> None:
    def codes(data: bytes) -> set[str]:
        found = re.findall(rb"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)", b"".join(parts_of(data).values()))
        return {code.split()[0].decode() for both in found for code in both if code.split()}

    assert codes(hostile.by("report", file="x.docx")) == codes(harmless.by("report", file="x.docx"))


def test_a_workbook_holds_labels_as_text(hostile: Written) -> None:
    data = hostile.by("report", file="x.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.hyperlink.location and not cell.hyperlink.target for cell in cells if cell.hyperlink)
    held = "\n".join(str(cell.value) for cell in cells)
    assert plain(HOSTILE["command"]) in held
    assert not re.search(rb"<f[ >]", b"".join(parts_of(data).values()))


@pytest.mark.parametrize("figure", ["changes", "response", "all", "scale"])
def test_a_drawing_has_no_element_and_no_attribute_from_a_label(
    figure: str, hostile: Written, harmless: Written
) -> None:
    def shape(drawn: bytes) -> set[tuple[str, str]]:
        return {(e.tag, name) for e in ET.fromstring(drawn).iter() for name in ("", *e.attrib)}  # noqa: S314

    drawn = hostile.by("plot", "--figure", figure)
    assert shape(drawn) <= shape(harmless.by("plot", "--figure", figure))
    assert acted_on(drawn.decode("utf-8")) == set()


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx", "md"])
def test_the_same_survey_becomes_the_same_bytes(ending: str, harmless: Written) -> None:
    first = harmless.by("report", file=f"x.{ending}")
    (harmless.folder / f"x.{ending}").unlink()
    del harmless.held["report", f"x.{ending}"]
    assert harmless.by("report", file=f"x.{ending}") == first


@pytest.mark.parametrize("figure", ["changes", "all"])
def test_a_picture_is_drawn_without_a_word(figure: str, hostile: Written) -> None:
    assert hostile.by("plot", "--figure", figure, file=f"{figure}.png").startswith(b"\x89PNG\r\n")
