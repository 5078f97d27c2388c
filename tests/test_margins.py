"""Population margins, through files: weights and weighted figures are those of the R package survey.

The data are those of tests/second_program, whose survey_package.R tells what they are. In the R commands `strat` and
`clus` are its two files, and

    equal <- svydesign(ids = ~1, weights = ~pw, data = clus)
    weighted <- svydesign(ids = ~1, weights = ~pw, data = strat)
    types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
    met <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
    won <- data.frame(awards = c("No", "Yes"), Freq = c(2000, 4194)); exact <- list(maxit = 500, epsilon = 1e-13)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from brobygger_cli.compare import compare
from brobygger_cli.describe import describe
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.margins import read_margins
from brobygger_cli.questionnaire.load import load, parse
from brobygger_cli.reading import Refinement, read_waves
from brobygger_cli.sources import Reading, open_source

if TYPE_CHECKING:
    import pandas as pd

    from brobygger_cli.waves import Wave

DATA = Path(__file__).resolve().parent / "second_program"
STRATIFIED, CLUSTERED = str(DATA / "apistrat.csv"), str(DATA / "apiclus1.csv")

SCHOOLS = """
id = "schools"
title = { en = "Schools" }

[[groups]]
id = "california"
code = "1"
label = { en = "California" }

[[questions]]
id = "stype"
type = "single"
background = true
text = { en = "Which type of school?" }
options = [
  { id = "elementary", code = "E", label = { en = "Elementary" } },
  { id = "high", code = "H", label = { en = "High" } },
  { id = "middle", code = "M", label = { en = "Middle" } },
]

[[questions]]
id = "met"
type = "single"
background = true
columns = ["sch.wide"]
text = { en = "Met the school-wide target?" }
options = [{ id = "no", code = "No", label = { en = "No" } }, { id = "yes", code = "Yes", label = { en = "Yes" } }]

