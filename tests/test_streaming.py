"""Large files, block by block: the same counts and the same findings as at once, and processes that end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.coding.block import Block
from brobygger_cli.compare import compare
from brobygger_cli.counts import tally
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports import large as large_module
from brobygger_cli.exports import read_export
from brobygger_cli.exports.containers.blocks import OnDisk, open_blocks
from brobygger_cli.exports.large import Large
from brobygger_cli.margins import weighted_of
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.reading import Refinement, read_waves
from brobygger_cli.responses import Coding, code_responses
from brobygger_cli.sources import Reading, open_source
from brobygger_cli.streaming import LargeWave, code_blocks, coded, repeated, work, workers
from brobygger_cli.streaming.repeated import SeenIds
from brobygger_cli.streaming.workers import Crew, crew
from brobygger_cli.violations import in_order
from random_exports import TOWN, Export, exports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brobygger_cli.coded import Coded
    from brobygger_cli.counts import Counts

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"

CLUB_TOML = """
id = "club"
title.en = "The club"
groups = [{ id = "all", code = "1", label.en = "Everybody" }]

[[questions]]
id = "member"
type = "single"
text.en = "Are you a member?"
options = [{ id = "yes", code = "1", label.en = "Yes" }, { id = "no", code = "2", label.en = "No" }]

[[questions]]
id = "acts"
type = "multiple"
text.en = "What do you do?"
options = [{ id = "sing", code = "1", label.en = "Sing" }, { id = "play", code = "2", label.en = "Play" }]

