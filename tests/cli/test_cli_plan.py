"""`brobygger plan` as a process: whole outputs, fixture F through a printed table, and what is refused."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from commandline import EXAMPLES, LIBRARY_TOML, Here, environment, example, run

from brobygger_cli.plan import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

KOMMUNE = ["plan", "2017", "-q", "kommune", "--invited", "skole_dagtilbud=240", "--response", "0.6", "--change", "0.1"]
SCHOOLS = [*KOMMUNE, "--group", "skole_dagtilbud", "--format", "table"]

ENGLISH = """\
Schools and day care
2017: n = 116, 50% of those invited (printed table) · Follow-up: 144 answers
expected, 60% of 240 invited

                                         Expected  Smallest
                                   2017      base    change     Holm  Population
────────────────────────────────────────────────────────────────────────────────
Referred in the last year           33%       144     +17.2    +21.8       +11.5
                                 38/116             (−15.0)  (−18.4)     (−10.5)
Refers when relevant                60%       144     +16.1    +19.9       +11.1
                                 70/116             (−17.4)  (−21.9)     (−11.7)
Would refer more if they knew       41%        57     −24.7    −30.0       −20.8
more (of those asked)             19/46             (+27.3)  (+33.9)     (+22.6)
Actively supports getting        12–21%        53     +27.0    +34.8       +22.3
started (of those asked)         5–9/43                 (–)      (–)     (−15.7)
Started but soon stopped (of        44%        53     −26.1    −31.8       −22.2
those asked)                      19/43             (+27.9)  (+34.5)     (+23.5)
Formalised cooperation ᵃ            12%       142     +13.9    +18.3        +9.1
                                 14/114              (−9.2)  (−10.9)      (−6.7)
No cooperation ᵃ                    46%       140     −17.0    −21.1       −11.8
                                 52/113             (+17.5)  (+21.9)     (+12.1)

Schools and day care: a change of 10 points

                                                                     Population:
                                               Answers  Population:      answers
                                Wanted  Power   needed        power       needed
────────────────────────────────────────────────────────────────────────────────
Referred in the last year    33% → 43%    38%        –          69%          191
                                        (15%)                 (40%)          (–)
Refers when relevant         60% → 70%    39%        –          71%          180
                                        (16%)                 (43%)          (–)
Would refer more if they     41% → 31%    18%        –          25%            –
knew more (of those asked)               (5%)                  (8%)
Actively supports getting        +10.0    19%        –          26%            –
started (of those asked)                 (5%)                  (8%)
Started but soon stopped     44% → 34%    17%        –          23%            –
(of those asked)                         (5%)                  (7%)
Formalised cooperation ᵃ     12% → 22%    55%        –          87%          118
                                        (26%)                 (63%)        (206)
No cooperation ᵃ             46% → 36%    36%        –          65%          207
                                        (14%)                 (37%)          (–)

Smallest change in percentage points: the smallest that a test at the level of
5% finds with 80% power. First the way that is an improvement (up where neither
is), in brackets the other one.
Holm: where all 7 indicators are tested together (the most that Holm's
adjustment asks for).
Population: what is true of the very people invited, as if those who answer were
drawn at random among them; p is about the process.
Power: the probability of finding the change with the answers expected. Answers
needed: so many from the whole group that it becomes 80%. In brackets: after
Holm.
–: no change is large enough, or no number of answers suffices because the
baseline is too small.
A range of counts (e.g. 70–71/208): the printed percentage allows several.
Beware: ᵃ the count follows from a printed percentage.

"""

DANISH = """\
Skoler og dagtilbud
2017: n = 116, 50 % af de inviterede (publiceret tabel) · Opfølgning: 144
ventede svar, 60 % af 240 inviterede

                                            Ventet  Mindste
                                      2017    base  ændring     Holm  Population
────────────────────────────────────────────────────────────────────────────────
Har henvist det sidste år             33 %     144    +17,2    +21,8       +11,5
                                    38/116          (−15,0)  (−18,4)     (−10,5)
Henviser, når det er relevant         60 %     144    +16,1    +19,9       +11,1
                                    70/116          (−17,4)  (−21,9)     (−11,7)
