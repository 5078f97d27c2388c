"""No command writes over what it reads, whatever the file is called and whether or not --force is given."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from processes import completed

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WAVES = ("baseline.csv", "followup.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sent").mkdir()
    for name in ("baseline.csv", "followup.csv", "library.toml", "library_2023.csv"):
        shutil.copyfile(EXAMPLES / name, tmp_path / name)
    shutil.copyfile(EXAMPLES / "followup.csv", tmp_path / "sent" / "followup.csv")
    (tmp_path / "house.docx").write_bytes(b"a template")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (("compare", *WAVES), "followup.csv"),
        (("compare", *WAVES), "./baseline.csv"),
        (("compare", "baseline.csv", "sent", "-f", "csv"), "sent/followup.csv"),
        (("describe", "library_2023.csv", "-q", "library.toml", "-f", "csv"), "library.toml"),
        (("validate", "followup.csv"), "followup.csv"),
        (("map", "followup.csv"), "followup.csv"),
        (("questionnaire", "draft", "followup.csv"), "followup.csv"),
        (("questionnaire", "show", "library.toml", "-f", "csv"), "library.toml"),
        (("report", *WAVES, "--template", "house.docx"), "house.docx"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_file_that_is_read_is_not_replaced(arguments: tuple[str, ...], output: str, folder: Path) -> None:
    before = (folder / output).read_bytes()
    done = completed([*arguments, "-o", output, "--force"], folder)
    assert done.returncode == 2
    assert f"{output}: is read by this command, and is not replaced" in done.stderr.decode()
    assert (folder / output).read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
def test_nor_is_it_under_another_name(folder: Path) -> None:
    (folder / "link.csv").symlink_to("followup.csv")
    done = completed(["compare", *WAVES, "-o", "link.csv", "--force"], folder)
    assert (done.returncode, (folder / "followup.csv").read_bytes()) == (2, (EXAMPLES / "followup.csv").read_bytes())


def test_any_other_file_is_replaced_with_force(folder: Path) -> None:
    (folder / "out.csv").write_text("old")
    done = completed(["compare", *WAVES, "-o", "out.csv", "--force"], folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "out.csv").read_text(encoding="utf-8").startswith("questionnaire,group,")


def test_a_group_may_be_called_as_the_output_is(folder: Path) -> None:
    (folder / "oevrige").write_text("old")
    done = completed(["compare", *WAVES, "--group", "oevrige", "-f", "csv", "-o", "oevrige", "--force"], folder)
    assert done.returncode == 0, done.stderr


def test_a_dash_is_no_file(folder: Path) -> None:
    done = completed(["compare", *WAVES, "-o", "-"], folder)
    assert done.returncode == 2
    assert b"-o -: is not the name of a file" in done.stderr
    assert not (folder / "-").exists()