[[questions]]
id = "won"
type = "single"
background = true
columns = ["awards"]
text = { en = "Eligible for the awards?" }
options = [{ id = "no", code = "No", label = { en = "No" } }, { id = "yes", code = "Yes", label = { en = "Yes" } }]
"""
TYPES = "stype,elementary,4421\nstype,high,755\nstype,middle,1018\n"
MET = "met,no,1072\nmet,yes,5122\n"
WON = "won,no,2000\nwon,yes,4194\n"
# In the order of SHARES
SHARES = [("stype", "elementary"), ("stype", "high"), ("stype", "middle"), ("met", "yes"), ("won", "yes")]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "schools.toml").write_text(SCHOOLS, encoding="utf-8")
    return tmp_path


def read(
    folder: Path, *files: str, margins: str | None = None, weights: str | None = None, trim: float | None = None
) -> list[Wave]:
    """Read waves from files, weighted to margins that stand in a file too."""
    asked = load(str(folder / "schools.toml"))
    path = None
    if margins is not None:
        path = str(folder / "margins.csv")
        Path(path).write_text("question,option,count\n" + margins, encoding="utf-8")
    reading = Reading(weight_column=weights)
    sources = [open_source(file, reading) for file in files]
    return read_waves(sources, [asked] * len(files), reading, Refinement(None, path, trim))


def described(wave: Wave) -> pd.DataFrame:
    return describe(wave, interval="wilson").frame.set_index(["question", "option"])


# In R: coef(svymean(~stype + sch.wide + awards, DESIGN)), w <- weights(DESIGN), sum(w)^2 / sum(w^2)
@pytest.mark.parametrize(
    ("file", "margins", "weights", "trim", "shares", "effective_n"),
    [
        pytest.param(  # DESIGN: postStratify(equal, ~stype, types)
            CLUSTERED,
            TYPES,
            None,
            None,
            [0.713755247013239, 0.121892153697126, 0.164352599289635, 0.861807817088734, 0.687889182311607],
            176.070025647849,
            id="post-stratified",
        ),
        pytest.param(  # DESIGN: raked <- rake(equal, list(~stype, ~sch.wide), list(types, met), control = exact)
            CLUSTERED,
            TYPES + MET,
            None,
            None,
            [0.713755247013228, 0.121892153697129, 0.164352599289643, 0.8269292864062, 0.661269730322432],
            174.011158551058,
            id="raked",
        ),
        pytest.param(  # DESIGN: trimWeights(raked, upper = 1.1 * mean(weights(raked)), strict = TRUE)
            CLUSTERED,
            TYPES + MET,
            None,
            1.1,
            [0.765573770491803, 0.0841530054644809, 0.150273224043716, 0.861748633879781, 0.697329855936413],
            182.295675798053,
            id="trimmed",
        ),
        pytest.param(  # DESIGN: weighted
            STRATIFIED,
            None,
            "pw",
            None,
            [0.713755237067748, 0.121892157602241, 0.164352605330011, 0.827948011415824, 0.638936064050578],
            168.581331280756,
            id="weights of the file",
        ),
        pytest.param(  # DESIGN: rake(weighted, list(~sch.wide, ~awards), list(met, won), control = exact)
            STRATIFIED,
            MET + WON,
            "pw",
            None,
            [0.718625164155375, 0.11951422344511, 0.161860612399515, 0.826929286406259, 0.677106877623507],
            165.698782934303,
            id="raked from weights of the file",
        ),
    ],
)
def test_weighted_shares_and_their_precision_are_those_of_r(
    folder: Path,
    file: str,
    margins: str | None,
    weights: str | None,
    trim: float | None,
    shares: list[float],
    effective_n: float,
) -> None:
    frame = described(read(folder, file, margins=margins, weights=weights, trim=trim)[0])
    assert frame["share"].loc[SHARES].tolist() == pytest.approx(shares, rel=1e-8)
    assert frame["effective_n"].loc[SHARES].tolist() == pytest.approx([effective_n] * 5, rel=1e-8)
    schools = {STRATIFIED: 200, CLUSTERED: 183}[file]
    assert frame["design_effect"].loc[SHARES].tolist() == pytest.approx([schools / effective_n] * 5, rel=1e-8)


def test_counts_remain_those_of_respondents(folder: Path) -> None:
    plain, weighted = (described(read(folder, CLUSTERED, margins=margins)[0]) for margins in (None, TYPES))
    assert weighted["count"].equals(plain["count"])
    assert weighted["base"].equals(plain["base"])
    assert plain["design_effect"].isna().all()


def test_the_test_of_a_whole_question_is_that_of_r(folder: Path) -> None:
    """Two weighted files as waves; the weights of each have the mean 1."""
    (folder / "schools.toml").write_text(SCHOOLS.replace("background = true\n", ""), encoding="utf-8")
    before, after = read(folder, STRATIFIED, CLUSTERED, weights="pw")
    frame = compare(before, after).frame
    row = frame[(frame["question"] == "stype") & frame["option"].isna()].iloc[0]
    # In R: both <- rbind(data.frame(wave = "0", strat[, 1:5]), data.frame(wave = "1", clus[, 1:5])), then
    # both$w <- ave(both$pw, both$wave, FUN = function(x) x / mean(x)), then
    # svychisq(~wave + stype, svydesign(ids = ~1, strata = ~wave, weights = ~w, data = both)): F, its first df, p
    assert row["test"] == "rao_scott"
    expected = [1.77416744670938, 1.99272730510204, 0.170465476490548]
    assert row[["statistic", "df", "p_value"]].tolist() == pytest.approx(expected, rel=1e-8)


def test_what_was_done_is_said(folder: Path) -> None:
    said = " ".join(read(folder, CLUSTERED, margins=TYPES + MET, trim=1.1)[0].remarks)
    assert "apiclus1, california: raked in 9 rounds to stype and met" in said
    assert "trimmed to 1.1 times the mean" in said
    assert "points off" in said
    assert "design effect 1.004" in said


def test_trimming_leaves_no_weight_above_the_limit(folder: Path) -> None:
    for limit in (1.2, 1.5):
        remarks = read(folder, CLUSTERED, margins=TYPES + MET, trim=limit)[0].remarks
        largest = float(remarks[-1].rpartition("largest weight ")[2].removesuffix(" times the mean."))
        assert largest == pytest.approx(limit, abs=0.005)


def test_margins_may_be_shares_or_percentages(folder: Path) -> None:
    counts = described(read(folder, CLUSTERED, margins=MET)[0])
    path = folder / "shares.csv"
    asked = load(str(folder / "schools.toml"))
    for written in (
        "share\nmet,no,17.307071%\nmet,yes,82.692929 %\n",
        'share\nmet,no,"0,17307071"\nmet,yes,"0,82692929"\n',
    ):
        path.write_text("question,option," + written, encoding="utf-8")
        waves = read_waves([open_source(CLUSTERED, Reading())], [asked], Reading(), Refinement(margins=str(path)))
        assert described(waves[0])["share"].tolist() == pytest.approx(counts["share"].tolist(), rel=1e-6, nan_ok=True)


# What cannot be weighted to ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("export", "margins", "problem"),
    [
        ("E\nH\n", TYPES, "now, california: nobody answered 'middle' to 'stype', but the margins have people there"),
        (
            "E\nH\nM\nM\n",
            TYPES.replace("1018", "0"),
            "now, california: 2 answered 'middle' to 'stype', but the margins",
        ),
    ],
)
def test_a_cell_that_is_empty_on_one_side_is_refused_by_name(
    folder: Path, export: str, margins: str, problem: str
) -> None:
    (folder / "now.csv").write_text("stype,sch.wide,awards\n" + export.replace("\n", ",Yes,No\n"), encoding="utf-8")
    with pytest.raises(BrobyggerError) as refused:
        read(folder, str(folder / "now.csv"), margins=margins)
    assert problem in str(refused.value)


def test_an_option_that_neither_side_has_is_no_empty_cell(folder: Path) -> None:
    (folder / "now.csv").write_text("stype,sch.wide,awards\n" + "E,Yes,No\nE,No,No\nH,Yes,Yes\n", encoding="utf-8")
    wave = read(folder, str(folder / "now.csv"), margins="stype,elementary,1\nstype,high,1\nstype,middle,0\n")[0]
    assert described(wave)["share"].loc["met", "yes"] == pytest.approx(0.75)


def test_margins_that_contradict_each_other_are_refused(folder: Path) -> None:
    """All elementary schools met the target, and no other did: the two margins cannot differ."""
    rows = "E,Yes,No\n" * 5 + "H,No,No\n" * 5 + "M,No,No\n" * 2
    (folder / "now.csv").write_text("stype,sch.wide,awards\n" + rows, encoding="utf-8")
    with pytest.raises(BrobyggerError, match=r"now, california: raking to stype and met does not settle"):
        read(folder, str(folder / "now.csv"), margins=TYPES + MET)


def test_who_left_the_question_blank_keeps_their_relative_weight(folder: Path) -> None:
    rows = "E,Yes,No\nE,No,No\nH,Yes,Yes\n,Yes,Yes\n"
    (folder / "now.csv").write_text("stype,sch.wide,awards\n" + rows, encoding="utf-8")
    wave = read(folder, str(folder / "now.csv"), margins="stype,elementary,1\nstype,high,1\nstype,middle,0\n")[0]
    # Of the three who are placed, weights 3/4, 3/4 and 3/2; the fourth has the mean of all.
    assert described(wave)["share"].loc["met", "yes"] == pytest.approx((0.75 + 1.5 + 1) / 4)
    assert "1 without an answer there keep" in " ".join(wave.remarks)


def test_who_left_two_margins_blank_is_one_person_all_the_same(folder: Path) -> None:
    rows = "E,Yes,No\nE,No,No\nH,Yes,Yes\nH,No,Yes\n,,Yes\n"
    (folder / "now.csv").write_text("stype,sch.wide,awards\n" + rows, encoding="utf-8")
    margins = "stype,elementary,3097\nstype,high,3097\nstype,middle,0\n" + MET
    wave = read(folder, str(folder / "now.csv"), margins=margins)[0]
    assert "; 1 without" in " ".join(wave.remarks)


def test_a_row_with_an_invalid_weight_is_a_violation_and_no_part_of_the_margin(folder: Path) -> None:
    rows = "E,Yes,No,2\nE,No,No,2\nH,Yes,Yes,2\nH,No,No,none\n"
    (folder / "now.csv").write_text("stype,sch.wide,awards,w\n" + rows, encoding="utf-8")
    margins = "stype,elementary,1\nstype,high,1\nstype,middle,0\n"
    wave = read(folder, str(folder / "now.csv"), margins=margins, weights="w")[0]
    assert [violation.code for violation in wave.violations if violation.severity == "error"] == ["invalid_weight"]
    assert described(wave)["share"].loc["met", "yes"] == pytest.approx(0.75)


# Files that are no margins -------------------------------------------------------------------------

CLINIC = parse(
    """
