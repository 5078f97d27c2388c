"""Drawings within a page: they draw the same, and touch nothing outside them."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from brobygger_cli.render import drawing
from brobygger_cli.render.documents.inline_svg import inline_svg
from html_reports import SVG, plot


def test_two_drawings_share_no_id_and_each_finds_its_own() -> None:
    one, other = (fromstring(inline_svg(SVG, name, f"{name}-said")) for name in ("one", "other"))  # noqa: S314
    ids = [[element.get("id") for element in tree.iter() if element.get("id")] for tree in (one, other)]
    assert ids == [["one-figure_1", "one-dot", "one-p1"], ["other-figure_1", "other-dot", "other-p1"]]
    assert [element.get("href") for element in other.iter("use")] == ["#other-dot"]
    assert [element.get("clip-path") for element in other.iter("g")][1] == "url(#other-p1)"


def test_what_is_for_other_programs_or_for_the_whole_page_is_left_out() -> None:
    tree = fromstring(inline_svg(SVG, "one", "said"))  # noqa: S314
    assert {element.tag for element in tree.iter()} == {"svg", "g", "defs", "clipPath", "path", "use", "rect", "text"}
    assert "http" not in inline_svg(SVG, "one", "said")


def test_text_stays_text() -> None:
    tree = fromstring(inline_svg(SVG, "one", "said"))  # noqa: S314
    assert [element.text for element in tree.iter("text")] == ["1 < 2 & 3"]
    assert "1 &lt; 2 &amp; 3" in inline_svg(SVG, "one", "said")


def test_a_real_drawing_keeps_every_path() -> None:
    drawn = drawing.draw(plot(), "svg")
    kept = fromstring(inline_svg(drawn, "one", "said"))  # noqa: S314
    before = fromstring(drawn).findall(".//{http://www.w3.org/2000/svg}path")  # noqa: S314
    assert [path.get("d") for path in kept.iter("path")] == [path.get("d") for path in before]
    assert len(before) > 10
