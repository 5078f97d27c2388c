"""Whatever a label holds, a drawing shows it as text, and nothing in it executes, runs over or breaks."""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import replace

import pytest
from drawings import Drawing
from hypothesis import given, settings
from hypothesis import strategies as st
from made_figures import bars, change, changes, every_kind, flow

from brobygger_cli.render.drawing import canvas, draw
from brobygger_cli.render.drawing.lettering import lines_of, width_of

HOSTILE = {
    "mathtext": r"$\frac{1}{0}$ and $x^2",
    "markup": '<script>alert("1")</script>&amp;<b>',
    "entity": "]]>&#x41;<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "css": "}</style><style>*{display:none}",
    "escapes": "\x1b[31mred\x07\x00",
    "bidi": "\u202eevil\u2066",
    "no characters": "\ufffe\uffff\ufdd0",
    "surrogate": "\ud800",
    "emoji": "👩‍👩‍👧 🇩🇰 😀",
    "chinese and arabic": "日本語 العربية עברית",
    "combining": "a" + "\u0301" * 50,
    "formula": "=1+1",
    "blank": " \t\n ",
    "nothing": "",
}


def size_of(png: bytes) -> tuple[int, int]:
    """Return how many dots wide and high a PNG is."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_drawn_as_text(text: str) -> None:
    for figure in every_kind(text):
        drawing = Drawing(figure)
        tags = {element.tag.rpartition("}")[2] for element in drawing.root.iter()}
        assert tags <= {"svg", "title", "desc", "style", "g", "path", "text"}
        shown = "".join(drawing.texts())
        assert not set(shown) & set("\x00\x07\x1b\u202e\u2066\ufffe\uffff\ufdd0\ud800")
        assert draw(figure, "png").startswith(b"\x89PNG\r\n")


def test_mathematics_is_text_as_it_was_typed() -> None:
    assert r"$\frac{1}{0}$ and $x^2" in Drawing(changes(change(0.1, 0, 0.2, HOSTILE["mathtext"]))).texts()


@settings(max_examples=20, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_gives_a_picture_that_can_be_read(text: str) -> None:
    Drawing(changes(change(0.1, 0, 0.2, text), text=text))


@pytest.mark.parametrize("text", ["x" * 10_000, "word " * 2_000], ids=["one word", "many words"])
def test_a_text_without_end_is_cut_in_the_drawing_and_whole_in_the_description(text: str) -> None:
    figure = replace(changes(change(0.1, 0, 0.2, text), text=text))
    figure = replace(figure, frame=replace(figure.frame, alt=text))
    drawing = Drawing(figure)
    assert any(line.endswith("…") for line in drawing.texts())
    assert sum(map(len, drawing.texts())) < 3_000
    assert text.strip() in drawing.written.decode()
    assert all(float(Drawing(kind).root.attrib["height"].removesuffix("pt")) < 900 for kind in every_kind(text))


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=200), width=st.floats(40, 400), most=st.integers(1, 4))
def test_lines_fit_into_their_width(text: str, width: float, most: int) -> None:
    lines = lines_of(text, width, 9, most=most)
    assert len(lines) <= most
    assert all(width_of(line, 9) <= width for line in lines)


def test_text_that_fits_is_not_broken_and_loses_nothing() -> None:
    assert lines_of("Schools and day care", 400, 9) == ["Schools and day care"]
    assert " ".join(lines_of("Schools and day care", 60, 9)) == "Schools and day care"


def test_a_no_break_space_does_not_break() -> None:
    assert lines_of("base (n\u00a0=\u00a0120)", 52, 9) == ["base", "(n\u00a0=\u00a0120)"]


def test_all_text_of_a_figure_is_in_the_drawing_as_text() -> None:
    drawing = Drawing(changes(change(0.1, 0, 0.2, "Referred in the last year")))
    told = " ".join(drawing.texts())
    for text in ("Staff", "Referred in the last year", "33% → 45%", "○ unclear", "Change in percentage points", "+20"):
        assert text in told


def test_a_drawing_has_a_title_and_a_description_and_is_named_by_them() -> None:
    drawing = Drawing(flow(2, 1))
    name = drawing.root.attrib["id"]
    title, desc = drawing.root[0], drawing.root[1]
    assert (title.text, desc.text) == ("Staff", "Referrals have risen.")
    assert drawing.root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    assert drawing.root.attrib["role"] == "img"
    assert drawing.root.attrib["lang"] == "en"
    assert name.startswith("figure-")


def test_no_two_drawings_of_a_page_share_an_id_and_none_has_one_twice() -> None:
    drawings = [Drawing(figure) for figure in (*every_kind("Staff"), *every_kind("Users"))]
    ids = Counter(
        element.attrib["id"] for drawing in drawings for element in drawing.root.iter() if "id" in element.attrib
    )
    assert max(ids.values()) == 1


def test_a_drawing_needs_nothing_from_elsewhere() -> None:
    for figure in every_kind("Staff"):
        written = Drawing(figure).written.decode()
        assert written.replace('xmlns="http://www.w3.org/2000/svg"', "").count("http") == 0
        for word in ("href", "url(", "<image", "<!DOCTYPE", "@import", "nan", "inf"):
            assert word not in written.casefold()


def test_the_same_figure_gives_the_same_bytes() -> None:
    for figure in every_kind("Staff"):
        assert draw(figure, "svg") == draw(figure, "svg")
        assert draw(figure, "png") == draw(figure, "png")


def test_a_picture_has_two_dots_for_every_one_of_a_screen_and_tells_no_program_or_date() -> None:
    png = draw(flow(2, 1), "png")
    assert size_of(png)[0] == pytest.approx(520 / 72 * 192, abs=1)
    assert b"tEXt" not in png
    assert b"tIME" not in png


def test_a_figure_that_is_too_high_for_the_library_is_drawn_with_fewer_dots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "_MOST_DOTS", 500)
    wide, high = size_of(draw(changes(*(change(0.1, 0, 0.2),) * 20), "png"))
    assert high == pytest.approx(500, abs=2)
    assert wide < high


def test_without_its_title_a_drawing_shows_the_rest() -> None:
    figure = bars((0.5, 0.5))
    figure = replace(figure, frame=replace(figure.frame, title="How it is"))
    with_title, without = (draw(figure, "svg", titled=titled).decode() for titled in (True, False))
    assert with_title.count(">How it is<") == 2  # as what names the drawing, and as text in it
    assert without.count(">How it is<") == 1
