"""A report as Markdown: whole, against a golden file, and harmless whatever labels hold.

`python tests/report/test_report_markdown.py` writes the golden file anew; the difference belongs in the commit.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # where the golden file is written anew

from processes import completed

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).resolve().parent / "golden" / "ngo_da.md"

HOSTILE = [
    '=HYPERLINK("http://e.example")',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a | b | c",
    "[click](javascript:alert(1))",
    "![x](http://e.example/x.png)",
    "`rm -rf`, **bold**, ~~gone~~, # heading",
    "[red]rich[/red]",
    "\x1b[31mred\x1b[0m\x07",
    "\N{RIGHT-TO-LEFT OVERRIDE}drow\N{POP DIRECTIONAL FORMATTING}",
    "two\r\nlines\n\n## heading",
    "\N{FAMILY}\N{EMOJI MODIFIER FITZPATRICK TYPE-4} $x^2$ {brace} %s",
    "w" * 10_000,
    "&lt;b&gt;",
    "-",
    "+1",
    "@name",
]


def written(folder: Path, *arguments: str) -> str:
    """Return a report as Markdown, without the versions of the programs that wrote it."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1511308800"}
    done = completed(["report", *arguments, "-o", str(folder / "report.md")], ROOT / "examples", environment)
    assert done.returncode == 0, done.stderr.decode()
    text = (folder / "report.md").read_bytes().decode("utf-8")
    return re.sub(r"^(- \*\*(?:brobygger|Python|numpy|pandas|scipy)\*\*: ).+$", r"\1…", text, flags=re.MULTILINE)


def test_the_report_of_the_ngos_is_the_golden_one(tmp_path: Path) -> None:
    assert written(tmp_path, "2017", "followup_ngo.csv", "--lang", "da") == GOLDEN.read_bytes().decode("utf-8")


def questionnaire() -> str:
    """Return a questionnaire in which every text is hostile."""
    said = [json.dumps(text, ensure_ascii=False) for text in HOSTILE]
    options = ",\n".join(
        f'{{ id = "o{place}", code = "{place}", label = {{ da = {text} }} }}' for place, text in enumerate(said)
    )
    return f"""
id = "hostile"
title = {{ da = {said[1]} }}
citation = {{ da = {said[4]} }}
[[groups]]
id = "all"
code = "1"
label = {{ da = {said[3]} }}
[[questions]]
id = "q"
type = "single"
source = {said[5]}
text = {{ da = {said[10]} }}
note = {{ da = {said[2]} }}
options = [{options}]
[[indicators]]
id = "i"
question = "q"
options = ["o1"]
label = {{ da = {said[0]} }}
"""


def cells(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line)[1:-1]


def tables(text: str) -> Iterator[list[str]]:
    """Yield the lines of every table."""
    yield from (found.strip("\n").split("\n") for found in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE))


def test_hostile_labels_stay_text(tmp_path: Path) -> None:
    (tmp_path / "hostile.toml").write_text(questionnaire(), encoding="utf-8")
    for name in ("<b>one<b>", "two|2"):
        rows = "".join(f"p{place},1,{place % len(HOSTILE)}\n" for place in range(60))
        (tmp_path / f"{name}.csv").write_text(f"respondent_id,group,q\n{rows}", encoding="utf-8")
    files = [str(tmp_path / f"{name}.csv") for name in ("<b>one<b>", "two|2")]
    text = written(tmp_path, *files, "-q", str(tmp_path / "hostile.toml"), "--lang", "da", "--title", HOSTILE[10])
    assert "w" * 10_000 in text
    assert "alert" in text
    assert not re.search(r"<[A-Za-z/!]", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    assert [char for char in set(text) - {"\n"} if unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs"}] == []
    for table in tables(text):
        assert {len(cells(line)) for line in table} == {len(cells(table[0]))}
    headings = re.findall(r"^#+ .+$", text, flags=re.MULTILINE)
    assert headings[0] == r"# two\\r\\nlines\\n\\n\#\# heading"
    assert [heading for heading in headings if heading.startswith("## ")] == [
        "## Hvad der er målt",
        "## Hvad der har ændret sig",
        "## Spørgsmål for spørgsmål",
        "## Metode",
        "## Kodebog",
        "## Herkomst",
    ]


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder_for_it:
        GOLDEN.write_bytes(written(Path(folder_for_it), "2017", "followup_ngo.csv", "--lang", "da").encode("utf-8"))
