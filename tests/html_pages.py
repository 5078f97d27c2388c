"""Web pages as trees, read strictly: what browsers would mend without a word fails here."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

_VOID = {"meta", "link", "br", "hr", "img", "input", "wbr", "col"}


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tree = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: <{tag} {names}>"
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.tree.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.tree.data(data)
        else:
            assert not data.strip()

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def parsed(page: bytes) -> Element:
    """Return a page as a tree.

    Raises:
        AssertionError: If its tags are not balanced, an attribute stands twice, or there are comments in it.
    """
    reader = _Strict()
    text = page.decode("utf-8")
    assert text.startswith("<!DOCTYPE html>\n<html")
    reader.feed(text)
    reader.close()
    assert not reader.open
    return reader.tree.close()


def said(element: Element) -> str:
    """Return the text of an element and all in it, with single blanks."""
    return " ".join("".join(element.itertext()).split())
