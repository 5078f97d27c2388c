"""The survey file of Qualtrics (.qsf): JSON with the survey's blocks, flow and questions."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.definitions.markup import plain
from brobygger_cli.exports.definitions.qualtrics_types import QualtricsQuestion, table, text, variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brobygger_cli.exports.variables import Variable

_HINT = "Export it again in Qualtrics: Survey > Tools > Import/Export > Export survey (.qsf)."
_LOCATOR = re.compile(r"q://(QID\w+)/SelectableChoice/(\w+)\Z")
_DEEPEST = 50  # how far flows and rules may be nested


def recognise(data: bytes) -> bool:
    """Tell whether a file is JSON with the parts of a survey of Qualtrics."""
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and b'"SurveyEntry"' in data


def read(path: str, data: bytes, language: str = "") -> tuple[Variable, ...]:
    """Return what a survey file tells of the columns of its export, headed by export tags.

    Args:
        path: The file, for messages.
        data: Its bytes.
        language: The language of the wordings, where the survey has it; else the survey's own.

    Raises:
        UnreadableError: It is no whole survey file.
    """
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("not_a_table", path, f"this is no whole JSON: {error}", _HINT) from error
    elements = [table(element) for element in _list(table(content).get("SurveyElements"))]
    payloads = [table(element.get("Payload")) for element in elements if element.get("Element") == "SQ"]
    questions = {text(payload.get("QuestionID")): QualtricsQuestion.of(payload, language) for payload in payloads}
    asked = [questions[of] for of in _order(elements) if of in questions] or list(questions.values())
    routed = [replace(question, shown_if=_rule(question.payload, questions)) for question in asked]
    variables = tuple(variable for question in routed for variable in variables_of(question) if variable.name)
    if not variables:
        raise UnreadableError("not_a_table", path, "the survey file holds no questions", _HINT)
    return variables


def _list(value: object) -> list[Any]:
    return list(table(value).values())


def _order(elements: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the ids of the questions in the order of the flow; those in the bin are left out."""
    blocks: dict[str, list[str]] = {}
    flow: list[str] = []
    for element in elements:
        if element.get("Element") == "BL":
            for block in map(table, _list(element.get("Payload"))):
                if block.get("Type") != "Trash":
                    entries = map(table, _list(block.get("BlockElements")))
                    blocks[text(block.get("ID"))] = [
                        text(entry.get("QuestionID")) for entry in entries if entry.get("Type") == "Question"
                    ]
        elif element.get("Element") == "FL":
            flow = list(_blocks_of(table(element.get("Payload")), _DEEPEST))
    for block_id in dict.fromkeys([*flow, *blocks]):
        yield from blocks.get(block_id, ())


def _blocks_of(step: Mapping[str, Any], depth: int) -> Iterator[str]:
    if "ID" in step:
        yield text(step["ID"])
    if depth:
        for inner in map(table, _list(step.get("Flow"))):
            yield from _blocks_of(inner, depth - 1)


def _rule(payload: Mapping[str, Any], questions: Mapping[str, QualtricsQuestion]) -> str:
    """Return who is shown the question in one line; the choices of a question stand as in its export."""
    said = ""
    for group in _numbered(payload.get("DisplayLogic")):
        for expression in _numbered(group):
            joint = (text(expression.get("Conjuction")) or text(group.get("Type"))).lower()  # as Qualtrics spells it
            joint = joint if joint in {"and", "or"} else "and"
            said += f" {joint} {_expression(expression, questions)}" if said else _expression(expression, questions)
    return said


def _numbered(value: object) -> list[dict[str, Any]]:
    return [table(entry) for key, entry in table(value).items() if key.isdecimal()]


def _expression(expression: Mapping[str, Any], questions: Mapping[str, QualtricsQuestion]) -> str:
    """Return one condition: `tag = 'code'` where a choice has to be selected, else its description."""
    found = _LOCATOR.match(text(expression.get("ChoiceLocator")))
    if found and found[1] in questions and expression.get("Operator") == "Selected":
        question = questions[found[1]]
        return f"{question.tag} = '{question.code(found[2])}'"
    described = plain(text(expression.get("Description")))
    parts = (expression.get("LeftOperand"), expression.get("Operator"), expression.get("RightOperand"))
    return described or " ".join(filter(None, map(text, parts)))
