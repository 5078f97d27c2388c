"""Whatever a label or an answer holds: on the page it is text, and changes nothing but text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger_cli.render import drawing
from brobygger_cli.render.documents import as_html
from brobygger_cli.render.safe import plain
from html_pages import parsed
from html_reports import SVG, filled

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# How many times the text of `filled` stands on its page: title (twice), subtitle, date, contents (two sections, twice)
# and headings, paragraphs, bullets, facts, captions, cells with their small print, notes, source, what a figure shows.
TIMES = 4 + 4 + 2 + 2 + 2 + 2 + 2 + 5 + 2 * (1 + 3 * 4) + 3 + 1 + 1

HOSTILE = {
    "a formula": '=HYPERLINK("http://example.org/","Klik")',
    "a tag": "<script>alert(1)</script>",
    "an end of what it stands in": '"></title></style></table></svg><img src=x onerror=alert(1)>',
    "an attribute": "' onmouseover='alert(1)",
    "a comment": "<!-- --><![CDATA[ x ]]>",
    "entities": "&lt;b&gt; &#60;b&#62; &amp;amp; &nbsp;",
    "a template": "{{ 7 * 7 }} {% for x in y %} {# gone #}",
    "an address": "javascript:alert(1) //example.org/x.js url(http://example.org/)",
    "Rich markup": "[bold red]x[/] [link=http://example.org]y[/link]",
    "Markdown": "![x](http://example.org/p.png) **fed** `kode`",
    "mathematics": r"$\frac{1}{2}$ 5 $ og 6 $",
    "terminal escapes": "\x1b[31mrød\x1b[0m \x07\x9b2J",
    "right-to-left marks": "\u202eabc\u202c \u2067x\u2069 \u200f",
    "emoji": "👩‍👩‍👧 🇩🇰 👍🏽",
    "controls": "\x00\x01\x08\x0b\x1f\x7f\ufeff",
    "lines": "første\nanden\r\ntredje\u2028fjerde\ttab",
    "lone surrogates": "a\ud800b\udfff",
    "no text": "",
    "a long word": "ord" * 3334,
}


@pytest.fixture(autouse=True)
def _drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put one small drawing in place of every figure."""
    monkeypatch.setattr(drawing, "draw", lambda _figure, _kind, **_: SVG)


def shape(root: Element) -> list[tuple[str, tuple[str, ...]]]:
    """Return every element with the names of its attributes, but for the classes, which tell of long words too."""
    return [(element.tag, tuple(name for name in element.attrib if name != "class")) for element in root.iter()]


def texts(root: Element) -> list[str]:
    return [text for element in root.iter() if element.tag != "style" for text in element.itertext()]


@pytest.mark.parametrize(
    "hostile", [text for name, text in HOSTILE.items() if text], ids=[n for n in HOSTILE if HOSTILE[n]]
)
def test_hostile_text_is_shown_as_text_wherever_it_stands(hostile: str) -> None:
    harmless = parsed(as_html.render(filled("ord")))
    root = parsed(as_html.render(filled(hostile)))
    assert shape(root) == shape(harmless)
    shown = " ".join(root.itertext())
    assert shown.count(plain(hostile)) == TIMES


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, alphabet=st.characters(codec=None)))
def test_any_text_is_shown_as_text(text: str) -> None:
    root = parsed(as_html.render(filled(text)))
    assert [element.tag for element in root.iter("section")] == ["section"] * 2
    title = root.find(".//title")
    assert title is not None
    assert title.text == plain(text)


def test_a_long_word_in_a_heading_of_a_column_is_broken_and_an_ordinary_one_is_not() -> None:
    for word, broken in (("Konfidensinterval", False), ("ord" * 3334, True)):
        root = parsed(as_html.render(filled(word)))
        classes = [cell.get("class", "").split() for cell in root.findall(".//thead/tr/th")]
        assert classes
        assert all(("long" in names) is broken for names in classes)
