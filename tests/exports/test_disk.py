"""Files that cannot be fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports import read_export


def failure(path: Path | str) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_export(str(path))
    assert caught.value.hint
    return caught.value


def test_missing_file_names_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "Måling_2024.CSV").touch()
    (tmp_path / "notes.txt").touch()
    error = failure(tmp_path / "måling_2042.csv")
    assert error.code == "file_not_found"
    assert "Måling_2024.CSV" in error.hint


def test_missing_file_without_a_near_one_names_the_folder(tmp_path: Path) -> None:
    error = failure(tmp_path / "wave.csv")
    assert error.code == "file_not_found"
    assert str(tmp_path) in error.hint


@pytest.mark.parametrize("name", ["nowhere/wave.csv", "file/wave.csv"])
def test_missing_folder_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    error = failure(tmp_path / name)
    assert error.code == "file_not_found"
    assert "folder" in error.hint


@pytest.mark.parametrize("path", ["a\0b", "\0/wave.csv"])
def test_impossible_name_is_a_missing_file(path: str) -> None:
    assert failure(path).code == "file_not_found"


@pytest.mark.parametrize("path", ["", "."])
def test_folder_without_an_export_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.chdir(tmp_path)
    error = failure(path)
    assert error.code == "unreadable_file"
    assert "folder" in error.message


def test_folder_that_the_system_withholds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    error = failure(tmp_path)
    assert error.code == "unreadable_file"
    assert "folder" in error.message


@pytest.mark.parametrize("cause", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
def test_file_that_the_system_withholds_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: OSError
) -> None:
    def refuse(_: Path) -> bytes:
        raise cause

    monkeypatch.setattr(Path, "read_bytes", refuse)
    error = failure(tmp_path / "wave.csv")
    assert error.code == "unreadable_file"
    assert isinstance(error.__cause__, OSError)


def test_name_too_long_for_the_disk_is_told(tmp_path: Path) -> None:
    assert failure(tmp_path / ("x" * 5000)).code == "unreadable_file"
