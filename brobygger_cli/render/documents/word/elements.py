"""The elements of a Word file: paragraphs, runs and what they are made of, as WordprocessingML names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.documents.office_text import for_xml

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML = "http://www.w3.org/XML/1998/namespace"


def w(name: str) -> str:
    """Return a name of the namespace of Word as lxml writes it."""
    return f"{{{_WORD}}}{name}"


def found(place: BaseOxmlElement, path: str) -> list[BaseOxmlElement]:
    """Return the elements at the end of a path, such as `w:pPr/w:numPr`."""
    return list(place.iterfind(path, {"w": _WORD}))


def value(place: BaseOxmlElement, path: str, attribute: str = "val") -> str:
    """Return an attribute of the first element at the end of a path; nothing where there is none."""
    return next((str(at.get(w(attribute), "")) for at in found(place, path)), "")


def element(tag: str, *children: BaseOxmlElement | None, **attributes: str | int) -> BaseOxmlElement:
    """Return an element of the namespace `w`.

    Args:
        tag: Its name, without the namespace.
        children: What stands in it, in order; None is left out.
        attributes: Its attributes, of the same namespace.
    """
    from docx.oxml import OxmlElement  # noqa: PLC0415 - an optional library

    made = OxmlElement(f"w:{tag}", {w(name): for_xml(str(value)) for name, value in attributes.items()})
    made.extend(child for child in children if child is not None)
    return made


def run(text: str, style: str = "", *, strong: bool = False, size: float | None = None) -> BaseOxmlElement:
    """Return text as it is.

    Args:
        text: The text.
        style: The id of a character style.
        strong: Whether it is set in bold.
        size: Its size in points, where not as its style says.
    """
    properties = element(
        "rPr",
        element("rStyle", val=style) if style else None,
        element("b") if strong else None,
        element("sz", val=round(2 * size)) if size else None,
    )
    return element("r", properties if len(properties) else None, words("t", text))


def words(tag: str, text: str) -> BaseOxmlElement:
    """Return an element that holds text, with the blanks at its ends."""
    made = element(tag)
    made.text = for_xml(text)
    made.set(f"{{{_XML}}}space", "preserve")
    return made


def paragraph(
    style: str, *content: BaseOxmlElement, keep_next: bool = False, new_page: bool = False, align: str = ""
) -> BaseOxmlElement:
    """Return a paragraph.

    Args:
        style: The id of its style.
        content: Its runs, fields and bookmarks.
        keep_next: Whether it stays on one page with what follows.
        new_page: Whether it begins a page.
        align: How it is aligned, where not as its style says.
    """
    properties = element(
        "pPr",
        element("pStyle", val=style),
        element("keepNext") if keep_next else None,
        element("pageBreakBefore") if new_page else None,
        element("jc", val=align) if align else None,
    )
    return element("p", properties, *content)
