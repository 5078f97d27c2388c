"""Definition files made up for tests: the same short survey as three platforms would write it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def _rows(table: str, rows: Iterable[Mapping[str, str]]) -> str:
    cells = (
        "".join(f"<{name}><![CDATA[{text}]]></{name}>" if text else f"<{name}/>" for name, text in row.items())
        for row in rows
    )
    return f"<{table}><fields/><rows>{''.join(f'<row>{row}</row>' for row in cells)}</rows></{table}>"


def _asked(qid: str, kind: str, title: str, order: str, **more: str) -> dict[str, str]:
    return {
        "qid": qid,
        "parent_qid": more.get("parent", "0"),
        "sid": "1",
        "gid": more.get("gid", "7"),
        "type": kind,
        "title": title,
        "other": more.get("other", "N"),
        "question_order": order,
        "scale_id": more.get("scale", "0"),
        "relevance": more.get("relevance", "1"),
    }


# In the order of the database; the order of the survey is told by group_order and question_order.
LSS_QUESTIONS = (
    _asked("30", "T", "why", "3", relevance='((1X7X10.NAOK == "A2"))'),
    _asked("10", "L", "used", "1", other="Y"),
    _asked("20", "M", "where", "2", relevance='used.NAOK == "A1"'),
    _asked("40", "F", "rate", "1", gid="8"),
    _asked("50", "X", "bye", "2", gid="8"),
    _asked("60", "A", "points", "3", gid="8", relevance='where_SQ002.NAOK == "Y"'),
    _asked("70", "N", "age", "4", gid="8", relevance="used.NAOK == 'A1' and age > 3"),
)
LSS_ITEMS = (
    _asked("22", "T", "SQ002", "2", parent="20"),
    _asked("21", "T", "SQ001", "1", parent="20"),
    _asked("41", "T", "food", "1", parent="40", gid="8"),
    _asked("42", "T", "staff", "2", parent="40", gid="8"),
    _asked("61", "T", "1", "1", parent="60", gid="8"),
)
LSS_WORDINGS = {
    "10": ("Have you used <b>the library</b>?", "Har du brugt biblioteket?"),
    "20": ("Where?", "Hvor?"),
    "21": ("At home", "Hjemme"),
    "22": ("At work &amp; school", "På arbejde"),
    "30": ("Why not?", "Hvorfor ikke?"),
    "40": ("How do you rate", "Hvordan bedømmer du"),
    "41": ("the food", "maden"),
    "42": ("the staff", "personalet"),
    "50": ("Thank you", "Tak"),
    "60": ("Points", "Point"),
    "61": ("for us", "til os"),
    "70": ("Your age", "Din alder"),
}
LSS_ANSWERS = (
    ("1", "10", "A2", "2", "No", "Nej"),
    ("2", "10", "A1", "1", "Yes", "Ja"),
    ("3", "40", "1", "1", "Poor", "Dårlig"),
    ("4", "40", "2", "2", "Fair", "Nogenlunde"),
    ("5", "40", "3", "3", "Good", "God"),
    ("6", "40", "9", "4", "Don't know", "Ved ikke"),
)


def lss() -> bytes:
    """Return a survey structure as LimeSurvey writes it since version 4: wordings in tables of their own."""
    wordings = [
        {"id": qid, "qid": qid, "question": text, "language": language}
        for qid, texts in LSS_WORDINGS.items()
        for language, text in zip(("en", "da"), texts, strict=True)
    ]
    answers = [
        {"aid": aid, "qid": qid, "code": code, "sortorder": order, "scale_id": "0"}
        for aid, qid, code, order, _, _ in LSS_ANSWERS
    ]
    labels = [
        {"id": aid, "aid": aid, "answer": text, "language": language}
        for aid, _, _, _, *texts in LSS_ANSWERS
        for language, text in zip(("en", "da"), texts, strict=True)
    ]
    groups = [
        {"gid": "8", "sid": "1", "group_order": "2", "grelevance": ""},
        {"gid": "7", "sid": "1", "group_order": "1", "grelevance": "1"},
    ]
    tables = (
        _rows("answers", answers),
        _rows("answer_l10ns", labels),
        _rows("groups", groups),
        _rows("questions", LSS_QUESTIONS),
        _rows("subquestions", LSS_ITEMS),
        _rows("question_l10ns", wordings),
        _rows("surveys", [{"sid": "1", "language": "en"}]),
    )
    head = "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>495</DBVersion>"
    languages = "<languages><language>en</language><language>da</language></languages>"
    body = f"<document>{head}{languages}{''.join(tables)}</document>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def old_lss() -> bytes:
    """Return a survey structure as LimeSurvey wrote it up to version 3: every row once for each language."""
    rows = [
        {**row, "question": LSS_WORDINGS[row["qid"]][place], "language": language}
        for row in (*LSS_QUESTIONS, *LSS_ITEMS)
        for place, language in enumerate(("en", "da"))
    ]
    answers = [
        {"qid": qid, "code": code, "answer": texts[place], "sortorder": order, "language": language, "scale_id": "0"}
        for _, qid, code, order, *texts in LSS_ANSWERS
        for place, language in enumerate(("en", "da"))
    ]
    groups = [
        {"gid": gid, "group_order": order, "group_name": gid, "language": language}
        for gid, order in (("8", "2"), ("7", "1"))
        for language in ("en", "da")
    ]
    tables = (
        _rows("answers", answers),
        _rows("groups", groups),
        _rows("questions", [row for row in rows if row["parent_qid"] == "0"]),
        _rows("subquestions", [row for row in rows if row["parent_qid"] != "0"]),
        _rows("surveys", [{"sid": "1", "language": "en"}]),
    )
    head = "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>263</DBVersion>"
    body = f"<document>{head}{''.join(tables)}</document>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _question(qid: str, tag: str, kind: str, selector: str, text: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    payload = {"QuestionID": qid, "DataExportTag": tag, "QuestionType": kind, "Selector": selector}
    return {"Element": "SQ", "PrimaryAttribute": qid, "Payload": {**payload, "QuestionText": text, **more}}


def _selected(qid: str, choice: str, joint: str = "") -> dict[str, str]:
    locator = f"q://{qid}/SelectableChoice/{choice}"
    expression = {"LogicType": "Question", "QuestionID": qid, "ChoiceLocator": locator, "Operator": "Selected"}
    return {**expression, "Conjuction": joint} if joint else expression


def _shown_if(*expressions: dict[str, str]) -> dict[str, Any]:
    numbered: dict[str, Any] = {str(place): expression for place, expression in enumerate(expressions)}
    return {"0": {**numbered, "Type": "If"}, "Type": "BooleanExpression", "inPage": False}


def qsf() -> bytes:
    """Return a survey file as Qualtrics writes it."""
    choices = {"1": {"Display": "Yes"}, "2": {"Display": "No"}, "3": {"Display": "n/a"}}
    danish = {"DA": {"QuestionText": "Har du brugt det?", "Choices": {"1": {"Display": "Ja"}, "2": {"Display": "Nej"}}}}
    rows = {"1": {"Display": "Food"}, "2": {"Display": "Staff", "TextEntry": "true"}}
    scale = {"1": {"Display": "Bad"}, "2": {"Display": "Fair"}, "3": {"Display": "Good"}}
    places = {"1": {"Display": "Home"}, "2": {"Display": "Work"}, "4": {"Display": "Other", "TextEntry": "true"}}
    elements: list[dict[str, Any]] = [
        {
            "Element": "BL",
            "Payload": {
                "5": {"Type": "Trash", "ID": "BL_9", "BlockElements": [{"Type": "Question", "QuestionID": "QID9"}]},
                "2": {"Type": "Standard", "ID": "BL_2", "BlockElements": [{"Type": "Question", "QuestionID": "QID5"}]},
                "1": {
                    "Type": "Default",
                    "ID": "BL_1",
                    "BlockElements": [
                        {"Type": "Question", "QuestionID": "QID1"},
                        {"Type": "Page Break"},
                        {"Type": "Question", "QuestionID": "QID2"},
                        {"Type": "Question", "QuestionID": "QID3"},
                        {"Type": "Question", "QuestionID": "QID4"},
                    ],
                },
            },
        },
        {
            "Element": "FL",
            "Payload": {"Flow": [{"ID": "BL_1", "Type": "Block"}, {"Type": "Branch", "Flow": [{"ID": "BL_2"}]}]},
        },
        {"Element": "QC", "Payload": None},
        _question("QID9", "Q9", "MC", "SAVR", "Deleted", Choices=choices, ChoiceOrder=["1", "2"]),
        _question(
            "QID1",
            "Q1",
            "MC",
            "SAVR",
            "Have you<br>used it?",
            Choices=choices,
            ChoiceOrder=["2", "1", 3],
            RecodeValues={"1": "10", "2": "20", "3": "99"},
            AnalyzeChoices={"3": "No"},
            Language=danish,
        ),
        _question(
            "QID2",
            "Q2",
            "MC",
            "MAVR",
            "Where?",
            Choices=places,
            ChoiceOrder=["1", "2", "4"],
            DisplayLogic=_shown_if(_selected("QID1", "1"), _selected("QID1", "3", "Or")),
        ),
        _question(
            "QID3",
            "Q3",
            "Matrix",
            "Likert",
            "How is the",
            SubSelector="SingleAnswer",
            Choices=rows,
            Answers=scale,
            ChoiceDataExportTags={"1": "Q3_food"},
            DisplayLogic=_shown_if(_selected("QID2", "2")),
        ),
        _question("QID4", "Q4", "DB", "TB", "Now some text"),
        _question(
            "QID5",
            "Q5",
            "TE",
            "SL",
            "Your age",
            Validation={"Settings": {"ContentType": "ValidNumber"}},
            DisplayLogic=_shown_if(_selected("QID1", "1"), _selected("QID2", "1", "And")),
        ),
    ]
    return json.dumps({"SurveyEntry": {"SurveyID": "SV_1"}, "SurveyElements": elements}).encode()


SURVEY = (
    ("type", "name", "label::English (en)", "label::Dansk (da)", "relevant"),
    ("start", "start", "", "", ""),
    ("select_one yesno", "used", "Have you used it?", "Har du brugt det?", ""),
    ("begin_group", "more", "More", "Mere", "${used} = 'y'"),
    ("select_multiple places", "where", "Where?", "Hvor?", ""),
    ("integer", "age", "Your age", "Din alder", "selected(${where}, 'home')"),
    ("end_group", "", "", "", ""),
    ("note", "thanks", "Thank you", "Tak", ""),
    ("select_one places or_other", "best", "Best place", "Bedste sted", "selected(${where}, 'home') or ${used} = 'n'"),
    ("begin_repeat", "child", "Children", "Børn", ""),
    ("text", "child_name", "Name", "Navn", ""),
    ("end_repeat", "", "", "", ""),
    ("text", "comment", "Anything else?", "Andet?", "not(${used} = 'y')"),
)
CHOICES = (
    ("list_name", "name", "label::English (en)", "label::Dansk (da)"),
    ("yesno", "y", "Yes", "Ja"),
    ("yesno", "n", "No", "Nej"),
    ("places", "home", "At home", "Hjemme"),
    ("places", "work", "At work", "På arbejde"),
)


def write_xlsform(path: Path) -> None:
    """Write a form as a workbook."""
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name, rows in (("survey", SURVEY), ("choices", CHOICES), ("settings", (("form_title",),))):
            pd.DataFrame(list(rows)).to_excel(book, sheet_name=name, header=False, index=False)
