"""A short run of the fuzzing of exports: small files of every platform, the examples, and real exports where they are.

The long run, over as many damages as one likes: `python tests/fuzz/fuzz_exports.py --runs 20000 FOLDER`.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from fuzz_exports import Finding, exports_in, fuzz

ROOT = Path(__file__).resolve().parents[2]
LAYOUTS = ROOT / "tests" / "exports" / "layouts"


def told(findings: list[Finding]) -> str:
    return "\n".join(f"run {found.run}: {found.file.name} after {found.how}: {found.what}" for found in findings)


@pytest.fixture(scope="module")
def platforms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the survey that all layouts are tested with, in every form of every platform."""
    sys.path.append(str(LAYOUTS))  # where the samples import each other from
    samples = importlib.import_module("samples").SAMPLES
    folder = tmp_path_factory.mktemp("platforms")
    for layout, sample in samples.items():
        for form, write in sample.WRITERS.items():
            place = folder / f"{layout} {form}"
            place.mkdir()
            write(place)
    return folder


@pytest.mark.parametrize("first", [0, 250])
def test_damaged_exports_of_every_platform_are_refused_or_accounted_for(platforms: Path, first: int) -> None:
    findings, made = fuzz(exports_in([platforms]), range(first, first + 250), seed=1)
    assert not findings, told(findings)
    assert made.total() >= 250


def test_damaged_examples_are_refused_or_accounted_for() -> None:
    findings, _ = fuzz(exports_in([ROOT / "examples"]), range(60), seed=1)
    assert not findings, told(findings)


def test_a_file_of_which_rows_are_lost_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The harness itself: what it looks for is seen."""
    monkeypatch.setattr("fuzz_exports.read_as_a_user_would", lambda *_, **__: 1 // 0)
    findings, _ = fuzz(exports_in([ROOT / "examples"]), range(1), seed=1)
    assert "ZeroDivisionError" in told(findings)
