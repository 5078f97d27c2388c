"""The questionnaire of the large surveys that the benchmark's generator draws, as TOML.

    python benchmarks/large_survey.py GENERATOR VERSION FILE

GENERATOR is `generate.py` of the folder with the peers, VERSION is `codes` or `labels`: what its exports hold.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any


def generator_of(path: Path) -> Any:  # noqa: ANN401 - a module that is found at run time
    """Return the generator as a module."""
    spec = importlib.util.spec_from_file_location("generate", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: is no module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def questionnaire(generator: Any, version: str) -> str:  # noqa: ANN401 - as above
    """Return the questionnaire of the surveys that a generator draws."""
    lines = [f'id = "large_{version}"', 'title.en = "Large survey"']
    for position, label in enumerate(generator.GROUPS, 1):
        code = label if version == "labels" else str(position)
        lines += ["", "[[groups]]", f'id = "g{position}"', f"code = {_text(code)}", f"label.da = {_text(label)}"]
    for question, labels in generator.SINGLE.items():
        options = [_option(position, label, version) for position, label in enumerate(labels, 1)]
        lines += _question(question, "single", options, generator.SKIP)
    for question, ticks in generator.MULTI.items():
        options = [_tick(position) for position in range(1, ticks + 1)]
        lines += _question(question, "multiple", options, generator.SKIP)
    return "\n".join([*lines, ""])


def _question(question: str, kind: str, options: list[str], skip: dict[str, tuple[str, tuple[int, ...]]]) -> list[str]:
    lines = ["", "[[questions]]", f'id = "{question}"', f'type = "{kind}"', f'text.en = "Question {question}"']
    if question in skip:
        earlier, codes = skip[question]
        answers = ", ".join(f'"o{code}"' for code in codes)
        lines.append(f'asked_if = {{ question = "{earlier}", answers = [{answers}] }}')
    return [*lines, "options = [", *(f"  {{ {option} }}," for option in options), "]"]


def _option(position: int, label: str, version: str) -> str:
    """Return an option; where codes are used, a label such as `1` must not be taken for the code of another one."""
    code, said = (label, label) if version == "labels" else (str(position), f"{position}. {label}")
    return f'id = "o{position}", code = {_text(code)}, label.da = {_text(said)}'


def _tick(position: int) -> str:
    return f'id = "o{position}", code = "{position}", label.en = "Tick {position}"'


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    source, of_version, target = sys.argv[1:4]
    Path(target).write_text(questionnaire(generator_of(Path(source)), of_version), encoding="utf-8")