id = "clinic"
title = { en = "Clinic" }

[[groups]]
id = "staff"
code = "1"
label = { en = "Staff" }

[[groups]]
id = "guests"
code = "2"
label = { en = "Guests" }

[[questions]]
id = "tenure"
type = "single"
background = true
text = { en = "Here for long?" }
options = [
  { id = "new", code = "1", label = { en = "New" } },
  { id = "old", code = "2", label = { en = "Old" } },
]

[[questions]]
id = "trust"
type = "ordinal"
order = "low_to_high"
text = { en = "Trust?" }
options = [
  { id = "low", code = "1", label = { en = "Low" } },
  { id = "high", code = "2", label = { en = "High" } },
]
""",
    "clinic.toml",
)


def refused(folder: Path, content: str) -> BrobyggerError:
    path = folder / "wrong.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BrobyggerError) as error:
        read_margins(str(path), CLINIC)
    return error.value


def read_right(folder: Path, content: str) -> dict[str, dict[str, list[float]]]:
    path = folder / "right.csv"
    path.write_text(content, encoding="utf-8")
    margins: dict[str, Any] = read_margins(str(path), CLINIC)
    return {group: {q: of.tolist() for q, of in questions.items()} for group, questions in margins.items()}


def test_totals_that_differ_are_refused(folder: Path) -> None:
    """Two margins of one group count the same people, and shares are of one whole."""
    with pytest.raises(BrobyggerError, match=r"its questions count different numbers of people: stype 6194, met 100"):
        read(folder, CLUSTERED, margins=TYPES + "met,no,50\nmet,yes,50\n")
    (folder / "shares.csv").write_text("question,option,share\nmet,no,.5\nmet,yes,.6\n", encoding="utf-8")
    with pytest.raises(BrobyggerError, match=r"shares sum to met 1\.1; expected 1"):
        read_margins(str(folder / "shares.csv"), load(str(folder / "schools.toml")))


def test_names_are_read_as_an_export_writes_them(folder: Path) -> None:
    content = "Group;QUESTION;Option;Count\n1;Here for long?;Old;30\nstaff; tenure;new ;10\n"
    assert read_right(folder, content) == {"staff": {"tenure": [10, 30]}}


def test_every_error_is_listed_at_once(folder: Path) -> None:
    lines = [
        "group,question,option,count",
        "staf,tenure,new,10",
        "staff,tenur,new,10",
        "staff,trust,low,10",
        "staff,tenure,newish,10",
        "staff,tenure,new,many",
        "staff,tenure,new,-1",
        "guests,tenure,new,5",
        "guests,tenure,new,6",
    ]
    error = refused(folder, "\n".join(lines) + "\n")
    said = str(error)
    assert "not a margins file for 'clinic'" in said
    for problem in (
        "line 2, group: 'staf' is no group; did you mean 'staff'?",
        "line 3, question: 'tenur' is no background question with one answer; did you mean 'tenure'?",
        "line 4, question: 'trust' is no background question with one answer",
        "line 5, option: 'newish' is no option of 'tenure'",
        "line 6, count: 'many' is no number of 0 or more",
        "line 7, count: '-1' is no number of 0 or more",
        "line 9: 'new' of 'tenure' has stood before",
        "group 'guests', question 'tenure': no count for 'old'",
    ):
        assert problem in said, problem
    assert error.hint


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ("question,option,count\ntenure,new,1\n", "group"),
        ("group,option,share\nstaff,new,1\n", "question"),
        ("group,question,option\nstaff,tenure,new\n", "count"),
        ("a,b\n1,2\n", "question, option, group, count"),
    ],
)
def test_missing_columns_are_named(folder: Path, content: str, missing: str) -> None:
    assert f"missing columns: {missing}" in str(refused(folder, content))


@pytest.mark.parametrize("rows", ["", "staff,tenure,new,0\nstaff,tenure,old,0\n"])
def test_a_file_without_anybody_in_it_is_refused(folder: Path, rows: str) -> None:
    refused(folder, "group,question,option,count\n" + rows)


def test_a_row_of_another_length_is_refused(folder: Path) -> None:
    said = str(refused(folder, "group,question,option,count\nstaff,tenure,new,1\nstaff,tenure,old,1,2\n"))
    assert "wrong.csv" in said


# Standard errors, as R survey gives them


def test_standard_errors_of_weighted_shares_are_those_of_r(folder: Path) -> None:
    """Linearised; in R: svymean(~sch.wide, svydesign(ids = ~1, weights = ~pw, data = apistrat))."""
    rows = described(read(folder, STRATIFIED, weights="pw")[0])
    assert rows["share"].loc["met", "yes"] == pytest.approx(0.827948011415824, rel=1e-8)
    assert rows["std_error"].loc["met", "yes"] == pytest.approx(0.0260686796653517, rel=1e-8)


def test_standard_errors_in_a_finite_population_are_those_of_r() -> None:
    """Groups as strata; in R: svyby(~sch.wide, ~stype, svydesign(ids = ~1, strata = ~stype, fpc = ~fpc), svymean)."""
    groups = "".join(
        f'[[groups]]\nid = "{name}"\ncode = "{code}"\nlabel = {{ en = "{name}" }}\n'
        f"waves = {{ now = {{ invited = {people} }} }}\n"
        for name, code, people in (("elementary", "E", 4421), ("high", "H", 755), ("middle", "M", 1018))
    )
    met = SCHOOLS[SCHOOLS.index('[[questions]]\nid = "met"') : SCHOOLS.index('[[questions]]\nid = "won"')]
    text = f'id = "strata"\ntitle = {{ en = "Strata" }}\ngroup_columns = ["stype"]\n{groups}{met}'
    asked = parse(text, "strata.toml")
    wave = read_waves([open_source(STRATIFIED, Reading(), name="now")], [asked], Reading())[0]
    frame = describe(wave, interval="wilson", estimand="population").frame
    rows = frame[frame["option"] == "yes"]
    assert rows["share"].tolist() == pytest.approx([0.91, 0.52, 0.7])
    expected = [0.0284351962063673, 0.0689676349228163, 0.0638374303471832]
    assert rows["std_error"].tolist() == pytest.approx(expected, rel=1e-8)


def test_who_answered_nothing_needs_no_weight(folder: Path) -> None:
    """An export that lists everybody who was invited has no weights for those who never answered."""
    rows = "1,E,Yes,No,2\n2,H,No,No,1\n3,,,,\n"
    (folder / "now.csv").write_text("respondent_id,stype,sch.wide,awards,w\n" + rows, encoding="utf-8")
    wave = read(folder, str(folder / "now.csv"), weights="w")[0]
    assert [violation.code for violation in wave.violations if violation.severity == "error"] == []
    assert wave.answered("california") == 2
    assert wave.counts.people("california") == 3
    assert described(wave)["share"].loc["met", "yes"] == pytest.approx(2 / 3)
