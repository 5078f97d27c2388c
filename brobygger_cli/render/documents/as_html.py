"""HTML: a report as one file that needs nothing else; no network, no script, light and dark, and made to be printed."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.render import drawing
from brobygger_cli.render.documents.html_table import grid
from brobygger_cli.render.documents.inline_svg import inline_svg
from brobygger_cli.render.documents.numbering import numbered
from brobygger_cli.render.drawing.palette import dark_rules
from brobygger_cli.render.safe import plain

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from brobygger_cli.report.model import Picture, Report

_FOLDER = Path(__file__).parent / "html"
_WORDS = Catalogue("documents")


def render(report: Report, template: Path | None = None) -> bytes:  # noqa: ARG001 - the contract of all documents
    """Return the report as a web page in UTF-8.

    Raises:
        BrobyggerError: If a library that it needs is not installed.
    """
    page = _environment().get_template("report.html.j2")
    say = partial(_say, report)
    return page.render(report=report, numbers=numbered(report), say=say, dark=_dark()).encode("utf-8")


def _say(report: Report, key: str, **values: object) -> str:
    return _WORDS.say(key, report.language, **values)


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - an optional library
    except ImportError as missing:
        raise BrobyggerError(
            "a report as HTML needs Jinja2, which is not installed", "pip install 'brobygger-cli[report]'"
        ) from missing
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawn"] = _drawn
    environment.filters["grid"] = grid
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment


def _harmless(value: object) -> object:
    """Spell out what a browser would act on or not show; what is markup was escaped before."""
    return plain(value) if type(value) is str else value


def _dark() -> Markup:
    """Return the rules that set drawings on dark ground; no text of a report is in them."""
    return _markup(dark_rules("figure svg"))


def _drawn(picture: Picture) -> Markup:
    """Draw a figure as part of the page; what it shows is said by the element with the id `ID-said`."""
    return _markup(inline_svg(drawing.draw(picture.figure, "svg", titled=False), picture.id, f"{picture.id}-said"))


def _markup(text: str) -> Markup:
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2, an optional library

    return Markup(text)  # noqa: S704 - constant, or serialised from a tree with the text in it escaped