Ville henvise flere med mere          41 %      57    −24,7    −30,0       −20,8
viden (af de adspurgte)              19/46          (+27,3)  (+33,9)     (+22,6)
Understøtter aktivt opstarten (af  12–21 %      53    +27,0    +34,8       +22,3
de adspurgte)                       5–9/43              (–)      (–)     (−15,7)
Begyndt, men stoppet hurtigt (af      44 %      53    −26,1    −31,8       −22,2
de adspurgte)                        19/43          (+27,9)  (+34,5)     (+23,5)
Har formaliseret samarbejde ᵃ         12 %     142    +13,9    +18,3        +9,1
                                    14/114           (−9,2)  (−10,9)      (−6,7)
Samarbejder ikke ᵃ                    46 %     140    −17,0    −21,1       −11,8
                                    52/113          (+17,5)  (+21,9)     (+12,1)

Skoler og dagtilbud: en ændring på 10 procentpoint

                                                                     Population:
                                            Nødvendige  Population:   nødvendige
                            Ønsket  Styrke        svar       styrke         svar
────────────────────────────────────────────────────────────────────────────────
Har henvist det        33 % → 43 %    38 %           –         69 %          191
sidste år                           (15 %)                   (40 %)          (–)
Henviser, når det er   60 % → 70 %    39 %           –         71 %          180
relevant                            (16 %)                   (43 %)          (–)
Ville henvise flere    41 % → 31 %    18 %           –         25 %            –
med mere viden (af de                (5 %)                    (8 %)
adspurgte)
Understøtter aktivt          +10,0    19 %           –         26 %            –
opstarten (af de                     (5 %)                    (8 %)
adspurgte)
Begyndt, men stoppet   44 % → 34 %    17 %           –         23 %            –
hurtigt (af de                       (5 %)                    (7 %)
adspurgte)
Har formaliseret       12 % → 22 %    55 %           –         87 %          118
samarbejde ᵃ                        (26 %)                   (63 %)        (206)
Samarbejder ikke ᵃ     46 % → 36 %    36 %           –         65 %          207
                                    (14 %)                   (37 %)          (–)

Mindste ændring i procentpoint: den mindste, som en test på niveauet 5 % finder
med 80 % styrke. Først den vej, der er en forbedring (op, hvor ingen af dem er
det), i parentes den anden.
Holm: når alle 7 indikatorer testes sammen (højst så meget kræver Holms
justering).
Population: hvad der gælder for netop de inviterede, som om de, der svarer, er
trukket tilfældigt iblandt dem; p handler om processen.
Styrke: sandsynligheden for at finde ændringen med de ventede svar. Nødvendige
svar: så mange fra hele gruppen, at styrken bliver 80 %. I parentes: efter Holm.
–: ingen ændring er stor nok, eller intet antal svar er nok, fordi baseline er
for lille.
Et interval af antal (fx 70–71/208): flere antal passer med den trykte procent.
Vær opmærksom på: ᵃ antallet følger af en trykt procent.

"""

CURVE = """\
Other municipal staff
2017: n = 215, 65% of those invited (printed table) · Follow-up: 331 invited

   Answers                                  Smallest change   Holm  Population
────────────────────────────────────────────────────────────────────────────────
Formalised cooperation: 21% (43–44/208)
  33 (10%)  █████████████████████▒▒▒░░░░░░            +23.8  +30.0       +21.4
  66 (20%)  ███████████████▒▒▒░░░░░                   +17.9  +22.7       +14.7
  99 (30%)  ████████████▒▒▒░░░░░                      +15.4  +19.7       +11.7
 132 (40%)  ██████████▒▒▒▒░░░░                        +14.0  +17.9        +9.9
 166 (50%)  █████████▒▒▒▒░░░░                         +13.1  +16.8        +8.6
 199 (60%)  ████████▒▒▒▒░░░░                          +12.4  +16.0        +7.6
 232 (70%)  ███████▒▒▒▒▒░░░                           +12.0  +15.4        +6.9
 265 (80%)  ██████▒▒▒▒▒▒░░░                           +11.6  +14.9        +6.2
 298 (90%)  ██████▒▒▒▒▒░░░░                           +11.3  +14.5        +5.7