[[questions]]
id = "age"
type = "number"
text.en = "How old are you?"
"""
CLUB = parse(CLUB_TOML, "club.toml")
HEADER = "id;member;acts_1;acts_2;age\n"


def large_of(path: Path, block: int) -> Large | None:
    """Return a file as a large one, however small it is."""
    blocks = open_blocks(str(path), OnDisk(str(path), path.stat().st_size), block=block)
    return None if blocks is None else Large(blocks, blocks.part(next(blocks.spans())).table)


@pytest.fixture
def in_blocks(tmp_path: Path) -> Callable[..., Coded | None]:
    """Write a file and code it block by block."""

    def write_and_code(
        text: str, coding: Coding | None = None, *, wave: str | None = None, block: int = 60, processes: int = 1
    ) -> Coded | None:
        path = tmp_path / "wave.csv"
        path.write_text(text, encoding="utf-8")
        large = large_of(path, block)
        assert large is not None
        assert len(list(large.blocks.spans())) > 2
        return code_blocks([LargeWave(large, CLUB, coding or Coding(), wave)], processes)[0]

    return write_and_code


def found(told: Coded | None) -> Coded:
    assert told is not None
    return told


def occurring(told: Coded, code: str) -> list[tuple[str | None, tuple[int, ...], tuple[str, ...], int]]:
    return [(one.value, one.lines, one.respondents, one.count) for one in told.violations if one.code == code]


def count(counts: Counts, question: str, option: str) -> list[float]:
    figures = counts.figures.xs("all", level="group").xs("option", level="kind").xs(question, level="question")
    return [float(figures["n_min"][option]), float(figures["base"][option])]


def assert_same(counts: Counts, expected: Counts) -> None:
    for name in ("figures", "accounts", "pairs", "weights"):
        one, other = getattr(counts, name), getattr(expected, name)
        if other is None:
            assert one is None
        else:
            pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(counts.patterns.sort_index(), expected.patterns.sort_index())
    assert counts.respondents == expected.respondents
    assert (counts.rows_not_read, counts.standings) == (expected.rows_not_read, expected.standings)


# The same as at once -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("large") / "town.csv"


@settings(max_examples=60, deadline=None)
@given(export=exports(most=30), block=st.sampled_from([150, 400, 1000]))
def test_counts_and_findings_of_blocks_are_those_of_the_whole_file(scratch: Path, export: Export, block: int) -> None:
    """Every encoding, delimiter and spelling, garbage, ragged and repeated rows, wherever a block ends."""
    scratch.write_bytes(export.content)
    large = large_of(scratch, block)
    told = None if large is None else code_blocks([LargeWave(large, TOWN, Coding())], processes=1)[0]
    if told is None:  # something asks for all records at once
        return
    whole = code_responses(read_export(str(scratch)), TOWN)
    assert_same(told.counts, tally(whole))
    assert in_order(told.violations) == in_order(whole.violations)
    assert told.unasked == whole.unasked


PEOPLE = "".join(
    f"p{number};{'12 3'[number % 4]};{number % 2};{(number // 2) % 2};{20 + number % 50}\n" for number in range(60)
)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_any_number_of_processes_gives_the_same(in_blocks: Callable[..., Coded | None], processes: int) -> None:
    again = "".join(PEOPLE.splitlines(keepends=True)[:8])
    told = found(in_blocks(HEADER + PEOPLE + again, processes=processes))
    # Of every four respondents one says 1, one 2, one nothing, one 3; the first eight stand twice.
    assert count(told.counts, "member", "yes") == [15, 30]
    assert told.counts.accounts.xs("member", level="question").xs("all").to_numpy().tolist() == [30, 0, 0, 15, 15 + 8]
    assert occurring(told, "unknown_answer")[0][:2] == ("3", (*range(5, 62, 4), 65, 69))


def test_weights_and_ticks_are_those_of_the_whole_file(in_blocks: Callable[..., Coded | None], tmp_path: Path) -> None:
    rows = [f"{row};{1 + place % 7 / 10}" for place, row in enumerate(PEOPLE.splitlines())]
    text = HEADER.rstrip() + ";w\n" + "\n".join([*rows, "last;1;1;1;30;none", "more;1;0;0;31;0.5", "end;2;0;0;31;0.5"])
    coding = Coding(weight_column="w")
    told = found(in_blocks(text, coding))
    whole = code_responses(read_export(str(tmp_path / "wave.csv")), CLUB, coding)
    assert told.counts.weights is not None
    pd.testing.assert_frame_equal(told.counts.figures, tally(whole).figures)
    for name in ("weights", "pairs"):
        pd.testing.assert_frame_equal(getattr(told.counts, name), getattr(tally(whole), name), rtol=1e-12)
    assert told.weighted["all"] == pytest.approx(weighted_of(whole)["all"])
    assert occurring(told, "invalid_weight") == [("none", (62,), ("last",), 1)]


# What a block alone does not know ------------------------------------------------------------------


def test_a_respondent_who_stood_in_an_earlier_block_is_not_read_again(
    in_blocks: Callable[..., Coded | None],
) -> None:
    again = "p3;1;1;1;30\n" + "new;1;0;0;30\n p1 ;1;1;1;30\nnewer;2;0;0;30\np3;2;0;0;30\nnewest;2;0;0;30\n"
    told = found(in_blocks(HEADER + PEOPLE + again))
    assert told.counts.rows_not_read == 3
    assert occurring(told, "duplicate_respondent") == [("p3", (62, 66), ("p3", "p3"), 2), ("p1", (64,), (" p1 ",), 1)]
    assert count(told.counts, "member", "yes") == [16, 33]


def test_ids_that_share_a_number_are_told_apart(
    in_blocks: Callable[..., Coded | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "keys_of", lambda ids, _: np.array([len(one) for one in ids], dtype=np.uint64))
    text = HEADER + PEOPLE + " p3 ;1;1;1;30\nx;1;1;1;30\ny ;1;1;1;30\n"
    told = found(in_blocks(text))
    assert occurring(told, "duplicate_respondent") == [("p3", (62,), (" p3 ",), 1)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sets(st.integers(0, 40), max_size=12), min_size=1, max_size=8), st.integers(1, 10))
def test_repeated_numbers_are_found_whatever_is_sorted_at_a_time(blocks: list[set[int]], at_a_time: int) -> None:
    with pytest.MonkeyPatch.context() as patched, contextlib.closing(SeenIds()) as seen:
        patched.setattr(repeated, "_AT_A_TIME", at_a_time)
        for block in blocks:
            seen.add(np.array(sorted(block), dtype=np.uint64))
        twice = {number for block in blocks for number in block if sum(number in other for other in blocks) > 1}
        assert sorted(seen.repeated().tolist()) == sorted(twice)
        expected = [place for place, block in enumerate(blocks) if block & twice]
        assert seen.holding(seen.repeated()) == expected


def test_totals_stand_at_the_end_of_the_file_and_not_of_a_block(in_blocks: Callable[..., Coded | None]) -> None:
    rows = PEOPLE.splitlines(keepends=True)
    totals = "Total;60;30;30;\n"
    every_third = "".join(row + (totals if place % 3 == 0 else "") for place, row in enumerate(rows))
    told = found(in_blocks(HEADER + every_third + "a;1;0;0;30\nb;1;0;0;30\nc;1;0;0;30\n"))
    assert not occurring(told, "totals_row")
    ended = found(in_blocks(HEADER + PEOPLE + totals))
    assert occurring(ended, "totals_row") == [(None, (62,), ("Total",), 1)]


def test_the_wave_column_tells_the_waves_apart(in_blocks: Callable[..., Coded | None]) -> None:
    text = (
        HEADER.rstrip()
        + ";year\n"
        + "".join(f"{row};{2017 if place % 3 else ' 2021 '}\n" for place, row in enumerate(PEOPLE.splitlines()))
    )
    coding = Coding(wave_column="year")
    assert [found(in_blocks(text, coding, wave=year)).counts.rows() for year in ("2017", "2021")] == [40, 20]
    with pytest.raises(BrobyggerError, match="no row has '2019' in the column 'year'") as caught:
        in_blocks(text, coding, wave="2019")
    assert caught.value.hint == "It holds: 2017, 2021."


def test_a_wave_that_no_record_of_one_block_belongs_to_has_respondents(
    in_blocks: Callable[..., Coded | None],
) -> None:
    text = (
        HEADER.rstrip()
        + ";year\n"
        + "".join(f"{row};{2017 if place < 30 else 2021}\n" for place, row in enumerate(PEOPLE.splitlines()))
    )
    told = found(in_blocks(text, Coding(wave_column="year"), wave="2021"))
    assert not occurring(told, "no_respondents")
    assert told.counts.rows() == 30


@pytest.mark.parametrize(
    "rows",
    [
        PEOPLE.replace(";20\n", ";1.000\n", 1),  # settled by the other numbers of the column
        PEOPLE.replace(";20\n", ";20.5\n", 1) + "a;1;0;0;21,5\nb;1;0;0;3\nc;1;0;0;3\n",  # two decimal marks
        PEOPLE + "\n".join([";;;;"] * 60),  # nobody in the last block, above which totals may stand
        PEOPLE.replace("p40;", 'p40;"1" "', 1),  # cannot be read, which is said of the whole file
    ],
)
def test_what_asks_for_all_records_at_once_is_not_told_by_blocks(
    in_blocks: Callable[..., Coded | None], rows: str
) -> None:
    assert in_blocks(HEADER + rows) is None


def test_a_header_on_top_of_a_block_asks_for_the_block_above(tmp_path: Path) -> None:
    """Totals may stand above it."""
    path = tmp_path / "wave.csv"
    first = "".join(f"p{number};1;0;0;20\n" for number in range(20))
    path.write_text(HEADER + first + HEADER + first.replace("p", "q") + first.replace("p", "r"), encoding="utf-8")
    on_top, below = large_of(path, len(first)), large_of(path, len(first + HEADER) + len("r10;1;0;0;20\n") * 6)
    assert on_top is not None
    assert below is not None
    assert next(on_top.blocks.spans()).end == len(HEADER + first)
    told = code_blocks([LargeWave(on_top, CLUB, Coding()), LargeWave(below, CLUB, Coding())], processes=1)
    assert told[0] is None
    assert occurring(found(told[1]), "repeated_header")[0][1] == (22,)


def test_only_the_first_places_are_kept_and_all_occurrences_counted(
    in_blocks: Callable[..., Coded | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coded, "KEPT", 3)
    told = found(in_blocks(HEADER + PEOPLE))
    assert occurring(told, "missing_answer") == [(None, (4, 8, 12), ("p2", "p6", "p10"), 15)]
    assert occurring(told, "unknown_answer") == [("3", (5, 9, 13), ("p3", "p7", "p11"), 15)]


def test_places_that_are_known_already_are_not_kept_again() -> None:
    alike = ("missing_answer", "member", None, "left blank")
    assert Block(last=False, kept=5, enough=frozenset({alike})).kept_of(alike) == 0
    assert Block(last=False, kept=5).kept_of(alike) == 5


# From the command line's side ----------------------------------------------------------------------


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every file for a large one, in blocks of a few rows."""
    monkeypatch.setattr(large_module, "LARGE_FROM", 0)
    monkeypatch.setattr(large_module, "open_blocks", lambda *a, **k: open_blocks(*a, block=2_000, **k))
    monkeypatch.setattr(coded, "processors", lambda: 1)


