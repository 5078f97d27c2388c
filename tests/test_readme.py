"""The README's first screen shows what the tool prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_output_shown_is_that_of_the_command_above_it() -> None:
    command = re.search(r"^python3 -m venv .*&& \.venv/bin/brobygger (compare .*)$", README, re.MULTILINE)
    shown = re.search(r"^```text\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert command is not None
    assert shown is not None
    done = subprocess.run(
        [sys.executable, "-m", "brobygger_cli", *command[1].split(), "--format", "table"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode("utf-8").strip() == shown[1].strip()


def test_every_file_linked_to_exists() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
