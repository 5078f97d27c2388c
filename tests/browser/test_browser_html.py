"""The report as a web page in a real browser: read, scrolled, printed and inspected as people do."""

from __future__ import annotations

import shutil
import subprocess
import threading
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import pytest

from brobygger_cli.render.documents import as_html
from brobygger_cli.report.model import Column, Report, Row, Section, Table, Value
from html_reports import filled, report
from processes import completed

if TYPE_CHECKING:
    from collections.abc import Iterator

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install -e '.[browser-test]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: pip install -e '.[browser-test]'")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from brobygger_cli.report.model import Block

Scheme = Literal["light", "dark"]

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext: apt install poppler-utils"
)
PHONES_AND_SCREENS = (360, 390, 768, 1280)

# The lowest contrast of text in drawings with the ground of the page, as WCAG 2.2 defines it.
LOWEST_CONTRAST = """() => {
  const light = colour => {
    const part = text => { const c = text / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 };
    const [red, green, blue] = colour.match(/[0-9.]+/g).map(Number).map(part);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  return Math.min(...[...document.querySelectorAll("svg text")].map(text => {
    const [dark, bright] = [light(getComputedStyle(text).fill), ground].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  }));
}"""

# What a label could do if it were taken for markup.
BREAK_IN = """async address => {
  document.body.insertAdjacentHTML("beforeend", `<img src="${address}img" onerror="window.ran = 1">
    <iframe src="${address}frame"></iframe><object data="${address}object"></object>
    <link rel="stylesheet" href="${address}css"><form action="${address}form"><button>x</button></form>`);
  const script = document.createElement("script");
  script.textContent = "window.ran = 1";
  document.body.append(script);
  await fetch(address + "fetch").catch(() => 0);
  document.forms[0].submit();
  return window.ran;
}"""