"""

# Fixture F's baseline: 60 of 150 who answered, of 231 who were invited.
FIXTURE_F = """
id = "fixture"
title = { en = "Fixture F" }

[[groups]]
id = "all"
code = "1"
label = { en = "All" }
waves = { before = { invited = 231, answered = 150 } }

[[questions]]
id = "helped"
type = "single"
text = { en = "Did it help?" }
options = [
  { id = "yes", code = "1", label = { en = "Yes" } },
  { id = "no", code = "2", label = { en = "No" } },
]

[[indicators]]
id = "helps"
question = "helped"
options = ["yes"]
improvement = "up"
label = { en = "It helped" }
"""
PRINTED = (
    "questionnaire,group,question,option,count,base\nfixture,all,helped,Yes,60,150\nfixture,all,helped,No,90,150\n"
)


@pytest.fixture(name="here")
def _here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


@pytest.fixture(name="fixture_f")
def _fixture_f(tmp_path: Path) -> list[str]:
    """The arguments that name fixture F's printed baseline and its questionnaire."""
    (tmp_path / "fixture.toml").write_text(FIXTURE_F, encoding="utf-8")
    (tmp_path / "before.csv").write_text(PRINTED, encoding="utf-8")
    return ["plan", str(tmp_path / "before.csv"), "-q", str(tmp_path / "fixture.toml")]


# Whole outputs


@pytest.mark.parametrize(("more", "expected"), [([], ENGLISH), (["--lang", "da"], DANISH)], ids=["English", "Danish"])
def test_a_plan_from_the_printed_baseline_alone_is_this_table(more: list[str], expected: str) -> None:
    ended = run(*SCHOOLS, *more, env=environment(COLUMNS="80"))
    assert ended.code == 0
    assert ended.out == expected


def test_a_curve_is_drawn_in_characters(here: Here) -> None:
    arguments = ["plan", "2017", "-q", "kommune", "--curve", "--group", "oevrige", "--question", "formal_cooperation"]
    ended = here(*arguments, "--format", "table", COLUMNS="80", NO_COLOR="1")
    assert ended.out.startswith(CURVE)
    narrow = here(*arguments, "--format", "table", COLUMNS="60").out
    assert "+23.8  +30.0       +21.4" in narrow
    assert "█▒" not in narrow


def test_notes_on_stderr_say_what_the_figures_rest_on(here: Here) -> None:
    ended = here(*KOMMUNE, "--group", "skole_dagtilbud")
    assert ended.code == 0
    first, *notes = ended.err.splitlines()
    assert first == "2017 (bundled): a printed table; questionnaire 'kommune'"
    assert notes[0].startswith("A change counts as found where a two-sided test finds it with 80 % power at 5 %.")
    assert any(note.startswith("Normal approximation") for note in notes)
    assert any("drawn at random among those invited" in note for note in notes)
    assert notes[-1] == "follow-up, skole_dagtilbud: 240 invited; 60 % of them expected to answer."
    assert notes == json.loads(here(*KOMMUNE, "--group", "skole_dagtilbud", "-f", "json").out)["notes"]


def test_the_response_of_a_baseline_that_is_too_low_is_told_and_kept(here: Here) -> None:
    ended = here("plan", "2017", "-q", "ngo")
    assert "2017, ngo: 87 answered, 28 % of those invited: too low to be more than an indication.\n" in ended.err
    assert "as at the baseline: too few to be more than an indication.\n" in ended.err
    assert all("low_response" in row["flags"].split() for row in ended.rows())


# Figures


def test_fixture_f_can_show_16_points_and_10_in_its_population(fixture_f: list[str], here: Here) -> None:
    ended = here(*fixture_f, "--invited", "all=250", "--response", "0.56")
    (row,) = ended.rows()
    assert (row["baseline_base"], row["baseline_invited"], row["expected_answers"]) == ("150", "231", "140")
    assert f"{100 * float(row['rise_process']):.1f}" == "16.4"
    assert f"{100 * float(row['rise_population']):.1f}" == "10.3"
    table = here(*fixture_f, "--invited", "all=250", "--response", "0.56", "--format", "table", COLUMNS="100").out
    line = next(line for line in table.splitlines() if line.startswith("It helped"))
    assert line.split()[:5] == ["It", "helped", "40%", "60/150", "140"]
    assert "+16.4" in line
    assert "+10.3" in line


