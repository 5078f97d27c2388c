"""What a report tells of how it was asked for: enough to make it again, and no secrets."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from made_reports import DATE, report_of, sections, texts

from brobygger_cli.report.model import Facts
from brobygger_cli.report.provenance import Given, Origin

if TYPE_CHECKING:
    from pathlib import Path


def test_an_address_with_a_password_is_in_no_report() -> None:
    given = (
        Given("", ("before", "survey.after"), is_file=True),
        Given("--engine", ("postgres://eva:hunter2@db.example.org/surveys",)),
        Given("--skip-invalid", ()),
    )
    report = report_of("one group and question", "en", Origin((), given, DATE))
    said = "\n".join(texts(report))
    assert "hunter2" not in said
    assert "example.org" not in said
    assert "brobygger report before survey.after --engine postgres --skip-invalid" in said


def test_a_folder_is_told_by_the_checksums_of_the_files_in_it(tmp_path: Path) -> None:
    content = b"a;b\n1;2\n"
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "dataset.csv").write_bytes(content)
    (tmp_path / "export" / "labels.csv").write_bytes(b"")
    report = report_of("one group and question", "en", Origin((str(tmp_path / "export"),), (), DATE))
    (section,) = [found for found in sections(report) if found.kind == "provenance"]
    (facts,) = [block for block in section.blocks if isinstance(block, Facts)]
    assert facts.pairs[:2] == (
        ("export/dataset.csv", f"SHA-256 {hashlib.sha256(content).hexdigest()}"),
        ("export/labels.csv", "SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    )