def waves_of(reading: Reading, refinement: Refinement | None = None) -> pd.DataFrame:
    sources = [open_source(str(EXAMPLES / name), reading) for name in ("baseline.csv", "followup_linked.csv")]
    questionnaire = parse((ROOT / "schemas" / "kommune.toml").read_text(encoding="utf-8"), "kommune.toml")
    waves = read_waves(sources, [questionnaire] * 2, reading, refinement)
    frame = compare(waves[0], waves[1]).frame
    frame.attrs["remarks"] = [remark for wave in waves for remark in wave.remarks if "read as a whole" in remark]
    return frame


def test_a_comparison_of_large_files_is_that_of_small_ones(request: pytest.FixtureRequest) -> None:
    small = waves_of(Reading())
    request.getfixturevalue("all_large")
    large = waves_of(Reading())
    pd.testing.assert_frame_equal(large, small)
    assert not large.attrs["remarks"]


def test_what_needs_all_respondents_reads_a_large_file_at_once_and_says_so(request: pytest.FixtureRequest) -> None:
    by_id = Reading(id_column="respondent_id")
    small = [waves_of(by_id), waves_of(Reading(), Refinement(by="tenure"))]
    request.getfixturevalue("all_large")
    large = [waves_of(by_id), waves_of(Reading(), Refinement(by="tenure"))]
    for one, other in zip(large, small, strict=True):
        pd.testing.assert_frame_equal(one, other)
        assert len(one.attrs["remarks"]) == 2
        assert not other.attrs["remarks"]