class Site(NamedTuple):
    """A web server on this machine: where its pages lie, its address, and what was asked of it."""

    folder: Path
    address: str
    asked: list[str]

    def put(self, shown: Report) -> str:
        """Return the address of a report."""
        (self.folder / "report.html").write_bytes(as_html.render(shown))
        self.asked.clear()
        return f"{self.address}report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with playwright.sync_playwright() as running:
        try:
            started = running.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except playwright.Error as error:
            pytest.skip(
                f"needs a Chromium: apt install chromium, or playwright install chromium ({error.message[:80]})"
            )
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    asked: list[str] = []

    class Telling(SimpleHTTPRequestHandler):
        def log_message(self, _format: str, *_: object) -> None:
            asked.append(self.path)

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Telling, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(folder, f"http://127.0.0.1:{server.server_port}/", asked)
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def overflow(page: Page) -> int:
    """Return by how many dots the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def place(found: Locator) -> tuple[float, float]:
    """Return where in the window an element stands."""
    box = found.bounding_box()
    assert box is not None
    return box["x"], box["y"]


def test_no_request_leaves_the_page(page: Page, site: Site) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    address = site.put(report())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        page.pdf()
    assert set(requested) == {address}
    assert set(site.asked) == {"/report.html"}


def test_even_markup_that_got_through_could_fetch_nothing_and_run_nothing(page: Page, site: Site) -> None:
    page.goto(site.put(report()))
    assert page.evaluate(BREAK_IN, site.address) is None
    page.wait_for_timeout(200)
    assert set(site.asked) == {"/report.html"}


def test_the_browser_has_nothing_to_complain_of(page: Page, site: Site) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site.put(report()))
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_barrier(page: Page, site: Site, scheme: Scheme, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(site.put(report()))
    found = axe.Axe().run(page).response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []


def test_the_example_report_has_no_barrier_no_request_and_no_sideways_scroll(page: Page, site: Site) -> None:
    """The whole note, with figures of every kind."""
    followup = Path(__file__).parents[2] / "examples" / "followup.csv"
    asked = ["report", "2017", str(followup), "--lang", "da", "-o", "note.html", "--force"]
    assert completed(asked, site.folder).returncode == 0
    site.asked.clear()
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{site.address}note.html")
    assert overflow(page) == 0
    assert page.locator("figure svg").count() >= 10
    found = axe.Axe().run(page).response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []
    assert set(site.asked) == {"/note.html"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_in_drawings_is_readable_on_the_ground_of_the_page(page: Page, site: Site, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(site.put(report()))
    assert page.evaluate(LOWEST_CONTRAST) >= 4.5


@pytest.mark.parametrize("width", PHONES_AND_SCREENS)
def test_the_page_never_scrolls_sideways(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for shown in (report(), filled("ord" * 3334), filled("ord og flere ord " * 200)):
        page.goto(site.put(shown))
        page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
        assert overflow(page) == 0


def test_a_wide_table_scrolls_in_its_frame_and_the_headings_of_rows_stay(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(site.put(report()))
    frame = page.locator("#indicators .across")
    heading, caption = frame.locator("tbody th[scope=row]").first, frame.locator("caption span").first
    frame.focus()
    before = place(heading), place(caption)
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert frame.evaluate("framed => framed.scrollLeft") > 20
    assert (place(heading), place(caption)) == before


def test_contents_stand_beside_the_text_on_a_screen_and_fold_on_a_phone(page: Page, site: Site) -> None:
    page.goto(site.put(report()))
    assert page.locator("nav.beside").is_visible()
    assert not page.locator("nav.folded").is_visible()
    page.evaluate("scrollTo(0, 3000)")
    assert page.locator("nav.beside a").first.is_visible()
    assert place(page.locator("nav.beside"))[1] == 0
    page.set_viewport_size({"width": 390, "height": 800})
    assert not page.locator("nav.beside").is_visible()
    link = page.locator("nav.folded a").last
    assert not link.is_visible()
    page.locator("nav.folded summary").click()
    link.click()
    assert page.url.endswith("#provenance")


def test_the_keyboard_comes_to_the_content_at_once(page: Page, site: Site) -> None:
    page.goto(site.put(report()))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Spring til indholdet"
    assert place(skip)[0] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")


def sheets(page: Page, site: Site, shown: Report) -> list[str]:
    """Return the text of the pages that a report is printed on."""
    page.goto(site.put(shown))
    page.emulate_media(color_scheme="dark")
    page.pdf(path=site.folder / "report.pdf", prefer_css_page_size=True)
    command = ["pdftotext", "-layout", "report.pdf", "-"]
    pages = subprocess.run(command, cwd=site.folder, capture_output=True, check=True, encoding="utf-8").stdout
    return pages.removesuffix("\f").split("\f")


def long_table(name: str, rows: int) -> Table:
    columns = (Column("Svar", numeric=False), Column("Andel", "Måling 2017"), Column("Andel", "Måling 2019"))
    lines = (Row((Value(f"Svar {name} {number}"), Value("12 %"), Value("13 %"))) for number in range(1, rows + 1))
    return Table(name, f"Svar på {name}", columns, tuple(lines))


def of_blocks(*blocks: Block) -> Report:
    return replace(report(), sections=(Section("only", "Et afsnit", "question", blocks),))


@needs_pdftotext
def test_on_paper_headings_of_columns_repeat_and_what_is_for_screens_is_left_out(page: Page, site: Site) -> None:
    printed = sheets(page, site, of_blocks(long_table("alt", 120)))
    assert len(printed) >= 3
    assert all("Måling 2017" in sheet and "Måling 2019" in sheet for sheet in printed)
    assert [sheet.split()[-1] for sheet in printed] == [
        f"{number}/{len(printed)}" for number in range(1, len(printed) + 1)
    ]
    assert all(any(f"Svar alt {number} " in sheet for sheet in printed) for number in range(1, 121))
    assert not any("Spring til" in sheet or "Indhold" in sheet for sheet in printed)


@needs_pdftotext
def test_on_paper_no_caption_stands_at_the_foot_of_a_page_alone(page: Page, site: Site) -> None:
    """Tables of many lengths, so that captions come to stand at every height of a page."""
    tables = [long_table(f"nr{number}", 17 + number) for number in range(1, 25)]
    printed = sheets(page, site, of_blocks(*tables))
    for number in range(1, 25):
        [sheet] = [text for text in printed if f"Tabel {number}." in text]
        assert f"Svar nr{number} 1 " in sheet


def test_on_paper_there_are_light_colours_though_the_screen_is_dark(page: Page, site: Site) -> None:
    page.goto(site.put(report()))
    page.emulate_media(media="print", color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = page.evaluate("getComputedStyle(document.querySelector('svg text')).fill")
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(27, 36, 44)")
