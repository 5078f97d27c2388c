"""Tables as containers give them, and the shared folder of real exports."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from brobygger_cli.exports.raw import Cells, RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[3]


def real_exports() -> Path:
    """Return the folder with real exports of platforms; the test that asks is skipped where there is none."""
    folder = Path(os.environ.get("BROBYGGER_EXPORTS", ROOT.parent / "shared" / "exports"))
    if not folder.is_dir():
        pytest.skip("there are no real exports here: BROBYGGER_EXPORTS names their folder")
    return folder


def table(rows: Sequence[Sequence[str]]) -> RawTable:
    """Return the raw table of some rows, the first of which is the header."""
    header, *records = rows
    cells = tuple(
        Cells.of(np.array([record[column] for record in records], dtype=object)) for column in range(len(header))
    )
    lines = np.arange(2, 2 + len(records), dtype=np.int64)
    return RawTable("wave.csv", tuple(name.strip() for name in header), cells, lines, ())