# Processes -----------------------------------------------------------------------------------------


def _twice(number: int) -> int:
    if number == 13:
        raise ValueError("thirteen")
    return 2 * number


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_results_come_in_the_order_of_the_tasks(processes: int) -> None:
    with crew(_twice, processes) as at_work:
        assert list(at_work.do(range(10))) == [2 * number for number in range(10)]
        assert list(at_work.do([7])) == [14]
        assert list(at_work.do([])) == []


def test_tasks_are_drawn_as_they_are_needed() -> None:
    drawn = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            drawn.append(number)
            yield number

    with crew(_twice, 2) as at_work:
        results = at_work.do(tasks())
        assert next(results) == 0
        assert len(drawn) <= 5


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_in_a_process_is_raised_here(processes: int) -> None:
    with pytest.raises(ValueError, match="thirteen"), crew(_twice, processes) as at_work:
        list(at_work.do(range(20)))


def test_where_no_process_can_be_had_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(workers, "_PROCESS", refuse)
    with crew(_twice, 2) as at_work:
        assert type(at_work) is Crew
        assert list(at_work.do(range(3))) == [0, 2, 4]


INTERRUPTED = """
import sys
from brobygger_cli.exports import large
from brobygger_cli.exports.containers import blocks
large.LARGE_FROM, blocks._MOST = 0, 2**14
blocks._LEAST = blocks._MOST
from brobygger_cli.cli import main
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="how processes are told apart is Linux's")
def test_an_interruption_ends_every_process_without_a_word_too_much(tmp_path: Path) -> None:
    path, survey = tmp_path / "wave.csv", tmp_path / "club.toml"
    path.write_text(HEADER + "".join(f"p{number};1;0;1;30\n" for number in range(300_000)), encoding="utf-8")
    survey.write_text(CLUB_TOML, encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, "validate", str(path), "-q", str(survey)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    children: list[str] = []
    waited = time.monotonic()
    while len(children) < 2 and time.monotonic() - waited < 20:
        time.sleep(0.02)
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text(encoding="ascii").split()
    if len(children) < 2:
        started.kill()
        pytest.skip("this machine has one processor")
    os.killpg(started.pid, signal.SIGINT)  # as Ctrl-C does: all processes of the terminal hear it
    out, err = started.communicate(timeout=20)
    assert (started.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
