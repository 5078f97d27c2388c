"""The report as a web page: one file, and a structure by which all can find their way through it."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.render import drawing
from brobygger_cli.render.documents import as_html
from brobygger_cli.report.model import Column, Row, Section, Table, Value
from html_pages import parsed, said
from html_reports import ALT, SVG, report, table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from brobygger_cli.report.model import Report


@pytest.fixture(autouse=True)
def _drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put one small drawing in place of every figure."""
    monkeypatch.setattr(drawing, "draw", lambda _figure, _kind, **_: SVG)


def page(of: Report | None = None) -> Element:
    return parsed(as_html.render(of or report()))


def only(root: Element, path: str) -> Element:
    [found] = root.findall(path)
    return found


def tabled(shown: Table) -> Element:
    """Return the table element of a report with one table alone."""
    one = replace(report(), sections=(Section("only", "Afsnit", "question", (shown,)),))
    return only(page(one), ".//table")


def test_it_says_its_language_title_and_date() -> None:
    root = page()
    assert root.get("lang") == "da"
    assert page(report("en")).get("lang") == "en"
    assert said(only(root, ".//title")) == said(only(root, ".//h1")) == "Kommunens medarbejdere og de frivillige tilbud"
    assert said(only(root, ".//header")).endswith("2017 sammenlignet med 2019 1. oktober 2019")


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(element.tag[1]) for element in page().iter() if re.fullmatch("h[1-6]", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(levels) == 4
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_section_is_labelled_by_its_heading() -> None:
    root = page()
    ids = {element.get("id"): element for element in root.iter()}
    for section in root.iter("section"):
        heading = section[0]
        assert section.get("aria-labelledby") == heading.get("id")
        assert re.fullmatch("h[2-6]", heading.tag)
        assert section.get("id") in ids


def test_ids_are_unique_and_every_link_and_label_finds_its_own() -> None:
    root = page()
    ids = [element.get("id") for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    links = [element.get("href", "").removeprefix("#") for element in root.iter("a")]
    drawn = [element.get("href", "").removeprefix("#") for element in root.iter("use")]
    labels = [element.get(name) for name in ("aria-labelledby", "aria-describedby") for element in root.iter()]
    assert len(links) > 20
    assert len(drawn) == 2
    assert {*links, *drawn, *filter(None, labels)} <= set(ids)


def test_contents_name_the_sections_and_those_in_them_beside_the_text_and_folded() -> None:
    beside, folded = page().iter("nav")
    titles = [said(link) for link in beside.iter("a")]
    assert titles[:5] == [
        "Hvad der er målt",
        "Hvad der har ændret sig",
        "Skole og dagtilbud",
        "1. Har du henvist til et tilbud?",
        "2. Har du henvist til et tilbud?",
    ]
    assert "Valg" not in titles  # a section in a section in a section
    assert [said(link) for link in folded.iter("a")] == titles
    assert said(only(folded, ".//summary")) == "Indhold"
    assert "open" not in only(folded, ".//details").attrib


def test_tables_and_figures_are_numbered_each_in_their_order() -> None:
    root = page()
    captions = [said(caption) for caption in root.iter("caption")]
    assert [caption.split(".")[0] for caption in captions] == [f"Tabel {number}" for number in range(1, 12)]
    assert captions[0] == "Tabel 1. Indikatorer i begge målinger"
    assert [said(caption) for caption in root.iter("figcaption")] == [
        "Figur 1. Ændringer fra 2017 til 2019",
        "Figur 2. De samme ændringer",
    ]
    english = page(report("en"))
    assert said(next(english.iter("figcaption"))).startswith("Figure 1. ")
    assert said(next(english.iter("caption"))).startswith("Table 1. ")


def test_headings_of_columns_rows_and_groups_say_what_they_are_headings_of() -> None:
    element = tabled(table())
    heads = [
        [(said(cell), cell.get("scope"), cell.get("colspan")) for cell in row] for row in element.findall("thead/tr")
    ]
    assert heads == [
        [
            ("Indikator", "col", None),
            ("Andel, der svarer ja", "colgroup", "2"),
            ("Ændring", "colgroup", "2"),
        ],
        [("2017", "col", None), ("2019", "col", None), ("Procentpoint", "col", None), ("p", "col", None)],
    ]
    assert [group.get("span") for group in element.iter("colgroup")] == ["1", "2", "2"]
    bodies = element.findall("tbody")
    assert [said(only(body, "tr/th[@scope='rowgroup']")) for body in bodies] == ["Kendskab", "Henvisning"]
    assert only(bodies[0], "tr/th[@scope='rowgroup']").get("colspan") == "5"
    rows = [row for body in bodies for row in body if row.get("class") != "over"]
    assert [said(row[0]) for row in rows] == [
        "Kender mindst ét tilbud",
        "Kender Børnetelefonen kun ansatte i skoler",
        "Har henvist mindst én familie",
        "Ved ikke",
    ]
    assert {(row[0].tag, row[0].get("scope")) for row in rows} == {("th", "row")}
    assert {tuple(cell.tag for cell in row[1:]) for row in rows} == {("td",) * 4}
    assert [row.get("class") for row in rows] == [None, "strong", None, "faint"]


def test_a_table_without_headings_over_others_has_one_row_of_them_and_no_heading_without_text() -> None:
    columns = (Column("", numeric=False), Column("2017"), Column("Bemærkning", numeric=False))
    element = tabled(Table("plain", "Svar", columns, (Row((Value("Ja"), Value("12"), Value("–"))),)))
    [head] = element.findall("thead/tr")
    assert [(cell.tag, cell.get("scope"), cell.get("class")) for cell in head] == [
        ("td", None, "starts"),
        ("th", "col", "number starts"),
        ("th", "col", "starts"),
    ]
    [row] = element.findall("tbody/tr")
    assert ["number" in cell.get("class", "").split() for cell in row] == [False, True, False]


def test_every_heading_over_others_covers_their_columns_and_none_besides() -> None:
    over = ("", "A", "A", "B", "A", "", "")
    columns = tuple(Column(f"{place}", name) for place, name in enumerate(over))
    element = tabled(Table("wide", "Bred", columns, (Row((Value("x"),) * len(over)),)))
    assert [int(group.get("span", "")) for group in element.iter("colgroup")] == [1, 2, 1, 1, 1, 1]
    first, second = element.findall("thead/tr")
    assert [(said(cell), cell.get("colspan", "1"), cell.get("rowspan", "1")) for cell in first] == [
        ("0", "1", "2"),
        ("A", "2", "1"),
        ("B", "1", "1"),
        ("A", "1", "1"),
        ("5", "1", "2"),
        ("6", "1", "2"),
    ]
    assert [said(cell) for cell in second] == ["1", "2", "3", "4"]


def test_small_print_of_a_cell_is_set_apart_from_its_figure() -> None:
    cell = tabled(table()).findall("tbody/tr/td")[0]
    assert said(cell) == "64 % 38/116"
    assert said(only(cell, "span[@class='detail']")) == "38/116"


def test_figures_and_short_words_stand_on_one_line_and_only_endless_words_are_broken() -> None:
    columns = tuple(Column(name) for name in "abcd")
    row = Row((Value("Svar"), Value("▲ forbedring"), Value("to ord og mange flere"), Value("f" * 25)))
    cells = tabled(Table("words", "Ord", columns, (row,))).findall("tbody/tr/td")
    assert [cell.get("class") for cell in cells] == [
        "number starts brief",
        "number starts",
        "number starts long",
    ]


def test_notes_and_source_stand_below_their_table_and_describe_it() -> None:
    root = page()
    element = next(root.iter("table"))
    notes = only(root, f".//div[@id='{element.get('aria-describedby')}']")
    assert [said(note) for note in notes] == [
        "Anm.: Base: alle, der har svaret.",
        "Intervaller er 95 %-konfidensintervaller.",
        "Kilde: Egne beregninger.",
    ]
    bare = tabled(replace(table(), notes=(), source=""))
    assert "aria-describedby" not in bare.attrib


def test_tables_scroll_in_a_frame_of_their_own_that_the_keyboard_reaches_and_that_has_a_name() -> None:
    for frame in page().findall(".//div[@role='region']"):
        assert frame.get("tabindex") == "0"
        assert frame.get("class") == "across"
        assert frame.get("aria-labelledby", "").endswith("-caption")


def test_a_figure_says_in_words_what_it_shows() -> None:
    root = page()
    drawings = list(root.iter("svg"))
    assert len(drawings) == 2
    for drawn in drawings:
        assert drawn.get("role") == "img"
        assert said(only(root, f".//*[@id='{drawn.get('aria-labelledby')}']")) == ALT


def test_nothing_is_fetched_and_nothing_runs() -> None:
    root = page()
    policy = only(root, ".//meta[@http-equiv]")
    assert policy.get("content", "").startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert not {"script", "link", "img", "image", "iframe", "object", "embed", "base", "form"} & {
        element.tag for element in root.iter()
    }
    attributes = [(name, value) for element in root.iter() for name, value in element.attrib.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name in {"src", "srcset", "data", "action"}]
    assert all(value.startswith("#") for name, value in attributes if name == "href")
    written = " ".join([said(only(root, ".//style")), *(value for _, value in attributes)])
    assert not re.search(r"https?:|//|@import|url\((?!#)", written)


def test_without_jinja2_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    as_html._environment.cache_clear()  # noqa: SLF001 - as in a process of its own
    with pytest.raises(BrobyggerError) as told:
        as_html.render(report())
    assert told.value.hint == "pip install 'brobygger-cli[report]'"