def test_equal_waves_have_the_power_of_r(fixture_f: list[str], here: Here) -> None:
    (row,) = here(*fixture_f, "--invited", "all=300", "--response", "0.5", "--change", "0.15").rows()
    # R: power.prop.test(n = 150, p1 = .4, p2 = .55, tol = 1e-12)$power
    assert float(row["power_process"]) == pytest.approx(0.741741635116, abs=1e-9)
    # R: power.prop.test(n = 150, p1 = .4, power = .8, tol = 1e-12)$p2 - .4
    assert float(row["rise_process"]) == pytest.approx(0.160992165306, abs=1e-9)


def test_a_csv_holds_every_row_and_an_empty_cell_for_what_is_out_of_reach() -> None:
    ended = run(*KOMMUNE)
    assert ended.code == 0
    rows = ended.rows()
    assert tuple(next(csv.reader([ended.out.splitlines()[0]]))) == COLUMNS
    assert [row["group"] for row in rows] == ["skole_dagtilbud"] * 7 + ["oevrige"] * 7
    assert {row["level"] for row in rows} == {"indicator"}
    assert (rows[0]["answers_needed_process"], rows[0]["answers_needed_population"]) == ("", "191")
    assert (rows[7]["invited"], rows[7]["response"], rows[7]["expected_answers"]) == ("331", "0.6", "199")


def test_a_curve_has_ten_rows_for_each_share_and_a_response_for_none(here: Here) -> None:
    rows = here("plan", "2017", "-q", "kommune", "--curve", "--group", "oevrige").rows()
    assert len(rows) == 70
    assert [float(row["response"]) for row in rows[:10]] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    ended = here("plan", "2017", "-q", "kommune", "--curve", "--response", "0.5")
    assert (ended.code, ended.out) == (2, "")
    assert "--curve goes through all response rates" in ended.err


def test_options_are_planned_where_they_are_asked_for(here: Here) -> None:
    levels = [row["level"] for row in here("plan", "2017", "-q", "kommune", "--all", "--group", "oevrige").rows()]
    assert levels.count("indicator") == 7
    assert levels.count("option") > 60
    one = here("plan", "2017", "-q", "kommune", "--question", "formal_cooperation", "--group", "oevrige").rows()
    assert [row["option"] for row in one] == ["formal_cooperation_yes", "yes", "no", "dont_know"]
    table = here(
        *("plan", "2017", "-q", "kommune", "--question", "formal_cooperation", "--group", "oevrige", "--change", "0.1"),
        *("--format", "markdown"),
    ).out
    assert "### Formalised cooperation\n" in table
    assert [line for line in table.splitlines() if line.startswith("| &nbsp; Yes |")]


