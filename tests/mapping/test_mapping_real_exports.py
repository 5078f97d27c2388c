"""A real SurveyXact export read by a questionnaire that numbers its options otherwise, against the csv module."""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from brobygger_cli.exports import read_export
from brobygger_cli.mapping import map_columns
from brobygger_cli.proposal import propose
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import code_responses

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ("s_2", "s_6", "m_1")


@pytest.fixture(name="folder")
def _folder() -> Path:
    folder = Path(os.environ.get("BROBYGGER_EXPORTS", ROOT.parent / "shared" / "exports"))
    if not folder.is_dir():
        pytest.skip("there are no real exports here: BROBYGGER_EXPORTS names their folder")
    return folder / "surveyxact_cp1252_semicolon"


def test_labels_decide_where_a_questionnaire_numbers_the_options_of_a_real_export_the_other_way_round(
    folder: Path,
) -> None:
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    with (folder / "labels.csv").open(encoding="cp1252", newline="") as file:
        for name, code, label in csv.reader(file, delimiter=";"):
            labels[name][code] = label.strip()
    with (folder / "dataset.csv").open(encoding="cp1252", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["stato_4"] == "1"]
    assert len(rows) == 340
    toml = 'id = "real"\ntitle.da = "Rigtig"\n[[groups]]\nid = "all"\ncode = "1"\nlabel.da = "Alle"\n'
    for name in QUESTIONS:
        codes = list(labels[name])
        options = ", ".join(
            f'{{ id = "o_{code}", code = "{other}", label.da = """{labels[name][code]}""" }}'
            for code, other in zip(codes, reversed(codes), strict=True)
        )
        toml += f'[[questions]]\nid = "q_{name}"\ntype = "single"\ntext.da = "{name}"\noptions = [{options}]\n'
    asked = parse(toml, "real.toml")
    raw = read_export(str(folder / "dataset.csv"))
    responses = code_responses(raw, asked)
    for name in QUESTIONS:
        ids = [option.id for option in asked.question(f"q_{name}").choices]
        ticked = responses.answers[f"q_{name}"].ticked
        read = {option: int(count) for option, count in zip(ids, ticked.sum(axis=0), strict=True)}
        counted = Counter(row[name] for row in rows if row[name])
        assert read == {option: counted[option.removeprefix("o_")] for option in ids}
    said = [remark.code for remark in map_columns(raw, asked).remarks]
    assert said == ["code_relabelled"] * len(QUESTIONS)
    assert np.all(responses.group == 0)
    assert "3 of 3 questions of 'real' have their columns" in propose(raw, asked).summary[0]
