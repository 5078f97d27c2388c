"""What the project is for, through the command line: 2017 described as printed, and compared as printed.

The expectations come from `schemas/printed/2017.csv`, the questionnaire files read as plain TOML, and the
note; nothing here asks brobygger's own modules what should come out.
"""

from __future__ import annotations

import csv
import io
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from processes import completed

ROOT = Path(__file__).resolve().parents[1]
PRINTED = ROOT / "schemas" / "printed" / "2017.csv"
BASELINES = {"kommune": "examples/baseline.csv", "ngo": "examples/baseline_ngo.csv"}
FOLLOWUPS = {"kommune": "examples/followup.csv", "ngo": "examples/followup_ngo.csv"}
NAMES = ("kommune", "ngo")

Row = dict[str, str]
Json = dict[str, Any]  # what a TOML table is read as


@cache
def run(*arguments: str) -> list[Row]:
    """Run brobygger as a process and read the CSV that it writes."""
    done = completed(arguments, ROOT)
    assert done.returncode == 0, done.stderr.decode()
    return list(csv.DictReader(io.StringIO(done.stdout.decode())))


@cache
def toml(name: str) -> Json:
    return tomllib.loads((ROOT / "schemas" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def printed(name: str) -> list[Row]:
    with PRINTED.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["questionnaire"] == name]


def half_up(count: int, base: int) -> int:
    return (200 * count + base) // (2 * base)


def by_label(rows: list[Row]) -> dict[tuple[str, str, str], Row]:
    """Return the rows of options and nets as print names them: by group, question and Danish label."""
    return {(row["group"], row["question"], row["label"]): row for row in rows if row["level"] == "option"}


def place(row: Row) -> tuple[str, str, str]:
    """Return where a printed row is found among the described ones; a net is printed in brackets."""
    return row["group"], row["question"], row["option"].strip("[]")


# describe ------------------------------------------------------------------------------------------


def described(name: str, what: str) -> list[Row]:
    if what == "2017":
        return run("describe", "2017", "-q", name, "--lang", "da")
    return run("describe", BASELINES[name], "--lang", "da")


@pytest.mark.parametrize("what", ["respondents", "2017"])
def test_describe_reproduces_all_173_printed_cells(what: str) -> None:
    cells = 0
    wrong = []
    for name in NAMES:
        rows = by_label(described(name, what))
        for cell in printed(name):
            if not cell["count"]:
                continue
            row = rows[place(cell)]
            percent = half_up(int(row["count"]), int(row["base"]))
            found = (row["count"], str(percent), row["base"])
            cells += 1
            if found != (cell["count"], cell["percent"], cell["base"]):
                wrong.append((place(cell), found))
            assert float(row["share"]) == int(row["count"]) / int(row["base"])
    assert wrong == []
    assert cells == 173


@pytest.mark.parametrize("name", NAMES)
def test_respondents_give_the_figures_stated_in_the_text(name: str) -> None:
    rows = by_label(described(name, "respondents"))
    figures = [cell for cell in printed(name) if not cell["count"]]
    assert len(figures) == {"kommune": 4, "ngo": 5}[name]
    for cell in figures:
        row = rows[place(cell)]
        assert row["base"] == cell["base"]
        assert str(half_up(int(row["count"]), int(row["base"]))) == cell["percent"]


# The counts that source/README.md derives by hand from the percentages of the figures.
FIGURE_COUNTS = {
    ("skole_dagtilbud", "formal_cooperation", "Ja"): (14, 14),
    ("oevrige", "formal_cooperation", "Ja"): (43, 44),
    ("skole_dagtilbud", "cooperation_quality", "Vi samarbejder ikke"): (52, 52),
    ("oevrige", "cooperation_quality", "Vi samarbejder ikke"): (70, 71),
    ("ngo", "formal_cooperation", "Nej"): (65, 65),
    ("ngo", "cooperation_quality", "Vi samarbejder ikke"): (48, 48),
    ("ngo", "cooperation_quality", "Hverken eller"): (11, 11),
    ("ngo", "cooperation_quality", "Dårligt eller meget dårligt"): (3, 3),
    ("ngo", "knowledge_of_other_associations", "Godt eller rigtig godt"): (19, 19),
}


def test_printed_figures_are_carried_as_the_counts_they_allow() -> None:
    rows = by_label(described("kommune", "2017")) | by_label(described("ngo", "2017"))
    for key, (low, high) in FIGURE_COUNTS.items():
        row = rows[key]
        assert (row["count_min"], row["count_max"]) == (str(low), str(high)), key
        assert row["count"] == (str(low) if low == high else ""), key
        assert ("count_range" in row["flags"].split()) == (low < high), key
        assert ("from_percent" in row["flags"].split()) == (low == high), key


@pytest.mark.parametrize("what", ["respondents", "2017"])
@pytest.mark.parametrize("name", NAMES)
def test_describe_keeps_the_order_of_the_questionnaire_and_its_zeros(name: str, what: str) -> None:
    asked = toml(name)
    expected = []
    for group in asked["groups"]:
        expected += [(group["id"], "indicator", i["question"], i["id"]) for i in asked["indicators"]]
        for question in asked["questions"]:
            expected.append((group["id"], "question", question["id"], ""))
            parts = [*question["options"], *question.get("nets", ())]
            expected += [(group["id"], "option", question["id"], part["id"]) for part in parts]
    rows = described(name, what)
    assert [(r["group"], r["level"], r["question"], r["option"]) for r in rows] == expected
    zeros = [cell for cell in printed(name) if cell["count"] == "0"]
    assert len(zeros) == {"kommune": 7, "ngo": 9}[name]
    kept = by_label(rows)
    assert {kept[place(cell)]["count"] for cell in zeros} == {"0"}
    assert {kept[place(cell)]["share"] for cell in zeros} == {"0.0"}


@pytest.mark.parametrize("name", NAMES)
def test_describe_accounts_for_every_respondent_of_every_question(name: str) -> None:
    answered = {"skole_dagtilbud": 116, "oevrige": 215, "ngo": 87}
    for row in described(name, "respondents"):
        if row["level"] == "question":
            states = ("answered", "dont_know", "not_asked", "blank", "invalid")
            assert sum(int(row[state]) for state in states) == int(row["rows"]) == answered[row["group"]]
            assert int(row["answered"]) + int(row["dont_know"]) == int(row["base"])


# compare: print against respondents ----------------------------------------------------------------

# Every row in which `compare 2017` says less than `compare baseline.csv`, by the flag that names why;
# "group question option", "-" for the question as a whole. A row with several reasons has the first.
DIFFERING = {
    "kommune": {
        "not_printed": """
            skole_dagtilbud tenure -
            skole_dagtilbud tenure over_5_years
            skole_dagtilbud tenure up_to_5_years
            skole_dagtilbud civil_society_difference -
            skole_dagtilbud civil_society_difference very_high
            skole_dagtilbud civil_society_difference high
            skole_dagtilbud civil_society_difference both
            skole_dagtilbud civil_society_difference low
            skole_dagtilbud civil_society_difference very_low
            oevrige tenure -
            oevrige tenure over_5_years
            oevrige tenure up_to_5_years
            oevrige civil_society_difference -
            oevrige civil_society_difference very_high
            oevrige civil_society_difference high
            oevrige civil_society_difference both
            oevrige civil_society_difference low
            oevrige civil_society_difference very_low
        """,
        "count_range": """
            skole_dagtilbud action_when_beneficial supports_start
            skole_dagtilbud formal_cooperation no
            skole_dagtilbud formal_cooperation dont_know
            skole_dagtilbud cooperation_quality very_good
            skole_dagtilbud cooperation_quality good
            skole_dagtilbud cooperation_quality neither
            skole_dagtilbud cooperation_quality bad
            skole_dagtilbud cooperation_quality very_bad
            oevrige action_when_beneficial supports_start
            oevrige formal_cooperation formal_cooperation_yes
            oevrige cooperation_quality no_cooperation
            oevrige formal_cooperation yes
            oevrige formal_cooperation no
            oevrige formal_cooperation dont_know
            oevrige cooperation_quality very_good
            oevrige cooperation_quality good
            oevrige cooperation_quality neither
            oevrige cooperation_quality bad
            oevrige cooperation_quality very_bad
            oevrige cooperation_quality do_not_cooperate
        """,
        "partly_printed": """
            skole_dagtilbud formal_cooperation -
            skole_dagtilbud formal_cooperation yes
            skole_dagtilbud cooperation_quality -
            skole_dagtilbud cooperation_quality do_not_cooperate
            oevrige formal_cooperation -
            oevrige cooperation_quality -
        """,
        "adjusted_bound": """
            skole_dagtilbud referrals_last_year -
            oevrige referrals_last_year referred_last_year
            oevrige refers_when_relevant refers_when_relevant_yes
            oevrige reasons_for_not_referring would_refer_more_with_knowledge
            oevrige outcome_after_referral started_but_stopped
            oevrige referrals_last_year -
            oevrige referrals_last_year 1
            oevrige referrals_last_year 2
            oevrige referrals_last_year 3
            oevrige referrals_last_year 4
            oevrige referrals_last_year 5
            oevrige referrals_last_year 6
            oevrige referrals_last_year 7
            oevrige referrals_last_year 8
            oevrige referrals_last_year 9
            oevrige referrals_last_year 10
            oevrige referrals_last_year 11_to_15
            oevrige referrals_last_year 16_to_20
            oevrige referrals_last_year 21_or_more
            oevrige referrals_last_year none
            oevrige referrals_last_year dont_know
            oevrige action_when_beneficial -
            oevrige action_when_beneficial suggest
            oevrige action_when_beneficial contact_civil_society
            oevrige action_when_beneficial support_otherwise
            oevrige action_when_beneficial other
            oevrige outcome_after_referral -
            oevrige outcome_after_referral did_not_start
            oevrige outcome_after_referral stopped_soon
            oevrige outcome_after_referral kept_to_it
            oevrige outcome_after_referral dont_know
        """,
    },
    "ngo": {
        "not_printed": """
            ngo association_kind -
            ngo association_kind leisure
            ngo association_kind voluntary_social
        """,
        "count_range": """
            ngo formal_cooperation yes
            ngo formal_cooperation dont_know
            ngo cooperation_quality very_good
            ngo cooperation_quality good
            ngo cooperation_quality bad
            ngo cooperation_quality very_bad
            ngo knowledge_of_other_associations very_good
            ngo knowledge_of_other_associations good
            ngo knowledge_of_other_associations neither
            ngo knowledge_of_other_associations bad
            ngo knowledge_of_other_associations very_bad
        """,
        "partly_printed": """
            ngo formal_cooperation -
            ngo formal_cooperation no
            ngo cooperation_quality -
            ngo cooperation_quality neither
            ngo cooperation_quality do_not_cooperate
            ngo cooperation_quality bad_or_very_bad
            ngo knowledge_of_other_associations -
            ngo knowledge_of_other_associations good_or_very_good
        """,
        "adjusted_bound": """
            ngo referrals_received -
            ngo referrals_received dont_know
            ngo referrals_received none
            ngo match_quality -
            ngo municipal_trust -
            ngo municipal_trust very_high
            ngo municipal_trust high
            ngo municipal_trust both
            ngo municipal_trust low
            ngo municipal_trust very_low
            ngo knows_where_to_turn -
            ngo knows_where_to_turn yes
            ngo knows_where_to_turn no
            ngo cooperates_with_associations -
            ngo cooperates_with_associations yes
            ngo cooperates_with_associations no
            ngo cooperates_with_associations dont_know
            ngo referred_to_associations -
            ngo referred_to_associations yes
            ngo referred_to_associations no
            ngo referred_to_associations dont_know
            ngo received_from_associations -
            ngo received_from_associations yes
            ngo received_from_associations no
            ngo received_from_associations dont_know
        """,
    },
}

# Where print leaves a range: the columns that hold it, and the column of the respondents that lies in it.
SPANS = {
    ("baseline_count_min", "baseline_count_max"): "baseline_count",
    ("change_min", "change_max"): "change",
    ("p_value_min", "p_value_max"): "p_value",
    ("change_outer_low", "change_outer_high"): "change_low",
    ("change_outer_high", "change_outer_low"): "change_high",
}
# How far those who did not answer could move a share: further, where the count is not known.
WORST = ("baseline_worst_low", "baseline_worst_high")
SPAN_COLUMNS = {column for span in SPANS for column in span} | set(WORST)

# Flags are what explains the rest.
NOT_COMPARED = {"flags"}


@cache
def pairs(name: str) -> list[tuple[Row, Row]]:
    """Return the rows against print and against respondents, side by side."""
    # From respondents the default test of several answers knows how ticks go together, which print never tells.
    alike = ("--multiple-test", "holm")
    from_print = run("compare", "2017", FOLLOWUPS[name], *alike)
    from_people = run("compare", BASELINES[name], FOLLOWUPS[name], "--baseline", "2017", *alike)
    key = ("questionnaire", "group", "level", "question", "option")
    assert [[row[k] for k in key] for row in from_print] == [[row[k] for k in key] for row in from_people]
    return list(zip(from_print, from_people, strict=True))


def named(row: Row) -> str:
    return f"{row['group']} {row['question']} {row['option'] or '-'}"


@pytest.mark.parametrize("name", NAMES)
def test_compare_2017_differs_from_the_respondents_only_where_a_flag_names_why(name: str) -> None:
    reasons: dict[str, list[str]] = {reason: [] for reason in DIFFERING[name]}
    for row, person in pairs(name):
        flags = row["flags"].split()
        assert "printed_baseline" in flags, named(row)
        assert "printed_baseline" not in person["flags"], named(row)
        if any(row[c] != person[c] for c in row if c not in NOT_COMPARED):
            reason = next((r for r in reasons if r in flags), "nothing")
            reasons.setdefault(reason, []).append(named(row))
    assert reasons == {
        reason: [" ".join(line.split()) for line in rows.strip().splitlines()]
        for reason, rows in DIFFERING[name].items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_what_print_says_of_a_row_is_never_another_figure_than_the_respondents(name: str) -> None:
    """A figure is the respondents' to the last digit, or empty, or a bound that says so."""
    for row, person in pairs(name):
        bound = "adjusted_bound" in row["flags"].split()
        for column in row:
            if column in NOT_COMPARED or column in SPAN_COLUMNS or row[column] in {"", person[column]}:
                continue
            assert bound, (named(row), column)
            assert column in {"p_adjusted", "finding"}, (named(row), column)


@pytest.mark.parametrize("name", NAMES)
def test_only_what_rests_on_the_print_is_missing_from_it(name: str) -> None:
    """Nothing of the follow-up goes missing, and without a reason nothing at all does."""
    for row, person in pairs(name):
        missing = {c for c in row if not row[c] and person[c] and c not in NOT_COMPARED}
        assert not any(column.startswith("followup_") for column in missing - {"followup_test_n"}), named(row)
        if missing:
            reasons = {"not_printed", "count_range", "partly_printed"}
            assert reasons & set(row["flags"].split()), (named(row), missing)


@pytest.mark.parametrize("name", NAMES)
def test_the_respondents_lie_in_every_range_that_print_leaves(name: str) -> None:
    ranged = 0
    for row, person in pairs(name):
        if "count_range" not in row["flags"].split():
            continue
        ranged += 1
        assert not row["baseline_count"], named(row)
        assert int(row["baseline_count_min"]) < int(row["baseline_count_max"]), named(row)
        for span, column in SPANS.items():
            low, high = sorted(float(row[end]) for end in span)
            assert low <= float(person[column]) <= high, (named(row), column)
        worst_low, worst_high = WORST
        assert float(row[worst_low]) <= float(person[worst_low]), named(row)
        assert float(row[worst_high]) >= float(person[worst_high]), named(row)
    assert ranged == {"kommune": 20, "ngo": 11}[name]


@pytest.mark.parametrize("name", NAMES)
def test_adjusted_p_against_print_is_an_upper_bound_and_says_where_it_is_no_more(name: str) -> None:
    bounds = 0
    for row, person in pairs(name):
        if not row["p_adjusted"]:
            continue
        assert float(row["p_adjusted"]) >= float(person["p_adjusted"]), named(row)
        if "adjusted_bound" in row["flags"].split():
            bounds += 1
        else:
            assert row["p_adjusted"] == person["p_adjusted"], named(row)
    assert bounds > 20


@pytest.mark.parametrize("name", NAMES)
def test_respondents_against_respondents_have_nothing_of_a_printed_table(name: str) -> None:
    of_print = {flag for _, person in pairs(name) for flag in person["flags"].split()} & {
        "printed_baseline",
        "printed_followup",
        "from_percent",
        "derived",
        "count_range",
        "not_printed",
        "partly_printed",
        "adjusted_bound",
    }
    assert of_print == set()


@pytest.mark.parametrize("name", NAMES)
def test_print_against_itself_has_not_changed(name: str) -> None:
    tested = 0
    for row in run("compare", "2017", "2017", "-q", name):
        assert {"printed_baseline", "printed_followup"} <= set(row["flags"].split())
        if row["change"]:
            assert float(row["change"]) == 0
            assert -float(row["change_low"]) == pytest.approx(float(row["change_high"]))
        if row["p_value"]:
            tested += 1
            assert float(row["p_value"]) == pytest.approx(1, abs=1e-12), named(row)
            assert float(row["p_adjusted"] or 1) == pytest.approx(1, abs=1e-12)
            assert row["finding"] in {"", "unclear"}
        if row["effect"]:
            still = 0.5 if row["effect_name"] == "prob_higher" else 0
            assert float(row["effect"]) == pytest.approx(still, abs=1e-12), named(row)
        if "count_range" in row["flags"].split():
            # The two counts need not be the same one of those allowed, but they can be.
            assert float(row["change_min"]) == pytest.approx(-float(row["change_max"]))
            assert float(row["p_value_max"]) == pytest.approx(1, abs=1e-12), named(row)
            assert float(row["p_value_min"]) < 1
    assert tested == {"kommune": 70 + 66, "ngo": 92}[name]


# compare: families ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_families_have_the_size_that_the_questionnaire_gives_them(name: str) -> None:
    asked = toml(name)
    tested = [question for question in asked["questions"] if not question.get("background")]
    options = {q["id"]: len(q["options"]) + len(q.get("nets", ())) for q in tested}
    for row, person in pairs(name):
        group, question = row["group"], row["question"]
        if question not in options:
            expected = ("", "", "")
        elif row["level"] == "indicator":
            expected = (f"{group}/indicators", str(len(asked["indicators"])), "holm")
        elif row["level"] == "question":
            expected = (f"{group}/questions", str(len(tested)), "bh")
        else:
            expected = (f"{group}/{question}", str(options[question]), "bh")
        for found in (row, person):
            assert (found["family"], found["family_size"], found["adjustment"]) == expected


@pytest.mark.parametrize(
    "choice",
    [
        ("--group", "oevrige"),
        ("--question", "outcome_after_referral"),
        ("--only", "indicators"),
        ("--only", "questions"),
        ("--group", "skole_dagtilbud", "--question", "referrals_last_year", "--only", "options"),
    ],
)
def test_what_is_shown_does_not_change_what_is_computed(choice: tuple[str, ...]) -> None:
    wanted = dict(zip(choice[::2], choice[1::2], strict=True))
    all_rows = run("compare", "2017", FOLLOWUPS["kommune"])
    expected = [
        row
        for row in all_rows
        if row["group"] == wanted.get("--group", row["group"])
        and row["question"] == wanted.get("--question", row["question"])
        and f"{row['level']}s" == wanted.get("--only", f"{row['level']}s")
    ]
    assert 0 < len(expected) < len(all_rows)
    assert run("compare", "2017", FOLLOWUPS["kommune"], *choice) == expected
