"""Which container bytes are told to be, whatever the name, and what is packed in what."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sav_files import Sav
from xlsx_files import table_of, workbook, zipped

from brobygger_cli.errors import BrobyggerError, UnreadableError
from brobygger_cli.exports.containers import library, read_container

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable

CSV = b"id;q\n1;ja\n2;nej\n"


def read(tmp_path: Path, data: bytes, sheet: str | None = None) -> RawTable:
    path = tmp_path / "wave.txt"
    path.write_bytes(data)
    return read_container(str(path), sheet=sheet)


def refused(tmp_path: Path, data: bytes, sheet: str | None = None) -> BrobyggerError:
    with pytest.raises(BrobyggerError) as caught:
        read(tmp_path, data, sheet)
    assert caught.value.hint
    return caught.value


def parquet() -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table({"id": [1, 2]}), stream)
    return stream.getvalue()


INSIDE = {
    "delimited text": CSV,
    "an Excel workbook": workbook({"Data": table_of(["id"], [1], [2])}),
    "an SPSS file": Sav(["ID"], [[1], [2]]).written(),
    "a Parquet file": parquet(),
}


@pytest.mark.parametrize("kind", INSIDE)
def test_every_container_is_told_by_its_bytes_also_when_it_is_packed(tmp_path: Path, kind: str) -> None:
    plain = read(tmp_path, INSIDE[kind])
    packed = read(tmp_path, gzip.compress(INSIDE[kind]))
    archived = read(tmp_path, zipped({"wave.dat": INSIDE[kind]}))
    assert [table.container for table in (plain, packed, archived)] == [
        kind,
        f"{kind}, gzipped",
        f"{kind} in a ZIP archive",
    ]
    for table in (plain, packed, archived):
        assert (table.path, list(table.cells[0])) == (str(tmp_path / "wave.txt"), ["1", "2"])


# gzip


def test_gzip_of_several_parts_is_one_file(tmp_path: Path) -> None:
    assert len(read(tmp_path, gzip.compress(CSV) + gzip.compress(b"3;ja\n")).lines) == 3


@pytest.mark.parametrize("cut", [3, 12, 30])
def test_gzip_that_is_cut_off_is_refused(tmp_path: Path, cut: int) -> None:
    assert "gzip archive" in refused(tmp_path, gzip.compress(CSV)[:cut]).message


def test_gzip_that_is_damaged_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(CSV))
    packed[-6] ^= 0xFF  # the checksum
    assert "damaged" in refused(tmp_path, bytes(packed)).message


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped({"wave.csv": data})], ids=["gzip", "zip"])
def test_archive_that_swells_is_refused_with_the_limit(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    error = refused(tmp_path, pack(b"0" * 70 * 2**20))
    assert isinstance(error, UnreadableError)
    assert error.code == "unreadable_file"
    assert "64 MiB" in error.message


def test_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    packed = zipped({"wave.csv": b"0" * 70 * 2**20})
    true, told = (70 * 2**20).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert packed.count(true) == 2  # of the member, and in the directory
    assert "64 MiB" in refused(tmp_path, packed.replace(true, told)).message


def test_archive_in_an_archive_is_read_and_no_deeper_one(tmp_path: Path) -> None:
    twice = gzip.compress(zipped({"wave.csv": CSV}))
    assert len(read(tmp_path, twice).lines) == 2
    assert "in an archive" in refused(tmp_path, gzip.compress(twice)).message


# ZIP archives and folders

EXPORT: dict[str, str | bytes] = {"dataset.csv": CSV, "structure.csv": b"a;b\n", "labels_da.csv": b"c;d\n"}


def test_dataset_of_an_export_is_found_and_the_codebooks_lie_beside_it(tmp_path: Path) -> None:
    table = read(tmp_path, zipped({f"export/{name}": data for name, data in EXPORT.items()}))
    assert (table.sheet, table.columns) == ("export/dataset.csv", ("id", "q"))
    assert table.beside.names() == ("labels_da.csv", "structure.csv")
    assert table.beside.read("structure.csv") == b"a;b\n"
    assert table.beside.read("nowhere.csv") == b""


def test_folder_is_read_as_an_archive_is(tmp_path: Path) -> None:
    for name, data in EXPORT.items():
        (tmp_path / name).write_bytes(bytes(data) if isinstance(data, bytes) else data.encode())
    table = read_container(str(tmp_path))
    assert (table.path, table.sheet, table.columns) == (str(tmp_path), "dataset.csv", ("id", "q"))
    assert table.beside.names() == ("labels_da.csv", "structure.csv")
    assert table.beside.read("structure.csv") == b"a;b\n"


def test_files_lie_beside_a_plain_file(tmp_path: Path) -> None:
    (tmp_path / "structure.csv").write_bytes(b"a;b\n")
    assert read(tmp_path, CSV).beside.names() == ("structure.csv",)


@pytest.mark.parametrize(
    ("names", "dataset"),
    [
        (["data.csv", "dictionary.csv"], "data.csv"),
        (["data.csv", "dictionay.csv"], "data.csv"),
        (["Club_DATA_2024-01-01.csv", "Club_DataDictionary_2024-01-01.csv"], "Club_DATA_2024-01-01.csv"),
        (["svar.csv", "labels.csv", "structure.csv"], "svar.csv"),
        (["svar.csv", "__MACOSX/._svar.csv", ".DS_Store", "~$svar.csv", "Thumbs.db"], "svar.csv"),
        (["codebook.csv"], "codebook.csv"),
        (["a.csv", "b.pdf"], "a.csv"),
    ],
    ids=["REDCap", "mistyped", "REDCap's long names", "any name", "left behind", "the only one", "a document"],
)
def test_dataset_is_the_file_that_is_no_codebook(tmp_path: Path, names: list[str], dataset: str) -> None:
    kinds = {name: b"%PDF-1.7" if name.endswith("pdf") else CSV for name in names}
    assert read(tmp_path, zipped(kinds)).sheet == dataset


def test_several_datasets_are_listed_and_one_is_chosen_by_name(tmp_path: Path) -> None:
    data = zipped({"in/2017.csv": CSV, "in/2024.csv": b"id;q\n3;nej\n", "in/labels.csv": b"a;b\n"})
    error = refused(tmp_path, data)
    assert "in/2017.csv, in/2024.csv" in error.message
    assert "--sheet" in error.hint
    for asked in ("in/2024.csv", "2024.csv", "2024.CSV"):
        assert list(read(tmp_path, data, asked).cells[0]) == ["3"]
    assert "did you mean 'in/2024.csv'?" in refused(tmp_path, data, "in/2025.csv").message


def test_sheet_of_a_workbook_in_an_archive_is_chosen_by_name(tmp_path: Path) -> None:
    book = workbook({"2017": table_of(["id"], [1]), "2024": table_of(["id"], [2])})
    table = read(tmp_path, zipped({"wave.xlsx": book, "labels.csv": b"a;b\n"}), "2024")
    assert (table.sheet, list(table.cells[0])) == ("2024", ["2"])


@pytest.mark.parametrize("name", ["../../wave.csv", "/wave.csv", "C:\\wave.csv"])
def test_nothing_is_written_wherever_a_name_in_an_archive_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    read(tmp_path, zipped({name: CSV}))
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "wave.txt"]


def test_archive_with_a_password_is_named_so(tmp_path: Path) -> None:
    data = bytearray(zipped({"wave.csv": CSV}))
    data[6] |= 1  # the flag of the member
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and the same in the directory
    error = refused(tmp_path, bytes(data))
    assert "password" in error.message


@pytest.mark.parametrize("names", [[], ["labels.csv", "structure.csv"], ["a.pdf", "b.pdf"]])
def test_archive_and_folder_without_a_dataset_are_refused(tmp_path: Path, names: list[str]) -> None:
    members = {name: b"%PDF-1.7" if name.endswith("pdf") else CSV for name in names}
    assert "no table" in refused(tmp_path, zipped(members)).message
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, data in members.items():
        (folder / name).write_bytes(data)
    with pytest.raises(UnreadableError, match="folder"):
        read_container(str(folder))


def test_folder_of_parquet_files_is_for_an_engine(tmp_path: Path) -> None:
    for at in range(2):
        (tmp_path / f"{at}.parquet").write_bytes(parquet())
    (tmp_path / "_SUCCESS").touch()
    with pytest.raises(UnreadableError) as caught:
        read_container(str(tmp_path))
    assert "--engine duckdb" in caught.value.hint
    assert list(read_container(str(tmp_path), sheet="1.parquet").cells[0]) == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("xl/workbook.bin", ".xlsb"),
        ("content.xml", ".ods"),
    ],
)
def test_document_that_is_an_archive_is_named(tmp_path: Path, name: str, kind: str) -> None:
    error = refused(tmp_path, zipped({name: b"<x/>"}))
    assert isinstance(error, UnreadableError)
    assert error.code == "not_a_table"
    assert kind in error.message


def test_names_in_archives_are_shown_with_what_a_terminal_would_act_on(tmp_path: Path) -> None:
    assert "\x1b" not in refused(tmp_path, zipped({"a\x1b[2J.csv": CSV, "b.csv": CSV})).message


# Standard input


class Stdin:
    """Standard input of some bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)

    @property
    def closed(self) -> bool:
        """Whether nothing can be read any more."""
        return self.buffer.closed


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(gzip.compress(CSV)))
    table = read_container("-")
    assert (table.path, table.columns, table.beside.names()) == ("-", ("id", "q"), ())
    with pytest.raises(BrobyggerError, match="no standard input left") as caught:
        read_container("-")
    assert "once" in caught.value.hint


# Libraries that are not there


@pytest.mark.parametrize(
    ("kind", "module", "extra"),
    [
        ("an Excel workbook", "python_calamine", "excel"),
        ("an SPSS file", "pyreadstat.pyreadstat", "spss"),
        ("a Parquet file", "pyarrow.parquet", "parquet"),
    ],
)
def test_library_that_is_not_installed_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, module: str, extra: str
) -> None:
    def missing(name: str) -> object:
        assert name == module
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(library, "import_module", missing)
    error = refused(tmp_path, INSIDE[kind])
    assert kind in error.message
    assert f"pip install 'brobygger-cli[{extra}]'" in error.hint


def test_archive_of_a_kind_of_packing_that_is_not_known_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"wave.csv": CSV}))
    for at in (8, data.index(b"PK\x01\x02") + 10):
        data[at] = 99  # how the member is packed
    assert "ZIP archive" in refused(tmp_path, bytes(data)).message
    with pytest.raises(NotImplementedError):
        zipfile.ZipFile(io.BytesIO(data)).read("wave.csv")
