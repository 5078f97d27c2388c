"""The styles of a report in a Word file: the template's where it has them, else those of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.documents.word.elements import found, value, w
from brobygger_cli.render.documents.word.house import part_of_the_house
from brobygger_cli.render.documents.word.numbering import add_bullets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement


def adopt(document: Document) -> dict[str, str]:
    """Give a document the styles of the house that it lacks, and return the id of each by its name.

    Two styles are the same where they are of one type and have one name, in capitals or not: a file holds the names of
    built-in styles in English, whatever the language of Word.
    """
    styles = document.styles.element
    known = {(kind, name.casefold()): own for kind, name, own, _ in _styles(styles)}
    taken = set(known.values())
    house = list(_styles(part_of_the_house("styles.xml")))
    ids = {}  # by the id that the style has in the house
    for kind, name, own, _ in house:
        ids[own] = known.get((kind, name.casefold())) or _free(own, taken)
    for kind, name, own, style in house:
        if (kind, name.casefold()) not in known:
            _fit(style, ids[own], ids)
            for numbered in found(style, "w:pPr/w:numPr/w:numId"):
                numbered.set(w("val"), str(add_bullets(document)))
            styles.append(style)
    return {name: ids[own] for _, name, own, _ in house}


def _styles(styles: BaseOxmlElement) -> Iterator[tuple[str, str, str, BaseOxmlElement]]:
    """Yield type, name and id of each style, and the style."""
    for style in found(styles, "w:style[w:name]"):
        yield style.get(w("type"), ""), value(style, "w:name"), style.get(w("styleId"), ""), style


def _fit(style: BaseOxmlElement, own: str, ids: dict[str, str]) -> None:
    """Make a style of the house one of another document: its id, and those of the styles that it names."""
    style.set(w("styleId"), own)
    style.attrib.pop(w("default"), None)  # the document has its own defaults
    for named in [*found(style, "w:basedOn"), *found(style, "w:next")]:
        named.set(w("val"), ids[named.get(w("val"))])


def _free(wanted: str, taken: set[str]) -> str:
    """Return an id that no style has, and take it."""
    candidates = (wanted, *(f"{wanted}{number}" for number in range(2, len(taken) + 3)))
    found = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(found)
    return found
