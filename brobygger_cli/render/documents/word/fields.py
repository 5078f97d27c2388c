"""Fields and bookmarks: what Word counts, finds and gathers itself, with the result that it would come to."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from brobygger_cli.render.documents.word.elements import element, run, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.oxml.xmlchemy import BaseOxmlElement

_LONGEST_NAME = 40


def field(code: str, *result: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield the runs of a field.

    Args:
        code: What Word is to do.
        result: What is shown until Word does it.
    """
    yield from _opening(code)
    yield from result
    yield _mark("end")


def contents(style: dict[int, str], entries: Iterable[tuple[int, str, str]], levels: int) -> list[BaseOxmlElement]:
    """Return the paragraphs of a table of contents that Word can renew.

    The entries lead to their headings. They have no page numbers until Word renews the field: only Word knows the
    pages, and a file that asks Word to renew its fields is opened with a warning.

    Args:
        style: The id of the paragraph style of each level, from 1.
        entries: The level of each heading, its bookmark and its text.
        levels: How many levels are shown.
    """
    made = []
    listed = list(entries)
    for place, (level, name, text) in enumerate(listed):
        link = element("hyperlink", run(text), anchor=name, history=1)
        before = _opening(rf'TOC \o "1-{levels}" \h \z \u') if place == 0 else ()
        after = (_mark("end"),) if place == len(listed) - 1 else ()
        made.append(element("p", element("pPr", element("pStyle", val=style[level])), *before, link, *after))
    return made


class Bookmarks:
    """Names for places, each given once.

    Args:
        taken: Names and numbers of bookmarks that the document has already.
        first: The first number that no bookmark of the document has.
    """

    def __init__(self, taken: Iterable[str] = (), first: int = 1) -> None:
        self._taken = {name.casefold() for name in taken}
        self._numbers = count(first)

    def around(self, name: str, *content: BaseOxmlElement) -> list[BaseOxmlElement]:
        """Return content between the two ends of a bookmark."""
        number = next(self._numbers)
        return [element("bookmarkStart", id=number, name=name), *content, element("bookmarkEnd", id=number)]

    def name(self, *parts: str) -> str:
        """Return a name made of parts that no other bookmark has: letters, digits and `_`, 40 at most."""
        stem = "".join(char if char.isascii() and char.isalnum() else "_" for char in "_".join(parts))
        endings = ("", *(f"_{number}" for number in range(2, len(self._taken) + 3)))
        named = (stem[: _LONGEST_NAME - len(ending)] + ending for ending in endings)
        letters = next(name for name in named if name.casefold() not in self._taken)
        self._taken.add(letters.casefold())
        return letters


def _opening(code: str) -> Iterator[BaseOxmlElement]:
    yield _mark("begin")
    yield element("r", words("instrText", f" {code} "))
    yield _mark("separate")


def _mark(kind: str) -> BaseOxmlElement:
    return element("r", element("fldChar", fldCharType=kind))
