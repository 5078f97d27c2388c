"""An SVG as it goes into a page: described, named apart from others, and without anything from elsewhere."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from brobygger_cli.render.drawing.lettering import legible
from brobygger_cli.render.drawing.palette import dark_rules

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from brobygger_cli.figures.model import Frame

_SVG = "http://www.w3.org/2000/svg"
# Fonts no wider than the one that was measured with, so that nothing runs over.
_FONTS = "'Segoe UI', 'Helvetica Neue', Roboto, 'Noto Sans', 'Open Sans', 'Liberation Sans', Arial, sans-serif"
_ROOT = f"font-family: {_FONTS}; stroke-linejoin: round; stroke-linecap: butt; max-width: 100%; height: auto"
_FAMILY = re.compile(r"font-family: [^;]*; ")
_OWN_NAME = re.compile(r"(?:figure|axes|patch|text|line2d)_\d+")
_DARK = "@media screen and (prefers-color-scheme: dark){{{rules}}}"


def finished_svg(drawn: bytes, frame: Frame, *, turns_dark: bool) -> bytes:
    """Return a drawing with its title and description, and ids that no other drawing has.

    Args:
        drawn: The drawing as the library writes it.
        frame: What it shows.
        turns_dark: Whether it turns dark where the reader prefers that.
    """
    from xml.etree.ElementTree import SubElement, fromstring, tostring  # noqa: PLC0415 - only where a figure is drawn

    name = f"figure-{hashlib.sha256(drawn + frame.alt.encode('utf-8', 'replace')).hexdigest()[:12]}"
    root = fromstring(drawn)  # noqa: S314 - the program's own drawing
    root[:] = [child for child in root if child.tag == f"{{{_SVG}}}g"]
    for element in root.iter():
        _tidy(element, name)
    described = [
        _described(root, "title", f"{name}-title", frame.title),
        _described(root, "desc", f"{name}-desc", frame.alt),
    ]
    root[:0] = described
    if turns_dark:
        style = SubElement(root, f"{{{_SVG}}}style")
        style.text = _DARK.format(rules=dark_rules(f"#{name}"))
    root.attrib |= {
        "xmlns": _SVG,
        "id": name,
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-desc",
        "lang": frame.language,
        "style": _ROOT,
    }
    written: bytes = tostring(_plainly_named(root), encoding="utf-8")
    return written


def _tidy(element: Element, name: str) -> None:
    """Leave the names and places out that say nothing."""
    given = element.attrib.pop("id", "")
    if given and not _OWN_NAME.fullmatch(given):
        element.attrib["id"] = f"{name}-{given}"
    if element.attrib.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    if "style" in element.attrib:
        element.attrib["style"] = _FAMILY.sub("", element.attrib["style"])
    if "d" in element.attrib:
        element.attrib["d"] = " ".join(element.attrib["d"].split())
    if element.text is not None and not element.text.strip():
        element.text = None
    element.tail = None


def _described(root: Element, tag: str, identifier: str, said: str) -> Element:
    element = root.makeelement(f"{{{_SVG}}}{tag}", {"id": identifier})
    element.text = legible(said)
    return element


def _plainly_named(element: Element) -> Element:
    """Return an element whose names have no prefix, so that a page can hold it as it is."""
    named = element.makeelement(element.tag.rpartition("}")[2], dict(element.attrib))
    named.text = element.text
    named.extend(map(_plainly_named, element))
    return named
