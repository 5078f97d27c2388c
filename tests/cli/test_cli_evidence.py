"""Links, invitations, weights, margins and trends through the command line: every option does what it says."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commandline import LIBRARY_TOML, Here, example, run

if TYPE_CHECKING:
    from commandline import Ended

Rows = list[dict[str, str]]

BASELINE, LINKED, FOLLOWUP = (example(name) for name in ("baseline.csv", "followup_linked.csv", "followup.csv"))
LIBRARY = tuple(example(f"library_{year}.csv") for year in (2023, 2025, 2027))
PAIRS = ("compare", BASELINE, LINKED)
# Without the permutations that questions with several answers take by default, and that take most of the time.
QUICK = (*PAIRS, "--multiple-test", "holm")
READERS = ("compare", *LIBRARY[:2], "--questionnaire", LIBRARY_TOML)
NUMBERS = ("baseline:skole_dagtilbud=231", "baseline:oevrige=331", "skole_dagtilbud=250", "oevrige=340")
INVITED = tuple(word for number in NUMBERS for word in ("--invited", number))
DELIMITER = ";"  # of these examples


@pytest.fixture(name="here")
def _here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


def told(ended: Ended) -> Rows:
    """Return the rows of a run that did its job."""
    assert ended.code == 0, ended.err
    return ended.rows()


def the(rows: Rows, group: str, option: str) -> dict[str, str]:
    """Return the first row of an indicator, option or net of a group."""
    return next(row for row in rows if (row["group"], row["option"]) == (group, option))


def differing(first: Rows, second: Rows) -> set[str]:
    """Return the columns in which two results of the same rows differ."""
    pairs = list(zip(first, second, strict=True))
    return {column for column in first[0] if any(one[column] != other[column] for one, other in pairs)}


def refused(ended: Ended) -> str:
    """Return what a run that was refused says; it says it in words."""
    assert ended.code == 2
    assert ended.out == ""
    assert "Traceback" not in ended.err
    return ended.err


def lines_of(path: str) -> tuple[list[str], list[list[str]]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file, delimiter=DELIMITER)
    return header, lines


def written(path: Path, header: list[str], lines: list[list[str]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=DELIMITER).writerows([header, *lines])
    return str(path)


# Linked by id --------------------------------------------------------------------------------------


def test_linked_waves_from_end_to_end(here: Here) -> None:
    ended = run(*PAIRS, "--id", "respondent_id")
    rows = told(ended)
    assert "skole_dagtilbud: 69 linked to baseline by their ids; 47 leavers, 59 newcomers." in ended.err
    assert "oevrige: 129 linked to baseline by their ids; 86 leavers, 72 newcomers." in ended.err
    assert "followup_linked: 2 changed groups; they count as leavers and newcomers." in ended.err
    assert "WARNING" not in ended.err
    shares = [row for row in rows if row["level"] != "question" and row["pairs"]]
    assert len(shares) > 100
    for row in shares:
        pairs, leavers, newcomers, gained, lost = (
            int(row[name]) for name in ("pairs", "leavers", "newcomers", "gained", "lost")
        )
        assert pairs + leavers == int(row["baseline_base"])
        assert pairs + newcomers == int(row["followup_base"])
        assert gained + lost <= pairs
        assert row["test"] in {"derrick_z8", ""}
    unlinked = told(here(*QUICK))
    assert {"test", "p_value", "pairs", "change_low"} <= differing(rows, unlinked)
    assert {row["pairs"] for row in unlinked} == {""}


def test_the_same_people_twice_are_tested_by_mcnemar(here: Here, tmp_path: Path) -> None:
    """A copy of the file in which five people give up cooperation."""
    header, lines = lines_of(BASELINE)
    place = header.index("formal_cooperation")
    cooperating = [line for line in lines if line[1] == "oevrige" and line[place] == "1"]
    for line in cooperating[:5]:
        line[place] = "2"
    rows = told(here("compare", BASELINE, written(tmp_path / "again.csv", header, lines), "--id", "respondent_id"))
    row = the(rows, "oevrige", "formal_cooperation_yes")
    assert (row["test"], row["gained"], row["lost"], row["leavers"], row["newcomers"]) == (
        *("mcnemar_mid_p", "0", "5"),
        *("0", "0"),
    )
    assert float(row["p_value"]) == pytest.approx(0.5**5)  # mid-p: half of twice 1/32
    unchanged = the(rows, "skole_dagtilbud", "formal_cooperation_yes")
    assert (unchanged["p_value"], unchanged["change"]) == ("1.0", "0.0")


def test_repeated_and_missing_ids_are_violations(here: Here, tmp_path: Path) -> None:
    header, lines = lines_of(LINKED)
    wrong = [list(lines[0]), *lines[1:], [lines[1][0], *lines[5][1:]], ["  ", *lines[6][1:]]]
    path = written(tmp_path / "wrong.csv", header, wrong)
    command, holm = ("compare", BASELINE, path, "--id", "respondent_id"), ("--multiple-test", "holm")
    ended = run(*command)
    assert ended.code == 1
    assert ended.out == ""
    assert "this respondent id stands more than once" in ended.err
    assert "has no respondent id, and cannot be linked to the other wave" in ended.err
    assert "--skip-invalid" in ended.err
    skipped = here(*command, *holm, "--skip-invalid")
    assert "left out: whole rows 2" in skipped.err
    expected = told(here(*QUICK, "--id", "respondent_id"))
    # Without the two rows it is the file that it was.
    assert differing(told(skipped), expected) == {"followup_wave", "flags"}


def test_a_printed_baseline_cannot_be_linked_and_says_why() -> None:
    said = refused(run("compare", "2017", LINKED, "--id", "respondent_id"))
    assert "--id respondent_id: a printed table does not tell who answered both waves" in said


def test_an_id_column_that_is_not_there_is_refused(here: Here) -> None:
    said = refused(here(*PAIRS, "--id", "respondent"))
    assert "there is no column 'respondent'; did you mean 'respondent_id'?" in said


def test_ids_that_restart_are_warned_of(here: Here, tmp_path: Path) -> None:
    header, lines = lines_of(FOLLOWUP)
    path = written(tmp_path / "restarted.csv", header, [["B" + line[0][1:], *line[1:]] for line in lines])
    ended = here("compare", BASELINE, path, "--id", "respondent_id")
    assert told(ended)
    assert "WARNING: restarted:" in ended.err
    assert "'tenure'" in ended.err
    assert "do the same ids stand for other people?" in ended.err


def test_both_waves_in_one_file_are_linked_as_two_files_are(here: Here, tmp_path: Path) -> None:
    """An id that stands once in each wave is no repeated id."""
    header, lines = lines_of(BASELINE)
    later = [line[:] for line in lines[::2]]
    place = header.index("formal_cooperation")
    for line in later[:40]:
        line[place] = "2" if line[place] == "1" else line[place]
    both = [[*line, wave] for wave, of in (("before", lines), ("after", later)) for line in of]
    one = written(tmp_path / "both.csv", [*header, "wave"], both)
    ids = ("--id", "respondent_id")
    together = told(here("compare", one, "--wave-column", "wave", "--baseline", "before", "--followup", "after", *ids))
    two = written(tmp_path / "after.csv", header, later)
    apart = told(here("compare", BASELINE, two, "--baseline", "before", *ids))
    assert together == apart


# What each option changes --------------------------------------------------------------------------


def test_overlap_enters_the_intervals_of_changes(here: Here) -> None:
    plain = told(here(*QUICK))
    stated = told(here(*QUICK, "--overlap", "69", "--overlap", "oevrige=129"))
    assert {row["overlap"] for row in stated} == {"69", "129"}
    assert differing(plain, stated) == {"overlap", "change_overlap_low", "change_overlap_high"}
    given = told(here(*QUICK, "--overlap", "oevrige=129", "--overlap-correlation", "0.5"))
    surer, as_before = (the(given, group, "no_cooperation") for group in ("oevrige", "skole_dagtilbud"))
    before = the(plain, "oevrige", "no_cooperation")
    assert float(surer["p_value"]) < float(before["p_value"])
    assert float(surer["followup_effective_n"]) > float(before["followup_effective_n"])
    assert float(surer["change_low"]) > float(before["change_low"])
    assert as_before["p_value"] == the(plain, "skole_dagtilbud", "no_cooperation")["p_value"]
    assert as_before["overlap"] == ""


def test_overlap_of_a_part_of_a_group_is_stated_by_its_name_or_refused(here: Here) -> None:
    """An overlap that is of no group shown must not be lost without a word."""
    said = refused(here(*QUICK, "--by", "tenure", "--overlap", "oevrige=129"))
    assert "--overlap oevrige=129" in said
    part = told(here(*QUICK, "--by", "tenure", "--overlap", "oevrige/over_5_years=50"))
    assert the(part, "oevrige/over_5_years", "no_cooperation")["overlap"] == "50"


def test_invited_gives_response_rates_worst_cases_and_sturdiness(here: Here) -> None:
    plain, informed = told(here(*QUICK)), told(here(*QUICK, *INVITED))
    concerned = differing(plain, informed)
    assert {"baseline_invited", "followup_response", "change_worst_low", "sturdiness"} <= concerned
    of_tests = {"p_value", "p_adjusted", "change", "change_low", "change_high", "finding", "baseline_share"}
    assert not concerned & of_tests
    row = the(informed, "skole_dagtilbud", "no_cooperation")
    assert row["followup_invited"] == "250"
    assert float(row["followup_response"]) == pytest.approx(128 / 250)
    every_row = told(here(*QUICK, "--invited", "rows", "--invited", "baseline:rows"))
    assert the(every_row, "oevrige", "no_cooperation")["followup_response"] == "1.0"


def test_estimand_population_narrows_intervals_and_leaves_p_values(here: Here) -> None:
    process = told(here(*QUICK, *INVITED))
    ended = here(*QUICK, *INVITED, "--estimand", "population")
    population = told(ended)
    assert "p-values are about the process" in ended.err
    changed = differing(process, population)
    assert {"estimand", "change_low", "baseline_low", "baseline_effective_n", "baseline_people_low"} <= changed
    assert not changed & {"p_value", "p_adjusted", "test", "finding", "change", "flags", "sturdiness"}
    said = refused(here(*QUICK, "--estimand", "population"))
    assert "not known of: baseline:skole_dagtilbud, baseline:oevrige, followup_linked:skole_dagtilbud" in said


@pytest.mark.parametrize("format_", ["table", "csv", "json", "markdown"])
def test_where_everybody_answered_every_format_can_say_so(here: Here, format_: str) -> None:
    """Nothing is uncertain, and nothing that is infinite gets into a file."""
    ended = here(
        *(*QUICK, "--only", "indicators", "--estimand", "population", "--margin", "0.1"),
        *("--invited", "rows", "--invited", "baseline:rows", "--format", format_),
    )
    assert ended.code == 0, ended.err
    assert "inf" not in ended.out.lower().replace("information", "")
    if format_ == "json":
        rows = json.loads(ended.out)["rows"]
        assert {row["sturdiness"] for row in rows} <= {"worst_case", "not_significant"}


def test_a_printed_range_that_is_not_sturdy_can_be_shown_as_a_table(here: Here) -> None:
    """Where 2017 allows several counts, the one that is nearest to no change is taken."""
    command = ("compare", "2017", FOLLOWUP, "--invited", "skole_dagtilbud=250", "--invited", "oevrige=330")
    unsturdy = [row for row in told(here(*command)) if row["sturdiness"] == "unless"]
    assert "" in {row["baseline_count"] for row in unsturdy}
    assert all(0 < float(row["tipping_difference"]) <= 1 for row in unsturdy)
    ended = here(*command, "--format", "table")
    assert ended.code == 0, ended.err
    assert "Schools and day care" in ended.out


def test_weights_weight_shares_and_not_counts(here: Here) -> None:
    command = ("describe", LIBRARY[2], "--questionnaire", LIBRARY_TOML, "--intervals")
    plain, weighted = told(here(*command)), told(here(*command, "--weights", "weight"))
    assert differing(plain, weighted) == {"share", "low", "high", "std_error", "effective_n", "design_effect"}
    with Path(LIBRARY[2]).open(encoding="utf-8", newline="") as file:
        adults = [row for row in csv.DictReader(file) if row["group"] == "adults" and row["borrowed"]]
    weights = [float(row["weight"]) for row in adults]
    borrowed = sum(float(row["weight"]) for row in adults if row["borrowed"] == "1")
    of_adults = [row for row in weighted if (row["group"], row["question"]) == ("adults", "borrowed")]
    row = next(row for row in of_adults if row["option"] == "yes")
    assert float(row["share"]) == pytest.approx(borrowed / sum(weights))
    assert float(row["effective_n"]) == pytest.approx(sum(weights) ** 2 / sum(w**2 for w in weights))


def test_invalid_weights_are_violations(here: Here, tmp_path: Path) -> None:
    path = tmp_path / "weighted.csv"
    text = Path(LIBRARY[2]).read_text(encoding="utf-8")
    path.write_text(text.replace("R001,adults,2,", "R001,adults,0,").replace("R002,adults,0.5,", "R002,adults,,"))
    command = ("describe", str(path), "--questionnaire", LIBRARY_TOML, "--weights", "weight")
    ended = run(*command)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.count("is no weight: expected a number above 0") == 2
    skipped = here(*command, "--skip-invalid")
    assert skipped.code == 0
    assert "left out: whole rows 2" in skipped.err


def test_margins_and_trim_weight_to_the_population(here: Here) -> None:
    margins = ("--margins", example("margins.csv"))
    plain, ended = told(here(*QUICK)), here(*QUICK, *margins)
    weighted = told(ended)
    assert "baseline, skole_dagtilbud: post-stratified to tenure" in ended.err
    for wave in ("baseline", "followup"):
        row = the(weighted, "skole_dagtilbud", "over_5_years")
        assert float(row[f"{wave}_share"]) == pytest.approx(88 / 231)
    assert the(plain, "skole_dagtilbud", "over_5_years")["baseline_design_effect"] == ""
    counts = {f"{wave}_{figure}" for wave in ("baseline", "followup") for figure in ("count", "base")}
    assert not differing(plain, weighted) & counts
    trimmed = here(*QUICK, *margins, "--trim", "1.1")
    assert "trimmed to 1.1 times the mean" in trimmed.err
    assert float(the(told(trimmed), "skole_dagtilbud", "over_5_years")["baseline_share"]) > 88 / 231


def test_margin_gives_verdicts(here: Here) -> None:
    plain, judged = told(here(*QUICK)), told(here(*QUICK, "--margin", "0.1"))
    assert differing(plain, judged) == {"margin", "margin_low", "margin_high", "verdict"}
    assert {row["verdict"] for row in judged} <= {"", "changed", "trivial", "equivalent", "inconclusive"}
    assert len({row["verdict"] for row in judged}) > 2
    table = here(*QUICK, "--margin", "0.2", "--format", "table", "--only", "indicators").out
    assert "≈ within margin" in table


def test_multiple_test_chooses_the_test_of_several_answers(here: Here) -> None:
    expected = {"permutation": "max_t", "rao-scott": "rao_scott_multiple", "holm": "holm_over_options"}
    expected["default"] = expected["permutation"]
    for chosen, test in expected.items():
        rows = told(here(*READERS, "--multiple-test", chosen, "--only", "questions"))
        assert {row["test"] for row in rows if row["type"] == "multiple"} == {test}


def test_by_splits_every_group(here: Here) -> None:
    whole, parts = told(here(*QUICK)), told(here(*QUICK, "--by", "tenure"))
    groups = {row["group"] for row in parts}
    assert groups == {f"{g}/{t}" for g in ("skole_dagtilbud", "oevrige") for t in ("over_5_years", "up_to_5_years")}
    for group in ("skole_dagtilbud", "oevrige"):
        of_parts = [
            int(the(parts, f"{group}/{level}", "no_cooperation")["baseline_base"])
            for level in ("over_5_years", "up_to_5_years")
        ]
        assert sum(of_parts) == int(the(whole, group, "no_cooperation")["baseline_base"])
    assert "--by tenure: a printed table does not tell" in refused(here("compare", "2017", LINKED, "--by", "tenure"))
    assert "did you mean 'tenure'" in refused(here(*QUICK, "--by", "tenur"))


def test_three_waves_have_two_changes_and_a_trend(here: Here) -> None:
    three = ("compare", *LIBRARY, "--questionnaire", LIBRARY_TOML)
    rows = told(here(*three))
    assert {(row["comparison"], row["followup_wave"]) for row in rows} == {
        ("change", "library_2025"),
        ("change", "library_2027"),
        ("trend", "library_2027"),
    }
    timed = told(here(*three, "--times", "2023,2025,2030"))
    assert "p_value" in differing(rows, timed)
    others = zip(rows, timed, strict=True)
    assert {row["comparison"] for row, other in others if row["p_value"] != other["p_value"]} == {"trend"}
    said = refused(here(*three, "--times", "2023,2025"))
    assert "--times 2023,2025: expected 3 rising numbers, one for each wave" in said
    assert "a trend needs three waves or more" in refused(here(*READERS, "--times", "1,2"))
    assert "names 1 waves, but there are 2 follow-up files" in refused(here(*three, "--followup", "one"))


def test_describe_takes_what_concerns_one_wave(here: Here) -> None:
    command = ("describe", BASELINE)
    plain = told(here(*command))
    informed = told(here(*command, "--invited", "skole_dagtilbud=231", "--invited", "oevrige=331"))
    assert differing(plain, informed) == {"invited", "response", "worst_low", "worst_high"}
    population = (*command, "--invited", "skole_dagtilbud=231", "--invited", "oevrige=331", "--intervals")
    process, people = told(here(*population)), told(here(*population, "--estimand", "population"))
    of_people = {"estimand", "low", "high", "std_error", "effective_n", "people_low", "people_high"}
    assert differing(process, people) == of_people
    weighted = here(*command, "--margins", example("margins.csv"), "--trim", "1.1")
    assert {"share", "design_effect"} <= differing(plain, told(weighted))
    assert {row["group"] for row in told(here(*command, "--by", "tenure"))} > {"oevrige/over_5_years"}


# What is refused -----------------------------------------------------------------------------------


def test_every_malformed_statement_is_named_in_one_refusal() -> None:
    wrong = ["gruppe=3", "oevrige=mange", "2017:oevrige=3", "oevrige=3", "baseline:skole_dagtilbud=1"]
    said = refused(run(*PAIRS, *(word for text in wrong for word in ("--invited", text))))
    for problem in (
        "--invited gruppe=3: there is no group 'gruppe'",
        "--invited oevrige=mange: is not GROUP=N with a whole number N",
        "--invited 2017:oevrige=3: there is no wave '2017'",
        "followup_linked, oevrige: 201 answered, but only 3 were invited",
        "baseline, skole_dagtilbud: 116 answered, but only 1 were invited",
        "Say --invited GROUP=N for the last wave",
    ):
        assert problem in said


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--overlap", "gruppe=3", "--overlap", "half"], "--overlap half: is not GROUP=N"),
        (["--overlap", "oevrige=202"], "--overlap oevrige=202: only 201 of the group answered in followup_linked"),
        (["--overlap-correlation", "0.5"], "--overlap-correlation needs --overlap"),
        (["--overlap", "5", "--overlap-correlation", "1.5"], "--overlap-correlation 1.5: must lie between 0 and 1"),
        (["--margin", "5"], "--margin 5: must lie between 0 and 1"),
        (["--margin", "nan"], "--margin nan: must lie between 0 and 1"),
        (["--margin", "0.1", "--confidence", "0.5"], "0.5"),
        (["--trim", "3"], "--trim needs --margins FILE"),
        (["--margins", example("margins.csv"), "--trim", "1"], "--trim 1: must be above 1"),
        (["--margins", example("margins.csv"), "--trim", "nan"], "--trim nan: must be above 1"),
        (["--margins", BASELINE], "missing columns: question, option, count"),
        (["--weights", "vægt"], "there is no column 'vægt'"),
        (["--id", "respondent_id", "--multiple-test", "permutation"], "linked respondents are not two independent"),
        (["--invited", "oevrige=300", "--invited", "oevrige=301"], "oevrige"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(here: Here, arguments: list[str], problem: str) -> None:
    assert problem in refused(here(*QUICK, *arguments))