def test_an_export_is_planned_from_as_a_printed_table_is(here: Here) -> None:
    arguments = ["-q", LIBRARY_TOML, "--question", "visits", "--group", "adults", "--wave", "library_2023"]
    respondents, printed = (
        here("plan", example(f"library_{name}.csv"), *arguments).rows() for name in ("2023", "printed")
    )

    def without_flags(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
        return [{name: cell for name, cell in row.items() if name != "flags"} for row in rows]

    assert without_flags(respondents) == without_flags(printed)
    assert float(respondents[0]["baseline_invited"]) == 90


def test_the_number_invited_to_the_baseline_is_stated_by_its_name(fixture_f: list[str], here: Here) -> None:
    def planned(*more: str) -> dict[str, str]:
        ended = here(*fixture_f, "--wave", "earlier", "--invited", "all=250", "--response", "0.56", *more)
        assert ended.code == 0, ended.err
        return ended.rows()[0]

    assert (planned()["baseline_invited"], planned()["rise_population"]) == ("", "")
    stated = planned("--invited", "earlier:all=231")
    assert (stated["baseline_invited"], stated["invited"]) == ("231", "250")
    assert float(stated["rise_population"]) == pytest.approx(0.1032, abs=1e-4)


def test_one_response_for_all_groups_and_another_for_one(here: Here) -> None:
    rows = here("plan", "2017", "-q", "kommune", "--response", "0.6", "--response", "Øvrige=0.7").rows()
    assert {(row["group"], row["response"]) for row in rows} == {("skole_dagtilbud", "0.6"), ("oevrige", "0.7")}


# Refusals


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--invited", "skoler=240"], "--invited skoler=240: there is no group 'skoler'"),
        (["--invited", "240"], "--invited 240: is not GROUP=N with a whole number N"),
        (["--invited", "oevrige=0"], "--invited oevrige=0: a follow-up needs somebody to answer it"),
        (["--invited", "oevrige=12.5"], "--invited oevrige=12.5: is not GROUP=N"),
        (["--invited", "2016:oevrige=300"], "there is no wave '2016'; did you mean '2017'?"),
        (["--invited", "2017:oevrige=200"], "2017, oevrige: 215 answered, but only 200 were invited"),
        (["--response", "60"], "--response 60: 60 does not lie above 0 and up to 1"),
        (["--response", "1.01"], "--response 1.01: 1.01 does not lie above 0"),
        (["--response", "0"], "--response 0: 0 does not lie above 0"),
        (["--response", "nan"], "--response nan: nan does not lie above 0"),
        (["--response", "0,6"], "--response 0,6: '0,6' is not a share"),
        (["--response", "oevrig=0.6"], "there is no group 'oevrig'; did you mean 'oevrige'?"),
        (["--change", "10"], "--change 10: must lie between 0 and 1"),
        (["--change", "0"], "--change 0: must lie between 0 and 1"),
        (["--power", "0.4"], "--power 0.4: must be at least 0.5 and below 1"),
        (["--power", "80"], "--power 80: must be at least 0.5 and below 1"),
        (["--power", "nan"], "--power nan: must be at least 0.5"),
        (["--confidence", "95"], "--confidence 95: must lie between 0 and 1"),
        (["--group", "nobody"], "'kommune' has no group 'nobody'"),
        (["--question", "nothing"], "'kommune' has no question 'nothing'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_makes_no_plan_is_refused_with_a_hint(arguments: list[str], said: str, here: Here) -> None:
    ended = here("plan", "2017", "-q", "kommune", *arguments)
    assert (ended.code, ended.out) == (2, "")
    lines = ended.err.splitlines()
    assert any(said in line for line in lines), ended.err
    assert lines[-1].startswith("  ")
    assert "Traceback" not in ended.err


def test_what_is_not_known_of_the_baseline_is_asked_for(here: Here) -> None:
    ended = here("plan", example("baseline.csv"), "--group", "oevrige")
    assert ended.code == 2
    assert "how many will be invited is not known of: oevrige" in ended.err
    assert "Say --invited oevrige=N." in ended.err
    ended = here("plan", example("baseline.csv"), "--group", "oevrige", "--invited", "oevrige=300")
    assert ended.code == 2
    assert "what part will answer is not known of: oevrige" in ended.err


def test_invalid_answers_are_refused_unless_they_are_skipped(tmp_path: Path, here: Here) -> None:
    text = (EXAMPLES / "library_2023.csv").read_text(encoding="utf-8")
    wrong = tmp_path / "library_2023.csv"
    wrong.write_text(text.replace("Adults", "Adlts", 1), encoding="utf-8")
    assert here("plan", str(wrong), "-q", LIBRARY_TOML).code == 1
    ended = here("plan", str(wrong), "-q", LIBRARY_TOML, "--skip-invalid")
    assert ended.code == 0
    assert all("invalid_left_out" in row["flags"].split() for row in ended.rows())


def test_it_loads_neither_slow_statistics_nor_tables_for_a_csv() -> None:
    program = (
        "import atexit, sys\n"
        "heavy = {'scipy.stats', 'rich'}\n"
        "atexit.register(lambda: print(*sorted(heavy & set(sys.modules)), file=sys.stderr))\n"
        "sys.argv = ['brobygger', 'plan', '2017', '-q', 'ngo']\n"
        "from brobygger_cli.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr.splitlines()[-1] == ""
