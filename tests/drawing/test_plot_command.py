"""`brobygger plot`: one figure to a file or a pipe, and what it says where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from brobygger_cli.cli import main
from processes import completed

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WAVES = ("2017", str(EXAMPLES / "followup.csv"))
PNG = b"\x89PNG\r\n"


def plot(*arguments: str, folder: Path, waves: tuple[str, ...] = WAVES) -> subprocess.CompletedProcess[bytes]:
    return completed(["plot", *waves, *arguments], folder)


def words(svg: bytes) -> str:
    """Return all text in a drawing."""
    root = ET.fromstring(svg)  # noqa: S314 - the program's own drawing
    return " ".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))


def test_without_a_file_the_changes_go_to_the_pipe_as_svg(tmp_path: Path) -> None:
    ended = plot(folder=tmp_path)
    assert ended.returncode == 0
    assert "Formalised cooperation" in words(ended.stdout)
    assert b"followup, oevrige: 201 answered." in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_ending_of_the_file_decides_the_kind(tmp_path: Path) -> None:
    for name, begins in (("a.svg", b"<svg "), ("a.PNG", PNG)):
        ended = plot("--figure", "response", "-o", name, folder=tmp_path)
        assert (ended.returncode, ended.stdout) == (0, b"")
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_question_is_named_by_its_id_and_drawn_for_the_groups_chosen(tmp_path: Path) -> None:
    arguments = ("--figure", "offers_referred_to", "--group", "oevrige", "--lang", "da")
    told = words(plot(*arguments, folder=tmp_path).stdout)
    assert "Sportsklub" in told
    assert "65\u00a0% → 74\u00a0%" in told
    assert "Øvrige kommunale aktører" in told
    assert "Skoler og dagtilbud" not in told


def test_a_later_wave_is_named(tmp_path: Path) -> None:
    waves = tuple(str(EXAMPLES / f"library_{year}.csv") for year in (2023, 2025, 2027))
    arguments = ("-q", str(EXAMPLES / "library.toml"), "--wave", "library_2027")
    assert "library_2027" in words(plot(*arguments, folder=tmp_path, waves=waves).stdout)


def test_hidden_counts_are_in_no_drawing(tmp_path: Path) -> None:
    waves = (str(EXAMPLES / "baseline.csv"), str(EXAMPLES / "followup.csv"))
    arguments = ("--figure", "cooperation_quality", "--min-cell", "5")
    drawn = plot(*arguments, folder=tmp_path, waves=waves).stdout
    assert words(drawn).count("Hidden: a share rests on too few answers") == 4
    assert b"-part-" not in drawn


def test_an_existing_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("mine")
    ended = plot("-o", "a.svg", folder=tmp_path)
    assert (ended.returncode, (tmp_path / "a.svg").read_text()) == (2, "mine")
    assert b"a.svg: exists already" in ended.stderr
    assert plot("-o", "a.svg", "--force", folder=tmp_path).returncode == 0
    assert (tmp_path / "a.svg").read_bytes().startswith(b"<svg ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-o", "a.gif"), "a.gif: no kind of picture has that ending"),
        (("-o", "nowhere/a.svg"), "nowhere/a.svg: cannot be written"),
        (("--figure", "offers_refered_to"), "did you mean 'offers_referred_to'"),
        (("--figure", "tenure"), "--figure tenure: of this question there is nothing to draw"),
        (("--question", "tenure"), "--figure changes: there are no indicators to draw"),
        (("--wave", "2019"), "no later wave is called '2019'"),
    ],
    ids=["ending", "folder", "misspelled", "two options", "no indicators", "wave"],
)
def test_what_cannot_be_drawn_is_told_and_nothing_is_written(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    ended = plot(*arguments, folder=tmp_path)
    assert ended.returncode == 2
    assert message in ended.stderr.decode()
    assert b"Traceback" not in ended.stderr
    assert (ended.stdout, list(tmp_path.iterdir())) == (b"", [])


def test_a_terminal_is_not_sent_a_picture(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["brobygger", "plot", *WAVES])
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(SystemExit) as left:
        main()
    written = capsys.readouterr()
    assert left.value.code == 2
    assert "a terminal shows no pictures" in written.err
    assert written.out == ""


def test_without_the_library_the_error_names_what_installs_it(tmp_path: Path) -> None:
    (tmp_path / "matplotlib.py").write_text("raise ImportError")
    ended = started(tmp_path, PYTHONPATH=str(tmp_path))
    assert ended.returncode == 2
    assert ended.stderr.decode().splitlines() == [
        "brobygger: the library that draws figures is not installed",
        "  Install it: pip install 'brobygger-cli[report]'",
    ]


def test_settings_of_the_library_that_make_no_sense_are_an_error_without_a_traceback(tmp_path: Path) -> None:
    ended = started(tmp_path, MPLBACKEND="nonsense")
    assert ended.returncode == 2
    assert b"Check MPLBACKEND" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_a_home_that_cannot_be_written_to_is_no_matter(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("no folder")
    ended = started(tmp_path, HOME=str(home), XDG_CONFIG_HOME=str(home), XDG_CACHE_HOME=str(home))
    assert (ended.returncode, ended.stdout[:5]) == (0, b"<svg ")
    assert b"atplotlib" not in ended.stderr


def test_what_a_user_has_set_for_figures_of_their_own_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 40\naxes.facecolor: red\nsavefig.bbox: tight\nlines.marker: o\n")
    assert started(tmp_path).stdout == plot(folder=tmp_path).stdout


def test_the_library_is_loaded_by_what_draws_and_by_nothing_else(tmp_path: Path) -> None:
    watch = (
        "import atexit, sys; atexit.register(lambda: print('matplotlib' in sys.modules))\n"
        "import brobygger_cli.cli, brobygger_cli.cli.plot, brobygger_cli.render.drawing.writing\n"
        f"sys.argv = ['brobygger', 'compare', *{WAVES!r}, '-o', 'a.csv']; brobygger_cli.cli.main()"
    )
    ended = subprocess.run([sys.executable, "-c", watch], cwd=tmp_path, capture_output=True, check=True, timeout=120)
    assert ended.stdout.decode().split() == ["False"]


def started(folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `brobygger plot` as a process that starts from nothing."""
    return subprocess.run(
        [sys.executable, "-m", "brobygger_cli", "plot", *WAVES],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=120,
    )
