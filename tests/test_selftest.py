"""The selftest finds what differs, misses no published figure, and says what is wrong with a file of examples."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.selftest import COLUMNS, selftest

if TYPE_CHECKING:
    import pandas as pd

BUNDLED = Path(__file__).resolve().parents[1] / "schemas" / "selftest" / "published.toml"

# Written out from the sources and not from the file of examples: what the bundled examples must hold, as printed.
PUBLISHED = [
    # One share
    ("wilson_81_of_263", "low", ".2553"),
    ("wilson_81_of_263", "high", ".3662"),
    ("wilson_0_of_20", "low", "0"),
    ("wilson_0_of_20", "high", ".1611"),
    # Change of a share, independent waves
    ("miettinen_nurminen_56_of_70", "low", ".0528"),
    ("miettinen_nurminen_56_of_70", "high", ".3382"),
    ("newcombe_56_of_70", "low", ".0524"),
    ("newcombe_56_of_70", "high", ".3339"),
    ("miettinen_nurminen_0_of_10", "low", "-.1658"),
    ("miettinen_nurminen_0_of_10", "high", ".2844"),
    ("newcombe_0_of_10", "low", "-.1611"),
    ("newcombe_0_of_10", "high", ".2775"),
    ("miettinen_nurminen_10_of_10", "low", ".7156"),
    ("miettinen_nurminen_10_of_10", "high", "1"),
    ("newcombe_10_of_10", "low", ".6791"),
    ("newcombe_10_of_10", "high", "1"),
    ("miettinen_nurminen_7_of_34", "low", ".0270"),
    ("miettinen_nurminen_7_of_34", "high", ".3453"),
    ("newcombe_7_of_34", "low", ".0189"),
    ("newcombe_7_of_34", "high", ".3404"),
    ("pearson_7_of_34", "statistic", "5.100"),
    ("pearson_7_of_34", "p_value", ".02393"),
    ("n_minus_1_7_of_34", "statistic", "5.025"),
    ("n_minus_1_7_of_34", "p_value", ".02498"),
    ("fisher_irwin_7_of_34", "p_value", ".0544"),
    ("fisher_mid_p_7_of_34", "p_value", ".02966"),
    ("miettinen_nurminen_85_of_140", "low", ".0923"),
    ("miettinen_nurminen_85_of_140", "high", ".3166"),
    ("newcombe_85_of_140", "low", ".0921"),
    ("newcombe_85_of_140", "high", ".3146"),
    ("n_minus_1_85_of_140", "statistic", "12.3857"),
    ("n_minus_1_85_of_140", "p_value", ".000433"),
    ("fisher_irwin_85_of_140", "p_value", ".000630"),
    ("fisher_mid_p_85_of_140", "p_value", ".000443"),
    ("cohens_h_85_of_140", "h", ".417"),
    # A whole question
    ("pearson_nausea", "statistic", "3.813"),
    ("pearson_nausea", "df", "3"),
    ("pearson_nausea", "p_value", ".2824"),
    ("permutation_nausea", "p_value", ".29358"),
    ("cramers_v_nausea", "value", ".254"),
    ("brunner_munzel_pain", "statistic", "3.13747"),
    ("brunner_munzel_pain", "df", "17.683"),
    ("brunner_munzel_pain", "p_value", ".005786"),
    ("brunner_munzel_pain", "effect", ".78896"),
    ("brunner_munzel_pain", "effect_low", ".5952"),
    ("brunner_munzel_pain", "effect_high", ".9827"),
    # The same people in both waves
    ("mcnemar_exact_bentur", "p_value", ".0703"),
    ("mcnemar_mid_p_bentur", "p_value", ".0391"),
    ("newcombe_paired_bentur", "low", "-.5069"),
    ("newcombe_paired_bentur", "high", "-.0256"),
    ("partly_paired_derrick", "statistic", "-1.9367"),
    ("partly_paired_derrick", "p_value", ".0528"),
    # A finite population
    ("effective_n_150_of_231", "value", "425.9"),
    ("effective_n_140_of_250", "value", "316.9"),
    ("newcombe_of_a_population", "low", ".1348"),
    ("newcombe_of_a_population", "high", ".2763"),
    ("hypergeometric_60_of_150", "low", "82"),
    ("hypergeometric_60_of_150", "high", "104"),
    # Those who did not answer
    ("share_bounds_60_of_150", "low", ".2597"),
    ("share_bounds_60_of_150", "high", ".6104"),
    ("share_bounds_85_of_140", "low", ".34"),
    ("share_bounds_85_of_140", "high", ".78"),
    ("change_bounds_85_of_140", "low", "-.2704"),
    ("change_bounds_85_of_140", "high", ".5203"),
    ("tipping_share_85_of_140", "value", ".136"),
    # Planning
    ("smallest_change_from_40_percent", "value", ".164"),
    ("smallest_change_in_a_population", "value", ".103"),
    # Printed baselines
    ("counts_41_percent_of_78", "first", "32"),
    ("counts_41_percent_of_78", "last", "32"),
    ("counts_41_percent_of_331", "first", "135"),
    ("counts_41_percent_of_331", "last", "137"),
    ("counts_37_4_percent_of_231", "size", "0"),
    # What the sources give besides
    ("freeman_halton_14_10_3_2", "p_value", ".30077"),
    ("correlation_of_derricks_pairs", "value", ".4308"),
    ("overlap_110_of_150_and_140_of_231", "value", ".001006"),
    ("wald_error_of_60_of_150_and_85_of_140", "standard_error", ".0577"),
    ("wald_error_in_a_population", "standard_error", ".0363"),
    ("change_of_60_of_150_and_85_of_140", "within", "+.2071"),
    ("stratified_share_of_apistrat", "share", ".8279480"),
    ("stratified_share_of_apistrat", "standard_error", ".0243448"),
    ("trend_of_83_90_129_70", "statistic", "-2.8643"),
    ("jonckheere_of_motivation", "statistic", "2.0393"),
    ("jonckheere_of_motivation", "p_value", ".04142"),
]

WILSON: dict[str, Any] = {
    "id": "made",
    "what": "made",
    "source": "made",
    "method": "share_intervals.wilson",
    "arguments": {"share": "81/263", "n": 263},
    "outputs": ["low", "high"],
    "expected": {"low": ".2553", "high": ".3662"},
}
COUNTS: dict[str, Any] = {
    "method": "rounding.possible_counts",
    "arguments": {"percent": "41", "base": 78},
    "outputs": None,
    "expected": {"first": "32"},
}
MID_P: dict[str, Any] = {
    "method": "change_tests.fisher_mid_p",
    "arguments": {"count_baseline": 0, "n_baseline": 40, "count_followup": 40, "n_followup": 40},
    "outputs": None,
    "expected": {"p_value": "0"},
}


def as_toml(*examples: dict[str, Any]) -> str:
    """Write examples as TOML; a key of None is left out."""
    lines = []
    for example in examples:
        tables = {key: value for key, value in example.items() if isinstance(value, dict)}
        lines.append("[[examples]]")
        lines += [
            f"{key} = {json.dumps(value)}" for key, value in example.items() if value is not None and key not in tables
        ]
        for name, table in tables.items():
            lines.append(f"[examples.{name}]")
            lines += [f"{key} = {json.dumps(value)}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def recomputed(folder: Path, *examples: dict[str, Any]) -> pd.DataFrame:
    path = folder / "own.toml"
    path.write_text(as_toml(*examples), encoding="utf-8")
    return selftest(str(path)).frame


def agree(folder: Path, expected: dict[str, str], **changes: Any) -> list[bool]:  # noqa: ANN401 - whatever TOML holds
    return list(recomputed(folder, {**WILSON, **changes, "expected": expected})["agrees"])


def refusal(folder: Path, text: str) -> str:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrobyggerError) as caught:
        selftest(str(path))
    assert caught.value.exit_code == 2
    assert caught.value.hint
    assert caught.value.message.startswith(f"{path}: ")
    return caught.value.message


# The bundled examples


@pytest.fixture(name="bundled", scope="module")
def _bundled() -> pd.DataFrame:
    return selftest().frame


def test_every_bundled_example_agrees(bundled: pd.DataFrame) -> None:
    assert bundled[~bundled["agrees"]].to_dict(orient="records") == []


def test_every_published_figure_is_there_with_its_digits(bundled: pd.DataFrame) -> None:
    held = {
        (row["example"], row["figure"]): (row["expected"], row["digits"]) for row in bundled.to_dict(orient="records")
    }
    wanted = {
        (example, figure): (float(printed), -int(Decimal(printed).as_tuple().exponent))
        for example, figure, printed in PUBLISHED
    }
    assert {key: held.get(key) for key in wanted} == wanted


def test_a_last_digit_that_is_one_off_is_found_in_every_figure(tmp_path: Path) -> None:
    examples = tomllib.loads(BUNDLED.read_text(encoding="utf-8"))["examples"]
    for away in (1, -1):
        changed = []
        for example in examples:
            expected = {}
            for name, printed in example["expected"].items():
                figure = Decimal(printed)
                expected[name] = f"{figure + away * Decimal(1).scaleb(int(figure.as_tuple().exponent)):f}"
            changed.append({**example, "expected": expected})
        frame = recomputed(tmp_path, *changed)
        assert frame[frame["agrees"]].to_dict(orient="records") == []


def test_the_result_has_the_columns_and_says_how_many_agree_and_with_which_versions() -> None:
    result = selftest(language="da")
    assert tuple(result.frame.columns) == COLUMNS
    assert (result.kind, result.language) == ("selftest", "da")
    assert result.notes[0] == f"{len(result.frame)} of {len(result.frame)} figures agree"
    assert [word.split()[0] for word in result.notes[-1].split(", ")] == ["brobygger", "Python", "numpy", "scipy"]


# What agrees


def test_half_way_between_two_roundings_both_agree_and_no_other_does(tmp_path: Path) -> None:
    """1 of 8 is .125 exactly: print has it as .12 (half to even) or .13 (half up)."""
    eighth = {"method": "nonresponse.share_bounds", "arguments": {"count": 1, "n": 8, "unknown": 0}}
    for printed, agrees in ((".11", False), (".12", True), (".13", True), (".14", False), (".125", True)):
        assert agree(tmp_path, {"low": printed}, **eighth) == [agrees], printed


def test_a_tiny_figure_agrees_only_with_its_own_digits(tmp_path: Path) -> None:
    """The mid-p of 0 of 40 against 40 of 40 is 1 / C(80, 40) = 9.3e-24, which no fixed tolerance would tell from 0."""
    tiny = {key: value for key, value in MID_P.items() if key != "expected"}
    printed = "0.0000000000000000000000093"
    for expected, agrees in ((printed, True), (printed + "1", False), ("0.0000000000000000000000083", False)):
        assert agree(tmp_path, {"p_value": expected}, **tiny) == [agrees]


def test_an_exact_fraction_is_no_rounded_decimal(tmp_path: Path) -> None:
    exact = {"method": "nonresponse.tipping_share", "outputs": None}
    arguments = {"share_baseline": "1/3", "share_followup": "2/3", "n_followup": 3, "unknown_followup": 1}
    assert agree(tmp_path, {"value": "-0.66666666666667"}, **exact, arguments=arguments) == [True]


def test_a_true_minus_sign_is_read_as_print_has_it(tmp_path: Path) -> None:
    arguments = {"share_baseline": 0, "n_baseline": 20, "share_followup": 0, "n_followup": 10}
    assert agree(tmp_path, {"low": "−.1658"}, method="change_intervals.miettinen_nurminen", arguments=arguments) == [
        True
    ]


def test_a_figure_that_is_not_available_agrees_with_none(tmp_path: Path) -> None:
    frame = recomputed(tmp_path, {**WILSON, **COUNTS, "arguments": {"percent": "37.4", "base": 231}})
    assert list(frame["agrees"]) == [False]
    assert frame["got"].isna().all()


def test_infinite_figures_agree_with_none_and_are_not_available(tmp_path: Path) -> None:
    frame = recomputed(
        tmp_path,
        {
            **WILSON,
            "method": "population.effective_n",
            "arguments": {"n": 5, "population": 5},
            "outputs": None,
            "expected": {"value": "5"},
        },
    )
    assert list(frame["agrees"]) == [False]
    assert frame["got"].isna().all()


def test_nested_lists_and_options_left_at_their_defaults_are_arguments(tmp_path: Path) -> None:
    arguments = {"transitions": [[1, 1], [7, 12]]}
    changes = {"method": "paired_questions.paired_nominal_test", "outputs": None, "arguments": arguments}
    assert agree(tmp_path, {"p_value": ".0391"}, **changes) == [True]


# What is wrong with a file

WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "unknown key": ({"sourse": "made"}, ["example 'made', sourse: there is no such key", "did you mean 'source'?"]),
    "missing key": ({"source": None}, ["example 'made', source: is missing"]),
    "id with blanks": ({"id": "Two words"}, ["example 'Two words', id: ", "Two words"]),
    "figure as number": ({"expected": {"low": 0.2553}}, ["example 'made', expected.low: must be text in quotes"]),
    "figure with comma": ({"expected": {"low": "0,2553"}}, ["example 'made', expected.low: '0,2553' is no figure"]),
    "figure not finite": ({"expected": {"low": "9" * 400}}, ["example 'made', expected.low: ", "is no figure"]),
    "no figure": ({"expected": {}}, ["example 'made', expected: "]),
    "arguments no table": ({"arguments": 3}, ["example 'made', arguments: "]),
    "no function in method": ({"method": "wilson"}, ["example 'made', method: "]),
    "module of the system": ({"method": "os.system"}, ["example 'made', method: there is no module 'os' of methods"]),
    "module above methods": (
        {"method": "selftest.selftest"},
        ["example 'made', method: there is no module 'selftest'"],
    ),
    "path of modules": ({"method": "methods.share_intervals.wilson"}, ["example 'made', method: "]),
    "misspelt module": ({"method": "share_interval.wilson"}, ["example 'made', method: ", "mean 'share_intervals'?"]),
    "misspelt function": ({"method": "share_intervals.wilsson"}, ["example 'made', method: ", "mean 'wilson'?"]),
    "private function": ({"method": "share_intervals._limits"}, ["example 'made', method: "]),
    "function of another module": (
        {"method": "share_intervals.normal_quantile"},
        ["example 'made', method: there is no function 'normal_quantile' in 'share_intervals'"],
    ),
    "no function at all": (
        {"method": "share_intervals.np"},
        ["example 'made', method: there is no function 'np' in 'share_intervals'"],
    ),
    "class": (
        {"method": "change_tests.Test2x2"},
        ["example 'made', method: "],
    ),
    "misspelt argument": (
        {"arguments": {"shares": "81/263", "n": 263}},
        ["example 'made', arguments.shares: share_intervals.wilson takes no such argument; did you mean 'share'?"],
    ),
    "missing argument": (
        {"arguments": {"share": "81/263"}},
        ["example 'made', arguments.n: is missing; share_intervals.wilson needs it"],
    ),
    "text for a number": (
        {"arguments": {"share": "half", "n": 263}},
        ["example 'made', arguments.share: must be a number, a fraction", "'half'"],
    ),
    "text in a list": (
        {"arguments": {"share": [0.5, "half"], "n": 263}},
        ["example 'made', arguments.share: must be a number, a fraction", "'half'"],
    ),
    "fraction of nothing": (
        {"arguments": {"share": "81/0", "n": 263}},
        ["example 'made', arguments.share: '81/0' is no fraction"],
    ),
    "percentage for a share": (
        {"arguments": {"share": 31, "n": 263}},
        ["example 'made', arguments: share_intervals.wilson does not take them: ", "percentage"],
    ),
    "lists that do not fit": (
        {"arguments": {"share": [0.1, 0.2], "n": [1, 2, 3]}},
        ["example 'made', arguments: share_intervals.wilson does not take them: "],
    ),
    "number for text": (
        {**COUNTS, "arguments": {"percent": "many", "base": 78}},
        ["example 'made', arguments: rounding.possible_counts does not take them: "],
    ),
    "several figures": (
        {"arguments": {"share": [0.1, 0.2], "n": 263}},
        ["example 'made', expected.low: is not a single number"],
    ),
    "no names for figures": (
        {"outputs": None},
        ["example 'made', outputs: is missing: share_intervals.wilson gives 2 figures"],
    ),
    "too many names": ({"outputs": ["low", "mid", "high"]}, ["example 'made', outputs: must be 2 different names"]),
    "one name twice": ({"outputs": ["low", "low"]}, ["example 'made', outputs: must be 2 different names"]),
    "names where there are some": (
        {**COUNTS, "outputs": ["low"]},
        ["example 'made', outputs: rounding.possible_counts names what it gives itself: first, last, size"],
    ),
    "misspelt figure": (
        {"expected": {"hihg": ".3662"}},
        ["example 'made', expected.hihg: share_intervals.wilson gives no such figure; did you mean 'high'?"],
    ),
    "figure that is a word": (
        {**MID_P, "expected": {"method": "1"}},
        ["example 'made', expected.method: is not a single number"],
    ),
}


@pytest.mark.parametrize(("changes", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_example_is_named_with_its_field(tmp_path: Path, changes: dict[str, Any], said: list[str]) -> None:
    message = refusal(tmp_path, as_toml({**WILSON, "id": "sound"}, {**WILSON, **changes}))
    assert [part for part in said if part not in message] == [], message
    assert "'sound'" not in message


def test_an_example_without_an_id_is_named_by_its_place(tmp_path: Path) -> None:
    assert "example 2, id: is missing" in refusal(tmp_path, as_toml(WILSON, {**WILSON, "id": None}))


def test_all_that_is_wrong_with_the_form_is_told_at_once(tmp_path: Path) -> None:
    message = refusal(tmp_path, as_toml({**WILSON, "source": None, "what": None}))
    assert "source: is missing" in message
    assert "what: is missing" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "examples: is missing"),
        ("examples = []", "examples: "),
        ("examples = 3", "examples: "),
        ("examples = [3]", "example 1: "),
        ("[[example]]\nid = 'made'", "example: there is no such key; did you mean 'examples'?"),
        ("id = made", "is not TOML"),
    ],
)
def test_a_file_that_is_none_of_examples_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(tmp_path, text)


def test_two_examples_of_one_id_are_refused(tmp_path: Path) -> None:
    assert "there is more than one example 'made'" in refusal(tmp_path, as_toml(WILSON, WILSON))


def test_dates_are_no_arguments(tmp_path: Path) -> None:
    text = as_toml({**WILSON, "arguments": {"share": "81/263"}}).replace('"81/263"', '"81/263"\nn = 2017-04-01')
    assert "example 'made', arguments.n: must be a number" in refusal(tmp_path, text)


def test_a_file_that_begins_with_a_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(as_toml(WILSON), encoding="utf-8-sig")
    assert selftest(str(path)).frame["agrees"].all()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["no file", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BrobyggerError, match=r"own\.toml: cannot be read"):
        selftest(str(path))


def test_only_the_modules_of_the_methods_used_are_loaded(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(as_toml({**WILSON, **COUNTS}), encoding="utf-8")
    program = (
        "import sys\n"
        "from brobygger_cli.selftest import selftest\n"
        "selftest(sys.argv[1])\n"
        "print(*sorted(name for name in sys.modules if name.startswith('brobygger_cli.methods.')))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["brobygger_cli.methods.rounding"]
